"""The table of grounds as data: who may use which facts, for what, from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dsl.program.parts import DataRead, SourceRef
from dsl.source import Span


@dataclass(frozen=True, slots=True)
class BasisInfo:
    """A Grondslag: ``receivers`` may use the facts for ``purposes`` from ``start`` to ``end``, both included. Allowed are all
    facts of objects of ``types`` and the attributes, kenmerken and roles of ``names`` (object type and name), as far as they
    are of one of the ``regelingen``, which are values of the enumeration ``kind`` (empty: of every regeling)."""

    name: str
    regeling: str  # of the file in which it stands
    regelingen: tuple[str, ...]
    kind: str | None
    receivers: tuple[str, ...]
    purposes: tuple[str, ...]
    types: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    start: date | None
    end: date | None
    sources: tuple[SourceRef, ...]
    certainty: str | None
    explanation: str | None
    span: Span

    def in_force(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def covers(self, read: DataRead) -> bool:
        """Whether these facts may be read on this ground; of the regelingen alone that it names."""
        named = read.type in self.types or (read.name is not None and (read.type, read.name) in self.names)
        return named and not (read.as_list and self.regelingen)


def not_covered(reads: Iterable[DataRead], bases: Iterable[BasisInfo]) -> tuple[DataRead, ...]:
    """What none of these grounds allows to be read; of objects that are not allowed at all not their facts one by one."""
    listed = tuple(bases)
    absent = [read for read in reads if not any(basis.covers(read) for basis in listed)]
    whole = {read.type for read in absent if read.name is None}
    return tuple(read for read in absent if read.name is None or read.type not in whole)
