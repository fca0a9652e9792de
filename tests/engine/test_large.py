"""Rule files that are made to take long: what grows faster than the text is bounded, and says so."""

from __future__ import annotations

from datetime import date
from time import process_time

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from dsl.severity import Severity
from engine.case import Case, Moment
from engine.decide import decide
from engine.decision import Status
from engine.dossier import load_case
from engine.whynot import why_not

HEAD = """Regeling Proef
    uitvoerder: CAK
    bron: Proefwet artikel 1

Objecttype de persoon (mv: personen)
    het inkomen : bedrag per maand ligt tussen € 0 en € 10.000, in centen
    de uitkomst : bedrag per maand, in centen
{members}
{rules}
Besluit Proef
    over: een persoon
    uitkomst: de uitkomst van de persoon
    wijziging werkt door vanaf: de maand na de wijziging
    bezwaar: 6 weken bij het CAK
"""
RULE = """Regel {name}
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 2
{deviates}    De uitkomst van een persoon moet gesteld worden op {value}
    {condition}

"""
SECONDS = 20
"""Processor time that one of these may take; each took minutes before it had a bound."""


def made(members: str, rules: str) -> tuple[Program, Case]:
    program, found = check(load_corpus({"proef.regels": HEAD.format(members=members, rules=rules)}))
    assert program is not None, [item for item in found if item.severity is Severity.FOUT]
    case, findings = load_case(program, "Proef", "persoon: {}\n", "d.yaml")
    assert case is not None, findings
    return program, case.case


TODAY = Moment(date(2024, 3, 1))


def test_many_exceptions_with_the_fact_missing_are_never_definite() -> None:
    start = process_time()
    rules = RULE.format(name="basis", deviates="", value="€ 5 per maand", condition="") + "".join(
        RULE.format(
            name=f"nr{i}",
            deviates="    in afwijking van: basis\n",
            value=f"€ {i} per maand",
            condition=f"indien het inkomen van de persoon gelijk is aan € {i} per maand",
        )
        for i in range(1, 400)
    )
    program, case = made("", rules)
    decision = decide(program, "Proef", case, TODAY)
    assert decision.status is Status.ONBEKEND
    assert [missing.fact.name for missing in decision.missing] == ["inkomen"]
    assert process_time() - start < SECONDS


def test_why_not_over_hundreds_of_unknown_conditions() -> None:
    start = process_time()
    members = "".join(f"    het feit{i} : bedrag per maand ligt tussen € 0 en € 100\n" for i in range(200))
    bullets = "".join(
        f"        • het feit{i} van de persoon is groter dan € {j} per maand\n" for i in range(200) for j in (1, 50)
    )
    for lead, most in (("alle", 400), ("ten minste 90 van de", 400)):
        condition = f"indien aan {lead} volgende voorwaarden is voldaan:\n{bullets}"
        program, case = made(members, RULE.format(name="r", deviates="", value="€ 5 per maand", condition=condition))
        answer = why_not(program, "Proef", case, TODAY, "r")
        assert 0 < len(answer.found[0].failed) <= most
    assert process_time() - start < SECONDS


def test_a_table_of_a_thousand_rows_is_not_compared_row_by_row() -> None:
    start = process_time()
    rows = "".join(f"    | € {i} per maand | € {i} |\n" for i in range(1001))
    table = (
        "Beslistabel r\n    geldig vanaf 01-01-2020\n    bron: Proefwet artikel 2\n    treffer: enige\n"
        f"    | de uitkomst van een persoon | indien het inkomen van de persoon |\n{rows}\n"
    )
    _, found = check(load_corpus({"proef.regels": HEAD.format(members="", rules=table)}))
    assert "TS429" in {item.code for item in found}
    assert process_time() - start < SECONDS


def test_hundreds_of_unknown_facts_in_a_thousand_exceptions_take_seconds() -> None:
    members = "".join(f"    het feit{i} : bedrag per maand ligt tussen € 0 en € 100\n" for i in range(300))
    rules = RULE.format(name="basis", deviates="", value="€ 5 per maand", condition="") + "".join(
        RULE.format(
            name=f"nr{i}x{edge}",
            deviates="    in afwijking van: basis\n",
            value=f"€ {i} per maand",
            condition=f"indien het feit{i} van de persoon gelijk is aan € {edge} per maand",
        )
        for i in range(300)
        for edge in (1, 20, 50, 80)
    )
    program, case = made(members, rules)
    start = process_time()
    decision = decide(program, "Proef", case, TODAY)
    assert decision.status is Status.ONBEKEND
    assert len(decision.missing) == 300
    # About 2.5 on a quiet machine; a busy one may take twice that.
    assert process_time() - start < 2 * 3
