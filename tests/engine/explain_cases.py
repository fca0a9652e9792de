"""A small eigen bijdrage by hand, with what an explanation meets: exceptions, a partner, what is gevoelig, what is uncertain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from dsl.program import BoolType, DateType, EnumType, NumType, Program, Provisional, SourceRef, Term, ToDo
from engine.case import ByYear, Case, Moment, Obj
from engine.decide import decide
from engine.decision import Decision
from tests.engine.build import Builder, attr, case_of, obj, role

MONTHLY = NumType((("euro", 1), ("maand", -1)), Fraction(1, 100), "bedrag")
YEARLY = NumType((("euro", 1), ("jaar", -1)), Fraction(1), "bedrag")
STATUS = EnumType("rechtsstatus")
AOW = "heeft de pensioengerechtigde leeftijd bereikt"
SHELTER = "verblijft in een opvang"
MOMENT = Moment(date(2026, 3, 1), date(2026, 3, 10))


class Wmo:
    """The program, and the numbers of its rules by short name."""

    def __init__(self) -> None:
        b = self.b = Builder()
        b.enums["zorgvorm"] = ("thuis", "verblijf")
        b.type(
            "persoon",
            [
                attr(AOW, BoolType()),
                attr(SHELTER, BoolType(), sensitive=True),
                replace(attr("inkomen", YEARLY, 0, 1_000_000, per_year=True), article="het"),
                attr("geboortedatum", DateType()),
            ],
            [replace(role("voorziening", "voorziening", many=5), plural="voorzieningen")],
        )
        b.type("voorziening", [attr("vorm", EnumType("zorgvorm"))])
        b.type(
            "leefeenheid",
            [
                attr("bijdrage", MONTHLY, derived=True, has_status=True),
                replace(attr("toetsinkomen", YEARLY, derived=True), article="het"),
            ],
            [role("cliënt", "persoon", required=True), role("echtgenoot", "persoon")],
        )
        b.param_info("abonnementstarief", {date(2020, 1, 1): 19, date(2026, 1, 1): Fraction("21.80")}, MONTHLY)
        param = b.params["abonnementstarief"]
        last = replace(param.values[-1], certainty="middel", sources=(SourceRef("Uitvoeringsregeling Wmo 2015"),))
        b.params["abonnementstarief"] = replace(param, article="het", values=(*param.values[:-1], last))
        self.numbers: dict[str, int] = {}
        self._income()
        self._contribution()

    def person(self, who: str) -> int:
        return self.b.role("leefeenheid", who)

    def _income(self) -> None:
        b = self.b
        alone = b.no(b.has("leefeenheid", "echtgenoot"))
        own = b.input("persoon", "inkomen", obj=self.person("cliënt"))
        both = b.sum(own, b.input("persoon", "inkomen", obj=self.person("echtgenoot")))
        b.nodes[both] = replace(b.nodes[both], type=YEARLY)
        b.rule("leefeenheid", "toetsinkomen", own, condition=alone, title="toetsinkomen alleenstaande")
        together = b.has("leefeenheid", "echtgenoot")
        b.rule("leefeenheid", "toetsinkomen", both, condition=together, title="toetsinkomen samen")
        b.definition("leefeenheid", "toetsinkomen", YEARLY)

    def _contribution(self) -> None:
        b = self.b
        client, partner = self.person("cliënt"), self.person("echtgenoot")
        supported = b.compare(">=", b.fold("count", "persoon", "voorziening", obj=client), b.const(1))
        self._rule(
            "hoofdregel",
            "verschuldigd",
            b.param("abonnementstarief"),
            supported,
            "U betaalt het vaste bedrag per maand.",
        )
        limit = b.const(20_000)
        b.nodes[limit] = replace(b.nodes[limit], type=YEARLY)
        low = b.compare("<", b.derived("leefeenheid", "toetsinkomen", YEARLY), limit)
        nil = self._rule("nihil", "op nihil gesteld", b.const(0), low, None, ("hoofdregel",))
        b.rules[nil] = replace(
            b.rules[nil],
            provisional=Provisional("het CAK uw inkomen heeft gecontroleerd", b.const(0), b.param("abonnementstarief")),
        )
        young = b.all(
            b.has("leefeenheid", "echtgenoot"),
            b.any(
                b.no(b.input("persoon", AOW, obj=client)),
                b.no(b.input("persoon", AOW, obj=partner)),
            ),
        )
        words = "U betaalt geen bijdrage. U of uw partner heeft de AOW-leeftijd nog niet."
        self._rule("jong", "niet verschuldigd", None, young, words, ("hoofdregel", "nihil"))
        shelter = b.input("persoon", SHELTER, obj=client)
        words = "U verblijft in een opvang."
        hidden = self._rule("opvang", "niet verschuldigd", None, shelter, words, ("hoofdregel", "nihil"))
        b.rules[hidden] = replace(b.rules[hidden], sensitive=True)
        b.definition("leefeenheid", "bijdrage", MONTHLY)
        b.definition("leefeenheid", "bijdrage#status", STATUS)

    def _rule(
        self, name: str, status: str, value: int | None, when: int, words: str | None, over: tuple[str, ...] = ()
    ) -> int:
        b = self.b
        amount = b.not_applicable() if value is None else value
        number = b.rule(
            "leefeenheid", "bijdrage", amount, condition=when, title=name, status=status,
            deviates_from=[self.numbers[base] for base in over],
        )  # fmt: skip
        b.also("leefeenheid", "bijdrage#status", b._candidates["leefeenheid", "bijdrage"][-1], b.const(status))
        source = SourceRef(f"Uitvoeringsbesluit Wmo 2015 artikel 3.8 ({name})", "BWBR0035733", "3.8")
        b.rules[number] = replace(b.rules[number], explanation=words, sources=(source,))
        self.numbers[name] = number
        return number

    def program(self) -> Program:
        b = self.b
        due = b.const(date(2026, 4, 7))
        settings: dict[str, Any] = {
            "objection": Term(6, "week", "het CAK"),
            "payment": Term(30, "dag"),
            "todos": (ToDo("Geef een wijziging van uw huishouden door.", due, None, None),),
        }
        info = b.decision("leefeenheid", "bijdrage", kind=MONTHLY, **settings)
        return b.program({"Besluit": info})


def household(client: dict[str, Any], partner: dict[str, Any] | None = None, services: int = 1) -> Case:
    """A leefeenheid with a cliënt with so many voorzieningen, and an echtgenoot or none."""
    held: dict[str, tuple[Obj, ...]] = {
        "voorziening": tuple(obj(f"leefeenheid.cliënt.voorziening[{n}]", "voorziening") for n in range(1, services + 1))
    }
    roles = {"cliënt": (obj("leefeenheid.cliënt", "persoon", client, held),), "echtgenoot": ()}
    if partner is not None:
        roles["echtgenoot"] = (obj("leefeenheid.echtgenoot", "persoon", partner, {"voorziening": ()}),)
    return case_of(obj("leefeenheid", "leefeenheid", {}, roles))


def person(income: int | None = None, aow: bool | None = True, shelter: bool | None = False) -> dict[str, Any]:
    """The facts of a persoon; what is None was not given."""
    facts = {AOW: aow, SHELTER: shelter, "inkomen": None if income is None else ByYear({2026: Fraction(income)})}
    return {name: fact for name, fact in facts.items() if fact is not None}


def decided(case: Case, moment: Moment = MOMENT) -> tuple[Decision, Program, Case]:
    program = Wmo().program()
    return decide(program, "Besluit", case, moment), program, case
