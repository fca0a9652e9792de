"""Rule files that are asked for by another name than that of the file which they are a copy of.

Beside the original every name in them is given twice. In its place they can be judged.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Container, Iterable, Mapping

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import RuleFile
from dsl.parsing.headwords import BLOCK
from dsl.source import NOWHERE

_CLASHES = frozenset(("TS202", "TS401"))


def in_place(files: Iterable[RuleFile], copies: Mapping[str, RuleFile]) -> list[RuleFile]:
    """The files with each copy in the place of its original."""
    replaced = {file.source.path for file in copies.values()}
    return [
        RuleFile(copies[file.source.path].name, file.source) if file.source.path in copies else file
        for file in files
        if file.source.path not in replaced
    ]


def originals(
    files: Iterable[RuleFile], paths: Container[str], copies: Mapping[str, RuleFile], found: Iterable[Diagnostic]
) -> dict[str, RuleFile]:
    """By path of a file asked for, but of those in ``copies``, the file of which it is a copy: names clash, and half of its blocks at
    least are in the other. Of two copies of one file the first by path counts."""
    known = {*copies, *(file.source.path for file in copies.values())}
    files = [file for file in files if file.source.path not in known]
    asked = {file.source.path: file for file in files if file.source.path in paths}
    beside = {file.source.path: file for file in files if file.source.path not in paths}
    pairs = Counter(
        pair
        for item in found
        if item.code in _CLASHES
        for other in item.related
        for pair in ((item.span.file, other.span.file), (other.span.file, item.span.file))
        if pair[0] in asked and pair[1] in beside
    )
    result: dict[str, RuleFile] = {}
    for (path, original), _ in sorted(pairs.items(), key=lambda it: (it[0][0], -it[1], it[0][1])):
        own, other = _blocks(asked[path]), _blocks(beside[original])
        taken = any(file.source.path == original for file in result.values())
        if path not in result and not taken and 2 * len(own & other) >= len(own):
            result[path] = beside[original]
    return result


def told(copies: Mapping[str, RuleFile], root: str) -> Diagnostic:
    """One finding for all copies."""
    path = min(copies)
    more = f", en zo nog {len(copies) - 1}" if len(copies) > 1 else ""
    return diagnose(
        "TS814",
        NOWHERE,
        path=path,
        original=copies[path].source.path,
        more=more,
        root=root,
        folder=_folder(copies),
    )


def _folder(copies: Mapping[str, RuleFile]) -> str:
    """The folder that stands for that of the rules, where the copies lie in it as the originals do; else a word for it."""
    tails = {path: f"{file.name}.regels" for path, file in copies.items()}
    folders = {
        path[: -len(tail)].rstrip("/\\")
        for path, tail in tails.items()
        if path.replace(os.sep, "/").endswith(f"/{tail}")
    }
    return folders.pop() if len(folders) == 1 else "MAP"


def _blocks(file: RuleFile) -> set[str]:
    lines = (line.strip() for line in file.source.text.splitlines())
    return {
        " ".join(line.casefold().split()) for line in lines if BLOCK.match(line) and not line.startswith("Regeling")
    }
