"""Twenty norms over ten million records of calls and invoices from Parquet: this engine, pandas and DuckDB side by side, in one run.

    python -m bench.normen [--records 10000000] [--rounds 3] [--json FILE]

The records are invented (see scenarios/normen/ijking.yaml) and kept under build/. All three must give the same figures and refuse the
same number of records; what this engine gives beside the figures (verdicts, medians of every lead time, the keys of the records that
count against a norm) the others need not. Each is timed in a process of its own, from opening the files to the figures, in turn, and its
best round counts. Bar: at most 1.5 times the faster of the two, and never more than 1.5 GB. Exits with 1 when one is missed.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench._norm_peers import BILLS, CALLS, Figures, by_duckdb, by_pandas, place  # noqa: E402

BAR, BAR_MEMORY = 1.5, 1.5e9
RECORDS = 10_000_000
PER_YEAR = 12_714_000
"""So many calls and invoices there are at the scale of a whole year, with those of the months before."""
CONTENDERS = ("toetssteen", "duckdb", "pandas")


def prepare(records: int) -> tuple[Path, Path]:
    """The folder with records and that with rules; made when they are not there yet."""
    from dsl.cache import load_program
    from engine.normen.examples import Wish
    from engine.normen.examples_files import write_examples

    folder = ROOT / "build" / "bench-normen" / str(records)
    rules = folder / "regels"
    shutil.rmtree(rules, ignore_errors=True)
    shutil.copytree(ROOT / "rules", rules)
    shutil.copy(Path(__file__).with_suffix(".regels"), rules / "normen" / "meting.regels")
    program, findings, _ = load_program(rules, folder)
    if program is None:
        raise SystemExit(f"De regels hebben {len(findings)} bevindingen: {findings[0]}")
    if not (folder / BILLS).exists():
        print(f"{records} verzonnen records maken in {folder}", file=sys.stderr)
        wish = Wish(2024, 1, Fraction(records, PER_YEAR))
        write_examples(program, wish, folder, "parquet", ["gesprek", "verstuurde factuur"])
    return folder, rules


# ---------------------------------------------------------------- one contender, in a process of its own


def by_engine(folder: Path, rules: Path) -> tuple[Figures, int, int, float, float]:
    """The figures, how many records were refused and read, and the seconds that it took, by the clock and of the processor."""
    from dsl.cache import load_program
    from engine.normen.assess import Assessment, measure, norms_over
    from engine.normen.periods import year
    from engine.normen.records import open_records
    from engine.normen.sources.files import open_file

    program, _, _ = load_program(rules, folder)
    assert program is not None
    norms = [name for name, norm in program.norms.items() if norm.regeling == "Meting van normen"]
    assert len(norms) == 20
    figures: Figures = {}
    refused = read = 0
    begun, started = process_time(), perf_counter()

    def add(item: Assessment) -> None:
        tally, key = item.ours.tally, place(item.norm.name, item.period.name, item.slice)
        assert tally is not None
        for name, count in tally.classes.items():
            figures[place(f"{item.norm.name}, {name}", item.period.name, item.slice)] = str(
                Fraction(count) / tally.lower
            )
        if item.ours.figure is not None and item.ours.figure.value is not None:
            figures[key] = str(item.ours.figure.value)
        if "begint op" in item.norm.name or tally.durations or tally.open_late.count:
            figures[f"{key} open"] = str(tally.open_late.count)
        for part in item.parts:
            add(part)

    for registry, file in (("verstuurde factuur", BILLS), ("gesprek", CALLS)):
        records, problems = open_records(program, program.registries[registry], open_file(folder / file))
        assert records is not None, problems
        found = measure(records, norms_over(program, registry, norms), year(2024), None)
        for item in found.assessments:
            add(item)
        refused += found.rejected.count
        read += found.read
    return figures, refused, read, perf_counter() - started, process_time() - begun


def contend(name: str, folder: Path, rules: Path) -> dict[str, Any]:
    import pyarrow.parquet  # reading Parquet needs it in all three; what they need beyond it counts

    assert pyarrow.parquet
    read = 0
    if name == "toetssteen":
        figures, refused, read, seconds, used = by_engine(folder, rules)
    else:
        due = json.loads((folder / "werkdagen.json").read_text())
        __import__(name)
        begun, started = process_time(), perf_counter()
        figures, refused = (by_duckdb if name == "duckdb" else by_pandas)(folder, due)
        seconds, used = perf_counter() - started, process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"figures": figures, "refused": refused, "read": read, "seconds": seconds, "cpu": used, "peak": peak}


# ---------------------------------------------------------------- side by side


def working_days(folder: Path, rules: Path) -> None:
    """For the others, which have no calendar: the thirtieth working day after every day."""
    from dsl.cache import load_program
    from dsl.calendars import add_working_days
    from dsl.dates import add_days
    from engine.calendars import calendar_of
    from engine.normen.periods import year

    program, _, _ = load_program(rules, folder)
    assert program is not None
    calendar = calendar_of(program, "Algemene termijnenwet")
    start = year(2023).start
    days = [add_days(start, number) for number in range((year(2024).end - start) // timedelta(days=1) + 1)]
    due = {day.isoformat(): add_working_days(day, 30, calendar).isoformat() for day in days}
    (folder / "werkdagen.json").write_text(json.dumps(due))


def alone(name: str, folder: Path, rules: Path) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [
            sys.executable,
            __file__,
            "--alone",
            name,
            "--folder",
            str(folder),
            "--rules",
            str(rules),
            "--json",
            out.name,
        ]
        subprocess.run(command, check=True)
        found: dict[str, Any] = json.loads(Path(out.name).read_text())
    return found


def differences(ours: Figures, theirs: Figures) -> list[str]:
    return [
        f"{key}: {ours.get(key)} en {theirs.get(key)}"
        for key in sorted({*ours, *theirs})
        if ours.get(key, "0") != theirs.get(key, "0")
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--alone", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rules", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.alone:
        args.json.write_text(json.dumps(contend(args.alone, args.folder, args.rules)))
        return 0
    folder, rules = prepare(args.records)
    working_days(folder, rules)
    rounds = {name: [] for name in CONTENDERS}  # type: dict[str, list[dict[str, Any]]]
    for _ in range(args.rounds):
        for name in CONTENDERS:
            rounds[name].append(alone(name, folder, rules))
    ours = rounds["toetssteen"][0]
    for name in CONTENDERS:
        for one in rounds[name]:
            wrong = differences(ours["figures"], one["figures"])
            assert not wrong, f"{name}: {len(wrong)} cijfers verschillen, zoals {wrong[:12]}"
            assert one["refused"] == ours["refused"], (name, one["refused"], ours["refused"])
    best = {name: min(one["seconds"] for one in found) for name, found in rounds.items()}
    cpu = {name: min(one["cpu"] for one in found) for name, found in rounds.items()}
    peak = {name: max(one["peak"] for one in found) for name, found in rounds.items()}
    fastest = min(("duckdb", "pandas"), key=lambda name: best[name])
    ratio = best["toetssteen"] / best[fastest]
    what = f"{ours['read']} records, 20 normen, {len(ours['figures'])} cijfers gelijk"
    print(f"{platform.platform()}, Python {platform.python_version()}; {what}")
    for name in CONTENDERS:
        rows = ours["read"] / best[name] / 1e6
        print(
            f"{name:12} {best[name]:7.2f} s {rows:7.2f} miljoen records/s {cpu[name]:7.2f} s processor {peak[name] / 1e9:6.2f} GB"
        )
    print(
        f"verhouding tot {fastest}: {ratio:.2f} (grens {BAR}); geheugen {peak['toetssteen'] / 1e9:.2f} GB (grens {BAR_MEMORY / 1e9})"
    )
    if args.json:
        told = {
            "seconds": best,
            "cpu": cpu,
            "peak": peak,
            "ratio": ratio,
            "records": ours["read"],
            "figures": len(ours["figures"]),
        }
        args.json.write_text(json.dumps(told, indent=2))
    return int(ratio > BAR or peak["toetssteen"] > BAR_MEMORY)


if __name__ == "__main__":
    raise SystemExit(main())
