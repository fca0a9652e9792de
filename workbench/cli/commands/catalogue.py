"""``toetssteen catalogus``: the law as a site to browse."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from dsl.source import SourceFile, Sources
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import rules_root
from workbench.cli.files import write_site


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
    unwritten = write_site(folder, site)
    if unwritten is not None:
        console.findings([unwritten], Sources())
        return FINDINGS
    count = len(program.regelingen)
    console.print(f"{count} {'regeling' if count == 1 else 'regelingen'} beschreven: open {folder / 'index.html'}")
    return GOOD
