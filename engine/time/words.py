"""A timeline in Dutch: for the citizen and for whoever handles the case."""

from __future__ import annotations

from datetime import date

from dsl.notation import MONTH_NAMES, format_date
from dsl.program import BoolType, Choice, Input, Lookup, Param, Program, SourceRef
from engine.decision import Decision, OutcomeResult, Status
from engine.explain.burger import to_the_heirs
from engine.explain.people import People
from engine.explain.questions import question
from engine.explain.reading import Atom, Reading
from engine.explain.render import render
from engine.explain.tree import Explanation, Form, Part, Section
from engine.explain.values_nl import capital, euro_text, outcome_value_text, sentence, term_text
from engine.explain.variant_nl import noted
from engine.explain.words import Words, plain_words
from engine.time.amounts import portions_in
from engine.time.reasons import Reason
from engine.time.timeline import Stretch, Timeline
from engine.time.units import first_day, next_first_day
from engine.values import YES, Fault, Known

_ONE_DAY = next_first_day("dag", date(2000, 1, 1)) - date(2000, 1, 1)
PRIVATE_CHANGE = "Er is iets veranderd in uw persoonlijke situatie."
PRIVATE_QUESTION = "een vraag over uw persoonlijke situatie"
NO_FIGURE = "niet vast te stellen, want een bedrag van deze periode is niet bekend"
NOTHING_FOUND = "De uitkomst berust nu op iets anders."


def describe_timeline(program: Program, told: Timeline, formal: bool = True, form: Form = "tekst") -> str:
    """The timeline as text. ``formal``: with the names of the file, rules and sources; otherwise as in a letter."""
    return render(explain_timeline(program, told, formal), form)


def explain_timeline(program: Program, told: Timeline, formal: bool) -> Explanation:
    """The timeline as a tree."""
    parts = [_part(program, told, index, formal) for index in range(len(told.stretches))]
    heirs = () if formal else to_the_heirs(People(program, told.case))
    opening = [
        *heirs,
        Part("zin", f"Van {format_date(told.start, words=True)} t/m {format_date(told.end, words=True)}."),
    ]
    if told.info.takes_effect is not None:
        words = f"Een wijziging werkt door vanaf: {told.info.takes_effect}"
        opening.append(Part("zin", sentence(words if formal else plain_words(words))))
    sections = (Section("", tuple(opening)), Section("Tijdlijn", tuple(parts)))
    return noted(program, Explanation("behandelaar" if formal else "burger", told.info.name, sections))


def _part(program: Program, told: Timeline, index: int, formal: bool) -> Part:
    stretch = told.stretches[index]
    decision = stretch.decision
    words = words_of(program, told, decision, formal)
    said = outcome_text(words, decision, formal)
    reasons: tuple[Part, ...] = ()
    if index:
        before = words_of(program, told, told.stretches[index - 1].decision, formal)
        reasons = reason_parts(program, stretch, words, before)
    return Part(
        "punt", period_text(stretch.start, stretch.end), said, children=(*portion_parts(told, stretch), *reasons)
    )


def portion_parts(told: Timeline, stretch: Stretch) -> tuple[Part, ...]:
    """What is due over the part of a month in which this stretch begins or ends, where the law reckons with that."""
    return tuple(
        Part(
            "melding",
            f"Over {period_text(one.start, one.end)} ({term_text(one.days, 'dag')} naar rato): {euro_text(one.due)}.",
        )
        for one in portions_in(told, stretch)
        if one.due is not None and one.monthly
    )


def words_of(program: Program, told: Timeline, decision: Decision, formal: bool) -> Words:
    reading = Reading(program, decision.trace, told.case, decision.rekendatum)
    return Words(reading, People(program, told.case), "formal" if formal else "plain")


def period_text(start: date, end: date) -> str:
    """``maart 2026``, ``maart t/m juni 2026``, ``15 maart t/m 30 juni 2026``, ``2026``."""
    whole = first_day("maand", start) == start and next_first_day("maand", end) == end + _ONE_DAY
    if not whole:
        if start == end:
            return format_date(start, words=True)
        first = f"{start.day} {MONTH_NAMES[start.month - 1]}"
        if start.year != end.year:
            first += f" {start.year}"
        elif start.month == end.month:
            first = str(start.day)
        return f"{first} t/m {format_date(end, words=True)}"
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year} t/m {end.year}"
    last = f"{MONTH_NAMES[end.month - 1]} {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return last
    year = "" if start.year == end.year else f" {start.year}"
    return f"{MONTH_NAMES[start.month - 1]}{year} t/m {last}"


# ---------------------------------------------------------------- what holds


