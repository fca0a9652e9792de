"""Which files a file can see: itself and what it uses, also through others."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.diagnostics import Findings, diagnose
from dsl.names.circles import circles
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Module


def visible_files(modules: Sequence[Module], findings: Findings) -> dict[str, frozenset[str]]:
    """Per file (its path without extension) the files whose names it may use, itself included.

    Reports a file that does not exist, and files that use each other in a circle.
    """
    by_path = {module.pad: module for module in modules}
    uses: dict[str, list[str]] = {}
    for module in modules:
        targets = uses[module.pad] = []
        for used in module.regeling.gebruikt:
            if used in by_path:
                targets.append(used)
            else:
                near = did_you_mean(suggest(used, by_path))
                findings.add(diagnose("TS205", module.regeling.span, path=used, remedy=near or None))
    _report_circles(by_path, uses, findings)
    return {path: _closure(path, uses) for path in by_path}


def _closure(start: str, uses: dict[str, list[str]]) -> frozenset[str]:
    seen = {start}
    waiting = [start]
    while waiting:
        for used in uses[waiting.pop()]:
            if used not in seen:
                seen.add(used)
                waiting.append(used)
    return frozenset(seen)


def _report_circles(by_path: dict[str, Module], uses: dict[str, list[str]], findings: Findings) -> None:
    for cycle in circles(uses):
        findings.add(diagnose("TS206", by_path[cycle[0]].regeling.span, cycle=" → ".join([*cycle, cycle[0]])))
