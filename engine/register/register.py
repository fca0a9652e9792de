"""The register: what was known, decided and done, in order, for good. See docs/beslissingen for how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.register import dossiers, retention
from engine.register.assignments import ASSIGNED, Handling
from engine.register.bsn import checked_bsn
from engine.register.chain import Head, begun, locked_head, move_head
from engine.register.database import Database
from engine.register.entries import DOSSIER, OPEN_KINDS, Entry, StoredDossier, Who, opened
from engine.register.keys import Keys
from engine.register.retention import Retention
from engine.register.store import Plain, Store, Writing, same_request
from engine.register.subjects import found_by
from engine.register.tables import entry
from engine.register.transaction import Transaction
from engine.register.trouble import Broken, Erased, NotFound, NotStorable, Reused, Unavailable
from engine.register.turns import Turns

if TYPE_CHECKING:
    from dsl.files import RuleFile
    from dsl.program import Program
    from engine.register.replay import Replay
    from engine.register.sessions import Sessions
    from engine.register.verify import Verification

MOST_PAGE = 500
_MOST_PROGRAMS = 4
"""Versions of the rules that are kept at hand."""

_RESERVED = frozenset(
    {DOSSIER, "register", "sleutel", "zoektermen", "wissing", "blokkade", "opheffing", "regelversie", ASSIGNED}
)
"""Kinds that only the register itself writes."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Something to record; see :meth:`Register.record`."""

    kind: str
    subject: str | None
    payload: Plain


@dataclass(frozen=True, slots=True)
class Recording:
    """One call of :meth:`Register.record`."""

    draft: Draft
    actor: Who
    idempotency: str | None = None


