"""What can be said of a norm while its period runs: the exact last chance against every way it can go, and the pace so far."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dsl.notation import format_date
from engine.normen.board import board_of_records
from engine.normen.outlook import Outlook, outlook, outlook_json, outlook_text, outlooks
from engine.normen.periods import year
from engine.normen.together import together
from tests.engine.normen.normlaw import TIMELY, Row, Rows, measured, program, row

UNTIL = date(2024, 9, 30)
END = date(2024, 12, 31)


def seen(norm: str, rows: list[Row], until: date = UNTIL) -> Outlook:
    found = measured(norm, Rows(rows), until=until)
    return outlook(found.assessments[0], until, program(norm))


def spaced(number: int, received: date, sent: date | None) -> Row:
    return row(number, format_date(received), "" if sent is None else format_date(sent))


def test_the_first_late_case_too_many_makes_a_norm_impossible() -> None:
    """Eight of eight were in time; two are open, due 15 and 25 October. Nine of ten is 90%: one may be late, the second may not."""
    rows = [spaced(n, date(2024, 5, 1), date(2024, 5, 2)) for n in range(8)]
    rows += [spaced(8, date(2024, 8, 20), None), spaced(9, date(2024, 8, 30), None)]
    one = seen(TIMELY.format(over="ingestroomd"), rows)
    assert (one.room, one.limit.day, one.limit.sure) == (1, date(2024, 10, 26), False)
    assert one.state == "op weg om behaald te worden"
    assert "als er niets meer bij komt" in one.limit.why
    assert "Vanaf 26-10-2024 kan het niet meer." in outlook_text(one)
    assert outlook_json(one)["niet meer te halen vanaf"] == "2024-10-26"


def test_what_comes_in_too_late_to_fall_due_changes_nothing() -> None:
    """After 5 November nothing that comes in falls due in the year, so that what is late now is late for good."""
    rows = [spaced(n, date(2024, 5, 1), date(2024, 5, 2)) for n in range(8)] + [spaced(8, date(2024, 5, 1), None)]
    norm = TIMELY.format(over="vervallen")
    assert seen(norm, rows, date(2024, 11, 5)).limit.sure
    assert seen(norm, rows, date(2024, 11, 4)).limit.sure is False
    assert seen(norm, rows, date(2024, 11, 5)).state == "al gemist"


@pytest.mark.parametrize(
    ("until", "word"),
    [(date(2024, 11, 5), "onherroepelijk gemist"), (date(2024, 11, 4), "jaarnorm zonder koers in de bron")],
)
def test_the_board_calls_missed_what_nothing_can_mend(until: date, word: str) -> None:
    rows = [spaced(n, date(2024, 5, 1), date(2024, 5, 2)) for n in range(8)] + [spaced(8, date(2024, 5, 1), None)]
    norm = TIMELY.format(over="vervallen")
    board = board_of_records([measured(norm, Rows(rows), until=until)], year(2024), until, program(norm))
    (line,) = [line for line in board.lines if line.assessment.slice is None]
    assert line.word == word


days = st.integers(0, 330).map(lambda number: date(2024, 1, 1) + timedelta(days=number))
cases = st.lists(
    st.tuples(days, st.one_of(st.none(), st.integers(0, 90).map(lambda days: timedelta(days=days)))), max_size=14
)


def best(rows: list[tuple[date, date | None]], over: str, left_until: date) -> Fraction | None:
    """The score at the end of the year when everything with a last day before ``left_until`` stays open, and the rest is done in time."""
    good = counted = 0
    for received, sent in rows:
        due = received + timedelta(weeks=8)
        if sent is None and due >= max(left_until, UNTIL):
            sent = min(due, END)
        day = {"vervallen": due, "ingestroomd": received, "afgehandeld": sent}[over]
        if day is None or not date(2024, 1, 1) <= day <= END:
            continue
        if sent is None and due >= END:
            continue
        counted += 1
        good += sent is not None and sent <= due
    return Fraction(good, counted) if counted else None


@example([(date(2024, 8, 6), timedelta(0))], "vervallen")
@given(cases, st.sampled_from(("vervallen", "ingestroomd", "afgehandeld")))
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_the_last_chance_is_that_of_every_way_it_can_go(drawn: list[tuple[date, timedelta | None]], over: str) -> None:
    known = [(start, start + took if took is not None and start + took <= UNTIL else None) for start, took in drawn]
    known = [(start, end) for start, end in known if start <= UNTIL]
    if not known:
        return
    one = seen(TIMELY.format(over=over), [spaced(n, *case) for n, case in enumerate(known)])
    impossible = [
        day
        for number in range(93)
        if (score := best(known, over, day := UNTIL + timedelta(days=number))) is None or score < Fraction(9, 10)
    ]
    if one.limit.day is None:
        assert not impossible
    elif one.limit.day <= UNTIL:
        assert len(impossible) == 93
    else:
        assert impossible[0] == one.limit.day


COUNT = """Norm storingen
    bron: Proefplan regel 1
    periode: jaar
    verloop: oplopend
    over: een factuur
    meet: aantal
    telt op: de dag van ontvangst van de factuur
    norm: minder dan 7
