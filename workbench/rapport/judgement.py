"""The chapters in which people speak: risico's and randvoorwaarden, with what the run can say of each risk beside them."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.notation import format_date
from engine.explain.values_nl import enumeration
from engine.simulation.contributed import RISKS
from engine.variants.words import LEVELS
from workbench.rapport.execution import questions_of
from workbench.rapport.material import Material, number, unit_of, with_spread
from workbench.rapport.model import Part, Table, Text, Unknown


def risks(found: Material) -> Iterable[Part]:
    """One line per dimension: what was computed, and what a person says of it."""
    said = {} if found.contributed is None else {one.risico: one for one in found.contributed.form.risicos}
    rows = []
    for name, told in zip(RISKS, _computed(found), strict=True):
        one = said.get(name)
        measure = "" if one is None else "; ".join(part for part in (one.maatregel, one.eigenaar) if part)
        rows.append(
            (
                name,
                told,
                "in te vullen door een mens" if one is None else f"{one.inschatting} (bron: {one.bron})",
                measure or "in te vullen door een mens",
            )
        )
    yield Table(
        "Zes vaste risico's (Dienst Toeslagen, Voortgangsrapportage 2021, paragraaf 3.6)",
        ("risico", "wat de doorrekening ervan ziet", "inschatting", "maatregel en eigenaar"),
        tuple(rows),
    )
    yield Unknown("of een risico aanvaardbaar is, is een oordeel", ("per risico een eigenaar en een maatregel",))


def _computed(found: Material) -> tuple[str, ...]:
    changes, variants = found.changes, found.variants
    questions = questions_of(found)
    manual = sum(sum(one.tally.under("niet geteld").values()) for one in found.effects)
    more = [f"{with_spread(one.people.higher)} {unit_of(one)} met een hoger bedrag" for one in found.effects]
    less = [
        f"{with_spread(one.people.lower)} {unit_of(one)} met een lager bedrag"
        for one in found.effects
        if one.people.lower.value or one.people.lower.hidden
    ]
    on_top = f" Zij staat bovenop {enumeration([repr(name) for name in found.below])}." if found.below else ""
    return (
        f"De variant raakt {_plural(len(changes.reached), 'besluit', 'besluiten')}.{on_top}",
        f"{_plural(len(changes.figures), 'cijfer', 'cijfers')} en {_plural(len(changes.rules), 'regel', 'regels')} veranderen; "
        f"{_plural(len(changes.facts), 'nieuw gegeven', 'nieuwe gegevens')}.",
        f"De besluiten kunnen {_plural(len(questions), 'vraag', 'vragen')} stellen aan een behandelaar. Niet vanzelf te beslissen: "
        f"{_plural(manual, 'rij', 'rijen')} van deze populatie. Hoeveel werk dat is: niet vast te stellen.",
        " ".join(dict.fromkeys(LEVELS[one.level] for one in variants)) or "niet vast te stellen",
        "De variant verandert alleen cijfers, geen regels."
        if changes.figures and not changes.rules
        else f"De variant verandert {_plural(len(changes.rules), 'regel', 'regels')}.",
        f"{enumeration([*more, *less])}." if more else "niet vast te stellen, want er is niets opgeteld",
    )


def _plural(count: int, one: str, more: str) -> str:
    return f"{number(count) if count else 'geen'} {one if count == 1 else more}"


def conditions(found: Material) -> Iterable[Part]:
    held = () if found.contributed is None else tuple(found.contributed.form.randvoorwaarden)
    if held:
        yield Table(
            "Randvoorwaarden",
            ("voorwaarde", "eigenaar", "uiterlijk", "stand", "bron"),
            tuple(
                (one.voorwaarde, one.eigenaar, format_date(one.datum), one.stand or "onbekend", one.bron)
                for one in held
            ),
        )
        return
    yield Unknown(
        "randvoorwaarden stelt een mens",
        ("een bestand met per voorwaarde een eigenaar en een datum: --inbreng",),
    )


def texts(found: Material, chapter: str) -> tuple[Part, ...]:
    """What people wrote for a chapter, with where it comes from."""
    held = () if found.contributed is None else found.contributed.form.teksten
    return tuple(Text(f"{one.tekst} (bron: {one.bron})") for one in held if one.hoofdstuk == chapter)
