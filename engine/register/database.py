"""The database of a register: SQLite in a file, or a PostgreSQL server. Transactions, migrations, and what a refusal means in Dutch."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dsl.files import reason
from engine.register.trouble import Unavailable

_PATIENCE = 30
"""Seconds that a writer waits for its turn."""

_MIGRATIONS = Path(__file__).with_name("migrations")


class Database:
    """Connections to one database; may be used by several threads at once."""

    def __init__(self, url: str, create: bool = True) -> None:
        """Without ``create`` a file has to be there. Raises Unavailable."""
        address = _address(url)
        self._file = Path(address.database or "") if address.drivername == "sqlite" else None
        self._opened: tuple[int, int] | None = None
        if self._file is not None:
            _found(self._file, create)
        self._engine = _engine(address)
        self.name = self._engine.dialect.name

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self, slowly: bool = False) -> Iterator[Connection]:
        """A connection that sees the register as at one moment; ``slowly``: it may be idle for longer. Raises Unavailable."""
        with _told(), self._connect() as connection:
            if self.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                if slowly:
                    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is written whole at the end or not at all. On SQLite it is alone from the start; on PostgreSQL whoever
        writes locks the row of the head first. Raises Unavailable."""
        with _told(), self._connect() as connection:
            connection = connection.execution_options(toetssteen_writing=True)
            with connection.begin():
                yield connection

    def _connect(self) -> Connection:
        """A file that was moved, removed or replaced keeps taking what is written to it, and nobody would find that again. Raises
        Unavailable."""
        if self._file is None:
            return self._engine.connect()
        if self._opened is not None and _identity(self._file) != self._opened:
            raise Unavailable(
                "Het bestand van het register is weg, of vervangen. Zet het terug, of start het programma opnieuw."
            )
        connection = self._engine.connect()
        if self._opened is None:
            self._opened = _identity(self._file)
        return connection

    def scrub(self) -> None:
        """Take what was deleted out of the files, as far as a database can: SQLite overwrote it, but its journal may still hold it;
        PostgreSQL writes the tables that keep it anew. A database that cannot right now does so later by itself."""
        if self.name == "sqlite":
            commands = ["PRAGMA wal_checkpoint(TRUNCATE)"]
        else:
            commands = ["SET lock_timeout = '5s'", "VACUUM FULL subject_key", "VACUUM FULL search_term"]
        with suppress(Unavailable), _told(), self._connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()  # what is set here is for here
            for command in commands:
                connection.exec_driver_sql(command)

    def migrated(self, connection: Connection) -> bool:
        """Bring the tables up to date, inside the transaction of a connection. True when there were none. Of two that start at once
        the second waits, and finds the tables made."""
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        if self.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7204210)")
        fresh = not self.begun(connection)
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise Unavailable("De tabellen van het register zijn van een andere versie van dit programma.") from None
        return fresh

    def begun(self, connection: Connection) -> bool:
        """Whether there are tables."""
        return bool(inspect(connection).has_table("alembic_version"))

    def newest(self, connection: Connection) -> bool:
        """Whether the tables are those of this version of the program."""
        from alembic.migration import MigrationContext
        from alembic.script import ScriptDirectory

        current = MigrationContext.configure(connection).get_current_heads()
        return set(current) == set(ScriptDirectory(str(_MIGRATIONS)).get_heads())


