"""``toetssteen simuleer``: what a variant does over a population, as a report."""

from __future__ import annotations

import json
from argparse import Namespace

from workbench.cli.console import FINDINGS, GOOD, Console


def run(args: Namespace, console: Console) -> int:
    from workbench.cli.simulation import guarded

    return guarded(_run, args, console)


def _run(args: Namespace, console: Console) -> int:
    from workbench.cli.report_files import given_files
    from workbench.cli.simulation import programs_of, ran, written
    from workbench.rapport.excel import workbook
    from workbench.rapport.make import report_json, report_of
    from workbench.rapport.model import Text
    from workbench.rapport.page import page
    from workbench.rapport.pdf import pdf

    programs = programs_of(args, console)
    if programs is None:
        return FINDINGS
    given = given_files(args, console, programs.named)
    if given is None:
        return FINDINGS
    done = ran(args, console, programs, given)
    if isinstance(done, int):
        return done
    report = report_of(done.material, done.tallies)
    html = page(report)
    files: dict[str, str | bytes] = {
        "rapport.html": html,
        "rapport.xlsx": workbook(report),
        "rapport.json": json.dumps(report_json(report), ensure_ascii=False, indent=1) + "\n",
    }
    if not args.zonder_pdf:
        files["rapport.pdf"] = pdf(html)
    for one in report.chapters[0].parts:
        if isinstance(one, Text):
            console.print(one.text)
    code = written(args, console, files)
    if code == GOOD:
        done.finished.forget()
    return code
