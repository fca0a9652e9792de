"""What norms measure beside shares and times: each figure by hand, and the laws that any measurement obeys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engine.normen.tally as module
from dsl.calendars import Calendar, FixedDay, is_working_day
from dsl.notation import format_date
from engine.normen.assess import Assessment, Measurement, measure
from engine.normen.column import day_number
from engine.normen.extremes import Extremes, beside_score, extremes
from engine.normen.periods import Period, parse_period, previous, year
from engine.normen.quantities import workdays
from engine.normen.records import Records, layout_of
from engine.normen.tally import Spread
from engine.normen.together import together
from tests.engine.normen.normlaw import Row, Rows, measured, program, row


def norm(name: str, *lines: str) -> str:
    shown = "".join(f"    {line}\n" for line in lines)
    return f"Norm {name}\n    bron: Proefplan regel 1\n    periode: jaar\n    over: een factuur\n{shown}\n"


RECEIVED, SENT = "de dag van ontvangst van de factuur", "de dag van verzending van de factuur"
DAYS = (f"begint op: {RECEIVED}", f"klaar op: {SENT}")


def only(text: str, rows: Sequence[Row], period: Period | None = None, until: date | None = None) -> Assessment:
    (found,) = [item for item in measured(text, Rows(rows), period, until).assessments if item.slice is None]
    return found


def value(found: Assessment) -> Fraction | None:
    return None if found.ours.figure is None else found.ours.figure.value


# ---------------------------------------------------------------- lead times


ROWS = [
    row(1, "05-01-2024", "08-01-2024"),  # Friday to Monday: 3 days, 1 working day
    row(2, "29-12-2023", "02-01-2024"),  # Friday to Tuesday over New Year: 4 days, 1 working day
    row(3, "01-02-2024", "29-02-2024"),  # 28 days, 20 working days, 4 weeks, 0 months
    row(4, "01-03-2024"),
]


@pytest.mark.parametrize(
    ("how", "figure"),
    [
        ("gemiddelde van de doorlooptijd in werkdagen op de kalender Proefkalender", Fraction(22, 3)),
        ("hoogste van de doorlooptijd in dagen", 28),
        ("laagste van de doorlooptijd in dagen", 3),
        ("mediaan van de doorlooptijd in dagen", 4),
        ("hoogste van de doorlooptijd in weken", 4),
        ("hoogste van de doorlooptijd in maanden", 0),
        (
            "gemiddelde van het rangnummer van de werkdag in de maand op de kalender Proefkalender",
            Fraction(5 + 1 + 21, 3),
        ),
        ("hoogste van de ouderdom", 305),
        ("stand", 1),
    ],
)
def test_what_is_between_two_days(how: str, figure: Fraction) -> None:
    found = only(norm("maat", f"meet: {how}", *DAYS), ROWS)
    assert value(found) == figure


def test_a_mean_can_be_weighed_and_keeps_its_extremes() -> None:
    rows = [row(1, "01-01-2024", "11-01-2024", amount="1"), row(2, "01-01-2024", "21-01-2024", amount="3")]
    found = only(
        norm("maat", "meet: gemiddelde van de doorlooptijd in dagen", *DAYS, "weegt: het bedrag van de factuur"), rows
    )
    assert value(found) == Fraction(70, 4)
    found_extremes = extremes(found.ours)
    assert found_extremes == Extremes(Fraction(10), Fraction(10), Fraction(20))
    assert beside_score(found.ours, None) == ["Mediaan 10, laagste 10, hoogste 20."]


def test_how_far_off_a_figure_is_stands_beside_it() -> None:
    lines = (
        "meet: aandeel",
        f"telt op: {RECEIVED}",
        "voldoet indien de factuur niet gecorrigeerd is",
        "norm: ten minste 80%",
    )
    found = only(norm("maat", *lines), [row(n, "01-02-2024", fixed="ja" if n else "nee") for n in range(2)])
    assert beside_score(found.ours, None) == ["Afstand tot de norm: 30 procentpunt."]


def test_being_in_time_can_be_weighed() -> None:
    rows = [row(1, "01-01-2024", "02-01-2024", amount="1"), row(2, "01-01-2024", "01-06-2024", amount="3")]
    lines = ("meet: tijdigheid", *DAYS, f"uiterlijk: {RECEIVED} plus 8 weken", "noemer: afgehandeld")
    found = only(norm("maat", *lines, "weegt: het bedrag van de factuur", "norm: ten minste 50%"), rows)
    assert value(found) == Fraction(1, 4)
    assert found.ours.needed is None  # of euros it cannot be said in records


# ---------------------------------------------------------------- a stopped clock


TIMELY = ("meet: tijdigheid", *DAYS, f"uiterlijk: {RECEIVED} plus 8 weken", "noemer: afgehandeld")


@pytest.mark.parametrize(("how", "good", "counted"), [("uitgesloten", 1, 2), ("telt door", 1, 3)])
def test_suspended_records_are_left_out_or_run_on(how: str, good: int, counted: int) -> None:
    rows = [
        row(1, "01-01-2024", "26-02-2024", fixed="nee"),
        row(2, "01-01-2024", "27-02-2024", fixed="nee"),
        row(3, "01-01-2024", "01-06-2024", fixed="ja"),
    ]
    found = only(
        norm(
            "maat",
            *TIMELY,
            f"opschorting: {how}",
            "opgeschort indien de factuur gecorrigeerd is",
            "norm: ten minste 50%",
        ),
        rows,
    )
    tally = found.ours.tally
    assert tally is not None and (tally.good, tally.counted, tally.suspended) == (good, counted, 1)
    assert any(remark.startswith("1 ") and "opgeschorte" in remark for remark in found.verdict.remarks)


STOPPED = """Registratie de brief (mv: brieven)
    sleutel: briefnummer
    het briefnummer : tekst
    de ontvangstdag : datum
    de afdoendag : datum, mag ontbreken
    de stopdag : datum, mag ontbreken
    de startdag : datum, mag ontbreken

