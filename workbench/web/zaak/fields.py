"""Facts, roles and questions as fields of a form: made from the program, and read back with everything that is wrong at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dsl.diagnostics import Diagnostic
from dsl.program import (
    Applies,
    AttrInfo,
    BoolType,
    Choice,
    DateType,
    Derived,
    EnumType,
    Input,
    Judge,
    NumType,
    ObjectRef,
    Program,
    RoleInfo,
    SourceRef,
)
from engine.dossier.facts import UNOBTAINABLE
from engine.dossier.report import Report
from engine.dossier.values import Wanted, read_value, wanted_answer, wanted_attr
from engine.dossier.words import per_words, type_words, unit_words, value_words
from engine.explain.questions import question
from engine.explain.values_nl import capital
from engine.explain.words import Words
from engine.safe_yaml import Scalar
from engine.values import FactRef

Kind = Literal["ja/nee", "keuze", "tekst"]
YES_NO = (("ja", "Ja"), ("nee", "Nee"))
MOST_MEMBERS = 20
MOST_SOURCES = 4


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``id`` is its name in the form. Exactly one of ``attr``, ``role`` and ``judge`` is given. ``unit`` stands behind the
    field, ``options`` are (value, words), ``sources`` the articles of the rules that ask it."""

    id: str
    kind: Kind
    label: str
    help: str
    obj: str
    attr: AttrInfo | None = None
    role: RoleInfo | None = None
    judge: Judge | None = None
    year: int | None = None
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    sources: tuple[SourceRef, ...] = ()


def fact_field(words: Words, fact: FactRef) -> Field | None:
    """The field for a fact or role that the dossier does not give; None when the program knows no such fact, or the object does not
    stand in the dossier."""
    kind = words.people.kind(fact.obj)
    if kind is None or fact.obj not in words.people.case.objects:
        return None
    program, info = words.program, words.program.types[kind]
    label = question(words, fact) or capital(fact.name)
    if fact.kind == "rol" or fact.name not in info.attributes:
        role = info.roles.get(fact.name)
        return None if role is None else role_field(role, fact.obj, label)
    attr = info.attributes[fact.name]
    year = (fact.at or words.reading.today).year if attr.per_year else None
    return attr_field(program, attr, fact.obj, label, year)


def attr_field(program: Program, attr: AttrInfo, obj: str, label: str, year: int | None) -> Field:
    kind, options = _form(program, attr.type)
    return Field(
        _id(obj, attr.name, year),
        kind,
        label,
        _help(wanted_attr(attr)),
        obj,
        attr=attr,
        year=year,
        unit=_unit(attr.type),
        options=options,
        sources=sources_of(program, attr.owner, attr.name),
    )


def role_field(role: RoleInfo, obj: str, label: str) -> Field:
    most = min(role.maximum, MOST_MEMBERS)
    if not role.many:
        help_ = f"Bij ja vraagt de volgende stap naar de gegevens van de {role.name}."
        return Field(_id(obj, role.name, None), "ja/nee", label, help_, obj, role=role, options=YES_NO)
    options = (("0", "Geen"), *((str(number), str(number)) for number in range(1, most + 1)))
    return Field(_id(obj, role.name, None), "keuze", label, "Kies hoeveel.", obj, role=role, options=options)


def question_field(program: Program, key: str, text: str, sources: tuple[SourceRef, ...]) -> Field | None:
    """The field for a question to the case handler."""
    judge = next((node for node in program.nodes if isinstance(node, Judge) and node.key == key), None)
    if judge is None:
        return None
    kind, options = _form(program, judge.type)
    help_ = _help(wanted_answer(judge))
    return Field(
        _id("", key, None), kind, text, help_, "", judge=judge, unit=_unit(judge.type), options=options, sources=sources
    )


def read_field(program: Program, field: Field, text: str) -> str | None:
    """What is wrong with what was filled in, as a sentence; None when nothing is."""
    if text == UNOBTAINABLE and field.attr is not None:
        return None
    text = as_written(field, text)
    if field.role is not None:
        return None if text in dict(field.options) else "Kies een van de antwoorden."
    if field.kind != "tekst" and text not in dict(field.options):
        return "Kies een van de antwoorden."
    if not text:
        return "Vul hier iets in."
    wanted = wanted_attr(field.attr) if field.attr is not None else wanted_answer(_judge(field))
    report = Report("formulier")
    read_value(wanted, Scalar(text, 1, 1, 0, len(text), quoted=True), program, report)
    return "; ".join(_sentence(one) for one in report.found) or None


