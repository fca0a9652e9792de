"""A decision as the engine gives it: outcomes with status, the trace, what is missing, signals, deadlines, receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from dsl.program import AttrInfo, SourceRef
from engine.values import FactRef, Value

if TYPE_CHECKING:
    from engine.signals.outcome import SignalReport
    from engine.trace import Trace


class Status(Enum):
    """The status of a decision or an outcome, in the words that users see."""

    VASTGESTELD = "vastgesteld"
    NIET_VAN_TOEPASSING = "niet van toepassing"
    ONBEKEND = "nog niet vast te stellen"
    BEOORDELEN = "beoordelen"
    FOUT = "fout"


@dataclass(frozen=True, slots=True)
class Reservation:
    """Why an outcome is voorlopig: until when and on what it depends, the range of a later correction, the rule."""

    rule: int
    text: str
    low: Value | None = None
    high: Value | None = None


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """``legal_status`` is the rechtsstatus where the attribute has one (else None): a Value of str. ``grounds`` are the numbers
    of all rules that give this outcome (every one that holds). ``finality`` is voorlopig, definitief or van rechtswege definitief.
    ``uncertain``: sources with zekerheid middel or laag that the outcome rests on, in words."""

    words: str
    attr: AttrInfo
    status: Status
    value: Value
    legal_status: Value | None
    grounds: tuple[int, ...]
    finality: str
    reservations: tuple[Reservation, ...] = ()
    uncertain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact to ask for, in the order of the design. ``needed`` False: waarschijnlijk niet nodig."""

    fact: FactRef
    needed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question for the case handler: key (for the dossier's ``oordelen``), words, the sources of its rule."""

    key: str
    text: str
    sources: tuple[SourceRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the decision wants noticed: an absorbed fault, a possible contradiction, a given value that went before a rule."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date with what must be done by it, by whom (burger or uitvoerder), and its source."""

    what: str
    due: date | None
    who: str
    source: SourceRef | None = None
    why_unknown: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Enough to reproduce the decision years later: content hashes (sha256) of the program and of the facts, engine version,
    the dates (``bekend_op`` and ``bekend_bij``: as known when to whom its facts are), and the hash of the outcome itself.
    ``variants``: name and content hash of each variant that the program holds, in order of application."""

    program: str
    facts: str
    engine: str
    rekendatum: date
    verzonden_op: date | None
    outcome: str
    bekend_op: date | None = None
    bekend_bij: str | None = None
    variants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    besluit: str
    regeling: str
    executor: str | None
    rekendatum: date
    verzonden_op: date | None
    status: Status
    outcomes: tuple[OutcomeResult, ...]
    missing: tuple[Missing, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...]
    receipt: Receipt
    trace: Trace
    signals: SignalReport | None = None
    bekend_op: date | None = None
    bekend_bij: str | None = None
