"""From the text of a field to what a column of a population holds: whole numbers, and whether it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.notation import NotationError, format_number, parse_money, parse_number, parse_percentage
from dsl.program import AttrInfo, BoolType, DateType, EnumType, NumType, Program
from engine.columns.population import KNOWN, UNKNOWN, UNOBTAINABLE, ColumnName
from engine.dossier.values import grid_of
from engine.normen.parsing import NO_VALUE, Refused, parser_of
from engine.population.mapping import REFUSE_WORD, UNKNOWN_WORD, UNOBTAINABLE_WORD

_EPOCH = date(1970, 1, 1).toordinal()
_WITHOUT_GRID = 10_000
_LARGEST = 2**53
STATES = {UNKNOWN_WORD: UNKNOWN, UNOBTAINABLE_WORD: UNOBTAINABLE}

Rounding = Literal["naar beneden", "naar boven", "rekenkundig"]
Cell = tuple[int | str, int]
"""A value (of a text: the text itself) and its state; the value of what is not known means nothing."""


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column of a table that gives a fact. ``negative``: it says the opposite of the kenmerk. ``factor``: what its numbers are
    multiplied by; ``words``: what its texts stand for."""

    column: str
    key: ColumnName
    info: AttrInfo
    negative: bool = False
    factor: Fraction | None = None
    words: Mapping[str, str] | None = None
    empty: str = UNKNOWN_WORD
    rounding: Rounding | None = None

    @property
    def scale(self) -> int | None:
        """The denominator of its numbers, where the type does not say it."""
        kind = self.info.type
        return _denominator(kind) if isinstance(kind, NumType) and kind.grid is None else None


def cell_reader(program: Program, fact: FactColumn) -> Callable[[str], Cell]:
    """Reads a field. Raises Refused with a reason that does not repeat what stood there."""
    parse = _parser(program, fact)

    def read(text: str) -> Cell:
        if not text:
            if fact.empty == REFUSE_WORD:
                raise Refused("is leeg")
            said = fact.empty
        elif fact.words is None:
            return parse(text), KNOWN
        else:
            found = fact.words.get(text)
            if found is None:
                raise Refused("heeft een waarde die niet onder 'waarden' staat")
            said = found
        state = STATES.get(said)
        return (0, state) if state is not None else (parse(said), KNOWN)

    return read


def _denominator(kind: NumType) -> int:
    grid = grid_of(kind)
    return _WITHOUT_GRID if grid is None else grid.denominator


def _parser(program: Program, fact: FactColumn) -> Callable[[str], int | str]:
    kind = fact.info.type
    if isinstance(kind, NumType):
        return _number_parser(fact, kind)
    parse = parser_of(program, fact.info)
    if isinstance(kind, DateType):
        return lambda text: _within(int(parse(text)) + _EPOCH, fact.info)
    if isinstance(kind, BoolType):
        return lambda text: int(bool(parse(text)) != fact.negative)
    if isinstance(kind, EnumType):
        places = {option: number for number, option in enumerate(program.enums[kind.name])}
        return lambda text: places[str(parse(text))]
    return lambda text: str(parse(text))


def _within(day: int, info: AttrInfo) -> int:
    if (isinstance(info.low, date) and day < info.low.toordinal()) or (
        isinstance(info.high, date) and day > info.high.toordinal()
    ):
        raise Refused("valt buiten het bereik")
    return day


def _number_parser(fact: FactColumn, kind: NumType) -> Callable[[str], int]:
    info, factor = fact.info, fact.factor or Fraction(1)
    step = grid_of(kind) or Fraction(1, _WITHOUT_GRID)
    whole = _denominator(kind)

    def parse(text: str) -> int:
        value = _read_number(text, kind) * factor
        if fact.rounding is not None:
            value = _rounded(value / step, fact.rounding) * step
        if (value / step).denominator != 1:
            raise Refused(f"is fijner dan stappen van {format_number(step)}")
        for bound, outside in ((info.low, value.__lt__), (info.high, value.__gt__)):
            if isinstance(bound, Fraction) and outside(bound):
                raise Refused(f"valt buiten het bereik (grens {format_number(bound)})")
        found = int(value * whole)
        if abs(found) >= _LARGEST:
            raise Refused("is te groot")
        return found

    return parse


def _read_number(text: str, kind: NumType) -> Fraction:
    if text.startswith("=") or text == NO_VALUE:
        raise Refused("is een formule, geen waarde")
    try:
        if kind.show == "bedrag":
            return parse_money(text)
        if text.endswith(("%", "procent")) and kind.show == "percentage":
            # The factor of the column brings it from hundredths to a share.
            return parse_percentage(text) * 100
        return parse_number(text)
    except NotationError:
        raise Refused("is geen getal, of kan op twee manieren gelezen worden") from None


def _rounded(value: Fraction, how: Rounding) -> int:
    if how == "naar beneden":
        return value.numerator // value.denominator
    if how == "naar boven":
        return -(-value.numerator // value.denominator)
    # Half goes away from zero.
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size
