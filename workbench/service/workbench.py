"""The workbench as one object: the rules, who works out the answers, the register, and the log of processings."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from engine.explain import Level
from engine.legal_effect import Handler
from engine.paths import rules_dir
from engine.published_grounds import published_grounds
from engine.register import Draft, Keys, Recording, Register, StoredDossier
from engine.register.packing import Packed
from engine.register.replay import DECISION, Replay
from engine.register.trouble import Erased, NotFound, Unavailable
from workbench.service.answers import Keeping
from workbench.service.asked import Asked, Content
from workbench.service.assigning import Assigning
from workbench.service.caller import Caller
from workbench.service.child import settle
from workbench.service.comparing import Revision
from workbench.service.in_force import InForce, Used
from workbench.service.jobs import Job, Jobs
from workbench.service.law import Law
from workbench.service.ldv import JsonLines, Logbook, Otlp
from workbench.service.overview import Origin
from workbench.service.problems import RefusedError, wrong_at
from workbench.service.reading import Read, Reading
from workbench.service.studies import recorded
from workbench.service.together import Together
from workbench.settings import NO_NAME, Settings
from workbench.toegang.actor import Role

T = TypeVar("T")
_HIDDEN = "niet getoond"
AFWEGING = "afweging"
TROUBLED = 10.0
"""Seconds in which a write that failed counts."""


class Workbench:
    """Safe to use from many threads. Answers are JSON as bytes, for they are handed on as they are. Methods raise what
    ``service/problems.py`` and ``engine/register/trouble.py`` hold, and OSError when the log of processings takes nothing in."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        keys = Keys.of_environment() or Keys.made_file(settings.key_file)
        self.register = Register.open(settings.database, keys)
        self._grounds, problems = published_grounds(settings.rules or rules_dir())
        if problems:
            raise RefusedError(wrong_at(one) for one in problems)
        exporter = Otlp(settings.logbook_otlp) if settings.logbook_otlp else JsonLines(settings.logbook)
        self.logbook = Logbook(exporter, keys, settings.activities)
        self.in_force = InForce(settings, self.register, self._record_rules)
        self.jobs = Jobs(settings.jobs, self._record_job)
        self._recording = Together(self.register.record_each)
        self._trouble: float | None = None
        settle()

    def could_not_write(self) -> None:
        """Something could not be written down: for a while no new questions are asked for."""
        self._trouble = time.monotonic()

    def check_ready(self) -> None:
        """Raises Unavailable when the database is away, or something could not be written a moment ago: a full disk still reads."""
        if self._trouble is not None and time.monotonic() - self._trouble < TROUBLED:
            raise Unavailable("Kort geleden kon niet alles worden weggeschreven.")
        self.register.head()

    def close(self) -> None:
        """End the processes and let the database go."""
        self.jobs.close()
        self.in_force.close()
        self.register.close()

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    @property
    def law(self) -> Law:
        """The rules in force today."""
        return self.in_force.used.law

    @property
    def rules(self) -> str:
        """What the register calls the rules in force today."""
        return self.in_force.used.version

    @property
    def rules_folder(self) -> Path:
        """Where the rules in force today lie."""
        return self.in_force.used.folder

    @property
    def settings_in_force(self) -> Settings:
        """The settings for a command that is to work by the rules in force today."""
        used = self.in_force.used
        return self.settings if used.approved is None else self.settings.model_copy(update={"rules": used.folder})

    @property
    def reading(self) -> Reading:
        return self.in_force.used.reading

    def _record_rules(self, law: Law) -> str:
        return self.register.record_rules(law.files, law.program, _SYSTEM)

    def _record_job(self, job: Job) -> None:
        payload = recorded(job, self.jobs.place(job.id))
        self.register.record(job.kind, job.id, payload, _Named(job.by), idempotency=job.id)

    def programs(self) -> list[str]:
        """The digests of all rules by which was decided here, the oldest first."""
        found = self.register.entries("regelversie", limit=500)
        return [entry.payload["programma"] for entry in found]

    def law_of(self, digest: str) -> Law:
        """The rules by which was decided here before, by the digest of their program. Raises NotFound, Broken."""
        used = self.in_force.used
        if digest == used.law.program.digest:
            return used.law
        for entry in self.register.entries("regelversie", limit=500, newest_first=True):
            if entry.payload["programma"] == digest and entry.subject is not None:
                return Law(self.register.rules_program(entry.subject), self.register.rules(entry.subject))
        raise NotFound("Met deze regels is hier niet besloten. Kijk bij 'versies' van een regeling welke er zijn.")

    @property
    def is_shared(self) -> bool:
        """Whether several people handle cases here, so that it matters who handles which."""
        return self.settings.mode == "oidc" or bool(self.settings.handlers)

    @property
    def assigning(self) -> Assigning:
        """Who handles which dossier."""
        return Assigning(self.register, self.settings.handlers)

    # --- deciding

    async def decide(
        self,
        asked: Asked,
        explained: Sequence[Level],
        caller: Caller,
        *,
        effect: bool = False,
        idempotency: str | None = None,
    ) -> tuple[str, bytes]:
        """Decide, and write it in the register: the id of the entry, and the besluit with its trace and the explanation at each level
        asked for. ``effect``: it is to have rechtsgevolg, and is refused when it may not."""
        used = await self.in_force.used_soon()
        info = used.law.besluit(asked.besluit)
        async with self.logbook.processing_soon("beslissen", info.regeling, caller.trace) as processing:
            processing.subject = asked.subject
            keeping = self._keeping(used, caller, effect)
            answer, payload = await used.calculator.answer("decide", asked, explained, keeping)
            draft = Draft(DECISION, asked.subject, Packed(payload))
            entry = await self._recording.do(Recording(draft, caller.actor, idempotency))
            processing.subject = entry.subject
        return entry.id, _with_id(entry.id, answer)

    def version_decided(self, id: str, caller: Caller, idempotency: str) -> int | None:
        """The version of a dossier that was decided on for the same request before: a colleague may have changed it since."""
        entry = self.register.answered(caller.actor, idempotency)
        if entry is None or entry.kind != DECISION or entry.subject != id or entry.payload is None:
            return None
        version: int | None = entry.payload["dossierversie"]
        return version

    def decided(self, id: str, caller: Caller) -> bytes:
        """A besluit as the register holds it."""
        self.reading.permit(caller.actor)
        entry = self.register.entry(id)
        if entry.kind != DECISION:
            raise NotFound("Er is geen beslissing met dit id.")
        if entry.erased:
            raise Erased
        said = entry.payload["besluit"]
        with self.logbook.processing("beslissing lezen", said["regeling"], caller.trace) as processing:
            processing.subject = entry.subject
        return json.dumps({"id": id} | said, ensure_ascii=False).encode()

    def decide_all(
        self, questions: Sequence[tuple[Asked, Sequence[Level]]], caller: Caller, idempotency: str | None = None
    ) -> bytes:
        """Decide each, and write those that could be decided in the register, all of them together. With an ``idempotency`` key each
        entry says of which series it is, so that no other one passes for it: not one with the same questions and less or more."""
        seconds = self.settings.seconds * 3
        used = self.in_force.used
        told = used.calculator.ask("decide_all", questions, self._keeping(used, caller), seconds=seconds)[0]
        found = json.loads(told)["beslissingen"]
        good = [(asked, one) for (asked, _), one in zip(questions, found, strict=True) if one["beslissing"]]
        series = {} if idempotency is None else {"reeks": _fingerprint(questions)}
        drafts = [Draft(DECISION, asked.subject, one["inschrijving"] | series) for asked, one in good]
        entries = self.register.record_all(drafts, caller.actor, idempotency=idempotency)
        for (_, one), entry in zip(good, entries, strict=True):
            with self.logbook.processing("beslissen", one["beslissing"]["regeling"], caller.trace) as processing:
                processing.subject = entry.subject
            one["beslissing"] = {"id": entry.id} | one["beslissing"]
        for one in found:
            del one["inschrijving"]
        return json.dumps({"beslissingen": found}, ensure_ascii=False).encode()

    def _keeping(self, used: Used, caller: Caller, effect: bool = False) -> Keeping:
        actor = caller.actor
        named = actor.has(Role.BEHANDELAAR) and actor.name not in ("", NO_NAME)
        handler = Handler(actor.id, actor.name) if named else None
        return Keeping(used.version, effect, handler, self._grounds, date.today())

    def consider(self, name: str, asked: Asked | Revision, caller: Caller, *args: Any) -> bytes:
        """Another answer about a case, of ``service/answers.py``: it is not written in the register, for it settles nothing."""
        info = self.law.besluit(asked.besluit)
        with self.logbook.processing(name, info.regeling, caller.trace) as processing:
            processing.subject = asked.subject
            return self.ask(name, asked, *args)

    def ask(self, name: str, *args: Any, seconds: float | None = None) -> bytes:
        """An answer about nobody in particular."""
        return self.in_force.used.calculator.ask(name, *args, seconds=seconds)[0]

    def work(self, function: Callable[..., T], *args: Any) -> T:
        """What a function of a module makes of the law and plain arguments, within the time that an answer may take."""
        return self.in_force.used.calculator.work(function, *args)

    def replay(self, id: str, caller: Caller) -> Replay:
        """A besluit taken again from what the register holds. Who handles no cases hears where it differs, and not what stands there."""
        found = self.register.replay(id)
        if caller.actor.has(Role.BEHANDELAAR):
            return found
        places = tuple(replace(one, was=_HIDDEN, now=_HIDDEN) for one in found.differences)
        return replace(found, differences=places)

    # --- dossiers

    def add_dossier(
        self, content: Content, bsn: Mapping[str, str], caller: Caller, idempotency: str | None = None
    ) -> StoredDossier:
        """Store a dossier that is in order, and of which every fact has a ground."""
        self.ask("open", content, "/inhoud")
        self.reading.check_write(content, caller.actor)
        return self.register.add_dossier(content, caller.actor, bsn=bsn, idempotency=idempotency)

    def change_dossier(
        self, id: str, content: Content, bsn: Mapping[str, str] | None, expected: str, caller: Caller
    ) -> StoredDossier:
        """Store the next version of a dossier; ``expected``: the etag of the version that was changed."""
        self.ask("open", content, "/inhoud")
        self.reading.check_write(content, caller.actor, self.reading.open(id, None, caller.actor))
        return self.register.change_dossier(id, content, caller.actor, expected=expected, bsn=bsn)

    def dossier(self, id: str, version: int | None, caller: Caller, besluit: str | None = None) -> Read:
        """A version of a dossier, or the newest: what of it who asks may see for a besluit (None: for all their work)."""
        return self.reading.open(id, version, caller.actor, besluit)

    def dossiers(
        self, after: str | None, limit: int, caller: Caller, handler: str | None = None
    ) -> list[StoredDossier]:
        """The newest versions, the oldest dossier first; of what is in them nothing may be shown. ``handler``: only those of which this
        person handles the whole or a bezwaar."""
        self.reading.permit(caller.actor)
        among = None if handler is None else self.assigning.by(handler, caller.actor)
        return self.register.dossiers(after, limit, among=among)

    def find(self, bsn: str, caller: Caller) -> list[str]:
        """The ids of the dossiers that hold a BSN."""
        self.reading.permit(caller.actor)
        found = self.register.find(bsn)
        self.reading.note_search(found, caller.actor)
        return found

    def traject(
        self, name: str, content: Content, subject: str | None, on: date | None, over: str | None, caller: Caller
    ) -> bytes:
        with self.logbook.processing("traject", name, caller.trace) as processing:
            processing.subject = subject
            return self.ask("traject", name, content, on, over)

    def overview(self, content: Content, origin: Origin, on: date | None, sent: date | None, caller: Caller) -> bytes:
        """Every besluit for one household side by side; the register hears nothing of it."""
        with self.logbook.processing("overzicht", "alle regelingen", caller.trace):
            return self.ask("overview", content, origin, on, sent)

    # --- afwegingen

    def add_weighing(
        self, weighing: Content, content: Content, subject: str | None, caller: Caller, idempotency: str | None = None
    ) -> bytes:
        """Write a maatwerkafweging in the register, when it fits the besluit that it is about."""
        checked = self.ask("check_weighing", weighing, content, self._weighings())
        entry = self.register.record(AFWEGING, subject, dict(weighing), caller.actor, idempotency=idempotency)
        return _with_id(entry.id, checked)

    def weighing_form(self, asked: Asked, caller: Caller) -> bytes:
        """The openings of a case, with an empty form."""
        return self.consider("weighing_form", asked, caller, self._weighings())

    def _weighings(self) -> list[Content]:
        """What was weighed before, to compare with."""
        found = self.register.entries(AFWEGING, limit=_MOST_COMPARED, newest_first=True)
        return [entry.payload for entry in found if entry.payload is not None]


_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class _Named:
    id: str


_SYSTEM = _Named("toetssteen")


def _fingerprint(questions: Sequence[tuple[Asked, Sequence[Level]]]) -> str:
    plain = [[asdict(asked), list(levels)] for asked, levels in questions]
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=date.isoformat).encode()).hexdigest()


def _with_id(id_: str, answer: bytes) -> bytes:
    """The JSON object with the id in front."""
    return b'{"id":"' + id_.encode() + b'",' + answer[1:]
