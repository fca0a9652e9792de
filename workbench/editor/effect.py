"""What a change of the rules does: in words, to the besluiten that stand on it, to the scenarios, and to a few invented households.

All of it takes seconds, so that a page asks another process for it (:class:`Effects`).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from dsl.diagnostics import Severity
from dsl.notation import format_date
from dsl.program import Program, RuleInfo
from dsl.syntax import Beslistabel, Module
from engine.dossier.loader import CaseLoader
from engine.reach import needs
from engine.scenarios.coverage import RowKey
from engine.scenarios.model import Entry, Scenario, TrajectScenario, Unreadable
from engine.scenarios.reading import read_scenarios
from engine.scenarios.run import ScenarioResult, load_files, run_entry, scenario_paths
from workbench.editor.workspace import Workspace

if TYPE_CHECKING:
    from engine.columns.population import Population

SECONDS_TYPING, SECONDS_WHOLE = 3.0, 45.0
"""How long scenarios are run: while somebody types, and before a change is saved."""
HOUSEHOLDS = 150
_MOST_BESLUITEN = 6
_NONE: Mapping[str, str] = {}
_MOST_FAILURES = 50


@dataclass(frozen=True, slots=True)
class Failed:
    """A scenario that no longer says what it expects: what, expected and now, in words."""

    id: str
    name: str
    path: str
    line: int
    besluit: str
    differences: tuple[tuple[str, str, str], ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A rule of the file by the offset where it begins, and in how many of the scenarios that ran it gave an outcome. ``row``: a row of a
    beslistabel, counted from 1, that so many of them hit; 0 for the rule as a whole."""

    name: str
    start: int
    count: int
    row: int = 0

    @property
    def words(self) -> str:
        return f"rij {self.row} van {self.name}" if self.row else self.name


@dataclass(frozen=True, slots=True)
class Sampled:
    """What a besluit comes to for invented households, before and after: averages in words, and how many get more or less."""

    besluit: str
    outcome: str
    rows: int
    undecided: int
    more: int
    less: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """``broken``: the rules are no program, so that nothing could be run. ``ran`` of ``all_scenarios``: fewer when time was up."""

    broken: bool
    words: str = ""
    besluiten: tuple[str, ...] = ()
    all_scenarios: int = 0
    ran: int = 0
    failed: tuple[Failed, ...] = ()
    failures: int = 0
    covered: tuple[Covered, ...] = ()
    sampled: tuple[Sampled, ...] = ()
    sample: str = ""


