"""At which besluiten a signal is shown."""

from __future__ import annotations

from dsl.program.parts import DecisionInfo, SignalInfo
from dsl.program.whole import Program


def reachable_types(program: Program, start: str) -> frozenset[str]:
    """The object types that can be reached over roles, with the type itself."""
    seen = {start}
    waiting = [start]
    while waiting:
        for role in program.types[waiting.pop()].roles.values():
            if role.target not in seen:
                seen.add(role.target)
                waiting.append(role.target)
    return frozenset(seen)


def executor_of(program: Program, regeling: str) -> str | None:
    info = program.regelingen.get(regeling)
    return None if info is None else info.executor


def shows(program: Program, decision: DecisionInfo, signal: SignalInfo) -> bool:
    """Whether a besluit shows a signal, on the days on which the signal is in force: a dossier of the besluit can hold what it is
    about, and it is of the organisation that takes the besluit. What one organisation keeps of a citizen is no signal to another."""
    own = executor_of(program, signal.regeling)
    if own is not None and own != executor_of(program, decision.regeling):
        return False
    return signal.over in reachable_types(program, decision.over)
