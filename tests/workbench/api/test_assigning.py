"""Who handles a dossier and a bezwaar, over the API: conditional, written down, and never who took the besluit."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.workbench.api.conftest import dossier
from workbench.service.workbench import Workbench
from workbench.toegang.actor import SINGLE_USER_ID, single_user

CONTENT = dossier("zorgtoeslag")


def stored(client: TestClient) -> str:
    return str(client.post("/v1/dossiers", json={"inhoud": CONTENT}).json()["id"])


def given(client: TestClient, place: str, to: str | None, tag: str, **headers: str) -> Any:
    return client.put(place, json={"behandelaar": to}, headers={"if-match": tag, **headers})


def test_a_dossier_is_given_to_somebody_on_the_version_that_was_seen(client: TestClient) -> None:
    id_ = stored(client)
    place = f"/v1/dossiers/{id_}/toewijzing"
    seen = client.get(place)
    assert seen.json() == {"behandelaar": None, "sinds": None, "door": None, "bezwaren": []}
    assert client.put(place, json={"behandelaar": "u-14"}).status_code == 428
    first = given(client, place, "u-14", seen.headers["etag"], **{"idempotency-key": "toewijzing-1"})
    assert (first.status_code, first.json()["behandelaar"], first.json()["door"]) == (200, "u-14", SINGLE_USER_ID)
    assert first.json() == given(client, place, "u-14", '"x"', **{"idempotency-key": "toewijzing-1"}).json()
    late = given(client, place, "u-15", seen.headers["etag"])
    assert (late.status_code, late.headers["content-type"]) == (412, "application/problem+json")
    assert client.get(place).headers["etag"] == first.headers["etag"]

    listed = client.get("/v1/dossiers", params={"behandelaar": "u-14"}).json()["dossiers"]
    assert [(one["id"], one["behandelaar"]) for one in listed] == [(id_, "u-14")]
    assert client.get("/v1/dossiers", params={"behandelaar": "u-15"}).json()["dossiers"] == []
    mine = given(client, place, SINGLE_USER_ID, first.headers["etag"])
    assert id_ in [one["id"] for one in client.get("/v1/dossiers?behandelaar=mij").json()["dossiers"]]
    assert given(client, place, None, mine.headers["etag"]).json()["behandelaar"] is None
    entries = client.get("/v1/register/inschrijvingen", params={"onderwerp": id_, "soort": "toewijzing"}).json()
    assert len(entries["inschrijvingen"]) == 3


def test_nobody_handles_anything_under_a_bsn_or_in_a_dossier_that_is_not_there(client: TestClient) -> None:
    id_ = stored(client)
    tag = client.get(f"/v1/dossiers/{id_}/toewijzing").headers["etag"]
    for to in ("111222333", " ", ""):
        answer = given(client, f"/v1/dossiers/{id_}/toewijzing", to, tag)
        assert (answer.status_code, answer.json()["fouten"][0]["pad"]) == (400, "/behandelaar"), to
        assert "111222333" not in answer.text
    nowhere = "/v1/dossiers/dossier-x"
    assert client.get(f"{nowhere}/toewijzing").status_code == 404
    assert given(client, f"{nowhere}/toewijzing", "u-1", tag).status_code == 404
    assert given(client, f"/v1/dossiers/{id_}/bezwaren/bezwaar-x/toewijzing", "u-1", tag).status_code == 404


def test_a_bezwaar_goes_to_another_than_who_took_the_besluit(client: TestClient) -> None:
    bench: Workbench = client.app.state.workbench  # type: ignore[attr-defined]
    id_ = stored(client)
    other = stored(client)
    taken = client.post("/v1/beslissingen", json={"besluit": "Zorgtoeslag", "dossierId": id_}).json()["id"]
    entry = bench.assigning.record_objection(id_, taken, "u-14", {"gronden": "x"}, single_user("N. de Vries"))
    seen = client.get(f"/v1/dossiers/{id_}/toewijzing")
    (objection,) = seen.json()["bezwaren"]
    assert (objection["bezwaar"], objection["behandelaar"]) == (entry.id, "u-14")
    place, tag = f"/v1/dossiers/{id_}/bezwaren/{entry.id}/toewijzing", seen.headers["etag"]
    for decider in (SINGLE_USER_ID, SINGLE_USER_ID.upper()):
        refused = given(client, place, decider, tag)
        assert (refused.status_code, "10:3" in refused.text) == (400, True)
    assert given(client, place.replace(id_, other), "u-15", tag).status_code == 404
    moved = given(client, place, "u-15", tag)
    assert [one["behandelaar"] for one in moved.json()["bezwaren"]] == ["u-15"]
    assert moved.json()["behandelaar"] is None
    assert id_ in [one["id"] for one in client.get("/v1/dossiers?behandelaar=u-15").json()["dossiers"]]