class Trial:
    """Runs what a change does. Keeps what it read of the rules and of the scenarios."""

    def __init__(self, workspace: Workspace, scenarios: Path) -> None:
        self.workspace = workspace
        self.scenarios = scenarios
        self._model_year: int | None = None
        self._population: Population | None = None
        self._texts: dict[Path, str] = {}

    def run(
        self,
        texts: Mapping[str, str],
        name: str,
        rule: str | None,
        whole: bool,
        proposed: Mapping[str, str] = _NONE,
        patient: bool = False,
    ) -> Effect:
        """``texts`` by file, of which ``name`` is the one in view; ``rule``: only the scenarios of that one. ``proposed``: files with
        scenarios, by name, that run as well. ``patient``: somebody waits for all scenarios."""
        old = self.workspace.settled().program
        new = self.workspace.program(texts)
        if old is None or new is None:
            return Effect(broken=True)
        view = self.workspace.view(texts)
        path = view.source(name).path if name in view.scanned else ""
        paths = {view.source(it).path for it in texts} if whole else {path}
        besluiten, trajecten = _reached((old, new), paths, rule)
        loader = CaseLoader(new)
        added = [read_scenarios(loader, text, f"{place}.yaml") for place, text in sorted(proposed.items())]
        entries = [entry for file in added for entry in file.entries] + self._entries(new, besluiten, trajecten)
        until = time.monotonic() + (SECONDS_WHOLE if whole or patient else SECONDS_TYPING)
        results: list[ScenarioResult] = []
        for entry in entries:
            if time.monotonic() > until:
                break
            results.append(run_entry(new, entry))
        failed = [result for result in results if not result.passed]
        counts = Counter(number for result in results for number in result.seen.rules)
        hits = Counter(key for result in results for key in result.seen.rows)
        module = view.corpus.by_path().get(path)
        return Effect(
            broken=False,
            words=_words(old, new) if whole else "",
            besluiten=tuple(sorted(besluiten)),
            all_scenarios=len(entries),
            ran=len(results),
            failed=tuple(_failed(result) for result in failed[:_MOST_FAILURES]),
            failures=len(failed),
            covered=tuple(
                sorted([*_covered(new, path, counts), *_covered_rows(module, hits)], key=lambda it: it.start)
            ),
            sampled=tuple(self._sampled(old, new, sorted(besluiten))) if whole else (),
            sample=self._sample_words(old, new) if whole else "",
        )

    # --- scenarios

    def _entries(self, program: Program, besluiten: set[str], trajecten: set[str]) -> list[Entry]:
        """The scenarios of these besluiten and trajecten, of the law itself."""
        places, _ = scenario_paths([self.scenarios])
        names = {program.decisions[it].regeling for it in besluiten if it in program.decisions} | besluiten
        names |= {program.trajecten[it].regeling for it in trajecten if it in program.trajecten} | trajecten
        named = [place for place in places if any(it.casefold() in self._text(place) for it in names)]
        files, _ = load_files(program, named)
        found = [
            entry
            for file in files
            if file.variant is None
            for entry in file.entries
            if isinstance(entry, Unreadable)
            or (entry.traject in trajecten if isinstance(entry, TrajectScenario) else entry.besluit in besluiten)
        ]
        # A case on one day takes a thousandth of a second, one over years a hundred times that.
        return sorted(found, key=lambda entry: not isinstance(entry, Scenario))

    def _text(self, place: Path) -> str:
        if place not in self._texts:
            self._texts[place] = " ".join(place.read_text(encoding="utf-8", errors="replace").split()).casefold()
        return self._texts[place]

    # --- invented households

    def _sample_words(self, old: Program, new: Program) -> str:
        if self._model_year is None:
            return ""
        day = _sample_day(old, new, self._model_year)
        known = f" Van hen is bekend wat in {self._model_year} gold." if day.year != self._model_year else ""
        return f"{HOUSEHOLDS} verzonnen huishoudens, op {format_date(day, words=True)}.{known}"

    def _sampled(self, old: Program, new: Program, besluiten: Iterable[str]) -> Iterable[Sampled]:
        from engine.case import Moment
        from engine.columns.routed import case_of
        from engine.decide import decide
        from engine.simulation.work import choose
        from engine.values import Known

        population = self._drawn(old)
        if population is None:
            return
        both = [name for name in besluiten if name in old.decisions and name in new.decisions]
        asked, _ = choose(old, new, both, sorted(population.tables))
        moment = Moment(_sample_day(old, new, self._model_year or date.today().year))
        for one in asked[:_MOST_BESLUITEN]:
            table = population.tables[one.over]
            amounts: list[tuple[Fraction, Fraction]] = []
            undecided = 0
            for row in range(min(table.rows, HOUSEHOLDS)):
                values = []
                for program in (old, new):
                    outcome = decide(program, one.besluit, case_of(program, population, one.over, row), moment).outcomes
                    value = outcome[one.position].value if outcome else None
                    values.append(value.value if isinstance(value, Known) else None)
                if isinstance(values[0], Fraction) and isinstance(values[1], Fraction):
                    amounts.append((values[0], values[1]))
                elif values[0] != values[1] or values[0] is None:
                    undecided += 1
            yield _told_sample(one.besluit, one.outcome, amounts, undecided, one.per_month)

    def _drawn(self, program: Program) -> Population | None:
        """The sample; None without the extra that draws it, or without its model."""
        if self._population is None:
            try:
                from engine.population.model import load_model
                from engine.population.synthetic import synthetic_part
            except ImportError:
                return None
            try:
                model, _, _ = load_model(self.scenarios / "populaties" / "nederland-2024.yaml", program)
            except OSError:
                return None
            if model is None:
                return None
            self._model_year = model.year
            self._population = synthetic_part(program, model, 1, 0, HOUSEHOLDS).population
        return self._population


def _sample_day(old: Program, new: Program, year: int) -> date:
    """A day of the year that the households are of; the first day of the change where that comes later."""
    from engine.variants.changes import changes_between

    usual = date(year, 7, 1)
    found = changes_between(old, new)
    periods = [(it.start, it.end) for it in found.figures] + [(it.start or date.min, it.end) for it in found.rules]
    if not periods or any(start <= usual and (end is None or end >= usual) for start, end in periods):
        return usual
    later = [start for start, _ in periods if start > usual]
    return min(later) if later else max(end for _, end in periods if end is not None)


def _told_sample(
    besluit: str, outcome: str, amounts: list[tuple[Fraction, Fraction]], undecided: int, per_month: bool
) -> Sampled:
    from engine.explain.values_nl import euro_text

    count = len(amounts)
    per = "per maand" if per_month else "per jaar"
    old, new = (
        f"{euro_text(Fraction(round(sum(pair[side] for pair in amounts) / count * 100), 100))} {per}"
        if count
        else "geen"
        for side in (0, 1)
    )
    return Sampled(
        besluit=besluit,
        outcome=outcome,
        rows=count,
        undecided=undecided,
        more=sum(pair[1] > pair[0] for pair in amounts),
        less=sum(pair[1] < pair[0] for pair in amounts),
        before=old,
        after=new,
    )


