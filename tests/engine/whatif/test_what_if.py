"""Other facts beside those of a case, and the nearest change that matters: exact to the euro and the day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.cache import load_program
from dsl.program import Program
from engine.case import Case, Moment, Obj
from engine.decide import decide
from engine.difference.people import case_change
from engine.dossier import load_case
from engine.explain.values_nl import scalar_text
from engine.paths import rules_dir, scenarios_dir
from engine.whatif.changed import Change, find_place, read_change, with_changes
from engine.whatif.smallest import CannotLookError, smallest_change
from engine.whatif.words import describe_smallest, describe_what_if, is_private

DAY = Moment(date(2026, 1, 1))
BESLUIT = "Zorgtoeslag"


@pytest.fixture(scope="module")
def program() -> Program:
    found = load_program(rules_dir())[0]
    assert found is not None
    return found


@pytest.fixture(scope="module")
def case(program: Program) -> Case:
    text = (scenarios_dir() / "dossiers" / "zorgtoeslag.yaml").read_text("utf-8")
    loaded, _ = load_case(program, BESLUIT, text, "d.yaml")
    assert loaded is not None
    return loaded.case


def changed(program: Program, case: Case, *texts: str) -> list[Change]:
    found = []
    for text in texts:
        change, findings = read_change(program, case, text)
        assert change is not None, [item.cause for item in findings]
        found.append(change)
    return found


def outcome(program: Program, case: Case) -> list[object]:
    return [(one.value, one.legal_status) for one in decide(program, BESLUIT, case, DAY).outcomes]


@pytest.mark.parametrize("fact", ["inkomen van de cliënt in 2026", "geboortedatum van de cliënt"])
@pytest.mark.parametrize("only_status", [False, True])
def test_it_is_the_nearest_change(program: Program, case: Case, fact: str, only_status: bool) -> None:
    """At the value the outcome is another one; one step back it is not, nor anywhere as near on the other side."""
    place, _ = find_place(program, case, fact)
    assert place is not None
    found = smallest_change(program, BESLUIT, case, DAY, place, only_status)
    assert found.value is not None and found.decision is not None

    def status_at(value: Fraction | date) -> list[object]:
        other = with_changes(case, [Change(place, value)])
        if only_status:
            return [one.status for one in decide(program, BESLUIT, other, DAY).outcomes]
        return outcome(program, other)

    now = status_at(found.present)  # type: ignore[arg-type]
    assert status_at(found.value) != now  # type: ignore[arg-type]
    step = timedelta(days=1) if isinstance(found.value, date) else Fraction(1)
    distance = found.value - found.present  # type: ignore[operator]
    back = step if distance < step * 0 else -step
    assert status_at(found.value + back) == now  # type: ignore[operator]
    mirrored = found.present - distance + (step if distance > step * 0 else -step)  # type: ignore[operator]
    assert status_at(mirrored) == now


def test_a_fact_that_matters_nowhere_says_so(program: Program, case: Case) -> None:
    place, _ = find_place(program, case, "rendementsgrondslag van de cliënt in 2020")
    with pytest.raises(CannotLookError):
        assert place is not None
        smallest_change(program, BESLUIT, case, DAY, place)
    filled = with_changes(case, [Change(place, Fraction(5))])
    found = smallest_change(program, BESLUIT, filled, DAY, place)
    assert found.value is None
    assert "blijft gelijk" in describe_smallest(program, filled, found)


def test_an_open_outcome_has_no_smallest_change(program: Program, case: Case) -> None:
    place, _ = find_place(program, case, "inkomen van de cliënt in 2026")
    assert place is not None
    half = Case(case.root, dict(case.objects), case.answers)
    about = half.objects[place.obj]
    facts = {name: fact for name, fact in about.facts.items() if name != "rendementsgrondslag"}
    half.objects[place.obj] = Obj(about.key, about.type, facts, about.roles)
    with pytest.raises(CannotLookError, match="uitkomst staat niet vast"):
        smallest_change(program, BESLUIT, half, DAY, place)


def test_the_case_itself_stays_as_it_is(program: Program, case: Case) -> None:
    before = outcome(program, case)
    other = with_changes(case, changed(program, case, "inkomen van de cliënt in 2026 = € 99.000"))
    assert outcome(program, other) != before == outcome(program, case)


@given(st.integers(0, 60_000), st.integers(0, 60_000))
@settings(max_examples=25)
def test_what_two_changes_do_adds_up(first: int, second: int) -> None:
    program = load_program(rules_dir())[0]
    assert program is not None
    text = (scenarios_dir() / "dossiers" / "zorgtoeslag.yaml").read_text("utf-8")
    loaded, _ = load_case(program, BESLUIT, text, "d.yaml")
    assert loaded is not None
    changes = changed(
        program,
        loaded.case,
        f"inkomen van de cliënt in 2026 = {first}",
        f"inkomen van de echtgenoot in 2026 = {second}",
    )
    other = with_changes(loaded.case, changes)
    change = case_change(program, loaded.case, other)
    everything = frozenset(cause.key for cause in change.causes)
    assert outcome(program, change.state(everything).case) == outcome(program, other)
    assert outcome(program, change.state(frozenset()).case) == outcome(program, loaded.case)


def test_both_stand_beside_each_other_with_what_each_change_does(program: Program, case: Case) -> None:
    changes = changed(
        program, case, "inkomen van de cliënt in 2026 = 30000", "inkomen van de echtgenoot in 2026 = 15000"
    )
    text = describe_what_if(program, BESLUIT, case, DAY, changes, "burger")
    for part in (
        "Dit is geen besluit",
        "€ 186,00 per maand: wordt € 72,00 per maand",
        "Inkomen (cliënt): -€ 68,00 per maand",
        "Inkomen (echtgenoot): -€ 46,00 per maand",
        "Nu: waarom?",
        "Met de wijziging: waarom?",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("inkommen van de cliënt in 2026 = 1", "TS826"),
        ("zorgtoeslag = 1", "TS827"),
        ("inkomen van de cliënt = 1", "TS828"),
        ("inkomen van de cliënt in 2026", "TS829"),
        ("inkomen van de cliënt in 2026 = veel", "TS503"),
        ("inkomen van de cliënt in 2026 = 99999999999", "TS504"),
        ("=", "TS826"),
        ("", "TS829"),
    ],
)
def test_what_is_wrong_with_a_change_is_said(program: Program, case: Case, text: str, code: str) -> None:
    change, found = read_change(program, case, text)
    assert change is None and code in [item.code for item in found]


def test_what_the_dossier_has_of_another_stays_out_of_a_text_for_the_citizen(program: Program, case: Case) -> None:
    told = "inkomen van de echtgenoot in 2026 = 12345"
    held = find_place(program, case, told.partition(" =")[0])[0]
    assert held is not None
    present = held.held(case, DAY.rekendatum)
    assert isinstance(present, Fraction)
    shown = scalar_text(present, held.attr.type)
    burger = describe_what_if(program, BESLUIT, case, DAY, changed(program, case, told), "burger")
    assert "Het inkomen van uw partner in 2026: € 12.345,00 per jaar." in burger
    assert shown not in burger.split("Nu: ")[0]
    assert "leefeenheid" not in burger
    handler = describe_what_if(program, BESLUIT, case, DAY, changed(program, case, told), "behandelaar")
    assert f"(nu {shown})" in handler
    own = describe_what_if(
        program, BESLUIT, case, DAY, changed(program, case, "inkomen van de cliënt in 2026 = 1"), "burger"
    )
    assert "Uw inkomen in 2026: € 1,00 per jaar (nu € " in own


@pytest.mark.parametrize(
    ("fact", "private"), [("inkomen van de echtgenoot in 2026", True), ("inkomen van de cliënt in 2026", False)]
)
def test_only_the_own_figures_are_told_to_the_citizen(program: Program, case: Case, fact: str, private: bool) -> None:
    place, _ = find_place(program, case, fact)
    assert place is not None and is_private(program, case, place) is private
