"""Loading rule files for a command: the checked program, or only the trees."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import EXTENSION, RuleFile, read_rules, read_text
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.console import Console
from workbench.cli.copies import in_place, originals, told
from workbench.cli.files import STANDARD_INPUT, read_input

if TYPE_CHECKING:
    from dsl.program import Program
    from dsl.syntax import Module


@dataclass(frozen=True, slots=True)
class Corpus:
    program: Program
    sources: Mapping[str, SourceFile]


@dataclass(frozen=True, slots=True)
class Checked:
    """``findings`` only of the files asked for; ``count`` of those."""

    findings: list[Diagnostic]
    sources: Mapping[str, SourceFile]
    count: int


@dataclass(frozen=True, slots=True)
class Parsed:
    modules: list[tuple[str, Module]]
    findings: list[Diagnostic]
    sources: Mapping[str, SourceFile]


def rules_root(args: Namespace) -> Path:
    from engine.paths import rules_dir

    return Path(args.regels) if args.regels else rules_dir()


def load(args: Namespace, console: Console) -> Corpus | None:
    """The program of the rules folder, with the varianten asked for; None after showing the findings that keep it from being one."""
    from dsl.cache import load_program

    program, findings, sources = load_program(rules_root(args), variants=getattr(args, "variant", None) or ())
    if program is None:
        console.findings(findings, sources)
        return None
    return Corpus(program, sources)


def _gather(args: Namespace, console: Console) -> tuple[list[RuleFile], set[str], list[Diagnostic]] | None:
    """All files of the rules folder with those asked for in their place, the shown paths asked for, and findings. None after
    complaining about a path that is not there or standard input twice."""
    root = rules_root(args)
    findings: list[Diagnostic] = []
    asked: dict[str, RuleFile] = {}
    if args.paden.count(STANDARD_INPUT) > 1:
        console.findings([diagnose("TS805", NOWHERE)], Sources())
        return None
    for given in args.paden:
        path = Path(given)
        if given == STANDARD_INPUT:
            _take(read_input(), STANDARD_INPUT, asked, findings)
        elif path.is_dir():
            files, found = read_rules(path, given)
            findings += found
            for file in files:
                asked[file.source.path] = RuleFile(_name(Path(file.source.path), root, path), file.source)
        elif path.exists():
            _take(read_text(path, given), _name(path, root), asked, findings)
        else:
            findings.append(diagnose("TS801", NOWHERE, path=given))
    base: list[RuleFile] = []
    if root.is_dir() or args.regels or not args.paden:
        base, found = read_rules(root, args.regels or _shown(root))
        if not args.paden or not root.is_dir():
            findings += found
    if not args.paden:
        asked = {file.source.path: file for file in base}
    taken = {file.name for file in asked.values()}
    files = [file for file in base if file.name not in taken] + list(asked.values())
    return files, set(asked), findings


def _shown(root: Path) -> str:
    """The path as the user would write it from where the command was given."""
    try:
        return str(root.relative_to(Path.cwd()))
    except ValueError:
        return str(root)


def _take(read: SourceFile | Diagnostic, name: str, asked: dict[str, RuleFile], findings: list[Diagnostic]) -> None:
    if isinstance(read, Diagnostic):
        findings.append(read)
    else:
        asked[read.path] = RuleFile(name, read)


def _name(path: Path, root: Path, asked: Path | None = None) -> str:
    """What ``gebruikt:`` would call the file: relative to the rules folder when it lies in there, else to the folder that was asked for.
    So a copy of the rules, or of some of them in the same folders, takes the place of the shipped ones."""
    resolved = path.resolve()
    for folder in (root, asked):
        if folder is not None and resolved.is_relative_to(folder.resolve()):
            resolved = resolved.relative_to(folder.resolve())
            break
    else:
        resolved = Path(path.name)
    return resolved.as_posix().removesuffix(EXTENSION)


def check_paths(args: Namespace, console: Console) -> Checked | None:
    from dsl.check import check
    from dsl.parsing.corpus import load_corpus

    gathered = _gather(args, console)
    if gathered is None:
        return None
    files, asked, findings = gathered
    corpus = load_corpus(files)
    _, found = check(corpus)
    copies: dict[str, RuleFile] = {}
    while more := originals(files, asked, copies, found):
        copies |= more
        corpus = load_corpus(in_place(files, copies))
        _, found = check(corpus)  # what else clashes shows when these are out of the way
    if copies:
        findings.append(told(copies, args.regels or _shown(rules_root(args))))
    mine = [item for item in found if not args.paden or _files(item) & {*asked, ""}]
    return Checked(findings + mine, corpus.sources, len(asked))


def _files(found: Diagnostic) -> set[str]:
    """The files that a finding is about; one without a place (the path "") concerns all."""
    return {found.span.file, *(other.span.file for other in found.related)}


def parse_paths(args: Namespace, console: Console) -> Parsed | None:
    from dsl.parsing.corpus import load_corpus

    gathered = _gather(args, console)
    if gathered is None:
        return None
    files, asked, findings = gathered
    corpus = load_corpus(files)
    mine = [item for item in corpus.diagnostics if item.span.file in asked]
    broken = {item.span.file for item in mine if item.severity.name == "FOUT"}
    modules = [(path, module) for path, module in corpus.by_path().items() if path in asked and path not in broken]
    return Parsed(modules, findings + mine, corpus.sources)
