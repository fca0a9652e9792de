"""Values in Dutch, with their unit, as people write them."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from dsl.notation import Kind, format_date, format_display
from dsl.program import NumType, TextType, Type, Unit
from engine.values import Bounds, Fault, Known, NotApplicableValue, Scalar, Value

_PLURAL = {
    "uur": "uur",
    "dag": "dagen",
    "nacht": "nachten",
    "werkdag": "werkdagen",
    "week": "weken",
    "maand": "maanden",
    "kwartaal": "kwartalen",
    "jaar": "jaar",
    "bijdrageperiode": "bijdrageperioden",
}


def term_text(amount: int, unit: str) -> str:
    """A number of units: ``6 weken``, ``1 dag``, ``2 jaar``."""
    return f"{amount} {unit if amount == 1 else _PLURAL.get(unit, unit)}"


def scalar_text(value: Scalar, kind: Type) -> str:
    """A definite value: ``€ 21,80 per maand``, ``18 jaar``, ``1 januari 2026``, ``ja``, ``verblijf``. A text, which can be any
    words, stands between quotation marks."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return format_date(value, words=True)
    if isinstance(value, str):
        return f'"{value}"' if isinstance(kind, TextType) else value
    return number_text(value, kind if isinstance(kind, NumType) else NumType())


def number_text(value: Fraction, kind: NumType) -> str:
    if kind.show == "jaartal" and value.denominator == 1:
        return str(value.numerator)
    euros = dict(kind.unit).get("euro", 0) == 1
    how: Kind = "bedrag" if euros else "percentage" if kind.show == "percentage" else "getal"
    return format_display(value, how) + _unit_text(kind.unit, value)


def _unit_text(unit: Unit, value: Fraction) -> str:
    out = ""
    for base, exponent in unit:
        if base != "euro" and exponent > 0:
            out += f" {base if value == 1 else _PLURAL.get(base, base)}"
    for base, exponent in unit:
        if exponent < 0:
            out += f" per {base}"
    return out


EURO = NumType((("euro", 1),), Fraction(1, 100), "bedrag")
"""An amount that stands by itself, such as what a herziening comes to."""


def euro_text(amount: Fraction) -> str:
    """``€ 21,80``."""
    return scalar_text(amount, EURO)


def signed_text(amount: Fraction, kind: NumType = EURO) -> str:
    """A difference: ``+€ 21,80``, ``-€ 21,80 per maand``, ``€ 0,00``."""
    return f"{'+' if amount > 0 else '-' if amount < 0 else ''}{scalar_text(abs(amount), kind)}"


def outcome_value_text(value: Value, legal: Value | None, kind: Type, usual: tuple[str, ...] = ()) -> str:
    """An outcome with its rechtsstatus (None: it has none); one of the ``usual`` ones goes without saying."""
    status = str(legal.value) if isinstance(legal, Known) else None
    if status is not None and isinstance(value, NotApplicableValue):
        return status
    text = value_text(value, kind)
    return text if status is None or status in usual else f"{text} ({status})"


def value_text(value: Value, kind: Type) -> str:
    """Any value, also one that is not definite: ``nog niet bekend (van € 0,00 tot en met € 30,00)``."""
    if isinstance(value, Known):
        return scalar_text(value.value, kind)
    if isinstance(value, NotApplicableValue):
        return "niet van toepassing"
    if isinstance(value, Fault):
        return f"fout ({value.text})"
    range_text = bounds_text(value.bounds, kind)
    word = "te beoordelen" if value.questions and not value.facts else "nog niet bekend"
    return f"{word} ({range_text})" if range_text else word


def bounds_text(bounds: Bounds, kind: Type) -> str:
    """What the value can still be; "" when nothing is known of it."""
    if bounds.options is not None and not isinstance(kind, NumType):
        shown = sorted(scalar_text(option, kind) for option in bounds.options)
        return enumeration(shown, "of") if shown and len(shown) <= 6 else ""
    if bounds.low is not None and bounds.high is not None:
        return range_text(bounds.low, bounds.high, kind)
    if bounds.low is not None:
        return f"ten minste {scalar_text(bounds.low, kind)}"
    if bounds.high is not None:
        return f"ten hoogste {scalar_text(bounds.high, kind)}"
    return ""


def range_text(low: Scalar, high: Scalar, kind: Type) -> str:
    """``tussen € 0,00 en € 21,80 per maand``; the value itself when both ends are equal."""
    first, last = scalar_text(low, kind), scalar_text(high, kind)
    if first == last:
        return first
    unit = re.search(r" per .*$", last)
    return f"tussen {first.removesuffix(unit[0] if unit else '')} en {last}"


def enumeration(words: list[str] | tuple[str, ...], last: str = "en") -> str:
    """``a``, ``a en b``, ``a, b en c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capital(text: str) -> str:
    """With a capital at the front."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """With a capital at the front and an end."""
    text = capital(text.strip())
    return text if text.endswith((".", "?", "!", ":")) else text + "."
