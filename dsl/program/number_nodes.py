"""The nodes that compute a number from numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dsl.program.node_base import NodeBase, ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(NodeBase):
    """An n-ary sum; ``signs`` are +1 or -1 beside ``terms``."""

    terms: tuple[int, ...]
    signs: tuple[int, ...]

    def operands(self) -> tuple[int, ...]:
        return self.terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(NodeBase):
    factors: tuple[int, ...]

    def operands(self) -> tuple[int, ...]:
        return self.factors


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient(NodeBase):
    """``num`` divided by ``den``; den 0 is fout (deling door nul)."""

    num: int
    den: int

    def operands(self) -> tuple[int, ...]:
        return (self.num, self.den)


@dataclass(frozen=True, slots=True, kw_only=True)
class Power(NodeBase):
    base: int
    exponent: int  # a whole number >= 0, not a node

    def operands(self) -> tuple[int, ...]:
        return (self.base,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Convert(NodeBase):
    """A written conversion of unit: value times ``factor`` (1/12 for jaar to maand; 1 for in euro's)."""

    of: int
    factor: Fraction
    words: str  # "omgerekend naar een bedrag per maand"

    def operands(self) -> tuple[int, ...]:
        return (self.of,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound(NodeBase):
    """min(max(of, low), high), of numbers or of dates; low > high is fout (grenzen)."""

    of: int
    low: int | None = None
    high: int | None = None

    def operands(self) -> tuple[int, ...]:
        return ids(self.of, self.low, self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(NodeBase):
    """Rounded to a multiple of ``grid``. rekenkundig: half away from zero; naar beneden: toward minus infinity."""

    of: int
    mode: Literal["rekenkundig", "naar beneden", "naar boven"]
    grid: Fraction

    def operands(self) -> tuple[int, ...]:
        return (self.of,)
