"""Which parts belong to which block: those of a traject and of a variant, and the lezingen of a norm."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from dsl import syntax as s
from dsl.parsing.blocks import Block
from dsl.parsing.headwords import PART_OF

_WHOLE = frozenset((*PART_OF.values(), "Variant"))


@dataclass(slots=True)
class Assembly:
    """Definitions in the order of the file, the parts of a block in it. A block with an error in a part gives none."""

    found: list[Any] = field(default_factory=list)
    _open: str = ""
    _parts: list[Any] = field(default_factory=list)
    _whole: s.Traject | s.Norm | s.Variant | None = None

    def misplaced(self, block: Block) -> bool:
        """Whether the block is a part that stands under nothing it can be a part of."""
        return block.owner is not None and block.owner != self._open

    def add(self, block: Block, definition: Any) -> None:
        """The next block, with its definition (None: it has an error)."""
        if block.owner is not None:
            if definition is None or self.misplaced(block):
                self._whole = None
            else:
                self._parts.append(definition)
            return
        self.close()
        self._open = block.word
        if block.word in _WHOLE:
            self._whole = definition
        elif definition is not None:
            self.found.append(definition)

    def close(self) -> None:
        if self._whole is not None:
            end = self._parts[-1].span if self._parts else self._whole.span
            span = self._whole.span.to(end)
            parts = tuple(self._parts)
            if isinstance(self._whole, s.Norm):
                self.found.append(replace(self._whole, lezingen=parts, span=span))
            elif isinstance(self._whole, s.Variant):
                self.found.append(replace(self._whole, delen=parts, span=span))
            else:
                self.found.append(replace(self._whole, delen=parts, span=span))
        self._open, self._whole, self._parts = "", None, []
