"""The part of the law that a variant can make a difference to, with all that this part reads.

What a variant changes is found again in every definition that names it, in what names what those give, and so on. To judge a variant
it is enough to make a program of these, and of what they need. A name stands for everything of that name, so that the part may be
larger than needed, and never smaller.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cache
from typing import Any

from dsl.names.fold import folded
from dsl.names.scope import files_seen
from dsl.syntax import (
    Attribuut,
    Beslistabel,
    Besluit,
    BuitenToepassing,
    Definitie,
    Grondslag,
    Kenmerk,
    KentToe,
    Leeftijd,
    Module,
    Norm,
    Objecttype,
    Opzoektabel,
    Pad,
    Parameter,
    Regel,
    Registratie,
    Rol,
    Signaal,
    Traject,
    Verdeelt,
)

_LEFT_OUT = (Regel, Beslistabel, Parameter, Opzoektabel, Besluit, Signaal, Traject, Norm, Grondslag, Registratie)
"""Kinds of definition that may be left out: the others are what names mean, and cost little."""
_ALONG = {Signaal: Grondslag, Norm: Registratie}
"""With one of the first kind all of the second are kept, which it can name."""
_BIRTH = "geboortedatum"
"""What an age reads without naming it."""


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in dataclasses.fields(kind) if item.compare)


def _texts(tree: Any) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        item = waiting.pop()
        if type(item) is str:
            yield item
        elif type(item) is tuple:
            waiting.extend(item)
        elif type(item) is Leeftijd:
            waiting += [_BIRTH, item.van, item.op]
        elif dataclasses.is_dataclass(item) and not isinstance(item, type):
            waiting.extend([getattr(item, name) for name in _fields(type(item))])


Key = tuple[str, str]
"""A declared name with the file that declares it; a rule or group with its regeling, after a ``:``."""


class Names:
    """The names of the law: who declares them, and which a definition can mean. Each definition is read once."""

    def __init__(self, law: Sequence[Module]) -> None:
        self.declared: dict[str, set[str]] = defaultdict(set)
        self._rules: dict[str, set[str]] = defaultdict(set)
        self._uses: dict[str, tuple[str, ...]] = {}
        self._regeling: dict[str, str] = {}
        self._seen: dict[str, frozenset[str]] = {}
        self._read: dict[int, tuple[Definitie, frozenset[Key]]] = {}
        self._given: dict[int, frozenset[Key]] = {}
        self.extend(law)
        self._places = [(module, it) for module in law for it in module.definities if isinstance(it, _LEFT_OUT)]
        self.law = {id(item) for _, item in self._places}
        self._indexed: tuple[_ByKey, _ByKey] | None = None

    def copy(self) -> Names:
        """The same names, which can take in other files without this one knowing of them."""
        other = copy(self)
        other.declared = defaultdict(set, {name: set(files) for name, files in self.declared.items()})
        other._rules = defaultdict(set, {name: set(of) for name, of in self._rules.items()})
        other._uses, other._seen = dict(self._uses), {}
        other._read, other._given = dict(self._read), dict(self._given)
        return other

    def indexed(self) -> tuple[_ByKey, _ByKey]:
        """The definitions of the law by the names that they read, and by those that they give."""
        if self._indexed is None:
            self._indexed = _indexed(self._places, self)
        return self._indexed

    def extend(self, modules: Sequence[Module]) -> None:
        """Take in files: those of the law, later those of varianten."""
        for module in modules:
            self._uses[module.pad] = module.regeling.gebruikt
            for definition in module.definities:
                if isinstance(definition, Objecttype | Registratie):
                    for member in definition.leden:
                        self.declared[folded(_name(member))].add(module.pad)
                elif isinstance(definition, Parameter | Opzoektabel):
                    self.declared[folded(definition.naam)].add(module.pad)
                elif isinstance(definition, Regel | Beslistabel):
                    for name in (definition.naam, *definition.koppen.groepen):
                        self._rules[folded(name)].add(module.regeling.naam)

    def touched(self, values: Iterable[str], rules: Iterable[tuple[str, str]]) -> set[Key]:
        """The keys of parameters and tables, and of rules with their regeling."""
        found = {(file, folded(name)) for name in values for file in self.declared[folded(name)]}
        return found | {(f":{regeling}", folded(name)) for regeling, name in rules}

    def read_in(self, module: Module, definition: Definitie) -> frozenset[Key]:
        """All that a definition names, itself included."""
        known = self._read.get(id(definition))
        if known is None:
            keys = self._meant(module, map(folded, set(_texts(definition)))) | self._of_rule(module, definition)
            known = self._read[id(definition)] = definition, keys
        return known[1]

    def given_in(self, module: Module, definition: Definitie) -> frozenset[Key]:
        """All that a definition gives a meaning or value, or a rule that it puts out of force."""
        if id(definition) not in self._given:
            names: set[str] = set()
            if isinstance(definition, Parameter | Opzoektabel):
                names = {definition.naam}
            elif isinstance(definition, Regel | Beslistabel):
                names = _set_by(definition)
            keys = self._meant(module, map(folded, names)) | self._of_rule(module, definition)
            self._given[id(definition)] = keys
        return self._given[id(definition)]

    def _meant(self, module: Module, names: Iterable[str]) -> frozenset[Key]:
        """What names of things can mean in a file."""
        if module.pad not in self._seen:
            self._seen[module.pad] = files_seen(module.pad, self._uses)
        seen = self._seen[module.pad]
        return frozenset((file, name) for name in names for file in self.declared.get(name, ()) if file in seen)

    def _of_rule(self, module: Module, definition: Definitie) -> frozenset[Key]:
        """The rule and its groups, and the rules and groups that it gives way to or puts out of force."""
        if not isinstance(definition, Regel | Beslistabel):
            return frozenset()
        own = module.regeling.naam
        found = {(f":{own}", folded(name)) for name in (definition.naam, *definition.koppen.groepen)}
        named = list(definition.koppen.in_afwijking_van)
        if isinstance(definition, Regel) and isinstance(definition.uitspraak, BuitenToepassing):
            named += definition.uitspraak.regels
        for name in (folded(step.naam) for step in named):
            regelingen = self._rules.get(name, set())
            found |= {(f":{regeling}", name) for regeling in ({own} if own in regelingen else regelingen)}
        return frozenset(found)


def _set_by(rule: Regel | Beslistabel) -> set[str]:
    """The names of the attributes and kenmerken that a rule gives a value."""
    if isinstance(rule, Beslistabel):
        return {goal.stappen[0].naam for goal in rule.doelen}
    said = rule.uitspraak
    if isinstance(said, BuitenToepassing):
        return set()
    if isinstance(said, KentToe):
        return {said.kenmerk}
    goal: Pad = said.aandeel if isinstance(said, Verdeelt) else said.doel
    return {goal.stappen[0].naam}


Place = tuple[Module, Definitie]
_ByKey = dict[Key, list[Place]]


class _Index:
    """Who reads and who gives each name, in the law with a variant: that of the law, as far as it is still there, and what is new."""

    def __init__(self, places: Sequence[Place], names: Names) -> None:
        self.places = places
        self._present = {id(item) for _, item in places}
        self._law = names.indexed()
        known = names.law
        self._new = _indexed([place for place in places if id(place[1]) not in known], names)

    def readers(self, key: Key) -> Iterator[Place]:
        return self._of(0, key)

    def givers(self, key: Key) -> Iterator[Place]:
        return self._of(1, key)

    def _of(self, which: int, key: Key) -> Iterator[Place]:
        yield from (place for place in self._law[which].get(key, ()) if id(place[1]) in self._present)
        yield from self._new[which].get(key, ())


def _indexed(places: Iterable[Place], names: Names) -> tuple[_ByKey, _ByKey]:
    """The readers and the givers of each name."""
    readers: _ByKey = defaultdict(list)
    givers: _ByKey = defaultdict(list)
    for module, definition in places:
        for key in names.read_in(module, definition):
            readers[key].append((module, definition))
        for key in names.given_in(module, definition):
            givers[key].append((module, definition))
    return readers, givers


def relevant(
    modules: Sequence[Module], touched: set[Key], own: frozenset[str], names: Names, all_names: bool = False
) -> list[Module]:
    """The modules without what cannot matter to a variant that touches these names. ``own``: the files of the variant and of those
    below it, of which all is kept. ``all_names``: keep everything that a name can mean, for who looks for a name that is near."""
    places = [(module, it) for module in modules for it in module.definities if isinstance(it, _LEFT_OUT)]
    index = _Index(places, names)
    kept = {id(item) for module, item in places if module.pad in own} | _reading(index, touched, names)
    for kind, along in _ALONG.items():
        if any(id(item) in kept and isinstance(item, kind) for _, item in places):
            kept |= {id(item) for _, item in places if isinstance(item, along)}
    kept = _with_needs(index, kept, names)
    if all_names:
        kept |= {id(item) for _, item in places if isinstance(item, Parameter | Opzoektabel)}
    named: set[Key] = set()
    for module, item in places:
        if id(item) in kept:
            named |= names.read_in(module, item)
    return [
        replace(module, definities=tuple(_left(module, kept, named, all_names or module.pad in own)))
        for module in modules
    ]


def _left(module: Module, kept: set[int], named: set[Key], own: bool) -> Iterator[Definitie]:
    """What is left of a file: of an object type the roles, and the attributes and kenmerken that something names."""
    for item in module.definities:
        if isinstance(item, Objecttype) and not own:
            members = (it for it in item.leden if isinstance(it, Rol) or (module.pad, folded(_name(it))) in named)
            yield replace(item, leden=tuple(members))
        elif id(item) in kept or not isinstance(item, _LEFT_OUT):
            yield item


def _name(member: Attribuut | Kenmerk | Rol) -> str:
    return member.vorm if isinstance(member, Kenmerk) else member.naam


def _reading(index: _Index, touched: set[Key], names: Names) -> set[int]:
    """What names what is touched, or what that gives, however far on."""
    touched, found = set(touched), set[int]()
    waiting = list(touched)
    while waiting:
        for module, reader in index.readers(waiting.pop()):
            if id(reader) not in found:
                found.add(id(reader))
                waiting += names.given_in(module, reader) - touched
                touched |= names.given_in(module, reader)
    return found


def _with_needs(index: _Index, kept: set[int], names: Names) -> set[int]:
    """What is kept, with everything that gives a name in it, however far back."""
    found = set(kept)
    waiting = [place for place in index.places if id(place[1]) in kept]
    while waiting:
        module, definition = waiting.pop()
        for key in names.read_in(module, definition):
            for giver in index.givers(key):
                if id(giver[1]) not in found:
                    found.add(id(giver[1]))
                    waiting.append(giver)
    return found
