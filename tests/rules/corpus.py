"""The shipped rules with an edit, and single scenarios of the shipped suites."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dsl.check import check
from dsl.files import RuleFile, read_rules
from dsl.parsing.corpus import Parsed, load_corpus
from dsl.program import Program
from dsl.rendering import render_text
from dsl.severity import Severity
from dsl.source import SourceFile, Sources
from engine.dossier.loader import CaseLoader
from engine.paths import rules_dir, scenarios_dir
from engine.scenarios.reading import read_scenarios
from engine.scenarios.run import ScenarioResult, run_entry

_HEAD = re.compile(
    r"^(?:Regeling|Objecttype|Opsomming|Parameter|Tabel|Regel|Beslistabel|Besluit|Signaal|Grondslag|Kalender|Variant) ",
    re.MULTILINE,
)
_NAMED = re.compile(
    r"^(?:Parameter|Tabel|Regel|Beslistabel|Besluit|Signaal|Grondslag|Kalender) ([^:\n]+)", re.MULTILINE
)
_ID = re.compile(r"^ +id: *(\S+) *$|^ *- id: *(\S+) *$", re.MULTILINE)
_USES = re.compile(r"^    gebruikt: (\S+)$", re.MULTILINE)
_LIST = re.compile(r"^scenarios:\n(?:#.*\n)*( *)- ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change in one rule file: ``old`` becomes ``new`` in the only block called ``block`` that holds it, once. Without ``old``
    the block goes; without ``block`` the text ``new`` comes at the end of the file. ``since`` tells versions of a rule apart: the
    day, as written, from which the version meant is valid."""

    file: str
    block: str | None
    old: str | None
    new: str
    since: str = ""

    def apply(self, text: str) -> str:
        if self.block is None:
            return f"{text}\n{self.new}"
        places = [place for place in _blocks(text) if _name(text[slice(*place)]) == self.block]
        places = [place for place in places if f"geldig vanaf {self.since}" in text[slice(*place)] or not self.since]
        hits = [place for place in places if self.old is None or text[slice(*place)].count(self.old) == 1]
        assert len(hits) == 1, f"{self.file}: {self.old!r} staat niet precies een keer in '{self.block}'"
        start, end = hits[0]
        kept = "" if self.old is None else text[start:end].replace(self.old, self.new)
        return text[:start] + kept + text[end:]


def _blocks(text: str) -> list[tuple[int, int]]:
    """The blocks of a rule file, each with the comments after it."""
    starts = [match.start() for match in _HEAD.finditer(text)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _name(block: str) -> str:
    match = _NAMED.match(block)
    return match[1].strip() if match else ""


@cache
def rule_files() -> dict[str, SourceFile]:
    """The shipped rule files, by the name that ``gebruikt:`` calls them."""
    return {file.name: file.source for file in read_rules(rules_dir(), "rules")[0]}


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the rules, tables, parameters, besluiten, signals and calendars in a rule file."""
    return frozenset(match[1].strip() for match in _NAMED.finditer(rule_files()[file].text))


_parses: dict[str, Parsed] = {}


@cache
def files_of(folders: frozenset[str]) -> frozenset[str]:
    """The rule files in these folders and all that they use."""
    todo = [name for name in rule_files() if name.split("/")[0] in folders]
    found = set(todo)
    while todo:
        used = set(_USES.findall(rule_files()[todo.pop()].text)) - found
        found |= used
        todo.extend(used)
    return frozenset(found)


def program_with(files: Iterable[str], edits: Iterable[Edit] = ()) -> Program:
    """The program of these rule files with these edits. A file that no edit touches is parsed once per process."""
    texts = {name: rule_files()[name] for name in files}
    for edit in edits:
        source = texts[edit.file]
        texts[edit.file] = SourceFile(source.path, edit.apply(source.text))
    program, found = check(load_corpus([RuleFile(name, text) for name, text in texts.items()], cache=_parses))
    errors = [item for item in found if item.severity is Severity.FOUT]
    assert program is not None, render_text(errors, Sources(texts.values()))
    return program


@cache
def loader_of(files: frozenset[str]) -> CaseLoader:
    """A loader for these rule files as they are."""
    return CaseLoader(program_with(files))


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    start: int
    end: int
    head: int


@cache
def scenario_places() -> dict[str, _Place]:
    """Where each shipped scenario stands, by its id."""
    found = {}
    for path in sorted(scenarios_dir().rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        listed = _LIST.search(text)
        if listed is None:
            continue  # a dossier
        entries = re.compile(f"^{listed[1]}- ", re.MULTILINE)
        starts = [match.start() for match in entries.finditer(text, listed.start(1))]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            identity = _ID.search(text, start, end)
            if identity is not None:
                found[identity[1] or identity[2]] = _Place(path, start, end, starts[0])
    return found


def run_scenario(loader: CaseLoader, identity: str) -> ScenarioResult:
    """The result of one shipped scenario; no other scenario of its file is read."""
    place = scenario_places()[identity]
    text = place.path.read_text(encoding="utf-8")
    file = read_scenarios(loader, text[: place.head] + text[place.start : place.end], place.path.name)
    (entry,) = file.entries
    return run_entry(loader.program, entry)
