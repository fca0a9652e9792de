"""In the chapter about people: who comes under the bestaansminimum by all bijdragen together."""

from __future__ import annotations

from collections.abc import Iterable

from engine.explain.values_nl import enumeration
from engine.simulation.below_minimum import BelowMinimum
from workbench.rapport.model import Part, Table, Text, Unknown

NOT_KNOWN = Unknown(
    "of iemand door een stapeling van bijdragen onder het bestaansminimum komt, is hier niet berekend: geen van deze besluiten is een "
    "bijdrage van een huishouden, of de regels hebben geen norm",
    ("een besluit over een bijdrage", "de bijstandsnormen van het jaar"),
)


def minimum(found: BelowMinimum | None) -> Iterable[Part]:
    if found is None:
        yield NOT_KNOWN
        return
    rows = [
        (name, both.baseline, both.variant)
        for name, both in (
            ("huishoudens met een bijdrage", found.owing),
            ("waarvan met meer dan een bijdrage", found.several),
            ("al onder de norm, ook zonder bijdragen", found.already),
            ("onder de norm door de bijdragen samen", found.under),
        )
    ]
    if found.under.baseline.value or found.under.variant.value:
        rows.append(("hun tekort, gemiddeld per maand", found.short.baseline, found.short.variant))
    yield Table(
        "Stapeling: alle bijdragen van een maand samen, tegenover het bestaansminimum, op de laatste peildatum",
        ("wat", "zonder de variant", "met de variant"),
        tuple(rows),
    )
    yield Table(
        "Stapeling: wat de variant daaraan verandert",
        ("wat", "huishoudens"),
        (
            ("vergeleken: bijdragen, norm en inkomen zijn bekend", found.compared),
            ("komt door de variant onder de norm", found.joined),
            ("komt door de variant boven de norm", found.left),
        ),
    )
    yield Text(
        "De norm is die van de AIO-aanvulling, op centen, voor wie de AOW-leeftijd heeft. Het inkomen is het inkomen van het jaar min de "
        "belasting, gedeeld door twaalf, zoals de populatie het geeft. Toeslagen, huur, zorgpremie en hulp van gemeenten tellen niet mee."
    )
    if found.unknown:
        yield Table(
            "Stapeling: van wie het niet vast te stellen is",
            ("reden", "huishoudens met een bijdrage"),
            tuple((why, figure) for why, figure in found.unknown),
        )
    if found.skipped:
        yield Unknown(
            f"{enumeration(found.skipped)} was over deze populatie niet te berekenen",
            ("een populatie met die gegevens",),
        )
