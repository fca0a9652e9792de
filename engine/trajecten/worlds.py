"""One way in which a traject may have gone. There is more than one only as far as something is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from engine.trajecten.model import NOTHING, Need, Step

MOST_WORLDS = 32
"""More ways than this that a traject may have gone count as nothing being known."""


Timed = Callable[[str | None], bool]
"""Whether a term runs in a state (None: the state is not known)."""


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    step: Step
    before: Path | None


@dataclass(frozen=True, slots=True)
class World:
    """``state`` None: nothing is known of it since ``entered``. ``entered`` is the day on which the state was entered; ``steps``
    the way to it, the last one first. ``need`` is what would have to be known to be sure that it went this way.

    ``sure``: how many steps of the way are certain (None: all). ``lapsed``: terms that ended up to this day have had their
    chance. ``blurred``: since when the state that the first so many steps led to has effect, is not certain (None: it is)."""

    state: str | None
    entered: date | None
    steps: Path | None = None
    need: Need = NOTHING
    sure: int | None = None
    lapsed: date | None = None
    blurred: int | None = None

    def moved(self, step: Step, need: Need = NOTHING) -> World:
        return replace(
            self, state=step.to, entered=step.day, steps=Path(step, self.steps), need=self.need | need, lapsed=None
        )

    def opened(self, day: date | None, need: Need) -> World:
        """From this day on nothing is known."""
        return replace(self, state=None, entered=day, need=self.need | need, lapsed=None)

    def needing(self, need: Need) -> World:
        return replace(self, need=self.need | need)

    def key(self, day: date, timed: Timed) -> tuple[object, ...]:
        """The same for worlds that go on in the same way after this day: only a term asks when the state was entered."""
        since = (self.entered, self.lapsed) if timed(self.state) else ()
        return self.state, since, _coming(self, day)


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


def merged(worlds: Iterable[World], day: date, timed: Timed) -> tuple[World, ...]:
    """Worlds that go on in the same way become one; too many become one of which nothing is known."""
    found: dict[tuple[object, ...], list[World]] = {}
    for world in worlds:
        found.setdefault(world.key(day, timed), []).append(world)
    kept = tuple(group[0] if len(group) == 1 else _one(group, day) for group in found.values())
    if len(kept) <= MOST_WORLDS:
        return kept
    return (replace(_one(list(kept), day), state=None, entered=day),)


def _one(group: list[World], day: date) -> World:
    need = NOTHING
    for world in group:
        need = need | world.need
    one = replace(group[0], need=need, sure=len(common_path(group)))
    since = {since_of(world, day) for world in group}
    return one if len(since) == 1 else replace(one, blurred=len(path_of(one)))


class Unsure(Enum):
    """In place of a day that is not the same in every way that the traject may have gone."""

    UNSURE = 1


UNSURE = Unsure.UNSURE


def since_of(world: World, on: date) -> date | Unsure | None:
    """Since when the state that has effect on a day has it; None: since the beginning."""
    path = path_of(world)
    number = len(path) - 1
    while number >= 0 and (effect := path[number].effect) is not None and effect > on:
        number -= 1
    if world.blurred is not None and number < world.blurred:
        return UNSURE
    if number >= 0:
        return path[number].effect
    return None if path else world.entered


def _coming(world: World, day: date) -> tuple[tuple[str | None, date | None], ...]:
    """The states on the way that take effect after the day, and the one that has effect on it."""
    found: list[tuple[str | None, date | None]] = []
    at, begun = world.steps, world.state
    while at is not None:
        step, at = at.step, at.before
        if step.effect is not None and step.effect <= day:
            return (*found, (step.to, None))
        found.append((step.to, step.effect))
        begun = step.from_state
    return (*found, (begun, None))
