"""On which ground a signal may read what it reads. Without one, on the day of the decision, nothing is read."""

from __future__ import annotations

from datetime import date

from dsl.program import BasisInfo, DataRead, Program, SignalInfo, not_covered


def lacking(program: Program, info: SignalInfo, on: date) -> tuple[str, ...]:
    """The names of what the signal reads and no ground of it that is in force on the day allows; nothing when all is allowed."""
    return tuple(
        dict.fromkeys(read.name or read.type for read in not_covered(info.reads, _in_force(program, info, on)))
    )


def limits(program: Program, info: SignalInfo, on: date) -> dict[str, frozenset[str]]:
    """Per object type in the patterns of the signal the regelingen of which its facts may be read; a type that is not there
    has no limit."""
    bases = _in_force(program, info, on)
    found: dict[str, frozenset[str]] = {}
    for patterns in info.alternatives:
        for pattern in patterns:
            covering = [basis for basis in bases if basis.covers(DataRead(pattern.element, None))]
            if covering and all(basis.regelingen for basis in covering):
                found[pattern.element] = frozenset(name for basis in covering for name in basis.regelingen)
    return found


def _in_force(program: Program, info: SignalInfo, on: date) -> list[BasisInfo]:
    return [program.grondslagen[name] for name in info.bases if program.grondslagen[name].in_force(on)]
