"""How long the data of a subject are kept, what holds them longer, and erasing them for good.

The term comes from the rules (``bewaartermijnen.yaml`` says which besluit is asked), so that it has its source and may be unknown: then
nothing is erased. Erasing destroys the key of the subject. What was encrypted with it stays where it is, so that the chain still
verifies, and nobody can read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from dsl.notation import format_date
from engine.register.assignments import ASSIGNED
from engine.register.chain import moment_of
from engine.register.entries import OPEN_KINDS, Entry, opened
from engine.register.store import Store, Writing
from engine.register.subjects import ERASURE, forget, key_of
from engine.register.tables import entry, subject_key
from engine.register.trouble import Erased, NotErasable, NotFound, NotStorable

if TYPE_CHECKING:
    from dsl.program import Program

HOLD, RELEASE = "blokkade", "opheffing"
HOLD_GROUNDS = ("bezwaar", "beroep", "hersteloperatie", "parlementaire enquête", "klacht", "langer nodig voor de taak")
"""A closed list: what stands in the register for ever says nothing about a person."""
ERASE_GROUNDS = ("bewaartermijn verstreken", "verzoek van de betrokkene", "ten onrechte vastgelegd")
_DECIDED = "besluit"
_NO_CHANGE = frozenset({"inzage", ASSIGNED})
"""Who only looks, or gives work to another, changes nothing, so no term begins anew."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why data are kept whatever their term; ``id``: the entry that says so."""

    id: str
    ground: str
    since: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Term:
    """Until when the data for a regeling are kept; ``until`` None: that is not known, and ``why`` (Dutch) says why."""

    regeling: str
    until: date | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """What stands in the way of erasing a subject on a day."""

    subject: str
    terms: tuple[Term, ...]
    holds: tuple[Hold, ...]

    def against(self, day: date) -> tuple[str, ...]:
        """Reasons (Dutch) why it may not be erased on a day; none: it may."""
        held = [f"er loopt een blokkade: {hold.ground}, sinds {format_date(hold.since.date())}" for hold in self.holds]
        unknown = [
            f"de bewaartermijn voor {term.regeling} is onbekend: {term.why}" for term in self.terms if not term.until
        ]
        kept = [
            f"de gegevens voor {term.regeling} blijven bewaard tot {format_date(term.until)}"
            for term in self.terms
            if term.until is not None and term.until > day
        ]
        return (*held, *unknown, *kept)


@dataclass(frozen=True, slots=True)
class _Asked:
    """How the rules are asked for a term."""

    besluit: str
    type: str
    last_change: str
    longer: str
    regelingen: frozenset[str]


def holds(connection: Connection, subject: str) -> tuple[Hold, ...]:
    """Those that were not released."""
    rows = connection.execute(
        select(entry).where(entry.c.subject == subject, entry.c.kind.in_([HOLD, RELEASE])).order_by(entry.c.seq)
    )
    standing: dict[str, Hold] = {}
    for row in rows.mappings():
        told = _plain(row)
        if row["kind"] == HOLD:
            standing[row["id"]] = Hold(row["id"], told["grond"], moment_of(row["at"]), row["actor"])
        else:
            standing.pop(told["blokkade"], None)
    return tuple(standing.values())


def hold(store: Store, subject: str, ground: str, actor: str) -> Entry:
    if ground not in HOLD_GROUNDS:
        raise NotStorable(f"een blokkade heeft een grond uit deze lijst: {', '.join(HOLD_GROUNDS)}")

    def work(writing: Writing) -> Entry:
        _alive(store, writing.connection, subject)
        writing.add(HOLD, subject, {"grond": ground}, is_open=True)
        return writing.done()[0]

    return store.write(actor, work)


def release(store: Store, id_: str, actor: str) -> Entry:
    def work(writing: Writing) -> Entry:
        found = store.one(writing.connection, entry.c.id == id_)
        if found is None or found.kind != HOLD or found.subject is None:
            raise NotFound("Deze blokkade is er niet.")
        if id_ not in {one.id for one in holds(writing.connection, found.subject)}:
            raise NotFound("Deze blokkade is al opgeheven.")
        writing.add(RELEASE, found.subject, {"blokkade": id_, "grond": found.payload["grond"]}, is_open=True)
        return writing.done()[0]

    return store.write(actor, work)


def retention(
    store: Store, connection: Connection, subject: str, program: Program | None, needed: bool | None, day: date
) -> Retention:
    """``needed``: whether a person finds that the data are needed longer for the task (None: nobody said)."""
    _alive(store, connection, subject)
    rows = connection.execute(select(entry).where(entry.c.subject == subject).order_by(entry.c.seq)).mappings()
    regelingen: set[str] = set()
    last: date | None = None
    for row in rows:
        if row["kind"] in OPEN_KINDS or row["kind"] in _NO_CHANGE:
            continue
        # Dutch time is at most two hours ahead: the day on which it was written there, or the one after.
        last = (moment_of(row["at"]) + timedelta(hours=2)).date()
        regelingen |= _regelingen(opened(connection, store.keys, row))
    terms = tuple(_term(program, regeling, last, needed, day) for regeling in sorted(regelingen))
    return Retention(subject, terms, holds(connection, subject))


