"""What is added up per row while a native function runs: as few running sums as tell all totals.

Of the codes of an outcome, and of its words, the most are counted and the last follows from the number of rows that have one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.columns.form import Form, Ins, Output
from engine.columns.native_ops import I64, TYPES, Ops
from engine.columns.totals import MOST_COUNTED, WITH_VALUE, OutcomeTotals, Totals, nothing, possible_codes

Sum = tuple[str, int, int, tuple[int, ...]]
"""What is added: ``code`` or ``value`` with the numbers of the instructions for value and code, and which values count."""


@dataclass(slots=True)
class Place:
    """Where the sums of one outcome stand; None: what is left of the rows."""

    codes: dict[int, int | None]
    total: int | None = None
    words: dict[str, int | None] = field(default_factory=dict)


@dataclass(slots=True)
class Sums:
    """``wanted`` are the running sums, in order; ``places`` which of them each outcome has."""

    form: Form
    wanted: dict[Sum, int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        for output in self.form.outputs:
            codes = possible_codes(output)
            place = Place({code: self._place(("code", 0, output.code.number, (code,))) for code in codes[:-1]})
            if codes:
                place.codes[codes[-1]] = None
            if output.sort in ("number", "bool"):
                place.total = self._place(("value", output.value.number, 0, ()))
            elif output.sort == "words" and len(output.words) <= MOST_COUNTED:
                given = tuple(code for code in codes if code in WITH_VALUE)
                for number, word in enumerate(output.words[:-1]):
                    place.words[word] = self._place(("word", output.value.number, output.code.number, (number, *given)))
                place.words[output.words[-1]] = None
            self.places.append(place)

    def _place(self, wanted: Sum) -> int:
        return self.wanted.setdefault(wanted, len(self.wanted))

    def written(self, ops: Ops, running: Sequence[Any], integers: dict[int, Any]) -> list[Any]:
        """The running sums with one row added. ``integers``: the values of outcomes that are summed, as 64 bits."""
        b = ops.b
        out = []
        for (sort, value, code, which), before in zip(self.wanted, running, strict=True):
            if sort == "value":
                out.append(b.add(before, integers[value]))
                continue
            if sort == "code":
                here = b.icmp_signed("==", ops.values[code], TYPES["w"](which[0]))
            else:
                number, *given = which
                real = [b.icmp_signed("==", ops.values[code], TYPES["w"](one)) for one in given] or [TYPES["b"](0)]
                some = real[0]
                for other in real[1:]:
                    some = b.or_(some, other)
                here = b.and_(some, b.icmp_signed("==", ops.values[value], TYPES["w"](number)))
            out.append(b.add(before, b.zext(here, I64)))
        return out

    @property
    def summed(self) -> list[Ins]:
        """The values of outcomes that are added up."""
        numbers = {value for sort, value, _, _ in self.wanted if sort == "value"}
        return [output.value for output in self.form.outputs if output.value.number in numbers]

    def totals(self, sums: Sequence[int], rows: int, routed: Sequence[dict[int, int]]) -> Totals:
        """The totals of a number of rows, of which per decision some are routed."""
        found = nothing(self.form)
        found.rows = rows
        places = iter(self.places)
        for decision, total, why in zip(self.form.decisions, found.decisions, routed, strict=True):
            total.routed = why
            decided = rows - total.left_over
            total.outcomes = tuple(_outcome(output, next(places), sums, decided) for output in decision.outputs)
        return found


def _outcome(output: Output, place: Place, sums: Sequence[int], decided: int) -> OutcomeTotals:
    one = OutcomeTotals(output.outcome, output.scale)
    codes = _with_rest(place.codes, sums, decided)
    one.codes = {int(code): count for code, count in codes.items() if count}
    if place.total is not None:
        one.total = int(sums[place.total])
    given = sum(codes.get(int(code), 0) for code in WITH_VALUE)
    one.words = {word: count for word, count in _with_rest(place.words, sums, given).items() if count}
    return one


def _with_rest(places: dict[Any, int | None], sums: Sequence[int], all_of_them: int) -> dict[Any, int]:
    counted = {what: int(sums[at]) for what, at in places.items() if at is not None}
    rest = all_of_them - sum(counted.values())
    return {what: counted.get(what, rest) for what in places}
