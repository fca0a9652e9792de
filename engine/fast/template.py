"""The text of a trace with holes for its values, and how a raw value is written in one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from math import gcd

from dsl.program import DateType, EnumType, NumType, TextType, Type
from engine.fast.runtime import FlatObj, Raw
from engine.scale import Scale

encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode

Form = Callable[[Raw], str]
"""Writes a raw value as JSON."""

HOLE = "\0{}\0"
"""Stands in plain data where a value comes; no text of a rule file or dossier can hold it."""

_HOLE = re.compile(r'"\\u0000(\d+)\\u0000"')


def pieces_of(text: str) -> list[str]:
    """JSON with holes, cut at them: text and the number of a hole by turns."""
    return _HOLE.split(text)


@dataclass(frozen=True, slots=True)
class Template:
    """Text in ``pieces``, every second one a hole. ``reads``: the slots that each value stands in (which, and where in it) with how it is
    written; ``order``: which of these stands in each hole."""

    pieces: tuple[str, ...]
    reads: tuple[tuple[int, int, Form], ...]
    order: tuple[int, ...]

    def text(self, filled: Sequence[tuple[Raw, ...]]) -> str:
        """The text with these slots."""
        texts = [form(filled[which][slot]) for which, slot, form in self.reads]
        pieces = list(self.pieces)
        pieces[1::2] = [texts[at] for at in self.order]
        return "".join(pieces)


def form_of(kind: Type, scale: Scale) -> Form:
    """How a raw value of a node is written."""
    match kind:
        case NumType():
            if scale is None:
                return _fraction
            return _whole if scale == 1 else partial(_scaled, scale)
        case DateType():
            return _date
        case TextType() | EnumType():
            return _text
    return _object_or_bool


def _scaled(scale: int, raw: int) -> str:
    shared = gcd(raw, scale)
    return f'{{"getal":"{raw // shared}/{scale // shared}"}}'


def _whole(raw: int) -> str:
    return f'{{"getal":"{raw}/1"}}'


def _fraction(raw: Fraction) -> str:
    return f'{{"getal":"{raw.numerator}/{raw.denominator}"}}'


def _date(raw: int) -> str:
    return f'{{"datum":"{date.fromordinal(raw).isoformat()}"}}'


def _text(raw: str) -> str:
    return f'{{"tekst":{encode(raw)}}}'


def _object_or_bool(raw: bool | FlatObj) -> str:
    if raw is True:
        return '{"kenmerk":true}'
    return '{"kenmerk":false}' if raw is False else _text(raw.key)
