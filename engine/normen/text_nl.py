"""A scoreboard as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from dsl.notation import format_display
from dsl.program import Classes
from engine.normen.assess import Assessment, Measurement, Read
from engine.normen.board import Board, Line
from engine.normen.extremes import beside_score
from engine.normen.figures import figure_beside
from engine.normen.outlook import outlook_text
from engine.normen.rapportage import INVENTED, conclusion
from engine.normen.reported import agrees
from engine.normen.tally import Tally, at_rank

_SHOWN_KEYS = 5
_WIDTH = 114
_COLUMNS = (38, 16, 18, 12, 22)


def describe(board: Board) -> str:
    """The sources, a table of all verdicts, each of them with its reasons, and the conclusion."""
    lines = [f"LET OP: {INVENTED}", ""] if board.invented else []
    lines += [line for item in board.registries if item.source is not None for line in _source_lines(item)]
    absent = [f"'{item.registry}'" for item in board.registries if item.source is None]
    lines += [*wrap(f"Geen records van: {', '.join(absent)}.", _WIDTH), ""] if absent else []
    lines += _table(board.lines)
    for line in board.lines:
        if line.word != "niet gerapporteerd":
            lines += ["", *assessment_lines(line.assessment), *_legal(line), *_said(line)]
    if board.signals:
        lines += ["", "Signalering"]
        lines += [line for one in board.signals for line in _indented(outlook_text(one))]
    return "\n".join([*lines, "", *wrap(conclusion(board), _WIDTH)]) + "\n"


def _source_lines(item: Measurement) -> list[str]:
    lines = [f"Registratie '{item.registry}' uit {item.source}: {_count(item.read, 'record', 'records')} gelezen."]
    if item.rejected.count:
        reasons = ", ".join(f"{count} keer {why}" for why, count in sorted(item.rejected.reasons.items()))
        lines.append(f"Niet te gebruiken: {_count(item.rejected.count, 'rij', 'rijen')} ({reasons}).")
        written = item.rejected.file
        lines.append(
            f"Zij staan in {written.path}." if written else "Met --geweigerd MAP komen zij in een bestand te staan."
        )
    for name, count in sorted(item.unplaced.items()):
        lines.append(f"Norm '{name}': {count} records zonder de datum die bepaalt in welke periode zij vallen.")
    return [*lines, ""]


def _table(lines: Sequence[Line]) -> list[str]:
    """The verdicts in columns, words that do not fit on the next line."""
    rows = [("norm", "onderdeel", "gevraagd", "cijfer", "oordeel")]
    rows += [
        (line.title, line.assessment.slice or line.norm.part or "", line.asked(), line.shown(), line.word)
        for line in lines
    ]
    shown: list[str] = []
    for number, row in enumerate(rows):
        cells = [wrap(text, width) for text, width in zip(row, _COLUMNS, strict=True)]
        for at in range(max(len(cell) for cell in cells)):
            parts = [
                (cell[at] if at < len(cell) else "").ljust(width) for cell, width in zip(cells, _COLUMNS, strict=True)
            ]
            shown.append("  ".join(parts).rstrip())
        if number == 0:
            shown.append("  ".join("-" * width for width in _COLUMNS))
    return shown


def _legal(line: Line) -> list[str]:
    found = line.legal()
    return [] if found is None else _indented(f"Binnen de wettelijke termijn: {found}.")


def _said(line: Line) -> list[str]:
    """What the document says of a reported figure."""
    one, statement = line.judged.reported, line.judged.statement
    if one is None or statement is None:
        return []
    words = [f"Cijfer: {one.printed or 'geen'}, {statement.name}{f', {one.place}' if one.place else ''}."]
    if one.said:
        differs = " Dat is anders dan ons oordeel." if agrees(line.judged) is False else ""
        words.append(f"Het document zegt: {one.said}.{differs}")
    if one.why:
        words.append(one.why)
    return [part for text in words for part in _indented(text)]


def assessment_lines(item: Assessment) -> list[str]:
    norm = item.norm
    title = f"{norm.number}: {norm.name}" if norm.number else norm.name
    where = f", {item.slice}" if item.slice else f", {norm.part}" if norm.part else ""
    lines = [f"{title}{where} ({item.period.name}): {item.verdict.word.upper()}"]
    lines += _indented(item.verdict.reason)
    lines += _tally_lines(item.ours)
    for beside in beside_score(item.ours, norm.unit):
        lines += _indented(beside)
    for remark in item.verdict.remarks:
        lines += _indented(f"Let op: {remark}")
    if item.ours.name is not None and norm.chosen is not None:
        lines += _indented(f"Onze lezing: {item.ours.name}. {norm.chosen.chosen}")
    for other in item.others:
        lines += _indented(f"Andere lezing, {other.name}: {other.verdict.word}. {other.verdict.reason}")
    if item.norm.parts:
        shown = "; ".join(f"{part.norm.name} {_short(part.ours)}, {part.verdict.word}" for part in item.parts)
        lines += _indented(f"Onderdelen: {shown}.") if shown else []
    elif item.parts:
        shown = ", ".join(f"{part.period.name} {_short(part.ours)}" for part in item.parts)
        lines += _indented(f"Per periode: {shown}.")
    for source in norm.sources:
        lines += _indented(f"Bron: {source.text}")
    return lines


def _short(read: Read) -> str:
    if read.figure is None:
        return "-"
    return figure_beside(read.figure, read.gauge.demand)


def _tally_lines(read: Read) -> list[str]:
    tally = read.tally
    if tally is None:
        return []
    words: list[str] = []
    if read.gauge.measure is not None and tally.lower and tally.counted:
        words.append(f"{format_display(tally.upper)} van {format_display(tally.lower)}")
    elif tally.counted:
        words.append(_count(tally.counted, "record", "records"))
    if tally.skipped:
        words.append(f"{tally.skipped} niet meegeteld")
    if tally.open_in_time or tally.open_late.count:
        words.append(f"{tally.open_in_time} open binnen de termijn, {tally.open_late.count} open en te laat")
    if read.needed:
        had = "had" if read.needed == 1 else "hadden"
        words.append(f"{_count(read.needed, 'record', 'records')} {had} anders moeten zijn")
    lines = _indented("; ".join(words).capitalize() + ".") if words else []
    if isinstance(read.gauge.measure, Classes):
        for name, _ in read.gauge.measure.classes:
            lines += _indented(f"{name}: {_part(tally, name)}")
    lines += _indented(_times(tally)) if tally.durations else []
    for title, keys in (("Tegen de norm", tally.against), ("Open en te laat", tally.open_late)):
        if keys.count:
            more = f" en nog {keys.count - _SHOWN_KEYS}" if keys.count > _SHOWN_KEYS else ""
            lines += _indented(f"{title}: {', '.join(keys.kept[:_SHOWN_KEYS])}{more}.")
    return lines


def _part(tally: Tally, name: str) -> str:
    count = tally.classes[name]
    share = format_display(tally.classes[name] / tally.lower, "percentage") if tally.lower else "-"
    return f"{count} van {tally.counted} ({share})"


def _times(tally: Tally) -> str:
    median = at_rank(tally.durations, 50)
    words = f"Doorlooptijd: mediaan {median} dagen, langste {max(tally.durations)} dagen"
    if tally.late:
        words += f"; het laatst {max(tally.late)} dagen te laat"
    return words + "."


def _count(number: int, one: str, many: str) -> str:
    return f"{format_display(number)} {one if number == 1 else many}"


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in wrap(text, _WIDTH - 4, break_long_words=False, break_on_hyphens=False)]
