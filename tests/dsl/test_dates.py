from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl import dates
from dsl.dates import DateRangeError

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
small = st.integers(-1000, 1000)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
    ],
)
def test_months_stop_at_the_end_of_a_short_month(start: date, months: int, end: date) -> None:
    assert dates.add_months(start, months) == end


def test_years_quarters_weeks_and_days() -> None:
    assert dates.add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert dates.add_quarters(date(2024, 11, 30), 1) == date(2025, 2, 28)
    assert dates.add_weeks(date(2026, 3, 24), 6) == date(2026, 5, 5)
    assert dates.add_days(date(2024, 2, 28), 2) == date(2024, 3, 1)


def test_someone_born_on_29_february_gets_older_on_1_march() -> None:
    born = date(2004, 2, 29)
    assert dates.whole_years_between(born, date(2022, 2, 28)) == 17
    assert dates.whole_years_between(born, date(2022, 3, 1)) == 18
    assert dates.whole_years_between(born, date(2024, 2, 28)) == 19
    assert dates.whole_years_between(born, date(2024, 2, 29)) == 20


def test_whole_months() -> None:
    assert dates.whole_months_between(date(2024, 1, 31), date(2024, 2, 28)) == 0
    assert dates.whole_months_between(date(2024, 1, 31), date(2024, 2, 29)) == 1
    assert dates.whole_months_between(date(2024, 1, 15), date(2025, 1, 14)) == 11
    assert dates.whole_months_between(date(2024, 3, 1), date(2024, 1, 1)) == -2


def test_first_and_last_days() -> None:
    day = date(2024, 2, 10)
    assert dates.first_day_of_month(day) == date(2024, 2, 1)
    assert dates.last_day_of_month(day) == date(2024, 2, 29)
    assert dates.first_day_of_next_month(date(2024, 12, 1)) == date(2025, 1, 1)
    assert dates.first_day_of_quarter(day) == date(2024, 1, 1)
    assert dates.last_day_of_quarter(date(2024, 5, 1)) == date(2024, 6, 30)
    assert dates.first_day_of_year(day) == date(2024, 1, 1)
    assert dates.last_day_of_year(day) == date(2024, 12, 31)


@pytest.mark.parametrize(
    "calculate",
    [
        lambda: dates.add_days(dates.LAST_DAY, 1),
        lambda: dates.add_days(dates.FIRST_DAY, -1),
        lambda: dates.add_days(dates.FIRST_DAY, 10**40),
        lambda: dates.add_weeks(dates.FIRST_DAY, -(10**5000)),
        lambda: dates.add_months(dates.LAST_DAY, 1),
        lambda: dates.add_years(dates.FIRST_DAY, 10**5000),
        lambda: dates.first_day_of_next_month(dates.LAST_DAY),
        lambda: dates.weeks_in_iso_year(2201),
        lambda: dates.shift_bijdrageperiode(2019, 1, 10**5000),
    ],
)
def test_outside_1800_to_2200_there_is_a_dutch_error(calculate: Callable[[], object]) -> None:
    with pytest.raises(DateRangeError) as error:
        calculate()
    assert error.value.remedy == "Gebruik een datum in de jaren 1800 tot en met 2200."


@given(days, small)
def test_adding_days_is_undone_and_counted(day: date, count: int) -> None:
    later = dates.add_days(day, count)
    assert dates.days_between(day, later) == count
    assert dates.add_days(later, -count) == day


@given(days, days, small)
def test_adding_months_keeps_the_order_of_dates(first: date, second: date, months: int) -> None:
    first, second = sorted((first, second))
    assert dates.add_months(first, months) <= dates.add_months(second, months)


@given(days, small)
def test_adding_months_is_undone_unless_the_day_was_cut_off(day: date, months: int) -> None:
    there = dates.add_months(day, months)
    back = dates.add_months(there, -months)
    assert back == day if there.day == day.day else (back < day and (back.year, back.month) == (day.year, day.month))


@given(days, days)
def test_whole_months_are_the_most_that_fit(first: date, second: date) -> None:
    start, end = sorted((first, second))
    months = dates.whole_months_between(start, end)
    assert dates.add_months(start, months) <= end < dates.add_months(start, months + 1)
    assert dates.whole_months_between(end, start) == -months


@given(days, days)
def test_an_age_rises_only_on_the_day_itself(born: date, day: date) -> None:
    born, day = sorted((born, day))
    age = dates.whole_years_between(born, day)
    the_day_before = dates.whole_years_between(born, day - timedelta(days=1)) if day > born else 0
    is_birthday = (day.month, day.day) == (born.month, born.day)
    leapling_in_common_year = (born.month, born.day) == (2, 29) and (day.month, day.day) == (3, 1)
    if is_birthday and day > born:
        assert age == the_day_before + 1 == day.year - born.year
    elif age != the_day_before:
        assert leapling_in_common_year and dates.days_in_month(day.year, 2) == 28


@given(days)
def test_a_day_lies_between_the_ends_of_its_quarter(day: date) -> None:
    first, last = dates.first_day_of_quarter(day), dates.last_day_of_quarter(day)
    assert first <= day <= last
    assert first.day == 1 and (first.month - 1) % 3 == 0
    assert dates.add_quarters(first, 1) == dates.add_days(last, 1)


def test_thirteen_bijdrageperioden_of_2019() -> None:
    assert dates.bijdrageperiode_of(date(2018, 12, 31)) == (2019, 1)
    assert dates.first_day_of_bijdrageperiode(2019, 1) == date(2018, 12, 31)
    assert dates.last_day_of_bijdrageperiode(2019, 1) == date(2019, 1, 27)
    assert dates.first_day_of_bijdrageperiode(2019, 13) == date(2019, 12, 2)
    assert dates.last_day_of_bijdrageperiode(2019, 13) == date(2019, 12, 29)


def test_the_last_bijdrageperiode_of_a_long_iso_year_has_five_weeks() -> None:
    assert dates.weeks_in_iso_year(2020) == 53
    assert dates.bijdrageperiode_of(date(2021, 1, 3)) == (2020, 13)
    first, last = dates.first_day_of_bijdrageperiode(2020, 13), dates.last_day_of_bijdrageperiode(2020, 13)
    assert dates.days_between(first, last) + 1 == 35
    assert last == date(2021, 1, 3)


@given(days)
def test_bijdrageperioden_join_without_gap_or_overlap(day: date) -> None:
    period = dates.bijdrageperiode_of(day)
    first, last = dates.first_day_of_bijdrageperiode(*period), dates.last_day_of_bijdrageperiode(*period)
    assert first <= day <= last
    following = dates.shift_bijdrageperiode(*period, 1)
    assert dates.first_day_of_bijdrageperiode(*following) == dates.add_days(last, 1)
    assert dates.shift_bijdrageperiode(*following, -1) == period


def test_periods_that_do_not_exist() -> None:
    with pytest.raises(ValueError, match="nummer 14 bestaat niet"):
        dates.first_day_of_bijdrageperiode(2019, 14)
    with pytest.raises(ValueError, match="2019 heeft geen week 53"):
        dates.first_day_of_iso_week(2019, 53)
    assert dates.first_day_of_iso_week(2020, 53) == date(2020, 12, 28)
    assert dates.iso_week_of(date(2021, 1, 3)) == (2020, 53)
