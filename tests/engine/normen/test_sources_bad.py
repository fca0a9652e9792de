"""What a delivery with something wrong gets: a Dutch finding or a refused row, with its number; all at once; no half report."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.notation import parse_money, parse_number
from dsl.program import AttrInfo, NumType
from engine.normen.parsing import parser_of
from engine.normen.periods import year
from engine.normen.rejected import Rejected
from engine.normen.report_json import measurements_json
from engine.normen.sources import Unreadable, text
from engine.normen.sources.files import open_file
from engine.normen.survey import survey
from tests.engine.normen.delivered import codes, law, measured, survey_of, write_csv
from tests.engine.normen.normlaw import HEADER
from tests.rules.test_normen import law as shipped

HEAD = ";".join(HEADER)
GOOD = ("F-1", "Wmo", date(2024, 1, 1), date(2024, 2, 1), Decimal("20.60"), True)


def deliver(folder: Path, *lines: str, head: str = HEAD) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "facturen.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return folder


def refusals(rejected: Rejected) -> list[tuple[int, str]]:
    return [(row.row, row.reason) for row in rejected.rows]


def test_everything_that_is_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    found = measured(deliver(tmp_path, "F-1;Wmo;01-01-2024;;;", "F-2;Jeugd;31-06-2024;morgen;veel;soms")).rejected
    assert found.count == 1
    ((row, why),) = refusals(found)
    assert row == 3
    for part in ("'cluster' is geen waarde", "'dag van ontvangst' is geen datum", "'dag van verzending' is geen datum"):
        assert part in why
    assert "'bedrag' is geen bedrag" in why and "'is gecorrigeerd' is geen ja of nee" in why
    assert found.reasons["'bedrag' is niet te lezen"] == 1


def test_all_columns_and_all_files_are_looked_at_before_any_is_measured(tmp_path: Path) -> None:
    deliver(tmp_path, head="nummer")
    assert codes(tmp_path) == ["TS542", "TS542"]
    parts = tmp_path / "delen" / "facturen"
    write_csv(parts / "a.csv", [GOOD])
    write_csv(parts / "b.csv", [GOOD[:5]], HEADER[:5])
    write_csv(parts / "c.csv", [GOOD], [*HEADER[:5], "opmerking"])
    (parts / "d.csv").write_text("", encoding="utf-8")
    assert codes(tmp_path / "delen") == ["TS540"]
    (parts / "d.csv").unlink()
    _, problems = survey_of(tmp_path / "delen")
    assert [problem.code for problem in problems] == ["TS557", "TS557"]
    assert "'is gecorrigeerd' ontbreekt, 'opmerking' staat er ook" in problems[1].cause


def test_two_places_for_one_registratie_are_refused(tmp_path: Path) -> None:
    deliver(tmp_path, "F-1;Wmo;01-01-2024;;;")
    write_csv(tmp_path / "facturen" / "a.csv", [GOOD])
    _, (problem,) = survey_of(tmp_path)
    assert problem.code == "TS548"
    assert "facturen/, facturen.csv" in problem.cause


# ---------------------------------------------------------------- dates


def test_dates_in_two_unmistakable_forms_are_both_read(tmp_path: Path) -> None:
    found = measured(deliver(tmp_path, "F-1;Wmo;31-01-2024;2024-02-01;;", "F-2;Wmo;1 maart 2024;;;"))
    assert not found.rejected.count


def test_a_date_that_can_be_read_in_two_ways_is_refused(tmp_path: Path) -> None:
    found = measured(deliver(tmp_path, "F-1;Wmo;03/04/2024;;;", "F-2;Wmo;01-02-24;;;", "F-3;Wmo;01-02-2024;;;"))
    assert [row for row, _ in refusals(found.rejected)] == [2, 3]


def test_a_column_with_the_month_first_is_not_read_at_all(tmp_path: Path) -> None:
    _, (problem,) = survey_of(deliver(tmp_path, "F-1;Wmo;02-03-2024;;;", "F-2;Wmo;01-31-2024;;;"))
    assert problem.code == "TS551"
    assert "rij 3" in problem.cause and "01-31-2024" in problem.cause
    # Most dates show that the day comes first: then this one was a slip of the pen.
    found = measured(deliver(tmp_path, "F-1;Wmo;31-03-2024;;;", "F-2;Wmo;01-31-2024;;;", "F-3;Wmo;30-01-2024;;;"))
    assert refusals(found.rejected) == [(3, "'dag van ontvangst' heeft de maand voor de dag ('01-31-2024')")]


@pytest.mark.parametrize(
    ("stamp", "late"),
    [
        # Eight weeks from 1 January: 26 February is the last day.
        ("2024-02-26T22:59:59Z", False),
        ("2024-02-26T23:00:00Z", True),  # 27 February in the Netherlands
        ("2024-02-26T23:30:00+01:00", False),
        ("2024-02-26 23:00:00.5+00", True),
        ("2024-02-26T23:59:59", False),  # without a zone it is the time on the clock here
    ],
)
def test_a_moment_falls_on_a_day_in_the_netherlands(tmp_path: Path, stamp: str, late: bool) -> None:
    found = measured(deliver(tmp_path, f"F-1;Wmo;01-01-2024;{stamp};;")).assessments
    (whole,) = [item for item in found if item.norm.name == "op tijd" and item.slice is None]
    assert whole.verdict.word == ("niet behaald" if late else "behaald")


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2024-03-30T23:30:00Z", "2024-03-31"),  # the last hour of winter time
        ("2024-03-31T22:30:00Z", "2024-04-01"),  # summer time: two hours ahead
        ("2024-10-26T22:30:00Z", "2024-10-27"),
        ("2024-10-27T22:30:00Z", "2024-10-27"),  # winter time again
        ("2024-10-27T02:30:00", "2024-10-27"),  # an hour that comes twice
        ("2024-03-31T02:30:00", "2024-03-31"),  # an hour that does not exist
    ],
)
def test_summer_time_moves_the_end_of_the_day(stamp: str, day: str) -> None:
    parse = parser_of(law(), law().types["factuur"].attributes["dag van ontvangst"])
    assert parse(stamp) == parse(day)


# ---------------------------------------------------------------- keys, numbers, formulas


def test_rows_with_one_key_count_once_or_not_at_all(tmp_path: Path) -> None:
    lines = ("A;Wmo;01-01-2024;;20,6;", "A;Wmo;2024-01-01;;€ 20,60;", "B;Wmo;01-01-2024;;1;", "B;Wmo;01-01-2024;;2;")
    found = measured(deliver(tmp_path, *lines)).rejected
    assert refusals(found) == [
        (3, "het record komt vaker voor"),
        (4, "de sleutel komt vaker voor, met andere gegevens"),
        (5, "de sleutel komt vaker voor, met andere gegevens"),
    ]


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("1.234", "kan op twee manieren"),
        ("twintig", "is geen bedrag"),
        ("20,605", "is fijner"),
        ("12-01-2024", "is geen bedrag"),
        ("1e3", "is geen bedrag"),
        ("NaN", "is geen bedrag"),
        ("=SOM(A1:A9)", "is een formule"),
    ],
)
def test_what_is_no_amount_is_refused(tmp_path: Path, amount: str, why: str) -> None:
    ((row, reason),) = refusals(measured(deliver(tmp_path, f"F-1;Wmo;01-01-2024;;{amount};")).rejected)
    assert row == 2
    assert why in reason


def test_a_formula_is_no_key(tmp_path: Path) -> None:
    ((_, reason),) = refusals(measured(deliver(tmp_path, '"=""00123""";Wmo;01-01-2024;;;')).rejected)
    assert reason.startswith("'nummer' is een formule, geen waarde")


