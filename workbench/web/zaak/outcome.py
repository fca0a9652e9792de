"""The outcome of a besluit as the page shows it large."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dsl.program import Program, SourceRef
from engine.decide import WITHOUT_AMOUNT
from engine.decision import Decision, OutcomeResult, Status
from engine.explain.values_nl import capital, range_text, scalar_text, sentence, value_text
from engine.values import Fault, Known, Unknown

_NOTHING_NOW = tuple(Known(status) for status in ("op nihil gesteld", *WITHOUT_AMOUNT))


@dataclass(frozen=True, slots=True)
class Shown:
    """``value`` is what it came to in words; ``legal`` its rechtsstatus; ``later`` what it may still become."""

    name: str
    value: str
    status: str
    legal: str | None
    finality: str
    later: tuple[str, ...]
    grounds: tuple[tuple[str, tuple[SourceRef, ...]], ...]
    doubts: tuple[str, ...]


def outcomes_of(decision: Decision, program: Program) -> list[Shown]:
    return [_shown(one, program) for one in decision.outcomes]


def _shown(one: OutcomeResult, program: Program) -> Shown:
    legal = str(one.legal_status.value) if isinstance(one.legal_status, Known) else None
    grounds = tuple((program.rules[number].name, program.rules[number].sources) for number in one.grounds)
    return Shown(
        capital(one.attr.name),
        _value(one, legal),
        one.status.value,
        legal,
        one.finality,
        _later(one),
        grounds,
        one.uncertain,
    )


def _value(one: OutcomeResult, legal: str | None) -> str:
    if isinstance(one.value, Known):
        return scalar_text(one.value.value, one.attr.type)
    if legal is not None:
        return legal
    if isinstance(one.value, Unknown):
        return value_text(one.value, one.attr.type)
    return one.status.value if one.status is not Status.VASTGESTELD else "niet van toepassing"


def _later(one: OutcomeResult) -> tuple[str, ...]:
    """Why it is voorlopig and what it may become: also, and above all, where it is nothing now. Of a fout its cause."""
    out = [sentence(one.value.text)] if isinstance(one.value, Fault) else []
    for item in one.reservations:
        text = f"Voorlopig tot {item.text.rstrip('.')}."
        if isinstance(item.low, Known) and isinstance(item.high, Known):
            text += f" Later kan dit {range_text(item.low.value, item.high.value, one.attr.type)} zijn."
        elif one.value == Known(Fraction(0)) or one.legal_status in _NOTHING_NOW:
            text += " Later kan blijken dat er toch moet worden betaald."
        else:
            text += " Later kan de uitkomst nog anders zijn."
        out.append(text)
    return tuple(out)
