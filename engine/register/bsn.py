"""Burgerservicenummers: only ones that can exist, and never shown by accident."""

from __future__ import annotations

from engine.register.trouble import NotStorable

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_bsn(text: str) -> bool:
    """Nine digits that pass the elfproef (Besluit burgerservicenummer artikel 2); eight get a zero in front, as systems that keep
    numbers drop it."""
    digits = text.zfill(9) if len(text) == 8 else text
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or digits == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def checked_bsn(text: object) -> str:
    """The number in nine digits. Raises NotStorable, which does not repeat it."""
    plain = "".join(text.split()).replace(".", "") if isinstance(text, str) else ""
    if not is_bsn(plain):
        raise NotStorable("een BSN heeft negen cijfers en voldoet aan de elfproef; dit nummer niet")
    return plain.zfill(9)
