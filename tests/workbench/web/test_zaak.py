"""The pages about a case: from the start page to a decision, its explanation, and everything that may be asked or recorded about it."""

from __future__ import annotations

import copy
import os
import re
import signal
from datetime import date
from functools import partialmethod

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from engine.register import StoredDossier
from engine.register.assignments import ASSIGNED
from engine.register.replay import DECISION, Outcome
from tests.workbench.web.conftest import make_pages
from tests.workbench.web.opened import DESKTOP, PHONE, Visit
from workbench.service.assigning import OBJECTION
from workbench.service.caller import Caller
from workbench.service.pool import Processes
from workbench.toegang.actor import Actor, Role, single_user
from workbench.web import desk as desk_module
from workbench.web.desk import Desk, When, mark_of, name_of

BROWSER = pytest.mark.browser
SLOW_START = pytest.mark.timeout(900)
INCOME = "Hoe hoog is het inkomen van de cliënt van de leefeenheid in 2024? (per jaar)"
RENT = "Hoe hoog is de kale huur van de leefeenheid? (per maand)"


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return TestClient(make_pages(desk), base_url="http://127.0.0.1")


def example(desk: Desk, name: str) -> StoredDossier:
    return next(one for one in desk.dossiers() if name in name_of(one))


def copied(desk: Desk, name: str) -> StoredDossier:
    """A dossier of its own, for a test that changes it."""
    return desk.register.add_dossier(example(desk, name).content, single_user("Tester"))


def test_a_search_says_when_it_did_not_look_at_everything(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.register.add_dossier({"naam": "Een heel nieuwe zaak"}, single_user("Tester"))
    monkeypatch.setattr(desk_module, "MOST_SHOWN", 2)
    caller = Caller(single_user("Tester"))
    assert [one.id for one in desk.search(caller, "heel nieuwe", most=3).dossiers] == [made.id]
    assert (desk.search(caller, "bakker", most=3).only, desk.search(caller, "bakker").only) == (3, None)
    assert desk.search(caller, "bakker").dossiers
    monkeypatch.setattr(Desk, "search", partialmethod(Desk.search, most=3))
    assert "alleen gezocht in de 3 nieuwste dossiers" in client.get("/zaken?zoek=bakker").text


# ---------------------------------------------------------------- in a browser


@BROWSER
@SLOW_START
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_from_the_start_page_to_every_page_of_a_besluit(browser: Browser, address: str, width: int) -> None:
    with Visit(browser, address, width) as visit:
        page = visit.go("/")
        page.get_by_role("link", name="Eigen bijdrage Wlz, 1 maart 2026").first.click()
        visit.check()
        expect(page.locator(".ts-outcome__value").first).to_have_text("€ 350,00 per maand")
        for words, told in (
            ("Gegevens", "Vul in wat u weet"),
            ("Verloop", "1.264,82"),
            ("Wat als", "Er wordt niets opgeslagen"),
            ("Waarom niet", "Waarom geldt dit niet?"),
            ("Herziening", "Naheffing"),
            ("Maatwerk", "De standaarduitkomst blijft staan"),
            ("Brief", "Aan wie"),
        ):
            page.locator(".ts-tabs").get_by_role("link", name=words, exact=True).click()
            expect(page.locator("main")).to_contain_text(told)
            visit.check(everyone=width == DESKTOP or words == "Gegevens")


@BROWSER
@SLOW_START
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_lists_and_forms_about_dossiers(browser: Browser, address: str, desk: Desk, width: int) -> None:
    with Visit(browser, address, width) as visit:
        for path in ("/zaken?zoek=bakker", f"/zaken/{example(desk, 'Karim').id}", "/zaken/nieuw"):
            visit.go(path)
            visit.check()


@BROWSER
@SLOW_START
def test_with_the_keyboard_alone_from_an_empty_dossier_to_a_recorded_besluit(browser: Browser, address: str) -> None:
    with Visit(browser, address) as visit:
        page = visit.go("/zaken/nieuw")
        page.keyboard.press("Tab")
        assert focused(page) == "Naar de inhoud"
        page.keyboard.press("Enter")
        reach(page, "naam")
        page.keyboard.type("Met het toetsenbord")
        reach(page, "besluit")
        page.keyboard.type("Zorgtoeslag")
        reach(page, "op")
        page.keyboard.press("Control+A")
        page.keyboard.type("01-03-2026")
        page.keyboard.press("Enter")
        expect(page.locator("#kop-nodig")).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text("aangemaakt")
        # The first question is one of yes and no: Tab to it, choose, and send.
        radio = page.locator(".ts-ask input[type=radio]").first.get_attribute("name") or ""
        reach(page, radio)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator(".ts-outcome")).to_contain_text("vastgesteld")
        summary = page.locator(".ts-tree summary").first
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".ts-tree details").first).not_to_have_attribute("open", "")
        reach_button(page, "Leg dit besluit vast")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("vastgelegd in het register")
        visit.check()


