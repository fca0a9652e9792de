"""The chapters about the agency that stand on assumptions: volumes, costs, and the assumptions themselves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dsl.notation import format_display
from engine.explain.values_nl import enumeration
from engine.simulation.assumptions import (
    VOLUMES,
    Assumptions,
    AssumptionsForm,
    BaseForm,
    Volume,
    from_before,
    plain,
    range_words,
    volumes_of,
)
from engine.simulation.costs import Cost, Costs, costs_of, totals_of
from engine.simulation.effects import Effects
from engine.simulation.figures import Figure, written
from engine.simulation.ranges import Range
from workbench.rapport.material import NO_COSTS, Agency, unit_of
from workbench.rapport.model import Part, Table, Text, Unknown

AWAY = "afwijking van het gemeten bedrag"


def agency_of(held: Assumptions, effects: Sequence[Effects], costs: Costs | None = None) -> Agency:
    """``effects`` of the besluit that the assumptions are about must be among them; ``costs`` counts lines of the assumptions."""
    one = next(effect for effect in effects if effect.asked.besluit == held.form.besluit)
    volumes = volumes_of(held.form, one)
    before = None if held.form.uitgangspunt is None else from_before(held.form.uitgangspunt, one)
    compared = _compared(held.form, one)
    counts = {it.line.naam: it.range for it in volumes if it.range is not None}
    priced = () if costs is None else costs_of(costs.form, counts)
    totals = totals_of(priced)
    figures = (
        *(it.count for it in volumes),
        *(it.amount for it in priced),
        *(figure for _, figure in totals),
        *(before or ()),
        *compared[1:],  # the first is a figure of the besluit itself
    )

    def of_kind(*kinds: str) -> tuple[tuple[str, Figure], ...]:
        return tuple((it.line.naam, it.count) for it in volumes if it.line.soort in kinds)

    return Agency(
        (*_volumes(volumes), *_before(held.form.uitgangspunt, before, compared, one), *_missing(held)),
        (*_costs(volumes, priced, totals), *_known_costs(held)),
        (_lines(held),),
        held.digest,
        figures,
        plain(held.form),
        held.form.besluit,
        of_kind("beschikkingen", "contacten"),
        of_kind("correcties", "herzieningen", "naheffingen"),
        "geen" if costs is None else costs.digest,
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


def _before(
    held: BaseForm | None, figures: Sequence[Figure] | None, compared: Sequence[Figure], one: Effects
) -> list[Part]:
    if held is None or figures is None:
        return []
    parts: list[Part] = [
        Table(
            f"{one.asked.besluit}: van het jaar ervoor naar dit jaar, op de bedragen uit de documenten",
            ("stap", "bedrag", "hoe"),
            tuple((it.name, it, it.how) for it in figures),
        ),
        Text(
            "Meer mensen met een bijdrage is groei die er ook zonder de variant zou zijn. Zij telt niet als gevolg van de variant."
        ),
    ]
    if compared:
        parts.append(
            Text(
                f"De documenten tellen {format_display(held.aantal_erna)} burgers. Hier hebben {one.people.with_amount.words()} "
                f"{unit_of(one)} in enige maand een bedrag. Dat is niet hetzelfde: niet elke burger in de regeling betaalt."
            )
        )
        parts.append(
            Table(
                f"{one.asked.besluit}: hoe ver deze populatie van de documenten af ligt",
                ("wat", "hier", "hoe"),
                tuple((it.name, it, it.how) for it in compared),
            )
        )
    return parts


def _compared(form: AssumptionsForm, one: Effects) -> tuple[Figure, ...]:
    """The amounts of the population beside those of the documents, and how far apart they are."""
    base = form.uitgangspunt
    held = one.money.variant
    if base is None or base.bedrag_erna is None or held.value is None:
        return ()
    away = held.value / base.bedrag_erna - 1
    said = written(base.bedrag_erna, "euro", Fraction(100_000))
    return (
        held,
        Figure(
            AWAY,
            "aandeel",
            away,
            None,
            None,
            f"bedrag met de variant gedeeld door {said} ({base.bron}), min 1",
            Fraction(1, 1000),
        ),
    )


def _missing(held: Assumptions) -> list[Part]:
    kinds = {line.soort for line in held.form.regels}
    missing = [kind for kind in VOLUMES if kind not in kinds]
    if not missing:
        return []
    return [
        Unknown(
            f"er is geen aanname met een bron voor {enumeration(missing)}",
            ("per soort een regel met bron in het bestand met aannames",),
        )
    ]


def _costs(volumes: Sequence[Volume], priced: Sequence[Cost], totals: Sequence[tuple[str, Figure]]) -> list[Part]:
    parts: list[Part] = []
    if priced:
        parts.append(
            Table(
                "Kosten van de variant: aantal maal normtijd maal tarief, laag tot hoog",
                ("wat", "aantal", "kosten", "soort", "bron"),
                tuple((it.name, _numbers(it.count), it.amount, it.kind, it.source) for it in priced),
            )
        )
        parts.append(Table("Kosten van de variant samen", ("soort", "kosten"), tuple(totals)))
    if not priced:
        open_lines = [it.line.naam for it in volumes if it.line.zonder_variant == "nee"]
        parts.append(
            Unknown(f"{NO_COSTS.why} voor {enumeration(open_lines)}", NO_COSTS.needed) if open_lines else NO_COSTS
        )
    return parts


def _known_costs(held: Assumptions) -> list[Part]:
    """What the documents say of costs as a whole."""
    if not held.form.bekende_kosten:
        return []
    return [
        Table(
            "Wat de documenten over kosten zeggen, voor alle werk samen",
            ("wat", "bedrag", "soort", "bron"),
            tuple(
                (it.naam, written(it.bedrag, "euro", Fraction(1_000)), it.soort, it.bron)
                for it in held.form.bekende_kosten
            ),
        ),
        Text(
            "Welk deel daarvan door de variant komt, staat niet in de documenten. Het is niet aan de variant toegerekend."
        ),
    ]


def _numbers(found: Range) -> str:
    return " / ".join(dict.fromkeys(format_display(Fraction(round(one))) for one in found))


def _lines(held: Assumptions) -> Table:
    return Table(
        f"Aannames over de uitvoering ({held.form.naam})",
        ("aanname", "laag, midden of hoog", "per", "bron"),
        tuple((line.naam, range_words(line.aantal), line.per, line.bron) for line in held.form.regels),
    )
