"""From the text of one field to a value of the declared type. A value that is none is refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from dsl.notation import NotationError, format_number, parse_date, parse_money, parse_number, parse_percentage
from dsl.program import AttrInfo, BoolType, DateType, EnumType, NumType, Program
from engine.dossier.values import grid_of
from engine.dossier.vocabulary import folded
from engine.normen.column import day_number

Value = int | bool | str | Fraction
Parser = Callable[[str], Value]

_BOOLS = dict.fromkeys(("ja", "j", "true", "waar", "1"), True) | dict.fromkeys(
    ("nee", "n", "false", "onwaar", "0"), False
)
_STAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+(Z|[+-][0-9]{2}(:?[0-9]{2})?)?")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-[0-9]{4}")
_DECIMAL = re.compile(r"(-?(?:0|[1-9][0-9]{0,14}))(?:,([0-9]{1,4}))?")
"""Numbers in the form in which most come, and about which there is nothing to find out."""
_SLASHED = re.compile(r"[0-9]+/[0-9]+/[0-9]+")
_HERE = ZoneInfo("Europe/Amsterdam")


NO_VALUE = "#FOUT"
"""What a source gives for a formula that has an error for a value, or was never computed."""


class Refused(ValueError):
    """Why a text is no value of its column (Dutch, part of a sentence)."""


def parser_of(program: Program, attribute: AttrInfo) -> Parser:
    """Reads a text that is not empty. Raises Refused."""
    parse = _parser_of(program, attribute)

    def parse_value(text: str) -> Value:
        if text.startswith("="):
            raise Refused("is een formule, geen waarde")
        if text == NO_VALUE:
            raise Refused("is een formule zonder uitkomst")
        return parse(text)

    return parse_value


def _parser_of(program: Program, attribute: AttrInfo) -> Parser:
    kind = attribute.type
    if isinstance(kind, DateType):
        return _day
    if isinstance(kind, BoolType):
        return _yes_no
    if isinstance(kind, EnumType):
        options = {folded(option): option for option in program.enums.get(kind.name, ())}
        return lambda text: _option(text, options)
    if isinstance(kind, NumType):
        return lambda text: _number(text, kind, attribute)
    return lambda text: text


def _yes_no(text: str) -> bool:
    found = _BOOLS.get(text.casefold())
    if found is None:
        raise Refused("is geen ja of nee")
    return found


def _option(text: str, options: dict[str, str]) -> str:
    found = options.get(folded(text))
    if found is None:
        raise Refused("is geen waarde van deze opsomming")
    return found


def _day(text: str) -> int:
    """A date, or a moment: then the day in the Netherlands on which it fell."""
    stamp = _STAMP.fullmatch(text)
    if stamp:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise Refused("is geen bestaand moment") from None
        return day_number((moment.astimezone(_HERE) if moment.tzinfo else moment).date())
    if _SLASHED.fullmatch(text):
        raise Refused("kan op twee manieren gelezen worden; schrijf dag-maand-jaar of jaar-maand-dag")
    monthly = _MONTH_FIRST.fullmatch(text)
    if monthly and int(monthly[1]) <= 12 < int(monthly[2]):
        raise Refused("heeft de maand voor de dag")
    try:
        found: date = parse_date(text)
    except NotationError:
        raise Refused("is geen datum") from None
    return day_number(found)


def _number(text: str, kind: NumType, attribute: AttrInfo) -> Fraction:
    plain = _DECIMAL.fullmatch(text)
    try:
        if plain and kind.show != "percentage":
            digits = plain[2] or ""
            value = Fraction(int(plain[1] + digits), 10 ** len(digits))
        elif kind.show == "bedrag":
            value = parse_money(text)
        elif kind.show == "percentage":
            value = parse_percentage(text) if text.rstrip().endswith(("%", "procent")) else parse_number(text) / 100
        else:
            value = parse_number(text)
    except NotationError:
        what = {"bedrag": "bedrag", "percentage": "percentage"}.get(kind.show, "getal")
        raise Refused(f"is geen {what}, of kan op twee manieren gelezen worden") from None
    grid = grid_of(kind)
    # On a grid of one over so many lies what has a denominator that divides it.
    if (
        grid is not None
        and (grid.denominator % value.denominator or grid.numerator != 1)
        and (value / grid).denominator != 1
    ):
        raise Refused("is fijner dan deze kolom toelaat")
    for bound, outside in ((attribute.low, value.__lt__), (attribute.high, value.__gt__)):
        if isinstance(bound, Fraction) and outside(bound):
            raise Refused(f"valt buiten het bereik (grens {format_number(bound)})")
    return value
