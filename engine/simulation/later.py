"""What a later decision would ask back or pay out when the law of the variant counted for a year that is already decided.

A law has a limit of its own under which it asks nothing back, or none. The limits stand in the rules; here is only which one belongs
to which word of the law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dsl.program import Program
from engine.explain.values_nl import enumeration
from engine.simulation.work import Asked

_LIMITS = {("Dienst Toeslagen", "terugvordering"): "grens voor kleine terugvorderingen"}
"""Of an executor and a word of the law the parameter: Awir artikel 26a lid 1 (tekst 01-07-2025)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """``amount``: at most so many euros is not asked back (None: the law has no limit). ``words``: what the law calls asking back."""

    words: str
    amount: Fraction | None
    source: str


def limit_of(program: Program, asked: Asked, year: int) -> Limit | None:
    """The limit of what a citizen must pay later for this besluit; None where the law does not say what happens then."""
    kind = {"betaalt": "hoger bedrag", "krijgt": "lager bedrag", "onbekend": ""}[asked.direction]
    info = program.decisions[asked.besluit]
    revision = next((one for one in info.revisions if one.kind == kind), None)
    if revision is None:
        return None
    param = program.params.get(_LIMITS.get((asked.executor, revision.words), ""))
    if param is None:
        return Limit(revision.words, None, "" if revision.source is None else revision.source.text)
    held = param.on(date(year, 1, 1))
    if held is None or not isinstance(held.value, Fraction):
        return None
    return Limit(revision.words, held.value, enumeration([source.text for source in param.sources]))
