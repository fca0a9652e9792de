"""``toetssteen norm``: were the norms met, and by which records can that be seen."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, diagnose
from dsl.notation import NotationError, parse_date
from dsl.source import NOWHERE, Sources
from workbench.cli.console import FINDINGS, USAGE, Console
from workbench.cli.corpus import Corpus, load
from workbench.cli.norm_output import WITH_COURSE, WITH_RECORDS, missing_package, refused_folder, write

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
    if (args.registratie is None) == (args.opgave is None) or (args.dossier and args.registratie is None):
        findings.append(diagnose("TS840", NOWHERE))
    findings += missing_package(args.vorm)
    if findings or period is None:
        console.findings(findings, Sources())
        return USAGE
    if args.opgave is not None:
        return _judge_reported(args, console, loaded, names, period)
    if args.dossier:
        from workbench.cli.norm_dossiers import open_dossiers

        return open_dossiers(args, console, program, names, period, until)
    from engine.normen.board import board_of_records
    from engine.normen.survey import survey
    from workbench.service.norms import with_rules

    found, problems = survey(
        program,
        names,
        args.registratie,
        period,
        until,
        trend=args.verloop if args.vorm in WITH_COURSE else None,
        refused_in=refused_folder(args),
        opening=args.vorm in WITH_RECORDS,
    )
    if problems:
        console.findings(problems, Sources())
        return FINDINGS
    return write(args, console, with_rules(board_of_records(found, period, until, program), program))


def _judge_reported(args: Namespace, console: Console, corpus: Corpus, names: Iterable[str], period: Period) -> int:
    """The norms on the figures of one file, or of all files in a folder."""
    from engine.normen.board import board_of_statements
    from workbench.service.norms import read_statements, statement_paths, with_rules

    program = corpus.program
    asked = Path(args.opgave)
    paths = statement_paths(asked) if os.path.isdir(asked) else [asked]
    statements, sources, findings = read_statements(program, paths)
    if not paths:
        remedy = "Zet er de opgaven in, als bestanden die op .yaml of .csv eindigen."
        findings.append(diagnose("TS842", NOWHERE, remedy=remedy, folder=str(asked), wanted="een opgave"))
    if findings:
        console.findings(findings, sources)
        return FINDINGS
    organisations = {statement.organisation for statement in statements}
    norms = [program.norms[name] for name in names if args.normen or program.norms[name].executor in organisations]
    board = board_of_statements(norms, statements, period, program)
    return write(args, console, with_rules(board, program))


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
    return _with_needed(names, program) if asked else list(program.norms)


def _with_needed(names: Iterable[str], program: Program) -> list[str]:
    """The norms with those that they are made of, or of which they ask a part of the figure."""
    from dsl.names.fold import folded

    by_name = {folded(name): norm for name, norm in program.norms.items()}
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        norm = by_name[folded(waiting.pop(0))]
        if norm.name in found:
            continue
        found[norm.name] = None
        demands = (gauge.demand for gauge in (norm.gauge, *(reading.gauge for reading in norm.readings)))
        waiting += [*norm.parts, *(demand.of for demand in demands if demand is not None and demand.of is not None)]
    return list(found)


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
