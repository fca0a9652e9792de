"""Random small rule sets, dossiers with holes in them, and completions of those dossiers.

A rule set is first a plain description (nested tuples), so that it can be built twice with its rules in another order."""

from __future__ import annotations

from dataclasses import dataclass
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
    EnumType,
    Lookup,
    LookupInfo,
    Named,
    NumType,
    Power,
    Program,
    TableRow,
    Type,
    YearStart,
)
from engine.case import Case, Obj, Unobtainable
from tests.engine.build import BOOL, DATE, NUM, Builder, Plain, attr, case_of, role
from tests.engine.reference import Thing, World

TODAY = date(2024, 7, 1)
KIND = EnumType("soort")
KINDS = ("a", "b", "c")
WHOLE = NumType((), Fraction(1), "aantal")
NUMBERS = {"n1": (0, 3), "n2": (-2, 2)}
BOOLS = ("k1", "k2")
DAYS = (date(2024, 6, 28), date(2024, 7, 3))
ROLES = {"partner": (0, 1), "kind": (0, 2), "ouder": (1, 1)}
P = "persoon"

Expr = tuple[Any, ...]

# ---------------------------------------------------------------- descriptions


@dataclass(frozen=True)
class Rule:
    title: str
    condition: Expr | None
    value: Expr | None
    deviates_from: tuple[str, ...]
    off: tuple[str, ...]
    start: date | None


@dataclass(frozen=True)
class RuleSet:
    """Definitions in an order in which each reads only earlier ones: (attribute, sort, rules, may be given)."""

    definitions: tuple[tuple[str, str, tuple[Rule, ...], bool], ...]


