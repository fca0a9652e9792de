"""The calendars of a program in the form that counts (:mod:`dsl.calendars`)."""

from __future__ import annotations

from dsl.calendars import Calendar, EasterDay, ExtraDay, FixedDay, TermRule
from dsl.program import CalendarInfo, Program

_DAYS = {"dag": 1, "week": 7, "maand": 30, "kwartaal": 90, "jaar": 365}
"""About how many days a unit has, for the shortest term that must hold working days."""

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
        _term_rule(info),
    )


def _term_rule(info: CalendarInfo) -> TermRule:
    """Which terms are extended, and how many working days a term holds at least (Algemene termijnenwet artikelen 2 en 4)."""
    most = {term.unit: term.amount for term in info.not_above}
    floor, shortest = info.working_days_in_term or (0, None)
    return TermRule(
        most_days=most.get("dag"),
        most_weeks=most.get("week"),
        most_months=most.get("maand", 3 * most["kwartaal"] if "kwartaal" in most else None),
        most_years=most.get("jaar"),
        floor_from_days=0 if shortest is None else _DAYS[shortest.unit] * shortest.amount,
        floor_working_days=floor,
    )
