"""Signing in and out with a real browser and a real provider, each under its own address."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page
from pydantic import SecretStr

from tests.services import chromium
from tests.services import identity as service
from workbench.api.app import make_app
from workbench.service.workbench import Workbench
from workbench.toegang.sessions import Sessions

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(bench: Workbench) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    changed = {"public_url": url, "oidc_client_secret": SecretStr(service.SECRET)}
    app = make_app(bench.settings.model_copy(update=changed), bench)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield url
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    with chromium.opened() as browser:
        yield browser.new_page(base_url=address)


def test_who_searches_after_the_session_ended_signs_in_and_finds_what_was_asked(
    page: Page, bench: Workbench, provider: service.Identity
) -> None:
    """A search is a form, and the policy of the page lets no form lead to another website: not to the provider either."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/zaken")
    assert "Noor" in page.locator(".ts-who__name").inner_text()
    Sessions(bench.register.sessions, bench.settings.limits()).end_all("u-1")
    page.get_by_label("Zoek op naam").fill("notarieel")
    page.get_by_role("button", name="Zoek").click()
    page.wait_for_url("**/zaken?zoek=notarieel**")
    assert page.get_by_label("Zoek op naam").input_value() == "notarieel"
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_role("heading", name="U bent uitgelogd").wait_for()
    assert page.context.cookies() == []
    assert not [text for text in said if "Content Security Policy" in text]
