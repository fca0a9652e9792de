"""A besluit over a period: the amount per month as bars with a table, and each change with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dsl.notation import format_date
from dsl.program import AttrInfo
from engine.explain.tree import Section
from engine.explain.values_nl import euro_text, scalar_text
from engine.time.amounts import Amount, money_outcome
from engine.time.words import period_text
from workbench.web.forms import Errors
from workbench.web.frame import page
from workbench.web.working import Course, course
from workbench.web.zaak.asked import Asked, asked_of, day_of

router = APIRouter()
MOST_DAYS = 366 * 12
HEIGHT, TOP, BOTTOM, LEFT = 240, 28, 46, 8
BAR, GAP = 44, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One period in the chart, in pixels; ``amount`` is what stands above it, ``label`` below."""

    x: int
    y: int
    width: int
    height: int
    label: str
    year: str
    amount: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """``rows``: per period its name, amount and rechtsstatus."""

    chart: Chart | None
    rows: tuple[tuple[str, str, str], ...]
    sections: tuple[Section, ...]
    outcome: str


@router.get("/zaken/{key}/besluit/{name}/verloop")
def over_time(request: Request, key: str, name: str, van: str = "", tot: str = "") -> HTMLResponse:
    asked = asked_of(request, key, name)
    day = asked.decided.moment.rekendatum
    errors = Errors()
    start, end = _period(van, tot, day, errors)
    told = None
    if not errors:
        found = asked.desk.bench.work(course, asked.decided.question, start, end)
        if isinstance(found, Course):
            told = _told(asked, found)
        else:
            errors.add("tot", "Over deze periode zijn er te veel momenten om te beslissen. Kies een kortere periode.")
    return page(
        request,
        "zaak/verloop.html.j2",
        status=400 if errors else 200,
        asked=asked,
        told=told,
        errors=errors,
        van=van or format_date(start),
        tot=tot or format_date(end),
    )


def _period(van: str, tot: str, day: date, errors: Errors) -> tuple[date, date]:
    """The period asked for; without one the year of the rekendatum."""
    start = day_of(van) if van else date(day.year, 1, 1)
    end = day_of(tot) if tot else date((start or day).year, 12, 31)
    for name, found in (("van", start), ("tot", end)):
        if found is None:
            errors.add(name, "Dit is geen datum. Schrijf bijvoorbeeld 01-01-2026.")
    first, last = start or day, end or day
    if not errors and (last < first or (last - first).days > MOST_DAYS):
        errors.add("tot", "Kies een einde na het begin, en ten hoogste twaalf jaar later.")
    return first, last


def _told(asked: Asked, found: Course) -> Told:
    outcome = money_outcome(asked.decided.info)
    if outcome is None:
        return Told(None, (), found.sections, "")
    attr = asked.decided.info.outcomes[outcome].attr
    rows = tuple((period_text(one.start, one.end), _words(one, attr), one.status) for one in found.amounts)
    return Told(_chart(found.amounts), rows, found.sections, attr.name)


def _words(amount: Amount, attr: AttrInfo) -> str:
    if amount.amount is None:
        return "–"
    return euro_text(amount.amount) if amount.portions else scalar_text(amount.amount, attr.type)


def _chart(amounts: tuple[Amount, ...]) -> Chart | None:
    """The bars; None when no period has an amount. Only what is drawn is rounded: the figures stand in the table."""
    most = max((one.amount for one in amounts if one.amount is not None), default=Fraction(0))
    if not amounts or len(amounts) > 60 or most <= 0:
        return None
    room = HEIGHT - TOP - BOTTOM
    bars = []
    for number, one in enumerate(amounts):
        height = 0 if one.amount is None else max(0, round(one.amount / most * room))
        x = LEFT + number * (BAR + GAP)
        shown = "?" if one.amount is None else euro_text(one.amount).removeprefix("€").strip()
        first = number == 0 or amounts[number - 1].start.year != one.start.year
        bars.append(
            Bar(
                x,
                TOP + room - height,
                BAR,
                height,
                _MONTHS[one.start.month - 1],
                str(one.start.year) if first else "",
                shown,
                f"{period_text(one.start, one.end)}: {one.status}",
            )
        )
    return Chart(LEFT * 2 + len(amounts) * (BAR + GAP) - GAP, HEIGHT, TOP + room, tuple(bars))


_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
