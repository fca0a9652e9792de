"""Values as the check of a trace reads them from JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

Plain = Fraction | date | str | bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A value of a step: ``value`` when known, ``unknown`` with its bounds, or ``fault`` (its JSON text)."""

    value: Plain | None = None
    unknown: bool = False
    low: Fraction | date | None = None
    high: Fraction | date | None = None
    options: tuple[Plain, ...] | None = None
    fault: str | None = None
    rest: str = ""

    @property
    def known(self) -> bool:
        return self.value is not None

    def samples(self) -> list[Seen]:
        """Some known values that an unknown could turn out to be; none when its bounds are open."""
        if self.options is not None:
            return [Seen(option) for option in self.options[:4]]
        return [Seen(end) for end in dict.fromkeys((self.low, self.high)) if end is not None]


NA: Final = Seen(rest="niet van toepassing")
FAULT: Final = Seen(rest="fout")
"""Some fault, of which the words cannot be known from the operands."""
NOTHING: Final = Seen(rest="onbepaald")
"""No opinion."""


def parse_plain(raw: dict[str, Any]) -> Plain:
    ((kind, value),) = raw.items()
    match kind:
        case "getal":
            number = Fraction(value)
            if f"{number.numerator}/{number.denominator}" != value:
                raise ValueError(value)
            return number
        case "datum":
            return date.fromisoformat(value)
        case "tekst" if isinstance(value, str):
            return value
        case "kenmerk" if isinstance(value, bool):
            return value
    raise ValueError(kind)


def parse_value(raw: dict[str, Any]) -> Seen:
    """A value from its JSON. Raises ValueError or KeyError for anything else."""
    ((kind, value),) = raw.items()
    if kind == "niet van toepassing":
        return NA
    if kind == "fout":
        return Seen(fault=json.dumps(value, sort_keys=True))
    if kind == "onbekend":
        low, high = (None if value[end] is None else parse_plain(value[end]) for end in ("laag", "hoog"))
        if isinstance(low, str | bool) or isinstance(high, str | bool):
            raise ValueError(kind)
        options = None if value["opties"] is None else tuple(parse_plain(option) for option in value["opties"])
        rest = json.dumps(value, sort_keys=True)
        return Seen(unknown=True, low=low, high=high, options=options, rest=rest)
    return Seen(parse_plain(raw))


def encloses(outer: Seen, inner: Seen) -> bool:
    """Whether a known value is allowed by a value that may be unknown."""
    if not outer.unknown:
        return outer == inner
    value: Any = inner.value
    if outer.options is not None:
        return any(value == option and type(value) is type(option) for option in outer.options)
    low: Any = outer.low
    high: Any = outer.high
    return (low is None or low <= value) and (high is None or value <= high)


def show(seen: Seen) -> str:
    if seen.known:
        return {True: "ja", False: "nee"}[seen.value] if isinstance(seen.value, bool) else str(seen.value)
    if seen.fault is not None:
        return "fout"
    return "onbekend" if seen.unknown else seen.rest