# ---------------------------------------------------------------- the file with refused rows


def written(folder: Path) -> list[list[str]]:
    with (folder / "factuur-geweigerd.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_refused_rows_are_kept_as_they_were(tmp_path: Path) -> None:
    lines = ("F-1;Wmo;01-01-2024;;;", "F-2;Wmo", '=cmd|x;Wmo;01-01-2024;;"1\n2";', "F-4;Wmo;01-01-2024;-;-5,00;nee")
    found, problems = survey_of(deliver(tmp_path, *lines), refused_in=tmp_path / "uit")
    assert not problems
    head, *rows = written(tmp_path / "uit")
    assert head == ["bestand", "rij", "sleutel", "reden", *HEADER, "losse velden"]
    assert [row[1] for row in rows] == ["3", "4", "6"]  # the third of them has two lines
    assert rows[0][10:] == ["F-2", "Wmo"]
    # A spreadsheet that opens the file does not run what a delivery wrote.
    assert rows[1][2] == rows[1][4] == "'=cmd|x"
    assert rows[2][4:10] == ["F-4", "Wmo", "01-01-2024", "-", "-5,00", "nee"]
    (shown,) = measurements_json(found)
    assert shown["geweigerd"]["bestand"] == str(tmp_path / "uit" / "factuur-geweigerd.csv")


def test_all_refused_rows_are_in_the_file_and_only_some_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.normen.rejected.KEPT", 3)
    deliver(tmp_path, *(f"F-{number};Wmo;x;;;" for number in range(20)))
    (found,), _ = survey_of(tmp_path, refused_in=tmp_path / "uit")
    assert (found.rejected.count, len(found.rejected.rows), len(written(tmp_path / "uit"))) == (20, 3, 21)


def test_without_a_report_there_is_no_file_either(tmp_path: Path) -> None:
    (deliver(tmp_path) / "facturen.csv").write_text(f'{HEAD}\nF-1;Wmo;x;;;\nF-2;"Wmo;', encoding="utf-8")
    found, problems = survey_of(tmp_path, refused_in=tmp_path / "uit")
    assert not found
    assert [problem.code for problem in problems] == ["TS541"]
    assert not list((tmp_path / "uit").iterdir())


def test_a_folder_that_cannot_be_written_in_is_a_finding(tmp_path: Path) -> None:
    deliver(tmp_path, "F-1;Wmo;x;;;")
    (tmp_path / "uit").write_text("a file", encoding="utf-8")
    found, problems = survey_of(tmp_path, refused_in=tmp_path / "uit")
    assert not found
    assert [problem.code for problem in problems] == ["TS806"]


# ---------------------------------------------------------------- empty


def test_nothing_of_nothing_is_no_figure(tmp_path: Path) -> None:
    for lines in ((), ("F-1;Wmo;01-01-2019;02-01-2019;;",)):
        words = {item.norm.name: item.verdict.word for item in measured(deliver(tmp_path, *lines)).assessments}
        assert words["op tijd"] == words["niet gecorrigeerd"] == "niet beoordeeld"


# ---------------------------------------------------------------- CSV as text


def first_line(problem: str) -> int:
    return int(problem.split("bij regel ")[1].split(":")[0])


def test_the_line_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    lines = [f"F-{number};Wmo;01-01-2024;;;" for number in range(5000)]
    data = "\n".join([HEAD, *lines]).encode() + "\nRené;Wmo;01-01-2024;;;\n".encode("cp1252")
    (tmp_path / "facturen.csv").write_bytes(data + b"F;Wmo;01-01-2024;;;\n" * 5000)
    _, (problem,) = survey_of(tmp_path)
    assert (problem.code, first_line(problem.cause)) == ("TS541", 5002)
    assert "misschien Windows-1252" in problem.cause and "CSV UTF-8" in problem.remedy
    (tmp_path / "facturen.csv").write_text(f"{HEAD}\n", encoding="utf-16")
    _, (problem,) = survey_of(tmp_path)
    assert "UTF-16" in problem.cause


@pytest.mark.parametrize("start", ["\ufeff", "sep=;\n", '"sep=;"\r\n', "\ufeffsep=;\r\n"])
def test_marks_at_the_start_are_no_part_of_the_table(tmp_path: Path, start: str) -> None:
    (tmp_path / "facturen.csv").write_text(f"{start}{HEAD}\nF-1;Wmo;x;;;\n", encoding="utf-8", newline="")
    ((row, _),) = refusals(measured(tmp_path).rejected)
    assert row == (3 if "sep" in start else 2)


def test_a_header_may_have_quotes_and_lines(tmp_path: Path) -> None:
    head = '"nummer","cluster","dag van\nontvangst","dag van verzending","bedrag","is gecorrigeerd"'
    (tmp_path / "facturen.csv").write_text(f'{head}\n"F-1","Wmo","01-01-2024","","20,60",""\n', encoding="utf-8")
    assert not measured(tmp_path).rejected.count


def test_a_file_that_changes_while_it_is_read_gives_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = deliver(tmp_path, *(f"F-{number};Wmo;01-01-2024;;;" for number in range(10))) / "facturen.csv"
    monkeypatch.setattr(text, "BATCH", 4)
    source = open_file(path)
    batches = source.read([0])
    next(batches)
    with path.open("a", encoding="utf-8") as file:
        file.write("F-11;Wmo;01-01-2024;;;\n")
    with pytest.raises(Unreadable) as refused:
        list(batches)
    assert "veranderde" in refused.value.finding.cause


# ---------------------------------------------------------------- bronnen.yaml


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("registraties: {}\nbronnen: {}", "'bronnen' hoort hier niet"),
        ("registraties: {brief: {bestand: x.csv}}", "er is geen registratie 'brief'"),
        ("registraties: {factuur: {tabel: x}}", "hoort een 'bestand', of een 'verbinding'"),
        ("registraties: {factuur: {verbinding: db, tabel: x}}", "maar die staat niet onder 'verbindingen'"),
        ("registraties: {factuur: {bestand: a.csv}, facturen: {bestand: a.csv}}", "staat er twee keer"),
        ("registraties: {factuur: {bestand: a.csv, select: 'SELECT 1'}}", "'select' hoort hier niet"),
    ],
)
def test_mistakes_in_bronnen_are_findings(tmp_path: Path, settings: str, said: str) -> None:
    (tmp_path / "bronnen.yaml").write_text(settings, encoding="utf-8")
    found, problems = survey_of(tmp_path)
    assert not found
    assert problems[0].code == "TS556"
    assert said in problems[0].cause


