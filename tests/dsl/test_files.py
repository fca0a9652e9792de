"""Reading rule files: every reason for which there is no text has its own finding."""

from pathlib import Path

import pytest

from dsl.diagnostics import Diagnostic
from dsl.files import decode, read_rules, read_text
from dsl.source import SourceFile


def test_a_readable_file_gives_its_text_without_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.regels"
    path.write_bytes(b"\xef\xbb\xbfRegeling A\n")
    read = read_text(path)
    assert isinstance(read, SourceFile)
    assert read.text == "Regeling A\n"


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "TS003"), (b" \n\n", "TS003"), (b"Regeling \xff", "TS002"), (b"x" * 101, "TS004")]
)
def test_what_is_no_text_is_a_finding(data: bytes, code: str) -> None:
    read = decode(data, "a.regels", limit=100)
    assert isinstance(read, Diagnostic)
    assert read.code == code


def test_a_file_that_is_not_there_says_so_in_dutch(tmp_path: Path) -> None:
    read = read_text(tmp_path / "weg.regels")
    assert isinstance(read, Diagnostic)
    assert read.code == "TS001"
    assert "het bestaat niet" in read.cause


def test_a_folder_is_read_in_order_of_name_and_bad_files_do_not_hide_good_ones(tmp_path: Path) -> None:
    (tmp_path / "wmo").mkdir()
    (tmp_path / "wmo" / "b.regels").write_text("Regeling B\n")
    (tmp_path / "a.regels").write_text("Regeling A\n")
    (tmp_path / "c.regels").write_bytes(b"\xff")
    files, findings = read_rules(tmp_path)
    assert [file.name for file in files] == ["a", "wmo/b"]
    assert [finding.code for finding in findings] == ["TS002"]


def test_a_folder_without_rule_files_is_a_finding(tmp_path: Path) -> None:
    assert [finding.code for finding in read_rules(tmp_path)[1]] == ["TS009"]
