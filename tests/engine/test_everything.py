"""Every besluit of one dossier side by side: which are taken, what is marked as a right, and that nothing leaks between them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from time import perf_counter

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.case import Moment
from engine.decide import decide
from engine.decision import Status
from engine.dossier import CaseLoader, Dossier, load_case
from engine.everything import Overview, decide_everything
from engine.explain.overview_nl import OWN_DATA_ONLY, describe_overview
from engine.paths import rules_dir, scenarios_dir
from engine.values import Known


@pytest.fixture(scope="module")
def program() -> Program:
    found = load_program(rules_dir())[0]
    assert found is not None
    return found


def opened(program: Program, text: str) -> Dossier:
    dossier, found = CaseLoader(program).open(text, "d.yaml")
    assert dossier is not None, found
    return dossier


def shipped(name: str) -> str:
    return (scenarios_dir() / "dossiers" / f"{name}.yaml").read_text("utf-8")


def taken(program: Program, name: str) -> tuple[Overview, Moment]:
    dossier = opened(program, shipped(name))
    assert dossier.rekendatum is not None
    moment = Moment(dossier.rekendatum, dossier.verzonden_op)
    return decide_everything(program, dossier, moment), moment


@pytest.mark.parametrize(
    ("name", "besluiten", "unclaimed"),
    [
        (
            "gezin",
            {"Zorgtoeslag", "Huurtoeslag", "Kindgebonden budget", "Kinderopvangtoeslag", "Kinderbijslag"},
            {"Huurtoeslag", "Kindgebonden budget"},
        ),
        ("ouderen", {"Zorgtoeslag", "Huurtoeslag", "AOW-pensioen"}, {"Zorgtoeslag", "Huurtoeslag"}),
    ],
)
def test_a_household_sees_its_rights_and_those_not_claimed(
    program: Program, name: str, besluiten: set[str], unclaimed: set[str]
) -> None:
    overview, moment = taken(program, name)
    rights = {one.info.name: one for one in overview.decided if one.right}
    assert set(rights) == besluiten
    assert {key for key, one in rights.items() if not one.claimed} == unclaimed
    text = describe_overview(program, overview, moment)
    assert text.startswith(OWN_DATA_ONLY)
    assert text.count("mogelijk recht, vraag aan") == len(unclaimed)
    # What is owed is no right, and no total stands anywhere.
    total = sum(
        result.value.value
        for one in rights.values()
        for result in one.decision.outcomes
        if isinstance(result.value, Known) and isinstance(result.value.value, Fraction)
    )
    assert str(int(total)) not in text.replace(".", "")


@pytest.mark.parametrize("name", ["karim", "sanne", "stapelfactuur", "toeslagjaar"])
def test_each_is_the_decision_that_is_taken_alone(program: Program, name: str) -> None:
    overview, moment = taken(program, name)
    assert overview.decided
    for one in overview.decided:
        case = opened(program, shipped(name)).case(one.case.root)
        decision = decide(program, one.info.name, case, moment)
        assert decision.outcomes == one.decision.outcomes
        assert {item.fact for item in decision.missing} == {item.fact for item in one.decision.missing}
        assert decision.receipt == one.decision.receipt


def test_every_besluit_is_accounted_for_once(program: Program) -> None:
    overview, _ = taken(program, "meneer-bakker")
    taken_once = [(one.info.name, one.case.root.key) for one in overview.decided]
    assert len(set(taken_once)) == len(taken_once)
    names = {name for name, _ in taken_once}
    silent = [info.name for info in overview.silent]
    assert sorted([*names, *silent]) == sorted(program.decisions)


def test_a_besluit_over_a_person_is_taken_for_each_of_them(program: Program) -> None:
    overview, moment = taken(program, "ouderen")
    ages = {one.case.root.key: one for one in overview.decided if one.info.name == "AOW-leeftijd"}
    assert set(ages) == {"leefeenheid.cliënt", "leefeenheid.echtgenoot"}
    assert len({str(one.decision.outcomes[1].value) for one in ages.values()}) == 2
    text = describe_overview(program, overview, moment)
    assert "AOW-leeftijd (over u): " in text
    assert "AOW-leeftijd (over uw partner): " in text
    formal = describe_overview(program, overview, moment, formal=True)
    assert "AOW-leeftijd (over de echtgenoot van de leefeenheid): " in formal


def test_an_overview_of_a_dossier_with_much_unknown_is_quick(program: Program) -> None:
    began = perf_counter()
    taken(program, "gezin")
    assert perf_counter() - began < 5, "asking for missing facts in their best order is no part of an overview"


def test_one_that_cannot_be_taken_hides_no_other(program: Program) -> None:
    # The amounts of zorgtoeslag are not known for 2027; the pension age is.
    dossier = opened(program, shipped("zorgtoeslag"))
    moment = Moment(date(2027, 3, 1))
    found = {one.info.name: one.decision.status for one in decide_everything(program, dossier, moment).decided}
    alone, _ = load_case(program, "Zorgtoeslag", shipped("zorgtoeslag"), "d.yaml")
    assert alone is not None
    assert decide(program, "Zorgtoeslag", alone.case, moment).status is found["Zorgtoeslag"]
    assert len(set(found.values())) > 1


def test_a_dossier_that_does_not_say_what_was_claimed_asks_for_nothing(program: Program) -> None:
    overview, moment = taken(program, "zorgtoeslag")
    (right,) = [one for one in overview.decided if one.right]
    assert (right.info.name, right.claimed) == ("Zorgtoeslag", None)
    assert "vraag aan" not in describe_overview(program, overview, moment)


def test_a_bijdrage_that_is_owed_is_no_right(program: Program) -> None:
    overview, _ = taken(program, "mevrouw-bakker")
    (owed,) = [one for one in overview.decided if one.info.name == "Eigen bijdrage Wmo"]
    assert owed.decision.status is Status.VASTGESTELD
    assert not owed.right


def test_what_was_claimed_must_be_a_list_of_besluiten(program: Program) -> None:
    for claimed, code in (("[Huurtoeslg]", "TS802"), ("Huurtoeslag: ja", "TS514"), ("{a: b}", "TS514")):
        value = claimed if claimed.startswith(("[", "{")) else f"{{{claimed}}}"
        dossier, found = CaseLoader(program).open(f"aangevraagd: {value}\nleefeenheid: {{}}\n", "d.yaml")
        assert dossier is None
        assert [item.code for item in found] == [code]
    assert opened(program, "aangevraagd: geen\nleefeenheid: {}\n").claimed == frozenset()
    assert opened(program, "leefeenheid: {}\n").claimed is None


def test_facts_without_an_object_have_no_besluit_to_belong_to(program: Program) -> None:
    dossier, found = CaseLoader(program).open("feiten:\n  gemeente: X\n", "d.yaml")
    assert dossier is None
    assert [item.code for item in found] == ["TS512"]


def test_an_empty_household_says_nothing(program: Program) -> None:
    overview = decide_everything(program, opened(program, "leefeenheid: {}\n"), Moment(date(2026, 3, 1)))
    assert {one.decision.status for one in overview.decided} <= {Status.NIET_VAN_TOEPASSING}
