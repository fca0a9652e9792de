"""Lookup tables: rows of keys and ranges, with the values that they have over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from dsl.diagnostics import Findings, Related, diagnose
from dsl.names.sources import LawIds
from dsl.names.values import dated_values
from dsl.program import DateType, KeyRange, Literal_, NumType, TableRow, Type
from dsl.source import Span
from dsl.syntax import Bereik, Expr, Opzoektabel
from dsl.types.literals import declared_value
from dsl.types.words import type_words

Key = Literal_ | KeyRange


def table_rows(
    table: Opzoektabel,
    kind: Type,
    key_types: tuple[Type, ...],
    enum_values: Mapping[str, Mapping[str, str]],
    laws: LawIds,
    findings: Findings,
) -> tuple[TableRow, ...]:
    """The rows in an order that does not depend on how they were written. Reports keys that do not fit their type, and
    rows that can fit the same keys."""
    rows: list[tuple[TableRow, Span]] = []
    for row in table.rijen:
        values = dated_values(table.naam, row.waarden, kind, enum_values, laws, findings)
        if len(row.sleutels) != len(key_types):
            expected = f"{len(key_types)} sleutels"
            findings.add(diagnose("TS303", row.span, expected=expected, found=f"{len(row.sleutels)}"))
            continue
        pairs = zip(row.sleutels, key_types, strict=True)
        keys = [_key(key, key_type, enum_values, findings, row.span) for key, key_type in pairs]
        if None not in keys:
            rows.append((TableRow(tuple(key for key in keys if key is not None), values), row.span))
    _report_overlaps(table.naam, rows, findings)
    rows.sort(key=lambda item: tuple(_order(key) for key in item[0].keys))
    return tuple(row for row, _ in rows)


def _key(
    key: Expr | Bereik, kind: Type, enums: Mapping[str, Mapping[str, str]], findings: Findings, span: Span
) -> Key | None:
    if not isinstance(key, Bereik):
        return declared_value(key, kind, enums, findings)
    if not isinstance(kind, NumType | DateType):
        findings.add(diagnose("TS303", span, expected=type_words(kind), found="een bereik"))
        return None
    low = declared_value(key.laag, kind, enums, findings) if key.laag is not None else None
    high = declared_value(key.hoog, kind, enums, findings) if key.hoog is not None else None
    if (low is None) != (key.laag is None) or (high is None) != (key.hoog is None):
        return None
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        findings.add(diagnose("TS416", span, minimum=str(low), maximum=str(high)))
        return None
    return KeyRange(low, high, key.hoog_telt_mee)


def _order(key: Key) -> tuple[int, object]:
    if not isinstance(key, KeyRange):
        return 1, key
    return (0, 0) if key.low is None else (1, key.low)


def _report_overlaps(name: str, rows: list[tuple[TableRow, Span]], findings: Findings) -> None:
    # Rows whose first exact keys differ never overlap, so that large tables by key are not compared row by row.
    groups: dict[tuple[Key, ...], list[tuple[TableRow, Span]]] = defaultdict(list)
    columns = range(len(rows[0][0].keys)) if rows else range(0)
    exact = [column for column in columns if not any(isinstance(row.keys[column], KeyRange) for row, _ in rows)]
    for row, span in rows:
        groups[tuple(row.keys[column] for column in exact)].append((row, span))
    for group in groups.values():
        for (first, first_span), (second, second_span) in combinations(group, 2):
            if all(_overlap(one, other) for one, other in zip(first.keys, second.keys, strict=True)):
                related = [Related(first_span, "De andere rij staat hier.")]
                findings.add(diagnose("TS427", second_span, table=name, related=related))


def _overlap(one: Key, other: Key) -> bool:
    low_one, high_one, in_one = _ends(one)
    low_other, high_other, in_other = _ends(other)
    return _starts_before_end(low_one, high_other, in_other) and _starts_before_end(low_other, high_one, in_one)


def _ends(key: Key) -> tuple[Literal_ | None, Literal_ | None, bool]:
    return (key.low, key.high, key.high_in) if isinstance(key, KeyRange) else (key, key, True)


def _starts_before_end(low: Literal_ | None, high: Literal_ | None, high_in: bool) -> bool:
    if low is None or high is None:
        return True
    return low < high or (high_in and low == high)  # type: ignore[operator]
