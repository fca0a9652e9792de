"""The scoreboard of reported figures as Markdown: our verdict beside that of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dsl.program import NormInfo
from engine.normen.assess import Read
from engine.normen.figures import demand_words
from engine.normen.reported import Judged, agrees

_ORDER = (
    "behaald",
    "behaald met kanttekening",
    "niet behaald",
    "onherroepelijk gemist",
    "op koers",
    "niet op koers",
    "jaarnorm zonder koers in de bron",
    "niet meetbaar zoals geformuleerd",
    "niet beoordeeld",
    "niet gerapporteerd",
)


def counts(found: Sequence[Judged]) -> Counter[str]:
    return Counter(item.assessment.verdict.word for item in found)


def summary(found: Sequence[Judged]) -> str:
    """One paragraph for a report: how many norms were met, and which were not."""
    numbers = counts(found)
    shown = ", ".join(f"{numbers[word]} {word}" for word in _ORDER if numbers[word])
    bad = ("niet behaald", "onherroepelijk gemist")
    missed = dict.fromkeys(_title(item) for item in found if item.assessment.verdict.word in bad)
    words = f"Samen {len(found)} oordelen: {shown or 'geen'}."
    return words + (f" Niet behaald: {'; '.join(missed)}." if missed else "")


def _title(item: Judged) -> str:
    norm, part = item.assessment.norm, item.assessment.slice
    return f"{norm.name}{f' ({part})' if part else ''}"


def scoreboard(found: Sequence[Judged]) -> str:
    """A table of all judged norms, and under it why ours differs from the document."""
    rows = [
        "| norm | onderdeel | gevraagd | cijfer | onze lezing | volgens het document |",
        "|---|---|---|---|---|---|",
    ]
    rows += [f"| {' | '.join(_cell(text) for text in _row(item))} |" for item in found]
    notes = [line for item in found for line in _notes(item)]
    return "\n".join([*rows, "", *notes, "", summary(found)]).replace("\n\n\n", "\n\n") + "\n"


def _row(item: Judged) -> tuple[str, ...]:
    norm, one = item.assessment.norm, item.reported
    title = f"{norm.number} {norm.name}" if norm.number else norm.name
    return (
        title,
        item.assessment.slice or norm.part or "",
        demand_shown(norm, item.assessment.ours),
        (one.printed if one is not None else None) or "geen",
        item.assessment.verdict.word,
        (one.said if one is not None else None) or "zegt niets",
    )


def demand_shown(norm: NormInfo, read: Read) -> str:
    demand = read.gauge.demand or norm.gauge.demand
    return "" if demand is None else demand_words(demand, norm.unit)


def _notes(item: Judged) -> list[str]:
    """Why a verdict needs words: another reading, a remark, another verdict in the document."""
    verdict, one = item.assessment.verdict, item.reported
    words: list[str] = []
    if item.assessment.others:
        others = "; ".join(f"{other.name}: {other.verdict.word}" for other in item.assessment.others)
        chosen = item.assessment.ours.name
        words.append(f"Onze lezing: {chosen}. Andere lezingen: {others}." if chosen else f"Lezingen: {others}.")
    words += verdict.remarks
    if one is not None and one.why:
        words.append(one.why)
    if agrees(item) is False:
        words.append("Ons oordeel is anders dan dat van het document.")
    if not words or one is None:
        return []
    return [f"- **{_title(item)}** ({one.printed}): {verdict.reason} {' '.join(words)}"]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
