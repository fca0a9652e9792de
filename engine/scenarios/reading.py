"""From the text of a scenario file to scenarios. A scenario with mistakes does not stand in the way of the others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dsl.diagnostics import Diagnostic
from dsl.program import DecisionInfo
from dsl.source import SourceFile, Span
from dsl.suggest import did_you_mean, suggest
from engine.case import Moment
from engine.dossier.facts import read_date
from engine.dossier.loader import CaseLoader
from engine.dossier.report import Report, shortened, yaml_findings
from engine.forms import FormProblem, check_form
from engine.safe_yaml import Mapping, Node, Scalar, Sequence, load_yaml
from engine.scenarios.expectations import ExpectationReader
from engine.scenarios.model import (
    Entry,
    Expected,
    Label,
    Scenario,
    ScenarioFile,
    StretchExpected,
    TimelineScenario,
    TrajectScenario,
    Unreadable,
)
from engine.scenarios.programs import Programs
from engine.scenarios.structure import ExpectationForm, FileForm, ScenarioForm, TimelineForm
from engine.scenarios.tijdlijnen import TimelineReader
from engine.scenarios.trajecten import TrajectScenarioForm, named_traject, read_expected

MOST_DAYS = 366 * 20
"""A longer timeline than this is a mistake in a date."""


def read_scenarios(loader: CaseLoader, text: str | bytes, path: str, programs: Programs | None = None) -> ScenarioFile:
    """All scenarios of one file; never raises for what is in ``text``. Those of a file with ``variant:`` are read for that variant;
    without ``programs`` they are left out, unless the program of ``loader`` holds it."""
    loaded = load_yaml(text)
    report = Report(path, found=yaml_findings(loaded, path))
    root = loaded.root
    if root is None:
        return ScenarioFile(path, loaded.text, diagnostics=tuple(report.found))
    _, problems = check_form(FileForm, root)
    _report(problems, report, path)
    if not isinstance(root, Mapping):
        return ScenarioFile(path, loaded.text, diagnostics=tuple(report.found))
    variant, other = _variant(root, loader, programs)
    if isinstance(other, Diagnostic):
        report.add(other.code, root.get("variant") or root, remedy=other.remedy, name=variant or "")
    if not isinstance(other, CaseLoader):
        return ScenarioFile(path, loaded.text, diagnostics=tuple(report.found), variant=variant)
    entries, timelines = root.get("scenarios"), root.get("tijdlijnen")
    if entries is None and timelines is None:
        problem = "'scenarios' ontbreekt, en 'tijdlijnen' ook"
        report.add("TS701", root.entries[0][0] if root.entries else root, problem=problem)
    reader = _FileReader(other, root.get("regeling"), root.get("traject"), SourceFile(path, loaded.text))
    found: list[Entry] = []
    if isinstance(entries, Sequence):
        found += [reader.scenario(node, number) for number, node in enumerate(entries.items, start=1)]
    if isinstance(timelines, Sequence):
        found += [reader.timeline(node, number) for number, node in enumerate(timelines.items, start=1)]
    return ScenarioFile(path, loaded.text, tuple(found), tuple(report.found), variant)


def _variant(
    root: Mapping, loader: CaseLoader, programs: Programs | None
) -> tuple[str | None, CaseLoader | Diagnostic | None]:
    """The variant that a file is about, and the loader of its scenarios: None when they are not asked for."""
    named = root.get("variant")
    if not isinstance(named, Scalar):
        return None, loader
    name = " ".join(named.text.split())
    if loader.program.applied:
        return name, loader if loader.program.applied[-1].casefold() == name.casefold() else None
    return name, programs.loader(name) if programs is not None else None


class _FileReader:
    def __init__(self, loader: CaseLoader, regeling: Node | None, traject: Node | None, source: SourceFile) -> None:
        self._loader = loader
        self._regeling = regeling
        self._traject = traject
        self._source = source

    def scenario(self, node: Node, number: int) -> Entry:
        report = Report(self._source.path)
        label = self._label(node, number)
        named = (
            node.get("traject") or (None if node.get("regeling") else self._traject)
            if isinstance(node, Mapping)
            else None
        )
        if isinstance(node, Mapping) and isinstance(named, Scalar):
            return self._of_traject(node, named, label, report)
        form, problems = check_form(ScenarioForm, node)
        _report(problems, report, label.name)
        if not isinstance(node, Mapping):
            return Unreadable(label, tuple(report.found))
        decision = self._decision(node, report)
        days = {name: self._day(node, name, report) for name in ("op", "verzonden op", "bekend op")}
        known: tuple[date | None, str | None] = days["bekend op"], self._text(node, "bekend bij") or None
        if decision is not None and known[0] is not None:
            known = known[0], known[1] or decision.executor
        case = None
        facts, answers = node.get("feiten"), node.get("oordelen")
        if decision is not None and isinstance(facts, Mapping):
            case = self._loader.case(decision, facts, answers if isinstance(answers, Mapping) else None, report, known)
        expected = None
        wanted = node.get("verwacht")
        if decision is not None and isinstance(wanted, Mapping):
            expected = self._expected(wanted, ExpectationReader(self._loader.program, decision, case, report))
        day = days["op"]
        if report.has_errors or form is None or decision is None or case is None or expected is None or day is None:
            return Unreadable(label, tuple(report.found))
        return Scenario(
            label=label,
            besluit=decision.name,
            moment=Moment(day, days["verzonden op"], *known),
            origin=form.herkomst,
            sources=tuple(form.bron),
            certainty=form.zekerheid,
            case=case,
            expected=expected,
        )

    def _of_traject(self, node: Mapping, named: Scalar, label: Label, report: Report) -> TrajectScenario | Unreadable:
        """A scenario that replays a traject."""
        form, problems = check_form(TrajectScenarioForm, node)
        _report(problems, report, label.name)
        info = named_traject(self._loader.program, named, report)
        day = self._day(node, "op", report)
        case = expected = None
        facts, answers, wanted = node.get("feiten"), node.get("oordelen"), node.get("verwacht")
        if info is not None and isinstance(facts, Mapping):
            case = self._loader.case(info, facts, answers if isinstance(answers, Mapping) else None, report)
        if info is not None and isinstance(wanted, Mapping):
            expected = read_expected(self._loader.program, info, day, wanted, report)
        if report.has_errors or form is None or info is None or case is None or expected is None or day is None:
            return Unreadable(label, tuple(report.found))
        return TrajectScenario(
            label=label,
            traject=info.name,
            day=day,
            origin=form.herkomst,
            sources=tuple(form.bron),
            certainty=form.zekerheid,
            case=case,
            expected=expected,
        )

    def timeline(self, node: Node, number: int) -> TimelineScenario | Unreadable:
        """A besluit over a period."""
        report = Report(self._source.path)
        label = self._label(node, number, "tijdlijn")
        form, problems = check_form(TimelineForm, node)
        _report(problems, report, label.name)
        if not isinstance(node, Mapping):
            return Unreadable(label, tuple(report.found))
        decision = self._decision(node, report)
        start, end, sent, known = (self._day(node, name, report) for name in ("van", "tot", "verzonden op", "bekend"))
        if start is not None and end is not None and not 0 <= (end - start).days <= MOST_DAYS:
            problem = f"een tijdlijn loopt van een dag tot en met een latere, ten hoogste {MOST_DAYS // 366} jaar"
            report.add("TS701", node.get("tot") or node, problem=problem)
        loaded, revision = None, None
        stretches: tuple[StretchExpected, ...] = ()
        facts, answers = node.get("feiten"), node.get("oordelen")
        if decision is not None:
            if isinstance(facts, Mapping):
                given = answers if isinstance(answers, Mapping) else None
                loaded = self._loader.scenario(decision, facts, given, node.get("besluiten"), report)
            reader = TimelineReader(self._loader.program, decision, loaded, report)
            stretches = reader.stretches(node.get("verwacht"), start, end)
            revision = reader.revision(node.get("herziening"))
        whole = form is not None and decision is not None and loaded is not None
        if report.has_errors or not whole or start is None or end is None:
            return Unreadable(label, tuple(report.found))
        assert form is not None and decision is not None and loaded is not None
        return TimelineScenario(
            label=label,
            besluit=decision.name,
            start=start,
            end=end,
            sent=sent,
            known=known,
            by=form.bij,
            origin=form.herkomst,
            sources=tuple(form.bron),
            certainty=form.zekerheid,
            loaded=loaded,
            stretches=stretches,
            revision=revision,
        )

    def _expected(self, node: Mapping, reader: ExpectationReader) -> Expected | None:
        form, _ = check_form(ExpectationForm, node)
        return None if form is None else reader.read(node, form)

    def _label(self, node: Node, number: int, kind: str = "scenario") -> Label:
        path = self._source.path
        name, key = (self._text(node, part) for part in ("naam", "id"))
        shown: Node = node
        if isinstance(node, Mapping) and node.entries:
            shown = node.get("naam") or node.entries[0][0]
        span = Span(path, shown.start, max(shown.start, shown.end))
        line, _ = self._source.position(node.start)
        fallback = f"{kind} {number}"
        return Label(
            key or f"{path}#{'' if kind == 'scenario' else kind}{number}", name or key or fallback, path, line, span
        )

    def _text(self, node: Node, key: str) -> str:
        found = node.get(key) if isinstance(node, Mapping) else None
        return found.text.strip() if isinstance(found, Scalar) else ""

    def _decision(self, node: Mapping, report: Report) -> DecisionInfo | None:
        """The besluit that the scenario names, or else the file."""
        named = node.get("regeling") or self._regeling
        if not isinstance(named, Scalar) or not named.text.strip():
            if named is None:
                where: Node = node.entries[0][0] if node.entries else node
                report.add("TS701", where, problem="'regeling' ontbreekt, bovenaan of bij het scenario")
            return None
        decision = self._loader.decision(named.text)
        if decision is None:
            remedy = did_you_mean(suggest(named.text, self._loader.program.decisions))
            report.add("TS702", named, remedy=remedy, name=shortened(named.text))
        return decision

    def _day(self, node: Mapping, name: str, report: Report) -> date | None:
        found = node.get(name)
        if not isinstance(found, Scalar) or not found.text.strip():
            return None
        return read_date(name, found, self._loader.program, report)


def _report(problems: Iterable[FormProblem], report: Report, name: str) -> None:
    for item in problems:
        if item.key == "herkomst" and item.missing:
            report.add("TS704", item.node, name=shortened(name))
        else:
            report.add("TS701", item.node, remedy=item.remedy, problem=item.problem)
