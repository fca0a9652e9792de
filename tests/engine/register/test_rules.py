"""Versions of the rules are kept whole, each once, and can be made into a program again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from dsl.cache import Rules
from dsl.files import RuleFile
from dsl.source import SourceFile
from engine.paths import rules_dir
from engine.register import Keys, Register
from engine.register.rules import program_of
from engine.register.trouble import NotFound
from tests import proefwet
from tests.engine.register.made import ANNA, FILES, Place

pytestmark = pytest.mark.timeout(900)


def test_a_version_of_the_rules_is_kept_once_and_each_text_once(register: Register, place: Place) -> None:
    more = (*FILES, RuleFile("leeg", SourceFile("rules/leeg.regels", "// niets\n")))
    first = register.record_rules(FILES, proefwet.program(), ANNA)
    assert register.record_rules(FILES, proefwet.program(), ANNA) == first
    second = register.record_rules(more, proefwet.program(), ANNA)
    assert second != first
    assert len(register.entries("regelversie")) == 2
    assert place.run("SELECT count(*) FROM source_text") == [(2,)]
    assert register.rules(first) == FILES
    assert sorted(file.name for file in register.rules(second)) == ["leeg", "proefwet"]
    with pytest.raises(NotFound):
        register.rules("regels-bestaat-niet")


def test_the_name_of_a_version_says_all_that_is_in_it(register: Register) -> None:
    (file,) = FILES
    others = [
        dataclasses.replace(file, name="x"),
        dataclasses.replace(file, source=SourceFile("x.regels", file.source.text)),
        dataclasses.replace(file, source=SourceFile(file.source.path, file.source.text + "\n")),
    ]
    names = {register.record_rules([one], proefwet.program(), ANNA) for one in [file, *others]}
    assert len(names) == 4


def test_the_shipped_law_is_kept_and_made_again(tmp_path: Path, keys: Keys) -> None:
    register = Register.open(f"sqlite:///{tmp_path / 'r.db'}", keys)
    rules = Rules(rules_dir())
    program, _ = rules.program()
    assert program is not None
    version = register.record_rules(rules.files, program, ANNA)
    assert program_of(register.rules(version)).digest == program.digest
    register.close()
