"""Finding what a scenario names in words: "de normpremie van de aanvrager" is an attribute of an object of its case."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dsl.program import AttrInfo, Program
from engine.case import Case
from engine.dossier.vocabulary import folded

_OF = re.compile(r"\s+van\s+")
_NUMBERED = re.compile(r"(?P<role>.+)\[(?P<number>[0-9]{1,4})\]")


def _splits(words: str) -> Iterator[tuple[str, str]]:
    """A name and the object that it is of, for every way to read it; the longest name first."""
    parts = _OF.split(words.strip())
    for cut in range(len(parts), 0, -1):
        yield " van ".join(parts[:cut]), " van ".join(parts[cut:])


def find_attribute(program: Program, case: Case, words: str) -> tuple[str, AttrInfo] | None:
    """The key of the object and the attribute that words name; None when there is no such thing in this case."""
    for name, of in _splits(words):
        key = object_key(program, case, of)
        obj = case.objects.get(key) if key is not None else None
        if obj is None:
            continue
        for attr in program.types[obj.type].attributes.values():
            if folded(attr.name) == folded(name):
                return obj.key, attr
    return None


def object_key(program: Program, case: Case, words: str) -> str | None:
    """The key of the object that words name: an id, or roles from the root ("de partner van de aanvrager"), or nothing for the
    root itself. An object about which the dossier is silent has the key that the engine gives it (``persoon.kind[?]``)."""
    if words in case.objects:
        return words
    parts = [folded(part) for part in _OF.split(words)] if words else []
    key, kind = case.root.key, case.root.type
    if parts and parts[-1] == folded(kind):
        parts.pop()
    for part in reversed(parts):
        numbered = _NUMBERED.fullmatch(part)
        wanted = numbered["role"] if numbered else part
        role = next((role for role in program.types[kind].roles.values() if folded(role.name) == wanted), None)
        if role is None:
            return None
        obj = case.objects.get(key)
        members = obj.ever(role.name) if obj is not None and role.name in obj.roles else None
        if members is None:
            key = f"{key}.{role.name}[?]"
        else:
            number = int(numbered["number"]) if numbered else 1
            if not 1 <= number <= len(members) or (len(members) > 1 and not numbered):
                return None
            key = members[number - 1].key
        kind = role.target
    return key


def names_fact(program: Program, case: Case, words: str, obj: str, name: str) -> bool:
    """Whether words name this fact: its name alone, or with the object that it is of."""
    for said, of in _splits(words):
        if folded(said) == folded(name) and (not of or of == obj or object_key(program, case, of) == obj):
            return True
    return False


def known_fact(program: Program, words: str) -> bool:
    """Whether some type has an attribute, kenmerk or role of this name."""
    said = {folded(name) for name, _ in _splits(words)}
    return any(folded(name) in said for info in program.types.values() for name in (*info.attributes, *info.roles))
