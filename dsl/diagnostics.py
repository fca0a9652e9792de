"""Findings about a rule file, dossier, scenario or command: what is wrong, where, why and what to do about it.

A pass of the language never raises for bad input; it adds to a `Findings` and goes on, so that a user sees everything at
once. The texts come from the registry in `dsl.codes`: a pass names a code and gives the fields of its templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dsl.severity import Severity
from dsl.source import Span

__all__ = ["Diagnostic", "Findings", "Related", "Severity", "diagnose"]


OF_NAMES = frozenset(("TS101", "TS102", "TS201", "TS208", "TS209", "TS210", "TS211", "TS213", "TS230"))
"""Findings that an unknown name may cause."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that takes part in the problem, with a few words (Dutch) on how."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `cause` and `remedy` are Dutch sentences for the user; `code` is stable over versions."""

    code: str
    severity: Severity
    span: Span
    cause: str
    remedy: str
    related: tuple[Related, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, str, int, str, str]:
        """By file, place and code; the rest only makes the order total, so that output never depends on luck."""
        return self.span.file, self.span.start, self.code, self.span.end, self.cause, self.remedy

    def __lt__(self, other: Diagnostic) -> bool:
        return self.sort_key < other.sort_key


def diagnose(
    code: str, span: Span, /, *, remedy: str | None = None, related: Iterable[Related] = (), **fields: object
) -> Diagnostic:
    """Make the diagnostic of a registered code.

    `fields` fill the named fields of its cause and remedy templates. `remedy` takes the place of the registry's remedy where
    the caller knows better, such as "Bedoelde u 'x'?". Raises KeyError for a code that is not registered or a field that a
    template needs and the caller did not give: both are mistakes in this program, not in what the user wrote.
    """
    from dsl.codes import lookup  # all texts of the registry: a start that finds nothing does without them

    entry = lookup(code)
    fields = {name: _short(value) if name in _WRITTEN else value for name, value in fields.items()}
    try:
        cause = entry.cause.format_map(fields)
        remedy = entry.remedy.format_map(fields) if remedy is None else remedy
    except KeyError as missing:
        raise KeyError(f"{code} needs the field {missing}") from None
    return Diagnostic(code, entry.severity, span, cause, remedy, tuple(related))


_WRITTEN = frozenset(("name", "text", "found", "value", "after", "head"))
"""Fields that repeat what the user wrote."""
_MOST_WRITTEN = 120


def _short(value: object) -> object:
    return f"{value[:_MOST_WRITTEN]}…" if isinstance(value, str) and len(value) > _MOST_WRITTEN else value


class Findings:
    """Collects diagnostics over all passes."""

    def __init__(self, diagnostics: Iterable[Diagnostic] = ()) -> None:
        self._all = list(diagnostics)

    def add(self, diagnostic: Diagnostic) -> None:
        self._all.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        self._all.extend(diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def has_errors(self) -> bool:
        """Whether something stands in the way of using the program."""
        return any(found.severity is Severity.FOUT for found in self._all)

    def dedupe(self) -> Findings:
        """The same findings with each one once, in order of first appearance.

        Two findings are the same when code, place and cause are: passes may reach one mistake by several roads, and then
        differ only in what they relate it to.
        """
        seen: dict[tuple[str, Span, str], Diagnostic] = {}
        for found in self._all:
            seen.setdefault((found.code, found.span, found.cause), found)
        return Findings(seen.values())

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Each finding once, by file, place and code."""
        # Sorted before deduping, so that which of two equals remains does not depend on the order of finding.
        return tuple(Findings(self._without_followers()).dedupe())

    def _without_followers(self) -> Iterator[Diagnostic]:
        """In order. Not what may follow from a file that is used and not there: its names are unknown only because of that."""
        lacking = {found.span.file for found in self._all if found.code == "TS205"}
        told: set[tuple[str, str]] = set()
        for found in sorted(self._all):
            if found.code == "TS210":
                if (found.span.file, found.remedy) in told:
                    continue  # a file is asked for once, not for each of its names
                told.add((found.span.file, found.remedy))
            if found.span.file not in lacking or found.code not in OF_NAMES or found.remedy.startswith("Bedoelde u"):
                yield found
