"""Tables in which something is wrong: said in Dutch with row and column, kept, and never repeated."""

from __future__ import annotations

import errno
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from engine.case import Moment
from engine.columns.kernel import compile_kernel
from engine.columns.population import shape_of
from engine.population.folder import open_population
from engine.population.mapping_parts import Spill
from tests.engine.columns.compare import compare
from tests.engine.population.own_law import (
    CONTRACTS,
    HOMES,
    MAPPING,
    PEOPLE,
    all_households,
    make,
    problems,
    program,
    write_table,
)

GOOD_HOMES = [
    ("H1", "65000", "H", "Ede", "nee"),
    ("H2", "", "K", "Ede", "ja"),
    ("H3", "70050", "H", "Utrecht", ""),
]
GOOD_PEOPLE = [
    ("1", "H1", "A", "1950-03-01", "20000", "21000", "12,5", "ja"),
    ("2", "H1", "P", "1952-03-01", "20000", "", "", ""),
    ("3", "H2", "A", "1980-03-01", "30000", "31000", "", "ja"),
    ("4", "H2", "K", "2010-03-01", "", "", "", ""),
    ("5", "H3", "A", "1990-03-01", "31000", "31000", "100", ""),
]
GOOD_CONTRACTS = [("4", "8"), ("4", "9,50")]


def good(folder: Path) -> None:
    write_table(folder / "huishoudens.csv", HOMES, GOOD_HOMES)
    write_table(folder / "personen.csv", PEOPLE, GOOD_PEOPLE)
    write_table(folder / "contracten.csv", CONTRACTS, GOOD_CONTRACTS)


def with_people(folder: Path, *changed: tuple[int, int, str]) -> None:
    """Tables with other texts in some fields of the persons: row, column, text."""
    good(folder)
    rows = [list(row) for row in GOOD_PEOPLE]
    for row, column, text in changed:
        rows[row][column] = text
    write_table(folder / "personen.csv", PEOPLE, rows)


def reasons(folder: Path, mapping: str = MAPPING) -> tuple[list[str], dict[str, int]]:
    """Why rows were refused, and how many rows of each type remain."""
    own = make(folder, mapping)
    assert own.stored is not None and own.account is not None
    lines = [line.removeprefix(f"{folder}/") for line in own.account.lines()]
    return lines, {name: own.stored.rows(name) for name in ("huishouden", "persoon", "contract")}


@pytest.mark.parametrize(
    ("row", "column", "text", "reason"),
    [
        (4, 4, "dertig", "'ink2023' is geen getal, of kan op twee manieren gelezen worden"),
        (4, 4, "1.500", "'ink2023' is geen getal, of kan op twee manieren gelezen worden"),
        (4, 4, "10,50", "'ink2023' is fijner dan stappen van 1"),
        (4, 4, "-1", "'ink2023' valt buiten het bereik (grens 0)"),
        (4, 5, "1000001", "'ink2024' valt buiten het bereik (grens 1000000)"),
        (4, 3, "31-31-1990", "'geboren' is geen datum"),
        (4, 3, "03/04/1990", "'geboren' kan op twee manieren gelezen worden; schrijf dag-maand-jaar of jaar-maand-dag"),
        (4, 7, "misschien", "'werk' is geen ja of nee"),
        (4, 4, "=A1", "'ink2023' is een formule, geen waarde"),
    ],
)
def test_a_row_that_cannot_be_read_takes_its_household_with_it(
    tmp_path: Path, row: int, column: int, text: str, reason: str
) -> None:
    with_people(tmp_path, (row, column, text))
    lines, rows = reasons(tmp_path)
    assert lines == [f"personen.csv: {reason} (rij 6)"]
    assert rows == {"huishouden": 2, "persoon": 4, "contract": 2}


@pytest.mark.parametrize(
    ("changed", "expected", "left"),
    [
        ([(4, 0, "1")], ["de sleutel 'nr' komt vaker voor (2 rijen, zoals 2, 6)"], 1),
        ([(4, 0, " ")], ["de sleutel 'nr' is leeg (rij 6)"], 2),
        ([(3, 1, "")], ["hoort bij geen huishouden (rij 5)"], 3),
        (
            [(3, 1, "H9")],
            [
                "de verwijzing voor 'kind' wijst naar een rij die er niet is (rij 5)",
                "hoort bij geen huishouden (rij 5)",
            ],
            3,
        ),
        ([(3, 2, "onzin")], ["hoort bij geen huishouden (rij 5)"], 2),
        ([(1, 2, "A")], ["er zijn er te veel voor 'aanvrager' (rij 2)"], 2),
        ([(4, 2, "P")], ["er is niemand als 'aanvrager' (rij 4)"], 2),
    ],
)
def test_people_who_belong_nowhere_or_twice(
    tmp_path: Path, changed: list[tuple[int, int, str]], expected: list[str], left: int
) -> None:
    with_people(tmp_path, *changed)
    lines, rows = reasons(tmp_path)
    assert [line.partition(": ")[2] for line in lines if "kind' wijst" in line or "contract" not in line] == expected
    assert rows["huishouden"] == left


