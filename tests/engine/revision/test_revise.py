"""Herziening: the same knowledge changes nothing, every difference has its cause, and the window of the law is applied."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.cache import load_program
from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from engine.case import Moment
from engine.decide import decide
from engine.difference.knowledge import NotThereError, knowledge_change
from engine.dossier import load_case
from engine.dossier.loader import LoadedCase
from engine.paths import rules_dir, scenarios_dir
from engine.revision.revise import NoAmountError, Revision, revise
from engine.revision.revision_json import revision_json
from engine.revision.sent import History
from engine.revision.words import describe_revision
from engine.time.amounts import amount_of

LAW = """Regeling Proefbijdrage
    uitvoerder: CAK
    bron: Proefwet artikel 1

Objecttype de persoon (mv: personen)
    het loon : bedrag per maand ligt tussen € 0 en € 10.000, in hele euro's
    de korting : bedrag per maand ligt tussen € 0 en € 10.000, in hele euro's
    kenmerk woont alleen
    de bijdrage : bedrag per maand, in centen, met rechtsstatus
    de langste termijn : datum

Parameter het tarief : percentage
    bron: Proefwet artikel 2
    vanaf 01-01-2020: 10%
    vanaf 01-07-2024: 12%

Regel bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    De bijdrage van een persoon moet berekend worden als
        het loon van de persoon maal het tarief min de korting van de persoon,
        met een minimum van € 0 per maand en een maximum van € 5.000 per maand,
        rekenkundig afgerond op centen

Regel geen bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 4
    ruimte: gebonden, wet
    in afwijking van: bijdrage
    De bijdrage van een persoon is niet verschuldigd
    indien de persoon alleen woont

Regel langste termijn
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 5
    ruimte: gebonden, wet
    De langste termijn van een persoon moet gesteld worden op de eerste dag van de maand van de verzenddatum min 36 maanden

Besluit Proefbijdrage
    over: een persoon
    bron: Proefwet artikel 1
    per: maand
    uitkomst: de bijdrage van de persoon
    wijziging werkt door vanaf: de maand na de wijziging, of die maand als dat op de eerste dag was
    hoger bedrag: "naheffing" vanaf de langste termijn van de persoon
        bron: Proefwet artikel 5
    lager bedrag: "restitutie" vanaf de eerste dag van de maand van de verzenddatum min 12 maanden
    korter naar oordeel: "Was er een fout?" vanaf de eerste dag van de maand van de verzenddatum min 1 maand

Besluit Proeftermijn
    over: een persoon
    bron: Proefwet artikel 5
    uitkomst: de langste termijn van de persoon
    wijziging werkt door vanaf: de maand na de wijziging
