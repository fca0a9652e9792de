"""The part of a dossier that may be used for something: the facts that a law needs or a Grondslag allows, and nothing else.

What is left out is as if it was never given: unknown, and never 'geen'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dsl.program import BasisInfo, DecisionInfo, EnumType, Judge, Program, RoleInfo, TypeInfo
from engine.dossier.links import inverse_roles
from engine.dossier.sayings import SAYING_KEYS
from engine.dossier.vocabulary import FactKey, RoleKey, Vocabulary, folded
from engine.reach import Needs, needs, needs_of, traject_nodes

CARRY_OUT = "uitvoeren"

Content = Mapping[str, Any]
"""A dossier as plain data (docs/taal/dossier.md)."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be used: all facts of objects of ``types``, and attributes, kenmerken and roles by owner and name. ``over``: object
    types that a besluit is over, to which the way stays. ``limits``: per object type the enumeration and the values of it of which
    alone objects may be used. ``questions`` and ``besluiten``: of which answers and earlier besluiten may be used."""

    types: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()
    over: frozenset[str] = frozenset()
    limits: tuple[tuple[str, str, frozenset[str]], ...] = ()
    questions: frozenset[str] = frozenset()
    besluiten: frozenset[str] = frozenset()

    def fact(self, owner: str, name: str) -> bool:
        return owner in self.types or (owner, name) in self.names

    def role(self, role: RoleInfo, other: RoleInfo | None) -> bool:
        """Whether its members may be used; also when the law reads the same relation from the other side."""
        sides = [role] if other is None else [role, other]
        return (
            role.target in self.types
            or role.target in self.over
            or any(self.fact(side.owner, side.name) for side in sides)
        )


def allowed_facts(
    program: Program, receiver: str, purposes: frozenset[str], on: date, besluit: str | None = None
) -> Allowed:
    """What an organisation may use on a day for these purposes: what the Grondslagen in force name, and to carry out its own law (one
    ``besluit``, or all its besluiten and trajecten) what that law can read. That the law reads it is its ground, and it is no more
    than the law reads (AVG article 5 lid 1 c). What a Grondslag names may be derived: then what it is derived from goes with it."""
    bases = [
        basis
        for basis in program.grondslagen.values()
        if basis.in_force(on) and _receives(basis, receiver) and purposes & frozenset(basis.purposes)
    ]
    own: list[DecisionInfo] = []
    found: list[Needs] = []
    events: set[tuple[str, str]] = set()
    if CARRY_OUT in purposes:
        own = [one for one in program.decisions.values() if one.executor == receiver and besluit in (None, one.name)]
        found = [needs(program, one) for one in own]
        trajecten = [one for one in program.trajecten.values() if one.executor == receiver and besluit is None]
        found += [needs_of(program, traject_nodes(one)) for one in trajecten]
        events = {(one.over, event.role) for one in trajecten for event in one.events.values()}
    named = {name for basis in bases for name in basis.names}
    derived = [program.definitions[name].root for name in sorted(named) if name in program.definitions]
    found.append(needs_of(program, derived))
    read = {(fact.owner, fact.name) for part in found for fact in part.facts}
    read |= {(role.owner, role.name) for part in found for role in part.roles}
    read |= events
    return Allowed(
        frozenset(name for basis in bases for name in basis.types),
        frozenset(read | named),
        frozenset(one.over for one in own),
        tuple(_limits(bases, {owner for owner, _ in read})),
        frozenset(question for part in found for question in part.questions),
        frozenset(folded(one.name) for one in own),
    )


def everything(program: Program) -> Allowed:
    """All of a dossier: for what a citizen or somebody who invents people filled in."""
    questions = frozenset(node.question for node in program.nodes if isinstance(node, Judge))
    besluiten = frozenset(folded(name) for name in program.decisions)
    return Allowed(frozenset(program.types), questions=questions, besluiten=besluiten)


def _receives(basis: BasisInfo, receiver: str) -> bool:
    """What every gemeente may use, gemeente Tilburg may use."""
    return any(receiver == name or receiver.startswith(name + " ") for name in basis.receivers)


def _limits(bases: list[BasisInfo], unlimited: set[str]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The types that every Grondslag allows for some regelingen only, and no besluit reads anyway."""
    for name in sorted({name for basis in bases for name in basis.types} - unlimited):
        covering = [basis for basis in bases if name in basis.types]
        if all(basis.regelingen and basis.kind for basis in covering):
            values = frozenset(folded(value) for basis in covering for value in basis.regelingen)
            yield name, covering[0].kind or "", values


@dataclass(slots=True)
class Selected:
    """``content`` is what may be used. ``shown`` and ``left_out`` name facts as ``objecttype: naam``, never a value."""

    content: dict[str, Any]
    shown: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)


_ALWAYS = frozenset({"rekendatum", "verzonden op", "aangevraagd", "naam"})


def select(vocabulary: Vocabulary, content: Content, allowed: Allowed) -> Selected:
    """The part of a dossier that may be used. A dossier that is not in order stays so: what is not understood is left out."""
    return _Selection(vocabulary, allowed).run(content)


