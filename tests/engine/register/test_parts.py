"""The parts that the register stands on: one form for plain data, secrets, tables that are what the migrations make."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st

from engine.register import Keys, Register
from engine.register.canonical import MOST_DEPTH, canonical_json
from engine.register.keys import ENVIRONMENT
from engine.register.packing import decrypted, encrypted, packed, unpacked, unwrapped, wrapped
from engine.register.tables import metadata
from engine.register.trouble import Broken, NotStorable, WrongKey
from tests.engine.register.made import Place

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_data_has_one_form_and_comes_back(plain: Any) -> None:
    data = canonical_json(plain)
    assert data == json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert json.loads(data) == plain
    assert canonical_json(json.loads(data)) == data
    assert unpacked(packed(plain).body) == plain
    if isinstance(plain, dict):
        assert canonical_json(dict(reversed(plain.items()))) == data


def test_what_is_long_is_packed_and_comes_back() -> None:
    plain = {"tekst": "abc" * 10_000}
    assert len(packed(plain).body) < 1_000
    assert unpacked(packed(plain).body) == plain
    for damaged in (b"", b"1abc", b"2{}", b"0{", packed(plain).body[:-5]):
        with pytest.raises(Broken):
            unpacked(damaged)


@pytest.mark.parametrize("plain", [1.0, float("nan"), {1: 2}, {"a": {1, 2}}, b"x", "\ud800", [["x", object()]]])
def test_what_has_no_one_form_is_refused(plain: object) -> None:
    with pytest.raises(NotStorable):
        canonical_json(plain)


def test_depth_is_bounded() -> None:
    plain: Any = []
    for _ in range(MOST_DEPTH * 100):
        plain = [plain]
    with pytest.raises(NotStorable, match="lagen"):
        canonical_json(plain)


def test_what_is_encrypted_fits_its_own_place_only() -> None:
    key, other = bytes(32), bytes(range(32))
    data = encrypted(key, b"inhoud", "besluit 1")
    assert decrypted(key, data, "besluit 1") == b"inhoud"
    assert encrypted(key, b"inhoud", "besluit 1") != data
    for attempt in (
        (other, data, "besluit 1"),
        (key, data, "besluit 2"),
        (key, data[:-1], "besluit 1"),
        (key, b"", ""),
    ):
        with pytest.raises(Broken):
            decrypted(*attempt)
    kept = wrapped(Keys([key]), "dossier-1", other)
    assert unwrapped(Keys([other, key]), "dossier-1", kept) == other
    for keys, subject in ((Keys([other]), "dossier-1"), (Keys([key]), "dossier-2")):
        with pytest.raises(WrongKey):
            unwrapped(keys, subject, kept)


def test_secrets_come_from_a_file_or_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "map" / "sleutel"
    made = Keys.made_file(file)
    text = file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    for again in (
        Keys.made_file(file),
        Keys.of_file(file),
        Keys.of_text(text),
        Keys.of_environment({ENVIRONMENT: text}),
        Keys.of_environment({f"{ENVIRONMENT}_BESTAND": str(file)}),
    ):
        assert again is not None
        assert again.sealed("x", made.seal("x"))
    assert Keys.of_environment({}) is None
    assert not Keys.new().sealed("x", made.seal("x"))
    assert not made.sealed("y", made.seal("x"))
    assert text.strip() not in repr(made)


@pytest.mark.parametrize("text", ["", "geen base64!", base64.b64encode(b"kort").decode(), "é"])
def test_a_secret_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "sleutel"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(WrongKey) as refused:
        Keys.of_file(file)
    assert not text or text not in str(refused.value)


@pytest.mark.skipif(os.name != "posix", reason="file permissions are those of POSIX")
def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sleutel"
    Keys.made_file(file)
    file.chmod(0o640)
    with pytest.raises(WrongKey, match="chmod"):
        Keys.made_file(file)
    with pytest.raises(WrongKey, match="niet te lezen"):
        Keys.of_file(tmp_path / "er-is-niets")


def test_the_migrations_make_the_tables_that_the_program_uses(register: Register) -> None:
    with register._store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_register_of_before_sessions_is_brought_up_to_date(place: Place, keys: Keys) -> None:
    """And what was in it is as it was."""
    place.run("DROP TABLE web_session", "UPDATE alembic_version SET version_num = '001'")
    register = Register.open(place.url, keys)
    assert register.verify().ok
    assert register.sessions.all(1) == []
    register.close()
