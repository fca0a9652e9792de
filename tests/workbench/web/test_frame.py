"""The frame around every page: its look, its theme, what it does without style, and pages for what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from tests.workbench.web.conftest import make_pages
from tests.workbench.web.opened import DESKTOP, PHONE, Visit
from workbench.toegang.actor import single_user
from workbench.web.build import NoNodeError, node_commands
from workbench.web.desk import Desk
from workbench.web.static import MISSING, load_assets

BROWSER = pytest.mark.browser
SLOW_START = pytest.mark.timeout(900)


@BROWSER
@SLOW_START
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_start_page_is_for_everyone(browser: Browser, address: str, width: int) -> None:
    with Visit(browser, address, width) as visit:
        visit.go("/")
        visit.check()


@BROWSER
@SLOW_START
def test_another_theme_is_chosen_without_scripts_and_remembered(browser: Browser, address: str) -> None:
    with Visit(browser, address, scripts=False) as visit:
        page = visit.go("/zaken?zoek=bakker")
        page.get_by_label("Uiterlijk").select_option("Mooi & Anders")
        page.get_by_role("button", name="Kies").click()
        page.wait_for_url(f"{address}/zaken?zoek=bakker")
        page.locator("html.ma-theme").wait_for()
        visit.go("/")
        assert page.locator("html.ma-theme").count() == 1


def test_a_theme_form_never_leads_to_another_site(desk: Desk) -> None:
    client = TestClient(make_pages(desk), base_url="http://127.0.0.1")
    token = _token(client)
    for back in ("//kwaad.example/", "https://kwaad.example/", "/\\kwaad.example"):
        sent = client.post("/thema", data={"thema": "ma", "terug": back, "_csrf": token}, follow_redirects=False)
        assert (sent.status_code, sent.headers["location"]) == (303, "/")


def test_without_style_the_pages_work_and_say_what_to_do(desk: Desk, tmp_path: Path) -> None:
    client = TestClient(make_pages(desk, static=tmp_path / "none"), base_url="http://127.0.0.1")
    answer = client.get("/zaken")
    assert answer.status_code == 200
    assert MISSING in answer.text.replace("&#39;", "'")
    assert "stylesheet" not in answer.text


def test_a_half_built_style_is_no_style(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"site.css": "site-1.css"}', encoding="utf-8")
    assert load_assets(tmp_path).missing == MISSING


def test_what_is_not_there_gets_a_dutch_page(desk: Desk) -> None:
    client = TestClient(make_pages(desk), base_url="http://127.0.0.1")
    for path in ("/zaken/dos-0", "/zaken/..%2f..%2fetc", "/zaken/dos-0/besluit/x?op=1"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "<html" in answer.text and "Traceback" not in answer.text


def test_text_of_a_user_is_never_markup(desk: Desk) -> None:
    client = TestClient(make_pages(desk), base_url="http://127.0.0.1")
    content = {"naam": "<script>alert(1)</script>", "toelichting": '"><img src=x onerror=alert(1)>', "leefeenheid": {}}
    made = desk.register.add_dossier(content, single_user("toets"))
    for path in ("/zaken?zoek=<script>", f"/zaken/{made.id}"):
        answer = client.get(path)
        assert "<script>" not in answer.text and "<img src=x" not in answer.text


def test_there_is_a_node_to_build_with() -> None:
    try:
        node, npm = node_commands()
    except NoNodeError:
        pytest.skip("no Node.js here")
    assert node and npm


def _token(client: TestClient) -> str:
    return client.get("/").text.partition('name="_csrf" value="')[2].partition('"')[0]
