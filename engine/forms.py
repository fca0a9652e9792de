"""The form of a YAML file that people write: which parts there are and what belongs in them, checked by pydantic and told in Dutch.

What a part means is for its reader: values stay as written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from dsl.suggest import did_you_mean, suggest
from engine.safe_yaml import Mapping, Node, Scalar


def _text_or_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Texts = Annotated[list[Text], BeforeValidator(_text_or_list), Field(min_length=1)]


class Form(BaseModel):
    """Groups of named parts; a part with another name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


F = TypeVar("F", bound=Form)


MOST_PROBLEMS = 100
"""More help nobody, and finding the place of each takes time."""


@dataclass(frozen=True, slots=True)
class FormProblem:
    """Something wrong with the form: where, which key it is about, a part of a sentence that says what, and a remedy if there
    is a better one than the usual."""

    node: Node
    key: str
    problem: str
    remedy: str
    missing: bool


def check_form(form: type[F], node: Node) -> tuple[F | None, list[FormProblem]]:
    """The validated form of a node, or everything that is wrong with it."""
    try:
        return form.model_validate(plain(node)), []
    except ValidationError as error:
        return None, list(_problems(form, node, error.errors(include_url=False)[:MOST_PROBLEMS]))


def plain(node: Node) -> Any:
    """A tree as texts, lists and dictionaries. Its depth is bounded by the YAML reader."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


def _problems(form: type[Form], node: Node, errors: Sequence[ErrorDetails]) -> Iterator[FormProblem]:
    for error in errors:
        loc = error["loc"]
        key = next((str(part) for part in reversed(loc) if isinstance(part, str) and part), "dit")
        missing = error["type"] == "missing"
        at = _locate(node, loc, error["type"])
        remedy = did_you_mean(suggest(key, _keys(form, loc))) if error["type"] == "extra_forbidden" else ""
        yield FormProblem(at, key, _problem(key, error), remedy, missing)


def _locate(node: Node, loc: tuple[int | str, ...], kind: str) -> Node:
    """The node at a location: for a key that should not be there the key, for one that is missing the first of its group."""
    last: Node = node
    for part in loc:
        if isinstance(node, Mapping):
            entry = next(((key, value) for key, value in node.entries if key.text == part), None)
            if entry is None:
                continue  # a part that validation adds, such as the bare text that is meant for the only outcome
            last, node = entry[0], entry[1]
        elif isinstance(part, int) and not isinstance(node, Scalar) and part < len(node.items):
            last = node = node.items[part]
    if kind == "missing":
        return node.entries[0][0] if isinstance(node, Mapping) and node.entries else last
    return node if isinstance(node, Scalar) and node.text and kind != "extra_forbidden" else last


def _keys(form: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that could have stood at a location."""
    for part in loc[:-1]:
        field = form.model_fields.get(str(part))
        if field is not None and isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            form = field.annotation
    return [field.alias or name for name, field in form.model_fields.items()]


def _problem(key: str, error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"'{key}' ontbreekt"
    if kind == "extra_forbidden":
        return f"'{key}' hoort hier niet"
    if kind == "literal_error":
        return f"bij '{key}' hoort {_dutch_choice(str(context.get('expected', '')))}"
    if kind == "list_type":
        return f"bij '{key}' hoort een lijst"
    if kind in ("dict_type", "model_type"):
        return f"bij '{key}' hoort een groep van gegevens"
    if kind in ("too_short", "string_too_short"):
        return f"'{key}' is leeg"
    return f"bij '{key}' hoort een tekst"


def _dutch_choice(expected: str) -> str:
    return expected.replace(" or ", " of ")
