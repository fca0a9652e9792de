"""Invented records: the same from the same seed, calibrated on their figures, marked as invented, and readable as any other."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.normen import examples, examples_files
from engine.normen.assess import measure, norms_over
from engine.normen.column import day_number
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


def test_every_registratie_has_examples_of_which_each_figure_has_a_source() -> None:
    said = calibration()
    assert set(said) - {"kalender"} == set(law().registries)
    for name, own in said.items():
        for group in own["groepen"] if name != "kalender" else ():
            assert group["aantal"] > 0
            assert group.get("bron") or group.get("aanname"), (name, group)


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
