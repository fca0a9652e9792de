"""The edges of time: a law that begins in mid month, leap days, ends of years, a part of a month, what a letter may not say."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from dsl.cache import load_program
from dsl.check import check
from dsl.files import RuleFile
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from dsl.source import SourceFile
from engine.case import Case
from engine.dossier import CaseLoader, load_case
from engine.paths import rules_dir, scenarios_dir
from engine.time.effect import known_by
from engine.time.timeline import Timeline, TooManyDecisionsError, timeline
from engine.time.words import PRIVATE_CHANGE, describe_timeline
from engine.values import Known

RULES = """Regeling Proef in de tijd
    uitvoerder: CAK
    bron: Proefwet (BWBR0000001)

Objecttype de persoon (mv: personen)
    de geboortedatum : datum
    kenmerk is ziek, gevoelig
    kenmerk woont alleen
    de toeslag : bedrag per maand, in centen
    de dagtoeslag : bedrag per maand, in centen
    de weektoeslag : bedrag per maand, in centen
    de teller : aantal dagen

Parameter het tarief : bedrag per maand
    bron: Proefwet artikel 2
    vanaf 01-01-2023: € 10
    vanaf 15-03-2024: € 20

Regel toeslag
    geldig vanaf 01-01-2023
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    De toeslag van een persoon moet gesteld worden op het tarief

Regel toeslag voor volwassenen
    geldig vanaf 01-01-2023
    bron: Proefwet artikel 4
    ruimte: gebonden, wet
    in afwijking van: toeslag
    De toeslag van een persoon moet berekend worden als het tarief plus € 100 per maand, rekenkundig afgerond op centen
    indien de leeftijd van de persoon op de rekendatum ten minste 18 jaar is

Regel dagtoeslag
    geldig vanaf 01-01-2023
    bron: Proefwet artikel 5
    ruimte: gebonden, wet
    De dagtoeslag van een persoon moet gesteld worden op de toeslag van de persoon

Regel dagtoeslag bij ziekte
    geldig vanaf 01-01-2023
    bron: Proefwet artikel 6
    ruimte: gebonden, wet
    gevoelig
    in afwijking van: dagtoeslag
    De dagtoeslag van een persoon moet gesteld worden op € 1 per maand
    indien de persoon ziek is

Regel weektoeslag
    geldig vanaf 01-01-2023
    bron: Proefwet artikel 7
    ruimte: gebonden, wet
    De weektoeslag van een persoon moet gesteld worden op € 5 per maand
    indien de persoon alleen woont

Regel teller
    geldig vanaf 01-01-2023
    bron: Proefwet artikel 8
    ruimte: gebonden, wet
    De teller van een persoon moet berekend worden als het aantal dagen tussen 1 januari 2000 en de rekendatum

Besluit Toeslag
    over: een persoon
    bron: Proefwet artikel 3
    per: maand
    uitkomst: de toeslag van de persoon
    wijziging werkt door vanaf: de maand na de wijziging

Besluit Dagtoeslag
    over: een persoon
    bron: Proefwet artikel 5
    per: maand
    uitkomst: de dagtoeslag van de persoon
    wijziging werkt door vanaf: de dag van de wijziging

Besluit Weektoeslag
    over: een persoon
    bron: Proefwet artikel 7
    uitkomst: de weektoeslag van de persoon
    wijziging werkt door vanaf: de maand nadat het CAK van de wijziging weet, of die maand als dat op de eerste dag was

Besluit Teller
    over: een persoon
    bron: Proefwet artikel 8
    uitkomst: de teller van de persoon
    wijziging werkt door vanaf: de dag van de wijziging
