"""Deciding on a dossier as it was known: contradictions in the decision, receipts that replay, besluiten that were sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import Moment
from engine.decide import decide
from engine.decision import Decision, Status
from engine.decision_json import decision_json
from engine.dossier import CaseLoader, LoadedCase, canonical_facts, last_sent
from engine.explain import describe
from engine.replay import verify
from engine.selfcheck import check_trace
from engine.values import Known, Unknown
from tests.proefwet import program

LOADER = CaseLoader(program())
BESLUIT = "Proefbijdrage"
DAY = date(2024, 5, 1)


def loaded(text: str) -> LoadedCase:
    case, found = LOADER.load(BESLUIT, dedent(text), "dossier.yaml")
    assert case is not None, found
    assert not found
    return case


def decided(case: LoadedCase, on: date | None = None, by: str | None = None) -> Decision:
    view = case.as_known(on, by)
    assert view is not None
    moment = view.moment(DAY)
    assert moment is not None
    decision = decide(program(), BESLUIT, view.case, moment)
    assert decision.trace.steps == decide(program(), BESLUIT, view.case, moment, engine="general").trace.steps
    return decision


DISPUTED = """
leefeenheid:
  echtgenoot: geen
  cliënt:
    inkomen: {waarde: € 24.000}
    heeft de pensioengerechtigde leeftijd bereikt:
      - {waarde: ja, herkomst: BRP}
      - {waarde: nee, herkomst: opgave burger, bekend: 20-03-2024}
"""


def test_a_contradiction_on_which_the_outcome_depends_leaves_it_open() -> None:
    case = loaded(DISPUTED)
    decision = decided(case)
    assert decision.status is Status.ONBEKEND
    assert isinstance(decision.outcomes[0].value, Unknown)
    (finding,) = (one for one in decision.findings if one.code == "TS615")
    assert "BRP zegt ja, opgave burger zegt nee" in finding.text
    assert [one.fact.name for one in decision.missing] == ["heeft de pensioengerechtigde leeftijd bereikt"]
    assert "Hierover kregen wij verschillende gegevens." in describe(decision, program(), case.case, "burger", "tekst")


def test_a_contradiction_on_which_nothing_depends_leaves_the_outcome_settled() -> None:
    text = DISPUTED.replace(
        "inkomen: {waarde: € 24.000}",
        "inkomen: [{waarde: € 24.000, herkomst: Belastingdienst}, {waarde: € 31.000, herkomst: opgave burger}]",
    ).replace("{waarde: nee, herkomst: opgave burger", "{waarde: ja, herkomst: opgave burger")
    case = loaded(text)
    decision = decided(case)
    assert decision.outcomes[0].status is Status.VASTGESTELD
    assert decision.outcomes[0].value == Known(Fraction("20.6"))
    assert [one.code for one in decision.findings if one.code == "TS615"] == ["TS615"]
    note = describe(decision, program(), case.case, "behandelaar", "tekst")
    assert "in tegenspraak (Belastingdienst: € 24.000,00 per jaar; opgave burger: € 31.000,00 per jaar)" in note


def test_a_contradiction_is_checked_by_the_trace_alone() -> None:
    case = loaded(DISPUTED)
    decision = decided(case)
    plain = decision_json(decision, program(), case.case)["spoor"]
    assert not check_trace(plain)


def test_a_receipt_holds_when_the_facts_were_known_and_replays() -> None:
    case = loaded(DISPUTED)
    early, late = decided(case, date(2024, 3, 19), "CAK"), decided(case, date(2024, 3, 20), "CAK")
    assert early.status is Status.VASTGESTELD
    assert (early.receipt.bekend_op, early.receipt.bekend_bij) == (date(2024, 3, 19), "CAK")
    assert early.receipt.facts != late.receipt.facts
    for decision in (early, late):
        assert verify(decision.receipt, program(), BESLUIT, case)
        other = replace(decision.receipt, bekend_op=date(2024, 3, 19) if decision is late else date(2024, 3, 20))
        assert not verify(other, program(), BESLUIT, case)
    plain = decision_json(early, program(), case.case)
    assert (plain["bekend op"], plain["bekend bij"]) == ("2024-03-19", "CAK")
    assert (plain["bewijs"]["bekend op"], plain["bewijs"]["bekend bij"]) == ("2024-03-19", "CAK")


def test_nobody_decides_over_an_object_that_was_not_known() -> None:
    text = """
    persoon:
      inkomen: € 5
    leefeenheid:
      cliënt: {id: anna, bekend: 01-02-2024}
    """
    case = loaded(text)
    assert case.as_known(date(2024, 1, 1)) is not None
    assert "anna" not in case.as_known(date(2024, 1, 1)).case.objects  # type: ignore[union-attr]


# --- besluiten that were sent -------------------------------------------------------------------------------------

SENT = """
leefeenheid: {}
besluiten:
  - besluit: Proefbijdrage
    van: 01-01-2024
    tot en met: 30-06-2024
    uitkomst: {bijdrage: € 20,60}
    rechtsstatus: verschuldigd
    verzonden op: 20-01-2024
  - besluit: proefbijdrage
    van: 01-03-2024
    uitkomst: niet van toepassing
    rechtsstatus: niet verschuldigd
    verzonden op: 02-04-2024
    bekend op: 01-04-2024
