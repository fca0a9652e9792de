"""The one way to a stored dossier: who may, for what, with which facts, and written down who saw what.

With an organisation (several people work here) a dossier shows what its own law reads or a Grondslag allows, for the purposes of the
role. Without one (a single user on this machine) the facts are that user's own input: then all of them show.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from engine.dossier.selection import Allowed, Selected, allowed_facts, everything, select
from engine.register import Draft, Register, StoredDossier
from workbench.service.asked import Content
from workbench.service.law import Law
from workbench.service.problems import ForbiddenError, RefusedError, Wrong
from workbench.toegang.actor import Actor, Role
from workbench.toegang.purposes import purposes_of

SEEN = "inzage"
AGAIN_AFTER = 10 * 60.0
"""Seconds in which the same person reading the same facts of the same version is written once: a page reads a dossier several times."""
_MOST_RECENT = 10_000


@dataclass(frozen=True, slots=True)
class Read:
    """A dossier as somebody may see it. ``left_out``: names of facts without a ground, never their values."""

    stored: StoredDossier
    left_out: tuple[str, ...] = ()

    @property
    def version(self) -> int | None:
        """The version of which this is all; None when it is a part of one."""
        return None if self.left_out else self.stored.version


class Reading:
    """Safe to use from many threads. ``organisation``: whose behandelaars work here, as a Besluit names its executor."""

    def __init__(
        self, register: Register, law: Law, organisation: str | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._register, self._law, self._organisation, self._clock = register, law, organisation, clock
        self._recent: OrderedDict[tuple[object, ...], float] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, id: str, version: int | None, actor: Actor, besluit: str | None = None) -> Read:
        """A version of a dossier (None: the newest), for one besluit or for all the work of the organisation. Written down as an
        entry ``inzage``: who, which facts by name, for what.

        Raises ForbiddenError, and what :meth:`Register.dossier` raises."""
        self.permit(actor)
        stored = self._register.dossier(id, version)
        besluit = self._known(besluit)
        found = self._select(stored.content, actor, besluit)
        left_out = () if self._organisation is None else tuple(sorted(found.left_out))
        self._note(actor, [stored.id], stored.version, besluit, sorted(found.shown), len(left_out))
        if self._organisation is None:
            return Read(stored)
        return Read(replace(stored, content=found.content) if left_out else stored, left_out)

    def permit(self, actor: Actor) -> None:
        """Raises ForbiddenError for who handles no cases."""
        if not actor.has(Role.BEHANDELAAR):
            raise ForbiddenError("Alleen een behandelaar mag zien wat er in een dossier staat.")

    def check_write(self, content: Content, actor: Actor, previous: Read | None = None) -> None:
        """Facts that may not be used are not stored, and who may not see all of a dossier does not replace it.

        Raises ForbiddenError, RefusedError."""
        self.permit(actor)
        if self._organisation is None:
            return
        if previous is not None and previous.left_out:
            raise ForbiddenError(
                "In dit dossier staan gegevens waarvoor uw organisatie geen grondslag heeft. Wie het vervangt, zou ze wissen."
            )
        left_out = self._select(content, actor, None).left_out - {"toelichting"}
        if left_out:
            raise RefusedError(
                Wrong("GRONDSLAG", "/inhoud", f"Voor '{name}' is geen grondslag.", "Laat dit gegeven weg.")
                for name in sorted(left_out)
            )

    def note_search(self, found: Iterable[str], actor: Actor) -> None:
        """That somebody looked up these dossiers by a BSN."""
        self._note(actor, found, None, None, ["BSN"], 0)

    def _known(self, besluit: str | None) -> str | None:
        """The full name of a besluit. A name that is none is told where the question is answered."""
        try:
            return None if besluit is None else self._law.besluit(besluit).name
        except RefusedError:
            return None

    def _select(self, content: Content, actor: Actor, besluit: str | None) -> Selected:
        return select(self._law.loader.vocabulary, content, self._allowed(actor, besluit))

    def _allowed(self, actor: Actor, besluit: str | None) -> Allowed:
        program = self._law.program
        if self._organisation is None:
            return everything(program)
        return allowed_facts(program, self._organisation, purposes_of(actor), date.today(), besluit)

    def _note(
        self,
        actor: Actor,
        ids: Iterable[str],
        version: int | None,
        besluit: str | None,
        names: list[str],
        left_out: int,
    ) -> None:
        for_what = {"doel": sorted(purposes_of(actor)), "besluit": besluit, "versie": version}
        drafts = [
            Draft(SEEN, id_, {**for_what, "feiten": names, "weggelaten": left_out})
            for id_ in ids
            if self._is_new((actor.id, id_, version, besluit, tuple(names)))
        ]
        if drafts:
            self._register.record_all(drafts, actor)

    def _is_new(self, what: tuple[object, ...]) -> bool:
        now = self._clock()
        with self._lock:
            last = self._recent.pop(what, float("-inf"))
            is_new = now - last > AGAIN_AFTER
            self._recent[what] = now if is_new else last
            if len(self._recent) > _MOST_RECENT:
                self._recent.popitem(last=False)
            return is_new
