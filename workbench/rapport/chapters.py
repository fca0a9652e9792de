"""The chapters of an uitvoeringstoets, in the order in which agencies write them. What the engine cannot fill says why, and who can."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dsl.notation import format_display
from dsl.program import Program, VariantInfo
from engine.explain.values_nl import enumeration
from engine.population.folder import Stored
from engine.reach import needs
from engine.simulation.effects import Class, Effects
from engine.simulation.figures import FEWEST_ROWS, Figure
from engine.simulation.groups import NOT_TOLD_APART
from engine.simulation.work import MONTHS, NotAsked, Work
from engine.variants.changes import Changes
from engine.variants.words import LEVELS, changes_text, figure_sentence, reached_text, rule_sentence
from workbench.rapport.model import Block, Chapter, Chart, Listing, Part, Table, Text, Unknown

_WAYS = {
    "betaalt": ("betalen meer", "betalen minder"),
    "krijgt": ("krijgen meer", "krijgen minder"),
    "onbekend": ("hebben een hoger bedrag", "hebben een lager bedrag"),
}


@dataclass(frozen=True, slots=True)
class Agency:
    """What follows from assumptions about the agency: parts of three chapters, and the digest of the file that they come from."""

    volumes: tuple[Part, ...]
    costs: tuple[Part, ...]
    assumptions: tuple[Part, ...]
    digest: str


NOTHING_ASSUMED = Agency(
    (
        Unknown(
            "er is geen bestand met aannames over aantallen beschikkingen, contacten en bezwaren",
            ("een bestand met aannames en hun bron: --aannames",),
        ),
    ),
    (
        Unknown(
            "er is geen normtijd en geen tarief met een bron",
            ("per handeling een normtijd en een tarief, in het bestand met aannames",),
        ),
    ),
    (Text("Dit rapport steunt op geen andere aannames dan die van de populatie."),),
    "geen",
)


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report is made from."""

    work: Work
    stored: Stored
    variants: tuple[VariantInfo, ...]
    below: tuple[str, ...]
    changes: Changes
    effects: tuple[Effects, ...]
    left: tuple[NotAsked, ...]
    seeds: int
    no_seeds: str
    """Why there is no range over seeds, if there is none."""
    agency: Agency = NOTHING_ASSUMED
    households: tuple[Part, ...] = ()


def title_of(found: Material) -> str:
    return f"Uitvoeringstoets: {enumeration([one.name for one in found.variants])}"


def chapters(found: Material) -> list[Chapter]:
    return [
        Chapter("samenvatting", "Samenvatting", tuple(_summary(found))),
        Chapter("voorstel", "Het voorstel", tuple(_proposal(found))),
        Chapter("burgers", "Gevolgen voor burgers", tuple(_citizens(found))),
        Chapter("doenvermogen", "Doenvermogen", tuple(_ability(found))),
        Chapter("keten", "Ketenpartners", (_chain(found),)),
        Chapter("uitvoering", "Uitvoering en ICT", (*found.agency.volumes, *_manual(found), _ict())),
        Chapter("gegevens", "Gegevens", tuple(_facts(found))),
        Chapter("kosten", "Kosten van de uitvoering", found.agency.costs),
        Chapter("planning", "Planning", (_planning(),)),
        Chapter("handhaving", "Handhaving", (_enforcement(),)),
        Chapter("rechtsbescherming", "Rechtsbescherming", tuple(_protection(found))),
        Chapter("grondslag", "Grondslag en DPIA", tuple(_basis(found))),
        Chapter("risico", "Risico's", tuple(_risks(found))),
        Chapter("aannames", "Aannames", (*found.agency.assumptions, *_assumed(found))),
        Chapter("randvoorwaarden", "Randvoorwaarden", tuple(_conditions())),
        Chapter("oordeel", "Oordeel", tuple(_verdict())),
        Chapter("weetniet", "Wat deze populatie niet weet", tuple(_not_known(found))),
    ]


# ---------------------------------------------------------------- what it comes to


