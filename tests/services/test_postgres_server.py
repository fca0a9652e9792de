"""What happens where PostgreSQL is not installed."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path

import pytest

from tests.services import postgres
from tests.services.missing import unavailable


@pytest.fixture
def nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without PostgreSQL, with only the programs of a folder."""
    monkeypatch.setattr(
        postgres, "_installed", lambda: (tmp_path / "bin") if (tmp_path / "bin" / "initdb").exists() else None
    )
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def apt_get(folder: Path, text: str) -> None:
    (folder / "apt-get").write_text(f"#!/bin/sh\n{text}\n")
    (folder / "apt-get").chmod(0o755)


def test_who_is_not_root_is_told_what_to_install(nothing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 1000)
    with pytest.raises(postgres.Unavailable, match="apt-get install postgresql"):
        postgres.programs()


def test_root_installs_it(nothing: Path) -> None:
    apt_get(
        nothing,
        f'echo "$@" >> {nothing}/asked; case "$1" in install) mkdir {nothing}/bin; touch {nothing}/bin/initdb;; esac',
    )
    assert postgres.programs() == nothing / "bin"
    assert (nothing / "asked").read_text().splitlines() == [
        "update",
        "install --yes --no-install-recommends postgresql",
    ]


def test_an_installation_that_fails_says_why(nothing: Path) -> None:
    apt_get(nothing, "echo no network >&2; exit 100")
    with pytest.raises(postgres.Unavailable, match="no network"):
        postgres.programs()


def test_without_it_tests_are_skipped_and_ci_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no network"):
        unavailable("no network")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI needs PostgreSQL"):
        unavailable("no network")


@pytest.mark.timeout(900)
def test_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        monkeypatch.setattr(tempfile, "tempdir", place)
        try:
            with postgres.running() as server:
                assert list(Path(place).glob("toetssteen-postgres-*"))
                socket.create_connection(("127.0.0.1", server.port)).close()
        except postgres.Unavailable as wrong:
            unavailable(str(wrong))
        assert not list(Path(place).glob("toetssteen-postgres-*"))
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port))
