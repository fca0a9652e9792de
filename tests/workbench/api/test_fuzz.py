"""Requests by the API's own description, a few of each kind, on both databases; many more with ``make fuzz-api``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.postgres import Server as Database
from tests.workbench.api.fuzz import fuzz
from tests.workbench.api.server import serving


@pytest.mark.parametrize(("kind", "phases"), [("sqlite", "examples"), ("postgresql", "examples,fuzzing")])
def test_answers_are_as_described_and_none_is_a_fault(
    kind: str, phases: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = None
    if kind == "postgresql":
        database: Database = request.getfixturevalue("postgres")
        address = database.address().replace("@", f":{database.password}@", 1)
    with serving(tmp_path, address, WORKERS="1") as server:
        found = fuzz(server.url, 1, phases, tmp_path)
        assert found.returncode == 0, found.stdout + found.stderr + server.log.read_text()[-2000:]
