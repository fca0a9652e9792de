"""The part of a dossier that may be used: enough for the besluit, and nothing that neither the law nor a Grondslag names."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.case import Moment
from engine.dossier import CaseLoader
from engine.dossier.selection import Allowed, Selected, allowed_facts, select
from engine.forms import plain
from engine.general import Run
from engine.paths import rules_dir, scenarios_dir
from engine.safe_yaml import load_yaml
from engine.values import Unknown, Value

DAY = date(2026, 3, 1)
CARRY_OUT = frozenset({"uitvoeren"})
HELP = frozenset({"ondersteunen"})


@pytest.fixture(scope="module")
def law() -> Program:
    found = load_program(rules_dir())[0]
    assert found is not None
    return found


@pytest.fixture(scope="module")
def loader(law: Program) -> CaseLoader:
    return CaseLoader(law)


def shipped() -> dict[str, dict[str, Any]]:
    return {
        path.stem: plain(root)
        for path in sorted((scenarios_dir() / "dossiers").glob("*.yaml"))
        if (root := load_yaml(path.read_text("utf-8")).root) is not None
    }


def told(law: Program, loader: CaseLoader, besluit: str, content: dict[str, Any]) -> list[Value]:
    """The outcomes of a besluit on a dossier; none when there is nothing for it to be over."""
    dossier, _ = loader.open(json.dumps(content), "d")
    assert dossier is not None
    info = law.decisions[besluit]
    over = dossier.objects_for(info)
    if len(over) != 1:
        return []
    run = Run(law, dossier.case(over[0]), Moment(dossier.rekendatum or DAY, dossier.verzonden_op))
    return [run.value(node) for one in info.outcomes for node in (one.value, one.status) if node is not None]


def test_what_a_besluit_may_read_is_all_that_it_needs(law: Program, loader: CaseLoader) -> None:
    """On every shipped dossier every besluit says the same of the part as of the whole, and the part is smaller."""
    compared = smaller = 0
    dossiers = shipped()
    for content in (dossiers[name] for name in ("gezin", "meneer-bakker", "karim", "overlijden")):
        for info in law.decisions.values():
            whole = [] if info.executor is None else told(law, loader, info.name, content)
            if info.executor is None or all(isinstance(value, Unknown) for value in whole):
                continue
            allowed = allowed_facts(law, info.executor, CARRY_OUT, DAY, info.name)
            part = select(loader.vocabulary, content, allowed)
            assert told(law, loader, info.name, part.content) == whole, info.name
            compared += 1
            smaller += bool(part.left_out)
    assert compared > 20
    assert smaller > compared / 2


def family(law: Program, loader: CaseLoader, receiver: str, purposes: frozenset[str], besluit: str) -> Selected:
    return select(loader.vocabulary, shipped()["gezin"], allowed_facts(law, receiver, purposes, DAY, besluit))


def test_an_organisation_uses_nothing_for_the_law_of_another(law: Program, loader: CaseLoader) -> None:
    own = family(law, loader, "Dienst Toeslagen", CARRY_OUT, "Zorgtoeslag")
    assert own.shown
    other = family(law, loader, "CAK", CARRY_OUT, "Zorgtoeslag")
    assert not other.shown
    assert not any(isinstance(value, dict) and len(value) > 1 for value in other.content.values())


def test_without_a_purpose_there_is_nothing(law: Program, loader: CaseLoader) -> None:
    none = family(law, loader, "Dienst Toeslagen", frozenset(), "Zorgtoeslag")
    assert not none.shown
    assert none.left_out


SMALL = {
    "rekendatum": "01-03-2026",
    "toelichting": "buurvrouw belde",
    "persoon": {
        "id": "jan",
        "naam die niet bestaat": "x",
        "betalingsachterstanden": [
            {"bijdrageregeling": "Zvw", "begindatum": "01-01-2026"},
            {"bijdrageregeling": "Wmo", "begindatum": "01-02-2026"},
        ],
    },
}


def arrears(law: Program, loader: CaseLoader, receiver: str, day: date) -> list[str]:
    found = select(loader.vocabulary, SMALL, allowed_facts(law, receiver, HELP, day))
    return [part["bijdrageregeling"] for part in found.content.get("persoon", {}).get("betalingsachterstanden", [])]


def test_a_grondslag_opens_what_it_names_to_whom_and_since_when(law: Program, loader: CaseLoader) -> None:
    """A gemeente hears of arrears of the Zvw; four of them since April 2024 of the Wmo as well (CAK Jaarverslag 2024)."""
    assert arrears(law, loader, "gemeente", DAY) == ["Zvw"]
    assert arrears(law, loader, "gemeente", date(2020, 12, 31)) == []
    assert arrears(law, loader, "gemeente Tilburg", DAY) == ["Zvw", "Wmo"]
    assert arrears(law, loader, "gemeente Tilburg", date(2024, 3, 31)) == ["Zvw"]
    assert arrears(law, loader, "gemeente Breda", DAY) == ["Zvw"]
    assert arrears(law, loader, "SVB", DAY) == []
    assert arrears(law, loader, "CAK", DAY) == ["Zvw", "Wmo"]


def test_words_without_meaning_and_remarks_are_left_out(law: Program, loader: CaseLoader) -> None:
    found = select(loader.vocabulary, SMALL, allowed_facts(law, "CAK", HELP, DAY))
    assert "buurvrouw" not in json.dumps(found.content)
    assert "naam die niet bestaat" not in json.dumps(found.content)
    assert not any("2026" in name or "jan" in name for name in found.shown | found.left_out)


def test_who_is_pointed_at_is_described_there_when_its_own_place_is_left_out(law: Program, loader: CaseLoader) -> None:
    content = {
        "leefeenheid": {
            "cliënt": {"id": "anna", "geboortedatum": "12-03-1950"},
            "echtgenoot": {"id": "bert", "geboortedatum": "12-03-1951"},
        },
        "persoon": {"id": "kind", "ouder": {"zie": "anna"}},
    }
    info = law.types["leefeenheid"]
    person = info.roles["cliënt"].target
    allowed = Allowed(names=frozenset({("persoon", "ouder"), (person, "geboortedatum"), ("persoon", "geboortedatum")}))
    found = select(loader.vocabulary, content, allowed)
    text = json.dumps(found.content)
    assert "12-03-1951" not in text
    if "ouder" in text:
        assert "12-03-1950" in text
