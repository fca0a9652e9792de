"""The chapters about the agency and its partners: what the rules say of them, and mostly who must say the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dsl.notation import format_display
from dsl.program import Program
from engine.decision import Status
from engine.explain.values_nl import enumeration, term_text
from engine.reach import needs
from workbench.rapport.material import Material, number
from workbench.rapport.model import Cell, Listing, Part, Table, Text, Unknown


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
                number(tally.of("niet geteld", Status.BEOORDELEN.value)),
            )
        )
    if rows:
        yield Table(
            "Zaken die niet vanzelf te beslissen zijn (rijen van deze populatie, niet omgerekend)",
            (
                "besluit",
                "rijen",
                "naar de exacte berekening",
                "waarom",
                "niet meegeteld",
                "waarvan een behandelaar moet beoordelen",
            ),
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


def later(found: Material) -> Iterable[Part]:
    """What a later decision would ask back, with the limit of the law."""
    rows: list[tuple[Cell, ...]] = []
    for one in found.effects:
        held = one.later
        if held is None:
            rows.append((one.asked.besluit, "staat niet bij dit besluit", "", "", ""))
            continue
        limit = held.limit
        rows.append(
            (
                one.asked.besluit,
                limit.words,
                "geen: elk bedrag telt"
                if limit.amount is None
                else f"tot en met {format_display(limit.amount, 'bedrag')}",
                held.count,
                held.above or "",
            )
        )
    if rows:
        yield Table(
            "Als een jaar al is beslist en de variant er toch voor gaat gelden: wie later moet betalen",
            (
                "besluit",
                "hoe de regeling dat noemt",
                "grens waaronder niets wordt gevraagd",
                "hoeveel",
                "boven de grens",
            ),
            tuple(rows),
        )
        sources = sorted({one.later.limit.source for one in found.effects if one.later and one.later.limit.source})
        yield Text(
            "Gaat de variant op tijd in, dan is dit aantal nul. De grens is die van de regeling zelf"
            f"{': ' + enumeration(sources) if sources else ''}. Herzieningen door een ander inkomen of een andere gezinssituatie zitten er "
            "niet in."
        )


def ict() -> Part:
    return Unknown(
        "wat er in systemen moet worden gebouwd, staat niet in de regels",
        ("een raming van de ICT-afdeling", "de plaats in de releasekalender"),
    )


def facts(found: Material) -> Iterable[Part]:
    """Per besluit which facts it may use, whether this population has them, and which ground in the rules lets the executor use them."""
    program, day = found.work.variant, found.work.days[-1]
    new = {(owner, name) for owner, name in found.changes.facts}
    for one in found.effects:
        asked = needs(program, program.decisions[one.asked.besluit]).facts
        yield Table(
            f"{one.asked.besluit}: {len(asked)} gegevens die kunnen meetellen; welke, hangt af van de zaak",
            ("gegeven", "van", "in deze populatie", "grondslag in de regels"),
            tuple(
                (
                    f"{fact.name}{' (nieuw door de variant)' if (fact.owner, fact.name) in new else ''}",
                    fact.owner,
                    _known(found, fact.owner, fact.name),
                    _ground(program, one.asked.executor, fact.owner, fact.name, day),
                )
                for fact in asked
            ),
        )
    if not found.changes.facts:
        yield Text("De variant vraagt geen nieuwe gegevens.")
    yield Unknown(
        "van welke bron een uitvoerder een gegeven krijgt, en hoe goed die levering is, staat niet in de regels",
        ("per gegeven de bron en de kwaliteit van de levering", "een grondslag waar die niet in de regels staat"),
    )


def _known(found: Material, owner: str, name: str) -> str:
    if (owner, name) in found.columns:
        return "ja"
    derived = (owner, name) in found.work.variant.definitions
    return "nee; de regels leiden het af waar zij gelden" if derived else "nee: onbekend voor iedereen"


def _ground(program: Program, executor: str, owner: str, name: str, day: date) -> str:
    grounds = [
        one.name
        for one in program.grondslagen.values()
        if executor in one.receivers and one.in_force(day) and (owner in one.types or (owner, name) in one.names)
    ]
    return enumeration(grounds) or "staat niet in de regels"


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


def assumed(found: Material) -> Iterable[Part]:
    """The assumptions of the population itself."""
    told = found.stored.about.get("aannames", ())
    if told:
        yield Table(
            "Aannames waarmee de mensen zijn verzonnen",
            ("aanname", "waarde", "toelichting"),
            tuple((str(one["naam"]), str(one["waarde"]), str(one["toelichting"])) for one in told),
        )


VERDICTS = ("uitvoerbaar", "uitvoerbaar, mits", "deels onuitvoerbaar", "onuitvoerbaar")


def verdict() -> Iterable[Part]:
    """The verdict is a person's: nothing here depends on what was computed."""
    yield Text("Dit oordeel geeft een mens. De doorrekening vult het niet in, en kiest niet.", strong=True)
    yield Listing(tuple(f"☐ {word}" for word in VERDICTS))
    yield Table("Wie oordeelt", ("naam", "functie", "datum", "motivering"), (("", "", "", ""),))
