"""What every node of the tree has: the place where it was written."""

from __future__ import annotations

from dataclasses import field

from dsl.source import Span

NO_SPAN = Span("", 0, 0)


def span() -> Span:
    """The field ``span`` of a node: it takes no part in equality, so that equal trees say the same wherever they stand."""
    return field(default=NO_SPAN, compare=False, repr=False)
