"""The chapters about the agency and its partners: what the rules say of them, and mostly who must say the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from dsl.notation import format_display, parse_number
from dsl.program import AttrInfo, Program
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
    questions = questions_of(found)
    if questions:
        yield Text(f"Vragen die een behandelaar in sommige zaken over {found.work.year} moet beantwoorden:")
        yield Listing(questions)


def questions_of(found: Material) -> tuple[str, ...]:
    """What the besluiten may ask a case handler, by the rules of the year."""
    program = found.work.variant
    asked = {
        question
        for one in found.effects
        for question in needs(program, program.decisions[one.asked.besluit], found.work.days).questions
    }
    return tuple(sorted(asked))


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
    """Per besluit which facts it may use in this year, whether this population has them, and for which the rules have a ground."""
    program, day = found.work.variant, found.work.days[-1]
    new = {(owner, name) for owner, name in found.changes.facts}
    for one in found.effects:
        asked = facts_of(found, one.asked.besluit)
        known = {fact: (fact.owner, fact.name) in found.columns for fact in asked}
        yield Table(
            f"{one.asked.besluit}: {len(asked)} gegevens die kunnen meetellen; welke, hangt af van de zaak",
            ("van", "in deze populatie", "welke"),
            tuple(
                (owner, words, _names(held, new))
                for owner in dict.fromkeys(fact.owner for fact in asked)
                for words, held in (
                    ("ja", [fact for fact in asked if fact.owner == owner and known[fact]]),
                    (
                        "afgeleid door de regels",
                        [fact for fact in asked if fact.owner == owner and not known[fact] and _derived(program, fact)],
                    ),
                    (
                        "onbekend",
                        [
                            fact
                            for fact in asked
                            if fact.owner == owner and not known[fact] and not _derived(program, fact)
                        ],
                    ),
                )
                if held
            ),
        )
        grounds: dict[str, list[AttrInfo]] = {}
        for fact in asked:
            for ground in _grounds(program, one.asked.executor, fact, day):
                grounds.setdefault(ground, []).append(fact)
        for ground, held in grounds.items():
            yield Text(f"Grondslag in de regels, '{ground}': {_names(held, new)}.")
        without = len(asked) - len({fact for held in grounds.values() for fact in held})
        yield Text(f"Voor {number(without)} van de {number(len(asked))} gegevens staat er geen grondslag in de regels.")
    if not found.changes.facts:
        yield Text("De variant vraagt geen nieuwe gegevens.")
    yield Unknown(
        "van welke bron een uitvoerder een gegeven krijgt, en hoe goed die levering is, staat niet in de regels",
        ("per gegeven de bron en de kwaliteit van de levering", "een grondslag waar die niet in de regels staat"),
    )


def facts_of(found: Material, besluit: str) -> tuple[AttrInfo, ...]:
    """What a besluit may use, by the rules of the year."""
    program = found.work.variant
    return needs(program, program.decisions[besluit], found.work.days).facts


def _derived(program: Program, fact: AttrInfo) -> bool:
    return (fact.owner, fact.name) in program.definitions


def _names(facts: Sequence[AttrInfo], new: Collection[tuple[str, str]]) -> str:
    added = " (nieuw door de variant)"
    return "; ".join(f"{fact.name}{added if (fact.owner, fact.name) in new else ''}" for fact in facts)


def _grounds(program: Program, executor: str, fact: AttrInfo, day: date) -> list[str]:
    return [
        one.name
        for one in program.grondslagen.values()
        if executor in one.receivers
        and one.in_force(day)
        and (fact.owner in one.types or (fact.owner, fact.name) in one.names)
    ]


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
    asked = {fact for one in found.effects for fact in facts_of(found, one.asked.besluit)}
    if asked:
        sensitive = sorted({f"{fact.name} (van {fact.owner})" for fact in asked if fact.sensitive})
        told = (
            f"als gevoelig gemerkt: {enumeration(sensitive)}" if sensitive else "geen daarvan is als gevoelig gemerkt"
        )
        yield Text(
            f"De besluiten kunnen {number(len(asked))} gegevens van mensen gebruiken (hoofdstuk Gegevens); in de regels {told}."
        )
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
            ("aanname", "waarde", "toelichting", "bron"),
            tuple(
                (str(one["naam"]), _values(str(one["waarde"])), str(one["toelichting"]), str(one.get("bron", "geen")))
                for one in told
            ),
        )


def _values(text: str) -> str:
    """``38000; 55`` as ``38.000; 55``."""
    return "; ".join(format_display(parse_number(one)) for one in text.split("; "))


VERDICTS = ("uitvoerbaar", "uitvoerbaar, mits", "deels onuitvoerbaar", "onuitvoerbaar")


def verdict() -> Iterable[Part]:
    """The verdict is a person's: nothing here depends on what was computed."""
    yield Text("Dit oordeel geeft een mens. De doorrekening vult het niet in, en kiest niet.", strong=True)
    yield Listing(tuple(f"☐ {word}" for word in VERDICTS))
    yield Table("Wie oordeelt", ("naam", "functie", "datum", "motivering"), (("", "", "", ""),))
