"""The description of each regeling: a document that generators read, with examples that are accepted and answers as described."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from engine.decide import decide
from engine.faults import fault_diagnostic
from engine.findings import outcome_faults
from engine.register.rules import program_of
from tests.workbench.api.conftest import dossier
from workbench.api.app import make_api
from workbench.api.description import describe
from workbench.api.regeling_description import describe_regeling
from workbench.service.asked import Asked, open_asked
from workbench.service.law import Law
from workbench.toegang.actor import single_user


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


@pytest.fixture(scope="module")
def descriptions(law: Law) -> dict[str, dict[str, Any]]:
    whole = describe(make_api())
    return {name: describe_regeling(whole, law, name) for name in law.regelingen}


def schemas(found: Any) -> Iterator[dict[str, Any]]:
    """Every schema with examples."""
    for inner in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from schemas(inner)
    if isinstance(found, dict) and "examples" in found:
        yield found


def valid(found: dict[str, Any], name: str, value: Any) -> list[str]:
    """What is wrong with a value, by one of the schemas of a description."""
    whole = {"$ref": f"#/components/schemas/{name}", "components": found["components"]}
    return [wrong.message for wrong in Draft202012Validator(whole).iter_errors(value)]


def test_every_example_is_of_its_own_schema_and_every_schema_can_be_read(descriptions: dict[str, Any]) -> None:
    for name, found in descriptions.items():
        for schema in found["components"]["schemas"].values():
            Draft202012Validator.check_schema(schema)
        for schema in schemas(found["components"]["schemas"]):
            validator = Draft202012Validator(schema | {"components": found["components"]})
            assert [one for one in schema["examples"] if not validator.is_valid(one)] == [], name


def test_every_example_of_a_dossier_is_accepted_and_decided(law: Law, descriptions: dict[str, Any]) -> None:
    for name, found in descriptions.items():
        examples = found["components"]["schemas"]["Dossier"]["examples"]
        for besluit in law.besluiten_of(name):
            example = next(one for one in examples if besluit.over in one)
            opened = open_asked(law, Asked(besluit.name, example))
            assert opened.warnings == (), besluit.name
            decision = decide(law.program, besluit.name, opened.case, opened.moment, ordered=False)
            # A figure of the law that nobody knows on that day is no fault of the example.
            faults = {fault_diagnostic(fault).code for fault in outcome_faults(decision.trace)}
            assert faults <= {"TS603"}, besluit.name


def test_a_generator_finds_the_operations_and_an_answer_is_as_described(
    client: TestClient, descriptions: dict[str, Any]
) -> None:
    answer = client.get("/v1/regelingen/zorgtoeslag/openapi.json")
    # Of somebody who works alone, another website reads nothing.
    assert "access-control-allow-origin" not in answer.headers
    served = answer.json()
    assert served["info"].pop("x-programma") == client.get("/v1/regelingen").json()["programma"]
    assert served == descriptions["zorgtoeslag"]
    operations = [one.ok().label for one in schemathesis.openapi.from_dict(served).get_all_operations()]
    assert operations == ["POST /beslissingen"]
    question = {"besluit": "Zorgtoeslag", "dossier": dossier("zorgtoeslag")}
    assert valid(served, "DecisionQuestion", question) == []
    decided = client.post("/v1/beslissingen", json=question).json()
    assert valid(served, "Decision", decided) == []
    decided["uitkomsten"][0]["naam"] = "iets anders"
    assert valid(served, "Decision", decided) != []


def test_an_earlier_version_of_the_rules_is_described_as_it_was(client: TestClient, law: Law) -> None:
    app = client.app
    assert isinstance(app, FastAPI)
    bench = app.state.workbench
    here = "/v1/regelingen/zorgtoeslag"
    now = law.program.digest
    assert client.get(f"{here}/versies/{now}/openapi.json").content == client.get(f"{here}/openapi.json").content
    before = [
        replace(one, source=replace(one.source, text=one.source.text.replace("is ingeschreven op", "is gevonden op")))
        for one in law.files
    ]
    old = program_of(before)
    bench.register.record_rules(before, old, single_user("Tester"))
    assert old.digest in client.get(f"{here}/versies").json()["programmas"]
    found = client.get(f"{here}/versies/{old.digest}/openapi.json").json()
    assert found["info"]["x-programma"] == old.digest
    facts = found["components"]["schemas"]["Leefeenheid"]["properties"]
    assert "is gevonden op hetzelfde adres" in facts and "is ingeschreven op hetzelfde adres" not in facts
    assert client.get(f"{here}/versies/{'0' * 64}/openapi.json").status_code == 404


def test_a_fact_says_its_unit_its_range_and_the_law_that_reads_it(descriptions: dict[str, Any]) -> None:
    income = descriptions["zorgtoeslag"]["components"]["schemas"]["Persoon"]["properties"]["inkomen"]
    assert income["x-eenheid"] == "euro's per jaar"
    assert "ten hoogste € 10.000.000,00" in income["description"]
    assert income["x-bronnen"] == ["Algemene wet inkomensafhankelijke regelingen artikel 8 lid 1 (tekst 01-01-2026)"]
