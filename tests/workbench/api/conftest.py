"""One workbench for all tests of the API; it decides in this process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from engine.paths import scenarios_dir
from workbench.api.app import make_app
from workbench.service.pointers import plain, tree
from workbench.settings import Settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("api")
    return Settings(
        database=f"sqlite:///{folder / 'register.db'}",
        key_file=folder / "sleutel",
        logbook=folder / "logboek.jsonl",
        populations=folder / "populaties",
        registrations=folder / "registraties",
        jobs=folder / "taken",
        workers=0,
        user_name="N. de Vries",
    )


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(make_app(settings), base_url="http://127.0.0.1", raise_server_exceptions=False) as made:
        yield made


def dossier(name: str) -> dict[str, Any]:
    """A shipped dossier, with every value as the text that it was written as."""
    root = tree((scenarios_dir() / "dossiers" / f"{name}.yaml").read_text())
    assert root is not None
    found: dict[str, Any] = plain(root)
    return found
