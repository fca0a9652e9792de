"""The amounts of many states: those of their timelines, however much the states have in common."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import chain, combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from engine.difference.causes import Change
from engine.difference.knowledge import knowledge_change
from engine.difference.worth import Worth
from engine.time.amounts import amounts_of
from engine.time.timeline import timeline
from tests.engine.revision.test_revise import FIRST, LAST, days, dossiers, opened, small_law

YEARS = """Regeling Proefjaar
    uitvoerder: CAK
    bron: Proefwet artikel 1

Objecttype de persoon (mv: personen)
    het inkomen : bedrag per jaar ligt tussen € 0 en € 100.000, per kalenderjaar, in hele euro's
    de toeslag : bedrag per maand ligt tussen € 0 en € 1.000, in hele euro's
    de bijdrage : bedrag per maand, in centen

Regel bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 2
    ruimte: gebonden, wet
    De bijdrage van een persoon moet berekend worden als
        (10% van het inkomen van de persoon in het jaar van (de rekendatum min 2 jaar), omgerekend naar een bedrag per maand)
        plus de toeslag van de persoon,
        rekenkundig afgerond op centen

Besluit Proefjaar
    over: een persoon
    bron: Proefwet artikel 2
    per: maand
    uitkomst: de bijdrage van de persoon
    wijziging werkt door vanaf: de maand na de wijziging
"""


@cache
def yearly_law() -> Program:
    made, found = check(load_corpus({"proef.regels": YEARS}))
    assert made is not None, [item.cause for item in found]
    return made


def held(program: Program, besluit: str, change: Change) -> None:
    """Every mixture of the causes, with one memory for all of them."""
    places = frozenset(chain.from_iterable(cause.places or () for cause in change.causes))
    numbers = range(16)
    worth = Worth(besluit, 0, (FIRST, LAST, LAST), numbers, places)
    keys = [cause.key for cause in change.causes]
    for some in chain.from_iterable(combinations(keys, size) for size in range(len(keys) + 1)):
        state = change.state(frozenset(some))
        told = amounts_of(timeline(program, besluit, state.case, FIRST, LAST, LAST), 0)
        assert worth.of(state) == tuple(one.amount for one in told)


@given(dossiers(), days, days)
@settings(max_examples=25, deadline=None)
def test_every_mixture_has_the_amounts_of_its_timeline(text: str, one: date, other: date) -> None:
    loaded = opened(small_law(), "Proefbijdrage", text)
    assert loaded.dossier is not None
    change = knowledge_change(small_law(), loaded.dossier, "persoon", *sorted((one, other)), "CAK")
    held(small_law(), "Proefbijdrage", change)


@given(st.lists(st.tuples(st.integers(2021, 2023), days, st.integers(1, 90_000)), min_size=1, max_size=4), days)
@settings(max_examples=25, deadline=None)
def test_what_is_read_of_another_year_is_never_taken_for_the_same(
    told: list[tuple[int, date, int]], raised: date
) -> None:
    lines = ["persoon:", "  inkomen:"]
    for year in (2021, 2022, 2023):
        corrections = {max(known, date(year + 1, 1, 1)): amount for number, known, amount in told if number == year}
        lines += [f"    {year}:", "      - {waarde: 12000, herkomst: Belastingdienst}"]
        lines += [
            f"      - {{waarde: {amount}, herkomst: Belastingdienst, bekend: {known:%d-%m-%Y}}}"
            for known, amount in corrections.items()
        ]
    lines += ["  toeslag:", "    - {waarde: 5, herkomst: gemeente}"]
    lines.append(f"    - {{waarde: 10, van: {raised:%d-%m-%Y}, herkomst: gemeente, bekend: 01-06-2025}}")
    text = "\n".join(lines) + "\n"
    loaded = opened(yearly_law(), "Proefjaar", text)
    assert loaded.dossier is not None
    change = knowledge_change(yearly_law(), loaded.dossier, "persoon", date(2023, 1, 1), date(2025, 12, 31), "CAK")
    held(yearly_law(), "Proefjaar", change)


@given(dossiers(), days, days, st.randoms())
@settings(max_examples=60, deadline=None)
def test_a_state_worked_out_from_the_one_before_is_what_was_known(
    text: str, one: date, other: date, random: Random
) -> None:
    """Deliveries in the order in which they became known give the views of those days, whatever state was asked for before."""
    loaded = opened(small_law(), "Proefbijdrage", text)
    assert loaded.dossier is not None
    then, now = sorted((one, other))
    change = knowledge_change(small_law(), loaded.dossier, "persoon", then, now, "CAK")
    keys = [cause.key for cause in change.causes]
    for _ in range(3):
        change.state(frozenset(random.sample(keys, random.randint(0, len(keys)))))
    told: set[str] = set()
    for moment in change.moments:
        told |= {cause.key for cause in moment}
        (day,) = {cause.known for cause in moment}
        known = loaded.as_known(day, "CAK")
        assert known is not None
        assert change.state(frozenset(told)).case.root.facts == known.case.root.facts