"""


@cache
def program() -> Program:
    found, findings = check(load_corpus([RuleFile("proef", SourceFile("proef.regels", RULES))]))
    assert found is not None, findings
    return found


def case_of(text: str) -> Case:
    case, found = load_case(program(), "Toeslag", text, "d.yaml")
    assert case is not None, found
    return case.case


def told(besluit: str, text: str, start: date, end: date) -> Timeline:
    return timeline(program(), besluit, case_of(text), start, end)


def amounts(line: Timeline) -> list[tuple[str, int | str]]:
    found: list[tuple[str, int | str]] = []
    for one in line.stretches:
        (result,) = one.decision.outcomes
        value = result.value.value if isinstance(result.value, Known) else result.status.value
        found.append((one.start.isoformat(), int(value) if isinstance(value, Fraction) else str(value)))
    return found


CHILD = "persoon:\n  geboortedatum: 01-01-2020\n  is ziek: nee\n"


def test_a_law_that_begins_in_mid_month_counts_for_the_month_after_or_from_its_day() -> None:
    year = date(2024, 1, 1), date(2024, 12, 31)
    assert amounts(told("Toeslag", CHILD, *year)) == [("2024-01-01", 10), ("2024-04-01", 20)]
    assert amounts(told("Dagtoeslag", CHILD, *year)) == [("2024-01-01", 10), ("2024-03-15", 20)]
    (reason,) = told("Toeslag", CHILD, *year).stretches[1].reasons
    assert (reason.kind, reason.since) == ("parameter", date(2024, 3, 15))


def test_a_figure_that_the_law_does_not_have_yet_is_called_unknown() -> None:
    text = RULES.replace("    vanaf 15-03-2024: € 20\n", "    vanaf 15-03-2024: onbekend\n")
    law, _ = check(load_corpus([RuleFile("proef", SourceFile("proef.regels", text))]))
    assert law is not None
    line = timeline(law, "Dagtoeslag", case_of(CHILD), date(2024, 3, 1), date(2024, 4, 30))
    letter = describe_timeline(law, line, formal=False)
    assert "Het tarief is vanaf 15 maart 2024 niet bekend." in letter
    assert "15 maart t/m 30 april 2024: niet vast te stellen, want een bedrag van deze periode is niet bekend" in letter


def test_who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march() -> None:
    leap = "persoon:\n  geboortedatum: 29-02-2008\n  is ziek: nee\n"
    period = date(2026, 1, 1), date(2026, 12, 31)
    assert amounts(told("Dagtoeslag", leap, *period)) == [("2026-01-01", 20), ("2026-03-01", 120)]
    born = "persoon:\n  geboortedatum: 28-02-2006\n  is ziek: nee\n"
    leap_year = date(2024, 2, 1), date(2024, 3, 31)
    assert amounts(told("Dagtoeslag", born, *leap_year)) == [
        ("2024-02-01", 10),
        ("2024-02-28", 110),
        ("2024-03-15", 120),
    ]
    # Counted per month the same birthday counts from the month after.
    assert amounts(told("Toeslag", born, *leap_year)) == [("2024-02-01", 10), ("2024-03-01", 110)]


def test_a_change_on_the_last_day_of_the_year() -> None:
    moved = "persoon:\n  geboortedatum: 01-01-2020\n  is ziek:\n    - {waarde: nee, tot en met: 30-12-2024}\n"
    moved += "    - {waarde: ja, van: 31-12-2024}\n"
    line = told("Dagtoeslag", moved, date(2024, 12, 1), date(2025, 1, 31))
    assert amounts(line) == [("2024-12-01", 20), ("2024-12-31", 1)]
    assert line.stretches[-1].end == date(2025, 1, 31)


def test_a_letter_does_not_say_what_is_sensitive() -> None:
    ill = "persoon:\n  geboortedatum: 01-01-2020\n  is ziek:\n    - {waarde: nee, tot en met: 09-05-2024}\n"
    ill += "    - {waarde: ja, van: 10-05-2024}\n"
    line = told("Dagtoeslag", ill, date(2024, 4, 1), date(2024, 12, 31))
    letter = describe_timeline(program(), line, formal=False)
    assert PRIVATE_CHANGE in letter and "ziek" not in letter
    assert "De persoon is ziek vanaf 10 mei 2024." in describe_timeline(program(), line)


def test_a_law_that_counts_from_when_the_organisation_knew() -> None:
    text = "persoon:\n  woont alleen:\n    - {waarde: nee, tot en met: 14-03-2024}\n"
    text += "    - {waarde: ja, van: 15-03-2024, bekend: {SVB: 20-03-2024, CAK: 02-08-2024}}\n"
    dossier, found = CaseLoader(program()).open(text, "d.yaml")
    assert dossier is not None, found
    period = date(2024, 1, 1), date(2024, 12, 31)
    starts = {}
    for by in ("CAK", "SVB"):
        view = dossier.as_known(by=by)
        line = timeline(program(), "Weektoeslag", view.case(view.top[0]), *period, known=known_by(view, by))
        starts[by] = [one.start.isoformat() for one in line.stretches]
    assert starts == {"CAK": ["2024-01-01", "2024-09-01"], "SVB": ["2024-01-01", "2024-04-01"]}


def test_what_changes_every_day_is_refused_over_a_long_time_and_told_over_a_short() -> None:
    assert len(told("Teller", CHILD, date(2024, 1, 1), date(2024, 1, 10)).stretches) == 10
    with pytest.raises(TooManyDecisionsError):
        told("Teller", CHILD, date(2024, 1, 1), date(2034, 1, 10))


def test_a_part_of_a_month_of_care() -> None:
    """350 x 12 x 20 / 365 = 230,14 in the month of admission, 216,67 x 12 x 12 / 365 = 85,48 in that of the end."""
    law = load_program(rules_dir())[0]
    assert law is not None
    days = "zorgdagen in de maand:\n    - {waarde: 20, van: 01-02-2026, tot en met: 28-02-2026}\n"
    days += "    - {waarde: 12, van: 01-05-2026, tot en met: 31-05-2026}\n"
    text = (scenarios_dir() / "dossiers" / "meneer-bakker.yaml").read_text("utf-8")
    text = text.replace("zorgdagen in de maand: 30\n", days)
    besluit = "Eigen bijdrage Wlz over een deel van de maand"
    case, found = load_case(law, besluit, text, "d.yaml")
    assert case is not None, found
    line = timeline(law, besluit, case.case, date(2026, 2, 1), date(2026, 5, 31))
    shown = [
        (one.start.isoformat(), float(value.value))
        for one in line.stretches
        if isinstance(value := one.decision.outcomes[0].value, Known) and isinstance(value.value, Fraction)
    ]
    assert shown == [("2026-02-01", 230.14), ("2026-05-01", 85.48)]
