"""The text of a scoreboard for a report over a period, such as a tertaalrapportage: what was met and what not, and everything that must be
said beside it. What nobody could judge is never counted as met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dsl.notation import format_date, format_display
from engine.normen.board import Board, Line, Outcome, count_words, outcomes
from engine.normen.outlook import outlook_text
from engine.normen.reported import agrees

INVENTED = "Records in deze registraties zijn verzonnen. De oordelen zeggen niets over een organisatie."
_PARTS = 10
"""So many parts of one norm are told."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lead: str
    items: tuple[str, ...] = ()


def report_text(board: Board) -> tuple[Section, ...]:
    """The sections, the conclusion first. Sections without anything to say are left out."""
    found = outcomes(board.lines)
    sections = [
        Section("Verzonnen records", INVENTED if board.invented else "", board.invented),
        Section("Uitkomst", conclusion(board)),
        _missed(found),
        _running(found),
        _signals(board),
        _remarks(found),
        _not_everywhere(found),
        _unjudged(found),
        _unreported(found),
        _differing(board.lines),
        _sources(board),
    ]
    return tuple(section for section in sections if section.lead or section.items)


def conclusion(board: Board) -> str:
    """One paragraph: how many norms were met of those that can be judged, and how many cannot."""
    found = outcomes(board.lines)
    numbers = count_words(found)
    noted = numbers["behaald met kanttekening"]
    met, missed = [one for one in found if one.kind == "goed"], [one for one in found if one.kind == "slecht"]
    words = [_when(board)]
    judged = len(met) + len(missed)
    with_note = f", waarvan {noted} met een kanttekening" if noted else ""
    if judged > 1:
        words.append(f"behaalden wij {len(met)} van de {judged} normen die te beoordelen zijn{with_note}.")
    elif judged == 1:
        outcome = "niet behaald" if missed else "behaald, met een kanttekening" if noted else "behaald"
        words.append(f"is de ene norm die te beoordelen is, {outcome}.")
    else:
        words.append("is van geen enkele norm te zeggen of zij behaald is.")
    if missed:
        words.append(f"Niet behaald: {'; '.join(_name(one) for one in missed)}.")
    threatened = [one for one in board.signals if one.assessment.slice is None and one.state != "al gemist"]
    if threatened:
        words.append(
            f"Als het zo doorgaat, {'wordt' if len(threatened) == 1 else 'worden'} {_norms(len(threatened))} gemist."
        )
    uneven = len(_not_everywhere(found).items)
    if uneven:
        words.append(f"Bij {_norms(uneven)} die wij behaalden, lukte dat niet in elk onderdeel.")
    running = [one for one in found if one.kind == "lopend"]
    if running:
        on = numbers["op koers"]
        words.append(f"Nog bezig: {_norms(len(running))}, waarvan {on} op koers en {len(running) - on} niet.")
    silent = numbers["niet gerapporteerd"]
    unjudged = sum(one.kind == "open" for one in found) - silent
    if unjudged:
        words.append(f"Over {_norms(unjudged)} geven wij geen oordeel.")
    if silent:
        words.append(f"Over {_norms(silent)} is geen cijfer gegeven.")
    return " ".join(words)


def _when(board: Board) -> str:
    if board.until is not None and board.until < board.period.end:
        return f"Over {board.period.name}, tot en met {format_date(board.until)},"
    return f"Over {board.period.name}"


def _norms(count: int) -> str:
    return f"{count} norm" if count == 1 else f"{count} normen"


def _name(one: Outcome) -> str:
    """The norm with the parts that decided, where it has parts."""
    parts = dict.fromkeys(line.assessment.slice for line in one.deciding if line.assessment.slice)
    return f"{one.norm.name} ({', '.join(parts)})" if parts else one.norm.name


def _said(line: Line) -> str:
    part = f"{line.assessment.slice}: " if line.assessment.slice else ""
    return part + line.assessment.verdict.reason + _records(line)


def _records(line: Line) -> str:
    """What the records say: numerator and denominator, what was missing, and what is open and late."""
    read = line.assessment.ours
    tally = read.tally
    if tally is None:
        return ""
    words = ""
    if tally.counted and tally.lower:
        words += f" Dat zijn er {format_display(tally.upper)} van {format_display(tally.lower)}."
    if read.needed:
        had = "had 1 record" if read.needed == 1 else f"hadden {read.needed} records"
        words += f" Om de norm te halen {had} anders moeten zijn."
    return words


def _items(found: Iterable[Outcome]) -> tuple[str, ...]:
    return tuple(f"{one.norm.name}: {' '.join(_said(line) for line in one.deciding)}" for one in found)


def _missed(found: Sequence[Outcome]) -> Section:
    missed = [one for one in found if one.kind == "slecht"]
    lead = f"Deze {_norms(len(missed))} zijn niet behaald." if len(missed) > 1 else "Deze norm is niet behaald."
    return Section("Niet behaald", lead if missed else "", _items(missed))


