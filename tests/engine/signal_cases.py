"""Programs with signals and dossiers for them, small and at random: events of three kinds of one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from dsl.program import Join, Pattern, Program, SignalInfo, SourceRef, Type
from engine.case import ByYear, Case, Dated, Disputed, Fact, Held, Obj, Unobtainable
from tests.engine.build import BOOL, DATE, NUM, TEXT, Builder, attr, case_of, obj, role

ROLES = ("betaling", "naheffing", "bezwaar")
FIELDS: dict[str, Type] = {"dag": DATE, "bedrag": NUM, "zaak": TEXT, "onjuist": BOOL}
DAY = date(2024, 3, 1)


class SignalBuilder(Builder):
    """A person with three to-many roles, whose elements all have the same four facts."""

    def __init__(self) -> None:
        super().__init__()
        for name in ROLES:
            self.type(name, [attr(field, kind) for field, kind in FIELDS.items()])
        self.type(
            "persoon",
            [attr("let op", BOOL), attr("gewaarschuwd", BOOL), attr("leeftijd")],
            [role(name, name, many=50) for name in ROLES],
        )
        self.type("huis", [attr("uitkomst")], [role("bewoner", "persoon", many=4)])
        self.rule("huis", "uitkomst", self.const(1))
        self.definition("huis", "uitkomst")
        self.me = self.self("persoon")

    def of(self, kind: str, field: str) -> int:
        """The value of a field of the element."""
        return self.input(kind, field, obj=self.element(kind))

    def pattern(self, kind: str, **more: object) -> Pattern:
        """A pattern over the role of that name; its alias too, unless given."""
        settings: dict[str, object] = {
            "alias": kind, "obj": self.me, "role": kind, "element": kind, "minimum": 1, "negated": False,
            "local": None, "joins": (), "distinct": None, "span": self.span(),
        } | more  # fmt: skip
        return Pattern(**settings)  # type: ignore[arg-type]

    def join(self, own: str, op: str, alias: str, other: str, field: str, days: int = 0) -> Join:
        """The field of the own element compared with that of the element of ``alias`` (of kind ``other``)."""
        return Join(self.of(own, field), op, alias, self.of(other, field), days)  # type: ignore[arg-type]

    def signal(self, name: str, *alternatives: tuple[Pattern, ...], condition: int | None = None) -> SignalInfo:
        return SignalInfo(
            name, "Proef", "persoon", condition, alternatives, (), "ondersteunen", "hoog",
            "Bel de burger.", ("maatwerktafel",), (SourceRef("CAK Jaarplan 2024 par. 3.1"),), None, None, None, self.span(),
        )  # fmt: skip

    def whole(self, *signals: SignalInfo) -> Program:
        program = self.program({"Besluit": self.decision("huis", "uitkomst")})
        return replace(program, signals={signal.name: signal for signal in signals})


def event(kind: str, number: int, **facts: object) -> Obj:
    return obj(f"{kind}{number}", kind, facts)  # type: ignore[arg-type]


def person(facts: Mapping[str, object] | None = None, /, **events: list[Obj]) -> Obj:
    return obj("persoon1", "persoon", facts or {}, events)  # type: ignore[arg-type]


def house(*people: Obj) -> Case:
    return case_of(obj("huis1", "huis", {}, {"bewoner": people}))


# ---------------------------------------------------------------- at random


@st.composite
def signals(draw: st.DrawFn, b: SignalBuilder, name: str) -> SignalInfo:
    """A signal of one or two alternatives of up to three patterns, joined to earlier ones at will."""
    condition = draw(st.none() | own_conditions(b))
    alternatives = tuple(tuple(draw(_patterns(b))) for _ in range(draw(st.integers(1, 2))))
    return b.signal(name, *alternatives, condition=condition)


@st.composite
def _patterns(draw: st.DrawFn, b: SignalBuilder) -> list[Pattern]:
    out: list[Pattern] = []
    for index in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(ROLES))
        negated = draw(st.integers(0, 3)) == 0
        minimum = 1 if negated else draw(st.sampled_from([1, 1, 1, 2, 3]))
        local = draw(st.none() | conditions(b, kind))
        targets = [before for before in out if not before.negated and before.minimum == 1]
        joins = tuple(
            draw(_join(b, kind, draw(st.sampled_from(targets))))
            for _ in range(draw(st.integers(0, 2)) if targets else 0)
        )
        distinct = b.of(kind, "zaak") if minimum > 1 and draw(st.booleans()) else None
        out.append(
            b.pattern(
                kind,
                alias=f"{kind}{index}",
                negated=negated,
                minimum=minimum,
                local=local,
                joins=joins,
                distinct=distinct,
            )
        )
    return out


@st.composite
def conditions(draw: st.DrawFn, b: SignalBuilder, kind: str, depth: int = 2) -> int:
    """A condition on an element: its facts beside figures, dates, facts of the person and each other."""
    if depth and draw(st.booleans()):
        parts = [draw(conditions(b, kind, depth - 1)) for _ in range(draw(st.integers(1, 3)))]
        return draw(st.sampled_from([b.all, b.any]))(*parts) if len(parts) > 1 else b.no(parts[0])
    op = draw(st.sampled_from(["=", "<>", "<", "<=", ">", ">="]))
    same = draw(st.sampled_from(["=", "<>"]))
    return draw(
        st.sampled_from(
            [
                b.of(kind, "onjuist"),
                b.compare(op, b.of(kind, "bedrag"), b.const(2)),
                b.compare(op, b.of(kind, "dag"), b.const(DAY + timedelta(days=30))),
                b.compare(same, b.of(kind, "zaak"), b.const("B")),
                b.compare(same, b.const("B"), b.of(kind, "zaak")),
                b.compare(same, b.of(kind, "onjuist"), b.input("persoon", "let op")),
                b.at_least(1, b.of(kind, "onjuist"), b.input("persoon", "let op")),
            ]
        )
    )


@st.composite
def own_conditions(draw: st.DrawFn, b: SignalBuilder, depth: int = 2) -> int:
    """A condition on the person."""
    if depth and draw(st.booleans()):
        parts = [draw(own_conditions(b, depth - 1)) for _ in range(draw(st.integers(1, 3)))]
        return draw(st.sampled_from([b.all, b.any]))(*parts) if len(parts) > 1 else b.no(parts[0])
    return draw(
        st.sampled_from(
            [
                b.input("persoon", "let op"),
                b.input("persoon", "gewaarschuwd"),
                b.compare(">=", b.input("persoon", "leeftijd"), b.const(18)),
            ]
        )
    )


@st.composite
def _join(draw: st.DrawFn, b: SignalBuilder, kind: str, target: Pattern) -> Join:
    field = draw(st.sampled_from(["dag", "bedrag", "zaak"]))
    op = draw(st.sampled_from(["=", "<>"] if field == "zaak" else ["=", "<>", "<", "<=", ">", ">="]))
    days = draw(st.sampled_from([0, 0, 42, -7])) if field == "dag" else 0
    return b.join(kind, op, target.alias, target.element, field, days)


_FACTS: dict[str, st.SearchStrategy[Any]] = {
    "dag": st.integers(0, 60).map(lambda days: DAY + timedelta(days=days)),
    "bedrag": st.sampled_from([Fraction(1), Fraction(2), Fraction(5, 2), Fraction(7, 3)]),
    # The second is the first with its accent apart: the same text.
    "zaak": st.sampled_from(["caf\u00e9", "cafe\u0301", "B"]),
    "onjuist": st.booleans(),
}


@st.composite
def _held(draw: st.DrawFn, name: str, plain: bool) -> Fact:
    """A fact; unless ``plain`` it may be dated, in dispute or not to be had."""
    values = _FACTS[name]
    one: Held = draw(values)
    if plain or draw(st.integers(0, 2)) > 0:
        return one
    held = draw(st.sampled_from(["dated", "by year", "disputed", "unobtainable"]))
    if held == "dated":
        return Dated(((None, DAY, one), (DAY + timedelta(days=draw(st.integers(1, 200))), None, draw(values))))
    if held == "by year":
        return ByYear({draw(st.sampled_from([2023, 2024])): one})
    return Disputed((("BRP", one), ("burger", draw(values)))) if held == "disputed" else Unobtainable()


@st.composite
def people(draw: st.DrawFn, key: str, complete: bool, plain: bool = True) -> Obj:
    """A person with up to four events of each kind; unless ``complete``, facts and roles may be missing."""

    def given() -> bool:
        return complete or draw(st.integers(0, 7)) > 0

    roles = {}
    for kind in ROLES:
        if given():
            roles[kind] = [
                obj(f"{key}.{kind}{n}", kind, {name: draw(_held(name, plain)) for name in _FACTS if given()})
                for n in range(draw(st.integers(0, 4)))
            ]
    kinds = {"let op": "onjuist", "gewaarschuwd": "onjuist", "leeftijd": "bedrag"}
    facts = {name: draw(_held(kind, plain)) for name, kind in kinds.items() if given()}
    return obj(key, "persoon", facts, roles)


@st.composite
def programs_and_cases(draw: st.DrawFn, complete: bool = False, plain: bool = True) -> tuple[Program, Case]:
    b = SignalBuilder()
    found = [draw(signals(b, f"signaal {number}")) for number in range(draw(st.integers(1, 4)))]
    residents = [draw(people(f"persoon{number}", complete, plain)) for number in range(draw(st.integers(1, 2)))]
    return b.whole(*found), house(*residents)
