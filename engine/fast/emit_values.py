"""Numbers, dates and conditions as Python expressions over scaled whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import gcd
from typing import Any

from dsl.program import (
    And,
    AtLeast,
    Bound,
    Compare,
    Context,
    Convert,
    DateDiff,
    DateFunction,
    DatePart,
    DateShift,
    IsApplicable,
    Judge,
    Lookup,
    Not,
    NumType,
    Or,
    Param,
    Power,
    Product,
    Quotient,
    Round,
    Sum,
    WorkDays,
    YearStart,
)
from engine.calendars import calendar_of
from engine.fast import dates
from engine.fast.analysis import POISON
from engine.fast.emit import CHUNK, Texts
from engine.fast.runtime import Dated, find_row, lookup_rows
from engine.fast.segments import UnsupportedError
from engine.scale import common

Code = tuple[list[str], str]
"""Statements to run first, and the expression of the value."""

_PYTHON_OP = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def _chunks(target: str, parts: list[str], sign: str) -> Code:
    """A long chain in pieces, since nested expressions have a limit."""
    pre = [f"{target} = {sign.join(parts[:CHUNK])}"]
    for at in range(CHUNK, len(parts), CHUNK):
        pre.append(f"{target} = {sign.join([target, *parts[at : at + CHUNK]])}")
    return pre, target


def times(text: str, factor: int) -> str:
    return text if factor == 1 else f"({text} * {factor})"


class ValueTexts(Texts):
    """One method per kind of node; ``at`` is the node, its operands are not niet van toepassing (except for the conditions,
    which follow Kleene)."""

    def sum(self, at: int, node: Sum) -> Code:
        scale = self.scale(at)
        parts = [
            f"{'-' if sign < 0 else '+'}{self.number(term, scale)}"
            for term, sign in zip(node.terms, node.signs, strict=True)
        ]
        if len(parts) > CHUNK:
            return _chunks(f"v{at}", parts, " ")
        first = parts[0].removeprefix("+")
        return [], "(" + " ".join([first, *parts[1:]]) + ")"

    def product(self, at: int, node: Product) -> Code:
        parts = [
            self.number(factor, self.scale(factor) if self.scale(at) is not None else None) for factor in node.factors
        ]
        return _chunks(f"v{at}", parts, " * ") if len(parts) > CHUNK else ([], "(" + " * ".join(parts) + ")")

    def quotient(self, at: int, node: Quotient) -> Code:
        divisor = self.analysis.constant(node.den)
        if self.scale(at) is not None:
            sign = -1 if divisor < 0 else 1  # type: ignore[operator]
            return [], times(self.number(node.num, self.scale(node.num)), sign * divisor.denominator)  # type: ignore[attr-defined]
        if divisor is None:
            pre = [f"if not {self.plain(node.den)}: raise F"]
        elif not divisor:
            raise UnsupportedError("deling door nul")
        else:
            pre = []
        above, below = self.scale(node.num), self.scale(node.den)
        if above is None or below is None:
            return pre, f"({self.number(node.num, None)} / {self.number(node.den, None)})"
        shared = gcd(above, below)
        top, bottom = self.number(node.num, above), self.number(node.den, below)
        return pre, f"Fr({top} * {below // shared}, {bottom} * {above // shared})"

    def power(self, at: int, node: Power) -> Code:
        return [], f"({self.number(node.base, self.scale(node.base))} ** {node.exponent})"

    def convert(self, at: int, node: Convert) -> Code:
        if self.scale(at) is None:
            return [], f"({self.number(node.of, None)} * {self.module.reference(node.factor)})"
        return [], times(self.number(node.of, self.scale(node.of)), node.factor.numerator)

    def bound(self, at: int, node: Bound) -> Code:
        def text(of: int) -> str:
            return self.number(of, self.scale(at)) if isinstance(node.type, NumType) else self.plain(of)

        low = None if node.low is None else text(node.low)
        high = None if node.high is None else text(node.high)
        pre = [] if low is None or high is None or self.in_order(node) else [f"if {low} > {high}: raise F"]
        pre.append(f"v{at} = {text(node.of)}")
        if low is not None:
            pre.append(f"if v{at} < {low}: v{at} = {low}")
        if high is not None:
            pre.append(f"if v{at} > {high}: v{at} = {high}")
        return pre, f"v{at}"

    def in_order(self, node: Bound) -> bool:
        """Whether both bounds are constants of which the lowest is not above the highest."""
        if node.low is None or node.high is None:
            return True
        low, high = self.analysis.constant(node.low), self.analysis.constant(node.high)
        if isinstance(low, date) and isinstance(high, date):
            return low <= high
        return isinstance(low, Fraction) and isinstance(high, Fraction) and low <= high

    def round(self, at: int, node: Round) -> Code:
        own = self.scale(node.of)
        grid = node.grid
        if own is None:
            pre = [f"n, d = {self.plain(node.of)}.as_integer_ratio()"]
            num, den = f"n * {grid.denominator}", f"d * {grid.numerator}"
        else:
            shared = gcd(grid.denominator, own * grid.numerator)
            pre = []
            num = times(self.number(node.of, own), grid.denominator // shared)
            den = f"{own * grid.numerator // shared}"
        count = {
            "rekenkundig": f"half({num}, {den})",
            "naar beneden": f"(({num}) // ({den}))",
            "naar boven": f"(-((-({num})) // ({den})))",
        }[node.mode]
        return pre, count if grid.numerator == 1 else f"({count} * {grid.numerator})"

    # ------------------------------------------------------------ law

    def param(self, at: int, node: Param) -> Code:
        assert node.at is not None
        scale = self.analysis.scales.get(at)
        items = [
            (
                item.start.toordinal(),
                None if item.end is None else item.end.toordinal(),
                self.raw_constant(item.value, scale),
            )
            for item in self.program.params[node.name].values
        ]
        return [], f"{self.module.reference(Dated(items))}.on({self.plain(node.at)})"

    def lookup(self, at: int, node: Lookup) -> Code:
        info = self.program.tables[node.table]
        key_scales = tuple(self.analysis.scales.get(self.analysis.resolve(key)) for key in node.keys)
        rows = lookup_rows(info, self.analysis.segment.day, key_scales, self.analysis.scales.get(at))
        find = self.module.helper("find_row", find_row)
        keys = "".join(f"{self.plain(key)}, " for key in node.keys)
        return [], f"{find}({self.module.reference(rows)}, ({keys}))"

    def judge(self, at: int, node: Judge) -> Code:
        kind, key = self.module.reference(self.module.value_kind(node.type)), self.module.reference(node.key)
        return self.read(at, f"r.answer({key}, {kind}, {self.analysis.scales.get(at)})")

    def read(self, at: int, text: str) -> Code:
        """What was read of the case; strict code leaves where it is missing."""
        return ([], text) if self.analysis.is_open else ([f"v{at} = {text}", f"if v{at} is M: raise F"], f"v{at}")

    # ------------------------------------------------------------ dates

    def context(self, at: int, node: Context) -> Code:
        return [], "r.day" if node.which == "rekendatum" else "r.sent_on()"

    def whole_number(self, at: int) -> str:
        """A number node as a whole number of units; running code steps aside when it is not whole."""
        scale = self.scale(at)
        if scale == 1:
            return self.number(at, 1)
        if scale is None:
            return f"whole(*{self.number(at, None)}.as_integer_ratio())"
        return f"whole({self.number(at, scale)}, {scale})"

    def _date_call(self, function: Callable[..., Any], *arguments: str) -> Code:
        name = self.module.helper(f"D{function.__name__}", function)
        return [], f"{name}({', '.join(arguments)})"

    def date_shift(self, at: int, node: DateShift) -> Code:
        shift = dates.SHIFTS.get(node.unit)
        if shift is None:
            raise UnsupportedError(node.unit)
        amount = self.whole_number(node.amount)
        return self._date_call(shift, self.plain(node.date), amount if node.sign > 0 else f"-{amount}")

    def date_function(self, at: int, node: DateFunction) -> Code:
        return self._date_call(dates.EDGES[node.edge, node.period], self.plain(node.date))

    def date_part(self, at: int, node: DatePart) -> Code:
        return self._date_call(dates.PARTS[node.part], self.plain(node.date))

    def year_start(self, at: int, node: YearStart) -> Code:
        return self._date_call(dates.year_start, self.whole_number(node.year))

    def date_diff(self, at: int, node: DateDiff) -> Code:
        function = dates.age if node.age and node.unit == "jaar" else dates.DIFFERENCES.get(node.unit)
        if function is None:
            raise UnsupportedError(node.unit)
        return self._date_call(function, self.plain(node.start), self.plain(node.end))

    def work_days(self, at: int, node: WorkDays) -> Code:
        calendar = self.module.reference(calendar_of(self.program, node.calendar))
        if node.how == "extend" or node.amount is None:
            return self._date_call(dates.extend, self.plain(node.date), calendar)
        return self._date_call(dates.add_work_days, self.plain(node.date), self.whole_number(node.amount), calendar)

    # ------------------------------------------------------------ conditions

    def compare(self, at: int, node: Compare) -> Code:
        if not isinstance(self.node(node.left).type, NumType):
            return [], f"({self.plain(node.left)} {_PYTHON_OP[node.op]} {self.plain(node.right)})"
        scale = common((self.scale(node.left), self.scale(node.right)))
        return [], f"({self.number(node.left, scale)} {_PYTHON_OP[node.op]} {self.number(node.right, scale)})"

    def both(self, at: int, node: And | Or) -> Code:
        parts = [self.plain(part) for part in node.parts]
        word, decisive = (" and ", "False") if isinstance(node, And) else (" or ", "True")
        none = self.none_test(*node.parts)
        if not none:
            return [], "(" + word.join(parts) + ")"
        decided = " or ".join(f"{part} is {decisive}" for part in parts)
        other = "True" if decisive == "False" else "False"
        return [], f"({decisive} if {decided} else {self.poison} if {none} else {other})"

    def negation(self, at: int, node: Not) -> Code:
        none = self.none_test(node.of)
        return (
            [],
            f"({self.poison} if {none} else not {self.plain(node.of)})" if none else f"(not {self.plain(node.of)})",
        )

    def at_least(self, at: int, node: AtLeast) -> Code:
        parts = ", ".join(self.plain(part) for part in node.parts)
        if not self.none_test(*node.parts):
            return [], f"([{parts}].count(True) >= {node.minimum})"
        pre = [f"w = [{parts}]", "n = w.count(True)"]
        perhaps = "w.count(None) + w.count(M)"
        return pre, f"(True if n >= {node.minimum} else {self.poison} if n + {perhaps} >= {node.minimum} else False)"

    def is_applicable(self, at: int, node: IsApplicable) -> Code:
        may, of = self.analysis.may(node.of), self.plain(node.of)
        if may & POISON and self.analysis.is_open:
            return [], f"(M if {of} is M else {of} is not None)"
        pre = [f"if {of} is None: raise F"] if may & POISON else []
        return pre, f"({of} is not None)" if may else "True"
