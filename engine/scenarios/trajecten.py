"""Scenarios of a traject: facts, and the state that they must give, on one day or on several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import Field

from dsl.notation import format_date
from dsl.program import Program, TrajectInfo
from dsl.suggest import did_you_mean, suggest
from engine.dossier.facts import read_date
from engine.dossier.report import Report, shortened
from engine.dossier.vocabulary import folded
from engine.forms import Form, Text, Texts
from engine.safe_yaml import Mapping, Node, Scalar, Sequence
from engine.scenarios.differences import Difference, set_differences
from engine.scenarios.model import TrajectExpected, TrajectScenario

OPEN = "niet vast te stellen"


class TrajectExpectationForm(Form):
    """``verwacht:`` of a traject."""

    toestand: Text
    sinds: Text | None = None
    verloop: dict[str, Text] | None = None
    weg: list[Text] | None = None
    geweigerd: list[Text] | None = None
    komt: list[Text] | None = None
    bevindingen: Text | None = None


class TrajectScenarioForm(Form):
    naam: Text
    id: Text
    traject: Text | None = None
    op: Text
    herkomst: Literal["officieel voorbeeld", "met de hand berekend", "praktijk"]
    bron: Texts
    zekerheid: Literal["hoog", "middel", "laag"] | None = None
    toelichting: Text | None = None
    feiten: dict[str, Any]
    oordelen: dict[str, Any] | None = None
    verwacht: TrajectExpectationForm = Field()


# --- reading


def named_traject(program: Program, named: Scalar, report: Report) -> TrajectInfo | None:
    """The traject of that name, whatever its case; None when reported."""
    for info in program.trajecten.values():
        if folded(info.name) == folded(named.text):
            return info
    remedy = did_you_mean(suggest(named.text, program.trajecten))
    report.add("TS710", named, remedy=remedy, name=shortened(named.text))
    return None


def read_expected(
    program: Program, info: TrajectInfo, day: date | None, node: Mapping, report: Report
) -> TrajectExpected | None:
    """``verwacht:`` read against the traject: its states and transitions must exist."""
    reader = _Reader(program, info, report)
    state = reader.state(node.get("toestand"))
    states = [(day, state)] if day is not None and state is not False else []
    flow = node.get("verloop")
    for key, value in flow.entries if isinstance(flow, Mapping) else ():
        on, there = reader.day("verloop", key), reader.state(value)
        if on is not None and there is not False:
            states.append((on, there))
    names = {transition.name for transition in info.transitions}
    path = reader.names(node.get("weg"), names)
    due = reader.days("komt", node.get("komt"))
    refused = reader.texts(node.get("geweigerd"))
    since = node.get("sinds")
    return TrajectExpected(
        states=tuple((on, there or None) for on, there in states),
        since=None if since is None else reader.day("sinds", since),
        path=path,
        refused=refused,
        due=due,
        findings=reader.count(node.get("bevindingen")),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    program: Program
    info: TrajectInfo
    report: Report

    def day(self, name: str, node: Node) -> date | None:
        return read_date(name, node, self.program, self.report) if isinstance(node, Scalar) else None

    def days(self, name: str, node: Node | None) -> tuple[date, ...] | None:
        if not isinstance(node, Sequence):
            return None
        return tuple(day for item in node.items if (day := self.day(name, item)) is not None)

    def state(self, node: Node | None) -> str | Literal[False] | None:
        """The state that is named, None for one that cannot be told, False for what was reported."""
        if not isinstance(node, Scalar):
            return False
        if folded(node.text) == OPEN:
            return None
        for name in self.info.states:
            if folded(name) == folded(node.text):
                return name
        remedy = did_you_mean([*suggest(node.text, self.info.states), OPEN][:1])
        self.report.add("TS711", node, remedy=remedy, name=shortened(node.text), traject=self.info.name)
        return False

    def names(self, node: Node | None, known: set[str]) -> tuple[str, ...] | None:
        if not isinstance(node, Sequence):
            return None
        declared = {folded(name): name for name in known}
        found = []
        for item in node.items:
            if not isinstance(item, Scalar):
                continue
            if folded(item.text) in declared:
                found.append(declared[folded(item.text)])
            else:
                remedy = did_you_mean(suggest(item.text, known))
                self.report.add("TS711", item, remedy=remedy, name=shortened(item.text), traject=self.info.name)
        return tuple(found)

    def texts(self, node: Node | None) -> tuple[str, ...] | None:
        if not isinstance(node, Sequence):
            return None
        return tuple(item.text for item in node.items if isinstance(item, Scalar))

    def count(self, node: Node | None) -> int | None:
        if not isinstance(node, Scalar):
            return None
        if node.text.isdecimal():
            return int(node.text)
        self.report.add("TS701", node, problem="'bevindingen' is een aantal")
        return None


# --- holding it against the replay


def traject_differences(
    scenario: TrajectScenario, program: Program
) -> tuple[list[Difference], tuple[str, ...], set[str]]:
    """Everything in which the replay differs, why it is so, and the transitions that it took."""
    from engine.trajecten import Replay
    from engine.trajecten.text_nl import describe_traject

    replay = Replay(program, scenario.traject, scenario.case)
    results = {day: replay.until(day) for day in sorted({day for day, _ in scenario.expected.states} | {scenario.day})}
    found = list(_differences(scenario, results))
    taken = {step.transition.name for result in results.values() for step in result.path}
    why = describe_traject(results[scenario.day], program, scenario.case).splitlines()[2:14] if found else []
    return found, tuple(line for line in why if line.strip()), taken


def _differences(scenario: TrajectScenario, results: dict[date, Any]) -> Iterator[Difference]:
    expected = scenario.expected
    for day, state in expected.states:
        told = results[day].state
        if told != state:
            yield Difference(f"toestand op {format_date(day)}", state or OPEN, told or OPEN)
    result = results[scenario.day]
    if expected.since is not None and result.since != expected.since:
        since = "het begin" if result.since is None else format_date(result.since)
        yield Difference("sinds", format_date(expected.since), since)
    if expected.path is not None:
        path = tuple(step.transition.name for step in result.path)
        if path != expected.path:
            yield Difference("weg", ", ".join(expected.path) or "geen", ", ".join(path) or "geen")
    if expected.refused is not None:
        refused = [
            (it.key, f"{it.event} op {format_date(it.day)}") for it in result.events if it.verdict == "geweigerd"
        ]
        yield from set_differences("geweigerd", expected.refused, [(words, key) for key, words in refused])
    if expected.due is not None:
        due = sorted({item.day for item in result.due})
        if due != sorted(set(expected.due)):
            wanted = ", ".join(format_date(day) for day in sorted(set(expected.due)))
            yield Difference("komt", wanted or "niets", ", ".join(map(format_date, due)) or "niets")
    if expected.findings is not None and len(result.findings) != expected.findings:
        yield Difference("bevindingen", str(expected.findings), "; ".join(result.findings) or "0")
