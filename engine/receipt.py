"""The receipt of a decision: hashes of everything it was made from, enough to make it again years later."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from dsl.program import Program
from engine.case import Case, Moment
from engine.decision import OutcomeResult, Receipt
from engine.dossier.canonical import canonical_facts
from engine.version import ENGINE_VERSION


def receipt_of(program: Program, case: Case, moment: Moment, outcomes: tuple[OutcomeResult, ...]) -> Receipt:
    """The receipt; content hashes are sha256 over canonical JSON, so that the order in which facts were given is no part."""
    told = [
        (o.words, o.status, o.value, o.legal_status, o.grounds, o.finality, o.reservations, o.uncertain)
        for o in outcomes
    ]
    return Receipt(
        program.digest,
        digest(canonical_facts(case)),
        ENGINE_VERSION,
        moment.rekendatum,
        moment.verzonden_op,
        digest(told),
    )


def digest(content: object) -> str:
    """sha256 (hex) of plain content: dataclasses, dicts, sequences, sets, numbers, dates and texts."""
    text = json.dumps(_plain(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(content: object) -> Any:
    """Something that JSON can write, different for different content."""
    match content:
        case None | bool() | int() | str():
            return content
        case Fraction():
            return {"n": f"{content.numerator}/{content.denominator}"}
        case date():
            return {"d": content.isoformat()}
        case Enum():
            return content.value
        case dict():
            return {str(key): _plain(value) for key, value in content.items()}
        case frozenset() | set():
            return sorted((_plain(item) for item in content), key=lambda item: json.dumps(item, sort_keys=True))
        case list() | tuple():
            return [_plain(item) for item in content]
    if is_dataclass(content):
        return {type(content).__name__: {f.name: _plain(getattr(content, f.name)) for f in fields(content)}}
    raise TypeError(f"cannot hash {type(content).__name__}")
