"""Programs from rule text: one set of declarations with an expression, condition or rule to try in it."""

from __future__ import annotations

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Node, Program
from tests.dsl.check.trees import sketch

HEAD = """Regeling Proef
    bron: Proefwet (BWBR0000001) artikel 1

Objecttype de persoon (mv: personen)
    de geboortedatum : datum
    de ingang : datum
    het inkomen : bedrag per jaar ligt tussen € 0 en € 1.000.000, in hele euro's
    de huur : bedrag per maand ligt tussen € 0 en € 10.000
    het spaargeld : bedrag ligt tussen € 0 en € 1.000.000
    de duur : aantal maanden ligt tussen 0 en 12
    het deel : percentage ligt tussen 0% en 100%
    de factor : getal ligt tussen 1 en 10
    het peiljaar : jaartal ligt tussen 1990 en 2050
    de gemeente : tekst
    de vorm : woonvorm
    de toeslag : bedrag per maand ligt tussen € 0 en € 10.000
    de heffing : bedrag per maand ligt tussen € 0 en € 10.000, met rechtsstatus
    kenmerk is minderjarig
    kenmerk heeft recht op toeslag, mag worden opgegeven
    rol partner : hoogstens een persoon
    rol kind (mv: kinderen) : ten hoogste 15 personen, omgekeerd: ouder
    rol ouder : hoogstens een persoon

Objecttype de uitkomst (mv: uitkomsten)
    de uitkomst : UITKOMST
    kenmerk is passend
    rol aanvrager : een persoon

Opsomming de woonvorm
    huur
    koop

Parameter het tarief : bedrag per maand
    bron: Proefwet artikel 2
    vanaf 01-01-2020: € 19,00

Tabel de opslag per gemeente : bedrag per maand
    bron: Proefwet artikel 2
    sleutel: tekst
    bij "Breda":
        vanaf 01-01-2020: € 1,00

Kalender kantoordagen
    bron: Proefwet artikel 2
    rustdagen: zaterdag, zondag

Regel geen heffing
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 1
    ruimte: gebonden, wet
    De heffing van een persoon is niet verschuldigd
    indien de persoon minderjarig is
"""

RULE = """
Regel proef
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 1
    ruimte: gebonden, wet
"""


def check_text(*files: str) -> tuple[Program | None, list[tuple[str, str, str]]]:
    """The program and (code, cause, remedy) of every error."""
    named = {f"deel{number}.regels": text for number, text in enumerate(files)}
    made, found = check(load_corpus(named))
    return made, [(item.code, item.cause, item.remedy) for item in found if item.severity.value == "fout"]


def with_value(expression: str, kind: str = "bedrag per maand", extra: str = "") -> str:
    says = f"    De uitkomst van een uitkomst moet berekend worden als {expression}\n"
    return HEAD.replace("UITKOMST", kind) + RULE + says + extra


def with_condition(condition: str, extra: str = "") -> str:
    says = f"    Een uitkomst is passend\n    indien {condition}\n"
    return HEAD.replace("UITKOMST", "bedrag") + RULE + says + extra


def value(expression: str, kind: str = "bedrag per maand", extra: str = "") -> tuple[Program, Node]:
    """The program of an expression without errors, and its node."""
    made, errors = check_text(with_value(expression, kind, extra))
    # Grids, ranges and validity are for the checks of law; here it is about names, types and nodes.
    assert made is not None, errors
    choice = made.nodes[made.definitions["uitkomst", "uitkomst"].root]
    (candidate,) = choice.candidates  # type: ignore[union-attr]
    return made, made.nodes[candidate.value]


def value_sketch(expression: str, kind: str = "bedrag per maand") -> str:
    made, node = value(expression, kind)
    return sketch(made, made.nodes.index(node))


def condition_sketch(condition: str) -> str:
    made, errors = check_text(with_condition(condition))
    assert made is not None, errors
    choice = made.nodes[made.definitions["uitkomst", "is passend"].root]
    (candidate,) = choice.candidates  # type: ignore[union-attr]
    applies = made.nodes[candidate.applies]
    assert applies.condition is not None  # type: ignore[union-attr]
    return sketch(made, applies.condition)  # type: ignore[union-attr]


def errors_of(expression: str, kind: str = "bedrag per maand") -> list[str]:
    return [code for code, _, _ in check_text(with_value(expression, kind))[1]]


def condition_errors(condition: str) -> list[str]:
    return [code for code, _, _ in check_text(with_condition(condition))[1]]
