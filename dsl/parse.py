"""Rule files to trees: the entry of the passes before names and types.

Files are read together: what each uses gives the vocabulary with which it is read.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

from dsl.blocks import layout
from dsl.diagnostics import Diagnostic, Findings, Related, diagnose
from dsl.heads import Part
from dsl.modules import MAX_BYTES, parse_module
from dsl.source import SourceFile, Sources
from dsl.syntax import Module
from dsl.vocabulary import Declaratie, Vocabulary, cache_key, declarations_of, scan_declarations

__all__ = ["MAX_BYTES", "Corpus", "load_corpus", "module_name", "parse_module", "scan_declarations"]

EXTENSION = ".regels"
Parsed = tuple[Module, list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The modules in order of their name, all findings, and the texts. With errors, modules hold only their good blocks."""

    modules: tuple[Module, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources


@dataclass(frozen=True, slots=True)
class _Scanned:
    source: SourceFile
    declarations: tuple[Declaratie, ...]
    uses: tuple[Part, ...]


def load_corpus(
    files: Mapping[str, str],
    *,
    folder: str = "",
    cache: MutableMapping[str, Parsed] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Corpus:
    """Parse files that are used together; the order of `files` does not matter.

    `files` is text by path as the user is shown it. The name of a module is that path without `folder` in front and without
    extension. `cache` keeps parses by text and vocabulary.
    """
    sources = Sources(SourceFile(path, text) for path, text in sorted(files.items()))
    paths = {module_name(path, folder): path for path in sorted(files)}
    scanned = {name: _scan(sources[path], max_bytes) for name, path in paths.items()}
    findings = Findings()
    for scan in scanned.values():
        findings.extend(_unknown_uses(scan, scanned))
    findings.extend(_cycles(scanned))
    modules = []
    for name, scan in scanned.items():
        vocabulary = Vocabulary.of(d for used in reach(name, scanned) for d in scanned[used].declarations)
        key = f"{scan.source.path}\x1f{cache_key(scan.source.text, vocabulary)}"
        parsed = cache.get(key) if cache is not None else None
        if parsed is None:
            parsed = parse_module(scan.source, name, vocabulary, max_bytes=max_bytes)
            if cache is not None:
                cache[key] = parsed
        modules.append(parsed[0])
        findings.extend(parsed[1])
    return Corpus(tuple(modules), findings.sorted(), sources)


def module_name(path: str, folder: str = "") -> str:
    """`wmo/bijdrage` for `rules/wmo/bijdrage.regels` in the folder `rules`."""
    plain = path.replace("\\", "/").removesuffix(EXTENSION)
    return plain.removeprefix(folder.rstrip("/") + "/") if folder else plain


def _scan(source: SourceFile, max_bytes: int) -> _Scanned:
    if len(source.text) > max_bytes:
        return _Scanned(source, (), ())
    shape = layout(source)
    uses = tuple(
        Part(source, line.body, line.end)
        for block in shape.blocks[:1]
        if block.word == "Regeling"
        for line in block.lines
        if line.kind == "kop" and line.key == "gebruikt" and line.body < line.end
    )
    return _Scanned(source, declarations_of(source, shape.blocks), uses)


def reach(name: str, scanned: Mapping[str, _Scanned]) -> list[str]:
    """The module itself and everything that it uses, also indirectly; sorted."""
    seen = {name}
    todo = [name]
    while todo:
        for use in scanned[todo.pop()].uses:
            if use.words in scanned and use.words not in seen:
                seen.add(use.words)
                todo.append(use.words)
    return sorted(seen)


def _unknown_uses(scan: _Scanned, scanned: Mapping[str, _Scanned]) -> list[Diagnostic]:
    found = []
    for use in scan.uses:
        if use.words not in scanned:
            close = difflib.get_close_matches(use.words, sorted(scanned), 1)
            remedy = f"Bedoelde u '{close[0]}'?" if close else None
            found.append(diagnose("TS205", use.span, remedy=remedy, path=use.words))
    return found


def _cycles(scanned: Mapping[str, _Scanned]) -> list[Diagnostic]:
    """One finding for each set of files that use each other, at the first of them by name."""
    reached = {name: set(reach(name, scanned)) for name in scanned}
    found = []
    told: set[str] = set()
    for name in sorted(scanned):
        circle = sorted(
            other for other in reached[name] if name in reached[other] and (other != name or _uses(scanned, name, name))
        )
        if not circle or name in told:
            continue
        told.update(circle)
        members = sorted({name, *circle})
        use = next(use for use in scanned[name].uses if use.words in members)
        others = [
            Related(u.span, "en deze") for m in members if m != name for u in scanned[m].uses if u.words in members
        ]
        found.append(diagnose("TS206", use.span, related=others, cycle=" → ".join([*members, name])))
    return found


def _uses(scanned: Mapping[str, _Scanned], name: str, other: str) -> bool:
    return any(use.words == other for use in scanned[name].uses)
