"""A deviation in writing: only where the law gives room, beside the standard outcome, and comparable with others."""

from __future__ import annotations

import re
from functools import cache

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.case import Case
from engine.decide import decide
from engine.decision import Decision
from engine.dossier import load_case
from engine.maatwerk.form import WeighingForm
from engine.maatwerk.openings import AGAINST_THE_LAW, openings_of
from engine.maatwerk.paper import form_text, overview_text
from engine.maatwerk.records import Record, check_against, count, read_record, state_of
from engine.paths import rules_dir, scenarios_dir
from engine.safe_yaml import Mapping, load_yaml

EXAMPLE = (scenarios_dir() / "maatwerk" / "stapelfactuur.yaml").read_text(encoding="utf-8")


@cache
def decided(besluit: str, name: str) -> tuple[Program, Decision, Case]:
    program = load_program(rules_dir())[0]
    assert program is not None
    loaded, findings = load_case(
        program, besluit, (scenarios_dir() / "dossiers" / f"{name}.yaml").read_text("utf-8"), name
    )
    assert loaded is not None and not findings
    moment = loaded.moment()
    assert moment is not None
    return program, decide(program, besluit, loaded.case, moment), loaded.case


def late_start() -> tuple[Program, Decision, Case]:
    return decided("Begin van de bijdrage Wmo", "stapelfactuur")


def proven(text: str) -> str:
    """The example with the proof of today's decision."""
    receipt = late_start()[1].receipt
    proof = f"{{programma: {receipt.program}, feiten: {receipt.facts}, uitkomst: {receipt.outcome}}}"
    return re.sub(r"bewijs: \{.*\}", f"bewijs: {proof}", text)


def record(text: str, path: str = "a.yaml") -> Record:
    found, findings = read_record(text, path)
    assert found is not None, [item.cause for item in findings]
    return found


def codes(text: str, earlier: tuple[Record, ...] = ()) -> list[str]:
    found, findings = read_record(text, "a.yaml")
    if found is None:
        return [item.code for item in findings]
    return [item.code for item in check_against(found, *late_start(), earlier)]


def test_the_example_is_a_whole_weighing() -> None:
    assert codes(proven(EXAMPLE)) == []
    form = record(proven(EXAMPLE)).form
    assert isinstance(form, WeighingForm) and list(state_of(form)) == []


def test_the_question_that_the_law_puts_to_a_person_is_an_opening() -> None:
    program, decision, case = late_start()
    found = openings_of(program, decision, case)
    assert [(one.kind, one.rule) for one in found] == [
        ("vraag", "inkorten bij een verzuim van de uitvoering"),
        ("algemeen", "inkorten bij een verzuim van de uitvoering"),
        ("tegen de wet", "inkorten bij een verzuim van de uitvoering"),
    ]
    assert "artikel 3.5 lid 7" in found[0].sources[0].text


def test_a_bound_rule_offers_no_proportionality() -> None:
    """The Wmo tariff is bound by law: article 3:4 gives no room there, and the form must not invent it."""
    kinds = {one.kind for one in openings_of(*decided("Eigen bijdrage Wmo", "mevrouw-yilmaz"))}
    assert kinds == {"vraag", "tegen de wet"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("opening: .*", "opening: hardheidsclausule", "TS902"),
        ("regel: inkorten.*", "regel: hoogte van de bijdrage", "TS905"),
        ("feiten: [0-9a-f]+", "feiten: anders", "TS903"),
        ("eerste bijdragemaand: 01", "eerste bijdragedag: 01", "TS703"),
        ("eerste bijdragemaand: 01-05-2026", "eerste bijdragemaand: morgen", "TS503"),
        (r"\ngrondslag: .*", "", "TS904"),
        (r"keuze: afwijken", "keuze: niet afwijken", "TS905"),
        (r"naam: de uitvoering", "naam: de burger", "TS904"),
        (r"op: 09-06-2026", "op: 01-06-2026", "TS905"),
        (r"aanvaard op: 08-06-2026", "aanvaard op: 04-06-2026", "TS905"),
        (r"op: 05-06-2026, uitkomst", "op: 01-06-2026, uitkomst", "TS905"),
        (r"herbekijken op: 01-05-2027", "tot en met: 01-01-2026", "TS905"),
        (r"niveau: collega", "niveau: chef", "TS901"),
        (r"motivering: >-", "motivatie: >-", "TS901"),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, code: str) -> None:
    changed = re.sub(old, new, proven(EXAMPLE), count=1)
    assert changed != proven(EXAMPLE)
    assert code in codes(changed)


