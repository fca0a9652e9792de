"""What is asked of a run: two programs of the same law, the besluiten, and the days of the year on which they are taken.

Only a besluit of which an outcome is an amount per month or per year can be added up over a year; of the others is said why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dsl.program import STATUSES, DecisionInfo, NumType, Outcome, Program
from engine.case import Moment
from engine.columns.compile import Code

MONTHS = 12
STEPS = {"maand": 1, "kwartaal": 3, "jaar": 12}
Direction = Literal["betaalt", "krijgt", "onbekend"]
_DIRECTIONS: dict[str, Direction] = {"naheffing": "betaalt", "nabetaling": "krijgt"}
"""What the law calls it when a later decision gives a higher amount says whether a citizen pays the amount or gets it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A besluit with the outcome that is added up. ``position`` is its place among the outcomes of the besluit; ``per_month``: an
    amount per month, otherwise per year. ``new``: only the variant has the besluit."""

    besluit: str
    regeling: str
    executor: str
    over: str
    outcome: str
    position: int
    per_month: bool
    direction: Direction
    new: bool


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A besluit that is not added up, and why, in Dutch."""

    besluit: str
    why: str


@dataclass(frozen=True, slots=True)
class Work:
    """``step``: months between two days of decision; each stands for so many months. ``cap``: rows of one part and besluit that the exact
    evaluator takes over from the kernel; ``pressure``: also what goes of more income; ``stacked``: also all bijdragen together."""

    baseline: Program
    variant: Program
    asked: tuple[Asked, ...]
    year: int
    step: int
    cap: int
    pressure: bool = False
    stacked: bool = False

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(date(self.year, month, 1) for month in range(1, MONTHS + 1, self.step))

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(Moment(day) for day in self.days)

    @property
    def key(self) -> tuple[object, ...]:
        """The same for two askings that give the same."""
        return (
            self.baseline.digest,
            self.baseline.applied,
            self.variant.digest,
            self.variant.applied,
            self.asked,
            self.year,
            self.step,
            self.cap,
            self.pressure,
            self.stacked,
        )


def choose(
    baseline: Program, variant: Program, names: Sequence[str], tables: Sequence[str]
) -> tuple[tuple[Asked, ...], tuple[NotAsked, ...]]:
    """The besluiten of these names that can be added up over a population with these tables, and the others."""
    asked: list[Asked] = []
    left: list[NotAsked] = []
    for name in names:
        info = variant.decisions[name]
        found = _amount(variant, info)
        if found is None:
            left.append(NotAsked(name, "geen uitkomst is een bedrag per maand of per jaar"))
        elif info.over not in tables:
            left.append(NotAsked(name, f"de populatie heeft geen tabel '{info.over}'"))
        else:
            position, outcome, per_month = found
            asked.append(
                Asked(
                    name,
                    info.regeling,
                    info.executor or "",
                    info.over,
                    outcome.words,
                    position,
                    per_month,
                    _direction(info),
                    name not in baseline.decisions,
                )
            )
    return tuple(asked), tuple(left)


def _amount(program: Program, info: DecisionInfo) -> tuple[int, Outcome, bool] | None:
    """The outcome that is an amount per month, or else per year."""
    for unit in ("maand", "jaar"):
        for position, outcome in enumerate(info.outcomes):
            kind = program.nodes[outcome.value].type
            if isinstance(kind, NumType) and dict(kind.unit) == {"euro": 1, unit: -1}:
                return position, outcome, unit == "maand"
    return None


def _direction(info: DecisionInfo) -> Direction:
    words = next((one.words for one in info.revisions if one.kind == "hoger bedrag"), "")
    return next((way for said, way in _DIRECTIONS.items() if words.startswith(said)), "onbekend")


def code_words(code: int) -> str:
    """What a user reads for the code of an outcome."""
    if code >= Code.STATUTORY:
        return STATUSES[code - Code.STATUTORY]
    return {Code.VASTGESTELD: "vastgesteld", Code.NIET_VAN_TOEPASSING: "niet van toepassing"}.get(
        Code(code), "niet beslist"
    )
