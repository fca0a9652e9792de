"""An opgave as a table: one row per figure, with the keys of the YAML form as columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from engine.safe_yaml import MAX_BYTES, Loaded, Mapping, Node, Scalar, YamlFinding
from engine.safe_yaml import Sequence as Listing

_SHARED = ("opgave", "organisatie")
"""Of the whole opgave: the same in every row."""


def load_csv(source: str | bytes) -> Loaded:
    """The table as the tree that the YAML form gives, each node at the line of its row. Never raises for what is in it; a tree is only
    given without findings."""
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
    except UnicodeDecodeError:
        problem = YamlFinding(1, 1, 1, "not_utf8", "Het bestand is geen UTF-8.", "Sla het op als 'CSV UTF-8'.")
        return Loaded(None, (problem,), "")
    text = text.removeprefix("\ufeff")
    findings: list[YamlFinding] = []
    rows = _rows(text, findings)
    if findings or not rows:
        if not rows and not findings:
            findings.append(YamlFinding(1, 1, 1, "empty", "Er staan geen cijfers in.", "Schrijf een kop en rijen."))
        return Loaded(None, tuple(findings), text)
    header = [name.strip().casefold() for name in rows[0][2]]
    findings += _wrong_header(header)
    items: list[Node] = []
    shared: dict[str, Scalar] = {}
    for start, end, cells in rows[1:] if not findings else ():
        line = text.count("\n", 0, start) + 1
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            cause = f"Regel {line} heeft {len(cells)} velden en de kop {len(header)}."
            findings.append(
                YamlFinding(
                    line, 1, 1, "syntax", cause, "Zet tekst met het scheidingsteken tussen aanhalingstekens.", start
                )
            )
            continue
        filled = {
            name: Scalar(" ".join(cell.split()), line, 1, start, end, True)
            for name, cell in zip(header, cells, strict=False)
            if cell.strip()
        }
        for name in _SHARED:
            said = filled.pop(name, None)
            first = shared.setdefault(name, said) if said is not None else None
            if said is not None and first is not None and first.text != said.text:
                cause = f"Onder '{name}' staat op regel {line} iets anders dan erboven."
                findings.append(YamlFinding(line, 1, 1, "syntax", cause, "Maak per opgave een eigen bestand.", start))
        entries = tuple((Scalar(name, line, 1, start, start, True), value) for name, value in filled.items())
        items.append(Mapping(entries, line, 1, start, end))
    if findings:
        return Loaded(None, tuple(findings), text)
    figures = Listing(tuple(items), 1, 1, 0, len(text))
    about = [(Scalar(name, 1, 1, 0, 0, True), value) for name, value in shared.items()]
    whole = Mapping((*about, (Scalar("cijfers", 1, 1, 0, 0, True), figures)), 1, 1, 0, rows[0][1])
    return Loaded(whole, (), text)


def _rows(text: str, findings: list[YamlFinding]) -> list[tuple[int, int, list[str]]]:
    """The rows that hold something, each with the offsets of its first and last character."""
    if len(text) > MAX_BYTES:
        findings.append(YamlFinding(1, 1, 1, "too_large", "Het bestand is te groot voor een opgave.", "Deel het op."))
        return []
    lines = text.splitlines(keepends=True)
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count), strict=True)
    found: list[tuple[int, int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                last = min(reader.line_num, len(lines))
                found.append(
                    (offsets[before], offsets[before] + len(text[offsets[before] : offsets[last]].rstrip()), cells)
                )
            before = min(reader.line_num, len(lines))
    except csv.Error:
        cause = f"Vanaf regel {before + 1} is het bestand niet te lezen: een aanhalingsteken sluit niet."
        findings.append(YamlFinding(before + 1, 1, 1, "syntax", cause, "Sluit het aanhalingsteken.", offsets[before]))
    return found


def _wrong_header(header: Sequence[str]) -> list[YamlFinding]:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    return [
        YamlFinding(1, 1, 1, "duplicate_key", f"De kolom '{name}' staat er meer dan een keer.", "Houd er een over.")
        for name in twice
    ]
