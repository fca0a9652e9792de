"""Every besluit of one dossier side by side, in Dutch.

Nothing is added up: the laws differ in what they call income, in period and in tax, so a total would be the outcome of no law.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dsl.notation import format_date
from dsl.program import DecisionInfo, Program
from engine.case import Moment
from engine.decision import Decision, Status
from engine.everything import Decided, Overview
from engine.explain.people import HOUSEHOLDS, People
from engine.explain.questions import question
from engine.explain.reading import Reading
from engine.explain.render import render
from engine.explain.tree import Explanation, Part, Section
from engine.explain.values_nl import capital, enumeration, outcome_value_text
from engine.explain.variant_nl import noted
from engine.explain.words import Words, plain_words

OWN_DATA_ONLY = (
    "Dit overzicht legt gegevens van verschillende wetten bij elkaar. Gebruik het alleen voor uw eigen gegevens of voor een"
    " verzonnen dossier. Een organisatie mag dit niet doen met gegevens van burgers."
)
NO_TOTAL = (
    "De bedragen zijn niet opgeteld. Elke wet heeft een eigen begrip van inkomen en een eigen periode, en over sommige bedragen"
    " betaalt u belasting."
)
MARKS = {
    None: "recht volgens dit dossier",
    True: "recht volgens dit dossier, al aangevraagd",
    False: "mogelijk recht, vraag aan",
}
_PRIVATE = "een vraag over de persoonlijke situatie"


@dataclass(frozen=True, slots=True)
class Row:
    """One besluit in words. ``question``: the first fact to ask for or question to judge."""

    status: str
    outcomes: tuple[tuple[str, str], ...]
    missing: int
    question: str | None
    mark: str | None


def row_of(program: Program, one: Decided, formal: bool) -> Row:
    """What the overview says of one besluit. ``formal``: with the names of the file, for whoever handles the case."""
    decision = one.decision
    shown = tuple(
        (result.attr.name, outcome_value_text(result.value, result.legal_status, result.attr.type))
        for result in decision.outcomes
    )
    asked = None
    if decision.status is Status.ONBEKEND and decision.missing:
        reading = Reading(program, decision.trace, one.case, decision.rekendatum)
        words = Words(reading, People(program, one.case), "formal" if formal else "plain")
        text = question(words, decision.missing[0].fact)
        asked = _PRIVATE if text is None else text if formal else plain_words(text)
    elif decision.questions:
        asked = decision.questions[0].text
    needed = sum(item.needed for item in decision.missing)
    mark = MARKS[one.claimed] if one.right else None
    return Row(decision.status.value, shown, needed, asked, mark)


def describe_overview(program: Program, overview: Overview, moment: Moment, formal: bool = False) -> str:
    """The overview as text; the warning about whose data it is for stands first."""
    day = format_date(moment.rekendatum, words=True)
    sections = [Section("", (Part("zin", f"Alles geldt op {day}."), Part("zin", NO_TOTAL)))]
    names = None if overview.viewpoint is None else People(program, overview.viewpoint)
    for regeling, group in groupby(overview.decided, key=lambda one: one.info.regeling):
        parts = tuple(_part(program, one, names, formal) for one in group)
        sections.append(Section(regeling, parts))
    sections.append(Section("Verder", _rest(overview)))
    tree = Explanation(
        "behandelaar" if formal else "burger", "Alles in dit dossier", tuple(one for one in sections if one.parts)
    )
    return f"{OWN_DATA_ONLY}\n\n{render(noted(program, tree), 'tekst')}"


def head_of(info: DecisionInfo, over: str, others: int, names: People | None, formal: bool) -> str:
    """The besluit with its period, and about whom it is where that could be somebody else."""
    about = ""
    if names is not None and others > 1:
        # Of more households each has the name that the dossier gave it.
        about = over if info.over in HOUSEHOLDS else names.formal(over) if formal else names.plain(over)
    marks = [mark for mark in (f"per {info.per}" if info.per else "", f"over {about}" if about else "") if mark]
    return info.name + (f" ({', '.join(marks)})" if marks else "")


def _part(program: Program, one: Decided, names: People | None, formal: bool) -> Part:
    row = row_of(program, one, formal)
    head = head_of(one.info, one.case.root.key, one.others, names, formal)
    decision = one.decision
    if decision.status is Status.VASTGESTELD:
        said = [f"{name}: {text}" for name, text in row.outcomes] + _kinds(decision)
        said += [row.mark] if row.mark else []
        return Part("punt", f"{head}: {'; '.join(said)}")
    if decision.status is Status.ONBEKEND:
        count = f"{row.missing} {'feit' if row.missing == 1 else 'feiten'}"
        first = f" Eerste vraag: {row.question}" if row.question else ""
        return Part("punt", f"{head}: nog niet vast te stellen, nodig: {count}.{first}")
    if decision.status is Status.BEOORDELEN:
        return Part("punt", f"{head}: te beoordelen door een medewerker. {row.question or ''}".strip())
    if decision.status is Status.FOUT:
        wrong = "; ".join(f"{name}: {text}" for name, text in row.outcomes)
        return Part("punt", f"{head}: {wrong}")
    return Part("punt", f"{head}: niet van toepassing")


def _kinds(decision: Decision) -> list[str]:
    """Whether an outcome can still change: only what is voorlopig has to be said."""
    return ["voorlopig"] if any(result.finality == "voorlopig" for result in decision.outcomes) else []


def _rest(overview: Overview) -> tuple[Part, ...]:
    parts = []
    if overview.silent:
        names = sorted({info.regeling for info in overview.silent} - {one.info.regeling for one in overview.decided})
        count = len(overview.silent)
        which = f", bijvoorbeeld van {enumeration(names[:3])}" if names else ""
        parts.append(Part("punt", f"{capital(_besluiten(count))}{which}: niets over bekend in dit dossier."))
    return tuple(parts)


def _besluiten(count: int) -> str:
    return "1 besluit" if count == 1 else f"{count} besluiten"


def overview_json(program: Program, overview: Overview, moment: Moment) -> dict[str, Any]:
    """The overview as plain data, the warning first; the same bytes for the same dossier."""
    found = []
    for one in overview.decided:
        row = row_of(program, one, formal=True)
        found.append(
            {
                "regeling": one.info.regeling,
                "besluit": one.info.name,
                "uitvoerder": one.info.executor,
                "object": one.case.root.key,
                "per": one.info.per,
                "status": row.status,
                "uitkomsten": [{"naam": name, "uitkomst": text} for name, text in row.outcomes],
                "nodig": row.missing,
                "eerste vraag": row.question,
                "recht": row.mark,
            }
        )
    return {
        "waarschuwing": OWN_DATA_ONLY,
        "totaal": NO_TOTAL,
        "rekendatum": moment.rekendatum.isoformat(),
        "besluiten": found,
        "niets over bekend": [info.name for info in overview.silent],
    }
