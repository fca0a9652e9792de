"""From a decision and what a person filled in to a letter, or everything that keeps it from being one.

What a besluit on paper must hold: by whom, within which term and where bezwaar can be made (Awb 3:45), its motivering (3:46, 3:47 lid 1)
and the wettelijk voorschrift (3:47 lid 2), and whether the addressee was heard before (4:7, 4:8, with the exceptions of 4:11 and
4:12). What a bezwaarschrift needs: 6:5. Read in the text of 01-01-2026.
"""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics import Diagnostic, diagnose
from dsl.notation import format_date
from dsl.program import Program
from dsl.source import NOWHERE, Span
from engine.case import Case
from engine.decision import Decision, Status
from engine.explain import explain
from engine.explain.people import People
from engine.explain.tree import Part, Section
from engine.explain.values_nl import sentence
from workbench.brieven.form import NOT_ASKED, REPRESENTATIVES, Addressee, LetterForm, WrittenForm, day_of
from workbench.brieven.model import Chapter, Letter, Line

REPRESENTED = "heeft een gemachtigde of bewindvoerder"
"""The kenmerk of a person for whom another acts."""

_OBJECTION = "Bent u het er niet mee eens?"
_SOURCES = "Welke regels gelden hier?"
_DECIDED = (Status.VASTGESTELD, Status.NIET_VAN_TOEPASSING)
_WHY_NOT = {
    Status.ONBEKEND: "er ontbreken nog gegevens",
    Status.BEOORDELEN: "een behandelaar moet eerst iets beoordelen",
    Status.FOUT: "er ging iets mis bij het vaststellen",
}


def compose(
    decision: Decision, program: Program, case: Case, written: WrittenForm
) -> tuple[Letter | None, list[Diagnostic]]:
    """The concept-beschikking. None with the findings when the decision is no besluit yet (TS922), or when the letter would go to
    somebody to whom it cannot go (TS923)."""
    form, people = written.form, People(program, case)
    found = [*undecided(decision, program), *_misdirected(written, people, case, decision)]
    if found:
        return None, found
    told = {section.heading: section for section in explain(decision, program, case, "burger").sections}
    objection, sources = told.pop(_OBJECTION, None), told.pop(_SOURCES, None)
    chapters = [_chapter(section) for section in told.values()]
    chapters.append(Chapter("Wat wij u vooraf vroegen", tuple(map(Line, _heard(form)))))
    if sources is not None:
        chapters.append(_chapter(sources))
    if objection is not None:
        chapters.append(Chapter(_OBJECTION, (*_chapter(objection).lines, *_how_to_object(form, decision))))
    sent = decision.verzonden_op
    letter = Letter(
        sender=(form.afzender.organisatie, *form.afzender.adres),
        addressee=_address(form.aan),
        particulars=(
            ("Datum", format_date(sent, words=True) if sent else "nog niet verzonden"),
            ("Ons kenmerk", form.kenmerk),
            ("Contact", ", ".join(form.afzender.contact)),
        ),
        subject=f"Besluit: {decision.besluit}",
        salutation="Geachte erfgenamen," if form.aan.als == "erven" else f"Geachte {form.aan.naam},",
        chapters=tuple(chapters),
        closing=("Met vriendelijke groet,", form.ondertekend.door, form.ondertekend.functie, form.afzender.organisatie),
        copies=tuple(", ".join(_address(one)) for one in form.afschrift_aan),
    )
    return letter, []


# ---------------------------------------------------------------- what keeps it from being a letter


def undecided(decision: Decision, program: Program) -> Iterator[Diagnostic]:
    """Why no letter can be made of a decision yet (TS922), whatever its form says."""
    statuses = dict.fromkeys([decision.status, *(result.status for result in decision.outcomes)])
    for status in statuses:
        if status not in _DECIDED:
            yield diagnose("TS922", NOWHERE, besluit=decision.besluit, reason=_WHY_NOT[status])
    if program.decisions[decision.besluit].objection is None:
        reason = "de regels noemen niet waar en hoe lang bezwaar kan (Awb artikel 3:45)"
        yield diagnose("TS922", NOWHERE, besluit=decision.besluit, reason=reason)


def _misdirected(written: WrittenForm, people: People, case: Case, decision: Decision) -> Iterator[Diagnostic]:
    form = written.form
    place = written.root.get("aan") or written.root
    span = Span(written.path, place.start, max(place.start, place.end))

    def wrong(problem: str) -> Diagnostic:
        return diagnose("TS923", span, problem=problem)

    if people.died is not None and form.aan.als != "erven":
        yield wrong("de betrokkene is overleden. Richt de brief aan de erven ('als: erven')")
    if people.died is None and any(one.als == "erven" for one in form.receivers):
        yield wrong("volgens het dossier leeft de betrokkene; er zijn geen erven")
    person = case.objects.get(people.addressee)
    represented = person is not None and person.fact(REPRESENTED, decision.rekendatum) is True
    if represented and not any(one.als in REPRESENTATIVES for one in form.receivers):
        yield wrong("de betrokkene heeft een gemachtigde of bewindvoerder. Zet die bij 'aan' of bij 'afschrift aan'")


# ---------------------------------------------------------------- the parts


def _address(one: Addressee) -> tuple[str, ...]:
    who = one.naam if one.namens is None else f"{one.naam}, {one.als} van {one.namens}"
    return (who, *one.adres)


def _chapter(section: Section) -> Chapter:
    return Chapter(section.heading, tuple(line for part in section.parts for line in _lines(part)))


def _lines(part: Part) -> Iterator[Line]:
    point = part.kind in ("punt", "termijn", "vraag")
    if part.text:
        yield Line(part.text, point)
    for source in part.sources:
        yield Line(source.text, point, source)
    for child in part.children:
        yield from _lines(child)


def _heard(form: LetterForm) -> tuple[str, ...]:
    heard = form.zienswijze
    if heard.gevraagd == "nee":
        return NOT_ASKED[heard.grond or "financieel besluit"]
    assert heard.op is not None and heard.gezegd is not None and heard.onze_reactie is not None
    day = day_of(heard.op)
    assert day is not None
    return (
        f"Op {format_date(day, words=True)} kon u reageren op wat wij van plan waren.",
        sentence(f"U zei: {heard.gezegd}"),
        sentence(f"Onze reactie: {heard.onze_reactie}"),
    )


def _how_to_object(form: LetterForm, decision: Decision) -> Iterator[Line]:
    yield Line(f"Stuur een brief naar: {', '.join(form.bezwaar_naar)}.")
    yield Line("Zet in uw brief:")
    yield Line("uw naam en adres;", point=True)
    yield Line("de datum;", point=True)
    yield Line(f"om welk besluit het gaat: {decision.besluit}, kenmerk {form.kenmerk};", point=True)
    yield Line("waarom u het er niet mee eens bent;", point=True)
    yield Line("uw handtekening.", point=True)
    yield Line("Iemand anders mag dit voor u doen. Schrijf dan op dat u dat goedvindt, en zet uw handtekening daarbij.")
    yield Line(
        "Kunt u niet wachten op ons antwoord? Vraag dan de rechtbank om een voorlopige regeling. Dat heet een voorlopige voorziening "
        "(Algemene wet bestuursrecht artikel 8:81)."
    )
