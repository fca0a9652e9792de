"""Rule files to trees: the entry of the passes before names and types.

Files are read together: what each uses gives the vocabulary with which it is read.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass

from dsl.collecting import nothing_collected
from dsl.diagnostics import OF_NAMES, Diagnostic, Findings, Related, diagnose
from dsl.files import EXTENSION, MAX_BYTES, RuleFile
from dsl.parsing.blocks import Layout, layout
from dsl.parsing.heads import Part
from dsl.parsing.modules import parse_module
from dsl.parsing.unused import with_unused
from dsl.parsing.vocabulary import Declaratie, Vocabulary, cache_key, declarations_of, scan_declarations
from dsl.source import SourceFile, Sources
from dsl.syntax import Module

__all__ = ["MAX_BYTES", "Corpus", "load_corpus", "parse_module", "scan_declarations"]

Parsed = tuple[Module, list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The modules in order of their name, all findings, and the texts. With errors, modules hold only their good blocks."""

    modules: tuple[Module, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources
    _by_path: Mapping[str, Module]

    def by_path(self) -> Mapping[str, Module]:
        """The modules by the path that the user is shown."""
        return self._by_path


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file before it is read: what it declares, which files it uses, and its blocks and lines."""

    source: SourceFile
    declarations: tuple[Declaratie, ...]
    uses: tuple[Part, ...]
    shape: Layout


@nothing_collected()
def load_corpus(
    files: Mapping[str, str] | Iterable[RuleFile],
    *,
    cache: MutableMapping[str, Parsed] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Corpus:
    """Parse files that are used together; their order does not matter.

    `files` are rule files as read from disk, or texts by name (`wmo/bijdrage`, with or without extension). `cache` keeps
    parses by text and vocabulary. With two files of one name the last counts.
    """
    if isinstance(files, Mapping):
        files = [RuleFile(name.removesuffix(EXTENSION), SourceFile(name, text)) for name, text in files.items()]
    named = {file.name: file.source for file in sorted(files, key=lambda file: file.name)}
    scanned = {name: scan(source, max_bytes) for name, source in named.items()}

    def parse(name: str, one: Scanned, vocabulary: Vocabulary) -> Parsed:
        key = f"{name}\x1f{one.source.path}\x1f{cache_key(one.source.text, vocabulary)}"
        parsed = cache.get(key) if cache is not None else None
        if parsed is None:
            parsed = parse_module(one.source, name, vocabulary, max_bytes=max_bytes, shape=one.shape)
            if cache is not None:
                cache[key] = parsed
        return parsed

    return together(scanned, parse)


def together(scanned: Mapping[str, Scanned], parse: Callable[[str, Scanned, Vocabulary], Parsed]) -> Corpus:
    """The corpus of files in order of name, each read by ``parse`` with all names that it may use."""
    findings = Findings()
    for one in scanned.values():
        findings.extend(_unknown_uses(one, scanned))
    findings.extend(_cycles(scanned))
    modules = {}
    lacking = {name for name, one in scanned.items() if any(use.words not in scanned for use in one.uses)}
    declarations = {name: one.declarations for name, one in scanned.items()}
    for name, one in scanned.items():
        used = reach(name, scanned)
        module, found = parse(name, one, Vocabulary.of(_declared(used, scanned)))
        modules[one.source.path] = module
        if lacking.intersection(used):
            # Of a file that lacks names itself it is said elsewhere what follows from that.
            found = found if name in lacking else [it for it in found if it.code not in OF_NAMES]
        elif any(it.code in OF_NAMES for it in found):

            def read(
                files: frozenset[str], name: str = name, one: Scanned = one
            ) -> tuple[frozenset[str], list[Diagnostic]]:
                reached = frozenset(it for file in files for it in reach(file, scanned))
                return reached, parse_module(
                    one.source, name, Vocabulary.of(_declared(reached, scanned)), shape=one.shape
                )[1]

            found = [*with_unused(one.source, found, used, declarations, read)]
        findings.extend(found)
    return Corpus(tuple(modules.values()), findings.sorted(), Sources(it.source for it in scanned.values()), modules)


def _declared(names: Iterable[str], scanned: Mapping[str, Scanned]) -> Iterator[Declaratie]:
    return (declared for name in names for declared in scanned[name].declarations)


def scan(source: SourceFile, max_bytes: int = MAX_BYTES) -> Scanned:
    """A file before it is read; of one that is too large nothing."""
    if len(source.text) > max_bytes:
        return Scanned(source, (), (), Layout([], [], [], []))
    shape = layout(source)
    uses = tuple(
        Part(source, line.body, line.end)
        for block in shape.blocks[:1]
        if block.word == "Regeling"
        for line in block.lines
        if line.kind == "kop" and line.key == "gebruikt" and line.body < line.end
    )
    return Scanned(source, declarations_of(source, shape.blocks), uses, shape)


def reach(name: str, scanned: Mapping[str, Scanned]) -> list[str]:
    """The module itself and everything that it uses, also indirectly; sorted."""
    seen = {name}
    todo = [name]
    while todo:
        for use in scanned[todo.pop()].uses:
            if use.words in scanned and use.words not in seen:
                seen.add(use.words)
                todo.append(use.words)
    return sorted(seen)


def _unknown_uses(one: Scanned, scanned: Mapping[str, Scanned]) -> list[Diagnostic]:
    found = []
    for use in one.uses:
        if use.words not in scanned:
            close = difflib.get_close_matches(use.words, sorted(scanned), 1)
            remedy = f"Bedoelde u '{close[0]}'?" if close else None
            found.append(diagnose("TS205", use.span, remedy=remedy, path=use.words))
    return found


def _cycles(scanned: Mapping[str, Scanned]) -> list[Diagnostic]:
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


def _uses(scanned: Mapping[str, Scanned], name: str, other: str) -> bool:
    return any(use.words == other for use in scanned[name].uses)