"""
FIRST, LAST = date(2023, 11, 1), date(2025, 2, 28)


@cache
def small_law() -> Program:
    made, found = check(load_corpus({"proef.regels": LAW}))
    assert made is not None, [item.cause for item in found]
    return made


def opened(program: Program, besluit: str, text: str) -> LoadedCase:
    loaded, findings = load_case(program, besluit, text, "d.yaml")
    assert loaded is not None, [item.cause for item in findings]
    return loaded


def revised(
    text: str,
    then: date,
    now: date,
    *,
    sent: date | None = None,
    period: tuple[date, date] = (FIRST, LAST),
) -> Revision:
    loaded = opened(small_law(), "Proefbijdrage", text)
    assert loaded.dossier is not None
    change = knowledge_change(small_law(), loaded.dossier, loaded.case.root.key, then, now, "CAK")
    history = History(loaded.dossier.history, loaded.case.root.key).known(then)
    return revise(change, "Proefbijdrage", *period, sent or now, history)


# ---------------------------------------------------------------- laws of every herziening


days = st.integers(0, 700).map(lambda number: date(2023, 6, 1) + timedelta(days=number))


@st.composite
def statements(draw: st.DrawFn, name: str, values: st.SearchStrategy[str]) -> str:
    """A fact as it was told over time: each statement from its own origin or a correction at a day of its own."""
    lines = [f"    - {{waarde: {draw(values)}, herkomst: BRP}}"] if draw(st.booleans()) else []
    known = draw(st.lists(days, min_size=0 if lines else 1, max_size=3, unique=True))
    for day in known:
        origin = draw(st.sampled_from(("BRP", "Belastingdienst")))
        start = draw(days)
        lines.append(
            f"    - {{waarde: {draw(values)}, van: {start:%d-%m-%Y}, herkomst: {origin}, bekend: {day:%d-%m-%Y}}}"
        )
    return f"  {name}:\n" + "\n".join(lines)


@st.composite
def dossiers(draw: st.DrawFn) -> str:
    euros = st.integers(0, 9_999).map(str)
    parts = [
        draw(statements("loon", euros)),
        draw(statements("korting", st.integers(0, 300).map(str))),
        draw(statements("woont alleen", st.sampled_from(("ja", "nee", "nee", "nee")))),
    ]
    return "persoon:\n" + "\n".join(parts) + "\n"


@given(dossiers(), days)
@settings(max_examples=60)
def test_the_same_knowledge_changes_nothing(text: str, day: date) -> None:
    found = revised(text, day, day)
    assert all(row.old == row.new or row.old.amount == row.new.amount for row in found.rows)
    assert found.division is None and not found.settled and not any(found.too_late)


@given(dossiers(), days, days)
@settings(max_examples=60)
def test_every_period_is_the_decision_of_that_knowledge_and_the_causes_add_up(
    text: str, one: date, other: date
) -> None:
    then, now = sorted((one, other))
    loaded = opened(small_law(), "Proefbijdrage", text)
    found = revised(text, then, now)
    assert sum(row.count for row in found.rows) == 16
    for known, side in ((then, 0), (now, 1)):
        view = loaded.as_known(known, "CAK")
        assert view is not None
        for pair in found.periods:
            period = pair[side]
            # On the first of a month a change of that day counts at once; one in the month before counts from now.
            decision = decide(small_law(), "Proefbijdrage", view.case, Moment(period.start, now))
            assert period.amount == amount_of(decision.outcomes[0])
    within = [
        new.amount - old.amount
        for (old, new) in found.periods
        if old.amount is not None and new.amount is not None and old.start >= _since(found, new.amount > old.amount)
    ]
    if found.division is not None:
        assert found.division.difference == sum(within, Fraction(0))
        assert sum((share.rounded for share in found.division.shares), Fraction(0)) == found.division.difference
    else:
        assert not any(within)
    assert sum((one.total for one in found.settled), Fraction(0)) == sum(within, Fraction(0))
    revision_json(found)
    assert describe_revision(found, "toen", "nu", "behandelaar")


def _since(found: Revision, higher: bool) -> date:
    kind = "hoger bedrag" if higher else "lager bedrag"
    (since,) = [window.since for window in found.windows if window.kind == kind]
    assert since is not None
    return since


# ---------------------------------------------------------------- by hand


RISE = """persoon:
  korting: 0
  woont alleen: nee
  loon:
    - {waarde: 1000, herkomst: Belastingdienst}
    - {waarde: %s, van: 01-01-2021, herkomst: Belastingdienst, bekend: 10-05-2024}
"""


def test_what_lies_before_the_window_is_not_revised() -> None:
    """Sent in May 2024: back to May 2021, 36 months. Four months before that stay as they were: 4 x € 50."""
    found = revised(
        RISE % "1500",
        date(2024, 1, 1),
        date(2024, 5, 10),
        sent=date(2024, 5, 20),
        period=(date(2021, 1, 1), date(2023, 12, 31)),
    )
    (settled,) = found.settled
    assert (settled.window.words, settled.total, settled.periods) == ("naheffing", 32 * 50, 32)
    assert found.too_late == (200, 0)
    assert [(row.start, row.end, row.within) for row in found.rows] == [
        (date(2021, 1, 1), date(2021, 4, 30), False),
        (date(2021, 5, 1), date(2023, 12, 31), True),
    ]


def test_each_direction_has_its_own_window() -> None:
    """Less goes back twelve months here: from May 2023. 8 x € 50 back, 28 months too late."""
    found = revised(
        RISE % "500",
        date(2024, 1, 1),
        date(2024, 5, 10),
        sent=date(2024, 5, 20),
        period=(date(2021, 1, 1), date(2023, 12, 31)),
    )
    (settled,) = found.settled
    assert (settled.window.words, settled.total, settled.periods) == ("restitutie", -8 * 50, 8)
    assert found.too_late == (0, -28 * 50)


def test_a_shorter_window_is_shown_and_never_applied() -> None:
    found = revised(RISE % "1500", date(2024, 1, 1), date(2024, 5, 10), sent=date(2024, 5, 20))
    assert found.settled[0].periods == 16
    text = describe_revision(found, "toen", "nu", "behandelaar")
    assert "Was er een fout? Zo ja, dan kan het vanaf april 2024: € 630,00 meer." in text
    assert "Was er een fout?" not in describe_revision(found, "toen", "nu", "burger")


def test_a_correction_of_a_correction_ends_where_it_began() -> None:
    text = """persoon:
  korting: 0
  woont alleen: nee
  loon:
    - {waarde: 1000, herkomst: Belastingdienst}
    - {waarde: 1400, van: 01-01-2021, herkomst: Belastingdienst, bekend: 10-05-2024}
    - {waarde: 1000, van: 01-01-2021, herkomst: Belastingdienst, bekend: 10-08-2024}
