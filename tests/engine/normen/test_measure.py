"""Norms measured over records: each figure by hand, and the laws that any measurement obeys."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsl.notation import format_date
from engine.normen.assess import Measurement
from engine.normen.periods import parse_period, year
from engine.normen.report_json import measurements_json
from engine.normen.tally import Tally
from tests.engine.normen.normlaw import TIMELY, Row, Rows, measured, row

ROWS = [
    row(1, "01-01-2024", "26-02-2024"),  # eight weeks to the day
    row(2, "01-01-2024", "27-02-2024"),  # one day late
    row(3, "01-02-2024", "02-02-2024", "Wlz"),
    row(4, "01-03-2024"),  # open, and late by the end of the year
    row(5, "01-12-2024"),  # open, in time
    row(6, "01-11-2023", "10-01-2024"),  # came in before the year, late
    row(7, "20-12-2024", "05-01-2025"),  # open at the end of the year
]


def tally(found: Measurement, label: str | None = None, norm: int = 0) -> Tally:
    chosen = [item for item in found.assessments if item.slice == label][norm]
    assert chosen.ours.tally is not None
    return chosen.ours.tally


def test_timeliness_of_what_was_done_in_the_period() -> None:
    found = measured(TIMELY.format(over="afgehandeld"), Rows(ROWS))
    whole = tally(found)
    assert (whole.good, whole.counted) == (2, 4)
    assert whole.against.kept == ["2", "6"]
    assert (whole.open_in_time, whole.open_late.kept) == (2, ["4"])
    assert max(whole.late) == 14
    (total, *_) = found.assessments
    assert total.verdict.word == "niet behaald"
    assert total.ours.needed == 2
    assert tally(found, "Wlz").good == 1


@pytest.mark.parametrize(("over", "good", "counted"), [("ingestroomd", 2, 4), ("vervallen", 2, 4)])
def test_what_is_open_and_late_counts_against_those_that_came_in(over: str, good: int, counted: int) -> None:
    # By day of receipt 1, 2, 3 and the open 4 count; by last day also 6, whose last day was 27 December 2023, does not.
    whole = tally(measured(TIMELY.format(over=over), Rows(ROWS)))
    assert (whole.good, whole.counted) == (good, counted)
    assert "4" in whole.against.kept


def test_before_is_one_day_earlier_than_by() -> None:
    norm = TIMELY.format(over="afgehandeld").replace("uiterlijk:", "vóór:")
    assert tally(measured(norm, Rows(ROWS))).good == 1


SHARE = """Norm goed
    bron: Proefplan regel 2
    periode: jaar
    over: een factuur
    meet: aandeel
    telt op: de dag van ontvangst van de factuur
    telt mee indien het cluster van de factuur gelijk is aan Wmo
    voldoet indien de factuur niet gecorrigeerd is
    {weight}norm: ten minste 50%
"""


def test_a_share_counts_what_is_unknown_apart() -> None:
    rows = [
        row(1, "01-02-2024", fixed="nee"),
        row(2, "01-02-2024", fixed="ja"),
        row(3, "01-02-2024"),
        row(4, "01-02-2024", fixed="ja", cluster="Wlz"),
    ]
    whole = tally(measured(SHARE.format(weight=""), Rows(rows)))
    assert (whole.good, whole.counted, whole.unknown, whole.skipped) == (1, 2, 1, 1)


def test_a_share_can_be_weighed() -> None:
    rows = [row(1, "01-02-2024", amount="€ 99,90", fixed="nee"), row(2, "01-02-2024", amount="0,10", fixed="ja")]
    found = measured(SHARE.format(weight="weegt: het bedrag van de factuur\n    "), Rows(rows))
    assert found.assessments[0].ours.figure is not None
    assert found.assessments[0].ours.figure.value == Fraction(999, 1000)


def test_nothing_to_count_is_no_figure() -> None:
    (only, *_) = measured(SHARE.format(weight=""), Rows([row(1, "01-02-2023", fixed="ja")])).assessments
    assert only.verdict.word == "niet beoordeeld"
    assert "0 van 0" in only.verdict.reason


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("aantal", Fraction(4)),
        ("som van het bedrag van de factuur", Fraction(101)),
        ("gemiddelde van het bedrag van de factuur", Fraction(101, 4)),
        ("mediaan van het bedrag van de factuur", Fraction(1)),
        ("percentiel 75 van het bedrag van de factuur", Fraction(2)),
        ("verhouding van 2 maal het bedrag van de factuur tot het bedrag van de factuur", Fraction(2)),
    ],
)
def test_other_measures(measure: str, value: Fraction) -> None:
    norm = f"""Norm maat
    bron: Proefplan regel 3
    periode: jaar
    over: een factuur
    meet: {measure}
    telt op: de dag van ontvangst van de factuur