def test_bronnen_names_the_files_of_a_registratie(tmp_path: Path) -> None:
    write_csv(tmp_path / "in" / "export-1.csv", [GOOD])
    write_csv(tmp_path / "in" / "export-2.csv", [("F-2", *GOOD[1:]), ("F-3", "x", *GOOD[2:])])
    (tmp_path / "bronnen.yaml").write_text(
        json.dumps({"registraties": {"facturen": {"bestand": ["in/export-1.csv", "in/export-2.csv"]}}}),
        encoding="utf-8",
    )
    for place in (tmp_path, tmp_path / "bronnen.yaml"):
        found = measured(place)
        assert found.read == 3
        assert [(row.part, row.row, row.key) for row in found.rejected.rows] == [("export-2.csv", 3, "F-3")]


def test_a_file_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bronnen.yaml").write_text("registraties: {factuur: {bestand: a.ods}}", encoding="utf-8")
    assert codes(tmp_path) == ["TS541"]


@given(st.from_regex(r"-?(0|[1-9][0-9]{0,16})(,[0-9]{1,5})?", fullmatch=True), st.sampled_from(["bedrag", "getal"]))
def test_plain_numbers_are_what_the_notation_says(number: str, show: Any) -> None:
    attribute = AttrInfo("factuur", "bedrag", "het", NumType(grid=Fraction(1, 10**6), show=show), derived=False)
    read = {"bedrag": parse_money, "getal": parse_number}[show]
    assert parser_of(law(), attribute)(number) == read(number)


