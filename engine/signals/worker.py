"""The worker process that judges signals with durable_rules: `python -m engine.signals.worker`.

It may die: the C code of that library can crash, and then only this process ends. It speaks JSON, one message a line.
At the start it says {"gereed": true} or {"gereed": false, "waarom": ...}. A request is {"nr", "groep", "regels",
"feiten"}: a number, the digest of the rulesets, the rulesets themselves (only the first time, else null), the facts. The
answer is {"nr", "treffers"}, or {"nr", "fout"} when a guard refused or the library raised.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from engine.signals.session import Judge

MAX_GROUPS = 32
"""Rulesets stay in memory until the process ends: with more groups than this the parent starts another."""


class Server:
    """Answers requests, one at a time; keeps the rulesets it was given."""

    def __init__(self) -> None:
        self._groups: dict[str, list[Judge]] = {}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            judges = self._judges(request["groep"], request["regels"])
            found = {match for judge in judges for match in judge.evaluate(request["feiten"])}
        except Exception as error:  # whatever the library raises is an answer; only a crash ends the process
            # The session may be half-way, so these rulesets are not used again.
            self._groups.pop(request["groep"], None)
            return {"nr": request["nr"], "fout": f"{type(error).__name__}: {error}"}
        return {"nr": request["nr"], "treffers": list(found)}

    def _judges(self, group: str, definitions: list[dict[str, Any]] | None) -> list[Judge]:
        from engine.signals.session import Judge

        if definitions is not None:
            self._groups[group] = [Judge(f"regels{index}", each) for index, each in enumerate(definitions)]
        return self._groups[group]


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer until the requests end."""

    def say(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    try:
        import engine.signals.session  # noqa: F401
    except Exception as error:  # not installed, or built for another Python: the C module then fails in its own ways
        say({"gereed": False, "waarom": f"{type(error).__name__}: {error}"})
        return
    say({"gereed": True})
    server = Server()
    for line in requests:
        say(server.answer(json.loads(line)))


def main() -> None:
    # The library may print; the pipe to the parent is for messages only.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    serve(sys.stdin, answers)


if __name__ == "__main__":
    main()
