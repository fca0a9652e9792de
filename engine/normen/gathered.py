"""Reading all records of a source and gathering the norms over them, in several threads where the source can be read in parts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import SimpleQueue

from dsl.program import DateType
from engine.normen.gather import Gatherer
from engine.normen.keys import Repeats
from engine.normen.measure import Asked, Measured
from engine.normen.records import Records
from engine.normen.rejected import Refusal, Rejected
from engine.normen.sources.parquet import ParquetSource

WORKERS = 4
"""At most so many threads: what is not done in bulk they do one at a time."""
HELD = 100_000
"""So many refused rows are held back until it is known that no key is repeated."""


def gathered(records: Records, asked: Sequence[Asked]) -> list[Measured]:
    """The tallies of the norms, in their order. Raises Unreadable when the source breaks off."""
    found = _in_parts(records, records.source, asked) if isinstance(records.source, ParquetSource) else None
    if found is not None:
        return found
    gatherer = Gatherer(records.program, asked)
    for frame, keys in records.frames():
        gatherer.add(frame, keys)
    return gatherer.measured()


class _TooMany(Exception):
    """More rows are refused than can be held back."""


@dataclass(slots=True)
class _Held(Rejected):
    """Refused rows that are held back."""

    held: list[tuple[Refusal, Sequence[str], tuple[str, ...]]] = field(default_factory=list)

    def add(
        self, refusal: Refusal, kinds: Sequence[str], values: Sequence[str] = (), loose: Sequence[str] = ()
    ) -> None:
        self.count += 1
        self.held.append((refusal, kinds, tuple(values)))
        if self.count > HELD:
            raise _TooMany


def _in_parts(records: Records, source: ParquetSource, asked: Sequence[Asked]) -> list[Measured] | None:
    """Everything in one pass, supposing that no key is repeated. None when one may be, or when the records have to be seen in their
    order: then nothing has been done yet."""
    types = records.program.types[records.registry.name].attributes
    for info, place in records.layout.places:
        if place is not None and isinstance(types[info.attr].type, DateType) and source.kinds[place] == "tekst":
            return None
    parts = source.parts()
    workers = max(1, min(os.cpu_count() or 1, WORKERS, len(parts)))
    tools = [(Gatherer(records.program, asked), Repeats()) for _ in range(workers)]
    free: SimpleQueue[tuple[Gatherer, Repeats]] = SimpleQueue()
    for one in tools:
        free.put(one)

    def work(part: tuple[int, int]) -> Records:
        reader = replace(records, rejected=_Held(), read=0, _orders={})
        gatherer, repeats = free.get()
        try:
            for frame, keys in reader.frames_of(source.read_part(records.places, part), repeats=repeats):
                gatherer.add(frame, keys)
        finally:  # whoever takes the next part before all is called off would wait for it
            free.put((gatherer, repeats))
        return reader

    readers: list[Records] = []
    with ThreadPoolExecutor(workers) as pool:
        try:
            for reader in pool.map(work, parts):
                readers.append(reader)
                if sum(one.rejected.count for one in readers) > HELD:
                    raise _TooMany
        except BaseException as wrong:
            pool.shutdown(cancel_futures=True)
            if isinstance(wrong, _TooMany):
                return None
            raise
    total = Repeats()
    for _, repeats in tools:
        total.merge(repeats)
    if total.too_many or len(total.found()):
        return None
    records.read = sum(reader.read for reader in readers)
    source.check(2 + records.read)
    for reader in readers:
        assert isinstance(reader.rejected, _Held)
        for refusal, kinds, values in reader.rejected.held:
            records.rejected.add(refusal, kinds, values)
    found = [Measured() for _ in asked]
    for gatherer, _ in tools:
        for whole, part in zip(found, gatherer.measured(), strict=True):
            whole.merge(part)
    return found
