"""In what an outcome differs from what a scenario expects, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.dossier.vocabulary import folded


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the outcome is not as expected; all three in words."""

    what: str
    expected: str
    actual: str


def set_differences(what: str, expected: tuple[str, ...], actual: Sequence[tuple[str, ...]]) -> Iterator[Difference]:
    """Exact sets; each actual item may go by more than one name, of which the first is shown."""
    wanted = {folded(item) for item in expected}
    known = {folded(name) for names in actual for name in names}
    if not wanted <= known or not all(any(folded(name) in wanted for name in names) for names in actual):
        yield Difference(what, listed(expected), listed([names[0] for names in actual]))


def listed(items: tuple[str, ...] | list[str]) -> str:
    return ", ".join(items) if items else "geen"
