"""The files for containers name what there is: settings that exist, ports of this machine only, files that are kept."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from workbench.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
PREFIX = "TOETSSTEEN_"


def test_every_variable_is_a_setting() -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)\s*[:=]", DOCKERFILE + COMPOSE))
    assert named and {name.lower() for name in named} <= set(Settings.model_fields)


def test_nothing_is_reachable_from_elsewhere() -> None:
    services = yaml.safe_load(COMPOSE)["services"]
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published and all(port.startswith("127.0.0.1:") for port in published)


def test_no_secret_stands_in_a_file() -> None:
    for line in COMPOSE.splitlines():
        if re.search(r"PASSWORD|SECRET", line) and not line.lstrip().startswith("#"):
            assert ":?" in line, line


def test_what_is_copied_is_there() -> None:
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        assert all((ROOT / name).exists() for name in line.split())
