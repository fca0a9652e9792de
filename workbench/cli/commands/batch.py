"""``toetssteen reeks``: a besluit over every row of a population, without trace, for analysis only."""

from __future__ import annotations

import os
import tempfile
from argparse import Namespace
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE, Sources
from engine.spreadsheet import CsvTable
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    from workbench.cli.simulation import guarded

    return guarded(_run, args, console)


def _run(args: Namespace, console: Console) -> int:
    from engine.case import Moment
    from engine.columns.errors import ColumnsError
    from engine.population.folder import NotAPopulationError, open_population
    from engine.simulation.batch import LegalEffectError, batch_of

    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    known = {name.casefold(): name for name in loaded.program.decisions}
    besluit = known.get(args.besluit.casefold())
    if besluit is None:
        console.findings([diagnose("TS802", NOWHERE, name=args.besluit)], Sources())
        return USAGE
    try:
        batch = batch_of(
            loaded.program, besluit, Moment(args.op), placed=args.met_plaats, legal_effect=args.rechtsgevolg
        )
        stored = open_population(Path(args.populatie))
        if loaded.program.decisions[besluit].over not in stored.parts[0].rows:
            over = loaded.program.decisions[besluit].over
            raise NotAPopulationError(f"de populatie heeft geen tabel '{over}', en daar gaat '{besluit}' over")
        parts = ((part.folder.name, part.read()) for part in stored.parts)
        _write(Path(args.uit), batch.heads, batch.rows(parts))
    except LegalEffectError as wrong:
        console.findings(wrong.findings, Sources())
        return FINDINGS
    except ColumnsError as wrong:
        console.findings(wrong.findings, Sources())
        return FINDINGS
    except NotAPopulationError as wrong:
        console.findings([diagnose("TS880", NOWHERE, what=str(wrong))], Sources())
        return FINDINGS
    except OSError as wrong:
        console.findings([diagnose("TS806", NOWHERE, path=args.uit, reason=reason(wrong))], Sources())
        return FINDINGS
    console.print(
        f"{batch.decided} rijen beslist en {batch.left} niet, in {args.uit}. Niet voor besluiten: er zijn geen rekenstappen en er is "
        "geen bewijs."
    )
    return GOOD


def _write(path: Path, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Whole or not at all. Raises OSError."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".toetssteen-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            table = CsvTable(out)
            table.row(heads)
            for row in rows:
                table.row(row)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
