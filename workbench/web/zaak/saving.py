"""Saving what was filled in: as new sayings beside what the dossier says, on the version that was looked at, or else with both shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dsl.notation import format_exact
from dsl.program import NumType
from engine.case import Case, DatedRole, Disputed, Held, Unobtainable
from engine.dossier.words import value_words
from engine.register import StoredDossier
from engine.register.trouble import Conflict, Refused
from workbench.service.problems import RefusedError
from workbench.web.desk import Desk, caller_of, desk_of, name_of
from workbench.web.forms import Errors, Posted
from workbench.web.frame import DONE, back_to, page
from workbench.web.places import Places, Saying
from workbench.web.zaak.fields import Field, as_written, read_field

VERSION = "versie"
"""The hidden field with the version that a form was made from."""


@dataclass(frozen=True, slots=True)
class Edit:
    field: Field
    value: str
    saying: Saying


@dataclass(frozen=True, slots=True)
class Back:
    """Where a form came from: where to go when all is well, and where the same form goes again (``action``)."""

    url: str
    action: str
    done: str = "opgeslagen"


def wrong_with(desk: Desk, edits: Sequence[Edit]) -> Errors:
    """Everything that is wrong with what was filled in, by field."""
    errors = Errors()
    for edit in edits:
        wrong = read_field(desk.program, edit.field, edit.value)
        if wrong is not None:
            errors.add(edit.field.id, wrong)
    return errors


def save(
    request: Request, stored: StoredDossier, form: Posted, edits: Sequence[Edit], back: Back
) -> tuple[Response | None, Errors]:
    """Save and go back; or, when somebody else was first, show both. Nothing and the errors when the dossier would not be in order."""
    desk = desk_of(request)
    if form.text(VERSION) != stored.etag:
        return conflict_page(request, stored.id, edits, back), Errors()
    places = Places(desk.law.loader.vocabulary, stored.content)
    for edit in edits:
        write(places, edit)
    try:
        desk.change(stored.id, places.content, caller_of(request), form.text(VERSION))
    except Conflict:
        return conflict_page(request, stored.id, edits, back), Errors()
    except Refused as wrong:
        errors = Errors()
        for edit in edits:
            errors.add(edit.field.id, " ".join(f"{one.cause} {one.remedy}" for one in wrong.found[:3]).strip())
        return None, errors
    except RefusedError as wrong:
        errors = Errors()
        for edit in edits:
            errors.add(edit.field.id, " ".join(f"{one.cause} {one.remedy}" for one in wrong.wrongs[:3]))
        return None, errors
    return back_to(back.url, **{DONE: back.done}), Errors()


def write(places: Places, edit: Edit) -> None:
    field = edit.field
    if field.attr is not None:
        places.set_fact(field.obj, field.attr, as_written(field, edit.value), edit.saying, field.year)
    elif field.role is not None:
        places.set_role(
            field.obj, field.role, {"ja": 1, "nee": 0}.get(edit.value) or int(edit.value if edit.value.isdigit() else 0)
        )
    elif field.judge is not None:
        places.set_answer(field.judge.key, as_written(field, edit.value), edit.saying)


def conflict_page(request: Request, key: str, edits: Sequence[Edit], back: Back) -> HTMLResponse:
    """What somebody wanted to save beside what another made of it meanwhile; with a form that saves it all the same."""
    desk = desk_of(request)
    now = desk.open(key, caller_of(request))
    case = _anything(desk, now)
    rows = [(edit.field, edit.value, current_words(case, edit.field, date.today()) or "niets") for edit in edits]
    origin = next((edit.saying.origin for edit in edits if edit.saying.origin), "")
    start = next((edit.saying.start for edit in edits if edit.saying.start), None)
    return page(
        request,
        "zaak/botsing.html.j2",
        status=412,
        stored=now,
        name=name_of(now),
        rows=rows,
        back=back,
        origin=origin,
        start=start,
    )


def _anything(desk: Desk, stored: StoredDossier) -> Case:
    dossier = desk.read(stored.content)
    return Case(dossier.top[0], dossier.objects, dossier.answers)


# ---------------------------------------------------------------- what a dossier says of a field


def held(case: Case, field: Field, day: date) -> Held | None:
    """What the dossier has for a fact on a day."""
    found = case.objects.get(field.obj)
    if found is None or field.attr is None:
        return None
    return found.fact(field.attr.name, day if field.year is None else date(field.year, 1, 1))


def current(case: Case, field: Field, day: date) -> str:
    """What stands in a field now, as somebody would fill it in; "" when nothing does."""
    if field.judge is not None:
        answer = case.answers.get(field.judge.key)
        return "" if answer is None else value_words(field.judge.type, answer)
    if field.role is not None:
        members = _members(case, field, day)
        if members is None:
            return ""
        return str(members) if field.role.many else "ja" if members else "nee"
    value = held(case, field, day)
    if value is None or isinstance(value, Unobtainable | Disputed) or field.attr is None:
        return ""
    kind = field.attr.type
    if isinstance(value, Fraction) and isinstance(kind, NumType):
        # Without the euro sign and the unit: these stand beside the field.
        shown = format_exact(value, kind.show if kind.show in ("bedrag", "percentage") else "getal")
        return shown.removeprefix("€").strip()
    return value_words(kind, value)


def current_words(case: Case, field: Field, day: date) -> str:
    """What the dossier says for a field, for reading."""
    value = held(case, field, day)
    if isinstance(value, Unobtainable):
        return "niet te verkrijgen"
    if isinstance(value, Disputed):
        return "bronnen spreken elkaar tegen"
    return current(case, field, day)


def _members(case: Case, field: Field, day: date) -> int | None:
    found = case.objects.get(field.obj)
    if found is None or field.role is None:
        return None
    given = found.roles.get(field.role.name)
    if isinstance(given, DatedRole):
        given = given.on(day)
    return None if given is None else len(given)
