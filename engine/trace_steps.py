"""A trace that has the same steps as another, with values of its own, worked out when somebody reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.evaluate import Evaluation
from engine.scene import StepKey
from engine.trace import Step


class Steps(Mapping[StepKey, Step]):
    """The steps of another trace with the same operands, each with its value of ``run``."""

    def __init__(self, shape: Mapping[StepKey, Step], run: Evaluation) -> None:
        self._shape = shape
        self._run = run
        self._made: dict[StepKey, Step] = {}

    @property
    def shape(self) -> Mapping[StepKey, Step]:
        """The steps of the other trace: the same operands, other values."""
        return self._shape.shape if isinstance(self._shape, Steps) else self._shape

    def __getitem__(self, key: StepKey) -> Step:
        made = self._made.get(key)
        if made is None:
            like = self._shape[key]
            made = self._made[key] = Step(like.node, like.env, self._run.value_at(key), like.operands)
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._shape

    def __iter__(self) -> Iterator[StepKey]:
        return iter(self._shape)

    def __reduce__(self) -> tuple[type, tuple[dict[StepKey, Step]]]:
        """Sent to another process all values go along: what works them out stays here."""
        return dict, (dict(self),)

    def __len__(self) -> int:
        return len(self._shape)
