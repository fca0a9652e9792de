"""Attacks on the whole application: what a stranger, a colleague or a text in a dossier may try."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from engine.register.replay import Difference, Outcome, Replay
from tests.services import identity as service
from tests.workbench.toegang.people import bearer, content
from tests.workbench.toegang.test_table import filled, routes
from workbench.api.app import make_app
from workbench.cli.commands.serve import served
from workbench.service.workbench import Workbench
from workbench.settings import Settings
from workbench.toegang.actor import single_user
from workbench.toegang.table import row_for
from workbench.web.zaak.asked import day_of

ROOT = Path(__file__).parents[3]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def handler(provider: service.Identity) -> dict[str, str]:
    return bearer(provider, "u-behandelaar", "behandelaar", "controleur")


TRAVERSALS = (
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..%5c..%5cetc%5cpasswd",
    "....//etc/passwd",
    "%00",
    "x%00.html",
    "/etc/passwd",
    "C:%5cboot.ini",
    "a" * 5_000,
    "%ff%fe",
    "x%0d%0aSet-Cookie:%20a=b",
)


@pytest.mark.parametrize("name", TRAVERSALS)
def test_a_name_in_an_address_leads_to_no_file(client: TestClient, handler: dict[str, str], name: str) -> None:
    for place in (
        "/v1/dossiers/",
        "/v1/regelingen/",
        "/v1/beslissingen/",
        "/v1/register/inschrijvingen/",
        "/statisch/",
        "/",
    ):
        answer = client.get(place + name, headers=handler)
        assert answer.status_code in (303, 400, 401, 403, 404), (place, answer.status_code)
        assert "root:" not in answer.text
        assert "set-cookie" not in answer.headers


def test_a_script_in_a_field_comes_back_as_data_and_never_as_a_page(
    client: TestClient, handler: dict[str, str]
) -> None:
    for question in (
        {"besluit": SCRIPT, "dossier": {}},
        {"besluit": "Zorgtoeslag", "dossier": {SCRIPT: {SCRIPT: SCRIPT}}},
        {"besluit": "Zorgtoeslag", "dossier": content("zorgtoeslag") | {"naam": SCRIPT}},
        {"besluit": "Zorgtoeslag", SCRIPT: SCRIPT},
    ):
        answer = client.post("/v1/beslissingen", json=question, headers=handler)
        assert answer.headers["content-type"] in ("application/json", "application/problem+json")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_no_template_says_that_text_is_safe_and_no_page_runs_what_stands_in_it() -> None:
    """What stands in a page is text, unless the page makes it; a style or script in the page would need a weaker policy."""
    templates = sorted((ROOT / "workbench" / "web" / "templates").rglob("*.j2"))
    assert templates
    for path in templates:
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false|\{%-?\s*autoescape", text), path.name
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text, re.I), path.name
    for path in sorted((ROOT / "workbench" / "web").rglob("*.py")):
        assert "Markup(" not in path.read_text("utf-8") or path.name in _MAKES_MARKUP, path.name


_MAKES_MARKUP = frozenset({"normen.py"})
"""The scoreboard escapes all text itself: tests/workbench/test_norm_reports.py."""


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://kwaad.example")',
    "\t=1",
    "\r=1",
    "https://kwaad.example",
    "=cmd|'/c calc'!A0",
)


def test_a_text_in_an_excel_file_is_never_a_formula_or_a_link() -> None:
    import xlsxwriter

    from workbench.scorebord.excel import write_sheet

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {name: book.add_format() for name in ("head", "text", "number")}
    write_sheet(book, formats, "blad", FORMULAS, [FORMULAS])
    book.close()
    with zipfile.ZipFile(out) as read:
        sheet = read.read("xl/worksheets/sheet1.xml").decode()
        assert not any("rels" in name and "sheet" in name for name in read.namelist())
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_every_excel_file_is_written_by_the_one_way_that_keeps_texts_as_texts() -> None:
    for path in sorted((ROOT / "workbench").rglob("*.py")):
        text = path.read_text("utf-8")
        if "xlsxwriter.Workbook(" in text:
            assert '"strings_to_formulas": False' in text and '"strings_to_urls": False' in text, path.name
        assert not re.search(r"\.write_formula\(|sheet\.write\(", text), path.name


def test_every_answer_carries_the_headers_and_nothing_personal_is_kept(
    client: TestClient, handler: dict[str, str]
) -> None:
    paths = {filled(path) for method, path in routes(client.app) if method == "GET"}
    assert len(paths) > 10
    for path in sorted(paths):
        headers = client.get(path, headers=handler).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["strict-transport-security"], path
        assert "server" not in headers, path
        row = row_for("GET", path)
        if row is not None and row.roles is not None:
            assert "no-store" in headers["cache-control"], path


def test_a_mistake_of_ours_tells_nothing(
    client: TestClient,
    bench: Workbench,
    handler: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("Samira de Boer 111222333 in /srv/geheim.py")

    monkeypatch.setattr(bench.register, "dossier", broken)
    monkeypatch.setattr(bench.register, "dossiers", broken)
    with caplog.at_level(logging.INFO):
        for path in ("/v1/dossiers/dossier-" + "0" * 32, "/v1/dossiers"):
            answer = client.get(path, headers=handler)
            assert answer.status_code == 500
            assert not re.search("Samira|111222333|geheim|RuntimeError|Traceback", answer.text)
    assert not re.search("Samira|111222333", _written(caplog))


def _written(caplog: pytest.LogCaptureFixture) -> str:
    """What our own log lines say, as the server writes them."""
    from workbench.api.frame import JsonLines

    return "\n".join(
        JsonLines().format(record) for record in caplog.records if record.name.startswith(("toetssteen", "workbench"))
    )


def test_logs_hold_nothing_about_anybody(
    client: TestClient,
    handler: dict[str, str],
    provider: service.Identity,
    bench: Workbench,
    caplog: pytest.LogCaptureFixture,
) -> None:
    given = content("zorgtoeslag") | {"naam": "Samira de Boer"}
    with caplog.at_level(logging.DEBUG):
        made = client.post("/v1/dossiers", json={"inhoud": given, "bsn": {}}, headers=handler)
        assert made.status_code == 201, made.text
        id_ = made.json()["id"]
        client.get(f"/v1/dossiers/{id_}?naam=Samira", headers=handler)
        client.post("/v1/dossiers/zoekvragen", json={"bsn": "111222333"}, headers=handler)
        client.post("/v1/beslissingen", json={"besluit": "Zorgtoeslag", "dossierId": id_}, headers=handler)
        client.get("/zaken?zoek=Samira", headers=handler)
        client.get("/v1/dossiers/Samira", headers={"authorization": "Bearer x.Samira.y"})
    written = _written(caplog)
    assert written
    token = handler["authorization"].removeprefix("Bearer ")
    for secret in ("Samira", "111222333", id_, token, token.split(".")[2]):
        assert secret not in written
    assert "Samira" not in bench.settings.logbook.read_text("utf-8")


def test_an_idempotency_key_of_a_colleague_gives_nothing_of_theirs(
    client: TestClient, provider: service.Identity
) -> None:
    key = {"idempotency-key": "zelfde-sleutel"}
    mine, theirs = content("zorgtoeslag") | {"naam": "van mij"}, content("zorgtoeslag") | {"naam": "van hen"}
    first = client.post(
        "/v1/dossiers", json={"inhoud": theirs, "bsn": {}}, headers=bearer(provider, "u-a", "behandelaar") | key
    )
    second = client.post(
        "/v1/dossiers", json={"inhoud": mine, "bsn": {}}, headers=bearer(provider, "u-b", "behandelaar") | key
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


def test_headers_that_a_proxy_would_send_are_believed_from_nobody(client: TestClient, handler: dict[str, str]) -> None:
    for name in (
        "x-forwarded-host",
        "x-host",
        "forwarded",
        "x-original-url",
        "x-rewrite-url",
        "x-http-method-override",
    ):
        answer = client.get("/v1/regelingen?aantal=1", headers=handler | {name: "kwaad.example"})
        assert answer.status_code == 200
        assert "kwaad.example" not in answer.text + str(answer.headers)
    assert client.get("/v1/regelingen", headers=handler | {"host": "kwaad.example"}).status_code == 421


@pytest.mark.parametrize(
    ("mode", "proxy", "caller", "believed"),
    [
        ("oidc", "10.0.0.9", "10.0.0.9", True),
        ("oidc", "10.0.0.0/8, ::1", "10.0.0.9", True),
        ("oidc", "127.0.0.1", "10.0.0.9", False),
        ("oidc", "", "127.0.0.1", False),
        ("eenpersoons", "127.0.0.1", "127.0.0.1", False),
    ],
)
def test_only_the_proxy_of_the_settings_says_who_calls(
    monkeypatch: pytest.MonkeyPatch, mode: str, proxy: str, caller: str, believed: bool
) -> None:
    """Else a limit on how often somebody may sign in counts nobody, or everybody behind the proxy as one."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"][0])

    config = served(app, Settings(mode=mode, proxy=proxy, organisation="CAK"))  # type: ignore[arg-type]
    config.load()
    scope = {"type": "http", "scheme": "http", "client": (caller, 1), "headers": [(b"x-forwarded-for", b"192.0.2.7")]}
    asyncio.run(config.loaded_app(scope, None, None))  # type: ignore[arg-type]
    assert seen == ["192.0.2.7" if believed else caller]


