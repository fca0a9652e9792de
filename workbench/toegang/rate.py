"""At most so many requests a second with a burst: a token bucket per key, in this process."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable


class Buckets:
    """Buckets of ``burst`` that fill with ``rate`` tokens a second. At most ``most`` keys are kept: the longest unused goes
    first, which can only be one that is full again or an attacker's own."""

    def __init__(
        self, rate: float, burst: int, *, most: int = 50_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._burst, self._most, self._clock = rate, burst, most, clock
        self._kept: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Takes one token: 0.0 when there was one, else the seconds until there is."""
        now = self._clock()
        tokens, at = self._kept.pop(key, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + (now - at) * self._rate)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
        self._kept[key] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return wait
