"""A decision is made again from what the register holds, by any later process: the same bytes, or what differs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.case import Moment
from engine.decide import decide
from engine.decision_json import decision_json
from engine.dossier import load_case
from engine.register import Keys, Register
from engine.register.canonical import canonical_json
from engine.register.replay import Outcome, decision_payload
from engine.register.rules import program_of
from engine.signals import judge
from tests.engine.register.made import ANNA, FILES, Place

pytestmark = pytest.mark.timeout(900)

CONTENT = {
    "rekendatum": "01-03-2024",
    "leefeenheid": {
        "cliënt": {"id": "anna", "inkomen": "€ 24.000", "heeft de pensioengerechtigde leeftijd bereikt": "ja"}
    },
}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOETSSTEEN_CACHE", str(tmp_path / "cache"))


def answer_of(content: dict[str, Any]) -> dict[str, Any]:
    program = program_of(FILES)
    loaded, found = load_case(program, "Proefbijdrage", canonical_json(content), "dossier")
    assert loaded is not None, found
    moment = Moment(date(2024, 3, 1), None)
    decision = judge(decide(program, "Proefbijdrage", loaded.case, moment), program, loaded.case, moment, "python")
    return decision_json(decision, program, loaded.case)


def kept(register: Register, content: dict[str, Any], **changed: Any) -> str:
    """The id of a decision about a stored dossier."""
    dossier = register.add_dossier(content, ANNA)
    rules = register.record_rules(FILES, program_of(FILES), ANNA)
    payload = decision_payload({**answer_of(content), **changed}, rules=rules, version=1)
    register.change_dossier(dossier.id, {}, ANNA, expected=dossier.etag)  # what comes later does not count
    return register.record("besluit", dossier.id, payload, ANNA).id


def test_a_later_process_makes_the_same_bytes(register: Register, place: Place, keys: Keys) -> None:
    made = kept(register, CONTENT, uitleg={"burger": "..."})
    later = Register.open(place.url, keys)
    again = later.replay(made)
    assert (again.outcome, again.differences) == (Outcome.SAME, ())
    assert later.verify().ok
    later.close()


def test_a_decision_about_a_dossier_that_is_not_stored_is_made_again(register: Register) -> None:
    rules = register.record_rules(FILES, program_of(FILES), ANNA)
    for over in (None, "leefeenheid"):
        payload = decision_payload(answer_of(CONTENT), rules=rules, content=CONTENT, over=over)
        assert register.replay(register.record("besluit", None, payload, ANNA).id).outcome is Outcome.SAME


def test_what_differs_is_told_with_its_place(register: Register) -> None:
    answer = answer_of(CONTENT)
    answer["uitkomsten"][0]["waarde"] = "99"
    rules = register.record_rules(FILES, program_of(FILES), ANNA)
    payload = decision_payload(answer, rules=rules, content=CONTENT)
    again = register.replay(register.record("besluit", None, payload, ANNA).id)
    assert again.outcome is Outcome.DIFFERENT
    (difference,) = again.differences
    assert (difference.path, difference.was) == ("/uitkomsten/0/waarde", '"99"')


def test_another_compiler_or_engine_is_named(register: Register) -> None:
    for name, told in (("programma", "van dezelfde regels iets anders"), ("versie", "versie 0.0.9 van het programma")):
        answer = answer_of(CONTENT)
        answer["bewijs"][name] = "0.0.9"
        rules = register.record_rules(FILES, program_of(FILES), ANNA)
        payload = decision_payload(answer, rules=rules, content=CONTENT)
        again = register.replay(register.record("besluit", None, payload, ANNA).id)
        assert again.outcome is Outcome.DIFFERENT
        assert told in again.why


def test_what_cannot_be_made_again_says_why(register: Register) -> None:
    assert register.replay(register.record("signalen", None, {}, ANNA).id).outcome is Outcome.IMPOSSIBLE
    assert register.replay(register.record("besluit", None, {"x": 1}, ANNA).id).outcome is Outcome.IMPOSSIBLE
    payload = decision_payload(answer_of(CONTENT), rules="regels-onbekend", content=CONTENT)
    assert (
        "Deze versie van de regels is er niet"
        in register.replay(register.record("besluit", None, payload, ANNA).id).why
    )
    rules = register.record_rules(FILES, program_of(FILES), ANNA)
    payload = decision_payload(answer_of(CONTENT), rules=rules, content={"leefeenheid": {"kleur": "rood"}})
    assert "niet meer te lezen" in register.replay(register.record("besluit", None, payload, ANNA).id).why
