"""The calendars of a program in the form that counts (:mod:`dsl.calendars`)."""

from __future__ import annotations

from dsl.calendars import Calendar, EasterDay, ExtraDay, FixedDay, TermRule
from dsl.program import CalendarInfo, Program, Term

_BUILT: dict[int, tuple[CalendarInfo, Calendar]] = {}


def calendar_of(program: Program, name: str) -> Calendar:
    """The named calendar; built once per CalendarInfo, since it remembers the free days of each year."""
    info = program.calendars[name]
    kept = _BUILT.get(id(info))
    if kept is None or kept[0] is not info:
        kept = _BUILT[id(info)] = (info, _built(info))
    return kept[1]


def _built(info: CalendarInfo) -> Calendar:
    source = info.sources[0].text if info.sources else ""
    return Calendar(
        info.name,
        frozenset(info.rest_days),
        tuple(
            FixedDay(day.name, day.day, day.month, day.first_year, day.last_year, day.on_sunday)
            for day in info.free
            if day.kind == "vast"
        ),
        tuple(
            EasterDay(day.name, day.offset, day.first_year, day.last_year) for day in info.free if day.kind == "pasen"
        ),
        tuple(ExtraDay(day.name, day.on, source) for day in info.free if day.kind == "datum" and day.on is not None),
        _term_rule(info.not_above),
    )


def _term_rule(not_above: Term | None) -> TermRule:
    """Up to which length terms are extended. One limit holds for terms in other units too, as in the Algemene
    termijnenwet artikel 4: above 12 weeks is above 90 days, above three months, and every term in years."""
    if not_above is None:
        return TermRule()
    amount = not_above.amount
    match not_above.unit:
        case "dag":
            weeks, days = amount // 7, amount
        case "week":
            weeks, days = amount, 7 * amount + 6
        case "maand":
            weeks, days = 4 * amount, 30 * amount
        case "kwartaal":
            weeks, days = 12 * amount, 90 * amount
        case "jaar":
            weeks, days = 52 * amount, 365 * amount
        case _:
            return TermRule()
    return TermRule(most_days=days, most_weeks=weeks, most_months=weeks // 4, most_years=weeks // 52)