"""
    assert revised(text, date(2024, 5, 1), date(2024, 9, 1)).division is None
    up, down = (
        revised(text, *days) for days in ((date(2024, 5, 1), date(2024, 6, 1)), (date(2024, 6, 1), date(2024, 9, 1)))
    )
    assert up.division is not None and down.division is not None
    assert up.settled[0].total == 8 * 40 + 8 * 48


def test_what_was_told_to_another_organisation_is_no_cause() -> None:
    text = (RISE % "1500").replace("bekend: 10-05-2024", "bekend: {SVB: 10-05-2024}")
    assert revised(text, date(2024, 1, 1), date(2025, 1, 1)).division is None


def test_two_causes_of_one_day_share_and_a_cause_that_nobody_reads_is_left_out() -> None:
    text = """persoon:
  woont alleen: nee
  loon:
    - {waarde: 1000, herkomst: Belastingdienst}
    - {waarde: 2000, van: 01-01-2024, herkomst: Belastingdienst, bekend: 10-05-2024}
  korting:
    - {waarde: 100, herkomst: gemeente}
    - {waarde: 150, van: 01-01-2024, herkomst: gemeente, bekend: 10-05-2024}
"""
    period = (date(2024, 1, 1), date(2024, 6, 30))
    found = revised(text, date(2024, 1, 1), date(2024, 6, 1), period=period)
    assert found.division is not None
    # Alone the raise gives 100 and the rebate 0 (it cannot go below nil); together 50. So 75 and -25 per month.
    assert [(share.rounded, share.alone) for share in found.division.shares] == [(450, 600), (-150, 0)]
    assert found.division.shares[1].needs
    assert "doet alleen niets; samen met nieuwe gegevens van de Belastingdienst" in describe_revision(
        found, "toen", "nu", "behandelaar"
    )


def test_a_status_that_changes_is_told_as_money() -> None:
    text = """persoon:
  korting: 0
  loon: 1000
  woont alleen:
    - {waarde: ja, herkomst: BRP}
    - {waarde: nee, van: 01-03-2024, herkomst: BRP, bekend: 10-05-2024}
"""
    found = revised(text, date(2024, 1, 1), date(2024, 6, 1), period=(date(2024, 1, 1), date(2024, 6, 30)))
    assert [(row.count, row.old.status, row.new.status, row.difference) for row in found.rows] == [
        (2, "niet verschuldigd", "niet verschuldigd", 0),
        (4, "niet verschuldigd", "verschuldigd", 100),
    ]
    assert "was niet verschuldigd, wordt € 100,00 per maand" in describe_revision(found, "toen", "nu", "burger")


def test_a_period_that_is_open_is_said_and_counts_nowhere() -> None:
    text = """persoon:
  korting: 0
  woont alleen: nee
  loon:
    - {waarde: 1000, van: 01-02-2024, herkomst: Belastingdienst}
    - {waarde: 1500, van: 01-02-2024, herkomst: Belastingdienst, bekend: 10-05-2024}
