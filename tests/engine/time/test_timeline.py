"""The merged timeline says exactly what deciding every single period says, on random programs and on the shipped law."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsl.cache import load_program
from dsl.program import EFFECT_UNITS, DecisionInfo, Effect, Program
from engine.case import Case, Dated, DatedRole, Moment
from engine.decide import decide
from engine.decision import OutcomeResult
from engine.dossier import load_case
from engine.paths import rules_dir, scenarios_dir
from engine.time.effect import effect_of, in_effect
from engine.time.reasons import Reason
from engine.time.timeline import Days, Timeline, followed, says_the_same, timeline
from engine.time.units import first_day
from engine.time.words import describe_timeline
from engine.values import Known
from tests.engine.random_programs import EPOCH, random_case, random_program

ONE = timedelta(days=1)
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def law() -> Program:
    found = load_program(rules_dir())[0]
    assert found is not None
    return found


def is_complete(told: Timeline) -> None:
    """The stretches cover the period from day to day, and no two beside each other say the same."""
    assert told.stretches[0].start == told.start
    assert told.stretches[-1].end == told.end
    for one, following in zip(told.stretches, told.stretches[1:], strict=False):
        assert one.start <= one.end and following.start == one.end + ONE
        assert not says_the_same(one.decision, following.decision)


def is_decided_day_by_day(program: Program, case: Case, told: Timeline, days: list[date]) -> None:
    info = told.info
    counted = in_effect(case, effect_of(info))
    for day in days:
        (stretch,) = (one for one in told.stretches if one.start <= day <= one.end)
        alone = decide(program, info.name, counted, Moment(first_day(told.grid, day)), engine="general", ordered=False)
        assert says_the_same(alone, stretch.decision), day


def with_changes(rng: Random, case: Case) -> Case:
    """The case with some of its facts changing once or twice."""
    other = random_case(rng, 0.0)
    for key, obj in case.objects.items():
        for name, fact in list(obj.facts.items()):
            second = other.objects.get(key)
            if second is None or rng.random() < 0.6 or name not in second.facts:
                continue
            change = EPOCH + timedelta(days=rng.randrange(900, 1300))
            end = change - ONE if rng.random() < 0.8 else change - timedelta(days=20)
            obj.facts[name] = Dated(((None, end, fact), (change, None, second.facts[name])))  # type: ignore[arg-type]
    for role, members in list(case.root.roles.items()):
        if isinstance(members, tuple) and members and role != "client" and rng.random() < 0.5:
            days = [EPOCH + timedelta(days=rng.randrange(900, 1300)) for _ in members]
            came = tuple(
                (day if rng.random() < 0.5 else None, None, one) for day, one in zip(days, members, strict=True)
            )
            left = tuple((start, None if start else day, one) for day, (start, _, one) in zip(days, came, strict=True))
            case.root.roles[role] = DatedRole(left)
    return case


@SETTINGS
@given(st.integers(0, 10**9))
def test_a_timeline_is_the_decision_of_every_day(seed: int) -> None:
    rng = Random(seed)
    program = random_program(rng)
    effect = Effect(rng.choice(EFFECT_UNITS[:4]), next=rng.random() < 0.5, this_if_first=rng.random() < 0.5)
    info = replace(program.decisions["besluit"], effect=effect)
    program = replace(program, decisions={"besluit": info})
    case = with_changes(rng, random_case(rng, rng.choice((0.0, 0.15, 0.5))))
    start = EPOCH + timedelta(days=rng.randrange(850, 1250))
    end = start + timedelta(days=90)
    told = timeline(program, "besluit", case, start, end)
    is_complete(told)
    is_decided_day_by_day(program, case, told, [start + timedelta(days=n) for n in range(91)])
    for before, stretch in zip(told.stretches, told.stretches[1:], strict=False):
        changed = [one.value for one in before.decision.outcomes] != [one.value for one in stretch.decision.outcomes]
        assert stretch.reasons or not changed


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9))
def test_looking_by_generated_code_gives_the_same_timeline(seed: int) -> None:
    rng = Random(seed)
    program = random_program(rng, alone=True)
    unit = rng.choice(("week", "maand", "kwartaal"))
    info = replace(program.decisions["besluit"], effect=Effect(unit, next=rng.random() < 0.5))
    program = replace(program, decisions={"besluit": info})
    case = with_changes(rng, random_case(rng, rng.choice((0.0, 0.0, 0.1))))
    case.root.roles.clear()
    start = EPOCH + timedelta(days=rng.randrange(850, 1250))
    end = start + timedelta(days=900)
    quick = timeline(program, "besluit", case, start, end)
    slow = followed(Days(program, case), info, start, end)
    assert [(one.start, one.end) for one in quick.stretches] == [(one.start, one.end) for one in slow.stretches]
    for one, other in zip(quick.stretches, slow.stretches, strict=True):
        assert says_the_same(one.decision, other.decision)
        assert dict(one.decision.trace.steps) == other.decision.trace.steps
        assert one.decision.receipt == other.decision.receipt
        assert [_told(reason) for reason in one.reasons] == [_told(reason) for reason in other.reasons]


def _told(reason: Reason) -> tuple[object, ...]:
    return reason.kind, reason.key, reason.since, reason.rule, reason.begins


SHIPPED = [
    ("meneer-bakker", "Eigen bijdrage Wlz", date(2026, 1, 1), date(2026, 12, 31)),
    ("mevrouw-bakker", "Eigen bijdrage Wmo", date(2026, 1, 1), date(2026, 12, 31)),
    ("sanne", "Eigen bijdrage Wlz", date(2025, 1, 1), date(2026, 12, 31)),
    ("mevrouw-yilmaz", "Eigen bijdrage Wmo", date(2023, 1, 1), date(2024, 12, 31)),
    ("gezin", "Kindgebonden budget", date(2025, 11, 1), date(2026, 12, 31)),
]


def shipped(law: Program, name: str, besluit: str) -> Case:
    case, found = load_case(law, besluit, (scenarios_dir() / "dossiers" / f"{name}.yaml").read_text("utf-8"), name)
    assert case is not None, found
    return case.case


@pytest.mark.parametrize(("name", "besluit", "start", "end"), SHIPPED)
def test_a_shipped_dossier_over_a_period_is_what_it_is_on_every_day(
    law: Program, name: str, besluit: str, start: date, end: date
) -> None:
    case = shipped(law, name, besluit)
    told = timeline(law, besluit, case, start, end)
    is_complete(told)
    days = [start + timedelta(days=n) for n in range(0, (end - start).days + 1, 5)]
    edges = [day for one in told.stretches for day in (one.start, one.end)]
    is_decided_day_by_day(law, case, told, sorted({*days, *edges}))


def amounts(told: Timeline) -> list[tuple[str, str]]:
    """Of every stretch its first day and the amount or rechtsstatus of the first outcome."""

    def said(outcome: OutcomeResult) -> str:
        if isinstance(outcome.value, Known):
            return str(outcome.value.value)
        return str(outcome.legal_status.value) if isinstance(outcome.legal_status, Known) else outcome.status.value

    return [(one.start.isoformat(), said(one.decision.outcomes[0])) for one in told.stretches]


def test_wlz_from_low_to_high_after_four_months(law: Program) -> None:
    told = timeline(
        law,
        "Eigen bijdrage Wlz",
        shipped(law, "meneer-bakker", "Eigen bijdrage Wlz"),
        date(2026, 2, 1),
        date(2026, 12, 31),
    )
    assert [(day, float(amount)) for day, amount in ((d, eval_fraction(a)) for d, a in amounts(told))] == [
        ("2026-02-01", 350.00),
        ("2026-03-15", 216.67),
        ("2026-06-01", 1264.82),
    ]
    chosen, after = told.stretches[1].reasons, told.stretches[2].reasons
    assert [(reason.kind, reason.since) for reason in chosen] == [("feit", date(2026, 3, 15))]
    assert [reason.kind for reason in after] == ["dag"]


def eval_fraction(text: str) -> float:
    over, _, under = text.partition("/")
    return int(over) / int(under or 1)


def test_a_municipality_that_is_late_with_its_amount(law: Program) -> None:
    told = timeline(
        law,
        "Eigen bijdrage Wmo",
        shipped(law, "mevrouw-yilmaz", "Eigen bijdrage Wmo"),
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert amounts(told) == [("2024-01-01", "19"), ("2024-05-01", "103/5")]
    (reason,) = told.stretches[1].reasons
    assert (reason.kind, reason.since) == ("feit", date(2024, 5, 1))


def test_a_period_that_ends_before_it_begins(law: Program) -> None:
    case = shipped(law, "sanne", "Eigen bijdrage Wlz")
    with pytest.raises(ValueError, match="ends before"):
        timeline(law, "Eigen bijdrage Wlz", case, date(2026, 2, 1), date(2026, 1, 1))


def test_every_besluit_of_the_law_says_from_when_a_change_counts(law: Program) -> None:
    unread: list[DecisionInfo] = [info for info in law.decisions.values() if info.effect is None]
    assert unread == []


MARRIAGE = """\
leefeenheid:
  heeft een huwelijk of geregistreerd partnerschap: [{waarde: nee, tot en met: 15-05-2026}, {waarde: ja, van: 16-05-2026}]
  voert een gezamenlijke huishouding: nee
  cliënt: {geboortedatum: 03-11-1944}
  echtgenoot: [{id: joke, van: 16-05-2026, geboortedatum: 22-06-1947}]
"""


@pytest.mark.parametrize("formal", [False, True])
def test_who_came_is_not_told_as_being_who_they_are(law: Program, formal: bool) -> None:
    """Not 'uw partner is uw partner vanaf 16 mei': that somebody is there now, is said already."""
    loaded, found = load_case(law, "AIO-aanvulling", MARRIAGE, "d.yaml")
    assert loaded is not None, found
    told = timeline(law, "AIO-aanvulling", loaded.case, date(2026, 2, 1), date(2026, 12, 31))
    text = describe_timeline(law, told, formal)
    assert "artner vanaf 16 mei 2026" in text or "echtgenoot vanaf 16 mei 2026" in text
    assert not re.search(r"(?:artner|echtgenoot.*) is (?:uw partner|de echtgenoot)", text), text


def test_one_missing_fact_is_no_example(law: Program) -> None:
    loaded, found = load_case(law, "Extra bedrag kinderbijslag", MARRIAGE, "d.yaml")
    assert loaded is not None, found
    told = timeline(law, "Extra bedrag kinderbijslag", loaded.case, date(2026, 1, 1), date(2026, 3, 31))
    assert "nodig: 1 feit: Heeft u kinderen?" in describe_timeline(law, told, False)
