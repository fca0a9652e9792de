"""From a besluit to its letter, on the page and as a file."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from tests.workbench.web.conftest import make_pages
from tests.workbench.web.opened import DESKTOP, PHONE, Visit
from workbench.web.desk import Desk, name_of

FILLED = {
    "aan naam": "mevrouw E. Yilmaz",
    "aan adres": "Dorpsstraat 12\n1234 AB Voorbeelddam",
    "kenmerk": "WMO-1",
    "afzender adres": "Postbus 1",
    "contact": "0800 00 00",
    "bezwaar naar": "Postbus 2",
}


def place_of(desk: Desk) -> str:
    key = next(one.id for one in desk.dossiers() if "Yilmaz" in name_of(one))
    return f"/zaken/{key}/besluit/eigen-bijdrage-wmo/brief"


@pytest.mark.browser
@pytest.mark.timeout(900)
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_letter_is_made_and_read(browser: Browser, address: str, desk: Desk, width: int) -> None:
    with Visit(browser, address, width) as visit:
        page = visit.go(place_of(desk))
        visit.check()
        for name, text in FILLED.items():
            page.locator(f'[name="{name}"]').fill(text)
        page.get_by_role("button", name="Bekijk de brief").click()
        visit.check()
        shown = page.inner_text("article")
        assert "€ 20,60 per maand" in shown and "Geachte mevrouw E. Yilmaz" in shown and "Postbus 2" in shown
        with page.expect_download() as download:
            page.get_by_role("button", name="PDF").click()
        assert download.value.suggested_filename == "concept-brief.pdf"


def test_what_is_missing_is_told_and_what_was_filled_in_stays(desk: Desk) -> None:
    client, place = TestClient(make_pages(desk), base_url="http://127.0.0.1"), place_of(desk)
    token = client.get(place).text.partition('name="_csrf" value="')[2].partition('"')[0]
    sent = client.post(place, data={"_csrf": token, "gevraagd": "nee", "aan naam": "<b>Anna</b>", "vorm": "pdf"})
    assert sent.status_code == 400 and 'id="fout-kenmerk">Vul het kenmerk van de zaak in.<' in sent.text
    assert "&lt;b&gt;Anna&lt;/b&gt;" in sent.text and "<b>Anna" not in sent.text
    kinds = {"docx": b"PK", "odt": b"PK", "html": b"<!doctype"}
    whole = FILLED | {"aan als": "betrokkene", "organisatie": "CAK", "door": "B", "functie": "behandelaar"}
    for kind, start in kinds.items():
        form = whole | {"_csrf": token, "gevraagd": "nee", "grond": "financieel besluit", "vorm": kind}
        made = client.post(place, data=form)
        assert made.status_code == 200 and made.content.startswith(start)
        assert "attachment" in made.headers["content-disposition"]


def test_what_is_wrong_with_a_letter_stands_beside_its_field(desk: Desk) -> None:
    client, place = TestClient(make_pages(desk), base_url="http://127.0.0.1"), place_of(desk)
    token = client.get(place).text.partition('name="_csrf" value="')[2].partition('"')[0]
    whole = FILLED | {"_csrf": token, "aan als": "betrokkene", "organisatie": "CAK", "door": "B", "functie": "c"}

    def told(**more: str) -> dict[str, str]:
        answer = client.post(place, data=whole | {"gevraagd": "nee", "grond": "spoed"} | more).text
        beside = dict(re.findall(r'id="fout-([^"]+)">([^<]+)<', answer))
        summary = answer.partition('id="fouten"')[2].partition("</ul>")[0]
        linked = set(re.findall(r'href="#veld-([^"]+)"', summary))
        assert linked == set(beside) and all(f' id="veld-{name}"' in answer for name in linked)
        assert all(f'aria-describedby="fout-{name}"' in answer or f" fout-{name}" in answer for name in linked)
        return beside

    assert set(told()) == set()
    assert set(told(contact=" \n ", **{"bezwaar naar": ""})) == {"contact", "bezwaar-naar"}
    assert set(told(gevraagd="ja")) == {"op", "gezegd", "onze-reactie"}
    wrong = told(gevraagd="ja", op="32 maart", gezegd="x", **{"onze reactie": "y"})
    assert wrong == {"op": "Dit is geen datum. Schrijf bijvoorbeeld 01-03-2026."}
    assert set(told(**{"aan als": "curator"})) == {"aan-namens"}
    assert set(told(**{"afschrift naam": "C", "afschrift als": "curator"})) == {"afschrift-adres", "afschrift-namens"}
    assert "er zijn geen erven" in told(**{"aan als": "erven"})["aan-als"]


def test_a_letter_begins_with_what_the_settings_say_and_keeps_nothing_out_of_sight(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = desk.bench.settings.model_copy(update={"letters": {"contact": "0800 11 <b>", "organisatie": "SVB"}})
    monkeypatch.setattr(desk.bench, "settings", settings)
    client, place = TestClient(make_pages(desk), base_url="http://127.0.0.1"), place_of(desk)
    shown = client.get(place).text
    assert "0800 11 &lt;b&gt;" in shown and 'value="SVB"' in shown and "nog niet vastgelegd" in shown
    token = shown.partition('name="_csrf" value="')[2].partition('"')[0]
    whole = FILLED | {"_csrf": token, "organisatie": "CAK", "door": "B", "functie": "c", "gevraagd": "nee"}
    sent = whole | {"grond": "spoed", "aan namens": "iemand van eerder", "aan als": "betrokkene"}
    made = client.post(place, data=sent).text
    assert "Geachte mevrouw E. Yilmaz" in made and "betrokkene van iemand van eerder" not in made


def test_of_a_besluit_that_is_not_settled_the_page_says_so_before_anything_is_filled_in(desk: Desk) -> None:
    client = TestClient(make_pages(desk), base_url="http://127.0.0.1")
    key = next(one.id for one in desk.dossiers() if "Yilmaz" in name_of(one))
    assert "er ontbreken nog gegevens" in client.get(f"/zaken/{key}/besluit/zorgtoeslag/brief").text
    assert "nog geen brief" not in client.get(place_of(desk)).text
