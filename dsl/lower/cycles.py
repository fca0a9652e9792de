"""Values that depend on each other in a circle, at the level of object type and attribute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dsl.diagnostics import Findings, Related, diagnose
from dsl.names.circles import circles
from dsl.program import STATUS_SUFFIX, Definition, Derived, Node, ObjectRef
from dsl.source import Span

Key = tuple[str, str]


def report_cycles(definitions: Mapping[Key, Definition], nodes: Sequence[Node], findings: Findings) -> None:
    """Report every circle of definitions, with the places where each reads the next."""
    reads = {key: derived_reads(definition.root, nodes) for key, definition in definitions.items()}
    for circle in circles({key: list(found) for key, found in reads.items()}):
        steps = list(zip(circle, [*circle[1:], circle[0]], strict=True))
        shown = " → ".join(f"{_words(attr)} van {owner}" for owner, attr in [*circle, circle[0]])
        places = [reads[key][after] for key, after in steps]
        related = [
            Related(place, f"Hier wordt {_words(after[1])} gelezen.")
            for place, (_, after) in list(zip(places, steps, strict=True))[1:]
        ]
        findings.add(diagnose("TS404", places[0], cycle=shown, related=related))


def _words(attr: str) -> str:
    if attr.endswith(STATUS_SUFFIX):
        return f"de rechtsstatus van '{attr.removesuffix(STATUS_SUFFIX)}'"
    return f"'{attr}'"


def derived_reads(root: int, nodes: Sequence[Node]) -> dict[Key, Span]:
    """The derived attributes that a node reads, with where."""
    seen = {root}
    waiting = [root]
    found: dict[Key, Span] = {}
    while waiting:
        node = nodes[waiting.pop()]
        if isinstance(node, Derived):
            kind = nodes[node.obj].type
            assert isinstance(kind, ObjectRef)
            found.setdefault((kind.name, node.attr), node.span)
        for operand in node.operands():
            if operand not in seen:
                seen.add(operand)
                waiting.append(operand)
    return found
