"""A herziening: what was, what it is now that more is known, what may still be set right, and what made the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dsl.notation import format_date
from dsl.program import DecisionInfo
from engine.difference.knowledge import organisation_words
from engine.dossier import Dossier
from engine.dossier.statements import View
from engine.explain.tree import Section
from engine.explain.values_nl import euro_text, scalar_text, signed_text
from engine.time.amounts import Amount, money_outcome
from engine.time.words import period_text
from workbench.web.forms import Errors
from workbench.web.frame import page
from workbench.web.working import TOO_MANY, Between, Revised, revised
from workbench.web.zaak.asked import Asked, asked_of, day_of

router = APIRouter()
NOT_DATE = "Dit is geen datum. Schrijf bijvoorbeeld 01-06-2026."
MOST_DAYS = 366 * 12


@dataclass(frozen=True, slots=True)
class Asks:
    """The dates of a herziening, as they stand in the form."""

    van: str
    tot: str
    toen: str
    nu: str


@dataclass(frozen=True, slots=True)
class Told:
    rows: tuple[tuple[str, str, str, str, str], ...]
    sections: tuple[Section, ...]


@router.get("/zaken/{key}/besluit/{name}/herziening")
def ask(
    request: Request, key: str, name: str, van: str = "", tot: str = "", toen: str = "", nu: str = ""
) -> HTMLResponse:
    asked = asked_of(request, key, name)
    days = _known_days(asked.dossier, asked.decided.info.executor)
    asks = _filled(Asks(van, tot, toen, nu), asked, days)
    errors = Errors()
    about_money = money_outcome(asked.decided.info) is not None
    told = _told(asked, asks, errors) if about_money else None
    return page(
        request,
        "zaak/herziening.html.j2",
        status=400 if errors else 200,
        asked=asked,
        asks=asks,
        days=[format_date(day) for day in days],
        about_money=about_money,
        told=told,
        errors=errors,
    )


def _known_days(dossier: Dossier, by: str | None) -> list[date]:
    """The days on which the executor heard something."""
    if dossier.ledger is None:
        return []
    view = View.of(None, by)
    said = [one.saying for told in dossier.ledger.facts.values() for one in told]
    said += [one.saying for told in dossier.ledger.roles.values() for one in told]
    days = {day for saying in said if (day := view.since(saying)) is not None and day > date(1900, 1, 1)}
    return sorted(days)


def _filled(asks: Asks, asked: Asked, days: list[date]) -> Asks:
    """With what was left open: the year of the rekendatum, and before and after what was heard last."""
    day = asked.decided.moment.rekendatum
    last = days[-1] if days else date.today()
    return Asks(
        asks.van or format_date(date(day.year, 1, 1)),
        asks.tot or format_date(date(day.year, 12, 31)),
        asks.toen or format_date(last - timedelta(days=1)),
        asks.nu or format_date(last),
    )


def _told(asked: Asked, asks: Asks, errors: Errors) -> Told | None:
    found = {name: day_of(getattr(asks, name)) for name in ("van", "tot", "toen", "nu")}
    for name, day in found.items():
        if day is None:
            errors.add(name, NOT_DATE)
    start, end, then, now = (found[name] or date.today() for name in ("van", "tot", "toen", "nu"))
    if not errors and (end < start or (end - start).days > MOST_DAYS):
        errors.add("tot", "Kies een einde na het begin, en ten hoogste twaalf jaar later.")
    if not errors and now < then:
        errors.add("nu", "Kies een dag die niet voor de andere ligt.")
    if errors:
        return None
    info, dossier = asked.decided.info, asked.dossier
    by = asked.when.by or (info.executor if dossier.tells_who_knew else None)
    sent = asked.when.sent or now
    who = "" if by is None else f" bij {organisation_words(by)}"
    words = [f"wat op {format_date(day, words=True)} bekend was{who}" for day in (then, now)]
    between = Between(start, end, then, now, by, sent, (words[0], words[1]))
    revision = asked.desk.bench.work(revised, asked.decided.question, between)
    if isinstance(revision, Revised):
        return Told(_rows(info, revision), revision.sections)
    if revision == TOO_MANY:
        errors.add("tot", "Over deze periode zijn er te veel momenten om te beslissen. Kies een kortere periode.")
    else:
        errors.add("toen", "Toen was nog niet bekend dat dit er was. Kies een latere dag.")
    return None


def _rows(info: DecisionInfo, revision: Revised) -> tuple[tuple[str, str, str, str, str], ...]:
    outcome = money_outcome(info)
    assert outcome is not None
    kind = info.outcomes[outcome].attr.type

    def words(amount: Amount) -> str:
        if amount.amount is None:
            return amount.status
        shown = euro_text(amount.amount) if amount.portions else scalar_text(amount.amount, kind)
        return shown if amount.status in ("verschuldigd", "vastgesteld") else f"{shown} ({amount.status})"

    def difference(value: Fraction | None) -> str:
        return "nog niet vast te stellen" if value is None else signed_text(value) if value else "geen"

    reach = {True: "ja", False: "nee, te laat", None: "nog niet vast te stellen"}
    return tuple(
        (
            f"{period_text(row.start, row.end)}{f' ({row.count} keer)' if row.count > 1 else ''}",
            words(row.old),
            words(row.new),
            difference(row.difference),
            reach[row.within] if row.difference else "–",
        )
        for row in revision.rows
    )
