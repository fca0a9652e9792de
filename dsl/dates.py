"""Exact calendar arithmetic for the rules of the language.

All functions are pure and take and give `datetime.date`. Dates lie between 1 January 1800 and 31 December 2200;
a result outside that range raises `DateRangeError`, so that a slip in a rule never silently gives a date in the
year 9000. Months and years are counted in two ways, because the law does so:

* a term (add_months, whole_months_between) ends on the last day of a month that is too short for it
  (Verordening (EEG, Euratom) 1182/71 artikel 3 lid 2 onder c): 31 January plus one month is 28 or 29 February;
* an age (whole_years_between) is reached when the day itself has come: who was born on 29 February gets a year
  older on 1 March of a year without that day.
"""

from calendar import monthrange
from datetime import date

FIRST_YEAR = 1800
LAST_YEAR = 2200
FIRST_DAY = date(FIRST_YEAR, 1, 1)
LAST_DAY = date(LAST_YEAR, 12, 31)

BIJDRAGEPERIODEN_PER_YEAR = 13
_WEEKS_PER_BIJDRAGEPERIODE = 4
_FIRST_ORDINAL = FIRST_DAY.toordinal()
_LAST_ORDINAL = LAST_DAY.toordinal()


class DateRangeError(ValueError):
    """A date outside 1800 to 2200. `cause` and `remedy` are Dutch sentences for the user."""

    def __init__(self, cause: str) -> None:
        self.cause = cause
        self.remedy = f"Gebruik een datum in de jaren {FIRST_YEAR} tot en met {LAST_YEAR}."
        super().__init__(f"{self.cause} {self.remedy}")


