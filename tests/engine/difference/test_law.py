"""Two versions of the rules as causes: publications and regelingen, each applied alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dsl.check import check
from dsl.files import RuleFile
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from dsl.source import SourceFile
from engine.case import Case, Moment, Obj
from engine.decide import decide
from engine.difference.law import NoProgramError, law_causes
from engine.values import Known

BASE = """Regeling Begrippen
    uitvoerder: CAK
    bron: Proefwet artikel 1

Objecttype de persoon (mv: personen)
    het loon : bedrag per maand ligt tussen € 0 en € 10.000
    de toeslag : bedrag per maand, in centen
"""
RULES = """Regeling Toeslag
    uitvoerder: CAK
    bron: Proefwet artikel 2
    gebruikt: begrippen

Parameter het tarief : bedrag per maand
    bron: Stcrt. 2023, 1
    vanaf 01-01-2020: € 10,00

Parameter de drempel : bedrag per maand
    bron: Stcrt. 2023, 2
    vanaf 01-01-2020: € 1.000

Regel toeslag
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    De toeslag van een persoon moet gesteld worden op het tarief
    indien het loon van de persoon ten minste de drempel is

Regel geen toeslag
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 4
    ruimte: gebonden, wet
    De toeslag van een persoon moet gesteld worden op € 0 per maand
    indien het loon van de persoon kleiner is dan de drempel

Besluit Toeslag
    over: een persoon
    bron: Proefwet artikel 2
    per: maand
    uitkomst: de toeslag van de persoon
    wijziging werkt door vanaf: de maand na de wijziging
"""


def program(rules: str, base: str = BASE, folder: str = "") -> Program:
    texts = {"begrippen": base, "toeslag": rules}
    files = [RuleFile(name, SourceFile(f"{folder}{name}.regels", text)) for name, text in texts.items()]
    made, found = check(load_corpus(files))
    assert made is not None, [item.cause for item in found]
    return made


def amount(made: Program, wage: int) -> Fraction:
    person = Obj("persoon", "persoon", {"loon": Fraction(wage)}, {})
    found = decide(made, "Toeslag", Case(person, {"persoon": person}), Moment(date(2024, 1, 1))).outcomes[0].value
    assert isinstance(found, Known) and isinstance(found.value, Fraction)
    return found.value


def test_publications_and_rules_are_causes_of_their_own() -> None:
    new = (
        RULES.replace("€ 10,00", "€ 12,00").replace("€ 1.000", "€ 900").replace("op € 0 per maand", "op € 1 per maand")
    )
    old, other = program(RULES), program(new)
    causes, mixed = law_causes(old, other)
    keys = ["cijfers Stcrt. 2023, 1", "cijfers Stcrt. 2023, 2", "regels Toeslag"]
    assert [cause.key for cause in causes] == keys
    assert mixed(frozenset()) is old
    wages = (950, 500)
    assert [amount(mixed(frozenset(keys[:1])), wage) for wage in wages] == [0, 0]
    assert [amount(mixed(frozenset(keys[1:2])), wage) for wage in wages] == [10, 0]
    assert [amount(mixed(frozenset(keys[2:])), wage) for wage in wages] == [1, 1]
    assert [amount(mixed(frozenset(keys)), wage) for wage in wages] == [12, 1]


def test_where_the_files_were_read_from_is_no_difference() -> None:
    causes, _ = law_causes(program(RULES), program(RULES, folder="elders/"))
    assert causes == ()


def test_only_other_values_of_a_parameter_leave_the_rules_alone() -> None:
    new = RULES.replace("    vanaf 01-01-2020: € 10,00", "    vanaf 01-01-2020: € 10,00\n    vanaf 01-01-2024: € 11,00")
    causes, mixed = law_causes(program(RULES), program(new))
    assert [cause.kind for cause in causes] == ["cijfers"]
    assert causes[0].details == ("tarief",)
    assert amount(mixed(frozenset(cause.key for cause in causes)), 1_000) == 11


def test_rules_that_do_not_go_together_have_no_program() -> None:
    base = BASE.replace("het loon", "het inkomen")
    rules = RULES.replace("het loon", "het inkomen")
    _, mixed = law_causes(program(RULES), program(rules, base))
    with pytest.raises(NoProgramError):
        mixed(frozenset(("regels Begrippen",)))
    assert mixed(frozenset(("regels Begrippen", "regels Toeslag"))).decisions