def _running(found: Sequence[Outcome]) -> Section:
    running = [one for one in found if one.kind == "lopend"]
    items = [f"{one.norm.name} ({one.word}): {' '.join(_said(line) for line in one.deciding)}" for one in running]
    return Section(
        "Nog bezig",
        "De periode loopt nog. De bron zegt hoe het cijfer hoort op te lopen." if running else "",
        tuple(items),
    )


def _signals(board: Board) -> Section:
    """Norms that are missed before their period is over, or are about to be, with the day from which they cannot be met any more."""
    lead = "De periode loopt nog. Deze normen zijn al gemist, of worden gemist als het zo doorgaat. Een tempo is een schatting."
    return Section("Signalering", lead if board.signals else "", tuple(outlook_text(one) for one in board.signals))


def _remarks(found: Sequence[Outcome]) -> Section:
    """Everything that was met, but not without more."""
    noted = [one for one in found if one.word == "behaald met kanttekening"]
    items = [
        f"{one.norm.name}: {' '.join((*(_said(line) for line in one.deciding), *_notes(one.deciding)))}"
        for one in noted
    ]
    return Section(
        "Behaald met een kanttekening",
        "Deze normen zijn behaald, maar er hoort iets bij." if noted else "",
        tuple(items),
    )


def _not_everywhere(found: Sequence[Outcome]) -> Section:
    """What was met over all records, but not in every part of them."""
    items: list[str] = []
    for one in found:
        behind = [line for line in one.beside if line.kind == "slecht"]
        if one.kind == "goed" and behind:
            more = f" En nog {len(behind) - _PARTS} onderdelen." if len(behind) > _PARTS else ""
            items.append(f"{one.norm.name}: niet in {'; '.join(_said(line) for line in behind[:_PARTS])}{more}")
    lead = "Over alle records samen zijn deze normen behaald, maar niet in elk onderdeel." if items else ""
    return Section("Behaald, maar niet overal", lead, tuple(items))


def _notes(lines: Iterable[Line]) -> list[str]:
    return list(dict.fromkeys(remark for line in lines for remark in line.assessment.verdict.remarks))


def _unjudged(found: Sequence[Outcome]) -> Section:
    unjudged = [one for one in found if one.kind == "open" and one.word != "niet gerapporteerd"]
    lead = "Deze normen tellen niet als behaald en niet als gemist. Bij elke norm staat waarom."
    return Section("Niet beoordeeld", lead if unjudged else "", _items(unjudged))


def _unreported(found: Sequence[Outcome]) -> Section:
    silent = [one for one in found if one.word == "niet gerapporteerd"]
    if not silent:
        return Section("Niet gerapporteerd", "")
    lead = f"Over {_norms(len(silent))} is geen cijfer gegeven. Of zij behaald zijn, is dus niet te zien."
    clusters: dict[str, list[str]] = {}
    for one in silent:
        clusters.setdefault(one.counting[0].cluster, []).append(one.norm.name)
    items = [f"{cluster}: {'; '.join(names)}." for cluster, names in sorted(clusters.items())]
    return Section("Niet gerapporteerd", lead, tuple(items))


def _differing(lines: Iterable[Line]) -> Section:
    """Where our verdict is another than that of the document, and why."""
    items: list[str] = []
    for line in lines:
        one = line.judged.reported
        if one is not None and agrees(line.judged) is False:
            part = f" ({line.assessment.slice})" if line.assessment.slice else ""
            why = f" {one.why}" if one.why else ""
            items.append(f"{line.norm.name}{part}: het document zegt '{one.said}', wij '{line.word}'.{why}")
    return Section("Anders dan het document", "Hier is ons oordeel anders." if items else "", tuple(items))


def _sources(board: Board) -> Section:
    items: list[str] = []
    for item in board.registries:
        if item.source is None:
            items.append(f"Registratie '{item.registry}' is er niet.")
            continue
        words = f"Registratie '{item.registry}': {format_display(item.read)} records gelezen"
        refused = item.rejected.count
        words += f", {format_display(refused)} niet te gebruiken." if refused else ", alle te gebruiken."
        items.append(words)
        for name, count in sorted(item.unplaced.items()):
            items.append(
                f"Bij norm '{name}' hebben {format_display(count)} records geen datum om in een periode te tellen."
            )
    items += [f"{statement.name} ({statement.organisation})" for statement in board.statements]
    lead = "Elk oordeel is onze lezing van de norm; andere lezingen staan op het scorebord."
    return Section("Waar dit op berust", lead, tuple(items))


def plain_text(sections: Iterable[Section]) -> str:
    """The sections as Markdown that also reads as plain text."""
    blocks: list[str] = []
    for section in sections:
        blocks.append(f"## {section.title}\n\n{section.lead}")
        if section.items:
            blocks.append("\n".join(f"- {item}" for item in section.items))
    return "\n\n".join(blocks) + "\n"
