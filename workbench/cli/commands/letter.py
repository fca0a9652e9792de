"""``toetssteen brief``: a decision as a concept-beschikking."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import read_text
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.cases import read_case
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import load
from workbench.cli.files import write_whole


def run(args: Namespace, console: Console) -> int:
    from workbench.brieven import KINDS, compose, read_letter, written
    from workbench.brieven.form import MAX_FORM

    to = Path(args.uit)
    kind = to.suffix.removeprefix(".").lower()
    if kind not in KINDS:
        console.findings([diagnose("TS924", NOWHERE, path=args.uit, kinds=", ".join(KINDS))], Sources())
        return USAGE
    text = read_text(Path(args.gegevens), args.gegevens, MAX_FORM)
    form, findings = (None, [text]) if isinstance(text, Diagnostic) else read_letter(text.text, args.gegevens)
    sources = Sources([text] if isinstance(text, SourceFile) else [])
    wrong = console.findings(findings, sources)
    loaded = load(args, console)
    asked = None if loaded is None else read_case(args, console, loaded)
    if loaded is None or asked is None or form is None or wrong:
        return FINDINGS
    if isinstance(asked, int):
        return asked
    from engine.decide import decide

    decision = decide(loaded.program, asked.besluit, asked.case, asked.moment)
    letter, found = compose(decision, loaded.program, asked.case, form)
    if letter is None:
        return console.findings(found, sources)
    try:
        made = written(letter, kind)
    except ImportError:
        console.findings([diagnose("TS897", NOWHERE, extra="web")], Sources())
        return FINDINGS
    unwritten = write_whole(to, made)
    if unwritten is not None:
        return console.findings([unwritten], Sources())
    console.print(f"Concept geschreven: {args.uit}. Lees het na voordat iemand het ondertekent en verstuurt.")
    return GOOD
