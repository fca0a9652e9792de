"""The chapters of an uitvoeringstoets, in the order in which agencies write them. What the engine cannot fill says why, and who can."""

from __future__ import annotations

from collections.abc import Iterable

from engine.explain.values_nl import enumeration
from engine.simulation.run import CAP_A_SEED
from engine.variants.words import LEVELS, changes_text, figure_sentence, reached_text, rule_sentence
from workbench.rapport import execution
from workbench.rapport.citizens import ability, citizens
from workbench.rapport.material import WAYS, Material, number, percent, unit_of, with_spread
from workbench.rapport.model import Block, Chapter, Listing, Part, Table, Text, Unknown


def title_of(found: Material) -> str:
    return f"Uitvoeringstoets: {enumeration([one.name for one in found.variants])}"


def chapters(found: Material) -> list[Chapter]:
    return [
        Chapter("samenvatting", "Samenvatting", tuple(_summary(found))),
        Chapter("voorstel", "Het voorstel", tuple(_proposal(found))),
        Chapter("burgers", "Gevolgen voor burgers", tuple(citizens(found))),
        Chapter("doenvermogen", "Doenvermogen", tuple(ability(found))),
        Chapter("keten", "Ketenpartners", (execution.chain(found),)),
        Chapter("uitvoering", "Uitvoering en ICT", (*found.agency.volumes, *execution.manual(found), execution.ict())),
        Chapter("gegevens", "Gegevens", tuple(execution.facts(found))),
        Chapter("kosten", "Kosten van de uitvoering", found.agency.costs),
        Chapter("planning", "Planning", (execution.planning(),)),
        Chapter("handhaving", "Handhaving", (execution.enforcement(),)),
        Chapter("rechtsbescherming", "Rechtsbescherming", tuple(execution.protection(found))),
        Chapter("grondslag", "Grondslag en DPIA", tuple(execution.basis(found))),
        Chapter("risico", "Risico's", tuple(execution.risks(found))),
        Chapter("aannames", "Aannames", (*found.agency.assumptions, *execution.assumed(found))),
        Chapter("randvoorwaarden", "Randvoorwaarden", tuple(execution.conditions())),
        Chapter("oordeel", "Oordeel", tuple(execution.verdict())),
        Chapter("weetniet", "Wat deze populatie niet weet", tuple(_not_known(found))),
    ]


# ---------------------------------------------------------------- what it comes to


def _summary(found: Material) -> Iterable[Part]:
    for one in found.effects:
        ways = WAYS[one.asked.direction]
        money = one.money
        if money.difference.value == 0 and not one.people.higher.value and not one.people.lower.value:
            yield Text(
                f"{one.asked.besluit}: over {found.work.year} verandert voor niemand in deze populatie het bedrag."
            )
            continue
        unit = unit_of(one)
        yield Text(
            f"{one.asked.besluit}, {found.work.year}: {with_spread(money.baseline)} zonder de variant, "
            f"{with_spread(money.variant)} ermee. Het verschil is {with_spread(money.difference)}"
            f"{percent(money.share)}. {with_spread(one.people.higher)} {unit} {ways[0]}; "
            f"{with_spread(one.people.lower)} {unit} {ways[1]}."
        )
    if found.effects:
        yield Table(
            f"Bedragen over {found.work.year}, omgerekend naar heel Nederland"
            if found.stored.synthetic
            else f"Bedragen over {found.work.year}",
            ("besluit", "uitvoerder", "zonder de variant", "met de variant", "verschil", "in procenten"),
            tuple(
                (
                    one.asked.besluit,
                    one.asked.executor,
                    one.money.baseline,
                    one.money.variant,
                    one.money.difference,
                    one.money.share,
                )
                for one in found.effects
            ),
        )
    yield Text(
        "Dit stuk heeft geen oordeel over de uitvoerbaarheid. Dat geeft een mens, in het hoofdstuk Oordeel.",
        strong=True,
    )


def _proposal(found: Material) -> Iterable[Part]:
    for info in found.variants:
        yield Text(info.explanation or info.name)
        yield Text(LEVELS[info.level])
        yield Listing(tuple(f"Bron: {source.text}" for source in info.sources))
        if info.certainty:
            yield Text(f"Zekerheid van de cijfers: {info.certainty}.")
    against = (
        f"het recht met {enumeration([repr(name) for name in found.below])}" if found.below else "het geldende recht"
    )
    yield Text(f"De variant staat hier tegenover {against}.")
    figures = tuple(figure_sentence(change) for change in found.changes.figures)
    rules = tuple(rule_sentence(change) for change in found.changes.rules)
    yield Listing(figures + rules) if figures or rules else Text("De variant verandert niets aan de regels.")
    if found.changes.rules:
        yield Block("De tekst van de regels", changes_text(found.changes))
    yield Block("Welke besluiten het raakt", reached_text(found.changes))


def _not_known(found: Material) -> Iterable[Part]:
    about = found.stored.about
    if not found.stored.synthetic:
        scaled = "omgerekend naar het land" if "telt voor" in about else "er is niets omgerekend"
        yield Text(f"Dit is een eigen populatie. De cijfers zijn tellingen van wat daarin staat; {scaled}.")
        yield Listing(tuple(str(line) for line in about.get("weet niet", ())))
        yield Table(
            "Wat er met de rijen van de bronnen gebeurde",
            ("tabel", "gelezen", "gebruikt", "afgekeurd", "weggelaten met hun huishouden"),
            tuple(
                (
                    str(one["objecttype"]),
                    *(
                        number(one["rijen"][name])
                        for name in ("gelezen", "gebruikt", "afgekeurd", "weggelaten met hun huishouden")
                    ),
                )
                for one in about.get("bronnen", ())
            ),
        )
        return
    yield Text(str(about.get("let op", "")), strong=True)
    yield Listing(tuple(str(line) for line in about.get("weet niet", ())))
    yield Table(
        "Waarop de populatie is geijkt",
        ("marge", "doel", "bereikt", "verschil", "bron"),
        tuple(
            (
                str(one["naam"]),
                number(one["doel"]),
                number(one["bereikt"]),
                f"{str(one['verschil in procenten']).replace('.', ',')}%",
                str(one["bron"]),
            )
            for one in about.get("marges", ())
        ),
    )
    if found.no_seeds:
        yield Unknown(f"hoe ver toeval een cijfer draagt is niet berekend: {found.no_seeds}", ("hetzelfde model",))
    else:
        yield Text(
            f"Elk cijfer staat met het laagste en het hoogste van {found.seeds} kleinere populaties met een ander zaad. Dat bereik laat "
            "alleen toeval zien, en is ruimer dan dat van de populatie zelf. Een verkeerde aanname zit er niet in. "
            f"In de kleinere populaties gaan per besluit ten hoogste {CAP_A_SEED} rijen naar de exacte berekening; meer tellen niet mee."
        )
