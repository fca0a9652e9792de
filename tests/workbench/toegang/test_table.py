"""The table of who may what: of every route of the application, and as the page for administrators says it."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from workbench.toegang.table import TABLE, described, methods_for, row_for

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "veiligheid.md"
BEGIN, END = "<!-- tabel -->\n", "<!-- einde tabel -->\n"


def routes(app: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of everything that answers, also in what is included and mounted."""
    for route in app.routes:
        path = prefix + (getattr(route, "path", None) or "")
        methods = getattr(route, "methods", None)
        included = getattr(route, "original_router", None)
        inner = included or getattr(route, "app", None)
        if methods:
            yield from ((method, path) for method in methods)
        elif hasattr(inner, "routes"):
            yield from routes(inner, path)
        else:
            yield ("GET", path + "/x") if type(route).__name__ == "Mount" else ("WEBSOCKET", path)


def filled(path: str) -> str:
    return "/".join("x" if part.startswith("{") else part for part in path.split("/"))


def test_every_route_of_the_application_has_a_row(client: TestClient) -> None:
    found = list(routes(client.app))
    assert len(found) > 20
    assert [one for one in found if row_for(one[0], filled(one[1])) is None] == []


def test_every_row_is_of_something_that_is_there(client: TestClient) -> None:
    """A row for what is not there would open whatever comes to stand there."""
    used = {row_for(method, filled(path)) for method, path in routes(client.app)}
    assert [row.path for row in TABLE if row not in used and row.path not in ("/statisch/**", "/favicon.ico")] == []


def test_nothing_that_is_personal_is_open(client: TestClient) -> None:
    """Open are the description, whether it runs, scripts and style, and signing in."""
    is_open = {path for method, path in routes(client.app) if row_for(method, filled(path)).roles is None}  # type: ignore[union-attr]
    allowed = ("/v1/openapi.json", "/gezond", "/gereed", "/statisch/", "/inloggen", "/uitloggen", "/uitgelogd")
    assert all(path.startswith(allowed) or path.endswith("/openapi.json") for path in is_open)


def test_the_description_of_a_regeling_is_for_everybody_and_those_of_earlier_rules_are_not(client: TestClient) -> None:
    answer = client.get("/v1/regelingen/zorgtoeslag/openapi.json", headers={"origin": "https://elders.example"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert client.get(f"/v1/regelingen/zorgtoeslag/versies/{'0' * 64}/openapi.json").status_code == 401


@pytest.mark.parametrize("role", ["beleid", "behandelaar", "controleur", "beheer", "niemand"])
def test_a_role_gets_no_further_than_its_rows(client: TestClient, who: dict[str, dict[str, str]], role: str) -> None:
    """For the API, where a token says the role: 403 outside the rows, and anything else inside."""
    for method, path in routes(client.app):
        row = row_for(method, filled(path))
        assert row is not None
        if not path.startswith("/v1/") or row.roles is None or method in ("HEAD", "OPTIONS"):
            continue
        answer = client.request(method, filled(path), headers=who[role])
        roles = {one.value for one in row.roles}
        if role not in roles:
            assert answer.status_code == 403, (method, path)
        else:
            assert answer.status_code not in (401, 403, 500), (method, path, answer.text)


@pytest.mark.parametrize(
    "path",
    ["/v1/dossiersX", "/v1/dossier", "/v1", "/v1/", "/zaken.", "/Zaken", "/statischX", "/inloggenX", "/v1//dossiers"],
)
def test_a_row_fits_whole_parts_of_a_path(path: str) -> None:
    row = row_for("GET", path)
    assert row is None or path == "/v1"


def test_only_methods_of_a_row_are_there() -> None:
    assert "POST" not in methods_for("/v1/openapi.json")
    assert row_for("TRACE", "/v1/dossiers") is None


def test_the_page_shows_this_table() -> None:
    """``TOETSSTEEN_GOUD=nieuw`` writes it."""
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    shown, _, after = rest.partition(END)
    if os.environ.get("TOETSSTEEN_GOUD") == "nieuw":
        PAGE.write_text(before + BEGIN + described(TABLE) + END + after, "utf-8")
        return
    assert shown == described(TABLE), (
        "write it again: TOETSSTEEN_GOUD=nieuw pytest tests/workbench/toegang/test_table.py"
    )


def test_every_test_that_the_page_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text("utf-8"))
    assert len(named) > 50
    files = {path: ast.parse((ROOT / path).read_text("utf-8")) for path in {path for path, _ in named}}
    there = {
        (path, node.name) for path, tree in files.items() for node in tree.body if isinstance(node, ast.FunctionDef)
    }
    assert sorted(set(named) - there) == []


def test_every_line_of_the_list_names_a_test() -> None:
    text = PAGE.read_text("utf-8").partition("## De lijst")[2].partition("## Wat niet")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| ASVS")]
    assert len(lines) > 30
    assert [line for line in lines if "::test_" not in line] == []