def outcome_text(words: Words, decision: Decision, formal: bool) -> str:
    """What the decision says, on one line."""
    if decision.status is Status.ONBEKEND:
        asked = [question(words, item.fact) for item in decision.missing[:1]]
        first = PRIVATE_QUESTION if asked == [None] else next((one for one in asked if one), "")
        count = len(decision.missing)
        needed = f"{count} {'feit' if count == 1 else 'feiten'}"
        which = ": " if count == 1 else ", bijvoorbeeld: "
        text = f"nog niet vast te stellen, nodig: {needed}" + (f"{which}{first}" if first else "")
        return text if formal else plain_words(text)
    if decision.status is Status.BEOORDELEN:
        asks = "; ".join(item.text for item in decision.questions)
        return f"te beoordelen door een medewerker: {asks}" if formal else "te beoordelen door een medewerker"
    if decision.status is Status.NIET_VAN_TOEPASSING:
        return "niet van toepassing"
    shown = [_outcome(result, formal) for result in decision.outcomes]
    if len(shown) > 1:
        shown = [f"{result.attr.name} {text}" for result, text in zip(decision.outcomes, shown, strict=True)]
    marks = ["voorlopig"] if any(result.finality == "voorlopig" for result in decision.outcomes) else []
    if formal:
        marks += ["niet zeker"] if any(result.uncertain for result in decision.outcomes) else []
    text = "; ".join([*shown, *marks])
    return text if formal else plain_words(text)


def _outcome(result: OutcomeResult, formal: bool) -> str:
    if isinstance(result.value, Fault) and result.value.kind == "parameter ontbreekt" and not formal:
        return NO_FIGURE
    return outcome_value_text(result.value, result.legal_status, result.attr.type, ("verschuldigd",))


# ---------------------------------------------------------------- why it changed


def reason_parts(program: Program, stretch: Stretch, words: Words, before: Words) -> tuple[Part, ...]:
    """Why a stretch differs from the one before it, each reason once."""
    found: dict[str, Part] = {}
    for reason in stretch.reasons:
        part = _reason(program, reason, words, before)
        if part is not None:
            found.setdefault(part.text, part)
    if not found:
        return (Part("melding", NOTHING_FOUND),)
    return tuple(found.values())


def _reason(program: Program, reason: Reason, words: Words, before: Words) -> Part | None:
    """A reason in words; None for who stands in a role, where the words say no more than that it is who it is."""
    formal = words.voice == "formal"
    if reason.kind == "regel":
        assert reason.rule is not None
        rule = program.rules[reason.rule]
        if not formal and rule.sensitive:
            return Part("melding", PRIVATE_CHANGE)
        day = "" if reason.since is None else f" vanaf {format_date(reason.since, words=True)}"
        if not formal:
            return Part("melding", f"De wet is veranderd{day}.", sources=rule.sources)
        verb = "geldt" if reason.begins else "geldt niet meer"
        return Part("regel", f'De regel "{rule.name}" {verb}{day}.', None, rule.sources, (), (rule.number,))
    if not formal and (words.reading.sensitive(reason.key) or before.reading.sensitive(reason.key)):
        return Part("melding", PRIVATE_CHANGE)
    text = _change(program, reason, words, before)
    if text is None:
        return None
    if not formal:
        text = plain_words(text)
    return Part("feit" if reason.kind == "feit" else "melding", sentence(text), sources=_sources(program, reason))


def _sources(program: Program, reason: Reason) -> tuple[SourceRef, ...]:
    node = program.nodes[reason.key[0]]
    if isinstance(node, Param):
        info = program.params[node.name]
        return (reason.held.sources if reason.held is not None else ()) or info.sources
    return program.tables[node.table].sources if isinstance(node, Lookup) else ()


def _change(program: Program, reason: Reason, words: Words, before: Words) -> str | None:
    node = program.nodes[reason.key[0]]
    since = "" if reason.since is None else f" vanaf {format_date(reason.since, words=True)}"
    if isinstance(node.type, BoolType):
        holds = reason.after == YES
        return words.condition(Atom(reason.key, holds)).rstrip(".") + since
    called = words.attribute(node, reason.key) if isinstance(node, Input) else words.phrase(reason.key)
    if isinstance(node, Choice):
        called = f"de uitkomst van {node.attr}"
    if isinstance(reason.after, Fault):
        return f"{called} is{since} niet bekend"
    if words.hides_value(reason.key):
        return f"{called} is veranderd{since}"
    now, then = words.value(reason.key), before.value(reason.key)
    if reason.kind == "rol" and now == called:
        return None
    was = f" (was {then})" if now != then and isinstance(reason.before, Known) else ""
    return f"{capital(called)} is {now}{since}{was}"