# ---------------------------------------------------------------- between two days, and between two registraties


def test_a_record_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    lines = ("F-1;Wmo;05-02-2024;04-02-2024;veel;", "F-2;Wmo;05-02-2024;05-02-2024;;", "F-3;Wmo;05-02-2024;;;")
    found = measured(deliver(tmp_path, *lines)).rejected
    ((row, why),) = refusals(found)
    assert row == 2
    assert "'dag van verzending' ligt voor 'dag van ontvangst' (04-02-2024 en 05-02-2024)" in why
    assert "'bedrag' is geen bedrag" in why


def test_whether_a_record_is_refused_does_not_depend_on_the_norms_asked_for(tmp_path: Path) -> None:
    place = deliver(tmp_path, "F-1;Wmo;05-02-2024;04-02-2024;20,00;")
    for names in (["bedragen"], ["op tijd"], ["niet gecorrigeerd", "bedragen"]):
        (found,), _ = survey(law(), names, str(place), year(2024))
        assert found.rejected.count == 1


def test_what_is_refused_of_records_that_are_only_counted_is_said_too(tmp_path: Path) -> None:
    rules = shipped()
    (norm,) = [one.name for one in rules.norms.values() if one.number == "K-WMO-C"]
    head = "uitingnummer;onderdeel;dag van uitgaan;aantal geadresseerden"
    (tmp_path / "uitingen.csv").write_text(f"{head}\nU-1;Wmo;01-02-2024;100\n", encoding="utf-8")
    calls = "gesprek;onderdeel;gespreksdag;is beantwoord\nG-1;Wmo;02-02-2024;ja\nG-2;Wmo;31-02-2024;ja\n"
    (tmp_path / "gesprekken.csv").write_text(calls, encoding="utf-8")
    found, problems = survey(rules, [norm], str(tmp_path), year(2024), refused_in=tmp_path / "uit")
    assert not problems
    assert [(item.registry, item.read, item.rejected.count, len(item.assessments)) for item in found] == [
        ("uiting", 1, 0, 1),
        ("gesprek", 2, 1, 0),
    ]
    figure = found[0].assessments[0].ours.figure
    assert figure is not None and figure.value == Fraction(1, 100)
    assert sorted(path.name for path in (tmp_path / "uit").iterdir()) == [
        "gesprek-geweigerd.csv",
        "uiting-geweigerd.csv",
    ]
    (tmp_path / "gesprekken.csv").write_text(calls + '"', encoding="utf-8")
    found, problems = survey(rules, [norm], str(tmp_path), year(2024))
    assert not found
    assert [problem.code for problem in problems] == ["TS541"]


def test_a_norm_without_records_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "gesprekken.csv").write_text("gesprek;onderdeel;gespreksdag;is beantwoord\n", encoding="utf-8")
    found, _ = survey(
        shipped(), [one.name for one in shipped().norms.values() if one.regeling], str(tmp_path), year(2024)
    )
    without = [item for item in found if item.source is None and item.registry in shipped().registries]
    assert without
    for item in without:
        assert {one.verdict.word for one in item.assessments} <= {"niet beoordeeld", "niet meetbaar zoals geformuleerd"}
