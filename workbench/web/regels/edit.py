"""A rule file: read it, change it, try it, and save it on a proposal. All of it also works without scripts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from dsl.files import MAX_BYTES
from workbench.editor.effect import Effect
from workbench.editor.judged import Page as Judgement
from workbench.editor.judged import differences, judged, tidied
from workbench.editor.repository import (
    ChangedError,
    NameRefusedError,
    NoRepositoryError,
    checked_file,
    checked_proposal,
)
from workbench.editor.words import DiffLine
from workbench.service.law import slug
from workbench.service.problems import TooLongError
from workbench.toegang.actor import Actor, Role
from workbench.toegang.headers import CSP
from workbench.toegang.install import actor
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import address, back_to, page
from workbench.web.regels.desk import RulesDesk, fingerprint, plain_lines, rules_of

router = APIRouter()
NEW = "Regeling Naam van de regeling\n    uitvoerder: \n    bron: \n"
Who = Annotated[Actor, Depends(actor)]


@dataclass(slots=True)
class Shown:
    """What the page shows of a file. ``begun`` tells from which text somebody began; ``conflict`` is what another made of it. ``whole``:
    judged with all other files; ``slow``: that took too long."""

    name: str
    text: str
    proposal: str
    begun: str
    is_new: bool
    original: str
    errors: Errors = field(default_factory=Errors)
    effect: Effect | None = None
    conflict: tuple[DiffLine, ...] | None = None
    message: str = ""
    told: str = ""
    whole: bool = False
    slow: bool = False


@router.get("/regels/bestand/{name:path}")
def show(request: Request, name: str, who: Who, voorstel: str = "") -> Response:
    desk = rules_of(request)
    text, original = _current(desk, name, voorstel)
    return _page(
        request, who, Shown(name, text or NEW, voorstel, fingerprint(text or ""), text is None, original or "")
    )


@router.post("/regels/bestand/{name:path}")
async def posted(request: Request, name: str, who: Who) -> Response:
    from starlette.concurrency import run_in_threadpool

    form = await posted_form(request, MAX_BYTES)
    return await run_in_threadpool(_posted, request, name, who, form)


def _posted(request: Request, name: str, who: Actor, form: Posted) -> Response:
    desk = rules_of(request)
    proposal = form.text("voorstel")
    current, original = _current(desk, name, proposal)
    text = plain_lines(next((value for key, value in form.fields if key == "tekst"), ""))
    text = text.rstrip("\n") + "\n"
    shown = Shown(
        name, text, proposal, form.text("begonnen"), current is None, original or "", message=form.text("uitleg")
    )
    texts = {**desk.proposed(proposal or None), name: text}
    what = form.text("doe")
    if what == "bewaar":
        return _save(request, who, desk, shown, form)
    try:
        if what == "opmaak":
            tidy = desk.judging.ask(tidied, texts, name)
            shown.text = tidy or text
            shown.told = "Opgemaakt." if tidy is not None else "Opmaken kan pas als er geen fouten meer in staan."
        elif what in ("scenarios", "effect"):
            shown.effect = desk.effects.run(texts, name, None, what == "effect", patient=True)
            shown.told = (
                "" if shown.effect else "De scenario's zijn nu niet te draaien, of er lopen er al. Probeer het zo weer."
            )
        else:
            shown.whole = True
            shown.told = "Gecontroleerd, met alle andere bestanden en de varianten."
    except TooLongError:
        shown.slow = True
    return _page(request, who, shown)


def _save(request: Request, who: Actor, desk: RulesDesk, shown: Shown, form: Posted) -> Response:
    wanted = slug(form.text("nieuw_voorstel")) if not shown.proposal else shown.proposal
    if not wanted:
        shown.errors.add("nieuw_voorstel", "Geef het voorstel een naam, zoals 'Index 2027'.")
    if not shown.message:
        shown.errors.add("uitleg", "Schrijf in een zin wat u verandert en waarom.")
    if shown.errors:
        return _page(request, who, shown, 422)
    try:
        proposal = checked_proposal(wanted[:60])
        if not shown.proposal and desk.repository.head(proposal) is not None:
            shown.errors.add(
                "nieuw_voorstel", "Er is al een voorstel met deze naam. Open dat, of kies een andere naam."
            )
            return _page(request, who, shown, 422)
        before, _ = _current(desk, shown.name, shown.proposal)
        if fingerprint(before or "") != shown.begun:
            raise ChangedError(before or "")
        known = desk.repository.text(desk.repository.head(proposal) or desk.repository.base, shown.name)
        desk.repository.save(proposal, shown.name, shown.text, known, who, shown.message[:500])
    except ChangedError as wrong:
        (lines,) = desk.judging.ask(differences, [(wrong.text, shown.text)])
        shown.conflict = tuple(lines)
        shown.begun = fingerprint(wrong.text)
        return _page(request, who, shown, 409)
    except NameRefusedError:
        raise HTTPException(422, "Deze naam kan niet. Gebruik kleine letters, cijfers en streepjes.") from None
    except NoRepositoryError as wrong:
        shown.errors.add("uitleg", str(wrong))
        return _page(request, who, shown, 503)
    return back_to(f"/regels/voorstel/{proposal}", gedaan="opgeslagen")


def _current(desk: RulesDesk, name: str, proposal: str) -> tuple[str | None, str | None]:
    """The text that somebody begins with and the one in force; None for a file that is not there. Raises HTTPException."""
    try:
        checked_file(name)
        known = desk.files.get(name)
        in_force = known.source.text if known is not None else None
        return desk.proposed(proposal or None).get(name, in_force), in_force
    except (NameRefusedError, KeyError):
        raise HTTPException(404, "Dit bestand of voorstel is er niet.") from None
    except NoRepositoryError as wrong:
        raise HTTPException(503, str(wrong)) from None


def _page(request: Request, who: Actor, shown: Shown, status: int = 200) -> HTMLResponse:
    desk = rules_of(request)
    texts = {**desk.proposed(shown.proposal or None), shown.name: shown.text}
    judgement = Judgement()
    if not shown.slow:
        try:
            judgement = desk.judging.ask(judged, texts, shown.name, shown.original, shown.whole)
        except TooLongError:
            shown.slow = True
    if shown.slow:
        status, shown.told = 504, ""
    nonce = secrets.token_urlsafe(16)
    response = page(
        request,
        "regels/bestand.html.j2",
        status=status,
        shown=shown,
        may_write=who.has(Role.BELEID),
        found=judgement,
        nonce=nonce,
        here=address(f"/regels/bestand/{shown.name}", voorstel=shown.proposal),
    )
    # The editor writes its own styles; they carry this number, and no other style in the page is followed.
    response.headers["content-security-policy"] = CSP.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
    return response
