"""What a program means for complete facts, written down as directly as possible and independently of the engine.

Every node is evaluated by one recursive function on plain Python values. There are no bounds and no unknowns: the caller
gives a completion, in which every fact, role and answer is there. A fault is a FAULT object, niet van toepassing is NA."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from dsl.program import (
    Aggregate,
    And,
    Applies,
    AtLeast,
    Bound,
    Choice,
    Compare,
    Const,
    Context,
    Convert,
    DateDiff,
    DateFunction,
    DatePart,
    DateShift,
    Derived,
    Element,
    ForAll,
    HasRole,
    Input,
    IsApplicable,
    IsUnknown,
    Judge,
    Lookup,
    Named,
    Not,
    NotApplicable,
    Or,
    Param,
    Power,
    Product,
    Program,
    Quotient,
    RoleRead,
    Round,
    Self,
    Share,
    Sum,
    TableHit,
    YearStart,
)


class _Mark:
    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


NA = _Mark("NA")
FAULT = _Mark("FAULT")


@dataclass(eq=False)
class Thing:
    """An object of a completion: every attribute has a value, every role its members. ``stated`` are the attributes that
    were stated to be unobtainable; they have a value all the same."""

    key: str
    facts: dict[str, Any]
    roles: dict[str, list[Thing]]
    stated: set[str] = field(default_factory=set)
    given: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    program: Program
    today: date
    answers: dict[str, Any]

    def value(self, number: int, me: Thing, *elements: Thing) -> Any:
        node = self.program.nodes[number]

        def get(other: int | None) -> Any:
            assert other is not None
            return self.value(other, me, *elements)

        def strict(*others: int) -> list[Any] | None:
            """The operands, or None when one is faulty or does not apply."""
            found = [get(other) for other in others]
            return None if any(value in (NA, FAULT) for value in found) else found

        match node:
            case Const():
                return node.value
            case NotApplicable():
                return NA
            case Context():
                return self.today
            case Self():
                return me
            case Element():
                return elements[node.level - 1]
            case Named():
                return get(node.of)
            case Param():
                on = self.today if node.at is None else get(node.at)
                if on in (NA, FAULT):
                    return FAULT
                fitting = [v for v in self.program.params[node.name].values if v.start <= on]
                return FAULT if not fitting or fitting[-1].value is None else fitting[-1].value
            case Lookup():
                keys = strict(*node.keys)
                if keys is None:
                    return FAULT
                for row in self.program.tables[node.table].rows:
                    if list(row.keys) == keys:
                        return row.values[0].value
                return FAULT
            case RoleRead() | HasRole() | Input() | Derived():
                thing = get(node.obj)
                if not isinstance(thing, Thing):
                    return thing
                if isinstance(node, RoleRead):
                    return thing.roles[node.role][0] if thing.roles[node.role] else NA
                if isinstance(node, HasRole):
                    return bool(thing.roles[node.role])
                if isinstance(node, Input):
                    return thing.facts[node.attr]
                (owner,) = {d.owner for d in self.program.definitions.values() if d.attr == node.attr}
                return self.value(self.program.definitions[owner, node.attr].root, thing)
            case IsUnknown():
                fact = self.program.nodes[node.of]
                assert isinstance(fact, Input)
                thing = get(fact.obj)
                return fact.attr in thing.stated if isinstance(thing, Thing) else thing
            case IsApplicable():
                found = get(node.of)
                return FAULT if found is FAULT else found is not NA
            case Sum():
                terms = strict(*node.terms)
                return (
                    FAULT if terms is None else sum((s * t for s, t in zip(node.signs, terms, strict=True)), Fraction())
                )
            case Product():
                factors = strict(*node.factors)
                if factors is None:
                    return FAULT
                product = Fraction(1)
                for factor in factors:
                    product *= factor
                return product
            case Quotient():
                pair = strict(node.num, node.den)
                return FAULT if pair is None or pair[1] == 0 else pair[0] / pair[1]
            case Power():
                base = strict(node.base)
                return FAULT if base is None else base[0] ** node.exponent
            case Convert():
                of = strict(node.of)
                return FAULT if of is None else of[0] * node.factor
            case Bound():
                of = strict(node.of)
                ends = [None if end is None else get(end) for end in (node.low, node.high)]
                if of is None or NA in ends or FAULT in ends or (None not in ends and ends[0] > ends[1]):
                    return FAULT
                outcome = of[0] if ends[0] is None else max(of[0], ends[0])
                return outcome if ends[1] is None else min(outcome, ends[1])
            case Round():
                of = strict(node.of)
                if of is None:
                    return FAULT
                steps = of[0] / node.grid
                if node.mode == "naar beneden":
                    return floor(steps) * node.grid
                if node.mode == "naar boven":
                    return ceil(steps) * node.grid
                away = floor(abs(steps) + Fraction(1, 2)) * node.grid
                return away if steps >= 0 else -away
            case DateShift():
                both = strict(node.date, node.amount)
                if both is None or both[1].denominator != 1:
                    return FAULT
                assert node.unit == "dag"
                return both[0] + node.sign * timedelta(days=both[1].numerator)
            case DateDiff():
                both = strict(node.start, node.end)
                assert node.unit == "dag"
                return FAULT if both is None else Fraction((both[1] - both[0]).days)
            case DatePart():
                day = strict(node.date)
                return FAULT if day is None else Fraction({"jaar": day[0].year, "maand": day[0].month}[node.part])
            case DateFunction():
                day = strict(node.date)
                return FAULT if day is None else day[0].replace(day=1)
            case YearStart():
                year = strict(node.year)
                return FAULT if year is None or year[0].denominator != 1 else date(year[0].numerator, 1, 1)
            case Compare():
                both = strict(node.left, node.right)
                if both is None:
                    return FAULT
                left, right = both
                return {
                    "=": lambda: left == right, "<>": lambda: left != right, "<": lambda: left < right,
                    "<=": lambda: left <= right, ">": lambda: left > right, ">=": lambda: left >= right,
                }[node.op]()  # fmt: skip
            case Not():
                of = strict(node.of)
                return FAULT if of is None else not of[0]
            case And():
                parts = [get(part) for part in node.parts]
                return False if False in parts else all(p is True for p in parts) or FAULT
            case Or():
                parts = [get(part) for part in node.parts]
                return True if True in parts else FAULT if not all(p is False for p in parts) else False
            case AtLeast():
                parts = [get(part) for part in node.parts]
                yes, no = parts.count(True), parts.count(False)
                return True if yes >= node.minimum else False if len(parts) - no < node.minimum else FAULT
            case Aggregate() | ForAll():
                return self.fold(node, get(node.obj), me, elements)
            case Applies():
                if not self.program.rules[node.rule].valid_on(self.today):
                    return False
                parts = [] if node.condition is None else [get(node.condition)]
                parts += [{True: False, False: True}.get(get(off), FAULT) for off in node.off]
                return False if False in parts else all(p is True for p in parts) or FAULT
            case Choice():
                if node.given is not None and node.attr in me.given:
                    return me.given[node.attr]
                return self.choice(node, me)
            case TableHit():
                fits = [(True if c is None else get(c), get(v)) for _, c, v in node.rows]
                left = [(c, v) for c, v in fits if c is not False]
                if node.policy == "eerste" and any(c is True for c, _ in left):
                    left = left[: [c is True for c, _ in left].index(True) + 1]
                return self.one_of(left, NA)
            case Share():
                return self.share(node, me)
            case Judge():
                return self.answers[node.key]
        raise NotImplementedError(type(node))

    def fold(self, node: Aggregate | ForAll, obj: Any, me: Thing, elements: tuple[Thing, ...]) -> Any:
        if not isinstance(obj, Thing):
            return obj
        outer = (*elements[: node.depth - 1], *[me] * (node.depth - 1 - len(elements)))
        members = [(me, *outer, member) for member in obj.roles[node.role]]
        if isinstance(node, ForAll):
            holds = [self.value(node.holds, *env) for env in members]
            return False if False in holds else all(h is True for h in holds) or FAULT
        taken: list[Any] = []
        for env in members:
            where = True if node.where is None else self.value(node.where, *env)
            if where in (NA, FAULT):
                return FAULT
            if where:
                measured = node.value if node.value is not None else node.distinct
                taken.append(None if measured is None else self.value(measured, *env))
        if any(value in (NA, FAULT) for value in taken):
            return FAULT
        if node.how == "count":
            return Fraction(len(set(taken)) if node.distinct is not None else len(taken))
        if node.how == "sum":
            return sum(taken, Fraction())
        return (max if node.how == "max" else min)(taken) if taken else NA

    def choice(self, node: Choice, me: Thing) -> Any:
        left = []
        for candidate in node.candidates:
            applies = self.value(candidate.applies, me)
            defeated = [self.value(defeater, me) for defeater in candidate.defeaters]
            if applies is not False and True not in defeated:
                left.append((applies, self.value(candidate.value, me)))
        return self.one_of(left, NA if node.default is None else self.value(node.default, me))

    def one_of(self, left: list[tuple[Any, Any]], otherwise: Any) -> Any:
        """V3: nothing left, or one that surely fits and all agree; anything else is a fault."""
        if not left:
            return otherwise
        values = [value for _, value in left]
        agree = FAULT not in values and all(value == values[0] for value in values)
        if agree and any(fits is True for fits, _ in left):
            return values[0]
        return FAULT

    def share(self, node: Share, me: Thing) -> Any:
        total, whole = self.value(node.total, me), self.value(node.whole, me)
        if not isinstance(whole, Thing):
            return whole
        members = whole.roles[node.role]
        if me not in members:
            return NA
        weights = [Fraction(1) if node.weight is None else self.value(node.weight, me, member) for member in members]
        if total in (NA, FAULT) or any(w in (NA, FAULT) for w in weights):
            return FAULT
        if any(w < 0 for w in weights) or not sum(weights) or (total / node.grid).denominator != 1:
            return FAULT
        parts = [floor(total * w / sum(weights) / node.grid) * node.grid for w in weights]
        rests = [total * w / sum(weights) - part for w, part in zip(weights, parts, strict=True)]
        while sum(parts) < total:
            most = rests.index(max(rests))
            parts[most] += node.grid
            rests[most] = Fraction(-1)
        return parts[members.index(me)]
