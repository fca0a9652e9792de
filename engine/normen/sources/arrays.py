"""Columns of which a source gives the values themselves, in bulk. Each can still be read as texts, one by one, as any other column."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt

from engine.normen.sources import Coded

Array = npt.NDArray[Any]


class Bulk(Sequence[str]):
    """A column that can be given in another form than texts."""

    @abstractmethod
    def coded(self) -> Coded:
        """Each different text once."""

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return list(self)[place] if isinstance(place, slice) else self.text(place)

    def __iter__(self) -> Iterator[str]:
        return iter(self.coded())

    @abstractmethod
    def text(self, place: int) -> str:
        """The value of one record as a text."""


@dataclass(frozen=True, slots=True, eq=False)
class Plain(Bulk):
    """Numbers of days since 1-1-1970, whole numbers, or ja and nee. ``gaps``: where there is no value (None: nowhere). ``show`` gives the
    text of a value."""

    kind: Literal["datum", "geheel", "ja of nee"]
    values: Array
    gaps: Array | None
    show: Callable[[Any], str]

    def __len__(self) -> int:
        return len(self.values)

    def text(self, place: int) -> str:
        return "" if self.gaps is not None and self.gaps[place] else self.show(self.values[place].item())

    def coded(self) -> Coded:
        distinct, codes = np.unique(self.values, return_inverse=True)
        if self.gaps is not None:
            codes = np.where(self.gaps, -1, codes)
        return Coded(codes, [*(self.show(value) for value in distinct.tolist()), ""])


class Texts(Bulk):
    """Texts, of which most may differ."""

    @abstractmethod
    def packed(self) -> tuple[Array, Array, Array]:
        """Their bytes in UTF-8, followed by eight others, and where in it each of them starts and ends; nothing is an empty text."""
