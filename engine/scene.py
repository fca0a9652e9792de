"""What an evaluation looks at: a program, a case, the dates; and how it speaks of objects that nobody gave.

The value of a node that denotes an object is the key of that object. An object that the dossier is silent about is a
*placeholder*: an Unknown whose only option is a key of its own (``persoon.kind[?]``), with the role as the fact that is
missing. Everything read from a placeholder is unknown within the declared bounds; so definitions can be evaluated for it
like for any other object, and what they give holds for every object that could turn out to be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from dsl.program import Aggregate, AttrInfo, ForAll, ObjectRef, Program, RoleInfo, Share
from engine.case import Case, Held, Moment, Unobtainable
from engine.values import Bounds, FactRef, Known, Unknown, Value

if TYPE_CHECKING:
    from engine.general.exclusive import Demands

Env = tuple[str, ...]
StepKey = tuple[int, Env]
"""(node id, environment): the object's key, then the keys of the elements, as many as the node's level."""

_SILENT = "[?]"
"""Ends the key of a placeholder."""

NOBODY = "-"
"""Stands in an environment for an element on which nothing below depends."""


@dataclass(slots=True)
class Lasting:
    """What was worked out from the program and the rekendatum alone, so that other cases on that day can use it as well.

    ``valid_defeaters``: per Applies node of a candidate, those that deviate from it and are valid on the rekendatum
    (:mod:`engine.trace` fills it). ``demands``: per condition what it demands (:mod:`engine.general.exclusive` fills it)."""

    valid_defeaters: dict[int, list[int]] = field(default_factory=dict)
    demands: dict[int, Demands] = field(default_factory=dict)


@dataclass(slots=True)
class Scene:
    """``placeholders``: per key of an object that nobody gave, the facts that are missing to know it."""

    program: Program
    case: Case
    moment: Moment
    placeholders: dict[str, frozenset[FactRef]] = field(default_factory=dict)
    lasting: Lasting = field(default_factory=Lasting)

    @property
    def today(self) -> date:
        return self.moment.rekendatum

    def key(self, node: int, env: Env) -> StepKey:
        """The step of a node in an environment, cut to the level of the node."""
        return node, env[: self.program.nodes[node].level + 1]

    # ------------------------------------------------------------ objects

    def object_value(self, key: str) -> Value:
        """The value of a node that denotes the object with this key."""
        if key in self.case.objects:
            return Known(key)
        return Unknown(Bounds(options=frozenset((key,))), self.placeholders.get(key, frozenset()))

    def placeholder(self, obj: str, role: str) -> str:
        """The key of the object in a role about which the dossier is silent."""
        key = f"{obj}.{role}{_SILENT}"
        if key not in self.placeholders:
            silent = frozenset((FactRef(obj, role, kind="rol"),))
            self.placeholders[key] = self.placeholders.get(obj, silent)
        return key

    def admit(self, env: Env) -> None:
        """Know the placeholders in an environment that another evaluation gave: they are met here before their role is read."""
        for key in env:
            if key.endswith(_SILENT) and key not in self.placeholders:
                owner, _, role = key.removesuffix(_SILENT).rpartition(".")
                self.admit((owner,))
                self.placeholder(owner, role)

    def members(self, obj: str, role: str) -> tuple[str, ...] | None:
        """The keys of the objects in a role, in dossier order; None when the dossier is silent."""
        found = self.case.objects.get(obj)
        held = None if found is None else found.members(role, self.today)
        return None if held is None else tuple(member.key for member in held)

    def role_info(self, obj_node: int, role: str) -> RoleInfo:
        return self.program.types[self.owner(obj_node)].roles[role]

    def attr_info(self, obj_node: int, attr: str) -> AttrInfo:
        return self.program.types[self.owner(obj_node)].attributes[attr]

    def owner(self, obj_node: int) -> str:
        kind = self.program.nodes[obj_node].type
        assert isinstance(kind, ObjectRef)
        return kind.name

    def element_envs(self, depth: int, env: Env, obj: str, role: str) -> tuple[Env, ...]:
        """The environments of the elements of a fold at ``depth`` over a role: one per object, or the one of the
        placeholder when the dossier is silent."""
        members = self.members(obj, role)
        if members is None:
            members = (self.placeholder(obj, role),)
        outer = (*env[:depth], *(NOBODY,) * (depth - len(env)))
        return tuple((*outer, member) for member in members)

    def folded(self, node: Aggregate | ForAll | Share, env: Env, obj: str) -> Iterator[Env]:
        yield from self.element_envs(node.depth, env, obj, node.role)

    # ------------------------------------------------------------ facts

    def is_unobtainable(self, fact: FactRef) -> bool:
        """Whether the dossier states that this fact cannot be had: asking for it again serves nobody."""
        known = fact.kind == "attribuut" and fact.obj in self.case.objects
        return known and isinstance(self.fact(fact.obj, fact.name, fact.at or self.today), Unobtainable)

    def fact(self, obj: str, attr: str, on: date) -> Held | None:
        """A fact as valid on a date; None when the dossier is silent or knows no such object."""
        found = self.case.objects.get(obj)
        return None if found is None else found.fact(attr, on)

    def is_given(self, obj: str, attr: str) -> bool:
        """Whether the dossier has a value for the attribute on the rekendatum."""
        return not isinstance(self.fact(obj, attr, self.today), Unobtainable | None)


def object_key(value: Value) -> str | None:
    """The key (of an object or a placeholder) that a value denotes; None for niet van toepassing and fout."""
    if isinstance(value, Known):
        return str(value.value)
    if isinstance(value, Unknown) and value.bounds.options:
        (key,) = value.bounds.options
        return str(key)
    return None
