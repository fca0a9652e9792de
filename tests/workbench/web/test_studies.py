"""The pages *Scenario's*, *Uitvoeringstoets* and *Register*, as somebody goes through them."""

from __future__ import annotations

import json
import re
import time
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from tests.workbench.web.conftest import make_pages
from tests.workbench.web.opened import DESKTOP, PHONE, Visit
from workbench.service.jobs import REPORT, Job, Jobs
from workbench.web.desk import Desk, name_of

BROWSER = [pytest.mark.browser, pytest.mark.timeout(900)]


def client_of(desk: Desk) -> TestClient:
    return TestClient(make_pages(desk), base_url="http://127.0.0.1")


def token_of(client: TestClient, path: str) -> str:
    return client.get(path).text.partition('name="_csrf" value="')[2].partition('"')[0]


def dossier(desk: Desk, words: str) -> str:
    return next(one.id for one in desk.dossiers() if words in name_of(one))


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
class TestInABrowser:
    pytestmark = BROWSER

    def test_a_suite_is_run_and_read(self, browser: Browser, address: str, width: int) -> None:
        with Visit(browser, address, width) as visit:
            page = visit.go("/scenarios")
            visit.check()
            page.get_by_role("link", name="Drempelinkomen").click()
            visit.check()
            assert "goed" in page.inner_text("main")

    def test_the_register_is_read_and_verified(self, browser: Browser, address: str, width: int) -> None:
        with Visit(browser, address, width) as visit:
            page = visit.go("/register")
            visit.check()
            page.get_by_role("link", name="1", exact=True).first.click()
            visit.check()
            visit.go("/register")
            page.get_by_role("button", name="Controleer het hele register").click()
            visit.check()
            assert "zoals het is geschreven" in page.inner_text("main")

    def test_a_study_can_be_asked_for(self, browser: Browser, address: str, width: int) -> None:
        with Visit(browser, address, width) as visit:
            page = visit.go("/uitvoeringstoets")
            visit.check()
            page.get_by_role("button", name="Reken door").click()
            assert page.get_by_role("alert").count() == 1
            page.get_by_text("Kies een variant.").first.wait_for()


def test_what_is_wrong_with_a_study_is_told_at_once(desk: Desk) -> None:
    client = client_of(desk)
    token = token_of(client, "/uitvoeringstoets")
    sent = client.post(
        "/uitvoeringstoets", data={"_csrf": token, "jaar": "1800", "personen": "1", "peil": "uur", "zaden": "x"}
    )
    assert sent.status_code == 400
    for text in ("Kies een variant.", "Vul een jaar in", "Kies een van de mogelijkheden."):
        assert text in sent.text


@pytest.mark.timeout(600)
def test_a_study_runs_and_its_report_is_opened(desk: Desk) -> None:
    client = client_of(desk)
    token = token_of(client, "/uitvoeringstoets")
    form = {
        "_csrf": token,
        "variant": "indexatie abonnementstarief 2024",
        "jaar": "2024",
        "personen": "10000",
        "peil": "jaar",
        "zaden": "0",
    }
    sent = client.post("/uitvoeringstoets", data=form, follow_redirects=False)
    assert sent.status_code == 303
    place = sent.headers["location"]
    until = time.monotonic() + 500
    while "Het rapport" not in (shown := client.get(place).text):
        assert time.monotonic() < until and "mislukt" not in shown, shown
        time.sleep(0.5)
    report = client.get(f"{place}/rapport.html")
    assert report.status_code == 200 and "niet voor besluiten" in report.text
    assert "script-src" not in report.headers["content-security-policy"]
    assert client.get(f"{place}/stand.json").status_code == 404
    assert client.get(f"{place}/..%2fstand.json").status_code == 404


