"""What a program knows of varianten: those that there are, and those that it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl.program.parts import SourceRef
from dsl.source import Span

Level = Literal["wet", "AMvB", "regeling", "verordening", "beleidsregel", "geen"]
"""Who has to decide for a variant to become law; "geen" for what is law already, or was."""


@dataclass(frozen=True, slots=True)
class VariantInfo:
    """``below``: the variants that are applied before it, in the order of application. ``digest`` is the content hash of its own
    text; ``file`` is what ``gebruikt:`` calls its file."""

    name: str
    regeling: str
    level: Level
    below: tuple[str, ...]
    explanation: str | None
    certainty: str | None
    sources: tuple[SourceRef, ...]
    file: str
    digest: str
    span: Span
