"""Gathering by groups says what looking at the records of each period and slice by itself says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dsl.notation import format_date
from engine.normen import groups, keys, tally
from engine.normen.column import Column, day_of
from engine.normen.gather import Gatherer
from engine.normen.groups import Sums, Values
from engine.normen.keys import FirstKeys, KeyColumn, Repeats
from engine.normen.measure import Asked, Measured, measure_batch
from engine.normen.periods import Period, parts_of, year
from engine.normen.records import Records, layout_of
from tests.engine.normen.normlaw import TIMELY, Row, Rows, program, row

RECEIVED, SENT = "de dag van ontvangst van de factuur", "de dag van verzending van de factuur"
SPLIT = "    uitgesplitst naar: het cluster van de factuur\n"


def norm(name: str, measure: str, more: str = "", split: str = SPLIT, unit: str = "maand") -> str:
    return (
        f"Norm {name}\n    bron: Proefplan\n    periode: {unit}\n    over een jaar\n    over: een factuur\n    meet: {measure}\n"
        f"{more}{split}"
    ).replace("    over een jaar\n", "")


ON = f"    telt op: {RECEIVED}\n"
NORMS = "\n".join(
    (
        *(
            TIMELY.format(over=over).replace("Norm op tijd", f"Norm op tijd {over}").replace("jaar", unit)
            for over, unit in (("afgehandeld", "maand"), ("ingestroomd", "kwartaal"), ("vervallen", "tertaal"))
        ),
        TIMELY.format(over="afgehandeld")
        .replace("Norm op tijd", "Norm op tijd strikt")
        .replace("uiterlijk:", "vóór:")
        .replace("    norm:", f"{ON}    norm:"),
        TIMELY.format(over="vervallen")
        .replace("Norm op tijd", "Norm rekendatum")
        .replace("jaar", "kwartaal")
        .replace(f"uiterlijk: {RECEIVED} plus 8 weken", "uiterlijk: de rekendatum min 1 maand"),
        norm("goed", "aandeel", f"{ON}    voldoet indien de factuur niet gecorrigeerd is\n"),
        norm(
            "gewogen",
            "aandeel",
            f"{ON}    telt mee indien het bedrag van de factuur groter is dan € 1\n"
            "    voldoet indien de factuur niet gecorrigeerd is\n    weegt: het bedrag van de factuur\n",
        ),
        norm("aantal", "aantal", ON, unit="kwartaal"),
        norm("stand", "aantal", f"    telt mee indien {RECEIVED} op of voor de rekendatum ligt\n"),
        norm("som", "som van het bedrag van de factuur", ON, split=""),
        norm("gemiddelde", f"gemiddelde van het aantal dagen tussen {RECEIVED} en {SENT}", f"    telt op: {SENT}\n"),
        norm("percentiel", "percentiel 90 van het bedrag van de factuur", ON),
        norm(
            "doorlooptijd",
            "gemiddelde van de doorlooptijd in werkdagen op de kalender Proefkalender",
            f"    begint op: {RECEIVED}\n    klaar op: {SENT}\n    telt op: {SENT}\n",
            unit="kwartaal",
        ),
        norm(
            "ouderdom", "hoogste van de ouderdom", f"    begint op: {RECEIVED}\n    klaar op: {SENT}\n", unit="kwartaal"
        ),
        norm("verhouding", "verhouding van het bedrag van de factuur tot 2 maal het bedrag van de factuur", ON),
        norm(
            "klassen",
            "verdeling",
            f'{ON}    klasse "snel" indien {SENT} op of voor {RECEIVED} plus 30 dagen ligt\n'
            f'    klasse "ooit" indien {SENT} na {RECEIVED} ligt\n',
        ),
        norm("op cluster en bedrag", "aantal", ON, split=SPLIT + "    uitgesplitst naar: het bedrag van de factuur\n"),
    )
)
days = st.integers(19_600, 20_150).map(lambda number: format_date(day_of(number)))
records = st.lists(
    st.tuples(
        st.sampled_from(("Wmo", "Wlz")),
        days,
        st.one_of(st.just(""), days),
        st.sampled_from(("", "1", "2,50", "0,33", "1000")),
        st.sampled_from(("", "ja", "nee")),
    ),
    max_size=40,
).map(lambda items: [row(f"F{n}", a, b, c, d, e) for n, (c, a, b, d, e) in enumerate(items)])


def both(
    rows: list[Row], size: int, until: date | None, trend: tuple[Period, ...]
) -> tuple[list[Measured], list[Measured]]:
    law = program(NORMS)
    table = Rows(rows, size)
    layout, _ = layout_of(law.registries["factuur"], table)
    assert layout is not None
    asked = [
        Asked(one, tuple(dict.fromkeys((year(2024), *parts_of(year(2024), one.period)))), until, trend)
        for one in law.norms.values()
    ]
    gatherer = Gatherer(law, asked)
    plain = [Measured() for _ in asked]
    for frame, found in Records(law, law.registries["factuur"], table, layout).frames():
        gatherer.add(frame, found)
        for total, one in zip(plain, asked, strict=True):
            total.merge(measure_batch(frame, list(found), one))
    return gatherer.measured(), plain


@given(
    records,
    st.integers(1, 50),
    st.one_of(st.none(), st.integers(19_500, 20_200).map(day_of)),
    st.sampled_from((None, "maand", "kwartaal")),
)
@settings(
    deadline=None,
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_groups_count_what_each_period_and_slice_counts(
    rows: list[Row], size: int, until: date | None, trend: str | None
) -> None:
    course = () if trend is None else parts_of(year(2024), trend)
    for one, other in zip(*both(rows, size, until, course), strict=True):
        empty = tally.Tally()
        assert {place for place, found in one.tallies.items() if found != empty} == {
            place for place, found in other.tallies.items() if found != empty
        }
        for place, found in one.tallies.items():
            assert found == other.tallies.get(place, empty), place
        assert +one.unplaced == +other.unplaced


# ---------------------------------------------------------------- keys

texts = st.lists(
    st.one_of(
        st.text("ab0-é\0😀", max_size=20),
        st.integers(0, 30).map(lambda number: f"F-2024-{number:08d}"),
    ),
    min_size=1,
    max_size=40,
)


@given(texts)
@settings(deadline=None)
def test_words_order_and_hashes_tell_apart_as_texts_do(given_texts: list[str]) -> None:
    column = KeyColumn.of(given_texts)
    plain = [text.strip() for text in given_texts]
    assert list(column) == plain
    _, words = column.ordering
    for number, text in enumerate(plain):
        for place, other in enumerate(plain):
            assert (text < other) or not words[number] < words[place]
            assert text > other or words[number] <= column.bound(other)
            assert (text == other) == (column.hashes[number] == column.hashes[place])


@given(st.lists(texts, max_size=4), st.integers(1, 5))
@settings(deadline=None)
def test_the_first_keys_are_kept_whatever_the_batches(batches: list[list[str]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "KEPT", most)
        kept = FirstKeys()
        for batch in batches:
            kept.add(KeyColumn.of(batch), np.arange(len(batch)), np.arange(len(batch)) % 2)
        for group in (0, 1):
            wanted = sorted(text.strip() for batch in batches for text in batch[group::2])[:most]
            assert kept.kept.get(group, []) == wanted


@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from((3, 10, 10_000)))
@settings(deadline=None)
def test_repeated_keys_are_found_within_any_bound_of_memory(batches: list[list[str]], held: int) -> None:
    columns = [KeyColumn.of(batch) for batch in batches]
    plain = [key for column in columns for key in column]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "HELD", held)

        def gone_through(one: Repeats) -> Repeats:
            for column in columns:
                one.add(column.hashes)
            return one

        first = gone_through(Repeats())
        rounds = [gone_through(one) for one in first.in_parts()] if first.too_many else [first]
        found = {int(number) for one in rounds for number in one.found()}
    twice = {key for key in plain if plain.count(key) > 1}
    assert found == {int(KeyColumn.of([key]).hashes[0]) for key in twice}


# ---------------------------------------------------------------- sums


def test_sums_and_values_are_exact_beyond_what_a_float_holds() -> None:
    big = np.array([2**53, 1, 1], np.int64)
    sums = Sums()
    sums.add(np.zeros(3, np.int32), Column(big), None)
    sums.add(np.zeros(1, np.int32), Column(np.array([Fraction(1, 3)], object)), None)
    assert sums.of(0) == 2**53 + 2 + Fraction(1, 3)


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(-50, 10**6), st.booleans()), max_size=30), max_size=4),
    st.sampled_from((16, 2**10, 2**22)),
)
@settings(deadline=None)
def test_values_are_counted_whether_they_fit_in_a_table_or_not(
    batches: list[list[tuple[int, int, bool]]], dense: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "_DENSE", dense)
        values = Values()
        for batch in batches:
            where, what, mask = (
                (np.array(part) for part in zip(*batch, strict=True)) if batch else (np.zeros(0, int),) * 3
            )
            values.add(where.astype(np.int32), what.astype(np.int32), mask.astype(bool))
    for group in range(4):
        wanted = [what for batch in batches for where, what, counts in batch if where == group and counts]
        found = values.of(group)
        assert {value: often for value, often in found.items() if often} == {
            value: wanted.count(value) for value in set(wanted)
        }
