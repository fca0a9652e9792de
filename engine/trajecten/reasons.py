"""Why an event was not allowed in the state of its day, in Dutch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from dsl.program import And, Program
from engine.trajecten.model import Occurrence
from engine.trajecten.occurrences import Evaluator
from engine.trajecten.transitions import Choice
from engine.values import NO

if TYPE_CHECKING:
    from engine.trajecten.replay import Replay


def refusal(replay: Replay, state: str, event: Occurrence, choice: Choice) -> str:
    """The transitions that were there and what they lacked, or that there was none."""
    if not choice.no:
        known = sorted({it.event for it in replay.info.transitions if it.event and state in it.from_states})
        more = f" Daarin telt alleen: {', '.join(known)}." if known else ""
        return f"In de toestand '{state}' kan dit niet.{more}"
    parts = []
    for transition in choice.no:
        assert transition.condition is not None
        lacking = "; ".join(_failed(replay.program, replay.values, transition.condition, event.day, event.key))
        parts.append(f"{transition.name}: niet voldaan aan '{lacking}'.")
    return " ".join(parts)


def _failed(program: Program, values: Evaluator, node: int, day: date, key: str) -> Iterator[str]:
    """The parts of a condition that are nee, in the words of the rule file."""
    found = program.nodes[node]
    if isinstance(found, And):
        for part in found.parts:
            if values.value(part, day, key) == NO:
                yield from _failed(program, values, part, day, key)
    else:
        yield excerpt(program, node)


def excerpt(program: Program, node: int) -> str:
    """The words of a node as they stand in the rules."""
    span = program.nodes[node].span
    return " ".join(program.texts.get(span.file, "")[span.start : span.end].split())
