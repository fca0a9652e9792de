"""Whether a text is a burgerservicenummer: the test by which it is kept out of names, ids, addresses and logs."""

from __future__ import annotations

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_bsn(text: str) -> bool:
    """Eight or nine digits that pass the elfproef (Besluit burgerservicenummer, bijlage), with dots or spaces between them or not."""
    digits = text.replace(".", "").replace(" ", "").replace("-", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (8, 9) or not int(digits):
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits.zfill(9), strict=True)) % 11 == 0