def _words(old: Program, new: Program) -> str:
    from engine.variants.changes import changes_between
    from engine.variants.words import changes_text

    return changes_text(changes_between(old, new))


def _reached(programs: tuple[Program, Program], paths: set[str], rule: str | None) -> tuple[set[str], set[str]]:
    """The besluiten and trajecten that stand on files, by the one program or the other; of one rule when it is named."""
    besluiten: set[str] = set()
    trajecten: set[str] = set()
    for program in programs:
        mine = {it.number for it in program.rules if it.span.file in paths and (rule is None or it.name == rule)}
        figures = {name for name, it in program.params.items() if it.span.file in paths}
        figures |= {name for name, it in program.tables.items() if it.span.file in paths}
        facts = {
            (info.owner, info.name)
            for kind in program.types.values()
            for info in kind.attributes.values()
            if info.span.file in paths and rule is None
        }
        for info in program.decisions.values():
            found = needs(program, info)
            by_figure = rule is None and (figures.intersection(found.params) or figures.intersection(found.tables))
            by_fact = any((fact.owner, fact.name) in facts for fact in found.facts)
            if mine.intersection(found.rules) or by_figure or by_fact or (rule is None and info.span.file in paths):
                besluiten.add(info.name)
        trajecten |= {it.name for it in program.trajecten.values() if it.span.file in paths and rule is None}
    return besluiten, trajecten


def _failed(result: ScenarioResult) -> Failed:
    differences = tuple((it.what, it.expected, it.actual) for it in result.differences)
    if result.crash:
        differences += (("het programma", "een uitkomst", "het ging mis"),)
    differences += tuple(
        ("scenario", "leesbaar", it.cause) for it in result.diagnostics if it.severity is Severity.FOUT
    )
    label = result.label
    what = result.besluit or result.traject or ""
    return Failed(label.id, label.name, label.path, label.line, what, differences, result.why)


def _covered(program: Program, path: str, counts: Counter[int]) -> Iterable[Covered]:
    """The rules of a file in order; a beslistabel with more columns is one."""
    found: dict[tuple[str, int], int] = {}
    rules: list[RuleInfo] = sorted((it for it in program.rules if it.span.file == path), key=lambda it: it.span.start)
    for rule in rules:
        key = rule.name, rule.span.start
        found[key] = max(found.get(key, 0), counts[rule.number])
    return [Covered(name, start, count) for (name, start), count in found.items()]


def _covered_rows(module: Module | None, hits: Counter[RowKey]) -> Iterable[Covered]:
    """The rows of the beslistabellen of a file. Their places come from the text: in the program rows with one value share its node."""
    for table in module.definities if module is not None else ():
        if isinstance(table, Beslistabel):
            for number, row in enumerate(table.rijen, start=1):
                key = table.naam, table.span.file, table.span.start, number
                yield Covered(table.naam, row.span.start, hits[key], number)


# --- another process


_trial: list[Trial] = []


def _start(rules: Path, scenarios: Path) -> None:
    _trial[:] = [Trial(Workspace.of_folder(rules), scenarios)]


def _run(*question: Any) -> Effect:
    return _trial[0].run(*question)


class Effects:
    """Runs changes in a process of its own, one at a time."""

    def __init__(self, rules: Path, scenarios: Path) -> None:
        self._folders = rules, scenarios
        self._pool: ProcessPoolExecutor | None = None
        self._busy: Future[Effect] | None = None
        self._lock = Lock()

    def run(
        self,
        texts: Mapping[str, str],
        name: str,
        rule: str | None = None,
        whole: bool = False,
        proposed: Mapping[str, str] = _NONE,
        patient: bool = False,
    ) -> Effect | None:
        """What a change does; None when another one is being run and this one can wait (``whole`` waits its turn), or when it cannot be
        told now."""
        with self._lock:
            if self._busy is not None and not self._busy.done() and not whole:
                return None
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, get_context("spawn"), _start, self._folders)
            job = self._busy = self._pool.submit(_run, dict(texts), name, rule, whole, dict(proposed), patient)
        try:
            return job.result(timeout=SECONDS_WHOLE * 4)
        except (BrokenProcessPool, TimeoutError, CancelledError):
            # The process died or hangs: the next question gets a new one.
            self.close()
            return None

    def close(self) -> None:
        with self._lock:
            pool, self._pool, self._busy = self._pool, None, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