@BROWSER
@SLOW_START
def test_a_slider_changes_the_outcome_and_without_scripts_a_button_does(browser: Browser, address: str) -> None:
    with Visit(browser, address) as visit:
        page = what_if_page(visit)
        slider = page.get_by_label(f"{INCOME}, schuif")
        slider.focus()
        slider.press("End")
        expect(page.locator("[data-result]").first).to_contain_text("Nu: € 350,00 per maand")
        visit.check()
        page.get_by_role("button", name="Maak hier een scenario van").click()
        expect(page.get_by_label("Het scenario", exact=True)).to_have_value(re.compile("met andere feiten"))
        visit.check()
    with Visit(browser, address, scripts=False) as visit:
        page = what_if_page(visit)
        assert page.get_by_label(f"{INCOME}, schuif").count() == 0
        page.get_by_label(INCOME, exact=True).fill("40.000")
        page.get_by_role("button", name="Reken uit").click()
        assert "€ 466,67 per maand" in page.locator("[data-result]").first.inner_text()


def what_if_page(visit: Visit) -> Page:
    page = visit.go("/")
    page.get_by_role("link", name="Eigen bijdrage Wlz, 1 maart 2026").first.click()
    page.get_by_role("link", name="Wat als", exact=True).click()
    return page


@BROWSER
@SLOW_START
def test_all_mistakes_stand_beside_their_fields_and_on_top(browser: Browser, address: str, desk: Desk) -> None:
    stored = copied(desk, "Meneer Bakker in het verpleeghuis")
    with Visit(browser, address) as visit:
        page = visit.go(f"/zaken/{stored.id}/besluit/huurtoeslag/gegevens?op=2026-03-01")
        page.get_by_label(RENT).fill("veel")
        page.get_by_label("Wat is de geboortedatum van de cliënt van de leefeenheid?").fill("31-02-1950")
        page.get_by_role("button", name="Opslaan").click()
        summary = page.locator("#fouten")
        expect(summary).to_be_focused()
        expect(summary.get_by_role("link")).to_have_count(2)
        summary.get_by_role("link").first.click()
        assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
        expect(page.get_by_label(RENT)).to_have_value("veel")
        visit.complaints = [one for one in visit.complaints if "400" not in one]
        visit.check()
    assert desk.register.dossier(stored.id).version == 1


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def reach(page: Page, name: str) -> None:
    """Tab until the field of that name has the focus."""
    for _ in range(80):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the field {name} cannot be reached with Tab")


def reach_button(page: Page, words: str) -> None:
    for _ in range(120):
        if focused(page) == words:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the button {words!r} cannot be reached with Tab")


# ---------------------------------------------------------------- over HTTP


def token(client: TestClient, path: str) -> tuple[str, str]:
    """The token and the version that the forms of a page hold."""
    text = client.get(path).text
    version = re.search(r'name="versie" value="([^"]+)"', text)
    return text.partition('name="_csrf" value="')[2].partition('"')[0], version[1] if version else ""


def field_id(client: TestClient, path: str, label: str) -> str:
    found = re.search(rf'for="veld-(f[0-9a-f]+)">{re.escape(label)}', client.get(path).text)
    assert found, label
    return found[1]


def test_the_second_writer_sees_both_and_nothing_is_lost(client: TestClient, desk: Desk) -> None:
    stored = copied(desk, "Meneer Bakker in het verpleeghuis")
    path = f"/zaken/{stored.id}/besluit/huurtoeslag/gegevens"
    rent = field_id(client, path, "Hoe hoog is de kale huur van de leefeenheid?")
    form, version = token(client, path)
    for amount, status in (("700", 303), ("800", 412)):
        sent = {"_csrf": form, "versie": version, rent: amount}
        answer = client.post(path, data=sent, follow_redirects=False)
        assert answer.status_code == status
    assert "700,00" in answer.text and "800" in answer.text
    newest = re.search(r'name="versie" value="([^"]+)"', answer.text)
    assert newest and newest[1] != version
    answer = client.post(path, data={"_csrf": form, "versie": newest[1], rent: "800"}, follow_redirects=False)
    assert answer.status_code == 303
    now = desk.register.dossier(stored.id)
    assert now.version == 3
    assert "€ 800" in str(now.content["leefeenheid"]["kale huur"])
    assert "€ 700" in str(desk.register.dossier(stored.id, 2).content["leefeenheid"]["kale huur"])