Norm klok
    bron: Proefplan regel 1
    periode: jaar
    over: een brief
    meet: tijdigheid
    begint op: de ontvangstdag van de brief
    klaar op: de afdoendag van de brief
    uiterlijk: de ontvangstdag van de brief plus 10 dagen
    noemer: vervallen
    opschorting: klok stil
    opgeschort van: de stopdag van de brief
    opgeschort tot: de startdag van de brief
    norm: ten minste 50%
"""


def test_a_clock_that_stands_still_moves_the_last_day() -> None:
    """Stopped on the 5th, on again on the 12th: seven days longer, so by the 18th. One that is still stopped is never late."""
    header = ("briefnummer", "ontvangstdag", "afdoendag", "stopdag", "startdag")
    rows = [
        ("1", "01-03-2024", "18-03-2024", "05-03-2024", "12-03-2024"),
        ("2", "01-03-2024", "19-03-2024", "05-03-2024", "12-03-2024"),
        ("3", "01-03-2024", "11-03-2024", "", ""),
        ("4", "01-03-2024", "", "05-03-2024", ""),
    ]
    law = program(STOPPED)
    table = Rows(rows, header=header)  # type: ignore[arg-type]
    layout, problems = layout_of(law.registries["brief"], table)
    assert layout is not None, problems
    (found,) = measure(
        Records(law, law.registries["brief"], table, layout), list(law.norms.values()), year(2024), None
    ).assessments
    tally = found.ours.tally
    assert tally is not None and (tally.good, tally.counted, tally.against.kept) == (2, 3, ["2"])
    assert (tally.open_late.count, dict(tally.durations)) == (0, {10: 2, 11: 1})
    assert tally.suspended == 2


# ---------------------------------------------------------------- what is asked


def test_a_norm_can_follow_a_parameter() -> None:
    grens = "Parameter de grens : bedrag\n    bron: Proefplan regel 2\n    vanaf 01-01-2023: € 100\n    vanaf 01-07-2024: € 150\n\n"
    text = grens + norm(
        "maat", "meet: som van het bedrag van de factuur", f"telt op: {RECEIVED}", "norm: ten hoogste de grens"
    )
    rows = [row(1, "01-02-2023", amount="120"), row(2, "01-02-2024", amount="120")]
    assert only(text, rows, year(2023)).verdict.word == "niet behaald"
    later = only(text, rows, year(2024))
    assert later.verdict.word == "behaald"
    assert "€ 150" in later.verdict.reason


COUNTED = ("meet: aantal", f"telt op: {RECEIVED}")


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("hoger dan vorige periode", "behaald"),
        ("lager dan vorige periode", "niet behaald"),
        ("ten minste het cijfer van de vorige periode", "behaald"),
        ("meer dan 150% van het cijfer van de vorige periode", "niet behaald"),
        ("ten minste 150% van het cijfer van de vorige periode", "behaald"),
    ],
)
def test_a_norm_can_compare_with_the_period_before(asked: str, word: str) -> None:
    rows = [row(n, day) for n, day in enumerate(("01-01-2023", "31-12-2023", "01-01-2024", "02-01-2024", "03-01-2024"))]
    text = norm("maat", *COUNTED, f"norm: {asked}")
    assert only(text, rows).verdict.word == word


def test_without_a_period_before_there_is_nothing_to_compare_with() -> None:
    lines = ("meet: aandeel", f"telt op: {RECEIVED}", "voldoet indien de factuur niet gecorrigeerd is")
    found = only(norm("maat", *lines, "norm: hoger dan vorige periode"), [row(1, "01-02-2024", fixed="nee")])
    assert found.verdict.word == "niet beoordeeld"
    assert "vorige periode ontbreekt" in found.verdict.reason


def test_a_norm_can_ask_a_part_of_the_figure_of_another() -> None:
    text = norm("alles", *COUNTED) + norm(
        "deel",
        *COUNTED,
        "telt mee indien de factuur gecorrigeerd is",
        "norm: ten hoogste 50% van het cijfer van de norm alles",
    )
    rows = [row(n, "01-02-2024", fixed="ja" if n < 3 else "nee") for n in range(4)]
    law = program(text)
    found = measured(text, Rows(rows))
    assert [it.verdict.word for it in found.assessments] == ["niet beoordeeld", "niet beoordeeld"]
    whole = together([found], law.norms.values(), year(2024), None, law)
    part = whole.measurements[0].assessments[1]
    assert part.verdict.word == "niet behaald"
    assert "3; de norm is ten hoogste 2" in part.verdict.reason
    assert part.ours.needed == 1


def test_a_norm_of_norms_counts_their_weight() -> None:
    good = ("meet: aantal", f"telt op: {RECEIVED}", "norm: ten minste 1")
    bad = ("meet: aantal", f"telt op: {RECEIVED}", "norm: ten minste 9")
    head = "Norm geheel\n    bron: Proefplan regel 1\n    periode: jaar\n    samengesteld uit: een, twee\n    norm: {asked}\n\n"
    words: dict[str, str] = {}
    for asked in ("ja", "ten minste 75%", "ten minste 80%"):
        text = norm("een", "gewicht: 3", *good) + norm("twee", *bad) + head.format(asked=asked)
        law = program(text)
        (whole,) = together(
            [measured(text, Rows([row(1, "01-02-2024")]))], law.norms.values(), year(2024), None, law
        ).composed
        words[asked] = whole.verdict.word
    assert words == {"ja": "niet behaald", "ten minste 75%": "behaald", "ten minste 80%": "niet behaald"}


@pytest.mark.parametrize(
    ("until", "count", "word"),
    [
        (date(2024, 4, 30), 2, "op koers"),
        (date(2024, 8, 30), 2, "op koers"),  # August has not ended
        (date(2024, 8, 31), 2, "niet op koers"),
        (date(2024, 3, 31), 2, "jaarnorm zonder koers in de bron"),
    ],
)
def test_a_course_per_month_is_judged_by_the_months_that_have_ended(until: date, count: int, word: str) -> None:
    text = norm("maat", "verloop: oplopend", "koers: 2 t/m april, 5 t/m augustus", *COUNTED, "norm: ten minste 9")
    assert only(text, [row(n, "01-02-2024") for n in range(count)], until=until).verdict.word == word


WELL = ("meet: aandeel", f"telt op: {RECEIVED}", "voldoet indien de factuur niet gecorrigeerd is")


@pytest.mark.parametrize(
    ("lines", "period", "until", "word"),
    [
        ((*WELL, "norm: ten minste 90%"), "2024", date(2024, 8, 31), "jaarnorm zonder koers in de bron"),
        ((*WELL, "norm: ten minste 90%"), "2024-T1", None, "jaarnorm zonder koers in de bron"),
        ((*WELL, "norm: ten minste 90%"), "2024", None, "niet behaald"),
        ((*WELL, "norm: ten minste 50%"), "2024", date(2024, 8, 31), "behaald"),
        ((*WELL, "norm: ten minste 90%", "koers: 40% t/m april"), "2024", date(2024, 8, 31), "op koers"),
        ((*WELL, "norm: ten minste 90%", "koers: 60% t/m april"), "2024", date(2024, 8, 31), "niet op koers"),
        (
            ("meet: aantal", f"telt op: {RECEIVED}", "norm: minder dan 2"),
            "2024",
            date(2024, 8, 31),
            "onherroepelijk gemist",
        ),
        (
            ("meet: frequentie per 3 maanden", f"telt op: {RECEIVED}", "norm: 100%", "richting: onbekend"),
            "2024",
            date(2024, 8, 31),
            "niet beoordeeld",
        ),
        (
            ("meet: frequentie per 3 maanden", f"telt op: {RECEIVED}", "norm: ten minste 100%"),
            "2024",
            date(2024, 8, 31),
            "onherroepelijk gemist",
        ),
        (
            ("meet: frequentie per 3 maanden", f"telt op: {RECEIVED}", "norm: ten minste 75%"),
            "2024",
            date(2024, 8, 31),
            "jaarnorm zonder koers in de bron",
        ),
    ],
)
def test_a_year_is_not_missed_before_its_end(
    lines: tuple[str, ...], period: str, until: date | None, word: str
) -> None:
    """Two facturen in the first quarter, of which one was corrected; the second quarter has none."""
    rows = [row(1, "01-02-2024", fixed="ja"), row(2, "02-02-2024", fixed="nee")]
    assert only(norm("maat", *lines), rows, parse_period(period), until).verdict.word == word


@pytest.mark.parametrize(
    ("side", "spent", "word"),
    [
        ("tweezijdig", 94, "niet behaald"),
        ("eenzijdig naar boven", 94, "behaald"),
        ("eenzijdig naar boven", 106, "niet behaald"),
        ("eenzijdig naar beneden", 106, "behaald"),
        ("eenzijdig naar beneden", 94, "niet behaald"),
        ("tweezijdig", 105, "behaald"),
    ],
)
def test_a_margin_has_sides(side: str, spent: int, word: str) -> None:
    text = norm(
        "maat",
        "meet: afwijking van het bedrag van de factuur tot € 100",
        f"telt op: {RECEIVED}",
        "norm: binnen een marge van 5%",
        f"marge: {side}",
        'basis: "het budget"',
    )
    found = only(text, [row(1, "01-02-2024", amount=str(spent))])
    assert found.verdict.word == word
    assert "van het budget" in found.verdict.reason


def test_the_mean_of_months_is_not_that_of_all_records() -> None:
    """One of one in January, none of three in February: half by month, a quarter of all records."""
    lines = (
        "meet: aandeel",
        f"telt op: {RECEIVED}",
        "voldoet indien de factuur niet gecorrigeerd is",
        "norm: ten minste 50%",
    )
    text = norm("maat", "over het jaar: gemiddelde", *lines).replace("periode: jaar", "periode: maand")
    rows = [row(1, "01-01-2024", fixed="nee"), *(row(n, "01-02-2024", fixed="ja") for n in range(2, 5))]
    found = only(text, rows, until=date(2024, 2, 29))
    assert found.verdict.word == "behaald"
    assert "Gemiddelde van 2 perioden: 50%" in found.verdict.reason
    assert "Over alle records samen is het 25%." in found.verdict.reason


def test_a_figure_that_only_rounding_saves_is_missed_with_a_remark() -> None:
    lines = (
        "meet: aandeel",
        f"telt op: {RECEIVED}",
        "voldoet indien de factuur niet gecorrigeerd is",
        "norm: ten minste 67%",
    )
    rows = [row(n, "01-02-2024", fixed="ja" if n == 0 else "nee") for n in range(3)]
    found = only(norm("maat", *lines), rows)
    assert found.verdict.word == "niet behaald"
    assert any("Afgerond zou het cijfer 67% zijn" in remark for remark in found.verdict.remarks)


@pytest.mark.parametrize("kind", ["ongeveer", "afgerond op 10%"])
def test_a_norm_that_is_itself_not_exact_gets_a_remark(kind: str) -> None:
    lines = (
        "meet: aandeel",
        f"telt op: {RECEIVED}",
        "voldoet indien de factuur niet gecorrigeerd is",
        "norm: ten minste 65%",
    )
    rows = [row(n, "01-02-2024", fixed="ja" if n == 0 else "nee") for n in range(3)]
    found = only(norm("maat", *lines, f"soort waarde: {kind}"), rows)
    assert found.verdict.word == "behaald met kanttekening"


def test_a_stock_that_does_not_add_up_names_the_record() -> None:
    rows = [row(1, "01-02-2024", "01-12-2023"), row(2, "01-03-2024")]
    found = only(norm("maat", "meet: stand", *DAYS), rows)
    assert any("ligt het eind" in remark and "(1)" in remark for remark in found.verdict.remarks)


def test_open_cases_that_are_late_stand_beside_any_score() -> None:
    text = norm("maat", "meet: gemiddelde van de doorlooptijd in dagen", *DAYS, f"uiterlijk: {RECEIVED} plus 8 weken")
    found = only(text, ROWS)
    assert found.ours.tally is not None and found.ours.tally.open_late.kept == ["4"]


def test_the_period_before_is_of_the_same_kind() -> None:
    pairs = {"2024": "2023", "2024-01": "2023-12", "2024-K1": "2023-K4", "2024-T2": "2024-T1", "2024-K3": "2024-K2"}
    for later, earlier in pairs.items():
        period = parse_period(later)
        assert period is not None and previous(period) == parse_period(earlier)


# ---------------------------------------------------------------- laws


CALENDAR = Calendar("proef", frozenset((5, 6)), (FixedDay("Nieuwjaarsdag", 1, 1), FixedDay("Kerst", 25, 12)))
some_days = st.dates(date(1999, 12, 1), date(2031, 2, 1))


@given(st.lists(st.tuples(some_days, some_days), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_working_days_agree_with_a_calendar_on_the_wall(pairs: list[tuple[date, date]]) -> None:
    starts, ends = (np.array([day_number(pair[side]) for pair in pairs], np.int64) for side in (0, 1))
    for (start, end), found in zip(pairs, workdays(starts, ends, CALENDAR).tolist(), strict=True):
        low, high = min(start, end), max(start, end)
        steps = (low + timedelta(days=number) for number in range(1, (high - low).days + 1))
        count = sum(is_working_day(day, CALENDAR) for day in steps)
        assert found == (count if end >= start else -count)


ALL = (
    norm("a", "meet: gemiddelde van de doorlooptijd in werkdagen op de kalender Proefkalender", *DAYS)
    + norm("b", "meet: percentiel 90 van de ouderdom", *DAYS)
    + norm("c", "meet: stand", *DAYS, "norm: lager dan vorige periode")
    + norm("d", "meet: mijlpaal", f"klaar op: {SENT}", f"uiterlijk: {RECEIVED} plus 8 weken", "norm: ja")
    + norm("e", "meet: frequentie per 2 weken", f"telt op: {RECEIVED}", "norm: ten minste 50%")
    + norm("f", "meet: bewijsstuk", "bewijsstuk: het bedrag van de factuur", f"telt op: {RECEIVED}", "norm: ja")
    + norm(
        "g",
        *TIMELY,
        "weegt: het bedrag van de factuur",
        "norm: ten minste 50%",
        "uitgesplitst naar: het cluster van de factuur",
    )
    + norm("h", *TIMELY, "opschorting: uitgesloten", "opgeschort indien het cluster van de factuur gelijk is aan Wlz")
    + norm("i", "meet: afwijking van het bedrag van de factuur tot € 2", f"telt op: {RECEIVED}")
)
days = st.integers(0, 500).map(lambda number: format_date(date(2023, 9, 1) + timedelta(days=number)))
records = st.lists(
    st.tuples(st.sampled_from(("Wmo", "Wlz")), days, st.one_of(st.just(""), days), st.sampled_from(("", "1", "2,50"))),
    max_size=20,
).map(lambda items: [row(n, a, b, c, d, "nee") for n, (c, a, b, d) in enumerate(items)])


def shown(found: Measurement) -> object:
    return [
        (it.norm.name, it.slice, it.ours.figure, it.verdict, it.ours.tally, it.ours.needed) for it in found.assessments
    ]


@given(records, st.integers(1, 7), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_neither_splits_nor_order_matter_to_any_measure(rows: list[Row], size: int, chance) -> None:  # type: ignore[no-untyped-def]
    assert shown(measured(ALL, Rows(chance.sample(rows, len(rows)), size))) == shown(measured(ALL, Rows(rows)))


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(1, 12))
def test_what_a_mean_keeps_depends_on_all_its_values_only(numbers: list[int], limit: int) -> None:
    before, module.SPREAD = module.SPREAD, limit
    try:
        ways = []
        for order in (numbers, numbers[::-1]):
            whole = Spread()
            for number in order:
                part = Spread()
                part.add({Fraction(number): 1})
                whole.merge(part)
            ways.append((whole.kept, whole.counts))
        assert ways[0] == ways[1]
        assert ways[0][0] == (len(set(numbers)) <= limit)
    finally:
        module.SPREAD = before
