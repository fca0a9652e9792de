"""From a record that counts against a norm to the dossier of its person, for `toetssteen besluit` and `toetssteen traject`."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsl.diagnostics import Diagnostic, diagnose
from dsl.names.fold import folded
from dsl.notation import format_date, format_number
from dsl.program import BoolType, DateType, NumType, OpeningInfo, Program, RegistryInfo, Type
from dsl.source import NOWHERE
from engine.normen.assess import Measurement
from engine.normen.column import Column, day_of, fraction, words_of
from engine.normen.frame import Frame
from engine.normen.records import Records, open_records
from engine.normen.sources import Unreadable
from engine.normen.sources.gather import gather

_PLAIN = re.compile(r"[^\W\d][\w /-]*")


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A record as a dossier. ``text`` is YAML; ``type`` the object type that it is about."""

    registry: str
    key: str
    type: str
    text: str


def against(found: Iterable[Measurement]) -> dict[str, set[str]]:
    """By registratie the keys of the records that count against a norm, or are open and late."""
    keys: dict[str, set[str]] = {}
    for measurement in found:
        for item in measurement.assessments:
            if item.ours.tally is not None:
                kept = (*item.ours.tally.against.kept, *item.ours.tally.open_late.kept)
                keys.setdefault(measurement.registry, set()).update(kept)
    return keys


def open_as_dossiers(
    program: Program, wanted: Mapping[str, Collection[str]], place: str, day: date, as_type: str | None = None
) -> tuple[list[OpenedCase], list[Diagnostic]]:
    """The records with these keys, by registratie, as dossiers. ``as_type``: about which object type, where a registratie opens more than
    one; without it the first. ``day`` is the rekendatum. A key that is in none of the registraties is a finding (TS559), and so is a
    registratie that does not say what it opens (TS560)."""
    cases: list[OpenedCase] = []
    seen: set[str] = set()
    with gather(place, program, wanted) as gathered:
        findings = gathered.findings
        for name, source in gathered.sources.items():
            registry = program.registries[name]
            opening = _opening(registry, as_type)
            if opening is None:
                findings.append(diagnose("TS560", NOWHERE, name=name))
                continue
            records, problems = open_records(program, registry, source)
            findings += problems
            if records is None or findings:
                continue
            try:
                mine = _read(records, opening, wanted[name], day)
            except Unreadable as wrong:
                findings += wrong.findings
                continue
            seen.update(case.key for case in mine)
            cases += mine
    asked = sorted({key for keys in wanted.values() for key in keys})
    if not findings:
        findings += [diagnose("TS559", NOWHERE, key=key) for key in asked if key not in seen]
    return ([], findings) if findings else (sorted(cases, key=lambda case: (case.registry, case.key)), [])


def _opening(registry: RegistryInfo, as_type: str | None) -> OpeningInfo | None:
    fitting = (one for one in registry.openings if as_type is None or folded(one.type) == folded(as_type))
    return next(fitting, None)


def _read(records: Records, opening: OpeningInfo, keys: Collection[str], day: date) -> list[OpenedCase]:
    found: list[OpenedCase] = []
    name = records.registry.name
    for frame, frame_keys in records.frames():
        for place, key in enumerate(frame_keys):
            if key in keys:
                text = _dossier(records, opening, frame, place, key, day)
                found.append(OpenedCase(name, key, opening.type, text))
    return found


def _dossier(records: Records, opening: OpeningInfo, frame: Frame, place: int, key: str, day: date) -> str:
    """What the record says; what it does not have stays unknown."""
    attributes = records.program.types[records.registry.name].attributes

    def said(column: str) -> str | None:
        return _value(attributes[column].type, frame.column(column), place)

    lines = [
        f"rekendatum: {format_date(day)}",
        f"naam: {_quoted(f'{records.registry.name} {key}')}",
        f"toelichting: {_quoted(f'Geopend uit registratie {records.registry.name}, {records.source.name}.')}",
        f"{opening.type}:",
    ]
    facts = [(attr, value) for column, attr in opening.facts if (value := said(column)) is not None]
    lines += [f"  {_plain(attr)}: {value}" for attr, value in facts]
    roles: dict[str, list[str]] = {}
    for part in opening.roles:
        value = said(part.column)
        if value is not None:
            roles.setdefault(part.role, []).append(
                f"    - {{{_plain(part.kind)}: {_plain(part.value)}, {_plain(part.attr)}: {value}}}"
            )
    for role, members in roles.items():
        lines += [f"  {role}:", *members]
    if not facts and not roles:
        lines[-1] += " {}"
    return "\n".join(lines) + "\n"


def _value(kind: Type, column: Column, place: int) -> str | None:
    """The value of one record as a dossier writes it; None where it has none."""
    if column.missing[place]:
        return None
    value: Any = column.values[place]
    if isinstance(kind, BoolType):
        return "ja" if value else "nee"
    if isinstance(kind, DateType):
        return format_date(day_of(value))
    if isinstance(kind, NumType):
        return _quoted(format_number(fraction(value, column.den)))
    return _quoted(str(words_of(column)[place]))


def _plain(text: str) -> str:
    """A name or an option as it is, unless YAML would read it otherwise."""
    return (
        text
        if _PLAIN.fullmatch(text) and text.casefold() not in ("ja", "nee", "null", "true", "false")
        else _quoted(text)
    )


def _quoted(text: str) -> str:
    """A text that YAML reads as that text."""
    return json.dumps(text, ensure_ascii=False)
