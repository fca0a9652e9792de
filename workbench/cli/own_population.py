"""``toetssteen populatie --van ... --vertaling ...``: a population of one's own tables."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import read_text
from dsl.source import NOWHERE, Sources
from engine.explain.values_nl import enumeration
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console

if TYPE_CHECKING:
    from dsl.program import Program

SHOWN = 20
"""So many reasons for refused rows are shown; all are in populatie.yaml."""


def run_own(args: Namespace, console: Console, program: Program) -> int:
    if args.van is None or args.vertaling is None:
        console.findings([diagnose("TS566", NOWHERE)], Sources())
        return USAGE
    idle = [f"'--{name}'" for name in ("personen", "zaad", "model") if getattr(args, name) is not None]
    if idle:
        console.findings([diagnose("TS569", NOWHERE, options=enumeration(idle))], Sources())
        return USAGE
    read = read_text(Path(args.vertaling), args.vertaling)
    if isinstance(read, Diagnostic):
        console.findings([read], Sources())
        return FINDINGS
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        console.findings([diagnose("TS547", NOWHERE, name="een populatie", extra="simulatie")], Sources())
        return FINDINGS
    from engine.population.mapping_meaning import read_translation
    from engine.population.own import make_own

    translation, findings = read_translation(read.text, read.path, program)
    console.findings(findings, {read.path: read})
    if translation is None:
        return FINDINGS
    digest = hashlib.sha256(read.text.encode()).hexdigest()
    made = make_own(program, translation, args.van, Path(args.uit), digest)
    if made.account is not None:
        lines = made.account.lines()
        if lines:
            refused, aside = _rows(made.account.refused), _rows(made.account.aside)
            console.print(f"Afgekeurd: {refused}. Met hun huishouden weggelaten: {aside}.")
        for line in lines[:SHOWN]:
            console.print(f"- {line}")
        if len(lines) > SHOWN:
            console.print(f"- en nog {len(lines) - SHOWN} redenen")
        if made.refused_in is not None:
            console.print(f"Deze rijen staan in {made.refused_in}. Daarin staan gegevens van mensen.")
    if made.stored is None:
        console.findings(made.findings, Sources())
        return FINDINGS
    about = made.stored.about
    console.print(f"{about['naam']}, in {args.uit}: {about['let op']}")
    for owner, count in about["aantallen"].items():
        console.print(f"- {owner}: {count}")
    if about["weet niet"]:
        console.print("Wat deze populatie niet weet:")
    for text in about["weet niet"]:
        console.print(f"- {text}")
    return GOOD


def _rows(count: int) -> str:
    return "1 rij" if count == 1 else f"{count} rijen"
