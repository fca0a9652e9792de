"""``toetssteen maatwerk``: the form for a deviation, its check, and the counts per rule."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import read_text
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.cases import read_case
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load

if TYPE_CHECKING:
    from engine.maatwerk.records import Record

MAX_RECORD = 1_000_000


def run(args: Namespace, console: Console) -> int:
    return {"formulier": _form, "controleer": _check, "overzicht": _overview}[args.deel](args, console)


def _form(args: Namespace, console: Console) -> int:
    earlier = _records(args.eerdere, console)
    loaded = load(args, console) if earlier is not None else None
    if loaded is None or earlier is None:
        return FINDINGS
    asked = read_case(args, console, loaded)
    if isinstance(asked, int):
        return asked
    from engine.decide import decide
    from engine.maatwerk.paper import form_text

    decision = decide(loaded.program, asked.besluit, asked.case, asked.moment)
    console.print(form_text(loaded.program, decision, asked.case, earlier))
    return GOOD


def _check(args: Namespace, console: Console) -> int:
    from engine.maatwerk.form import WeighingForm

    if os.path.isdir(args.afweging):
        console.findings([diagnose("TS001", NOWHERE, path=args.afweging, reason="het is een map")], Sources())
        return FINDINGS
    read = _records([args.afweging], console)
    earlier = _records(args.eerdere, console)
    if read is None or earlier is None:
        return FINDINGS
    (record,) = read
    form = record.form
    if not isinstance(form, WeighingForm):
        console.print(f"Signaal {form.kenmerk} over de regel '{form.regel}' is in orde.")
        return GOOD
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    args.regeling, args.op = form.besluit, form.rekendatum
    args.verzonden_op = form.verzonden_op
    asked = read_case(args, console, loaded)
    if isinstance(asked, int):
        return asked
    from engine.decide import decide
    from engine.maatwerk.records import check_against, state_of

    decision = decide(loaded.program, asked.besluit, asked.case, asked.moment)
    found = check_against(record, loaded.program, decision, asked.case, earlier)
    text = read_text(Path(record.path), record.path, MAX_RECORD)
    if code := console.findings(found, Sources([text] if isinstance(text, SourceFile) else [])):
        return code
    waiting = list(state_of(form))
    console.print(f"Afweging {form.kenmerk} is in orde{': ' + ', '.join(waiting) if waiting else ' en afgerond'}.")
    return GOOD


def _overview(args: Namespace, console: Console) -> int:
    records = _records(args.paden, console)
    if records is None:
        return FINDINGS
    from engine.maatwerk.paper import overview_text
    from engine.maatwerk.records import count

    if console.findings(list(_copies(records)), Sources()):
        return FINDINGS
    counted, hidden = count(records, args.minimum)
    if args.json:
        rules = [
            {
                "regel": one.rule,
                "afgeweken": one.departed,
                "niet afgeweken": one.kept,
                "aangekaart": one.unease,
                "leesbare zaken": list(one.cases),
            }
            for one in counted
        ]
        console.print_json({"regels": rules, "niet getoond": hidden, "minimum": args.minimum})
    else:
        console.print(overview_text(counted, hidden, args.minimum))
    return GOOD


def _copies(records: Sequence[Record]) -> Iterator[Diagnostic]:
    """Records with a kenmerk that another one has: a copy would count twice."""
    first: dict[tuple[str, str], str] = {}
    for one in records:
        key = (type(one.form).__name__, " ".join(one.form.kenmerk.split()).casefold())
        if key in first:
            yield diagnose("TS907", NOWHERE, name=one.form.kenmerk, first=first[key], second=one.path)
        first.setdefault(key, one.path)


def _records(paths: Sequence[str] | None, console: Console) -> list[Record] | None:
    """The records in files and folders, by path; None after showing what is wrong with any of them."""
    from engine.maatwerk.records import read_record

    files: list[Path] = []
    found: list[Diagnostic] = []
    for name in paths or ():
        path = Path(name)
        if os.path.isdir(path):
            files += sorted(path.rglob("*.yaml"))
        elif os.path.exists(path):
            files.append(path)
        else:
            found.append(diagnose("TS801", NOWHERE, path=name))
    sources: list[SourceFile] = []
    records: list[Record] = []
    for path in dict.fromkeys(files):
        read = read_text(path, str(path), MAX_RECORD)
        if isinstance(read, Diagnostic):
            found.append(read)
            continue
        sources.append(read)
        record, problems = read_record(read.text, str(path))
        found += problems
        if record is not None:
            records.append(record)
    return None if console.findings(found, Sources(sources)) else records
