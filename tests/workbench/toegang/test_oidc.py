"""Signing in and access tokens, with a real identity provider on this machine."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import OctKey

from engine.register import Keys, Register
from tests.services import identity as service
from tests.workbench.toegang.signing import (
    AT_PROVIDER,
    BASE,
    application,
    browser,
    fresh,
    session_of,
    settings,
    sign_in,
)
from workbench.settings import Settings
from workbench.toegang.actor import Role
from workbench.toegang.config import AccessError
from workbench.toegang.login import own_path


@pytest.fixture(scope="module")
def running() -> Iterator[service.Identity]:
    with service.running() as started:
        yield started


@pytest.fixture
def identity(running: service.Identity) -> service.Identity:
    return fresh(running)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    made = Register.open(f"sqlite:///{tmp_path_factory.mktemp('sessies') / 'register.db'}", Keys.new())
    yield made
    made.close()


@pytest.fixture
def client(identity: service.Identity, register: Register) -> Iterator[TestClient]:
    with browser(application(settings(identity), register)) as made:
        yield made


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


# --- access tokens


def test_an_access_token_of_the_provider_opens_the_api(client: TestClient, identity: service.Identity) -> None:
    answer = client.get("/v1/dossiers", headers=bearer(identity.token()))
    assert answer.json() == {"wie": "u-1"}
    assert "set-cookie" not in answer.headers


def forged(identity: service.Identity) -> dict[str, str]:
    now = int(time.time())
    real = identity.token()
    head, body, signature = real.split(".")
    claims = {"iss": identity.issuer, "aud": service.AUDIENCE, "exp": now + 300, **identity.person}
    public_pem = identity.keys[0].as_pem(private=False)
    public_jwk = json.dumps(identity.keys[0].as_dict(private=False)).encode()
    kid = identity.keys[0].kid

    def hs256(secret: bytes) -> str:
        # signed by hand: the library refuses to make what an attacker makes
        import hashlib
        import hmac

        said = {"alg": "HS256", "typ": "JWT", "kid": kid}
        text = b".".join(_b64(json.dumps(part).encode()) for part in (said, claims))
        return (text + b"." + _b64(hmac.new(secret, text, hashlib.sha256).digest())).decode()

    def unsigned(alg: str) -> str:
        said = {"alg": alg, "typ": "JWT", "kid": kid}
        return b".".join((*(_b64(json.dumps(part).encode()) for part in (said, claims)), b"")).decode()

    stranger = service.new_key()
    named = type(stranger).import_key(stranger.as_dict(private=True) | {"kid": kid})
    other_body = _b64(json.dumps(claims | {"roles": ["beheer"]}).encode()).decode()
    return {
        "none": unsigned("none"),
        "NONE": unsigned("NONE"),
        "no signature": unsigned("ES256"),
        "the public key as a secret": hs256(public_pem),
        "the public key as a secret, as JSON": hs256(public_jwk),
        "an empty secret": hs256(b""),
        "a shared secret": jwt.encode({"alg": "HS256"}, claims, OctKey.generate_key(256)),
        "another key": identity.token(key=stranger),
        "another key under the name of ours": identity.token(key=named),
        "a key of its own in the header": identity.token(key=stranger, header={"jwk": stranger.as_dict(private=False)}),
        "a body of its own": f"{head}.{other_body}.{signature}",
        "a cut-off signature": real[:-4],
        "expired": identity.token(exp=now - 6),
        "without end": identity.token(exp=None),
        "an end in words": identity.token(exp="morgen"),
        "not yet": identity.token(nbf=now + 60),
        "from the future": identity.token(iat=now + 60),
        "another audience": identity.token(aud="https://elders.example"),
        "no audience": identity.token(aud=None),
        "the audience of the client": identity.token(aud=service.CLIENT),
        "another issuer": identity.token(iss="https://elders.example"),
        "an issuer that begins like ours": identity.token(iss=identity.issuer + ".kwaad.example"),
        "no issuer": identity.token(iss=None),
        "no subject": identity.token(sub=None),
        "a number as subject": identity.token(sub=12),
        "a BSN as subject": identity.token(sub="111222333"),
        "a line break in the subject": identity.token(sub="u-1\nbeheer"),
        "an ID token": identity.token(nonce="x"),
        "another kind of token": identity.token(header={"typ": "logout+jwt"}),
        "no token": "x",
        "five parts": "a.b.c.d.e",
        "much too long": real + "x" * 20_000,
    }


def _b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def test_a_token_that_is_not_real_not_ours_or_not_now_opens_nothing(
    client: TestClient, identity: service.Identity
) -> None:
    assert client.get("/v1/dossiers", headers=bearer(identity.token())).status_code == 200
    for name, token in forged(identity).items():
        answer = client.get("/v1/dossiers", headers=bearer(token))
        assert answer.status_code == 401, name
        assert answer.headers["content-type"] == "application/problem+json", name
        assert answer.headers["www-authenticate"].startswith("Bearer"), name
        assert token not in answer.text, name


def test_without_a_token_the_api_asks_for_one(client: TestClient) -> None:
    assert client.get("/v1/dossiers").status_code == 401
    for given in ("Basic dTpw", "Bearer", "Bearer ", "x"):
        assert client.get("/v1/dossiers", headers={"authorization": given}).status_code == 401


def test_clocks_may_differ_by_what_the_settings_allow(client: TestClient, identity: service.Identity) -> None:
    now = int(time.time())
    for token in (identity.token(exp=now - 2), identity.token(nbf=now + 3), identity.token(iat=now + 3)):
        assert client.get("/v1/dossiers", headers=bearer(token)).status_code == 200


def test_a_role_that_is_not_named_here_opens_nothing(client: TestClient, identity: service.Identity) -> None:
    for roles in (
        [],
        ["Behandelaar"],
        ["admin"],
        "beheer",
        ["controleur"],
        [["behandelaar"]],
        None,
        {"behandelaar": True},
    ):
        assert client.get("/v1/dossiers", headers=bearer(identity.token(roles=roles))).status_code == 403, roles


def test_a_token_opens_no_page(client: TestClient, identity: service.Identity) -> None:
    answer = client.get("/zaken", headers=bearer(identity.token()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen?terug=/zaken")


def test_keys_are_rotated_without_a_restart_and_made_up_names_do_not_hammer_the_provider(
    client: TestClient, identity: service.Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = identity.token()
    assert client.get("/v1/dossiers", headers=bearer(old)).status_code == 200
    asked = identity.asked
    for _ in range(20):
        stranger = service.new_key()
        assert client.get("/v1/dossiers", headers=bearer(identity.token(key=stranger))).status_code == 401
    assert identity.asked == asked
    monkeypatch.setattr("workbench.toegang.provider._AGAIN_AFTER", -1.0)
    identity.rotate()
    assert client.get("/v1/dossiers", headers=bearer(identity.token())).status_code == 200
    assert client.get("/v1/dossiers", headers=bearer(old)).status_code == 401


def test_a_provider_that_is_down_is_told_and_known_keys_still_count(
    identity: service.Identity, register: Register
) -> None:
    config = settings(identity)
    with TestClient(application(config, register), base_url=BASE) as client:
        identity.up = False
        assert client.get("/v1/dossiers", headers=bearer(identity.token())).status_code == 503
        assert client.get("/inloggen").status_code == 503
        identity.up = True
    with TestClient(application(config, register), base_url=BASE) as client:
        assert client.get("/v1/dossiers", headers=bearer(identity.token())).status_code == 200
        identity.up = False
        assert client.get("/v1/dossiers", headers=bearer(identity.token())).status_code == 200


# --- signing in


def test_signing_in_leads_back_to_the_page_that_was_asked(client: TestClient) -> None:
    asked = client.get("/zaken")
    assert (asked.status_code, asked.headers["location"]) == (303, "/inloggen?terug=/zaken")
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/zaken")
    assert client.get("/zaken").json()["naam"] == "Noor"
    assert client.get("/uitvoeringstoets").status_code == 403
    assert client.get("/v1/dossiers").json() == {"wie": "u-1"}


def test_the_cookie_of_a_session_is_for_us_alone(client: TestClient) -> None:
    lines = [line.split("; ") for line in sign_in(client).headers.get_list("set-cookie")]
    session = next(line for line in lines if line[0].startswith("__Host-toetssteen="))
    assert {"HttpOnly", "SameSite=Lax", "Secure", "Path=/"} <= set(session)
    assert not any(part.startswith("Domain") for part in session)
    assert "max-age=" in client.get("/zaken").headers["strict-transport-security"]


def test_a_session_never_has_the_id_that_a_browser_came_with(client: TestClient) -> None:
    client.cookies.set("__Host-toetssteen", "a" * 43, domain="toetssteen.example")
    sign_in(client)
    first = session_of(client)
    assert first != "a" * 43
    sign_in(client)
    assert session_of(client) != first
    client.cookies.clear()
    assert client.get("/zaken", headers={"cookie": f"__Host-toetssteen={first}"}).status_code == 303


def test_signing_out_ends_the_session_also_for_a_copy_of_the_cookie(
    client: TestClient, identity: service.Identity
) -> None:
    sign_in(client)
    copy, token = session_of(client), client.get("/zaken").json()["token"]
    assert client.post("/uitloggen").status_code == 403
    out = client.post("/uitloggen", data={"_csrf": token})
    assert (out.status_code, out.headers["location"]) == (303, "/uitgelogd")
    assert identity.issuer in client.get("/uitgelogd").text
    assert client.get("/zaken", headers={"cookie": f"__Host-toetssteen={copy}"}).status_code == 303


def test_a_form_of_another_session_is_refused(client: TestClient, identity: service.Identity) -> None:
    sign_in(client)
    theirs = client.get("/zaken").json()["token"]
    identity.person |= {"sub": "u-2"}
    sign_in(client)
    assert client.post("/zaken", data={"_csrf": theirs}).status_code == 403
    identity.person |= {"sub": "u-1"}
    sign_in(client)
    assert client.post("/zaken", data={"_csrf": theirs}).status_code == 403


def test_a_form_that_is_open_stays_good_when_the_same_person_is_confirmed(client: TestClient) -> None:
    sign_in(client)
    mine, session = client.get("/zaken").json()["token"], session_of(client)
    sign_in(client)
    assert session_of(client) != session
    assert client.post("/zaken", data={"_csrf": mine}).status_code == 200


def test_a_role_that_was_taken_away_ends_with_the_next_confirmation(
    identity: service.Identity, register: Register
) -> None:
    with browser(application(settings(identity, roles=0), register)) as client:
        sign_in(client)
        away = client.get("/zaken?zoek=a b&op=1")
        assert away.headers["refresh"] == "0; url=/inloggen?terug=/zaken%3Fzoek%3Da%2520b%26op%3D1"
        assert away.status_code == 401 and client.get("/zaken").headers["location"] == "/inloggen?terug=/zaken"
        page = {"sec-fetch-dest": "empty"}  # a script of a page that is open goes on, and a form is not lost
        token = client.get("/zaken", headers=page).json()["token"]
        assert client.post("/zaken", data={"_csrf": token}).status_code == 200
        identity.person |= {"roles": []}
        assert sign_in(client, "/zaken?zoek=a%20b&op=1").headers["location"] == "/zaken?zoek=a%20b&op=1"
        assert client.get("/zaken", headers=page).status_code == 403
        assert client.post("/zaken", data={"_csrf": token}).status_code == 403


def test_who_signed_in_at_the_provider_too_long_ago_does_so_again(
    client: TestClient, identity: service.Identity
) -> None:
    asked = parse_qs(urlsplit(client.get("/inloggen").headers["location"]).query)
    assert asked["max_age"] == [str(10 * 3600)]
    for moment, status in ((time.time() - 9 * 3600, 303), (time.time() - 11 * 3600, 401), ("nu", 401)):
        identity.id_extra = {"auth_time": moment}
        assert sign_in(client).status_code == status


def test_a_script_of_our_page_shows_its_token_to_the_api(client: TestClient) -> None:
    sign_in(client)
    token = client.get("/zaken").json()["token"]
    assert client.post("/v1/dossiers", json={}).status_code == 403
    assert client.post("/v1/dossiers", json={}, headers={"x-csrf-token": token}).status_code == 200


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(
    client: TestClient, identity: service.Identity
) -> None:
    there = client.get("/inloggen")
    back = urlsplit(AT_PROVIDER.get(there.headers["location"]).headers["location"])
    path = f"{back.path}?{back.query}"
    mine = dict(client.cookies)
    client.cookies.clear()
    assert client.get(path).status_code == 401
    client.cookies.update(mine)
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in mine.items())}
    assert client.get(path, headers=cookie).status_code == 303
    assert client.get(path, headers=cookie).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"state": "x"},
        {"code": "x"},
        {"iss": "https://elders.example"},
        {"code": ""},
        {"error": "access_denied", "code": None},
    ],
)
def test_an_answer_that_was_tampered_with_signs_nobody_in(client: TestClient, change: dict[str, str | None]) -> None:
    there = client.get("/inloggen")
    back = urlsplit(AT_PROVIDER.get(there.headers["location"]).headers["location"])
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | change
    answer = client.get(back.path, params={name: value for name, value in query.items() if value is not None})
    assert answer.status_code == 401
    assert client.get("/zaken").status_code == 303


@pytest.mark.parametrize(
    "extra",
    [
        {"nonce": "x"},
        {"nonce": None},
        {"aud": "ander"},
        {"aud": [service.CLIENT, "ander"]},
        {"azp": "ander"},
        {"exp": 1},
        {"sub": "111222333"},
    ],
)
def test_an_id_token_that_is_not_the_answer_signs_nobody_in(
    client: TestClient, identity: service.Identity, extra: dict[str, Any]
) -> None:
    identity.id_extra = extra
    assert sign_in(client).status_code == 401


@pytest.mark.parametrize(
    "given",
    [
        "https://kwaad.example",
        "//kwaad.example",
        "/\\kwaad.example",
        "\\/kwaad.example",
        "/\t/kwaad.example",
        "javascript:alert(1)",
        "",
        "zaak",
        "/a\r\nset-cookie: x=y",
        "/inloggen?terug=/inloggen",
        "/" + "a" * 2_000,
        "/" + "é" * 200,
    ],
)
def test_signing_in_leads_nowhere_else(given: str) -> None:
    assert own_path(given) == "/"


def test_a_page_with_a_query_is_found_back() -> None:
    assert own_path("/zaken/x?datum=2024-01-01&naam=é") == "/zaken/x?datum=2024-01-01&naam=%C3%A9"


def test_many_sign_ins_from_one_place_are_slowed_down(identity: service.Identity, register: Register) -> None:
    config = settings(identity, login_rate=0.01, login_burst=5)
    with TestClient(application(config, register), base_url=BASE, follow_redirects=False) as client:
        assert [client.get("/inloggen").status_code for _ in range(6)] == [303] * 5 + [429]


# --- settings


def test_settings_that_would_let_anybody_in_are_refused(identity: service.Identity) -> None:
    good = settings(identity)
    assert good.oidc is not None
    for oidc in (
        replace(good.oidc, issuer="http://login.example"),
        replace(good.oidc, algorithms=("RS256", "none")),
        replace(good.oidc, algorithms=("HS256",)),
        replace(good.oidc, algorithms=()),
        replace(good.oidc, audience=service.CLIENT),
        None,
    ):
        with pytest.raises(AccessError):
            replace(good, oidc=oidc)
    with pytest.raises(AccessError):
        replace(good, base_url="http://toetssteen.example")


def test_the_environment_says_who_the_provider_is_and_a_wrong_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "MODE": "oidc",
        "HOST": "0.0.0.0",
        "PUBLIC_URL": BASE,
        "ORGANISATION": "CAK",
        "OIDC_ISSUER": "https://login.example",
        "OIDC_CLIENT_ID": "wij",
        "OIDC_CLIENT_SECRET": "geheim-woord",
        "OIDC_AUDIENCE": "api",
        "DATABASE": "postgresql://wij:wachtwoord-x@127.0.0.1/register",
        "OIDC_ROLES": '{"CAK-BEH": "behandelaar"}',
    }
    for name, value in given.items():
        monkeypatch.setenv(f"TOETSSTEEN_{name}", value)
    found = Settings()
    assert "geheim-woord" not in repr(found) + str(found.model_dump())
    assert "wachtwoord-x" not in repr(found)
    config = found.access()
    assert config.oidc is not None
    assert config.oidc.client_secret == "geheim-woord"
    assert config.oidc.roles == (("CAK-BEH", Role.BEHANDELAAR),)
    monkeypatch.delenv("TOETSSTEEN_OIDC_AUDIENCE")
    with pytest.raises(AccessError, match="inlogdienst"):
        Settings().access()
    monkeypatch.setenv("TOETSSTEEN_MODE", "eenpersoons")
    with pytest.raises(ValueError, match="eenpersoons") as told:
        Settings()
    assert "wachtwoord-x" not in str(told.value)


def test_secrets_do_not_show_when_settings_are_printed(identity: service.Identity) -> None:
    assert service.SECRET not in repr(settings(identity))
    assert "kkkk" not in repr(settings(identity))


def test_roles_may_have_other_names_at_the_provider_and_stand_deeper(
    identity: service.Identity, register: Register
) -> None:
    config = settings(identity)
    assert config.oidc is not None
    names = (("CAK-BEH", Role.BEHANDELAAR), ("CAK-BEL", Role.BELEID))
    config = replace(config, oidc=replace(config.oidc, roles_claim="realm_access.roles", roles=names))
    with TestClient(application(config, register), base_url=BASE) as client:
        deep = identity.token(roles=None, realm_access={"roles": ["CAK-BEH", "beheer"]})
        assert client.get("/v1/dossiers", headers=bearer(deep)).status_code == 200
        assert client.get("/v1/dossiers", headers=bearer(identity.token())).status_code == 403
