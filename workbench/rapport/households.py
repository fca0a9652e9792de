"""The ten invented households in the chapter about people: an overview, and the letters beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dsl.notation import format_display
from engine.simulation.households import RULE, Household
from engine.simulation.work import Asked
from workbench.rapport.model import Beside, Part, Table, Text


def household_parts(asked: Asked, found: Sequence[Household]) -> list[Part]:
    """The letters stand in full of the two ends and the middle, each letter once; of all ten there is what made the difference."""
    if not found:
        return []
    parts: list[Part] = [
        Text(f"{asked.besluit}: {len(found)} verzonnen huishoudens. {RULE}"),
        Text("Van de twee uitersten en het midden volgt de uitleg van het besluit, zonder bezwaar en bronnen."),
        Table(
            f"{asked.besluit}: verzonnen huishoudens",
            ("huishouden", "wie", "verschil per jaar", "wat het verschil maakt, in de laatste maand"),
            tuple(
                (f"{number}", one.who, _money(one.change), "; ".join(one.why) or "in die maand geen verschil")
                for number, one in enumerate(found, 1)
            ),
        ),
    ]
    shown: set[tuple[str, str]] = set()
    for place in sorted({0, len(found) // 2, len(found) - 1}):
        one = found[place]
        if (one.before, one.after) in shown:
            continue
        shown.add((one.before, one.after))
        parts.append(
            Beside(
                f"Huishouden {place + 1}: {one.who}", (("zonder de variant", one.before), ("met de variant", one.after))
            )
        )
    return parts


def _money(change: Fraction) -> str:
    sign = "+" if change > 0 else ""
    return f"{sign}{format_display(change, 'bedrag')}"
