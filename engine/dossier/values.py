"""One value of a dossier: from the text that someone wrote to a Scalar of the declared type.

Values are in Dutch notation (dsl.notation). A unit may be left out; a unit that is written must be the declared one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from dsl.notation import NotationError, parse_date, parse_money, parse_number, parse_percentage
from dsl.program import AttrInfo, BoolType, DateType, EnumType, Judge, Literal_, NumType, Program, Type, Unit
from engine.dossier.report import Report, shortened
from engine.dossier.vocabulary import folded
from engine.dossier.words import BASES, per_words, type_words, unit_words, value_words
from engine.safe_yaml import Node, Scalar
from engine.values import Scalar as ScalarValue

CENT = Fraction(1, 100)
_BOOLS = {"ja": True, "nee": False, "true": True, "false": False}
_PER = re.compile(r"\s+per\s+([^\W\d_]+)$", re.IGNORECASE)
_COUNTED = re.compile(r"(?<=[\d\s])([^\W\d_][^\W\d_']*(?:'s)?)$")
_DATE_SHAPE = re.compile(r"[0-9]{1,4}[- ][0-9A-Za-z]+[- ][0-9]{2,4}")
_ALLOWED_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a place in the dossier asks for; ``name`` is what messages call it."""

    name: str
    type: Type
    low: Literal_ | None = None
    high: Literal_ | None = None


def wanted_attr(attr: AttrInfo) -> Wanted:
    return Wanted(attr.name, attr.type, attr.low, attr.high)


def wanted_answer(judge: Judge) -> Wanted:
    return Wanted(judge.question, judge.type, judge.low, judge.high)


def read_value(wanted: Wanted, node: Node, program: Program, report: Report) -> ScalarValue | None:
    """The value that a node writes, checked for type, unit, grid and range; None with a finding when it is no such value."""
    value = read_unbounded(wanted, node, program, report)
    return value if value is not None and _fits(wanted, value, node, report) else None


def read_unbounded(wanted: Wanted, node: Node, program: Program, report: Report) -> ScalarValue | None:
    """The value that a node writes, checked for type and unit alone."""
    if not isinstance(node, Scalar):
        _refuse(wanted, node, "Hier staat een lijst of een groep.", "Schrijf hier een enkele waarde.", report)
        return None
    if not node.text.strip():
        _refuse(
            wanted, node, "Er staat niets.", "Vul de waarde in. Is zij niet bekend, schrijf dan 'onbekend'.", report
        )
        return None
    return _typed(wanted, node, program, report)


def _refuse(wanted: Wanted, node: Node, why: str, remedy: str, report: Report, code: str = "TS503") -> None:
    report.add(code, node, name=wanted.name, expected=type_words(wanted.type), why=why, remedy=remedy)


def _typed(wanted: Wanted, node: Scalar, program: Program, report: Report) -> ScalarValue | None:
    kind, text = wanted.type, node.text
    try:
        if isinstance(kind, NumType):
            return _number(wanted, kind, node, report)
        if isinstance(kind, DateType):
            return parse_date(text)
    except NotationError as error:
        is_date = isinstance(kind, DateType) and _DATE_SHAPE.fullmatch(" ".join(text.split())[:60])
        _refuse(wanted, node, error.cause, error.remedy, report, "TS506" if is_date else "TS503")
        return None
    if isinstance(kind, BoolType):
        answer = _BOOLS.get(text.strip().casefold())
        if answer is None:
            _refuse(wanted, node, f"'{shortened(text)}' is dat niet.", "Schrijf ja of nee.", report)
        return answer
    if isinstance(kind, EnumType):
        return _option(wanted, kind, node, program, report)
    return text


def _option(wanted: Wanted, kind: EnumType, node: Scalar, program: Program, report: Report) -> str | None:
    options = program.enums.get(kind.name, ())
    found = next((option for option in options if folded(option) == folded(node.text)), None)
    if found is None:
        allowed = ", ".join(options[:_ALLOWED_SHOWN]) + (", …" if len(options) > _ALLOWED_SHOWN else "")
        remedy = report.near(folded(node.text), options)
        report.add("TS519", node, remedy=remedy, name=wanted.name, value=shortened(node.text), allowed=allowed)
    return found


# --- numbers ------------------------------------------------------------------------------------------------------


