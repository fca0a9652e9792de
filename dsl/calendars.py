"""Named calendars: which days are working days, and where a term ends.

A calendar is data. The days of the Algemene termijnenwet, of an organisation or of the banks stand in a rule file
with their sources; this module only counts. Weekdays are numbered as Python does: Monday is 0, Sunday is 6.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dsl.dates import add_days, add_months, add_weeks, add_years, days_between, days_in_month

TermUnit = Literal["werkdag", "dag", "week", "maand", "kwartaal", "jaar"]

WEEKDAY_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A free day on the same date every year, in the years `first_year` to `last_year` (None: no limit).

    `shift_on_sunday` moves it by that many days when it falls on a Sunday (Koningsdag: -1).
    """

    name: str
    day: int
    month: int
    first_year: int | None = None
    last_year: int | None = None
    shift_on_sunday: int = 0

    def __post_init__(self) -> None:
        # 2000 is a leap year, so that 29 February is allowed.
        if not 1 <= self.month <= 12 or not 1 <= self.day <= days_in_month(2000, self.month):
            raise ValueError(f"{self.name}: {self.day}-{self.month} is geen dag van het jaar.")
        if abs(self.shift_on_sunday) > 6:
            raise ValueError(f"{self.name}: een dag op zondag kan ten hoogste zes dagen verschuiven.")


@dataclass(frozen=True, slots=True)
class EasterDay:
    """A free day `offset` days after Easter Sunday (negative: before it), in the years given."""

    name: str
    offset: int
    first_year: int | None = None
    last_year: int | None = None

    def __post_init__(self) -> None:
        # Easter lies between 22 March and 25 April: within these bounds the day lies in the same year.
        if not -80 <= self.offset <= 250:
            raise ValueError(f"{self.name}: {self.offset} dagen na Pasen ligt niet in hetzelfde jaar.")


@dataclass(frozen=True, slots=True)
class ExtraDay:
    """One date that was named free, such as by a koninklijk besluit (Atw artikel 3 lid 3), with its source."""

    name: str
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class TermRule:
    """Which terms a calendar extends. The defaults extend every term to the next working day and do nothing else.

    `most_*`: a term written in that unit is not extended when it is longer (None: always extended). The Algemene
    termijnenwet has 90 days, 12 weeks, 3 months and 0 years (artikel 4 onder a).
    `floor_working_days`: a term of at least `floor_from_days` days is first made so long that it holds that many
    working days. The Algemene termijnenwet has 2 working days from 3 days (artikel 2).
    """

    most_days: int | None = None
    most_weeks: int | None = None
    most_months: int | None = None
    most_years: int | None = None
    floor_from_days: int = 0
    floor_working_days: int = 0

    def extends(self, amount: int, unit: TermUnit) -> bool:
        """Whether a term of `amount` times `unit` is extended at all; a quarter is three months."""
        most, length = {
            "werkdag": (None, amount),
            "dag": (self.most_days, amount),
            "week": (self.most_weeks, amount),
            "maand": (self.most_months, amount),
            "kwartaal": (self.most_months, 3 * amount),
            "jaar": (self.most_years, amount),
        }[unit]
        return most is None or length <= most


