"""All rights and duties of a household over a period, in Dutch and as plain data."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from dsl.notation import format_date, format_display
from dsl.program import Program
from engine.case import Case
from engine.explain.overview_nl import MARKS, NO_TOTAL, OWN_DATA_ONLY, head_of
from engine.explain.people import People
from engine.explain.questions import question
from engine.explain.reading import Reading
from engine.explain.render import render
from engine.explain.tree import Explanation, Part, Section
from engine.explain.values_nl import capital, enumeration
from engine.explain.variant_nl import noted
from engine.explain.words import Words, plain_words
from engine.time.household import Course, Followed
from engine.time.stacking import Contribution, StackStretch
from engine.time.timeline_json import timeline_json
from engine.time.words import outcome_text, period_text, reason_parts, words_of
from engine.trace import Trace
from engine.values import FactRef

STACK = "Alle bijdragen van een maand bij elkaar"
STACK_ADDS = (
    "Deze bedragen betaalt het huishouden samen per maand. Een bedrag per jaar of per bijdrageperiode is omgerekend naar"
    " een maand."
)
NORM_IS = (
    "Het bestaansminimum is hier de norm van de AIO-aanvulling. Of er na de bijdragen genoeg overblijft, staat hier niet: dat hangt"
    " af van het netto inkomen, en dat kent het programma niet."
)
_PRIVATE = "een vraag over de persoonlijke situatie"


def describe_course(program: Program, course: Course, level: str) -> str:
    """The course as text; ``level`` kort, burger or behandelaar. The warning about whose data it is for stands first."""
    formal = level == "behandelaar"
    names = None if course.viewpoint is None else People(program, course.viewpoint)
    period = f"Van {format_date(course.start, words=True)} t/m {format_date(course.end, words=True)}."
    sections = [Section("", (Part("zin", period), Part("zin", NO_TOTAL)))]
    shown = [one for one in course.followed if one.applies]
    for regeling, group in groupby(shown, key=lambda one: one.told.info.regeling):
        parts = tuple(_part(program, one, names, formal, reasons=level != "kort") for one in group)
        sections.append(Section(regeling, parts))
    sections.append(Section(STACK, _stack(program, course, names, formal)))
    sections.append(Section("Verder", _rest(course)))
    tree = Explanation(
        "behandelaar" if formal else "burger", "Alles in dit dossier", tuple(one for one in sections if one.parts)
    )
    return f"{OWN_DATA_ONLY}\n\n{render(noted(program, tree), 'tekst')}"


def _part(program: Program, one: Followed, names: People | None, formal: bool, *, reasons: bool) -> Part:
    """A besluit with what it says when; on one line where that is always the same."""
    told = one.told
    head = head_of(told.info, told.case.root.key, one.others, names, formal)
    lines: list[tuple[date, date, str, tuple[Part, ...]]] = []
    before: Words | None = None
    for stretch, right in zip(told.stretches, one.rights, strict=True):
        words = words_of(program, told, stretch.decision, formal)
        text = outcome_text(words, stretch.decision, formal)
        if right:
            text += f"; {MARKS[one.claimed]}"
        why = reason_parts(program, stretch, words, before) if reasons and before is not None else ()
        if lines and lines[-1][2] == text and not reasons:
            # Something beside the words changed, such as the rule; without reasons there is nothing to tell.
            lines[-1] = (lines[-1][0], stretch.end, text, why)
        else:
            lines.append((stretch.start, stretch.end, text, why))
        before = words
    if len(lines) == 1:
        return Part("punt", head, lines[0][2])
    parts = [Part("punt", period_text(start, end), text, children=why) for start, end, text, why in lines]
    return Part("punt", head, children=tuple(parts))


# ---------------------------------------------------------------- contributions together


def _stack(program: Program, course: Course, names: People | None, formal: bool) -> tuple[Part, ...]:
    if not course.stack.stretches:
        return ()
    parts = [Part("zin", STACK_ADDS), Part("zin", NORM_IS)]
    for stretch in course.stack.stretches:
        owed = tuple(
            Part("punt", _called(one, names, formal), _amount(one)) for one in stretch.contributions if _matters(one)
        )
        norm = Part("punt", "bestaansminimum", norm_text(program, stretch, course.viewpoint, formal))
        parts.append(Part("punt", period_text(stretch.start, stretch.end), together(stretch), children=(*owed, norm)))
    return tuple(parts)


def together(stretch: StackStretch) -> str:
    """What the contributions come to: the settled ones added, and how many are still open."""
    open_ones = [one for one in stretch.contributions if not one.settled]
    settled = sum(one.low for one in stretch.contributions if one.settled)
    text = f"samen {_euros(settled)} per maand"
    if open_ones:
        count = "1 bijdrage is" if len(open_ones) == 1 else f"{len(open_ones)} bijdragen zijn"
        text += f", en {count} nog niet vast te stellen"
    return text


def _matters(one: Contribution) -> bool:
    """Something is owed or may be, or it was set at nil: what is not owed needs no line."""
    return bool(one.low) or not one.settled or one.status == "op nihil gesteld"


def _called(one: Contribution, names: People | None, formal: bool) -> str:
    if names is None or one.over == names.case.root.key:
        return one.info.name
    return f"{one.info.name} (over {names.formal(one.over) if formal else names.plain(one.over)})"


def _amount(one: Contribution) -> str:
    if not one.settled:
        return one.status
    return f"{_euros(one.low)} per maand" + (f" ({one.status})" if one.status != "verschuldigd" else "")


def norm_text(program: Program, stretch: StackStretch, over: Case | None, formal: bool) -> str:
    """The norm per month, or why it is not known."""
    if stretch.norm is not None:
        return f"{_euros(stretch.norm)} per maand"
    text = f"niet bekend, want {stretch.why_not}"
    asked = [] if over is None else [_asked(program, over, stretch, fact, formal) for fact in stretch.missing]
    return text + (f": {'; '.join(dict.fromkeys(asked))}" if asked else "")


def _asked(program: Program, over: Case, stretch: StackStretch, fact: FactRef, formal: bool) -> str:
    """The question for a missing fact, in the voice of the overview."""
    reading = Reading(program, Trace({}, ()), over, stretch.start)
    words = Words(reading, People(program, over), "formal" if formal else "plain")
    text = question(words, fact)
    return _PRIVATE if text is None else text if formal else plain_words(text)


def _euros(amount: object) -> str:
    return format_display(amount, "bedrag")  # type: ignore[arg-type]


# ---------------------------------------------------------------- what is left


def _rest(course: Course) -> tuple[Part, ...]:
    parts = []
    never = list(dict.fromkeys(one.told.info.name for one in course.followed if not one.applies))
    if never:
        parts.append(Part("punt", f"De hele periode niet van toepassing: {enumeration(never)}."))
    if course.households > 1:
        parts.append(
            Part("punt", "Het dossier heeft meer dan een huishouden. De bijdragen zijn daarom niet bij elkaar gezet.")
        )
    if course.restless:
        names = enumeration([info.name for info in course.restless])
        parts.append(Part("punt", f"Verandert te vaak om te tonen: {names}. Kies een kortere periode."))
    if course.silent:
        told = {one.told.info.regeling for one in course.followed}
        which = sorted({info.regeling for info in course.silent} - told)
        count = "1 besluit" if len(course.silent) == 1 else f"{len(course.silent)} besluiten"
        some = f", bijvoorbeeld van {enumeration(which[:3])}" if which else ""
        parts.append(Part("punt", f"{capital(count)}{some}: niets over bekend in dit dossier."))
    return tuple(parts)


def course_json(program: Program, course: Course) -> dict[str, Any]:
    """The course as plain data, the warning first; the same bytes for the same dossier."""
    return {
        "waarschuwing": OWN_DATA_ONLY,
        "totaal": NO_TOTAL,
        "van": course.start.isoformat(),
        "tot en met": course.end.isoformat(),
        "besluiten": [_followed_json(program, one) for one in course.followed],
        "bijdragen samen": [_stack_json(stretch) for stretch in course.stack.stretches],
        "verandert te vaak": [info.name for info in course.restless],
        "niets over bekend": [info.name for info in course.silent],
    }


def _followed_json(program: Program, one: Followed) -> dict[str, Any]:
    plain = timeline_json(program, one.told)
    for stretch, right in zip(plain["stukken"], one.rights, strict=True):
        stretch["recht"] = MARKS[one.claimed] if right else None
    return plain


def _stack_json(stretch: StackStretch) -> dict[str, Any]:
    return {
        "van": stretch.start.isoformat(),
        "tot en met": stretch.end.isoformat(),
        "samen": together(stretch),
        "vastgesteld per maand": str(sum(one.low for one in stretch.contributions if one.settled)),
        "bijdragen": [
            {
                "besluit": one.info.name,
                "object": one.over,
                "status": one.status,
                "minstens": str(one.low),
                "hoogstens": None if one.high is None else str(one.high),
            }
            for one in stretch.contributions
        ],
        "bestaansminimum": None if stretch.norm is None else str(stretch.norm),
        "waarom geen bestaansminimum": stretch.why_not or None,
    }
