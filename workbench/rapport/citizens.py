"""The chapters about people: what they get or pay, who gets more or less, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from dsl.notation import format_display
from engine.explain.values_nl import enumeration
from engine.simulation.effects import Class, Effects, Lost
from engine.simulation.groups import NOT_TOLD_APART
from engine.simulation.pressure import EXTRA
from workbench.rapport.material import TOO_FEW, WAYS, Material, unit_of
from workbench.rapport.model import Chart, Listing, Part, Table, Text, Unknown


def citizens(found: Material) -> Iterable[Part]:
    if not found.effects:
        yield Unknown(
            "geen enkel besluit kon over deze populatie worden opgeteld", ("een populatie met deze gegevens",)
        )
    for one in found.effects:
        yield from _people(found, one)
    yield from found.households
    yield Unknown(
        f"deze populatie heeft geen geijkte marge voor {enumeration(list(NOT_TOLD_APART))}"
        if found.stored.synthetic
        else f"deze doorrekening deelt niet in naar {enumeration(list(NOT_TOLD_APART))}",
        ("een populatie die op deze verdelingen is geijkt, of eigen gegevens van de uitvoerder",),
    )
    if not any(one.pressure for one in found.effects):
        yield Unknown("naar de marginale druk en naar afgronden is niet gevraagd", ("dezelfde opdracht met --druk",))
    yield Unknown(
        "of iemand door een stapeling van bijdragen onder het bestaansminimum komt, vraagt het besteedbare inkomen per maand, en dat kent "
        "deze populatie niet",
        ("een populatie met besteedbaar inkomen en vaste lasten", "de bijstandsnormen van het jaar"),
    )
    for skipped in found.left:
        yield Unknown(
            f"'{skipped.besluit}' is niet op te tellen: {skipped.why}", ("een aparte berekening van dit besluit",)
        )


def _people(found: Material, one: Effects) -> Iterable[Part]:
    ways = WAYS[one.asked.direction]
    people = one.people
    unit = unit_of(one)
    yield Table(
        f"{one.asked.besluit}: om hoeveel {unit} gaat het",
        ("wat", "aantal of bedrag"),
        (
            (f"{unit} met een bedrag in enige maand", people.with_amount),
            ("gemiddeld per maand, zonder de variant", people.baseline_a_month),
            ("gemiddeld per maand, met de variant", people.variant_a_month),
            (ways[0], people.higher),
            ("gemiddeld meer per jaar", people.mean_higher),
            (ways[1], people.lower),
            ("gemiddeld minder per jaar", people.mean_lower),
        ),
    )
    yield Table(
        f"{one.asked.besluit}: het verschil uit elkaar gehaald",
        ("deel", "bedrag", "wat het is"),
        (
            ("tarief", one.apart.tarief, "een ander bedrag voor wie in beide gevallen een bedrag heeft"),
            ("volume", one.apart.volume, "meer of minder mensen met een bedrag"),
            ("mix", one.apart.mix, "wie erbij komt of afvalt heeft een ander bedrag dan gemiddeld"),
        ),
    )
    yield Text(
        "Groei van het aantal mensen die er ook zonder de variant zou zijn, zit niet in dit verschil: beide kanten rekenen met "
        "dezelfde mensen."
    )
    yield from _classes(one, unit)
    yield from _groups(one, unit)
    yield from _crossings(one, unit)
    yield from _pressure(one, unit)


def _classes(one: Effects, unit: str) -> Iterable[Part]:
    if not one.classes:
        return
    told = [(class_words(it), it.count) for it in one.classes]
    yield Chart(
        f"{one.asked.besluit}: {unit} naar verschil per jaar",
        unit,
        tuple((words, count) for words, count in told if count is not None),
    )
    yield Table(
        f"{one.asked.besluit}: {unit} naar verschil per jaar",
        ("verschil per jaar", unit),
        tuple((words, count or TOO_FEW) for words, count in told),
    )


def class_words(one: Class) -> str:
    """``€ 12 tot en met € 60 meer``."""
    if one.low is None:
        return f"{_euros(-(one.high or 0))} of meer minder"
    if one.high is None:
        return f"meer dan {_euros(one.low)} meer"
    if one.high <= 0:
        return f"{_euros(-one.high)} tot {_euros(-one.low)} minder" if one.high else f"tot {_euros(-one.low)} minder"
    return f"meer dan {_euros(one.low)}, tot en met {_euros(one.high)} meer"


def _euros(amount: int) -> str:
    return format_display(Fraction(amount), "bedrag").removesuffix(",00")


def _groups(one: Effects, unit: str) -> Iterable[Part]:
    if not one.groups:
        return
    ways = WAYS[one.asked.direction]
    rows = []
    for group in one.groups:
        cells = group.figures or (TOO_FEW, "", "", "")
        rows.append((f"{group.dimension}: {group.name}", *cells))
    yield Table(
        f"{one.asked.besluit}: naar groep, alleen waar de populatie op is geijkt",
        ("groep", f"{unit} met een bedrag", ways[0], ways[1], "verschil in geld"),
        tuple(rows),
    )


def _crossings(one: Effects, unit: str) -> Iterable[Part]:
    if one.crossings:
        yield Table(
            f"{one.asked.besluit}: over een grens, op de laatste peildatum",
            ("van", "naar", unit),
            tuple((first, last, figure or TOO_FEW) for first, last, figure in one.crossings),
        )
    else:
        yield Text(f"{one.asked.besluit}: niemand krijgt door de variant een andere status.")


def _pressure(one: Effects, unit: str) -> Iterable[Part]:
    """What is left of a thousand euros more, and who stands before a cliff."""
    found = one.pressure
    if found is None:
        return
    yield Table(
        f"{one.asked.besluit}: wat er van {_euros(EXTRA)} meer inkomen per jaar door dit besluit weggaat",
        ("verlies per jaar", f"{unit}, zonder de variant", f"{unit}, met de variant"),
        tuple((_lost_words(it), it.baseline or TOO_FEW, it.variant or TOO_FEW) for it in found.classes),
    )
    before, after = (format_display(amount, "bedrag") for amount in found.worst)
    yield Text(
        f"Het grootste verlies in deze populatie is {before} zonder en {after} met de variant. Wie meer verliest dan {_euros(EXTRA)}, "
        "staat voor een afgrond: meer verdienen kost geld. Belasting en andere besluiten zijn niet meegerekend."
    )


def _lost_words(one: Lost) -> str:
    if one.low is None:
        return "niets, of een voordeel"
    if one.high is None:
        return f"meer dan {_euros(one.low)}: een afgrond"
    return f"meer dan {_euros(one.low)}, tot en met {_euros(one.high)}"


def ability(found: Material) -> Iterable[Part]:
    for one in found.effects:
        info = found.work.variant.decisions[one.asked.besluit]
        if info.todos:
            yield Text(f"Wat '{info.name}' van een burger kan vragen:")
            yield Listing(tuple(todo.text for todo in info.todos))
        else:
            yield Text(f"'{info.name}' noemt zelf geen handeling die een burger moet doen.")
        later = [revision.words for revision in info.revisions if revision.kind in ("hoger bedrag", "lager bedrag")]
        if later:
            yield Text(f"Als een bedrag later anders blijkt, volgt {enumeration(later)}.")
    yield Unknown(
        "hoeveel mensen een correctie krijgen hangt af van wijzigingen in de loop van het jaar, en die kent deze populatie niet",
        ("gegevens over wijzigingen per jaar", "een onderzoek onder burgers naar wat zij van een brief begrijpen"),
    )
