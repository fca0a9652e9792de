"""Ten times the records in the same memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.normen.delivered import write_sqlite
from tests.engine.normen.normlaw import HEADER

ROOT = Path(__file__).parents[3]
FEW, MANY = 10_000, 100_000
BATCH = 2_500
HELD = 30
"""Bytes per record that may stay: hashes of keys, to find those given twice."""

# In a process of its own, since what a process once had it does not give back.
SCRIPT = f"""
import json, re, sys
from pathlib import Path
from engine.normen.sources import parquet, sql, text
for form in (parquet, sql, text):
    form.BATCH = {BATCH}
from tests.engine.normen.delivered import survey_of
(found,), problems = survey_of(sys.argv[1])
# Not what getrusage says: that counts from before this program took the place of pytest.
most = 1024 * int(re.search("VmHWM: *([0-9]+)", Path("/proc/self/status").read_text().replace("\\t", " "))[1])
print(json.dumps([found.read, found.rejected.count, most]))
"""


def lines(count: int) -> Iterator[str]:
    yield ";".join(HEADER)
    for number in range(count):
        # One in a hundred is refused; every key takes part in the figures or is late.
        day = "x" if number % 100 == 0 else f"2024-{1 + number % 12:02}-{1 + number % 28:02}"
        yield f"F-{number:09};{'Wmo' if number % 3 else 'Wlz'};{day};2024-12-{1 + number % 28:02};{number % 100},50;ja"


def peak(place: str, count: int) -> int:
    """The most memory in bytes that measuring took."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, place],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    read, refused, most = json.loads(done.stdout)
    assert (read, refused) == (count, count // 100)
    return int(most)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory as Linux tells it")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("form", ["csv", "sqlite"])
def test_memory_does_not_grow_with_the_records(tmp_path: Path, form: str) -> None:
    if form == "sqlite":
        pytest.importorskip("sqlalchemy")
    taken: list[int] = []
    for count in (FEW, MANY):
        folder = tmp_path / str(count)
        folder.mkdir()
        if form == "csv":
            with (folder / "facturen.csv").open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines(count))
            place = str(folder)
        else:
            rows = (tuple(line.split(";")) for line in lines(count))
            next(rows)
            place = write_sqlite(folder / "a.db", list(rows), ["TEXT"] * len(HEADER))
        taken.append(peak(place, count))
    few, many = taken
    # In whole, the records would take some hundreds of bytes each.
    assert many - few < 8_000_000 + HELD * (MANY - FEW)
