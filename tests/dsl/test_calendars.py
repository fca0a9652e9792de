from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.calendars import (
    Calendar,
    EasterDay,
    ExtraDay,
    FixedDay,
    TermRule,
    TermUnit,
    add_working_days,
    is_working_day,
    next_working_day,
    term_end,
    why_free,
    working_day_number_in_month,
)
from dsl.dates import DateRangeError

# Algemene termijnenwet (BWBR0002448), text of 10-10-2010, articles 1 to 4, for the years from 1980.
ATW = Calendar(
    name="Algemene termijnenwet",
    rest_weekdays=frozenset({5, 6}),
    fixed=(
        FixedDay("Nieuwjaarsdag", 1, 1),
        FixedDay("Koninginnedag", 30, 4, last_year=2013, shift_on_sunday=-1),
        FixedDay("Koningsdag", 27, 4, first_year=2014, shift_on_sunday=-1),
        FixedDay("5 mei", 5, 5),
        FixedDay("eerste kerstdag", 25, 12),
        FixedDay("tweede kerstdag", 26, 12),
    ),
    easter=(
        EasterDay("Goede Vrijdag", -2),
        EasterDay("tweede paasdag", 1),
        EasterDay("Hemelvaartsdag", 39),
        EasterDay("tweede pinksterdag", 50),
    ),
    extra=(ExtraDay("dag na Kerstmis", date(2024, 12, 27), "koninklijk besluit"),),
    term_rule=TermRule(
        most_days=90, most_weeks=12, most_months=3, most_years=0, floor_from_days=3, floor_working_days=2
    ),
)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
counts = st.integers(-60, 60)


def test_the_free_days_of_2026() -> None:
    assert ATW.free_days(2026) == {
        date(2026, 1, 1): "Nieuwjaarsdag",
        date(2026, 4, 3): "Goede Vrijdag",
        date(2026, 4, 6): "tweede paasdag",
        date(2026, 4, 27): "Koningsdag",
        date(2026, 5, 5): "5 mei",
        date(2026, 5, 14): "Hemelvaartsdag",
        date(2026, 5, 25): "tweede pinksterdag",
        date(2026, 12, 25): "eerste kerstdag",
        date(2026, 12, 26): "tweede kerstdag",
    }


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2014, 4, 26), "Koningsdag"),  # 27 April 2014 was a Sunday
        (date(2014, 4, 27), "zondag"),
        (date(2013, 4, 30), "Koninginnedag"),
        (date(2014, 4, 30), None),
        (date(2006, 4, 29), "Koninginnedag"),  # 30 April 2006 was a Sunday
        (date(2024, 12, 27), "dag na Kerstmis"),
        (date(2025, 12, 27), "zaterdag"),
        (date(2005, 5, 5), "5 mei en Hemelvaartsdag"),
        (date(2026, 5, 4), None),
    ],
)
def test_why_a_day_is_free(day: date, why: str | None) -> None:
    assert why_free(day, ATW) == why
    assert is_working_day(day, ATW) == (why is None)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        (date(2026, 3, 24), 6, "week", date(2026, 5, 6)),  # ends on 5 May
        (date(2026, 3, 2), 8, "week", date(2026, 4, 28)),  # ends on Koningsdag
        (date(2026, 2, 20), 6, "week", date(2026, 4, 7)),  # ends on Goede Vrijdag, then the whole Easter weekend
        (date(2026, 3, 3), 6, "week", date(2026, 4, 14)),
        (date(2026, 2, 10), 12, "week", date(2026, 5, 6)),
        (date(2026, 2, 3), 13, "week", date(2026, 5, 5)),  # artikel 4: more than twelve weeks
        (date(2026, 2, 4), 90, "dag", date(2026, 5, 6)),
        (date(2026, 2, 3), 91, "dag", date(2026, 5, 5)),
        (date(2026, 2, 5), 3, "maand", date(2026, 5, 6)),
        (date(2026, 2, 5), 1, "kwartaal", date(2026, 5, 6)),
        (date(2026, 1, 5), 4, "maand", date(2026, 5, 5)),
        (date(2025, 11, 5), 2, "kwartaal", date(2026, 5, 5)),
        (date(2025, 5, 5), 1, "jaar", date(2026, 5, 5)),  # artikel 4: one year or more
        (date(2026, 5, 12), -1, "week", date(2026, 5, 5)),  # artikel 1 lid 2: counted back
        (date(2026, 4, 2), 10, "werkdag", date(2026, 4, 20)),
    ],
)
def test_terms_under_the_algemene_termijnenwet(start: date, amount: int, unit: TermUnit, end: date) -> None:
    assert term_end(start, amount, unit, ATW) == end