"""
    rows = [row(n, "01-02-2024", amount=amount) for n, amount in enumerate(("1", "1", "2", "97"))]
    figure = measured(norm, Rows(rows)).assessments[0].ours.figure
    assert figure is not None and figure.value == value


def test_classes_may_nest() -> None:
    days = "het aantal dagen tussen de dag van ontvangst van de factuur en de dag van verzending van de factuur"
    norm = f"""Norm klassen
    bron: Proefplan regel 4
    periode: jaar
    over: een factuur
    meet: verdeling
    telt op: de dag van ontvangst van de factuur
    klasse "binnen 10 dagen" indien {days} ten hoogste 10 dagen is
    klasse "binnen 6 weken" indien {days} ten hoogste 42 dagen is
"""
    rows = [row(1, "01-02-2024", "05-02-2024"), row(2, "01-02-2024", "28-02-2024"), row(3, "01-02-2024", "28-05-2024")]
    assert dict(tally(measured(norm, Rows(rows))).classes) == {"binnen 10 dagen": 1, "binnen 6 weken": 2}


def test_a_norm_of_every_month_names_the_month_that_failed() -> None:
    norm = """Norm maanden
    bron: Proefplan regel 5
    periode: maand
    over het jaar: alle
    over: een factuur
    meet: aantal
    telt op: de dag van ontvangst van de factuur
    norm: ten minste 1
"""
    rows = [row(n, f"15-{n:02}-2024") for n in range(1, 13) if n != 5]
    (found,) = measured(norm, Rows(rows)).assessments
    assert found.verdict.word == "niet behaald"
    assert "mei 2024" in found.verdict.reason
    assert len(found.parts) == 12


def test_stock_and_age_on_the_last_day() -> None:
    norm = """Norm werkvoorraad
    bron: Proefplan regel 6
    periode: kwartaal
    over: een factuur
    meet: aantal
    telt mee indien aan alle volgende voorwaarden is voldaan:
        • de dag van ontvangst van de factuur ligt op of voor de rekendatum
        • aan ten minste een van de volgende voorwaarden is voldaan:
            •• de dag van verzending van de factuur is onbekend
            •• de dag van verzending van de factuur ligt na de rekendatum
    norm: ten hoogste 2

Norm ouderdom
    bron: Proefplan regel 7
    periode: kwartaal
    over: een factuur
    meet: gemiddelde van het aantal dagen tussen de dag van ontvangst van de factuur en de rekendatum
    telt mee indien aan alle volgende voorwaarden is voldaan:
        • de dag van ontvangst van de factuur ligt op of voor de rekendatum
        • de dag van verzending van de factuur is onbekend
    norm: ten hoogste 60 dagen
