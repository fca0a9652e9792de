"""The scoreboard of reported figures: our verdict beside that of the document, as text, Markdown or data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from dsl.program import NormInfo
from engine.normen.assess import Read
from engine.normen.figures import demand_words
from engine.normen.report_json import assessment_json
from engine.normen.reported import Judged, agrees
from engine.normen.text_nl import assessment_lines

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


def describe_reported(found: Sequence[Judged]) -> str:
    lines: list[str] = []
    for item in found:
        block = assessment_lines(item.assessment)
        if item.reported is not None:
            block += _said(item)
        lines += [*block, ""]
    return "\n".join([*lines, summary(found)]) + "\n"


def _said(item: Judged) -> list[str]:
    one, statement = item.reported, item.statement
    assert one is not None and statement is not None
    words = [f"Cijfer: {one.printed or 'geen'}, {statement.name}{f', {one.place}' if one.place else ''}."]
    if one.said:
        words.append(f"Het document zegt: {one.said}.{_difference(item)}")
    if one.why:
        words.append(one.why)
    return [f"    {line}" for text in words for line in wrap(text, 110, break_on_hyphens=False)]


def _difference(item: Judged) -> str:
    return " Dat is anders dan ons oordeel." if agrees(item) is False else ""


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


# ---------------------------------------------------------------- Markdown


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


# ---------------------------------------------------------------- data


def reported_json(found: Sequence[Judged]) -> dict[str, Any]:
    return {
        "oordelen": {word: counts(found)[word] for word in _ORDER if counts(found)[word]},
        "samenvatting": summary(found),
        "normen": [
            {
                **assessment_json(item.assessment),
                "opgave": None
                if item.reported is None or item.statement is None
                else {
                    "document": item.statement.name,
                    "plaats": item.reported.place,
                    "gedrukt": item.reported.printed,
                    "citaat": item.reported.quote,
                    "oordeel": item.reported.said,
                    "gelijk aan ons oordeel": agrees(item),
                    "toelichting": item.reported.why,
                },
            }
            for item in found
        ],
    }
