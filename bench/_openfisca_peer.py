"""Runs the formulas of `_openfisca.py` over the same people, in the environment of openfisca-core, and compares what it gives row by row.

The clock favours openfisca-core: only its calculation counts. That it first makes entities and holders out of the tables is told beside it;
our rate starts from the tables.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench._zorgtoeslag import People
from engine.columns.kernel import DecisionArrays

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-openfisca" / "bin" / "python"
SCRIPT = Path(__file__).with_name("_openfisca.py")
EPOCH = np.datetime64("1970-01-01", "D").astype(object).toordinal()


@dataclass(frozen=True, slots=True)
class Found:
    """Of the best rounds the seconds of computing, of processor time for that, and of computing with what goes before; the totals; and in
    how many rows the euros per year are not ours, by how much at most."""

    version: str
    computed: float
    busy: float
    with_building: float
    totals: dict[str, int]
    differing: int
    most: int


def installed(python: Path) -> bool:
    """Whether this interpreter is there and has openfisca-core."""
    try:
        return not subprocess.run([python, "-c", "import openfisca_core"], capture_output=True, check=False).returncode
    except OSError:
        return False


def by_openfisca(python: Path, people: People, ours: DecisionArrays, rounds: int) -> Found:
    """What OpenFisca makes of these people. Raises CalledProcessError when it fails."""
    with tempfile.TemporaryDirectory(prefix="toetssteen-openfisca-") as name:
        folder = Path(name)
        _write(people, folder)
        ran = subprocess.run([python, SCRIPT, folder, str(rounds)], stdout=subprocess.PIPE, check=True, text=True)
        told: dict[str, Any] = json.loads(ran.stdout)
        apart = np.abs(np.load(folder / "jaar.npy") - _yearly(ours))
    return Found(
        f"openfisca-core {told['openfisca-core']}, numpy {told['numpy']}",
        min(told["computed"]),
        min(told["busy"]),
        min(map(sum, zip(told["built"], told["computed"], strict=True))),
        told["totals"],
        int(np.count_nonzero(apart)),
        int(apart.max()),
    )


def _yearly(ours: DecisionArrays) -> Any:
    """Our euros per year, 0 where nothing is granted."""
    found = ours.outcomes[1]
    assert found.output.scale == 1
    return np.where(found.codes == 1, found.values, 0).astype(np.int64)


def _write(people: People, folder: Path) -> None:
    """The tables as an array per column, with the leefeenheid and the role of every person."""
    rows = len(people.index)
    has = np.flatnonzero(people.index >= 0)
    role = np.zeros(len(people.person["inkomen"]), np.int8)
    role[rows:] = 1
    house = np.arange(len(role))
    house[people.index[has]] = has
    person = dict(people.person) | {"leefeenheid": house, "rol": role}
    person["geboortedatum"] = (person["geboortedatum"] - EPOCH).astype("datetime64[D]")
    for table, columns in (("persoon", person), ("leefeenheid", people.house)):
        for name, array in columns.items():
            np.save(folder / f"{table}.{name.replace(' ', '_')}.npy", array)
