"""Rules: whether one applies, and the value of an attribute by V2 to V4, V7 and V8."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from dsl.program import Applies, Choice, RuleInfo, TableHit
from dsl.source import Span
from engine.bounds import Tri, at_least, first_fault, hull, same, settle, settle_tri, surely_different, tri
from engine.general.exclusive import clashing, demanded
from engine.general.operands import usable
from engine.general.table import Operands, computes
from engine.scene import Env, Scene
from engine.trace import surely_out, valid_candidates, valid_defeaters
from engine.values import NA, NO, YES, Fault, Unknown, Value


@computes(Applies)
def _applies(scene: Scene, node: Applies, env: Env, operands: Operands) -> Value:
    if not scene.program.rules[node.rule].valid_on(scene.today):
        return NO
    values, _ = usable(scene, operands)
    conditions = 0 if node.condition is None else 1
    parts = [tri(value) for value in values]
    parts[conditions:] = [off.inverse() for off in parts[conditions:]]
    return settle_tri(at_least(parts, len(parts)), values)


@dataclass(frozen=True, slots=True)
class Option:
    """One value that could be the outcome: whether its rule or row fits, whether another takes its place, and all values
    on which both depend. ``condition`` is the node of the first (None: always); ``name`` and ``span`` say where it stands;
    ``beaten_by``: the options that defeat this one."""

    fits: Tri
    beaten: Tri
    value: Value
    because: tuple[Value, ...]
    condition: int | None
    name: str
    span: Span
    beaten_by: frozenset[int] = frozenset()


MOST_PAIRS = 10_000
"""Pairs of rules or rows that are held against each other for one outcome."""

NEVER = Tri(False, True, False)


def choose(scene: Scene, options: Sequence[Option], otherwise: Value, *, in_order: bool = False) -> Value:
    """V3 over the options that are not surely out. ``otherwise`` when none fits; ``in_order``: only the first that fits
    stands, so they cannot contradict each other."""
    if not options:
        return otherwise
    certain = any(option.fits.surely for option in options)
    values = [option.value for option in options]
    if certain and all(same(values[0], value) for value in values):
        return values[0]
    standing = [option for option in options if option.fits.surely and option.beaten.never]
    conflict = None if in_order else _conflict(standing)
    if conflict is not None:
        return conflict
    contradictions = () if in_order else _contradictions(scene, options)
    fault = first_fault(option.value for option in standing)
    if fault is not None:
        return fault
    because = [value for option in options for value in (*option.because, option.value)]
    if not certain:
        because.append(otherwise)
        values.append(otherwise)
    if not any(isinstance(value, Unknown) for value in because):
        fault = first_fault(because)
        if fault is not None:
            return fault
    bounds = hull(values)
    faulty = bool(contradictions) or any(option.fits.fault or option.beaten.fault for option in options)
    found = settle(replace(bounds, maybe_fault=bounds.maybe_fault or faulty), because)
    return replace(found, notes=found.notes | set(contradictions)) if isinstance(found, Unknown) else found


def _conflict(standing: Sequence[Option]) -> Fault | None:
    """The fault of rules that surely stand and surely differ, with the places of all of them."""
    clashing = {
        option.span: option
        for pair in combinations(standing, 2)
        if surely_different(pair[0].value, pair[1].value)
        for option in pair
    }
    if not clashing:
        return None
    # By name, so that moving a rule in its file changes nothing.
    ordered = sorted(clashing.values(), key=lambda option: (option.name, option.span))
    names, spans = [option.name for option in ordered], tuple(option.span for option in ordered)
    text = f"{', '.join(names[:-1])} en {names[-1]} gelden allebei, maar geven een verschillende uitkomst."
    return Fault("conflict", text[0].upper() + text[1:], spans)


def _contradictions(scene: Scene, options: Sequence[Option]) -> tuple[str, ...]:
    """Pairs that could both apply with different values while neither takes the place of the other."""
    found = []
    demands = [demanded(scene, option.condition) for option in options]
    compared = 0
    for (i, left), (j, right) in combinations(enumerate(options), 2):
        if i in right.beaten_by or j in left.beaten_by or same(left.value, right.value):
            continue
        if isinstance(left.value, Fault) or isinstance(right.value, Fault):
            continue
        compared += 1
        if compared > MOST_PAIRS:
            # Not compared is not known to exclude each other: the outcome must not become definite on that.
            found.append(
                f"mogelijke tegenspraak: {len(options)} regels of rijen zijn te veel om twee aan twee te vergelijken"
            )
            break
        if clashing(scene, demands[i], demands[j]):
            continue
        first, second = sorted((left, right), key=lambda option: (option.name, option.span))
        found.append(f"mogelijke tegenspraak tussen {first.name} en {second.name}")
    return tuple(found)


def _rule_name(rule: RuleInfo) -> str:
    source = f" ({rule.sources[0].text})" if rule.sources else ""
    return f"{'de tabel' if rule.kind == 'tabel' else 'de regel'} {rule.name}{source}"


@computes(Choice)
def _choice(scene: Scene, node: Choice, env: Env, operands: Operands) -> Value:
    got = {key[0]: value for key, value in operands}
    if node.given is not None and node.given in got:
        return got[node.given]
    left = [c for c in valid_candidates(scene, node) if not surely_out(scene, c, got)]
    options = []
    places = {candidate.applies: place for place, candidate in enumerate(left)}
    for candidate in left:
        rule = scene.program.rules[candidate.rule]
        defeaters = [got[defeater] for defeater in valid_defeaters(scene, candidate)]
        options.append(
            Option(
                fits=tri(got[candidate.applies]),
                beaten=at_least([tri(value) for value in defeaters], 1),
                value=got[candidate.value],
                because=(got[candidate.applies], *defeaters),
                condition=candidate.applies,
                name=_rule_name(rule),
                span=rule.span,
                beaten_by=frozenset(places[defeater] for defeater in candidate.defeaters if defeater in places),
            )
        )
    return choose(scene, options, NA if node.default is None else got.get(node.default, NA))


@computes(TableHit)
def _table_hit(scene: Scene, node: TableHit, env: Env, operands: Operands) -> Value:
    got = {key[0]: value for key, value in operands}
    options: list[Option] = []
    earlier = NEVER
    for number, condition, value in node.rows:
        fits = YES if condition is None else _condition(scene, condition, got)
        if fits == NO:
            continue
        name = f"rij {number} van de tabel {node.table}"
        span = scene.program.nodes[value].span
        options.append(Option(tri(fits), earlier, got[value], (fits,), condition, name, span))
        if node.policy == "eerste":
            earlier = at_least((earlier, tri(fits)), 1)
            if fits == YES:
                break
    return choose(scene, options, NA, in_order=node.policy == "eerste")


def _condition(scene: Scene, condition: int, got: dict[int, Value]) -> Value:
    values, _ = usable(scene, [((condition, ()), got[condition])])
    return values[0]
