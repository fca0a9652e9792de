"""Hand-made syntax trees: short words for what the parser would give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from dsl.check import check
from dsl.diagnostics import Diagnostic
from dsl.program import Node, Program
from dsl.source import SourceFile, Sources, Span
from dsl.syntax import (
    Attribuut,
    Besluit,
    Expr,
    Geld,
    Geldig,
    Getal,
    Kenmerk,
    KenmerkTest,
    Koppen,
    LokaleNaam,
    Module,
    Objecttype,
    Opsomming,
    Pad,
    Parameter,
    Regel,
    Regeling,
    Rol,
    Stap,
    Stelt,
    TypeVorm,
    Uitspraak,
    Voorwaarde,
    Waarde,
)

_ARTICLES = ("de ", "het ", "een ")
_next = iter(range(1, 10**9, 2))


def at() -> Span:
    """A place of its own, so that findings can be told apart."""
    start = next(_next)
    return Span("test.regels", start, start + 1)


def stap(text: str) -> Stap:
    for article in _ARTICLES:
        if text.startswith(article):
            return Stap(text.removeprefix(article), article.strip(), span=at())
    return Stap(text, span=at())


def pad(text: str) -> Pad:
    """``de bijdrage van een leefeenheid``; names may not hold " van "."""
    return Pad(tuple(stap(part) for part in text.split(" van ")), at())


def geld(amount: str, per: str | None = "maand") -> Geld:
    return Geld(Fraction(amount), per, at())


def getal(number: str, unit: str | None = None) -> Getal:
    return Getal(Fraction(number), unit, None, at())


MAAND = TypeVorm("bedrag", per="maand")
JAAR = TypeVorm("bedrag", per="jaar")


def attr(name: str, form: TypeVorm = MAAND, **more: Any) -> Attribuut:
    step = stap(name)
    return Attribuut(step.lidwoord, step.naam, form, span=at(), **more)


def kenmerk(form: str, **more: Any) -> Kenmerk:
    return Kenmerk(form, span=at(), **more)


def rol(name: str, target: str, maximum: int = 1, **more: Any) -> Rol:
    return Rol(name, target, maximum, span=at(), **more)


def objecttype(name: str, *members: Attribuut | Kenmerk | Rol) -> Objecttype:
    step = stap(name)
    return Objecttype(step.lidwoord, step.naam, None, members, at())


def opsomming(name: str, *values: str) -> Opsomming:
    step = stap(name)
    return Opsomming(step.lidwoord, step.naam, tuple(stap(value) for value in values), at())


def parameter(name: str, form: TypeVorm, *values: tuple[int, Expr | None]) -> Parameter:
    step = stap(name)
    dated = tuple(Waarde(date(year, 1, 1), value, span=at()) for year, value in values)
    return Parameter(step.lidwoord, step.naam, form, dated, span=at())


def koppen(**more: Any) -> Koppen:
    return Koppen(**{"geldig": Geldig(date(2020, 1, 1)), **more})


def regel(
    name: str,
    says: Uitspraak,
    condition: Voorwaarde | None = None,
    local: tuple[LokaleNaam, ...] = (),
    **heads: Any,
) -> Regel:
    return Regel(name, koppen(**heads), says, condition, local, at())


def stelt(goal: str, value: Expr) -> Stelt:
    return Stelt(pad(goal), value, True, at())


def heeft(path: str, test: str, positive: bool = True) -> KenmerkTest:
    return KenmerkTest(pad(path), test, positive, at())


def besluit(name: str, over: str, *outcomes: str) -> Besluit:
    return Besluit(name, stap(over), "maand", tuple(map(pad, outcomes)), "de maand na de wijziging", span=at())


def module(
    *definitions: Any, path: str = "test", uses: tuple[str, ...] = (), name: str = "Test", **head: Any
) -> Module:
    return Module(path, Regeling(name, gebruikt=uses, span=at(), **head), definitions)


@dataclass(frozen=True)
class Trees:
    modules: tuple[Module, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Sources = field(default_factory=lambda: Sources([SourceFile("test.regels", "")]))


def found(*modules: Module) -> list[tuple[str, str]]:
    """(code, cause) of everything that is found."""
    return [(item.code, item.cause) for item in check(Trees(modules))[1]]


def codes(*modules: Module) -> list[str]:
    return sorted({code for code, _ in found(*modules)})


def program(*modules: Module) -> Program:
    """The program of trees without mistakes."""
    result, findings = check(Trees(modules))
    assert result is not None, [(item.code, item.cause, item.remedy) for item in findings]
    return result


def value_of(made: Program, owner: str, attribute: str) -> Node:
    """What the only rule of an attribute gives."""
    choice: Any = made.nodes[made.definitions[owner, attribute].root]
    (candidate,) = choice.candidates
    return made.nodes[candidate.value]


def sketch(made: Program, number: int) -> str:
    """A node with its operands, in brackets: for comparing whole expressions."""
    node = made.nodes[number]
    what = next(
        (
            str(getattr(node, name))
            for name in ("role", "attr", "name", "op", "unit", "value")
            if name in node.__slots__
        ),
        "",
    )
    inner = ", ".join(sketch(made, operand) for operand in node.operands())
    return f"{type(node).__name__}:{what}" + (f"({inner})" if inner else "")
