"""The nodes under construction: equal nodes become one, operands always come before their users."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any

from dsl.program import NODE_KINDS, Aggregate, Element, ForAll, Node, NodeBase, Share, Type

_KEY: dict[type[NodeBase], Callable[[Any], Any]] = {
    kind: attrgetter(*(item.name for item in fields(kind) if item.name not in ("span", "level"))) for kind in NODE_KINDS
}


@dataclass(slots=True)
class Builder:
    """Adds nodes, giving each its id. ``add`` must be called in a fixed order to give the same ids.

    A node is the same as an earlier one when kind, type, fields and operands are equal and both are about the same type of
    object (``about``); the span of the first one stays.
    """

    nodes: list[Node] = field(default_factory=list)
    _ids: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _levels: list[int] = field(default_factory=list)  # per node the set of levels it depends on, as bits

    def add(self, about: str, node: Node) -> int:
        kind = type(node)
        key = (kind, about, _KEY[kind](node), node.level if kind is Element else 0)
        known = self._ids.get(key)
        if known is not None:
            return known
        levels = self._depends_on(node)
        if levels:
            node = replace(node, level=levels.bit_length())
        number = len(self.nodes)
        self._ids[key] = number
        self.nodes.append(node)
        self._levels.append(levels)
        return number

    def _depends_on(self, node: Node) -> int:
        if isinstance(node, Element):
            return 1 << (node.level - 1)
        levels = 0
        for operand in node.operands():
            levels |= self._levels[operand]
        if isinstance(node, Aggregate | ForAll | Share):
            # The elements of a fold are gone outside it; what its object depends on is not.
            own = 1 << (node.depth - 1)
            outside = node.whole if isinstance(node, Share) else node.obj
            levels = (levels & ~own) | (self._levels[outside] & own)
        return levels

    def type_of(self, number: int) -> Type:
        return self.nodes[number].type
