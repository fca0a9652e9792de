"""Work that takes longer than a request: simulations and norm reports, one at a time, each in a process of its own.

A job is a folder: what was asked (``opdracht.json``), how it is (``stand.json``) and what came of it. So it outlives a restart; a job that
was running then has been broken off.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from engine.register.trouble import RegisterError
from workbench.service.problems import BusyError, NotFoundError, Wrong

Kind = Literal["simulatie", "normrapport"]
State = Literal["wacht", "loopt", "klaar", "mislukt", "gestopt", "afgebroken"]
ENDED: frozenset[State] = frozenset(("klaar", "mislukt", "gestopt", "afgebroken"))
MOST_WAITING = 20
MOST_SAID = 4_000
REPORT, GIVEN = "rapport", "invoer"
"""The folders in that of a job for what comes of it, and for what came with the question."""

_NOTHING: Mapping[str, str] = {}
_UNWRITTEN = "Hoe het met deze taak ging, kon niet worden weggeschreven. Maak ruimte en vraag haar opnieuw."
_PROGRESS = re.compile(r"(\d+) van (\d+) (\w+)")


@dataclass(frozen=True, slots=True)
class Job:
    """``steps``: commands of the command line, one after the other. ``done`` of ``total`` parts of what runs now; ``said``: what the
    commands said, which is what went wrong when the state is ``mislukt``. ``by``: the id of an actor."""

    id: str
    kind: Kind
    title: str
    by: str
    asked: str
    state: State = "wacht"
    done: int = 0
    total: int = 0
    said: str = ""
    steps: tuple[tuple[str, ...], ...] = ()

    @property
    def ended(self) -> bool:
        return self.state in ENDED


class Jobs:
    """``finished`` writes down what came of a job, before it counts as done. Safe to use from many threads."""

    def __init__(self, folder: Path, finished: Callable[[Job], None]) -> None:
        self._folder = folder
        self._finished = finished
        self._lock = threading.Condition()
        self._waiting: deque[str] = deque()
        self._process: subprocess.Popen[str] | None = None
        self._running: str | None = None
        self._unwritten: set[str] = set()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        for job in self.all():
            if not job.ended:
                try:
                    self._write(replace(job, state="afgebroken"))
                except OSError:
                    self._unwritten.add(job.id)

    def start(
        self, kind: Kind, title: str, by: str, steps: Sequence[Sequence[str]], given: Mapping[str, str] = _NOTHING
    ) -> Job:
        """Put a job in the row. ``{rapport}`` in a step stands for the folder for what comes of it, ``{invoer}`` for that with the
        texts that are ``given``, by file name. Raises BusyError."""
        id_ = f"{kind}-{uuid4().hex}"
        asked = datetime.now(UTC).isoformat(timespec="seconds")
        folders = {f"{{{name}}}": str(self.place(id_) / name) for name in (REPORT, GIVEN)}
        plain = tuple(tuple(_filled(part, folders) for part in step) for step in steps)
        job = Job(id_, kind, title, by, asked, steps=plain)
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                raise BusyError(60)
            try:
                (self.place(id_) / GIVEN if given else self.place(id_)).mkdir(parents=True)
                for name, text in given.items():
                    (self.place(id_) / GIVEN / name).write_text(text, encoding="utf-8")
                self._write(job)
            except OSError:
                shutil.rmtree(self.place(id_), ignore_errors=True)
                raise
            self._waiting.append(id_)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="taken")
                self._thread.start()
            self._lock.notify_all()
        return job

    def job(self, id: str, kind: Kind) -> Job:
        """Raises NotFoundError."""
        try:
            if re.fullmatch(rf"{kind}-[0-9a-f]{{32}}", id):
                found = json.loads((self.place(id) / "stand.json").read_text(encoding="utf-8"))
                job = Job(**found | {"steps": tuple(map(tuple, found["steps"]))})
                return replace(job, state="mislukt", said=_UNWRITTEN) if id in self._unwritten else job
        except (FileNotFoundError, ValueError):
            # The second: a machine that stopped can leave a file without what was written last.
            pass
        raise NotFoundError([Wrong("INVOER", "", f"Er is geen {kind} met dit id.", "Kijk in de lijst welke er zijn.")])

    def all(self) -> list[Job]:
        """The newest first."""
        kinds: tuple[Kind, ...] = ("simulatie", "normrapport")
        places = list(self._folder.iterdir()) if self._folder.is_dir() else []
        found = []
        for one in places:
            for kind in kinds:
                with suppress(NotFoundError):
                    found.append(self.job(one.name, kind))
        return sorted(found, key=lambda job: (job.asked, job.id), reverse=True)

    def place(self, id: str) -> Path:
        return self._folder / id

    def stop(self, id: str, kind: Kind) -> Job:
        """End a job, or take it out of the row; what has ended stays as it is. Raises NotFoundError."""
        with self._lock:
            job = self.job(id, kind)
            if job.ended:
                return job
            job = replace(job, state="gestopt")
            self._write(job)
            with suppress(ValueError):
                self._waiting.remove(id)
            if self._running == id and self._process is not None:
                self._process.terminate()
            return job

    def close(self) -> None:
        """End what runs."""
        with self._lock:
            self._stopped.set()
            self._waiting.clear()
            if self._process is not None:
                self._process.terminate()
            self._lock.notify_all()
        if self._thread is not None:
            self._thread.join(10)

    # --- running

    def _run(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._waiting or self._stopped.is_set())
                if not self._waiting:
                    return
                id_ = self._waiting.popleft()
            try:
                self._do(id_)
            except (OSError, ValueError, NotFoundError):
                # How this one is cannot be written or read (a full disk, a folder that is gone); the next may do better.
                with self._lock:
                    self._running = self._process = None
                    self._unwritten.add(id_)

    def _do(self, id_: str) -> None:
        with self._lock:
            kind: Kind = "simulatie" if id_.startswith("simulatie") else "normrapport"
            job = replace(self.job(id_, kind), state="loopt")
            self._running = id_
            self._write(job)
        for step in job.steps:
            if _made_since(step):
                continue
            job, good = self._step(job, step)
            if not good:
                break
        else:
            self._end(*self._kept(job))

    def _kept(self, job: Job) -> tuple[Job, State]:
        """What is not written down is not done."""
        try:
            self._finished(job)
        except (RegisterError, OSError) as wrong:
            return replace(job, said=f"De uitkomst is niet vastgelegd. {wrong}"), "mislukt"
        return job, "klaar"

    def _step(self, job: Job, step: tuple[str, ...]) -> tuple[Job, bool]:
        """Run one command; False when the job has ended with it."""
        # What a command before it said is no reason for what goes wrong now.
        job = replace(job, said="")
        command = [sys.executable, "-m", "workbench.service.job", *step]
        with self._lock:
            if self._stopped.is_set() or self.job(job.id, job.kind).state == "gestopt":
                return job, False
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=_environment(),
            )
            self._process = process
        with process:
            for line in process.stdout or ():
                found = _PROGRESS.search(line)
                if found is None:
                    job = replace(job, said=(job.said + line)[-MOST_SAID:])
                    continue
                job = replace(job, done=int(found[1]), total=int(found[2]))
                with self._lock:
                    if self.job(job.id, job.kind).state == "loopt":
                        self._write(job)
        if process.returncode == 0:
            return job, True
        return self._end(job, "afgebroken" if self._stopped.is_set() else "mislukt"), False

    def _end(self, job: Job, state: State) -> Job:
        with self._lock:
            self._running = self._process = None
            if self.job(job.id, job.kind).state != "gestopt":
                job = replace(job, state=state)
                self._write(job)
            return job

    def _write(self, job: Job) -> None:
        place = self.place(job.id) / "stand.json"
        part = place.with_suffix(".part")
        part.write_text(json.dumps(asdict(job), ensure_ascii=False), encoding="utf-8")
        part.replace(place)


def _filled(part: str, folders: Mapping[str, str]) -> str:
    for mark, place in folders.items():
        part = part.replace(mark, place)
    return part


def _made_since(step: tuple[str, ...]) -> bool:
    """Whether a command makes what all jobs use, and a job that was asked earlier made it meanwhile."""
    made = (part.removeprefix("--uit=") for part in step if part.startswith("--uit="))
    return step[0] in _MADE_ONCE and any(Path(place).exists() for place in made)


_MADE_ONCE = frozenset(("populatie", "voorbeeldregistraties"))
_TOLD = frozenset(("TOETSSTEEN_CACHE", "TOETSSTEEN_MAX_BYTES"))


def _environment() -> dict[str, str]:
    """What a command needs of the environment: not the secrets of the server."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("TOETSSTEEN_") or name in _TOLD}
    # What it says is shown on a page, where the colours of a terminal are signs.
    return ours | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "NO_COLOR": "1"}
