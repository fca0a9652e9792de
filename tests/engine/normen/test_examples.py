"""Invented records: the same from the same seed, calibrated on their figures, marked as invented, and readable as any other."""

from __future__ import annotations

import hashlib
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.normen import examples, examples_files
from engine.normen.assess import measure, norms_over
from engine.normen.column import Array, Column, day_number
from engine.normen.examples import Examples, Wish, calibration, share
from engine.normen.examples_files import MARK, write_examples
from engine.normen.periods import year
from engine.normen.records import open_records
from engine.normen.sources.files import open_file
from engine.paths import rules_dir


@lru_cache
def law() -> Program:
    program, findings, _ = load_program(rules_dir())
    assert program is not None, findings
    return program


def files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


DRAWN = {"aandeel", "ja", "keuze", "getal", "bedrag", "leeg", "rond"}
"""What is drawn by chance, so that a figure of it needs a source or is an assumption."""


def test_every_registratie_has_examples_of_which_each_figure_has_a_source() -> None:
    said = calibration()
    assert set(said) - {"kalender"} == set(law().registries)
    for name, own in said.items():
        for group in own["groepen"] if name != "kalender" else ():
            assert group["aantal"] > 0
            assert group.get("bron") or group.get("aanname"), (name, group)
        written = (
            [own["kolommen"], *(group.get("kolommen", {}) for group in own["groepen"])] if name != "kalender" else []
        )
        for columns in written:
            for column, drawn in columns.items():
                if DRAWN & set(drawn):
                    assert drawn.get("bron") or drawn.get("aanname"), (name, column, drawn)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examples, "BATCH", 500)
    wish = Wish(2024, 7, Fraction(1, 2000), Fraction(1, 100))
    for folder, one in (("a", wish), ("b", wish), ("c", Wish(2024, 8, wish.scale, wish.faults))):
        write_examples(law(), one, tmp_path / folder, "csv")
    first, again, other = (files(tmp_path / folder) for folder in "abc")
    assert first == again
    assert first["gesprekken.csv"] != other["gesprekken.csv"]
    assert not list((tmp_path / "a").glob(".*"))


def test_batches_do_not_change_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    wish = Wish(2024, 1, Fraction(1, 1000))
    sizes: list[list[int]] = []
    for batch in (100_000, 1000):
        monkeypatch.setattr(examples, "BATCH", batch)
        drawn = Examples(law(), "gesprek", calibration(), wish)
        sizes.append([sum(len(part["onderdeel"].values) for part in drawn.batches()), drawn.size])
    assert sizes[0] == sizes[1] == [755, 755]


@pytest.mark.parametrize(
    ("registry", "done", "term"),
    [("verstuurde factuur", "dag van verzending", 56), ("declaratie", "dag van verwerking", 91)],
)
def test_what_is_drawn_lies_within_two_percent_of_what_it_is_calibrated_on(registry: str, done: str, term: int) -> None:
    said = calibration()[registry]
    first, last = day_number(year(2024).start), day_number(year(2024).end)
    began = next(name for name, column in said["kolommen"].items() if "dag" in column)
    counts: dict[str, list[int]] = {}
    for batch in Examples(law(), registry, calibration(), Wish(2024, 1, Fraction(1, 50))).batches():
        start, end, part = batch[began], batch[done], batch["onderdeel"]
        inside = (start.values >= first) & (start.values <= last)
        known = inside & ~end.missing & (start.values < last - 2 * term)
        for number, word in enumerate(part.words or ()):
            mine = part.values == number
            found = counts.setdefault(word, [0, 0, 0])
            found[0] += int((inside & mine).sum())
            found[1] += int((known & mine).sum())
            found[2] += int((known & mine & (end.values - start.values <= term)).sum())
            assert (end.values[~end.missing] >= start.values[~end.missing]).all()
    for group in said["groepen"]:
        total, known, met = counts[group["vast"]["onderdeel"]]
        wanted = group["aantal"] / 50
        assert abs(total - wanted) < 0.02 * wanted + 20
        column = {**said["kolommen"], **group.get("kolommen", {})}[done]
        assert abs(met / known - share(column["aandeel"])) < 0.02


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_norms_can_be_measured_over_them(tmp_path: Path, form: examples_files.Form) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    made = write_examples(law(), Wish(2024, 1, Fraction(1, 2000)), tmp_path, form)
    assert set(made) == set(law().registries)
    assert "synthetisch" in (tmp_path / "LEESMIJ.md").read_text(encoding="utf-8")
    for registry, count in made.items():
        plural = law().types[registry].plural or registry
        source = open_file(tmp_path / f"{plural.replace(' ', '_')}.{form}")
        assert MARK in source.header
        records, problems = open_records(law(), law().registries[registry], source)
        assert records is not None, problems
        found = measure(records, norms_over(law(), registry, law().norms), year(2024), None)
        assert (found.read, found.rejected.count) == (count, 0), found.rejected.rows[:3]


