"""The chapters about the agency that stand on assumptions: volumes, costs, and the assumptions themselves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dsl.notation import format_display
from engine.simulation.assumptions import Assumptions, Volume, from_before, plain, volumes_of
from engine.simulation.effects import Effects
from engine.simulation.figures import Figure
from workbench.rapport.material import Agency
from workbench.rapport.model import Part, Table, Text, Unknown

_NOT_SOURCED = ("herzieningen", "naheffingen", "betalingsregelingen")
"""Volumes that an agency asks for, and that no shipped source gives."""


def agency_of(held: Assumptions, effects: Sequence[Effects]) -> Agency:
    """``effects`` of the besluit that the assumptions are about must be among them."""
    one = next(effect for effect in effects if effect.asked.besluit == held.form.besluit)
    volumes = volumes_of(held.form, one)
    before = None if held.form.uitgangspunt is None else from_before(held.form.uitgangspunt, one)
    figures = (*(it.count for it in volumes), *(it.cost for it in volumes if it.cost is not None), *(before or ()))
    return Agency(
        (*_volumes(volumes), *_before(before, one), *_missing()),
        tuple(_costs(volumes)),
        (_lines(held),),
        held.digest,
        figures,
        plain(held.form),
    )


def _volumes(volumes: Sequence[Volume]) -> list[Part]:
    return [
        Table(
            "Aantallen voor de uitvoerder, laag tot hoog",
            ("wat", "aantal", "per", "door de variant", "bron"),
            tuple(
                (
                    it.line.naam,
                    it.count,
                    it.line.per,
                    "nee" if it.line.zonder_variant == "ja" else "ja",
                    it.line.bron,
                )
                for it in volumes
            ),
        ),
        Text("Het bereik is dat van de doorrekening maal dat van de aanname: laag maal laag, hoog maal hoog."),
    ]


def _before(figures: Sequence[Figure] | None, one: Effects) -> list[Part]:
    if figures is None:
        return []
    return [
        Table(
            f"{one.asked.besluit}: van het jaar ervoor naar dit jaar, op de bedragen uit de documenten",
            ("stap", "bedrag", "hoe"),
            tuple((it.name, it, it.how) for it in figures),
        ),
        Text(
            "Meer mensen met een bijdrage is groei die er ook zonder de variant zou zijn. Zij telt niet als gevolg van de variant."
        ),
    ]


def _missing() -> list[Part]:
    return [
        Unknown(
            f"er is geen aanname met een bron voor {', '.join(_NOT_SOURCED)}",
            ("een regel met bron in het bestand met aannames",),
        )
    ]


def _costs(volumes: Sequence[Volume]) -> list[Part]:
    priced = [it for it in volumes if it.cost is not None]
    parts: list[Part] = []
    if priced:
        parts.append(
            Table(
                "Kosten: aantal maal normtijd maal tarief",
                ("wat", "kosten", "soort", "bron"),
                tuple((it.line.naam, it.cost or "", it.line.kosten, it.line.bron_kosten or "") for it in priced),
            )
        )
    open_lines = [it.line.naam for it in volumes if it.cost is None and it.line.zonder_variant == "nee"]
    if open_lines:
        parts.append(
            Unknown(
                f"er is geen normtijd en geen tarief met een bron voor {', '.join(open_lines)}",
                ("per handeling een normtijd en een tarief, in het bestand met aannames",),
            )
        )
    return parts


def _lines(held: Assumptions) -> Table:
    def numbers(line: Sequence[Fraction]) -> str:
        return " / ".join(dict.fromkeys(format_display(one) for one in line))

    return Table(
        f"Aannames over de uitvoering ({held.form.naam})",
        ("aanname", "laag / midden / hoog", "per", "bron"),
        tuple((line.naam, numbers(line.aantal), line.per, line.bron) for line in held.form.regels),
    )
