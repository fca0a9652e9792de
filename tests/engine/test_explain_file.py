"""The explanations for the file: every rule, value and source, the formula with its numbers, and the three forms."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

from dsl.program import SourceRef
from engine.case import Case, Moment, Unobtainable
from engine.decide import decide
from engine.explain import describe
from engine.explain.render import render
from engine.explain.tree import Explanation, Form, Level, Part, Section
from engine.signals.outcome import FiredSignal, OpenSignal, SignalMatch, SignalReport
from engine.values import FactRef
from tests.engine.build import Builder, attr, case_of, obj
from tests.engine.explain_cases import AOW, MONTHLY, SHELTER, YEARLY, decided, household, person


def note(case: Case, level: Level = "behandelaar", form: Form = "tekst") -> str:
    decision, program, case = decided(case)
    return describe(decision, program, case, level, form)


def section(text: str, heading: str) -> str:
    """The lines under a heading."""
    lines = text.split(f"\n{heading}\n{'-' * len(heading)}\n")[1]
    return lines.split("\n\n")[0].rstrip()


def test_outcome_with_status_reservation_and_what_is_uncertain() -> None:
    assert (
        section(note(household(person(12_345))), "Uitkomst")
        == """\
- Status: vastgesteld; verzonden op 10-03-2026
- de bijdrage: € 0,00 per maand
  - status: vastgesteld, voorlopig
  - rechtsstatus: op nihil gesteld
  - voorlopig tot het CAK uw inkomen heeft gecontroleerd
  - latere vaststelling: tussen € 0,00 en € 21,80 per maand"""
    )


def test_rules_with_their_conditions_and_those_set_aside() -> None:
    text = note(household(person(1_000), person(2_000)))
    assert '- Regel "nihil" voor de leefeenheid [op nihil gesteld]: € 0,00' in section(text, "Toegepaste regels")
    assert (
        "  - Het toetsinkomen van de leefeenheid (€ 3.000,00 per jaar) is lager dan € 20.000,00 per jaar."
        in section(text, "Toegepaste regels")
    )
    assert '- Regel "hoofdregel" voor de leefeenheid wijkt voor "nihil"' in section(text, "Opzij gezette regels")


def test_all_grounds_and_the_mark_of_a_sensitive_rule() -> None:
    text = note(household(person(30_000, aow=False, shelter=True), person(1)))
    assert '  - gronden die gelden: "jong" en "opvang"' in text
    assert '- Regel "opvang" voor de leefeenheid [niet verschuldigd; gevoelig: niet in de brief noemen]' in text


def test_facts_and_parameters_with_their_origin() -> None:
    text = note(household(person(30_000)))
    assert (
        section(text, "Parameters en tabellen")
        == """\
- het abonnementstarief (vanaf 01-01-2026, zekerheid middel): € 21,80 per maand
  bron: Uitvoeringsregeling Wmo 2015"""
    )
    facts = section(note(household(person(1_000))), "Gebruikte feiten")
    assert facts == "- het inkomen van de cliënt van de leefeenheid in 2026: € 1.000,00 per jaar"


def test_questions_in_order_and_what_is_probably_not_needed() -> None:
    text = note(household({AOW: True, SHELTER: False}, person(50_000)))
    assert "- Hoe hoog is het inkomen van de cliënt van de leefeenheid in 2026? (waarschijnlijk niet nodig)" not in text
    text = note(household(person(None)))
    assert (
        section(text, "Ontbrekende feiten")
        == """\
- Hoe hoog is het inkomen van de cliënt van de leefeenheid in 2026?
  - Met dit feit staat de uitkomst vast."""
    )


def test_stated_to_be_unobtainable_says_by_whom_and_when() -> None:
    b = Builder()
    b.type("persoon", [replace(attr("inkomen", YEARLY, 0, 100), article="het")])
    b.rule("persoon", "bijdrage", b.const(5), condition=b.is_unknown(b.input("persoon", "inkomen")))
    b.definition("persoon", "bijdrage")
    program = b.program({"Besluit": b.decision("persoon", "bijdrage")})
    fact = Unobtainable("de Belastingdienst", date(2026, 2, 1))
    case = case_of(obj("persoon", "persoon", {"inkomen": fact}))
    decision = decide(program, "Besluit", case, Moment(date(2026, 3, 1)))
    text = describe(decision, program, case, "behandelaar")
    assert "- het inkomen van de persoon: niet te verkrijgen volgens de Belastingdienst op 01-02-2026" in text


def test_object_with_a_name_of_its_own_is_shown_by_it() -> None:
    b = Builder()
    b.type("persoon", [attr("inkomen", YEARLY, 0, 100), attr("bijdrage", derived=True)])
    b.rule("persoon", "bijdrage", b.input("persoon", "inkomen"))
    b.definition("persoon", "bijdrage")
    program = b.program({"Besluit": b.decision("persoon", "bijdrage")})
    case = case_of(obj("yilmaz", "persoon", {"inkomen": 7}))
    decision = decide(program, "Besluit", case, Moment(date(2026, 3, 1)))
    text = describe(decision, program, case, "behandelaar")
    assert "- de inkomen van de persoon (yilmaz): € 7,00 per jaar" in text
    assert "yilmaz" not in describe(decision, program, case, "burger")


def test_formula_in_words_with_numbers_and_what_was_rounded() -> None:
    b = Builder()
    b.type("persoon", [replace(attr("inkomen", YEARLY, 0, 100_000), article="het"), attr("bijdrage", derived=True)])
    income = b.input("persoon", "inkomen")
    tenth = b.product(b.const(Fraction(1, 10)), b.sum(income, b.const(5)))
    b.nodes[tenth] = replace(b.nodes[tenth], type=MONTHLY)
    rounded = b.round(tenth, grid="0.01")
    b.nodes[rounded] = replace(b.nodes[rounded], type=MONTHLY)
    number = b.rule("persoon", "bijdrage", rounded, title="tien procent")
    b.rules[number] = replace(b.rules[number], sources=(SourceRef("Blz artikel 3", "BWBR0035948", "3"),))
    b.definition("persoon", "bijdrage", MONTHLY)
    program = b.program({"Besluit": b.decision("persoon", "bijdrage", kind=MONTHLY)})
    case = case_of(obj("persoon", "persoon", {"inkomen": Fraction("123.456")}))
    decision = decide(program, "Besluit", case, Moment(date(2026, 3, 1)))
    text = describe(decision, program, case, "juridisch")
    assert (
        section(text, "Stappen")
        == """\
