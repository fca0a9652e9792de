"""Every besluit for one household side by side: for a citizen's own data and invented people alone."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE
from engine.case import Moment
from engine.dossier import Dossier
from engine.dossier.origins import CITIZEN
from engine.everything import decide_everything
from engine.explain.overview_nl import OWN_DATA_ONLY, overview_json
from workbench.service.asked import Content, open_dossier
from workbench.service.law import Law
from workbench.service.problems import RefusedError, Wrong, wrong_at

Origin = Literal["eigen opgave", "verzonnen"]


def overview(law: Law, content: Content, origin: Origin, on: date | None, sent: date | None) -> dict[str, Any]:
    """Every besluit that the dossier says something about. What a citizen says has nothing in it that an organisation said or knew.

    Raises RefusedError."""
    dossier, _ = open_dossier(law, content)
    day = on or dossier.rekendatum
    wrongs = [] if origin == "verzonnen" else _not_their_own(dossier)
    if day is None:
        remedy = "Geef 'rekendatum', als veld of in het dossier."
        wrongs.append(wrong_at(diagnose("TS808", NOWHERE, remedy=remedy), "/rekendatum"))
    if wrongs or day is None:
        raise RefusedError(wrongs)
    moment = Moment(day, sent or dossier.verzonden_op)
    return overview_json(law.program, decide_everything(law.program, dossier, moment), moment)


def _not_their_own(dossier: Dossier) -> list[Wrong]:
    if dossier.ledger is None:
        return []
    ledger = dossier.ledger
    said = [
        one.saying for each in (ledger.facts, ledger.roles, ledger.answers) for place in each.values() for one in place
    ]
    others = {one.origin for one in said if one.origin not in (None, CITIZEN)}
    others |= {organisation for one in said for organisation, _ in one.known.per_organisation}
    told = f"Dit dossier noemt zelf een andere bron dan de burger: {', '.join(sorted(map(str, others))[:5])}."
    return [Wrong("GRONDSLAG", "/dossier", told, OWN_DATA_ONLY)] if others else []
