"""What may have rechtsgevolg: nothing without trace and receipt, and nothing that nobody answers for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dsl.diagnostics import Diagnostic
from engine.case import Moment, Obj
from engine.decide import decide
from engine.decision import Decision, Status
from engine.legal_effect import Handler, PublishedGround, without_legal_effect
from engine.published_grounds import FILE, published_grounds
from engine.trace import Trace
from tests.engine.build import Builder, attr, case_of

SENT = date(2026, 3, 1)
NOOR = Handler("u-1", "Noor")
GROUND = PublishedGround(
    "Proef", "CAK", "UAVG artikel 40", "Algoritmeregister", "een mens belt terug", date(2026, 1, 1)
)


@pytest.fixture(scope="module")
def decision() -> Decision:
    builder = Builder()
    builder.type("persoon", [attr("bijdrage")])
    builder.rule("persoon", "bijdrage", builder.const(5))
    builder.definition("persoon", "bijdrage")
    program = replace(builder.program({"Besluit": builder.decision("persoon", "bijdrage")}), digest="12ab")
    case = case_of(Obj("p", "persoon"))
    return decide(program, "Besluit", case, Moment(SENT, None))


def codes(found: list[Diagnostic]) -> list[str]:
    return [one.code for one in found]


def asked(
    decision: Decision | None,
    handler: Handler | None = NOOR,
    grounds: tuple[PublishedGround, ...] = (),
    on: date = SENT,
) -> list[str]:
    return codes(without_legal_effect("Besluit", decision, handler, grounds, on))


def test_a_decision_that_somebody_answers_for_may_be_sent(decision: Decision) -> None:
    assert asked(decision) == []


def test_a_row_of_a_batch_is_never_a_besluit(decision: Decision) -> None:
    assert asked(None) == ["TS950"]
    assert asked(None, None, (GROUND,)) == ["TS950", "TS951"]
    assert asked(replace(decision, trace=Trace({}, ()))) == ["TS950"]
    assert asked(replace(decision, receipt=replace(decision.receipt, facts=""))) == ["TS950"]


@pytest.mark.parametrize("handler", [None, Handler("", "Noor"), Handler("u-1", " ")])
def test_nobody_who_answers_for_it_is_nobody(decision: Decision, handler: Handler | None) -> None:
    assert asked(decision, handler) == ["TS951"]


def test_a_publication_of_the_executor_stands_in_for_a_person_while_it_holds(decision: Decision) -> None:
    assert asked(decision, None, (GROUND,)) == []
    assert asked(decision, None, (replace(GROUND, end=SENT),)) == []
    for other in (
        replace(GROUND, regeling="Ander"),
        replace(GROUND, executor="SVB"),
        replace(GROUND, start=date(2026, 3, 2)),
        replace(GROUND, end=date(2026, 2, 28)),
    ):
        assert asked(decision, None, (other,)) == ["TS951"]


@pytest.mark.parametrize("status", [Status.ONBEKEND, Status.BEOORDELEN, Status.FOUT])
def test_an_outcome_that_is_not_sure_is_no_besluit_whoever_signs(decision: Decision, status: Status) -> None:
    assert asked(replace(decision, status=status)) == ["TS952"]


def test_a_variant_is_no_law(decision: Decision) -> None:
    under = replace(decision, receipt=replace(decision.receipt, variants=(("Opslag", "12ab"),)))
    assert asked(under) == ["TS953"]


# --- where it is published

ROW = """  - regeling: Proef
    uitvoerder: CAK
    grond: UAVG artikel 40
    gepubliceerd: Algoritmeregister, 01-01-2026
    geldig vanaf: 01-01-2026
    waarborgen: een mens belt terug
"""


def test_without_a_file_nothing_is_published_and_none_is_shipped(tmp_path: Path) -> None:
    assert published_grounds(tmp_path) == ((), [])
    assert not (Path(__file__).parents[2] / "rules" / FILE).exists()


def test_a_publication_is_read_with_its_dates(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("geautomatiseerd besluiten:\n" + ROW + "    geldig t/m: 31-12-2026\n")
    grounds, found = published_grounds(tmp_path)
    assert found == []
    assert [(ground.regeling, ground.start, ground.end) for ground in grounds] == [
        ("Proef", date(2026, 1, 1), date(2026, 12, 31))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "geautomatiseerd besluiten:\n" + ROW.replace("    grond: UAVG artikel 40\n", ""),
        "geautomatiseerd besluiten:\n" + ROW.replace("    waarborgen: een mens belt terug\n", ""),
        "geautomatiseerd besluiten:\n" + ROW.replace("01-01-2026\n    waar", "morgen\n    waar"),
        "geautomatiseerd besluiten:\n" + ROW + "    geldig t/m: 31-12-2025\n",
        "geautomatiseerd besluiten:\n" + ROW + ROW.replace("CAK", '""'),
        "geautomatiseerd besluiten: ja",
        "- rommel: [",
        "",
    ],
)
def test_a_publication_with_anything_wrong_counts_for_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    grounds, found = published_grounds(tmp_path)
    assert grounds == ()
    assert found