def test_what_is_filled_in_stands_beside_what_was_said_before(client: TestClient, desk: Desk) -> None:
    stored = copied(desk, "Meneer Bakker in het verpleeghuis")
    path = f"/zaken/{stored.id}/besluit/eigen-bijdrage-wlz/gegevens?op=2026-03-01"
    income = field_id(client, path, "Hoe hoog is het inkomen van de cliënt van de leefeenheid in 2024?")
    form, version = token(client, path)
    client.post(path, data={"_csrf": form, "versie": version, income: "31.000", "herkomst": "Belastingdienst"})
    said = desk.register.dossier(stored.id).content["leefeenheid"]["cliënt"]["inkomen"]["2024"]
    assert [one["waarde"] for one in said] == ["€ 26.000", "€ 31.000"]
    assert [one["herkomst"] for one in said] == ["eerdere opgave", "Belastingdienst"] and "bekend" in said[1]
    # Two sources that say something else: the page says so, and does not choose.
    shown = client.get(f"/zaken/{stored.id}/besluit/eigen-bijdrage-wlz?op=2026-03-01").text
    assert "nog niet vast te stellen" in shown and "Bronnen spreken elkaar hierover tegen" in shown
    form, version = token(client, f"/zaken/{stored.id}/besluit/eigen-bijdrage-wlz?op=2026-03-01")
    answer = f"/zaken/{stored.id}/besluit/eigen-bijdrage-wlz/antwoord?op=2026-03-01"
    settled = client.post(answer, data={"_csrf": form, "versie": version, income: "31.000"})
    assert settled.history[0].headers["location"].endswith("&gedaan=opgeslagen#kop-nodig")  # on to the next question
    assert "Bronnen spreken elkaar hierover tegen" not in settled.text and "vastgesteld" in settled.text


