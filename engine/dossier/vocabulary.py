"""The keys that an object of a type may have in a dossier.

A key is the name of an attribute, a kenmerk in one of its forms (declared or denied), or the name of a role. Case and an
article in front do not count, as in rule files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dsl.morphology import forms, role_predicate
from dsl.program import AttrInfo, BoolType, Program, RoleInfo, TypeInfo
from dsl.suggest import did_you_mean, suggest

_ARTICLE = re.compile(r"^(?:de|het|een) (?=.)")


@dataclass(frozen=True, slots=True)
class FactKey:
    """``positive`` False: a kenmerk in a denied form, so that ja means that it does not hold."""

    attr: AttrInfo
    positive: bool = True


@dataclass(frozen=True, slots=True)
class RoleKey:
    role: RoleInfo


Key = FactKey | RoleKey


def folded(text: str) -> str:
    """A name for comparing: without regard to case, spaces, or an article in front."""
    return _ARTICLE.sub("", " ".join(text.split()).casefold())


def _keys(info: TypeInfo) -> dict[str, Key]:
    keys: dict[str, Key] = {}
    for attr in info.attributes.values():
        if isinstance(attr.type, BoolType):
            for form in forms(attr.name):
                keys.setdefault(folded(" ".join(form.words)), FactKey(attr, form.positive))
    for role in info.roles.values():
        if role.plural is not None:
            keys[folded(role.plural)] = RoleKey(role)
        keys[folded(role.name)] = RoleKey(role)
    for attr in info.attributes.values():
        keys[folded(attr.name)] = FactKey(attr)
    return keys


class Vocabulary:
    """The keys of every type of a program, worked out when first asked for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._by_type: dict[str, dict[str, Key]] = {}
        self._types = {folded(info.name): info for info in program.types.values()}
        for info in program.types.values():
            if info.plural is not None:
                self._types.setdefault(folded(info.plural), info)

    def type_named(self, text: str) -> TypeInfo | None:
        return self._types.get(folded(text))

    def key(self, info: TypeInfo, text: str) -> Key | None:
        return self._all(info).get(folded(text))

    def type_names(self) -> list[str]:
        return sorted(self.program.types)

    def remedy(self, info: TypeInfo, text: str) -> str:
        """What to do about a key that this type does not have; empty when there is nothing better than the usual."""
        for role in info.roles.values():
            if folded(text) == folded(role_predicate(role.name)):
                return f"Geef onder '{role.name}' het object zelf, of schrijf '{role.plural or role.name}: geen'."
        near = suggest(folded(text), self.names(info))
        if near:
            return did_you_mean(near)
        owners = sorted(other.name for other in self.program.types.values() if self.key(other, text) is not None)
        if owners:
            return f"Dit is een gegeven van: {', '.join(owners)}. Zet het bij zo'n object."
        return ""

    def names(self, info: TypeInfo) -> Iterable[str]:
        """The names to suggest: as declared, with the plural for roles that have one."""
        yield from info.attributes
        for role in info.roles.values():
            yield role.name
            if role.plural is not None:
                yield role.plural

    def _all(self, info: TypeInfo) -> dict[str, Key]:
        if info.name not in self._by_type:
            self._by_type[info.name] = _keys(info)
        return self._by_type[info.name]
