"""Diagnostics and their collector."""

import random

import pytest

from dsl.diagnostics import Diagnostic, Findings, Related, Severity, diagnose
from dsl.source import Span


def finding(start: int = 0, code: str = "TS201", file: str = "a.regels", cause: str = "x") -> Diagnostic:
    return Diagnostic(code, Severity.FOUT, Span(file, start, start + 1), cause, "y")


def test_diagnose_fills_the_templates_of_the_registry() -> None:
    found = diagnose("TS441", Span("a.regels", 1, 2), source="Wmo", text_date="1", first_date="2", last_date="3")
    assert found.cause == "De bron 'Wmo' is de tekst van 1; dat valt buiten de geldigheid van 2 t/m 3."
    assert found.remedy.startswith("Neem de wettekst")
    assert found.severity is Severity.FOUT


def test_a_remedy_of_the_caller_takes_the_place_of_the_registry() -> None:
    related = [Related(Span("a.regels", 0, 1), "hier")]
    found = diagnose("TS201", Span("a.regels", 1, 2), name="tarif", remedy="Bedoelde u 'tarief'?", related=related)
    assert found.remedy == "Bedoelde u 'tarief'?"
    assert found.related == tuple(related)


def test_what_a_user_wrote_is_never_read_as_a_template() -> None:
    assert diagnose("TS201", Span("a.regels", 0, 1), name="{name.__class__}").cause.startswith("'{name.__class__}'")


def test_mistakes_of_the_program_are_loud() -> None:
    with pytest.raises(KeyError, match="TS999"):
        diagnose("TS999", Span("a.regels", 0, 1))
    with pytest.raises(KeyError, match="name"):
        diagnose("TS201", Span("a.regels", 0, 1))


def test_sorted_is_by_file_place_and_code_whatever_the_order_of_finding() -> None:
    expected = (
        finding(9, file="a.regels"),
        finding(2, "TS101", file="b.regels"),
        finding(2, "TS201", file="b.regels"),
        finding(10, "TS001", file="b.regels"),
    )
    shuffled = [*expected, *expected]
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert Findings(shuffled).sorted() == expected


def test_dedupe_keeps_what_differs_in_cause() -> None:
    findings = Findings([finding(cause="een"), finding(cause="een"), finding(cause="twee")])
    assert [found.cause for found in findings.dedupe()] == ["een", "twee"]
    assert len(findings) == 3


def test_only_errors_stand_in_the_way() -> None:
    findings = Findings([diagnose("TS417", Span("a.regels", 0, 1), name="x")])
    assert not findings.has_errors
    findings.extend([finding()])
    assert findings.has_errors
