"""From syntax trees to a checked program, and with a variant on top of it to another.

Every pass reports all it finds and goes on; there is a program only when nothing stands in its way. A variant goes into the trees,
so that every pass judges what it makes of the rules as it judges the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from dsl.collecting import nothing_collected
from dsl.diagnostics import Diagnostic, Findings
from dsl.head_lines import at_head_line
from dsl.lawchecks import all_checks
from dsl.making import make_program
from dsl.names.symbols import Meanings
from dsl.program import Program
from dsl.source import Sources
from dsl.syntax import Module
from dsl.variants.describe import with_infos
from dsl.variants.judge import judge_variants, make_variant
from dsl.variants.stack import UnknownVariantError, collect_variants, split


class Corpus(Protocol):
    """All rule files as parsed. ``diagnostics`` are what reading and parsing found."""

    @property
    def modules(self) -> Sequence[Module]: ...
    @property
    def diagnostics(self) -> Iterable[Diagnostic]: ...
    @property
    def sources(self) -> Sources: ...


@nothing_collected()
def check(corpus: Corpus, meanings: Meanings | None = None) -> tuple[Program | None, list[Diagnostic]]:
    """The program of a corpus with everything that was found, also by the parser, in order of place.

    The program is None when something of severity fout was found, also in a variant. It is that of the law: it knows which varianten
    there are and holds none. ``meanings`` takes in what the names in the law mean.
    """
    findings = Findings(corpus.diagnostics)
    # A file that could not be read whole may lack names; then a missing name is no mistake of its user.
    names_known = not findings.has_errors
    law, own = split(sorted(corpus.modules, key=lambda module: module.pad))
    variants, found = collect_variants(own, names_known)
    program = make_program(law, _texts(corpus.sources, own), names_known, findings, meanings)
    if not findings.has_errors:
        findings.extend(all_checks(law, program))
    findings.extend(found)
    if not findings.has_errors:
        findings.extend(judge_variants(law, variants, findings))
    usable = None if findings.has_errors else with_infos(program, variants, corpus.sources)
    return usable, sorted(at_head_line(found, corpus.sources) for found in findings.sorted())


@nothing_collected()
def check_with(corpus: Corpus, names: Sequence[str]) -> tuple[Program | None, list[Diagnostic]]:
    """The program of a corpus that :func:`check` found sound, with varianten and all that is below them applied in that order; with
    what was found in the result. None when something of severity fout was found, or when there is no such variant (TS472)."""
    law, own = split(sorted(corpus.modules, key=lambda module: module.pad))
    variants, _ = collect_variants(own, True)
    try:
        stack = variants.stack(names)
    except UnknownVariantError as unknown:
        return None, [unknown.diagnostic]
    findings = Findings()
    program = make_variant(law, stack, variants, _texts(corpus.sources, own), corpus.sources, findings)
    return None if findings.has_errors else program, list(findings.sorted())


def _texts(sources: Sources, variants: Sequence[Module]) -> dict[str, str]:
    """The texts of the law by path, in order."""
    left_out = {module.span.file for module in variants}
    return {path: sources[path].text for path in sorted(sources) if path not in left_out}
