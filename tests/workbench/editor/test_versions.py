"""Four eyes: no version comes into force by one person, and the register says which one is in force on a day."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dsl.cache import Rules
from dsl.files import RuleFile
from dsl.source import SourceFile
from engine.register import Keys, Register
from engine.register.trouble import Broken
from workbench.editor.versions import NotAllowedError, answer, ask, in_force, requests
from workbench.service.in_force import InForce
from workbench.service.workbench import Workbench
from workbench.settings import Settings
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


def test_the_workbench_works_by_the_version_in_force(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "proef.regels").write_text(TEXT.format(4), encoding="utf-8")
    settings = Settings(
        database=f"sqlite:///{tmp_path / 'register.db'}",
        key_file=tmp_path / "sleutel",
        logbook=tmp_path / "logboek",
        rules=tmp_path / "rules",
        versions=tmp_path / "versies",
        workers=0,
    )

    def amount(bench: Workbench) -> object:
        return bench.law.program.params["bedrag"].values[0].value

    with Workbench(settings) as bench:
        assert amount(bench) == 4
        id = asked(bench.register, 5, date.today())
        bench.in_force.look()
        assert amount(bench) == 4, "asking brings nothing into force"
        before = bench.rules
        answer(bench.register, id, BEN, True, "")
        bench.in_force.look()
        assert amount(bench) == 5 and bench.rules != before and bench.rules_folder.name == "rules"
    with Workbench(settings) as bench:
        assert amount(bench) == 5
        place = bench.rules_folder / "proef.regels"
    place.write_text(TEXT.format(6), encoding="utf-8")
    with pytest.raises(Broken, match="veranderd"):
        Workbench(settings)


def test_a_version_for_a_later_day_waits_for_it(register: Register, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "proef.regels").write_text(TEXT.format(4), encoding="utf-8")
    settings = Settings(rules=tmp_path / "rules", versions=tmp_path / "versies", workers=0)
    answer(register, asked(register, 5, TODAY + timedelta(1)), BEN, True, "")
    days = iter([TODAY, TODAY + timedelta(1)])
    rules = InForce(settings, register, lambda law: law.program.digest, lambda: next(days))
    assert rules.used.approved is None
    rules.look()
    assert rules.used.law.program.params["bedrag"].values[0].value == 5
