"""Small words: how one compares, rounds and conjugates in Dutch."""

from __future__ import annotations

from fractions import Fraction

from dsl.program import DateType, NumType, Round, Type
from engine.explain.people import YOU
from engine.explain.values_nl import scalar_text

OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRRORED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_MONEY = {"=": "", "<>": "niet ", "<": "lager dan ", "<=": "ten hoogste ", ">": "hoger dan ", ">=": "ten minste "}
_DATES = {"=": "", "<>": "niet ", "<": "voor ", "<=": "op of voor ", ">": "na ", ">=": "op of na "}
_OTHER = {"=": "", "<>": "niet ", "<": "minder dan ", "<=": "ten hoogste ", ">": "meer dan ", ">=": "ten minste "}
_ROUNDED = {
    "rekenkundig": "rekenkundig afgerond",
    "naar beneden": "naar beneden afgerond",
    "naar boven": "naar boven afgerond",
}


def is_money(kind: Type) -> bool:
    return isinstance(kind, NumType) and dict(kind.unit).get("euro") == 1


def comparison_words(kind: Type, op: str) -> tuple[str, str]:
    """The verb and the words before the norm: ("is", "hoger dan "), ("ligt", "na "), ("is", "niet ")."""
    if isinstance(kind, DateType):
        return ("is" if op in ("=", "<>") else "ligt"), _DATES[op]
    return "is", (_MONEY if is_money(kind) else _OTHER)[op]


def rounding_text(node: Round) -> str:
    """``rekenkundig afgerond op centen``."""
    money = is_money(node.type)
    if money and node.grid == 1:
        place = "hele euro's"
    elif money and node.grid == Fraction(1, 100):
        place = "centen"
    elif node.grid == 1:
        place = "gehelen"
    elif node.grid.numerator == 1 and str(node.grid.denominator) == "1" + "0" * (len(str(node.grid.denominator)) - 1):
        place = f"{len(str(node.grid.denominator)) - 1} decimalen"
    else:
        place = f"een veelvoud van {scalar_text(node.grid, node.type)}"
    return f"{_ROUNDED[node.mode]} op {place}"


def conjugated(subject: str, words: str) -> str:
    """The verb in the form of its subject: u bent."""
    if subject == YOU and words.split(" ", 1)[0] == "is":
        return "bent" + words[2:]
    return words
