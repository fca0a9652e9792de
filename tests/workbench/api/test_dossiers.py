"""Stored dossiers: versions, conditional writes, pages, idempotency, and what is written about them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from engine.register.trouble import Unavailable
from engine.register.turns import Turns
from tests.workbench.api.conftest import dossier
from workbench.service.workbench import TROUBLED
from workbench.settings import Settings

CONTENT = dossier("zorgtoeslag")
BSN = "123456782"


def stored(client: TestClient, **headers: str) -> Any:
    answer = client.post("/v1/dossiers", json={"inhoud": CONTENT}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer


def test_the_second_of_two_writers_gets_412_and_loses_nothing(client: TestClient) -> None:
    made = stored(client)
    place, tag = made.headers["location"], made.headers["etag"]
    first, second = CONTENT | {"toelichting": "een"}, CONTENT | {"toelichting": "twee"}
    assert client.put(place, json={"inhoud": first}).status_code == 428
    good = client.put(place, json={"inhoud": first}, headers={"if-match": tag})
    assert (good.status_code, good.json()["versie"]) == (200, 2)
    late = client.put(place, json={"inhoud": second}, headers={"if-match": tag})
    assert (late.status_code, late.headers["content-type"]) == (412, "application/problem+json")
    now = client.get(place)
    assert now.json()["inhoud"]["toelichting"] == "een"
    assert client.get(place, headers={"if-none-match": now.headers["etag"]}).status_code == 304
    assert client.get(place, params={"versie": 1}).json()["inhoud"] == CONTENT


def test_the_same_request_happens_once(client: TestClient) -> None:
    one, again = (stored(client, **{"idempotency-key": "sleutel-1"}).json() for _ in range(2))
    assert one == again
    other = client.post("/v1/dossiers", json={"inhoud": {}}, headers={"idempotency-key": "sleutel-1"})
    assert other.status_code == 409


def test_pages_show_each_dossier_once(client: TestClient) -> None:
    made = {stored(client).json()["id"] for _ in range(3)}
    seen: list[str] = []
    address = "/v1/dossiers?aantal=2"
    while address:
        answer = client.get(address)
        seen += [one["id"] for one in answer.json()["dossiers"]]
        address = answer.headers["link"].partition(">")[0][1:] if "link" in answer.headers else ""
    assert made <= set(seen)
    assert len(seen) == len(set(seen))


def test_a_mistake_in_a_dossier_is_told_with_its_place(client: TestClient) -> None:
    answer = client.post("/v1/dossiers", json={"inhoud": {"leefeenheid": {"cliënt": {"geboortedatm": "1-1-2000"}}}})
    assert answer.status_code == 400
    assert [one["pad"] for one in answer.json()["fouten"]] == ["/inhoud/leefeenheid/cliënt/geboortedatm"]


def test_a_bsn_is_found_by_asking_and_stands_in_no_address_or_log(client: TestClient, settings: Settings) -> None:
    wrong = client.post("/v1/dossiers", json={"inhoud": CONTENT, "bsn": {"samira": "123456789"}})
    assert (wrong.status_code, "123456789" in wrong.text) == (400, False)
    made = client.post("/v1/dossiers", json={"inhoud": CONTENT, "bsn": {"samira": BSN}}).json()
    found = client.post("/v1/dossiers/zoekvragen", json={"bsn": BSN})
    assert made["id"] in found.json()["dossiers"]
    assert BSN not in settings.logbook.read_text()


def test_a_decision_on_a_stored_dossier_is_kept_and_made_again(client: TestClient, settings: Settings) -> None:
    id_ = stored(client).json()["id"]
    trace = "0af7651916cd43dd8448eb211c80319c"
    answer = client.post(
        "/v1/beslissingen",
        json={"besluit": "Zorgtoeslag", "dossierId": id_, "rechtsgevolg": True},
        headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"},
    )
    assert answer.status_code == 201, answer.text
    kept = client.get(answer.headers["location"]).json()
    assert {**answer.json(), "opmerkingen": None} == {**kept, "opmerkingen": None}
    again = client.post("/v1/register/herhalingen", json={"inschrijving": kept["id"]}).json()
    assert (again["uitslag"], again["verschillen"]) == ("gelijk", [])
    entry = client.get(f"/v1/register/inschrijvingen/{kept['id']}").json()
    assert (entry["onderwerp"], entry["door"]) == (id_, "eenpersoons")
    records = [json.loads(line) for line in settings.logbook.read_text().splitlines()]
    (record,) = [one for one in records if one["trace_id"] == trace]
    assert (record["name"], record["status"], record["parent_span_id"]) == ("beslissen", "Ok", "b7ad6b7169203331")
    assert record["attributes"]["dpl.core.processing_activity_id"].endswith(":zorgtoeslag")
    assert id_ not in json.dumps(record)


def test_a_given_dossier_is_made_again_too_whatever_the_order_of_its_keys(client: TestClient) -> None:
    turned = dict(reversed(CONTENT.items()))
    id_ = client.post("/v1/beslissingen", json={"besluit": "Zorgtoeslag", "dossier": turned}).json()["id"]
    assert client.post("/v1/register/herhalingen", json={"inschrijving": id_}).json()["uitslag"] == "gelijk"


def test_rechtsgevolg_is_refused_for_what_is_not_settled(client: TestClient) -> None:
    part = {"rekendatum": "01-01-2026", "leefeenheid": {"cliënt": {"geboortedatum": "08-09-1994"}}}
    question = {"besluit": "Zorgtoeslag", "dossier": part, "rechtsgevolg": True}
    answer = client.post("/v1/beslissingen", json=question)
    assert answer.status_code == 400
    assert {one["code"] for one in answer.json()["fouten"]} == {"TS952"}


def test_a_series_tells_of_each_question_what_came_of_it(client: TestClient) -> None:
    good = {"besluit": "Zorgtoeslag", "dossier": CONTENT}
    answer = client.post("/v1/beslissingen/reeksen", json={"vragen": [good, {"besluit": "Zorg", "dossier": {}}]})
    first, second = answer.json()["beslissingen"]
    assert first["beslissing"]["status"] == "vastgesteld"
    assert client.get(f"/v1/beslissingen/{first['beslissing']['id']}").status_code == 200
    assert [one["pad"] for one in second["fouten"]] == ["/vragen/1/besluit"]


def test_a_besluit_that_is_asked_again_is_the_first_though_the_dossier_changed_since(client: TestClient) -> None:
    made = stored(client)
    question = {"besluit": "Zorgtoeslag", "dossierId": made.json()["id"]}
    key = {"idempotency-key": "besluit-1"}
    first = client.post("/v1/beslissingen", json=question, headers=key)
    changed = {"inhoud": CONTENT | {"toelichting": "van een collega"}}
    assert (
        client.put(made.headers["location"], json=changed, headers={"if-match": made.headers["etag"]}).status_code
        == 200
    )
    again = client.post("/v1/beslissingen", json=question, headers=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert client.post("/v1/beslissingen", json=question | {"besluit": "Huurtoeslag"}, headers=key).status_code == 409


def test_a_series_that_is_sent_again_happens_once(client: TestClient) -> None:
    good, bad = {"besluit": "Zorgtoeslag", "dossier": CONTENT}, {"besluit": "Zorg", "dossier": {}}
    key = {"idempotency-key": "reeks-1"}

    def send(*questions: Any) -> Any:
        return client.post("/v1/beslissingen/reeksen", json={"vragen": questions}, headers=key)

    first, again = send(good, bad, good), send(good, bad, good)
    assert (first.status_code, first.content) == (200, again.content)
    for other in ((good,), (good, good), (good, bad, good, good), (good, bad | {"besluit": "Huur"}, good)):
        assert send(*other).status_code == 409
    one, _, two = first.json()["beslissingen"]
    assert one["beslissing"]["id"] != two["beslissing"]["id"]
    again = client.post("/v1/register/herhalingen", json={"inschrijving": two["beslissing"]["id"]}).json()
    assert again["uitslag"] == "gelijk"


def test_the_register_is_checked_and_read_in_pages(client: TestClient) -> None:
    stored(client)
    checked = client.post("/v1/register/controles").json()
    assert checked["inOrde"] is True
    first = client.get("/v1/register/inschrijvingen", params={"aantal": 1})
    assert first.json()["inschrijvingen"][0]["nummer"] == 1
    second = client.get(first.headers["link"].partition(">")[0][1:])
    assert second.json()["inschrijvingen"][0]["nummer"] == 2
    assert client.get("/v1/register/inschrijvingen/besluit-0").status_code == 404


def test_a_database_that_is_away_is_told_and_nothing_is_answered_for(
    client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise Unavailable("De database van het register antwoordt niet.")

    app = client.app
    assert isinstance(app, FastAPI)
    register = app.state.workbench.register
    monkeypatch.setattr(type(register), "head", away)
    monkeypatch.setattr(Turns, "write_each", away)
    trace = "11111111111111111111111111111111"
    answer = client.post(
        "/v1/beslissingen",
        json={"besluit": "Zorgtoeslag", "dossier": CONTENT},
        headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"},
    )
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) > 0
    assert client.get("/gereed").status_code == 503
    assert client.get("/gezond").status_code == 200
    monkeypatch.undo()
    # A full disk still reads: what could not be written counts for a while.
    assert client.get("/gereed").status_code == 503
    app.state.workbench._trouble -= TROUBLED
    assert client.get("/gereed").status_code == 200
    (record,) = [json.loads(line) for line in settings.logbook.read_text().splitlines() if trace in line]
    assert record["status"] == "Error"
