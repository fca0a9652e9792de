"""Who sees what of whom: the whole application with sign-in, several people of one organisation, and the register behind it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.services import identity as service
from tests.workbench.toegang.people import bearer, content
from tests.workbench.toegang.signing import COOKIE
from workbench.service.workbench import Workbench
from workbench.toegang.actor import Actor, Role
from workbench.toegang.sessions import Sessions


@pytest.fixture(scope="module")
def stored(client: TestClient, provider: service.Identity) -> str:
    given = {"inhoud": content("zorgtoeslag"), "bsn": {}}
    answer = client.post("/v1/dossiers", json=given, headers=bearer(provider, "u-behandelaar", "behandelaar"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def seen(bench: Workbench, id_: str) -> list[tuple[str, Any]]:
    found = bench.register.entries("inzage", id_, limit=500)
    return [(entry.by, entry.payload) for entry in found]


def test_only_a_behandelaar_reaches_what_a_dossier_says_by_whatever_way(
    client: TestClient, who: dict[str, dict[str, str]], stored: str
) -> None:
    question = {"besluit": "Zorgtoeslag", "dossierId": stored}
    ways = {
        "lezen": lambda headers: client.get(f"/v1/dossiers/{stored}", headers=headers),
        "lijst": lambda headers: client.get("/v1/dossiers", headers=headers),
        "zoeken": lambda headers: client.post("/v1/dossiers/zoekvragen", json={"bsn": "111222333"}, headers=headers),
        "beslissen": lambda headers: client.post("/v1/beslissingen", json=question, headers=headers),
        "reeks": lambda headers: client.post("/v1/beslissingen/reeksen", json={"vragen": [question]}, headers=headers),
        "uitleg": lambda headers: client.post("/v1/uitleg", json=question, headers=headers),
        "signalen": lambda headers: client.post("/v1/signalen", json=question, headers=headers),
        "vraag": lambda headers: client.post("/v1/volgende-vraag", json=question, headers=headers),
        "wat als": lambda headers: client.post(
            "/v1/wat-als",
            json=question | {"feiten": ["heeft een notarieel samenlevingscontract van de leefeenheid = nee"]},
            headers=headers,
        ),
        "formulier": lambda headers: client.post("/v1/afwegingen/formulieren", json=question, headers=headers),
    }
    for name, way in ways.items():
        for role in ("beleid", "controleur", "beheer", "niemand"):
            assert way(who[role]).status_code == 403, (name, role, way(who[role]).text)
        assert way({}).status_code == 401, name
        assert way(who["behandelaar"]).status_code < 300, (name, way(who["behandelaar"]).text)


def test_a_besluit_in_the_register_is_read_by_a_behandelaar(
    client: TestClient, who: dict[str, dict[str, str]], stored: str
) -> None:
    question = {"besluit": "Zorgtoeslag", "dossierId": stored}
    made = client.post("/v1/beslissingen", json=question, headers=who["behandelaar"])
    assert client.get(made.headers["location"], headers=who["behandelaar"]).status_code == 200
    for role in ("beleid", "controleur", "beheer"):
        assert client.get(made.headers["location"], headers=who[role]).status_code == 403, role


def test_beleid_decides_about_people_that_it_makes_up(client: TestClient, who: dict[str, dict[str, str]]) -> None:
    question = {"besluit": "Zorgtoeslag", "dossier": content("zorgtoeslag")}
    assert client.post("/v1/beslissingen", json=question, headers=who["beleid"]).status_code == 201
    effect = client.post("/v1/beslissingen", json=question | {"rechtsgevolg": True}, headers=who["beleid"])
    assert [one["code"] for one in effect.json()["fouten"]] == ["TS951"]


def test_who_read_which_facts_for_what_is_written_once_per_visit(
    client: TestClient, bench: Workbench, provider: service.Identity, stored: str
) -> None:
    headers = bearer(provider, "u-nieuwsgierig", "behandelaar")
    before = len(seen(bench, stored))
    for _ in range(3):
        assert client.get(f"/v1/dossiers/{stored}", headers=headers).status_code == 200
    new = seen(bench, stored)[before:]
    assert [by for by, _ in new] == ["u-nieuwsgierig"]
    payload = new[0][1]
    assert payload["doel"] == ["ondersteunen", "uitvoeren"]
    assert any("geboortedatum" in name for name in payload["feiten"])
    said = json.dumps(payload)
    values = [value for value in _texts(content("zorgtoeslag")) if any(letter.isdigit() for letter in value)]
    assert values
    assert not any(value in said for value in values)
    assert (
        client.post("/v1/uitleg", json={"besluit": "Zorgtoeslag", "dossierId": stored}, headers=headers).status_code
        == 200
    )
    assert [payload["besluit"] for _, payload in seen(bench, stored)[before:]] == [None, "Zorgtoeslag"]


def _texts(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [text for value in found.values() for text in _texts(value)]
    if isinstance(found, list):
        return [text for value in found for text in _texts(value)]
    return [str(found)]


def test_a_fact_without_a_ground_is_not_stored(client: TestClient, who: dict[str, dict[str, str]]) -> None:
    answer = client.post(
        "/v1/dossiers", json={"inhoud": content("mevrouw-yilmaz"), "bsn": {}}, headers=who["behandelaar"]
    )
    assert answer.status_code == 400
    assert {one["code"] for one in answer.json()["fouten"]} == {"GRONDSLAG"}


def test_a_fact_of_which_the_ground_is_gone_is_not_loaded_and_not_lost(
    client: TestClient, bench: Workbench, who: dict[str, dict[str, str]]
) -> None:
    """Stored by an older version of the rules, or for another organisation: it stays, and does not show."""
    whole = content("gezin")
    actor = type("Earlier", (), {"id": "eerder"})()
    id_ = bench.register.add_dossier(whole, actor).id
    read = client.get(f"/v1/dossiers/{id_}", headers=who["behandelaar"])
    left_out = read.json()["weggelaten"]
    assert left_out
    names = {name.partition(": ")[2] for name in left_out}
    assert not names & set(_keys(read.json()["inhoud"]))
    replaced = client.put(
        f"/v1/dossiers/{id_}",
        json={"inhoud": read.json()["inhoud"]},
        headers=who["behandelaar"] | {"if-match": read.headers["etag"]},
    )
    assert replaced.status_code == 403
    assert bench.register.dossier(id_).content == whole
    question = {"besluit": "Zorgtoeslag", "dossierId": id_}
    made = client.post("/v1/beslissingen", json=question, headers=who["behandelaar"])
    assert made.status_code == 201
    entry = made.json()["id"]
    again = client.post("/v1/register/herhalingen", json={"inschrijving": entry}, headers=who["controleur"])
    assert again.json()["uitslag"] == "gelijk"


def _keys(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [key for name, value in found.items() for key in (name, *_keys(value))]
    if isinstance(found, list):
        return [key for value in found for key in _keys(value)]
    return []


def test_rechtsgevolg_is_never_given_in_a_series(
    client: TestClient, who: dict[str, dict[str, str]], stored: str
) -> None:
    question = {"besluit": "Zorgtoeslag", "dossierId": stored, "rechtsgevolg": True}
    assert client.post("/v1/beslissingen", json=question, headers=who["behandelaar"]).status_code == 201
    answer = client.post("/v1/beslissingen/reeksen", json={"vragen": [question]}, headers=who["behandelaar"])
    assert (answer.status_code, answer.json()["fouten"][0]["pad"]) == (400, "/vragen/0/rechtsgevolg")


def test_the_page_of_a_case_leads_to_the_besluiten_of_the_own_organisation_alone(
    client: TestClient, bench: Workbench, stored: str
) -> None:
    sessions = Sessions(bench.register.sessions, bench.settings.limits())
    noor = Actor("u-1", "Noor", frozenset({Role.BEHANDELAAR}))
    headers = {"cookie": f"{COOKIE}={sessions.begin(noor)}"}
    shown = client.get(f"/zaken/{stored}", headers=headers).text
    led = {slug: f"/zaken/{stored}/besluit/{slug}" in shown for slug in ("zorgtoeslag", "huurtoeslag", "aow-leeftijd")}
    assert led == {"zorgtoeslag": True, "huurtoeslag": True, "aow-leeftijd": False}
    assert "Nog niemand behandelt deze zaak" in shown
