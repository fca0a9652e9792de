"""Every variant checked as any rule file: what its own text gets wrong, and what the rules get wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from dsl.diagnostics import Diagnostic, Findings, Related, diagnose
from dsl.lawchecks import all_checks
from dsl.making import make_program
from dsl.program import Program
from dsl.source import Sources, Span
from dsl.syntax import Module
from dsl.variants.apply import Applied, apply_variants
from dsl.variants.describe import with_stack
from dsl.variants.gaps import gap_findings
from dsl.variants.relevant import Names, relevant
from dsl.variants.stack import Variants, Written


def judge_variants(
    law: Sequence[Module],
    variants: Variants,
    known: Iterable[Diagnostic],
    names: Names | None = None,
    wanted: Callable[[Written], bool] = lambda item: True,
) -> list[Diagnostic]:
    """What is wrong with each variant on top of what is below it; what is ``known`` of the law itself is not told again. ``names`` of the
    law, for who has them; ``wanted``: which varianten are judged."""
    told = {_identity(item) for item in known}
    if not variants.written:
        return []
    names = Names(law) if names is None else names
    found: list[Diagnostic] = []
    for key, item in variants.written.items():
        if not wanted(item):
            continue
        below = [variants.written[name] for name in variants.all_below(key)]
        findings = Findings(_unsourced(item))
        applied = apply_variants(law, [*below, item], variants)
        make_and_check(applied, part_of(applied, names), {}, findings)
        own = {one.variant.span.file for one in (*below, item)}
        found += [_placed(one, item) for one in findings if _identity(one) not in told and _concerns(one, own)]
    return found


def make_variant(
    law: Sequence[Module],
    stack: Sequence[Written],
    variants: Variants,
    texts: Mapping[str, str],
    sources: Sources,
    findings: Findings,
) -> Program:
    """The law with a stack of varianten as a program; what is found goes to ``findings``."""
    files = {item.variant.span.file for item in stack}
    with_own = {**texts, **{path: sources[path].text for path in files}}
    applied = apply_variants(law, stack, variants)
    program = make_and_check(applied, applied.modules, with_own, findings)
    return with_stack(program, stack, variants, sources)


def part_of(applied: Applied, names: Names) -> list[Module]:
    """Of what varianten made of the law, the part that they can make a difference to. ``names`` are those of the law, and take in
    those of the varianten."""
    names.extend([module for module in applied.modules if module.pad in applied.own])
    touched = names.touched(applied.changed_values, applied.changed_rules)
    return relevant(applied.modules, touched, applied.own, names)


def make_and_check(
    applied: Applied, modules: Sequence[Module], texts: Mapping[str, str], findings: Findings
) -> Program:
    """What varianten made of the law, or the part of it in ``modules``, as a program."""
    findings.extend(applied.findings)
    program = make_program(modules, texts, True, findings)
    if not findings.has_errors:
        findings.extend(all_checks(modules, program))
        findings.extend(gap_findings(applied.gone, program))
    return program


def _concerns(finding: Diagnostic, own: set[str]) -> bool:
    """Whether a finding in a part of the law is one in the whole too: what nothing reads there may be read elsewhere, and what a
    variant no longer needs is not wrong."""
    return finding.code != "TS409" or finding.span.file in own


def _identity(item: Diagnostic) -> tuple[str, Span, str]:
    return item.code, item.span, item.cause


def _unsourced(item: Written) -> list[Diagnostic]:
    """TS440 for a variant without a source, and TS475 for one that says nothing."""
    variant = item.variant
    found = []
    if not variant.koppen.bronnen:
        found.append(diagnose("TS440", variant.span, kind="Variant", name=item.name))
    if not variant.delen and not variant.bovenop:
        why = "er staat geen wijziging onder"
        found.append(diagnose("TS475", variant.span, what=f"Variant '{item.name}'", why=why))
    return found


def _placed(finding: Diagnostic, item: Written) -> Diagnostic:
    """A finding about two varianten below this one stands where this one names them."""
    steps = item.variant.bovenop
    if finding.code != "TS474" or not steps or _inside(finding.span, item.variant.span):
        return finding
    related = (*finding.related, Related(finding.span, "En hier staat wat de andere zegt."))
    return replace(finding, span=steps[-1].span, related=related)


def _inside(one: Span, other: Span) -> bool:
    return one.file == other.file and other.start <= one.start and one.end <= other.end
