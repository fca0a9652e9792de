"""Four eyes: no version comes into force by one person, and the register says which one is in force on a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dsl.cache import Rules
from dsl.files import RuleFile
from dsl.source import SourceFile
from engine.register import Keys, Register
from workbench.editor.versions import NotAllowedError, answer, ask, in_force, requests
from workbench.toegang.actor import Actor, Role, single_user

ANNA, BEN, CORA = (Actor(id, id.title(), frozenset({Role.BELEID})) for id in ("anna", "ben", "cora"))
TODAY = date(2026, 11, 22)
TEXT = "Regeling Proef\n    bron: Proefwet artikel 1\n\nParameter het bedrag : bedrag\n    vanaf 01-01-2024: € {}\n"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    made = Register.open(f"sqlite:///{tmp_path / 'register.db'}", Keys.made_file(tmp_path / "sleutel"))
    yield made
    made.close()


def asked(register: Register, amount: int, since: date, by: Actor = ANNA, authors: tuple[str, ...] = ("cora",)) -> str:
    files = [RuleFile("proef", SourceFile("rules/proef.regels", TEXT.format(amount)))]
    program, found = Rules.of(files).program()
    assert program is not None, found
    return ask(register, files, program, proposal="p", commit="c", since=since, authors=authors, why="omdat", actor=by)


def test_only_somebody_else_approves(register: Register) -> None:
    id = asked(register, 5, TODAY)
    for who in (ANNA, CORA, single_user("Alleen")):
        with pytest.raises(NotAllowedError):
            answer(register, id, who, True, "zelf")
    assert in_force(register, TODAY) is None
    answer(register, id, BEN, True, "gezien")
    found = in_force(register, TODAY)
    assert found is not None and (found.id, found.answer and found.answer.by) == (id, "ben")
    with pytest.raises(NotAllowedError, match="al beslist"):
        answer(register, id, BEN, False, "toch niet")
    assert "€ 5" in register.rules(found.version)[0].source.text and register.verify().ok


def test_the_version_of_a_day_is_the_latest_that_began(register: Register) -> None:
    first, later, refused = (
        asked(register, amount, TODAY + timedelta(days)) for amount, days in ((5, 0), (6, 30), (7, 10))
    )
    for id, approved in ((later, True), (first, True), (refused, False)):
        answer(register, id, BEN, approved, "")
    told = [found and found.id for days in (-1, 0, 29, 30) for found in [in_force(register, TODAY + timedelta(days))]]
    assert told == [None, first, first, later]


def test_an_approval_written_by_an_author_does_not_count(register: Register) -> None:
    id = asked(register, 5, TODAY)
    register.record(
        "goedkeuring", None, {"soort": "goedgekeurd", "aanvraag": id, "versie": "", "toelichting": ""}, ANNA
    )
    assert in_force(register, TODAY) is None and requests(register)[0].answer is not None