def test_a_contract_of_nobody_is_refused_alone(tmp_path: Path) -> None:
    good(tmp_path)
    write_table(tmp_path / "contracten.csv", CONTRACTS, [*GOOD_CONTRACTS, ("77", "9")])
    lines, rows = reasons(tmp_path)
    assert len(lines) == 2 and all("rij 4" in line for line in lines)
    assert rows == {"huishouden": 3, "persoon": 5, "contract": 2}


def test_refused_rows_are_kept_and_everything_is_counted(tmp_path: Path) -> None:
    with_people(tmp_path, (3, 4, "geheim"))
    own = make(tmp_path)
    assert own.stored is not None and own.refused_in == tmp_path / "uit-afgekeurd"
    assert sorted(path.name for path in own.refused_in.iterdir()) == [
        "contract.csv",
        "huishouden.csv",
        "persoon.csv",
    ]
    kept = (own.refused_in / "persoon.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(";")[1:3] for line in kept[1:]] == [["5", "4"], ["4", "3"]] and "geheim" in kept[1]
    fate = {one["objecttype"]: one["rijen"] for one in own.stored.about["bronnen"]}
    assert fate["persoon"] == {
        "gelezen": 5,
        "van een ander objecttype": 0,
        "gebruikt": 3,
        "afgekeurd": 1,
        "weggelaten met hun huishouden": 1,
    }
    assert fate["contract"]["weggelaten met hun huishouden"] == 2
    # What stood in the row is nowhere but in the file that is for repairing it.
    assert "geheim" not in (tmp_path / "uit" / "populatie.yaml").read_text("utf-8")
    assert not own.stored.synthetic and own.stored.about["vertaling"] == "digest"
    for part in own.stored.parts:
        part.check()


def test_a_line_with_too_many_fields_is_counted(tmp_path: Path) -> None:
    good(tmp_path)
    with (tmp_path / "personen.csv").open("a", encoding="utf-8") as file:
        file.write("9;H1;K;2020-01-01;;;;;te veel\n")
    lines, rows = reasons(tmp_path)
    assert lines == ["personen.csv: verkeerd aantal velden (rij 7)"] and rows["persoon"] == 5


def test_everything_that_is_wrong_with_the_tables_is_said_at_once(tmp_path: Path) -> None:
    write_table(tmp_path / "huishoudens.csv", ("hh", "vorm", "gemeente", "gescheiden"), [])
    write_table(tmp_path / "personen.csv", (*PEOPLE[:-1], "Rol"), [])
    own = make(tmp_path)
    assert own.stored is None
    causes = [found.cause for found in own.findings]
    assert [found.code for found in own.findings] == ["TS542", "TS542", "TS001"]
    assert "'huur'" in causes[0] and "'werk'" in causes[1] and "contracten.csv" in causes[2]
    assert not (tmp_path / "uit").exists()


def test_a_column_that_is_something_else_is_no_matter_of_rows(tmp_path: Path) -> None:
    good(tmp_path)
    people = [(str(at), f"H{at}", "A", "1990-01-01", "10,50", "", "", "") for at in range(30)]
    write_table(tmp_path / "personen.csv", PEOPLE, people)
    write_table(tmp_path / "huishoudens.csv", HOMES, [(f"H{at}", "", "H", "Ede", "") for at in range(30)])
    own = make(tmp_path)
    assert own.stored is None and [found.code for found in own.findings] == ["TS563"]
    assert "'ink2023'" in own.findings[0].cause and "op 30 rijen" in own.findings[0].cause
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == []


def test_nothing_left_is_no_population(tmp_path: Path) -> None:
    with_people(tmp_path, (0, 3, "x"), (2, 3, "x"), (4, 3, "x"))
    own = make(tmp_path)
    assert own.stored is None and [found.code for found in own.findings] == ["TS565"]
    assert "'geboren' is geen datum" in own.findings[0].cause
    assert own.refused_in is not None and (own.refused_in / "persoon.csv").exists()
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize("empty", ["huishoudens", "personen", "contracten"])
def test_a_table_without_rows_is_a_table(tmp_path: Path, empty: str) -> None:
    good(tmp_path)
    path = tmp_path / f"{empty}.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    own = make(tmp_path)
    if empty == "contracten":
        assert own.stored is not None and own.stored.rows("contract") == 0 and len(all_households(own)) == 3
    else:
        assert [found.code for found in own.findings] == ["TS565"]


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_people(tmp_path, (4, 3, "x"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for target in ("engine.population.folder.write_part", "engine.population.own.Spill.add"):
        with monkeypatch.context() as patch:
            patch.setattr(target, full)
            own = make(tmp_path)
        assert own.stored is None and [found.code for found in own.findings] == ["TS806"]
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".", "uit"))] == []
    assert Spill.add is not full


