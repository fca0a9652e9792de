"""Readings of the law that are wrong: each, planted in the rules, makes the scenarios fail that guard against it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.dossier.loader import CaseLoader
from tests.rules.corpus import Edit, files_of, loader_of, program_with, rule_files, run_scenario, scenario_places

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "wrong_readings.yaml").read_text(encoding="utf-8")
)


def _named(reading: dict[str, Any]) -> str:
    return f"{reading['rij']}: {reading['lezing']}"


def _edit(words: dict[str, str]) -> Edit:
    return Edit(words["in"], words.get("blok"), words.get("oud"), words.get("nieuw", ""), words.get("vanaf", ""))


def _files(reading: dict[str, Any]) -> frozenset[str]:
    """The rules that a reading and its guards need: their folders, so that not all law is checked again for each."""
    edited = {words["in"].split("/")[0] for words in reading["wijziging"]}
    guards = {scenario_places()[identity].path.parent.name for identity in reading["faalt"]}
    return files_of(frozenset(edited | guards | set(reading.get("met", []))))


@pytest.mark.parametrize("reading", TABLE["lezingen"], ids=_named)
def test_a_wrong_reading_makes_its_guards_fail(reading: dict[str, Any]) -> None:
    files = _files(reading)
    planted = CaseLoader(program_with(files, map(_edit, reading["wijziging"])))
    for identity in reading["faalt"]:
        right = run_scenario(loader_of(files), identity)
        assert right.passed, (identity, right.differences, right.diagnostics, right.crash)
        wrong = run_scenario(planted, identity)
        assert not wrong.diagnostics and not wrong.crash, (identity, wrong.diagnostics, wrong.crash)
        assert wrong.differences, f"{identity} slaagt ook onder deze lezing"
        # That a fact is missing shows nothing: the wrong reading itself has to come to another outcome.
        asked = [
            item for item in wrong.differences if item.what == "status" and item.actual == "nog niet vast te stellen"
        ]
        assert not asked, f"{identity} mist een feit onder deze lezing: {wrong.differences}"


@pytest.mark.parametrize("fact", TABLE["gegeven"], ids=lambda fact: fact["naam"])
def test_a_fact_that_others_establish_is_never_computed(fact: dict[str, Any]) -> None:
    program = loader_of(frozenset(rule_files())).program
    owner = program.types[fact["objecttype"]]
    assert fact["naam"] in owner.attributes
    assert (fact["objecttype"], fact["naam"]) not in program.definitions


@pytest.mark.parametrize("words", TABLE["woorden"], ids=lambda words: f"{words['rij']}: {', '.join(words['nooit'])}")
def test_the_rules_use_the_word_of_their_own_law(words: dict[str, Any]) -> None:
    texts = {
        name: source.text.lower()
        for name, source in rule_files().items()
        if any(name == place or name.startswith(f"{place}/") for place in words["in"])
    }
    assert texts
    assert [(name, word) for name, text in texts.items() for word in words["nooit"] if word in text] == []
