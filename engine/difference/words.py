"""A comparison in Dutch: what each state gives, and what made the difference."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dsl.program import NumType
from engine.difference.compare import Comparison
from engine.difference.shares import Share
from engine.explain.render import render
from engine.explain.tree import Explanation, Form, Part, Section
from engine.explain.values_nl import enumeration, scalar_text, sentence
from engine.time.words import outcome_text, period_text, words_of

_EURO = NumType((("euro", 1),), Fraction(1, 100), "bedrag")


def describe_comparison(found: Comparison, one: str, other: str, form: Form = "tekst") -> str:
    """The comparison as text; ``one`` and ``other`` say in words what the two states are."""
    sections = (
        Section("", (Part("zin", sentence(f"Links: {one}")), Part("zin", sentence(f"Rechts: {other}")))),
        Section("Links", _stretches(found, new=False)),
        Section("Rechts", _stretches(found, new=True)),
        Section("Waardoor", _causes(found)),
    )
    shown = tuple(section for section in sections if section.parts)
    return render(Explanation("behandelaar", f"Verschil {found.info.name}", shown), form)


def _stretches(found: Comparison, new: bool) -> tuple[Part, ...]:
    told = found.new if new else found.old
    everything = frozenset(cause.key for cause in found.change.causes)
    program = found.change.state(everything if new else frozenset()).program
    return tuple(
        Part(
            "punt",
            period_text(stretch.start, stretch.end),
            outcome_text(words_of(program, told, stretch.decision, True), stretch.decision, True),
        )
        for stretch in told.stretches
    )


def _causes(found: Comparison) -> tuple[Part, ...]:
    if found.division is None:
        if not found.change.causes:
            return (Part("melding", "Er is geen verschil in regels of feiten."),)
        return (Part("melding", "De bedragen zijn gelijk."),) if found.periods else ()
    total = sum((share.rounded for share in found.division.shares), Fraction(0))
    parts = [_cause(found, share) for share in found.division.shares if share.exact]
    if found.division.open_periods:
        count = len(found.division.open_periods)
        words = "1 periode telt" if count == 1 else f"{count} perioden tellen"
        parts.append(Part("melding", f"{words} niet mee: daar staat het bedrag aan een van de kanten niet vast."))
    if len(found.division.open_periods) == len(found.periods):
        return tuple(parts)
    return (*parts, Part("zin", f"Samen: {_signed(total)}."))


def _cause(found: Comparison, share: Share) -> Part:
    names = {cause.key: cause for cause in found.change.causes}
    causes = [names[key] for key in share.causes]
    below = [Part("feit", detail) for cause in causes for detail in cause.details]
    if share.needs:
        others = enumeration([names[key].words for key in share.needs])
        below.append(Part("melding", f"doet alleen niets; samen met {others}"))
    text = sentence(enumeration([cause.words for cause in causes])).rstrip(".")
    return Part("punt", text, _signed(share.rounded), children=tuple(below))


def _signed(amount: Fraction) -> str:
    return f"{'+' if amount > 0 else '-' if amount < 0 else ''}{scalar_text(abs(amount), _EURO)}"


def comparison_json(found: Comparison) -> dict[str, Any]:
    """The comparison as plain data: amounts are exact fractions as text, dates ISO."""
    names = {cause.key: cause for cause in found.change.causes}
    return {
        "besluit": found.info.name,
        "perioden": [
            {
                "van": one.start.isoformat(),
                "tot en met": one.end.isoformat(),
                "links": {"bedrag": None if one.amount is None else str(one.amount), "status": one.status},
                "rechts": {"bedrag": None if other.amount is None else str(other.amount), "status": other.status},
            }
            for one, other in found.periods
        ],
        "oorzaken": None
        if found.division is None
        else {
            "verschil": str(found.division.difference),
            "delen": [
                {
                    "oorzaken": [
                        {"soort": names[key].kind, "woorden": names[key].words, "wat": list(names[key].details)}
                        for key in share.causes
                    ],
                    "deel": str(share.rounded),
                    "precies": str(share.exact),
                    "alleen": None if share.alone is None else str(share.alone),
                    "samen met": [names[key].words for key in share.needs],
                }
                for share in found.division.shares
            ],
        },
    }
