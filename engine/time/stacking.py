"""The contributions of a month together, set beside the bestaansminimum.

A contribution is an amount that is owed per period: an outcome with rechtsstatus of a besluit about a household or person. One that
is computed from another (a share of it, the part that is withheld) is no second one.

The bestaansminimum is the norm of the AIO-aanvulling, the only norm of the Participatiewet in the rules. It is for those who have
reached the pension age; for others no norm is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dsl.program import (
    AttrInfo,
    BoolType,
    Choice,
    DecisionInfo,
    Derived,
    Effect,
    NumType,
    Outcome,
    Program,
    TableHit,
)
from engine.decision import Decision, OutcomeResult, Status
from engine.explain.people import HOUSEHOLDS, PERSON
from engine.fast.segments import definition_root
from engine.time.timeline import Days, Stretch, Timeline, followed
from engine.values import YES, FactRef, Known, NotApplicableValue, Unknown, Value

NORM, NORM_AGE = "AIO-norm", "heeft een AIO-gerechtigde leeftijd"
PER_YEAR = {"maand": 12, "kwartaal": 4, "jaar": 1, "bijdrageperiode": 13, "week": 52}
_NOT_OWED = frozenset({"niet verschuldigd", "op nihil gesteld"})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What is owed for one besluit: ``low`` to ``high`` euros per month (None: no upper limit is known), 0 where nothing is.
    ``words``: how the outcome is called; ``over``: the object."""

    info: DecisionInfo
    over: str
    words: str
    low: Fraction
    high: Fraction | None
    status: str

    @property
    def settled(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class StackStretch:
    """From ``start`` to ``end`` all contributions together are from ``low`` to ``high`` (None: no limit known) per month. ``norm`` is
    the bestaansminimum per month, None where it is not known, with why and the facts that are missing for it."""

    start: date
    end: date
    contributions: tuple[Contribution, ...]
    norm: Fraction | None
    why_not: str
    missing: tuple[FactRef, ...] = ()

    @property
    def low(self) -> Fraction:
        return sum((one.low for one in self.contributions), Fraction(0))

    @property
    def high(self) -> Fraction | None:
        total = Fraction(0)
        for one in self.contributions:
            if one.high is None:
                return None
            total += one.high
        return total


@dataclass(frozen=True, slots=True)
class Stack:
    """``stretches`` is empty when the dossier says nothing about any contribution."""

    stretches: tuple[StackStretch, ...]


def stacked(program: Program, household: Days | None, told: Iterable[Timeline], start: date, end: date) -> Stack:
    """The contributions of ``told`` together. ``household``: the decisions about the household, for its norm; None where there is
    not one."""
    lines = [line for line in told if any(owed(program, outcome.attr, line.info) for outcome in line.info.outcomes)]
    lines = [line for line in lines if any(_contributions(program, line, one, lines) for one in line.stretches)]
    if not lines:
        return Stack(())
    norm = None if household is None else _norm_line(program, household, start, end)
    edges = {start, *(stretch.start for line in (*lines, *(norm or ())) for stretch in line.stretches)}
    ordered = sorted(edges)
    found: list[StackStretch] = []
    for first, following in zip(ordered, [*ordered[1:], end + _ONE_DAY], strict=True):
        parts = tuple(part for line in lines for part in _contributions(program, line, _stretch_on(line, first), lines))
        known = _norm_on(norm, first)
        one = StackStretch(first, following - _ONE_DAY, parts, *known)
        if found and (found[-1].contributions, found[-1].norm, found[-1].why_not, found[-1].missing) == (parts, *known):
            one = StackStretch(found.pop().start, one.end, parts, *known)
        found.append(one)
    return Stack(tuple(found))


def _stretch_on(line: Timeline, day: date) -> Stretch:
    return next(one for one in line.stretches if one.start <= day <= one.end)


# ---------------------------------------------------------------- contributions


def owed(program: Program, attr: AttrInfo, info: DecisionInfo) -> bool:
    """Whether an outcome is an amount of money that is owed per period by a household or person. Of such an amount some rule says
    when it is not owed; an order to withhold money is only imposed or not."""
    if not attr.has_status or info.over not in (*HOUSEHOLDS, PERSON) or not isinstance(attr.type, NumType):
        return False
    unit = dict(attr.type.unit)
    per_period = unit.get("euro") == 1 and any(power == -1 and base in PER_YEAR for base, power in unit.items())
    return per_period and any(
        (rule.owner, rule.attr) == (attr.owner, attr.name) and rule.status in _NOT_OWED for rule in program.rules
    )


def _contributions(program: Program, line: Timeline, stretch: Stretch, lines: list[Timeline]) -> list[Contribution]:
    decision = stretch.decision
    found = []
    for result, node in zip(decision.outcomes, (outcome.value for outcome in line.info.outcomes), strict=True):
        if not owed(program, result.attr, line.info) or result.status is Status.NIET_VAN_TOEPASSING:
            continue
        others = {
            (outcome.attr.owner, outcome.attr.name)
            for other in lines
            for outcome in other.info.outcomes
            if owed(program, outcome.attr, other.info) and outcome.attr != result.attr
        }
        if not computed_from(program, node, others):
            found.append(_contribution(line, result))
    return found


def computed_from(program: Program, outcome: int, others: set[tuple[str, str]]) -> bool:
    """Whether an amount can be computed from one of the other contributions. What only decides whether it is owed is no part of
    the amount."""
    seen: set[int] = set()
    waiting = [outcome]
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        node = program.nodes[at]
        if isinstance(node, Choice):
            if (node.owner, node.attr) in others:
                return True
            waiting += [candidate.value for candidate in node.candidates]
        elif isinstance(node, TableHit):
            waiting += [value for _, _, value in node.rows]
        elif isinstance(node, Derived):
            waiting.append(definition_root(program, node))
        elif not isinstance(node.type, BoolType):
            waiting += node.operands()
    return False


def _contribution(line: Timeline, result: OutcomeResult) -> Contribution:
    low, high = _range(result)
    legal = result.legal_status.value if isinstance(result.legal_status, Known) else result.status.value
    per = next(base for base, power in dict(result.attr.type.unit).items() if power == -1)  # type: ignore[union-attr]
    share = Fraction(PER_YEAR[per], 12)
    most = None if high is None else high * share
    return Contribution(line.info, line.case.root.key, result.attr.name, low * share, most, str(legal))


def _range(result: OutcomeResult) -> tuple[Fraction, Fraction | None]:
    """What may have to be paid: from what to what. Nothing is owed without a bijdrage."""
    value = result.value
    if isinstance(value, Known) and isinstance(value.value, Fraction):
        return value.value, value.value
    if isinstance(value, NotApplicableValue):
        return Fraction(0), Fraction(0)
    if isinstance(value, Unknown):
        low, high = value.bounds.low, value.bounds.high
        certain = isinstance(low, Fraction) and not value.bounds.maybe_na
        return (max(low, Fraction(0)) if certain and isinstance(low, Fraction) else Fraction(0)), (
            high if isinstance(high, Fraction) else None
        )
    return Fraction(0), None


# ---------------------------------------------------------------- the norm


def _norm_line(program: Program, days: Days, start: date, end: date) -> tuple[Timeline, Timeline] | None:
    """The norm of the household, and whether it is one for which the norm is meant; None when the rules have neither."""
    owner = days.case.root.type
    lines = []
    for attr in (NORM_AGE, NORM):
        definition = program.definitions.get((owner, attr))
        if definition is None:
            return None
        info = program.types[owner].attributes[attr]
        outcome = Outcome(definition.root, None, attr, info)
        besluit = DecisionInfo(
            attr, "", None, owner, "maand", (outcome,), None, None, None, None, (), (), info.span, effect=Effect("maand")
        )  # fmt: skip
        lines.append(followed(days, besluit, start, end))
    return lines[0], lines[1]


def _norm_on(lines: tuple[Timeline, Timeline] | None, day: date) -> tuple[Fraction | None, str, tuple[FactRef, ...]]:
    if lines is None:
        return None, "de regels hebben geen norm", ()
    meant, norm = (_stretch_on(line, day).decision for line in lines)
    if _value(meant) != YES:
        if isinstance(_value(meant), Unknown):
            return None, "de leeftijden zijn niet bekend", _missing(meant)
        return None, "de normen van de bijstand voor de AOW-leeftijd staan niet in de regels", ()
    value = _value(norm)
    if isinstance(value, Known) and isinstance(value.value, Fraction):
        return value.value, "", ()
    if isinstance(value, Unknown) and value.facts:
        return None, "er ontbreken gegevens van het huishouden", _missing(norm)
    if isinstance(value, Unknown):
        return None, "een medewerker moet de norm beoordelen", ()
    return None, "het bedrag van de norm voor deze periode staat niet in de bronnen", ()


def _missing(decision: Decision) -> tuple[FactRef, ...]:
    return tuple(item.fact for item in decision.missing)


def _value(decision: Decision) -> Value:
    return decision.outcomes[0].value
