"""What the pages are made from: the program and the trees, who stands where, and the address of everything."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dsl.printer import print_module
from dsl.program import DecisionInfo, LookupInfo, ParamInfo, Program, RuleInfo, SignalInfo, TrajectInfo
from dsl.syntax import Definitie, Module
from dsl.variants.stack import split
from engine.reach import Needs, needs
from engine.scenarios.model import Scenario, ScenarioFile, TimelineScenario, TrajectScenario, Unreadable

INDEX = "index.html"
SHARED = "Gedeeld door alle uitvoerders"
Declared = ParamInfo | LookupInfo | DecisionInfo | SignalInfo | TrajectInfo


@dataclass(frozen=True, slots=True)
class Example:
    """A scenario as the catalogue names it. ``place`` is its file and line, from the folder with scenarios. ``traject``: it is of
    a traject, and ``besluit`` is the name of that."""

    name: str
    besluit: str
    day: date
    origin: str
    sources: tuple[str, ...]
    certainty: str | None
    place: str
    traject: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A definition with its text in the one layout, comments that stand before it too. ``rules`` are the numbers of the rules
    that it gives: more than one for a Beslistabel with more result columns."""

    definition: Definitie
    text: str
    module: str
    anchor: str
    rules: tuple[int, ...] = ()


@dataclass(slots=True)
class Anchors:
    """Names for places on one page, each given out once."""

    taken: set[str] = field(default_factory=set)

    def new(self, kind: str, name: str) -> str:
        plain = f"{kind}-{slug(name)}" if kind else slug(name)
        chosen, number = plain, 1
        while chosen in self.taken:
            number += 1
            chosen = f"{plain}-{number}"
        self.taken.add(chosen)
        return chosen


def slug(name: str) -> str:
    """A name as part of an address: small letters without accents, figures and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "naamloos"


class Law:
    """The whole of the law, in order, with an address (page and anchor) for each part."""

    def __init__(self, program: Program, modules: Iterable[Module], examples: Sequence[Example]) -> None:
        self.program = program
        self.examples = tuple(examples)
        self.modules: dict[str, list[Module]] = {}
        law, _ = split(sorted(modules, key=lambda module: module.pad))
        for module in law:
            self.modules.setdefault(module.regeling.naam, []).append(module)
        pages = Anchors({"index"})
        self.pages = {name: f"{pages.new('', name)}.html" for name in sorted(self.modules)}
        self.blocks: dict[str, list[Block]] = {}
        self._rules: dict[int, tuple[str, str]] = {}
        self._declared: dict[tuple[str, int], tuple[str, str]] = {}
        rules: dict[str, list[RuleInfo]] = {}
        for rule in program.rules:
            rules.setdefault(rule.span.file, []).append(rule)
        for name, own in self.modules.items():
            anchors = Anchors({"inhoud"})
            self.blocks[name] = [block for module in own for block in self._placed(name, module, anchors, rules)]
        self.needs: dict[str, Needs] = {
            name: needs(program, program.decisions[name]) for name in sorted(program.decisions)
        }
        self.deviations: dict[int, list[int]] = {}
        for rule in program.rules:
            for other in (*rule.deviates_from, *rule.switches_off):
                self.deviations.setdefault(other, []).append(rule.number)

    def _placed(self, name: str, module: Module, anchors: Anchors, rules: dict[str, list[RuleInfo]]) -> Iterable[Block]:
        # Definitions are parted by one empty line; the empty lines in a traject have indented lines after them.
        texts = re.split(r"\n\n(?=\S)", print_module(module).rstrip("\n"))[1:]
        starts = [definition.span.start for definition in module.definities]
        own: dict[int, list[int]] = {}
        for rule in rules.get(module.span.file, ()):
            own.setdefault(bisect_right(starts, rule.span.start) - 1, []).append(rule.number)
        for at, (definition, text) in enumerate(zip(module.definities, texts, strict=True)):
            anchor = anchors.new(type(definition).__name__.lower(), definition.naam)
            numbers = tuple(sorted(own.get(at, ())))
            for number in numbers:
                self._rules[number] = (self.pages[name], anchor)
            self._declared[definition.span.file, definition.span.start] = (self.pages[name], anchor)
            yield Block(definition, text, module.pad, anchor, numbers)

    def of_rule(self, number: int) -> str:
        """The address of a rule."""
        return "#".join(self._rules[number])

    def of(self, declared: Declared) -> tuple[str, str]:
        """Page and anchor of what a regeling declares."""
        return self._declared[declared.span.file, declared.span.start]

    def decisions(self, regeling: str) -> list[DecisionInfo]:
        return sorted((d for d in self.program.decisions.values() if d.regeling == regeling), key=lambda d: d.name)

    def examples_of(self, regeling: str) -> list[Example]:
        """The scenarios of the besluiten and trajecten of a regeling."""
        program = self.program
        own = {(False, it.name) for it in program.decisions.values() if it.regeling == regeling}
        own |= {(True, it.name) for it in program.trajecten.values() if it.regeling == regeling}
        return [example for example in self.examples if (example.traject, example.besluit) in own]

    def executor(self, regeling: str) -> str:
        return self.program.regelingen[regeling].executor or SHARED


def examples_of(files: Iterable[ScenarioFile], folder: Path) -> list[Example]:
    """The scenarios in files, in their order. ``folder`` is the one that their places are told from."""
    found = []
    for file in files:
        path = Path(file.path).resolve().relative_to(folder.resolve()).as_posix()
        for entry in file.entries:
            if isinstance(entry, Unreadable):
                continue
            of_traject = isinstance(entry, TrajectScenario)
            tested = entry.traject if isinstance(entry, TrajectScenario) else entry.besluit
            day = _day(entry)
            label = entry.label
            place = f"{path}, regel {label.line}"
            found.append(
                Example(label.name, tested, day, entry.origin, entry.sources, entry.certainty, place, of_traject)
            )
    return found


def _day(entry: Scenario | TrajectScenario | TimelineScenario) -> date:
    """The day that a scenario is about; of a period the first."""
    if isinstance(entry, TrajectScenario):
        return entry.day
    return entry.start if isinstance(entry, TimelineScenario) else entry.moment.rekendatum