class Writer:
    """Writes random expressions over what has been defined so far."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.defined: dict[str, list[str]] = {"number": [], "bool": [], "kind": []}

    def rule_set(self) -> RuleSet:
        definitions = []
        for name, sort in (("y1", "bool"), ("x1", "number"), ("z1", "kind"), ("y2", "bool"), ("x2", "number")):
            if name in ("x2", "y1") or self.random.random() < 0.6:
                definitions.append((name, sort, self.rules(name, sort), self.random.random() < 0.2))
                self.defined[sort].append(name)
        return RuleSet(tuple(definitions))

    def rules(self, name: str, sort: str) -> tuple[Rule, ...]:
        found: list[Rule] = []
        for i in range(self.random.randint(1, 4)):
            titles = [rule.title for rule in found if rule.value is not None]
            deviates = tuple(t for t in titles if self.random.random() < 0.5)
            off = tuple(rule.title for rule in found if self.random.random() < 0.2)
            condition = None if self.random.random() < 0.2 else self.condition(2, 0)
            if condition is not None and found and self.random.random() < 0.25:
                condition = self.opposite(self.random.choice(found).condition) or condition
            value: Expr | None = getattr(self, sort)(2, 0)
            if sort == "number" and self.random.random() < 0.1:
                value = ("na",)
            if self.random.random() < 0.1:
                value = None
            if self.random.random() < 0.2 and value is not None:
                value = self.table(sort)
            start = None if self.random.random() < 0.9 else date(2030, 1, 1)
            found.append(Rule(f"{name}-{i}", condition, value, deviates if value else (), off, start))
        return tuple(found)

    def opposite(self, condition: Expr | None) -> Expr | None:
        """A condition that is never ja together with this one, or nearly so."""
        if condition is not None and condition[0] == "compare" and self.random.random() < 0.8:
            _, op, left, right = condition
            other = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
            chosen = other[op] if op in ("=", "<>") else self.random.choice((other[op], "=", "<", ">"))
            return ("compare", chosen, left, right)
        return None if condition is None else ("not", condition)

    def table(self, sort: str) -> Expr:
        rows = tuple(
            (None if self.random.random() < 0.2 else self.condition(1, 0), getattr(self, sort)(0, 0))
            for _ in range(self.random.randint(1, 3))
        )
        return ("table", self.random.choice(("eerste", "enige")), rows)

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def obj(self, level: int, *, sure: bool = False) -> Expr:
        """An object: Self, an element, or one in a to-one role of them."""
        base: Expr = ("element", self.random.randint(1, level)) if level and self.random.random() < 0.7 else ("self",)
        if not sure and self.random.random() < 0.35:
            return ("role", base, self.pick("partner", "partner", "ouder"))
        return base

    def number(self, depth: int, level: int) -> Expr:
        if depth == 0 or self.random.random() < 0.15:
            match self.pick("const", "input", "input", "derived", "param", "lookup"):
                case "const":
                    return ("const", Fraction(self.random.randint(-2, 6), self.random.choice((1, 1, 2))))
                case "derived" if self.defined["number"]:
                    return ("derived", self.obj(level), self.random.choice(self.defined["number"]), "number")
                case "param":
                    at = None if self.random.random() < 0.4 else self.day(1, level)
                    return ("param", at)
                case "lookup":
                    return ("lookup", self.kind(0, level))
            return ("input", self.obj(level), self.pick(*NUMBERS))
        less = depth - 1
        match self.pick(
            "sum", "sum", "product", "quotient", "bound", "round", "fold", "fold", "power", "judge", "days", "part",
            "named", "convert",
        ):  # fmt: skip
            case "sum":
                signs = tuple(self.random.choice((1, -1)) for _ in range(2))
                return ("sum", signs, self.number(less, level), self.number(less, level))
            case "product":
                return ("product", self.number(less, level), self.number(less, level))
            case "quotient":
                return ("quotient", self.number(less, level), self.number(less, level))
            case "bound":
                low = self.number(0, level) if self.random.random() < 0.7 else None
                high = self.number(0, level) if self.random.random() < 0.7 or low is None else None
                return ("bound", self.number(less, level), low, high)
            case "round":
                mode = self.pick("rekenkundig", "naar beneden", "naar boven")
                return ("round", self.number(less, level), mode, self.random.choice((Fraction(1), Fraction(1, 5))))
            case "power":
                return ("power", self.number(less, level), self.random.randint(0, 3))
            case "judge":
                return ("judge", self.pick("n-vraag", "n-vraag2"), "number")
            case "days":
                return ("days", self.day(less, level), self.day(less, level))
            case "part":
                return ("part", self.day(less, level), self.pick("jaar", "maand"))
            case "named":
                return ("named", self.number(less, level))
            case "convert":
                return ("convert", self.number(less, level), Fraction(1, 12))
        return self.fold(less, level)

    def fold(self, depth: int, level: int) -> Expr:
        how = self.pick("count", "sum", "max", "min")
        inner = level + 1
        where = None if self.random.random() < 0.4 else self.condition(min(depth, 1), inner)
        value = None if how == "count" else self.number(min(depth, 1), inner)
        distinct = self.kind(0, inner) if how == "count" and self.random.random() < 0.4 else None
        return ("fold", how, self.obj(level), inner, where, value, distinct)

    def day(self, depth: int, level: int) -> Expr:
        if depth <= 0 or self.random.random() < 0.5:
            if self.random.random() < 0.5:
                return ("const", date(2024, 6, self.random.randint(27, 30)))
            return ("input", self.obj(level), "d")
        if self.random.random() < 0.3:
            return ("month", self.day(depth - 1, level))
        if self.random.random() < 0.2:
            return ("year", ("part", self.day(depth - 1, level), "jaar"))
        return ("shift", self.day(depth - 1, level), self.number(0, level), self.random.choice((1, -1)))

    def kind(self, depth: int, level: int) -> Expr:
        if self.defined["kind"] and self.random.random() < 0.4:
            return ("derived", self.obj(level), self.random.choice(self.defined["kind"]), "kind")
        if self.random.random() < 0.4:
            return ("const", self.pick(*KINDS))
        return ("input", self.obj(level), "e")

    def bool(self, depth: int, level: int) -> Expr:
        return ("const", self.random.random() < 0.7)

    def condition(self, depth: int, level: int) -> Expr:
        if depth == 0 or self.random.random() < 0.15:
            match self.pick("input", "input", "derived", "has", "unknown", "const"):
                case "derived" if self.defined["bool"]:
                    return ("derived", self.obj(level), self.random.choice(self.defined["bool"]), "bool")
                case "has":
                    return ("has", self.obj(level, sure=self.random.random() < 0.7), self.pick(*ROLES))
                case "unknown":
                    return ("unknown", self.obj(level), self.pick("n1", "k1", "e"))
                case "const":
                    return ("const", self.random.random() < 0.5)
            return ("input", self.obj(level), self.pick(*BOOLS))
        less = depth - 1
        match self.pick(
            "compare", "compare", "and", "or", "not", "atleast", "applicable", "forall", "judge", "kinds", "days"
        ):
            case "compare":
                op = self.pick("=", "<>", "<", "<=", ">", ">=")
                return ("compare", op, self.number(less, level), self.number(less, level))
            case "kinds":
                return ("compare", self.pick("=", "<>"), self.kind(less, level), self.kind(less, level))
            case "days":
                return ("compare", self.pick("=", "<", ">="), self.day(less, level), self.day(less, level))
            case "and" | "or" | "atleast" as how:
                parts = tuple(self.condition(less, level) for _ in range(self.random.randint(2, 3)))
                return (how, parts, self.random.randint(1, 3))
            case "not":
                return ("not", self.condition(less, level))
            case "applicable":
                return ("applicable", self.number(0, level))
            case "forall":
                return ("forall", self.obj(level), level + 1, self.condition(less, level + 1))
        return ("judge", self.pick("k-vraag", "k-vraag2"), "bool")


# ---------------------------------------------------------------- building


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


# ---------------------------------------------------------------- dossiers and their completions


def random_fact(random: Random, name: str) -> Any:
    if name in NUMBERS:
        return Fraction(random.randint(*NUMBERS[name]))
    if name == "d":
        return date.fromordinal(random.randint(DAYS[0].toordinal(), DAYS[1].toordinal()))
    return random.choice(KINDS) if name == "e" else random.random() < 0.5


FACTS = (*NUMBERS, *BOOLS, "e", "d")


def random_case(random: Random, rule_set: RuleSet, known: float, *, silent_roles: bool = True) -> Case:
    """A dossier in which each fact is there with chance ``known``; objects at depth 2 have no children."""
    keys = iter(f"o{i}" for i in range(1000))
    answers = {
        key: Fraction(random.randint(0, 2)) if key.startswith("n") else random.random() < 0.5
        for key in ("n-vraag", "n-vraag2", "k-vraag", "k-vraag2")
        if random.random() < known
    }
    given = {name: sort for name, sort, _, may in rule_set.definitions if may}

    def make(depth: int) -> Obj:
        found = Obj(next(keys), P)
        for name in FACTS:
            if random.random() < known:
                found.facts[name] = random_fact(random, name)
            elif random.random() < 0.15 and silent_roles:
                found.facts[name] = Unobtainable()
        for name, sort in given.items():
            if random.random() < 0.3:
                found.facts[name] = random_value(random, sort)
        for name, (least, most) in ROLES.items():
            if silent_roles and random.random() > known:
                continue
            count = least if depth > 1 else random.randint(least, most)
            # At the bottom the one that must be there is the object itself.
            found.roles[name] = tuple(make(depth + 1) if depth < 2 else found for _ in range(count))
        return found

    return case_of(make(0), answers)


def random_value(random: Random, sort: str) -> Any:
    if sort == "number":
        return Fraction(random.randint(-1, 4))
    return random.choice(KINDS) if sort == "kind" else random.random() < 0.5


def complete(random: Random, program: Program, case: Case, today: date = TODAY) -> tuple[World, Thing]:
    """A completion: every silent fact gets a value in its range (and could turn out to be unobtainable), every silent
    role its objects, every question its answer."""
    answers = dict(case.answers)
    for key in ("n-vraag", "n-vraag2", "k-vraag", "k-vraag2"):
        value = Fraction(random.randint(0, 2)) if key.startswith("n") else random.random() < 0.5
        answers.setdefault(key, value)
    things: dict[str, Thing] = {}

    def of(found: Obj | None, depth: int) -> Thing:
        if found is not None and found.key in things:
            return things[found.key]
        thing = Thing(found.key if found else "nieuw", {}, {})
        if found is not None:
            things[found.key] = thing
        for name in FACTS:
            held = found.facts.get(name) if found else None
            if held is None or isinstance(held, Unobtainable):
                thing.facts[name] = random_fact(random, name)
                if isinstance(held, Unobtainable) or random.random() < 0.2:
                    thing.stated.add(name)
            else:
                thing.facts[name] = held
        derived = {d.attr for d in program.definitions.values()}
        thing.given = {name: fact for name, fact in (found.facts if found else {}).items() if name in derived}
        for name, (least, most) in ROLES.items():
            members = found.roles.get(name) if found else None
            if members is None:
                count = least if depth > 2 else random.randint(least, most)
                thing.roles[name] = [of(None, depth + 1) if depth < 4 else thing for _ in range(count)]
            else:
                thing.roles[name] = [of(member, depth + 1) for member in members]
        return thing

    return World(program, today, answers), of(case.root, 0)
