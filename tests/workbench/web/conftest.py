"""One server with the example dossiers and one browser for all tests of the pages. They go with the last of them: a browser that
stays would leave its event loop to tests that need their own."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser

from tests.services import chromium
from workbench.service.workbench import Workbench
from workbench.settings import Settings
from workbench.toegang.config import AccessConfig
from workbench.toegang.install import install
from workbench.web.desk import Desk
from workbench.web.examples import add_examples
from workbench.web.site import make_site
from workbench.web.static import load_assets


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The example dossiers under the shipped rules, decided in another process: what goes there and back can go there."""
    folder = tmp_path_factory.mktemp("werkbank")
    settings = Settings(
        database=f"sqlite:///{folder / 'register.db'}",
        key_file=folder / "sleutel",
        logbook=folder / "logboek",
        proposals=folder / "voorstellen",
        jobs=folder / "taken",
        workers=1,
    )
    with Workbench(settings) as bench:
        desk = Desk(bench)
        add_examples(desk)
        yield desk


def make_pages(desk: Desk, **options: Path) -> FastAPI:
    """The pages behind the gate, for one person on this machine."""
    site = make_site(desk=desk, **options)
    install(site, AccessConfig("http://127.0.0.1", b"for the tests alone, 32 bytes ok"))
    return site


@pytest.fixture(scope="package")
def address(desk: Desk) -> Iterator[str]:
    """Where the pages are served, with their styles and scripts."""
    if load_assets().missing is not None:
        if os.environ.get("CI"):
            pytest.fail("CI needs the styles and scripts: make assets")
        pytest.skip("the styles and scripts are not built: make assets")
    server = uvicorn.Server(
        uvicorn.Config(make_pages(desk), host="127.0.0.1", port=0, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium.opened() as made:
        yield made
