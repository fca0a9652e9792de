"""The keys of records, as bytes in one piece: compared and looked up in bulk, and made into text only where one is shown."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np

from engine.normen.column import Array
from engine.normen.sources.arrays import Texts
from engine.normen.tally import KEPT

_WORD = 8
_SPACE, _PLAIN = 0x20, 0x80
_SHARES = 4
_MOST = np.uint64(2**64 - 1)
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))
HELD = 2**25
"""So many hashes of keys are held at once; a longer source is gone through again, a part of all hashes at a time."""


@dataclass(frozen=True, eq=False)
class KeyColumn(Sequence[str]):
    """Key ``n`` is the UTF-8 text ``data[starts[n]:ends[n]]``, without spaces around it. ``data`` ends with eight bytes that belong to
    no key, so that eight bytes may be read from any place in a key."""

    data: Array
    starts: Array
    ends: Array

    @classmethod
    def of(cls, texts: Iterable[str]) -> KeyColumn:
        """Keys that were read as texts."""
        pieces = [text.strip().encode(errors="surrogatepass") for text in texts]
        edges = np.zeros(len(pieces) + 1, np.int64)
        np.cumsum([len(piece) for piece in pieces], out=edges[1:])
        return cls(np.frombuffer(b"".join(pieces) + b"\0" * _WORD, np.uint8), edges[:-1], edges[1:])

    @classmethod
    def from_source(cls, column: Sequence[str]) -> KeyColumn:
        if not isinstance(column, Texts):
            return cls.of(column)
        data, starts, ends = column.packed()
        filled = ends > starts
        edges = np.concatenate((data[starts[filled]], data[ends[filled] - 1]))
        if ((edges <= _SPACE) | (edges >= _PLAIN)).any():
            # It begins or ends with what may be a space in some script.
            return cls.of(column)
        return cls(data, starts, ends)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return self.texts(range(len(self))[place]) if isinstance(place, slice) else self.text(place)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts(range(len(self))))

    def text(self, number: int) -> str:
        piece: bytes = self.data[self.starts[number] : self.ends[number]].tobytes()
        return piece.decode(errors="surrogatepass")

    def texts(self, numbers: Iterable[int] | Array) -> list[str]:
        rows = np.fromiter(numbers, np.int64) if not isinstance(numbers, np.ndarray) else numbers
        if not len(rows):
            return []
        starts = self.starts[rows]
        lengths = self.ends[rows] - starts
        size = int(lengths[0])
        if size and (lengths == size).all():
            letters = self.data[starts[:, None] + np.arange(size)]
            if letters.max() < _PLAIN:
                whole = letters.tobytes().decode()
                return [whole[place : place + size] for place in range(0, len(whole), size)]
        return [self.text(number) for number in rows.tolist()]

    def taken(self, mask: Array) -> KeyColumn:
        return KeyColumn(self.data, self.starts[mask], self.ends[mask])

    def begin_with(self, letters: str) -> bool:
        """Whether any key begins with one of the letters."""
        first = self.data[self.starts]
        return any(bool((first == ord(letter)).any()) for letter in letters)

    def words(self, skipped: int) -> Array:
        """Of each key the eight bytes from place ``skipped`` on, as one number that orders as text does; behind its end are zeros."""
        starts = self.starts + skipped
        left = self.ends - starts
        short = len(left) > 0 and int(left.min()) < _WORD
        if short:
            starts = np.minimum(starts, self.ends)
        view = np.ndarray((len(self.data) - _WORD + 1,), ">u8", self.data, strides=(1,))
        found: Array = view[starts].astype(np.uint64)
        if short:
            # What follows belongs to the next key. Twice, since a number may not be shifted by all of its 64 bits.
            half = (4 * np.clip(_WORD - left, 0, _WORD)).astype(np.uint64)
            found = found >> half >> half << half << half
        return found

    @cached_property
    def hashes(self) -> Array:
        """A number of 64 bits for each key; equal keys have equal numbers, whatever the others are."""
        lengths = self.ends - self.starts
        found = lengths.astype(np.uint64)
        for number, skipped in enumerate(range(0, int(lengths.max(initial=0)), _WORD)):
            # Of a key that has ended the word is zero, and adds nothing.
            word = self.words(skipped)
            word *= _MIX[0] + np.uint64(2 * number)
            word ^= word >> np.uint64(29)
            word *= _MIX[1]
            found += word
        found ^= found >> np.uint64(32)
        found *= _MIX[0]
        found ^= found >> np.uint64(29)
        return found

    @cached_property
    def ordering(self) -> tuple[bytes, Array]:
        """What all keys begin with, and the words behind it. Of two keys with unequal words the smaller word comes first."""
        skipped = 0
        longest = int((self.ends - self.starts).max(initial=0))
        while skipped < longest:
            words = self.words(skipped)
            differing = int(np.bitwise_or.reduce(words ^ words[0]))
            if differing:
                skipped += _WORD - (differing.bit_length() + 7) // 8
                break
            skipped += _WORD
        # A key may end within what the words of all have in common: what lies behind its end counts as zeros.
        start = self.data[self.starts[0] : self.ends[0]].tobytes()[:skipped].ljust(skipped, b"\0") if len(self) else b""
        return start, self.words(skipped)

    def bound(self, text: str) -> np.uint64:
        """A word that no key up to ``text`` passes."""
        start, _ = self.ordering
        piece = text.encode(errors="surrogatepass").ljust(len(start), b"\0")
        if piece.startswith(start):
            return np.uint64(int.from_bytes(piece[len(start) : len(start) + _WORD].ljust(_WORD, b"\0")))
        return _MOST if piece > start else np.uint64(0)


def hashes_of(keys: Iterable[str]) -> Array:
    """In order, for :func:`among`."""
    return np.sort(KeyColumn.of(keys).hashes)


def among(keys: KeyColumn, wanted: frozenset[str], hashes: Array) -> Iterator[tuple[int, str]]:
    """The places of the keys that are among those wanted, of which the hashes are given."""
    if not wanted:
        return
    for place in np.flatnonzero(np.isin(keys.hashes, hashes)).tolist():
        key = keys.text(place)
        if key in wanted:
            yield place, key


class Repeats:
    """Finds keys that occur more than once by their hashes, within a bound of memory: of all hashes only those whose remainder by
    ``parts`` is ``part`` are looked at."""

    def __init__(self, parts: int = 1, part: int = 0) -> None:
        self._parts, self._part = parts, part
        self._held: list[Array] = []
        self.seen = 0

    @property
    def too_many(self) -> bool:
        """More were added than may be held: nothing can be said, and the keys must be gone through in parts."""
        return self.seen > HELD * self._parts

    def in_parts(self) -> list[Repeats]:
        """What goes through the keys again, so many at a time as may be held."""
        parts = 2 * self.seen // HELD + 1
        return [Repeats(parts, part) for part in range(parts)]

    def add(self, hashes: Array) -> None:
        self.seen += len(hashes)
        if self._parts > 1:
            hashes = hashes[(hashes >> np.uint64(32)) % np.uint64(self._parts) == np.uint64(self._part)]
        self._held = [] if self.too_many else [*self._held, hashes]

    def merge(self, other: Repeats) -> None:
        self.seen += other.seen
        self._held = [] if self.too_many else [*self._held, *other._held]

    def found(self) -> Array:
        """The hashes that were added twice, in order: every key that is repeated has one of them, and hardly any other has."""
        if not self._held:
            return np.zeros(0, np.uint64)
        held, self._held = self._held, []
        # Equal hashes fall in the same share, so that each thread can look at its own.
        shares = min(os.cpu_count() or 1, _SHARES)

        def repeated(share: int) -> Array:
            chosen = [hashes[hashes % np.uint64(shares) == np.uint64(share)] for hashes in held]
            ordered = np.concatenate(chosen)
            ordered.sort()
            return np.unique(ordered[1:][ordered[1:] == ordered[:-1]])

        if shares == 1:
            return repeated(0)
        with ThreadPoolExecutor(shares) as pool:
            return np.sort(np.concatenate(list(pool.map(repeated, range(shares)))))


class FirstKeys:
    """Per group the first keys in the order of the alphabet."""

    def __init__(self) -> None:
        self.kept: dict[int, list[str]] = {}
        self._full: dict[int, str] = {}

    def add(self, keys: KeyColumn, rows: Array, groups: Array) -> None:
        """``rows`` are numbers of records, ``groups`` says for each of them where it belongs."""
        if self._full and len(rows):
            near = keys.ordering[1][rows] <= self._bounds(keys, int(groups.max()))[groups]
            rows, groups = rows[near], groups[near]
        if not len(rows):
            return
        order = np.argsort(groups, kind="stable")
        rows, groups = rows[order], groups[order]
        for part in np.split(np.arange(len(rows)), np.flatnonzero(np.diff(groups)) + 1):
            self._add(int(groups[part[0]]), keys, rows[part])

    def _bounds(self, keys: KeyColumn, last: int) -> Array:
        bounds = np.full(last + 1, _MOST, np.uint64)
        for group, text in self._full.items():
            if group <= last:
                bounds[group] = keys.bound(text)
        return bounds

    def _add(self, group: int, keys: KeyColumn, rows: Array) -> None:
        if len(rows) > KEPT:
            words = keys.ordering[1][rows]
            rows = rows[words <= np.partition(words, KEPT - 1)[KEPT - 1]]
        kept = heapq.nsmallest(KEPT, (*self.kept.get(group, ()), *keys.texts(rows)))
        self.kept[group] = kept
        if len(kept) == KEPT:
            self._full[group] = kept[-1]


def first_of(lists: Sequence[Sequence[str]]) -> list[str]:
    return heapq.nsmallest(KEPT, (key for keys in lists for key in keys))