@dataclass(frozen=True, slots=True)
class Calendar:
    """A named calendar. Raises ValueError when no day of the week is left to work on."""

    name: str
    rest_weekdays: frozenset[int] = frozenset()
    fixed: tuple[FixedDay, ...] = ()
    easter: tuple[EasterDay, ...] = ()
    extra: tuple[ExtraDay, ...] = ()
    term_rule: TermRule = TermRule()
    # The free days of the years asked for so far: a function of the fields above, so no part of what the calendar is.
    _free_days: dict[int, dict[date, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.rest_weekdays < frozenset(range(7)):
            raise ValueError(f"De kalender {self.name} heeft geen enkele werkdag in de week.")

    def free_days(self, year: int) -> dict[date, str]:
        """The named free days of a year with their names, in order of date; weekly rest days are not among them."""
        if year not in self._free_days:
            found: dict[date, str] = {}
            for day, name in sorted(self._named_days(year)):
                found[day] = f"{found[day]} en {name}" if day in found and found[day] != name else name
            self._free_days[year] = found
        return self._free_days[year]

    def _named_days(self, year: int) -> Iterator[tuple[date, str]]:
        for fixed in self.fixed:
            # A day moved off a Sunday may land in the year before or after its own.
            for own_year in (year - 1, year, year + 1):
                fixed_day = _fixed_day_in(fixed, own_year)
                if fixed_day is not None and fixed_day.year == year:
                    yield fixed_day, fixed.name
        if self.easter:
            from dateutil.easter import easter

            sunday = easter(year)
            for moving in self.easter:
                if _holds_in(moving, year):
                    yield add_days(sunday, moving.offset), moving.name
        for extra in self.extra:
            if extra.day.year == year:
                yield extra.day, extra.name


def _holds_in(day: FixedDay | EasterDay, year: int) -> bool:
    return (day.first_year is None or day.first_year <= year) and (day.last_year is None or year <= day.last_year)


def _fixed_day_in(fixed: FixedDay, year: int) -> date | None:
    if not _holds_in(fixed, year) or fixed.day > days_in_month(year, fixed.month):
        return None
    day = date(year, fixed.month, fixed.day)
    if day.weekday() != _SUNDAY or not fixed.shift_on_sunday:
        return day
    return date.fromordinal(day.toordinal() + fixed.shift_on_sunday)


def why_free(day: date, calendar: Calendar) -> str | None:
    """Why `day` is no working day, as the name of the free day or of the weekday; None for a working day."""
    named = calendar.free_days(day.year).get(day)
    if named is None and day.weekday() in calendar.rest_weekdays:
        return WEEKDAY_NAMES[day.weekday()]
    return named


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether `day` is a working day on this calendar."""
    return day.weekday() not in calendar.rest_weekdays and day not in calendar.free_days(day.year)


def next_working_day(day: date, calendar: Calendar) -> date:
    """`day` itself when it is a working day, otherwise the first working day after it.

    This is how a term is "verlengd tot en met de eerstvolgende dag die niet een zaterdag, zondag of algemeen erkende
    feestdag is" (Atw artikel 1 lid 1). Raises DateRangeError.
    """
    while not is_working_day(day, calendar):
        day = add_days(day, 1)
    return day


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The working day `count` working days after `day`, or before it when `count` is negative.

    The day itself never counts and the result is always a working day; zero gives next_working_day.
    Raises DateRangeError.
    """
    if count == 0:
        return next_working_day(day, calendar)
    step = 1 if count > 0 else -1
    while count:
        day = add_days(day, step)
        if is_working_day(day, calendar):
            count -= step
    return day


def working_day_number_in_month(day: date, calendar: Calendar) -> int | None:
    """Which working day of its month `day` is, counted from 1; None when it is no working day."""
    if not is_working_day(day, calendar):
        return None
    return sum(is_working_day(day.replace(day=number), calendar) for number in range(1, day.day + 1))


def term_end(start: date, amount: int, unit: TermUnit, calendar: Calendar) -> date:
    """The last day of a term of `amount` times `unit` that runs from `start`, extended as the calendar says.

    `start` is the day of the event (such as the day on which a besluit was sent); the first day of the term is the
    day after (Awb artikel 6:8 lid 1), so that six weeks end on the same weekday. A negative amount counts back, and a
    term counted back is never extended (Atw artikel 1 lid 2). Raises DateRangeError.
    """
    end = _plain_end(start, amount, unit, calendar)
    rule = calendar.term_rule
    if amount < 0 or unit == "werkdag" or not rule.extends(amount, unit):
        return end
    if days_between(start, end) >= rule.floor_from_days > 0:
        end = max(end, add_working_days(start, rule.floor_working_days, calendar))
    return next_working_day(end, calendar)


def _plain_end(start: date, amount: int, unit: TermUnit, calendar: Calendar) -> date:
    match unit:
        case "werkdag":
            return add_working_days(start, amount, calendar)
        case "dag":
            return add_days(start, amount)
        case "week":
            return add_weeks(start, amount)
        case "maand":
            return add_months(start, amount)
        case "kwartaal":
            return add_months(start, 3 * amount)
        case "jaar":
            return add_years(start, amount)