def _address(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise Unavailable("Het adres van het register is niet te lezen. Schrijf sqlite:///map/register.db.") from None
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise Unavailable("Het register staat in SQLite (sqlite:///...) of PostgreSQL (postgresql://...).")
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise Unavailable("Het adres van het register noemt geen bestand. Schrijf sqlite:///map/register.db.")
    return url


def _found(file: Path, create: bool) -> None:
    if create:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as wrong:
            raise Unavailable(f"De map van het register is niet te maken: {reason(wrong)}.") from None
    elif not file.is_file():
        raise Unavailable(f"Er is geen register op deze plaats: '{file}'.")


def _identity(file: Path) -> tuple[int, int] | None:
    """Which file is at a place; None when there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _engine(url: URL) -> Engine:
    try:
        if url.drivername == "sqlite":
            engine = create_engine(
                url, hide_parameters=True, connect_args={"timeout": _PATIENCE, "isolation_level": None}, pool_size=10
            )
            event.listen(engine, "connect", _prepared)
            event.listen(engine, "begin", _begun)
            return engine
        settings = {"connect_timeout": 10, "application_name": "toetssteen"}
        arguments: dict[str, Any] = {key: value for key, value in settings.items() if key not in url.query}
        engine = create_engine(url, hide_parameters=True, connect_args=arguments, pool_pre_ping=True, pool_size=10)
        event.listen(engine, "connect", _patient)
        return engine
    except ImportError:
        raise Unavailable("PostgreSQL vraagt een extra pakket: pip install 'toetssteen[postgres]'.") from None


def _prepared(connection: sqlite3.Connection, _: object) -> None:
    """WAL: readers do not wait for a writer. FULL: what was acknowledged outlives a power cut. secure_delete: what is erased is
    overwritten."""
    cursor = connection.cursor()
    for command in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF"):
        cursor.execute(f"PRAGMA {command}")
    cursor.close()


def _patient(connection: Any, _: object) -> None:
    """Nobody waits for ever, and a writer that hangs does not keep its turn."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_PATIENCE}s'")
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{2 * _PATIENCE}s'")
    connection.commit()


def _begun(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("toetssteen_writing") else "BEGIN")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as wrong:
        raise Unavailable(f"Het register is niet te bereiken of te beschrijven: {why(wrong)}.") from None


_STATES: tuple[tuple[str, str], ...] = (
    ("SQLITE_FULL", "de schijf is vol"),
    ("SQLITE_BUSY", "een ander programma houdt het te lang bezet"),
    ("SQLITE_LOCKED", "een ander programma houdt het te lang bezet"),
    ("SQLITE_READONLY", "het mag niet worden beschreven"),
    ("SQLITE_CANTOPEN", "het bestand is niet te openen"),
    ("SQLITE_IOERR", "het lezen of schrijven ging mis"),
    ("SQLITE_CORRUPT", "het bestand is beschadigd"),
    ("SQLITE_NOTADB", "het bestand is geen SQLite-database"),
    ("28", "de aanmelding is geweigerd"),
    ("3D000", "de database bestaat niet"),
    ("42501", "deze gebruiker mag dit niet"),
    ("42P01", "de tabellen zijn er niet"),
    ("53100", "de schijf is vol"),
    ("53", "de database heeft te weinig ruimte of verbindingen"),
    ("57", "de verbinding viel weg"),
    ("08", "de verbinding viel weg"),
    ("25006", "het mag niet worden beschreven"),
    ("40", "een ander schreef tegelijk"),
    ("55P03", "een ander programma houdt het te lang bezet"),
)
_PHRASES: tuple[tuple[str, str], ...] = (
    ("append-only", "inschrijvingen veranderen niet"),
    ("password", "de aanmelding is geweigerd"),
    ("does not exist", "de gebruiker of de database bestaat niet"),
    ("refused", "de server antwoordt niet"),
    ("resolve host", "de server is niet te vinden"),
    ("timeout", "de server antwoordt niet"),
    ("closed", "de verbinding viel weg"),
    ("terminat", "de verbinding viel weg"),
    ("lost", "de verbinding viel weg"),
    ("connection", "de verbinding viel weg"),
)


def why(wrong: SQLAlchemyError) -> str:
    """Why a database refused, in Dutch. Its own words are not repeated: they may name more than should be told."""
    cause = getattr(wrong, "orig", None) or wrong
    state = str(getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or "")
    known = next((words for start, words in _STATES if state.startswith(start)), None)
    if known is None:
        with suppress(Exception):
            said = str(cause).casefold()
            known = next((words for part, words in _PHRASES if part in said), None)
    return known or f"de database gaf een fout ({state or type(cause).__name__})"
