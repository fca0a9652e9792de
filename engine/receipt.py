"""The receipt of a decision: hashes of everything it was made from, enough to make it again years later."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from dsl.program import Program
from engine.case import Case, Moment
from engine.decision import OutcomeResult, Receipt, Reservation
from engine.dossier.canonical import canonical_facts
from engine.trace_json import value_json
from engine.version import ENGINE_VERSION


def receipt_of(
    program: Program, case: Case, moment: Moment, outcomes: tuple[OutcomeResult, ...], facts: str | None = None
) -> Receipt:
    """The receipt; content hashes are sha256 over canonical JSON, so that the order in which facts were given is no part.
    ``facts``: the digest of the facts of the case where it is known already."""
    return Receipt(
        program.digest,
        facts or digest_of_facts(case),
        ENGINE_VERSION,
        moment.rekendatum,
        moment.verzonden_op,
        _sha256([_told(outcome) for outcome in outcomes]),
        moment.bekend_op,
        moment.bekend_bij,
        tuple((name, program.variants[name].digest) for name in program.applied),
    )


def digest_of_facts(case: Case) -> str:
    """sha256 (hex) of the facts of a case in their one fixed form."""
    return _sha256(canonical_facts(case))


_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _sha256(plain: object) -> str:
    return hashlib.sha256(_encode(plain).encode()).hexdigest()


def _told(outcome: OutcomeResult) -> dict[str, Any]:
    """All that an outcome says, as plain data."""
    return {
        "gronden": list(outcome.grounds),
        "in woorden": outcome.words,
        "onzeker": list(outcome.uncertain),
        "rechtsstatus": None if outcome.legal_status is None else value_json(outcome.legal_status),
        "status": outcome.status.value,
        "vaststelling": outcome.finality,
        "voorbehouden": [_reservation(reservation) for reservation in outcome.reservations],
        "waarde": value_json(outcome.value),
    }


def _reservation(reservation: Reservation) -> dict[str, Any]:
    ends = (None if end is None else value_json(end) for end in (reservation.low, reservation.high))
    return {"regel": reservation.rule, "tekst": reservation.text, "tussen": list(ends)}
