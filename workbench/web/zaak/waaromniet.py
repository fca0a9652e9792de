"""Why not: the fewest conditions that kept a rule or rechtsstatus from being."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dsl.program import STATUSES, Choice
from engine.explain.reading import Reading
from engine.values import YES
from workbench.web.frame import page
from workbench.web.working import why
from workbench.web.zaak.asked import Asked, asked_of

router = APIRouter()
MOST_RULES = 60


@router.get("/zaken/{key}/besluit/{name}/waarom-niet")
def ask(request: Request, key: str, name: str, doel: str = "", anders: str = "") -> HTMLResponse:
    asked = asked_of(request, key, name)
    wanted = (anders or doel).strip()[:200]
    told = None
    if wanted:
        told = asked.desk.bench.work(why, asked.decided.question, wanted)
    return page(
        request,
        "zaak/waaromniet.html.j2",
        asked=asked,
        told=told,
        wanted=wanted,
        targets=_targets(asked),
        anders=anders,
    )


def _targets(asked: Asked) -> list[tuple[str, str]]:
    """What one can ask about: the rechtsstatussen that it did not get, and the rules that did not apply on the way to it."""
    decided, program = asked.decided, asked.desk.program
    reading = Reading(program, decided.decision.trace, decided.case, decided.moment.rekendatum)
    statuses = {
        one.legal_status.value
        for one in decided.decision.outcomes
        if one.legal_status and hasattr(one.legal_status, "value")
    }
    found: dict[str, str] = {}
    if any(outcome.status is not None for outcome in decided.info.outcomes):
        found.update({status: f"rechtsstatus: {status}" for status in STATUSES if status not in statuses})
    for outcomes in decided.decision.trace.outcomes:
        for root in (key for key in outcomes if key is not None):
            for key in reading.under(root):
                node = reading.node(key)
                for candidate in node.candidates if isinstance(node, Choice) else ():
                    rule = program.rules[candidate.rule]
                    if reading.value(reading.at(candidate.applies, key[1])) != YES and rule.valid_on(reading.today):
                        found.setdefault(rule.name, f"regel: {rule.name}")
    return list(found.items())[:MOST_RULES]
