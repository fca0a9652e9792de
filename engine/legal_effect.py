"""Whether an outcome may have rechtsgevolg: become a besluit that somebody gets.

Nobody has to be bound by what only a computer decided (AVG, Regulation (EU) 2016/679, article 22 lid 1). The exceptions are narrow:
UAVG article 40 for a decision that rests on no profiling and that a legal duty or public task needs, with measures that protect who it
is about. So there is either a person who answers for the decision, or a publication by the executor that says for which regeling it
decides automatically, and on which ground. And whoever gets it can see why: without trace and receipt there is no besluit at all.

One pure function, for every way in: API, pages, command line, batch and simulation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dsl.diagnostics import Diagnostic, diagnose
from dsl.source import NOWHERE
from engine.decision import Decision, Status

NOT_FOR_DECISIONS = "niet voor besluiten"
"""The watermark of everything that was computed for many people at once, without trace."""


@dataclass(frozen=True, slots=True)
class Handler:
    """The behandelaar who answers for a decision: the id that the register keeps, and a name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PublishedGround:
    """That ``executor`` made public (``published``: where) that it decides automatically on the law of ``regeling`` from ``start`` to
    ``end``, both included, on which ``ground``, and with which ``safeguards``."""

    regeling: str
    executor: str
    ground: str
    published: str
    safeguards: str
    start: date
    end: date | None = None

    def covers(self, decision: Decision, on: date) -> bool:
        same = (self.regeling, self.executor) == (decision.regeling, decision.executor)
        return same and self.start <= on and (self.end is None or on <= self.end)


_CAN_BE_SENT = (Status.VASTGESTELD, Status.NIET_VAN_TOEPASSING)


def without_legal_effect(
    besluit: str,
    decision: Decision | None,
    handler: Handler | None,
    grounds: Sequence[PublishedGround],
    sent: date,
) -> list[Diagnostic]:
    """Everything that stands in the way of rechtsgevolg; nothing: it may have it.

    ``besluit`` is its name, ``decision`` None what has no trace and receipt of its own (a row of a batch, a period, a simulation), and
    ``sent`` the day on which it takes effect."""
    found = []
    missing = _missing(decision)
    if missing:
        found.append(diagnose("TS950", NOWHERE, besluit=besluit, what=" en ".join(missing)))
    if decision is not None:
        if decision.status not in _CAN_BE_SENT:
            found.append(diagnose("TS952", NOWHERE, besluit=besluit, status=decision.status.value))
        found += [diagnose("TS953", NOWHERE, besluit=besluit, variant=name) for name, _ in decision.receipt.variants]
    named = handler is not None and bool(handler.id.strip()) and bool(handler.name.strip())
    published = decision is not None and any(ground.covers(decision, sent) for ground in grounds)
    if not named and not published:
        found.append(diagnose("TS951", NOWHERE, besluit=besluit))
    return found


def _missing(decision: Decision | None) -> list[str]:
    if decision is None:
        return ["de rij rekenstappen", "het bewijs"]
    receipt = decision.receipt
    hashes = (receipt.program, receipt.facts, receipt.outcome, receipt.engine)
    return [
        *(["de rij rekenstappen"] if not decision.trace.steps else []),
        *(["het bewijs"] if not all(hashes) else []),
    ]