@pytest.mark.parametrize("day", ["0001-01-01", "1799-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_that_no_calendar_reaches_is_refused_everywhere(
    client: TestClient, handler: dict[str, str], day: str
) -> None:
    """Beyond the year 9999 there are no dates to reckon with: a period to its end once broke the timeline."""
    asked = {"besluit": "Zorgtoeslag", "dossier": content("zorgtoeslag")}
    for path, dates in (
        ("beslissingen", {"rekendatum": day}),
        ("tijdlijnen", {"van": day, "tot": day}),
        ("herzieningen", {"van": day, "tot": day, "toen": "2026-01-01", "nu": "2026-02-01"}),
    ):
        answer = client.post(f"/v1/{path}", json=asked | dates, headers=handler)
        assert answer.status_code == 400, path
    assert day_of(day) is None


def test_a_controleur_hears_where_a_besluit_differs_and_not_what_stands_there(
    client: TestClient,
    bench: Workbench,
    provider: service.Identity,
    handler: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    question = {"besluit": "Zorgtoeslag", "dossier": content("zorgtoeslag")}
    entry = client.post("/v1/beslissingen", json=question, headers=handler).json()["id"]
    told = Replay(entry, Outcome.DIFFERENT, "Er is iets anders.", (Difference("/uitkomsten/0/waarde", "129", "131"),))
    monkeypatch.setattr(bench.register, "replay", lambda _: told)
    asked = {"inschrijving": entry}
    both = client.post("/v1/register/herhalingen", json=asked, headers=handler).json()["verschillen"]
    assert [(one["was"], one["wordt"]) for one in both] == [("129", "131")]
    alone = client.post("/v1/register/herhalingen", json=asked, headers=bearer(provider, "u-c", "controleur")).json()
    assert [one["pad"] for one in alone["verschillen"]] == ["/uitkomsten/0/waarde"]
    assert "129" not in str(alone["verschillen"]) and "131" not in str(alone["verschillen"])


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str]]:
    """The pages for the one user of this machine, with one dossier."""
    folder = tmp_path_factory.mktemp("alleen")
    settings = Settings(
        database=f"sqlite:///{folder / 'register.db'}",
        key_file=folder / "sleutel",
        logbook=folder / "logboek",
        workers=0,
    )
    with Workbench(settings) as alone:
        id_ = alone.register.add_dossier(content("zorgtoeslag") | {"naam": SCRIPT}, single_user("Noor")).id
        app = make_app(settings, alone)
        with TestClient(
            app, base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False
        ) as made:
            yield made, id_


