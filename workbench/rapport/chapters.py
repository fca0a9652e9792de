"""The chapters of an uitvoeringstoets, in the order in which agencies write them. What the engine cannot fill says why, and who can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from engine.explain.values_nl import enumeration
from engine.simulation.effects import Effects, Money
from engine.simulation.figures import Figure, written
from engine.simulation.run import CAP_A_SEED
from engine.variants.words import LEVELS, figure_sentence, reached_lines, rule_sentence, rules_text
from workbench.rapport import execution
from workbench.rapport.ability import ability
from workbench.rapport.agency import AWAY
from workbench.rapport.citizens import citizens
from workbench.rapport.judgement import conditions, risks, texts
from workbench.rapport.material import WAYS, Material, nothing_decided, number, unit_of, with_spread
from workbench.rapport.model import Block, Chapter, Listing, Part, Table, Text, Unknown


def title_of(found: Material) -> str:
    return f"Uitvoeringstoets: {enumeration([one.name for one in found.variants])}"


def chapters(found: Material) -> list[Chapter]:
    return [
        Chapter("samenvatting", "Samenvatting", tuple(_summary(found))),
        Chapter("voorstel", "Het voorstel", tuple(_proposal(found))),
        Chapter("burgers", "Gevolgen voor burgers", tuple(citizens(found))),
        _told(found, "doenvermogen", "Doenvermogen", ability(found)),
        _told(found, "keten", "Ketenpartners", (execution.chain(found),)),
        _told(
            found,
            "uitvoering",
            "Uitvoering en ICT",
            (*found.agency.volumes, *execution.later(found), *execution.manual(found), execution.ict()),
        ),
        _told(found, "gegevens", "Gegevens", execution.facts(found)),
        _told(found, "kosten", "Kosten van de uitvoering", found.agency.costs),
        _told(found, "planning", "Planning", (execution.planning(),)),
        _told(found, "handhaving", "Handhaving", (execution.enforcement(),)),
        _told(found, "rechtsbescherming", "Rechtsbescherming", execution.protection(found)),
        _told(found, "grondslag", "Grondslag en DPIA", execution.basis(found)),
        Chapter("risico", "Risico's", tuple(risks(found))),
        Chapter("aannames", "Aannames", (*found.agency.assumptions, *execution.assumed(found))),
        Chapter("randvoorwaarden", "Randvoorwaarden", tuple(conditions(found))),
        Chapter("oordeel", "Oordeel", tuple(execution.verdict())),
        Chapter("weetniet", "Wat deze populatie niet weet", tuple(_not_known(found))),
    ]


def _told(found: Material, key: str, title: str, parts: Iterable[Part]) -> Chapter:
    """A chapter to which people may have added a text; it stands before what cannot be told."""
    return Chapter(key, title, (*texts(found, key), *parts))


# ---------------------------------------------------------------- what it comes to

VERDICT = Text(
    "Dit stuk heeft geen oordeel over de uitvoerbaarheid. Dat geeft een mens, in het hoofdstuk Oordeel.", strong=True
)


def _summary(found: Material) -> Iterable[Part]:
    for one in found.effects:
        ways = WAYS[one.asked.direction]
        money = one.money
        yield from _left_out(one)
        if nothing_decided(one):
            continue
        if money.difference.value == 0 and not one.people.higher.value and not one.people.lower.value:
            yield Text(
                f"{one.asked.besluit}: over {found.work.year} verandert het bedrag van niemand die is meegeteld."
            )
            continue
        unit = unit_of(one)
        yield Text(
            f"{one.asked.besluit}, {found.work.year}: {with_spread(money.baseline)} zonder de variant, "
            f"{with_spread(money.variant)} ermee. Dat is {_change(money)}. "
            f"{_many(one.people.higher, unit, ways[0])}; {_many(one.people.lower, unit, ways[1])}."
        )
        yield from _isolated(found, one)
    told = [one for one in found.effects if not nothing_decided(one)]
    if told:
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
                for one in told
            ),
        )
    yield from _how_far(found)
    yield from _unsourced(found)
    yield VERDICT


def _left_out(one: Effects) -> Iterable[Part]:
    """Rows that are in no sum, before the sums: what is said may be about others than those who matter."""
    left = one.tally.under("niet geteld")
    rows, out = one.tally.of("rijen"), sum(left.values())
    if not out:
        return
    why = max(left, key=lambda words: left[words])
    share = Fraction(out, max(1, rows))
    words = "minder dan 1%" if share < Fraction(1, 100) else f"{round(share * 100)}%"
    told = f"Let op: bij '{one.asked.besluit}' konden {number(out)} van de {number(rows)} rijen niet worden beslist ({words})."
    what = (
        "Dat is iedereen die een bedrag kan hebben: wat de variant doet, is hier niet vast te stellen."
        if nothing_decided(one)
        else "Zij tellen nergens in mee."
    )
    yield Text(f"{told} {what} De meeste daarvan: {why}.", strong=True)


def _many(figure: Figure, unit: str, way: str) -> str:
    if figure.value == 0:
        return f"geen {unit} {way}"
    return f"{with_spread(figure)} {unit} {way}"


def _change(money: Money) -> str:
    """``€ 9,6 miljoen (€ 9,5 miljoen tot € 9,8 miljoen) meer, 8,42%``."""
    difference, share = money.difference, money.share
    told = f"{with_spread(_size(difference))} {'minder' if (difference.value or 0) < 0 else 'meer'}"
    return told if share.value is None else f"{told}, {_size(share).words()}"


def _size(figure: Figure) -> Figure:
    """How large a figure is, whatever its sign; a range that has both signs keeps them."""
    low, high = figure.low, figure.high
    if figure.value is None or figure.value >= 0 or (high is not None and high > 0):
        return figure
    return replace(figure, value=-figure.value, low=None if high is None else -high, high=None if low is None else -low)


def _isolated(found: Material, one: Effects) -> Iterable[Part]:
    """On the amounts of the documents: what the tariff does, apart from growth in numbers."""
    if found.agency.besluit != one.asked.besluit:
        return
    steps = {figure.name: figure.words() for figure in found.agency.figures}
    if "met het nieuwe tarief" in steps:
        yield Text(
            f"Op de bedragen uit de documenten: van {steps['bedrag van het jaar ervoor']} naar {steps['met het nieuwe tarief']} door het "
            f"tarief ({steps['waarvan door de variant']} meer, door de variant), en naar {steps['en met meer mensen']} doordat er meer "
            "mensen een bijdrage hebben (niet door de variant). Die bedragen gaan van het ene jaar naar het andere. De doorrekening "
            f"neemt voor beide kanten de mensen van {found.work.year}, en begint daarom met een ander bedrag."
        )


def _how_far(found: Material) -> Iterable[Part]:
    """How far the population is from what it was calibrated on, at most, and where all of it stands."""
    margins = found.stored.about.get("marges", ())
    if not found.stored.synthetic or not margins:
        return
    worst = max(margins, key=lambda one: abs(Fraction(str(one["verschil in procenten"]))))
    away = _away(worst)
    documents = next((one for one in found.agency.figures if one.name == AWAY), None)
    beside = f" Het bedrag met de variant {_aside(documents)}." if documents is not None else ""
    yield Text(
        f"Gerekend met verzonnen mensen. Van de {len(margins)} marges waarop zij zijn geijkt, wijkt '{worst['naam']}' het meest af: "
        f"{away}. Alle afwijkingen staan in het hoofdstuk 'Wat deze populatie niet weet'.{beside}"
    )


UNSOURCED = {
    "inkomen": "inkomen",
    "toetsingsinkomen": "inkomen",
    "rendementsgrondslag": "vermogen",
    "kale huur": "huur",
    "uurprijs": "kosten van opvang",
    "contracturen": "kosten van opvang",
}
"""Facts of invented people that no margin bounds, and what they are about."""


def _unsourced(found: Material) -> Iterable[Part]:
    """An amount that hangs on what nobody measured, with no measured amount to set it beside, is no estimate."""
    if not found.stored.synthetic:
        return
    measured = any(figure.name == AWAY for figure in found.agency.figures)
    for one in found.effects:
        besluit = one.asked.besluit
        if nothing_decided(one) or (measured and found.agency.besluit == besluit):
            continue
        facts = {UNSOURCED[fact.name] for fact in execution.facts_of(found, besluit) if fact.name in UNSOURCED}
        if facts:
            yield Text(
                f"Let op: '{besluit}' hangt af van {enumeration(sorted(facts))}. In deze populatie zijn dat aannames zonder bron, en er is "
                "geen gemeten bedrag om de uitkomst naast te leggen. De bedragen zijn een rekenvoorbeeld, geen raming.",
                strong=True,
            )


def _away(margin: Mapping[str, Any]) -> str:
    """How far a margin is from what was reached."""
    return written(Fraction(str(margin["verschil in procenten"])) / 100, "aandeel", Fraction(1, 10_000))


def _aside(figure: Figure) -> str:
    """``ligt 3,8% onder wat is gemeten``."""
    words = figure.words()
    if words == "0%":
        return "wijkt minder dan 0,1% af van wat is gemeten"
    return f"ligt {words.removeprefix('-')} {'onder' if (figure.value or 0) < 0 else 'boven'} wat is gemeten"


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
        yield Block("De tekst van de regels", rules_text(found.changes))
    yield Text("Deze besluiten kunnen anders uitkomen:")
    yield Listing(reached_lines(found.changes) or ("geen enkel besluit",))


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
                _away(one),
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