"""
    found = revised(text, date(2024, 1, 1), date(2024, 6, 1), period=(date(2024, 1, 1), date(2024, 3, 31)))
    assert found.open_periods == 1 and found.settled[0].total == 100
    assert "1 periode is nog niet vast te stellen." in describe_revision(found, "toen", "nu", "burger")


def test_a_besluit_without_an_amount_has_no_herziening() -> None:
    loaded = opened(small_law(), "Proeftermijn", "persoon: {loon: 1}")
    assert loaded.dossier is not None
    change = knowledge_change(small_law(), loaded.dossier, "persoon", FIRST, LAST, None)
    with pytest.raises(NoAmountError):
        revise(change, "Proeftermijn", FIRST, LAST, LAST)


def test_the_shipped_law_of_the_wlz() -> None:
    """Meneer Bakker: the choice that the SVB knew in March reached the CAK in September 2026. From June high instead of low."""
    text = (scenarios_dir() / "dossiers" / "meneer-bakker.yaml").read_text("utf-8")
    program = load_program(rules_dir())[0]
    assert program is not None
    besluit = "Eigen bijdrage Wlz"
    loaded = opened(program, besluit, text)
    assert loaded.dossier is not None
    change = knowledge_change(program, loaded.dossier, loaded.case.root.key, date(2026, 6, 1), date(2026, 9, 10), "CAK")
    found = revise(change, besluit, date(2026, 2, 1), date(2026, 8, 31), date(2026, 9, 15))
    assert [(row.start, row.count, row.old.amount, row.new.amount) for row in found.rows][-1] == (
        date(2026, 6, 1),
        3,
        350,
        Fraction("1264.82"),
    )
    assert next(one for one in found.settled if one.window.words == "naheffing").total == 3 * Fraction("914.82")
    # The choice falls in mid March: 14 days at 350.00 and 17 at 216.67, and nothing is left to a person.
    march = next(new for _, new in found.periods if new.start == date(2026, 3, 1))
    assert [(one.days, one.due) for one in march.portions] == [(14, Fraction("161.10")), (17, Fraction("121.10"))]
    assert not found.broken
    assert "14 dagen van € 350,00 per maand is € 161,10" in describe_revision(found, "toen", "nu", "burger")
    assert [window.kind for window in found.windows] == [
        "hoger bedrag",
        "lager bedrag",
        "korter naar oordeel",
        "korter naar oordeel",
        "langer naar oordeel",
    ]


def test_when_nobody_knew_of_the_object_there_is_nothing_to_set_beside() -> None:
    text = "persoon: {loon: 1, korting: 0}"
    loaded = opened(small_law(), "Proefbijdrage", text)
    assert loaded.dossier is not None
    with pytest.raises(NotThereError):
        knowledge_change(small_law(), loaded.dossier, "elders", FIRST, LAST, None)


# ---------------------------------------------------------------- what was sent before


SENT = """persoon:
  korting: 0
  woont alleen: nee
  loon:
    - {waarde: 1000, herkomst: Belastingdienst}
    - {waarde: 1500, van: 01-01-2024, herkomst: Belastingdienst, bekend: 10-05-2024}
besluiten:
  - {besluit: Proefbijdrage, van: 01-01-2024, tot en met: 31-03-2024, uitkomst: "€ %s", rechtsstatus: verschuldigd, verzonden op: %s}
