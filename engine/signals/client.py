"""The parent's side of the worker that judges with durable_rules: start it, ask it, survive it."""

from __future__ import annotations

import hashlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engine.signals.durable_form import KIND, PERSON, Definition, check_definition, definitions_of
from engine.signals.form import Fact, Match, RuleForm
from engine.signals.lines import Lines
from engine.signals.outcome import DurableAbsent, WorkerFailure
from engine.signals.remember import Remembered
from engine.signals.worker import MAX_GROUPS

_encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode

START_SECONDS = 20.0
ANSWER_SECONDS = 10.0

_packed: Remembered[tuple[list[Definition], str]] = Remembered()


def _pack(rules: Sequence[RuleForm]) -> tuple[list[Definition], str]:
    """The rulesets, checked, and their digest."""
    definitions = definitions_of(rules)
    for index, definition in enumerate(definitions):
        check_definition(f"regels{index}", definition)
    return definitions, hashlib.sha256(json.dumps(definitions, sort_keys=True).encode()).hexdigest()


def flat(fact: Fact) -> dict[str, Any]:
    """A fact as the engine gets it."""
    return {"id": fact.id, KIND: fact.kind, PERSON: fact.person, **fact.fields}


def nothing() -> None:
    """What is done in the meantime when there is nothing to do."""


class Worker:
    """A worker process, started on the first question, kept for the next, and started again when it died. Safe to use
    from several threads; questions wait for each other."""

    def __init__(self, command: Sequence[str] | None = None, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._command = list(command or (sys.executable, "-P", "-m", "engine.signals.worker"))
        self._answer_seconds = answer_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: Lines | None = None
        self._known: set[str] = set()
        self._number = 0

    @property
    def pid(self) -> int | None:
        """The process id of the worker that runs now."""
        return None if self._process is None else self._process.pid

    @property
    def groups(self) -> int:
        """How many sets of rules the worker that runs now has built."""
        return len(self._known)

    def evaluate(
        self, rules: Sequence[RuleForm], facts: Sequence[Fact], meanwhile: Callable[[], None] = nothing
    ) -> set[Match]:
        """All matches of the rules over the facts; ``meanwhile`` is done while the worker looks for them. Raises WorkerFailure when
        there is no answer, and GuardError when the rules may not be handed in."""
        # Only a tuple stays what it is; a list with the same identity may hold other rules by now.
        definitions, group = (
            _packed.get((rules,), None, lambda: _pack(rules)) if isinstance(rules, tuple) else _pack(rules)
        )
        with self._lock:
            answer = self._ask(definitions, group, [flat(fact) for fact in facts], meanwhile)
        return {(rule, tuple((alias, fact) for alias, fact in found)) for rule, found in answer}

    def close(self) -> None:
        """End the worker, if it runs."""
        with self._lock:
            self._stop()

    # ------------------------------------------------------------ with the lock held

    def _ask(
        self, definitions: list[Definition], group: str, facts: list[dict[str, Any]], meanwhile: Callable[[], None]
    ) -> Any:
        if self._process is not None and group not in self._known and len(self._known) >= MAX_GROUPS:
            self._stop()
        self._run()
        self._number += 1
        known = group in self._known
        request = {"nr": self._number, "groep": group, "regels": None if known else definitions, "feiten": facts}
        answer = self._answer(_encode(request).encode(), self._answer_seconds, meanwhile)
        if answer.get("nr") != self._number or not {"treffers", "fout"} & set(answer):
            self._stop()
            raise WorkerFailure("de signalenmotor gaf een antwoord op een andere vraag")
        if "fout" in answer:
            self._known.discard(group)
            raise WorkerFailure(f"de signalenmotor weigerde de vraag ({answer['fout']})")
        self._known.add(group)
        return answer["treffers"]

    def _run(self) -> None:
        """Have a worker that runs."""
        if self._process is not None and self._process.poll() is None:
            return
        self._stop()
        if not hasattr(select, "poll"):
            raise DurableAbsent("durable_rules is hier niet te gebruiken (dit systeem kan niet op een proces wachten)")
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
        try:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "ignore"},
                bufsize=0,
            )
        except OSError as error:
            raise WorkerFailure(f"de signalenmotor kon niet starten ({error.strerror})") from None
        self._lines = Lines(self._process)
        greeting = self._answer(None, START_SECONDS)
        if not greeting.get("gereed"):
            self._stop()
            raise DurableAbsent(f"durable_rules is hier niet te gebruiken ({greeting.get('waarom')})")

    def _answer(
        self, question: bytes | None, seconds: float, meanwhile: Callable[[], None] = nothing
    ) -> dict[str, Any]:
        """What the worker says next, to the question if there is one."""
        assert self._lines is not None
        until = time.monotonic() + seconds
        try:
            if question is not None:
                self._lines.send(question, until)
                meanwhile()
            line = self._lines.receive(until)
        except TimeoutError:
            self._stop()
            raise WorkerFailure(f"de signalenmotor antwoordde niet binnen {seconds:g} seconden") from None
        except OSError:
            raise self._dead() from None
        if line is None:
            raise self._dead()
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            self._stop()
            raise WorkerFailure("de signalenmotor gaf een onleesbaar antwoord")
        return answer

    def _dead(self) -> WorkerFailure:
        code = self._stop()
        if code is not None and code < 0:
            try:
                how = signal.Signals(-code).name
            except ValueError:
                how = str(code)
            return WorkerFailure(f"de signalenmotor is onverwacht gestopt ({how})")
        return WorkerFailure(f"de signalenmotor is onverwacht gestopt (code {code})")

    def _stop(self) -> int | None:
        process, self._process = self._process, None
        self._known = set()
        if process is None:
            return None
        if self._lines is not None:
            self._lines.close()
            self._lines = None
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()
