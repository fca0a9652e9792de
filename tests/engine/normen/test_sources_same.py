"""What a norm says does not depend on the order of the records, on how they are split over batches and files, or on the form they come
in."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.normen.sources import sql, text
from tests.engine.normen.delivered import Values, figures, write_csv, write_excel, write_parquet, write_sqlite

days = st.integers(0, 500).map(lambda number: date(2023, 11, 1) + timedelta(days=number))
records = st.tuples(
    # Few keys, so that some come twice: with the same values or with others.
    st.integers(1, 12).map(lambda number: f"F-{number:03}"),
    st.sampled_from(("Wmo", "Wlz", "Jeugdwet")),  # the last is refused
    days,
    st.one_of(st.none(), days),
    st.one_of(st.none(), st.integers(-100_000, 100_000_000).map(lambda cents: Decimal(cents).scaleb(-2))),
    st.one_of(st.none(), st.booleans()),
)
tables = st.lists(records, min_size=1, max_size=15)
slow = settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))


@pytest.fixture
def anew() -> Any:
    """A folder that is new for every example."""
    made: list[Path] = []

    def folder() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="toetssteen-test-")))
        return made[-1]

    yield folder
    for path in made:
        shutil.rmtree(path)


@slow
@given(tables)
def test_the_form_does_not_matter(anew: Any, rows: list[Values]) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("python_calamine")
    pytest.importorskip("sqlalchemy")
    place = anew()
    expected = figures(write_csv(place / "csv" / "facturen.csv", rows).parent)
    assert figures(write_parquet(place / "parquet" / "facturen.parquet", rows).parent) == expected
    assert figures(write_excel(place / "excel" / "facturen.xlsx", rows).parent) == expected
    assert figures(write_sqlite(place / "records.db", rows)) == expected


@slow
@given(tables, st.data())
def test_the_order_of_records_does_not_matter(anew: Any, rows: list[Values], data: st.DataObject) -> None:
    place = anew()
    turned = data.draw(st.permutations(rows))
    assert figures(write_csv(place / "een" / "facturen.csv", rows).parent) == figures(
        write_csv(place / "twee" / "facturen.csv", turned).parent
    )


@slow
@given(tables, st.data())
def test_files_and_batches_do_not_matter(anew: Any, rows: list[Values], data: st.DataObject) -> None:
    place = anew()
    expected = figures(write_csv(place / "een" / "facturen.csv", rows).parent)
    cuts = sorted(data.draw(st.sets(st.integers(1, 15), max_size=3)))
    edges = [0, *(cut for cut in cuts if cut < len(rows)), len(rows)]
    for number, (first, last) in enumerate(zip(edges, edges[1:], strict=False)):
        write_csv(place / "delen" / "facturen" / f"deel-{number}.csv", rows[first:last])
    size = data.draw(st.integers(1, 16))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(text, "BATCH", size)
        patched.setattr(sql, "BATCH", size)
        assert figures(place / "delen") == expected
        assert figures(write_sqlite(place / "records.db", rows)) == expected
