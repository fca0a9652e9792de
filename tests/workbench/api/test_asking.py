"""What one may ask about a case: the answers are those of the engine, and what is wrong has its place."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.workbench.api.conftest import dossier
from workbench.api.models import Overview
from workbench.settings import Settings

CASE: dict[str, Any] = {"besluit": "Zorgtoeslag", "dossier": dossier("zorgtoeslag")}


def asked(client: TestClient, path: str, **more: Any) -> Any:
    answer = client.post(f"/v1{path}", json=CASE | more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_regelingen_say_what_they_ask_and_give(client: TestClient) -> None:
    found = client.get("/v1/regelingen/zorgtoeslag").json()
    assert "Zorgtoeslag" in [one["naam"] for one in found["besluiten"]]
    days = [one["geldigVanaf"] for one in client.get("/v1/regelingen/zorgtoeslag/versies").json()["versies"]]
    assert days == sorted(days) and days
    schema = client.get("/v1/regelingen/zorgtoeslag/schema").json()
    assert "leefeenheid" in schema["properties"]
    missed = client.get("/v1/regelingen/zorgtoeslg").json()
    assert (missed["status"], missed["fouten"][0]["oplossing"]) == (404, "Bedoelde u 'zorgtoeslag'?")


@pytest.mark.parametrize("level", ["burger", "behandelaar", "juridisch"])
def test_an_explanation_at_each_level(client: TestClient, level: str) -> None:
    found = asked(client, "/uitleg", niveau=level)
    assert (found["niveau"], bool(found["uitleg"]), found["tekst"]) == (level, True, "")
    assert asked(client, "/uitleg", niveau=level, vorm="tekst")["tekst"].strip()


def test_the_next_question_is_one_that_a_person_can_answer(client: TestClient) -> None:
    part = {"rekendatum": "01-01-2026", "leefeenheid": {"cliënt": {"geboortedatum": "08-09-1994"}}}
    found = asked(client, "/volgende-vraag", dossier=part)
    assert found["status"] == "nog niet vast te stellen"
    assert found["vraag"] == found["nogNodig"][0]
    assert found["vraag"]["vraag"].endswith("?")
    assert asked(client, "/volgende-vraag")["vraag"] is None


def test_why_not_and_what_if(client: TestClient) -> None:
    assert asked(client, "/waarom-niet", doel="zorgtoeslag toegekend")["uitleg"]
    wrong = client.post("/v1/waarom-niet", json=CASE | {"doel": "zorgtoeslag toegekent"}).json()
    assert (wrong["status"], wrong["fouten"][0]["pad"]) == (400, "/doel")
    assert asked(client, "/wat-als", feiten=["heeft een notarieel samenlevingscontract van de leefeenheid = nee"])[
        "uitleg"
    ]
    wrong = client.post("/v1/wat-als", json=CASE | {"feiten": ["inkomen", "onzin = 3"]}).json()
    assert {one["pad"] for one in wrong["fouten"]} == {"/feiten/0", "/feiten/1"}


def test_a_timeline_and_a_period_that_cannot_be(client: TestClient) -> None:
    found = asked(client, "/tijdlijnen", van="2026-01-01", tot="2026-12-31")
    assert (found["stukken"][0]["van"], found["stukken"][-1]["tot en met"]) == ("2026-01-01", "2026-12-31")
    wrong = client.post("/v1/tijdlijnen", json=CASE | {"van": "2026-01-01", "tot": "2025-12-31"}).json()
    assert [one["pad"] for one in wrong["fouten"]] == ["/tot"]


def test_a_herziening_sets_then_beside_now(client: TestClient) -> None:
    question = {"dossier": dossier("meneer-bakker"), "besluit": "Eigen bijdrage Wlz"}
    days = {"van": "2026-01-01", "tot": "2026-06-30", "toen": "2026-01-10", "nu": "2026-11-01"}
    found = client.post("/v1/herzieningen", json=question | days).json()
    assert found["perioden"][0]["was"]["bedrag"] == "350"
    assert found["uitleg"]["titel"]
    wrong = client.post("/v1/herzieningen", json=question | days | {"nu": "2025-01-01", "tot": "2020-01-01"}).json()
    assert {one["pad"] for one in wrong["fouten"]} == {"/nu", "/tot"}


def test_a_traject_is_followed_and_falls_due_in_an_agenda(client: TestClient) -> None:
    question = {"traject": "Betalingsachterstand zorgpremie", "dossier": dossier("karim"), "rekendatum": "2024-05-20"}
    found = client.post("/v1/trajecten", json=question).json()
    assert found["weg"] and found["agenda"].startswith("BEGIN:VCALENDAR")
    missed = client.post("/v1/trajecten", json=question | {"traject": "onzin"}).json()
    assert [(one["code"], one["pad"]) for one in missed["fouten"]] == [("TS812", "/traject")]


def test_a_date_without_rules_is_told(client: TestClient) -> None:
    answer = client.post("/v1/beslissingen", json=CASE | {"rekendatum": "1950-01-01"}).json()
    assert answer["status"] != "vastgesteld"


def test_signals_and_the_form_of_an_afweging(client: TestClient) -> None:
    assert asked(client, "/signalen")["besluit"] == "Zorgtoeslag"
    form = asked(client, "/afwegingen/formulieren")
    assert form["openingen"]
    assert form["formulier"].startswith("# Maatwerkafweging")
    wrong = client.post("/v1/afwegingen", json={"afweging": {"soort": "afweging"}, "dossier": CASE["dossier"]})
    assert wrong.status_code == 400
    assert all(one["pad"].startswith("/afweging") for one in wrong.json()["fouten"])


def test_everything_for_one_household_is_for_its_own_data_alone(client: TestClient, settings: Settings) -> None:
    entries = client.get("/v1/register/inschrijvingen?aantal=200&soort=besluit").text
    trace = "22222222222222222222222222222222"
    parent = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    question = {"dossier": dossier("gezin"), "herkomst": "eigen opgave"}
    answer = client.post("/v1/overzichten", json=question, headers=parent)
    assert answer.status_code == 200, answer.text
    found = Overview.model_validate(answer.json()).model_dump()
    assert len({one["regeling"] for one in found["besluiten"]}) > 3 and found["waarschuwing"]
    assert client.get("/v1/register/inschrijvingen?aantal=200&soort=besluit").text == entries
    assert [line for line in settings.logbook.read_text().splitlines() if trace in line]
    stored = client.post("/v1/overzichten", json={"dossierId": "dossier-1", "herkomst": "eigen opgave"})
    assert (stored.status_code, "van een organisatie" in stored.json()["detail"]) == (403, True)
    income = [{"waarde": "€ 24.000", "herkomst": "Belastingdienst"}]
    client_ = {"geboortedatum": "08-09-1994", "inkomen": {"2026": income}}
    theirs = {"rekendatum": "01-03-2026", "leefeenheid": {"cliënt": client_}}
    refused = client.post("/v1/overzichten", json={"dossier": theirs, "herkomst": "eigen opgave"})
    assert (refused.status_code, "Belastingdienst" in refused.json()["fouten"][0]["oorzaak"]) == (400, True)
    assert client.post("/v1/overzichten", json={"dossier": theirs, "herkomst": "verzonnen"}).status_code == 200
    assert client.post("/v1/overzichten", json={"dossier": theirs}).status_code == 400


def test_one_dossier_and_not_two(client: TestClient) -> None:
    both = client.post("/v1/beslissingen", json=CASE | {"dossierId": "dossier-1"}).json()
    neither = client.post("/v1/beslissingen", json={"besluit": "Zorgtoeslag"}).json()
    assert [one["pad"] for one in (*both["fouten"], *neither["fouten"])] == ["/dossier", "/dossier"]
    assert client.post("/v1/beslissingen", json={"besluit": "Zorgtoeslag", "dossierId": "dossier-1"}).status_code == 404
