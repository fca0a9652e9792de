"""A batch without trace: for analysis only, no key of a person, and never with rechtsgevolg."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from dsl.cache import load_program
from dsl.notation import parse_number
from dsl.program import Program
from engine.case import Moment
from engine.columns.routed import case_of
from engine.decide import decide
from engine.paths import rules_dir
from engine.population.folder import Stored
from engine.simulation.batch import LegalEffectError, batch_of
from engine.values import Known
from tests.engine.simulation.runs import population

BESLUIT, MOMENT = "Eigen bijdrage Wlz", Moment(date(2024, 3, 1))


@pytest.fixture(scope="module")
def program() -> Program:
    found, _, _ = load_program(rules_dir())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    return population(tmp_path_factory.mktemp("p") / "mensen", parts=2, households=150)


def test_every_row_says_what_the_exact_evaluator_says_and_that_it_is_not_for_decisions(
    program: Program, stored: Stored
) -> None:
    batch = batch_of(program, BESLUIT, MOMENT, placed=True)
    parts = {part.folder.name: part.read() for part in stored.parts}
    rows = list(batch.rows(parts.items()))
    assert len(rows) == 300 == batch.decided + batch.left
    assert {row[0] for row in rows} == {"niet voor besluiten"}
    some = 0
    for _, part, row, value, *_, why in rows:
        if why or not value:
            continue
        some += 1
        found = decide(program, BESLUIT, case_of(program, parts[part], "leefeenheid", int(row)), MOMENT).outcomes[0]
        assert isinstance(found.value, Known) and found.value.value == parse_number(value)
        assert isinstance(found.value.value, Fraction)
    assert some > 3


def test_no_row_says_whom_it_is_about_unless_asked(program: Program, stored: Stored) -> None:
    batch = batch_of(program, BESLUIT, MOMENT)
    assert "rij" not in batch.heads and "deel" not in batch.heads
    first = next(batch.rows([("deel-0000", stored.parts[0].read())]))
    assert len(first) == len(batch.heads) and "deel-0000" not in first


def test_rechtsgevolg_is_refused_with_all_that_is_missing(program: Program, tmp_path: Path) -> None:
    with pytest.raises(LegalEffectError) as refused:
        batch_of(program, BESLUIT, MOMENT, legal_effect=True)
    told = " ".join(one.cause for one in refused.value.findings)
    assert "rekenstappen" in told and "bewijs" in told and "niemand" in told
