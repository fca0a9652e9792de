"""What a regeling asks and gives, as JSON Schema (draft 2020-12): its facts per kind of object and its outcomes.

Smaller than the schema of all dossiers (``engine/dossier/schema.py``): only what its besluiten may need, each fact once, with its unit,
its range and an example. The reader of dossiers accepts more (periods, origins, kennisdatums); see docs/taal/dossier.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dsl.program import (
    AttrInfo,
    BoolType,
    DateType,
    DecisionInfo,
    EnumType,
    NumType,
    Program,
    RoleInfo,
    SourceRef,
    Type,
)
from engine.dossier.words import type_words, value_words
from engine.reach import needs
from workbench.service.law import Law

Schema = dict[str, Any]

_EXAMPLES = {"bedrag": "€ 1.234,56", "percentage": "4,273%"}


def regeling_schema(law: Law, name: str) -> Schema:
    """The schema of a regeling (its name in an address). Raises NotFoundError."""
    info = law.regeling(name)
    besluiten = law.besluiten_of(name)
    facts: dict[tuple[str, str], AttrInfo] = {}
    roles: dict[tuple[str, str], RoleInfo] = {}
    questions: set[str] = set()
    for besluit in besluiten:
        needed = needs(law.program, besluit)
        facts |= {(fact.owner, fact.name): fact for fact in needed.facts}
        roles |= {(role.owner, role.name): role for role in needed.roles}
        questions |= set(needed.questions)
    owners = sorted({owner for owner, _ in (*facts, *roles)} | {role.target for role in roles.values()})
    objects = {owner: _object(law.program, owner, facts.values(), roles.values()) for owner in owners}
    for besluit in besluiten:
        objects.setdefault(besluit.over, {"type": "object", "properties": {}})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:toetssteen:regeling:{name}",
        "title": info.name,
        "description": f"Wat de besluiten van {info.name} nodig kunnen hebben en wat zij geven.",
        "type": "object",
        "properties": {over: _ref(over) for over in sorted({besluit.over for besluit in besluiten})},
        "x-oordelen": sorted(questions),
        "x-besluiten": [_besluit(law.program, one) for one in besluiten],
        "$defs": objects,
    }


def _object(program: Program, owner: str, facts: Iterable[AttrInfo], roles: Iterable[RoleInfo]) -> Schema:
    given = {fact.name: _fact(program, fact) for fact in facts if fact.owner == owner}
    held = {role.name: _role(role) for role in roles if role.owner == owner}
    return {"type": "object", "properties": given | held}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _role(role: RoleInfo) -> Schema:
    one = {"anyOf": [_ref(role.target), {"enum": ["geen", "onbekend"]}]}
    return {"anyOf": [*one["anyOf"], {"type": "array", "items": _ref(role.target)}]} if role.many else one


def _fact(program: Program, fact: AttrInfo) -> Schema:
    words = type_words(fact.type)
    ends = [
        f"{at} {value_words(fact.type, end)}"
        for at, end in (("ten minste", fact.low), ("ten hoogste", fact.high))
        if end
    ]
    told = ", ".join([words[:1].upper() + words[1:] + (" per kalenderjaar" if fact.per_year else ""), *ends])
    value = _value(program, fact.type)
    if fact.per_year:
        value = {"type": "object", "additionalProperties": value, "examples": [{"2024": value["examples"][0]}]}
    return {"description": told + (". Gevoelig." if fact.sensitive else ".")} | value


def _value(program: Program, kind: Type) -> Schema:
    match kind:
        case BoolType():
            return {"enum": ["ja", "nee", "onbekend"], "examples": ["ja"]}
        case EnumType(name=name):
            options = list(program.enums.get(name, ()))
            return {"enum": [*options, "onbekend"], "examples": options[:1] or ["onbekend"]}
        case DateType():
            return {"type": "string", "examples": ["12-03-1950"]}
        case NumType():
            return {"type": ["string", "integer"], "examples": [_EXAMPLES.get(type_words(kind).split()[1], "12")]}
    return {"type": "string", "examples": ["Drimmelen"]}


def _besluit(program: Program, info: DecisionInfo) -> Schema:
    return {
        "naam": info.name,
        "over": info.over,
        "per": info.per,
        "uitkomsten": [
            {"naam": outcome.words, "soort": type_words(outcome.attr.type)} | _options(program, outcome.attr.type)
            for outcome in info.outcomes
        ],
        "bronnen": [source_json(one) for one in info.sources],
    }


def _options(program: Program, kind: Type) -> Schema:
    return {"waarden": list(program.enums.get(kind.name, ()))} if isinstance(kind, EnumType) else {}


def source_json(source: SourceRef) -> Schema:
    """A source of law as the API gives it."""
    return {"tekst": source.text, "bwb": source.bwb, "artikel": source.article, "link": source.url}