def as_written(field: Field, text: str) -> str:
    """What was filled in as a dossier writes it: beside an amount of money stands its euro sign, so that ``24.000`` is no 24."""
    kind = field.attr.type if field.attr is not None else field.judge.type if field.judge is not None else None
    money = isinstance(kind, NumType) and kind.show == "bedrag"
    return f"€ {text}" if money and text not in ("", UNOBTAINABLE) and "€" not in text else text


def _judge(field: Field) -> Judge:
    assert field.judge is not None
    return field.judge


def _sentence(found: Diagnostic) -> str:
    return f"{found.cause} {found.remedy}".strip()


def _id(obj: str, name: str, year: int | None) -> str:
    return "f" + hashlib.sha256(f"{obj}\0{name}\0{year}".encode()).hexdigest()[:12]


def _form(program: Program, kind: object) -> tuple[Kind, tuple[tuple[str, str], ...]]:
    if isinstance(kind, BoolType):
        return "ja/nee", YES_NO
    if isinstance(kind, EnumType):
        return "keuze", tuple((option, capital(option)) for option in program.enums.get(kind.name, ()))
    return "tekst", ()


def _unit(kind: object) -> str:
    if not isinstance(kind, NumType) or kind.show in ("percentage", "jaartal"):
        return "%" if isinstance(kind, NumType) and kind.show == "percentage" else ""
    return per_words(kind.unit).strip() if kind.show == "bedrag" else unit_words(kind.unit)


def _help(wanted: Wanted) -> str:
    """What belongs in a field, with an example in Dutch notation."""
    kind = wanted.type
    if isinstance(kind, BoolType | EnumType):
        return ""
    example = ""
    if isinstance(kind, DateType):
        example = ", bijvoorbeeld 31-12-1950"
    elif isinstance(kind, NumType) and kind.show == "bedrag":
        example = ", bijvoorbeeld 1.234,56" if kind.grid is None or kind.grid < 1 else ", bijvoorbeeld 24.000"
    ends = []
    if wanted.low is not None:
        ends.append(f"ten minste {value_words(kind, wanted.low)}")
    if wanted.high is not None:
        ends.append(f"ten hoogste {value_words(kind, wanted.high)}")
    limits = f". {capital(' en '.join(ends))}" if ends else ""
    return f"{capital(type_words(kind))}{example}{limits}."


# ---------------------------------------------------------------- which articles ask for a fact


def sources_of(program: Program, owner: str, name: str) -> tuple[SourceRef, ...]:
    """The articles of the first rules that read a fact."""
    return _sources(_Kept(program)).get((owner, name), ())


@dataclass(frozen=True, slots=True)
class _Kept:
    """A program as the key of what was worked out about it."""

    program: Program

    def __hash__(self) -> int:
        return hash(self.program.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.program.digest == self.program.digest


@lru_cache(maxsize=4)
def _sources(kept: _Kept) -> dict[tuple[str, str], tuple[SourceRef, ...]]:
    program = kept.program
    found: dict[tuple[str, str], dict[SourceRef, None]] = {}
    for definition in program.definitions.values():
        choice = program.nodes[definition.root]
        if not isinstance(choice, Choice):
            continue
        for candidate in choice.candidates:
            for fact in _read_by(program, candidate.applies, candidate.value):
                found.setdefault(fact, {}).update(dict.fromkeys(program.rules[candidate.rule].sources))
    return {fact: tuple(sources)[:MOST_SOURCES] for fact, sources in found.items()}


def _read_by(program: Program, *nodes: int) -> set[tuple[str, str]]:
    """The facts that a rule reads itself, not through what other rules give."""
    found: set[tuple[str, str]] = set()
    seen: set[int] = set()
    waiting = list(nodes)
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        node = program.nodes[number]
        if isinstance(node, Input):
            owner = program.nodes[node.obj].type
            if isinstance(owner, ObjectRef):
                found.add((owner.name, node.attr))
        if isinstance(node, Applies):
            waiting += [] if node.condition is None else [node.condition]
        elif not isinstance(node, Derived | Choice):
            waiting += node.operands()
    return found