"""


def test_the_last_sent_besluit_about_a_day_holds() -> None:
    dossier = loaded(SENT).dossier
    assert dossier is not None

    def on(day: date, known: date | None = None) -> Any:
        found = last_sent(dossier.as_known(known).history, BESLUIT, day)
        return None if found is None else (found.outcomes[0].value, found.outcomes[0].legal_status)

    assert on(date(2024, 2, 29)) == (Fraction("20.6"), "verschuldigd")
    assert on(date(2024, 3, 1)) == (None, "niet verschuldigd")
    assert on(date(2024, 3, 1), date(2024, 4, 1)) == (Fraction("20.6"), "verschuldigd")
    assert on(date(2024, 3, 1), date(2024, 1, 19)) is None
    assert on(date(2023, 12, 31)) is None


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        ("{besluit: Proefbijdrage, van: 01-01-2024, verzonden op: 20-01-2024}", ["TS532"]),
        ("{besluit: Proefbijdrag, van: 01-01-2024, uitkomst: {}, verzonden op: 20-01-2024}", ["TS802"]),
        (
            "{besluit: Proefbijdrage, van: 01-01-2024, uitkomst: {bijdrage: € 1,001}, verzonden op: 20-01-2024}",
            ["TS511"],
        ),
        ("{besluit: Proefbijdrage, van: 01-01-2024, uitkomst: {bijdrag: € 1}, verzonden op: 20-01-2024}", ["TS532"]),
        (
            "{besluit: Proefbijdrage, van: 01-01-2024, uitkomst: {bijdrage: € 1}, rechtsstatus: nul, verzonden op: 20-01-2024}",
            ["TS532"],
        ),
        (
            "{besluit: Proefbijdrage, van: 01-01-2024, uitkomst: {bijdrage: € 0}, rechtsstatus: niet opgelegd, "
            "verzonden op: 20-01-2024}",
            ["TS532"],
        ),
        (
            "{besluit: Proefbijdrage, van: 01-01-2024, tot en met: 01-01-2023, uitkomst: {bijdrage: € 1}, verzonden op: 20-01-2024}",
            ["TS516"],
        ),
        ("{besluit: Proefbijdrage, van: morgen, uitkomst: {bijdrage: € 1}, verzonden op: 20-01-2024}", ["TS503"]),
        (
            "{besluit: Proefbijdrage, over: piet, van: 01-01-2024, uitkomst: {bijdrage: € 1}, verzonden op: 20-01-2024}",
            ["TS510"],
        ),
        ("brief van 20 januari", ["TS514"]),
    ],
)
def test_a_besluit_that_cannot_be_read_is_a_finding(entry: str, codes: list[str]) -> None:
    case, found = LOADER.load(BESLUIT, f"leefeenheid: {{}}\nbesluiten:\n  - {entry}\n", "dossier.yaml")
    assert case is None
    assert [one.code for one in found] == codes


def test_two_besluiten_of_one_day_about_the_same_days_are_a_finding_with_both_places() -> None:
    text = SENT.replace("verzonden op: 02-04-2024", "verzonden op: 20-01-2024")
    case, found = LOADER.load(BESLUIT, text, "dossier.yaml")
    assert case is None
    assert [(one.code, len(one.related)) for one in found] == [("TS533", 1)]


# --- the whole dossier --------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_dossier_reads_the_same_in_any_order_of_arrival(seed: int) -> None:
    rng = Random(seed)
    incomes = [
        f"{{waarde: € {rng.randint(1, 3)}.000, van: {rng.randint(1, 28):02}-0{number}-2024, herkomst: BRP, bekend: 0{number}-06-2024}}"
        for number in range(1, 6)
    ]
    spouses = [
        f"{{zie: p{rng.randint(1, 2)}, tot en met: {rng.randint(1, 28):02}-0{number}-2024, herkomst: BRP, bekend: 0{number}-07-2024}}"
        for number in range(1, 6)
    ]

    def facts(incomes: list[str], spouses: list[str], known: date) -> object:
        text = (
            "persoon: [{id: p1}, {id: p2}]\nleefeenheid:\n  cliënt:\n"
            f"    inkomen: [{', '.join(incomes)}]\n  echtgenoot: [{', '.join(spouses)}]\n"
        )
        view = loaded(text).as_known(known)
        assert view is not None
        plain = canonical_facts(view.case)
        for obj in plain["objecten"].values():
            for held in obj["rollen"].values():
                (held["perioden"] if isinstance(held, dict) else held).sort(key=str)
        return plain

    known = date(2024, rng.randint(6, 7), rng.randint(1, 6))
    mixed = rng.sample(incomes, 5), rng.sample(spouses, 5)
    assert facts(incomes, spouses, known) == facts(*mixed, known)


def test_who_it_is_in_dispute_leaves_the_outcome_open_and_is_told() -> None:
    text = """
    leefeenheid:
      cliënt:
        - {id: anna, inkomen: € 24.000, heeft de pensioengerechtigde leeftijd bereikt: ja, herkomst: BRP}
        - {id: bert, inkomen: € 0, van: 01-05-2024, herkomst: opgave burger}
    """
    decision = decided(loaded(text))
    assert decision.status is Status.ONBEKEND
    (finding,) = (one for one in decision.findings if one.code == "TS616")
    assert (
        finding.text == "Wie 'cliënt' van leefeenheid is, staat niet vast: dat verschilt tussen BRP en opgave burger."
    )
    before = decide(program(), BESLUIT, loaded(text).case, Moment(date(2024, 4, 30)))
    assert before.status is Status.VASTGESTELD
