"""The rules that the workbench works by today: the version that was approved to be in force, or the rules of the settings.

A version that was approved while the workbench runs, and one of which the day comes, takes the place of the one before it between two
questions: an answer is never made of two versions.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dsl.files import RuleFile, read_rules
from engine.paths import rules_dir
from engine.register import Register
from engine.register.rules import version_of
from engine.register.trouble import Broken
from workbench.editor.versions import in_force
from workbench.service.law import Law
from workbench.service.pool import Calculator, Here, Processes
from workbench.service.reading import Reading
from workbench.settings import Settings

EVERY = 60.0
"""Seconds after which is looked again whether another version is in force."""


@dataclass(frozen=True, slots=True)
class Used:
    """One version with all that works by it. ``approved``: its name in the register when it was approved, None for the rules of the
    settings; ``version`` is what decisions call it."""

    law: Law
    folder: Path
    approved: str | None
    version: str
    calculator: Calculator
    reading: Reading


class InForce:
    """Keeps up with the version in force. Safe to use from many threads. Raises what loading rules raises."""

    def __init__(
        self,
        settings: Settings,
        register: Register,
        record: Callable[[Law], str],
        today: Callable[[], date] = date.today,
    ) -> None:
        self._settings, self._register, self._record, self._today = settings, register, record, today
        self._lock = threading.Lock()
        self._used = self._make(self._approved())
        self._looked = time.monotonic()

    @property
    def used(self) -> Used:
        """The version by which a question that comes now is answered: take it once for each question."""
        if self._is_due:
            self.look()
        return self._used

    async def used_soon(self) -> Used:
        """As :attr:`used`, in an event loop, which it does not hold up."""
        if self._is_due:
            await asyncio.to_thread(self.look)
        return self._used

    @property
    def _is_due(self) -> bool:
        return time.monotonic() - self._looked > EVERY

    def look(self) -> None:
        """Take the version that is in force now; while another thread does so, go on with the one before it."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._looked = time.monotonic()
            approved = self._approved()
            if approved != self._used.approved:
                old, self._used = self._used, self._make(approved)
                # Questions that are being answered by the old one have their time.
                later = threading.Timer(self._settings.seconds * 4, old.calculator.close)
                later.daemon = True
                later.start()
        finally:
            self._lock.release()

    def close(self) -> None:
        self._used.calculator.close()

    def _approved(self) -> str | None:
        found = in_force(self._register, self._today())
        return found.version if found is not None else None

    def _make(self, approved: str | None) -> Used:
        settings = self._settings
        folder = settings.rules
        if approved is not None:
            folder = folder_of(self._register.rules(approved), approved, settings.versions)
        law = Law.load(folder)
        calculator: Calculator = (
            Processes(folder, settings.workers, settings.seconds) if settings.workers else Here(law)
        )
        reading = Reading(self._register, law, settings.organisation)
        return Used(law, folder or rules_dir(), approved, self._record(law), calculator, reading)


def folder_of(files: tuple[RuleFile, ...], version: str, place: Path) -> Path:
    """A folder with the files of a version, as the register has them: one that was changed afterwards is refused (Broken)."""
    top = files[0].source.path.partition("/")[0]
    root = place / version / top
    if not root.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place) as made:
            for file in files:
                path = Path(made) / "versie" / file.source.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.source.text.encode())
            try:
                os.replace(Path(made) / "versie", place / version)
            except OSError:
                if not root.is_dir():  # else another process was first
                    raise
    read, wrong = read_rules(root, top)
    if wrong or version_of(read) != version:
        raise Broken(
            "De map met de versie van de regels die geldt, is veranderd. Verwijder haar: ze wordt opnieuw gemaakt."
        )
    return root
