"""Until when a decision stays what it is, worked out from its trace.

A step changes with the day for three reasons: law begins or ends (a rule, a parameter value, a row), a fact of the dossier begins
or ends, or it reckons with the rekendatum. The first two have a known day. Of the third the engine knows how a value *moves*: the
rekendatum only grows, so an age grows, and a comparison with it turns over at most once. That day is found by halving. What is
neither still nor moving one way counts as changed tomorrow; so the answer may be too early, never too late.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from dsl.program import (
    Aggregate,
    Applies,
    Bound,
    Candidate,
    Choice,
    Compare,
    Context,
    Convert,
    DateDiff,
    DatedValue,
    DateFunction,
    DatePart,
    DateShift,
    Derived,
    ForAll,
    HasRole,
    Input,
    Lookup,
    Named,
    ObjectRef,
    Param,
    Product,
    Quotient,
    RoleRead,
    Round,
    RuleInfo,
    Share,
    Sum,
    TableHit,
    WorkDays,
    YearStart,
)
from engine.case import ByYear, Dated, DatedRole
from engine.general import Run
from engine.scene import StepKey, object_key
from engine.trace import Trace
from engine.values import NO, YES, Fault, Known, NotApplicableValue, Unknown, Value

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Life:
    """``until``: the last day through which the value stays. ``moves``: 1 when it only grows with the day, -1 when it only
    shrinks, 0 when nothing is known of how it changes after ``until``. ``held``: the last day through which that is so."""

    until: date
    moves: int = 0
    held: date = date.min

    @property
    def reach(self) -> date:
        """The last day through which this is either the same or moves in a known way."""
        return max(self.until, self.held) if self.moves else self.until


class Lives:
    """The life of every step of a trace that ``run`` gave, looked at no further than ``horizon``. ``on`` gives the run for the
    same case on another day."""

    def __init__(self, run: Run, trace: Trace, horizon: date, on: Callable[[date], Run]) -> None:
        self.program = run.scene.program
        self.case = run.scene.case
        self.trace = trace
        self.today = run.scene.today
        self.horizon = max(horizon, self.today)
        self._on = on
        self._placeholders = run.scene.placeholders
        self.of: dict[StepKey, Life] = {}
        for key in trace.steps:
            self.of[key] = self._life(key)

    def until(self) -> date:
        """The last day through which everything that the decision says stays the same."""
        roots = [key for pair in self.trace.outcomes for key in pair if key is not None]
        return min((self.of[key].until for key in roots), default=self.horizon)

    # ------------------------------------------------------------ one step

    def _life(self, key: StepKey) -> Life:
        node = self.program.nodes[key[0]]
        step = self.trace.steps[key]
        parts = [self.of[operand] for operand in step.operands]
        still = min((part.until for part in parts), default=self.horizon)
        if isinstance(node, Context):
            return Life(self.today, 1, self.horizon) if node.which == "rekendatum" else Life(self.horizon)
        edge = self._edge(key, step.value)
        if edge < still or not any(part.moves for part in parts):
            # Nothing moves, or what is dated changes first.
            return Life(min(edge, still))
        return self._moving(key, edge, still, parts)

    def _moving(self, key: StepKey, edge: date, still: date, parts: list[Life]) -> Life:
        """The life of a step with an operand that moves."""
        node = self.program.nodes[key[0]]
        reach = min(edge, *(part.reach for part in parts))
        if reach <= still:
            return Life(min(edge, still))
        if isinstance(node, Compare):
            return Life(self._turns_over(key, node, reach))
        if isinstance(node, Param):
            return Life(self._same_through(reach, lambda day: self._held_value(key, node, day)))
        moves = self._direction(key, parts)
        value = self.trace.steps[key].value
        if not moves or not isinstance(value, Known | Unknown):
            if isinstance(node, DatePart) and node.part == "maand" and isinstance(value, Known):
                return Life(self._same_through(reach, lambda day: self._month(step_of(node, key), day)))
            return Life(min(edge, still))
        return Life(self._same_through(reach, lambda day: self._value_on(key, day)), moves, reach)

    def _direction(self, key: StepKey, parts: list[Life]) -> int:
        """How the value of a step moves when its operands do; 0 when that cannot be said."""
        node = self.program.nodes[key[0]]
        operands = self.trace.steps[key].operands
        moving = [index for index, part in enumerate(parts) if part.moves]
        if isinstance(node, Sum):
            return _same([node.signs[index] * parts[index].moves for index in moving])
        if isinstance(node, DateDiff):
            signs = {node.end: 1, node.start: -1}
            return _same([signs[operands[index][0]] * parts[index].moves for index in moving])
        if len(moving) != 1:
            return 0
        (index,) = moving
        moves = parts[index].moves
        if isinstance(node, Choice | TableHit):
            return moves if self._is_value(node, operands[index][0]) else 0
        if isinstance(node, Named | Derived | DateFunction | YearStart | Round | WorkDays | Bound):
            return moves
        if isinstance(node, DateShift):
            return moves if index == 0 else 0
        if isinstance(node, DatePart):
            return moves if node.part == "jaar" else 0
        if isinstance(node, Convert):
            return moves * _sign(node.factor)
        if isinstance(node, Product):
            for other, operand in enumerate(operands):
                moves *= 1 if other == index else self._sign_of(operand)
            return moves
        if isinstance(node, Quotient):
            return moves * self._sign_of(operands[1]) if index == 0 else 0
        return 0

    @staticmethod
    def _is_value(node: Choice | TableHit, operand: int) -> bool:
        """Whether an operand of a choice or table is a value and no condition; one that is both is neither."""
        if isinstance(node, TableHit):
            conditions = {condition for _, condition, _ in node.rows}
            return operand not in conditions and operand in {value for _, _, value in node.rows}
        conditions = {part for one in node.candidates for part in (one.applies, *one.defeaters)}
        return operand not in conditions and operand in {one.value for one in node.candidates}

    def _sign_of(self, operand: StepKey) -> int:
        value = self.trace.steps[operand].value
        return _sign(value.value) if isinstance(value, Known) and isinstance(value.value, Fraction) else 0

    # ------------------------------------------------------------ what is dated

    def _edge(self, key: StepKey, value: Value) -> date:
        """The last day through which the law and the facts that a step reads itself stay the same."""
        node = self.program.nodes[key[0]]
        match node:
            case Param(at=None):
                return self._before_next(_edges_of(self.program.params[node.name].values))
            case Lookup():
                rows = self.program.tables[node.table].rows
                return self._before_next({edge for row in rows for edge in _edges_of(row.values)})
            case Applies():
                return self._before_next(_validity(self.program.rules[node.rule]))
            case Choice():
                rules = self._rules_of(node.candidates)
                edges = {edge for rule in rules for edge in _validity(self.program.rules[rule])}
                return min(self._before_next(edges), self._given_edge(node, key))
            case Input():
                return self._fact_edge(node, key, value)
            case RoleRead() | HasRole() | Aggregate() | ForAll() | Share():
                return self._before_next(self._role_edges(node.role))
        return self.horizon

    def _role_edges(self, role: str) -> set[date]:
        """The days on which somebody comes into a role of this name or leaves it, or on which who is in it comes in dispute."""
        held = (obj.roles.get(role) for obj in self.case.objects.values())
        items = (
            (start, end) for one in held if isinstance(one, DatedRole) for start, end, _ in (*one.items, *one.disputed)
        )
        return {edge for start, end in items for edge in (start, end and end + _ONE_DAY) if edge is not None}

    def _rules_of(self, candidates: tuple[Candidate, ...]) -> set[int]:
        found = {candidate.rule for candidate in candidates}
        for candidate in candidates:
            for defeater in candidate.defeaters:
                node = self.program.nodes[defeater]
                assert isinstance(node, Applies)
                found.add(node.rule)
        return found

    def _before_next(self, edges: set[date]) -> date:
        """The day before the first of ``edges`` after today."""
        ordered = sorted(edges)
        at = bisect_right(ordered, self.today)
        return min(ordered[at] - _ONE_DAY, self.horizon) if at < len(ordered) else self.horizon

    def _given_edge(self, node: Choice, key: StepKey) -> date:
        """Until when a dossier gives a derived attribute itself, or does not."""
        found = self.case.objects.get(key[1][0]) if node.given is not None else None
        fact = None if found is None else found.facts.get(node.attr)
        if isinstance(fact, ByYear):
            return self._end_of_year()
        return self._before_next(_fact_edges(fact)) if isinstance(fact, Dated) else self.horizon

    def _fact_edge(self, node: Input, key: StepKey, value: Value) -> date:
        operands = self.trace.steps[key].operands
        about = object_key(self.trace.steps[operands[0]].value)
        found = self.case.objects.get(about or "")
        fact = None if found is None else found.facts.get(node.attr)
        if node.at is not None:
            # Read on a date of its own. What is missing is asked for by its date, seen from the rekendatum.
            at = self.trace.steps[operands[1]].value
            if isinstance(value, Known) or not isinstance(at, Known) or not isinstance(at.value, date):
                return self.horizon
            owner = self.program.nodes[node.obj].type
            assert isinstance(owner, ObjectRef)
            if self.program.types[owner.name].attributes[node.attr].per_year:
                return self._end_of_year()
            return self._before_next({at.value, at.value + _ONE_DAY})
        if isinstance(fact, Dated):
            return self._before_next(_fact_edges(fact))
        return self._end_of_year() if isinstance(fact, ByYear) else self.horizon

    def _end_of_year(self) -> date:
        return min(date(self.today.year, 12, 31), self.horizon)

    # ------------------------------------------------------------ what moves

    def _turns_over(self, key: StepKey, node: Compare, reach: date) -> date:
        """The last day through which a comparison stays what it is. Both sides only move one way, and not the same."""
        left, right = (self.of[operand] for operand in self.trace.steps[key].operands)
        if left.moves and right.moves == left.moves:
            return min(left.until, right.until)
        if any(
            isinstance(self.trace.steps[o].value, Fault | NotApplicableValue) for o in self.trace.steps[key].operands
        ):
            # What does not apply or is faulty stands still, and makes the comparison so whatever the other side is.
            return reach
        if node.op in ("=", "<>"):
            return self._same_through(reach, lambda day: self._order(key, day))
        return self._same_through(reach, lambda day: _rank(self._value_on(key, day)))

    def _order(self, key: StepKey, day: date) -> object:
        """Whether the left side is less than, possibly equal to or more than the right; unlike any other when they have no
        order."""
        left, right = (_ends(self._value_on(operand, day)) for operand in self.trace.steps[key].operands)
        if left is None or right is None:
            return object()
        if _below(left, right):
            return -1
        return 1 if _below(right, left) else 0

    def _held_value(self, key: StepKey, node: Param, day: date) -> object:
        """The item of a parameter that holds on a date that moves."""
        at = self._value_on(self.trace.steps[key].operands[0], day)
        if not isinstance(at, Known) or not isinstance(at.value, date):
            return object()
        held = self.program.params[node.name].on(at.value)
        return object() if held is None else held.start

    def _month(self, of: StepKey, day: date) -> object:
        value = self._value_on(of, day)
        return (
            (value.value.year, value.value.month)
            if isinstance(value, Known) and isinstance(value.value, date)
            else object()
        )

    def _same_through(self, reach: date, feature: Callable[[date], object]) -> date:
        """The last day up to ``reach`` with the feature of today, for a feature that never comes back once it is gone."""
        now = feature(self.today)
        if feature(reach) == now:
            return reach
        low, high = self.today.toordinal(), reach.toordinal()
        while high - low > 1:
            middle = (low + high) // 2
            if feature(date.fromordinal(middle)) == now:
                low = middle
            else:
                high = middle
        return date.fromordinal(low)

    def _value_on(self, key: StepKey, day: date) -> Value:
        if day == self.today:
            return self.trace.steps[key].value
        run = self._on(day)
        # Who is not in the dossier is known to a run only once it met them on its way.
        for unknown, facts in self._placeholders.items():
            run.scene.placeholders.setdefault(unknown, facts)
        return run.value_at(key)


def step_of(node: DatePart, key: StepKey) -> StepKey:
    """The step of the date of which a part is taken."""
    return node.date, key[1]


def _ends(value: Value) -> tuple[Any, Any] | None:
    """The lowest and highest that a value can be (None: no end); None for what has no order."""
    if isinstance(value, Known):
        return value.value, value.value
    if isinstance(value, Unknown) and value.bounds.options is None:
        return value.bounds.low, value.bounds.high
    return None


def _below(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    return one[1] is not None and other[0] is not None and bool(one[1] < other[0])


def _rank(value: Value) -> object:
    """nee, not known, ja: the order in which an answer turns over; unlike any other when there is no answer."""
    return 2 if value == YES else 0 if value == NO else 1 if isinstance(value, Unknown) else object()


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _same(directions: list[int]) -> int:
    return directions[0] if len(set(directions)) == 1 else 0


def _edges_of(values: tuple[DatedValue, ...]) -> set[date]:
    """The first days of another value, or of none."""
    return {item.start for item in values} | {item.end + _ONE_DAY for item in values if item.end is not None}


def _validity(rule: RuleInfo) -> set[date]:
    edges = set() if rule.start is None else {rule.start}
    return edges if rule.end is None else edges | {rule.end + _ONE_DAY}


def _fact_edges(fact: Dated) -> set[date]:
    edges = {start for start, _, _ in fact.items if start is not None}
    return edges | {end + _ONE_DAY for _, end, _ in fact.items if end is not None}
