"""Machine code that is kept: made once, and read only where nobody else can have written it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dsl.cache import load_program
from dsl.storage import ENVIRONMENT
from engine.columns import native
from engine.columns.kernel import Result
from engine.paths import rules_dir
from tests.engine.columns.test_renderers import kernel, singles


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[bool]:
    """One element for each time that LLVM is asked for code."""
    found: list[bool] = []
    really = native._optimised

    def counted(text: str, machine: object, *, fully: bool) -> object:
        found.append(fully)
        return really(text, machine, fully=fully)

    monkeypatch.setattr(native, "_optimised", counted)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    return found


def test_code_is_made_once_and_only_this_user_is_believed(made: list[bool], tmp_path: Path) -> None:
    law, _, _ = load_program(rules_dir())
    assert law is not None
    population = singles()

    def run() -> Result:
        return kernel(law, population, "llvm").run(population)

    first, again = run(), run()
    assert len(made) == 1
    assert first.totals == again.totals
    assert np.array_equal(first.outcomes[0].values, again.outcomes[0].values)
    folder = tmp_path / "machinecode"
    (place,) = folder.iterdir()
    place.write_bytes(place.read_bytes()[:-1])
    assert run().totals == first.totals
    assert len(made) == 2, "a damaged file is made again"
    place.chmod(0o666)
    assert run().totals == first.totals
    assert len(made) == 3, "a file that others can write is not read"
    folder.chmod(0o777)
    assert run().totals == first.totals
    assert len(made) == 4, "nor a folder"
