"""The same records from CSV, Parquet and Excel give the same figures; what is damaged or not installed is said in Dutch."""

from __future__ import annotations

import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from engine.normen.assess import measure
from engine.normen.periods import year
from engine.normen.records import Records, layout_of
from engine.normen.report_json import measurements_json
from engine.normen.sources import Source, Unreadable
from engine.normen.sources.files import find_files, open_file
from engine.normen.sources.values import as_text
from tests.engine.normen.normlaw import HEADER, TIMELY, program

VALUES = [
    ("F-1", "Wmo", date(2024, 1, 1), date(2024, 2, 26), Decimal("20.60"), True),
    ("F-2", "Wlz", date(2024, 1, 1), date(2024, 2, 27), Decimal("1234.50"), None),
    ("F-3", "Wmo", date(2024, 1, 1), None, None, False),
]


def figures(source: Source) -> object:
    law = program(TIMELY.format(over="afgehandeld"))
    registry = law.registries["factuur"]
    layout, problems = layout_of(registry, source)
    assert layout is not None, problems
    (found,) = measurements_json(
        [measure(Records(law, registry, source, layout), list(law.norms.values()), year(2024), None)]
    )
    assert found["geweigerd"]["aantal"] == 0
    return found["normen"]


def csv_file(folder: Path) -> Path:
    path = folder / "facturen.csv"
    rows = [";".join(as_text(value) for value in row) for row in VALUES]
    path.write_text("\n".join([";".join(HEADER), *rows]) + "\n", encoding="utf-8")
    return path


def test_parquet_says_the_same_as_csv(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {name: [row[place] for row in VALUES] for place, name in enumerate(HEADER)}
    parquet.write_table(pyarrow.table(columns), tmp_path / "facturen.parquet")
    assert figures(open_file(tmp_path / "facturen.parquet")) == figures(open_file(csv_file(tmp_path)))


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "facturen.parquet").write_bytes(b"PAR1 and then nothing that is Parquet")
    with pytest.raises(Unreadable) as refused:
        open_file(tmp_path / "facturen.parquet")
    assert refused.value.finding.code == "TS541"


def workbook(path: Path, rows: list[list[str]]) -> Path:
    """A workbook of texts only, in the smallest form that is one."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in row) + "</row>"
        for row in rows
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_excel_says_the_same_as_csv(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    rows = [list(HEADER), *([as_text(value) for value in row] for row in VALUES)]
    assert figures(open_file(workbook(tmp_path / "facturen.xlsx", rows))) == figures(open_file(csv_file(tmp_path)))


def test_a_sheet_with_merged_names_or_none_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    for rows, code in (([["Facturen", "", ""], ["a", "b", "c"]], "TS544"), ([], "TS540")):
        with pytest.raises(Unreadable) as refused:
            open_file(workbook(tmp_path / "facturen.xlsx", rows))
        assert refused.value.finding.code == code
    (tmp_path / "facturen.xlsx").write_bytes(b"no workbook")
    with pytest.raises(Unreadable) as refused:
        open_file(tmp_path / "facturen.xlsx")
    assert refused.value.finding.code == "TS541"


@pytest.mark.parametrize(
    ("name", "module", "extra"), [("a.xlsx", "python_calamine", "excel"), ("a.parquet", "pyarrow", "parquet")]
)
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, f"{module}.parquet", None)
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(Unreadable) as refused:
        open_file(tmp_path / name)
    assert refused.value.finding.code == "TS547"
    assert f"toetssteen[{extra}]" in refused.value.finding.remedy


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "ja"),
        (1234, "1234"),
        (1234.0, "1234"),
        (1.234, "1,234"),
        (Decimal("20.60"), "20,60"),
        (float("nan"), ""),
        (datetime(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1, 12, 30), "2024-03-01T12:30:00"),
        (date(2024, 3, 1), "2024-03-01"),
        ("x", "x"),
    ],
)
def test_a_value_becomes_a_text_that_is_read_in_one_way(value: object, text: str) -> None:
    assert as_text(value) == text


def test_two_files_for_one_registratie_are_both_found(tmp_path: Path) -> None:
    for name in ("Verstuurde_facturen.csv", "verstuurde facturen.xlsx", "lees mij.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert {name: len(paths) for name, paths in find_files(tmp_path).items()} == {"verstuurde facturen": 2}
