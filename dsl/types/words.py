"""Types in Dutch words, for messages: "een bedrag per maand"."""

from __future__ import annotations

from dsl.program import BoolType, DateType, EnumType, NumType, ObjectRef, TextType, Type, Unit
from dsl.types.units import EURO, SINGULARS


def type_words(kind: Type) -> str:
    """What a value of this type is, with its article and without capital."""
    if isinstance(kind, NumType):
        return _number_words(kind)
    if isinstance(kind, BoolType):
        return "ja of nee"
    if isinstance(kind, DateType):
        return "een datum"
    if isinstance(kind, TextType):
        return "een tekst"
    if isinstance(kind, EnumType):
        return f"een waarde van '{kind.name}'"
    if isinstance(kind, ObjectRef):
        return f"een object ('{kind.name}')"
    raise AssertionError(kind)


def example_words(kind: Type) -> str:
    """How a value of this type is written: "een bedrag per jaar, zoals € 1.234,56"."""
    words = type_words(kind)
    if isinstance(kind, DateType):
        return f"{words}, zoals 01-01-2024"
    if isinstance(kind, TextType):
        return f'{words} tussen "'
    if not isinstance(kind, NumType):
        return words
    if (EURO, 1) in kind.unit:
        return f"{words}, zoals € 1.234,56"
    if kind.unit:
        above = next((base for base, exponent in kind.unit if exponent > 0), None)
        return f"{words}, zoals 3 {SINGULARS.get(above, above)}" if above else words
    return f"{words}, zoals {'4,5%' if kind.show == 'percentage' else '2024' if kind.show == 'jaartal' else '12'}"


def _number_words(kind: NumType) -> str:
    unit = dict(kind.unit)
    if not unit:
        return {"percentage": "een percentage", "jaartal": "een jaartal"}.get(kind.show, "een getal zonder eenheid")
    per = "".join(f" per {base}" for base, exponent in kind.unit for _ in range(-exponent))
    above = [(base, exponent) for base, exponent in kind.unit if exponent > 0]
    if above == [(EURO, 1)]:
        return f"een bedrag{per}"
    if len(above) == 1 and above[0][1] == 1:
        return f"een aantal {SINGULARS.get(above[0][0], above[0][0])}{per}"
    return f"een getal in {unit_words(kind.unit)}"


def unit_words(unit: Unit) -> str:
    """A unit of any shape: "euro maal maand per jaar"."""
    above = " maal ".join(base for base, exponent in unit for _ in range(exponent))
    per = "".join(f" per {base}" for base, exponent in unit for _ in range(-exponent))
    return f"{above or '1'}{per}"
