"""Who handles which dossier and which bezwaar: given to somebody who works here, and a bezwaar never to who took the besluit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.register import Entry, Register
from engine.register.assignments import Assignments
from engine.register.bsn import is_bsn
from engine.register.replay import DECISION
from workbench.service.handlers import Handler, Staff, staff, who_took
from workbench.service.problems import ForbiddenError, NotFoundError, RefusedError, Wrong
from workbench.toegang.actor import Actor, Role
from workbench.toegang.eyes import may_not_handle_objection

OBJECTION = "bezwaar"
_AT_ONCE = 500
_LONGEST_NAME = 100
_PLACE = "/behandelaar"


@dataclass(frozen=True, slots=True)
class Barred:
    """Who may not handle a bezwaar, since they took the besluit or a part of it."""

    handlers: tuple[Handler, ...]

    def against(self, handler: str) -> bool:
        said = [words for one in self.handlers for words in (one.id, one.name)]
        return may_not_handle_objection(handler, said) is not None


NOBODY_BARRED = Barred(())


@dataclass(frozen=True, slots=True)
class Assigning:
    """Safe to use from many threads. ``named``: who handles cases here, from the settings. Every method raises ForbiddenError for who
    handles no cases, and what a register raises."""

    register: Register
    named: Mapping[str, str]

    def staff(self, who: Actor) -> Staff:
        """Who there is to choose from."""
        return staff(self.register, self.named, who)

    def of(self, dossier: str, who: Actor) -> Assignments:
        """Who handles a dossier and each bezwaar in it. Raises NotFound, Erased when the dossier is not there."""
        _permit(who)
        self.register.dossier(dossier)
        return self.register.handling.of(dossier)

    def by(self, handler: str, who: Actor) -> Mapping[str, Assignments]:
        """The dossiers of which somebody handles the whole or a bezwaar, by id."""
        _permit(who)
        return self.register.handling.by(handler)

    def assign(
        self,
        dossier: str,
        to: str | None,
        expected: str,
        who: Actor,
        *,
        objection: str | None = None,
        idempotency: str | None = None,
    ) -> Assignments:
        """Let somebody handle a dossier, or a bezwaar in it; None: nobody. ``expected``: the etag that was looked at. Raises
        RefusedError for who cannot, NotFoundError when there is no such bezwaar, Conflict when somebody else was first."""
        _permit(who)
        barred = NOBODY_BARRED if objection is None else self.barred(dossier, self._against(dossier, objection), who)
        if to is not None:
            self._check(to, barred, who)
        return self.register.handling.assign(
            dossier, to, who, about=objection, expected=expected, idempotency=idempotency
        )

    def record_objection(self, dossier: str, against: str, to: str, said: Mapping[str, Any], who: Actor) -> Entry:
        """Write down a bezwaar against a recorded besluit, with who handles it. Raises RefusedError for who cannot, NotFoundError."""
        _permit(who)
        self._check(to, self.barred(dossier, against, who), who)
        return self.register.handling.record(OBJECTION, dossier, {"tegen": against, **said}, to, who)

    def barred(self, dossier: str, decision: str, who: Actor) -> Barred:
        """Who took a besluit about a dossier. Raises NotFoundError when there is none."""
        entries = list(self._decisions(dossier))
        found = next((one for one in entries if one.id == decision), None)
        if found is None:
            raise NotFoundError([Wrong("INVOER", "/tegen", "Dit besluit is er niet.", "Kies een besluit.")])
        known = self.staff(who)
        return Barred(tuple(known.named(id_) for id_ in who_took(found, entries)))

    def _against(self, dossier: str, objection: str) -> str:
        entries = self.register.entries(OBJECTION, dossier, limit=_AT_ONCE)
        found = next((one.payload for one in entries if one.id == objection), None)
        if found is None:
            wrong = Wrong("INVOER", "/bezwaar", "Dit bezwaar is er niet.", "Kies een bezwaar van dit dossier.")
            raise NotFoundError([wrong])
        return str(found["tegen"])

    def _decisions(self, dossier: str) -> Iterator[Entry]:
        after: str | None = None
        while True:
            found = self.register.entries(DECISION, dossier, after, _AT_ONCE)
            yield from found
            if len(found) < _AT_ONCE:
                return
            after = found[-1].id

    def _check(self, to: str, barred: Barred, who: Actor) -> None:
        """Raises RefusedError."""
        wrong = wrong_with(to, self.staff(who), barred)
        if wrong is not None:
            raise RefusedError([wrong])


def wrong_with(to: str, known: Staff, barred: Barred = NOBODY_BARRED) -> Wrong | None:
    """Why somebody cannot handle something; None when they can. Where the settings name nobody it may be anybody, by name."""
    if known.complete and to not in {one.id for one in known.handlers}:
        return Wrong("BEHANDELAAR", _PLACE, "Deze persoon behandelt hier geen zaken.", "Kies wie het behandelt.")
    if not to.strip() or len(to) > _LONGEST_NAME or not to.isprintable() or is_bsn(to):
        return Wrong("BEHANDELAAR", _PLACE, "Dit is niemand die iets kan behandelen.", "Noem wie het behandelt.")
    if barred.against(to):
        cause = "Deze persoon nam het besluit. Een ander behandelt het bezwaar (Awb artikel 10:3 lid 3)."
        return Wrong("BEHANDELAAR", _PLACE, cause, "Kies een ander.")
    return None


def _permit(who: Actor) -> None:
    if not who.has(Role.BEHANDELAAR):
        raise ForbiddenError("Alleen een behandelaar mag zien en zeggen wie een zaak behandelt.")
