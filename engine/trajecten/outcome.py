"""From the worlds that a replay ends in to what can be told: the state, the path to it, and what falls due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from engine.trajecten.model import NOTHING, Accounted, Due, Need, Step, TrajectResult
from engine.trajecten.worlds import UNSURE, Unsure, World, common_path, path_of, since_of

if TYPE_CHECKING:
    from engine.trajecten.replay import Replay


def outcome_of(
    replay: Replay, on: date, worlds: Sequence[World], events: tuple[Accounted, ...], findings: tuple[str, ...]
) -> TrajectResult:
    """The result on a day. The state is that of the last transition on the way that has effect on the day."""
    places = [_in_effect(replay, world, on) for world in worlds]
    states = {state for state, _, _ in places}
    state = next(iter(states)) if len(states) == 1 else None
    need = NOTHING
    if len(worlds) > 1 or state is None:
        for world, (_, _, missing) in zip(worlds, places, strict=True):
            need = need | world.need | missing
    since = {day for _, day, _ in places} if state is not None else set()
    (day,) = since if len(since) == 1 else (UNSURE,)
    possible = None if None in states else tuple(sorted(name for name in states if name is not None))
    return TrajectResult(
        traject=replay.info,
        over=replay.case.root.key,
        on=on,
        state=state,
        since=day if isinstance(day, date) else None,
        from_start=day is None,
        possible=possible if state is None else (state,),
        need=need,
        path=common_path(worlds),
        events=events,
        due=tuple(sorted(_due(replay, worlds, on), key=lambda it: (it.day, it.kind, it.what))),
        findings=findings,
    )


def _in_effect(replay: Replay, world: World, on: date) -> tuple[str | None, date | Unsure | None, Need]:
    """The state that has effect on a day, since when (None: from the beginning), and what is needed when that cannot be told."""
    if world.state is None:
        return None, None, world.need
    for step in reversed(path_of(world)):
        if step.effect is None:
            return None, None, step.need
        if step.effect <= on:
            return step.to, since_of(world, on), NOTHING
    return replay.info.begins_as, since_of(world, on), NOTHING


def _due(replay: Replay, worlds: Sequence[World], on: date) -> Iterator[Due]:
    """What falls due after a day, as far as it is certain."""
    path = common_path(worlds)
    last = path[-1] if path and all(world.state == path[-1].to for world in worlds) else None
    for number, step in enumerate(path):
        for letter in step.letters:
            stands = letter.kind == "brief" or step is last
            if letter.due is not None and letter.due >= on and stands:
                yield Due(letter.due, letter.text, letter.by, letter.sources, letter.kind)
        if step.effect is not None and step.effect > on and not _overtaken(step.effect, path[number + 1 :]):
            yield Due(step.effect, f"'{step.to}' gaat in", step.transition.by, step.transition.sources, "ingang")
    (world,) = worlds if len(worlds) == 1 else (None,)
    if world is None or world.state is None or world.entered is None:
        return
    for timer in replay.timers(world.state, world.entered):
        day, transition = timer.day, timer.transition
        if timer.last_day is None or day is None or day <= on or not transition.valid_on(day):
            continue
        unless = " (als dan aan de voorwaarden is voldaan)" if transition.condition is not None else ""
        what = f"laatste dag; daarna {transition.name}: '{transition.to}'{unless}"
        yield Due(timer.last_day, what, transition.by, transition.sources, "termijn")


def _overtaken(effect: date, later: Sequence[Step]) -> bool:
    """Whether a later transition takes effect first."""
    return any(step.effect is None or step.effect <= effect for step in later)
