"""Decisions as a whole: status, legal status, finality, deadlines, findings, receipt."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dsl.program import STATUSES, EnumType, Provisional, Term, ToDo
from engine.case import Case, Moment, Unobtainable
from engine.decide import decide
from engine.decision import Decision, Status
from engine.values import NA, FactRef, Known
from tests.engine.build import BOOL, DATE, Builder, attr, case_of, obj

STATUS = EnumType("rechtsstatus")
MOMENT = Moment(date(2024, 7, 1), date(2024, 7, 3))


def person(**facts: object) -> Case:
    return case_of(obj("p", "persoon", facts))  # type: ignore[arg-type]


def builder() -> Builder:
    b = Builder()
    b.enums["rechtsstatus"] = STATUSES
    b.type("persoon", [attr("inkomen", low=0, high=100), attr("ziek", BOOL), attr("oud", BOOL)])
    return b


def with_status(condition_name: str, status: str) -> Builder:
    """Verschuldigd 21, unless the condition gives another rechtsstatus."""
    b = builder()
    condition = b.input("persoon", condition_name)
    amount = b.const(0) if status == "op nihil gesteld" else b.not_applicable()
    base = b.rule("persoon", "bijdrage", b.const(21), status="verschuldigd")
    exception = b.rule("persoon", "bijdrage", amount, condition=condition, deviates_from=[base], status=status)
    b.definition("persoon", "bijdrage")
    statuses = {base: b.const("verschuldigd"), exception: b.const(status)}
    root = b.nodes[b.definitions["persoon", "bijdrage"].root]
    for candidate in root.candidates:  # type: ignore[union-attr]
        b.also("persoon", "bijdrage#status", candidate, statuses[candidate.rule])
    b.definition("persoon", "bijdrage#status", STATUS)
    return b


def decided(b: Builder, case: Case, **settings: object) -> Decision:
    info = b.decision("persoon", "bijdrage", **settings)  # type: ignore[arg-type]
    return decide(b.program({"Besluit": info}), "Besluit", case, MOMENT)


def test_not_owed_is_an_outcome_in_law_and_not_nothing() -> None:
    decision = decided(with_status("ziek", "niet verschuldigd"), person(ziek=True))
    (outcome,) = decision.outcomes
    assert decision.status is outcome.status is Status.VASTGESTELD
    assert outcome.value == NA and outcome.legal_status == Known("niet verschuldigd")
    assert outcome.grounds == (1,)


def test_nihil_is_an_amount() -> None:
    (outcome,) = decided(with_status("ziek", "op nihil gesteld"), person(ziek=True)).outcomes
    assert outcome.value == Known(Fraction(0)) and outcome.status is Status.VASTGESTELD


def test_a_missing_fact_leaves_the_decision_open_and_sets_no_deadline() -> None:
    decision = decided(with_status("ziek", "niet verschuldigd"), person(), objection=Term(6, "week", "het CAK"))
    assert decision.status is Status.ONBEKEND
    assert [missing.fact for missing in decision.missing] == [FactRef("p", "ziek")]
    assert decision.deadlines == () and decision.outcomes[0].finality == ""


def test_only_questions_left_is_beoordelen() -> None:
    b = builder()
    b.rule("persoon", "bijdrage", b.const(1), condition=b.judge("regel 0: is het schrijnend?"))
    b.definition("persoon", "bijdrage")
    info = b.decision("persoon", "bijdrage")
    program = b.program({"Besluit": info})
    open_decision = decide(program, "Besluit", person(), MOMENT)
    assert open_decision.status is Status.BEOORDELEN
    assert [(q.key, q.sources[0].text) for q in open_decision.questions] == [
        ("regel 0: is het schrijnend?", "artikel 0")
    ]
    answered = case_of(obj("p", "persoon"), {"regel 0: is het schrijnend?": False})
    assert decide(program, "Besluit", answered, MOMENT).status is Status.NIET_VAN_TOEPASSING


def test_bezwaar_runs_from_the_day_after_sending() -> None:
    decision = decided(
        with_status("ziek", "niet verschuldigd"), person(ziek=False), objection=Term(6, "week", "het CAK")
    )
    (deadline,) = decision.deadlines
    assert deadline.due == date(2024, 8, 14) and deadline.what == "bezwaar maken bij het CAK"


def test_nothing_owed_is_not_to_be_paid() -> None:
    b = with_status("ziek", "niet verschuldigd")
    owed = decided(b, person(ziek=False), payment=Term(30, "dag"))
    assert [(d.what, d.due) for d in owed.deadlines] == [("betalen", date(2024, 8, 2))]
    assert decided(b, person(ziek=True), payment=Term(30, "dag")).deadlines == ()


def test_to_do_stands_when_its_condition_does() -> None:
    b = builder()
    b.rule("persoon", "bijdrage", b.const(1))
    b.definition("persoon", "bijdrage")
    todo = ToDo("Geef het door.", b.const(date(2024, 9, 1)), b.input("persoon", "ziek"), None)
    assert [d.due for d in decided(b, person(ziek=True), todos=(todo,)).deadlines] == [date(2024, 9, 1)]
    assert decided(b, person(ziek=False), todos=(todo,)).deadlines == ()
    (unsure,) = decided(b, person(), todos=(todo,)).deadlines
    assert unsure.due is None and unsure.why_unknown


def test_provisional_and_uncertain_come_from_the_rules_that_give_the_outcome() -> None:
    b = builder()
    b.param_info("tarief", {date(2024, 1, 1): 7}, certainty="middel")
    b.param_info("ander", {date(2024, 1, 1): 9}, certainty="laag")
    low = b.const(0)
    reservation = Provisional("de vaststelling", low, b.input("persoon", "inkomen"))
    b.rule("persoon", "bijdrage", b.param("tarief"), condition=b.input("persoon", "ziek"), provisional=reservation)
    b.rule("persoon", "bijdrage", b.param("ander"), condition=b.no(b.input("persoon", "ziek")), final_by_law=True)
    b.definition("persoon", "bijdrage")
    (outcome,) = decided(b, person(ziek=True, inkomen=3)).outcomes
    assert outcome.finality == "voorlopig"
    assert [(r.rule, r.low, r.high) for r in outcome.reservations] == [(0, Known(Fraction(0)), Known(Fraction(3)))]
    assert outcome.uncertain == ("de parameter tarief vanaf 01-01-2024: zekerheid middel",)
    (other,) = decided(b, person(ziek=False)).outcomes
    assert other.finality == "van rechtswege definitief" and other.reservations == ()
    assert "ander" in other.uncertain[0]


def test_a_fault_that_changed_nothing_is_a_finding_and_one_that_did_a_status() -> None:
    b = builder()
    faulty = b.compare("=", b.quotient(b.const(1), b.const(0)), b.const(1))
    b.rule("persoon", "bijdrage", b.const(1), condition=b.any(faulty, b.input("persoon", "ziek")))
    b.definition("persoon", "bijdrage")
    absorbed = decided(b, person(ziek=True))
    assert absorbed.status is Status.VASTGESTELD
    assert [(f.code, f.text[-17:]) for f in absorbed.findings] == [("TS610", " De deler is nul.")]
    assert decided(b, person(ziek=False)).status is Status.FOUT


def test_a_given_value_goes_before_the_rules_and_is_told() -> None:
    b = builder()
    b.type("persoon", [attr("bijdrage", low=0, high=50, derived=True, may_be_given=True)])
    given = b.input("persoon", "bijdrage")
    b.rule("persoon", "bijdrage", b.const(1))
    b.definition("persoon", "bijdrage", given=given)
    decision = decided(b, person(bijdrage=3))
    assert decision.outcomes[0].value == Known(Fraction(3)) and decision.outcomes[0].grounds == ()
    assert "opgegeven" in decision.findings[0].text
    assert decided(b, person()).outcomes[0].value == Known(Fraction(1))


def test_unknown_sending_date_is_asked_for() -> None:
    b = builder()
    sent = b.sent()
    late = b.compare(">", sent, b.const(date(2024, 8, 1)))
    b.rule("persoon", "bijdrage", b.const(1), condition=late)
    b.definition("persoon", "bijdrage")
    program = b.program({"Besluit": b.decision("persoon", "bijdrage")})
    decision = decide(program, "Besluit", person(), Moment(date(2024, 7, 1)))
    assert [m.fact.name for m in decision.missing] == ["verzenddatum"]
    assert b.nodes[sent].type == DATE


def test_the_receipt_knows_facts_from_other_facts_and_not_their_order() -> None:
    b = with_status("ziek", "niet verschuldigd")
    one = decided(b, person(ziek=True, inkomen=3)).receipt
    assert one == decided(b, person(inkomen=3, ziek=True)).receipt
    assert one.facts != decided(b, person(ziek=True, inkomen=4)).receipt.facts
    assert one.outcome == decided(b, person(ziek=True, inkomen=4)).receipt.outcome
    assert one.outcome != decided(b, person(ziek=False, inkomen=3)).receipt.outcome


def test_a_fact_that_cannot_be_had_is_not_asked_for_again() -> None:
    """The dossier states that it is unobtainable: the decision says that it waits for it, and asks nobody."""
    decision = decided(with_status("ziek", "niet verschuldigd"), person(ziek=Unobtainable("CAK")))
    assert decision.status is Status.ONBEKEND
    assert decision.missing == ()
    assert [finding.code for finding in decision.findings] == ["TS614"]
