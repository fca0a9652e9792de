"""The JSON Schema of the dossiers of a program: which objects, facts, roles and values there are, for editors and for agencies that
deliver dossiers.

The schema knows the form; the reader of dossiers knows more (a period that ends before it begins, a unit, a range). What the reader
accepts in another spelling (an article in front, other capitals) the schema wants as it was declared.
"""

from __future__ import annotations

import re
from typing import Any

from dsl.morphology import forms
from dsl.program import (
    STATUSES,
    AttrInfo,
    BoolType,
    DateType,
    EnumType,
    Literal_,
    NumType,
    Program,
    RoleInfo,
    TextType,
    Type,
    TypeInfo,
)
from engine.dossier.origins import ORIGINS
from engine.dossier.sayings import END, INSTEAD, KNOWN, ORIGIN, SAYING_KEYS, START, VALUE
from engine.dossier.vocabulary import Vocabulary
from engine.dossier.words import type_words, value_words

FORMAT = 1
"""The version of the form of dossiers. It goes up when a dossier that was valid no longer is."""

Schema = dict[str, Any]

_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DAY: Schema = {
    "type": "string",
    "pattern": rf"^\s*([0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{4}}|[0-9]{{1,2}} ({_MONTHS}) [0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\s*$",
}
_PLAIN: Schema = {"type": ["string", "number", "boolean"]}
_ANSWER: Schema = {
    "type": "object",
    "properties": {
        VALUE: _PLAIN,
        KNOWN: {"$ref": "#/$defs/kennisdatum"},
        ORIGIN: {"$ref": "#/$defs/naam van een bron"},
    },
    "required": [VALUE],
    "additionalProperties": False,
}
_OPEN: Schema = {"enum": ["onbekend", None]}
_UNOBTAINABLE = "niet te verkrijgen"


def dossier_schema(program: Program) -> Schema:
    """JSON Schema (draft 2020-12) of the dossiers of a program; plain data, the same for the same program."""
    vocabulary = Vocabulary(program)
    types = [program.types[name] for name in sorted(program.types)]
    definitions: Schema = dict(_SHARED)
    for info in types:
        definitions[info.name] = _object(info, program, _id_only())
        definitions[_member_name(info.name)] = _object(info, program, _id_only() | _saying_of(info, vocabulary))
        definitions[_reference_name(info.name)] = _reference(_saying_of(info, vocabulary))
    top = {
        name: _one_or_more(_ref(info.name)) for info in types for name in (info.name, info.plural) if name is not None
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:toetssteen:dossier:{FORMAT}:{program.digest}",
        "title": "Dossier",
        "description": f"Wat over een geval bekend is, vorm {FORMAT}, voor de regels met kenmerk {program.digest}.",
        "type": "object",
        "properties": _heads() | top,
        "additionalProperties": False,
        "$defs": definitions,
    }


def _heads() -> Schema:
    return {
        "naam": {"type": "string", "description": "Voor mensen; zegt niets over het geval."},
        "toelichting": {"type": "string", "description": "Voor mensen; zegt niets over het geval."},
        "rekendatum": _ref("dag"),
        "verzonden op": _ref("dag"),
        "feiten": {"type": "object", "description": "De feiten van het ene object waar het besluit over gaat."},
        "oordelen": {
            "type": "object",
            "description": "Antwoorden van de behandelaar, bij de vraag.",
            "additionalProperties": {"anyOf": [_PLAIN, _ANSWER, {"type": "array", "items": _ANSWER}]},
        },
        "aangevraagd": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"const": "geen"}]},
        "besluiten": {"anyOf": [{"type": "array", "items": _ref("genomen besluit")}, {"const": "geen"}]},
    }


_SHARED: Schema = {
    "dag": _DAY,
    "naam van een bron": {"type": "string", "minLength": 1, "examples": list(ORIGINS)},
    "kennisdatum": {
        "description": "Sinds wanneer dit bekend is: een dag, of per organisatie een dag.",
        "anyOf": [
            {"$ref": "#/$defs/dag"},
            {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/dag"}},
        ],
    },
    "in plaats van": {
        "description": "De bronnen waarvan een behandelaar de tegenspraak beslecht.",
        "anyOf": [
            {"$ref": "#/$defs/naam van een bron"},
            {"type": "array", "items": {"$ref": "#/$defs/naam van een bron"}},
        ],
    },
    "niet te verkrijgen": {
        "anyOf": [
            {"const": _UNOBTAINABLE},
            {
                "type": "object",
                "properties": {
                    _UNOBTAINABLE: {
                        "anyOf": [
                            {"enum": ["ja", "", None]},
                            {
                                "type": "object",
                                "properties": {"door": {"type": "string"}, "op": {"$ref": "#/$defs/dag"}},
                                "additionalProperties": False,
                            },
                        ]
                    }
                },
                "required": [_UNOBTAINABLE],
                "additionalProperties": False,
            },
        ]
    },
    "genomen besluit": {
        "type": "object",
        "properties": {
            "besluit": {"type": "string"},
            "over": {"type": "string"},
            "van": {"$ref": "#/$defs/dag"},
            "vanaf": {"$ref": "#/$defs/dag"},
            "tot en met": {"$ref": "#/$defs/dag"},
            "t/m": {"$ref": "#/$defs/dag"},
            "uitkomst": {
                "anyOf": [_PLAIN, {"type": "object", "additionalProperties": _PLAIN}],
            },
            "rechtsstatus": {
                "anyOf": [
                    {"enum": list(STATUSES)},
                    {"type": "object", "additionalProperties": {"enum": list(STATUSES)}},
                ]
            },
            "verzonden op": {"$ref": "#/$defs/dag"},
            "bekend op": {"$ref": "#/$defs/dag"},
        },
        "required": ["besluit", "uitkomst", "verzonden op"],
        "additionalProperties": False,
    },
}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _one_or_more(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "array", "items": schema}]}


