"""Records from a database: read-only, as at one moment, exact, and whole or not at all. SQLite here; tests/services has PostgreSQL."""

from __future__ import annotations

import sqlite3
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.normen.sources import Unreadable, sql
from engine.normen.sources.database import Address, open_database
from engine.normen.sources.sql import open_table
from tests.engine.normen.delivered import codes, figures, measured, survey_of, write_csv, write_sqlite
from tests.engine.normen.normlaw import HEADER

pytest.importorskip("sqlalchemy")

ROWS = [
    ("F-1", "Wmo", date(2024, 1, 1), date(2024, 2, 26), Decimal("20.60"), True),
    ("F-2", "Wlz", date(2024, 1, 1), date(2024, 2, 27), Decimal("1234567.89"), None),
    ("F-3", "Wmo", date(2024, 1, 1), None, None, False),
]


def test_a_table_or_view_is_found_by_its_name(tmp_path: Path) -> None:
    expected = figures(write_csv(tmp_path / "csv" / "facturen.csv", ROWS).parent)
    assert figures(write_sqlite(tmp_path / "a.db", ROWS, table="Facturen")) == expected
    address = write_sqlite(tmp_path / "b.db", ROWS, table="ruw")
    with sqlite3.connect(tmp_path / "b.db") as database:
        database.execute('CREATE VIEW factuur AS SELECT *, 1 AS nog_iets FROM "ruw"')
    database.close()
    assert figures(address) == expected


def test_names_of_columns_may_have_underscores(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE factuur (nummer, cluster, DAG_VAN_ONTVANGST)")
        database.execute("INSERT INTO factuur VALUES (7, 'Wmo', '2024-01-01')")
    database.close()
    found = measured(f"sqlite:///{tmp_path}/a.db")
    assert (found.read, found.rejected.count) == (1, 0)


def test_bronnen_names_the_table(tmp_path: Path) -> None:
    write_sqlite(tmp_path / "a.db", ROWS, table="export; DROP TABLE x")
    settings = "verbindingen: {db: {adres: 'sqlite:///a.db'}}\nregistraties: {factuur: {verbinding: db, tabel: %s}}"
    (tmp_path / "bronnen.yaml").write_text(settings % "'export; DROP TABLE x'", encoding="utf-8")
    assert measured(tmp_path).read == 3
    (tmp_path / "bronnen.yaml").write_text(settings % "exporten", encoding="utf-8")
    assert codes(tmp_path) == ["TS555"]


def test_two_tables_for_one_registratie_are_refused(tmp_path: Path) -> None:
    address = write_sqlite(tmp_path / "a.db", ROWS)
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("CREATE VIEW factuur AS SELECT * FROM facturen")
    database.close()
    assert codes(address) == ["TS548"]


def test_columns_of_another_kind_are_all_said_before_reading(tmp_path: Path) -> None:
    address = write_sqlite(tmp_path / "a.db", ROWS, ("BLOB", "TEXT", "INTEGER", "DATE", "DOUBLE PRECISION", "BOOLEAN"))
    _, problems = survey_of(address)
    assert [problem.code for problem in problems] == ["TS550"] * 3
    assert "'bedrag'" in problems[2].cause and "'facturen'" not in problems[2].remedy


def test_binary_data_in_a_row_refuses_that_row(tmp_path: Path) -> None:
    address = write_sqlite(tmp_path / "a.db", ROWS)
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("UPDATE facturen SET bedrag = x'00ff' WHERE nummer = 'F-2'")
    database.close()
    (refused,) = measured(address).rejected.rows
    assert (refused.row, refused.reason) == (2, "'bedrag' bevat binaire gegevens")


def test_a_database_that_breaks_off_gives_no_half_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "BATCH", 10)
    address = write_sqlite(tmp_path / "a.db", [(f"F-{number}", *ROWS[0][1:]) for number in range(50)], table="ruw")
    with sqlite3.connect(tmp_path / "a.db") as database:
        # The amount of the thirty-first cannot be computed.
        amount = "CASE WHEN rowid > 30 THEN abs(-9223372036854775808) ELSE 'x' END AS bedrag"
        columns = '"nummer", "cluster", "dag van ontvangst", "dag van verzending"'
        database.execute(f"CREATE VIEW factuur AS SELECT {columns}, {amount} FROM ruw")
    database.close()
    found, problems = survey_of(address, refused_in=tmp_path / "uit")
    assert not found
    ((code, cause),) = [(problem.code, problem.cause) for problem in problems]
    assert code == "TS558"
    assert "na 20 records" in cause
    assert not list((tmp_path / "uit").iterdir())


