"""What an argument may be. Each raises argparse.ArgumentTypeError with what is wrong, in Dutch."""

from __future__ import annotations

import argparse
from datetime import date
from fractions import Fraction

LEAST_MEMORY = 512
"""Megabytes below which a process does not get as far as its first part."""

MOST_WORKERS = 64
MOST_SCALE = 100


def part(text: str) -> Fraction:
    from dsl.notation import NotationError, parse_number

    try:
        found = parse_number(text.strip().removesuffix("%")) / (100 if text.strip().endswith("%") else 1)
    except NotationError:
        found = Fraction(-1)
    if not 0 <= found <= MOST_SCALE:
        raise argparse.ArgumentTypeError(f"{text!r} is geen getal van 0 tot en met {MOST_SCALE}, zoals 0,01 of 1%")
    return found


def chance(text: str) -> Fraction:
    found = part(text)
    if found > 1:
        raise argparse.ArgumentTypeError(f"{text!r} is meer dan het geheel; schrijf een deel zoals 0,01 of 1%")
    return found


def year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text[:9]) <= 2100):
        raise argparse.ArgumentTypeError(f"{text!r} is geen jaar van 1900 tot en met 2100")
    return int(text)


def people(text: str) -> int:
    digits = text.replace(".", "")
    if not digits.isdecimal() or not 10_000 <= int(digits) <= 17_500_000:
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is geen aantal van 10.000 tot en met 17.500.000")
    return int(digits)


def seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise argparse.ArgumentTypeError(f"{text!r} is geen heel getal van ten hoogste negen cijfers")
    return int(text)


def seeds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and (int(text) == 0 or int(text) >= 20)):
        raise argparse.ArgumentTypeError(f"{text!r} gaat niet: kies 0, of een getal van 20 tot en met 999")
    return int(text)


def workers(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r} gaat niet: kies een getal van 1 t/m {MOST_WORKERS}")
    return number


def megabytes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) >= LEAST_MEMORY):
        raise argparse.ArgumentTypeError(f"{text!r} gaat niet: kies een getal van {LEAST_MEMORY} of meer")
    return int(text)


def minimum(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} gaat niet: kies een getal van 1 of meer")
    return number


def day(text: str) -> date:
    from dsl.notation import NotationError, parse_date

    try:
        return parse_date(text)
    except NotationError as wrong:
        raise argparse.ArgumentTypeError(f"{text!r} is geen datum; {wrong.remedy}") from None
