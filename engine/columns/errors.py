"""What cannot be compiled, as findings for the user."""

from __future__ import annotations

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import AttrInfo
from dsl.source import NOWHERE


class ColumnsError(Exception):
    """Rules or a population that cannot be run as columns; ``findings`` say why."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        super().__init__("; ".join(found.cause for found in findings))
        self.findings = findings


def no_range(info: AttrInfo) -> ColumnsError:
    return ColumnsError([diagnose("TS890", info.span, name=info.name)])


def cannot_read(owner: str, name: str, wanted: str) -> ColumnsError:
    return ColumnsError([diagnose("TS891", NOWHERE, owner=owner, name=name, wanted=wanted)])


def too_wide(besluit: str) -> ColumnsError:
    return ColumnsError([diagnose("TS892", NOWHERE, besluit=besluit)])


def too_deep(besluit: str) -> ColumnsError:
    return ColumnsError([diagnose("TS893", NOWHERE, besluit=besluit)])


def broken(wrong: list[tuple[str, str]]) -> ColumnsError:
    return ColumnsError([diagnose("TS895", NOWHERE, name=name, what=what) for name, what in wrong])