"""
SPRING = (date(2024, 1, 1), date(2024, 6, 30))


def test_what_was_sent_is_the_old_besluit() -> None:
    """Sent € 90 for January to March, where € 100 followed from what was known; from April nothing was sent. Now € 150, and from
    July another rate: 3 x 60 and 3 x 50 is € 330, of which 3 x 10 is what was sent too low."""
    found = revised(SENT % ("90,00", "20-01-2024"), date(2024, 3, 1), date(2024, 6, 1), period=SPRING)
    assert [(row.count, row.old.amount, row.old.sent, row.new.amount) for row in found.rows] == [
        (3, 90, date(2024, 1, 20), 150),
        (3, 100, None, 150),
    ]
    assert found.settled[0].total == 330
    ((sent, reckoned),) = found.deviating
    assert (sent.start, sent.end, sent.amount, reckoned.amount) == (date(2024, 1, 1), date(2024, 3, 31), 90, 100)
    assert found.division is not None
    assert [(share.causes[0], share.rounded) for share in found.division.shares] == [
        ("verzonden", 30),
        ("2024-05-10 Belastingdienst", 300),
    ]
    text = describe_revision(found, "toen", "nu", "behandelaar")
    assert "was € 90,00 per maand (verzonden op 20 januari 2024), wordt € 150,00 per maand" in text
    assert "verzonden is € 90,00 per maand, uit wat toen bekend was volgt € 100,00 per maand" in text
    told = revision_json(found)
    assert told["perioden"][0]["was"]["verzonden op"] == "2024-01-20"
    assert [one["verzonden"]["bedrag"] for one in told["anders verzonden dan toen bekend was"]] == ["90"]


def test_what_was_sent_as_reckoned_is_no_cause() -> None:
    found = revised(SENT % ("100,00", "20-01-2024"), date(2024, 3, 1), date(2024, 6, 1), period=SPRING)
    assert not found.deviating and found.settled[0].total == 300
    assert found.division is not None and [share.rounded for share in found.division.shares] == [300]


def test_what_was_not_sent_yet_is_not_the_old_besluit() -> None:
    found = revised(SENT % ("90,00", "20-03-2024"), date(2024, 3, 1), date(2024, 6, 1), period=SPRING)
    assert all(row.old.sent is None for row in found.rows) and found.settled[0].total == 300


@st.composite
def sent_before(draw: st.DrawFn) -> str:
    """Besluiten that were sent, with whatever amount."""
    lines = ["besluiten:\n"]
    for sent in draw(st.lists(days, min_size=1, max_size=3, unique=True)):
        start, end = sorted((draw(days), draw(days)))
        owed = draw(st.booleans())
        outcome = f'"€ {draw(st.integers(0, 400))},{draw(st.integers(10, 99))}"' if owed else "niet van toepassing"
        lines.append(
            f"  - {{besluit: Proefbijdrage, van: {start:%d-%m-%Y}, tot en met: {end:%d-%m-%Y}, uitkomst: {outcome},"
            f" rechtsstatus: {'verschuldigd' if owed else 'niet verschuldigd'}, verzonden op: {sent:%d-%m-%Y}}}\n"
        )
    return "".join(lines)


@given(dossiers(), sent_before(), days, days)
@settings(max_examples=60)
def test_whatever_was_sent_the_causes_add_up(text: str, before: str, one: date, other: date) -> None:
    then, now = sorted((one, other))
    found, reckoned = revised(text + before, then, now), revised(text, then, now)
    pairs = zip(found.periods, reckoned.periods, strict=True)
    assert all(mine[1] == plain[1] and (mine[0].sent or mine[0] == plain[0]) for mine, plain in pairs)
    within = [
        new.amount - old.amount
        for old, new in found.periods
        if old.amount is not None and new.amount is not None and old.start >= _since(found, new.amount > old.amount)
    ]
    assert sum((settled.total for settled in found.settled), Fraction(0)) == sum(within, Fraction(0))
    if found.division is not None:
        assert found.division.difference == sum(within, Fraction(0))
        assert sum((share.rounded for share in found.division.shares), Fraction(0)) == sum(within, Fraction(0))
    else:
        assert not any(within)
    revision_json(found)
    assert describe_revision(found, "toen", "nu", "behandelaar") and describe_revision(found, "toen", "nu", "burger")


def test_what_was_sent_wrong_is_set_right_without_new_knowledge() -> None:
    found = revised(SENT % ("90,00", "20-01-2024"), date(2024, 3, 1), date(2024, 3, 1), period=SPRING)
    assert found.settled[0].total == 30
    assert found.division is not None and [share.causes for share in found.division.shares] == [("verzonden",)]


def test_a_later_besluit_takes_the_place_of_an_earlier_one() -> None:
    text = SENT % ("90,00", "20-01-2024") + (
        "  - {besluit: Proefbijdrage, van: 01-02-2024, uitkomst: niet van toepassing,"
        " rechtsstatus: niet verschuldigd, verzonden op: 20-02-2024}\n"
    )
    found = revised(text, date(2024, 3, 1), date(2024, 6, 1), period=SPRING)
    assert [(row.count, row.old.amount, row.old.status) for row in found.rows] == [
        (1, 90, "verschuldigd"),
        (5, 0, "niet verschuldigd"),
    ]
    assert found.division is not None
    assert sum(share.rounded for share in found.division.shares) == found.settled[0].total == 60 + 5 * 150


def test_what_was_sent_about_a_period_that_could_not_be_decided() -> None:
    """In January nothing was known of the wage, and yet € 90 was sent: the two causes cannot be told apart."""
    text = (SENT % ("90,00", "20-01-2024")).replace("    - {waarde: 1000, herkomst: Belastingdienst}\n", "")
    found = revised(text, date(2024, 3, 1), date(2024, 6, 1), period=(SPRING[0], date(2024, 3, 31)))
    assert found.settled[0].total == 3 * 60
    assert found.division is not None
    assert [share.causes for share in found.division.shares] == [("verzonden", "2024-05-10 Belastingdienst")]
    assert (
        "verzonden is € 90,00 per maand, uit wat toen bekend was volgt nog niet vast te stellen"
        in describe_revision(found, "toen", "nu", "behandelaar")
    )