class Register:
    """May be used by several threads at once, and by several processes on one database. Every method raises Unavailable when the
    database does not answer, and every error is a RegisterError with a Dutch message."""

    def __init__(self, store: Store, program: Program | None) -> None:
        self._store, self.program = store, program
        self._programs: dict[tuple[str, tuple[str, ...]], Program] = {}

    @classmethod
    def open(
        cls,
        url: str,
        keys: Keys,
        *,
        program: Program | None = None,
        clock: Callable[[], datetime] | None = None,
        create: bool = True,
    ) -> Register:
        """A register at an address (``sqlite:///...``, ``postgresql://...``), begun or brought up to date where needed. With a
        ``program`` dossiers are checked against its words before they are stored (it may be set to a newer one later). Without
        ``create`` there has to be a register."""
        database = Database(url, create)
        try:
            store = Store(database, keys, clock or (lambda: datetime.now(UTC)), Turns(database, keys))
            _prepare(store, create)
        except BaseException:
            database.close()
            raise
        return cls(store, program)

    def close(self) -> None:
        self._store.database.close()

    def __repr__(self) -> str:
        return f"<Register: {self._store.database.name}>"

    @property
    def sessions(self) -> Sessions:
        """Who is signed in, kept beside the register so that all who use its database know it."""
        from engine.register.sessions import Sessions

        return Sessions(self._store.database, self._store.keys, self._store.now)

    @property
    def handling(self) -> Handling:
        """Who handles which dossier."""
        return Handling(self._store)

    # --- dossiers

    def add_dossier(
        self,
        content: Mapping[str, Any],
        actor: Who,
        *,
        bsn: Mapping[str, str] | None = None,
        idempotency: str | None = None,
    ) -> StoredDossier:
        """Store a new dossier: data in the form of ``docs/taal/dossier.md``. ``bsn``: by the id of an object in it. The same request
        again (``idempotency`` of the same actor) gives what the first one stored. Raises Refused, NotStorable, Reused."""
        wanted = dossiers.checked(content, bsn or {}, self.program)
        return dossiers.add(self._store, wanted, actor.id, idempotency)

    def change_dossier(
        self,
        id: str,
        content: Mapping[str, Any],
        actor: Who,
        *,
        expected: str,
        bsn: Mapping[str, str] | None = None,
        idempotency: str | None = None,
    ) -> StoredDossier:
        """Store a new version of a dossier; the older ones remain. ``expected``: the etag of the version that was changed. ``bsn``
        None: as it was. Raises Conflict when there is a newer one, and NotFound, Erased, Refused, NotStorable, Reused."""
        wanted = dossiers.checked(content, bsn, self.program)
        return dossiers.change(self._store, id, wanted, actor.id, idempotency, expected)

    def dossier(self, id: str, version: int | None = None) -> StoredDossier:
        """A version of a dossier, or the newest. Raises NotFound, Erased."""
        with self._store.database.reading() as connection:
            return self._store.dossier(connection, id, version)

    def dossiers(
        self,
        after: str | None = None,
        limit: int = 50,
        *,
        newest_first: bool = False,
        among: Collection[str] | None = None,
    ) -> list[StoredDossier]:
        """The newest version of dossiers that were not erased, the oldest dossier first or the newest; ``after`` is the id of the last
        one of the page before. ``among``: only those with these ids. Raises NotFound when ``after`` is none."""
        return dossiers.page(self._store, after, min(limit, MOST_PAGE), newest_first=newest_first, among=among)

    # --- who handles what

    def find(self, bsn: str) -> list[str]:
        """The ids of the dossiers that hold a BSN. Raises NotStorable when it is none."""
        number = checked_bsn(bsn)
        with self._store.database.reading() as connection:
            return found_by(connection, self._store.keys, f"bsn {number}")

    # --- entries

    def record(
        self, kind: str, subject: str | None, payload: Plain, actor: Who, *, idempotency: str | None = None
    ) -> Entry:
        """Write one entry. What may be about a person is encrypted with the key of the ``subject``: a dossier, or something else with
        an id of its own (None: a new one). Raises Erased, NotStorable, Reused."""
        return self.record_all([Draft(kind, subject, payload)], actor, idempotency=idempotency)[0]

    def record_all(self, drafts: Sequence[Draft], actor: Who, *, idempotency: str | None = None) -> list[Entry]:
        """Write entries together: all of them, or none. As :meth:`record`. A ``Packed`` payload is written as it is and not given
        back in the entry: it saves the time of making it."""
        return self._store.write(actor.id, self._adding(drafts, actor, idempotency))

    def record_each(self, many: Sequence[Recording]) -> list[Entry | Exception]:
        """Write entries of which each is there or not by itself, in as few transactions as can be: what :meth:`record` would give or
        raise."""
        found = self._store.write_each(
            [(one.actor.id, self._adding([one.draft], one.actor, one.idempotency)) for one in many]
        )
        return [one if isinstance(one, Exception) else one[0] for one in found]

    def _adding(self, drafts: Sequence[Draft], actor: Who, idempotency: str | None) -> Callable[[Writing], list[Entry]]:
        requests = self._store.requests(actor.id, idempotency)

        def work(writing: Writing) -> list[Entry]:
            if requests and self._store.earlier(writing.connection, requests) is not None:
                return self._again(writing.connection, requests, drafts)
            for place, draft in enumerate(drafts):
                if draft.kind in _RESERVED:
                    raise NotStorable(f"een inschrijving van de soort '{draft.kind}' maakt het register zelf")
                is_open = draft.kind in OPEN_KINDS
                request = _numbered(requests[0], place) if requests else None
                writing.add(draft.kind, draft.subject, draft.payload, is_open=is_open, request=request)
            return writing.done()

        return work

    def _again(self, connection: Connection, requests: Sequence[str], drafts: Sequence[Draft]) -> list[Entry]:
        found = []
        for place, draft in enumerate(drafts):
            earlier = self._store.earlier(connection, [_numbered(name, place) for name in requests])
            if earlier is None or earlier.kind != draft.kind or draft.subject not in (None, earlier.subject):
                raise Reused
            same_request(earlier, draft.payload)
            found.append(earlier)
        return found

    def answered(self, actor: Who, idempotency: str) -> Entry | None:
        """What was written for a request before; None when nothing was. To look before making an answer that may by now come out
        otherwise: :meth:`record` takes only the same payload for the same request."""
        with self._store.database.reading() as connection:
            return self._store.earlier(connection, self._store.requests(actor.id, idempotency))

    def entry(self, id: str) -> Entry:
        """One entry, with its payload unless that was erased. Raises NotFound."""
        with self._store.database.reading() as connection:
            found = self._store.one(connection, entry.c.id == id)
        if found is None:
            raise NotFound("Deze inschrijving is er niet.")
        return found

    def entries(
        self,
        kind: str | Iterable[str] | None = None,
        subject: str | None = None,
        after: str | None = None,
        limit: int = 50,
        *,
        newest_first: bool = False,
        payload: bool = True,
    ) -> list[Entry]:
        """Entries in the order of the register, or the other way; ``after`` is the id of the last one of the page before. Without
        ``payload`` it takes less time. Raises NotFound when ``after`` is none."""
        query = select(*(column for column in entry.c if payload or column.name != "body"))
        if kind is not None:
            query = query.where(entry.c.kind.in_([kind] if isinstance(kind, str) else list(kind)))
        if subject is not None:
            query = query.where(entry.c.subject == subject)
        with self._store.database.reading() as connection:
            if after is not None:
                seq = self._store.place(connection, entry.c.id == after)
                query = query.where(entry.c.seq < seq if newest_first else entry.c.seq > seq)
            query = query.order_by(entry.c.seq.desc() if newest_first else entry.c.seq).limit(min(limit, MOST_PAGE))
            rows = connection.execute(query).mappings().all()
            return [opened(connection, self._store.keys, row, payload) for row in rows]

    # --- rules and replay

    def record_rules(self, files: Sequence[RuleFile], program: Program, actor: Who) -> str:
        """Keep the texts of a version of the rules (once, however often it is asked), and give the name by which decisions refer to
        it. ``program``: what the files make without varianten."""
        from engine.register.rules import record_rules

        return record_rules(self._store, files, program, actor.id)

    def rules(self, version: str) -> tuple[RuleFile, ...]:
        """The files of a version of the rules. Raises NotFound, Broken."""
        from engine.register.rules import rule_files

        with self._store.database.reading() as connection:
            return rule_files(self._store, connection, version)

    def rules_program(self, version: str, variants: Sequence[str] = ()) -> Program:
        """The program of a version of the rules, by the compiler of today. Raises NotFound, Broken when it is no program any more."""
        from engine.register.rules import program_of

        wanted = (version, tuple(variants))
        found = self._programs.get(wanted)
        if found is None:
            found = program_of(self.rules(version), variants)
            while len(self._programs) >= _MOST_PROGRAMS:
                self._programs.pop(next(iter(self._programs)), None)
            self._programs[wanted] = found
        return found

    def replay(self, id: str) -> Replay:
        """A decision made again from what the register holds. Raises NotFound."""
        from engine.register.replay import replay

        return replay(self, self.entry(id))

    # --- keeping and erasing

    def hold(self, subject: str, ground: str, actor: Who) -> Entry:
        """Keep the data of a subject whatever their term, on one of HOLD_GROUNDS. Raises NotFound, Erased, NotStorable."""
        return retention.hold(self._store, subject, ground, actor.id)

    def release(self, hold: str, actor: Who) -> Entry:
        """End a hold, by the id of its entry. Raises NotFound."""
        return retention.release(self._store, hold, actor.id)

    def retention(self, subject: str, needed: bool | None = None) -> Retention:
        """Until when the data of a subject are kept, by the rules of ``program``, and what holds them. ``needed``: whether somebody
        finds that they are needed longer for the task (None: nobody said). Raises NotFound, Erased."""
        with self._store.database.reading() as connection:
            return retention.retention(self._store, connection, subject, self.program, needed, self.today())

    def expired(self) -> Iterator[Retention]:
        """What may be erased today if nobody finds that it is needed longer: a proposal for a person."""
        after = ""
        while True:
            with self._store.database.reading() as connection:
                page = retention.subjects(connection, after, MOST_PAGE)
            for subject in page:
                with suppress(Erased):  # meanwhile
                    found = self.retention(subject, needed=False)
                    if found.terms and not found.against(self.today()):
                        yield found
            if len(page) < MOST_PAGE:
                return
            after = page[-1]

    def today(self) -> date:
        """The day by the clock of the register (UTC)."""
        return self._store.now().date()

    def erase(self, subject: str, ground: str, actor: Who, *, needed: bool | None = None) -> Entry:
        """Destroy the data of a subject for good, on one of ERASE_GROUNDS; what remains says who did so, when and why. Raises
        NotErasable while a hold stands or a term is unknown or runs, and NotFound, Erased, NotStorable."""
        return retention.erase(self._store, subject, ground, actor.id, self.program, needed)

    # --- proof

    def verify(self, known: Iterable[Head] = ()) -> Verification:
        """Whether everything is as it was written. ``known``: heads kept elsewhere (:meth:`head`), so that an end that was cut off
        shows."""
        from engine.register.verify import verify

        with self._store.database.reading() as connection:
            return verify(connection, self._store.keys, known)

    def head(self) -> Head:
        """The last entry, to keep elsewhere. Raises Broken."""
        with self._store.database.reading() as connection:
            return locked_head(connection, self._store.keys, lock=False)

    @property
    def id(self) -> str:
        """Of its first entry. Raises Broken, Unavailable."""
        with self._store.database.reading() as connection:
            found = connection.execute(select(entry.c.id).where(entry.c.seq == 1)).scalar_one_or_none()
        if found is None:
            raise Broken("Het register mist zijn eerste inschrijving.")
        return str(found)

    def head_json(self) -> dict[str, Any]:
        """The head, signed, to lie elsewhere. Raises Broken."""
        from engine.register.heads import head_json

        return head_json(self._store.keys, self.id, self.head())

    def read_head(self, text: str) -> Head:
        """A head that :meth:`head_json` gave, for :meth:`verify`. Raises Broken when it is not of this register."""
        from engine.register.heads import read_head

        return read_head(self._store.keys, self.id, text)

    def back_up(self, file: Path) -> Verification:
        """Copy everything to a new SQLite file, whole and verified or not at all; ``engine.register.copies.restore`` puts it back.
        Raises NotStorable, Broken, OSError."""
        from engine.register.copies import back_up

        return back_up(self._store.database, self._store.keys, file)


def _prepare(store: Store, create: bool) -> None:
    database = store.database
    with database.reading() as connection:
        ready = database.newest(connection)
        if not create and not database.begun(connection):
            raise Unavailable("In deze database staat geen register.")
    if not ready:
        with database.writing() as connection:
            if database.migrated(connection):
                _begin(store, connection)


def _begin(store: Store, connection: Connection) -> None:
    """The first entry, about the register itself: an empty register is never a whole one."""
    transaction = Transaction(connection)
    writing = Writing(store, transaction, "toetssteen", begun(connection, store.keys))
    writing.add("register", None, {"vorm": 1}, is_open=True)
    writing.done()
    transaction.flush()
    move_head(connection, store.keys, writing.head)


def _numbered(request: str, place: int) -> str:
    return f"{request} {place}" if place else request
