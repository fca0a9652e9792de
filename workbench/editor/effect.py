"""What a change of the rules does: in words, to the besluiten that stand on it, to the scenarios, and to a few invented households.

All of it takes seconds, so that a page asks another process for it (``effects.py``).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dsl.diagnostics import Severity
from dsl.program import Program, RuleInfo
from dsl.syntax import Beslistabel, Module
from engine.dossier.loader import CaseLoader
from engine.scenarios.coverage import RowKey
from engine.scenarios.model import Entry, Scenario
from engine.scenarios.reading import read_scenarios
from engine.scenarios.run import ScenarioResult, load_files, run_entry, scenario_paths
from workbench.editor.of_variants import Changed, OfVariants
from workbench.editor.reached import is_about, reached
from workbench.editor.sample import Sample, Sampled
from workbench.editor.workspace import Workspace

SECONDS_TYPING, SECONDS_WHOLE, SECONDS_VARIANTS = 3.0, 45.0, 20.0
"""How long scenarios are run: while somebody types, and before a change is saved; and after that those of varianten."""
_NONE: Mapping[str, str] = {}
_MOST_FAILURES = 50


@dataclass(frozen=True, slots=True)
class Failed:
    """A scenario that no longer says what it expects: what, expected and now, in words. ``variant``: "" for one of the law itself."""

    id: str
    name: str
    path: str
    line: int
    besluit: str
    variant: str
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
class Varied:
    """The scenarios of a variant with the change below or in it. ``why``: what stands in the way of the variant, or of running them."""

    name: str
    all_scenarios: int = 0
    ran: int = 0
    failures: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """``broken``: the rules are no program, so that nothing could be run. ``ran`` of ``all_scenarios``: fewer when time was up.
    Those of the ``variants`` that the change may matter to are among them."""

    broken: bool
    words: str = ""
    besluiten: tuple[str, ...] = ()
    all_scenarios: int = 0
    ran: int = 0
    failed: tuple[Failed, ...] = ()
    failures: int = 0
    variants: tuple[Varied, ...] = ()
    covered: tuple[Covered, ...] = ()
    sampled: tuple[Sampled, ...] = ()
    sample: str = ""


class Trial:
    """Runs what a change does. Keeps what it read of the rules and of the scenarios."""

    def __init__(self, workspace: Workspace, scenarios: Path) -> None:
        self.workspace = workspace
        self.scenarios = scenarios
        self.sample = Sample(scenarios)
        self.of_variants = OfVariants(workspace, scenarios)
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
        besluiten, trajecten = reached((old, new), paths, rule)
        loader = CaseLoader(new)
        added = [read_scenarios(loader, text, f"{place}.yaml") for place, text in sorted(proposed.items())]
        entries = [entry for file in added for entry in file.entries] + self._entries(new, besluiten, trajecten)
        until = time.monotonic() + (SECONDS_WHOLE if whole or patient else SECONDS_TYPING)
        results = _ran(new, entries, until)
        failed = [_failed(result) for result in results if not result.passed]
        counts = Counter(number for result in results for number in result.seen.rules)
        hits = Counter(key for result in results for key in result.seen.rows)
        covered = [*_covered(new, path, counts), *_covered_rows(view.corpus.by_path().get(path), hits)]
        changed_law = whole and not self.of_variants.holds_all(paths, texts)
        words = [_words(old, new)] if changed_law else []
        sampled = [*self.sample.told(old, new, sorted(besluiten))] if changed_law else []
        sample = self.sample.words(old, new) if changed_law else ""
        total, ran, variants = len(entries), len(results), []
        changed = Changed(texts, paths, new, frozenset(besluiten), proposed, whole or patient)
        until = time.monotonic() + (SECONDS_VARIANTS if changed.patient else SECONDS_TYPING)
        for one in self.of_variants.found(changed, until):
            results = _ran(one.new, one.entries, until) if one.new is not None else []
            wrong = [_failed(result, one.name) for result in results if not result.passed]
            variants.append(Varied(one.name, len(one.entries), len(results), len(wrong), one.why))
            total, ran, failed = total + len(one.entries), ran + len(results), failed + wrong
            if one.old is None or one.new is None:
                continue
            counts = Counter(number for result in results for number in result.seen.rules)
            covered += _covered(one.new, path, counts)
            besluiten |= one.besluiten
            if whole:
                words.append(f"Variant '{one.name}'\n\n{_words(one.old, one.new)}")
                sampled += self.sample.told(one.old, one.new, sorted(one.changed), one.name)
                sample = sample or self.sample.words(one.old, one.new)
        return Effect(
            broken=False,
            words="\n\n".join(words),
            besluiten=tuple(sorted(besluiten)),
            all_scenarios=total,
            ran=ran,
            failed=tuple(failed[:_MOST_FAILURES]),
            failures=len(failed),
            variants=tuple(variants),
            covered=tuple(sorted(covered, key=lambda it: it.start)),
            sampled=tuple(sampled),
            sample=sample,
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
            if is_about(entry, besluiten, trajecten)
        ]
        # A case on one day takes a thousandth of a second, one over years a hundred times that.
        return sorted(found, key=lambda entry: not isinstance(entry, Scenario))

    def _text(self, place: Path) -> str:
        if place not in self._texts:
            self._texts[place] = " ".join(place.read_text(encoding="utf-8", errors="replace").split()).casefold()
        return self._texts[place]


def _ran(program: Program, entries: Iterable[Entry], until: float) -> list[ScenarioResult]:
    results = []
    for entry in entries:
        if time.monotonic() > until:
            break
        results.append(run_entry(program, entry))
    return results


def _words(old: Program, new: Program) -> str:
    from engine.variants.changes import changes_between
    from engine.variants.words import changes_text

    return changes_text(changes_between(old, new))


def _failed(result: ScenarioResult, variant: str = "") -> Failed:
    differences = tuple((it.what, it.expected, it.actual) for it in result.differences)
    if result.crash:
        differences += (("het programma", "een uitkomst", "het ging mis"),)
    differences += tuple(
        ("scenario", "leesbaar", it.cause) for it in result.diagnostics if it.severity is Severity.FOUT
    )
    label = result.label
    what = result.besluit or result.traject or ""
    return Failed(label.id, label.name, label.path, label.line, what, variant, differences, result.why)


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
