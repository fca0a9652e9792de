"""Properties of the shipped trajecten that hold for any dossier: chains without a gap, and what the law never allows."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.cache import load_program
from dsl.program import Program
from engine.case import Case, Obj
from engine.paths import rules_dir
from engine.trajecten import TrajectResult, Verdict, replay

START = date(2024, 1, 1)
PREMIUM = Fraction(150)
ZVW, NO_INSURANCE, OBJECTION = "Betalingsachterstand zorgpremie", "Onverzekerden", "Bezwaar met dwangsom"


@pytest.fixture(scope="module")
def law() -> Program:
    program, found, _ = load_program(rules_dir())
    assert program is not None, found
    return program


def case_of(kind: str, facts: dict[str, Any], roles: dict[str, list[dict[str, Any]]], types: dict[str, str]) -> Case:
    members = {
        role: tuple(Obj(f"{role}{number}", types[role], event) for number, event in enumerate(events))
        for role, events in roles.items()
    }
    root = Obj("p", kind, facts, dict(members))
    return Case(root, {obj.key: obj for obj in (root, *(member for held in members.values() for member in held))})


def sound(result: TrajectResult) -> None:
    """Every step begins where the one before ended, in order of day, and every event has one account."""
    states = [result.traject.begins_as, *(step.to for step in result.path)]
    assert [step.from_state for step in result.path] == states[:-1]
    assert all(one.day <= other.day for one, other in pairwise(result.path))
    assert len({event.key for event in result.events}) == len(result.events)
    used = {event.key for event in result.events if event.verdict is Verdict.GEBRUIKT}
    assert used == {step.event.key for step in result.path if step.event is not None}
    assert all(item.day >= result.on for item in result.due)


def steps(kinds: list[str], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    day = st.integers(0, 60).map(lambda weeks: START + timedelta(days=8 * weeks))
    one = st.fixed_dictionaries({"datum": day, "soort": st.sampled_from(kinds), **more})
    return st.lists(one, max_size=10, unique_by=lambda event: event["datum"])


PREMIUM_STEPS = [
    *["vaststelling van de achterstand", "mededeling van het voornemen om te melden"] * 3,
    *["ontvangst van de melding door het CAK"] * 4,
    "aanbod van een betalingsregeling", "aanvaarding van het aanbod", "breuk van de betalingsregeling",
    "betwisting van de schuld", "standpunt van de zorgverzekeraar", "voorlegging van het geschil",
    "onherroepelijke beslissing",
]  # fmt: skip
amounts = st.sampled_from([Fraction(n) for n in (0, 299, 300, 449, 450, 599, 600, 899, 900, 1200)])
days = st.integers(0, 600).map(lambda count: START + timedelta(days=count))


@settings(max_examples=150, deadline=None)
@given(drawn=steps(PREMIUM_STEPS, achterstand=amounts), on=days, stabilised=st.booleans())
def test_nobody_is_reported_below_six_premiums_or_without_a_warning(
    law: Program, drawn: list[dict[str, Any]], on: date, stabilised: bool
) -> None:
    facts = {
        "maandpremie": PREMIUM,
        "heeft een overeenkomst tot stabilisatie van schulden": stabilised,
        "staat als ingezetene in de basisregistratie personen": True,
        "heeft een afwijkend adres bij de zorgverzekeraar": False,
    }
    roles = {"premiestap": drawn, "beëindiging": [], "herleving": []}
    types = {"premiestap": "premiestap", "beëindiging": "beëindiging", "herleving": "herleving"}
    case = case_of("persoon", facts, roles, types)
    result = replay(law, ZVW, case, on)
    sound(result)
    assert result.state is not None
    seen: set[str] = set()
    for step in result.path:
        if step.transition.name == "melding aan het CAK":
            assert step.event is not None and step.effect is not None
            amount = case.objects[step.event.key].facts["achterstand"]
            assert isinstance(amount, Fraction) and amount >= 6 * PREMIUM
            assert "mededeling van het voornemen om te melden" in seen
            assert not stabilised
            assert step.effect.day == 1 and step.effect > step.day
        seen.add(step.transition.name)


@settings(max_examples=100, deadline=None)
@given(
    drawn=steps(["aanmaning om zich te verzekeren", "oplegging van een boete", "sluiten van een zorgverzekering"]),
    on=days,
)
def test_there_are_three_months_before_each_fine(law: Program, drawn: list[dict[str, Any]], on: date) -> None:
    case = case_of("persoon", {}, {"verzekeringsstap": drawn}, {"verzekeringsstap": "verzekeringsstap"})
    result = replay(law, NO_INSURANCE, case, on)
    sound(result)
    letters = [
        step for step in result.path if step.transition.name in ("aanmaning", "eerste boete", "tweede boete en last")
    ]
    for before, after in pairwise(letters):
        if after.transition.name != "aanmaning":
            assert (after.day - before.day).days > 89


@settings(max_examples=100, deadline=None)
@given(
    drawn=steps(
        [
            "ontvangst van het bezwaar",
            "ingebrekestelling",
            "bekendmaking van de beslissing",
            "intrekking van het bezwaar",
        ]
    ),
    on=days,
    postponed=st.booleans(),
)
def test_a_penalty_runs_only_after_term_notice_and_two_weeks(
    law: Program, drawn: list[dict[str, Any]], on: date, postponed: bool
) -> None:
    facts = {
        "bekendmaking": START,
        "heeft een adviescommissie": False,
        "is verdaagd": postponed,
        "aantal dagen opschorting": Fraction(0),
        "gaat over de verdragsbijdrage": False,
        "ontvangst van het bezwaar": START + timedelta(days=200),
        "heeft een bezwaar per post": False,
    }
    case = case_of("bezwaarzaak", facts, {"bezwaarstap": drawn}, {"bezwaarstap": "bezwaarstap"})
    result = replay(law, OBJECTION, case, on)
    if result.state is None:
        return  # an objection after its term waits for a judgement
    sound(result)
    began = {step.transition.name: step.day for step in result.path}
    if "begin van de dwangsom" in began:
        latest = START + timedelta(weeks=12 + 6 * postponed)
        assert began["ingebrekestelling ontvangen"] > latest
        assert (began["begin van de dwangsom"] - began["ingebrekestelling ontvangen"]).days > 14
    if "hoogste dwangsom bereikt" in began:
        assert (began["hoogste dwangsom bereikt"] - began["begin van de dwangsom"]).days == 42