# ---------------------------------------------------------------- objects


def _member_name(name: str) -> str:
    return f"{name} in een rol"


def _reference_name(name: str) -> str:
    return f"verwijzing naar {name}"


def _id_only() -> Schema:
    return {"id": {"type": "string", "description": "Een naam waarmee elders naar dit object te verwijzen is."}}


def _saying(key: str) -> Schema:
    schemas = {
        START: _ref("dag"),
        END: _ref("dag"),
        KNOWN: _ref("kennisdatum"),
        ORIGIN: _ref("naam van een bron"),
        INSTEAD: _ref("in plaats van"),
    }
    return schemas[SAYING_KEYS[key]]


def _saying_of(info: TypeInfo, vocabulary: Vocabulary) -> Schema:
    """What goes with being in a role; a name that the objecttype declares is a fact of the object itself."""
    return {key: _saying(key) for key in SAYING_KEYS if vocabulary.key(info, key) is None}


def _object(info: TypeInfo, program: Program, properties: Schema) -> Schema:
    facts: Schema = {}
    for attr in info.attributes.values():
        if attr.derived and not attr.may_be_given:
            continue
        fact = _fact(attr, program)
        facts[attr.name] = fact
        if isinstance(attr.type, BoolType):
            facts |= {" ".join(form.words): fact for form in forms(attr.name)}
    for role in info.roles.values():
        held = _role(role)
        facts |= {name: held for name in (role.name, role.plural) if name is not None}
    return {"type": "object", "properties": properties | facts, "additionalProperties": False}


def _reference(saying: Schema) -> Schema:
    properties = {"zie": {"type": "string", "description": "De id van een object dat elders staat."}} | saying
    return {"type": "object", "properties": properties, "required": ["zie"], "additionalProperties": False}


def _role(role: RoleInfo) -> Schema:
    member = {"anyOf": [_ref(_member_name(role.target)), _ref(_reference_name(role.target))]}
    several = {"type": "array", "items": member}
    most = "een" if role.maximum == 1 else str(role.maximum)
    return {
        "description": f"Ten hoogste {most} op een dag.",
        "anyOf": [*member["anyOf"], several, {"enum": ["geen", "onbekend", None]}],
    }


# ---------------------------------------------------------------- facts


def _fact(attr: AttrInfo, program: Program) -> Schema:
    value = {"anyOf": [_value(attr.type, program), _OPEN, _ref(_UNOBTAINABLE)]}
    dated = _statement(value, SAYING_KEYS)
    described = {"description": _described(attr)}
    if not attr.per_year:
        return described | {"anyOf": [*value["anyOf"], dated, {"type": "array", "items": dated}]}
    yearly = _statement(value, [key for key, meaning in SAYING_KEYS.items() if meaning not in (START, END)])
    of_year = {"anyOf": [*value["anyOf"], yearly, {"type": "array", "items": yearly}]}
    years = {"type": "object", "patternProperties": {"^[0-9]{4}$": of_year}, "additionalProperties": False}
    return described | {"anyOf": [years, _OPEN, _ref(_UNOBTAINABLE)]}


def _statement(value: Schema, keys: Any) -> Schema:
    properties = {VALUE: value} | {key: _saying(key) for key in keys}
    return {"type": "object", "properties": properties, "required": [VALUE], "additionalProperties": False}


def _value(kind: Type, program: Program) -> Schema:
    match kind:
        case BoolType():
            return {"enum": ["ja", "nee", "Ja", "Nee", "true", "false", True, False]}
        case EnumType(name=name):
            return {"type": "string", "pattern": _any_case(program.enums.get(name, ()))}
        case DateType():
            return _ref("dag")
        case NumType():
            return {"type": ["string", "number"]}
        case TextType():
            return {"type": ["string", "number", "boolean"]}
    return _PLAIN


def _any_case(options: tuple[str, ...]) -> str:
    """A pattern of one of these texts; capitals do not count."""
    return f"^({'|'.join(''.join(_letter(letter) for letter in option) for option in options)})$"


def _letter(letter: str) -> str:
    return f"[{letter.lower()}{letter.upper()}]" if letter.lower() != letter.upper() else re.escape(letter)


def _described(attr: AttrInfo) -> str:
    words = type_words(attr.type) + (" per kalenderjaar" if attr.per_year else "")
    ends = [f"ten minste {_shown(attr, attr.low)}"] if attr.low is not None else []
    ends += [f"ten hoogste {_shown(attr, attr.high)}"] if attr.high is not None else []
    return f"{words[:1].upper()}{words[1:]}{', ' if ends else ''}{' en '.join(ends)}."


def _shown(attr: AttrInfo, end: Literal_) -> str:
    return value_words(attr.type, end)