def test_faults_are_made_on_request_and_found_again(tmp_path: Path) -> None:
    write_examples(law(), Wish(2024, 1, Fraction(1, 100), Fraction(1, 20)), tmp_path, "csv", ["gesprek", "declaratie"])
    records, _ = open_records(law(), law().registries["declaratie"], open_file(tmp_path / "declaraties.csv"))
    assert records is not None
    found = measure(records, [], year(2024), None)
    assert {"'declaratienummer' is niet te lezen", "het record komt vaker voor"} <= set(found.rejected.reasons)
    assert "de sleutel komt vaker voor, met andere gegevens" in found.rejected.reasons


@pytest.mark.parametrize("registry", sorted(set(calibration()) - {"kalender"}))
def test_chances_are_drawn_as_they_were_calibrated(registry: str) -> None:
    """Per group, how often a kenmerk is ja and how often a record is done within its days, within five standard deviations."""
    said = calibration()[registry]
    whole = Fraction(1) if said.get("schaalt") == "nee" else Fraction(1, 50)
    batches = list(Examples(law(), registry, calibration(), Wish(2024, 3, whole)).batches())
    names = {name for group in said["groepen"] for name in group["vast"]}
    alone = len(said["groepen"]) == 1 or len(
        {tuple(sorted(group["vast"].items())) for group in said["groepen"]}
    ) == len(said["groepen"])
    for group in said["groepen"] if alone else ():
        columns = {**said["kolommen"], **group.get("kolommen", {})}
        for column, drawn in columns.items():
            if "ja" not in drawn and not ("binnen" in drawn and "aandeel" in drawn and "uiterlijk" not in drawn):
                continue
            good, size = 0, 0
            for batch in batches:
                mine = np.ones(len(batch[column].values), bool)
                for name in names:
                    mine &= same(batch[name], group["vast"].get(name))
                found = batch[column]
                if "ja" in drawn:
                    good += int((found.values.astype(bool) & mine).sum())
                    size += int(mine.sum())
                    continue
                start = batch[drawn["na"]]
                mine &= ~start.missing & (start.values < day_number(date(2024, 6, 30)) - drawn["binnen"])
                done = mine & ~found.missing
                good += int((done & (found.values - start.values <= drawn["binnen"])).sum())
                size += int(done.sum())
            chance = share(drawn.get("ja", drawn.get("aandeel")))
            assert size, (column, group)
            assert abs(good / size - chance) <= 5 * (chance * (1 - chance) / size) ** 0.5 + 0.01, (column, good, size)


def same(column: Column, word: str | None) -> Array:
    """Where a column has this word; everywhere when a group says nothing of it."""
    if word is None:
        return np.ones(len(column.values), bool)
    if column.words is None:
        return np.asarray(column.values.astype(bool) == (word == "ja"))
    return np.asarray(column.values == column.words.index(word))
