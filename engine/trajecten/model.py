"""What the replay of a traject gives: the state on a day, the path to it, what happened to each event, what falls due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsl.program import SourceRef, TrajectInfo, TransitionInfo
from engine.values import FactRef


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be known: facts that nobody gave, and keys of questions to the case handler."""

    facts: frozenset[FactRef] = frozenset()
    questions: frozenset[str] = frozenset()

    def __or__(self, other: Need) -> Need:
        return Need(self.facts | other.facts, self.questions | other.questions)


NOTHING = Need()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event of the dossier: the object with this key, as this event of the traject. ``sure``: that it is one is certain."""

    event: str
    key: str
    day: date
    sure: bool = True
    need: Need = NOTHING


@dataclass(frozen=True, slots=True)
class LetterDue:
    """A letter or a duty that a transition brings. ``due`` None: its last day is not known yet, for want of ``need``."""

    kind: str
    text: str
    due: date | None
    by: str | None
    sources: tuple[SourceRef, ...]
    need: Need = NOTHING


@dataclass(frozen=True, slots=True)
class Step:
    """One transition that happened on ``day`` and has effect from ``effect`` (None: not known yet, for want of ``need``).
    ``event`` set it off, or else a term of which ``last_day`` was the last day."""

    transition: TransitionInfo
    from_state: str
    to: str
    day: date
    effect: date | None
    event: Occurrence | None
    last_day: date | None
    letters: tuple[LetterDue, ...] = ()
    need: Need = NOTHING


class Verdict(StrEnum):
    """What became of an event."""

    GEBRUIKT = "gebruikt"
    ZONDER_GEVOLG = "zonder gevolg"
    GEWEIGERD = "geweigerd"
    ONZEKER = "onzeker"  # it depends on what is not known
    NIET_BEOORDEELD = "niet beoordeeld"  # the state of then is not known
    ZONDER_DAG = "dag onbekend"
    NA_DE_DATUM = "na de datum"
    ANDERS = "geen gebeurtenis van dit traject"


@dataclass(frozen=True, slots=True)
class Accounted:
    """An object of the dossier that is or could be an event of the traject, and what became of it. ``event`` is None for
    ``ANDERS``; ``sources`` are those of the transition that it set off."""

    key: str
    event: str | None
    day: date | None
    verdict: Verdict
    why: str
    need: Need = NOTHING


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due: the last day of a term or a letter, or the day on which a transition takes effect."""

    day: date
    what: str
    by: str | None
    sources: tuple[SourceRef, ...]
    kind: str  # termijn, brief, taak, te doen, ingang


@dataclass(frozen=True, slots=True)
class TrajectResult:
    """``state`` None: it cannot be told, for want of ``need``; ``possible`` are the states that it may be (None: any).
    ``since``: from when the state has effect. Without it that is the beginning (``from_start``), or cannot be told. ``path`` is as
    far as it is certain; the last of it may take effect after ``on``."""

    traject: TrajectInfo
    over: str
    on: date
    state: str | None
    since: date | None
    from_start: bool
    possible: tuple[str, ...] | None
    need: Need
    path: tuple[Step, ...]
    events: tuple[Accounted, ...]
    due: tuple[Due, ...]
    findings: tuple[str, ...]
