"""Tables of values by key: values of an opsomming for which there is no row.

A row may say that there is no value, `vanaf D: onbekend`: then the gap is meant, and not reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import prod

from dsl import syntax as s
from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.names.fold import folded
from dsl.notation import format_date
from dsl.program import EnumType, Program
from dsl.source import Span

MOST_CASES = 20_000
_MOST_NAMED = 8


def lookup_findings(modules: Iterable[s.Module], program: Program) -> Iterator[Diagnostic]:
    modules = list(modules)
    declared = {
        (folded(it.naam), value.naam): value.span
        for module in modules
        for it in module.definities
        if isinstance(it, s.Opsomming)
        for value in it.waarden
    }
    for module in modules:
        for definition in module.definities:
            if isinstance(definition, s.Opzoektabel):
                yield from _without_row(definition, program, declared)


def _without_row(table: s.Opzoektabel, program: Program, declared: dict[tuple[str, str], Span]) -> Iterator[Diagnostic]:
    info = program.tables.get(table.naam)
    kinds = info.key_types if info is not None else ()
    keys = [(index, kind.name) for index, kind in enumerate(kinds) if isinstance(kind, EnumType)]
    values = [program.enums[name] for _, name in keys]
    if not keys or not table.rijen or prod(map(len, values)) > MOST_CASES:
        return
    present = {tuple(_key(row.sleutels[index]) for index, _ in keys) for row in table.rijen}
    lacking = [case for case in product(*values) if case not in present]
    if not lacking:
        return
    first = dict(zip((index for index, _ in keys), lacking[0], strict=True))
    row = ", ".join(first.get(index, "...") for index in range(len(kinds)))
    since = min((value.vanaf for row in table.rijen for value in row.waarden), default=None)
    listed = "; ".join(f"'{', '.join(case)}'" for case in lacking[:_MOST_NAMED])
    if len(lacking) > _MOST_NAMED:
        listed += f" en nog {len(lacking) - _MOST_NAMED}"
    related = [
        Related(declared[folded(keys[0][1]), case[0]], f"Hier staat '{case[0]}'.")
        for case in lacking
        if len(keys) == 1 and (folded(keys[0][1]), case[0]) in declared
    ]
    yield diagnose(
        "TS432",
        table.sleutels[keys[0][0]].span,
        related=related,
        name=table.naam,
        cases=listed,
        row=row,
        date=format_date(since) if since is not None else "01-01-2024",
    )


def _key(written: s.Expr | s.Bereik) -> str:
    return written.stappen[0].naam if isinstance(written, s.Pad) else ""