def _number(wanted: Wanted, kind: NumType, node: Scalar, report: Report) -> Fraction | None:
    body, written = _split_unit(node.text)
    if written is None:
        # The words after the number are no unit at all.
        why = f"'{shortened(node.text)}' eindigt op een woord dat geen eenheid is."
        _refuse(wanted, node, why, "Schrijf alleen het getal, of het getal met zijn eenheid.", report)
        return None
    if not _same_unit(written, kind):
        report.add("TS502", node, name=wanted.name, expected=type_words(kind), found=_written_words(written))
        return None
    if kind.show == "bedrag":
        return parse_money(body)
    if kind.show == "percentage":
        return parse_percentage(body)
    return parse_number(body)


def _split_unit(text: str) -> tuple[str, Unit | None]:
    """The number and the unit behind it; the unit is None when the words behind it are not a unit."""
    body = " ".join(text.split())
    powers: dict[str, int] = {}
    per = _PER.search(body)
    if per is not None:
        base = BASES.get(per[1].casefold())
        if base is None:
            return body, None
        powers[base] = -1
        body = body[: per.start()]
    counted = _COUNTED.search(body)
    if counted is not None and counted[1].casefold() != "procent":
        base = BASES.get(counted[1].casefold())
        if base is None:
            return body, None
        powers[base] = powers.get(base, 0) + 1
        body = body[: counted.start()].rstrip()
    if "€" in body:
        powers["euro"] = 1
    return body, tuple(sorted(powers.items()))


def _written_words(unit: Unit) -> str:
    return f"een bedrag{per_words(unit)}" if ("euro", 1) in unit else unit_words(unit)


def _same_unit(written: Unit, kind: NumType) -> bool:
    """Whether what is written agrees with the declared unit; each half of it (what, per what) may be left out."""
    if kind.show == "percentage":
        return not written

    def above(unit: Unit) -> Unit:
        return tuple(part for part in unit if part[1] > 0)

    def below(unit: Unit) -> Unit:
        return tuple(part for part in unit if part[1] < 0)

    return all(not half(written) or half(written) == half(kind.unit) for half in (above, below))


# --- range and grid -----------------------------------------------------------------------------------------------


def grid_of(kind: Type) -> Fraction | None:
    """The grid that facts of a type lie on: the declared one, cents for amounts without, whole years."""
    if not isinstance(kind, NumType):
        return None
    if kind.grid is not None:
        return kind.grid
    return CENT if kind.show == "bedrag" else Fraction(1) if kind.show == "jaartal" else None


def _fits(wanted: Wanted, value: ScalarValue, node: Node, report: Report) -> bool:
    grid = grid_of(wanted.type)
    if grid is not None and isinstance(value, Fraction) and not _is_multiple(value, grid):
        shown = value_words(wanted.type, value)
        report.add("TS511", node, name=wanted.name, value=shown, grid=_grid_words(wanted.type, grid))
        return False
    if _outside(value, wanted.low, wanted.high):
        report.add("TS504", node, name=wanted.name, value=value_words(wanted.type, value), bounds=_bounds_words(wanted))
        return False
    return True


def _is_multiple(value: Fraction, grid: Fraction) -> bool:
    return value.numerator * grid.denominator % (value.denominator * grid.numerator) == 0


def _outside(value: ScalarValue, low: Literal_ | None, high: Literal_ | None) -> bool:
    if isinstance(value, (bool, str)):
        return False
    below = low is not None and type(low) is type(value) and value < low  # type: ignore[operator]
    above = high is not None and type(high) is type(value) and value > high  # type: ignore[operator]
    return below or above


def _bounds_words(wanted: Wanted) -> str:
    low = None if wanted.low is None else value_words(wanted.type, wanted.low)
    high = None if wanted.high is None else value_words(wanted.type, wanted.high)
    if low is not None and high is not None:
        return f"moet liggen tussen {low} en {high}"
    return f"moet ten minste {low} zijn" if low is not None else f"mag ten hoogste {high} zijn"


def _grid_words(kind: Type, grid: Fraction) -> str:
    if isinstance(kind, NumType) and kind.show == "bedrag":
        return {CENT: "hele centen", Fraction(1): "hele euro's"}.get(
            grid, f"een veelvoud van {value_words(kind, grid)}"
        )
    if grid == 1:
        return "een geheel getal"
    return f"een veelvoud van {value_words(kind, grid)}"
