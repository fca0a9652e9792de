"""Who is signed in, kept in the database of the register: after a restart, in two processes, and in the hands of a thief."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from engine.register import Keys, Register
from engine.register.copies import restore
from engine.register.sessions import Sessions as Kept
from tests.engine.register.conftest import made_place
from tests.engine.register.made import ANNA, KEYS, Place
from tests.services import identity as service
from tests.workbench.toegang.signing import (
    COOKIE,
    application,
    asked_to_sign_in,
    browser,
    fresh,
    session_of,
    settings,
    sign_in,
)
from workbench.service.workbench import Workbench
from workbench.toegang.actor import Actor, Role
from workbench.toegang.config import AccessError, Limits, Mode
from workbench.toegang.install import install
from workbench.toegang.sessions import Sessions

ROOT = Path(__file__).parents[3]
NOOR = Actor("u-1", "Noor de Vries", frozenset({Role.BEHANDELAAR}))
OMAR = Actor("u-2", "Omar", frozenset({Role.BEHEER}))
LIMITS = Limits(idle=100, absolute=1_000, roles=300)


@pytest.fixture(scope="module")
def running() -> Iterator[service.Identity]:
    with service.running() as started:
        yield started


@pytest.fixture
def identity(running: service.Identity) -> service.Identity:
    return fresh(running)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with made_place(request.param, request, tmp_path_factory.mktemp("sessies")) as made:
        yield made


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(place: Place) -> Iterator[Callable[..., Register]]:
    """Makes registers on the database, as that many processes would."""
    with ExitStack() as stack:

        def made(clock: Clock | None = None) -> Register:
            register = Register.open(place.url, KEYS, clock=clock)
            stack.callback(register.close)
            return register

        yield made
        place.run("DELETE FROM web_session")


def moved(of: TestClient, to: TestClient) -> TestClient:
    """The same browser, at another process."""
    to.cookies.clear()
    to.cookies.update(of.cookies)
    return to


def test_a_restart_signs_nobody_out_and_loses_no_form(
    opened: Callable[..., Register], identity: service.Identity
) -> None:
    before = browser(application(settings(identity), opened()))
    sign_in(before)
    token = before.get("/zaken").json()["token"]
    after = moved(before, browser(application(settings(identity), opened())))
    assert after.get("/zaken").json()["naam"] == "Noor"
    assert after.post("/zaken", data={"_csrf": token}).status_code == 200


def test_two_processes_know_the_same_sessions(opened: Callable[..., Register], identity: service.Identity) -> None:
    """Also in the middle of signing in, and an answer counts once for both."""
    one, two = (browser(application(settings(identity), opened())) for _ in range(2))
    answer = asked_to_sign_in(one)
    asked = dict(one.cookies)
    moved(one, two)
    assert two.get(answer).headers["location"] == "/zaken"
    one.cookies.clear()
    one.cookies.update(asked)
    assert one.get(answer).status_code == 401
    moved(two, one)
    assert one.get("/zaken").json()["wie"] == "u-1"
    token = one.get("/zaken").json()["token"]
    held = session_of(one)
    assert two.post("/uitloggen", data={"_csrf": token}).status_code == 303
    assert one.get("/zaken", headers={"cookie": f"{COOKIE}={held}"}).status_code == 303


_OTHER = """
import sys
from engine.register import Register
from tests.engine.register.made import KEYS
from workbench.toegang.config import Limits
from workbench.toegang.sessions import Sessions
found = Sessions(Register.open(sys.argv[1], KEYS).sessions, Limits()).get(sys.argv[2])
print(found.actor.name if found else "niemand")
"""


def test_a_process_of_its_own_reads_what_another_wrote(opened: Callable[..., Register], place: Place) -> None:
    held = Sessions(opened().sessions, Limits()).begin(NOOR)
    asked = [sys.executable, "-c", _OTHER, place.url, held]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "Noor de Vries", done.stderr


def test_a_stolen_table_holds_no_id_and_nobodys_name(opened: Callable[..., Register], place: Place) -> None:
    sessions = Sessions(opened().sessions, Limits())
    held = sessions.begin(NOOR)
    ((digest, owner, ends, sealed),) = place.run("SELECT digest, owner, ends, sealed FROM web_session")
    told = f"{digest} {owner} {ends} {bytes(sealed)!r}"
    for secret in (held, NOOR.name, "Noor", NOOR.id, "behandelaar"):
        assert secret not in told
    for tried in (digest, owner, held[:-1], held + "x", ""):
        assert sessions.get(tried) is None
    assert sessions.get(held) is not None


def test_who_writes_in_the_table_only_ends_sessions(
    opened: Callable[..., Register], place: Place, clock: Clock
) -> None:
    register = opened(clock)
    sessions = Sessions(register.sessions, LIMITS)
    noor, omar = sessions.begin(NOOR), sessions.begin(OMAR)
    rows = dict(place.run("SELECT owner, digest FROM web_session"))
    mine, theirs = (rows[register.sessions._masks(one.id)[0]] for one in (NOOR, OMAR))
    sealed = bytes(place.run("SELECT sealed FROM web_session WHERE digest = :d", d=mine)[0][0])
    taken = bytes(place.run("SELECT sealed FROM web_session WHERE digest = :d", d=theirs)[0][0])
    change = "UPDATE web_session SET sealed = :s WHERE digest = :d"
    place.run(change, s=taken, d=mine)  # the session of beheer under one's own id
    assert sessions.get(noor) is None
    for broken in (sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed[:5], b""):
        place.run(change, s=broken, d=mine)
        assert sessions.get(noor) is None
        assert [one.actor.id for one in sessions.all()] == ["u-2"]
    place.run(change, s=sealed, d=mine)
    assert sessions.get(noor) is not None
    place.run("UPDATE web_session SET ends = 99999999999")
    clock.later(101)
    assert sessions.get(noor) is None and sessions.get(omar) is None
    assert sessions.all() == []


def test_sessions_end_by_themselves_and_leave_nothing(
    opened: Callable[..., Register], place: Place, clock: Clock
) -> None:
    sessions = Sessions(opened(clock).sessions, LIMITS)
    left = sessions.begin(OMAR)
    held = sessions.begin(NOOR)
    for _ in range(4):
        clock.later(90)
        assert sessions.get(held) is not None
    assert sessions.get(left) is None, "nobody used it"
    assert sessions.is_stale(sessions.get(held))  # type: ignore[arg-type]
    clock.later(60)
    assert sessions.get(held) is None, "its roles were not confirmed"
    held = sessions.begin(NOOR)
    for _ in range(10):
        clock.later(90)
        held = sessions.begin(NOOR, held)
    assert len(place.run("SELECT digest FROM web_session")) == 1
    long = Sessions(opened(clock).sessions, Limits(idle=100, absolute=250, roles=10_000))
    held = long.begin(NOOR)
    for _ in range(2):
        clock.later(90)
        assert long.get(held) is not None
    clock.later(71)
    assert long.get(held) is None, "it began too long ago"


def test_beheer_ends_all_sessions_of_somebody_at_once(opened: Callable[..., Register]) -> None:
    here, there = (Sessions(opened().sessions, Limits()) for _ in range(2))
    held = [here.begin(NOOR), there.begin(NOOR)]
    other = there.begin(OMAR)
    assert sorted(one.actor.id for one in here.all()) == ["u-1", "u-1", "u-2"]
    assert here.end_all("u-1") == 2
    assert [there.get(one) for one in held] == [None, None]
    assert there.get(other) is not None


def test_beheer_sees_who_is_signed_in_and_signs_somebody_out(client: TestClient, bench: Workbench) -> None:
    sessions = Sessions(bench.register.sessions, bench.settings.limits())
    noor, omar = ({"cookie": f"{COOKIE}={sessions.begin(one)}"} for one in (NOOR, OMAR))
    assert "Uitloggen" in client.get("/zaken", headers=noor).text
    assert client.get("/sessies", headers=noor).status_code == 403
    assert "/sessies" in client.get("/register", headers=omar).text
    seen = client.get("/sessies", headers=omar).text
    assert "Noor de Vries" in seen and "Omar" in seen
    for secret in (noor["cookie"].partition("=")[2], omar["cookie"].partition("=")[2]):
        assert secret not in seen
    token = re.search(r'name="_csrf" value="([0-9a-f]+)"', seen)
    assert token is not None
    assert client.post("/sessies", data={"wie": "u-1"}, headers=omar).status_code == 403
    form = {"wie": "u-1", "_csrf": token[1]}
    assert client.post("/sessies", data=form, headers=omar).headers["location"] == "/sessies?gedaan=uitgelogd"
    assert client.get("/zaken", headers=noor).status_code == 303
    assert client.post("/sessies", data=form, headers=omar).headers["location"] == "/sessies?gedaan=nietingelogd"
    assert client.get("/sessies", headers=omar).status_code == 200
    sessions.end_all(OMAR.id)


def test_what_is_written_while_somebody_signs_out_brings_nobody_back(
    opened: Callable[..., Register], place: Place, clock: Clock
) -> None:
    register = opened(clock)
    sessions = Sessions(register.sessions, LIMITS)
    held = sessions.begin(NOOR)
    seen = register.sessions.get(held)
    sessions.end(held)
    register.sessions.renew(held, seen or {}, register.sessions.now() + 100)
    assert sessions.get(held) is None
    assert place.run("SELECT digest FROM web_session") == []


def test_a_database_that_is_away_signs_nobody_in_and_nobody_out(
    opened: Callable[..., Register], place: Place, identity: service.Identity
) -> None:
    client = browser(application(settings(identity), opened()))
    sign_in(client)
    place.run("ALTER TABLE web_session RENAME TO weg")
    try:
        assert client.get("/zaken").status_code == 503
        assert client.get("/zaken").headers["retry-after"]
        assert sign_in(client).status_code == 503
    finally:
        place.run("ALTER TABLE weg RENAME TO web_session")
    assert client.get("/zaken").status_code == 200


def test_who_makes_up_ids_does_not_get_as_far_as_the_database(
    opened: Callable[..., Register], place: Place, identity: service.Identity
) -> None:
    register = opened()
    client = browser(application(settings(identity), register))
    mine = Sessions(register.sessions, Limits()).begin(NOOR)
    store = register._store
    elsewhere = Kept(store.database, Keys.new(), store.now).new_id()
    place.run("ALTER TABLE web_session RENAME TO weg")
    try:
        assert client.get("/zaken", headers={"cookie": f"{COOKIE}={mine}"}).status_code == 503
        for made_up in (elsewhere, "a" * len(mine), mine[:-1] + ("0" if mine[-1] != "0" else "1"), "x" + mine, "\xe9"):
            cookie = {"cookie": f"{COOKIE}={made_up}".encode("latin-1")}
            assert client.get("/zaken", headers=cookie).status_code == 303, made_up
            assert client.post("/uitloggen", headers=cookie).status_code == 303, made_up
    finally:
        place.run("ALTER TABLE weg RENAME TO web_session")


def test_every_cookie_stays_on_lines_that_nobody_else_reads(client: TestClient, bench: Workbench) -> None:
    sessions = Sessions(bench.register.sessions, bench.settings.limits())
    noor = {"cookie": f"{COOKIE}={sessions.begin(NOOR)}"}
    token = re.search(r'name="_csrf" value="([0-9a-f]+)"', client.get("/zaken", headers=noor).text)
    assert token is not None
    answer = client.post("/thema", data={"_csrf": token[1], "thema": "ma", "terug": "/"}, headers=noor)
    (line,) = answer.headers.get_list("set-cookie")
    assert line.startswith("toetssteen_thema=ma;") and line.endswith("; Secure")
    out = client.post("/uitloggen", data={"_csrf": token[1]}, headers=noor)
    assert [line.count("Secure") for line in out.headers.get_list("set-cookie")] == [1]


def test_who_has_no_role_may_do_nothing_but_sign_out(client: TestClient, bench: Workbench) -> None:
    sessions = Sessions(bench.register.sessions, bench.settings.limits())
    nobody = {"cookie": f"{COOKIE}={sessions.begin(Actor('u-9', 'Niemand', frozenset()))}"}
    refused = client.get("/", headers=nobody)
    token = re.search(r'action="/uitloggen"><input type="hidden" name="_csrf" value="([0-9a-f]+)"', refused.text)
    assert refused.status_code == 403 and token is not None
    assert client.post("/uitloggen", data={"_csrf": token[1]}, headers=nobody).status_code == 303
    assert client.get("/", headers=nobody).status_code == 303


def test_sessions_are_no_part_of_the_register_and_of_no_backup(
    opened: Callable[..., Register], place: Place, tmp_path: Path
) -> None:
    register = opened()
    head = register.head()
    Sessions(register.sessions, Limits()).begin(NOOR)
    assert register.head() == head
    assert register.verify([head]).ok
    place.run("UPDATE web_session SET ends = 1")
    assert register.verify([head]).ok
    register.back_up(tmp_path / "kopie.db")
    restore(tmp_path / "kopie.db", f"sqlite:///{tmp_path / 'terug.db'}", KEYS)
    back = Register.open(f"sqlite:///{tmp_path / 'terug.db'}", KEYS, create=False)
    assert back.sessions.all(10) == []
    back.record("normrapport", None, {}, ANNA)
    back.close()


def test_who_signs_in_needs_a_register(identity: service.Identity) -> None:
    config = settings(identity)
    assert config.mode is Mode.OIDC
    with pytest.raises(AccessError, match="register"):
        install(FastAPI(), config)
