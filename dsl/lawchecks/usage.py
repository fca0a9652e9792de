"""Definitions that nothing uses (TS409)."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import Derived, Input, Lookup, ObjectRef, Param, Program


def usage_findings(program: Program) -> Iterator[Diagnostic]:
    read: set[tuple[str, str]] = set()
    params: set[str] = set()
    tables: set[str] = set()
    for node in program.nodes:
        if isinstance(node, Input | Derived):
            kind = program.nodes[node.obj].type
            if isinstance(kind, ObjectRef):
                read.add((kind.name, node.attr.removesuffix("#status")))
        elif isinstance(node, Param):
            params.add(node.name)
        elif isinstance(node, Lookup):
            tables.add(node.table)
    for registry in program.registries.values():
        read.add((registry.name, registry.key))
        for opening in registry.openings:
            read |= {(registry.name, column) for column, _ in opening.facts}
            read |= {(registry.name, part.column) for part in opening.roles}
        for column in registry.columns:
            if column.link is not None:
                read |= {(registry.name, column.link.same), (registry.name, column.link.since)}
                read |= {(column.link.over, column.link.same), (column.link.over, column.link.day)}
    for owner in program.types.values():
        for attribute in owner.attributes.values():
            if (owner.name, attribute.name) not in read:
                yield diagnose("TS409", attribute.span, name=attribute.name)
    for name, parameter in program.params.items():
        if name not in params:
            yield diagnose("TS409", parameter.span, name=name)
    for name, table in program.tables.items():
        if name not in tables:
            yield diagnose("TS409", table.span, name=name)