def _summary(found: Material) -> Iterable[Part]:
    for one in found.effects:
        ways = _WAYS[one.asked.direction]
        money = one.money
        if money.difference.value == 0 and not one.people.higher.value and not one.people.lower.value:
            yield Text(
                f"{one.asked.besluit}: over {found.work.year} verandert voor niemand in deze populatie het bedrag."
            )
            continue
        unit = _unit(one)
        yield Text(
            f"{one.asked.besluit}, {found.work.year}: {_with_spread(money.baseline)} zonder de variant, "
            f"{_with_spread(money.variant)} ermee. Het verschil is {_with_spread(money.difference)}"
            f"{_percent(money.share)}. {_with_spread(one.people.higher)} {unit} {ways[0]}; "
            f"{_with_spread(one.people.lower)} {unit} {ways[1]}."
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


# ---------------------------------------------------------------- people


def _citizens(found: Material) -> Iterable[Part]:
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
    for skipped in found.left:
        yield Unknown(
            f"'{skipped.besluit}' is niet op te tellen: {skipped.why}", ("een aparte berekening van dit besluit",)
        )


def _people(found: Material, one: Effects) -> Iterable[Part]:
    ways = _WAYS[one.asked.direction]
    people = one.people
    unit = _unit(one)
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


TOO_FEW = f"minder dan {FEWEST_ROWS} rijen: niet getoond"


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
    ways = _WAYS[one.asked.direction]
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


def _ability(found: Material) -> Iterable[Part]:
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


# ---------------------------------------------------------------- the agency


def _chain(found: Material) -> Part:
    executors = sorted({info.executor for info in found.changes.reached if info.executor})
    return Unknown(
        f"het raakt besluiten van {enumeration(executors) or 'geen uitvoerder die de regels noemen'}; wat partners daarvoor moeten doen, "
        "staat niet in de regels",
        ("een reactie van elke ketenpartner", "een ketentest met datum"),
    )


def _manual(found: Material) -> Iterable[Part]:
    rows = []
    for one in found.effects:
        tally = one.tally
        routed = tally.of("overgedragen", "rijen")
        not_counted = sum(tally.under("niet geteld").values())
        reasons = [f"{words} ({_number(n)})" for words, n in sorted(tally.under("overgedragen", "reden").items())]
        left = [f"{words} ({_number(n)})" for words, n in sorted(tally.under("niet geteld").items())]
        rows.append(
            (
                one.asked.besluit,
                _number(tally.of("rijen")),
                _number(routed),
                enumeration(reasons) or "geen",
                f"{_number(not_counted)}{': ' + enumeration(left) if left else ''}",
            )
        )
    if rows:
        yield Table(
            "Zaken die niet vanzelf te beslissen zijn (rijen van deze populatie, niet omgerekend)",
            ("besluit", "rijen", "naar de exacte berekening", "waarom", "niet meegeteld"),
            tuple(rows),
        )
    questions = sorted(
        {question for one in found.effects for question in _questions(found.work.variant, one.asked.besluit)}
    )
    if questions:
        yield Text("Vragen die een behandelaar in sommige zaken moet beantwoorden:")
        yield Listing(tuple(questions))


def _questions(program: Program, besluit: str) -> Sequence[str]:
    return needs(program, program.decisions[besluit]).questions


def _ict() -> Part:
    return Unknown(
        "wat er in systemen moet worden gebouwd, staat niet in de regels",
        ("een raming van de ICT-afdeling", "de plaats in de releasekalender"),
    )


def _facts(found: Material) -> Iterable[Part]:
    for one in found.effects:
        found_needs = needs(found.work.variant, found.work.variant.decisions[one.asked.besluit])
        yield Text(
            f"'{one.asked.besluit}' kan {len(found_needs.facts)} gegevens gebruiken. Welke er meetellen, hangt af van de zaak."
        )
    if found.changes.facts:
        yield Text("Nieuwe gegevens die de variant vraagt:")
        yield Listing(tuple(f"{name} ({owner})" for owner, name in found.changes.facts))
    else:
        yield Text("De variant vraagt geen nieuwe gegevens.")
    yield Unknown(
        "van welke bron een uitvoerder een gegeven krijgt, en hoe goed die levering is, staat niet in de regels",
        ("per gegeven de bron, de grondslag en de kwaliteit van de levering",),
    )


def _planning() -> Part:
    return Unknown(
        "de regels zeggen vanaf welke dag zij gelden, niet hoeveel tijd een uitvoerder nodig heeft",
        (
            "de datum van publicatie",
            "de tijd voor bouw, test en communicatie",
            "wat er in die tijd nog meer moet veranderen",
        ),
    )


def _enforcement() -> Part:
    return Unknown(
        "of mensen zich aan de regels houden, kan niemand uit de regels afleiden",
        ("een oordeel over misbruik en oneigenlijk gebruik", "een plan voor toezicht"),
    )


def _protection(found: Material) -> Iterable[Part]:
    rows = []
    for one in found.effects:
        info = found.work.variant.decisions[one.asked.besluit]
        term = info.objection
        if term is None:
            rows.append((info.name, "staat niet bij dit besluit", ""))
        else:
            rows.append((info.name, f"{term.amount} {term.unit}", term.at or ""))
    if rows:
        yield Table("Bezwaar", ("besluit", "termijn", "bij"), tuple(rows))
    yield Unknown(
        "of bezwaar en beroep genoeg bescherming geven, is een oordeel",
        ("een advies van een jurist", "ervaringen uit bezwaar en klachten"),
    )


def _basis(found: Material) -> Iterable[Part]:
    sources = sorted(
        {source.text for one in found.effects for source in found.work.variant.decisions[one.asked.besluit].sources}
        | {source.text for info in found.variants for source in info.sources}
    )
    yield Text("De bronnen van de besluiten en van de variant:")
    yield Listing(tuple(sources))
    yield Unknown(
        "of er een grondslag is voor elke verwerking van persoonsgegevens, is een oordeel",
        ("een DPIA", "het advies van de functionaris gegevensbescherming"),
    )


RISKS = (
    "opeenvolgend nieuw beleid met gevolgen voor de uitvoering",
    "stapeling van wijzigingen in de gegevensverwerking",
    "tekort aan gekwalificeerd personeel",
    "naleving van wet- en regelgeving",
    "stelselwijzigingen",
    "herstel van vertrouwen",
)


def _risks(found: Material) -> Iterable[Part]:
    known = {
        RISKS[0]: f"De variant raakt {len(found.changes.reached)} besluiten.",
        RISKS[3]: LEVELS[found.variants[-1].level] if found.variants else "",
    }
    yield Table(
        "Zes vaste risico's (Dienst Toeslagen, Voortgangsrapportage 2021, paragraaf 3.6)",
        ("risico", "wat de doorrekening zegt", "oordeel en maatregel"),
        tuple((name, known.get(name, "niets"), "in te vullen door een mens") for name in RISKS),
    )
    yield Unknown("of een risico aanvaardbaar is, is een oordeel", ("per risico een eigenaar en een maatregel",))


def _assumed(found: Material) -> Iterable[Part]:
    """The assumptions of the population itself."""
    told = found.stored.about.get("aannames", ())
    if told:
        yield Table(
            "Aannames waarmee de mensen zijn verzonnen",
            ("aanname", "waarde", "toelichting"),
            tuple((str(one["naam"]), str(one["waarde"]), str(one["toelichting"])) for one in told),
        )


def _conditions() -> Iterable[Part]:
    yield Table("Randvoorwaarden", ("voorwaarde", "eigenaar", "datum"), (("", "", ""), ("", "", ""), ("", "", "")))
    yield Unknown("randvoorwaarden stelt een mens", ("per voorwaarde een eigenaar en een datum",))


VERDICTS = ("uitvoerbaar", "uitvoerbaar, mits", "deels onuitvoerbaar", "onuitvoerbaar")


def _verdict() -> Iterable[Part]:
    """The verdict is a person's: nothing here depends on what was computed."""
    yield Text("Dit oordeel geeft een mens. De doorrekening vult het niet in, en kiest niet.", strong=True)
    yield Listing(tuple(f"☐ {word}" for word in VERDICTS))
    yield Table("Wie oordeelt", ("naam", "functie", "datum", "motivering"), (("", "", "", ""),))


def _not_known(found: Material) -> Iterable[Part]:
    about = found.stored.about
    if not found.stored.synthetic:
        yield Text(
            "Dit is een eigen populatie. De cijfers zijn tellingen van wat daarin staat; er is niets omgerekend."
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
                _number(one["doel"]),
                _number(one["bereikt"]),
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
            "alleen toeval zien, en is ruimer dan dat van de populatie zelf. Een verkeerde aanname zit er niet in."
        )


# ---------------------------------------------------------------- words


def _unit(one: Effects) -> str:
    return {"leefeenheid": "huishoudens", "persoon": "personen"}.get(one.asked.over, one.asked.over)


def _with_spread(figure: Figure) -> str:
    spread = figure.spread()
    return f"{figure.words()} ({spread})" if spread else figure.words()


def _percent(figure: Figure) -> str:
    return "" if figure.value is None else f" ({figure.words()})"


def _number(value: object) -> str:
    return format_display(Fraction(str(value))) if isinstance(value, int | float) else str(value)


def months_words(work: Work) -> str:
    """On which days was decided."""
    count = MONTHS // work.step
    return f"{count} peildata in {work.year}, elk voor {work.step} {'maand' if work.step == 1 else 'maanden'}"
