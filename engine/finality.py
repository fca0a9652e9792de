"""Voorlopig, definitief or van rechtswege definitief, and how sure the sources are, from the rules on the active path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dsl.notation import format_date
from dsl.program import Lookup, Param, RuleInfo
from engine.active import resting_on, rules_on
from engine.decision import Reservation
from engine.scene import Scene, StepKey
from engine.trace import Trace
from engine.values import Known, Value

VOORLOPIG = "voorlopig"
DEFINITIEF = "definitief"
VAN_RECHTSWEGE = "van rechtswege definitief"
_DOUBTFUL = ("middel", "laag")


@dataclass(frozen=True, slots=True)
class Finality:
    finality: str
    reservations: tuple[Reservation, ...]
    uncertain: tuple[str, ...]


NOT_SETTLED = Finality("", (), ())
"""Of an outcome that is not settled at all."""


def finality_of(
    scene: Scene,
    trace: Trace,
    roots: tuple[StepKey, ...],
    grounds: tuple[int, ...],
    value_of: Callable[[StepKey], Value],
) -> Finality:
    """The finality of a settled outcome. An outcome that rests on one rule that is voorlopig is so itself; it is definitief
    van rechtswege when a rule that gives it says so."""
    rules = sorted({found for root in roots for found in rules_on(scene, trace, root)})
    reservations = tuple(
        _reservation(scene, number, key, value_of)
        for number, key in rules
        if scene.program.rules[number].provisional is not None
    )
    if reservations:
        finality = VOORLOPIG
    elif any(scene.program.rules[number].final_by_law for number in grounds):
        finality = VAN_RECHTSWEGE
    else:
        finality = DEFINITIEF
    return Finality(finality, tuple(dict.fromkeys(reservations)), _uncertain(scene, trace, roots, rules))


def _reservation(scene: Scene, number: int, key: StepKey, value_of: Callable[[StepKey], Value]) -> Reservation:
    provisional = scene.program.rules[number].provisional
    assert provisional is not None
    low, high = (
        None if node is None else value_of(scene.key(node, key[1])) for node in (provisional.low, provisional.high)
    )
    return Reservation(number, provisional.text, low, high)


def _uncertain(
    scene: Scene, trace: Trace, roots: tuple[StepKey, ...], rules: list[tuple[int, StepKey]]
) -> tuple[str, ...]:
    """What the outcome rests on that is not confirmed, in words, each once."""
    words = [
        _doubt(f"de regel {rule.name}", rule.certainty, _source(rule))
        for rule in (scene.program.rules[number] for number, _ in rules)
        if rule.certainty in _DOUBTFUL
    ]
    for root in roots:
        for key in resting_on(scene, trace, root):
            words.extend(_doubtful_value(scene, trace, key))
    return tuple(dict.fromkeys(words))


def _doubtful_value(scene: Scene, trace: Trace, key: StepKey) -> list[str]:
    node = scene.program.nodes[key[0]]
    step = trace.steps[key]
    if isinstance(node, Param) and isinstance(step.value, Known):
        at = trace.steps[step.operands[0]].value if step.operands else Known(scene.today)
        info = scene.program.params[node.name]
        held = info.on(at.value) if isinstance(at, Known) and isinstance(at.value, date) else None
        if held is not None and held.certainty in _DOUBTFUL:
            source = (held.sources or info.sources)[:1]
            what = f"de parameter {info.name} vanaf {format_date(held.start)}"
            return [_doubt(what, held.certainty, source[0].text if source else None)]
    if isinstance(node, Lookup) and isinstance(step.value, Known):
        table = scene.program.tables[node.table]
        doubtful = [
            held
            for row in table.rows
            for held in row.values
            if held.certainty in _DOUBTFUL and held.value == step.value.value and held.start <= scene.today
        ]
        return [_doubt(f"de tabel {table.name}", held.certainty, None) for held in doubtful[:1]]
    return []


def _source(rule: RuleInfo) -> str | None:
    return rule.sources[0].text if rule.sources else None


def _doubt(what: str, certainty: str | None, source: str | None) -> str:
    return f"{what}: zekerheid {certainty}" + (f" ({source})" if source else "")
