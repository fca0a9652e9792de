"""Recording a maatwerkafweging: the openings of this case, the comparable weighings, and the form; the standard outcome stays."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from dsl.diagnostics import Diagnostic
from dsl.notation import format_date
from engine.maatwerk.form import DEPART, KEEP, LEVELS, WEIGHING, WeighingForm
from engine.maatwerk.openings import Opening, openings_of
from engine.maatwerk.records import Record, check_against, read_record, state_of
from engine.whatif.words import outcome_text
from workbench.service.asked import text_of
from workbench.service.workbench import AFWEGING
from workbench.toegang.install import actor
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE, back_to, page
from workbench.web.zaak.asked import Asked, asked_of, today

router = APIRouter()
Form = Annotated[Posted, Depends(posted_form)]
PERSPECTIVES = (1, 2, 3)
MOST_HEARD = (1, 2, 3)
MOST_COMPARED = 500
_PLACES = {
    "TS902": "opening",
    "TS903": "opening",
    "TS906": "vergelijkbaar",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """An earlier weighing about the same rule, as somebody reads it before signing."""

    kenmerk: str
    rule: str
    choice: str
    reasons: str


@router.get("/zaken/{key}/besluit/{name}/maatwerk")
def weigh(request: Request, key: str, name: str) -> HTMLResponse:
    return _page(request, asked_of(request, key, name), Posted(()), None)


@router.post("/zaken/{key}/besluit/{name}/maatwerk")
def record(request: Request, key: str, name: str, form: Form) -> Response:
    asked = asked_of(request, key, name)
    errors = required(form)
    content = content_of(request, asked, form)
    if not errors:
        check(asked, content, errors)
    if errors:
        return _page(request, asked, form, errors)
    asked.desk.register.record(AFWEGING, asked.stored.id, content, actor(request))
    return back_to(asked.url("maatwerk"), **{DONE: "afgewogen"})


def _page(request: Request, asked: Asked, form: Posted, errors: Errors | None) -> HTMLResponse:
    openings = _openings(asked)
    return page(
        request,
        "zaak/maatwerk.html.j2",
        status=400 if errors else 200,
        asked=asked,
        openings=openings,
        comparable=_comparable(asked, openings),
        mine=[_shown(one) for one in earlier(asked, asked.stored.id)],
        given=form,
        errors=errors,
        standard=_standard(asked),
        levels=LEVELS,
        perspectives=PERSPECTIVES,
        heard=MOST_HEARD,
        choices=((KEEP, "Niet afwijken"), (DEPART, "Afwijken")),
    )


def _openings(asked: Asked) -> tuple[Opening, ...]:
    return openings_of(asked.desk.program, asked.decided.decision, asked.decided.case)


def _standard(asked: Asked) -> str:
    return "; ".join(f"{one.words}: {outcome_text(one)}" for one in asked.decided.decision.outcomes)


# ---------------------------------------------------------------- comparable weighings


def earlier(asked: Asked, subject: str | None = None) -> list[Record]:
    """The weighings that were recorded, of one dossier or of all; those that were erased are gone."""
    found = asked.desk.register.entries(AFWEGING, subject, newest_first=True, limit=MOST_COMPARED)
    read = (read_record(text_of(one.payload), AFWEGING)[0] for one in found if isinstance(one.payload, dict))
    return [one for one in read if one is not None]


def _comparable(asked: Asked, openings: Iterable[Opening]) -> list[Compared]:
    """About the same besluit and a rule of these openings; refusals count as much as departures."""
    rules = {one.rule.casefold() for one in openings}
    same = [
        one
        for one in earlier(asked)
        if isinstance(one.form, WeighingForm)
        and one.form.besluit.casefold() == asked.decided.info.name.casefold()
        and one.form.regel.casefold() in rules
    ]
    return [_shown(one) for one in same]


def _shown(one: Record) -> Compared:
    form = one.form
    if not isinstance(form, WeighingForm):
        return Compared(form.kenmerk, form.regel, form.soort, form.reden)
    waiting = ", ".join(state_of(form))
    return Compared(form.kenmerk, form.regel, form.keuze + (f" ({waiting})" if waiting else ""), form.motivering)


# ---------------------------------------------------------------- what was filled in


_NEEDED = {
    "opening": "Kies een opening.",
    "wringt": "Schrijf waar het wringt.",
    "keuze": "Kies of u afwijkt.",
    "motivering": "Schrijf waarom.",
    "oplossingen": "Noem ten minste een oplossing die u overwoog.",
    "niveau": "Kies wie hierover meedenkt.",
    "gehoord-wie-1": "Noem wie u hoorde.",
    "gehoord-op-1": "Vul de datum in.",
    "gehoord-wat-1": "Schrijf wat er is gezegd.",
} | {
    f"perspectief-{part}-{number}": words
    for number in PERSPECTIVES
    for part, words in (
        ("naam", f"Noem het {('eerste', 'tweede', 'derde')[number - 1]} perspectief."),
        ("voor", f"Schrijf wat ervoor spreekt bij het {('eerste', 'tweede', 'derde')[number - 1]} perspectief."),
        ("tegen", f"Schrijf wat ertegen spreekt bij het {('eerste', 'tweede', 'derde')[number - 1]} perspectief."),
    )
}
_NEEDED_TO_DEPART = {
    "afwijkend": "Vul in wat er in dit geval moet gelden.",
    "grondslag": "Noem de grondslag van de afwijking.",
    "duur-van": "Vul in vanaf wanneer de afwijking geldt.",
}


def required(form: Posted) -> Errors:
    """What was left open that a weighing needs."""
    errors = Errors()
    wanted = _NEEDED | (_NEEDED_TO_DEPART if form.text("keuze") == DEPART else {})
    for number in MOST_HEARD[1:]:
        parts = {name: words for name, words in _NEEDED.items() if name.startswith("gehoord-")}
        told = {name.replace("-1", f"-{number}"): words for name, words in parts.items()}
        if any(form.text(name) for name in told):
            # a conversation that was begun is not left out without a word
            wanted |= told
    for name, words in wanted.items():
        if not form.text(name):
            errors.add(name, words)
    return errors


def content_of(request: Request, asked: Asked, form: Posted) -> dict[str, Any]:
    """The weighing as the form of engine.maatwerk has it."""
    decision = asked.decided.decision
    receipt = decision.receipt
    opening = next((one for one in _openings(asked) if one.name == form.text("opening")), None)
    who, day = actor(request), format_date(today())
    content: dict[str, Any] = {
        "soort": WEIGHING,
        "kenmerk": f"afw-{secrets.token_hex(4)}",
        "besluit": decision.besluit,
        "rekendatum": format_date(decision.rekendatum),
        "verzonden op": format_date(decision.verzonden_op) if decision.verzonden_op else None,
        "bewijs": {"programma": receipt.program, "feiten": receipt.facts, "uitkomst": receipt.outcome},
        "standaarduitkomst": _standard(asked),
        "opening": form.text("opening"),
        "regel": opening.rule if opening is not None else form.text("opening"),
        "waar wringt het": form.text("wringt"),
        "gehoord": [
            {part: form.text(f"gehoord-{part}-{number}") for part in ("wie", "op", "wat")}
            for number in MOST_HEARD
            if form.text(f"gehoord-wie-{number}")
        ],
        "perspectieven": [
            {
                "naam": form.text(f"perspectief-naam-{number}"),
                "voor": _lines(form.text(f"perspectief-voor-{number}")),
                "tegen": _lines(form.text(f"perspectief-tegen-{number}")),
            }
            for number in PERSPECTIVES
        ],
        "oplossingen": _lines(form.text("oplossingen")),
        "keuze": form.text("keuze"),
        "motivering": form.text("motivering"),
        "vergelijkbaar": form.texts("vergelijkbaar"),
        "trap": [{"niveau": form.text("niveau"), "eigenaar": who.name, "op": day}],
    }
    if form.text("keuze") == DEPART:
        content["afwijkende uitkomst"] = {decision.outcomes[0].attr.name: form.text("afwijkend")}
        content["grondslag"] = form.text("grondslag")
        content["duur"] = {
            "van": form.text("duur-van"),
            "tot en met": form.text("duur-tot") or None,
            "herbekijken op": form.text("herbekijken") or None,
        }
    if form.text("ondertekend"):
        content["ondertekend"] = {"door": who.id, "op": day}
    return _without_nothing(content)


def check(asked: Asked, content: dict[str, Any], errors: Errors) -> None:
    """Whether the weighing fits this case, with everything that is wrong with it beside its field."""
    record_, found = read_record(json.dumps(content, ensure_ascii=False), AFWEGING)
    if record_ is not None:
        decided = asked.decided
        found = check_against(record_, asked.desk.program, decided.decision, decided.case, earlier(asked))
    for one in found:
        errors.add(_field_of(one), f"{one.cause} {one.remedy}".strip())


def _field_of(found: Diagnostic) -> str:
    """The field that a finding is about; the choice where none is nearer."""
    place = _PLACES.get(found.code)
    if place is None:
        words = found.cause.casefold()
        named = {
            "afwijkende": "afwijkend",
            "duur": "duur-van",
            "gehoord": "gehoord-op-1",
            "jurist": "gehoord-wie-1",
            "stap": "niveau",
        }
        place = next((field for word, field in named.items() if word in words), "keuze")
    return place


def _lines(text: str) -> list[str]:
    return [line.strip(" \t-•") for line in text.splitlines() if line.strip(" \t-•")]


def _without_nothing(content: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _without_nothing(value) if isinstance(value, dict) else value
        for key, value in content.items()
        if value is not None
    }
