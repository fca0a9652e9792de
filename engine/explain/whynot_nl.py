"""The answer to Waarom niet? in Dutch."""

from __future__ import annotations

from dsl.notation import format_date
from dsl.program import Compare
from dsl.suggest import did_you_mean
from engine.explain.people import People, article_of, possessive
from engine.explain.questions import question
from engine.explain.render import render
from engine.explain.tree import Explanation, Form, Part, Section
from engine.explain.values_nl import capital, enumeration, sentence
from engine.explain.variant_nl import noted
from engine.explain.words import Words
from engine.trace import address
from engine.values import FactRef
from engine.whynot import Answer, Failed, WhyNot


def explain_why_not(answer: Answer) -> Explanation:
    """Per object and rule what kept it from applying, as an explanation in the formal voice."""
    reading = answer.reading
    words = Words(reading, People(reading.program, reading.case), "formal")
    parts = tuple(_part(words, one) for one in answer.found)
    if not parts:
        parts = (Part("zin", f"{_nothing(answer)} {did_you_mean(answer.meant or ())}".strip()),)
    told = Explanation("behandelaar", f"Waarom niet: {answer.target}", (Section("", parts),))
    return noted(reading.program, told)


def describe_why_not(answer: Answer, form: Form = "tekst") -> str:
    """The answer as text, Markdown or JSON; the same bytes for the same answer."""
    return render(explain_why_not(answer), form)


def _nothing(answer: Answer) -> str:
    if answer.meant is None:
        return "Het dossier heeft geen object waarover dit kan gaan."
    return f'Er is geen regel, tabelrij, kenmerk of rechtsstatus met de naam "{answer.target}".'


def _part(words: Words, one: WhyNot) -> Part:
    of_row = one.row is not None and one.reason != "eerdere rij"
    what = f'rij {one.row} van "{one.rule.name}"' if of_row else f'de regel "{one.rule.name}"'
    head = capital(what)
    about = words.people.formal(one.about)
    # What failed goes before what is only not known yet.
    below = tuple(_condition(words, failed) for failed in sorted(one.failed, key=lambda failed: failed.open))
    text = {
        "voorwaarden": f"{head} geldt niet voor {about}, want",
        "onbekend": f"Of {what} geldt voor {about}, is nog niet bekend",
        "fout": f"{head} is niet te beoordelen voor {about}",
        "niet geldig": f"{head} is niet geldig op {format_date(words.reading.today, words=True)}{_validity(one)}",
        "wijkt": f"{head} wijkt voor {about} voor {_names(one)}",
        "eerdere rij": f'Rij {one.row} van "{one.rule.name}" past al voor {about}; daarna wordt niet verder gezocht',
        "geldt": f"{head} geldt wel voor {about}",
    }[one.reason]
    sources = one.rule.sources + (one.by[0].sources if one.by else ())
    text = text + ":" if below else sentence(text)
    rules = (one.rule.number, *(rule.number for rule in one.by))
    return Part("regel", text, None, tuple(dict.fromkeys(sources)), (), rules, below)


def _names(one: WhyNot) -> str:
    return enumeration([f'"{rule.name}"' for rule in one.by])


def _validity(one: WhyNot) -> str:
    start, end = one.rule.start, one.rule.end
    if start is not None and end is not None:
        return f" (geldig van {format_date(start)} t/m {format_date(end)})"
    if start is not None:
        return f" (geldig vanaf {format_date(start)})"
    return f" (geldig t/m {format_date(end)})" if end is not None else ""


def _unobtainable(words: Words, fact: FactRef) -> str:
    called = possessive(words.people.formal(fact.obj), fact.name, article_of(words.program, fact.name))
    when = "" if fact.at is None else f" op {format_date(fact.at, words=True)}"
    return f"volgens het dossier is dit niet te verkrijgen: {called}{when}"


def _condition(words: Words, failed: Failed) -> Part:
    """What is true, with the actual value and the norm; what it should have been; or what is not known."""
    key = failed.atom.key
    below = [_part(words, one) for one in failed.because]
    if failed.open:
        asked = [question(words, fact) or fact.name for fact in failed.unknown]
        below += [Part("vraag", text) for text in asked]
        below += [Part("melding", sentence(_unobtainable(words, fact))) for fact in failed.unobtainable]
        lead = "Nog niet bekend, maar wel nodig" if failed.unknown or failed.unobtainable else "Nog te beoordelen"
        text = f"{lead}: {words.clause(key, not failed.atom.holds)}"
        return Part("voorwaarde", sentence(text), None, failed.sources, (address(key),), (), tuple(below))
    node = words.node(key)
    text = words.condition(failed.atom)
    if isinstance(node, Compare):
        left, right, op = words.sides(node, key, not failed.atom.holds)
        text += f" Nodig: {words.compared(left, op)}{words.norm(right)}."
    return Part("voorwaarde", text, None, failed.sources, (address(key),), (), tuple(below))