class _Selection:
    def __init__(self, vocabulary: Vocabulary, allowed: Allowed) -> None:
        self._vocabulary, self._allowed = vocabulary, allowed
        self._others = inverse_roles(vocabulary.program)
        self._limits = {name: (kind, values) for name, kind, values in allowed.limits}
        self._ids: dict[str, tuple[TypeInfo, Content]] = {}
        self._kept: set[str] = set()
        self._pointers: list[tuple[str, dict[str, Any]]] = []
        self._found = Selected({})

    def run(self, content: Content) -> Selected:
        out = self._found.content
        for key, value in content.items():
            name = folded(str(key))
            info = self._vocabulary.type_named(str(key))
            if name == "oordelen":
                self._answers(key, value)
            elif name == "besluiten":
                earlier = [one for one in _listed(value) if self._earlier(one)]
                out |= {key: earlier} if earlier else {}
            elif name in _ALWAYS:
                out[key] = value
            elif info is not None:
                self._remember(info, value)
                parts = [self._object(info, part) for part in _listed(value) if isinstance(part, Mapping)]
                kept = [part for part in parts if part is not None]
                if kept:
                    out[key] = kept if isinstance(value, list) else kept[0]
            else:
                self._found.left_out.add(name)
        self._follow()
        return self._found

    def _answers(self, key: str, value: Any) -> None:
        if not isinstance(value, Mapping):
            return
        questions = [folded(question) for question in self._allowed.questions]
        kept = {
            name: one
            for name, one in value.items()
            if any(
                folded(str(name)) == question or folded(str(name)).endswith(": " + question) for question in questions
            )
        }
        self._found.left_out |= {"oordelen"} if len(kept) < len(value) else set()
        if kept:
            self._found.shown.add("oordelen")
            self._found.content[key] = kept

    def _earlier(self, one: Any) -> bool:
        named = isinstance(one, Mapping) and folded(str(one.get("besluit", ""))) in self._allowed.besluiten
        (self._found.shown if named else self._found.left_out).add("besluiten")
        return named

    def _remember(self, info: TypeInfo, value: Any) -> None:
        """Where each object with an id is described, for what is pointed at from elsewhere."""
        waiting = [(info, part) for part in _listed(value)]
        while waiting:
            kind, part = waiting.pop()
            if not isinstance(part, Mapping):
                continue
            if "id" in part:
                self._ids.setdefault(str(part["id"]), (kind, part))
            for key, inner in part.items():
                meaning = self._vocabulary.key(kind, str(key))
                if isinstance(meaning, RoleKey) and meaning.role.target in self._vocabulary.program.types:
                    target = self._vocabulary.program.types[meaning.role.target]
                    waiting += [(target, one) for one in _listed(inner)]

    def _object(self, info: TypeInfo, part: Content) -> dict[str, Any] | None:
        if not self._within_limits(info, part):
            self._found.left_out.add(info.name)
            return None
        out: dict[str, Any] = {}
        if "id" in part:
            if str(part["id"]) in self._kept:
                return {"zie": part["id"]}
            self._kept.add(str(part["id"]))
        for key, value in part.items():
            meaning = self._vocabulary.key(info, str(key))
            if meaning is None:
                # which object, and what goes with a membership: since when, who said so
                if str(key) in ("id", "zie") or folded(str(key)) in SAYING_KEYS:
                    out[key] = value
                else:
                    self._found.left_out.add(f"{info.name}: onbekend gegeven")
            elif isinstance(meaning, FactKey):
                self._keep(
                    out,
                    key,
                    value,
                    f"{info.name}: {meaning.attr.name}",
                    self._allowed.fact(info.name, meaning.attr.name),
                )
            else:
                self._role(out, key, value, meaning.role)
        if "zie" in part:
            self._pointers.append((str(part["zie"]), out))
        return out

    def _keep(self, out: dict[str, Any], key: str, value: Any, name: str, may: bool) -> None:
        (self._found.shown if may else self._found.left_out).add(name)
        if may:
            out[key] = value

    def _role(self, out: dict[str, Any], key: str, value: Any, role: RoleInfo) -> None:
        name = f"{role.owner}: {role.name}"
        target = self._vocabulary.program.types.get(role.target)
        if target is None or not self._allowed.role(role, self._others.get((role.owner, role.name))):
            self._found.left_out.add(name)
            return
        self._found.shown.add(name)
        if not isinstance(value, (Mapping, list)):
            out[key] = value
            return
        parts = [self._object(target, one) for one in _listed(value) if isinstance(one, Mapping)]
        kept = [one for one in parts if one is not None]
        if kept or not parts:
            out[key] = kept if isinstance(value, list) else kept[0] if kept else []

    def _within_limits(self, info: TypeInfo, part: Content) -> bool:
        limit = self._limits.get(info.name)
        if limit is None or "zie" in part:
            return True
        kinds = [
            attr for attr in info.attributes.values() if isinstance(attr.type, EnumType) and attr.type.name == limit[0]
        ]
        said = [
            value
            for key, value in part.items()
            for meaning in [self._vocabulary.key(info, str(key))]
            if isinstance(meaning, FactKey) and meaning.attr in kinds
        ]
        return bool(said) and all(isinstance(value, str) and folded(value) in limit[1] for value in said)

    def _follow(self) -> None:
        """An object that is pointed at, but of which the description was left out with its place, is described where it is pointed at."""
        while self._pointers:
            name, out = self._pointers.pop(0)
            if name in self._kept or name not in self._ids:
                continue
            kind, part = self._ids[name]
            described = self._object(kind, part)
            if described is not None:
                said = {key: value for key, value in out.items() if key != "zie"}
                out.clear()
                out.update(described | said)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
