"""Versions of the rules and four eyes: who made a version asks for approval, somebody else gives it, and from a day on it is in force.

All of it stands in the register: the texts as a regelversie, what is asked and what is said as entries of the kind goedkeuring.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dsl.files import RuleFile
from dsl.program import Program
from engine.register import Entry, Register
from workbench.toegang.actor import Actor
from workbench.toegang.eyes import may_not_approve

KIND = "goedkeuring"
_ASKED, _GIVEN, _REFUSED = "aanvraag", "goedgekeurd", "afgewezen"
_PAGE = 500


class NotAllowedError(Exception):
    """Somebody may not approve this, or it was decided on already; says why in Dutch."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to a request, by whom and why."""

    approved: bool
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A request to bring a version into force from a day on. ``authors`` wrote it or asked for it, by id."""

    id: str
    version: str
    proposal: str
    commit: str
    since: date
    authors: tuple[str, ...]
    why: str
    by: str
    at: datetime
    answer: Answer | None = None


def ask(
    register: Register,
    files: Sequence[RuleFile],
    program: Program,
    *,
    proposal: str,
    commit: str,
    since: date,
    authors: Iterable[str],
    why: str,
    actor: Actor,
) -> str:
    """Keep a version in the register and ask for approval; the id of the request."""
    version = register.record_rules(files, program, actor)
    told = {
        "soort": _ASKED,
        "versie": version,
        "voorstel": proposal,
        "wijziging": commit,
        "vanaf": since.isoformat(),
        "auteurs": sorted({*authors, actor.id}),
        "toelichting": why,
    }
    return register.record(KIND, None, told, actor).id


def answer(register: Register, id: str, actor: Actor, approved: bool, why: str) -> None:
    """Say yes or no to a request. Raises NotAllowedError for who wrote at it, and for a request that was decided on."""
    asked = next((it for it in requests(register) if it.id == id), None)
    if asked is None:
        raise NotAllowedError("Deze aanvraag is er niet.")
    if asked.answer is not None:
        raise NotAllowedError("Over deze aanvraag is al beslist.")
    reason = may_not_approve(actor, (*asked.authors, asked.by))
    if reason is not None:
        raise NotAllowedError(reason)
    told = {"soort": _GIVEN if approved else _REFUSED, "aanvraag": id, "versie": asked.version, "toelichting": why}
    register.record(KIND, None, told, actor)


def requests(register: Register) -> list[Asking]:
    """All requests with what was said to them, the newest first. Of two answers only the first counts."""
    entries = list(_entries(register))
    answers: dict[str, Answer] = {}
    for entry in entries:
        if entry.payload["soort"] != _ASKED:
            said = Answer(entry.payload["soort"] == _GIVEN, entry.by, entry.at, entry.payload["toelichting"])
            answers.setdefault(entry.payload["aanvraag"], said)
    asked = [_asking(entry, answers.get(entry.id)) for entry in entries if entry.payload["soort"] == _ASKED]
    return asked[::-1]


def in_force(register: Register, day: date) -> Asking | None:
    """The approved request of which the version is in force on a day: that with the latest first day, and of those the one approved
    last. None: no version was ever approved, so that the shipped rules are in force.

    An answer only counts when somebody else than the authors gave it, whatever wrote it in the register."""
    approved = [
        it
        for it in requests(register)
        if it.answer is not None and it.answer.approved and it.since <= day and it.answer.by not in {*it.authors, it.by}
    ]
    return max(approved, key=lambda it: (it.since, it.answer.at if it.answer else it.at), default=None)


def _asking(entry: Entry, said: Answer | None) -> Asking:
    told: dict[str, Any] = entry.payload
    return Asking(
        id=entry.id,
        version=told["versie"],
        proposal=told["voorstel"],
        commit=told["wijziging"],
        since=date.fromisoformat(told["vanaf"]),
        authors=tuple(told["auteurs"]),
        why=told["toelichting"],
        by=entry.by,
        at=entry.at,
        answer=said,
    )


def _entries(register: Register) -> Iterable[Entry]:
    after = None
    while True:
        page = register.entries(kind=KIND, after=after, limit=_PAGE)
        yield from (entry for entry in page if isinstance(entry.payload, dict) and entry.payload.get("soort"))
        if len(page) < _PAGE:
            return
        after = page[-1].id
