"""What a choice does: every besluit over a period without and with it, side by side.

Two views of one household, each followed on its own. Nothing is added over laws, and nothing says which is better: that depends on
taxes and on what people want, and the engine knows neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dsl.program import AttrInfo, DecisionInfo, NumType, Program
from engine.case import Case
from engine.decision import Decision, OutcomeResult, Status
from engine.dossier import Dossier
from engine.everything import by_regeling, says_something, viewpoint
from engine.explain.people import HOUSEHOLDS
from engine.time.household import Views
from engine.time.timeline import Stretch, Timeline, TooManyDecisionsError, followed
from engine.values import Fault, Known, Value

_ONE_DAY = timedelta(days=1)
_OPEN = (Status.ONBEKEND, Status.BEOORDELEN, Status.FOUT)


@dataclass(frozen=True, slots=True)
class Segment:
    """From ``start`` to ``end`` both say the same of themselves. None: in that view there is no such object."""

    start: date
    end: date
    without: Stretch | None
    chosen: Stretch | None

    @property
    def differs(self) -> bool:
        """Whether they say something else; that neither can be said is no difference."""
        both = [one.decision.status for one in (self.without, self.chosen) if one is not None]
        if len(both) == 2 and all(status in _OPEN for status in both):
            return False
        return _said(self.without) != _said(self.chosen)

    def changes(self) -> Iterator[tuple[AttrInfo, Fraction]]:
        """The outcomes that are a number in both, with how much more it is with the choice (not 0)."""
        if self.without is None or self.chosen is None:
            return
        pairs = zip(self.without.decision.outcomes, self.chosen.decision.outcomes, strict=True)
        for before, after in pairs:
            first, second = _number(before), _number(after)
            if first is not None and second is not None and first != second:
                yield before.attr, second - first


@dataclass(frozen=True, slots=True)
class Compared:
    """A besluit about one object. ``over`` is its key; ``others`` of how many objects it is one of those that the besluit could
    be over."""

    info: DecisionInfo
    over: str
    others: int
    without: Timeline | None
    chosen: Timeline | None
    segments: tuple[Segment, ...]

    @property
    def differs(self) -> bool:
        return any(segment.differs for segment in self.segments)

    @property
    def is_open(self) -> bool:
        """Whether it cannot be said of some day, in either view."""
        lines = (line for line in (self.without, self.chosen) if line is not None)
        return any(one.decision.status in _OPEN for line in lines for one in line.stretches)


@dataclass(frozen=True, slots=True)
class Consequences:
    """``compared``: all besluiten that either view says something about. ``couples``: households at the top of the dossier that
    are the same people seen from two sides. ``restless``: besluiten that change too often to tell. ``informed``:
    which organisations know of something in the choice since when, where the dossier tells."""

    start: date
    end: date
    compared: tuple[Compared, ...]
    restless: tuple[DecisionInfo, ...]
    couples: tuple[str, ...]
    informed: tuple[tuple[str, date], ...]
    viewpoint: Case | None


def consequences(
    program: Program,
    dossier: Dossier,
    chosen: Dossier,
    start: date,
    end: date,
    verzonden_op: date | None = None,
    *,
    reasons: bool = True,
) -> Consequences:
    """Every besluit for ``dossier`` and for ``chosen`` over the days from ``start`` to ``end``. ``reasons`` False leaves out why a stretch
    differs from the one before."""
    found: list[Compared] = []
    restless: list[DecisionInfo] = []
    views = Views(program, dossier, verzonden_op), Views(program, chosen, verzonden_op)
    for info in by_regeling(program):
        objects = [{obj.key: obj for obj in view.of(info).objects_for(info)} for view in views]
        keys = list(dict.fromkeys(key for each in objects for key in each))
        for key in keys:
            try:
                without, new = (
                    followed(view.days(info, each[key]), info, start, end, reasons=reasons) if key in each else None
                    for view, each in zip(views, objects, strict=True)
                )
            except TooManyDecisionsError:
                restless.append(info)
                continue
            if any(_says(program, line) for line in (without, new) if line is not None):
                found.append(Compared(info, key, len(keys), without, new, _segments(without, new, start, end)))
    unique = tuple(dict.fromkeys(restless))
    informed = tuple(sorted(_informed(chosen) - _informed(dossier), key=lambda one: (one[1], one[0])))
    return Consequences(start, end, tuple(found), unique, _couples(dossier), informed, viewpoint(dossier))


def _informed(dossier: Dossier) -> set[tuple[str, date]]:
    """The days on which organisations came to know of something."""
    return set() if dossier.ledger is None else dossier.ledger.days_of_knowledge()


def _says(program: Program, line: Timeline) -> bool:
    return any(says_something(program, stretch.decision.trace) for stretch in line.stretches)


def _segments(without: Timeline | None, chosen: Timeline | None, start: date, end: date) -> tuple[Segment, ...]:
    lines = [line for line in (without, chosen) if line is not None]
    edges = sorted({start, *(stretch.start for line in lines for stretch in line.stretches)})
    found: list[Segment] = []
    for first, following in zip(edges, [*edges[1:], end + _ONE_DAY], strict=True):
        both = tuple(None if line is None else _on(line, first) for line in (without, chosen))
        segment = Segment(first, following - _ONE_DAY, *both)
        if found and _alike(found[-1], segment):
            # Only what they rest on or wait for changed; the first stands for both.
            before = found.pop()
            segment = Segment(before.start, segment.end, before.without, before.chosen)
        found.append(segment)
    return tuple(found)


def _alike(one: Segment, other: Segment) -> bool:
    """Whether two segments beside each other say the same of both views."""
    if not one.differs and not other.differs and _is_open(one.without) and _is_open(other.without):
        return True
    return (_said(one.without), _said(one.chosen)) == (_said(other.without), _said(other.chosen))


def _is_open(stretch: Stretch | None) -> bool:
    return stretch is not None and stretch.decision.status in _OPEN


def _on(line: Timeline, day: date) -> Stretch:
    return next(one for one in line.stretches if one.start <= day <= one.end)


def _said(stretch: Stretch | None) -> object:
    """What the outcomes are, whatever they rest on."""
    return None if stretch is None else outcomes_of(stretch.decision)


def outcomes_of(decision: Decision) -> tuple[object, ...]:
    return tuple((one.status, _plain(one.value), one.legal_status) for one in decision.outcomes)


def _plain(value: Value) -> object:
    return value.kind if isinstance(value, Fault) else value


def _number(result: OutcomeResult) -> Fraction | None:
    known = result.value.value if isinstance(result.value, Known) else None
    return known if isinstance(known, Fraction) and isinstance(result.attr.type, NumType) else None


def _couples(dossier: Dossier) -> tuple[str, ...]:
    """The households at the top that share a person with another."""
    households = [obj for obj in dossier.top if obj.type in HOUSEHOLDS]
    people = {obj.key: {member.key for role in obj.roles for member in obj.ever(role)} for obj in households}
    return tuple(
        key for key, members in people.items() if any(members & other for name, other in people.items() if name != key)
    )