"""


def test_a_number_that_grows_is_drawn_on_at_its_pace() -> None:
    """Six in 274 days: the seventh is expected on day 320 at the latest, 15 November."""
    rows = [row(n, f"0{n}-03-2024") for n in range(1, 7)]
    one = seen(COUNT, rows)
    assert one.state == "dreigt gemist te worden"
    assert one.at_course == Fraction(6 * 366, 274)
    assert one.at_pace == date(2024, 1, 1) + timedelta(days=319)
    assert one.limit.day is None
    gone = seen(COUNT, [*rows, row(7, "01-09-2024")])
    assert gone.state == "al gemist"


SHARE = """Norm goed
    bron: Proefplan regel 2
    periode: jaar
    over: een factuur
    meet: aandeel
    telt op: de dag van ontvangst van de factuur
    voldoet indien de factuur niet gecorrigeerd is
    norm: {asked}
"""


def test_a_share_that_stays_as_it_is_has_a_day_from_which_it_is_out_of_reach() -> None:
    """Four of ten are wrong. On day d of 366 that is 0,4 d / 366 of all: more than a fifth after day 183, so from 2 July."""
    rows = [row(n, "01-02-2024", fixed="ja" if n < 4 else "nee") for n in range(10)]
    one = seen(SHARE.format(asked="ten minste 80%"), rows, date(2024, 3, 31))
    assert (one.state, one.at_course) == ("dreigt gemist te worden", Fraction(6, 10))
    assert one.at_pace == date(2024, 1, 1) + timedelta(days=183)
    assert "2-07-2024" in outlook_text(one)
    assert seen(SHARE.format(asked="ten minste 50%"), rows).at_pace is None


def test_without_a_direction_nothing_is_said() -> None:
    norm = SHARE.format(asked="80%\n    richting: onbekend")
    one = seen(norm, [row(1, "01-02-2024", fixed="nee")])
    assert one.state == "niet vast te stellen"
    assert "meer of minder beter" in one.reason


def test_each_month_counts_and_one_was_missed() -> None:
    norm = COUNT.replace("periode: jaar\n    verloop: oplopend", "periode: maand\n    over het jaar: alle").replace(
        "minder dan 7", "ten minste 1"
    )
    one = seen(norm, [row(n, f"15-{n:02}-2024") for n in range(1, 10) if n != 5])
    assert (one.state, one.limit.day) == ("al gemist", date(2024, 5, 31))


MILESTONE = """Norm mijlpaal
    bron: Proefplan regel 3
    periode: jaar
    over: een factuur
    meet: mijlpaal
    klaar op: de dag van verzending van de factuur
    uiterlijk: de laatste dag van het jaar van de rekendatum min 1 maand
    norm: ja
"""
FREQUENT = """Norm overleg
    bron: Proefplan regel 4
    periode: jaar
    over: een factuur
    meet: frequentie per 3 maanden
    telt op: de dag van ontvangst van de factuur
    norm: ten minste {least}
"""


def test_a_milestone_is_missed_the_day_after_it() -> None:
    assert seen(MILESTONE, [row(1, "01-01-2024")]).limit.day == date(2024, 12, 1)


@pytest.mark.parametrize(("least", "day"), [("100%", date(2025, 1, 1)), ("75%", None)])
def test_the_last_window_without_one_is_the_last_chance(least: str, day: date | None) -> None:
    rows = [row(1, "01-01-2024"), row(2, "01-05-2024"), row(3, "01-09-2024")]
    assert seen(FREQUENT.format(least=least), rows).limit.day == day


def test_what_is_missed_or_threatens_to_be_comes_first() -> None:
    norms = f"{COUNT}\n{SHARE.format(asked='ten minste 80%')}\n{MILESTONE}"
    rows = [row(n, f"{n + 1:02}-03-2024", fixed="ja") for n in range(8)]
    found = measured(norms, Rows(rows), until=UNTIL)
    states = [one.state for one in outlooks([found], UNTIL, program(norms))]
    assert states == ["al gemist", "dreigt gemist te worden", "niet vast te stellen"]
    assert outlooks([measured(norms, Rows(rows))], END, program(norms)) == []


def test_a_norm_of_norms_is_out_of_reach_with_the_first_of_its_parts() -> None:
    head = "Norm geheel\n    bron: Proefplan regel 1\n    periode: jaar\n    samengesteld uit: {parts}\n    norm: ja\n"
    share = SHARE.format(asked="ten minste 50%")
    rows = [row(1, "01-02-2024", fixed="nee")]
    told: dict[str, tuple[str, date | None]] = {}
    for parts in ("goed", "goed, mijlpaal", "goed, storingen"):
        norms = f"{MILESTONE}\n{COUNT.replace('minder dan 7', 'minder dan 1')}\n{share}\n{head.format(parts=parts)}"
        law = program(norms)
        found = measured(norms, Rows(rows), until=UNTIL)
        (whole,) = together([found], law.norms.values(), year(2024), UNTIL, law).composed
        one = outlook(whole, UNTIL, law)
        told[parts] = (one.state, one.limit.day)
    assert told == {
        "goed": ("op weg om behaald te worden", None),
        "goed, mijlpaal": ("niet vast te stellen", date(2024, 12, 1)),
        "goed, storingen": ("al gemist", UNTIL),
    }
