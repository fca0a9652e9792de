from __future__ import annotations

import io

import pytest
from pydantic import ValidationError

from workbench.cli.console import USAGE, Console
from workbench.cli.main import main
from workbench.settings import Settings


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "voorbeeld.nl"])
def test_one_person_is_served_on_this_machine_only(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError):
        Settings(host=host)
    monkeypatch.setenv("TOETSSTEEN_HOST", host)
    console = Console(io.StringIO(), io.StringIO())
    assert main(["serve"], console) == USAGE
    assert isinstance(console.err, io.StringIO)
    assert "TS896" in console.err.getvalue()


def test_loopback_and_an_identity_provider_are_fine() -> None:
    assert Settings(host="::1").host == "::1"
    assert Settings(host="0.0.0.0", mode="oidc", organisation="CAK").host == "0.0.0.0"
