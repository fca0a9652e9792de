"""One way in which a traject may have gone. There is more than one only as far as something is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from engine.trajecten.model import NOTHING, Need, Step

MOST_WORLDS = 32
"""More ways than this that a traject may have gone count as nothing being known."""


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    step: Step
    before: Path | None


@dataclass(frozen=True, slots=True)
class World:
    """``state`` None: nothing is known of it since ``entered``. ``entered`` is the day on which the state was entered; ``steps``
    the way to it, the last one first. ``need`` is what would have to be known to be sure that it went this way, and ``sure`` how
    many steps of the way are certain (None: all). ``lapsed``: terms that ended up to this day have had their chance."""

    state: str | None
    entered: date | None
    steps: Path | None = None
    need: Need = NOTHING
    sure: int | None = None
    lapsed: date | None = None

    def moved(self, step: Step, need: Need = NOTHING) -> World:
        return World(step.to, step.day, Path(step, self.steps), self.need | need, self.sure)

    def opened(self, day: date | None, need: Need) -> World:
        """From this day on nothing is known."""
        return World(None, day, self.steps, self.need | need, self.sure)

    def needing(self, need: Need) -> World:
        return replace(self, need=self.need | need)

    def key(self, day: date) -> tuple[object, ...]:
        """The same for worlds that go on in the same way after this day."""
        return self.state, self.entered, self.lapsed, _coming(self, day)


def path_of(world: World) -> tuple[Step, ...]:
    """The steps from the first to the last."""
    found: list[Step] = []
    at = world.steps
    while at is not None:
        found.append(at.step)
        at = at.before
    return tuple(reversed(found))


def common_path(worlds: Iterable[World]) -> tuple[Step, ...]:
    """The steps that are certain in all worlds."""
    paths = [path_of(world)[: world.sure] for world in worlds]
    shared = 0
    for steps in zip(*paths, strict=False):
        if any(step != steps[0] for step in steps[1:]):
            break
        shared += 1
    return paths[0][:shared]


def merged(worlds: Iterable[World], day: date) -> tuple[World, ...]:
    """Worlds that go on in the same way become one; too many become one of which nothing is known."""
    found: dict[tuple[object, ...], list[World]] = {}
    for world in worlds:
        found.setdefault(world.key(day), []).append(world)
    kept = tuple(group[0] if len(group) == 1 else _one(group) for group in found.values())
    if len(kept) <= MOST_WORLDS:
        return kept
    return (replace(_one(list(kept)), state=None, entered=day),)


def _one(group: list[World]) -> World:
    need = NOTHING
    for world in group:
        need = need | world.need
    return replace(group[0], need=need, sure=len(common_path(group)))


def _coming(world: World, day: date) -> tuple[tuple[str, date | None], ...]:
    """The states on the way that have effect on the day or later."""
    found: list[tuple[str, date | None]] = []
    at = world.steps
    while at is not None:
        found.append((at.step.to, at.step.effect))
        if at.step.effect is not None and at.step.effect <= day:
            break
        at = at.before
    return tuple(found)