@pytest.mark.parametrize("page", ["", "besluit/zorgtoeslag"])
def test_a_page_that_takes_too_long_is_ended_and_says_so(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    place, pool = f"/zaken/{example(desk, 'Samira').id}/{page}".rstrip("/"), desk.bench.in_force.used.calculator
    assert isinstance(pool, Processes)
    with monkeypatch.context() as hurried:
        hurried.setattr(pool, "seconds", 0.2)
        os.kill(pool._workers[0]._child.process.pid or 0, signal.SIGSTOP)
        slow = client.get(place)
    assert slow.status_code == 504 and "Dit duurt te lang" in slow.text and "<h1" in slow.text
    with monkeypatch.context() as full:
        full.setattr(pool._waiting, "_most", 0)
        busy = client.get(place)
    assert busy.status_code == 503 and busy.headers["retry-after"] == "1"
    assert client.get(place).status_code == 200


def test_a_form_without_our_token_changes_nothing(client: TestClient, desk: Desk) -> None:
    stored = copied(desk, "Karim")
    path = f"/zaken/{stored.id}/besluit/bestuursrechtelijke-premie/vastleggen"
    assert client.post(path, data={"versie": stored.etag}).status_code == 403
    assert desk.recorded(stored, DECISION) == []


def test_a_recorded_besluit_can_be_made_again_and_its_taker_gets_no_bezwaar(client: TestClient, desk: Desk) -> None:
    stored = copied(desk, "Karim")
    path = f"/zaken/{stored.id}/besluit/bestuursrechtelijke-premie?op=2024-06-01"
    form, version = token(client, path)
    client.post(path.replace("?", "/vastleggen?"), data={"_csrf": form, "versie": version})
    (entry,) = desk.recorded(stored, DECISION)
    assert desk.register.replay(entry.id).outcome is Outcome.SAME
    sent = {"_csrf": form, "besluit": entry.id, "ontvangen": "01-07-2024"}
    objection = f"/zaken/{stored.id}/bezwaar"
    shown = client.get(objection).text
    assert f'<option value="{entry.by}"' not in shown and "want die nam het besluit (Awb artikel 10:3 lid 3)" in shown
    for who in ({"behandelaar": entry.by}, {"behandelaar": "ander", "ander": f" {entry.by.upper()} "}):
        refused = client.post(objection, data=sent | who)
        assert refused.status_code == 400 and "Deze persoon nam het besluit" in refused.text
    for who in ({"behandelaar": "niemand"}, {"behandelaar": "ander"}, {}):
        assert client.post(objection, data=sent | who).status_code == 400
    assert desk.recorded(stored, OBJECTION) == []
    assert client.post(objection, data=sent | {"behandelaar": "ander", "ander": "behandelaar 14"}).status_code == 200
    (kept,) = desk.recorded(stored, OBJECTION)
    assert desk.register.handling.of(stored.id).to(kept.id) == "behandelaar 14"


def test_who_handles_a_bezwaar_is_chosen_from_who_works_here_but_for_who_took_it(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each besluit has its own: who took one of them may handle what is brought against another."""
    stored = copied(desk, "Karim")
    for name, who in (("bestuursrechtelijke-premie", "u-1"), ("eigen-bijdrage-wmo", "u-2")):
        info = desk.law.besluit(name)
        caller = Caller(Actor(who, who, frozenset({Role.BEHANDELAAR})))
        taken = desk.decide(stored, desk.read(stored.content), info, When(date(2024, 6, 1)), caller)
        desk.record_decision(stored, taken, caller)
    settings = desk.bench.settings.model_copy(update={"handlers": {"u-1": "Anna", "u-2": "Ben"}})
    monkeypatch.setattr(desk.bench, "settings", settings)
    premie = next(one for one in desk.recorded(stored, DECISION) if one.by == "u-1")
    objection = f"/zaken/{stored.id}/bezwaar"
    assert "Wie behandelt het bezwaar?" not in client.get(objection).text  # first which besluit
    shown = client.get(f"{objection}?besluit={premie.id}").text
    offered = re.findall(
        r'<option value="([^"]+)">', shown.partition('name="behandelaar"')[2].partition("</select>")[0]
    )
    assert offered == ["u-2"] and "Niet te kiezen: Anna," in shown and "Iemand anders" not in shown
    form, _ = token(client, objection)
    sent = {"_csrf": form, "besluit": premie.id, "ontvangen": "01-07-2024", "behandelaar": "u-1"}
    assert "Deze persoon nam het besluit" in client.post(objection, data=sent).text
    assert "behandeld door Ben" in client.post(objection, data=sent | {"behandelaar": "u-2"}).text
    (kept,) = desk.recorded(stored, OBJECTION)
    over = f"/zaken/{stored.id}/toewijzing"
    again = client.get(f"{over}?bezwaar={kept.id}").text
    assert '<option value="u-1"' not in again and "Nu: <strong>Ben</strong>" in again
    seen = {"_csrf": form, "bezwaar": kept.id, "gezien": desk.register.handling.of(stored.id).etag}
    refused = client.post(over, data=seen | {"behandelaar": "u-1"})
    assert refused.status_code == 400 and "Deze persoon nam het besluit" in refused.text
    assert client.post(over, data=seen | {"behandelaar": "u-2"}).status_code == 200
    assert client.get(f"{over}?bezwaar=bezwaar-x").status_code == 404


def test_a_case_is_given_to_somebody_taken_over_and_found_in_the_list_of_their_work(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = copied(desk, "Karim")
    path, over, name = f"/zaken/{stored.id}", f"/zaken/{stored.id}/toewijzing", name_of(stored)
    assert "Wijs toe" not in client.get(path).text, "who works alone gives no work away"
    settings = desk.bench.settings.model_copy(update={"handlers": {"eenpersoons": "Anna", "u-2": "<b>Ben</b>"}})
    monkeypatch.setattr(desk.bench, "settings", settings)
    form, _ = token(client, over)
    assert "Nog niemand behandelt deze zaak" in client.get(path).text
    first = {"_csrf": form, "gezien": desk.register.handling.of(stored.id).etag}
    for wrong in ("", "u-3", "ander", "111222333"):
        assert client.post(over, data=first | {"behandelaar": wrong}).status_code == 400
    given = client.post(over, data=first | {"behandelaar": "u-2"})
    assert "Behandelaar: <strong>&lt;b&gt;Ben&lt;/b&gt;</strong>" in given.text
    assert f"/zaken/{stored.id}" not in client.get("/zaken?van=mij").text
    late = client.post(over, data=first | {"behandelaar": "eenpersoons"})
    assert late.status_code == 412 and "Iemand anders wees dit intussen toe" in late.text
    bens = client.get("/zaken", params={"van": mark_of("u-2"), "zoek": name})
    assert f"/zaken/{stored.id}" in bens.text and "u-2" not in bens.text
    taken = re.search(r'name="gezien" value="(\w+)".*?Neem deze zaak', client.get(path).text)
    assert taken is not None
    client.post(over, data={"_csrf": form, "gezien": taken[1], "behandelaar": "eenpersoons"})
    assert "Neem deze zaak" not in client.get(path).text
    for address in ("/zaken?van=mij", "/"):
        assert f"/zaken/{stored.id}" in client.get(address).text and "Mijn zaken" in client.get(address).text
    assert f"/zaken/{stored.id}" not in client.get("/zaken?van=niemand").text
    last = {"_csrf": form, "gezien": desk.register.handling.of(stored.id).etag}
    client.post(over, data=last | {"behandelaar": "niemand"})
    assert f"/zaken/{stored.id}" in client.get("/zaken?van=niemand").text
    assert [one.payload["aan"] for one in desk.recorded(stored, ASSIGNED)] == [None, "eenpersoons", "u-2"]


def test_maatwerk_is_weighed_within_the_openings_and_beside_what_others_did(client: TestClient, desk: Desk) -> None:
    stored = copied(desk, "Meneer De Wit")
    path = f"/zaken/{stored.id}/besluit/begin-van-de-bijdrage-wmo/maatwerk?op=2026-06-10"
    form, _ = token(client, path)
    empty = client.post(path, data={"_csrf": form})
    assert empty.status_code == 400 and empty.text.count("utrecht-form-field-error-message") >= 10
    weighed = {
        "_csrf": form,
        "opening": "Algemene wet bestuursrecht artikel 3:4 lid 2",
        "wringt": "Elf maanden tegelijk.",
        "gehoord-wie-1": "meneer De Wit",
        "gehoord-op-1": "03-06-2026",
        "gehoord-wat-1": "Hij wist van niets.",
        "oplossingen": "een regeling\nkorter",
        "keuze": "niet afwijken",
        "motivering": "De regeling helpt genoeg.",
        "niveau": "collega",
        "ondertekend": "ja",
    } | {
        f"perspectief-{part}-{number}": f"{part} {number}" for part in ("naam", "voor", "tegen") for number in (1, 2, 3)
    }
    assert client.post(path, data=weighed | {"opening": "een eigen idee"}).status_code == 400
    begun = client.post(path, data=weighed | {"gehoord-wat-2": "Een tweede keer."})
    assert begun.status_code == 400 and 'id="fout-gehoord-wie-2"' in begun.text and "Een tweede keer." in begun.text
    assert client.post(path, data=weighed).status_code == 200
    again = client.post(path, data=weighed)
    assert again.status_code == 400 and "eerdere afwegingen" in again.text
    kenmerk = re.search(r'name="vergelijkbaar" value="([^"]+)"', again.text)
    assert kenmerk
    assert client.post(path, data=weighed | {"vergelijkbaar": kenmerk[1]}).status_code == 200


def test_a_provisional_nothing_says_what_it_may_become(client: TestClient, desk: Desk) -> None:
    """Nothing that may turn out to be something is the trap: the page never shows it alone."""
    content = copy.deepcopy(example(desk, "Sanne").content)
    content["leefeenheid"]["cliënt"]["te verwachten inkomen"]["2025"] = "€ 0"
    stored = desk.register.add_dossier(content, single_user("Tester"))
    shown = client.get(f"/zaken/{stored.id}/besluit/eigen-bijdrage-wlz?op=2025-08-01").text
    assert "niet verschuldigd" in shown and "voorlopig" in shown
    assert "Later kan blijken dat er toch moet worden betaald" in shown


def test_dates_that_cannot_be_are_said_beside_their_fields(client: TestClient, desk: Desk) -> None:
    at = f"/zaken/{example(desk, 'Meneer Bakker in het').id}/besluit/eigen-bijdrage-wlz"
    for path in ("/verloop?van=32-01-2026", "/herziening?toen=gisteren", "/verloop?van=01-01-1900&tot=31-12-2026"):
        answer = client.get(at + path)
        assert answer.status_code == 400 and "utrecht-form-field-error-message" in answer.text


def test_no_name_of_anybody_stands_in_an_address(client: TestClient, desk: Desk) -> None:
    """An object of a dossier may be called by a name; an address calls it by a mark, and finds it again."""
    stored = example(desk, "Mevrouw De Boer")
    shown = client.get(f"/zaken/{stored.id}?alles=ja").text
    links = set(re.findall(r'href="([^"]*kwijtschelding-of-restitutie[^"]*)"', shown))
    assert len(links) == 3 and not any("boer" in link.casefold() for link in links)
    told = {
        re.search(r"over ([^<]*geldschuld\[\d\])", client.get(link.replace("&amp;", "&")).text)[1] for link in links
    }  # type: ignore[index]
    assert len(told) == 3
