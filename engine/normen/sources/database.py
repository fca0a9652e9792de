"""A database to read records from: opened for reading only, as it is at one moment, without a password in any address or message."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import reason
from dsl.source import NOWHERE
from engine.normen.sources import Unreadable
from engine.normen.sources.values import missing_extra

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.exc import SQLAlchemyError

_SETTINGS = frozenset(
    (
        "application_name",
        "channel_binding",
        "connect_timeout",
        "host",
        "port",
        "service",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
    )
)
"""What an address of PostgreSQL may set beside the place: nothing by which a password or a command could come in."""
_PATIENCE = 10
"""So many seconds a server has to answer when a connection is made."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is. ``named``: people gave it the name, otherwise messages say which database it is. ``password_from``: the
    variable of the environment that holds its password; ``folder``: what the path of an SQLite file is relative to."""

    text: str
    name: str
    named: bool = True
    password_from: str | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Database:
    """An open connection. All that is read through it is as it was at one moment."""

    name: str
    connection: Connection

    def tables(self, schema: str | None = None) -> list[str]:
        """The tables and views that can be named without or with this schema. Raises Unreadable."""
        from sqlalchemy import inspect
        from sqlalchemy.exc import SQLAlchemyError

        try:
            seen = inspect(self.connection)
            names = {*seen.get_table_names(schema), *seen.get_view_names(schema)}
            if self.connection.dialect.name == "postgresql":
                names.update(seen.get_materialized_view_names(schema))
        except SQLAlchemyError as wrong:
            raise Unreadable(diagnose("TS553", NOWHERE, name=self.name, reason=why(wrong))) from None
        return sorted(names)


@contextmanager
def open_database(address: Address) -> Iterator[Database]:
    """Raises Unreadable."""
    try:
        import sqlalchemy
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise missing_extra(address.name, "sql") from None
    url = _checked(address)
    engine = _engine(url, address)
    name = address.name if address.named else _shown(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                connection.execute(sqlalchemy.text("SET LOCAL TimeZone = 'UTC'"))
                connection.execute(sqlalchemy.text("SET LOCAL DateStyle = 'ISO, YMD'"))
            else:
                for command in ("PRAGMA query_only = ON", "PRAGMA trusted_schema = OFF", "BEGIN"):
                    connection.exec_driver_sql(command)
                connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
            yield Database(name, connection)
    except SQLAlchemyError as wrong:
        raise Unreadable(diagnose("TS553", NOWHERE, name=name, reason=why(wrong))) from None
    finally:
        engine.dispose()


def _shown(url: URL) -> str:
    return str(url.database) if url.drivername == "sqlite" else f"{url.database} op {url.host or 'deze machine'}"


def _refused(address: Address, problem: str) -> Unreadable:
    return Unreadable(diagnose("TS552", NOWHERE, name=address.name, problem=problem))


def _checked(address: Address) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address.text)
    except (ArgumentError, ValueError):
        raise _refused(address, "zij is niet te lezen") from None
    if url.drivername not in ("sqlite", "postgresql", "postgresql+psycopg"):
        raise _refused(address, f"'{url.drivername[:30]}' kan niet; wel sqlite en postgresql")
    findings: list[Diagnostic] = []
    if url.password is not None or any("password" in key.casefold() for key in url.query):
        findings.append(diagnose("TS554", NOWHERE, name=address.name))
    allowed = _SETTINGS if url.drivername != "sqlite" else frozenset[str]()
    odd = sorted(key for key in url.query if key not in allowed and "password" not in key.casefold())
    if odd:
        shown = ", ".join(f"'{key[:30]}'" for key in odd)
        findings.append(diagnose("TS552", NOWHERE, name=address.name, problem=f"de instelling {shown} kan niet"))
    if address.password_from is not None and address.password_from not in os.environ:
        problem = f"de omgevingsvariabele {address.password_from} met het wachtwoord is er niet"
        findings.append(diagnose("TS552", NOWHERE, name=address.name, problem=problem))
    if findings:
        raise Unreadable(*findings)
    return url


def _engine(url: URL, address: Address) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    if url.drivername == "sqlite":
        import sqlite3

        if not url.database or url.database == ":memory:":
            raise _refused(address, "zij noemt geen bestand; schrijf sqlite:///map/bestand.db")
        path = (address.folder or Path()) / url.database
        try:
            with path.open("rb"):
                place = f"file:{quote(str(path.resolve()))}?mode=ro"
        except OSError as wrong:
            raise Unreadable(diagnose("TS001", NOWHERE, path=str(path), reason=reason(wrong))) from None
        # Without an isolation level the driver begins and ends no transactions of its own.
        return create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(place, uri=True, isolation_level=None, timeout=_PATIENCE),
            poolclass=NullPool,
        )
    given = {} if address.password_from is None else {"password": os.environ[address.password_from]}
    limits = {"connect_timeout": _PATIENCE, "application_name": "toetssteen"}
    arguments = {**{key: value for key, value in limits.items() if key not in url.query}, **given}
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"), connect_args=arguments, poolclass=NullPool, hide_parameters=True
        )
    except ImportError:
        raise missing_extra(address.name, "postgres") from None


_STATES: tuple[tuple[str, str], ...] = (
    ("28", "de aanmelding is geweigerd"),
    ("3D000", "de database bestaat niet"),
    ("42501", "deze gebruiker mag dit niet lezen"),
    ("42P01", "de tabel bestaat niet meer"),
    ("57014", "de database brak de vraag af omdat zij te lang duurde of geannuleerd werd"),
    ("57P", "de verbinding viel weg"),
    ("08", "de verbinding viel weg"),
    ("22", "de database kan een waarde niet berekenen, bijvoorbeeld in een view"),
    ("25006", "een view wil schrijven, en er wordt alleen gelezen"),
    ("40", "de gegevens veranderden tijdens het lezen"),
    ("53", "de database heeft te weinig ruimte of verbindingen"),
    ("SQLITE_ERROR", "de database kan een waarde niet berekenen, bijvoorbeeld in een view"),
    ("SQLITE_NOTADB", "het bestand is geen SQLite-database"),
    ("SQLITE_CORRUPT", "het bestand is beschadigd"),
    ("SQLITE_BUSY", "een ander programma houdt de database bezet"),
    ("SQLITE_LOCKED", "een ander programma houdt de database bezet"),
    ("SQLITE_CANTOPEN", "het bestand is niet te openen"),
    ("SQLITE_IOERR", "het lezen ging mis"),
)
_PHRASES: tuple[tuple[str, str], ...] = (
    ("password", "de aanmelding is geweigerd"),
    ("authentication", "de aanmelding is geweigerd"),
    ("does not exist", "de gebruiker of de database bestaat niet"),
    ("translate host name", "de server is niet te vinden"),
    ("resolve host", "de server is niet te vinden"),
    ("refused", "de server antwoordt niet"),
    ("timeout", "de server antwoordt niet"),
    ("closed", "de verbinding viel weg"),
    ("terminat", "de verbinding viel weg"),
    ("connection", "de verbinding viel weg"),
    ("could not decode", "een tekst is geen UTF-8"),
)


def why(wrong: SQLAlchemyError) -> str:
    """Why a database refused, in Dutch. Its own words are not repeated: they are English, and may name more than should be told."""
    cause = getattr(wrong, "orig", None) or wrong
    state = str(getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or "")
    known = next((words for start, words in _STATES if state.startswith(start)), None)
    if known is None:
        said = str(cause).casefold()
        known = next((words for part, words in _PHRASES if part in said), None)
    return known or f"de database gaf een fout ({state or type(cause).__name__})"