def test_against_the_law_needs_a_commission_and_a_lawyer() -> None:
    text = re.sub("opening: .*", f"opening: {AGAINST_THE_LAW}", proven(EXAMPLE))
    assert codes(text) == ["TS904", "TS904"]
    text = text.replace(
        "trap:", "trap:\n  - {niveau: commissie, eigenaar: Commissie Bijzonder Maatwerk, op: 01-06-2026}"
    )
    text = text.replace("gehoord:", "gehoord:\n  - {wie: een jurist van het CAK, op: 02-06-2026, wat: Kan eenmalig.}")
    assert codes(text) == []


def test_comparable_weighings_must_have_been_looked_at_also_refusals() -> None:
    refused = proven(EXAMPLE).replace("MA-2026-001", "MA-2025-009").replace("keuze: afwijken", "keuze: niet afwijken")
    refused = re.sub(r"afwijkende uitkomst: .*\n", "", refused)
    earlier = (record(refused, "b.yaml"),)
    assert codes(proven(EXAMPLE), earlier) == ["TS906"]
    assert codes(proven(EXAMPLE).replace("vergelijkbaar: []", "vergelijkbaar: [MA-2025-009]"), earlier) == []
    assert "MA-2025-009: niet afwijken" in form_text(*late_start(), earlier)


def test_a_handover_is_done_only_when_it_was_accepted() -> None:
    form = record(proven(EXAMPLE).replace(", aanvaard op: 08-06-2026", "")).form
    assert isinstance(form, WeighingForm)
    assert list(state_of(form)) == ["de overdracht aan de gemeente (schuldhulp) is nog niet aanvaard"]


def test_counts_per_rule_hide_small_groups_and_cases_that_nobody_made_readable() -> None:
    unease = "soort: buikpijn\nkenmerk: B1\nregel: drempel\nreden: Dit raakt steeds dezelfde mensen.\ndoor: x\nop: 01-02-2026\n"
    records = [record(proven(EXAMPLE)), record(unease), record(unease.replace("B1", "B2"))]
    counted, hidden = count(records, minimum=2)
    assert [(one.rule, one.departed, one.kept, one.unease) for one in counted] == [("drempel", 0, 0, 2)]
    assert hidden == 1 and "MA-2026-001" not in overview_text(counted, hidden, 2)
    readable = proven(EXAMPLE) + "geredigeerd: {door: redacteur 3, op: 12-06-2026}\n"
    (only,), _ = count([record(readable)], minimum=1)
    assert only.cases == ("MA-2026-001",) and only.departed == 1


def test_the_form_for_a_case_names_everything_that_the_check_asks_for() -> None:
    """Whoever fills in every part that the form shows has a weighing that can be read."""
    text = form_text(*late_start(), ())
    for key in WeighingForm.model_fields.values():
        assert f"{key.alias or ''}" in text
    assert late_start()[1].receipt.outcome in text


def test_damaged_files_give_findings_and_no_record() -> None:
    for text in ("", "soort: afweging", "- a\n- b", "soort: buikpijn\nregel: x", "\x00", "soort: [", "soort: {a: b}"):
        found, findings = read_record(text, "a.yaml")
        assert found is None and findings


def test_the_form_asks_for_all_outcomes_in_one_place() -> None:
    """Each on a line of its own would be one key more than once as soon as somebody takes the # away."""
    program, decision, case = late_start()
    lines = [line for line in form_text(program, decision, case, ()).splitlines() if "afwijkende uitkomst:" in line]
    assert len(decision.outcomes) > 1 and len(lines) == 1
    read = load_yaml(lines[0].removeprefix("# "))
    assert isinstance(read.root, Mapping)
    asked = read.root.get("afwijkende uitkomst")
    assert isinstance(asked, Mapping)
    assert [key.text for key, _ in asked.entries] == [one.attr.name for one in decision.outcomes]
