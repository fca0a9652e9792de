"""Random small rule sets, as plain descriptions (nested tuples), so that one can be built twice with its rules in another
order. :mod:`tests.engine.random_build` makes the program, :mod:`tests.engine.random_cases` dossiers with holes in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from dsl.program import EnumType, NumType

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
        if self.random.random() < 0.2:
            low, high = (self.day(0, level) if self.random.random() < 0.7 else None for _ in range(2))
            return ("bound", self.day(depth - 1, level), low, high)
        if self.random.random() < 0.2:
            inner = level + 1
            where = self.condition(min(depth, 1), inner) if self.random.random() < 0.6 else None
            return ("fold", self.pick("max", "min"), self.obj(level), inner, where, self.day(0, inner), None)
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
