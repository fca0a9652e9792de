"""What was decided and sent before, period by period, beside what follows from the knowledge of that time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from dsl.program import DecisionInfo
from engine.difference.causes import Cause
from engine.dossier.history import NOT_APPLICABLE, SentDecision, Told, last_sent
from engine.time.amounts import Amount

SENT = Cause(
    "verzonden",
    "besluit",
    "het verschil tussen wat verzonden was en wat volgt uit wat toen bekend was",
)
"""A cause of its own: what was sent is not what the knowledge of that day gives."""


@dataclass(frozen=True, slots=True)
class History:
    """The besluiten that were sent before a herziening, over the object with the key ``over``."""

    sent: tuple[SentDecision, ...] = ()
    over: str | None = None

    def known(self, on: date) -> History:
        """What was sent on a day or before."""
        return replace(self, sent=tuple(one for one in self.sent if one.sent <= on))

    def amounts(self, info: DecisionInfo, outcome: int, reckoned: Sequence[Amount], start: date) -> tuple[Amount, ...]:
        """The periods with what was sent in the place of what was reckoned, where something was sent about them. ``start`` is
        the first day of the first period that counts."""
        return tuple(self._amount(info, outcome, one, max(one.start, start)) for one in reckoned)

    def _amount(self, info: DecisionInfo, outcome: int, reckoned: Amount, day: date) -> Amount:
        found = last_sent(self.sent, info.name, day, self.over)
        attr = info.outcomes[outcome].attr
        told = None if found is None else next((one for one in found.outcomes if one.attr == attr), None)
        if found is None or told is None:
            return reckoned
        value = told.value if isinstance(told.value, Fraction) else Fraction(0)
        return replace(reckoned, amount=value, status=_status(told), sent=found.sent, portions=())


def _status(told: Told) -> str:
    return told.legal_status or (
        NOT_APPLICABLE if told.value is None else "verschuldigd" if told.attr.has_status else "vastgesteld"
    )


def differing(pairs: Sequence[tuple[Amount, Amount]]) -> tuple[tuple[Amount, Amount], ...]:
    """The periods of which what was sent is not what was reckoned, next to each other taken together."""
    found: list[tuple[Amount, Amount]] = []
    before: tuple[Amount, Amount] | None = None
    for sent, reckoned in pairs:
        if sent.sent is not None and sent.amount != reckoned.amount:
            if before is not None and _alike(found[-1], (sent, reckoned)):
                found[-1] = replace(found[-1][0], end=sent.end), replace(found[-1][1], end=sent.end)
            else:
                found.append((sent, reckoned))
            before = sent, reckoned
        else:
            before = None
    return tuple(found)


def _alike(one: tuple[Amount, Amount], other: tuple[Amount, Amount]) -> bool:
    return all((a.amount, a.status, a.sent) == (b.amount, b.status, b.sent) for a, b in zip(one, other, strict=True))


def shifted(amounts: Sequence[Fraction | None], pairs: Sequence[tuple[Amount, Amount]]) -> tuple[Fraction | None, ...]:
    """Reckoned amounts, moved by as much as what was sent differs from what was reckoned then."""
    return tuple(
        None
        if amount is None or sent.amount is None or reckoned.amount is None
        else amount + sent.amount - reckoned.amount
        for amount, (sent, reckoned) in zip(amounts, pairs, strict=True)
    )
