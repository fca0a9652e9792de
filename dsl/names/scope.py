"""Which files a file can see: itself and what it uses, also through others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dsl.syntax import Module


def visible_files(modules: Sequence[Module]) -> dict[str, frozenset[str]]:
    """Per file (its path without extension) the files whose names it may use, itself included. A file that does not exist
    gives nothing; the parser reports it, as it does circles."""
    uses = {module.pad: module.regeling.gebruikt for module in modules}
    return {path: files_seen(path, uses) for path in uses}


def files_seen(start: str, uses: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The files that one file can see, where every file directly uses these."""
    seen = {start}
    waiting = [start]
    while waiting:
        for used in uses[waiting.pop()]:
            if used in uses and used not in seen:
                seen.add(used)
                waiting.append(used)
    return frozenset(seen)
