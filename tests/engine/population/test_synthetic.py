"""Invented households: the same for the same seed, on the margins, and such that the rules can decide over them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dsl.cache import load_program
from dsl.program import Program
from engine.case import Moment
from engine.columns.binding import check_lengths
from engine.columns.kernel import compile_kernel
from engine.columns.population import Column, Population, Table, ToMany, ToOne, shape_of
from engine.paths import rules_dir, scenarios_dir
from engine.population.folder import ABOUT, NotAPopulationError, open_population, write_population
from engine.population.making import make_synthetic
from engine.population.model import Model, load_model
from engine.population.raking import UnreachableError, _in_stages, rake
from engine.population.synthetic import synthetic_part

FILE = scenarios_dir() / "populaties" / "nederland-2024.yaml"


@pytest.fixture(scope="module")
def law() -> Program:
    program, _, _ = load_program(rules_dir())
    assert program is not None
    return program


@pytest.fixture(scope="module")
def model(law: Program) -> Model:
    found, findings, _ = load_model(FILE, law)
    assert found is not None and findings == []
    return found


def test_raking_reaches_margins_of_which_a_cell_may_count_twice() -> None:
    weights = rake(np.array([1.0, 1.0, 1.0]), np.array([[1, 1, 1], [0, 1, 2]]), np.array([30.0, 24.0]))
    assert weights.sum() == pytest.approx(30) and weights[1] + 2 * weights[2] == pytest.approx(24)
    # Least entropy: each step of one in the second margin multiplies a weight by the same number.
    assert weights[1] / weights[0] == pytest.approx(weights[2] / weights[1])


def test_weights_from_afar_are_found_too() -> None:
    rng = np.random.default_rng(3)
    counts = np.vstack([np.ones(200), rng.integers(0, 3, (4, 200))])
    begin = np.append(rng.random(198), [0.0, 0.0])
    targets = counts @ (begin * np.exp(rng.normal(0, 4, 200)))
    weights = rake(begin, counts, targets)
    assert counts @ weights == pytest.approx(targets) and weights[198:].tolist() == [0, 0]
    # The library alone, in one step of its own, does not get there.
    assert _in_stages(begin[:198], counts[:, :198] / targets[:, None], 1) is None
    # Still those of least entropy: the changes are a combination of the margins.
    changes = np.log(weights[:198] / begin[:198])
    assert np.abs(counts[:, :198].T @ np.linalg.lstsq(counts[:, :198].T, changes, rcond=None)[0] - changes).max() < 1e-6


def test_margins_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(UnreachableError):
        rake(np.ones(2), np.array([[1, 1], [1, 1]]), np.array([10.0, 20.0]))


def test_a_part_depends_on_its_seed_and_number_alone(law: Program, model: Model) -> None:
    def incomes(seed: int, number: int) -> bytes:
        persons = synthetic_part(law, model, seed, number, 500).population.tables["persoon"]
        return persons.columns["inkomen", model.year].values.tobytes()  # type: ignore[union-attr]

    assert incomes(1, 3) == incomes(1, 3)
    assert len({incomes(1, 3), incomes(2, 3), incomes(1, 4)}) == 3


def test_the_same_people_can_stand_in_another_year(law: Program, model: Model) -> None:
    later = model.in_year(2026)
    persons = synthetic_part(law, later, 1, 0, 50).population.tables["persoon"]
    now = synthetic_part(law, model, 1, 0, 50).population.tables["persoon"]
    one, other = persons.columns["inkomen", 2026], now.columns["inkomen", 2024]
    assert isinstance(one, Column) and isinstance(other, Column) and one.values.tolist() == other.values.tolist()
    assert "2024 en 2026" in later.not_known[-1] and later.people == model.people == model.in_year(2024).people


def test_households_are_whole(law: Program, model: Model) -> None:
    population = synthetic_part(law, model, 5, 0, 3_000).population
    assert check_lengths(population) == []
    home, persons = population.tables["leefeenheid"], population.tables["persoon"]
    client, partner, others, children = (home.roles[name] for name in ("cliënt", "echtgenoot", "medebewoner", "kind"))
    assert isinstance(client, ToOne) and isinstance(partner, ToOne) and client.index is not None
    assert isinstance(others, ToMany) and isinstance(children, ToMany) and partner.index is not None
    everybody = np.concatenate(
        [
            client.index,
            partner.index[partner.index >= 0],
            others.members,
            np.arange(children.offsets[0], children.offsets[-1]),
        ]
    )
    assert sorted(everybody.tolist()) == list(range(persons.rows))
    born = persons.columns["geboortedatum"].values  # type: ignore[union-attr]
    ages = (date(model.year, 1, 1).toordinal() - born) / 365.25
    assert ages[client.index].min() >= 17.9 and ages[children.offsets[0] :].max() < 18.1 and ages.max() < 101


def test_the_margins_are_reached_up_to_chance(law: Program, model: Model, tmp_path: Path) -> None:
    made = make_synthetic(law, model, 200_000, 1, tmp_path / "p", "proef")
    assert len(made.about["marges"]) == len(model.margins)
    weight = model.people / made.about["personen"]
    for margin in made.about["marges"]:
        # Households are drawn such that cells beside each other are right up to one household a part.
        assert abs(margin["bereikt"] - margin["doel"]) < 0.002 * margin["doel"] + 4 * weight, margin
        assert margin["bron"]
    again = make_synthetic(law, model, 200_000, 1, tmp_path / "q", "proef")
    assert (
        again.digest == made.digest and (tmp_path / "p" / ABOUT).read_bytes() == (tmp_path / "q" / ABOUT).read_bytes()
    )


def test_the_rules_decide_over_nearly_all(law: Program, model: Model) -> None:
    population = synthetic_part(law, model, 1, 0, 2_000).population
    moment = Moment(date(2024, 7, 1), date(2024, 7, 1))
    for besluit in ("Zorgtoeslag", "Huurtoeslag", "Kindgebonden budget", "Eigen bijdrage Wmo"):
        totals = compile_kernel(law, [besluit], moment, shape_of(population), "numpy").part(population)
        (decision,) = totals.decisions
        assert decision.left_over < totals.rows / 100, besluit
        assert decision.outcomes[-1].total > 0, besluit


def test_who_was_reported_and_who_lives_abroad_pay_as_the_law_says(law: Program, model: Model) -> None:
    population = synthetic_part(law, model, 1, 0, 40_000).population
    persons, home = population.tables["persoon"], population.tables["leefeenheid"]

    def held(table: Table, name: str) -> NDArray[Any]:
        fact = table.columns[name]
        assert isinstance(fact, Column)
        return fact.values

    told, abroad = held(persons, "is door de zorgverzekeraar gemeld"), held(persons, "woont buiten Nederland")
    insured = held(persons, "is verzekerd volgens de Zorgverzekeringswet")
    client = home.roles["cliënt"]
    assert isinstance(client, ToOne) and client.index is not None
    assert told.sum() == pytest.approx(185_000 / model.people * persons.rows, rel=0.03)
    assert (held(persons, "premieachterstand")[told] == 6 * 14_600).all() and insured[told].all()
    days = date(model.year, 1, 1).toordinal() - held(persons, "ontvangst van de melding")[told]
    months = days / 365.25 * 12
    for least, most, share in ((0, 13, 0.234), (13, 25, 0.175), (25, 121, 0.591)):
        assert ((months >= least) & (months < most)).mean() == pytest.approx(share, abs=0.02)
    assert not insured[abroad].any() and not held(home, "kale huur")[abroad[client.index]].any()
    # Of people abroad nobody is young, has children or care from here.
    children = home.roles["kind"]
    assert isinstance(children, ToMany) and not np.diff(children.offsets)[abroad[client.index]].any()
    assert not held(persons, "verblijft in een instelling")[abroad].any()
    moment = Moment(date(2024, 7, 1), date(2024, 7, 1))
    for besluit, rows, sum_of in (
        ("Bestuursrechtelijke premie", told.sum(), 160_60 * told.sum()),
        ("Verdragsbijdrage", abroad[client.index].sum(), None),
    ):
        (decision,) = compile_kernel(law, [besluit], moment, shape_of(population), "numpy").part(population).decisions
        outcome = decision.outcomes[0]
        assert decision.left_over == 0 and outcome.codes[10] == rows
        assert sum_of is None or outcome.total * 100 == sum_of * outcome.scale


def test_a_folder_that_is_not_whole_is_refused(law: Program, model: Model, tmp_path: Path) -> None:
    make_synthetic(law, model, 10_000, 1, tmp_path / "p", "proef")
    stored = open_population(tmp_path / "p")
    stored.parts[0].check()
    file = tmp_path / "p" / "deel-0000" / "voorziening.arrow"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(NotAPopulationError, match="is veranderd"):
        stored.parts[0].check()
    file.unlink()
    with pytest.raises(NotAPopulationError, match="een bestand ontbreekt"):
        stored.parts[0].read()
    about = tmp_path / "p" / ABOUT
    about.write_text(about.read_text("utf-8").replace("map: deel-0000", "map: ../ergens"), "utf-8")
    with pytest.raises(NotAPopulationError, match="niet wat een populatie moet zeggen"):
        open_population(tmp_path / "p")


def test_a_folder_with_other_bytes_is_read_or_refused_and_never_a_crash(
    law: Program, model: Model, tmp_path: Path
) -> None:
    part = synthetic_part(law, model, 1, 0, 30).population
    write_population(tmp_path / "p", iter([part]), lambda made: {"soort": "synthetisch"})
    rng = np.random.default_rng(5)
    refused = 0
    files = [tmp_path / "p" / ABOUT, *sorted((tmp_path / "p" / "deel-0000").iterdir())]
    for _ in range(150):
        file = files[rng.integers(len(files))]
        whole = file.read_bytes()
        broken = bytearray(whole[: rng.integers(1, len(whole))] if rng.random() < 0.3 else whole)
        for at in rng.integers(0, len(broken), 4):
            broken[at] = rng.integers(256)
        file.write_bytes(broken)
        try:
            open_population(tmp_path / "p").parts[0].read()
        except NotAPopulationError:
            refused += 1
        file.write_bytes(whole)
    assert refused > 50
    file = tmp_path / "p" / "deel-0000" / "persoon.arrow"
    file.write_bytes(file.read_bytes().replace(b"waarde:woonland", b"waarde:woonlanx"))
    with pytest.raises(NotAPopulationError, match="beschadigd"):
        open_population(tmp_path / "p").parts[0].read()
    (tmp_path / "p" / ABOUT).write_text("soort: 2024-02-30\n", "utf-8")
    with pytest.raises(NotAPopulationError, match="niet te lezen"):
        open_population(tmp_path / "p")


def test_nothing_stays_behind_when_the_disk_is_full(law: Program, model: Model, tmp_path: Path) -> None:
    def parts() -> Iterator[Population]:
        yield synthetic_part(law, model, 1, 0, 50).population
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        write_population(tmp_path / "p", parts(), lambda made: {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("        zorg: Wmo\n", "        zorg: Wmo\n        zork: Wmo\n", "'zork' hoort hier niet"),
        ("eerste inkomensjaar: 1990", "eerste inkomsjaar: 1990", "geen gegeven 'eerste inkomsjaar'"),
        ("    persoon:\n        verblijft", "    mens:\n        verblijft", "geen objecttype 'mens'"),
        ("aantal: 1840000", "aantal: 18400000", "samen niet te halen"),
        ("18-24: 950, 20, 15, 15", "18-24: 950, 20, 15", "een rij van 4 aandelen"),
        ("aantal: 884000", "aantal: veel", "aantal"),
        ("aantal: 884000", "aantal: -1", "een getal boven nul"),
        ("        zorg: Wmo\n", "        zorg: Wmoo\n", "'Wmoo' is geen van: geen; Wmo"),
        ("    huurders:\n", "    hurders:\n", "de aanname 'huurders' ontbreekt"),
        ("waarde: 62000, 28", "waarde: 62000", "'kale huur per maand' heeft 2 waarden"),
        ("18-24: 76, 14, 2, 2, 6", "18-24: 0, 0, 0, 0, 0", "samen nul"),
        ("18-24", "18", "'18' is geen leeftijdsgroep"),
    ],
)
def test_what_is_wrong_with_a_model_is_said(law: Program, tmp_path: Path, before: str, after: str, what: str) -> None:
    text = FILE.read_text("utf-8")
    assert before in text
    path = tmp_path / "model.yaml"
    path.write_text(text.replace(before, after), "utf-8")
    found, findings, _ = load_model(path, law)
    assert found is None and any(what in finding.cause for finding in findings), [f.cause for f in findings]
