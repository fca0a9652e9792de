"""One workbench with sign-in for all tests of access that need the whole application: its provider, its register, its people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.services import identity as service
from tests.workbench.toegang.people import bearer
from workbench.api.app import make_app
from workbench.service.workbench import Workbench
from workbench.settings import Settings

BASE = "https://toetssteen.example"
ROLES = ("beleid", "behandelaar", "controleur", "beheer")
ORGANISATION = "Dienst Toeslagen"


@pytest.fixture(scope="session")
def provider() -> Iterator[service.Identity]:
    with service.running() as started:
        yield started


@pytest.fixture(scope="session")
def bench(provider: service.Identity, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    folder = tmp_path_factory.mktemp("toegang")
    settings = Settings(
        mode="oidc",
        public_url=BASE,
        organisation=ORGANISATION,
        oidc_issuer=provider.issuer,
        oidc_client_id=service.CLIENT,
        oidc_audience=service.AUDIENCE,
        database=f"sqlite:///{folder / 'register.db'}",
        key_file=folder / "sleutel",
        logbook=folder / "logboek.jsonl",
        workers=0,
    )
    with Workbench(settings) as made:
        yield made


@pytest.fixture(scope="session")
def client(bench: Workbench) -> Iterator[TestClient]:
    app = make_app(bench.settings, bench)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as made:
        yield made


@pytest.fixture
def who(provider: service.Identity) -> dict[str, dict[str, str]]:
    """The headers of somebody with one role each, and of somebody with none."""
    found = {role: bearer(provider, f"u-{role}", role) for role in ROLES}
    return found | {"niemand": bearer(provider, "u-niemand")}
