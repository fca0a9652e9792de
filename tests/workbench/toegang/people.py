"""People with access tokens, and what they bring."""

from __future__ import annotations

from typing import Any

from engine.paths import scenarios_dir
from tests.services import identity as service
from workbench.service.pointers import plain, tree


def bearer(identity: service.Identity, subject: str, *roles: str) -> dict[str, str]:
    return {"authorization": f"Bearer {identity.token(sub=subject, roles=list(roles))}"}


def content(name: str) -> dict[str, Any]:
    root = tree((scenarios_dir() / "dossiers" / f"{name}.yaml").read_text())
    assert root is not None
    found: dict[str, Any] = plain(root)
    return found
