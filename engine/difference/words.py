"""A comparison in Dutch: what each state gives, and what made the difference."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from engine.difference.causes import Cause, Change
from engine.difference.compare import Comparison
from engine.difference.shares import Division, Share
from engine.explain.render import render
from engine.explain.tree import Explanation, Form, Part, Section
from engine.explain.values_nl import enumeration, sentence, signed_text
from engine.time.words import outcome_text, period_text, words_of


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
    names = found.change.by_key
    parts = [cause_part(names, share) for share in found.division.shares if share.exact]
    if found.division.open_periods:
        count = len(found.division.open_periods)
        words = "1 periode telt" if count == 1 else f"{count} perioden tellen"
        parts.append(Part("melding", f"{words} niet mee: daar staat het bedrag aan een van de kanten niet vast."))
    if len(found.division.open_periods) == len(found.periods):
        return tuple(parts)
    return (*parts, Part("zin", f"Samen: {signed_text(total)}."))


def cause_part(names: Mapping[str, Cause], share: Share, formal: bool = True) -> Part:
    """What the causes of one share did; in the file (``formal``) with what is in them and what they do alone. ``names``: the causes by
    key."""
    causes = [names[key] for key in share.causes]
    below: list[Part] = []
    if formal:
        below = [Part("feit", detail) for cause in causes for detail in cause.details]
        if share.needs:
            others = enumeration([names[key].words for key in share.needs])
            below.append(Part("melding", f"doet alleen niets; samen met {others}"))
        elif share.alone is None:
            below.append(Part("melding", "alleen geeft dit geen vaste uitkomst"))
        elif share.alone != share.exact:
            below.append(Part("melding", f"alleen zou dit {signed_text(share.alone)} zijn"))
    text = sentence(enumeration([cause.words for cause in causes])).rstrip(".")
    return Part("punt", text, signed_text(share.rounded), children=tuple(below))


def division_json(change: Change, division: Division) -> dict[str, Any]:
    """A division as plain data: amounts are exact fractions as text, dates ISO."""
    names = change.by_key
    return {
        "verschil": str(division.difference),
        "delen": [
            {
                "oorzaken": [
                    {
                        "soort": names[key].kind,
                        "woorden": names[key].words,
                        "wat": list(names[key].details),
                        "bekend sinds": None if (known := names[key].known) is None else known.isoformat(),
                    }
                    for key in share.causes
                ],
                "deel": str(share.rounded),
                "precies": str(share.exact),
                "alleen": None if share.alone is None else str(share.alone),
                "samen met": [names[key].words for key in share.needs],
            }
            for share in division.shares
        ],
    }


def comparison_json(found: Comparison) -> dict[str, Any]:
    """The comparison as plain data: amounts are exact fractions as text, dates ISO."""
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
        "oorzaken": None if found.division is None else division_json(found.change, found.division),
    }
