"""What the pages ask: dossiers, and decisions about them. No law and no arithmetic: it calls the engine and the register."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from starlette.requests import Request

from dsl.diagnostics import Diagnostic
from dsl.program import DecisionInfo, Program
from engine.case import Case, Moment
from engine.decision import Decision
from engine.decision_json import decision_json
from engine.dossier import Dossier
from engine.register import Entry, Register, StoredDossier
from engine.register.replay import DECISION, decision_payload
from workbench.service.caller import Caller
from workbench.service.law import Law
from workbench.service.pointers import plain, tree
from workbench.service.workbench import Workbench
from workbench.toegang.actor import Role
from workbench.toegang.install import actor
from workbench.web.working import Question, taken

Content = Mapping[str, Any]
"""A dossier as groups, lists and texts."""

MOST_SHOWN = 500
MOST_SEARCHED = 2_000


class NotThereError(LookupError):
    """There is no such besluit or object in the dossier."""


class UnreadableError(Exception):
    """A dossier with mistakes in it: nothing can be decided until they are gone."""

    def __init__(self, found: tuple[Diagnostic, ...]) -> None:
        super().__init__()
        self.found = found


@dataclass(frozen=True, slots=True)
class When:
    """The dates of a decision that a page asks for; None: what the dossier says. ``known`` and ``by``: as known on a day to an
    organisation."""

    day: date | None = None
    sent: date | None = None
    known: date | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision and what it was made from. ``dossier`` is the view as known then; ``over`` the key of the object it is about;
    ``question`` asks the same again, with more."""

    info: DecisionInfo
    decision: Decision
    case: Case
    moment: Moment
    dossier: Dossier
    over: str
    question: Question


@dataclass(frozen=True, slots=True)
class Found:
    """``only``: how many dossiers were looked at, when there are more; None when all were."""

    dossiers: list[StoredDossier]
    only: int | None