NASTY = (
    "\x00",
    "x" * 3_000,
    "-1",
    "9" * 400,
    "9999-12-31",
    "0001-01-01",
    "2026-13-45",
    "../../x",
    "%s%n",
    SCRIPT,
    "\r\na: b",
    "{{7*7}}",
)


def test_no_page_breaks_on_what_an_address_says_or_repeats_it_as_markup(pages: tuple[TestClient, str]) -> None:
    client, id_ = pages
    asked = (
        "op",
        "verzonden",
        "bekend",
        "bij",
        "zoek",
        "over",
        "van",
        "tot",
        "toen",
        "nu",
        "doel",
        "soort",
        "na",
        "gedaan",
    )
    places = {path for method, path in routes(client.app) if method == "GET" and not path.startswith("/v1")}
    # the editor opens a workspace of its own
    places = {path for path in places if not path.startswith(("/regels", "/statisch"))}
    assert len(places) > 10
    for number, path in enumerate(sorted(places)):
        for text in (NASTY[number % len(NASTY)], NASTY[(number + 5) % len(NASTY)]):
            for besluit in ("zorgtoeslag", quote(text, safe="") or "x") if "{" in path else ("",):
                at = path.replace("{key}", id_).replace("{name}", besluit).replace("{besluit}", besluit)
                answer = client.get(re.sub(r"\{[^}]+\}", "x", at), params=dict.fromkeys(asked, text))
                assert answer.status_code < 500, (path, text)
                assert "<script>alert" not in answer.text, path
                assert ">49<" not in answer.text, path
                assert "a" not in answer.headers, path


def test_pages_and_api_reach_a_stored_dossier_in_the_one_way() -> None:
    """Past ``Reading`` nobody's role or grounds would be asked, and nothing would be written down."""
    for folder in ("api", "web"):
        for path in sorted((ROOT / "workbench" / folder).rglob("*.py")):
            assert not re.search(r"register\.dossier\(", path.read_text("utf-8")), path.name
