"""A copy is whole and verified or not there; what comes back is the same register. A head kept elsewhere tells of a lost end."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from engine.register import Keys, Register
from engine.register.copies import AGAIN, restore
from engine.register.tables import metadata
from engine.register.trouble import Broken, Erased, NotStorable, Unavailable
from tests.engine.register.conftest import Whole
from tests.engine.register.made import ANNA, KEYS, Place
from tests.services.postgres import Server, programs

pytestmark = pytest.mark.timeout(900)


ROWS_AT_ONCE = 3
"""Few, so that a copy is made in several pages."""


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.register.copies._AT_ONCE", ROWS_AT_ONCE)


def contents(place: Place) -> dict[str, list[str]]:
    def plain(row: tuple[Any, ...]) -> str:
        return str([bytes(value) if isinstance(value, memoryview) else value for value in row])

    rows = {}
    for table in metadata.tables.values():
        names = ", ".join(column.name for column in table.c)
        rows[table.name] = sorted(map(plain, place.run(f"SELECT {names} FROM {table.name}")))
    return rows


def test_a_copy_put_back_is_the_same_register(whole: Whole, empty: Place, tmp_path: Path) -> None:
    """From each kind of database to each kind."""
    copy = tmp_path / "kopie.db"
    head = json.dumps(whole.register.head_json())
    assert whole.register.back_up(copy).head == whole.register.head()
    assert restore(copy, empty.url, KEYS, [head]).ok
    assert contents(empty) == contents(whole.place)
    back = Register.open(empty.url, KEYS, create=False)
    assert back.dossiers() == whole.register.dossiers()
    back.record("normrapport", None, {}, ANNA)
    assert back.verify([whole.register.head()]).ok
    back.close()
    with pytest.raises(NotStorable, match="al een register"):
        restore(copy, empty.url, KEYS)
    with pytest.raises(NotStorable, match="bestaat al"):
        whole.register.back_up(copy)


def test_a_copy_that_is_not_in_order_is_not_kept(whole: Whole, tmp_path: Path) -> None:
    whole.place.run("UPDATE entry SET actor = 'x' WHERE seq = 5")
    with pytest.raises(Broken, match="inschrijving 5"):
        whole.register.back_up(tmp_path / "kopie.db")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_was_changed_or_is_too_old_is_not_put_back(whole: Whole, tmp_path: Path) -> None:
    copy = tmp_path / "kopie.db"
    whole.register.back_up(copy)
    whole.register.record("normrapport", None, {}, ANNA)
    newer = json.dumps(whole.register.head_json())
    target = f"sqlite:///{tmp_path / 'terug.db'}"
    with pytest.raises(Broken, match="eerder bewaarde kop"):
        restore(copy, target, KEYS, [newer])
    Place(f"sqlite:///{copy}").run("UPDATE entry SET actor = 'x' WHERE seq = 5")
    with pytest.raises(Broken, match="inschrijving 5"):
        restore(copy, target, KEYS)
    with pytest.raises(Unavailable):
        Register.open(target, KEYS, create=False)  # nothing was left there
    with pytest.raises(Unavailable):
        restore(tmp_path / "er-is-niets.db", target, KEYS)


def test_what_was_erased_since_a_copy_is_erased_again(whole: Whole, empty: Place, tmp_path: Path) -> None:
    copy = tmp_path / "kopie.db"
    whole.register.back_up(copy)
    first, other = (stored.id for stored in whole.register.dossiers())
    assert restore(copy, empty.url, KEYS, erased=[other, "dossier-bestaat-niet"]).ok
    back = Register.open(empty.url, KEYS, create=False)
    assert [stored.id for stored in back.dossiers()] == [first]
    with pytest.raises(Erased):
        back.dossier(other)
    assert back.entries("wissing", other)[0].payload == {"grond": AGAIN}
    assert back.verify().ok
    back.close()


def test_a_head_is_believed_only_when_it_was_signed_for_this_register(whole: Whole, tmp_path: Path) -> None:
    told = whole.register.head_json()
    assert whole.register.read_head(json.dumps(told)) == whole.register.head()
    other = Register.open(f"sqlite:///{tmp_path / 'ander.db'}", KEYS)
    for wrong in (
        {**told, "inschrijvingen": 3},
        {**told, "hash": "0" * 64},
        {**told, "handtekening": "AAAA"},
        {name: value for name, value in told.items() if name != "hash"},
        other.head_json(),
        [],
    ):
        with pytest.raises(Broken):
            whole.register.read_head(json.dumps(wrong))
    with pytest.raises(Broken):
        whole.register.read_head("{")
    other.close()


def test_after_a_new_secret_older_ones_still_open_and_check(tmp_path: Path) -> None:
    old, new = bytes(32), bytes(range(32))
    url = f"sqlite:///{tmp_path / 'r.db'}"
    first = Register.open(url, Keys([old]))
    dossier, head = (
        first.add_dossier({}, ANNA, bsn={"a": "123456782"}, idempotency="een"),
        json.dumps(first.head_json()),
    )
    first.close()
    later = Register.open(url, Keys([new, old]))
    assert later.add_dossier({}, ANNA, bsn={"a": "123456782"}, idempotency="een") == dossier
    later.change_dossier(dossier.id, {"naam": "x"}, ANNA, expected=dossier.etag)
    assert later.find("123456782") == [dossier.id]
    assert later.verify([later.read_head(head)]).ok
    later.close()


@pytest.mark.parametrize("whole_kept", ["postgresql"], indirect=True)
def test_the_servers_own_dump_comes_back_in_order(whole: Whole, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """As docs/handleiding/register.md says for PostgreSQL."""
    server: Server = request.getfixturevalue("postgres")
    environment = {**os.environ, **server.environment, "PGDATABASE": whole.place.url.rpartition("/")[2]}

    def run(program: str, *arguments: str) -> None:
        subprocess.run([programs() / program, *arguments], env=environment, check=True, capture_output=True)

    run("pg_dump", "--format=custom", f"--file={tmp_path / 'dump'}")
    run("createdb", "teruggezet")
    run("pg_restore", "--dbname=teruggezet", "--exit-on-error", str(tmp_path / "dump"))
    back = Register.open(whole.place.url.rpartition("/")[0] + "/teruggezet", KEYS, create=False)
    assert back.verify([whole.register.head()]).ok
    back.close()
    run("dropdb", "--force", "teruggezet")


def test_a_copy_of_the_file_while_somebody_writes_is_of_one_moment(tmp_path: Path) -> None:
    """SQLite's own way, as docs/handleiding/register.md says."""
    register = Register.open(f"sqlite:///{tmp_path / 'r.db'}", KEYS)
    register.add_dossier({}, ANNA)
    with sqlite3.connect(tmp_path / "r.db") as source, sqlite3.connect(tmp_path / "kopie.db") as target:
        source.backup(target)
    source.close()
    target.close()
    register.add_dossier({}, ANNA)
    shutil.move(tmp_path / "kopie.db", tmp_path / "terug.db")
    back = Register.open(f"sqlite:///{tmp_path / 'terug.db'}", KEYS)
    assert back.verify().ok
    assert not back.verify([register.head()]).ok
    back.close()
    register.close()
