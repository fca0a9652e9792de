"""What a choice does, in Dutch and as plain data: consequences side by side, and never advice."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any

from dsl.notation import format_date
from dsl.program import NumType, Program
from engine.case import Case
from engine.dossier.choice import Choice
from engine.explain.overview_nl import OWN_DATA_ONLY, head_of
from engine.explain.people import People
from engine.explain.render import render
from engine.explain.tree import Explanation, Part, Section
from engine.explain.values_nl import enumeration, number_text
from engine.time.consequences import Compared, Consequences, Segment
from engine.time.timeline import Stretch, Timeline
from engine.time.timeline_json import timeline_json
from engine.time.words import outcome_text, period_text, reason_parts, words_of

TAX = "Belasting: niet vast te stellen. Alle bedragen zijn voor belasting en premies."
NO_ADVICE = "Hier staan gevolgen naast elkaar. Het is geen advies: wat beter is, hangt ook af van de belasting en van wat u zelf wilt."
NOT_ADDED = "De bedragen zijn niet opgeteld: wat u krijgt en wat u betaalt, telt per wet anders mee."
WITHOUT, WITH = "zonder de keuze", "met de keuze"
NOBODY = "bestaat dan niet"
_ONE_DAY = timedelta(days=1)


def describe_consequences(program: Program, found: Consequences, choice: Choice, level: str = "kort") -> str:
    """The consequences as text; ``level`` kort, burger or behandelaar (the last two with the reasons of each change)."""
    formal = level == "behandelaar"
    names = _names(program, found.viewpoint)
    told = [one for one in found.compared if one.differs]
    sections = [Section("", _opening(found, told, choice))]
    for regeling, group in groupby(told, key=lambda one: one.info.regeling):
        parts = tuple(_part(program, one, names, formal, reasons=level != "kort") for one in group)
        sections.append(Section(regeling, parts))
    sections.append(Section("Alle verschillen per periode", _side_by_side(program, found, told, names, formal)))
    sections.append(Section("Verder", _rest(found, names, formal)))
    tree = Explanation("behandelaar" if formal else "burger", choice.name or "Gevolgen", _filled(sections))
    return f"{TAX}\n\n{render(tree, 'tekst')}"


def _filled(sections: list[Section]) -> tuple[Section, ...]:
    return tuple(one for one in sections if one.parts)


def _names(program: Program, over: Case | None) -> People | None:
    return None if over is None else People(program, over)


def _opening(found: Consequences, told: list[Compared], choice: Choice) -> tuple[Part, ...]:
    period = f"Van {format_date(found.start, words=True)} t/m {format_date(found.end, words=True)}."
    sentences = [NO_ADVICE, NOT_ADDED]
    executors = sorted({one.info.executor for one in told if one.info.executor is not None})
    if executors:
        sentences.append(f"Vraag het eerst na bij: {enumeration(executors)}.")
    if not told:
        sentences.append("In deze periode verandert de keuze geen enkel besluit.")
    if found.couples:
        who = enumeration(list(found.couples))
        sentences.append(
            f"{who[:1].upper()}{who[1:]} zijn hetzelfde huishouden, van twee kanten bekeken. Staat een bijdrage bij allebei, dan is"
            " het dezelfde: die wordt een keer betaald."
        )
    if found.informed:
        days = [f"{name} vanaf {format_date(day, words=True)}" for name, day in found.informed]
        sentences.append(f"Wie het weet: {enumeration(days)}.")
    parts = [Part("zin", sentence) for sentence in (*sentences, OWN_DATA_ONLY, period)]
    return (*parts, *(Part("punt", f"Let op: {note}") for note in choice.notes))


# ---------------------------------------------------------------- per besluit


def _part(program: Program, one: Compared, names: People | None, formal: bool, *, reasons: bool) -> Part:
    head = head_of(one.info, one.over, one.others, names, formal)
    if one.info.executor is not None:
        head += f", {one.info.executor}"
    lines = []
    for segment in one.segments:
        period = period_text(segment.start, segment.end)
        texts = [
            _text(program, line, stretch, formal)
            for line, stretch in ((one.without, segment.without), (one.chosen, segment.chosen))
        ]
        if not segment.differs:
            lines.append(Part("punt", period, f"gelijk: {texts[0]}"))
            continue
        pair = [Part("punt", WITHOUT, texts[0]), Part("punt", WITH, texts[1])]
        pair += [Part("punt", "verschil", text) for text in _changes(segment)]
        if reasons:
            pair += _reasons(program, one.chosen, segment, formal)
        lines.append(Part("punt", period, children=tuple(pair)))
    return Part("punt", head, children=tuple(lines))


def _text(program: Program, line: Timeline | None, stretch: Stretch | None, formal: bool) -> str:
    if line is None or stretch is None:
        return NOBODY
    return outcome_text(words_of(program, line, stretch.decision, formal), stretch.decision, formal)


def _changes(segment: Segment) -> list[str]:
    """``+ € 515,45 per maand``; with the name of the outcome where there are more."""
    changes = list(segment.changes())
    texts = []
    for attr, more in changes:
        assert isinstance(attr.type, NumType)
        text = f"{'+' if more > 0 else '-'} {number_text(abs(more), attr.type)}"
        texts.append(text if len(changes) == 1 else f"{attr.name} {text}")
    return texts


def _reasons(program: Program, line: Timeline | None, segment: Segment, formal: bool) -> list[Part]:
    """Why the line with the choice changed where this segment begins."""
    if line is None or segment.chosen is None or segment.chosen.start != segment.start:
        return []
    at = line.stretches.index(segment.chosen)
    if not at:
        return []
    words, before = (words_of(program, line, line.stretches[n].decision, formal) for n in (at, at - 1))
    return list(reason_parts(program, segment.chosen, words, before))


# ---------------------------------------------------------------- all beside each other


def _side_by_side(
    program: Program, found: Consequences, told: list[Compared], names: People | None, formal: bool
) -> tuple[Part, ...]:
    """Per stretch in which nothing changes all that differs, beside each other."""
    edges = sorted({found.start, *(segment.start for one in told for segment in one.segments)})
    parts: list[tuple[date, date, tuple[Part, ...]]] = []
    for first, following in zip(edges, [*edges[1:], found.end + _ONE_DAY], strict=True):
        lines = []
        for one in told:
            segment = next(part for part in one.segments if part.start <= first <= part.end)
            if segment.differs:
                head = head_of(one.info, one.over, one.others, names, formal)
                lines.append(Part("punt", head, _short(program, one, segment, formal)))
        if parts and parts[-1][2] == tuple(lines):
            parts[-1] = (parts[-1][0], following - _ONE_DAY, tuple(lines))
        else:
            parts.append((first, following - _ONE_DAY, tuple(lines)))
    return tuple(
        Part("punt", period_text(start, end), None if lines else "geen verschil", children=lines)
        for start, end, lines in parts
    )


def _short(program: Program, one: Compared, segment: Segment, formal: bool) -> str:
    changes = _changes(segment)
    if changes:
        return "; ".join(changes)
    without = _text(program, one.without, segment.without, formal)
    return f"zonder {without}, met {_text(program, one.chosen, segment.chosen, formal)}"


def _rest(found: Consequences, names: People | None, formal: bool) -> tuple[Part, ...]:
    parts = []
    same = [one for one in found.compared if not one.differs]
    still_open = [head_of(one.info, one.over, one.others, names, formal) for one in same if one.is_open]
    if still_open:
        parts.append(
            Part("punt", f"Met en zonder de keuze niet (helemaal) vast te stellen: {enumeration(still_open)}.")
        )
    settled = list(dict.fromkeys(one.info.name for one in same if not one.is_open))
    if settled:
        parts.append(Part("punt", f"Met en zonder de keuze gelijk: {enumeration(settled)}."))
    if found.restless:
        rest = enumeration([info.name for info in found.restless])
        parts.append(Part("punt", f"Verandert te vaak om te tonen: {rest}. Kies een kortere periode."))
    return tuple(parts)


# ---------------------------------------------------------------- data


def consequences_json(program: Program, found: Consequences, choice: Choice) -> dict[str, Any]:
    """The consequences as plain data, the reserves first; the same bytes for the same dossier and choice."""
    return {
        "belasting": TAX,
        "geen advies": NO_ADVICE,
        "niet opgeteld": NOT_ADDED,
        "waarschuwing": OWN_DATA_ONLY,
        "keuze": choice.name,
        "let op": list(choice.notes),
        "van": found.start.isoformat(),
        "tot en met": found.end.isoformat(),
        "zelfde huishouden": list(found.couples),
        "wie het weet": [{"organisatie": name, "vanaf": day.isoformat()} for name, day in found.informed],
        "besluiten": [_compared_json(program, one) for one in found.compared],
        "verandert te vaak": [info.name for info in found.restless],
    }


def _compared_json(program: Program, one: Compared) -> dict[str, Any]:
    return {
        "regeling": one.info.regeling,
        "besluit": one.info.name,
        "uitvoerder": one.info.executor,
        "object": one.over,
        "verschilt": one.differs,
        "stukken": [_segment_json(program, one, segment) for segment in one.segments],
        WITHOUT: None if one.without is None else timeline_json(program, one.without),
        WITH: None if one.chosen is None else timeline_json(program, one.chosen),
    }


def _segment_json(program: Program, one: Compared, segment: Segment) -> dict[str, Any]:
    changes: list[tuple[str, Fraction]] = [(attr.name, more) for attr, more in segment.changes()]
    return {
        "van": segment.start.isoformat(),
        "tot en met": segment.end.isoformat(),
        "verschilt": segment.differs,
        WITHOUT: _text(program, one.without, segment.without, formal=True),
        WITH: _text(program, one.chosen, segment.chosen, formal=True),
        "verschillen": [{"uitkomst": name, "meer": str(more)} for name, more in changes],
    }
