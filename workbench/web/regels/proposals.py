"""Proposals: what they change, what that does, and the approval of a second person that brings them into force."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from dsl.files import RuleFile
from dsl.notation import NotationError, parse_date
from workbench.editor.judged import all_findings, checked_program, differences
from workbench.editor.repository import SCENARIOS, NameRefusedError, NoRepositoryError, Proposal
from workbench.editor.versions import Asking, NotAllowedError, answer, ask, in_force, requests
from workbench.editor.words import DiffLine
from workbench.service.problems import TooLongError
from workbench.toegang.actor import Actor, Role
from workbench.toegang.eyes import may_not_approve
from workbench.toegang.install import actor
from workbench.web.desk import desk_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE_WORDS, back_to, page
from workbench.web.regels.desk import RulesDesk, rules_of

router = APIRouter()
_SECONDS_WHOLE = 90.0
"""For all rules at once, before approval of them is asked: nothing of them may have been read before."""
Who = Annotated[Actor, Depends(actor)]
DONE_WORDS.update(
    {
        "gevraagd": "De goedkeuring is gevraagd.",
        "goedgekeurd": "De versie is goedgekeurd.",
        "afgewezen": "De versie is afgewezen.",
    }
)


@router.get("/regels/voorstel/{name}")
def show(request: Request, name: str, who: Who) -> HTMLResponse:
    desk = rules_of(request)
    return _page(request, desk, _proposal(desk, name), who)


@router.post("/regels/voorstel/{name}")
async def posted(request: Request, name: str, who: Who) -> Response:
    form = await posted_form(request)
    return await run_in_threadpool(_posted, request, name, who, form)


def _posted(request: Request, name: str, who: Actor, form: Posted) -> Response:
    desk = rules_of(request)
    proposal = _proposal(desk, name)
    if form.text("doe") == "effect":
        return _page(request, desk, proposal, who, with_effect=True)
    errors = Errors()
    since = _day(form.text("vanaf"), errors)
    if not form.text("toelichting"):
        errors.add("toelichting", "Schrijf waarom deze versie moet gaan gelden.")
    if desk.register is None:
        errors.add("toelichting", "Goedkeuren kan alleen met een register. Dat is hier niet.")
    if errors or since is None or desk.register is None:
        return _page(request, desk, proposal, who, errors=errors, status=422)
    files = _files(desk, proposal)
    if _proposal(desk, name).commits != proposal.commits:
        # what was just read has another author more: who that is has to be known before anybody approves
        errors.add("toelichting", "Iemand veranderde dit voorstel op dit moment. Bekijk het opnieuw.")
        return _page(request, desk, _proposal(desk, name), who, errors=errors, status=409)
    program, found = desk.judging.within(_SECONDS_WHOLE, True, checked_program, files)
    if program is None:
        errors.add("toelichting", f"De regels van dit voorstel bevatten nog {found} fouten of waarschuwingen.")
        return _page(request, desk, proposal, who, errors=errors, status=422)
    ask(
        desk.register,
        files,
        program,
        proposal=proposal.name,
        commit=proposal.commits[0].id,
        since=since,
        authors=proposal.authors,
        why=form.text("toelichting")[:2000],
        actor=who,
    )
    return back_to(f"/regels/voorstel/{name}", gedaan="gevraagd")


@router.get("/regels/goedkeuren")
def asked(request: Request, who: Who) -> HTMLResponse:
    desk = rules_of(request)
    register = desk.register
    found = requests(register) if register is not None else []
    now = in_force(register, date.today()) if register is not None else None
    refusals = {it.id: may_not_approve(who, (*it.authors, it.by)) for it in found}
    may = who.has(Role.BELEID, Role.CONTROLEUR)
    return page(
        request,
        "regels/goedkeuren.html.j2",
        found=found,
        now=now,
        refusals=refusals,
        may=may,
        has_register=register is not None,
    )


@router.post("/regels/goedkeuren/{id}")
async def answered(request: Request, id: str, who: Who) -> Response:
    form = await posted_form(request)
    answered = await run_in_threadpool(_answered, rules_of(request), id, who, form)
    await run_in_threadpool(desk_of(request).bench.in_force.look)
    return answered


def _answered(desk: RulesDesk, id: str, who: Actor, form: Posted) -> Response:
    if desk.register is None:
        raise HTTPException(404)
    approved = form.text("doe") == "goedkeuren"
    try:
        answer(desk.register, id, who, approved, form.text("toelichting")[:2000])
    except NotAllowedError as wrong:
        raise HTTPException(403, str(wrong)) from None
    return back_to("/regels/goedkeuren", gedaan="goedgekeurd" if approved else "afgewezen")


def _proposal(desk: RulesDesk, name: str) -> Proposal:
    try:
        return desk.repository.proposal(name)
    except (NameRefusedError, KeyError):
        raise HTTPException(404, "Dit voorstel is er niet.") from None
    except NoRepositoryError as wrong:
        raise HTTPException(503, str(wrong)) from None


def _files(desk: RulesDesk, proposal: Proposal) -> list[RuleFile]:
    """All rule files with those of the proposal, with the paths that the rules in force have."""
    return desk.with_texts(desk.proposed(proposal.name))


def _page(
    request: Request,
    desk: RulesDesk,
    proposal: Proposal,
    who: Actor,
    *,
    errors: Errors | None = None,
    with_effect: bool = False,
    status: int = 200,
) -> HTMLResponse:
    texts = desk.proposed(proposal.name)
    files = desk.files
    scenarios = [(it, desk.repository.text(proposal.commits[0].id, it, SCENARIOS)) for it in proposal.scenarios]
    added = {name: text for name, text in scenarios if text is not None}
    pairs = [(files[name].source.text if name in files else "", text) for name, text in texts.items()]
    lines: Sequence[Sequence[DiffLine]] = [()] * len(pairs)
    findings: list[tuple[str, str, str]] | None = None
    effect, slow = None, False
    try:
        lines = desk.judging.ask(differences, pairs)
        findings = desk.judging.ask(all_findings, texts)
        effect = desk.effects.run(texts, next(iter(texts), ""), None, True, added) if with_effect else None
    except TooLongError:
        slow, status = True, 504
    diffs = list(zip(texts, lines, strict=True))
    asked: list[Asking] = []
    if desk.register is not None:
        asked = [it for it in requests(desk.register) if it.proposal == proposal.name]
    return page(
        request,
        "regels/voorstel.html.j2",
        status=status,
        proposal=proposal,
        diffs=diffs,
        scenarios=scenarios,
        findings=findings,
        slow=slow,
        effect=effect,
        asked=asked,
        errors=errors or Errors(),
        may_write=who.has(Role.BELEID),
        has_register=desk.register is not None,
    )


def _day(text: str, errors: Errors) -> date | None:
    try:
        day = date.fromisoformat(text) if text[:4].isdigit() and text[4:5] == "-" else parse_date(text)
    except (NotationError, ValueError):
        errors.add("vanaf", "Schrijf een datum, zoals 01-01-2027.")
        return None
    if day < date.today():
        errors.add("vanaf", "Een versie kan niet gelden voor een dag die voorbij is. Kies vandaag of later.")
        return None
    return day
