"""``toetssteen simuleer`` over several parts: broken off and resumed, with parts missing, on a cluster that is not there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from engine.simulation.runners import Standing
from workbench.cli import main, runs
from workbench.cli.console import Console

VARIANT = "indexatie abonnementstarief 2024"


def ran(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(list(arguments), Console(out, err)), out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("p") / "mensen"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.population.making.HOUSEHOLDS_A_PART", 1_500)
        assert ran("populatie", "--uit", str(folder), "--personen", "10000", "--zaad", "7")[0] == 0
    return folder


def simulated(population: Path, folder: Path, *more: str) -> tuple[int, str, str]:
    asked = ["--populatie", str(population), "--jaar", "2024", "--peil", "jaar", "--zaden", "0", "--werkers", "1"]
    return ran("simuleer", VARIANT, *asked, "--uit", str(folder), *more)


def test_broken_off_and_resumed_gives_the_same_bytes(
    population: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a report looks like on paper takes long and has tests of its own.
    monkeypatch.setattr("workbench.rapport.pdf.pdf", lambda _: b"")
    assert simulated(population, tmp_path / "ineens")[0] == 0
    seen: list[Standing] = []
    shown = runs.Meter.shown

    def stop(meter: runs.Meter, standing: Standing) -> None:
        if standing.done == 2:
            raise KeyboardInterrupt
        shown(meter, standing)

    def watch(meter: runs.Meter, standing: Standing) -> None:
        seen.append(standing)

    monkeypatch.setattr(runs.Meter, "shown", stop)
    code, _, err = simulated(population, tmp_path / "later")
    assert code == 1 and "--hervat" in err and not (tmp_path / "later" / "rapport.json").exists()
    monkeypatch.setattr(runs.Meter, "shown", watch)
    assert simulated(population, tmp_path / "later", "--hervat")[0] == 0
    assert seen[0].kept == 2
    files = sorted(path.name for path in (tmp_path / "ineens").iterdir())
    assert "rapport.json" in files and sorted(path.name for path in (tmp_path / "later").iterdir()) == files
    for name in ("rapport.json", "rapport.html"):
        assert (tmp_path / "later" / name).read_bytes() == (tmp_path / "ineens" / name).read_bytes()


def test_missing_parts_are_named_and_there_is_no_report(population: Path, tmp_path: Path) -> None:
    file = population / "deel-0001" / "voorziening.arrow"
    whole = file.read_bytes()
    file.unlink()
    try:
        code, out, err = simulated(population, tmp_path / "r")
    finally:
        file.write_bytes(whole)
    assert code == 1 and "TS885" in err and "deel-0001" in err and "deel-0000" not in err and not out
    assert [path.name for path in (tmp_path / "r").iterdir()] == [runs.FINISHED]


def test_a_cluster_elsewhere_without_tls_is_refused(population: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    code, _, err = simulated(population, tmp_path / "r", "--cluster", "tcp://10.0.0.5:8786")
    assert code == 1 and "TS886" in err and "tls://" in err


@pytest.mark.parametrize(
    ("standing", "seconds", "text"),
    [
        (Standing(0, 74, 0, 0, 17_500_000), 0.1, "0 van 74 delen"),
        (
            Standing(37, 74, 0, 8_000_000, 8_000_000),
            2.0,
            "37 van 74 delen; 4,0 miljoen personen per seconde; nog ongeveer 2 s",
        ),
        (
            Standing(20, 74, 10, 5_000, 3_000_000),
            10.0,
            "20 van 74 delen (10 bewaard); 500 personen per seconde; nog ongeveer 1,7 uur",
        ),
    ],
)
def test_progress_says_how_fast_and_how_long_still(standing: Standing, seconds: float, text: str) -> None:
    assert runs.progress_text(standing, seconds) == text
