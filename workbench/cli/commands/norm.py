"""``toetssteen norm``: were the norms met, and by which records can that be seen."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import read_text, reason
from dsl.notation import NotationError, parse_date
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import load
from workbench.cli.files import write_whole

if TYPE_CHECKING:
    from dsl.program import Program
    from engine.normen.periods import Period


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    program = loaded.program
    findings: list[Diagnostic] = []
    names = _named(args.normen, program, findings)
    period = _period(args.periode, findings)
    if period is not None and not findings:
        names = _holding(names, program, period, findings)
    until = _until(args.tot, findings)
    if (args.registratie is None) == (args.opgave is None):
        findings.append(diagnose("TS840", NOWHERE))
    if findings or period is None:
        console.findings(findings, Sources())
        return USAGE
    if args.opgave is not None:
        return _judge_reported(args, console, program, names, period)
    from engine.normen.survey import survey

    refused_in = Path(args.geweigerd or args.uit) if args.geweigerd or args.vorm == "html" else None
    found, problems = survey(program, names, args.registratie, period, until, refused_in=refused_in)
    if problems:
        console.findings(problems, Sources())
        return FINDINGS
    from engine.normen.report_json import measurements_json

    if args.vorm == "html":
        entries = [one for item in measurements_json(found) for one in item["normen"]]
        refused = sum(item.rejected.count for item in found)
        note = f"{sum(item.read for item in found)} records gelezen, {refused} geweigerd."
        return _write_page(args, console, f"Normen over {period.name}", note, entries)
    if args.vorm == "json":
        console.print_json(measurements_json(found))
    else:
        from engine.normen.text_nl import describe

        console.print(describe(found))
    return GOOD


def _judge_reported(args: Namespace, console: Console, program: Program, names: Iterable[str], period: Period) -> int:
    """The norms on the figures of one file, or of all files in a folder."""
    from engine.normen.opgave import read_statement
    from engine.normen.reported import judge_all
    from engine.normen.reported_nl import describe_reported, reported_json, scoreboard

    asked = Path(args.opgave)
    paths = sorted(asked.glob("*.yaml")) if os.path.isdir(asked) else [asked]
    sources: dict[str, SourceFile] = {}
    findings: list[Diagnostic] = []
    statements = []
    for path in paths:
        read = read_text(path, str(path))
        if isinstance(read, Diagnostic):
            findings.append(read)
            continue
        sources[read.path] = read
        statement, problems = read_statement(read.text, read.path, program)
        findings += problems
        if statement is not None:
            statements.append(statement)
    if not paths:
        remedy = "Zet er de opgaven in, als bestanden die op .yaml eindigen."
        findings.append(diagnose("TS842", NOWHERE, remedy=remedy, folder=str(asked), wanted="een opgave"))
    if findings:
        console.findings(findings, sources)
        return FINDINGS
    organisations = {statement.organisation for statement in statements}
    norms = [program.norms[name] for name in names if args.normen or program.norms[name].executor in organisations]
    judged = judge_all(norms, statements, period)
    if args.vorm == "html":
        report = reported_json(judged)
        who = ", ".join(sorted(organisations))
        return _write_page(
            args, console, f"Normen van {who} over {period.name}", report["samenvatting"], report["normen"]
        )
    if args.vorm == "json":
        console.print_json(reported_json(judged))
    else:
        console.print(scoreboard(judged) if args.vorm == "markdown" else describe_reported(judged))
    return GOOD


def _write_page(args: Namespace, console: Console, title: str, summary: str, entries: list[dict[str, Any]]) -> int:
    from workbench.scorebord import scoreboard_page

    folder = Path(args.uit)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unwritten = write_whole(folder / "scorebord.html", scoreboard_page(title, summary, entries))
    except OSError as wrong:
        unwritten = diagnose("TS806", NOWHERE, path=str(folder), reason=reason(wrong))
    if unwritten is not None:
        console.findings([unwritten], Sources())
        return FINDINGS
    console.print(f"Scorebord gemaakt: open {folder / 'scorebord.html'}")
    return GOOD


def _named(asked: list[str], program: Program, findings: list[Diagnostic]) -> list[str]:
    """The norms by name, number or regeling; all when none is asked for."""
    from dsl.suggest import did_you_mean, suggest

    names: dict[str, None] = {}
    for text in asked:
        wanted = " ".join(text.split()).casefold()
        found = [
            norm.name
            for norm in program.norms.values()
            if wanted in (norm.name.casefold(), (norm.number or "").casefold(), norm.regeling.casefold())
        ]
        if not found:
            hint = did_you_mean(suggest(text, program.norms))
            findings.append(diagnose("TS841", NOWHERE, name=text, remedy=hint or None))
        names.update(dict.fromkeys(found))
    return list(names) if asked else list(program.norms)


def _holding(names: list[str], program: Program, period: Period, findings: list[Diagnostic]) -> list[str]:
    """The norms that hold in the period; it is a mistake when none does."""
    held = [name for name in names if program.norms[name].holds_in(period.start, period.end)]
    if names and not held:
        findings.append(diagnose("TS844", NOWHERE, period=period.name))
    return held


def _period(text: str, findings: list[Diagnostic]) -> Period | None:
    from engine.normen.periods import parse_period

    period = parse_period(text)
    if period is None:
        findings.append(diagnose("TS843", NOWHERE, text=text))
    return period


def _until(text: str | None, findings: list[Diagnostic]) -> date | None:
    if text is None:
        return None
    try:
        return parse_date(text)
    except NotationError as wrong:
        findings.append(diagnose("TS803", NOWHERE, option="--tot", text=text, remedy=wrong.remedy))
        return None
