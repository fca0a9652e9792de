"""The description of the API by the NL API Design Rules, in the words of their linter (media/linter.yaml), and fresh."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from workbench.api.app import make_api
from workbench.api.description import API_VERSION, describe, texts
from workbench.service.law import Law
from workbench.settings import Settings

KEPT = Path(__file__).parents[3] / "docs" / "api"


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return describe(make_api())


def operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def resolved(description: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in found:
        node: Any = description
        for part in found["$ref"].removeprefix("#/").split("/"):
            node = node[part]
        found = node
    return found


def test_it_says_who_version_and_where(description: dict[str, Any]) -> None:
    assert re.fullmatch(r"3(\.\d+){1,2}", description["openapi"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", description["info"]["version"])
    assert "contact" not in description["info"]
    assert [re.search(r"/v\d+$", server["url"]) is not None for server in description["servers"]] == [True]


def test_it_names_whom_to_ask_when_the_settings_say_so() -> None:
    told = {"contact_name": "Servicedesk", "contact_url": "https://cak.example/api", "contact_email": "api@cak.example"}
    contact = describe(make_api(Settings(**told).contact()))["info"]["contact"]
    assert contact == {"name": "Servicedesk", "url": "https://cak.example/api", "email": "api@cak.example"}


def test_paths_are_kebab_case_without_a_slash_at_the_end(description: dict[str, Any]) -> None:
    for path, method, operation in operations(description):
        assert re.fullmatch(r"(/([a-z0-9-]+|{[^}]+}))+(/openapi\.json)?", path), path
        assert method in {"get", "post", "put", "delete", "patch"}
        for one in operation.get("parameters", ()):
            assert one["in"] != "query" or re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", one["name"]), one
    ids = [operation["operationId"] for _, _, operation in operations(description)]
    assert len(ids) == len(set(ids))


def test_every_answer_has_the_version_and_every_error_is_a_problem(description: dict[str, Any]) -> None:
    for path, method, operation in operations(description):
        assert operation["summary"] and operation["tags"]
        for status, answer in operation["responses"].items():
            told = resolved(description, answer)
            assert "API-Version" in told["headers"], (path, status)
            if status[0] in "45":
                schema = resolved(description, told["content"]["application/problem+json"]["schema"])
                assert {"status", "title", "detail"} <= set(schema["properties"]), (path, status)
        if operation.get("parameters") or method != "get":
            assert "400" in operation["responses"], path
        assert "422" not in operation["responses"], path


def test_fields_are_camel_case_and_dates_say_so(description: dict[str, Any]) -> None:
    for name, schema in description["components"]["schemas"].items():
        assert re.fullmatch(r"([A-Z][a-z0-9]*)+", name), name
        for field in schema.get("properties", {}):
            assert re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", field), (name, field)
        for field in ("rekendatum", "verzondenOp", "bekendOp", "van", "tot", "toen", "nu"):
            told = schema.get("properties", {}).get(field)
            assert told is None or '"format": "date"' in json.dumps(told), (name, field)


def test_it_is_open_to_everybody_and_to_pages_elsewhere(client: TestClient) -> None:
    answer = client.get("/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["api-version"] == answer.json()["info"]["version"] == API_VERSION


def test_what_is_kept_for_review_is_as_it_is_now() -> None:
    now = texts(make_api(), Law.load())
    kept = {str(path.relative_to(KEPT)): path.read_text(encoding="utf-8") for path in KEPT.rglob("*.json")}
    stale = sorted(name for name in now | kept if now.get(name) != kept.get(name))
    assert stale == [], "write them again: python -m workbench.api.description docs/api"
