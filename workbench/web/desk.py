"""What the pages ask: dossiers, and decisions about them. No law and no arithmetic: it calls the engine."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast

from starlette.requests import Request

from dsl.diagnostics import Diagnostic
from dsl.program import DecisionInfo, Program
from engine.case import Case, Moment
from engine.decide import decide
from engine.decision import Decision
from engine.dossier import CaseLoader, Dossier
from engine.safe_yaml import Mapping as Group
from engine.safe_yaml import Node, Scalar, Sequence, load_yaml
from engine.signals import judge
from workbench.web.names import slugs

Content = Mapping[str, Any]
"""A dossier as groups, lists and texts."""


class NotThereError(LookupError):
    """There is no such dossier, besluit or object."""


class ConflictError(Exception):
    """Somebody else changed the dossier since it was read; ``current`` is what it is now."""

    def __init__(self, current: Stored) -> None:
        super().__init__()
        self.current = current


@dataclass(frozen=True, slots=True)
class Stored:
    """A version of a dossier. ``etag`` tells versions apart; ``by`` is the id of an actor."""

    id: str
    version: int
    etag: str
    content: Content
    at: datetime
    by: str

    @property
    def name(self) -> str:
        return str(self.content.get("naam") or "Dossier zonder naam")

    @property
    def about(self) -> str:
        return str(self.content.get("toelichting") or "")


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
    """A decision and what it was made from. ``dossier`` is the view as known then."""

    info: DecisionInfo
    decision: Decision
    case: Case
    moment: Moment
    dossier: Dossier
    over: str


class UnreadableError(Exception):
    """A dossier with mistakes in it: nothing can be decided until they are gone."""

    def __init__(self, found: tuple[Diagnostic, ...]) -> None:
        super().__init__()
        self.found = found


@dataclass(slots=True)
class Desk:
    """Safe to use from several threads."""

    program: Program
    _dossiers: dict[str, list[Stored]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    loader: CaseLoader = field(init=False)
    _names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.loader = CaseLoader(self.program)
        self._names = slugs(self.program.decisions)

    # ------------------------------------------------------------ dossiers

    def dossiers(self, query: str = "") -> list[Stored]:
        """The dossiers with these words in their name or description, the newest first."""
        wanted = query.casefold().split()
        with self._lock:
            latest = [versions[-1] for versions in self._dossiers.values()]
        found = [one for one in latest if all(word in f"{one.name} {one.about}".casefold() for word in wanted)]
        return sorted(found, key=lambda one: (one.at, one.id), reverse=True)

    def stored(self, key: str) -> Stored:
        """The latest version of a dossier. Raises NotThereError."""
        with self._lock:
            versions = self._dossiers.get(key)
        if not versions:
            raise NotThereError
        return versions[-1]

    def add(self, content: Content, by: str) -> Stored:
        key = f"dos-{secrets.token_hex(16)}"
        first = _version(key, 1, content, by)
        with self._lock:
            self._dossiers[key] = [first]
        return first

    def change(self, key: str, content: Content, by: str, expected: str) -> Stored:
        """A new version of a dossier. Raises ConflictError when ``expected`` is not its latest etag, NotThereError."""
        with self._lock:
            versions = self._dossiers.get(key)
            if not versions:
                raise NotThereError
            if versions[-1].etag != expected:
                raise ConflictError(versions[-1])
            versions.append(_version(key, versions[-1].version + 1, content, by))
            return versions[-1]

    # ------------------------------------------------------------ deciding

    def read(self, content: Content) -> Dossier:
        """The dossier that content describes. Raises UnreadableError."""
        dossier, found = self.loader.open(text_of(content), "dossier")
        if dossier is None:
            raise UnreadableError(tuple(found))
        return dossier

    def decide(self, dossier: Dossier, info: DecisionInfo, when: When, over: str | None = None) -> Decided:
        """Decide a besluit over an object of the dossier (default: the first that it could be over). Raises NotThereError when there
        is none, or no day to decide on."""
        tells = when.known is not None or dossier.tells_who_knew
        view = dossier.as_known(when.known, when.by or (info.executor if tells else None))
        candidates = {obj.key: obj for obj in view.objects_for(info)}
        root = next(iter(candidates.values()), None) if over is None else candidates.get(over)
        day = when.day or dossier.rekendatum
        if root is None or day is None:
            raise NotThereError
        case = view.case(root)
        moment = Moment(day, when.sent or dossier.verzonden_op, view.bekend_op, view.bekend_bij)
        decision = judge(decide(self.program, info.name, case, moment), self.program, case, moment, motor="python")
        return Decided(info, decision, case, moment, view, root.key)

    def besluit(self, slug: str) -> DecisionInfo:
        """By its name in an address. Raises NotThereError."""
        try:
            return self.program.decisions[self._names[slug]]
        except KeyError:
            raise NotThereError from None


def desk_of(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


def text_of(content: Content) -> str:
    """The text that the reader of dossiers reads."""
    return json.dumps(content, ensure_ascii=False)


def content_of(text: str) -> dict[str, Any]:
    """What a dossier in YAML holds, every value as it was written. Raises ValueError when it is no group."""
    found = _plain(load_yaml(text).root)
    if not isinstance(found, dict):
        raise ValueError("a dossier is a group of facts")
    return found


def _plain(node: Node | None) -> Any:
    if isinstance(node, Group):
        return {key.text: _plain(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return node.text if isinstance(node, Scalar) else None


def _version(key: str, number: int, content: Content, by: str) -> Stored:
    digest = hashlib.sha256(f"{key} {number} {text_of(content)}".encode()).hexdigest()[:24]
    return Stored(key, number, digest, content, datetime.now(UTC), by)
