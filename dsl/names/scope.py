"""Which files a file can see: itself and what it uses, also through others."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.syntax import Module


def visible_files(modules: Sequence[Module]) -> dict[str, frozenset[str]]:
    """Per file (its path without extension) the files whose names it may use, itself included. A file that does not exist
    gives nothing; the parser reports it, as it does circles."""
    uses = {module.pad: module.regeling.gebruikt for module in modules}
    return {path: _closure(path, uses) for path in uses}


def _closure(start: str, uses: dict[str, tuple[str, ...]]) -> frozenset[str]:
    seen = {start}
    waiting = [start]
    while waiting:
        for used in uses[waiting.pop()]:
            if used in uses and used not in seen:
                seen.add(used)
                waiting.append(used)
    return frozenset(seen)
