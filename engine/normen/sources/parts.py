"""Files that are one source together, such as an export per month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dsl.diagnostics import Diagnostic, diagnose
from dsl.source import NOWHERE
from engine.dossier.vocabulary import folded
from engine.normen.sources import Kind, RawBatch, Source, Unreadable


@dataclass(frozen=True, slots=True)
class Parts:
    """Sources with the same columns. ``places``: per part, where each column of ``header`` stands in it."""

    name: str
    header: tuple[str, ...]
    kinds: tuple[Kind, ...]
    parts: tuple[tuple[str, Source], ...]
    places: tuple[tuple[int, ...], ...]

    def read(self, columns: Sequence[int]) -> Iterator[RawBatch]:
        """Raises Unreadable when any part cannot be read to its end."""
        for (name, part), places in zip(self.parts, self.places, strict=True):
            for raw in part.read([places[column] for column in columns]):
                yield RawBatch(raw.columns, raw.rows, raw.broken, name)


def together(name: str, parts: Sequence[tuple[str, Source]]) -> Source:
    """The parts, each with its name, as one source. Raises Unreadable with all that differs between their columns."""
    if len(parts) == 1:
        return parts[0][1]
    header = parts[0][1].header
    wanted = [folded(column) for column in header]
    places: list[tuple[int, ...]] = []
    findings: list[Diagnostic] = []
    for _, part in parts:
        has = [folded(column) for column in part.header]
        missing = [column for column, key in zip(header, wanted, strict=True) if key not in has]
        extra = [column for column, key in zip(part.header, has, strict=True) if key not in wanted]
        if missing or extra or len(has) != len(wanted):
            told = [f"'{column}' ontbreekt" for column in missing] + [f"'{column}' staat er ook" for column in extra]
            difference = ", ".join(told) or "een kolom staat er twee keer"
            findings.append(diagnose("TS557", NOWHERE, name=part.name, first=parts[0][1].name, difference=difference))
        else:
            places.append(tuple(has.index(key) for key in wanted))
    if findings:
        raise Unreadable(*findings)
    kinds = [
        _joined({part.kinds[at[column]] for (_, part), at in zip(parts, places, strict=True)})
        for column in range(len(header))
    ]
    return Parts(name, header, tuple(kinds), tuple(parts), tuple(places))


def _joined(kinds: set[Kind]) -> Kind:
    """What a column holds over all parts: the least that can be said, and the worst."""
    if len(kinds) == 1:
        return next(iter(kinds))
    return "anders" if "anders" in kinds else "zwevend" if "zwevend" in kinds else "tekst"
