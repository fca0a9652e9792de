"""Records as people deliver them: one table written in every form, and what measuring norms over a delivery gives."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dsl.diagnostics import Diagnostic
from dsl.program import Program
from engine.normen.assess import Measurement
from engine.normen.periods import year
from engine.normen.report_json import measurements_json
from engine.normen.sources.values import as_text
from engine.normen.survey import survey
from tests.engine.normen.normlaw import HEADER, TIMELY, program

Values = tuple[Any, ...]
"""A record in the order of HEADER: text, text, date, date or None, Decimal or None, bool or None."""

NORMS = (
    TIMELY.format(over="afgehandeld")
    + """
Norm bedragen
    bron: Proefplan regel 2
    over: een factuur
    telt op: de dag van ontvangst van de factuur
    meet: som van het bedrag van de factuur
    norm: ten minste € 10

Norm niet gecorrigeerd
    bron: Proefplan regel 3
    over: een factuur
    telt op: de dag van ontvangst van de factuur
    meet: aandeel
    voldoet indien de factuur niet gecorrigeerd is
    norm: ten minste 50%
"""
)


def law() -> Program:
    return program(NORMS)


def survey_of(place: Path | str, refused_in: Path | None = None) -> tuple[list[Measurement], list[Diagnostic]]:
    rules = law()
    return survey(rules, rules.norms, str(place), year(2024), refused_in=refused_in)


def measured(place: Path | str) -> Measurement:
    (found,), problems = survey_of(place)
    assert not problems, problems
    return found


def codes(place: Path | str) -> list[str]:
    """The findings, where there is no report."""
    found, problems = survey_of(place)
    assert not found or not problems
    return [problem.code for problem in problems]


def figures(place: Path | str) -> Any:
    """All that a report says of the records, but not where they came from or in which row they stood."""
    (found,) = measurements_json([measured(place)])
    refused = found["geweigerd"]
    reasons = sorted((row["sleutel"], row["reden"]) for row in refused["rijen"])
    return found["normen"], found["gelezen"], refused["aantal"], refused["redenen"], reasons


def write_csv(path: Path, rows: Iterable[Values], header: Sequence[str] = HEADER) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(header)
        out.writerows([as_text(value) for value in row] for row in rows)
    return path


def write_parquet(path: Path, rows: Sequence[Values]) -> Path:
    import pyarrow
    import pyarrow.parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    kinds = (
        pyarrow.string(),
        pyarrow.string(),
        pyarrow.date32(),
        pyarrow.date32(),
        pyarrow.decimal128(20, 2),
        pyarrow.bool_(),
    )
    columns = [pyarrow.array([row[place] for row in rows], kind) for place, kind in enumerate(kinds)]
    pyarrow.parquet.write_table(pyarrow.table(columns, names=list(HEADER)), path, row_group_size=7)
    return path


def write_excel(path: Path, rows: Sequence[Values]) -> Path:
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet()
    for place, name in enumerate(HEADER):
        sheet.write_string(0, place, name)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, value)
            elif isinstance(value, bool):
                sheet.write_boolean(number, place, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, place, value)
            elif value is not None:
                sheet.write_number(number, place, float(value))
    book.close()
    return path


def write_sqlite(path: Path, rows: Sequence[Values], declared: Sequence[str] = (), table: str = "facturen") -> str:
    """The address of the database."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kinds = declared or ("TEXT", "TEXT", "DATE", "DATE", "NUMERIC", "BOOLEAN")
    with sqlite3.connect(path) as database:
        described = ", ".join(f'"{name}" {kind}' for name, kind in zip(HEADER, kinds, strict=True))
        database.execute(f'CREATE TABLE "{table}" ({described})')
        places = ", ".join("?" for _ in HEADER)
        database.executemany(
            f'INSERT INTO "{table}" VALUES ({places})', [[_for_sqlite(value) for value in row] for row in rows]
        )
    database.close()
    return f"sqlite:///{path}"


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