def check_year(year: int) -> int:
    """Give `year` back, or raise DateRangeError when it lies outside the supported years."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateRangeError(f"Het jaar {_shown(year)} ligt buiten de jaren waarmee gerekend wordt.")
    return year


def _shown(number: int) -> str:
    """The number itself, unless it is too long to help anybody."""
    return str(number) if abs(number) < 10**9 else "in de berekening"


def _from_ordinal(ordinal: int) -> date:
    if not _FIRST_ORDINAL <= ordinal <= _LAST_ORDINAL:
        raise DateRangeError("De berekende datum ligt buiten de jaren waarmee gerekend wordt.")
    return date.fromordinal(ordinal)


def days_in_month(year: int, month: int) -> int:
    """Number of days of a month; month runs from 1 to 12."""
    return monthrange(year, month)[1]


# --- adding -------------------------------------------------------------------------------------------------------


def add_days(day: date, days: int) -> date:
    """The date `days` days later (earlier when negative)."""
    return _from_ordinal(day.toordinal() + days)


def add_weeks(day: date, weeks: int) -> date:
    """The date `weeks` weeks later, on the same weekday."""
    return _from_ordinal(day.toordinal() + 7 * weeks)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` months later, or the last day of that month when it has no such day."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    check_year(year)
    month = month_index + 1
    return date(year, month, min(day.day, days_in_month(year, month)))


def add_quarters(day: date, quarters: int) -> date:
    """Three months per quarter; see add_months."""
    return add_months(day, 3 * quarters)


def add_years(day: date, years: int) -> date:
    """Twelve months per year; see add_months (29 February plus one year is 28 February)."""
    return add_months(day, 12 * years)


# --- between ------------------------------------------------------------------------------------------------------


def days_between(start: date, end: date) -> int:
    """Number of days from `start` to `end`, the first day not counted; negative when `end` comes first."""
    return end.toordinal() - start.toordinal()


def whole_months_between(start: date, end: date) -> int:
    """The largest n for which add_months(start, n) is not after `end`; negated when `end` comes first.

    So that a month counts from the day on which a term of that many months would end.
    """
    if end < start:
        return -whole_months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    reached_on = min(start.day, days_in_month(end.year, end.month))
    return months if end.day >= reached_on else months - 1


def whole_years_between(start: date, end: date) -> int:
    """The age on `end` of who was born on `start`, in whole years; negated when `end` comes first.

    The anniversary of 29 February falls on 1 March in a year without 29 February.
    """
    if end < start:
        return -whole_years_between(end, start)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


# --- first and last days ------------------------------------------------------------------------------------------


def first_day_of_month(day: date) -> date:
    return day.replace(day=1)


def last_day_of_month(day: date) -> date:
    return day.replace(day=days_in_month(day.year, day.month))


def first_day_of_next_month(day: date) -> date:
    """The first day of the month after `day`, also when `day` is itself the first of a month."""
    return add_months(first_day_of_month(day), 1)


def quarter_of(day: date) -> int:
    """The quarter, 1 to 4."""
    return (day.month + 2) // 3


def first_day_of_quarter(day: date) -> date:
    return date(day.year, 3 * quarter_of(day) - 2, 1)


def last_day_of_quarter(day: date) -> date:
    return last_day_of_month(date(day.year, 3 * quarter_of(day), 1))


def first_day_of_year(day: date) -> date:
    return date(day.year, 1, 1)


def last_day_of_year(day: date) -> date:
    return date(day.year, 12, 31)


# --- ISO weeks and bijdrageperioden -------------------------------------------------------------------------------


def iso_week_of(day: date) -> tuple[int, int]:
    """(ISO year, week number 1 to 53) by ISO 8601; the ISO year differs from the calendar year around New Year."""
    iso = day.isocalendar()
    return iso.year, iso.week


def weeks_in_iso_year(iso_year: int) -> int:
    """52 or 53: the week of 28 December is always the last one of its ISO year."""
    return date(check_year(iso_year), 12, 28).isocalendar().week


def first_day_of_iso_week(iso_year: int, week: int) -> date:
    """The Monday of a week. Raises ValueError when that year has no such week."""
    if not 1 <= week <= weeks_in_iso_year(iso_year):
        raise ValueError(f"Het jaar {iso_year} heeft geen week {_shown(week)}.")
    # 4 January always lies in week 1. Counted in ordinals, since that Monday may lie before the supported range.
    fourth = date(iso_year, 1, 4)
    return _from_ordinal(fourth.toordinal() - fourth.weekday() + 7 * (week - 1))


def bijdrageperiode_of(day: date) -> tuple[int, int]:
    """(ISO year, number 1 to 13) of the bijdrageperiode that holds `day`.

    Uitvoeringsbesluit Wmo 2015 artikel 3.8 lid 3 (tekst 01-01-2019): by the week numbers of ISO 8601 a year has
    twelve bijdrageperioden of four weeks and one of four or five weeks. Week 53, when there is one, belongs to the
    thirteenth.
    """
    iso_year, week = iso_week_of(day)
    return iso_year, min((week - 1) // _WEEKS_PER_BIJDRAGEPERIODE + 1, BIJDRAGEPERIODEN_PER_YEAR)


def first_day_of_bijdrageperiode(iso_year: int, number: int) -> date:
    """The Monday on which a bijdrageperiode starts. Raises ValueError when `number` is not 1 to 13."""
    if not 1 <= number <= BIJDRAGEPERIODEN_PER_YEAR:
        raise ValueError(f"Een jaar heeft 13 bijdrageperioden; nummer {_shown(number)} bestaat niet.")
    return first_day_of_iso_week(iso_year, _WEEKS_PER_BIJDRAGEPERIODE * (number - 1) + 1)


def last_day_of_bijdrageperiode(iso_year: int, number: int) -> date:
    """The Sunday on which a bijdrageperiode ends. Raises ValueError when `number` is not 1 to 13."""
    first = first_day_of_bijdrageperiode(iso_year, number)
    weeks = _WEEKS_PER_BIJDRAGEPERIODE
    if number == BIJDRAGEPERIODEN_PER_YEAR:
        weeks = weeks_in_iso_year(iso_year) - _WEEKS_PER_BIJDRAGEPERIODE * (number - 1)
    return add_days(first, 7 * weeks - 1)


def shift_bijdrageperiode(iso_year: int, number: int, periods: int) -> tuple[int, int]:
    """The bijdrageperiode `periods` later (earlier when negative), as (ISO year, number)."""
    year, index = divmod(iso_year * BIJDRAGEPERIODEN_PER_YEAR + number - 1 + periods, BIJDRAGEPERIODEN_PER_YEAR)
    return check_year(year), index + 1
