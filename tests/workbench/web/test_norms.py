"""The page *Normen*: from the list of scoreboards to a verdict and the text of its norm."""

from __future__ import annotations

import time

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from tests.workbench.web.conftest import make_pages
from tests.workbench.web.opened import DESKTOP, PHONE, Visit
from workbench.web.desk import Desk

BOARD = "/normen/cak-jaarverslag-2024/2024"


@pytest.mark.browser
@pytest.mark.timeout(900)
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_from_the_list_to_a_norm(browser: Browser, address: str, width: int) -> None:
    with Visit(browser, address, width) as visit:
        page = visit.go("/normen")
        visit.check()
        page.get_by_role("link", name="CAK Jaarverslag 2024: normen over 2024").click()
        visit.check()
        page.get_by_role("link", name="Zvw", exact=True).first.click()
        visit.check()
        page.get_by_role("link", name="K-CAK-01 bereikbaarheid telefonie").first.click()
        visit.check()
        assert "71%" in page.inner_text("main") and "niet behaald" in page.inner_text("main")


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    client = TestClient(make_pages(desk), base_url="http://127.0.0.1")
    for path in (
        f"{BOARD}/niets.html",
        "/normen/niets/2024/scorebord.html",
        "/normen/cak-jaarverslag-2024/x/scorebord.html",
    ):
        answer = client.get(path)
        assert answer.status_code == 404 and "<html" in answer.text


def test_records_that_nobody_named_are_not_measured(desk: Desk) -> None:
    client = TestClient(make_pages(desk), base_url="http://127.0.0.1")
    token = client.get("/normen").text.partition('name="_csrf" value="')[2].partition('"')[0]
    answer = client.post("/normen/meten", data={"periode": "2024", "_csrf": token})
    assert answer.status_code == 400
    assert client.get("/normen/registraties/2024/scorebord.html").status_code == 404


def test_reported_figures_are_held_against_the_norms(desk: Desk) -> None:
    client = TestClient(make_pages(desk), base_url="http://127.0.0.1")
    token = client.get("/normen").text.partition('name="_csrf" value="')[2].partition('"')[0]
    figure = "- norm: bereikbaarheid telefonie\n    onderdeel: Zvw\n    periode: 2024\n    waarde: 71%\n"
    text = f"opgave: Verslag <b>\norganisatie: CAK\ncijfers:\n  {figure}"
    form = {"_csrf": token, "vorm": "yaml", "opgave": text, "opgave_periode": "2024"}
    for name, given, told in (
        ("opgave", text.replace("71%", "veel"), "Regel 7:"),
        ("opgave", text.replace("CAK", "CAQ"), "Er zijn geen normen voor CAQ. Wel voor: CAK,"),
        ("opgave", "", "Zet hier de cijfers"),
        ("opgave_periode", "ooit", "Vul een periode in"),
    ):
        answer = client.post("/normen/opgave", data=form | {name: given})
        assert answer.status_code == 400 and told in answer.text and f'id="fout-{name}"' in answer.text
    assert client.post("/normen/opgave", data=form | {"opgave": "x" * 200_001}).status_code == 413
    shown = client.post("/normen/opgave", data=form)
    assert shown.status_code == 200 and "Verslag &lt;b&gt;" in shown.text and "komt in het register" in shown.text
    assert "K-CAK-01" in shown.text and "Verslag &lt;b&gt;: normen in 2024" in client.get("/normen").text
    id_ = str(shown.url).split("/")[4]
    until = time.monotonic() + 60
    while not desk.bench.jobs.job(id_, "normrapport").ended:
        assert time.monotonic() < until
        time.sleep(0.1)
    (entry,) = desk.register.entries("normrapport", id_)
    assert set(entry.payload["invoer"]) == {"opgave.yaml"}
    table = "opgave;organisatie;norm;onderdeel;periode;waarde\nVerslag;CAK;bereikbaarheid telefonie;Zvw;2024;71%\n"
    csv = client.post("/normen/opgave", data=form | {"vorm": "csv", "opgave": table})
    assert csv.status_code == 200 and "K-CAK-01" in csv.text
    assert client.get(f"/normen/normrapport-{'0' * 32}/2024/scorebord.html").status_code == 404
