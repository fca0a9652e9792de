"""Readings of the law that are wrong: each, planted in the rules, makes the scenarios fail that guard against it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.dossier.loader import CaseLoader
from tests.rules.corpus import Edit, program_with, rule_files, run_scenario

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "wrong_readings.yaml").read_text(encoding="utf-8")
)
GUARDS = sorted({identity for reading in TABLE["lezingen"] for identity in reading["faalt"]})


def _named(reading: dict[str, Any]) -> str:
    return f"{reading['rij']}: {reading['lezing']}"


def _edit(words: dict[str, str]) -> Edit:
    return Edit(words["in"], words.get("blok"), words.get("oud"), words.get("nieuw", ""), words.get("vanaf", ""))


@pytest.fixture(scope="module")
def shipped() -> CaseLoader:
    return CaseLoader(program_with())


@pytest.mark.parametrize("identity", GUARDS)
def test_a_guard_passes_under_the_rules_as_they_are(shipped: CaseLoader, identity: str) -> None:
    result = run_scenario(shipped, identity)
    assert result.passed, (result.differences, result.diagnostics, result.crash)


@pytest.mark.parametrize("reading", TABLE["lezingen"], ids=_named)
def test_a_wrong_reading_makes_its_guards_fail(reading: dict[str, Any]) -> None:
    loader = CaseLoader(program_with(map(_edit, reading["wijziging"])))
    for identity in reading["faalt"]:
        result = run_scenario(loader, identity)
        assert not result.diagnostics and not result.crash, (identity, result.diagnostics, result.crash)
        assert result.differences, f"{identity} slaagt ook onder deze lezing"
        # That a fact is missing shows nothing: the wrong reading itself has to come to another outcome.
        asked = [
            item for item in result.differences if item.what == "status" and item.actual == "nog niet vast te stellen"
        ]
        assert not asked, f"{identity} mist een feit onder deze lezing: {result.differences}"


@pytest.mark.parametrize("fact", TABLE["gegeven"], ids=lambda fact: fact["naam"])
def test_a_fact_that_others_establish_is_never_computed(shipped: CaseLoader, fact: dict[str, Any]) -> None:
    owner = shipped.program.types[fact["objecttype"]]
    assert fact["naam"] in owner.attributes
    assert (fact["objecttype"], fact["naam"]) not in shipped.program.definitions


@pytest.mark.parametrize("words", TABLE["woorden"], ids=lambda words: f"{words['rij']}: {', '.join(words['nooit'])}")
def test_the_rules_use_the_word_of_their_own_law(words: dict[str, Any]) -> None:
    texts = {
        name: source.text.lower()
        for name, source in rule_files().items()
        if any(name == place or name.startswith(f"{place}/") for place in words["in"])
    }
    assert texts
    assert [(name, word) for name, text in texts.items() for word in words["nooit"] if word in text] == []
