"""One dossier: what it is about, and every besluit that it says something about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from engine.decision import Status
from engine.dossier import Dossier
from engine.explain.overview_nl import NO_TOTAL, OWN_DATA_ONLY
from engine.register import StoredDossier
from workbench.service.law import slug
from workbench.toegang.install import actor
from workbench.web.desk import Desk, about_of, desk_of, mark_of, name_of, text_of
from workbench.web.examples import BY
from workbench.web.frame import address, page
from workbench.web.working import Line as Told
from workbench.web.working import overview
from workbench.web.zaak.asked import read, stored_of, when_of
from workbench.web.zaak.handling import Handled, handled
from workbench.web.zaak.words import TONES

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Line:
    """One besluit in the list: ``of`` is its regeling where that has another name, ``outcomes`` are (name, words), ``asked`` the first
    question when it is open."""

    head: str
    of: str
    url: str
    status: str
    tone: str
    outcomes: tuple[tuple[str, str], ...]
    missing: int
    asked: str | None
    trouble: str | None


_GROUPS = (
    ("Vastgesteld", (Status.VASTGESTELD,)),
    ("Hier moet u iets beoordelen", (Status.BEOORDELEN,)),
    ("Hier ging iets mis", (Status.FOUT,)),
    ("Hier ontbreken nog gegevens", (Status.ONBEKEND,)),
)
"""What a dossier comes to, and what it still asks for."""

ALL = "alles"
"""The parameter that asks for every besluit, not only those that the dossier is about."""


@router.get("/zaken/{key}")
def dossier(request: Request, key: str) -> HTMLResponse:
    desk, stored = desk_of(request), stored_of(request, key)
    read_ = read(desk, stored)
    when = when_of(request)
    day = when.day or read_.rekendatum or date.today()
    allowed = may_see_everything(desk, stored)
    everything = allowed and (read_.claimed is None or ALL in request.query_params)
    found = desk.bench.work(overview, text_of(stored.content), day, everything)

    def line(one: Told) -> Line:
        over = mark_of(one.over) if one.over is not None else None
        url = address(f"/zaken/{stored.id}/besluit/{slug(one.besluit)}", op=day.isoformat(), over=over)
        of = "" if one.head.startswith(one.regeling) else one.regeling
        return Line(one.head, of, url, one.words, TONES[one.status], one.outcomes, one.missing, one.asked, one.trouble)

    wanted = [one for one in found if one.claimed]
    others = [one for one in found if not one.claimed]
    groups = [(title, [line(one) for one in others if one.status in statuses]) for title, statuses in _GROUPS]
    return page(
        request,
        "zaak/dossier.html.j2",
        stored=stored,
        name=name_of(stored),
        about=about_of(stored),
        day=day,
        asked_for=[line(one) for one in wanted],
        groups=[group for group in groups if group[1]],
        idle=[line(one) for one in others if one.status is Status.NIET_VAN_TOEPASSING],
        warnings=(OWN_DATA_ONLY, NO_TOTAL) if everything else (),
        own=[] if allowed else _own(desk, stored, read_, day, {one.besluit for one in found}),
        handling=_handling(request, desk, stored),
        more=address(f"/zaken/{stored.id}", op=day.isoformat(), **{ALL: "ja"}) if allowed and not everything else None,
    )


def _own(
    desk: Desk, stored: StoredDossier, dossier: Dossier, day: date, shown: Collection[str]
) -> list[tuple[str, str]]:
    """The besluiten of one's own organisation that this dossier could be about, with where they are taken; none is taken for the list."""
    organisation = desk.bench.settings.organisation
    found = (info for info in desk.program.decisions.values() if info.executor == organisation)
    named = [info.name for info in found if info.name not in shown and dossier.objects_for(info)]
    return [(name, address(f"/zaken/{stored.id}/besluit/{slug(name)}", op=day.isoformat())) for name in sorted(named)]


@dataclass(frozen=True, slots=True)
class Handling:
    """``take``: the id under which who looks can take the case, None when they have it or handle no cases here."""

    now: Handled | None
    etag: str
    take: str | None


def _handling(request: Request, desk: Desk, stored: StoredDossier) -> Handling | None:
    """Who handles the case; None where one person does all."""
    if not desk.bench.is_shared:
        return None
    who, assigning = actor(request), desk.bench.assigning
    known, found = assigning.staff(who), assigning.of(stored.id, who)
    can_take = found.to() != who.id and any(one.id == who.id for one in known.handlers)
    return Handling(handled(known, found), found.etag, who.id if can_take else None)


def may_see_everything(desk: Desk, stored: StoredDossier) -> bool:
    """Whether all laws may be laid beside each other: for invented people, and for who is alone on this machine with their own data. An
    organisation may not do it with the data of citizens."""
    return stored.by == BY.id or desk.bench.settings.mode == "eenpersoons"
