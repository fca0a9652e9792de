"""The chapters about the agency and its partners: what the rules say of them, and mostly who must say the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dsl.program import Program
from engine.explain.values_nl import enumeration, term_text
from engine.reach import needs
from engine.variants.words import LEVELS
from workbench.rapport.material import Material, number
from workbench.rapport.model import Listing, Part, Table, Text, Unknown


def chain(found: Material) -> Part:
    executors = sorted({info.executor for info in found.changes.reached if info.executor})
    return Unknown(
        f"het raakt besluiten van {enumeration(executors) or 'geen uitvoerder die de regels noemen'}; wat partners daarvoor moeten doen, "
        "staat niet in de regels",
        ("een reactie van elke ketenpartner", "een ketentest met datum"),
    )


def manual(found: Material) -> Iterable[Part]:
    rows = []
    for one in found.effects:
        tally = one.tally
        routed = tally.of("overgedragen", "rijen")
        not_counted = sum(tally.under("niet geteld").values())
        reasons = [f"{words} ({number(n)})" for words, n in sorted(tally.under("overgedragen", "reden").items())]
        left = [f"{words} ({number(n)})" for words, n in sorted(tally.under("niet geteld").items())]
        rows.append(
            (
                one.asked.besluit,
                number(tally.of("rijen")),
                number(routed),
                enumeration(reasons) or "geen",
                f"{number(not_counted)}{': ' + enumeration(left) if left else ''}",
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


def ict() -> Part:
    return Unknown(
        "wat er in systemen moet worden gebouwd, staat niet in de regels",
        ("een raming van de ICT-afdeling", "de plaats in de releasekalender"),
    )


def facts(found: Material) -> Iterable[Part]:
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


def planning() -> Part:
    return Unknown(
        "de regels zeggen vanaf welke dag zij gelden, niet hoeveel tijd een uitvoerder nodig heeft",
        (
            "de datum van publicatie",
            "de tijd voor bouw, test en communicatie",
            "wat er in die tijd nog meer moet veranderen",
        ),
    )


def enforcement() -> Part:
    return Unknown(
        "of mensen zich aan de regels houden, kan niemand uit de regels afleiden",
        ("een oordeel over misbruik en oneigenlijk gebruik", "een plan voor toezicht"),
    )


def protection(found: Material) -> Iterable[Part]:
    rows = []
    for one in found.effects:
        info = found.work.variant.decisions[one.asked.besluit]
        term = info.objection
        if term is None:
            rows.append((info.name, "staat niet bij dit besluit", ""))
        else:
            rows.append((info.name, term_text(term.amount, term.unit), term.at or ""))
    if rows:
        yield Table("Bezwaar", ("besluit", "termijn", "bij"), tuple(rows))
    yield Unknown(
        "of bezwaar en beroep genoeg bescherming geven, is een oordeel",
        ("een advies van een jurist", "ervaringen uit bezwaar en klachten"),
    )


def basis(found: Material) -> Iterable[Part]:
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


def risks(found: Material) -> Iterable[Part]:
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


def assumed(found: Material) -> Iterable[Part]:
    """The assumptions of the population itself."""
    told = found.stored.about.get("aannames", ())
    if told:
        yield Table(
            "Aannames waarmee de mensen zijn verzonnen",
            ("aanname", "waarde", "toelichting"),
            tuple((str(one["naam"]), str(one["waarde"]), str(one["toelichting"])) for one in told),
        )


def conditions() -> Iterable[Part]:
    yield Table("Randvoorwaarden", ("voorwaarde", "eigenaar", "datum"), (("", "", ""), ("", "", ""), ("", "", "")))
    yield Unknown("randvoorwaarden stelt een mens", ("per voorwaarde een eigenaar en een datum",))


VERDICTS = ("uitvoerbaar", "uitvoerbaar, mits", "deels onuitvoerbaar", "onuitvoerbaar")


def verdict() -> Iterable[Part]:
    """The verdict is a person's: nothing here depends on what was computed."""
    yield Text("Dit oordeel geeft een mens. De doorrekening vult het niet in, en kiest niet.", strong=True)
    yield Listing(tuple(f"☐ {word}" for word in VERDICTS))
    yield Table("Wie oordeelt", ("naam", "functie", "datum", "motivering"), (("", "", "", ""),))
