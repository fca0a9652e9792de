"""A fact that may be given and that no rule sets: without it the attribute is niet van toepassing, a kenmerk nee."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dsl.program import Program
from engine.case import Case, Moment, Obj
from engine.decide import decide
from engine.values import Known, Scalar
from tests.dsl.check.texts import check_text

LAW = """Regeling Overlijden
    uitvoerder: CAK
    bron: Proefwet artikel 1

Objecttype de persoon (mv: personen)
    de overlijdensdatum : datum, mag worden opgegeven
    kenmerk is vrijgesteld, mag worden opgegeven
    kenmerk is overleden
    de bijdrage : bedrag per maand, in centen

Regel overleden
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 2
    Een persoon is overleden
    indien aan alle volgende voorwaarden is voldaan:
        • de overlijdensdatum van de persoon is van toepassing
        • de rekendatum ligt na de overlijdensdatum van de persoon

Regel bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    De bijdrage van een persoon moet gesteld worden op € 10 per maand
    indien de persoon niet overleden is en de persoon niet vrijgesteld is

Besluit Bijdrage
    over: een persoon
    per: maand
    uitkomst: de bijdrage van de persoon
    wijziging werkt door vanaf: de maand na de wijziging
    bezwaar: 6 weken bij het CAK
"""


@pytest.fixture(scope="module")
def law() -> Program:
    program, errors = check_text(LAW)
    assert program is not None and errors == []
    return program


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({}, 10),
        ({"overlijdensdatum": date(2024, 7, 31)}, 10),
        ({"overlijdensdatum": date(2024, 6, 30)}, None),
        ({"vrijgesteld": True}, None),
        ({"vrijgesteld": False}, 10),
    ],
)
def test_silence_says_that_there_is_none(law: Program, facts: dict[str, Scalar], amount: int | None) -> None:
    info = law.types["persoon"].attributes
    named = {next(name for name in info if name.endswith(key)): value for key, value in facts.items()}
    person = Obj("persoon", "persoon", named)
    outcome = decide(law, "Bijdrage", Case(person, {"persoon": person}), Moment(date(2024, 7, 1))).outcomes[0]
    if amount is None:
        assert outcome.status.value == "niet van toepassing"
    else:
        assert outcome.value == Known(Fraction(amount))
