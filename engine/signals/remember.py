"""What is worked out once per program and then used for every dossier."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Results by the identity of the objects that they were made of (a program is too large to compare), and a key. The objects
    are kept, so that no other can take their identity. When there are more than ``size`` it starts anew. Two threads may
    both make a result; either is right."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._found: dict[tuple[tuple[int, ...], Hashable], tuple[tuple[object, ...], T]] = {}

    def get(self, owners: tuple[object, ...], key: Hashable, make: Callable[[], T]) -> T:
        place = (tuple(map(id, owners)), key)
        found = self._found.get(place)
        if found is None:
            if len(self._found) >= self._size:
                self._found.clear()
            found = self._found[place] = (owners, make())
        return found[1]
