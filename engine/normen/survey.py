"""Measuring norms over all registraties that a place gives: a whole report, or everything that is wrong and no report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import Link, NormInfo, Program
from dsl.source import NOWHERE
from engine.normen.assess import Assessment, Measurement, Read, choose, measure, norms_over
from engine.normen.linking import count_linked
from engine.normen.measure import Asked
from engine.normen.opened import open_cases
from engine.normen.periods import Period
from engine.normen.records import Records, open_records
from engine.normen.rejected import Rejected, RejectFile
from engine.normen.sources import Source, Unreadable
from engine.normen.sources.gather import gather
from engine.normen.together import COMPOSED, together
from engine.normen.verdict import Verdict


def survey(
    program: Program,
    names: Iterable[str],
    place: str,
    period: Period,
    until: date | None = None,
    *,
    trend: str | None = None,
    refused_in: Path | None = None,
    opening: bool = False,
) -> tuple[list[Measurement], list[Diagnostic]]:
    """Every registratie that one of the norms is measured over, in the order of the rules. ``refused_in``: the folder to write the rows in
    that cannot be used. ``opening``: also read the records behind the verdicts. With a finding there are no measurements and no files."""
    wanted = [program.norms[name] for name in names]
    asked = {
        registry: norms
        for registry in program.registries
        if (norms := norms_over(program, registry, [norm.name for norm in wanted]))
    }
    linked = {link.over for registry in asked for _, link in _links(program, registry)}
    found: list[Measurement] = []
    with ExitStack() as files, gather(place, program, dict.fromkeys((*asked, *sorted(linked)))) as gathered:
        findings = gathered.findings
        ready: dict[str, Records] = {}
        for registry, source in gathered.sources.items():
            records, problems = open_records(program, program.registries[registry], source)
            findings += problems
            if records is not None:
                ready[registry] = records
        if not gathered.sources and not findings:
            findings.append(_nothing(place, asked))
        written: list[RejectFile] = []
        for registry, norms in asked.items():
            if findings:
                break
            if registry not in ready:
                found.append(_without_source(registry, norms, period))
                continue
            records = ready[registry]
            try:
                if refused_in is not None:
                    written.append(files.enter_context(_reject_file(refused_in, registry, records)))
                    records.rejected.file = written[-1]
                records.linked.update(_counted(program, registry, gathered.sources))
                measured = measure(records, norms, period, until, trend)
                again = replace(records, rejected=Rejected(), read=0)
                found.append(replace(measured, opened=open_cases(again, measured, until)) if opening else measured)
            except Unreadable as wrong:
                findings += wrong.findings
        try:
            for file in written if not findings else ():
                file.keep()
        except Unreadable as wrong:
            findings += wrong.findings
    if findings:
        return [], findings
    whole = together(found, wanted, period, until, program)
    made = [Measurement(COMPOSED, None, 0, Rejected(), {}, whole.composed)] if whole.composed else []
    return [*whole.measurements, *made], []


def _links(program: Program, registry: str) -> list[tuple[str, Link]]:
    columns = program.registries[registry].columns
    return [(column.attr, column.link) for column in columns if column.link is not None]


def _counted(program: Program, registry: str, sources: Mapping[str, Source]) -> dict[str, Mapping[str, int]]:
    """The columns that are counted in another registratie, where that has records. What is refused there is not said again: a norm over
    that registratie says it. Raises Unreadable."""
    counted: dict[str, Mapping[str, int]] = {}
    for attr, link in _links(program, registry):
        if link.over not in sources:
            continue
        own, _ = open_records(program, program.registries[registry], sources[registry])
        other, problems = open_records(program, program.registries[link.over], sources[link.over])
        if other is None:
            raise Unreadable(*problems)
        assert own is not None  # it was opened before
        counted[attr] = count_linked(own, link, other)
    return counted


def _nothing(place: str, asked: Iterable[str]) -> Diagnostic:
    wanted = ", ".join(f"'{name}'" for name in sorted(asked)) or "een registratie"
    shown = "--registratie" if "://" in place else place
    return diagnose("TS842", NOWHERE, folder=shown, wanted=wanted)


def _reject_file(folder: Path, registry: str, records: Records) -> RejectFile:
    return RejectFile(folder / f"{registry.replace(' ', '-')}-geweigerd.csv", records.column_names)


def _without_source(registry: str, norms: Sequence[NormInfo], period: Period) -> Measurement:
    verdict = Verdict("niet beoordeeld", f"Er zijn geen records van registratie '{registry}'.")
    assessments: list[Assessment] = []
    for norm in norms:
        reads = [Read(name, gauge, None, verdict) for name, gauge in Asked(norm, (period,)).readings()]
        assessments.append(choose(norm, period, None, reads))
    return Measurement(registry, None, 0, Rejected(), {}, tuple(assessments))
