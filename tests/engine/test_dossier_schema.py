"""The JSON Schema of dossiers: every dossier that comes with the program is valid, and what the reader refuses by form is not."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.dossier import CaseLoader
from engine.dossier.schema import dossier_schema
from engine.paths import rules_dir, scenarios_dir
from engine.safe_yaml import Mapping, Node, Scalar, load_yaml
from tests.dossiers import PROGRAM
from tests.json_schema import problems

SCHEMA = dossier_schema(PROGRAM)


def plain(node: Node) -> Any:
    """A dossier as a JSON reader would see it: every value a text, what was left out null."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Scalar):
        return None if not node.text and not node.quoted else node.text
    return [plain(item) for item in node.items]


def read(text: str) -> Any:
    root = load_yaml(text).root
    assert root is not None
    return plain(root)


@cache
def shipped() -> tuple[Program, dict[str, Any]]:
    made = load_program(rules_dir())[0]
    assert made is not None
    return made, dossier_schema(made)


DOSSIERS = sorted((scenarios_dir() / "dossiers").glob("*.yaml"))
SUITES = sorted(path for path in scenarios_dir().rglob("*.yaml") if "\nscenarios:" in path.read_text())


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_every_dossier_that_comes_with_the_program_is_valid(path: Path) -> None:
    assert not problems(shipped()[1], read(path.read_text()))


def test_the_facts_of_every_scenario_are_valid() -> None:
    program, schema = shipped()
    loader, wrong = CaseLoader(program), []
    for path in SUITES:
        suite = read(path.read_text())
        for one in suite.get("scenarios", ()):
            besluit = loader.decision(one.get("regeling") or suite.get("regeling") or "")
            if besluit is None or "feiten" not in one:
                continue
            wrong += [
                (path.name, one["naam"], said)
                for said in problems(schema["$defs"][besluit.over], one["feiten"], schema)
            ]
    assert not wrong


def test_the_schema_is_plain_json_and_knows_its_version() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$id"] == "urn:toetssteen:dossier:1:proef"


GOOD = [
    "rekendatum: 01-03-2024\npersoon: {geboortedatum: 12-03-1950}",
    "personen: [{id: anna}, {id: bert}]",
    "persoon: {gemeente: {waarde: Breda, herkomst: BRP, bekend: {SVB: 20-03-2026, CAK: 2026-09-01}}}",
    "persoon: {inkomen: {2024: [{waarde: € 5, bekend: 01-06-2025}, {waarde: € 6, bekend: 01-06-2026}]}}",
    "persoon: {inkomen: {2024: niet te verkrijgen, 2023: {niet te verkrijgen: {door: Jansen, op: 01-02-2024}}}}",
    "persoon: {is niet minderjarig: ja, leveringsvorm: Verblijf, echtgenoot: {zie: x, tot en met: 15-03-2026}}",
    "persoon: {kinderen: [{id: dirk, van: 01-01-2020, geboortedatum: 01-01-2020}]}",
    "persoon: {kinderen: geen, echtgenoot: onbekend, gemeente: }",
    "persoon: {}\noordelen: {vraag: nee}\naangevraagd: geen\nbesluiten: [{besluit: x, van: 01-01-2024, uitkomst: {a: € 1}, "
    "rechtsstatus: verschuldigd, verzonden op: 20-01-2024}]",
]
BAD = [
    "persoon: {inkommen: {2024: € 5}}",
    "persoon: {inkomen: € 5}",
    "persoon: {inkomen: {24: € 5}}",
    "persoon: {lage bijdrage: € 5}",
    "persoon: {geboortedatum: onlangs}",
    "persoon: {is minderjarig: misschien}",
    "persoon: {leveringsvorm: thuis}",
    "persoon: {gemeente: {waard: Breda}}",
    "persoon: {gemeente: {waarde: Breda, bekend: gisteren}}",
    "persoon: {van: 01-01-2024}",
    "persoon: {kinderen: veel}",
    "persoon: {kinderen: [{zie: dirk, gemeente: Breda}]}",
    "huis: {}",
    "persoon: {}\nbesluiten: [{besluit: x}]",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_a_dossier_may_say_is_valid(text: str) -> None:
    assert not problems(SCHEMA, read(text))


@pytest.mark.parametrize("text", BAD)
def test_what_has_another_form_is_not_valid(text: str) -> None:
    assert problems(SCHEMA, read(text))
    dossier, _ = CaseLoader(PROGRAM).open(text, "dossier.yaml")
    assert dossier is None
