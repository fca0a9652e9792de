"""In the chapter about people: who comes under the bestaansminimum by all bijdragen together."""

from __future__ import annotations

from collections.abc import Iterable

from engine.explain.values_nl import enumeration
from engine.simulation.below_minimum import BelowMinimum
from workbench.rapport.model import Part, Table, Text, Unknown

NOT_KNOWN = Unknown(
    "of de stapeling van bijdragen iemand onder het bestaansminimum brengt, is hier niet berekend: geen van deze besluiten is een bijdrage "
    "van een huishouden, of de regels hebben geen norm voor dit jaar",
    ("een doorrekening van de besluiten over bijdragen", "de bijstandsnormen van het jaar"),
)


def minimum(found: BelowMinimum | None) -> Iterable[Part]:
    if found is None:
        yield NOT_KNOWN
        return
    rows = [
        (name, both.baseline, both.variant)
        for name, both in (
            ("met een bijdrage die is vast te stellen", found.owing),
            ("waarvan met meer dan een bijdrage", found.several),
            ("al onder de norm, ook zonder bijdragen", found.already),
            ("onder de norm door de bijdragen samen", found.under),
        )
    ]
    if found.under.baseline.value or found.under.variant.value:
        rows.append(("hun tekort, gemiddeld per maand", found.short.baseline, found.short.variant))
    yield Table(
        "Stapeling: alle bijdragen van een maand samen, tegenover het bestaansminimum, op de laatste peildatum",
        ("huishoudens", "zonder de variant", "met de variant"),
        tuple(rows),
    )
    yield Table(
        "Stapeling: wat de variant daaraan verandert",
        ("wat", "huishoudens"),
        (
            ("te vergelijken: bijdragen, norm en inkomen zijn bekend", found.compared),
            ("komt door de variant onder de norm", found.joined),
            ("komt door de variant boven de norm", found.left),
        ),
    )
    yield Text(
        "Alleen wie te vergelijken is, telt bij 'onder de norm' mee. "
        "De norm is die van de AIO-aanvulling, op centen, voor wie de AOW-leeftijd heeft. Het inkomen is het inkomen van het jaar min de "
        "belasting, gedeeld door twaalf, zoals de populatie het geeft. Toeslagen, huur, zorgpremie en hulp van gemeenten tellen niet mee."
    )
    if found.unknown:
        yield Table(
            "Stapeling: wie niet te vergelijken is, elk huishouden bij de eerste reden",
            ("reden", "huishoudens", "bijvoorbeeld"),
            tuple((why, figure, example) for why, example, figure in found.unknown),
        )
    if found.skipped:
        yield Unknown(
            f"{enumeration(found.skipped)} was over deze populatie niet te berekenen",
            ("een populatie met die gegevens",),
        )
