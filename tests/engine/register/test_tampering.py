"""What is changed in the database itself is found, and the first entry that is wrong is named: in every table, by every way.

Each case starts from the same register and goes around the program, without triggers.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from sqlalchemy import Integer, LargeBinary

from engine.register import Keys, Register
from engine.register.chain import Head
from engine.register.tables import REGISTER, metadata
from tests import proefwet
from tests.engine.register.conftest import Whole
from tests.engine.register.made import ANNA, BSN, FILES, KEYS, Place, fill

pytestmark = pytest.mark.timeout(900)


def at(register: Register, kind: str, nth: int = 0) -> int:
    """The number of the nth entry of a kind."""
    return register.entries(kind, payload=False)[nth].number


def first_bad(register: Register) -> int | None:
    found = register.verify()
    assert not found.ok
    assert found.why
    return found.first_bad


CHANGES: dict[str, dict[str, str]] = {
    "entry": {
        column.name: f"UPDATE entry SET {column.name} = :new WHERE seq = 5" for column in metadata.tables["entry"].c
    },
    "head": {name: f"UPDATE head SET {name} = :new" for name in ("seq", "at", "hash", "seal")},
    "subject_key": {
        name: f"UPDATE subject_key SET {name} = :new WHERE subject = :first" for name in ("subject", "wrapped")
    },
    "search_term": {
        name: f"UPDATE search_term SET {name} = :new WHERE subject = :first" for name in ("subject", "mask", "salt")
    },
    "source_text": {name: f"UPDATE source_text SET {name} = :new" for name in ("digest", "content")},
}


def new_value(table: str, column: str) -> object:
    kind = metadata.tables[table].c[column].type
    if isinstance(kind, LargeBinary):
        return b"0{}"
    return 99 if isinstance(kind, Integer) else "x"


def owner(register: Register, table: str, column: str) -> int:
    """The first entry that is wrong when the first row of a table was changed."""
    if table == "entry":
        return 5
    if table == "head":
        last = register.head().seq
        return last
    return at(register, {"subject_key": "sleutel", "search_term": "zoektermen", "source_text": "regelversie"}[table])


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, all_ in CHANGES.items() for column in all_])
def test_a_change_in_any_column_names_the_entry(whole: Whole, table: str, column: str) -> None:
    register, place = whole.register, whole.place
    expected = owner(register, table, column)
    first = register.dossiers(limit=1)[0].id
    place.run(CHANGES[table][column], **given_in(CHANGES[table][column], new=new_value(table, column), first=first))
    assert first_bad(register) == expected


def given_in(command: str, **values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if f":{name}" in command}


def test_every_table_and_column_of_the_register_is_in_these_tests() -> None:
    told = {(table, column) for table, all_ in CHANGES.items() for column in all_}
    there = {(table.name, column.name) for table in REGISTER for column in table.c}
    assert there - told == {("head", "one")}  # by its constraint always 1


@pytest.mark.parametrize("seq", [1, 2, 5, 11])
def test_an_entry_that_was_removed_is_named(whole: Whole, seq: int) -> None:
    register, place = whole.register, whole.place
    place.run(f"DELETE FROM entry WHERE seq = {seq}")
    assert first_bad(register) == seq


def test_an_end_that_was_cut_off_shows_at_the_head(whole: Whole) -> None:
    register, place = whole.register, whole.place
    last = register.head().seq
    place.run(f"DELETE FROM entry WHERE seq > {last - 2}")
    assert first_bad(register) == last - 1


def test_an_end_that_was_cut_off_with_an_older_head_shows_at_a_head_kept_elsewhere(whole: Whole) -> None:
    register, place = whole.register, whole.place
    older = place.run("SELECT seq, at, hash, seal FROM head")[0]
    count = register.head().seq
    register.record("normrapport", None, {}, ANNA)
    kept = register.head()
    _cut(place, count, older)
    assert register.verify().ok
    found = register.verify([kept])
    assert (found.ok, found.first_bad) == (False, count + 1)
    register.record("normrapport", None, {"anders": 1}, ANNA)  # and something else in its place
    found = register.verify([kept])
    assert (found.ok, found.first_bad) == (False, count + 1)


def _cut(place: Place, count: int, older: tuple[Any, ...]) -> None:
    place.run(f"DELETE FROM entry WHERE seq > {count}")
    place.run("UPDATE head SET seq = :a, at = :b, hash = :c, seal = :d", **dict(zip("abcd", older, strict=True)))


def test_swapped_entries_are_named(whole: Whole) -> None:
    register, place = whole.register, whole.place
    for one, other in ((4, 5), (3, 9)):
        _swapped(place, one, other)
        assert first_bad(register) == one
        _swapped(place, one, other)
        assert register.verify().ok


def _swapped(place: Place, one: int, other: int) -> None:
    place.run(
        f"UPDATE entry SET seq = 1000 WHERE seq = {one}",
        f"UPDATE entry SET seq = {one} WHERE seq = {other}",
        f"UPDATE entry SET seq = {other} WHERE seq = 1000",
    )


def test_swapped_content_of_entries_is_named(whole: Whole) -> None:
    register, place = whole.register, whole.place
    bodies = dict(place.run("SELECT seq, body FROM entry"))
    place.run("UPDATE entry SET body = :b WHERE seq = 5", b=bodies[8])
    place.run("UPDATE entry SET body = :b WHERE seq = 8", b=bodies[5])
    assert first_bad(register) == 5


def test_an_entry_that_was_put_behind_is_named(whole: Whole) -> None:
    register, place = whole.register, whole.place
    last = register.head()
    _appended(place, last)
    assert first_bad(register) == last.seq + 1
    place.run("UPDATE head SET seq = seq + 1")
    assert first_bad(register) == last.seq + 1


def _appended(place: Place, last: Head) -> None:
    """An entry as somebody would write it who knows how it is done, without the secret."""
    from engine.register.chain import Row, hash_of

    row = Row("besluit-0", "besluit", None, None, "iemand", None, "open", b"0{}")
    made = hash_of(last.seq + 1, row, last.at, last.hash)
    seal = Keys.new().seal(made)
    place.run(
        "INSERT INTO entry (seq, id, kind, at, actor, form, body, previous, hash, seal) "
        "VALUES (:seq, 'besluit-0', 'besluit', :at, 'iemand', 'open', :body, :previous, :hash, :seal)",
        seq=last.seq + 1,
        at=last.at,
        body=b"0{}",
        previous=last.hash,
        hash=made,
        seal=seal,
    )


def test_a_chain_that_was_written_anew_lacks_the_seal(whole: Whole) -> None:
    """From an entry on, all hashes made again as they should be."""
    register, place = whole.register, whole.place
    from engine.register.chain import hash_of, row_of

    place.run("UPDATE entry SET actor = 'iemand anders' WHERE seq = 5")
    names = [column.name for column in metadata.tables["entry"].c]
    rows = [
        dict(zip(names, row, strict=True)) for row in place.run(f"SELECT {', '.join(names)} FROM entry ORDER BY seq")
    ]
    previous = rows[3]["hash"]
    for row in rows[4:]:
        made = hash_of(row["seq"], row_of(row), row["at"], previous)  # type: ignore[arg-type]
        place.run("UPDATE entry SET previous = :p, hash = :h WHERE seq = :s", p=previous, h=made, s=row["seq"])
        previous = made
    found = register.verify()
    assert (found.first_bad, found.why) == (
        5,
        "het zegel van deze inschrijving is niet met de sleutel van het register gezet",
    )


@pytest.mark.parametrize("table", ["subject_key", "search_term", "source_text", "head"])
def test_rows_beside_the_chain_cannot_be_removed(whole: Whole, table: str) -> None:
    register, place = whole.register, whole.place
    expected = owner(register, table, "")
    place.run(f"DELETE FROM {table}")
    assert first_bad(register) == expected


@pytest.mark.parametrize(("table", "columns"), [("subject_key", ["wrapped"]), ("search_term", ["mask", "salt"])])
def test_rows_beside_the_chain_cannot_be_swapped(whole: Whole, table: str, columns: list[str]) -> None:
    register, place = whole.register, whole.place
    named = ", ".join(columns)
    one, other = place.run(f"SELECT subject, {named} FROM {table} ORDER BY subject")
    for subject, values in ((one[0], other[1:]), (other[0], one[1:])):
        changed = ", ".join(f"{column} = :{column}" for column in columns)
        place.run(
            f"UPDATE {table} SET {changed} WHERE subject = :subject",
            subject=subject,
            **dict(zip(columns, values, strict=True)),
        )
    assert first_bad(register) == owner(register, table, "")


def test_two_texts_of_rules_cannot_be_swapped(whole: Whole) -> None:
    register, place = whole.register, whole.place
    from dsl.files import RuleFile
    from dsl.source import SourceFile

    register.record_rules([*FILES, RuleFile("b", SourceFile("b", "// b\n"))], proefwet.program(), ANNA)
    (one, other) = place.run("SELECT digest, content FROM source_text")
    place.run("UPDATE source_text SET content = :c WHERE digest = :d", d=one[0], c=other[1])
    place.run("UPDATE source_text SET content = :c WHERE digest = :d", d=other[0], c=one[1])
    assert first_bad(register) == at(register, "regelversie")


@pytest.mark.parametrize(
    "command",
    [
        "INSERT INTO subject_key (subject, wrapped) VALUES ('dossier-0', 'x')",
        "INSERT INTO search_term (subject, mask, salt) VALUES ('dossier-0', 'x', 'y')",
        "INSERT INTO source_text (digest, content) VALUES ('x', 'y')",
    ],
)
def test_rows_that_no_entry_vouches_for_are_found(whole: Whole, command: str) -> None:
    register, place = whole.register, whole.place
    place.run(command)
    assert first_bad(register) == register.head().seq + 1


def test_a_key_that_was_erased_and_is_put_back_is_found(register: Register, place: Place) -> None:
    stored = register.add_dossier({}, ANNA, bsn={"anna": BSN})
    kept = place.run("SELECT subject, wrapped FROM subject_key")[0]
    term = place.run("SELECT subject, mask, salt FROM search_term")[0]
    erased = register.erase(stored.id, "ten onrechte vastgelegd", ANNA)
    place.run("INSERT INTO search_term VALUES (:a, :b, :c)", **dict(zip("abc", term, strict=True)))
    assert first_bad(register) == erased.number
    place.run("DELETE FROM search_term")
    place.run("INSERT INTO subject_key VALUES (:a, :b)", **dict(zip("ab", kept, strict=True)))
    assert first_bad(register) == erased.number


def test_an_emptied_register_is_not_whole(whole: Whole) -> None:
    register, place = whole.register, whole.place
    for table in metadata.tables:
        place.run(f"DELETE FROM {table}")
    assert first_bad(register) == 1


def test_triggers_refuse_mistakes(empty: Place) -> None:
    register = Register.open(empty.url, KEYS)
    fill(register)
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    engine = create_engine(empty.url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
    for command in (
        "UPDATE entry SET actor = 'x'",
        "DELETE FROM entry",
        "UPDATE source_text SET content = 'x'",
        "DELETE FROM source_text",
        "DELETE FROM head",
    ):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(command))
    engine.dispose()
    assert register.verify().ok
    register.close()


# --- any one byte of any value of any row


@dataclass(frozen=True)
class Kept:
    """A filled register in a file, and everything in it: (table, rowid, column, value)."""

    file: Path
    values: list[tuple[str, int, str, Any]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    file = tmp_path_factory.mktemp("kept") / "register.db"
    register = Register.open(f"sqlite:///{file}", KEYS)
    fill(register)
    register.close()
    Place(f"sqlite:///{file}").run("SELECT 1")  # takes the triggers away
    values = []
    with sqlite3.connect(file) as connection:
        for table in metadata.tables.values():
            for column in table.c:
                rows = connection.execute(f"SELECT rowid, {column.name} FROM {table.name}")
                values += [
                    (table.name, row, column.name, value)
                    for row, value in rows
                    if (table.name, column.name) != ("head", "one")
                ]
    connection.close()
    return Kept(file, values)


@pytest.fixture
def copy(kept: Kept, tmp_path: Path) -> Iterator[tuple[Register, Path]]:
    file = tmp_path / "register.db"
    shutil.copy(kept.file, file)
    register = Register.open(f"sqlite:///{file}", KEYS)
    yield register, file
    register.close()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_is_found(kept: Kept, copy: tuple[Register, Path], data: st.DataObject) -> None:
    register, file = copy
    table, row, column, value = data.draw(st.sampled_from(kept.values))
    changed = data.draw(other_value(value))
    try:
        with sqlite3.connect(file) as connection:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (changed, row))
    except sqlite3.IntegrityError:
        reject()  # another row has that already
    finally:
        connection.close()
    assert not register.verify().ok, (table, row, column, value, changed)
    with sqlite3.connect(file) as connection:
        new = changed if column == "seq" and table == "entry" else row
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, new))
    connection.close()
    assert register.verify().ok


def other_value(value: Any) -> st.SearchStrategy[Any]:
    """The same with one byte changed, left out or put in; or another kind of value."""
    if value is None or isinstance(value, int):
        return st.sampled_from([None, 0, 1, 2, 10**6, "x", b"x"]).filter(lambda new: new != value and new is not None)

    def changed(place: int, byte: int, way: str) -> Any:
        data = bytearray(value.encode() if isinstance(value, str) else value)
        place %= len(data) or 1
        if way == "put in" or not data:
            data.insert(place, 97 + byte % 26)
        elif way == "leave out":
            del data[place]
        else:
            data[place] = (
                data[place] ^ (byte % 255 + 1) if isinstance(value, bytes) else (97 if data[place] != 97 else 98)
            )
        return data.decode() if isinstance(value, str) else bytes(data)

    ways = st.sampled_from(["change", "put in", "leave out"])
    made: Callable[..., st.SearchStrategy[Any]] = st.builds
    return st.one_of(
        made(changed, st.integers(0, 10**6), st.integers(0, 254), ways), st.sampled_from([7, "", b""])
    ).filter(lambda new: new != value)
