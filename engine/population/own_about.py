"""What ``populatie.yaml`` says of a population of one's own tables. It repeats nothing that stood in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dsl.program import Program
from engine.columns.population import ColumnName
from engine.population.folder import OWN
from engine.population.mapping_columns import FactReader
from engine.population.mapping_meaning import TableColumns, Translation
from engine.population.synthetic import PERSON

FIRST = 5
"""So many row numbers are shown with a reason."""
WARNING = "Gegevens van mensen, zonder sleutels. Bewaar en deel deze map zoals de bron zelf."


@dataclass(slots=True)
class TableAccount:
    """How the rows of a table fared. ``others``: of another object type. ``refused`` rows have a problem of their own (``broken`` of them
    no columns to speak of), rows ``aside`` are left out with their household. ``reasons``: how many rows, and the first of them."""

    owner: str
    source: str
    read: int = 0
    others: int = 0
    refused: int = 0
    broken: int = 0
    aside: int = 0
    used: int = 0
    digests: list[str] = field(default_factory=list)
    reasons: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def count(self, reason: str, row: int, part: str = "") -> None:
        """``part``: the file that the row is in, where the source has more than one."""
        count, first = self.reasons.get(reason, (0, ()))
        shown = f"{row} van {part}" if part else str(row)
        self.reasons[reason] = count + 1, (*first, shown) if len(first) < FIRST else first


@dataclass(frozen=True, slots=True)
class Account:
    translation: Translation
    tables: Mapping[str, TableAccount]
    readers: Mapping[str, tuple[FactReader, ...]]
    digest: str

    @property
    def refused(self) -> int:
        return sum(one.refused for one in self.tables.values())

    @property
    def aside(self) -> int:
        return sum(one.aside for one in self.tables.values())

    @property
    def first_reason(self) -> str:
        reasons = [(count, text) for one in self.tables.values() for text, (count, _) in one.reasons.items()]
        return max(reasons)[1] if reasons else "de tabel heeft geen rijen"

    def lines(self) -> list[str]:
        """Per reason how many rows, and which."""
        out = []
        for one in self.tables.values():
            for text, (count, first) in sorted(one.reasons.items(), key=lambda item: (-item[1][0], item[0])):
                shown = ", ".join(first)
                rows = f"rij {shown}" if count == 1 else f"{count} rijen, zoals {shown}"
                out.append(f"{one.source}: {text} ({rows})")
        return out


def about_own(program: Program, account: Account, made: list[dict[str, Any]]) -> dict[str, Any]:
    translation = account.translation
    totals = {owner: sum(part["rijen"][owner] for part in made) for owner in translation.tables}
    about: dict[str, Any] = {"soort": OWN, "let op": WARNING, "naam": translation.name, "jaar": translation.year}
    about |= {"vertaling": account.digest, "aantallen": totals, "huishoudens": totals[translation.root]}
    if PERSON in totals:
        about["personen"] = totals[PERSON]
    if translation.counts_for is not None:
        ratio = f"{translation.counts_for}/{totals[translation.root]}"
        about["telt voor"] = {translation.root: translation.counts_for, "per huishouden": ratio}
    about["bronnen"] = [_source(one) for one in account.tables.values()]
    about["gegevens"] = [
        {
            "gegeven": _name(reader.fact.key),
            "van": owner,
            "kolom": reader.fact.column,
            **({"onbekend in de bron": reader.unknown} if reader.unknown else {}),
        }
        for owner, readers in account.readers.items()
        for reader in readers
    ]
    about["voor iedereen gelijk"] = [
        line for owner, table in translation.tables.items() for line in _same(owner, table)
    ]
    about["weet niet"] = [*translation.not_known, *_not_given(program, translation)]
    return about


def _source(one: TableAccount) -> dict[str, Any]:
    out: dict[str, Any] = {"objecttype": one.owner, "bron": one.source, "sha256": one.digests}
    counts = {"gelezen": one.read, "van een ander objecttype": one.others, "gebruikt": one.used}
    out["rijen"] = counts | {"afgekeurd": one.refused, "weggelaten met hun huishouden": one.aside}
    if one.reasons:
        out["redenen"] = [
            {"reden": text, "aantal": count, "eerste rijen": list(first)}
            for text, (count, first) in sorted(one.reasons.items())
        ]
    return out


def _same(owner: str, table: TableColumns) -> Iterator[dict[str, str]]:
    for key in table.same:
        yield {"gegeven": _name(key), "van": owner}
    if table.no_other_kenmerk:
        yield {"gegeven": f"{len(table.others)} overige kenmerken: nee", "van": owner}
    if table.nobody_else:
        yield {"gegeven": "overige rollen: niemand", "van": owner}


def _name(key: ColumnName) -> str:
    if isinstance(key, str):
        return key
    return f"{key[0]} ({key[1]})" if len(key) == 2 else f"{key[0]} ({key[1]}-{key[2]:02})"


def _not_given(program: Program, translation: Translation) -> Iterator[str]:
    """How many facts and roles nobody gave: for the law they are unknown."""
    for owner, table in translation.tables.items():
        given = table.given | set(table.all_same)
        facts = sum(1 for name, one in program.types[owner].attributes.items() if not one.derived and name not in given)
        roles = 0 if table.nobody_else else sum(1 for name in program.types[owner].roles if name not in given)
        if facts or roles:
            yield f"van {owner} zijn {facts} gegevens en {roles} rollen niet gegeven; voor de wet zijn zij onbekend"