def test_a_term_of_three_days_holds_two_working_days() -> None:
    # From Thursday 2 April 2026: Good Friday, the weekend and Easter Monday are free.
    assert term_end(date(2026, 4, 2), 3, "dag", ATW) == date(2026, 4, 8)
    assert term_end(date(2026, 4, 2), 5, "dag", ATW) == date(2026, 4, 8)
    assert term_end(date(2026, 4, 2), 2, "dag", ATW) == date(2026, 4, 7)


def test_a_calendar_without_limits_extends_every_term() -> None:
    office = Calendar("organisatie", frozenset({6}), fixed=(FixedDay("5 mei", 5, 5),))
    assert term_end(date(2025, 5, 5), 1, "jaar", office) == date(2026, 5, 6)


def test_working_days_are_counted_from_the_next_day() -> None:
    friday = date(2026, 5, 1)
    assert add_working_days(friday, 1, ATW) == date(2026, 5, 4)
    assert add_working_days(friday, 2, ATW) == date(2026, 5, 6)
    assert add_working_days(date(2026, 5, 2), 1, ATW) == date(2026, 5, 4)
    assert add_working_days(date(2026, 5, 2), 0, ATW) == date(2026, 5, 4)
    assert add_working_days(date(2026, 5, 6), -1, ATW) == date(2026, 5, 4)


def test_the_number_of_a_working_day_in_its_month() -> None:
    assert working_day_number_in_month(date(2026, 5, 1), ATW) == 1
    assert working_day_number_in_month(date(2026, 5, 6), ATW) == 3
    assert working_day_number_in_month(date(2026, 5, 5), ATW) is None


@given(days)
def test_the_next_working_day_is_the_nearest_one(day: date) -> None:
    found = next_working_day(day, ATW)
    assert is_working_day(found, ATW)
    skipped = [day + timedelta(days=n) for n in range((found - day).days)]
    assert all(why_free(each, ATW) for each in skipped)
    assert next_working_day(found, ATW) == found


@given(days, counts, counts)
def test_working_days_add_up(day: date, first: int, second: int) -> None:
    start = next_working_day(day, ATW)
    assert add_working_days(add_working_days(start, first, ATW), second, ATW) == add_working_days(
        start, first + second, ATW
    )


@given(days, st.integers(1, 60))
def test_as_many_working_days_lie_between(day: date, count: int) -> None:
    end = add_working_days(day, count, ATW)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(is_working_day(each, ATW) for each in passed) == count
    assert is_working_day(end, ATW)


@given(days, days, st.integers(0, 90), st.sampled_from(["dag", "week", "maand"]))
def test_a_term_that_starts_later_never_ends_earlier(first: date, second: date, amount: int, unit: TermUnit) -> None:
    first, second = sorted((first, second))
    assert term_end(first, amount, unit, ATW) <= term_end(second, amount, unit, ATW)


def test_a_day_moved_off_a_sunday_may_change_year() -> None:
    calendar = Calendar("proef", fixed=(FixedDay("Nieuwjaarsdag", 1, 1, shift_on_sunday=-1),))
    assert list(calendar.free_days(2022)) == [date(2022, 1, 1), date(2022, 12, 31)]  # 1 January 2023 was a Sunday
    assert not calendar.free_days(2023)


def test_29_february_is_skipped_in_common_years() -> None:
    calendar = Calendar("proef", fixed=(FixedDay("schrikkeldag", 29, 2),))
    assert not calendar.free_days(2023)
    assert list(calendar.free_days(2024)) == [date(2024, 2, 29)]


def test_calendars_are_values() -> None:
    used, fresh = Calendar("proef", frozenset({6})), Calendar("proef", frozenset({6}))
    used.free_days(2024)
    assert used == fresh and hash(used) == hash(fresh)


def test_what_is_no_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="geen enkele werkdag"):
        Calendar("proef", frozenset(range(7)))
    with pytest.raises(ValueError, match="31-4 is geen dag"):
        FixedDay("proef", 31, 4)
    with pytest.raises(ValueError, match="niet in hetzelfde jaar"):
        EasterDay("proef", 300)
    every_day = tuple(FixedDay("vrij", day, month) for month in range(1, 13) for day in range(1, 29))
    with pytest.raises(DateRangeError):
        add_working_days(date(2190, 1, 1), 10**30, Calendar("proef", frozenset({5, 6}), fixed=every_day))
