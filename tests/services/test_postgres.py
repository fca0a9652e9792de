"""Records from a real PostgreSQL: exact types, streamed, read-only, as at one moment, and whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from engine.normen.sources import Unreadable, sql
from engine.normen.sources.database import Address, open_database
from engine.normen.sources.sql import open_table
from tests.engine.normen.delivered import Values, codes, figures, measured, survey_of, write_csv
from tests.engine.normen.test_sources_same import tables
from tests.services.postgres import Server

# Where the server has to be installed first, that takes its time.
pytestmark = pytest.mark.timeout(900)

ROWS: list[Values] = [
    ("F-1", "Wmo", date(2024, 1, 1), date(2024, 2, 26), Decimal("20.60"), True),
    ("F-2", "Wlz", date(2024, 1, 1), date(2024, 2, 27), Decimal("1234567890123456.78"), None),
    ("F-3", "Wmo", date(2024, 1, 1), None, None, False),
    ("F-4", "Jeugdwet", date(2024, 1, 1), None, Decimal("-0.01"), False),
    ("F-1", "Wmo", date(2024, 1, 1), date(2024, 2, 26), Decimal("20.6"), True),
]
COLUMNS = (
    'nummer text, cluster text, "dag van ontvangst" date, "dag van verzending" date, bedrag numeric(20, 2), '
    '"is gecorrigeerd" boolean'
)


class Owner:
    """A database of its own per test, with someone in it who may do anything."""

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name
        self.connection = self._connect(name)

    def _connect(self, database: str) -> Any:
        import psycopg

        return psycopg.connect(self.server.address(database=database), password=self.server.password, autocommit=True)

    @property
    def address(self) -> str:
        return self.server.address(database=self.name)

    def run(self, *commands: str) -> None:
        for command in commands:
            self.connection.execute(command)

    def fill(self, rows: list[Values], table: str = "facturen", columns: str = COLUMNS) -> None:
        self.run(f"CREATE TABLE {table} ({columns})")
        with self.connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} VALUES (%s, %s, %s, %s, %s, %s)", rows)


@pytest.fixture
def owner(postgres: Server, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Owner]:
    monkeypatch.setenv("PGPASSWORD", postgres.password)
    first = Owner(postgres, "postgres")
    name = f"proef_{abs(hash(request.node.name))}"
    first.run(f"CREATE DATABASE {name}")
    owner = Owner(postgres, name)
    yield owner
    owner.connection.close()
    first.run(f"DROP DATABASE {name} WITH (FORCE)")
    first.connection.close()


def test_a_table_says_the_same_as_a_file(owner: Owner, tmp_path: Path) -> None:
    owner.fill(ROWS)
    assert figures(owner.address) == figures(write_csv(tmp_path / "facturen.csv", ROWS).parent)


def test_types_of_postgresql_are_read_exactly(owner: Owner) -> None:
    owner.run(
        "CREATE TYPE soort AS ENUM ('Wmo', 'Wlz')",
        "CREATE DOMAIN geld AS numeric(12, 2)",
        """CREATE TABLE factuur (nummer uuid, cluster soort, dag_van_ontvangst timestamptz, "dag van verzending" timestamp,
           bedrag geld, is_gecorrigeerd smallint, bijlage bytea, geschiedenis jsonb)""",
        """INSERT INTO factuur VALUES
           ('00000000-0000-0000-0000-000000000001', 'Wmo', '2023-12-31 23:30:00+00', '2024-02-26 23:59:59.5', 0.10, 1, 'x', '{}'),
           ('00000000-0000-0000-0000-000000000002', 'Wlz', '2024-01-01 00:00:00+01', 'infinity', 0.20, 0, 'x', '{}'),
           ('00000000-0000-0000-0000-000000000003', 'Wlz', '2024-01-01 00:00:00+01', NULL, 'NaN', NULL, 'x', '{}')""",
    )
    found = measured(owner.address)
    assert [(row.key[-1], row.reason) for row in found.rejected.rows] == [
        ("2", "'dag van verzending' is geen datum ('infinity')")
    ]
    (total,) = [item for item in found.assessments if item.norm.name == "bedragen"]
    (timely, *_) = [item for item in found.assessments if item.norm.name == "op tijd"]
    assert total.ours.figure is not None and total.ours.figure.value == Fraction(1, 10)
    # Half past eleven at night in London is 1 January here: 26 February is in time.
    assert timely.verdict.word == "behaald"


def test_columns_of_another_kind_are_all_said_before_reading(owner: Owner) -> None:
    owner.run(
        'CREATE TABLE factuur (nummer bytea, cluster text[], "dag van ontvangst" integer, bedrag double precision, '
        '"is gecorrigeerd" interval, "dag van verzending" time)'
    )
    assert codes(owner.address) == ["TS550"] * 6


def test_names_are_quoted(owner: Owner, tmp_path: Path) -> None:
    table = 'fac"turen; DROP TABLE veilig; --'
    quoted = '"' + table.replace('"', '""') + '"'
    owner.run("CREATE TABLE veilig (x int)", 'CREATE SCHEMA "Prod"')
    owner.fill(ROWS, f'"Prod".{quoted}', COLUMNS.replace("nummer text", '"Nummer" text'))
    (tmp_path / "bronnen.yaml").write_text(
        f"verbindingen: {{db: {{adres: '{owner.address}', wachtwoord uit: PGPASSWORD}}}}\n"
        f"registraties: {{factuur: {{verbinding: db, tabel: 'Prod.{table}'}}}}",
        encoding="utf-8",
    )
    assert measured(tmp_path).read == len(ROWS)
    owner.run("SELECT * FROM veilig")


def test_rows_come_in_batches_from_a_cursor_of_the_server(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "BATCH", 10)
    owner.fill([(f"F-{number}", *ROWS[0][1:]) for number in range(35)])
    with open_database(Address(owner.address, "proef")) as database:
        batches = open_table(database, "facturen").read([0, 4])
        assert len(next(batches).rows) == 10
        (cursors,) = database.connection.exec_driver_sql("SELECT count(*) FROM pg_cursors").one()
        assert cursors == 1
        assert [len(batch.rows) for batch in batches] == [10, 10, 5]


def test_all_readings_see_one_moment(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "BATCH", 2)
    owner.fill(ROWS[:4])
    with open_database(Address(owner.address, "proef")) as database:
        source = open_table(database, "facturen")
        before = [list(batch.columns[0]) for batch in source.read([0])]
        owner.run(
            "DELETE FROM facturen WHERE nummer = 'F-2'", "UPDATE facturen SET nummer = 'F-9' WHERE nummer = 'F-1'"
        )
        assert [list(batch.columns[0]) for batch in source.read([0])] == before


def test_a_view_that_writes_is_stopped(owner: Owner) -> None:
    owner.fill(ROWS, "ruw")
    owner.run(
        "CREATE TABLE sporen (x int)",
        "CREATE FUNCTION schrijf() RETURNS int LANGUAGE sql AS 'INSERT INTO sporen VALUES (1) RETURNING x'",
        "CREATE VIEW facturen AS SELECT *, schrijf() AS aantal FROM ruw WHERE schrijf() = 1",
    )
    _, (problem,) = survey_of(owner.address)
    assert problem.code == "TS558"
    assert "er wordt alleen gelezen" in problem.cause
    assert owner.connection.execute("SELECT count(*) FROM sporen").fetchone() == (0,)


def test_a_query_that_fails_half_way_gives_no_half_report(
    owner: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sql, "BATCH", 10)
    owner.fill([(f"F-{number}", "?", *ROWS[0][2:]) for number in range(50)], "ruw")
    owner.run(
        """CREATE VIEW facturen AS SELECT nummer, cluster, "dag van ontvangst",
           (10 / (35 - substr(nummer, 3)::int))::numeric AS bedrag FROM ruw"""
    )
    found, (problem,) = survey_of(owner.address, refused_in=tmp_path / "uit")
    assert not found
    assert problem.code == "TS558"
    assert "na 30 records" in problem.cause and "kan een waarde niet berekenen" in problem.cause
    assert not list((tmp_path / "uit").iterdir())


def test_a_connection_that_is_cut_gives_no_half_report(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "BATCH", 2)
    owner.fill(ROWS)
    with pytest.raises(Unreadable) as refused, open_database(Address(owner.address, "proef")) as database:
        for _ in open_table(database, "facturen").read([0]):
            owner.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'toetssteen'")
    assert refused.value.finding.code == "TS558"
    assert "de verbinding viel weg" in refused.value.finding.cause


@pytest.mark.parametrize(
    ("commands", "table", "code", "said"),
    [
        (["CREATE TABLE geheim (nummer text)"], "geheim", "TS558", "mag dit niet lezen"),
        ([], "nergens", "TS555", "geen tabel of view 'nergens'"),
    ],
)
def test_who_may_not_read_is_told_so(
    owner: Owner, tmp_path: Path, commands: list[str], table: str, code: str, said: str
) -> None:
    owner.run("DROP ROLE IF EXISTS lezer", "CREATE ROLE lezer LOGIN PASSWORD 'Geheim7'")
    owner.run(*(command.replace("(nummer text)", f"({COLUMNS})") for command in commands))
    (tmp_path / "bronnen.yaml").write_text(
        f"verbindingen: {{db: {{adres: '{owner.server.address('lezer', owner.name)}', wachtwoord uit: LEZER}}}}\n"
        f"registraties: {{factuur: {{verbinding: db, tabel: {table}}}}}",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LEZER", "Geheim7")
        _, (problem,) = survey_of(tmp_path)
        assert (problem.code, said in problem.cause) == (code, True)
        environment.setenv("LEZER", "Verkeerd8")
        _, (problem,) = survey_of(tmp_path)
        assert problem.code == "TS553"
        assert "de aanmelding is geweigerd" in problem.cause
        assert "Verkeerd8" not in problem.cause + problem.remedy
    owner.run("DROP ROLE lezer")


def test_a_database_that_is_not_there_is_a_finding(owner: Owner) -> None:
    _, (problem,) = survey_of(owner.server.address(database="bestaat_niet"))
    assert problem.code == "TS553"
    assert "bestaat niet" in problem.cause


@settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))
@given(rows=tables)
def test_any_table_says_the_same_as_a_file(owner: Owner, rows: list[Values]) -> None:
    owner.run("DROP TABLE IF EXISTS facturen")
    owner.fill(rows)
    with tempfile.TemporaryDirectory() as place:
        assert figures(owner.address) == figures(write_csv(Path(place) / "facturen.csv", rows).parent)