def finished(desk: Desk, number: int, year: int, figures: dict[str, list[dict[str, str | None]]]) -> str:
    """A simulation that is done, with a report of these figures."""
    job = Job(f"simulatie-{number:032x}", "simulatie", f"proef {number}", "iemand", f"2026-01-0{number}", state="klaar")
    place = desk.bench.jobs.place(job.id)
    (place / REPORT).mkdir(parents=True)
    (place / "stand.json").write_text(json.dumps(asdict(job)))
    receipt = {"jaar": year, "varianten": {f"variant {number}": "0"}, "tegenover": {}}
    report = {"soort": "uitvoeringstoets", "getallen": figures, "verantwoording": receipt}
    (place / REPORT / "rapport.json").write_text(json.dumps(report))
    return job.id


def test_two_studies_stand_beside_each_other(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.bench, "jobs", Jobs(tmp_path, lambda job: None))

    def figure(name: str, words: str, *ends: str | None) -> dict[str, str | None]:
        low, high = ends or (None, None)
        return {"naam": name, "soort": "aantal", "in woorden": words, "waarde": "5", "laagste": low, "hoogste": high}

    more = figure("met een hoger bedrag over het jaar", "500", "400", "600")
    one = finished(desk, 1, 2024, {"Eigen bijdrage Wmo": [figure("bedrag met de variant", "€ 5"), more]})
    other = finished(desk, 2, 2025, {"Eigen bijdrage Wmo": [figure("bedrag met de variant", "<i>€ 6")], "aannames": []})
    broken = finished(desk, 3, 2025, {"Eigen bijdrage Wmo": [{"naam": "x"}]})
    client, place = client_of(desk), "/uitvoeringstoets/vergelijken"
    assert client.get("/uitvoeringstoets").text.count('name="taak"') == 3
    shown = client.get(place, params={"taak": [other, one]}).text
    rows = [re.findall(r">([^<>]+)<", row) for row in re.findall(r"<tr.*?</tr>", shown.replace("\n", ""))]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert ["bedrag met de variant", "€ 5", "&lt;i&gt;€ 6"] in cells
    assert ["met een hoger bedrag over het jaar", "500", "400 tot 600", "–"] in cells
    assert ["Variant", "variant 1", "variant 2"] in cells and "Niet gelijk: het jaar." in shown
    for chosen in ([], [one], [one, one], [one, other, broken]):
        assert "Kies er twee om te vergelijken." in client.get(place, params={"taak": chosen}).text
    assert client.get(place, params={"taak": [one, broken]}).status_code == 409
    assert client.get(place, params={"taak": [one, "../register"]}).status_code == 404


def test_a_suite_of_a_variant_runs_under_that_variant(desk: Desk) -> None:
    """Its cases come out otherwise under the law itself, so that none would be good there."""
    shown = client_of(desk).get("/scenarios/bestand/varianten/indexatie-2024").text
    assert "<strong>indexatie abonnementstarief 2024</strong>" in shown and re.search(r"Alle [1-9]\d* goed", shown)
    assert "Wat deze gevallen van de regels gebruiken" not in shown


def test_a_suite_that_takes_too_long_is_ended_and_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    client, place = client_of(desk), "/scenarios/bestand/toeslagen/huurtoeslag-2021-2024"
    with monkeypatch.context() as hurried:
        hurried.setattr(desk.bench.in_force.used.calculator, "seconds", 0.2)
        slow = client.get(place)
    assert slow.status_code == 504 and "Dit duurt te lang" in slow.text
    assert "goed" in client.get("/scenarios/bestand/wmo/bijdrage-2019").text


def test_a_decision_becomes_a_scenario(desk: Desk) -> None:
    client, key = client_of(desk), dossier(desk, "Yilmaz")
    place = f"/scenarios/van/{key}/besluit/eigen-bijdrage-wmo"
    shown = client.get(place)
    assert shown.status_code == 200 and "gegevens van een mens" in shown.text
    made = client.get(f"{place}/scenario.yaml")
    assert made.headers["content-disposition"].startswith("attachment")
    (scenario,) = yaml.safe_load(made.text)["scenarios"]
    assert scenario["verwacht"]["status"] == "vastgesteld"
    assert "Yilmaz" not in made.text


