"""The chapter about doenvermogen: what is asked of people, how often, of how many, and how many of them get a correction."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.program import DecisionInfo
from engine.explain.values_nl import enumeration
from engine.simulation.effects import Effects
from workbench.rapport.material import Material, unit_of
from workbench.rapport.model import Cell, Listing, Part, Table, Text, Unknown

QUESTIONS = (
    "Weten mensen dat zij iets moeten doen, en wanneer?",
    "Kunnen zij het doen als het leven tegenzit: bij ziekte, schulden, een scheiding of een overlijden?",
    "Wat gebeurt er als iemand niets doet, en is dat te herstellen?",
    "Hoeveel regelingen vragen tegelijk iets van dezelfde mensen?",
)
"""What a doenvermogentoets asks, and only research among people answers."""


def ability(found: Material) -> Iterable[Part]:
    rows: list[tuple[Cell, ...]] = []
    for one in found.effects:
        rows += _indicators(found, one)
    if rows:
        yield Table("Wat er van mensen wordt gevraagd", ("besluit", "wat", "hoeveel"), tuple(rows))
    for one in found.effects:
        info = found.work.variant.decisions[one.asked.besluit]
        if info.todos:
            yield Text(f"Wat '{info.name}' van een burger kan vragen, elk met een uiterste dag:")
            yield Listing(tuple(dict.fromkeys(todo.text for todo in info.todos)))
        later = [revision.words for revision in info.revisions if revision.kind in ("hoger bedrag", "lager bedrag")]
        if later:
            yield Text(f"Als een bedrag bij '{info.name}' later anders blijkt, volgt {enumeration(later)}.")
    if not _corrections(found):
        yield Unknown(
            "hoeveel mensen een correctie krijgen hangt af van wijzigingen in de loop van het jaar, en die kent deze populatie niet",
            ("gegevens over wijzigingen per jaar, of een aanname met soort 'correcties' en een bron",),
        )
    yield Unknown("of mensen dit kunnen, zegt geen regel; een doenvermogentoets vraagt het hun", QUESTIONS)


def _indicators(found: Material, one: Effects) -> list[tuple[Cell, ...]]:
    info = found.work.variant.decisions[one.asked.besluit]
    name, unit = info.name, unit_of(one)
    rows: list[tuple[Cell, ...]] = [
        (name, "handelingen die de regeling van een burger kan vragen", _count(info)),
        (name, f"{unit} met een bedrag: zoveel kunnen ermee te maken krijgen", one.people.with_amount),
        (name, f"{unit} die door de variant een hoger bedrag zien", one.people.higher),
    ]
    if one.people.lower.value or one.people.lower.hidden:
        rows.append((name, f"{unit} die door de variant een lager bedrag zien", one.people.lower))
    rows += [(name, f"{line} in dit jaar", figure) for line, figure in found.agency.letters if _about(found, one)]
    rows += [(name, f"{line} in dit jaar", figure) for line, figure in _corrections(found) if _about(found, one)]
    return rows


def _about(found: Material, one: Effects) -> bool:
    return found.agency.besluit == one.asked.besluit


def _corrections(found: Material) -> tuple[tuple[str, Cell], ...]:
    return found.agency.corrections


def _count(info: DecisionInfo) -> str:
    return str(len({todo.text for todo in info.todos})) if info.todos else "geen"
