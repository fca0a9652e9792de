"""The program of a random rule set."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from dsl.program import (
    Convert,
    DateDiff,
    DatedValue,
    DateFunction,
    DatePart,
    DateShift,
    Lookup,
    LookupInfo,
    Named,
    Power,
    Program,
    TableRow,
    Type,
    YearStart,
)
from tests.engine.build import BOOL, DATE, NUM, Builder, Plain, attr, role
from tests.engine.random_rules import BOOLS, DAYS, KIND, KINDS, NUMBERS, ROLES, WHOLE, Expr, P, Rule, RuleSet

TYPES: dict[str, Type] = {"number": NUM, "bool": BOOL, "kind": KIND}


def build(rule_set: RuleSet, shuffle: Random | None = None) -> tuple[Program, list[int]]:
    """The program, and for each definition a node that reads it from Self. ``shuffle`` moves rules and the parts of en
    and of about, as far as a rule is still written before those that deviate from it or are put out of force by it."""
    b = Builder()
    b.enums["soort"] = KINDS
    attributes = [attr(name, NUM, low, high) for name, (low, high) in NUMBERS.items()]
    attributes += [attr(name, BOOL) for name in BOOLS]
    attributes += [attr("e", KIND), attr("d", DATE, DAYS[0], DAYS[1])]
    attributes += [
        attr(name, TYPES[sort], derived=True, may_be_given=given) for name, sort, _, given in rule_set.definitions
    ]
    roles = [role(name, P, most, required=least > 0) for name, (least, most) in ROLES.items()]
    b.type(P, attributes, roles)
    values: dict[date, Plain | None] = {date(2024, 6, 28): 1, date(2024, 6, 30): None, date(2024, 7, 1): 4}
    b.param_info("tarief", values)
    rows = tuple(
        TableRow((key,), (DatedValue(date(2020, 1, 1), None, Fraction(number), None, (), b.span()),))
        for key, number in (("a", 1), ("b", 5))
    )
    b.tables["tabel"] = LookupInfo("tabel", "de", NUM, (KIND,), rows, (), b.span())
    maker = Maker(b, shuffle)
    outcomes = []
    for name, sort, rules, given in rule_set.definitions:
        numbers: dict[str, int] = {}
        for rule in _ordered(rules, shuffle):
            condition = None if rule.condition is None else maker.make(rule.condition)
            value = None if rule.value is None else maker.make(rule.value)
            numbers[rule.title] = b.rule(
                P, name if value is not None else None, value, condition=condition, title=rule.title, start=rule.start,
                off=[numbers[t] for t in rule.off], deviates_from=[numbers[t] for t in rule.deviates_from],
            )  # fmt: skip
        default = b.const(False) if sort == "bool" else None
        b.definition(P, name, TYPES[sort], default=default, given=b.input(P, name) if given else None)
        outcomes.append(b.derived(P, name, TYPES[sort]))
    return b.program(), outcomes


def _ordered(rules: tuple[Rule, ...], shuffle: Random | None) -> list[Rule]:
    if shuffle is None:
        return list(rules)
    left, ordered = list(rules), []
    done: set[str] = set()
    while left:
        ready = [rule for rule in left if done >= {*rule.off, *rule.deviates_from}]
        rule = shuffle.choice(ready)
        left.remove(rule)
        done.add(rule.title)
        ordered.append(rule)
    return ordered


class Maker:
    """Makes nodes of a description."""

    def __init__(self, b: Builder, shuffle: Random | None) -> None:
        self.b, self.shuffle = b, shuffle
        self.made: dict[str, int] = {}

    def make(self, expr: Expr) -> int:
        """The node of a description; the same node for the same description, as in a checked program."""
        key = repr(expr)
        if key not in self.made:
            self.made[key] = getattr(self, "_" + expr[0])(*expr[1:])
        return self.made[key]

    def maybe(self, expr: Expr | None) -> int | None:
        return None if expr is None else self.make(expr)

    def _const(self, value: Any) -> int:
        return self.b.const(value)

    def _na(self) -> int:
        return self.b.not_applicable()

    def _self(self) -> int:
        return self.b.self(P)

    def _element(self, level: int) -> int:
        return self.b.element(P, level)

    def _role(self, obj: Expr, name: str) -> int:
        return self.b.role(P, name, self.make(obj))

    def _has(self, obj: Expr, name: str) -> int:
        return self.b.has(P, name, self.make(obj))

    def _input(self, obj: Expr, name: str) -> int:
        return self.b.input(P, name, self.make(obj))

    def _derived(self, obj: Expr, name: str, sort: str) -> int:
        return self.b.derived(P, name, TYPES[sort], self.make(obj))

    def _param(self, at: Expr | None) -> int:
        return self.b.param("tarief", self.maybe(at))

    def _lookup(self, key: Expr) -> int:
        return self.b.add(Lookup, NUM, table="tabel", keys=(self.make(key),))

    def _sum(self, signs: tuple[int, ...], *terms: Expr) -> int:
        return self.b.sum(*(self.make(term) for term in terms), signs=signs)

    def _product(self, *factors: Expr) -> int:
        return self.b.product(*(self.make(factor) for factor in factors))

    def _quotient(self, num: Expr, den: Expr) -> int:
        return self.b.quotient(self.make(num), self.make(den))

    def _bound(self, of: Expr, low: Expr | None, high: Expr | None) -> int:
        return self.b.bound(self.make(of), self.maybe(low), self.maybe(high))

    def _round(self, of: Expr, mode: str, grid: Fraction) -> int:
        return self.b.round(self.make(of), mode, grid)

    def _power(self, base: Expr, exponent: int) -> int:
        return self.b.add(Power, NUM, base=self.make(base), exponent=exponent)

    def _named(self, of: Expr) -> int:
        return self.b.add(Named, NUM, name="naam", of=self.make(of))

    def _convert(self, of: Expr, factor: Fraction) -> int:
        return self.b.add(Convert, NUM, of=self.make(of), factor=factor, words="omgerekend")

    def _judge(self, key: str, sort: str) -> int:
        return self.b.judge(key, TYPES[sort], *((0, 2) if sort == "number" else ()))

    def _days(self, start: Expr, end: Expr) -> int:
        return self.b.add(DateDiff, WHOLE, start=self.make(start), end=self.make(end), unit="dag")

    def _part(self, day: Expr, part: str) -> int:
        return self.b.add(DatePart, WHOLE, date=self.make(day), part=part)

    def _shift(self, day: Expr, amount: Expr, sign: int) -> int:
        return self.b.add(DateShift, DATE, date=self.make(day), amount=self.make(amount), unit="dag", sign=sign)

    def _month(self, day: Expr) -> int:
        return self.b.add(DateFunction, DATE, date=self.make(day), edge="first", period="maand")

    def _year(self, year: Expr) -> int:
        return self.b.add(YearStart, DATE, year=self.make(year))

    def _compare(self, op: str, left: Expr, right: Expr) -> int:
        return self.b.compare(op, self.make(left), self.make(right))

    def _parts(self, parts: tuple[Expr, ...]) -> list[int]:
        order = list(parts)
        if self.shuffle is not None:
            self.shuffle.shuffle(order)
        return [self.make(part) for part in order]

    def _and(self, parts: tuple[Expr, ...], _: int) -> int:
        return self.b.all(*self._parts(parts))

    def _or(self, parts: tuple[Expr, ...], _: int) -> int:
        return self.b.any(*self._parts(parts))

    def _atleast(self, parts: tuple[Expr, ...], minimum: int) -> int:
        return self.b.at_least(minimum, *self._parts(parts))

    def _not(self, of: Expr) -> int:
        return self.b.no(self.make(of))

    def _unknown(self, obj: Expr, name: str) -> int:
        return self.b.is_unknown(self._input(obj, name))

    def _applicable(self, of: Expr) -> int:
        return self.b.is_applicable(self.make(of))

    def _forall(self, obj: Expr, depth: int, holds: Expr) -> int:
        return self.b.for_all(P, "kind", self.make(holds), self.make(obj), depth)

    def _fold(
        self, how: str, obj: Expr, depth: int, where: Expr | None, value: Expr | None, distinct: Expr | None
    ) -> int:
        parts = {"where": self.maybe(where), "value": self.maybe(value), "distinct": self.maybe(distinct)}
        return self.b.fold(how, P, "kind", depth=depth, obj=self.make(obj), **parts)

    def _table(self, policy: str, rows: tuple[tuple[Expr | None, Expr], ...]) -> int:
        return self.b.table(policy, *((self.maybe(condition), self.make(value)) for condition, value in rows))
