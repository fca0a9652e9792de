"""All facts that may count in a besluit, in one form: per person and household, with what stands there now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from dsl.program import AttrInfo, Input, Program
from engine.case import ByYear
from engine.explain.questions import question
from engine.explain.values_nl import capital
from engine.explain.words import Words
from engine.reach import needs
from engine.values import FactRef
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE, back_to, page
from workbench.web.zaak.asked import Asked, asked_of, day_of
from workbench.web.zaak.besluit import saying_of
from workbench.web.zaak.fields import Field, attr_field, fact_field
from workbench.web.zaak.open_points import open_points, words_of
from workbench.web.zaak.saving import Back, Edit, current, held, save, wrong_with

router = APIRouter()
Form = Annotated[Posted, Depends(posted_form)]


@dataclass(frozen=True, slots=True)
class Line:
    """A field with what stands in it. ``note``: what else is to be said of it; ``needed``: the besluit waits for it."""

    field: Field
    value: str
    note: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """The facts of one object. ``used`` of them count in the decision as it stands; the others may count in other cases."""

    heading: str
    used: tuple[Line, ...]
    others: tuple[Line, ...]


@router.get("/zaken/{key}/besluit/{name}/gegevens")
def facts(request: Request, key: str, name: str) -> HTMLResponse:
    return facts_page(request, asked_of(request, key, name, ordered=True))


def facts_page(
    request: Request, asked: Asked, errors: Errors | None = None, given: Posted | None = None
) -> HTMLResponse:
    return page(
        request,
        "zaak/gegevens.html.j2",
        status=400 if errors else 200,
        asked=asked,
        themes=themes_of(asked),
        errors=errors,
        given=given,
    )


@router.post("/zaken/{key}/besluit/{name}/gegevens")
def save_facts(request: Request, key: str, name: str, form: Form) -> Response:
    asked = asked_of(request, key, name)
    lines = [line for theme in themes_of(asked) for line in (*theme.used, *theme.others)]
    sent = {name for name, _ in form.fields}
    edits = [
        Edit(line.field, form.text(line.field.id), saying_of(request, asked, form, line.field))
        for line in lines
        if line.field.id in sent and form.text(line.field.id) not in ("", line.value)
    ]
    errors = wrong_with(asked.desk, edits)
    for line in lines:
        # Emptying a field takes nothing back: what was said stays said.
        if line.value and line.field.kind == "tekst" and line.field.id in sent and not form.text(line.field.id):
            errors.add(line.field.id, "Een gegeven is niet te wissen. Vul in wat wel klopt.")
    if form.text("vanaf") and day_of(form.text("vanaf")) is None:
        errors.add("vanaf", "Dit is geen datum. Schrijf bijvoorbeeld 01-03-2026.")
    if errors:
        return facts_page(request, asked, errors, form)
    if not edits:
        return back_to(asked.url(), **{DONE: "ongewijzigd"})
    done, errors = save(request, asked.stored, form, edits, Back(asked.url(), asked.url("gegevens")))
    return done if done is not None else facts_page(request, asked, errors, form)


# ---------------------------------------------------------------- the fields


def themes_of(asked: Asked) -> list[Theme]:
    decided, program = asked.decided, asked.desk.program
    words = words_of(program, decided.decision, decided.case)
    wanted = {
        one.field.id
        for one in open_points(program, decided.decision, decided.case).facts
        if one.field is not None and one.needed
    }
    read = _read(words)
    found: list[Theme] = []
    attrs: dict[str, list[AttrInfo]] = {}
    for attr in needs(program, decided.info).facts:
        attrs.setdefault(attr.owner, []).append(attr)
    for key, obj in decided.case.objects.items():
        used: list[Line] = []
        others: list[Line] = []
        for field, counts in _fields(program, words, key, attrs.get(obj.type, ()), read):
            line = _line(asked, field, field.id in wanted)
            (used if counts or line.needed or line.value or line.note else others).append(line)
        for role in sorted(program.types[obj.type].roles):
            field_ = fact_field(words, FactRef(key, role, kind="rol"))
            if field_ is not None and field_.id in wanted:
                used.insert(0, _line(asked, field_, True))
        if used or others:
            used.sort(key=lambda one: not one.needed)
            found.append(Theme(capital(words.people.formal(key)), tuple(used), tuple(others)))
    return found


def _read(words: Words) -> dict[tuple[str, str], set[date]]:
    """The facts that the decision read, with the days for which."""
    found: dict[tuple[str, str], set[date]] = {}
    reading = words.reading
    for key in reading.steps:
        node = reading.node(key)
        if isinstance(node, Input):
            owner = reading.object_key(reading.at(node.obj, key[1]))
            day = reading.day_of(node, key)
            if owner is not None and day is not None:
                found.setdefault((owner, node.attr), set()).add(day)
    return found


def _fields(
    program: Program, words: Words, key: str, attrs: Iterable[AttrInfo], read: dict[tuple[str, str], set[date]]
) -> Iterator[tuple[Field, bool]]:
    """The fields of one object, each with whether it counts in the decision as it stands."""
    for attr in attrs:
        days = read.get((key, attr.name), set())
        years = _years(words, key, attr, days) if attr.per_year else [None]
        for year in years:
            at = None if year is None else date(year, 1, 1)
            label = question(words, FactRef(key, attr.name, at)) or capital(attr.name)
            yield attr_field(program, attr, key, label, year), bool(days)


def _years(words: Words, key: str, attr: AttrInfo, days: Iterable[date]) -> Sequence[int | None]:
    """The years for which a yearly fact counts or is there; that of the decision when neither."""
    given = words.people.case.objects[key].facts.get(attr.name)
    years = {day.year for day in days} | (set(given.years) if isinstance(given, ByYear) else set())
    return sorted(years or {words.reading.today.year}, reverse=True)[:6]


def _line(asked: Asked, field: Field, needed: bool) -> Line:
    case, day = asked.decided.case, asked.decided.moment.rekendatum
    value = current(case, field, day)
    found = held(case, field, day)
    note = ""
    if found is not None and not value:
        disputed = getattr(found, "claims", None)
        note = (
            "Bronnen spreken elkaar hierover tegen. Vult u iets in, dan beslecht u dat."
            if disputed
            else "Niet te verkrijgen."
        )
    return Line(field, value, note, needed)
