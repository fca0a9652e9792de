"""What tests of the register share: somebody who writes, secrets, and a way into the database around the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from dsl.files import RuleFile
from dsl.source import SourceFile
from engine.register import Keys, Register
from engine.register.entries import StoredDossier
from engine.register.tables import metadata
from tests import proefwet

KEYS = Keys([bytes(range(32))])
BSN, OTHER_BSN = "123456782", "111222333"

FILES = (RuleFile("proefwet", SourceFile("rules/proefwet.regels", proefwet.TEXT)),)


@dataclass(frozen=True)
class Somebody:
    id: str


ANNA, BERT = Somebody("sub-anna"), Somebody("sub-bert")
CONTENT = {"rekendatum": "01-03-2024", "leefeenheid": {"cliënt": {"id": "anna", "inkomen": {"2022": "€ 24.000"}}}}


@dataclass(frozen=True)
class Place:
    """A database with a register; ``run`` goes around the program, as somebody with all rights could."""

    url: str

    def run(self, *commands: str, **values: Any) -> list[tuple[Any, ...]]:
        """Commands in one transaction, without the triggers that refuse changes; gives the rows of the last one."""
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            else:
                names = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
                for name in connection.execute(text(names)).scalars().all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            for command in commands:
                done = connection.execute(text(command), values)
            rows = [tuple(row) for row in done] if done.returns_rows else []
        engine.dispose()
        return rows

    def put_back(self, rows: dict[str, list[dict[str, Any]]]) -> None:
        """Make the tables hold exactly these."""
        self.run(*(f"DELETE FROM {table}" for table in rows))
        engine = create_engine(self.url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
        with engine.begin() as connection:
            for name, values in rows.items():
                if values:
                    connection.execute(metadata.tables[name].insert(), values)
        engine.dispose()


def filled(register: Register) -> StoredDossier:
    """Two versions of a dossier and some entries about it, and a second dossier."""
    first = register.add_dossier(CONTENT, ANNA, bsn={"anna": BSN})
    register.add_dossier({"rekendatum": "01-04-2024"}, BERT, bsn={"bert": OTHER_BSN})
    changed = register.change_dossier(first.id, {**CONTENT, "rekendatum": "01-05-2024"}, BERT, expected=first.etag)
    register.record("besluit", first.id, {"uitkomst": "€ 20,60"}, ANNA)
    register.record("normrapport", None, {"norm": "behandeltermijn"}, BERT)
    return changed


def fill(register: Register) -> None:
    """As :func:`filled`, with rules and something that was erased: rows in every table."""
    filled(register)
    register.record_rules(FILES, proefwet.program(), ANNA)
    gone = register.add_dossier({}, BERT)
    register.erase(gone.id, "ten onrechte vastgelegd", ANNA)
