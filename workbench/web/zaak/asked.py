"""What the address of a page about a case asks for: the dossier, the besluit, the object and the dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request

from dsl.dates import FIRST_YEAR, LAST_YEAR
from dsl.notation import NotationError, parse_date
from dsl.program import DecisionInfo
from engine.dossier import Dossier
from engine.register import StoredDossier
from engine.register.trouble import Erased, NotFound
from workbench.service.law import slug
from workbench.service.problems import RefusedError
from workbench.web.desk import Decided, Desk, NotThereError, UnreadableError, When, caller_of, desk_of, mark_of, name_of
from workbench.web.frame import address

NO_DOSSIER = "Dit dossier is er niet. Misschien is het gewist, of klopt het adres niet."
NO_BESLUIT = "Over dit besluit is in dit dossier niets te zeggen."
TABS = (
    ("Besluit", ""),
    ("Gegevens", "gegevens"),
    ("Verloop", "verloop"),
    ("Wat als", "wat-als"),
    ("Waarom niet", "waarom-niet"),
    ("Herziening", "herziening"),
    ("Maatwerk", "maatwerk"),
    ("Brief", "brief"),
)
UNREADABLE = "In dit dossier staat iets dat niet klopt. Verbeter eerst de gegevens."


def stored_of(request: Request, key: str) -> StoredDossier:
    """The dossier of an address. Raises HTTPException 404."""
    try:
        return desk_of(request).open(key, caller_of(request))
    except (NotFound, Erased):
        raise HTTPException(404, NO_DOSSIER) from None


def read(desk: Desk, stored: StoredDossier) -> Dossier:
    """Raises HTTPException 409 when there are mistakes in it."""
    try:
        return desk.read(stored.content)
    except UnreadableError:
        raise HTTPException(409, UNREADABLE) from None


def besluit_of(desk: Desk, name: str) -> DecisionInfo:
    try:
        return desk.law.besluit(name)
    except RefusedError:
        raise HTTPException(404, NO_BESLUIT) from None


def day_of(text: str | None) -> date | None:
    """A date of an address or a date field: ISO or Dutch; None for what is none."""
    if not text or not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip())
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
    except ValueError:
        try:
            return parse_date(text)
        except NotationError:
            return None


def when_of(request: Request) -> When:
    """The dates that an address asks for."""
    given = request.query_params
    by = (given.get("bij") or "").strip()[:80] or None
    return When(day_of(given.get("op")), day_of(given.get("verzonden")), day_of(given.get("bekend")), by)


@dataclass(frozen=True, slots=True)
class Asked:
    """One besluit of one dossier, decided."""

    desk: Desk
    stored: StoredDossier
    dossier: Dossier
    decided: Decided
    when: When
    slug: str

    @property
    def tabs(self) -> tuple[tuple[str, str], ...]:
        """The pages about this besluit: in words, and the end of their address."""
        return TABS

    @property
    def several(self) -> bool:
        """Whether the besluit could be over another object of the dossier as well."""
        return len(self.decided.dossier.objects_for(self.decided.info)) > 1

    @property
    def about_whom(self) -> str:
        """Whom or what it is about, where that could be something else."""
        return self.decided.over if self.several else ""

    @property
    def name(self) -> str:
        """What the dossier is called."""
        return name_of(self.stored)

    def url(self, page: str = "", **more: object) -> str:
        """The address of a page about this besluit, with the same dates and object."""
        path = f"/zaken/{self.stored.id}/besluit/{self.slug}"
        return address(f"{path}/{page}" if page else path, **dict(self.kept) | more)

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What a form keeps of the address: the dates and the object that were asked for."""
        given = (
            ("op", self.decided.moment.rekendatum.isoformat()),
            ("verzonden", self.when.sent.isoformat() if self.when.sent else ""),
            ("bekend", self.when.known.isoformat() if self.when.known else ""),
            ("bij", self.when.by or ""),
            ("over", mark_of(self.decided.over) if self.several else ""),
        )
        return tuple((name, value) for name, value in given if value)


def asked_of(request: Request, key: str, name: str, *, ordered: bool = False) -> Asked:
    """Decide what an address asks for; ``ordered``: see :meth:`Desk.decide`. Raises HTTPException 404 or 409."""
    desk = desk_of(request)
    stored = stored_of(request, key)
    info = besluit_of(desk, name)
    dossier = read(desk, stored)
    when = when_of(request)
    try:
        decided = desk.decide(
            stored, dossier, info, when, caller_of(request), request.query_params.get("over") or None, ordered=ordered
        )
    except NotThereError:
        raise HTTPException(404, NO_BESLUIT) from None
    return Asked(desk, stored, dossier, decided, when, slug(info.name))


def today() -> date:
    """The day on which something becomes known: the day on which it is filled in."""
    return date.today()
