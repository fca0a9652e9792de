"""What if: the same besluit with other facts, beside what it is now; and the smallest change that makes another outcome."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from dsl.program import AttrInfo, NumType, TextType
from engine.dossier.report import Report
from engine.dossier.values import grid_of, read_value, wanted_attr
from engine.explain.tree import Part
from engine.safe_yaml import Scalar
from engine.whatif.changed import Change, Place, with_changes
from engine.whatif.words import ONLY_IF, change_text, outcome_text
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import page
from workbench.web.working import changed, smallest
from workbench.web.zaak.asked import Asked, asked_of
from workbench.web.zaak.fields import Field, as_written
from workbench.web.zaak.gegevens import themes_of
from workbench.web.zaak.reasons import reasons
from workbench.web.zaak.saving import held

router = APIRouter()
Form = Annotated[Posted, Depends(posted_form)]


@dataclass(frozen=True, slots=True)
class Slider:
    """The range of a slider: whole steps around what is now, within what the law allows. ``unit``: what one step is in text."""

    low: int
    high: int
    step: int
    now: int


@dataclass(frozen=True, slots=True)
class Knob:
    """A fact that can be changed; ``slider`` where it is a number."""

    field: Field
    heading: str
    value: str
    slider: Slider | None


@dataclass(frozen=True, slots=True)
class Different:
    """A fact that was changed: ``text`` was filled in under ``id``, and ``words`` say what it is and was."""

    id: str
    text: str
    words: str
    change: Change


@dataclass(frozen=True, slots=True)
class Compared:
    """Per outcome its name, what it is now and what it would be; and why it would be so."""

    rows: tuple[tuple[str, str, str], ...]
    changed: bool
    reasons: tuple[Part, ...]


@router.get("/zaken/{key}/besluit/{name}/wat-als")
def ask(request: Request, key: str, name: str) -> HTMLResponse:
    return what_if_page(request, asked_of(request, key, name), None)


@router.post("/zaken/{key}/besluit/{name}/wat-als")
def what_if(request: Request, key: str, name: str, form: Form) -> HTMLResponse:
    """Nothing is kept of what is asked here; it is sent as a form so that no figure gets into an address."""
    return what_if_page(request, asked_of(request, key, name), form)


def what_if_page(request: Request, asked: Asked, form: Posted | None) -> HTMLResponse:
    errors = Errors()
    knobs = knobs_of(asked)
    compared, nearest = None, None
    if form is not None:
        different = _different(asked, knobs, form, errors)
        if not errors and different:
            compared = compare(asked, [one.change for one in different])
        if form.text("kleinste"):
            nearest = _smallest(asked, knobs, form.text("kleinste"))
    return page(
        request,
        "zaak/watals.html.j2",
        status=400 if errors else 200,
        asked=asked,
        knobs=knobs,
        numbers=[knob for knob in knobs if knob.slider is not None],
        compared=compared,
        smallest=nearest,
        given=form or Posted(()),
        errors=errors,
        only_if=ONLY_IF,
    )


def knobs_of(asked: Asked) -> list[Knob]:
    """The known facts that count in the decision."""
    found = []
    for theme in themes_of(asked):
        for line in theme.used:
            if line.value and line.field.attr is not None and not isinstance(line.field.attr.type, TextType):
                found.append(Knob(line.field, theme.heading, line.value, _slider(asked, line.field)))
    return found


def _slider(asked: Asked, field: Field) -> Slider | None:
    value = held(asked.decided.case, field, asked.decided.moment.rekendatum)
    attr = field.attr
    if attr is None or not isinstance(attr.type, NumType) or not isinstance(value, Fraction) or isinstance(value, bool):
        return None
    if attr.type.show not in ("bedrag", "aantal", "getal") or (grid_of(attr.type) or Fraction(1)) > 1:
        return None
    now = int(value)
    high = max(2 * now, 100 if attr.type.show != "bedrag" else 40_000 if now == 0 else 2 * now)
    if isinstance(attr.high, Fraction):
        high = min(high, int(attr.high))
    low = max(0, -int(-attr.low // 1)) if isinstance(attr.low, Fraction) else 0
    step = next((step for step in (1, 5, 10, 50, 100, 500, 1000, 5000) if high - low <= step * 400), 10_000)
    return Slider(low, max(high, low + step), step, now)


def different(asked: Asked, form: Posted) -> list[Different] | None:
    """What was filled in that is not so now; None when something is wrong with it."""
    errors = Errors()
    found = _different(asked, knobs_of(asked), form, errors)
    return None if errors else found


def _different(asked: Asked, knobs: list[Knob], form: Posted, errors: Errors) -> list[Different]:
    """What is other than it is now; with what is wrong with it in ``errors``."""
    found = []
    for knob in knobs:
        text, attr = form.text(knob.field.id), knob.field.attr
        if not text or text == knob.value or attr is None:
            continue
        text = as_written(knob.field, text)
        report = Report("formulier")
        value = read_value(wanted_attr(attr), Scalar(text, 1, 1, 0, len(text), quoted=True), asked.desk.program, report)
        if value is None:
            errors.add(knob.field.id, "; ".join(f"{one.cause} {one.remedy}".strip() for one in report.found))
        else:
            change = Change(_place(knob.field, attr), value)
            words = change_text(asked.desk.program, asked.decided.case, asked.decided.moment, change)
            found.append(Different(knob.field.id, form.text(knob.field.id), words, change))
    return found


def _place(field: Field, attr: AttrInfo) -> Place:
    return Place(field.obj, attr, field.year)


def compare(asked: Asked, changes: list[Change]) -> Compared:
    decided, program = asked.decided, asked.desk.program
    then = asked.desk.bench.work(changed, decided.question, changes)
    rows = tuple(
        (one.attr.name, outcome_text(one), outcome_text(two))
        for one, two in zip(decided.decision.outcomes, then.outcomes, strict=True)
    )
    return Compared(
        rows, any(one != two for _, one, two in rows), reasons(program, then, with_changes(decided.case, changes))
    )


def _smallest(asked: Asked, knobs: list[Knob], wanted: str) -> str:
    """The nearest value of one fact that gives another outcome, in a sentence."""
    field = next((knob.field for knob in knobs if knob.field.id == wanted), None)
    if field is None or field.attr is None:
        return "Kies een gegeven."
    return asked.desk.bench.work(smallest, asked.decided.question, _place(field, field.attr))
