"""Versions of the rules, kept whole: what a decision was made with can be made into a program again, years later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from dsl.files import RuleFile
from dsl.source import SourceFile
from engine.register.canonical import digest_of, sha256
from engine.register.store import Store, Writing
from engine.register.tables import entry, source_text
from engine.register.trouble import Broken, NotFound
from engine.version import ENGINE_VERSION

if TYPE_CHECKING:
    from dsl.program import Program

RULES = "regelversie"


def version_of(files: Iterable[RuleFile]) -> str:
    """The name of a version: of its texts and of what its files are called, in whatever order they came."""
    return f"regels-{digest_of(sorted([file.name, file.source.path, _digest(file)] for file in files))}"


def record_rules(store: Store, files: Sequence[RuleFile], program: Program, actor: str) -> str:
    from dsl.digest import COMPILER_VERSION

    version = version_of(files)
    known = (entry.c.kind == RULES) & (entry.c.subject == version)
    with store.database.reading() as connection:
        if store.one(connection, known) is not None:
            return version

    def work(writing: Writing) -> None:
        if store.one(writing.connection, known) is None:
            texts = {_digest(file): file.source.text.encode() for file in files}
            there = set(writing.connection.execute(select(source_text.c.digest)).scalars())
            new = [{"digest": digest, "content": texts[digest]} for digest in sorted(texts.keys() - there)]
            if new:
                writing.connection.execute(insert(source_text), new)
            told = {
                "programma": program.digest,
                "vertaler": COMPILER_VERSION,
                "versie": ENGINE_VERSION,
                "bestanden": [
                    {"naam": file.name, "pad": file.source.path, "tekst": _digest(file)}
                    for file in sorted(files, key=lambda file: file.source.path)
                ],
            }
            writing.add(RULES, version, told, is_open=True)
            writing.done()

    store.write(actor, work)
    return version


def rule_files(store: Store, connection: Connection, version: str) -> tuple[RuleFile, ...]:
    found = store.one(connection, (entry.c.kind == RULES) & (entry.c.subject == version))
    if found is None:
        raise NotFound("Deze versie van de regels is er niet.")
    named = found.payload["bestanden"]
    wanted = {file["tekst"] for file in named}
    rows = connection.execute(select(source_text).where(source_text.c.digest.in_(wanted)))
    texts = {row.digest: bytes(row.content) for row in rows}
    if any(sha256(texts.get(digest, b"")) != digest for digest in wanted):
        raise Broken("Een tekst van deze versie van de regels ontbreekt of is beschadigd.")
    return tuple(RuleFile(file["naam"], SourceFile(file["pad"], texts[file["tekst"]].decode())) for file in named)


def program_of(files: Sequence[RuleFile], variants: Sequence[str] = ()) -> Program:
    from dsl.cache import Rules

    program, _ = Rules.of(files).program(variants)
    if program is None:
        raise Broken("Deze versie van de regels is met dit programma niet meer te gebruiken.")
    return program


def _digest(file: RuleFile) -> str:
    return sha256(file.source.text.encode())
