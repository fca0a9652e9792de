"""The gate, asked by a browser and by programs, for the single user of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Form, Request, WebSocket
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from workbench.toegang.actor import ALL_ROLES, Actor
from workbench.toegang.config import AccessConfig, AccessError, Limits, Mode, refuse_to_bind
from workbench.toegang.install import actor, csrf_token, install
from workbench.toegang.table import SOCKET, TABLE, Row

BASE = "http://127.0.0.1:8000"
KEY = b"k" * 32


def application(config: AccessConfig) -> FastAPI:
    app = FastAPI()

    @app.get("/zaken/{name}")
    def zaak(name: str, request: Request, who: Annotated[Actor, Depends(actor)]) -> dict[str, str]:
        return {"naam": name, "wie": who.id, "token": csrf_token(request)}

    @app.post("/zaken")
    def new(note: Annotated[str, Form()] = "") -> dict[str, str]:
        return {"notitie": note}

    @app.post("/v1/dossiers")
    def dossiers(content: dict[str, str]) -> dict[str, str]:
        return content

    @app.get("/v1/openapi.json")
    def openapi() -> dict[str, str]:
        return {}

    @app.get("/vergeten")
    def forgotten() -> dict[str, str]:
        return {"geheim": "ja"}

    @app.websocket("/regels/taal")
    async def language(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("hallo")
        await socket.close()

    install(app, config, (*TABLE, Row(SOCKET, "/regels/taal", ALL_ROLES, "een verbinding")))
    return app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(application(AccessConfig(BASE, KEY)), base_url=BASE) as made:
        yield made


def test_the_single_user_is_somebody_without_signing_in(client: TestClient) -> None:
    assert client.get("/zaken/a").json()["wie"] == "eenpersoons"


@pytest.mark.parametrize("host", ["kwaad.example:8000", "127.0.0.1.nip.io:8000", "a@127.0.0.1:8000", ""])
def test_another_name_for_this_machine_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/zaken/a", headers={"host": host}).status_code == 421
    assert client.get("/v1/openapi.json", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8000", "[::1]:8000", "LOCALHOST:8000"])
def test_other_names_of_loopback_are_this_machine(client: TestClient, host: str) -> None:
    assert client.get("/zaken/a", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://kwaad.example", "null", "http://127.0.0.1:9000", "https://127.0.0.1:8000"])
def test_another_website_cannot_use_the_single_user(client: TestClient, origin: str) -> None:
    for answer in (
        client.get("/zaken/a", headers={"origin": origin}),
        client.post("/v1/dossiers", json={}, headers={"origin": origin}),
        client.post("/zaken", data={"note": "x"}, headers={"origin": origin}),
    ):
        assert answer.status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/regels/taal", headers={"origin": origin, "host": "127.0.0.1:8000"}),
    ):
        pass


def test_the_editor_may_open_a_socket_from_our_own_page(client: TestClient) -> None:
    headers = {"origin": BASE, "host": "127.0.0.1:8000"}
    with client.websocket_connect("/regels/taal", headers=headers) as socket:
        assert socket.receive_text() == "hallo"


def test_a_request_that_a_browser_calls_cross_site_changes_nothing(client: TestClient) -> None:
    answer = client.post("/v1/dossiers", json={}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_description_of_the_api_is_open_to_other_websites(client: TestClient) -> None:
    assert client.get("/v1/openapi.json", headers={"origin": "https://elders.example"}).status_code == 200


def test_a_form_needs_the_token_of_the_page_and_of_this_browser(client: TestClient) -> None:
    token = client.get("/zaken/a").json()["token"]
    assert client.post("/zaken", data={"note": "dag", "_csrf": token}).json() == {"notitie": "dag"}
    assert (
        client.post("/zaken", data={"note": "dag"}, files={"f": b"x"}, headers={"x-csrf-token": token}).status_code
        == 200
    )
    assert client.post("/zaken", data={"note": "dag", "_csrf": token}, files={"f": b"x"}).json() == {"notitie": "dag"}
    for wrong in ("", "00" * 48, token[:-2], token[:-2] + "zz", token + "00"):
        assert client.post("/zaken", data={"note": "dag", "_csrf": wrong}).status_code == 403
    client.cookies.clear()
    assert client.post("/zaken", data={"note": "dag", "_csrf": token}).status_code == 403


def test_every_page_gives_another_token_that_works(client: TestClient) -> None:
    tokens = {client.get("/zaken/a").json()["token"] for _ in range(3)}
    assert len(tokens) == 3
    assert all(client.post("/zaken", data={"_csrf": token}).status_code == 200 for token in tokens)


def test_a_cookie_that_was_planted_beside_ours_is_not_followed(client: TestClient) -> None:
    token = client.get("/zaken/a").json()["token"]
    planted = "; ".join(["toetssteen=" + "a" * 43, "toetssteen=" + client.cookies["toetssteen"]])
    assert client.post("/zaken", data={"_csrf": token}, headers={"cookie": planted}).status_code == 403


def test_the_api_takes_json_from_a_program_and_no_form_that_any_website_could_send(client: TestClient) -> None:
    assert client.post("/v1/dossiers", json={"a": "b"}).json() == {"a": "b"}
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert client.post("/v1/dossiers", content=b'{"a": "b"}', headers={"content-type": kind}).status_code == 415


def test_what_no_row_names_is_not_there(client: TestClient) -> None:
    assert client.get("/vergeten").status_code == 404
    for path in ("/zaken/../vergeten", "//vergeten", "/vergeten/", "/VERGETEN", "/vergeten%0a"):
        assert client.get(path).status_code == 404
    assert client.delete("/v1/openapi.json").status_code == 405


def test_a_form_that_is_too_large_or_broken_is_refused() -> None:
    config = AccessConfig(BASE, KEY, limits=Limits(form_bytes=1_000))
    with TestClient(application(config), base_url=BASE) as client:
        token = client.get("/zaken/a").json()["token"]
        assert client.post("/zaken", data={"_csrf": token, "note": "x" * 2_000}).status_code == 413
        for kind in ("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"):
            answer = client.post("/zaken", content=b"--y\r\nrommel", headers={"content-type": kind})
            assert answer.status_code in (400, 403)


def test_answers_tell_the_browser_to_keep_to_us(client: TestClient) -> None:
    for path in ("/zaken/a", "/vergeten", "/v1/dossiers", "/v1/niets"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "strict-transport-security" not in headers


def test_the_cookie_is_out_of_reach_of_scripts_and_other_websites(client: TestClient) -> None:
    flags = client.get("/zaken/a").headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
    assert "Secure" not in flags


def test_too_many_requests_to_the_api_are_told_when_to_come_back() -> None:
    config = AccessConfig(BASE, KEY, limits=Limits(api_rate=0.01, api_burst=3))
    with TestClient(application(config), base_url=BASE) as client:
        codes = [client.post("/v1/dossiers", json={}).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        assert int(client.post("/v1/dossiers", json={}).headers["retry-after"]) > 50
        assert client.get("/zaken/a").status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "kwaad.example", "", "127.0.0.1.nip.io"])
def test_the_single_user_binds_to_this_machine_alone(host: str) -> None:
    with pytest.raises(AccessError, match="eenpersoons"):
        refuse_to_bind(Mode.EENPERSOONS, host)
    refuse_to_bind(Mode.OIDC, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.1"])
def test_loopback_is_this_machine(host: str) -> None:
    refuse_to_bind(Mode.EENPERSOONS, host)


@pytest.mark.parametrize(
    "base", ["http://192.168.1.4:8000", "ftp://127.0.0.1", "http://127.0.0.1/pad", "127.0.0.1:8000"]
)
def test_settings_that_open_the_single_user_to_others_are_refused(base: str) -> None:
    with pytest.raises(AccessError):
        AccessConfig(base, KEY)


def test_a_second_host_line_is_refused() -> None:
    async def answered() -> int:
        sent = []

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        hosts = [(b"host", b"127.0.0.1:8000"), (b"host", b"kwaad.example")]
        scope = {"type": "http", "method": "GET", "path": "/zaken/a", "headers": hosts, "query_string": b""}
        await application(AccessConfig(BASE, KEY))(scope, receive, send)  # type: ignore[arg-type]
        return sent[0]["status"]  # type: ignore[return-value]

    assert asyncio.run(answered()) == 421
