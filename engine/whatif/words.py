"""What if, in Dutch: two decisions beside each other, and the smallest change in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dsl.program import NumType, Program
from engine.case import Case, Moment
from engine.decide import decide
from engine.decision import Decision, OutcomeResult, Status
from engine.difference.people import case_change
from engine.difference.shares import divide
from engine.explain import Form, Level, explain
from engine.explain.people import People, article_of, possessive
from engine.explain.render import render
from engine.explain.tree import Explanation, Part, Section
from engine.explain.values_nl import enumeration, outcome_value_text, scalar_text, sentence, signed_text
from engine.time.amounts import CENT, amount_of, money_outcome
from engine.whatif.changed import Change, Place, with_changes
from engine.whatif.smallest import Smallest

ONLY_IF = "Dit is geen besluit: het laat zien wat er zou gelden als de feiten zo waren."


def describe_what_if(
    program: Program,
    besluit: str,
    case: Case,
    moment: Moment,
    changes: Sequence[Change],
    level: Level,
    form: Form = "tekst",
) -> str:
    """The decision as it is and as it would be, outcomes first, then each with its explanation. In a text for the citizen what the
    dossier says of another person, or of something gevoelig, stays out of it."""
    other = with_changes(case, changes)
    now, then = decide(program, besluit, case, moment), decide(program, besluit, other, moment)
    formal = level != "burger"
    facts = [Part("feit", change_text(program, case, moment, change, formal)) for change in changes]
    outcomes = [
        Part(
            "punt",
            f"{_called(one, formal)}: {outcome_text(one)}",
            f"wordt {outcome_text(two)}" if outcome_text(one) != outcome_text(two) else "blijft zo",
        )
        for one, two in zip(now.outcomes, then.outcomes, strict=True)
    ]
    sections = [
        Section("", (Part("zin", ONLY_IF),)),
        Section("Wat anders is", tuple(facts)),
        Section("Wat dat doet", tuple(outcomes)),
        Section("Waardoor", _causes(program, besluit, case, other, moment)),
        *_explained("Nu", explain(now, program, case, level)),
        *_explained("Met de wijziging", explain(then, program, other, level)),
    ]
    shown = tuple(section for section in sections if section.parts)
    return render(Explanation(level, f"Wat als: {besluit}", shown), form)


def _explained(which: str, told: Explanation) -> list[Section]:
    return [
        Section(f"{which}: {section.heading.lower()}" if section.heading else which, section.parts)
        for section in told.sections
    ]


def _causes(program: Program, besluit: str, case: Case, other: Case, moment: Moment) -> tuple[Part, ...]:
    """Of two changes or more, what each does to the amount."""
    outcome = money_outcome(program.decisions[besluit])
    change = case_change(program, case, other)
    if outcome is None or len(change.causes) < 2:
        return ()

    def worth(keys: frozenset[str]) -> tuple[Fraction | None, ...]:
        state = change.state(keys)
        return (amount_of(decide(state.program, besluit, state.case, moment).outcomes[outcome]),)

    division = divide([[cause.key for cause in moment_] for moment_ in change.moments], worth, CENT)
    names = {cause.key: cause.words for cause in change.causes}
    kind = program.decisions[besluit].outcomes[outcome].attr.type
    assert isinstance(kind, NumType)
    return tuple(
        Part(
            "punt",
            sentence(enumeration([names[key] for key in share.causes])).rstrip("."),
            signed_text(share.rounded, kind),
        )
        for share in division.shares
        if share.exact or len(division.shares) > 1
    )


def change_text(program: Program, case: Case, moment: Moment, change: Change, formal: bool = True) -> str:
    """What a change is, with what the case has now; not of another person's where it is not ``formal``."""
    held = change.place.held(case, moment.rekendatum)
    kind = change.place.attr.type
    was = f" (nu {scalar_text(held, kind)})" if isinstance(held, Fraction | date | str | bool) else " (nu niet bekend)"
    if not formal and is_private(program, case, change.place):
        was = ""
    assert isinstance(change.value, Fraction | date | str | bool)
    return sentence(f"{place_text(program, case, change.place, formal)}: {scalar_text(change.value, kind)}{was}")


def is_private(program: Program, case: Case, place: Place) -> bool:
    """Whether what the dossier has there stays out of a text for the citizen: it is about another person, or gevoelig."""
    return place.attr.sensitive or People(program, case).is_other_person(place.obj)


def place_text(program: Program, case: Case, place: Place, formal: bool = True) -> str:
    """A fact as the file names it: ``het inkomen van de cliënt van de leefeenheid in 2024``; in a letter ``uw inkomen in 2024``."""
    year = "" if place.year is None else f" in {place.year}"
    article: str = place.attr.article or article_of(program, place.attr.name)
    people = People(program, case)
    if formal:
        return f"{article} {place.attr.name} van {people.formal(place.obj)}{year}"
    return f"{possessive(people.plain(place.obj), place.attr.name, article)}{year}"


def _called(result: OutcomeResult, formal: bool) -> str:
    """An outcome as the file names it, or as a letter does."""
    return result.words if formal else f"uw {result.attr.name}"


def outcome_text(result: OutcomeResult) -> str:
    """An outcome on one line, with its rechtsstatus where that says more."""
    if result.status not in (Status.VASTGESTELD, Status.NIET_VAN_TOEPASSING):
        return str(result.status.value)
    return outcome_value_text(result.value, result.legal_status, result.attr.type, ("verschuldigd",))


def describe_smallest(program: Program, case: Case, found: Smallest, formal: bool = True) -> str:
    """One sentence with the nearest value that makes another outcome. It tells what the dossier has: see :func:`is_private`."""
    name = place_text(program, case, found.place, formal)
    kind = found.place.attr.type
    if found.value is None or found.decision is None:
        return sentence(f"welke waarde {name} ook heeft binnen haar grenzen, de uitkomst blijft gelijk")
    now, then = _outcomes(found.now, formal), _outcomes(found.decision, formal)
    changed = [f"{words} {text} (nu {now[words]})" for words, text in then.items() if text != now[words]]
    distance = _distance(found)
    return sentence(f"als {name} {scalar_text(found.value, kind)} is, {distance}, wordt {enumeration(changed)}")


def _outcomes(decision: Decision, formal: bool) -> dict[str, str]:
    return {_called(one, formal): outcome_text(one) for one in decision.outcomes}


def _distance(found: Smallest) -> str:
    if isinstance(found.value, date) and isinstance(found.present, date):
        days = (found.value - found.present).days
        count = "1 dag" if abs(days) == 1 else f"{abs(days)} dagen"
        return f"{count} {'later' if days > 0 else 'eerder'} dan nu"
    assert isinstance(found.value, Fraction) and isinstance(found.present, Fraction)
    difference = found.value - found.present
    more = "meer" if difference > 0 else "minder"
    size: str = scalar_text(abs(difference), found.place.attr.type)
    return f"{size} {more} dan nu"