def test_an_existing_folder_stays_as_it_is(tmp_path: Path) -> None:
    good(tmp_path)
    (tmp_path / "uit").mkdir()
    own = make(tmp_path)
    assert [found.code for found in own.findings] == ["TS806"] and not list((tmp_path / "uit").iterdir())


# ---------------------------------------------------------------- other sources


def as_text_tables() -> dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    return {
        "huishoudens": (HOMES, list(GOOD_HOMES)),
        "personen": (PEOPLE, list(GOOD_PEOPLE)),
        "contracten": (CONTRACTS, list(GOOD_CONTRACTS)),
    }


@pytest.mark.parametrize("ending", ["parquet", "arrow"])
def test_parquet_and_arrow_give_the_same(tmp_path: Path, ending: str) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    good(tmp_path)
    expected = all_households(make(tmp_path, out="csv"))
    for name, (header, rows) in as_text_tables().items():
        columns: dict[str, object] = {}
        for place, column in enumerate(header):
            texts = [row[place] for row in rows]
            if column in ("huur", "ink2023", "ink2024"):
                columns[column] = pa.array([int(text) if text else None for text in texts])
            elif column == "aandeel":
                columns[column] = pa.array([float(text.replace(",", ".")) if text else None for text in texts])
            elif column in ("gescheiden", "werk"):
                columns[column] = pa.array([{"": None, "ja": True, "nee": False}[text] for text in texts])
            else:
                columns[column] = pa.array(texts)
        table = pa.table(columns)
        path = tmp_path / f"{name}.{ending}"
        if ending == "parquet":
            parquet.write_table(table, path)
        else:
            with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
                out.write_table(table, max_chunksize=2)
    mapping = MAPPING.replace(".csv", f".{ending}")
    assert all_households(make(tmp_path, mapping)) == expected
    path = tmp_path / f"personen.{ending}"
    path.write_bytes(path.read_bytes()[:-40])
    own = make(tmp_path, mapping, out="af")
    assert own.stored is None and [found.code for found in own.findings] == ["TS541"]
    assert not (tmp_path / "af").exists()