def subjects(connection: Connection, after: str, limit: int) -> list[str]:
    """Subjects of which there are data, in the order of their ids."""
    query = select(subject_key.c.subject).where(subject_key.c.subject > after).order_by(subject_key.c.subject)
    return list(connection.execute(query.limit(limit)).scalars())


def erase(store: Store, subject: str, ground: str, actor: str, program: Program | None, needed: bool | None) -> Entry:
    if ground not in ERASE_GROUNDS:
        raise NotStorable(f"wissen heeft een grond uit deze lijst: {', '.join(ERASE_GROUNDS)}")
    day = store.now().date()

    def work(writing: Writing) -> Entry:
        found = retention(store, writing.connection, subject, program, needed, day)
        against = found.against(day)
        if against:
            raise NotErasable(f"Dit kan niet worden gewist: {'; '.join(against)}.")
        forget(writing.connection, subject)
        until = {term.regeling: term.until.isoformat() for term in found.terms if term.until is not None}
        writing.add(ERASURE, subject, {"grond": ground, "bewaren tot": until}, is_open=True)
        return writing.done()[0]

    made = store.write(actor, work)
    store.database.scrub()
    return made


def _alive(store: Store, connection: Connection, subject: str) -> None:
    """Raises NotFound for a subject that never was, Erased for one that is no more."""
    if key_of(connection, store.keys, subject) is None:
        if connection.execute(select(entry.c.seq).where(entry.c.subject == subject).limit(1)).first() is None:
            raise NotFound("Dit dossier is er niet.")
        raise Erased


def _plain(row: Any) -> Any:
    from engine.register.packing import unpacked

    return unpacked(bytes(row["body"]))


def _regelingen(found: Entry) -> set[str]:
    """The regelingen that an entry is about: it says so itself, or the decision in it does."""
    told = found.payload if isinstance(found.payload, dict) else {}
    inner = told.get(_DECIDED)
    named = {str(part["regeling"]) for part in (told, inner) if isinstance(part, dict) and part.get("regeling")}
    return named or ({"een besluit zonder regeling"} if found.kind == _DECIDED else set())


def _term(program: Program | None, regeling: str, last: date | None, needed: bool | None, day: date) -> Term:
    asked = next((one for one in _terms() if regeling in one.regelingen), None)
    if asked is None:
        return Term(regeling, None, "geen regel zegt hoe lang")
    if program is None or asked.besluit not in program.decisions:
        return Term(regeling, None, f"het besluit '{asked.besluit}' is niet in deze regels")
    if last is None:
        return Term(regeling, None, "het is niet bekend wanneer de termijn begint")
    return _decided(program, asked, regeling, last, needed, day)


def _decided(program: Program, asked: _Asked, regeling: str, last: date, needed: bool | None, day: date) -> Term:
    from engine.case import Moment
    from engine.decide import decide
    from engine.decision import Status
    from engine.dossier import load_case
    from engine.register.canonical import canonical_json
    from engine.values import Known

    facts: dict[str, str] = {asked.last_change: last.isoformat()}
    if needed is not None:
        facts[asked.longer] = "ja" if needed else "nee"
    loaded, _ = load_case(program, asked.besluit, canonical_json({asked.type: facts}), "bewaartermijn")
    if loaded is None:
        return Term(regeling, None, f"het besluit '{asked.besluit}' vraagt in deze regels iets anders")
    decision = decide(program, asked.besluit, loaded.case, Moment(day, None))
    outcome = decision.outcomes[0]
    if (
        outcome.status is Status.VASTGESTELD
        and isinstance(outcome.value, Known)
        and isinstance(outcome.value.value, date)
    ):
        return Term(regeling, outcome.value.value)
    if needed is None and any(missing.fact.name == asked.longer for missing in decision.missing):
        return Term(regeling, None, "er staat niet bij of de gegevens langer nodig zijn voor de taak")
    return Term(regeling, None, f"het besluit '{asked.besluit}' is op deze dag '{decision.status.value}'")


@cache
def _terms() -> tuple[_Asked, ...]:
    import yaml

    told: Iterable[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("bewaartermijnen.yaml").read_text("utf-8"))
    return tuple(
        _Asked(
            one["besluit"],
            one["objecttype"],
            one["laatste wijziging"],
            one["langer nodig"],
            frozenset(one["regelingen"]),
        )
        for one in told
    )
