"""Dated roles, knowledge, dispute and every way in which a change counts: a timeline is the decision of each of its days, and the
order in which it was all written down changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from engine.case import Moment
from engine.decide import decide
from engine.difference.knowledge import knowledge_change
from engine.dossier import CaseLoader, Dossier
from engine.revision.revise import revise
from engine.revision.revision_json import revision_json
from engine.time.effect import effect_of, grid_of, in_effect, known_by
from engine.time.timeline import says_the_same, timeline
from engine.time.units import first_day

EFFECTS = (
    "de dag van de wijziging",
    "de maand na de wijziging",
    "de maand na de wijziging, of die maand als dat op de eerste dag was",
    "de maand nadat het CAK van de wijziging weet",
    "de week na de wijziging",
    "de eerste dag van het kwartaal na de wijziging",
    "de maand na de wijziging; een leeftijd vanaf de dag van de verjaardag",
    "de maand na de wijziging; het loon, lid of een leeftijd vanaf de dag van de wijziging",
    "de maand van de wijziging bij een verhoging, de maand daarna bij een verlaging",
)
ONE_WAY = len(EFFECTS) - 2
"""The last is two ways of counting, and no single case is what counts for it."""
RULES = """Regeling Proefhuishouden
    uitvoerder: CAK
    bron: Proefwet artikel 1

Objecttype de persoon (mv: personen)
    de geboortedatum : datum
    het loon : bedrag per maand ligt tussen € 0 en € 10.000, in hele euro's
    kenmerk is volwassen

Objecttype het huishouden (mv: huishoudens)
    het tarief van de gemeente : bedrag per maand ligt tussen € 0 en € 100, in hele euro's
    het gezamenlijke loon : bedrag per maand
    de bijdrage : bedrag per maand, in centen
    rol lid (mv: leden) : ten hoogste 5 personen
    rol hoofd : hoogstens een persoon

Parameter de korting : bedrag per maand
    bron: Proefwet artikel 2
    vanaf 01-01-2020: € 5
    vanaf 01-07-2024: € 7

Regel volwassen
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    Een persoon is volwassen
    indien de leeftijd van de persoon op de rekendatum ten minste 18 jaar is

Regel gezamenlijk loon
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 4
    ruimte: gebonden, wet
    Het gezamenlijke loon van een huishouden moet berekend worden als
        de som van het loon van de leden van het huishouden waarvoor geldt dat het lid volwassen is

Regel bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 4
    ruimte: gebonden, wet
    De bijdrage van een huishouden moet berekend worden als
        10% van het gezamenlijke loon van het huishouden
        plus het tarief van de gemeente van het huishouden
        min de korting,
        met een minimum van € 0 per maand,
        rekenkundig afgerond op centen

Regel geen korting zonder hoofd
    geldig vanaf 15-10-2024
    bron: Proefwet artikel 5
    ruimte: gebonden, wet
    in afwijking van: bijdrage
    De bijdrage van een huishouden moet gesteld worden op € 50 per maand
    indien het huishouden geen hoofd heeft
"""
BESLUIT = """
Besluit Proef {number}
    over: een huishouden
    bron: Proefwet artikel 4
    per: maand
    uitkomst: de bijdrage van het huishouden
    wijziging werkt door vanaf: {words}
    hoger bedrag: "naheffing" vanaf de eerste dag van de maand van de verzenddatum min 36 maanden
    lager bedrag: "restitutie" vanaf de eerste dag van de maand van de verzenddatum min 36 maanden
