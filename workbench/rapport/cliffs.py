"""In the chapter about people: who stands before a cliff, of which kind and how deep."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.notation import format_display
from engine.simulation.effects import Effects
from engine.simulation.pressure import EXTRA
from workbench.rapport.material import unit_of
from workbench.rapport.model import Part, Table, Text


def cliffs(one: Effects) -> Iterable[Part]:
    """After the table of what goes of more income."""
    found = one.pressure
    if found is None:
        return
    extra = f"€ {EXTRA:_}".replace("_", ".")
    if found.cliffs:
        yield Table(
            f"{one.asked.besluit}: afgronden. Wie {extra} meer krijgt, verliest per jaar meer dan dat",
            ("door meer", "wat er gebeurt", "wanneer", f"{unit_of(one)} ervoor", "gemiddeld verlies per jaar"),
            tuple((it.cause, it.kind, it.side, it.count, it.size) for it in found.cliffs),
        )
    else:
        yield Text(f"{one.asked.besluit}: niemand verliest meer dan {extra} door {extra} meer inkomen of vermogen.")
    if found.worst is not None:
        before, after = (format_display(amount, "bedrag") for amount in found.worst)
        yield Text(
            f"Het grootste verlies door meer inkomen is in deze populatie {before} zonder en {after} met de variant."
        )
    yield Text("Belasting en andere besluiten zijn niet meegerekend.")
