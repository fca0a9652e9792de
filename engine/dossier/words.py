"""Values, units and types in the words of the language, as a dossier or scenario writes them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dsl.notation import format_date, format_exact
from dsl.program import BoolType, DateType, EnumType, NumType, ObjectRef, TextType, Type, Unit
from engine.values import Scalar

PLURALS = {
    "euro": "euro's",
    "uur": "uren",
    "dag": "dagen",
    "nacht": "nachten",
    "werkdag": "werkdagen",
    "week": "weken",
    "maand": "maanden",
    "kwartaal": "kwartalen",
    "jaar": "jaren",
    "bijdrageperiode": "bijdrageperioden",
}
BASES = {word: base for base, plural in PLURALS.items() for word in (base, plural)}
"""The base unit of each word for it, one or many."""


def per_words(unit: Unit) -> str:
    """`` per maand`` for a unit with a period below the line, otherwise nothing."""
    return "".join(f" per {base}" for base, power in unit for _ in range(-power))


def unit_words(unit: Unit) -> str:
    """A unit in words: "uren per week"; empty for a plain number."""
    counted = " maal ".join(PLURALS.get(base, base) for base, power in unit for _ in range(power))
    return (counted + per_words(unit)).strip()


def type_words(kind: Type) -> str:
    """What belongs in the place of a value of this type: "een bedrag per maand"."""
    match kind:
        case NumType(show="bedrag"):
            return f"een bedrag{per_words(kind.unit)}"
        case NumType(show="percentage"):
            return "een percentage"
        case NumType(show="jaartal"):
            return "een jaartal"
        case NumType(show="aantal"):
            return f"een aantal {unit_words(kind.unit)}".rstrip()
        case NumType():
            return "een geheel getal" if kind.grid == 1 else "een getal"
        case BoolType():
            return "ja of nee"
        case DateType():
            return "een datum"
        case TextType():
            return "een tekst"
        case EnumType():
            return f"een waarde van de opsomming {kind.name}"
        case ObjectRef():
            return f"een object van het type {kind.name}"


def value_words(kind: Type, value: Scalar) -> str:
    """A value in Dutch notation with its unit, exactly; a dossier that says so gives the same value."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, str):
        return value
    return _number_words(kind, value)


def _number_words(kind: Type, value: Fraction) -> str:
    show = kind.show if isinstance(kind, NumType) else "getal"
    notation = show if show in ("bedrag", "percentage") else "getal"
    number = format_exact(value, notation)
    if not isinstance(kind, NumType):
        return number
    if show == "bedrag":
        return number + per_words(kind.unit)
    if show == "aantal":
        return f"{number} {_counted(kind.unit, value)}".rstrip()
    return number


def _counted(unit: Unit, value: Fraction) -> str:
    words = unit_words(unit)
    if value == 1:
        for base, power in unit:
            if power == 1 and base != "uur":
                return words.replace(PLURALS.get(base, base), base, 1)
    return words
