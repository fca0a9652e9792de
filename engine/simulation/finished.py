"""Parts that are finished, each as a small file, so that a run that was broken off goes on where it was."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.population.folder import Part
from engine.simulation.order import from_plain
from engine.simulation.tally import Tallies


class Finished:
    """The finished parts of one work in a folder. A file counts when it names this work and this part; any other is left alone."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self.key = key

    def of(self, part: Part) -> Tallies | None:
        """What a part came to, if that is here."""
        try:
            held = json.loads(self._path(part).read_text("utf-8"))
            if held["werk"] != self.key or held["deel"] != part.digest:
                return None
            return from_plain(held["uitkomst"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, part: Part, outcome: dict[str, Any]) -> None:
        """Whole or not at all. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"werk": self.key, "deel": part.digest, "uitkomst": outcome}, ensure_ascii=False)
        handle, beside = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".bezig")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            os.replace(beside, self._path(part))
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise

    def forget(self) -> None:
        """Take all away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, part: Part) -> Path:
        return self.folder / f"{self.key[:16]}-{part.digest[:32]}.json"