@dataclass(frozen=True, slots=True)
class Desk:
    """Safe to use from several threads."""

    bench: Workbench

    @property
    def law(self) -> Law:
        return self.bench.law

    @property
    def register(self) -> Register:
        return self.bench.register

    @property
    def program(self) -> Program:
        return self.law.program

    # ------------------------------------------------------------ dossiers

    def dossiers(self) -> list[StoredDossier]:
        """The first dossiers of the register: the examples are among them."""
        return self.register.dossiers(limit=MOST_SHOWN)

    def search(
        self,
        caller: Caller,
        query: str = "",
        most: int = MOST_SEARCHED,
        among: Collection[str] | None = None,
        fits: Callable[[StoredDossier], bool] = lambda _: True,
    ) -> Found:
        """The dossiers with these words in their name or description, the one that changed last first; none for who handles no cases.
        ``among``: only those with these ids, ``fits``: only those that are so. Names are encrypted, so each dossier has to be opened:
        ``most`` of them, the newest first."""
        wanted = query.casefold().split()
        found: list[StoredDossier] = []
        last: str | None = None
        looked = 0
        while caller.actor.has(Role.BEHANDELAAR) and looked < most:
            page = self.register.dossiers(last, min(MOST_SHOWN, most - looked), newest_first=True, among=among)
            found += [
                one
                for one in page
                if all(word in f"{name_of(one)} {about_of(one)}".casefold() for word in wanted) and fits(one)
            ]
            looked += len(page)
            if not page:
                break
            last = page[-1].id
        more = looked >= most and bool(self.register.dossiers(last, 1, newest_first=True, among=among))
        return Found(sorted(found, key=lambda one: one.at, reverse=True), looked if more else None)

    def open(self, key: str, caller: Caller) -> StoredDossier:
        """The newest version of a dossier, as far as who asks may see it. Raises ForbiddenError, and what a register raises."""
        return self.bench.dossier(key, None, caller).stored

    def change(self, key: str, content: Content, caller: Caller, expected: str) -> StoredDossier:
        """Store the next version of a dossier. Raises ForbiddenError and RefusedError for facts without a ground, and what a register
        raises."""
        reading = self.bench.reading
        reading.check_write(content, caller.actor, reading.open(key, None, caller.actor))
        return self.register.change_dossier(key, content, caller.actor, expected=expected)

    def read(self, content: Content) -> Dossier:
        """The dossier that content describes. Raises UnreadableError."""
        dossier, found = self.law.loader.open(text_of(content), "dossier")
        if dossier is None:
            raise UnreadableError(tuple(found))
        return dossier

    # ------------------------------------------------------------ deciding

    def decide(
        self,
        stored: StoredDossier,
        dossier: Dossier,
        info: DecisionInfo,
        when: When,
        caller: Caller,
        over: str | None = None,
        *,
        ordered: bool = False,
    ) -> Decided:
        """Decide a besluit over an object of the dossier, by its mark (default: the first that it could be over), with a record in the
        log of processings. ``ordered``: with what is missing in the order of asking, which takes longer than deciding. Raises
        NotThereError when there is no object, or no day to decide on, and what takes too long is TooLongError."""
        with self.bench.logbook.processing("beslissen", info.regeling, caller.trace) as processing:
            processing.subject = stored.id
            tells = when.known is not None or dossier.tells_who_knew
            by = when.by or (info.executor if tells else None)
            view = dossier.as_known(when.known, by)
            candidates = {mark_of(obj.key): obj for obj in view.objects_for(info)}
            root = next(iter(candidates.values()), None) if over is None else candidates.get(over)
            day = when.day or dossier.rekendatum
            if root is None or day is None:
                raise NotThereError
            moment = Moment(day, when.sent or dossier.verzonden_op, view.bekend_op, view.bekend_bij)
            question = Question(text_of(stored.content), info.name, root.key, moment, when.known, by)
            decision = self.bench.work(taken, question, ordered)
            return Decided(info, decision, view.case(root), moment, view, root.key, question)

    # ------------------------------------------------------------ the register

    def record_decision(self, stored: StoredDossier, decided: Decided, caller: Caller) -> Entry:
        """Write a decision into the register, with its trace and receipt, so that it can be made again."""
        answer = decision_json(decided.decision, self.program, decided.case)
        several = len(decided.dossier.objects_for(decided.info)) > 1
        read = self.bench.dossier(stored.id, stored.version, caller)
        payload = decision_payload(
            answer,
            rules=self.bench.rules,
            version=read.version,
            content=read.stored.content if read.version is None else None,
            over=decided.over if several else None,
        )
        return self.register.record(DECISION, stored.id, payload, caller.actor)

    def recorded(self, stored: StoredDossier, kind: str) -> list[Entry]:
        """What was recorded about a dossier, the newest first."""
        return self.register.entries(kind, stored.id, newest_first=True, limit=100)


def mark_of(key: str) -> str:
    """What stands for an object in an address: its key may be a name that somebody chose, and no name belongs there."""
    return hashlib.sha256(key.encode()).hexdigest()[:10]


def desk_of(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


def caller_of(request: Request) -> Caller:
    """Who asks, and of which trace the request is a part."""
    trace = getattr(request.state, "trace", None)
    return Caller(actor(request)) if trace is None else Caller(actor(request), trace)


def name_of(stored: StoredDossier) -> str:
    return str(stored.content.get("naam") or "Dossier zonder naam")


def about_of(stored: StoredDossier) -> str:
    return str(stored.content.get("toelichting") or "")


def text_of(content: Content) -> str:
    """The text that the reader of dossiers reads."""
    return json.dumps(content, ensure_ascii=False)


def content_of(text: str) -> dict[str, Any]:
    """What a dossier in YAML holds, every value as it was written. Raises ValueError when it is no group."""
    root = tree(text)
    found = None if root is None else plain(root)
    if not isinstance(found, dict):
        raise ValueError("a dossier is a group of facts")
    return found
