"""Data are kept as long as the law says and a hold stands, and then erased so that nobody can read them; the chain still verifies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.paths import rules_dir
from engine.register import Keys, Register
from engine.register.assignments import NONE_YET
from engine.register.entries import StoredDossier
from engine.register.replay import Outcome
from engine.register.retention import ERASE_GROUNDS, HOLD_GROUNDS, _terms
from engine.register.trouble import Erased, NotErasable, NotFound, NotStorable, Reused
from tests.engine.register.made import ANNA, BERT, BSN, CONTENT, Place

pytestmark = pytest.mark.timeout(900)
(PASSED, ASKED, _) = ERASE_GROUNDS


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def law() -> Program:
    program, _, _ = load_program(rules_dir())
    assert program is not None
    return program


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(place: Place, keys: Keys, clock: Clock, law: Program) -> Iterator[Register]:
    made = Register.open(place.url, keys, clock=clock)
    made.program = law
    yield made
    made.close()


@pytest.fixture
def decided(register: Register) -> StoredDossier:
    stored = register.add_dossier(CONTENT, ANNA, bsn={"anna": BSN}, idempotency="een")
    register.record("besluit", stored.id, {"besluit": {"regeling": "Eigen bijdrage Wmo", "wie": "Zomer"}}, ANNA)
    return stored


def test_the_term_of_the_law_runs_from_the_last_change(
    register: Register, decided: StoredDossier, clock: Clock
) -> None:
    with pytest.raises(NotErasable, match="langer nodig"):
        register.erase(decided.id, PASSED, ANNA)
    (term,) = register.retention(decided.id, needed=False).terms
    assert term.until == date(2033, 3, 1)
    with pytest.raises(NotErasable, match="01-03-2033"):
        register.erase(decided.id, ASKED, ANNA, needed=False)
    clock.now = datetime(2033, 2, 28, 12, tzinfo=UTC)
    register.record("inzage", decided.id, {"feiten": []}, BERT)  # to look changes nothing
    register.handling.assign(decided.id, BERT.id, ANNA, expected=NONE_YET)  # nor does it who handles it
    with pytest.raises(NotErasable):
        register.erase(decided.id, PASSED, ANNA, needed=False)
    assert list(register.expired()) == []
    clock.now = datetime(2033, 3, 1, 12, tzinfo=UTC)
    register.add_dossier({}, ANNA)  # about which nothing was decided: nobody proposes to erase it
    assert [found.subject for found in register.expired()] == [decided.id]
    with pytest.raises(NotErasable, match="beoordelen"):
        register.erase(decided.id, PASSED, ANNA, needed=True)
    made = register.erase(decided.id, PASSED, BERT, needed=False)
    assert (made.kind, made.by, made.at) == ("wissing", "sub-bert", clock.now)
    assert made.payload == {"grond": PASSED, "bewaren tot": {"Eigen bijdrage Wmo": "2033-03-01"}}


def test_where_the_law_gives_no_term_nothing_is_erased(
    register: Register, decided: StoredDossier, clock: Clock, law: Program
) -> None:
    clock.now = datetime(2025, 6, 1, tzinfo=UTC)  # the sources contradict each other about 2025
    assert register.retention(decided.id, needed=False).terms[0].until is None
    clock.now = datetime(2040, 1, 1, tzinfo=UTC)
    register.program = None
    with pytest.raises(NotErasable, match="niet in deze regels"):
        register.erase(decided.id, PASSED, ANNA, needed=False)
    register.program = law
    register.record("besluit", decided.id, {"besluit": {"regeling": "Zorgtoeslag"}}, ANNA)
    with pytest.raises(NotErasable, match="Zorgtoeslag is onbekend"):
        register.erase(decided.id, PASSED, ANNA, needed=False)
    other = register.add_dossier({}, ANNA).id
    register.record("besluit", other, {"uitkomst": "x"}, ANNA)
    with pytest.raises(NotErasable, match="onbekend"):
        register.erase(other, PASSED, ANNA, needed=False)


def test_a_hold_stands_until_it_is_released(register: Register) -> None:
    about = register.add_dossier({}, ANNA).id
    for ground in HOLD_GROUNDS:
        held = register.hold(about, ground, ANNA)
        with pytest.raises(NotErasable, match=ground):
            register.erase(about, ASKED, ANNA)
        register.release(held.id, BERT)
    held, second = register.hold(about, "beroep", ANNA), register.hold(about, "bezwaar", BERT)
    register.release(held.id, BERT)
    assert [hold.id for hold in register.retention(about).holds] == [second.id]
    with pytest.raises(NotFound):
        register.release(held.id, BERT)
    with pytest.raises(NotErasable):
        register.erase(about, ASKED, ANNA)
    register.release(second.id, BERT)
    assert register.erase(about, ASKED, ANNA).kind == "wissing"
    assert register.verify().ok


def test_what_was_erased_is_gone_and_the_chain_still_verifies(register: Register, place: Place) -> None:
    about = register.add_dossier({"naam": "mevrouw Zomer"}, ANNA, bsn={"anna": BSN}, idempotency="een")
    other = register.add_dossier({"naam": "meneer Bos"}, ANNA, bsn={"bert": BSN})
    entry = register.record("signalen", about.id, {"wie": "Zomer"}, ANNA, idempotency="twee")
    wrapped = place.run("SELECT wrapped FROM subject_key WHERE subject = :s", s=about.id)[0][0]
    head = register.head()
    assert register.erase(about.id, ASKED, ANNA).subject == about.id
    assert register.verify([head]).ok
    for again in (
        lambda: register.dossier(about.id),
        lambda: register.dossier(about.id, 1),
        lambda: register.change_dossier(about.id, {}, ANNA, expected=about.etag),
        lambda: register.record("besluit", about.id, {}, ANNA),
        lambda: register.erase(about.id, ASKED, ANNA),
        lambda: register.hold(about.id, "bezwaar", ANNA),
        lambda: register.add_dossier({"naam": "mevrouw Zomer"}, ANNA, bsn={"anna": BSN}, idempotency="een"),
        lambda: register.record("signalen", about.id, {"wie": "Zomer"}, ANNA, idempotency="twee"),
    ):
        with pytest.raises((Erased, Reused)):
            again()
    read = register.entry(entry.id)
    assert (read.payload, read.erased) == (None, True)
    assert register.find(BSN) == [other.id]
    assert register.dossiers() == [other]
    assert register.dossier(other.id) == other
    assert place.run("SELECT count(*) FROM subject_key WHERE subject = :s", s=about.id) == [(0,)]
    if place.url.startswith("sqlite"):
        folder = Path(place.url.removeprefix("sqlite:///")).parent
        left = b"".join(file.read_bytes() for file in folder.glob("register.db*"))
        assert bytes(wrapped) not in left


def test_a_decision_of_which_the_data_are_erased_cannot_be_made_again(
    register: Register, decided: StoredDossier, clock: Clock
) -> None:
    (entry,) = register.entries("besluit")
    clock.now = datetime(2034, 1, 1, tzinfo=UTC)
    register.erase(decided.id, PASSED, ANNA, needed=False)
    again = register.replay(entry.id)
    assert again.outcome is Outcome.GONE
    assert "iet meer mogelijk" in again.why


def test_grounds_are_of_a_list_so_that_they_tell_nothing(register: Register) -> None:
    about = register.add_dossier({}, ANNA).id
    with pytest.raises(NotStorable):
        register.erase(about, "mevrouw Zomer wil het", ANNA)
    with pytest.raises(NotStorable):
        register.hold(about, "omdat", ANNA)
    with pytest.raises(NotFound):
        register.erase("dossier-bestaat-niet", ASKED, ANNA)
    with pytest.raises(NotFound):
        register.hold("dossier-bestaat-niet", "bezwaar", ANNA)


def test_the_terms_are_asked_of_besluiten_that_the_rules_have(law: Program) -> None:
    for asked in _terms():
        assert law.decisions[asked.besluit].over == asked.type
        assert asked.regelingen <= law.regelingen.keys()
