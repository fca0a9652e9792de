"""Who comes under the bestaansminimum by all bijdragen together: figures of what :mod:`engine.simulation.stacking` counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.simulation.figures import Figure, Figures
from engine.simulation.run import Drawn
from engine.simulation.stacking import EXAMPLE, SIDES, STACK
from engine.simulation.tally import Tally


@dataclass(frozen=True, slots=True)
class Both:
    """A figure without and with the variant."""

    baseline: Figure
    variant: Figure


@dataclass(frozen=True, slots=True)
class BelowMinimum:
    """On the last day of decision. ``owing``: households with a bijdrage, ``several`` with more than one; ``compared``: those of which
    all is known; of these ``already`` are under the norm without any bijdrage and ``under`` only through them, by ``short`` euros a month
    on average. ``joined`` and ``left``: who comes under it, or is not any more, through the variant. ``unknown``: why it cannot be told,
    with examples of the cause, and of how many; ``skipped``: bijdragen that could not be run."""

    owing: Both
    several: Both
    compared: Figure
    already: Both
    under: Both
    short: Both
    joined: Figure
    left: Figure
    unknown: tuple[tuple[str, str, Figure], ...]
    skipped: tuple[str, ...]
    figures: tuple[Figure, ...]


def below_minimum(tally: Tally, weight: Fraction, seeds: Sequence[Drawn]) -> BelowMinimum:
    make = Figures(STACK, tally, weight, seeds)

    def both(words: str, *key: str) -> Both:
        return Both(
            make.count(f"{words}, zonder de variant", *key, SIDES[0]),
            make.count(f"{words}, met de variant", *key, SIDES[1]),
        )

    def short(side: str, words: str) -> Figure:
        return make.make(
            f"gemiddeld tekort per maand, {words} de variant",
            "euro",
            lambda tally, _: (
                Fraction(tally.of("tekort", side), tally.scale * tally.of("eronder", side))
                if tally.of("eronder", side)
                else None
            ),
            "norm min inkomen plus bijdragen, van wie door de bijdragen onder de norm komt, gedeeld door hun aantal",
            tally.of("eronder", side),
        )

    return BelowMinimum(
        both("huishoudens met een bijdrage", "met bijdrage"),
        both("huishoudens met meer dan een bijdrage", "met meer dan een bijdrage"),
        make.count("huishoudens van wie alles bekend is", "vergeleken"),
        both("al onder de norm zonder bijdrage", "al eronder"),
        both("onder de norm door de bijdragen", "eronder"),
        Both(short(SIDES[0], "zonder"), short(SIDES[1], "met")),
        make.count("komt onder de norm door de variant", "erbij door de variant"),
        make.count("komt boven de norm door de variant", "eraf door de variant"),
        tuple(
            (
                why,
                "; ".join(sorted(key[2] for key in tally.highest if key[:2] == (EXAMPLE, why))),
                make.count(f"niet vast te stellen: {why}", "niet vast te stellen", why),
            )
            for why in sorted(tally.under("niet vast te stellen"))
        ),
        tuple(sorted(key[1] for key in tally.highest if key[0] == "niet meegerekend")),
        tuple(make.made),
    )
