"""Run scenarios: read them, decide each, and hold the decision against what is expected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import read_bytes, reason
from dsl.program import Program
from dsl.source import NOWHERE, SourceFile, Sources
from engine.dossier.loader import CaseLoader
from engine.safe_yaml import MAX_BYTES
from engine.scenarios.compare import differences, reasons
from engine.scenarios.coverage import RegelingCoverage, Seen, coverage, seen_in
from engine.scenarios.differences import Difference
from engine.scenarios.model import (
    Entry,
    Intermediate,
    Label,
    Origin,
    Scenario,
    ScenarioFile,
    TimelineScenario,
    TrajectScenario,
    Unreadable,
)
from engine.scenarios.programs import Programs
from engine.scenarios.reading import read_scenarios
from engine.values import Value

SUFFIXES = (".yaml", ".yml", ".json")
_HOLDS_SCENARIOS = re.compile(r"""(scenarios|tijdlijnen)\s*:|[\s{]*["'](scenarios|tijdlijnen)["']\s*:""")
_CHUNK = 20
"""Scenarios in one task for another process: enough to be worth sending, few enough to share out evenly."""


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What came of one scenario. ``crash`` is set when the program itself failed, ``diagnostics`` when the scenario could not
    be read; either counts as failed."""

    label: Label
    differences: tuple[Difference, ...] = ()
    why: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    crash: str | None = None
    origin: Origin | None = None
    besluit: str | None = None
    traject: str | None = None
    seen: Seen = Seen()

    @property
    def passed(self) -> bool:
        return not (self.differences or self.diagnostics or self.crash)


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """``diagnostics`` are about files as a whole; the suite is only good when there are none."""

    results: tuple[ScenarioResult, ...]
    diagnostics: tuple[Diagnostic, ...]
    coverage: tuple[RegelingCoverage, ...]
    sources: Sources = field(default_factory=Sources)
    seen: Seen = Seen()

    @property
    def passed(self) -> bool:
        return not self.diagnostics and all(result.passed for result in self.results)

    @property
    def failures(self) -> tuple[ScenarioResult, ...]:
        return tuple(result for result in self.results if not result.passed)


def run_suite(
    program: Program,
    paths: Iterable[Path | str],
    k: str | None = None,
    workers: int = 1,
    programs: Programs | None = None,
) -> SuiteResult:
    """Run the scenarios in files and folders. ``k``: only those with all of these words in their name or id. ``workers``: the
    number of processes. ``programs``: where those of a variant come from; without it they are left out. Results come in the order
    of the files, whatever the number of workers. What scenarios of a variant touch is no coverage of the law."""
    files, findings = load_files(program, paths, programs)
    sources = Sources(SourceFile(file.path, file.text) for file in files)
    entries = [entry for file in files for entry in file.entries if _selected(entry.label, k)]
    findings += [item for file in files for item in file.diagnostics]
    if not entries and not findings:
        shown = ", ".join(str(path) for path in paths)
        findings.append(diagnose("TS707", NOWHERE, path=shown))
    held = {file.variant: _program_of(file, program, programs) for file in files if file.entries}
    of = {entry.label.id: file.variant for file in files for entry in file.entries}
    if workers <= 1:
        results = [run_entry(held[of[entry.label.id]], entry) for entry in entries]
    else:
        results = _run_apart(held, files, entries, workers)
    seen = Seen()
    of_law = [result for result in results if held[of[result.label.id]] is program]
    for result in of_law:
        seen |= result.seen
    named = {program.decisions[result.besluit].regeling for result in of_law if result.besluit}
    named |= {program.trajecten[result.traject].regeling for result in of_law if result.traject}
    return SuiteResult(tuple(results), tuple(findings), coverage(program, seen, named), sources, seen)


def _program_of(file: ScenarioFile, program: Program, programs: Programs | None) -> Program:
    if file.variant is None or program.applied or programs is None:
        return program
    return programs.program(file.variant)


# --- finding ------------------------------------------------------------------------------------------------------


def scenario_paths(paths: Iterable[Path | str]) -> tuple[list[Path], list[Diagnostic]]:
    """The files named and those in the folders named, in order of name; a path that is not there is a finding."""
    found: dict[Path, None] = {}
    findings: list[Diagnostic] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = (item for item in sorted(path.rglob("*")) if item.suffix in SUFFIXES and item.is_file())
            found.update(dict.fromkeys(item for item in inside if has_scenarios(item)))
        elif path.exists():
            found[path] = None
        else:
            findings.append(diagnose("TS801", NOWHERE, path=str(path)))
    return list(found), findings


def has_scenarios(path: Path) -> bool:
    """Whether a file in a folder says that it holds scenarios; other files there may be dossiers."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            return any(_HOLDS_SCENARIOS.match(line) for line in lines)
    except OSError:
        return True  # so that reading it says what is wrong


def _shown(path: Path) -> str:
    """The path as the user would write it from where the command was given."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def load_files(
    program: Program, paths: Iterable[Path | str], programs: Programs | None = None
) -> tuple[list[ScenarioFile], list[Diagnostic]]:
    """Read all scenario files, in which no two scenarios may have the same id. ``programs``: as in :func:`run_suite`."""
    loader = CaseLoader(program)
    found, findings = scenario_paths(paths)
    files: list[ScenarioFile] = []
    for path in found:
        try:
            content = read_bytes(path, MAX_BYTES)
        except OSError as error:
            findings.append(diagnose("TS001", NOWHERE, path=str(path), reason=reason(error)))
            continue
        files.append(read_scenarios(loader, content, _shown(path), programs))
    findings += _same_ids(files)
    return files, findings


def _same_ids(files: Sequence[ScenarioFile]) -> list[Diagnostic]:
    first: dict[str, Label] = {}
    findings = []
    for label in (entry.label for file in files for entry in file.entries):
        other = first.setdefault(label.id, label)
        if other is not label:
            findings.append(diagnose("TS705", label.span, name=label.id, other=f"{other.path}:{other.line}"))
    return findings


def _selected(label: Label, k: str | None) -> bool:
    text = f"{label.name} {label.id}".casefold()
    return all(word in text for word in (k or "").casefold().split())


# --- running ------------------------------------------------------------------------------------------------------


def run_entry(program: Program, entry: Entry) -> ScenarioResult:
    """The result of one scenario. A mistake in the program itself is caught, so that it does not hide the other scenarios."""
    if isinstance(entry, Unreadable):
        return ScenarioResult(entry.label, diagnostics=entry.diagnostics)
    besluit = None if isinstance(entry, TrajectScenario) else entry.besluit
    traject = entry.traject if isinstance(entry, TrajectScenario) else None
    result = ScenarioResult(entry.label, origin=entry.origin, besluit=besluit, traject=traject)
    try:
        if isinstance(entry, TrajectScenario):
            return _replayed(program, entry)
        return _decided(program, entry) if isinstance(entry, Scenario) else _over_time(program, entry)
    except Exception as error:  # whatever it is, it belongs in the report of this scenario
        import traceback

        where = traceback.extract_tb(error.__traceback__)[-1]
        crash = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return replace(result, crash=crash)


def _decided(program: Program, scenario: Scenario) -> ScenarioResult:
    from engine.decide import decide

    decision = decide(program, scenario.besluit, scenario.case, scenario.moment)
    if scenario.expected.signals is not None:
        from engine.signals import judge

        decision = judge(decision, program, scenario.case, scenario.moment)
    found = differences(scenario.expected, scenario.case, decision, program, partial(_intermediate, program, scenario))
    return ScenarioResult(
        label=scenario.label,
        differences=tuple(found),
        why=tuple(reasons(decision, program)) if found else (),
        origin=scenario.origin,
        besluit=scenario.besluit,
        seen=seen_in(program, decision),
    )


def _replayed(program: Program, scenario: TrajectScenario) -> ScenarioResult:
    from engine.scenarios.trajecten import traject_differences

    found, why, taken = traject_differences(scenario, program)
    return ScenarioResult(
        label=scenario.label,
        differences=tuple(found),
        why=why,
        origin=scenario.origin,
        traject=scenario.traject,
        seen=Seen(transitions=frozenset((scenario.traject, name) for name in taken)),
    )


def _over_time(program: Program, scenario: TimelineScenario) -> ScenarioResult:
    from engine.scenarios.over_time import timeline_differences

    found, why, seen = timeline_differences(scenario, program)
    return ScenarioResult(
        label=scenario.label,
        differences=tuple(found),
        why=why,
        origin=scenario.origin,
        besluit=scenario.besluit,
        seen=seen,
    )


def _intermediate(program: Program, scenario: Scenario, item: Intermediate) -> Value:
    from engine.general import Run

    root = program.definitions[item.attr.owner, item.attr.name].root
    return Run(program, scenario.case, scenario.moment).value(root, (item.obj,))


def _run_apart(
    held: dict[str | None, Program], files: Sequence[ScenarioFile], entries: Sequence[Entry], workers: int
) -> list[ScenarioResult]:
    """Share the scenarios out over processes. Each reads the texts of its own: a case may be too deeply linked to send."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    wanted = {id(entry) for entry in entries}
    tasks = []
    for file in files:
        numbers = [number for number, entry in enumerate(file.entries) if id(entry) in wanted]
        chunks = [numbers[at : at + _CHUNK] for at in range(0, len(numbers), _CHUNK)]
        tasks += [(file.path, file.text, file.variant, chunk) for chunk in chunks]
    # A fresh process: a copy of this one could have locks in it that nobody will open.
    with ProcessPoolExecutor(min(workers, len(tasks) or 1), get_context("spawn"), _start, (held,)) as pool:
        return [result for part in pool.map(_work, tasks) for result in part]


_loaders: dict[str | None, CaseLoader] = {}


def _start(held: dict[str | None, Program]) -> None:
    _loaders.update((variant, CaseLoader(program)) for variant, program in held.items())


def _work(task: tuple[str, str, str | None, list[int]]) -> list[ScenarioResult]:
    path, text, variant, numbers = task
    loader = _loaders[variant]
    entries = read_scenarios(loader, text, path).entries
    return [run_entry(loader.program, entries[number]) for number in numbers]
