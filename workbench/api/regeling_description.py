"""The description of one regeling (OpenAPI 3.1): a dossier with exactly its facts and objects, and its outcomes, for who makes a program
of it. Deciding is as in the description of the whole API."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from dsl.program import EnumType, NumType, Outcome, Program
from engine.decision import Status
from engine.dossier.words import type_words, unit_words
from workbench.service.examples import EXAMPLE_DAY, example_outcome
from workbench.service.law import Law, slug
from workbench.service.schemas import Asked, Schema, asked_by, example_dossier, object_schemas, sources_of

_OPERATION = "/beslissingen"
"""The others take the same dossier."""

_ABOUT = (
    "Alles wat er verder is, staat op /v1/openapi.json. Een dossier mag meer zeggen dan hier staat: perioden, wie iets zei en sinds "
    "wanneer het bekend is."
)

_COMPONENTS = "#/components/"


def describe_regeling(whole: dict[str, Any], law: Law, name: str) -> dict[str, Any]:
    """The description of a regeling (its name in an address), from that of the API. Raises NotFoundError."""
    asked = asked_by(law, name)
    paths = {_OPERATION: {"post": _operation(whole)}}
    found: dict[str, Any] = {
        "openapi": whole["openapi"],
        "info": whole["info"]
        | {
            "title": f"Toetssteen: {asked.info.name}",
            "description": f"Welke feiten {asked.info.name} kan vragen en wat zij geeft. {_ABOUT}",
        },
        "servers": whole["servers"],
        "paths": paths,
        "components": _used(whole, paths),
    }
    schemas = found["components"]["schemas"]
    properties = schemas["DecisionQuestion"]["properties"]
    properties["dossier"] = {"anyOf": [_ref("Dossier"), {"type": "null"}]}
    properties["besluit"] = {"type": "string", "enum": [one.name for one in asked.besluiten]}
    outcomes = {_name("uitkomst " + one.words): one for info in asked.besluiten for one in info.outcomes}
    schemas["Decision"]["properties"]["uitkomsten"] = {
        "type": "array",
        "items": {"anyOf": [_ref(one) for one in outcomes]} if len(outcomes) > 1 else _ref(*outcomes),
    }
    own = {"Dossier": _dossier(law, asked), "GeenWaarde": _NO_VALUE}
    own |= {_name(owner): one for owner, one in object_schemas(law.program, asked, _object_ref).items()}
    own |= {title: _outcome(law.program, one) for title, one in outcomes.items()}
    assert not own.keys() & schemas.keys(), "an objecttype has the name of a part of the API"
    schemas |= own
    return found


def _name(words: str) -> str:
    return "".join(part.capitalize() for part in slug(words).split("-"))


def _ref(name: str) -> Schema:
    return {"$ref": f"{_COMPONENTS}schemas/{name}"}


def _object_ref(owner: str) -> Schema:
    return _ref(_name(owner))


def _operation(whole: dict[str, Any]) -> dict[str, Any]:
    """With its good answers, and every problem as one."""
    told = whole["paths"][_OPERATION]["post"]
    answers = {status: answer for status, answer in told["responses"].items() if status[0] == "2"}
    answers["default"] = whole["components"]["responses"]["Problem400"] | {"description": "Alles wat er mis is"}
    return copy.deepcopy(told | {"responses": answers})


def _used(whole: dict[str, Any], paths: dict[str, Any]) -> dict[str, Any]:
    """The components of the whole description that these operations use."""
    found: dict[str, Any] = {"schemas": {}}
    waiting = list(_refs(paths))
    while waiting:
        kind, _, name = waiting.pop().removeprefix(_COMPONENTS).partition("/")
        if name not in found.setdefault(kind, {}):
            found[kind][name] = copy.deepcopy(whole["components"][kind][name])
            waiting += _refs(found[kind][name])
    return {kind: dict(sorted(parts.items())) for kind, parts in sorted(found.items())}


def _refs(node: Any) -> Iterator[str]:
    for key, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if key == "$ref":
            yield inner
        else:
            yield from _refs(inner)


def _dossier(law: Law, asked: Asked) -> Schema:
    day = {"type": "string", "examples": [EXAMPLE_DAY]}
    heads: Schema = {"rekendatum": day, "verzonden op": day}
    if asked.questions:
        answers = {question: {"type": "string"} for question in asked.questions}
        heads["oordelen"] = {
            "type": "object",
            "description": "Antwoorden van een behandelaar, bij de vraag.",
            "properties": answers,
        }
    return {
        "type": "object",
        "description": f"Wat {asked.info.name} over een zaak kan vragen. Wat er niet in staat, is onbekend.",
        "properties": heads | {over: _object_ref(over) for over in asked.tops},
        "examples": [example_dossier(law, asked, over) for over in asked.tops],
    }


_NO_VALUE: Schema = {
    "type": "object",
    "description": "Waarom er geen waarde is.",
    "properties": {
        "niet van toepassing": {"type": "boolean"},
        "onbekend": {
            "type": "object",
            "description": "Tussen welke grenzen, en welke feiten en vragen nog nodig zijn.",
        },
        "fout": {"type": "object"},
    },
}


def _outcome(program: Program, outcome: Outcome) -> Schema:
    kind = outcome.attr.type
    words = type_words(kind)
    key, example = example_outcome(program, outcome.attr)
    value: Schema = {"type": "boolean"} if key == "kenmerk" else {"type": "string"}
    if isinstance(kind, EnumType):
        value["enum"] = list(program.enums.get(kind.name, ()))
    if key == "getal":
        value |= {"pattern": "^-?[0-9]+/[0-9]+$", "description": "Exact: teller/noemer."}
    known = {"type": "object", "properties": {key: value | {"examples": [example]}}, "required": [key]}
    beside: Schema = {"x-bronnen": sources_of(program, outcome.attr)}
    if isinstance(kind, NumType) and (unit := unit_words(kind.unit)):
        beside["x-eenheid"] = unit
    return {
        "type": "object",
        "description": f"{words[:1].upper()}{words[1:]}.",
        "properties": {
            "naam": {"type": "string", "const": outcome.words},
            "status": {"type": "string", "enum": [one.value for one in Status]},
            "waarde": {"anyOf": [known, _ref("GeenWaarde")]},
        },
        "required": ["naam", "status", "waarde"],
    } | beside