- 1. Regel "tien procent" voor de persoon
  bron: Blz artikel 3 <https://wetten.overheid.nl/BWBR0035948>
  - De bijdrage = € 0,10 maal (het inkomen van de persoon plus € 5,00), rekenkundig afgerond op centen
  - = € 0,10 × (€ 123,456 per jaar + € 5,00), rekenkundig afgerond op centen
  - = € 12,85 per maand
  - € 12,8456 per maand is rekenkundig afgerond op centen: € 12,85 per maand."""
    )


def test_rules_that_do_not_apply_say_which_condition_failed() -> None:
    text = section(note(household(person(30_000)), "juridisch"), "Regels die niet gelden")
    assert '- Regel "jong" voor de leefeenheid' in text
    assert "  - De leefeenheid heeft geen echtgenoot." in text


def signalled(report: SignalReport) -> str:
    decision, program, case = decided(household(person(30_000)))
    return section(describe(replace(decision, signals=report), program, case, "behandelaar"), "Signalen")


def test_signals_that_stand_and_that_are_open() -> None:
    match = SignalMatch(0, (("voorziening", ("leefeenheid.cliënt.voorziening[1]",)),))
    fired = FiredSignal(
        "stapeling", "Wmo", "leefeenheid", "hoog", "ondersteunen", "eigen administratie", "Bel de burger.",
        ("Geldfit",), (SourceRef("CAK Jaarplan 2024"),), "middel", (match,),
    )  # fmt: skip
    fact = FactRef("leefeenheid", "echtgenoot", kind="rol")
    open_one = OpenSignal("late keten", "Wmo", "leefeenheid", (fact,), (), ("de melding kan later zijn",))
    assert (
        signalled(SignalReport(True, "python", fired=(fired,), open=(open_one,)))
        == """\
- Signaal "stapeling" voor de leefeenheid (ernst hoog, doel ondersteunen)
  bron: CAK Jaarplan 2024
  - Bel de burger.
  - verwijs naar: Geldfit
  - grondslag: eigen administratie
  - zekerheid: middel
  - op grond van voorziening: de voorziening van de cliënt van de leefeenheid
- Signaal "late keten" voor de leefeenheid: nog niet te beoordelen; nodig: echtgenoot
  - De melding kan later zijn.
- beoordeeld door: de eigen motor in Python"""
    )


def test_signals_not_judged_is_not_the_same_as_none() -> None:
    reason = "signalen niet beoordeeld, want het rekenproces stopte"
    assert signalled(SignalReport(False, None, reason)) == "- Signalen niet beoordeeld, want het rekenproces stopte."
    judged = "- Er staan geen signalen.\n- beoordeeld door: durable_rules"
    assert signalled(SignalReport(True, "durable")) == judged


# ---------------------------------------------------------------- forms


def test_markdown_links_sources_and_escapes_what_people_wrote() -> None:
    source = SourceRef("Wmo 2015 artikel 3.8", "BWBR0035733", "3.8", date(2026, 1, 1))
    parts = (Part("zin", "Let op: a*b."), Part("feit", "inkomen", "€ 1,00", (source,)))
    shown = render(Explanation("behandelaar", "Titel", (Section("Kop", parts),)), "markdown")
    link = "[Wmo 2015 artikel 3.8 (tekst 01-01-2026)](https://wetten.overheid.nl/BWBR0035733/2026-01-01)"
    assert shown == f"# Titel\n\n## Kop\n\nLet op: a\\*b.\n\n- inkomen: **€ 1,00** ({link})\n"


def test_json_has_the_steps_and_links() -> None:
    document = json.loads(note(household(person(30_000)), "burger", "json"))
    assert (document["niveau"], document["titel"]) == ("burger", "Besluit")
    facts = next(part for part in document["onderdelen"] if part["kop"] == "Hier zijn wij van uitgegaan")
    assert facts["delen"][0]["tekst"] == "U heeft 1 voorziening."
    assert facts["delen"][0]["stappen"][0].endswith("@leefeenheid")
    law = next(part for part in document["onderdelen"] if part["kop"] == "Welke regels gelden hier?")
    assert law["delen"][0]["bronnen"][0]["link"] == "https://wetten.overheid.nl/BWBR0035733"


def test_many_open_signals_are_said_together() -> None:
    fact = FactRef("leefeenheid", "echtgenoot", kind="rol")
    several = tuple(OpenSignal(f"signaal {number}", "Wmo", "leefeenheid", (fact,), (), ()) for number in range(6))
    assert signalled(SignalReport(True, None, open=several)) == (
        "- 6 signalen voor de leefeenheid: nog niet te beoordelen; nodig: echtgenoot\n"
        "  - Signaal 0, signaal 1, signaal 2, signaal 3, signaal 4 en signaal 5."
    )
    assert len(signalled(SignalReport(True, None, open=several[1:])).splitlines()) == 5
