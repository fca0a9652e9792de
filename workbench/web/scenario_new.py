"""A decision of today as a scenario: to download, or to save on a proposal beside the rules that it will guard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Annotated

import yaml
from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from engine.paths import scenarios_dir
from engine.register.bsn import is_bsn
from workbench.editor.repository import SCENARIOS, ChangedError, NameRefusedError, NoRepositoryError, checked_proposal
from workbench.service.law import slug
from workbench.toegang.install import actor
from workbench.web.desk import content_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import address, back_to, page
from workbench.web.regels.desk import rules_of
from workbench.web.working import scenario_faults, scenario_of
from workbench.web.zaak.asked import Asked, asked_of
from workbench.web.zaak.watals import Different, different, what_if_page

router = APIRouter()
LONGEST = 200_000
_LONGEST_NAME = 60
_NUMBERS = re.compile(r"(?<!\d)\d{8,9}(?!\d)")
_MOST_TOLD = 5


async def _form(request: Request) -> Posted:
    return await posted_form(request, LONGEST)


@router.get("/scenarios/van/{key}/besluit/{besluit}")
def from_decision(request: Request, key: str, besluit: str) -> HTMLResponse:
    """A decision as a scenario, to keep among the others once somebody judged that its outcome is right."""
    asked = asked_of(request, key, besluit)
    return _page(request, asked, *_written(asked))


@router.post("/scenarios/van/{key}/besluit/{besluit}/wat-als")
def from_what_if(request: Request, key: str, besluit: str, form: Annotated[Posted, Depends(_form)]) -> HTMLResponse:
    """The same with other facts. They come as a form, so that no figure gets into an address."""
    asked = asked_of(request, key, besluit)
    changed = different(asked, form)
    if changed is None:
        return what_if_page(request, asked, form)
    return _page(request, asked, *_written(asked, changed), changed)


@router.get("/scenarios/van/{key}/besluit/{besluit}/scenario.yaml")
def as_file(request: Request, key: str, besluit: str) -> Response:
    return _file(asked_of(request, key, besluit), ())


@router.post("/scenarios/van/{key}/besluit/{besluit}/scenario.yaml")
def what_if_as_file(request: Request, key: str, besluit: str, form: Annotated[Posted, Depends(_form)]) -> Response:
    asked = asked_of(request, key, besluit)
    return _file(asked, different(asked, form) or ())


def _file(asked: Asked, changed: Sequence[Different]) -> Response:
    text, why = _written(asked, changed)
    if text is None:
        raise HTTPException(422, f"Hiervan is geen scenario te maken: {why}.")
    return PlainTextResponse(
        text,
        media_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="scenario.yaml"'},
    )


@router.post("/scenarios/van/{key}/besluit/{besluit}")
def save(request: Request, key: str, besluit: str, form: Annotated[Posted, Depends(_form)]) -> Response:
    """Put the scenario, as somebody made it ready, on a proposal."""
    asked = asked_of(request, key, besluit)
    errors, name = Errors(), form.text("naam")
    place = f"{_folder(asked)}/{slug(name)[:_LONGEST_NAME]}"
    proposal = slug(form.text("voorstel"))[:_LONGEST_NAME]
    if not slug(name):
        errors.add("naam", "Geef het scenario een naam, zoals 'Alleenstaande met huurtoeslag'.")
    elif (scenarios_dir() / f"{place}{SCENARIOS.ending}").exists():
        errors.add("naam", _taken(place, "bij de regels"))
    if not proposal:
        errors.add("voorstel", "Noem het voorstel waarin dit scenario komt.")
    text = _named(form.text("tekst"), name, slug(name)[:_LONGEST_NAME])
    if text is None:
        errors.add("tekst", "Dit is geen bestand met een scenario.")
    elif any(is_bsn(number) for number in _NUMBERS.findall(text)):
        errors.add("tekst", "Er staat een burgerservicenummer in. Haal het weg.")
    elif wrong := asked.desk.bench.work(scenario_faults, text):
        errors.add("tekst", f"Dit scenario klopt niet met de regels van nu: {'; '.join(wrong[:_MOST_TOLD])}.")
    if form.text("nagekeken") != "ja":
        errors.add("nagekeken", "Bevestig dat niets in de tekst nog naar een mens wijst.")
    if not errors and text is not None:
        done = _save(request, proposal, place, text, name, errors)
        if done is not None:
            return done
    return _page(request, asked, form.text("tekst"), "", different(asked, form) or (), form, errors)


def _save(request: Request, proposal: str, place: str, text: str, name: str, errors: Errors) -> Response | None:
    try:
        repository = rules_of(request).repository
        base = repository.base
        if repository.text(base, place, SCENARIOS) is not None:
            errors.add("naam", _taken(place, "bij de regels"))
            return None
        repository.save(
            checked_proposal(proposal), place, text, None, actor(request), f"Scenario: {name[:200]}", SCENARIOS
        )
    except ChangedError:
        errors.add("naam", _taken(place, f"in het voorstel {proposal}"))
    except NameRefusedError:
        errors.add("naam", "Deze naam kan niet. Gebruik letters en cijfers.")
    except NoRepositoryError as wrong:
        errors.add("voorstel", str(wrong))
    else:
        return back_to(f"/regels/voorstel/{proposal}", gedaan="opgeslagen")
    return None


def _taken(place: str, where: str) -> str:
    return f"Er is {where} al een scenario met deze naam ({place}). Kies een andere naam."


def _folder(asked: Asked) -> str:
    """Where the rules of the besluit are, which is where its scenarios are too."""
    file = PurePosixPath(asked.decided.info.span.file)
    return file.parent.name or "zaken"


def _named(text: str, name: str, key: str) -> str | None:
    """The text with another name and id for its scenario; None when that is not what it holds."""
    try:
        content = content_of(text)
    except ValueError:
        return None
    held = content.get("scenarios")
    if not isinstance(held, list) or len(held) != 1 or not isinstance(held[0], dict):
        return None
    content["scenarios"] = [{**held[0], "naam": name, "id": key}]
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _page(
    request: Request,
    asked: Asked,
    text: str | None,
    why: str,
    changed: Sequence[Different] = (),
    given: Posted | None = None,
    errors: Errors | None = None,
) -> HTMLResponse:
    try:
        known = [one.name for one in rules_of(request).repository.proposals()] if text else []
    except NoRepositoryError:
        known = []
    place = f"/scenarios/van/{asked.stored.id}/besluit/{asked.slug}"
    return page(
        request,
        "scenarios/nieuw.html.j2",
        status=422 if errors else 200,
        text=text,
        why=why,
        asked=asked,
        changed=changed,
        file=address(f"{place}/scenario.yaml", **dict(asked.kept)),
        save=address(place, **dict(asked.kept)),
        known=known[:10],
        given=given or Posted(()),
        errors=errors,
    )


def _written(asked: Asked, changed: Sequence[Different] = ()) -> tuple[str | None, str]:
    """The text, or in its place why there is none."""
    changes = [one.change for one in changed]
    return asked.desk.bench.work(scenario_of, asked.decided.question, changes, asked.stored.id[-8:])
