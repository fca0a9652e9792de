"""What is asked while the same goes on for others is done with the next ones, and each gets its own answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from workbench.service.together import MOST_TOGETHER, Together


def test_what_comes_meanwhile_goes_together_and_each_gets_its_own() -> None:
    batches: list[Sequence[int]] = []
    may_go = threading.Event()

    def work(numbers: Sequence[int]) -> Sequence[int | Exception]:
        batches.append(numbers)
        may_go.wait()
        return [ValueError(f"niet {number}") if number % 2 else number * 10 for number in numbers]

    async def asked() -> list[int | BaseException]:
        together = Together(work)
        first = asyncio.create_task(together.do(0))
        while not batches:
            await asyncio.sleep(0.001)
        others = [asyncio.create_task(together.do(number)) for number in range(1, MOST_TOGETHER + 3)]
        await asyncio.sleep(0)
        others[1].cancel()
        may_go.set()
        return await asyncio.gather(first, *others, return_exceptions=True)

    answers = asyncio.run(asked())
    assert [len(batch) for batch in batches] == [1, MOST_TOGETHER, 2]
    assert isinstance(answers.pop(2), asyncio.CancelledError)
    assert answers[0] == 0 and str(answers[1]) == "niet 1" and answers[-1] == (MOST_TOGETHER + 2) * 10


def test_when_all_of_it_fails_everybody_hears_and_the_next_can_go() -> None:
    def work(numbers: Sequence[int]) -> Sequence[int | Exception]:
        if 0 in numbers:
            raise OSError("weg")
        return numbers

    async def asked() -> int:
        together = Together(work)
        with pytest.raises(OSError, match="weg"):
            await together.do(0)
        return await together.do(1)

    assert asyncio.run(asked()) == 1