def test_a_parquet_file_that_is_damaged_further_on_gives_nothing(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    good(tmp_path)
    columns = {name: [row[place] for row in GOOD_PEOPLE] for place, name in enumerate(PEOPLE)}
    path = tmp_path / "personen.parquet"
    plain = {"use_dictionary": False, "write_statistics": False, "compression": "none"}
    parquet.write_table(pa.table(columns), path, row_group_size=2, write_page_checksum=True, **plain)
    whole = bytearray(path.read_bytes())
    at = whole.index(b"1990-03-01")
    whole[at : at + 4] = b"2090"
    path.write_bytes(whole)
    own = make(tmp_path, MAPPING.replace("personen.csv", "personen.parquet"))
    assert own.stored is None and [found.code for found in own.findings] == ["TS541"]


def test_tables_of_a_database_give_the_same(tmp_path: Path) -> None:
    pytest.importorskip("sqlalchemy")
    good(tmp_path)
    expected = all_households(make(tmp_path, out="csv"))
    with sqlite3.connect(tmp_path / "bron.db") as database:
        for name, (header, rows) in as_text_tables().items():
            database.execute(f"create table {name} ({', '.join(f'{column} text' for column in header)})")
            places = ", ".join("?" for _ in header)
            database.executemany(f"insert into {name} values ({places})", rows)
    database.close()
    mapping = "".join(line for line in MAPPING.splitlines(keepends=True) if "bestand:" not in line)
    own = make(tmp_path, mapping, f"sqlite:///{tmp_path / 'bron.db'}")
    assert all_households(own) == expected


# ---------------------------------------------------------------- other shapes of tables

ONE_TABLE = """naam: Een tabel
jaar: 2024
tabellen:
  huishouden:
    sleutel: nr
    alleen: {soort: A}
    kolommen:
      gemeente: gemeente
    zelfde: {is gescheiden: nee, huur: "€ 700,50"}
    overige kenmerken: nee
    overige rollen: niemand
    rollen:
      aanvrager: {kolom: nr}
      partner: {via: aanvrager, kolom: partner}
      kinderen: {via: [aanvrager, partner], verwijzing: ouder}
  persoon:
    sleutel: nr
    kolommen:
      geboren: geboortedatum
      werk: [{gegeven: heeft werk, waarden: {deels: ja, vol: ja, geen: nee}}]
    rollen: {contracten: niemand}
"""


def test_partners_and_parents_by_key_in_one_table(tmp_path: Path) -> None:
    header = ("nr", "soort", "gemeente", "partner", "ouder", "geboren", "werk")
    rows = [
        ("1", "A", "Ede", "2", "", "1980-01-01", "vol"),
        ("3", "K", "", "", "2", "2010-01-01", "geen"),
        ("2", "P", "", "1", "", "1981-01-01", "deels"),
        ("4", "A", "Urk", "", "", "1990-01-01", "geen"),
    ]
    write_table(tmp_path / "alle.csv", header, rows)
    own = make(tmp_path, ONE_TABLE, str(tmp_path / "alle.csv"))
    first, second = all_households(own)
    assert "aanvrager" in str(first) and str(first).count("geboortedatum") == 3
    assert str(second).count("geboortedatum") == 1 and "Fraction(1401, 2)" in str(second)
    assert own.account is not None and own.account.tables["huishouden"].others == 2
    assert own.account.refused == 0


def test_a_child_without_a_place_leaves_out_the_household_of_its_parent(tmp_path: Path) -> None:
    header = ("nr", "soort", "gemeente", "partner", "ouder", "geboren", "werk")
    rows = [
        ("1", "A", "Ede", "", "", "1980-01-01", "vol"),
        ("2", "K", "", "", "1", "2010-01-01", "geen"),
        ("3", "?", "", "", "1", "2012-01-01", "geen"),
        ("4", "A", "Urk", "", "", "1990-01-01", "vol"),
    ]
    write_table(tmp_path / "alle.csv", header, rows)
    mapping = ONE_TABLE.replace("verwijzing: ouder}", "verwijzing: ouder, als: {soort: K}}")
    own = make(tmp_path, mapping, str(tmp_path / "alle.csv"))
    assert own.account is not None and own.account.lines() == [
        f"{tmp_path / 'alle.csv'}: hoort bij geen huishouden (rij 4)"
    ]
    assert len(all_households(own)) == 1 and own.account.aside == 3


def test_files_that_are_one_table_are_told_apart(tmp_path: Path) -> None:
    good(tmp_path)
    write_table(tmp_path / "een.csv", PEOPLE, GOOD_PEOPLE[:2])
    write_table(tmp_path / "twee.csv", PEOPLE, [*GOOD_PEOPLE[2:4], (*GOOD_PEOPLE[4][:3], "x", *GOOD_PEOPLE[4][4:])])
    own = make(tmp_path, MAPPING.replace("bestand: personen.csv", "bestand: [een.csv, twee.csv]"))
    assert own.account is not None and own.account.lines() == [
        f"{tmp_path}: 'geboren' is geen datum (rij 4 van twee.csv)"
    ]
    assert len(own.account.tables["persoon"].digests) == 2


def test_a_partner_in_two_households_leaves_both_out(tmp_path: Path) -> None:
    header = ("nr", "soort", "gemeente", "partner", "ouder", "geboren", "werk")
    rows = [
        ("1", "A", "Ede", "2", "", "1980-01-01", "vol"),
        ("2", "P", "", "1", "", "1981-01-01", "vol"),
        ("4", "A", "Urk", "2", "", "1990-01-01", "vol"),
        ("5", "A", "Urk", "", "", "1990-01-01", "vol"),
    ]
    write_table(tmp_path / "alle.csv", header, rows)
    own = make(tmp_path, ONE_TABLE, str(tmp_path / "alle.csv"))
    assert own.account is not None and own.account.lines() == [
        f"{tmp_path / 'alle.csv'}: hoort bij meer dan één huishouden (rij 3)"
    ]
    assert len(all_households(own)) == 1


# ---------------------------------------------------------------- the mapping itself


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("eenheid: centen per maand", "eenheid: centen per week", "eenheid 'centen per week' past niet bij 'huur'"),
        (", eenheid: centen per maand", "", "bij 'huur' staat niet in welke eenheid de kolom is"),
        ("gemeente: gemeente", "gemeente: gemeentenaam", "'gemeentenaam' is geen gegeven van 'huishouden'"),
        ("gemeente: gemeente", "gemeente: kind", "'kind' is een rol"),
        ("H: huur, K", "H: gekraakt, K", "'gekraakt' bij 'waarden' is geen waarde van deze opsomming"),
        ("leeg: nee", "leeg: soms", "'soms' bij 'leeg' is geen ja of nee"),
        ("jaar: 2023", "jaar: 20233", "dit is geen jaar"),
        ("jaar: 2024\n", "", "'inkomen' geldt per kalenderjaar, en er staat geen jaar"),
        (", jaar: 2023", "", "'inkomen' staat er twee keer"),
        ("partner: {verwijzing", "vriend: {verwijzing", "'vriend' is geen rol van 'huishouden'"),
        ("partner: {verwijzing", "partner: {kolom: x, verwijzing", "'kolom' en 'verwijzing' horen niet bij elkaar"),
        ("partner: {verwijzing", "partner: {kolom", "'als' hoort bij een 'verwijzing', niet bij een 'kolom'"),
        ("aanvrager: {verwijzing: hh, als: {rol: A}}", "aanvrager: niemand", "er is altijd een aanvrager"),
        ("contracten: {verwijzing: kind}", "contracten: niemand", "meer dan één objecttype staat bovenaan"),
        ("    sleutel: hh\n", "", "de tabel van 'huishouden' heeft geen 'sleutel' om naar te wijzen"),
        ("sleutel: hh\n", "sleutel: hh\n    zelfde: {huur: € 7}\n", "'huur' staat er twee keer"),
        ("  persoon:", "  mens:", "er is geen objecttype 'mens'"),
        ("kolommen:", "kolomen:", "'kolomen' hoort hier niet"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(old: str, new: str, problem: str) -> None:
    assert old in MAPPING
    assert any(problem in cause for cause in problems(MAPPING.replace(old, new)))


def test_all_that_is_wrong_with_a_mapping_is_said_at_once() -> None:
    wrong = MAPPING.replace("gemeente: gemeente", "gemeente: plaats").replace("centen per maand", "liter")
    assert len(problems(wrong)) == 2
    wrong = ONE_TABLE.replace("nee, huur", "7 uur, huur").replace("700,50", "70000")
    assert len(problems(wrong)) == 2


def test_units_are_exchanged_exactly(tmp_path: Path) -> None:
    good(tmp_path)
    homes = [("H1", "7800,12", "H", "Ede", ""), ("H2", "7800,06", "H", "Ede", ""), ("H3", "100", "H", "Ede", "")]
    write_table(tmp_path / "huishoudens.csv", HOMES, homes)
    yearly = MAPPING.replace("eenheid: centen per maand", "eenheid: euro per jaar")
    own = make(tmp_path, yearly)
    # A twelfth of 7.800,06 or of 100 is no number of cents.
    assert own.account is not None and own.account.lines() == [
        f"{tmp_path / 'huishoudens.csv'}: 'huur' is fijner dan stappen van 0,01 (2 rijen, zoals 3, 4)"
    ]
    assert "Fraction(65001, 100)" in str(all_households(own))
    rounded = yearly.replace("euro per jaar}\n      vorm", "euro per jaar, afronden: rekenkundig}\n      vorm")
    found = str(all_households(make(tmp_path, rounded, out="afgerond")))
    assert "Fraction(65001, 100)" in found and "Fraction(833, 100)" in found


def test_a_population_that_was_made_is_opened_as_any_other(tmp_path: Path) -> None:
    good(tmp_path)
    make(tmp_path, MAPPING.replace("naam: Proef", "naam: Proef\ntelt voor: 8.000.000"))
    stored = open_population(tmp_path / "uit")
    assert stored.about["telt voor"] == {"huishouden": 8_000_000, "per huishouden": "8000000/3"}
    assert stored.rows("persoon") == 5


def test_columns_and_the_exact_evaluator_say_the_same_of_what_was_made(tmp_path: Path) -> None:
    good(tmp_path)
    own = make(tmp_path)
    assert own.stored is not None
    population = own.stored.parts[0].read()
    moment = Moment(date(2024, 7, 1), date(2024, 7, 1))
    kernels = [compile_kernel(program(), ["Proefbijdrage"], moment, shape_of(population), "numpy")]
    found = compare(program(), ["Proefbijdrage"], kernels, population, moment)
    # Of the second household the rent is unknown, yet the law needs it not; of the third it is unknown whether it is apart.
    assert found.wrong == [] and found.compared == 2 and found.routed == 1
