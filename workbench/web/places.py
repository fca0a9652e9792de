"""Where in the content of a dossier an object stands, and writing what was learnt there without losing what stood before."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsl.notation import format_date
from dsl.program import AttrInfo, RoleInfo, TypeInfo
from engine.dossier.facts import UNOBTAINABLE
from engine.dossier.sayings import VALUE
from engine.dossier.vocabulary import FactKey, RoleKey, Vocabulary, folded

Group = dict[str, Any]
ANSWERS = "oordelen"
NONE = "geen"
ORIGIN, EARLIER = "herkomst", "eerdere opgave"
_NEVER_OBJECTS = frozenset(
    {"rekendatum", "verzonden op", "oordelen", "besluiten", "aangevraagd", "naam", "toelichting"}
)


@dataclass(frozen=True, slots=True)
class Saying:
    """What goes with a value that somebody adds: who said it (None: as before), from which day it holds (None: always), and since
    when it is known. ``settles``: the origins that it decides between."""

    known: date
    origin: str | None = None
    start: date | None = None
    settles: tuple[str, ...] = ()

    def around(self, value: str) -> Group:
        told: Group = {VALUE: value}
        if self.start is not None:
            told["van"] = format_date(self.start)
        if self.origin:
            told[ORIGIN] = self.origin
        if self.settles:
            told["in plaats van"] = list(self.settles)
        return told | {"bekend": format_date(self.known)}


class Places:
    """The groups of one dossier by the key of their object; what is written goes into a copy, :attr:`content`."""

    def __init__(self, vocabulary: Vocabulary, content: Mapping[str, Any]) -> None:
        self.vocabulary = vocabulary
        self.content: Group = copy.deepcopy(dict(content))
        self.groups: dict[str, tuple[TypeInfo, Group]] = {}
        for name, value in self.content.items():
            info = None if folded(name) in _NEVER_OBJECTS else vocabulary.type_named(name)
            if info is not None:
                for place, group in _members(info.name, value, isinstance(value, list)):
                    self._read(info, group, place)

    def _read(self, info: TypeInfo, group: Group, place: str) -> None:
        """As engine.dossier.objects names them: by ``id``, or else by place."""
        given = group.get("id")
        key = str(given) if given is not None and str(given) not in self.groups else self._free(place)
        self.groups[key] = (info, group)
        for name, value in group.items():
            meaning = self.vocabulary.key(info, name)
            if not isinstance(meaning, RoleKey):
                continue
            target = self.vocabulary.program.types.get(meaning.role.target)
            several = meaning.role.many or (isinstance(value, list) and len(value) > 1)
            for where, member in _members(f"{key}.{meaning.role.name}", value, several):
                if target is not None and "zie" not in member:
                    self._read(target, member, where)

    def _free(self, place: str) -> str:
        number, key = 1, place
        while key in self.groups:
            number += 1
            key = f"{place}#{number}"
        return key

    # ------------------------------------------------------------ writing

    def set_fact(self, key: str, attr: AttrInfo, value: str, saying: Saying, year: int | None = None) -> None:
        """Add a value to what the dossier says of a fact. Raises KeyError when the object does not stand there."""
        told = saying.around(value)
        held, name = self._held(key, attr, year)
        held[name] = _added(held.get(name), told)

    def replace_fact(self, key: str, attr: AttrInfo, value: str, year: int | None = None) -> None:
        """Let a fact be this, whoever said something else of whichever day. Raises KeyError when the object does not stand there."""
        held, name = self._held(key, attr, year)
        held[name] = value

    def _held(self, key: str, attr: AttrInfo, year: int | None) -> tuple[Group, str]:
        """The group in which a fact stands or will stand, and under which name."""
        info, group = self.groups[key]
        name = self._name_of(info, group, attr)
        meaning = None if name is None else self.vocabulary.key(info, name)
        if name is not None and isinstance(meaning, FactKey) and not meaning.positive:
            # A kenmerk that stands in its denied form is written in the one in which it was declared.
            group[attr.name] = _denied(group.pop(name))
            name = attr.name
        name = name or attr.name
        if not attr.per_year:
            return group, name
        years = group.get(name)
        years = group[name] = dict(years) if isinstance(years, Mapping) else {}
        return years, str(year)

    def set_role(self, key: str, role: RoleInfo, count: int) -> None:
        """Say how many objects there are in a role of which the dossier said nothing yet."""
        _, group = self.groups[key]
        name = role.plural or role.name if role.many else role.name
        members: list[Group] = [{} for _ in range(count)]
        group[name] = NONE if not count else members if role.many else members[0]

    def set_answer(self, question: str, value: str, saying: Saying) -> None:
        """Answer a question that the law puts to a person."""
        answers = self.content.get(ANSWERS)
        answers = self.content[ANSWERS] = dict(answers) if isinstance(answers, Mapping) else {}
        answers[question] = _added(answers.get(question), {VALUE: value, "bekend": format_date(saying.known)})

    def _name_of(self, info: TypeInfo, group: Group, attr: AttrInfo) -> str | None:
        for name in group:
            meaning = self.vocabulary.key(info, name)
            if isinstance(meaning, FactKey) and meaning.attr.name == attr.name:
                return name
        return None


def _members(place: str, value: Any, numbered: bool) -> Iterator[tuple[str, Group]]:
    parts = value if isinstance(value, list) else [value]
    for number, part in enumerate(parts, start=1):
        if isinstance(part, dict):
            yield (f"{place}[{number}]" if numbered else place), part


def _added(before: Any, told: Group) -> Any:
    """What is said with one more saying; nothing is taken away, except where nothing was said."""
    if (
        before in (None, "", "onbekend")
        or (isinstance(before, Mapping) and UNOBTAINABLE in before)
        or before == UNOBTAINABLE
    ):
        return told
    said = [
        dict(one) if isinstance(one, Mapping) else {VALUE: one}
        for one in (before if isinstance(before, list) else [before])
    ]
    if ORIGIN in told:
        # What nobody stands for cannot be set against what somebody says, and never be settled: it gets a name.
        said = [{ORIGIN: EARLIER} | one for one in said]
    elif ORIGIN in said[-1]:
        told = told | {ORIGIN: said[-1][ORIGIN]}
    # Who corrects on one day what was filled in that day means the last; the version before it stays in the register.
    return [*(one for one in said if _around(one) != _around(told)), told]


def _around(said: Group) -> Group:
    return {name: value for name, value in said.items() if name != VALUE}


_OPPOSITE = {"ja": "nee", "nee": "ja"}


def _denied(value: Any) -> Any:
    """A kenmerk turned round, in each form in which it may stand."""
    if isinstance(value, list):
        return [_denied(one) for one in value]
    if isinstance(value, Mapping) and VALUE in value:
        return {**value, VALUE: _denied(value[VALUE])}
    return _OPPOSITE.get(str(value).strip().casefold(), value)
