"""``toetssteen catalogus``: the law as a site to browse."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import rules_root
from workbench.cli.files import write_whole


def run(args: Namespace, console: Console) -> int:
    """Nothing is written when the rules, or the scenarios beside them, hold a mistake. Files of others in the folder stay."""
    from dsl.check import check
    from dsl.files import read_rules
    from dsl.parsing.corpus import load_corpus
    from engine.scenarios.model import Unreadable
    from engine.scenarios.run import load_files
    from workbench.catalogus import build_site
    from workbench.catalogus.model import examples_of

    root = rules_root(args)
    files, unread = read_rules(root, os.path.basename(os.path.realpath(root)))
    corpus = load_corpus(files)
    program, found = check(corpus)
    if program is None or unread:
        console.findings([*unread, *found], corpus.sources)
        return FINDINGS
    beside = Path(os.path.realpath(root)).parent / "scenarios"
    scenarios, wrong = load_files(program, [beside]) if beside.is_dir() else ([], [])
    wrong += [item for file in scenarios for item in file.diagnostics]
    wrong += [
        item
        for file in scenarios
        for entry in file.entries
        if isinstance(entry, Unreadable)
        for item in entry.diagnostics
    ]
    if console.findings(wrong, Sources(SourceFile(file.path, file.text) for file in scenarios)) != GOOD:
        return FINDINGS
    site = build_site(program, corpus.modules, examples_of(scenarios, beside))
    folder = Path(args.uit)
    unwritten = _write(folder, site)
    if unwritten is not None:
        console.findings([unwritten], Sources())
        return FINDINGS
    count = len(program.regelingen)
    console.print(f"{count} {'regeling' if count == 1 else 'regelingen'} beschreven: open {folder / 'index.html'}")
    return GOOD


def _write(folder: Path, site: dict[str, str]) -> Diagnostic | None:
    from dsl.files import reason

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        return diagnose("TS806", NOWHERE, path=str(folder), reason=reason(wrong))
    listed = site | {_LISTING: "".join(f"{name}\n" for name in sorted(site))}
    earlier = _earlier_pages(folder)
    unwritten = next(filter(None, (write_whole(folder / name, text) for name, text in sorted(listed.items()))), None)
    if unwritten is None:
        for name in earlier - site.keys():
            with suppress(OSError):
                (folder / name).unlink()
    return unwritten


_LISTING = "bestanden.txt"
"""The names of all pages, so that the next catalogue takes away the pages of what is no longer there, and nothing else."""
_PAGE = re.compile(r"[a-z0-9-]+\.(?:html|css)")


def _earlier_pages(folder: Path) -> set[str]:
    """The pages that an earlier catalogue wrote in this folder."""
    try:
        names = (folder / _LISTING).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return set()
    return {name for name in names if _PAGE.fullmatch(name)}
