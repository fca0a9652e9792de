"""The scoreboard of a period: every verdict with its course, whether it was measured or reported. All reports are made of this."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from dsl.notation import format_display
from dsl.program import Demand, NormInfo, NumType, Program
from engine.normen.assess import Assessment, Measurement
from engine.normen.figures import Figure, demand_words, figure_beside, figure_words
from engine.normen.opened import Opened
from engine.normen.opgave import Reported, Statement
from engine.normen.outlook import Outlook, outlooks
from engine.normen.periods import Period
from engine.normen.reported import Judged, judge_all
from engine.normen.tally import Tally
from engine.normen.together import COMPOSED
from engine.normen.verdict import Word

Kind = Literal["goed", "slecht", "lopend", "open"]
KINDS: dict[Word, Kind] = {
    "behaald": "goed",
    "behaald met kanttekening": "goed",
    "op koers": "lopend",
    "niet op koers": "lopend",
    "niet behaald": "slecht",
    "onherroepelijk gemist": "slecht",
    "jaarnorm zonder koers in de bron": "open",
    "niet meetbaar zoals geformuleerd": "open",
    "niet beoordeeld": "open",
    "niet gerapporteerd": "open",
}
"""What a verdict comes down to: met, missed, still running, or without an answer."""

WHOLE = "Hele organisatie"
_BASE = re.compile(r"\s*(?:/|;|\().*")


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of a norm over one period. ``word`` is None where the norm says nothing of that period."""

    period: Period
    figure: Figure | None
    tally: Tally | None = None
    word: Word | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One verdict. ``cluster``: the part of the organisation that it is about. ``course``: its figures over time, the earliest first;
    empty where only one is known."""

    judged: Judged
    cluster: str
    course: tuple[Point, ...] = ()

    @property
    def assessment(self) -> Assessment:
        return self.judged.assessment

    @property
    def norm(self) -> NormInfo:
        return self.judged.assessment.norm

    @property
    def word(self) -> Word:
        return self.judged.assessment.verdict.word

    @property
    def kind(self) -> Kind:
        return KINDS[self.word]

    @property
    def title(self) -> str:
        norm = self.norm
        return f"{norm.number} {norm.name}" if norm.number else norm.name

    @property
    def demand(self) -> Demand | None:
        """What is asked; where it follows from other figures, as it came out."""
        return self.assessment.verdict.demand or self.assessment.ours.gauge.demand or self.norm.gauge.demand

    def asked(self) -> str:
        """What is asked, in words; empty for a kengetal."""
        return "" if self.demand is None else demand_words(self.demand, self.norm.unit)

    def shown(self) -> str:
        """The figure in words: as printed where it was reported."""
        if self.judged.reported is not None and self.judged.reported.printed is not None:
            return self.judged.reported.printed
        figure = self.assessment.ours.figure
        return "geen" if figure is None else self.words(figure)

    def legal(self) -> str | None:
        """The same by the last day that the law gives, which may be another than that of the norm."""
        read = self.assessment.legal
        if read is None or read.figure is None or read.tally is None:
            return None
        shown = figure_words(read.figure, NumType(show="percentage"))
        return f"{shown} ({format_display(read.tally.upper)} van {format_display(read.tally.lower)})"

    def words(self, figure: Figure) -> str:
        return figure_beside(figure, self.demand, self.norm.unit)


@dataclass(frozen=True, slots=True)
class Board:
    """``who``: whose norms these are. ``until``: the last day that the figures speak of, None for the whole period. ``outlooks``: what
    can be said of norms whose period still runs, what is missed or threatens to be first. ``texts``: norms as they stand in the
    rules, by name. ``openable``: registraties whose records can be opened as dossiers."""

    who: tuple[str, ...]
    period: Period
    until: date | None
    lines: tuple[Line, ...]
    measurements: tuple[Measurement, ...] = ()
    statements: tuple[Statement, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    openable: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        who = self.whose
        return f"{who}: normen over {self.period.name}" if who else f"Normen over {self.period.name}"

    @property
    def whose(self) -> str:
        return " en ".join(part for part in (", ".join(self.who[:-1]), *self.who[-1:]) if part)

    @property
    def signals(self) -> tuple[Outlook, ...]:
        """Norms that are missed before their period is over, or are about to be."""
        return tuple(one for one in self.outlooks if one.state in ("al gemist", "dreigt gemist te worden"))

    def outlook(self, line: Line) -> Outlook | None:
        return next((one for one in self.outlooks if one.assessment is line.assessment), None)

    def opened(self, line: Line) -> Opened | None:
        """The records behind a verdict, where they were asked for."""
        return next((it.opened for it in self.measurements if it.registry == line.norm.registry), None)

    @property
    def registries(self) -> tuple[Measurement, ...]:
        """The measurements that are of records, and not of other norms."""
        return tuple(item for item in self.measurements if item.registry != COMPOSED)

    @property
    def invented(self) -> tuple[str, ...]:
        """The registraties that say of themselves that their records are invented."""
        return tuple(item.registry for item in self.measurements if item.invented)

    def clusters(self) -> dict[str, list[Line]]:
        """The lines per part of the organisation, in the order of the alphabet and the whole of it first."""
        found: dict[str, list[Line]] = {}
        for line in sorted(self.lines, key=lambda line: (line.cluster != WHOLE, line.cluster.casefold())):
            found.setdefault(line.cluster, []).append(line)
        return found


def board_of_records(found: Sequence[Measurement], period: Period, until: date | None, program: Program) -> Board:
    ahead = () if until is None else tuple(outlooks(found, until, program))
    gone = {id(one.assessment): one for one in ahead if one.state == "al gemist" and one.limit.sure}
    assessments = [_with_outlook(item, gone.get(id(item))) for it in found for item in it.assessments]
    bases = _bases(item.norm for item in assessments)
    lines = [Line(Judged(item), _cluster(item, bases), _course(item)) for item in assessments]
    lines.sort(key=lambda line: (line.norm.number is None, line.norm.number or "", line.norm.name))
    who = sorted({item.norm.executor for item in assessments if item.norm.executor})
    return Board(tuple(who), period, until, tuple(lines), measurements=tuple(found), outlooks=ahead)


def _with_outlook(item: Assessment, gone: Outlook | None) -> Assessment:
    """A year norm that is not judged yet is missed all the same when the records say that nothing can mend it."""
    if gone is None or item.verdict.word != "jaarnorm zonder koers in de bron":
        return item
    verdict = replace(item.verdict, word="onherroepelijk gemist", remarks=(*item.verdict.remarks, gone.reason))
    return replace(item, ours=replace(item.ours, verdict=verdict))


def board_of_statements(
    norms: Iterable[NormInfo], statements: Sequence[Statement], period: Period, program: Program
) -> Board:
    judged = judge_all(norms, statements, period, program)
    bases = _bases(item.assessment.norm for item in judged)
    lines = [Line(item, _cluster(item.assessment, bases), _history(item, statements, program)) for item in judged]
    who = tuple(sorted({statement.organisation for statement in statements}))
    ends = [item.reported.until for item in judged if item.reported is not None]
    until = max((end for end in ends if end is not None), default=None) if None not in ends else None
    return Board(who, period, until, tuple(lines), statements=tuple(statements))


def _course(item: Assessment) -> tuple[Point, ...]:
    """The periods by which the norm is judged; of a norm for the whole period those that show how it went."""
    if item.norm.parts:
        return ()
    if item.parts:
        return tuple(Point(part.period, part.ours.figure, part.ours.tally, part.verdict.word) for part in item.parts)
    return tuple(Point(part.period, part.ours.figure, part.ours.tally) for part in item.trend)


def _history(item: Judged, statements: Sequence[Statement], program: Program) -> tuple[Point, ...]:
    """The figures of a norm that were reported over other periods, with its own; judged where the norm held then."""
    one = item.reported
    if one is None or one.period is None or item.assessment.ours.figure is None:
        return ()
    points = {one.period: Point(one.period, item.assessment.ours.figure, word=item.assessment.verdict.word)}
    for statement in statements:
        for other in statement.figures:
            same = other.norm is not None and other.norm.name == item.assessment.norm.name and other.part == one.part
            if same and other.period is not None and other.figure is not None:
                points.setdefault(other.period, _former(other, other.period, statements, program))
    return tuple(points[period] for period in sorted(points)) if len(points) > 1 else ()


def _former(one: Reported, period: Period, statements: Sequence[Statement], program: Program) -> Point:
    norms = [] if one.norm is None else [one.norm]
    judged = (item for item in judge_all(norms, statements, period, program) if item.reported is one)
    return Point(period, one.figure, word=next((item.assessment.verdict.word for item in judged), None))


# ---------------------------------------------------------------- parts of the organisation


def _base(part: str) -> str:
    """The part without what is more precise: "Zvw/SOV" and "Wlz (incl. WmoBW)" are of Zvw and Wlz."""
    name = _BASE.sub("", part).strip()
    return WHOLE if not name or name.casefold().endswith("-breed") else name


def _bases(norms: Iterable[NormInfo]) -> dict[str, str]:
    return {base.casefold(): base for norm in norms if norm.part for base in [_base(norm.part)]}


def _cluster(item: Assessment, bases: dict[str, str]) -> str:
    label = (item.slice or "").casefold()
    for folded, base in bases.items():
        if label == folded or label.startswith((f"{folded} ", f"{folded}/")):
            return base
    return _base(item.norm.part) if item.norm.part else WHOLE


# ---------------------------------------------------------------- norms


@dataclass(frozen=True, slots=True)
class Outcome:
    """A norm with all its lines. ``counting``: those that decide: the whole where there is one, else every part. ``deciding``: those
    among them that give the verdict. ``beside``: the parts that say no more than the whole does."""

    norm: NormInfo
    word: Word
    counting: tuple[Line, ...]
    deciding: tuple[Line, ...]
    beside: tuple[Line, ...] = ()

    @property
    def kind(self) -> Kind:
        return KINDS[self.word]


_HEAVIEST: tuple[Word, ...] = (
    "onherroepelijk gemist",
    "niet behaald",
    "niet op koers",
    "niet meetbaar zoals geformuleerd",
    "niet beoordeeld",
    "jaarnorm zonder koers in de bron",
    "niet gerapporteerd",
    "behaald met kanttekening",
    "op koers",
    "behaald",
)


def outcomes(lines: Iterable[Line]) -> list[Outcome]:
    """One outcome per norm, in the order of the lines. The heaviest verdict of its parts is that of the norm."""
    per_norm: dict[str, list[Line]] = {}
    for line in lines:
        per_norm.setdefault(line.norm.name, []).append(line)
    found: list[Outcome] = []
    for every in per_norm.values():
        mine = _without_parts(every)
        counting = [line for line in mine if line.assessment.slice is None] or mine
        word = next(word for word in _HEAVIEST if any(line.word == word for line in counting))
        deciding = tuple(line for line in counting if line.word == word)
        beside = tuple(line for line in mine if line not in counting)
        found.append(Outcome(mine[0].norm, word, tuple(counting), deciding, beside))
    return found


def _without_parts(lines: Sequence[Line]) -> list[Line]:
    """Without the shorter periods of which another line says what they come down to together."""
    whole = [line.assessment for line in lines if not line.norm.parts]
    inside = {(part.period, one.slice) for one in whole for part in one.parts if part.period != one.period}
    return [line for line in lines if (line.assessment.period, line.assessment.slice) not in inside]


def count_words(found: Iterable[Outcome]) -> Counter[Word]:
    return Counter(one.word for one in found)