"""
FIRST, LAST = date(2024, 5, 10), date(2025, 2, 20)
days = st.integers(0, 420).map(lambda number: date(2024, 2, 1) + timedelta(days=number))
numbers = st.integers(0, len(EFFECTS) - 1)


@cache
def program() -> Program:
    decisions = "".join(BESLUIT.format(number=number, words=words) for number, words in enumerate(EFFECTS))
    made, found = check(load_corpus({"proef.regels": RULES + decisions}))
    assert made is not None, [item.cause for item in found]
    return made


Group = tuple[str, tuple[str, ...]]
"""A name with what is said of it, one line each."""


@st.composite
def said(draw: st.DrawFn, name: str, values: st.SearchStrategy[int]) -> Group:
    """A fact as it was told: each line at a day of its own, of one of two origins that may contradict each other."""
    lines = [f"{{waarde: {draw(values)}, herkomst: BRP}}"]
    for known in draw(st.lists(days, max_size=3, unique=True)):
        origin = draw(st.sampled_from(("BRP", "BRP", "gemeente")))
        until = draw(st.none() | days)
        start = draw(days)
        end = "" if until is None or until < start else f", tot en met: {until:%d-%m-%Y}"
        lines.append(
            f"{{waarde: {draw(values)}, van: {start:%d-%m-%Y}{end}, herkomst: {origin}, bekend: {known:%d-%m-%Y}}}"
        )
    return name, tuple(lines)


@st.composite
def households(draw: st.DrawFn) -> tuple[Group, ...]:
    """A household: two persons who come and go, one of them its head for a while, told late or not."""
    people = []
    for name in ("an", "bo"):
        start = draw(days)
        known = draw(st.none() | days)
        told = "" if known is None else f", bekend: {known:%d-%m-%Y}"
        born = date(draw(st.sampled_from((1980, 2006))), draw(st.integers(5, 12)), draw(st.integers(1, 28)))
        people.append(
            f"{{id: {name}, geboortedatum: {born:%d-%m-%Y}, loon: {draw(st.integers(0, 900))},"
            f" van: {start:%d-%m-%Y}, herkomst: BRP{told}}}"
        )
    head = f"{{zie: an, van: {draw(days):%d-%m-%Y}, herkomst: BRP, bekend: {draw(days):%d-%m-%Y}}}"
    return (
        draw(said("tarief van de gemeente", st.integers(0, 100))),
        ("leden", tuple(people)),
        ("hoofd", (head,)),
    )


def opened(groups: tuple[Group, ...]) -> Dossier:
    lines = ["huishouden:"]
    for name, told in groups:
        lines += [f"  {name}:", *(f"    - {line}" for line in told)]
    dossier, findings = CaseLoader(program()).open("\n".join(lines) + "\n", "d.yaml")
    assert dossier is not None, [item.cause for item in findings]
    return dossier


@given(households(), st.integers(0, ONE_WAY), st.none() | days)
@settings(max_examples=60, deadline=None)
def test_a_timeline_is_the_decision_of_each_of_its_days(
    groups: tuple[Group, ...], number: int, known: date | None
) -> None:
    info = program().decisions[f"Proef {number}"]
    view = opened(groups).as_known(known, "CAK")
    case = view.case(view.top[0])
    knew = known_by(view, "CAK")
    told = timeline(program(), info.name, case, FIRST, LAST, known=knew)
    assert told.stretches[0].start == FIRST and told.stretches[-1].end == LAST
    counted = in_effect(case, effect_of(info), knew)
    for before, after in zip(told.stretches, told.stretches[1:], strict=False):
        assert after.start == before.end + timedelta(days=1)
        assert not says_the_same(before.decision, after.decision)
    for stretch in told.stretches:
        length = (stretch.end - stretch.start).days
        for passed in sorted({0, 1, length // 3, length // 2, max(length - 1, 0), length}):
            day = first_day(grid_of(info), stretch.start + timedelta(days=min(passed, length)))
            alone = decide(program(), info.name, counted, Moment(day), ordered=False)
            assert says_the_same(stretch.decision, alone), day


@given(households(), numbers, st.randoms(use_true_random=False), days, days)
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_it_was_written_down_changes_nothing(
    groups: tuple[Group, ...], number: int, random: object, one: date, other: date
) -> None:
    shuffled = []
    for name, told in groups:
        lines = list(told)
        if name != "leden":  # of people the order is told: who is named first is shown first
            random.shuffle(lines)  # type: ignore[attr-defined]
        shuffled.append((name, tuple(lines)))
    then, now = sorted((one, other))
    besluit = f"Proef {number}"
    decided, revised = [], []
    for dossier in (opened(groups), opened(tuple(shuffled))):
        view = dossier.as_known(now, "CAK")
        told = timeline(program(), besluit, view.case(view.top[0]), FIRST, LAST)
        decided.append([(stretch.start, stretch.end, stretch.decision.receipt.outcome) for stretch in told.stretches])
        change = knowledge_change(program(), dossier, "huishouden", then, now, "CAK")
        revised.append(revision_json(revise(change, besluit, FIRST, LAST, now)))
    assert decided[0] == decided[1]
    assert revised[0] == revised[1]


@given(households(), numbers, days, days)
@settings(max_examples=30, deadline=None)
def test_a_herziening_ends_in_the_timeline_of_what_is_known(
    groups: tuple[Group, ...], number: int, one: date, other: date
) -> None:
    """Also where the law counts from the day on which the organisation knew of a change."""
    then, now = sorted((one, other))
    besluit, dossier = f"Proef {number}", opened(groups)
    change = knowledge_change(program(), dossier, "huishouden", then, now, "CAK")
    revision = revise(change, besluit, FIRST, LAST, now)
    for told, day in ((revision.old, then), (revision.new, now)):
        view = dossier.as_known(day, "CAK")
        alone = timeline(program(), besluit, view.case(view.top[0]), FIRST, LAST, now, known_by(view, "CAK"))
        assert [(one.start, one.end) for one in told.stretches] == [(one.start, one.end) for one in alone.stretches]
        assert all(
            says_the_same(one.decision, other.decision)
            for one, other in zip(told.stretches, alone.stretches, strict=True)
        )
