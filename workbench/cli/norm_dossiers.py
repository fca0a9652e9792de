"""``toetssteen norm --dossier``: records that count against a norm, opened as dossiers in a folder."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import reason
from dsl.source import NOWHERE, Sources
from engine.normen.cases import OpenedCase, against, open_as_dossiers
from engine.normen.survey import survey
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.files import write_whole

if TYPE_CHECKING:
    from dsl.program import Program
    from engine.normen.periods import Period

ALL = "alle"
_FOLDER = "dossiers"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def open_dossiers(
    args: Namespace, console: Console, program: Program, names: Sequence[str], period: Period, until: date | None
) -> int:
    """The records named by ``--dossier`` (or all that count against a norm), each in a file of its own. Returns the exit code."""
    day = period.end if until is None else min(until, period.end)
    wanted, findings = _wanted(args, program, names, period, until)
    cases: list[OpenedCase] = []
    if not findings:
        cases, findings = open_as_dossiers(program, wanted, args.registratie, day, args.als)
    if not findings:
        findings += _write(Path(args.uit or _FOLDER), cases, console)
    if findings:
        console.findings(findings, Sources())
        return FINDINGS
    if not cases:
        console.print("Geen record telt tegen deze normen.")
    return GOOD


def _wanted(
    args: Namespace, program: Program, names: Sequence[str], period: Period, until: date | None
) -> tuple[dict[str, set[str]], list[Diagnostic]]:
    """The keys to open, by registratie."""
    if [text.casefold() for text in args.dossier] != [ALL]:
        registries = {program.norms[name].registry for name in names}
        return {name: set(args.dossier) for name in sorted(filter(None, registries))}, []
    found, findings = survey(program, names, args.registratie, period, until)
    return {name: keys for name, keys in against(found).items() if keys}, findings


def _write(folder: Path, cases: Sequence[OpenedCase], console: Console) -> list[Diagnostic]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        return [diagnose("TS806", NOWHERE, path=str(folder), reason=reason(wrong))]
    taken: set[str] = set()
    for case in cases:
        path = folder / _file_name(case, taken)
        unwritten = write_whole(path, case.text)
        if unwritten is not None:
            return [unwritten]
        console.print(f"{case.registry} {case.key}: {path}")
    return []


def _file_name(case: OpenedCase, taken: set[str]) -> str:
    """A name that any disk takes; keys that come to the same name are told apart by a number."""
    stem = _UNSAFE.sub("-", f"{case.registry}-{case.key}").strip("-.")[:80]
    name, number = f"{stem}.yaml", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}.yaml"
    taken.add(name.casefold())
    return name