def test_a_what_if_becomes_a_scenario_with_its_changed_facts(desk: Desk) -> None:
    client, key = client_of(desk), dossier(desk, "Yilmaz")
    kept = "?op=2026-07-01"
    asked = client.get(f"/zaken/{key}/besluit/eigen-bijdrage-wmo/wat-als{kept}").text
    knobs = re.findall(r'name="(f[0-9a-f]{12})"[^>]*value="ja"\s*( checked)?', asked)
    field, checked = knobs[0]
    form = {"_csrf": token_of(client, "/"), field: "nee" if checked else "ja"}
    result = client.post(f"/zaken/{key}/besluit/eigen-bijdrage-wmo/wat-als{kept}", data=form).text
    (place,) = re.findall(r'formaction="([^"]+)"', result)
    shown = client.post(place, data=form)
    assert shown.status_code == 200 and "Anders dan in het dossier" in shown.text
    (file,) = re.findall(r'formaction="([^"]+)"', shown.text)
    made, was = client.post(file, data=form), client.get(file)
    (scenario,), (before,) = (yaml.safe_load(one.text)["scenarios"] for one in (made, was))
    assert scenario["feiten"] != before["feiten"] and "met andere feiten" in scenario["bron"]
    save = {"tekst": made.text, "naam": "Wat als", "voorstel": "Wat als het anders was", "nagekeken": "ja"}
    saved = client.post(place.replace("/wat-als?", "?"), data=form | save, follow_redirects=False)
    assert saved.status_code == 303, saved.text


def test_a_scenario_is_saved_on_a_proposal_once(desk: Desk) -> None:
    client, key = client_of(desk), dossier(desk, "Yilmaz")
    place = f"/scenarios/van/{key}/besluit/eigen-bijdrage-wmo"
    text = client.get(f"{place}/scenario.yaml").text
    form = {"_csrf": token_of(client, place), "tekst": text, "naam": "Hulp <b>thuis</b>", "voorstel": "Uit de praktijk"}
    assert "Bevestig dat niets" in client.post(place, data=form).text
    form["nagekeken"] = "ja"
    wrong = {
        "naam": ("Bijdrage", "Er is bij de regels al een scenario met deze naam (wmo/bijdrage)."),
        "voorstel": ("", "Noem het voorstel"),
        "tekst": (text.replace("bron: zaak", "bron: 111222333"), "Er staat een burgerservicenummer in."),
    }
    for name, (given, told) in wrong.items():
        answer = client.post(place, data=form | {name: given})
        assert answer.status_code == 422 and told in answer.text and f'id="fout-{name}"' in answer.text
    other = client.post(place, data=form | {"tekst": text.replace("status: vastgesteld", "status: onbepaald")})
    assert other.status_code == 422 and "klopt niet met de regels van nu" in other.text
    saved = client.post(place, data=form, follow_redirects=False)
    assert saved.status_code == 303 and saved.headers["location"].startswith("/regels/voorstel/uit-de-praktijk?")
    shown = client.get("/regels/voorstel/uit-de-praktijk").text
    assert "wmo/hulp-b-thuis-b" in shown and "naam: Hulp &lt;b&gt;thuis" in shown and "Vraag goedkeuring" not in shown
    again = client.post(place, data=form)
    assert again.status_code == 422 and "Er is in het voorstel uit-de-praktijk al een scenario" in again.text


def test_only_a_decision_is_made_again(desk: Desk) -> None:
    client = client_of(desk)
    first = desk.register.entries(limit=1)[0]
    token = token_of(client, "/register")
    assert client.post(f"/register/{first.id}/herhaling", data={"_csrf": token}).status_code == 404
    assert client.get("/register/niets").status_code == 404
    assert client.get("/scenarios/bestand/toeslagen/..%2f..%2fpyproject").status_code == 404
