"""Who handles a dossier: each change an entry, found back by who handles it, and gone with the dossier."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.register import Register
from engine.register.assignments import ASSIGNED, NONE_YET, Assignments
from engine.register.trouble import Conflict, Erased, NotFound, NotStorable, Reused
from tests.engine.register.made import ANNA, BERT, Place


def test_who_handles_a_dossier_is_found_both_ways(register: Register) -> None:
    first, second = (register.add_dossier({"naam": name}, ANNA).id for name in "ab")
    handling = register.handling
    assert handling.of(first) == Assignments(first, NONE_YET, {})
    one = handling.assign(first, BERT.id, ANNA, expected=NONE_YET)
    assert (one.to(), one.now[None].by) == (BERT.id, ANNA.id)
    handling.assign(second, BERT.id, ANNA, expected=NONE_YET)
    assert handling.by(BERT.id).keys() == {first, second}
    assert handling.of_each([first, second, "dossier-x"]) == {
        id_: handling.of(id_) for id_ in (first, second, "dossier-x")
    }
    assert [found.id for found in register.dossiers(among=handling.by(BERT.id))] == [first, second]
    two = handling.assign(first, ANNA.id, BERT, expected=one.etag)
    assert handling.of(first) == two
    assert handling.by(BERT.id).keys() == {second}
    handling.assign(first, None, BERT, expected=two.etag)
    assert handling.by(ANNA.id) == {}
    assert handling.of(first).to() is None
    assert [entry.payload["aan"] for entry in register.entries(ASSIGNED, first)] == [BERT.id, ANNA.id, None]
    assert register.verify().ok


def test_what_is_about_a_dossier_has_a_handler_of_its_own(register: Register) -> None:
    id_ = register.add_dossier({}, ANNA).id
    bezwaar = register.handling.record("bezwaar", id_, {"gronden": "x"}, BERT.id, ANNA)
    found = register.handling.of(id_)
    assert (found.to(), found.to(bezwaar.id)) == (None, BERT.id)
    assert register.handling.by(BERT.id).keys() == {id_}
    register.handling.assign(id_, ANNA.id, ANNA, expected=found.etag)
    assert register.handling.of(id_).to(bezwaar.id) == BERT.id


def test_of_two_who_change_it_one_hears_so(register: Register) -> None:
    id_ = register.add_dossier({}, ANNA).id

    def taken(number: int) -> bool:
        try:
            register.handling.assign(id_, f"u-{number}", ANNA, expected=NONE_YET)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as several:
        assert sum(several.map(taken, range(8))) == 1
    assert len(register.entries(ASSIGNED, id_)) == 1
    with pytest.raises(Conflict):
        register.handling.assign(id_, "u-9", ANNA, expected=NONE_YET)


def test_the_same_request_assigns_once(register: Register) -> None:
    id_, other = (register.add_dossier({}, ANNA).id for _ in range(2))
    first = register.handling.assign(id_, BERT.id, ANNA, expected=NONE_YET, idempotency="een")
    assert register.handling.assign(id_, BERT.id, ANNA, expected=NONE_YET, idempotency="een") == first
    for dossier, to in ((id_, ANNA.id), (other, BERT.id)):
        with pytest.raises(Reused):
            register.handling.assign(dossier, to, ANNA, expected=NONE_YET, idempotency="een")
    with pytest.raises(NotStorable, match="register zelf"):
        register.record(ASSIGNED, id_, {"aan": "u-1", "over": None}, ANNA)


def test_who_handled_a_dossier_is_erased_with_it(register: Register, place: Place) -> None:
    id_ = register.add_dossier({}, ANNA).id
    register.handling.assign(id_, BERT.id, ANNA, expected=NONE_YET)
    told = repr([bytes(row[0]) for row in place.run("SELECT body FROM entry")])
    assert BERT.id not in told
    register.erase(id_, "ten onrechte vastgelegd", ANNA)
    assert register.handling.by(BERT.id) == {}
    assert register.handling.of(id_).now == {}
    with pytest.raises(Erased):
        register.handling.assign(id_, BERT.id, ANNA, expected=register.handling.of(id_).etag)
    with pytest.raises(NotFound):
        register.handling.assign("dossier-x", BERT.id, ANNA, expected=NONE_YET)
    assert register.verify().ok
