"""A part of a population as Arrow files: one file per object type, read by mapping it into memory.

    leefeenheid.arrow    a column per fact, per state of a fact and per role; a list column for a role of any number

What a column cannot say of itself stands in the metadata of the file: its scale and words, facts that are the same for every row,
roles that nobody has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.columns.population import (
    Column,
    ColumnName,
    Fact,
    Nobody,
    Population,
    Role,
    Same,
    Table,
    ToMany,
    ToOne,
)
from engine.values import Scalar

ENDING = ".arrow"
_ABOUT = b"toetssteen"
_VERSION = 2


def write_part(folder: Path, population: Population) -> None:
    """Write a part into a folder that exists. Raises OSError."""
    for name, table in population.tables.items():
        _write_table(folder / f"{name}{ENDING}", table)


def read_part(folder: Path) -> Population:
    """The population in a folder. Its arrays are views of the files: nothing is read until it is used.

    Raises OSError when a file cannot be read, ValueError when it is not a table as :func:`write_part` makes it."""
    tables = {path.name.removesuffix(ENDING): _read_table(path) for path in sorted(folder.glob(f"*{ENDING}"))}
    return Population(tables)


# ---------------------------------------------------------------- writing


def _write_table(path: Path, table: Table) -> None:
    import pyarrow as pa

    about: dict[str, Any] = {
        "versie": _VERSION,
        "rijen": table.rows,
        "gegevens": {},
        "zelfde": {},
        "niemand": [],
        "vanaf": {},
        "een": [],
    }
    names: list[str] = []
    arrays: list[Any] = []

    def add(name: str, array: Any) -> None:
        names.append(name)
        arrays.append(array)

    for key, fact in table.columns.items():
        label = _label(key)
        if isinstance(fact, Same):
            about["zelfde"][label] = _said(fact.value)
            continue
        bits = fact.values.dtype == np.bool_
        about["gegevens"][label] = {"scale": fact.scale, "words": fact.words, "bool": bool(bits)}
        add(f"waarde:{label}", pa.array(fact.values.view(np.uint8) if bits else fact.values))
        if fact.state is not None:
            add(f"stand:{label}", pa.array(fact.state))
    for name, role in table.roles.items():
        match role:
            case Nobody():
                about["niemand"].append(name)
            case ToOne(index, state):
                if index is None:
                    about["een"].append(name)
                else:
                    add(f"rol:{name}", pa.array(index))
                if state is not None:
                    add(f"rolstand:{name}", pa.array(state))
            case ToMany(offsets, members, state):
                add(f"rollen:{name}", _lists(offsets, members))
                # A file of lists begins at the first member of the first: where that stands has to be said.
                about["vanaf"][name] = int(offsets[0]) if members is None and len(offsets) else 0
                if state is not None:
                    add(f"rolstand:{name}", pa.array(state))
    if not arrays:
        add("rij", pa.nulls(table.rows))
    schema = pa.schema(
        [pa.field(name, array.type) for name, array in zip(names, arrays, strict=True)],
        metadata={_ABOUT: json.dumps(about, ensure_ascii=False, sort_keys=True)},
    )
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        writer.write_batch(pa.record_batch(arrays, schema=schema))


def _lists(offsets: NDArray[Any], members: NDArray[Any] | None) -> Any:
    """A list per row. Where the members are the rows of the other table themselves, a list of nothing that only counts."""
    import pyarrow as pa

    held = pa.nulls(int(offsets[-1]) if len(offsets) else 0) if members is None else pa.array(members)
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32, copy=False)), held)


def _label(key: ColumnName) -> str:
    """``inkomen@2025`` for a year, ``huur@2025-3`` for a month."""
    return key if isinstance(key, str) else f"{key[0]}@{'-'.join(map(str, key[1:]))}"


def _said(value: Scalar) -> list[str]:
    match value:
        case bool():
            return ["ja of nee", "ja" if value else "nee"]
        case Fraction():
            return ["getal", str(value)]
        case date():
            return ["datum", value.isoformat()]
    return ["tekst", value]


# ---------------------------------------------------------------- reading


def _read_table(path: Path) -> Table:
    import pyarrow as pa

    try:
        with pa.memory_map(str(path)) as source:
            batches = pa.ipc.open_file(source)
            if batches.num_record_batches != 1:
                raise ValueError(f"{path.name}: {batches.num_record_batches} stukken in plaats van één")
            batch = batches.get_batch(0)
            about = json.loads((batches.schema.metadata or {})[_ABOUT])
    except (pa.ArrowException, KeyError, json.JSONDecodeError) as wrong:
        raise ValueError(f"{path.name}: geen deel van een populatie, of beschadigd ({wrong})") from None
    if about.get("versie") != _VERSION or about.get("rijen") != batch.num_rows:
        raise ValueError(f"{path.name}: van een andere versie, of beschadigd")
    held = dict(zip(batch.schema.names, batch.columns, strict=True))
    try:
        return Table(batch.num_rows, dict(_facts(about, held)), dict(_roles(about, held)))
    except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, pa.ArrowException):
        # What the metadata says is not what the columns are.
        raise ValueError(f"{path.name}: beschadigd") from None


def _facts(about: dict[str, Any], held: dict[str, Any]) -> Iterator[tuple[ColumnName, Fact]]:
    for label, said in about["zelfde"].items():
        yield _key(label), Same(_meant(*said))
    for label, form in about["gegevens"].items():
        values = _array(held[f"waarde:{label}"])
        state = held.get(f"stand:{label}")
        yield (
            _key(label),
            Column(
                values.view(np.bool_) if form["bool"] else values,
                None if state is None else _array(state),
                form["scale"],
                None if form["words"] is None else tuple(form["words"]),
            ),
        )


def _roles(about: dict[str, Any], held: dict[str, Any]) -> Iterator[tuple[str, Role]]:
    for name in about["niemand"]:
        yield name, Nobody()
    states = {
        name.removeprefix("rolstand:"): _array(array) for name, array in held.items() if name.startswith("rolstand:")
    }
    for name in about["een"]:
        yield name, ToOne(None, states.get(name))
    for name, array in held.items():
        sort, _, role = name.partition(":")
        if sort == "rol":
            yield role, ToOne(_array(array), states.get(role))
        elif sort == "rollen":
            offsets, start = _array(array.offsets), about["vanaf"][role]
            yield role, ToMany(offsets + np.int32(start) if start else offsets, _members(array), states.get(role))


def _members(lists: Any) -> NDArray[Any] | None:
    from pyarrow import types

    return None if types.is_null(lists.type.value_type) else _array(lists.values)


def _array(array: Any) -> NDArray[Any]:
    return array.to_numpy(zero_copy_only=True)  # type: ignore[no-any-return]


def _key(label: str) -> ColumnName:
    name, at, period = label.rpartition("@")
    year, _, month = period.partition("-")
    if not at or not year.isdecimal():
        return label
    return (name, int(year), int(month)) if month.isdecimal() else (name, int(year))


def _meant(sort: str, text: str) -> Scalar:
    if sort == "ja of nee":
        return text == "ja"
    if sort == "getal":
        return Fraction(text)
    return date.fromisoformat(text) if sort == "datum" else text
