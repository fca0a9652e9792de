from __future__ import annotations

import gzip
import time

import pytest
from fastapi.testclient import TestClient

from dsl.cache import load_program
from engine.decide import decide
from engine.dossier import load_case
from engine.paths import rules_dir, scenarios_dir
from tests.workbench.api.conftest import dossier
from workbench.api.bodies import read_json
from workbench.settings import Settings

ZORGTOESLAG = {"besluit": "Zorgtoeslag", "dossier": dossier("zorgtoeslag")}


def test_a_decision_is_that_of_the_engine(client: TestClient) -> None:
    answer = client.post("/v1/beslissingen", json=ZORGTOESLAG | {"uitleg": ["burger"]}).json()
    program, _, _ = load_program(rules_dir())
    assert program is not None
    text = (scenarios_dir() / "dossiers" / "zorgtoeslag.yaml").read_text()
    case, _ = load_case(program, "Zorgtoeslag", text, "zorgtoeslag.yaml")
    assert case is not None
    moment = case.moment()
    assert moment is not None
    receipt = decide(program, "Zorgtoeslag", case.case, moment).receipt
    assert answer["bewijs"]["uitkomst"] == receipt.outcome
    assert answer["bewijs"]["feiten"] == receipt.facts
    assert answer["spoor"] and set(answer["uitleg"]) == {"burger"}


def test_all_that_is_wrong_is_told_at_once_with_its_place(client: TestClient) -> None:
    wrong = {"leefeenheid": {"cliënt": {"geboortedatum": "31-02-1990", "inkomne": {"2026": "€ 1"}}}}
    answer = client.post("/v1/beslissingen", json={"besluit": "zorgtoeslag", "dossier": wrong})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    places = {one["pad"] for one in answer.json()["fouten"]}
    assert places == {"/dossier/leefeenheid/cliënt/geboortedatum", "/dossier/leefeenheid/cliënt/inkomne"}
    assert all(one["oorzaak"] and one["oplossing"] for one in answer.json()["fouten"])


@pytest.mark.parametrize(
    ("body", "status", "place"),
    [
        ('{"besluit": "Zorgtoeslag"}', 400, "/dossier"),
        ('{"besluit": "Zorgtoesla", "dossier": {}}', 400, "/besluit"),
        ('{"besluit": "Zorgtoeslag", "dossier": {}, "rekendatum": 20240101}', 400, "/rekendatum"),
        ('{"besluit": "Zorgtoeslag", "dossier": {}, "x": 1}', 400, "/x"),
        ('{"besluit": "Zorgtoeslag", "besluit": "Huurtoeslag", "dossier": {}}', 400, ""),
        ('{"besluit": "\\ud800", "dossier": {}}', 400, ""),
        ('{"a": NaN}', 400, ""),
        ('{"a": 1e999999999}', 400, ""),
        ("[" * 100_000, 400, ""),
        ('{"besluit": "Zorgtoeslag", "dossier": ' + '{"a":' * 60 + "1" + "}" * 61, 400, ""),
        ("{", 400, ""),
        ("", 400, ""),
    ],
)
def test_what_is_no_question_gets_400_with_a_place(client: TestClient, body: str, status: int, place: str) -> None:
    answer = client.post("/v1/beslissingen", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text
    assert place in {one["pad"] for one in answer.json()["fouten"]}


@pytest.mark.timeout(60)
def test_a_key_that_stands_twice_is_found_among_very_many(client: TestClient) -> None:
    keys = ",".join(f'"{number}":1' for number in range(150_000))
    answer = client.post("/v1/beslissingen", content=f'{{{keys},"9":2}}', headers={"content-type": "application/json"})
    assert (answer.status_code, "'9' staat twee keer" in answer.json()["detail"]) == (400, True)


@pytest.mark.timeout(120)
def test_very_many_mistakes_take_no_longer_than_many(client: TestClient) -> None:
    names = [f"besluit {number}" for number in range(10_000)]
    wrong = {"aangevraagd": names, "oordelen": dict.fromkeys(names, "ja")}
    started = time.process_time()
    answer = client.post("/v1/beslissingen", json={"besluit": "Zorgtoeslag", "dossier": wrong})
    assert (answer.status_code, len(answer.json()["fouten"])) == (400, 100)
    assert time.process_time() - started < 20  # looking for what was meant 20,000 times takes minutes


def test_two_ways_to_say_where_a_body_ends_are_refused(client: TestClient) -> None:
    both = {"content-type": "application/json", "content-length": "2", "transfer-encoding": "chunked"}
    answer = client.post("/v1/beslissingen", content=b"{}", headers=both)
    assert (answer.status_code, answer.headers["connection"]) == (400, "close")


def test_a_fraction_stays_exact(settings: Settings) -> None:
    assert read_json(b'{"a": [19.50, 0.30000000000000004, 1e3, 7]}', settings) == {
        "a": ["19,50", "0,30000000000000004", "1000", 7]
    }


def test_other_content_and_too_much_of_it(client: TestClient) -> None:
    assert client.post("/v1/beslissingen", content="a: 1", headers={"content-type": "text/yaml"}).status_code == 415
    packed = {"content-type": "application/json", "content-encoding": "gzip"}
    assert client.post("/v1/beslissingen", content=gzip.compress(b"{}"), headers=packed).status_code == 415
    large = '{"besluit": "' + "a" * 2_000_001
    kind = {"content-type": "application/json"}
    assert client.post("/v1/beslissingen", content=large, headers=kind).status_code == 413
    many = '{"besluit": "a", "dossier": {"a": [' + "1," * 60_000 + "1]}}"
    assert client.post("/v1/beslissingen", content=many, headers=kind).status_code == 413


def test_another_host_name_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/regelingen", headers={"host": "kwaad.example"})
    assert (answer.status_code, answer.headers["content-type"]) == (421, "application/problem+json")


def test_a_trace_goes_on(client: TestClient) -> None:
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    sent = client.get("/v1/regelingen", headers={"traceparent": parent}).headers["traceparent"]
    assert sent.split("-")[1] == parent.split("-")[1]
    assert sent.split("-")[2] != parent.split("-")[2]
    assert client.get("/v1/regelingen", headers={"traceparent": "onzin"}).headers["traceparent"] != "onzin"
