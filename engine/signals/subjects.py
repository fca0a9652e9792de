"""Which objects of a dossier signals are about."""

from __future__ import annotations

from datetime import date

from dsl.program import Program, SignalInfo, reachable_types, shows
from engine.case import Case
from engine.signals.remember import Remembered
from engine.values import FactRef

_relevant: Remembered[tuple[SignalInfo, ...]] = Remembered()
_telling: Remembered[frozenset[tuple[str, str]]] = Remembered()


def relevant_signals(program: Program, besluit: str, on: date) -> tuple[SignalInfo, ...]:
    """The signals in force about a type that a dossier of this besluit can hold, sorted by name. Only those of the organisation that
    takes the besluit: what one organisation keeps of a citizen is no signal to another."""
    if not program.signals:
        return ()
    return _relevant.get((program,), (besluit, on), lambda: _relevant_signals(program, besluit, on))


def _relevant_signals(program: Program, besluit: str, on: date) -> tuple[SignalInfo, ...]:
    decision = program.decisions[besluit]
    return tuple(
        info
        for _, info in sorted(program.signals.items())
        if (info.start is None or info.start <= on)
        and (info.end is None or on <= info.end)
        and shows(program, decision, info)
    )


def subjects_of(
    program: Program, case: Case, types: frozenset[str], on: date
) -> tuple[dict[str, list[str]], tuple[FactRef, ...]]:
    """The keys of the objects of each of the types, reachable from the root on a date, in dossier order; and the roles that could
    hold more of them, of which the dossier does not say who is in them."""
    telling = _telling.get((program,), types, lambda: _telling_roles(program, types))
    reached = {case.root.key}
    waiting = [case.root]
    silent: set[FactRef] = set()
    while waiting:
        obj = waiting.pop()
        for name in program.types[obj.type].roles:
            members = obj.members(name, on)
            if members is None and (obj.type, name) in telling:
                silent.add(FactRef(obj.key, name, kind="rol"))
            for member in members or ():
                if member.key not in reached:
                    reached.add(member.key)
                    waiting.append(member)
    found: dict[str, list[str]] = {name: [] for name in sorted(types)}
    for key, obj in case.objects.items():
        if key in reached and obj.type in types:
            found[obj.type].append(key)
    return found, tuple(sorted(silent, key=lambda ref: (ref.obj, ref.name)))


def _telling_roles(program: Program, types: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The roles (of which type, and which) that could bring an object of the types."""
    return frozenset(
        (owner, name)
        for owner, info in program.types.items()
        for name, role in info.roles.items()
        if _leads_to(program, owner, role.target, types)
    )


def _leads_to(program: Program, owner: str, target: str, types: frozenset[str]) -> bool:
    """Whether an object in the role could bring an object of the types; not by going back to the owner."""
    further = reachable_types(program, target)
    return target in types or (bool(types & further) and owner not in further)
