"""A checker of the part of JSON Schema that the project writes; a keyword that it does not know is an error of the schema."""

from __future__ import annotations

import re
from typing import Any

_KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
}
_WORDS_ONLY = {"$schema", "$id", "$defs", "title", "description", "examples"}


def problems(schema: dict[str, Any], value: Any, root: dict[str, Any] | None = None, at: str = "") -> list[str]:
    """What is wrong with a value, each with its place."""
    root = schema if root is None else root
    found: list[str] = []
    for word, rule in schema.items():
        if word in _WORDS_ONLY:
            continue
        match word:
            case "$ref":
                found += problems(root["$defs"][rule.removeprefix("#/$defs/")], value, root, at)
            case "type":
                kinds = rule if isinstance(rule, list) else [rule]
                if not any(_is(kind, value) for kind in kinds):
                    found.append(f"{at}: geen {rule}")
            case "enum" | "const":
                options = rule if word == "enum" else [rule]
                if not any(type(value) is type(option) and value == option for option in options):
                    found.append(f"{at}: {value!r} niet in {options}")
            case "pattern":
                if isinstance(value, str) and not re.search(rule, value):
                    found.append(f"{at}: {value!r} past niet")
            case "minLength":
                if isinstance(value, str) and len(value) < rule:
                    found.append(f"{at}: te kort")
            case "minProperties":
                if isinstance(value, dict) and len(value) < rule:
                    found.append(f"{at}: leeg")
            case "anyOf":
                if all(problems(one, value, root, at) for one in rule):
                    found.append(f"{at}: past op niets van anyOf: {value!r}")
            case "items":
                if isinstance(value, list):
                    for number, item in enumerate(value):
                        found += problems(rule, item, root, f"{at}[{number}]")
            case "required":
                if isinstance(value, dict):
                    found += [f"{at}: {name} ontbreekt" for name in rule if name not in value]
            case "properties" | "patternProperties" | "additionalProperties":
                pass
            case _:
                raise ValueError(f"unknown keyword {word}")
    if isinstance(value, dict):
        found += _properties(schema, value, root, at)
    return found


def _properties(schema: dict[str, Any], value: dict[str, Any], root: dict[str, Any], at: str) -> list[str]:
    found: list[str] = []
    for name, item in value.items():
        rules = [schema["properties"][name]] if name in schema.get("properties", {}) else []
        rules += [rule for pattern, rule in schema.get("patternProperties", {}).items() if re.search(pattern, name)]
        rest = schema.get("additionalProperties", True)
        if not rules and rest is False:
            found.append(f"{at}.{name}: onbekend")
        elif not rules and isinstance(rest, dict):
            rules = [rest]
        for rule in rules:
            found += problems(rule, item, root, f"{at}.{name}")
    return found


def _is(kind: str, value: Any) -> bool:
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, _KINDS[kind])
