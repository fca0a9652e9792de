"""Collecting findings about a dossier or scenario file, at the place of a YAML node."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dsl.codes import lookup
from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.severity import Severity
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest
from engine.safe_yaml import FindingKind, Loaded, Node

MAX_FINDINGS = 100
"""More findings than this help nobody, and looking up suggestions for each takes time."""

_CODES: dict[FindingKind, str] = {
    "too_large": "TS518",
    "too_deep": "TS518",
    "not_utf8": "TS002",
    "empty": "TS003",
    "duplicate_key": "TS507",
    "anchor": "TS508",
    "tag": "TS508",
}
_OTHER = "TS514"


@dataclass(slots=True)
class Report:
    """The findings in one file. ``quotes_mean_text`` is False in JSON, where every text stands between quotation marks."""

    path: str
    quotes_mean_text: bool = True
    found: list[Diagnostic] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return len(self.found) >= MAX_FINDINGS

    @property
    def has_errors(self) -> bool:
        return any(item.severity is Severity.FOUT for item in self.found)

    def near(self, text: str, names: Iterable[str]) -> str:
        """What may have been meant, as a question; nothing where nobody will read it: looking takes time, and a dossier can be wrong in
        tens of thousands of places."""
        return "" if self.full else did_you_mean(suggest(text, names))

    def add(self, code: str, node: Node, /, *, remedy: str | None = None, **fields: object) -> None:
        """A finding at a node; ``remedy`` replaces the registry's text where it is not empty."""
        if not self.full:
            self.found.append(diagnose(code, self.span(node), remedy=remedy or None, related=(), **fields))

    def add_pair(self, code: str, node: Node, other: Node, how: str, /, **fields: str) -> None:
        """A finding at a node in which another node takes part; ``how`` says so in a few words."""
        if not self.full:
            found = diagnose(code, self.span(node), remedy=None, related=(Related(self.span(other), how),), **fields)
            self.found.append(found)

    def span(self, node: Node) -> Span:
        return Span(self.path, node.start, max(node.start, node.end))


def shortened(text: str, length: int = 60) -> str:
    """What the user wrote on one line, cut when it is long, for use in a message."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def yaml_findings(loaded: Loaded, path: str) -> list[Diagnostic]:
    """What the YAML reader found, as diagnostics; its own sentences say more than those of the registry."""
    out = []
    for item in loaded.findings:
        code = _CODES.get(item.kind, _OTHER)
        span = Span(path, item.start, max(item.start, min(item.start + item.length, len(loaded.text))))
        out.append(Diagnostic(code, lookup(code).severity, span, item.cause, item.remedy))
    return out


def is_json(text: str) -> bool:
    """Whether a document is written as JSON, where quotation marks say nothing about what is meant."""
    return text.lstrip().startswith(("{", "["))