"""
    ages, stock = (item for item in measured(norm, Rows(ROWS)).assessments if item.slice is None)
    assert [part.ours.figure.value for part in stock.parts if part.ours.figure] == [1, 1, 1, 3]
    assert ages.parts[1].ours.figure is not None
    assert ages.parts[1].ours.figure.value == (date(2024, 6, 30) - date(2024, 3, 1)).days


# ---------------------------------------------------------------- rows that cannot be used


def test_no_row_is_dropped_in_silence() -> None:
    rows = [
        *ROWS,
        ROWS[0],
        row(2, "01-01-2024", "28-02-2024"),
        row(8, "30-02-2024"),
        row(9, "01/02/2024"),
        row(10, "", "01-02-2024"),
        row(11, "01-02-2024", cluster="Zvw"),
        row(12, "01-02-2024", amount="1.234"),
    ]
    found = measured(TIMELY.format(over="afgehandeld"), Rows(rows))
    assert found.read == len(rows)
    assert found.rejected.count == 8  # both rows of 2, the copy of 1, and 8 to 12
    reasons = {key: why for _, key, why, _ in found.rejected.rows}
    assert "andere gegevens" in reasons["2"]
    assert "komt vaker voor" in reasons["1"]
    assert "geen datum" in reasons["8"]
    assert "twee manieren" in reasons["9"]
    assert "leeg" in reasons["10"]
    assert "opsomming" in reasons["11"]
    assert "getal" in reasons["12"] or "bedrag" in reasons["12"]
    assert tally(found).counted == 3


def test_a_moment_counts_on_its_day_in_the_netherlands() -> None:
    rows = [row(1, "2024-01-01", "2024-02-26T23:30:00Z"), row(2, "2024-01-01", "2024-02-26T23:30:00+01:00")]
    whole = tally(measured(TIMELY.format(over="afgehandeld"), Rows(rows)))
    assert whole.against.kept == ["1"]


# ---------------------------------------------------------------- laws


days = st.integers(0, 500).map(lambda number: format_date(date(2023, 9, 1) + timedelta(days=number)))
records = st.lists(
    st.tuples(st.sampled_from(("Wmo", "Wlz")), days, st.one_of(st.just(""), days), st.sampled_from(("", "1", "2,50"))),
    max_size=30,
).map(lambda items: [row(n, a, b, c, d, "nee") for n, (c, a, b, d) in enumerate(items)])
NORMS = (
    TIMELY.format(over="vervallen")
    + "\n"
    + SHARE.format(weight="weegt: het bedrag van de factuur\n    ")
    + """
Norm percentiel
    bron: Proefplan regel 8
    periode: kwartaal
    over het jaar: slechtste
    over: een factuur
    meet: percentiel 90 van het bedrag van de factuur
    telt op: de dag van ontvangst van de factuur
    norm: ten hoogste € 2
"""
)


@given(records, st.integers(1, 7), st.randoms())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_neither_batches_nor_order_matter(rows: list[Row], size: int, chance: random.Random) -> None:
    shuffled = chance.sample(rows, len(rows))
    (whole,), (other,) = (measurements_json([measured(NORMS, Rows(*given))]) for given in ((rows,), (shuffled, size)))
    for one in (whole, other):  # where a refused row stands does depend on the order
        one["geweigerd"]["rijen"] = sorted((row["sleutel"], row["reden"]) for row in one["geweigerd"]["rijen"])
    assert whole == other


@given(records)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_the_slices_add_up_to_the_whole(rows: list[Row]) -> None:
    found = measured(TIMELY.format(over="vervallen"), Rows(rows))
    whole, *parts = found.assessments
    assert whole.ours.tally is not None
    for name in ("good", "counted", "unknown", "skipped", "open_in_time"):
        assert sum(getattr(part.ours.tally, name) for part in parts) == getattr(whole.ours.tally, name)


def test_periods_have_names_and_no_others() -> None:
    assert parse_period("2024") == year(2024)
    assert parse_period("2024-T2") == parse_period("tertaal 2 2024")
    assert parse_period("maart 2024") == parse_period("2024-03")
    assert [parse_period(text) for text in ("", "2024-13", "2024-K5", "2024-T4", "voorjaar", "99")] == [None] * 6


@pytest.mark.parametrize(("unit", "count"), [("maand", 12), ("tertaal", 3)])
def test_the_course_within_a_year_adds_up_to_the_year(unit: str, count: int) -> None:
    found = measured(TIMELY.format(over="afgehandeld"), Rows(ROWS), trend=unit)
    whole = next(item for item in found.assessments if item.slice is None)
    assert whole.parts == () and len(whole.trend) == count
    tallies = [part.ours.tally for part in whole.trend if part.ours.tally is not None]
    assert sum(one.good for one in tallies) == 2 and sum(one.counted for one in tallies) == 4
