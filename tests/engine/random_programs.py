"""Random checked programs and dossiers, to hold evaluators against each other.

A house (root) has a required client, perhaps a partner, and children; each derived attribute reads only earlier ones. The
programs are lawful but senseless: rules contradict each other, divide by nought and leave the calendar.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

from dsl import program as p
from dsl.source import Span
from engine.case import Case, DatedRole, Disputed, Fact, Moment, Obj, Unobtainable
from engine.values import Scalar

SPAN = Span("toeval.regels", 0, 1)
CENT = p.NumType((), Fraction(1, 100), "bedrag")
WHOLE = p.NumType((), Fraction(1), "aantal")
ANY = p.NumType()
BOOL, DATE, ENUM = p.BoolType(), p.DateType(), p.EnumType("kleur")
COLOURS = ("rood", "groen", "blauw")
HOUSE, PERSON = "huis", "persoon"
INPUTS: dict[str, p.Type] = {
    "bedrag": CENT,
    "tweede bedrag": CENT,
    "aantal": WHOLE,
    "getal": ANY,
    "dag": DATE,
    "kenmerk": BOOL,
    "kleur": ENUM,
}
ROLES = {
    "client": p.RoleInfo(HOUSE, "client", None, PERSON, 1, True),
    "partner": p.RoleInfo(HOUSE, "partner", None, PERSON, 1, False),
    "kinderen": p.RoleInfo(HOUSE, "kinderen", "kinderen", PERSON, 4, False),
}
EPOCH = date(2020, 1, 1)


class Builder:
    """Makes one random program; ``rng`` decides everything. ``alone``: without other objects and without lookups."""

    def __init__(self, rng: Random, alone: bool = False) -> None:
        self.rng = rng
        self.alone = alone
        self.nodes: list[Any] = []
        self.ids: dict[object, int] = {}
        self.free: list[frozenset[int]] = []
        self.rules: list[p.RuleInfo] = []
        self.attributes: dict[str, list[tuple[str, p.Type]]] = {HOUSE: [], PERSON: []}
        self.definitions: dict[tuple[str, str], p.Definition] = {}

    def add(self, cls: type[p.NodeBase], kind: p.Type, **fields: Any) -> int:
        node: Any = cls(type=kind, span=SPAN, **fields)
        free: frozenset[int] = frozenset().union(*(self.free[o] for o in node.operands()))
        if isinstance(node, p.Aggregate | p.ForAll | p.Share):
            free -= {node.depth}
        if isinstance(node, p.Element):
            free = frozenset((node.level,))
        else:
            node = replace(node, level=max(free, default=0))
        if node not in self.ids:
            self.ids[node] = len(self.nodes)
            self.nodes.append(node)
            self.free.append(free)
        return self.ids[node]

    def const(self, value: Any, kind: p.Type) -> int:
        return self.add(p.Const, kind, value=value)

    # ------------------------------------------------------------ expressions

    def subject(self, owner: str, level: int) -> tuple[int, str]:
        """An object to read from, with its type."""
        me = self.add(p.Self, p.ObjectRef(owner))
        if level and self.rng.random() < 0.7:
            return self.add(p.Element, p.ObjectRef(PERSON), level=self.rng.randint(1, level), name="kind"), PERSON
        if owner == HOUSE and not self.alone and self.rng.random() < 0.5:
            role = self.rng.choice(("client", "partner"))
            return self.add(p.RoleRead, p.ObjectRef(PERSON), obj=me, role=role), PERSON
        return me, owner

    def read(self, owner: str, level: int, wanted: type[Any]) -> int | None:
        obj, of = self.subject(owner, level)
        derived = [(n, k) for n, k in self.attributes[of] if isinstance(k, wanted)]
        if derived and self.rng.random() < 0.5:
            name, kind = self.rng.choice(derived)
            return self.add(p.Derived, kind, obj=obj, attr=name)
        given = [(n, k) for n, k in INPUTS.items() if isinstance(k, wanted)]
        name, kind = self.rng.choice(given)
        at = self.date(owner, level, 1) if self.rng.random() < 0.1 else None
        return self.add(p.Input, kind, obj=obj, attr=name, at=at)

    def number(self, owner: str, level: int, depth: int) -> int:
        rng = self.rng
        if depth <= 0:
            if rng.random() < 0.5:
                return self.const(Fraction(rng.randint(-30, 300), rng.choice((1, 1, 3, 10, 100))), ANY)
            if rng.random() < 0.3:
                return self.add(p.Param, ANY, name=rng.choice(("tarief", "grens")))
            return self.read(owner, level, p.NumType) or 0
        more = partial(self.number, owner, level, depth - 1)
        pick = rng.randrange(14)
        if pick == 0:
            terms = tuple(more() for _ in range(rng.randint(2, 4)))
            return self.add(p.Sum, ANY, terms=terms, signs=tuple(rng.choice((1, -1)) for _ in terms))
        if pick == 1:
            return self.add(p.Product, ANY, factors=(more(), more()))
        if pick == 2:
            return self.add(p.Quotient, ANY, num=more(), den=more())
        if pick == 3:
            return self.add(
                p.Convert, ANY, of=more(), factor=Fraction(rng.choice((1, 12)), rng.choice((1, 12))), words=""
            )
        if pick == 4:
            low, high = (more() if rng.random() < 0.7 else None for _ in range(2))
            return self.add(p.Bound, ANY, of=more(), low=low, high=high)
        if pick == 5:
            mode = rng.choice(("rekenkundig", "naar beneden", "naar boven"))
            grid = rng.choice((Fraction(1), Fraction(1, 100), Fraction(1, 5), Fraction(5)))
            return self.add(p.Round, ANY, of=more(), mode=mode, grid=grid)
        if pick == 6:
            return self.add(p.Power, ANY, base=more(), exponent=rng.randint(0, 2))
        if pick == 7:
            unit = rng.choice(("dag", "week", "maand", "kwartaal", "jaar"))
            start, end = self.date(owner, level, depth - 1), self.date(owner, level, depth - 1)
            return self.add(p.DateDiff, WHOLE, start=start, end=end, unit=unit, age=rng.random() < 0.5)
        if pick == 8:
            part = rng.choice(("jaar", "maand", "dag"))
            return self.add(p.DatePart, WHOLE, date=self.date(owner, level, depth - 1), part=part)
        if pick in (9, 10) and level < 2 and owner == HOUSE and not self.alone:
            return self.aggregate(owner, level, depth)
        if pick == 11:
            return self.table(owner, level, depth, lambda: self.number(owner, level, 0), ANY)
        if pick == 12 and not self.alone:
            return self.add(p.Lookup, ANY, table="staffel", keys=(more(),))
        if pick == 13:
            return self.add(p.Named, ANY, name="tussenstap", of=more())
        return self.number(owner, level, 0)

    def aggregate(self, owner: str, level: int, depth: int, dates: bool = False) -> int:
        how = self.rng.choice(("max", "min") if dates else ("count", "sum", "max", "min"))
        obj = self.add(p.Self, p.ObjectRef(HOUSE))
        where = self.condition(owner, level + 1, depth - 1) if self.rng.random() < 0.6 else None
        measure = self.date if dates else self.number
        value = measure(owner, level + 1, depth - 1) if how != "count" else None
        distinct = self.read(owner, level + 1, p.EnumType) if how == "count" and self.rng.random() < 0.5 else None
        return self.add(
            p.Aggregate,
            DATE if dates else ANY,
            how=how,
            obj=obj,
            role="kinderen",
            depth=level + 1,
            where=where,
            value=value,
            distinct=distinct,
        )

    def table(self, owner: str, level: int, depth: int, value: Any, kind: p.Type) -> int:
        rows: list[tuple[int, int | None, int]] = []
        for number in range(1, self.rng.randint(2, 4)):
            rows.append((number, self.condition(owner, level, depth - 1), value()))
        if self.rng.random() < 0.6:
            rows.append((len(rows) + 1, None, value()))
        policy = self.rng.choice(("eerste", "enige"))
        return self.add(p.TableHit, kind, table="beslis", policy=policy, rows=tuple(rows))

    def date(self, owner: str, level: int, depth: int) -> int:
        rng = self.rng
        if depth <= 0:
            if rng.random() < 0.3:
                return self.add(p.Context, DATE, which=rng.choice(("rekendatum", "rekendatum", "verzenddatum")))
            if rng.random() < 0.3:
                return self.const(EPOCH + timedelta(days=rng.randrange(2000)), DATE)
            return self.read(owner, level, p.DateType) or 0
        day = self.date(owner, level, depth - 1)
        if rng.random() < 0.2:
            low, high = (self.date(owner, level, 0) if rng.random() < 0.7 else None for _ in range(2))
            return self.add(p.Bound, DATE, of=day, low=low, high=high)
        if rng.random() < 0.2 and level < 2 and owner == HOUSE and not self.alone:
            return self.aggregate(owner, level, depth, dates=True)
        if rng.random() < 0.5:
            unit = rng.choice(("dag", "week", "maand", "kwartaal", "jaar"))
            amount = self.const(Fraction(rng.randint(0, 40)), WHOLE)
            return self.add(p.DateShift, DATE, date=day, amount=amount, unit=unit, sign=rng.choice((1, -1)))
        edge = rng.choice(("first", "last", "first of next"))
        return self.add(p.DateFunction, DATE, date=day, edge=edge, period=rng.choice(("maand", "kwartaal", "jaar")))

    def condition(self, owner: str, level: int, depth: int) -> int:
        rng = self.rng
        if depth <= 0:
            return self.read(owner, level, p.BoolType) or 0
        more = partial(self.condition, owner, level, depth - 1)
        pick = rng.randrange(10)
        if pick == 0:
            return self.add(rng.choice((p.And, p.Or)), BOOL, parts=tuple(more() for _ in range(rng.randint(2, 3))))
        if pick == 1:
            return self.add(p.Not, BOOL, of=more())
        if pick == 2:
            parts = tuple(more() for _ in range(3))
            return self.add(p.AtLeast, BOOL, parts=parts, minimum=rng.randint(1, 3))
        if pick == 3:
            of = self.read(owner, level, p.NumType) or 0
            return self.add(p.IsApplicable, BOOL, of=of)
        if pick == 4 and owner == HOUSE:
            me = self.add(p.Self, p.ObjectRef(HOUSE))
            return self.add(p.HasRole, BOOL, obj=me, role=rng.choice(tuple(ROLES)))
        if pick == 5 and owner == HOUSE and level < 2 and not self.alone:
            me = self.add(p.Self, p.ObjectRef(HOUSE))
            holds = self.condition(owner, level + 1, depth - 1)
            return self.add(p.ForAll, BOOL, obj=me, role="kinderen", depth=level + 1, holds=holds)
        if pick == 6:
            kind: Any = rng.choice((p.DateType, p.EnumType, p.BoolType))
            left, right = self.read(owner, level, kind) or 0, self.read(owner, level, kind) or 0
            return self.add(p.Compare, BOOL, op=rng.choice(("=", "<>")), left=left, right=right)
        left, right = self.number(owner, level, depth - 1), self.number(owner, level, depth - 1)
        return self.add(p.Compare, BOOL, op=rng.choice(("=", "<>", "<", "<=", ">", ">=")), left=left, right=right)

    # ------------------------------------------------------------ rules

    def define(self, owner: str, name: str, kind: p.Type) -> None:
        rng = self.rng
        first = len(self.rules)
        count = rng.randint(1, 3)
        applies: list[int] = []
        for number in range(first, first + count):
            off = tuple(a for a in applies if rng.random() < 0.15)
            condition = self.condition(owner, 0, 2) if rng.random() < 0.8 else None
            node = self.add(p.Applies, BOOL, rule=number, condition=condition, off=off)
            applies.append(node)
            start = EPOCH + timedelta(days=rng.randrange(1500)) if rng.random() < 0.3 else None
            end = (start or EPOCH) + timedelta(days=rng.randrange(1500)) if rng.random() < 0.2 else None
            self.rules.append(rule(number, owner, name, start, end, node))
        candidates = []
        for at, node in enumerate(applies):
            defeaters = tuple(applies[later] for later in range(at + 1, count) if rng.random() < 0.8)
            candidates.append(p.Candidate(first + at, node, self.value(owner, kind), defeaters))
        default = self.const(False, BOOL) if isinstance(kind, p.BoolType) and rng.random() < 0.8 else None
        root = self.add(p.Choice, kind, owner=owner, attr=name, candidates=tuple(candidates), default=default)
        self.definitions[owner, name] = p.Definition(owner, name, root)
        self.attributes[owner].append((name, kind))

    def value(self, owner: str, kind: p.Type) -> int:
        if isinstance(kind, p.NumType):
            if self.rng.random() < 0.1:
                return self.add(p.NotApplicable, kind)
            return self.number(owner, 0, self.rng.randint(0, 3))
        if isinstance(kind, p.BoolType):
            return self.const(True, BOOL) if self.rng.random() < 0.7 else self.condition(owner, 0, 1)
        if isinstance(kind, p.DateType):
            return self.date(owner, 0, 1)
        return self.const(self.rng.choice(COLOURS), ENUM)

    def program(self) -> p.Program:
        kinds: tuple[p.Type, ...] = (ANY, BOOL, DATE, ENUM)
        for number in range(self.rng.randint(1, 3)):
            self.define(PERSON, f"p{number}", self.rng.choice(kinds))
        for number in range(self.rng.randint(1, 4)):
            self.define(HOUSE, f"h{number}", self.rng.choice(kinds))
        self.define(HOUSE, "slot", ANY)
        me = self.add(p.Self, p.ObjectRef(HOUSE))
        outcome = self.add(p.Derived, ANY, obj=me, attr="slot")
        types = {owner: self.type_info(owner) for owner in (HOUSE, PERSON)}
        slot = types[HOUSE].attributes["slot"]
        decision = p.DecisionInfo(
            "besluit",
            "r",
            None,
            HOUSE,
            None,
            (p.Outcome(outcome, None, "slot", slot),),
            None,
            None,
            None,
            None,
            (),
            (),
            SPAN,
        )
        return p.Program(
            digest="toeval",
            nodes=tuple(self.nodes),
            types=types,
            enums={"kleur": COLOURS},
            params={name: self.parameter(name) for name in ("tarief", "grens")},
            tables={"staffel": self.staffel()},
            calendars={},
            rules=tuple(self.rules),
            definitions=self.definitions,
            decisions={"besluit": decision},
            signals={},
            regelingen={},
            texts={},
        )

    def type_info(self, owner: str) -> p.TypeInfo:
        attributes = {
            name: p.AttrInfo(owner, name, "het", kind, False, Fraction(0), Fraction(5000))
            if isinstance(kind, p.NumType)
            else p.AttrInfo(owner, name, "het", kind, False)
            for name, kind in INPUTS.items()
        }
        attributes |= {name: p.AttrInfo(owner, name, "het", kind, True) for name, kind in self.attributes[owner]}
        return p.TypeInfo(owner, "het", None, attributes, ROLES if owner == HOUSE else {})

    def parameter(self, name: str) -> p.ParamInfo:
        values = []
        for number in range(3):
            start = EPOCH + timedelta(days=700 * number)
            end = start + timedelta(days=699) if number < 2 else None
            amount = Fraction(self.rng.randint(1, 9999), self.rng.choice((1, 100, 7)))
            values.append(p.DatedValue(start, end, amount, None, (), SPAN))
        return p.ParamInfo(name, "het", ANY, tuple(values), (), SPAN)

    def staffel(self) -> p.LookupInfo:
        rows = []
        low = None
        for high in (Fraction(0), Fraction(50), Fraction(2001, 2), None):
            value = p.DatedValue(EPOCH, None, Fraction(self.rng.randint(0, 99), 4), None, (), SPAN)
            rows.append(p.TableRow((p.KeyRange(low, high, high_in=False),), (value,)))
            low = high
        return p.LookupInfo("staffel", "de", ANY, (ANY,), tuple(rows), (), SPAN)


def rule(number: int, owner: str, attr: str, start: date | None, end: date | None, applies: int) -> p.RuleInfo:
    return p.RuleInfo(
        number=number,
        name=f"regel {number}",
        regeling="r",
        kind="regel",
        owner=owner,
        attr=attr,
        start=start,
        end=end,
        sources=(),
        room=None,
        certainty=None,
        sensitive=False,
        groups=(),
        deviates_from=(),
        switches_off=(),
        explanation=None,
        provisional=None,
        final_by_law=False,
        status=None,
        applies=applies,
        span=Span("toeval.regels", 10 * number, 10 * number + 9),
    )


def random_program(rng: Random, alone: bool = False) -> p.Program:
    return Builder(rng, alone).program()


def random_case(rng: Random, holes: float = 0.0) -> Case:
    """A dossier; ``holes`` is the chance that a fact or role is not given."""
    objects: dict[str, Obj] = {}

    def make(key: str, kind: str) -> Obj:
        facts: dict[str, Fact] = {}
        for name, type_ in INPUTS.items():
            if rng.random() >= holes:
                facts[name] = _scalar(rng, type_)
            elif rng.random() < 0.2:
                facts[name] = Unobtainable("iemand", EPOCH)
            elif rng.random() < 0.4:
                facts[name] = Disputed((("BRP", _scalar(rng, type_)), ("opgave burger", _scalar(rng, type_))))
        objects[key] = Obj(key, kind, facts)
        return objects[key]

    root = make("huis", HOUSE)
    if rng.random() >= holes:
        root.roles["client"] = (make("huis.client", PERSON),)
    if rng.random() >= holes:
        root.roles["partner"] = (make("huis.partner", PERSON),) if rng.random() < 0.5 else ()
    if rng.random() >= holes:
        root.roles["kinderen"] = tuple(make(f"huis.kind[{n}]", PERSON) for n in range(rng.randint(0, 3)))
    if rng.random() < 0.3:
        _over_time(rng, root, holes)
    return Case(root, objects)


def _over_time(rng: Random, root: Obj, holes: float) -> None:
    """Let the partner and children come or go on some day; with holes, let it be in dispute for a while."""
    for name in ("partner", "kinderen"):
        members = root.roles.get(name)
        if isinstance(members, tuple):
            days = [EPOCH + timedelta(days=rng.randrange(2500)) for _ in members]
            items = [
                (day, None, one) if rng.random() < 0.5 else (None, day, one)
                for day, one in zip(days, members, strict=True)
            ]
            since = EPOCH + timedelta(days=rng.randrange(2500))
            disputed = ((since, since + timedelta(days=500), ("BRP", "opgave burger")),) if rng.random() < holes else ()
            root.roles[name] = DatedRole(tuple(items), disputed)


def _scalar(rng: Random, kind: p.Type) -> Scalar:
    if isinstance(kind, p.NumType):
        if kind.grid is None:
            return Fraction(rng.randint(0, 999), rng.choice((1, 2, 7)))
        return rng.randint(0, 5000 * kind.grid.denominator // 10) * kind.grid
    if isinstance(kind, p.DateType):
        return EPOCH + timedelta(days=rng.randrange(-9000, 2000))
    return rng.choice((True, False)) if isinstance(kind, p.BoolType) else rng.choice(COLOURS)


def random_moment(rng: Random) -> Moment:
    day = EPOCH + timedelta(days=rng.randrange(2500))
    return Moment(day, day + timedelta(days=7) if rng.random() < 0.8 else None)
