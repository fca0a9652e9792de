"""Two cases as causes: every fact or role that differs, by its name.

Objects that stand in the same place are set beside each other, whatever they are called: the cliënt of one household beside the
cliënt of the other.
"""

from __future__ import annotations

from collections.abc import Callable

from dsl.program import Program
from engine.case import Case, DatedRole, Fact, Obj
from engine.difference.causes import Cause, Change, Place, State


def case_change(program: Program, one: Case, other: Case) -> Change:
    """From one case to another: a cause per fact or role that differs, all of one moment."""
    pairs = _pairs(one, other)
    causes: dict[str, Cause] = {}
    for place, (left, right) in pairs.items():
        for name in sorted(left.facts.keys() | right.facts.keys()):
            if left.facts.get(name) != right.facts.get(name):
                _add(causes, name, place, frozenset(((left.key, name),)))
        for name in sorted(left.roles.keys() | right.roles.keys()):
            if _shape(left, name) != _shape(right, name):
                _add(causes, name, place)
    for key in sorted(one.answers.keys() | other.answers.keys()):
        if one.answers.get(key) != other.answers.get(key):
            causes[f"oordeel {key}"] = Cause(f"oordeel {key}", "gegevens", f"het oordeel over “{key}”")

    def state(keys: frozenset[str]) -> State:
        return State(program, _mixed(one, other, keys))

    return Change((tuple(causes.values()),) if causes else (), state)


def _add(causes: dict[str, Cause], name: str, place: tuple[str, ...], places: frozenset[Place] | None = None) -> None:
    who = f" ({place[-1]})" if place else ""
    key = " ".join((*place, name))
    causes[key] = Cause(key, "gegevens", f"{name}{who}", places=places)


def _pairs(one: Case, other: Case) -> dict[tuple[str, ...], tuple[Obj, Obj]]:
    """The objects that stand in the same place of two cases, by the roles that lead there. A role that holds other people, or other
    numbers of them, differs as a whole."""
    found: dict[tuple[str, ...], tuple[Obj, Obj]] = {}
    waiting: list[tuple[tuple[str, ...], Obj, Obj]] = [((), one.root, other.root)]
    seen: set[str] = set()
    while waiting:
        place, left, right = waiting.pop(0)
        if left.key in seen:
            continue
        seen.add(left.key)
        # What an object is, its case says by its key: a role may still hold it as it was.
        left, right = one.objects[left.key], other.objects[right.key]
        found[place] = (left, right)
        for name in sorted(left.roles.keys() & right.roles.keys()):
            if _shape(left, name) == _shape(right, name):
                members = zip(left.ever(name), right.ever(name), strict=True)
                waiting += [
                    ((*place, name if number == 0 else f"{name} {number + 1}"), a, b)
                    for number, (a, b) in enumerate(members)
                ]
    return found


def _shape(obj: Obj, role: str) -> object:
    """What makes two roles the same but for the facts of who is in them: how many, of what type, from when to when."""
    held = obj.roles.get(role)
    if isinstance(held, DatedRole):
        return tuple((start, end, member.type) for start, end, member in held.items), held.disputed
    return None if held is None else tuple(member.type for member in held)


def _mixed(one: Case, other: Case, keys: frozenset[str]) -> Case:
    """The first case with what these causes name as in the second."""
    answers = {
        key: value
        for key in one.answers.keys() | other.answers.keys()
        if (value := (other if f"oordeel {key}" in keys else one).answers.get(key)) is not None
    }
    pairs = _pairs(one, other)
    copies: dict[tuple[bool, str], Obj] = {}
    objects: dict[str, Obj] = {}

    def copy(of_other: bool, key: str) -> Obj:
        """An object that stands in one of the cases only, with all that hangs on it."""
        if (of_other, key) not in copies:
            obj = (other if of_other else one).objects[key]
            made = copies[of_other, key] = Obj(_free(key, objects), obj.type, obj.facts, {})
            objects[made.key] = made
            made.roles = {name: _with(held, of_other, copy) for name, held in obj.roles.items()}
        return copies[of_other, key]

    for left, right in pairs.values():
        made = Obj(left.key, left.type, {}, {})
        copies[False, left.key] = copies[True, right.key] = made
        objects[made.key] = made
    for place, (left, right) in pairs.items():
        made = copies[False, left.key]
        for name in sorted(left.facts.keys() | right.facts.keys()):
            fact: Fact | None = (right if " ".join((*place, name)) in keys else left).facts.get(name)
            if fact is not None:
                made.facts[name] = fact
        for name in sorted(left.roles.keys() | right.roles.keys()):
            of_other = " ".join((*place, name)) in keys
            held = (right if of_other else left).roles.get(name)
            if held is not None:
                made.roles[name] = _with(held, of_other, copy)
    return Case(copies[False, one.root.key], objects, answers)


def _with(
    held: tuple[Obj, ...] | DatedRole, of_other: bool, copy: Callable[[bool, str], Obj]
) -> tuple[Obj, ...] | DatedRole:
    if isinstance(held, DatedRole):
        items = tuple((start, end, copy(of_other, member.key)) for start, end, member in held.items)
        return DatedRole(items, held.disputed)
    return tuple(copy(of_other, member.key) for member in held)


def _free(key: str, objects: dict[str, Obj]) -> str:
    number = 1
    while (f"{key}'{number}" if number > 1 else key) in objects:
        number += 1
    return f"{key}'{number}" if number > 1 else key
