"""Date arithmetic over ordinals, for generated code. What a date means stands in :mod:`dsl.dates` and :mod:`dsl.calendars`;
whatever those refuse is left to the general form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from dsl import dates as law
from dsl.calendars import Calendar, add_working_days, next_working_day
from engine.fast.runtime import FALLBACK

_FIRST = law.FIRST_DAY.toordinal()
_LAST = law.LAST_DAY.toordinal()


def _on_ordinals(name: str, function: Callable[..., date], dates_in: int = 1) -> Callable[..., int]:
    """``function`` with its first arguments as ordinals and its result as a whole number."""

    def wrapped(*arguments: Any) -> int:
        try:
            result: Any = function(*map(date.fromordinal, arguments[:dates_in]), *arguments[dates_in:])
        except (ValueError, OverflowError):
            raise FALLBACK from None
        return result.toordinal() if isinstance(result, date) else int(result)

    wrapped.__name__ = name
    return wrapped


def _shift(name: str, days: int) -> Callable[..., int]:
    def wrapped(day: int, amount: int) -> int:
        day += amount * days
        if not _FIRST <= day <= _LAST:
            raise FALLBACK
        return day

    wrapped.__name__ = name
    return wrapped


def _toward_zero(amount: int, per: int) -> int:
    return amount // per if amount >= 0 else -(-amount // per)


def days(start: int, end: int) -> int:
    return end - start


def weeks(start: int, end: int) -> int:
    return _toward_zero(end - start, 7)


def quarters(start: int, end: int) -> int:
    return _toward_zero(months(start, end), 3)


def years_of_months(start: int, end: int) -> int:
    return _toward_zero(months(start, end), 12)


months = _on_ordinals("months", law.whole_months_between, 2)  # type: ignore[arg-type]
age = _on_ordinals("age", law.whole_years_between, 2)  # type: ignore[arg-type]

SHIFTS: dict[str, Callable[..., int]] = {
    "dag": _shift("plus_days", 1),
    "week": _shift("plus_weeks", 7),
    "maand": _on_ordinals("plus_months", law.add_months),
    "kwartaal": _on_ordinals("plus_quarters", law.add_quarters),
    "jaar": _on_ordinals("plus_years", law.add_years),
}
DIFFERENCES: dict[str, Callable[..., int]] = {
    "dag": days,
    "week": weeks,
    "maand": months,
    "kwartaal": quarters,
    "jaar": years_of_months,
}

_FIRSTS: dict[str, Callable[[date], date]] = {
    "maand": law.first_day_of_month,
    "kwartaal": law.first_day_of_quarter,
    "jaar": law.first_day_of_year,
}
_LASTS: dict[str, Callable[[date], date]] = {
    "maand": law.last_day_of_month,
    "kwartaal": law.last_day_of_quarter,
    "jaar": law.last_day_of_year,
}


def _edge(edge: str, period: str) -> Callable[..., int]:
    if edge == "first of next":
        last = _LASTS[period]
        return _on_ordinals(f"first_of_next_{period}", lambda day: law.add_days(last(day), 1))
    found = (_FIRSTS if edge == "first" else _LASTS)[period]
    return _on_ordinals(f"{edge}_of_{period}", found)


EDGES = {(edge, period): _edge(edge, period) for edge in ("first", "last", "first of next") for period in _FIRSTS}


def _part(name: Literal["jaar", "maand", "dag"], english: str) -> Callable[..., int]:
    return _on_ordinals(f"part_{name}", lambda day: getattr(day, english))


PARTS = {"jaar": _part("jaar", "year"), "maand": _part("maand", "month"), "dag": _part("dag", "day")}


def year_start(year: int) -> int:
    try:
        return date(law.check_year(year), 1, 1).toordinal()
    except ValueError:
        raise FALLBACK from None


extend = _on_ordinals("extend", next_working_day)


def add_work_days(day: int, amount: int, calendar: Calendar) -> int:
    try:
        return add_working_days(date.fromordinal(day), amount, calendar).toordinal()
    except (ValueError, OverflowError):
        raise FALLBACK from None
