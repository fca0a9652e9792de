"""What all nodes of the program share."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.program.types import Type
from dsl.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeBase:
    """What all nodes share. ``span`` is where the author wrote it (of the first such place)."""

    type: Type
    span: Span
    level: int = 0

    def operands(self) -> tuple[int, ...]:
        """Ids of the nodes this one is computed from, in the order written."""
        raise NotImplementedError


def ids(*parts: int | None | tuple[int, ...]) -> tuple[int, ...]:
    out: list[int] = []
    for part in parts:
        if isinstance(part, tuple):
            out.extend(part)
        elif part is not None:
            out.append(part)
    return tuple(out)
