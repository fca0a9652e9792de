"""Measuring norms over all registraties that a place gives: a whole report, or everything that is wrong and no report."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import Link, NormInfo, Program
from dsl.source import NOWHERE
from engine.normen.assess import Assessment, Measurement, Read, choose, measure, norms_over
from engine.normen.examples_files import MARK
from engine.normen.linking import count_linked
from engine.normen.measure import Asked
from engine.normen.opened import open_cases
from engine.normen.periods import Period
from engine.normen.records import Records, open_records
from engine.normen.rejected import Rejected, RejectFile
from engine.normen.sources import Unreadable
from engine.normen.sources.files import spoken
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
        reading = _Reading(program, asked, ready, refused_in, files)
        try:
            for registry, norms in asked.items() if not findings else ():
                if registry not in ready:
                    found.append(_without_source(registry, norms, period))
                    continue
                records = reading.start(registry)
                records.linked.update(reading.counted(registry))
                measured = measure(records, norms, period, until, trend)
                measured = replace(measured, invented=_invented(records))
                again = reading.again(registry)
                found.append(replace(measured, opened=open_cases(again, measured, until)) if opening else measured)
            if not findings:
                found += reading.only_counted()
                reading.keep()
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


@dataclass(slots=True)
class _Reading:
    """Records that are read for their own norms, or only to be counted with those of another registratie."""

    program: Program
    asked: Container[str]
    ready: Mapping[str, Records]
    refused_in: Path | None
    open_things: ExitStack
    _files: list[RejectFile] = field(default_factory=list)
    _counted: dict[str, Records] = field(default_factory=dict)

    def start(self, registry: str) -> Records:
        """The records, of which what is refused is kept. Raises Unreadable when there is no place to keep it."""
        records = self.ready[registry]
        if self.refused_in is not None:
            place = self.refused_in / f"{registry.replace(' ', '-')}-geweigerd.csv"
            self._files.append(self.open_things.enter_context(RejectFile(place, records.column_names)))
            records.rejected.file = self._files[-1]
        return records

    def counted(self, registry: str) -> dict[str, Mapping[str, int]]:
        """The columns that are counted in another registratie, where that has records. Raises Unreadable."""
        found: dict[str, Mapping[str, int]] = {}
        for attr, link in _links(self.program, registry):
            if link.over in self.ready:
                first = link.over not in self.asked and link.over not in self._counted
                if first:
                    self._counted[link.over] = self.start(link.over)
                other = self._counted[link.over] if first else self.again(link.over)
                found[attr] = count_linked(self.again(registry), link, other)
        return found

    def again(self, registry: str) -> Records:
        """Records of which is said elsewhere what is refused."""
        return replace(self.ready[registry], rejected=Rejected(), read=0)

    def only_counted(self) -> Iterator[Measurement]:
        """What was read of registraties without a norm of their own here: what is refused there changes a count, too."""
        for registry, other in self._counted.items():
            yield Measurement(
                registry, other.source.name, other.read, other.rejected, {}, (), invented=_invented(other)
            )

    def keep(self) -> None:
        """Put the files with what was refused in their places. Raises Unreadable."""
        for file in self._files:
            file.keep()


def _invented(records: Records) -> bool:
    return MARK in map(spoken, records.source.header)


def _nothing(place: str, asked: Iterable[str]) -> Diagnostic:
    wanted = ", ".join(f"'{name}'" for name in sorted(asked)) or "een registratie"
    shown = "--registratie" if "://" in place else place
    return diagnose("TS842", NOWHERE, folder=shown, wanted=wanted)


def _without_source(registry: str, norms: Sequence[NormInfo], period: Period) -> Measurement:
    verdict = Verdict("niet beoordeeld", f"Er zijn geen records van registratie '{registry}'.")
    assessments: list[Assessment] = []
    for norm in norms:
        reads = [Read(name, gauge, None, verdict) for name, gauge in Asked(norm, (period,)).readings()]
        assessments.append(choose(norm, period, None, reads))
    return Measurement(registry, None, 0, Rejected(), {}, tuple(assessments))
