"""Faults as findings: the code of each kind, and the diagnostic with the places of the rules involved."""

from __future__ import annotations

from typing import get_args

from dsl.codes import lookup
from dsl.diagnostics import Diagnostic, Related, Severity
from dsl.source import NOWHERE
from engine.values import Fault, FaultKind

CODES: dict[FaultKind, str] = {
    "conflict": "TS601",
    "deling door nul": "TS602",
    "parameter ontbreekt": "TS603",
    "niet van toepassing": "TS604",
    "grenzen": "TS605",
    "geen heel getal": "TS606",
    "verdeling": "TS607",
    "datum": "TS608",
}
assert set(CODES) == set(get_args(FaultKind))


def fault_diagnostic(fault: Fault) -> Diagnostic:
    """The finding that a fault amounts to: at the first place involved, the others beside it."""
    first, *others = fault.spans or (NOWHERE,)
    related = tuple(Related(span, "en hier") for span in others)
    return Diagnostic(CODES[fault.kind], Severity.FOUT, first, fault.text, lookup(CODES[fault.kind]).remedy, related)
