"""Read one element of a dossier without the general evaluator, as far as plain facts settle it.

A signal asks the same few things of every element: is its kind this one, does that kenmerk hold, is its date before that of today. Of a
fact that is known on every day those have one answer, found here by functions that are made once per signal. Whatever is not plain
(unknown, dated, disputed, derived) gives None, and then the general evaluator has to say; so this never knows better than that
does, only sooner.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from dsl.program import And, Compare, Const, Element, Input, Named, Not, Or, Program, Self
from engine.case import Obj
from engine.general import Run
from engine.values import FactRef, Known, Scalar

PLAIN = frozenset((str, bool, date, Fraction))
"""The classes of facts that hold on every day and that nobody disputes."""

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Around:
    """What can be read beside an element: the general evaluator, for the object that a signal is about."""

    __slots__ = ("_closed", "about", "run")

    def __init__(self, run: Run, about: str) -> None:
        self.run = run
        self.about = about
        self._closed: dict[int, Scalar | None] = {}

    def closed(self, node: int) -> Scalar | None:
        """The value of a node that is the same for every element; None when it is not known."""
        if node not in self._closed:
            found = self.run.value(node, (self.about,))
            self._closed[node] = found.value if isinstance(found, Known) else None
        return self._closed[node]

    def of(self, node: int, element: str) -> Scalar | None:
        """The value of a node for an element; None when it is not known."""
        found = self.run.value(node, (self.about, element))
        return found.value if isinstance(found, Known) else None


Quick = Callable[[Obj, Around], Scalar | None]
"""The value for an element; None when the general evaluator has to say."""


def quick(program: Program, number: int) -> Quick:
    """The function that reads a node (over Self and an element of level 1). Conditions nest no deeper than the language allows."""
    node = program.nodes[number]
    match node:
        case Const():
            return _constant(node.value)
        case Named():
            return quick(program, node.of)
        case Input() if node.at is None and is_element(program, node.obj):
            return _fact(node.attr)
        case Compare():
            return _compare(_COMPARE[node.op], quick(program, node.left), quick(program, node.right))
        case Not():
            return _not(quick(program, node.of))
        case And():
            return _settled_by(False, tuple(quick(program, part) for part in node.parts))
        case Or():
            return _settled_by(True, tuple(quick(program, part) for part in node.parts))
    if node.level == 0:
        return lambda obj, around: around.closed(number)
    return lambda obj, around: around.of(number, obj.key)


Standing = bool | frozenset[FactRef] | None
"""Whether a condition holds: ja, nee, or the facts that it needs; None when the general evaluator has to say."""


def standing(program: Program, number: int) -> Callable[[Obj, Around], Standing]:
    """The function that reads a condition over Self. What it gives is what the general evaluator gives."""
    node = program.nodes[number]
    match node:
        case Named():
            return standing(program, node.of)
        case Input() if node.at is None and isinstance(program.nodes[node.obj], Self):
            return _told(node.attr)
        case Not():
            of = standing(program, node.of)
            return lambda obj, around: _inverse(of(obj, around))
        case And():
            return _together(False, tuple(standing(program, part) for part in node.parts))
        case Or():
            return _together(True, tuple(standing(program, part) for part in node.parts))

    def asked(obj: Obj, around: Around) -> Standing:
        held = around.closed(number)
        return held if isinstance(held, bool) else None

    return asked


def _told(attr: str) -> Callable[[Obj, Around], Standing]:
    def read(obj: Obj, around: Around) -> Standing:
        held = obj.facts.get(attr)
        if held is None:
            return frozenset((FactRef(obj.key, attr),))
        return held if isinstance(held, bool) else None

    return read


def _inverse(held: Standing) -> Standing:
    return not held if isinstance(held, bool) else held


def _together(answer: bool, parts: tuple[Callable[[Obj, Around], Standing], ...]) -> Callable[[Obj, Around], Standing]:
    """En and of: one part with this answer settles it; else all that is not known is needed (V5)."""

    def read(obj: Obj, around: Around) -> Standing:
        needed: frozenset[FactRef] = frozenset()
        is_unclear = False
        for part in parts:
            held = part(obj, around)
            if held is answer:
                return answer
            if held is None:
                is_unclear = True
            elif not isinstance(held, bool):
                needed |= held
        return None if is_unclear else needed or (not answer)

    return read


def is_element(program: Program, number: int) -> bool:
    """Whether a node is the element that a pattern is about."""
    node = program.nodes[number]
    return isinstance(node, Element) and node.level == 1


def _constant(value: Scalar) -> Quick:
    return lambda obj, around: value


def _fact(attr: str) -> Quick:
    def read(obj: Obj, around: Around) -> Scalar | None:
        held = obj.facts.get(attr)
        return held if held.__class__ in PLAIN else None  # type: ignore[return-value]

    return read


def _compare(test: Callable[[Any, Any], bool], left: Quick, right: Quick) -> Quick:
    def read(obj: Obj, around: Around) -> bool | None:
        one = left(obj, around)
        if one is None:
            return None
        other = right(obj, around)
        return None if other is None else test(one, other)

    return read


def _not(of: Quick) -> Quick:
    def read(obj: Obj, around: Around) -> bool | None:
        held = of(obj, around)
        return None if held is None else not held

    return read


def _settled_by(answer: bool, parts: tuple[Quick, ...]) -> Quick:
    """En and of: one part with this answer settles it, whatever the others are (V5)."""

    def read(obj: Obj, around: Around) -> bool | None:
        out: bool | None = not answer
        for part in parts:
            held = part(obj, around)
            if held is answer:
                return answer
            if held is None:
                out = None
        return out

    return read