def test_a_damaged_database_gives_no_report(tmp_path: Path) -> None:
    address = write_sqlite(tmp_path / "a.db", [(f"F-{number}", *ROWS[0][1:]) for number in range(3000)])
    path = tmp_path / "a.db"
    path.write_bytes(path.read_bytes()[:-40_000])
    assert codes(address)[0] in ("TS558", "TS553")
    path.write_bytes(b"no database at all" * 1000)
    assert codes(address) == ["TS553"]


def test_nothing_can_be_written_and_all_is_of_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    monkeypatch.setattr(sql, "BATCH", 1)
    address = write_sqlite(tmp_path / "a.db", ROWS)
    writer = sqlite3.connect(tmp_path / "a.db", isolation_level=None, timeout=0)
    writer.execute("PRAGMA journal_mode = WAL")
    with open_database(Address(address, "proef")) as database:
        with pytest.raises(SQLAlchemyError):
            database.connection.exec_driver_sql("DELETE FROM facturen")
        source = open_table(database, "facturen")
        first = [list(batch.columns[0]) for batch in source.read([0])]
        writer.execute("DELETE FROM facturen WHERE nummer = 'F-2'")
        assert [list(batch.columns[0]) for batch in source.read([0])] == first == [["F-1"], ["F-2"], ["F-3"]]
    writer.close()


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("sqlite:///er-is-niets.db", "TS001", "het bestaat niet"),
        ("sqlite://", "TS552", "zij noemt geen bestand"),
        ("sqlite:///a.db?mode=rwc", "TS552", "de instelling 'mode'"),
        ("mysql://gebruiker@server/x", "TS552", "'mysql' kan niet"),
        ("postgresql://gebruiker:Geheim7@server/x", "TS554", "staat een wachtwoord"),
        ("postgresql://gebruiker@server/x?password=Geheim7", "TS554", "staat een wachtwoord"),
        ("postgresql://gebruiker@server/x?options=-cwork_mem%3D9GB", "TS552", "de instelling 'options'"),
        ("postgresql://gebruiker:Geheim7@server:poort/x", "TS552", "zij is niet te lezen"),
        ("postgresql://gebruiker@127.0.0.1:1/x", "TS553", "de server antwoordt niet"),
    ],
)
def test_an_address_that_cannot_be_used_is_a_finding_without_secrets(address: str, code: str, said: str) -> None:
    pytest.importorskip("psycopg")
    found, (problem,) = survey_of(address)
    assert not found
    assert problem.code == code
    assert said in problem.cause
    assert "Geheim7" not in problem.cause + problem.remedy


def test_a_password_comes_from_the_environment_or_not_at_all(tmp_path: Path) -> None:
    settings = "verbindingen: {db: {adres: 'postgresql://a@127.0.0.1:1/x', wachtwoord uit: ER_IS_GEEN_WACHTWOORD}}\n"
    (tmp_path / "bronnen.yaml").write_text(
        settings + "registraties: {factuur: {verbinding: db, tabel: x}}", encoding="utf-8"
    )
    _, (problem,) = survey_of(tmp_path)
    assert problem.code == "TS552"
    assert "ER_IS_GEEN_WACHTWOORD" in problem.cause


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(Unreadable) as refused, open_database(Address("sqlite:///x.db", "proef")):
        pass
    assert refused.value.finding.code == "TS547"
    assert "toetssteen[sql]" in refused.value.finding.remedy


def test_columns_are_named_as_the_source_has_them(tmp_path: Path) -> None:
    with open_database(Address(write_sqlite(tmp_path / "a.db", ROWS), "proef")) as database:
        source = open_table(database, "facturen")
        assert source.header == HEADER
        assert source.kinds == ("tekst", "tekst", "tekst", "tekst", "exact", "tekst")
        assert source.name == "tabel facturen in proef"
