"""The rules that the workbench answers by: a checked program, with the names by which an address calls its parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from dsl.cache import Rules
from dsl.diagnostics import diagnose
from dsl.files import RuleFile
from dsl.program import DecisionInfo, Program, RegelingInfo
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean, suggest
from engine.dossier import CaseLoader
from engine.paths import rules_dir
from workbench.service.problems import NotFoundError, RefusedError, Wrong, wrong_at

T = TypeVar("T")


class Law:
    """A program with what is reckoned from it once, and the files that it was made of."""

    def __init__(self, program: Program, files: Sequence[RuleFile]) -> None:
        self.program = program
        self.files = files
        self.loader = CaseLoader(program)

    @classmethod
    def load(cls, folder: Path | None = None) -> Law:
        """The rules of a folder (default: those that are shipped). Raises RefusedError when they are no program."""
        rules = Rules(folder or rules_dir())
        program, found = rules.program()
        if program is None:
            raise RefusedError(wrong_at(one) for one in found)
        return cls(program, rules.files)

    @cached_property
    def regelingen(self) -> Mapping[str, RegelingInfo]:
        """By the name in an address: the regelingen that have something to decide."""
        used = {info.regeling for info in self.program.decisions.values()}
        return _by_slug(info for info in self.program.regelingen.values() if info.name in used)

    @cached_property
    def besluiten(self) -> Mapping[str, DecisionInfo]:
        """By the name in an address."""
        return _by_slug(self.program.decisions.values())

    def regeling(self, name: str) -> RegelingInfo:
        """By its name, or that in an address. Raises NotFoundError that says what may have been meant."""
        return self._found("regeling", name, self.regelingen)

    def besluit(self, name: str) -> DecisionInfo:
        """By its name, that in an address, or the regeling that has no other. Raises RefusedError."""
        wanted = slug(name)
        if wanted in self.besluiten:
            return self.besluiten[wanted]
        of_regeling = self.besluiten_of(wanted)
        if len(of_regeling) == 1:
            return of_regeling[0]
        hint = did_you_mean([one.name for one in of_regeling] or suggest(name, self.program.decisions))
        raise RefusedError([wrong_at(diagnose("TS802", NOWHERE, name=name[:80], remedy=hint or None), "/besluit")])

    def besluiten_of(self, regeling: str) -> list[DecisionInfo]:
        """All besluiten of a regeling (its name in an address), by name."""
        return [one for one in self.besluiten.values() if slug(one.regeling) == regeling]

    def changes(self, regeling: str) -> dict[date, set[str]]:
        """The days on which rules of a regeling (its name in an address) begin or no longer hold, with the names of these rules."""
        found: dict[date, set[str]] = {}
        for rule in self.program.rules:
            if rule.regeling == self.regeling(regeling).name:
                ends = rule.end + timedelta(days=1) if rule.end is not None else None
                for day in (rule.start, ends):
                    if day is not None:
                        found.setdefault(day, set()).add(rule.name)
        return dict(sorted(found.items()))

    def _found(self, what: str, name: str, known: Mapping[str, T]) -> T:
        found = known.get(slug(name))
        if found is not None:
            return found
        hint = did_you_mean(suggest(slug(name), known)) or "Kijk op /v1/regelingen welke er zijn."
        raise NotFoundError([Wrong("TS802", "", f"Er is geen {what} met de naam '{name[:80]}'.", hint)])


def _by_slug(infos: Iterable[T]) -> Mapping[str, T]:
    named = sorted(infos, key=lambda one: str(getattr(one, "name", "")))
    return {slug(str(getattr(one, "name", ""))): one for one in named}


def slug(name: str) -> str:
    """A name as it stands in an address: ``Wet op de zorgtoeslag`` is ``wet-op-de-zorgtoeslag``."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
