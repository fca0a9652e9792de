"""The chapters about people: what they get or pay, who gets more or less, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from dsl.notation import format_display
from engine.explain.values_nl import enumeration
from engine.simulation.effects import Class, Effects, Lost
from engine.simulation.figures import TOO_FEW, Figure
from engine.simulation.groups import NOT_TOLD_APART
from engine.simulation.pressure import EXTRA
from workbench.rapport.cliffs import cliffs
from workbench.rapport.material import WAYS, Material, nothing_decided, unit_of
from workbench.rapport.minimum import minimum
from workbench.rapport.model import Chart, Part, Table, Text, Unknown

UNSOURCED = (
    "Let op: inkomen en belasting in deze populatie zijn aannames zonder bron. Hoeveel huishoudens onder de norm komen is dus een "
    "rekenvoorbeeld, geen schatting van Nederland. Met eigen gegevens is het een telling."
)


def citizens(found: Material) -> Iterable[Part]:
    if not found.effects:
        yield Unknown(
            "geen enkel besluit kon over deze populatie worden opgeteld", ("een populatie met deze gegevens",)
        )
    for one in found.effects:
        if nothing_decided(one):
            why = sorted(one.tally.under("niet geteld"))
            yield Unknown(
                f"van niemand kon '{one.asked.besluit}' worden beslist ({enumeration(why)})",
                ("wat er in de regels of in de populatie ontbreekt",),
            )
        else:
            yield from _people(found, one)
    yield from found.households
    yield Unknown(
        f"deze populatie heeft geen geijkte marge voor {enumeration(list(NOT_TOLD_APART))}"
        if found.stored.synthetic
        else f"deze doorrekening deelt niet in naar {enumeration(list(NOT_TOLD_APART))}",
        ("een populatie die op deze verdelingen is geijkt, of eigen gegevens van de uitvoerder",),
    )
    if not any(one.pressure for one in found.effects):
        yield Unknown(
            "naar de marginale druk en naar afgronden is niet gevraagd", ("'toetssteen simuleer' met --druk",)
        )
    yield from minimum(found.minimum)
    if found.minimum is not None and found.stored.synthetic:
        yield Text(UNSOURCED, strong=True)
    told = {one.asked.besluit for one in found.effects} | {one.besluit for one in found.left}
    for info in found.changes.reached:
        if info.name not in told:
            yield Unknown(
                f"naar '{info.name}' is niet gevraagd, terwijl de variant dat besluit wel raakt",
                ("een doorrekening met dit besluit",),
            )
    for skipped in found.left:
        yield Unknown(
            f"'{skipped.besluit}' is niet op te tellen: {skipped.why}", ("een aparte berekening van dit besluit",)
        )


def _people(found: Material, one: Effects) -> Iterable[Part]:
    ways = WAYS[one.asked.direction]
    people = one.people
    unit = unit_of(one)
    rows: list[tuple[str, Figure]] = [
        (f"{unit} met een bedrag in enige maand", people.with_amount),
        (f"{unit} met een bedrag in een gemiddelde maand, zonder de variant", people.baseline_a_month),
        (f"{unit} met een bedrag in een gemiddelde maand, met de variant", people.variant_a_month),
        (ways[0], people.higher),
        (ways[1], people.lower),
    ]
    rows += [
        (words, mean)
        for words, mean in (
            ("gemiddeld meer per jaar, van wie meer heeft", people.mean_higher),
            ("gemiddeld minder per jaar, van wie minder heeft", people.mean_lower),
        )
        if mean is not None
    ]
    yield Table(f"{one.asked.besluit}: om hoeveel {unit} gaat het", ("wat", "aantal of bedrag"), tuple(rows))
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
        tuple((words, count) for words, count in told if not count.hidden),
    )
    yield Table(
        f"{one.asked.besluit}: {unit} naar verschil per jaar",
        ("verschil per jaar", unit),
        tuple(told),
    )


def class_words(one: Class) -> str:
    """``€ 12,01 tot en met € 60 meer``."""
    if one.low is None:
        return f"{_euros(-(one.high or 0))} minder, of nog minder"
    if one.high is None:
        return f"{_above(one.low)} meer, of nog meer"
    if one.high <= 0:
        return f"{_euros(-one.high)} tot {_euros(-one.low)} minder" if one.high else f"tot {_euros(-one.low)} minder"
    return f"{_above(one.low)} tot en met {_euros(one.high)} meer" if one.low else f"tot en met {_euros(one.high)} meer"


def _above(amount: int) -> str:
    """The first cent above an edge."""
    return format_display(amount + Fraction(1, 100), "bedrag")


def _euros(amount: int) -> str:
    return format_display(Fraction(amount), "bedrag").removesuffix(",00")


def _groups(one: Effects, unit: str) -> Iterable[Part]:
    if not one.groups:
        return
    ways = WAYS[one.asked.direction]
    rows, nobody = [], []
    for group in one.groups:
        name = f"{group.dimension}: {group.name}"
        if group.figures is not None and all(figure.value == 0 for figure in group.figures):
            nobody.append(name)
            continue
        cells = group.figures or (TOO_FEW, "", "", "")  # all four, or the group could be computed from them
        rows.append((name, *cells))
    yield Table(
        f"{one.asked.besluit}: naar groep, alleen waar de populatie op is geijkt",
        ("groep", f"{unit} met een bedrag", ways[0], ways[1], "verschil in geld"),
        tuple(rows),
    )
    if nobody:
        yield Text(f"In deze groepen heeft niemand een bedrag: {'; '.join(nobody)}.")


def _crossings(one: Effects, unit: str) -> Iterable[Part]:
    if one.crossings:
        yield Table(
            f"{one.asked.besluit}: over een grens, op de laatste peildatum",
            ("van", "naar", unit),
            one.crossings,
        )
    else:
        yield Text(
            f"{one.asked.besluit}: niemand gaat door de variant over een grens (wel of geen besluit, een bedrag, nihil of niet "
            "verschuldigd)."
        )


def _pressure(one: Effects, unit: str) -> Iterable[Part]:
    """What is left of a thousand euros more, and who stands before a cliff."""
    found = one.pressure
    if found is None:
        return
    yield Table(
        f"{one.asked.besluit}: wat er van {_euros(EXTRA)} meer inkomen per jaar door dit besluit weggaat",
        ("verlies per jaar", f"{unit}, zonder de variant", f"{unit}, met de variant"),
        tuple((_lost_words(it), it.baseline, it.variant) for it in found.classes),
    )
    yield from cliffs(one)


def _lost_words(one: Lost) -> str:
    if one.low is None:
        return "niets, of een voordeel"
    if one.high is None:
        return f"meer dan {_euros(one.low)}"
    return f"{_above(one.low)} tot en met {_euros(one.high)}" if one.low else f"tot en met {_euros(one.high)}"
