"""The columnar form: what both renderers compute, one typed instruction per value.

An instruction stands in a *region*: the outermost one runs once per row of the table that the besluit is over, the region of a loop
once per member of a to-many role. Every instruction knows between which whole numbers its value lies, whatever the rows hold, and that
decides its kind:

- ``b`` a condition
- ``s`` why a row cannot be decided here: bits of :class:`Reason`, 0 when it can
- ``w`` 32 bits: dates (proleptic ordinals), codes of words, positions of rows
- ``f`` a whole number held in a float64, below 2^53: additions, products and floor divisions of these are exact
- ``l`` a whole number of 64 bits
- ``x`` a whole number of 128 bits (in numpy: Python's own)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntFlag
from typing import Literal

from numpy.typing import NDArray

Kind = Literal["b", "s", "w", "f", "l", "x"]

LIMITS: dict[Kind, int] = {"f": 2**53, "l": 2**63, "x": 2**127}
"""Below which magnitude a whole number fits a kind."""


class Reason(IntFlag):
    """Why a row is left to the exact evaluator, as bits: more than one can hold."""

    ONBEKEND = 1
    BEOORDELEN = 2
    FOUT = 4
    BUITEN_BEREIK = 8
    DELER = 16

    @property
    def words(self) -> str:
        """What a user reads."""
        return _WORDS[self]


_WORDS = {
    Reason.ONBEKEND: "een gegeven is onbekend",
    Reason.BEOORDELEN: "een behandelaar moet iets beoordelen",
    Reason.FOUT: "er gaat iets fout of er wordt gerekend met iets dat niet van toepassing is",
    Reason.BUITEN_BEREIK: "een gegeven ligt buiten het opgegeven bereik",
    Reason.DELER: "er wordt gedeeld door een gegeven, zonder af te ronden",
}


@dataclass(frozen=True, slots=True)
class Source:
    """An array of the population: of ``table``, a column (``name``, for a fact of one year or month with its ``period``) or a role, and
    which of its arrays. ``low`` and ``high`` are what its type can hold."""

    table: str
    name: str
    part: Literal["values", "state", "index", "offsets", "members"]
    dtype: str
    period: tuple[int, ...] = ()


@dataclass(slots=True, eq=False)
class Region:
    """Instructions that run together, in order. ``depth`` is 0 for the rows, 1 for a loop over a role, and so on."""

    depth: int
    parent: Region | None = None
    body: list[Ins] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Ins:
    """One instruction. ``low`` and ``high`` enclose its value; ``data`` is what it has beside its operands:

    - ``const``: the value; ``row``; ``element``: the position in the loop of its region; ``next``: the position after it
    - ``load``: the Source; ``table``: the array of constants that its operand is a position in
    - ``interval``: sorted edges; the value is how many of them are not above the operand
    - ``not and or xor ne0``, ``lt le eq``, ``select``, ``add sub mul min max neg``, ``floordiv`` (by a positive number), ``cvt``,
      ``clamp`` (between two others), ``known`` (the operand itself, of which more is known)
    - ``loop``: its Region; operands are the first position and the one after the last; ``fold``: how (sum, and, or, min, max) and
      from which start, over the second operand in the region of the first
    """

    number: int
    op: str
    args: tuple[Ins, ...]
    kind: Kind
    low: int
    high: int
    data: object
    region: Region

    @property
    def is_const(self) -> bool:
        return self.op == "const"


@dataclass(frozen=True, slots=True)
class Output:
    """What is stored or counted per row of an outcome. ``value`` is a number over ``scale``, a date, a code of ``words`` or a
    condition; ``code`` one of :class:`Code`, to be read where the row is not routed. ``stored`` is the narrowest type of ``value``."""

    outcome: str
    sort: Literal["number", "date", "words", "bool"]
    value: Ins
    code: Ins
    scale: int
    words: tuple[str, ...]
    stored: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A besluit on a rekendatum: its outputs, and why a row is routed (0 where it is decided)."""

    besluit: str
    rekendatum: date
    reason: Ins
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Besluiten over one object type, on one or more rekendata: their instructions, and what these read. ``targets``: per object type
    and role the object type that it leads to. ``capped``: to how many bits numerators of inputs had to be held (None: not)."""

    over: str
    rows: Region
    row: Ins
    decisions: tuple[Decided, ...]
    sources: tuple[Source, ...]
    tables: tuple[NDArray[object], ...]  # type: ignore[type-var]
    targets: dict[tuple[str, str], str]
    capped: int | None

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Those of all decisions, in order."""
        return tuple(output for decision in self.decisions for output in decision.outputs)

    @property
    def size(self) -> int:
        """How many instructions there are, in all regions."""
        return sum(1 for _ in walk(self.rows))


def walk(region: Region) -> Iterable[Ins]:
    for ins in region.body:
        yield ins
        if isinstance(ins.data, Region):
            yield from walk(ins.data)


def keep_live(region: Region, roots: Iterable[Ins]) -> None:
    """Drop every instruction that nothing in ``roots`` needs."""
    live: set[int] = set()
    waiting = list(roots)
    while waiting:
        ins = waiting.pop()
        if ins.number not in live:
            live.add(ins.number)
            waiting.extend(ins.args)
    _prune(region, live)


def _prune(region: Region, live: set[int]) -> None:
    region.body = [ins for ins in region.body if ins.number in live]
    for ins in region.body:
        if isinstance(ins.data, Region):
            _prune(ins.data, live)
