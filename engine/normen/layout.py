"""Which column of a source gives which column of a registratie, and whether it can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import BoolType, ColumnInfo, DateType, EnumType, NumType, Program, RegistryInfo, Type
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean, suggest
from engine.dossier.vocabulary import folded
from engine.normen.sources import Kind, Source

_WRITTEN: frozenset[Kind] = frozenset(("tekst", "geheel"))
_NUMBERS: frozenset[Kind] = frozenset(("tekst", "geheel", "exact", "zwevend"))
_FITTING: Mapping[type[object], frozenset[Kind]] = {
    DateType: frozenset(("tekst", "datum", "moment")),
    BoolType: frozenset(("tekst", "geheel", "ja of nee")),
    EnumType: _WRITTEN,
    NumType: _NUMBERS,
}
_ANY: frozenset[Kind] = frozenset(("tekst", "geheel", "exact", "zwevend", "datum", "moment", "ja of nee"))


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of the source gives which attribute; None where an optional column is not there."""

    places: tuple[tuple[ColumnInfo, int | None], ...]
    key: int


def layout_of(registry: RegistryInfo, source: Source) -> tuple[Layout | None, list[Diagnostic]]:
    """Find the columns by name; everything that is wrong at once."""
    findings: list[Diagnostic] = []
    named: dict[str, list[int]] = {}
    for number, name in enumerate(source.header):
        named.setdefault(plain_name(name), []).append(number)
    places: list[tuple[ColumnInfo, int | None]] = []
    for column in registry.columns:
        keys = dict.fromkeys(plain_name(name) for name in column.names)
        found = [number for key in keys for number in named.get(key, ())] if column.link is None else []
        if len(found) > 1:
            shown = " en ".join(f"'{source.header[number]}'" for number in found)
            findings.append(diagnose("TS543", NOWHERE, name=source.name, column=column.attr, found=shown))
        if not found and not column.optional:
            near = did_you_mean(suggest(column.attr, source.header)) or None
            findings.append(diagnose("TS542", NOWHERE, remedy=near, name=source.name, column=column.attr))
        places.append((column, found[0] if found else None))
    if findings:
        return None, findings
    key = next(place for column, place in places if column.attr == registry.key)
    assert key is not None  # the key may not be absent
    return Layout(tuple(places), key), []


def plain_name(name: str) -> str:
    """A name for comparing. Databases and exports write an underscore where a person writes a space."""
    return folded(name.replace("_", " "))


def misfits(program: Program, registry: RegistryInfo, source: Source, layout: Layout) -> list[Diagnostic]:
    """The columns of which the source says that they hold something else than the registratie wants."""
    attributes = program.types[registry.name].attributes
    found: list[Diagnostic] = []
    for column, place in layout.places:
        if place is None:
            continue
        wanted, kind = attributes[column.attr].type, source.kinds[place]
        inexact = kind == "zwevend" and isinstance(wanted, NumType) and wanted.show == "bedrag"
        if inexact or not can_hold(kind, wanted):
            found.append(misfit(source, place, wanted))
    return found


def can_hold(kind: Kind, wanted: Type) -> bool:
    """Whether a column that holds this can give values of a type."""
    return kind in _FITTING.get(type(wanted), _ANY)


def misfit(source: Source, place: int, wanted: Type) -> Diagnostic:
    """The finding that a column holds something else than is wanted."""
    return diagnose(
        "TS550",
        NOWHERE,
        name=source.name,
        column=source.header[place],
        kind=_KIND_WORDS[source.kinds[place]],
        wanted=_wanted_words(wanted),
    )


_KIND_WORDS: Mapping[Kind, str] = {
    "tekst": "tekst",
    "geheel": "gehele getallen",
    "exact": "decimale getallen",
    "zwevend": "binaire kommagetallen",
    "datum": "datums",
    "moment": "momenten",
    "ja of nee": "ja of nee",
    "anders": "iets anders, zoals binaire gegevens, een duur of een lijst",
}


def _wanted_words(kind: Type) -> str:
    if isinstance(kind, NumType):
        return {"bedrag": "een bedrag", "percentage": "een percentage"}.get(kind.show, "een getal")
    known: Mapping[type[object], str] = {
        DateType: "een datum",
        BoolType: "ja of nee",
        EnumType: "een waarde van een opsomming",
    }
    return known.get(type(kind), "tekst")
