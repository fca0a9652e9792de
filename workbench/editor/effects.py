"""What a change of the rules does, asked of a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from workbench.editor.apart import Apart, Shelf
from workbench.editor.effect import Effect
from workbench.service.problems import BusyError

SECONDS_TYPING, SECONDS_PATIENT = 30.0, 180.0
"""After which it is ended: what runs scenarios stops by itself long before, so that then a text takes too long to judge."""
_NONE: Mapping[str, str] = {}


class Effects:
    """Runs changes one at a time. Safe to use from many threads."""

    def __init__(self, rules: Path, scenarios: Path) -> None:
        self._apart = Apart(rules, scenarios, SECONDS_PATIENT)
        self.seconds = SECONDS_TYPING, SECONDS_PATIENT

    def run(
        self,
        texts: Mapping[str, str],
        name: str,
        rule: str | None = None,
        whole: bool = False,
        proposed: Mapping[str, str] = _NONE,
        patient: bool = False,
    ) -> Effect | None:
        """What a change does (see :meth:`Trial.run`); None when another one is being run and this one can wait (``whole`` waits its
        turn). Raises TooLongError."""
        seconds = self.seconds[1 if whole or patient else 0]
        try:
            return self._apart.within(seconds, whole, _run, dict(texts), name, rule, whole, dict(proposed), patient)
        except BusyError:
            return None

    def close(self) -> None:
        self._apart.close()


def _run(
    shelf: Shelf,
    texts: Mapping[str, str],
    name: str,
    rule: str | None,
    whole: bool,
    proposed: Mapping[str, str],
    patient: bool,
) -> Effect:
    return shelf.trial.run(texts, name, rule, whole, proposed, patient)
