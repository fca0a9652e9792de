"""The workbench as one object: the rules, who works out the answers, and the register."""

from __future__ import annotations

from typing import Any

from engine.explain import Level
from workbench.service.asked import Asked
from workbench.service.law import Law
from workbench.service.pool import Calculator, Here, Processes
from workbench.settings import Settings


class Workbench:
    """Safe to use from many threads. Answers are JSON as bytes, for they are handed on as they are."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.law = Law.load(settings.rules)
        self._calculator: Calculator = (
            Processes(settings.rules, settings.workers, settings.seconds) if settings.workers else Here(self.law)
        )

    def decide(self, asked: Asked, explained: tuple[Level, ...] = ()) -> bytes:
        """The besluit, with its trace and the explanation at each level asked for. Raises RefusedError, TooLongError, BusyError."""
        return self._calculator.ask("decide", asked, explained)

    def close(self) -> None:
        self._calculator.close()

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()
