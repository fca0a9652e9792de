"""Checks of what a rule file says about the law: periods, sources, ranges, grids, tables, words, unused definitions.

They run on a program that names and types have found sound, and report with places in the rule files. Each module holds one
kind of check and gives its findings; none changes anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from dsl.diagnostics import Diagnostic
from dsl.lawchecks.deviations import deviation_findings
from dsl.lawchecks.grids import grid_findings
from dsl.lawchecks.lookups import lookup_findings
from dsl.lawchecks.normen import norm_findings
from dsl.lawchecks.periods import period_findings
from dsl.lawchecks.ranges import range_findings
from dsl.lawchecks.signals import signal_findings
from dsl.lawchecks.sizes import size_findings
from dsl.lawchecks.sourcing import source_findings
from dsl.lawchecks.tables import table_findings
from dsl.lawchecks.trajecten import traject_findings
from dsl.lawchecks.usage import usage_findings
from dsl.lawchecks.wording import wording_findings
from dsl.program import Program
from dsl.syntax import Module


def all_checks(modules: Iterable[Module], program: Program) -> list[Diagnostic]:
    """All findings, in no particular order."""
    modules = list(modules)
    return [
        *period_findings(program),
        *deviation_findings(program),
        *source_findings(modules, program),
        *grid_findings(program),
        *norm_findings(program),
        *range_findings(program),
        *signal_findings(program),
        *size_findings(program),
        *table_findings(modules, program),
        *lookup_findings(modules, program),
        *traject_findings(program),
        *usage_findings(program),
        *wording_findings(modules),
    ]
