"""A month that changes half-way: each part by its days where the law says so, the first day where it does not."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.printer import print_module
from dsl.program import Program
from engine.difference.knowledge import knowledge_change
from engine.dossier import load_case
from engine.revision.revise import Revision, revise
from engine.revision.revision_json import revision_json
from engine.revision.words import describe_revision

BY_DAYS = "    deel van een maand: naar rato van 365 dagen per jaar\n"
LAW = f"""Regeling Proefzorg
    uitvoerder: CAK
    bron: Proefwet artikel 1

Objecttype de persoon (mv: personen)
    kenmerk krijgt zorg
    het loon : bedrag per maand ligt tussen € 0 en € 10.000, in centen
    de bijdrage : bedrag per maand, in centen

Regel bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    De bijdrage van een persoon moet gesteld worden op het loon van de persoon
    indien de persoon zorg krijgt

Besluit Proefzorg
    over: een persoon
    bron: Proefwet artikel 1
    per: maand
    uitkomst: de bijdrage van de persoon
    wijziging werkt door vanaf: de dag van de wijziging
{BY_DAYS}    hoger bedrag: "naheffing" vanaf de eerste dag van de maand van de verzenddatum min 36 maanden
    lager bedrag: "restitutie" vanaf de eerste dag van de maand van de verzenddatum min 36 maanden
"""
FIRST, LAST, SENT = date(2024, 1, 1), date(2024, 4, 30), date(2024, 6, 1)


@cache
def law(text: str = LAW) -> Program:
    made, found = check(load_corpus({"proef.regels": text}))
    assert made is not None, [item.cause for item in found]
    return made


def revised(dossier: str, program: Program, start: date = FIRST, end: date = LAST, now: date = SENT) -> Revision:
    loaded, findings = load_case(program, "Proefzorg", dossier, "d.yaml")
    assert loaded is not None and loaded.dossier is not None, [item.cause for item in findings]
    change = knowledge_change(program, loaded.dossier, loaded.case.root.key, date(2024, 5, 1), now, "CAK")
    return revise(change, "Proefzorg", start, end, SENT)


def ended(day: date) -> str:
    return f"""persoon:
  loon: € 100
  krijgt zorg:
    - {{waarde: ja, herkomst: iWlz}}
    - {{waarde: nee, van: {day:%d-%m-%Y}, herkomst: iWlz, bekend: 15-05-2024}}
"""


@given(st.dates(FIRST, LAST))
@settings(max_examples=40, deadline=None)
def test_care_that_ends_costs_the_days_until_then(day: date) -> None:
    found = revised(ended(day), law())
    due = [new.amount for _, new in found.periods]
    days = day.day - 1
    part = Fraction(round(Fraction(100 * 100 * 12 * days, 365) + Fraction(1, 10**9)), 100)
    wanted = [Fraction(100)] * (day.month - 1) + [part] + [Fraction(0)] * (4 - day.month)
    assert due == wanted
    assert found.division is not None and not found.broken
    assert sum(share.rounded for share in found.division.shares) == sum(wanted) - 400


@given(st.integers(1, 30), st.integers(0, 10_000), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_the_parts_of_a_month_are_all_its_days(last: int, before: int, after: int) -> None:
    text = f"""persoon:
  krijgt zorg: ja
  loon:
    - {{waarde: "{before},00", tot en met: {FIRST.replace(day=last):%d-%m-%Y}, herkomst: UWV}}
    - {{waarde: "{after},00", van: {FIRST.replace(day=last + 1):%d-%m-%Y}, herkomst: UWV}}
"""
    (first, *rest) = [new for _, new in revised(text, law()).periods]
    assert [one.amount for one in rest] == [Fraction(after)] * 3
    if before == after:
        assert first.amount == before and not first.portions
    else:
        assert sum(one.days for one in first.portions) == monthrange(2024, 1)[1]
        assert first.amount == sum(one.due for one in first.portions if one.due is not None)


def test_a_herziening_that_begins_in_the_month_counts_the_whole_of_it() -> None:
    whole = revised(ended(date(2024, 3, 13)), law())
    inside = revised(ended(date(2024, 3, 13)), law(), start=date(2024, 3, 12), end=date(2024, 4, 2))
    assert inside.periods == whole.periods[2:]


def test_the_same_knowledge_changes_nothing() -> None:
    found = revised(ended(date(2024, 3, 13)), law(), now=date(2024, 5, 1))
    assert all(old == new for old, new in found.periods) and not found.settled


def test_it_is_told_with_its_days() -> None:
    found = revised(ended(date(2024, 3, 13)), law())
    told = describe_revision(found, "toen", "nu", "behandelaar")
    assert "12 dagen van € 100,00 per maand is € 39,45 en 19 dagen niet van toepassing" in told
    parts = revision_json(found)["perioden"][-2]["wordt"]["naar rato"]
    assert [(one["van"], one["bedrag"]) for one in parts] == [("2024-03-01", "789/20"), ("2024-03-13", "0")]


def test_without_the_words_a_month_counts_as_on_its_first_day() -> None:
    found = revised(ended(date(2024, 3, 13)), law(LAW.replace(BY_DAYS, "")))
    assert [new.amount for _, new in found.periods] == [100, 100, 100, 0]
    assert found.broken == (date(2024, 3, 13),)


def test_it_is_printed_as_it_was_written() -> None:
    corpus = load_corpus({"proef.regels": LAW})
    assert BY_DAYS in print_module(corpus.modules[0])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("naar rato van 365 dagen per jaar", "naar rato", "TS101"),
        ("    per: maand\n", "    per: week\n", "TS102"),
    ],
)
def test_what_cannot_be_reckoned_is_refused(old: str, new: str, code: str) -> None:
    corpus = load_corpus({"proef.regels": LAW.replace(old, new)})
    _, found = check(corpus)
    assert code in {item.code for item in (*corpus.diagnostics, *found)}
