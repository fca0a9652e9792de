"""Who sees what of whom: the whole application with sign-in, several people of one organisation, and the register behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from engine.paths import scenarios_dir
from tests.services import identity as service
from workbench.api.app import make_app
from workbench.service.pointers import plain, tree
from workbench.service.workbench import Workbench
from workbench.settings import Settings

BASE = "https://toetssteen.example"
ROLES = ("beleid", "behandelaar", "controleur", "beheer")
ORGANISATION = "Dienst Toeslagen"


@pytest.fixture(scope="module")
def identity() -> Iterator[service.Identity]:
    with service.running() as started:
        yield started


@pytest.fixture(scope="module")
def bench(identity: service.Identity, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    folder = tmp_path_factory.mktemp("toegang")
    settings = Settings(
        mode="oidc",
        public_url=BASE,
        organisation=ORGANISATION,
        oidc_issuer=identity.issuer,
        oidc_client_id=service.CLIENT,
        oidc_audience=service.AUDIENCE,
        database=f"sqlite:///{folder / 'register.db'}",
        key_file=folder / "sleutel",
        logbook=folder / "logboek.jsonl",
        workers=0,
    )
    with Workbench(settings) as made:
        yield made


@pytest.fixture(scope="module")
def client(bench: Workbench) -> Iterator[TestClient]:
    app = make_app(bench.settings, bench)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as made:
        yield made


@pytest.fixture
def who(identity: service.Identity) -> dict[str, dict[str, str]]:
    """The headers of somebody with one role each, and of somebody with none."""
    found = {role: bearer(identity, f"u-{role}", role) for role in ROLES}
    return found | {"niemand": bearer(identity, "u-niemand")}


def bearer(identity: service.Identity, subject: str, *roles: str) -> dict[str, str]:
    return {"authorization": f"Bearer {identity.token(sub=subject, roles=list(roles))}"}


def content(name: str) -> dict[str, Any]:
    root = tree((scenarios_dir() / "dossiers" / f"{name}.yaml").read_text())
    assert root is not None
    found: dict[str, Any] = plain(root)
    return found


@pytest.fixture(scope="module")
def stored(client: TestClient, identity: service.Identity) -> str:
    given = {"inhoud": content("zorgtoeslag"), "bsn": {}}
    answer = client.post("/v1/dossiers", json=given, headers=bearer(identity, "u-behandelaar", "behandelaar"))
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
    client: TestClient, bench: Workbench, identity: service.Identity, stored: str
) -> None:
    headers = bearer(identity, "u-nieuwsgierig", "behandelaar")
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
