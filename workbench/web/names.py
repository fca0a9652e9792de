"""Names as they stand in an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def slug(name: str) -> str:
    """``Wet op de zorgtoeslag`` is ``wet-op-de-zorgtoeslag``."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def slugs(names: Iterable[str]) -> dict[str, str]:
    """The names by what stands for them in an address."""
    return {slug(name): name for name in sorted(names)}
