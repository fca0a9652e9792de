"""What a regeling asks and gives, as JSON Schema (draft 2020-12): its facts per kind of object and its outcomes.

Smaller than the schema of all dossiers (``engine/dossier/schema.py``): only what its besluiten may need, each fact once, with its unit,
its range, the law that reads it and an example. The reader of dossiers accepts more (periods, origins, kennisdatums); see
docs/taal/dossier.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dsl.program import (
    AttrInfo,
    BoolType,
    Choice,
    DecisionInfo,
    EnumType,
    NumType,
    Program,
    RegelingInfo,
    RoleInfo,
    SourceRef,
    Type,
)
from engine.dossier.words import type_words, unit_words, value_words
from engine.reach import needs, read_by
from workbench.service.examples import EXAMPLE_DAY, EXAMPLE_YEAR, example_value
from workbench.service.law import Law

Schema = dict[str, Any]

_MOST_SOURCES = 5
"""A fact like a date of birth is read by dozens of rules."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the besluiten of a regeling may need. ``facts`` and ``roles`` by the objecttype that has them and their name; ``sources``: of
    the rules that read a fact; ``questions`` are for a person to judge."""

    info: RegelingInfo
    besluiten: tuple[DecisionInfo, ...]
    facts: Mapping[tuple[str, str], AttrInfo]
    roles: Mapping[tuple[str, str], RoleInfo]
    sources: Mapping[tuple[str, str], tuple[SourceRef, ...]]
    questions: tuple[str, ...]

    @property
    def objects(self) -> list[str]:
        """The objecttypes, by name."""
        owners = {owner for owner, _ in (*self.facts, *self.roles)}
        return sorted(owners | {role.target for role in self.roles.values()} | set(self.tops))

    @property
    def tops(self) -> list[str]:
        """The objecttypes that besluiten are over."""
        return sorted({besluit.over for besluit in self.besluiten})

    def facts_of(self, owner: str) -> list[AttrInfo]:
        return [fact for (of, _), fact in self.facts.items() if of == owner]

    def roles_of(self, owner: str) -> list[RoleInfo]:
        return [role for (of, _), role in self.roles.items() if of == owner]


def asked_by(law: Law, name: str) -> Asked:
    """What a regeling (its name in an address) may need. Raises NotFoundError."""
    info = law.regeling(name)
    besluiten = tuple(law.besluiten_of(name))
    found = [needs(law.program, besluit) for besluit in besluiten]
    facts = {(fact.owner, fact.name): fact for one in found for fact in one.facts}
    roles = {(role.owner, role.name): role for one in found for role in one.roles}
    questions = {question for one in found for question in one.questions}
    readers = read_by(law.program, {rule for one in found for rule in one.rules})
    sources = {fact: _sources(law.program, rules) for fact, rules in readers.items()}
    return Asked(
        info, besluiten, dict(sorted(facts.items())), dict(sorted(roles.items())), sources, tuple(sorted(questions))
    )


def _sources(program: Program, rules: Iterable[int]) -> tuple[SourceRef, ...]:
    found = {source.text: source for rule in rules for source in program.rules[rule].sources}
    return tuple(found[text] for text in sorted(found))


def sources_of(program: Program, attr: AttrInfo) -> list[str]:
    """The law by which an outcome is what it is."""
    definition = program.definitions.get((attr.owner, attr.name))
    root = None if definition is None else program.nodes[definition.root]
    rules = [one.rule for one in root.candidates] if isinstance(root, Choice) else []
    return [one.text for one in _sources(program, rules)]


def example_dossier(law: Law, asked: Asked, over: str) -> Schema:
    """A dossier about one object with every fact that may be needed of it, and of those in its roles once."""
    return {"rekendatum": EXAMPLE_DAY, over: _example(law.program, asked, over, (over,))}


def _example(program: Program, asked: Asked, owner: str, within: tuple[str, ...], back: str | None = None) -> Schema:
    """``back``: the role that says again what it is reached by."""
    found: Schema = {}
    for fact in asked.facts_of(owner):
        value = example_value(program, fact)
        found[fact.name] = {EXAMPLE_YEAR: value} if fact.per_year else value
    for role in asked.roles_of(owner):
        if role.name != back and (role.target not in within or role.required):
            one = _example(program, asked, role.target, (*within, role.target), role.inverse)
            found[role.name] = [one] if role.many else one
    return found


Ref = Callable[[str], Schema]
"""Where the schema of an objecttype stands."""


def regeling_schema(law: Law, name: str) -> Schema:
    """The schema of a regeling (its name in an address), in one document. Raises NotFoundError."""

    def ref(owner: str) -> Schema:
        return {"$ref": f"#/$defs/{owner}"}

    asked = asked_by(law, name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:toetssteen:regeling:{name}",
        "title": asked.info.name,
        "description": f"Wat de besluiten van {asked.info.name} nodig kunnen hebben en wat zij geven.",
        "type": "object",
        "properties": {over: ref(over) for over in asked.tops},
        "x-oordelen": list(asked.questions),
        "x-besluiten": [_besluit(law.program, one) for one in asked.besluiten],
        "$defs": object_schemas(law.program, asked, ref),
    }


def object_schemas(program: Program, asked: Asked, ref: Ref) -> dict[str, Schema]:
    """The schema of each objecttype, by its name."""
    return {owner: _object(program, asked, owner, ref) for owner in asked.objects}


def _object(program: Program, asked: Asked, owner: str, ref: Ref) -> Schema:
    given = {
        fact.name: _fact(program, fact, asked.sources.get((owner, fact.name), ())) for fact in asked.facts_of(owner)
    }
    held = {role.name: _role(role, ref) for role in asked.roles_of(owner)}
    # What stands in the role of another says by that who the other is.
    known = {role.inverse for role in asked.roles.values() if role.target == owner}
    needed = [role.name for role in asked.roles_of(owner) if role.required and role.name not in known]
    return {"type": "object", "properties": given | held} | ({"required": needed} if needed else {})


def _role(role: RoleInfo, ref: Ref) -> Schema:
    target = ref(role.target)
    if role.many:
        return {"type": "array", "items": target, "maxItems": role.maximum, "description": "Leeg: er zijn er geen."}
    return target if role.required else {"anyOf": [target, {"type": "string", "enum": ["geen", "onbekend"]}]}


def _fact(program: Program, fact: AttrInfo, sources: tuple[SourceRef, ...]) -> Schema:
    words = type_words(fact.type)
    ends = [
        f"{at} {value_words(fact.type, end)}"
        for at, end in (("ten minste", fact.low), ("ten hoogste", fact.high))
        if end is not None
    ]
    told = ", ".join([words[:1].upper() + words[1:] + (" per kalenderjaar" if fact.per_year else ""), *ends])
    value = _value_schema(program, fact.type) | {"examples": [example_value(program, fact)]}
    if fact.per_year:
        by_year = {EXAMPLE_YEAR: value["examples"][0]}
        value = {"type": "object", "additionalProperties": value, "examples": [by_year]}
    beside: Schema = {"x-bronnen": [one.text for one in sources[:_MOST_SOURCES]]} if sources else {}
    if isinstance(fact.type, NumType) and (unit := unit_words(fact.type.unit)):
        beside["x-eenheid"] = unit
    return {"description": told + (". Gevoelig." if fact.sensitive else ".")} | value | beside


def _value_schema(program: Program, kind: Type) -> Schema:
    """How a value is written in a dossier."""
    match kind:
        case BoolType():
            return {"type": "string", "enum": ["ja", "nee", "onbekend"]}
        case EnumType(name=name):
            return {"type": "string", "enum": [*program.enums.get(name, ()), "onbekend"]}
    return {"type": "string"}


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
