"""Dossiers and entries: what was written is there, once, in order, for whoever asks with the right key."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.register import Draft, Entry, Keys, Recording, Register
from engine.register.bsn import checked_bsn
from engine.register.tables import metadata
from engine.register.trouble import Broken, Conflict, NotFound, NotStorable, Refused, Reused, WrongKey
from tests.dossiers import PROGRAM
from tests.engine.register.made import ANNA, BERT, BSN, CONTENT, Place, Somebody, filled

pytestmark = pytest.mark.timeout(900)  # where PostgreSQL has to be installed first, that takes its time


def test_a_dossier_keeps_its_versions(register: Register) -> None:
    first = register.add_dossier(CONTENT, ANNA, bsn={"anna": BSN})
    second = register.change_dossier(first.id, {"rekendatum": "02-03-2024"}, BERT, expected=first.etag)
    assert (second.id, second.version, second.by) == (first.id, 2, "sub-bert")
    assert register.dossier(first.id) == second
    assert register.dossier(first.id, 1) == first
    assert first.content == CONTENT
    assert second.bsn == {"anna": BSN}
    assert first.etag != second.etag
    assert register.find(BSN) == [first.id]
    assert register.verify().ok


def test_who_changes_an_older_version_hears_so_and_nothing_is_lost(register: Register) -> None:
    first = register.add_dossier(CONTENT, ANNA)
    second = register.change_dossier(first.id, {}, ANNA, expected=first.etag)
    with pytest.raises(Conflict) as refused:
        register.change_dossier(first.id, {"naam": "x"}, BERT, expected=first.etag)
    assert refused.value.current == second.etag
    assert register.dossier(first.id) == second


def test_the_same_request_again_gives_the_first_answer(register: Register, place: Place, keys: Keys) -> None:
    made = register.add_dossier(CONTENT, ANNA, idempotency="a")
    changed = register.change_dossier(made.id, {}, ANNA, expected=made.etag, idempotency="b")
    entry = register.record("besluit", made.id, {"x": 1}, ANNA, idempotency="c")
    register.change_dossier(made.id, CONTENT, ANNA, expected=changed.etag)
    later = Register.open(place.url, keys)  # as after a crash
    count = later.head().seq
    assert later.answered(ANNA, "c") == entry
    assert later.answered(BERT, "c") is None
    assert later.add_dossier(CONTENT, ANNA, idempotency="a") == made
    assert later.change_dossier(made.id, {}, ANNA, expected=made.etag, idempotency="b") == changed
    assert later.record("besluit", made.id, {"x": 1}, ANNA, idempotency="c") == entry
    assert later.head().seq == count
    for again in (
        lambda: later.add_dossier({}, ANNA, idempotency="a"),
        lambda: later.record("besluit", made.id, {"x": 2}, ANNA, idempotency="c"),
        lambda: later.record("besluit", made.id, {"x": 1}, ANNA, idempotency="a"),
    ):
        with pytest.raises(Reused):
            again()
    assert later.record("besluit", made.id, {"x": 1}, BERT, idempotency="c") != entry  # a key is of one actor
    later.close()


def test_of_many_that_go_together_each_is_there_or_not_by_itself(register: Register) -> None:
    about = register.add_dossier({}, ANNA).id
    register.record("besluit", about, {"nr": 0}, ANNA, idempotency="oud")
    given = [
        Recording(Draft("besluit", about, {"nr": 1}), ANNA),
        Recording(Draft("besluit", about, {"nr": 2}), ANNA, "oud"),
        Recording(Draft("dossier", about, {}), ANNA),
        Recording(Draft("besluit", None, {"nr": 3}), BERT, "nieuw"),
        Recording(Draft("besluit", None, {"nr": 3}), BERT, "nieuw"),
    ]
    first, reused, reserved, second, again = register.record_each(given)
    assert isinstance(reused, Reused) and isinstance(reserved, NotStorable)
    assert isinstance(first, Entry) and isinstance(second, Entry) and again == second
    assert [entry.payload for entry in register.entries("besluit")] == [{"nr": 0}, {"nr": 1}, {"nr": 3}]
    assert register.record_each([]) == []
    assert register.verify().ok


def test_entries_come_in_pages_in_order_and_the_other_way(register: Register) -> None:
    about = register.add_dossier({}, ANNA).id
    made = [register.record("besluit", about, {"nr": number}, ANNA) for number in range(5)]
    register.record("besluit", None, {}, ANNA)
    first = register.entries("besluit", about, limit=3)
    assert [*first, *register.entries("besluit", about, after=first[-1].id)] == made
    assert register.entries("besluit", about, limit=2, newest_first=True) == [made[4], made[3]]
    assert [entry.payload for entry in register.entries("besluit", about, payload=False)] == [None] * 5
    assert register.entry(made[2].id).payload == {"nr": 2}
    with pytest.raises(NotFound):
        register.entries(after="besluit-bestaat-niet")


def test_dossiers_come_in_pages(register: Register) -> None:
    made = [register.add_dossier({"naam": str(number)}, ANNA).id for number in range(4)]
    page = register.dossiers(limit=3)
    assert [stored.id for stored in [*page, *register.dossiers(after=page[-1].id)]] == made
    newest = register.dossiers(limit=3, newest_first=True)
    rest = register.dossiers(newest[-1].id, newest_first=True)
    assert [stored.id for stored in (*newest, *rest)] == made[::-1]


def test_several_entries_are_written_all_or_none(register: Register) -> None:
    from engine.register import Draft

    before = register.head()
    with pytest.raises(NotStorable):
        register.record_all([Draft("besluit", None, {"x": 1}), Draft("besluit", None, {"x": 1.5})], ANNA)
    assert register.head() == before
    made = register.record_all([Draft("besluit", None, {"x": 1}), Draft("signalen", None, {})], ANNA, idempotency="z")
    again = register.record_all([Draft("besluit", None, {"x": 1}), Draft("signalen", None, {})], ANNA, idempotency="z")
    assert [entry.kind for entry in made] == ["besluit", "signalen"]
    assert again == made


def test_kinds_of_the_register_itself_are_its_own(register: Register) -> None:
    for kind in ("dossier", "wissing", "register", "Besluit", "x" * 50, "a/b"):
        with pytest.raises(NotStorable):
            register.record(kind, None, {}, ANNA)


def test_a_dossier_that_is_wrong_is_refused_with_all_that_is_wrong(place: Place, keys: Keys) -> None:
    register = Register.open(place.url, keys, program=PROGRAM)
    with pytest.raises(Refused) as refused:
        register.add_dossier({"persoon": {"inkomen": "veel", "kleur": "rood"}}, ANNA)
    assert len(refused.value.found) == 2
    assert register.add_dossier({"persoon": {"geboortedatum": "12-03-1950"}}, ANNA).version == 1
    register.close()


def test_nothing_personal_can_be_read_without_the_key(register: Register, place: Place) -> None:
    register.add_dossier({"naam": "mevrouw Zomer"}, Somebody("sub-1"), bsn={"anna": BSN}, idempotency=f"zomer {BSN}")
    register.record("besluit", None, {"naam": "mevrouw Zomer", "lang": "Zomer" * 500}, ANNA)
    for table in metadata.tables:
        told = repr(place.run(f"SELECT * FROM {table}"))
        assert "Zomer" not in told
        assert BSN not in told


def test_printing_tells_nothing_personal(register: Register, keys: Keys) -> None:
    stored = register.add_dossier({"naam": "mevrouw Zomer"}, ANNA, bsn={"anna": BSN})
    entry = register.record("besluit", stored.id, {"naam": "mevrouw Zomer"}, ANNA)
    told = repr((stored, entry, register, keys))
    assert "Zomer" not in told
    assert BSN not in told


def test_a_bsn_that_cannot_exist_is_refused_and_not_repeated() -> None:
    for number in ("123456789", "12345678", "", "000000000", "abc", "12345678x", None, 123456782):
        with pytest.raises(NotStorable) as refused:
            checked_bsn(number)
        assert not number or str(number) not in str(refused.value)
    assert [checked_bsn(number) for number in ("123456782", "1234.56.782", "10000008")] == [BSN, BSN, "010000008"]


def test_a_dossier_with_a_bsn_that_cannot_exist_is_not_stored(register: Register) -> None:
    with pytest.raises(NotStorable):
        register.add_dossier({}, ANNA, bsn={"anna": "123456789"})
    assert register.dossiers() == []


def test_nobody_and_nothing_is_named_by_a_bsn(register: Register) -> None:
    for attempt in (
        lambda: register.add_dossier({}, Somebody(BSN)),
        lambda: register.record("besluit", BSN, {}, ANNA),
        lambda: register.add_dossier({"persoon": [{"id": BSN}]}, ANNA),
        lambda: register.add_dossier({"persoon": {"id": "b", "partner": {"zie": int(BSN)}}}, ANNA),
    ):
        with pytest.raises(NotStorable):
            attempt()


def test_another_key_writes_nothing(register: Register, place: Place) -> None:
    stored = filled(register)
    other = Register.open(place.url, Keys.new())
    with pytest.raises(Broken):
        other.record("besluit", None, {}, ANNA)
    with pytest.raises(WrongKey):
        other.dossier(stored.id)
    assert other.find(BSN) == []
    other.close()
    assert register.verify().ok


def test_two_writers_at_once_leave_one_order(empty: Place, keys: Keys) -> None:
    """Several threads on several registers (as processes would be) write and change one dossier: one of each pair wins."""
    with ThreadPoolExecutor(4) as pool:
        registers = list(pool.map(lambda _: Register.open(empty.url, keys), range(4)))  # also the first migration
    stored = registers[0].add_dossier({}, ANNA)
    ready = threading.Barrier(4)

    def write(register: Register) -> int:
        ready.wait()
        won = 0
        for number in range(6):
            register.record("besluit", stored.id, {"nr": number}, ANNA)
            try:
                register.change_dossier(
                    stored.id, {"naam": str(number)}, ANNA, expected=register.dossier(stored.id).etag
                )
                won += 1
            except Conflict:
                pass
        return won

    with ThreadPoolExecutor(4) as pool:
        won = sum(pool.map(write, registers))
    assert registers[0].dossier(stored.id).version == 1 + won
    assert len(registers[1].entries("besluit", limit=100)) == 24
    assert registers[2].verify().ok
    for register in registers:
        register.close()
