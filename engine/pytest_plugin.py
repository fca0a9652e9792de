"""A pytest plugin: each scenario in a file under a folder `scenarios` is a test.

The rules are those of `--regels`, or of the folder `rules` beside `scenarios`, or the ones that come with the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from dsl.program import Program
    from dsl.source import Sources
    from engine.dossier.loader import CaseLoader
    from engine.scenarios.model import Entry
    from engine.scenarios.programs import Programs
    from engine.scenarios.run import ScenarioResult

_FOLDER = "scenarios"
_LOADERS: pytest.StashKey[dict[Path, tuple[CaseLoader, Programs]]] = pytest.StashKey()
_IDS: pytest.StashKey[dict[str, str]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("toetssteen")
    group.addoption("--regels", metavar="MAP", help="de map met de regels waarop de scenario's worden getoetst")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if _FOLDER not in file_path.parts or file_path.suffix not in (".yaml", ".yml", ".json"):
        return None
    from engine.scenarios.run import has_scenarios

    return ScenarioModule.from_parent(parent, path=file_path) if has_scenarios(file_path) else None


class ScenarioModule(pytest.File):
    """One file with scenarios."""

    def collect(self) -> Iterator[pytest.Item]:
        from dsl.rendering import render_text
        from dsl.source import SourceFile, Sources
        from engine.scenarios.reading import read_scenarios

        loader, programs = self._loader()
        shown = self._shown()
        found = read_scenarios(loader, self.path.read_bytes(), shown, programs)
        sources = Sources([SourceFile(shown, found.text)])
        if found.diagnostics:
            raise self.CollectError(render_text(found.diagnostics, sources))
        program = programs.program(found.variant) if found.variant is not None else loader.program
        ids = self.config.stash.setdefault(_IDS, {})
        for entry in found.entries:
            place = f"{shown}:{entry.label.line}"
            first = ids.setdefault(entry.label.id, place)
            item: ScenarioItem = ScenarioItem.from_parent(
                self, name=entry.label.id, program=program, entry=entry, sources=sources, first=first
            )
            yield item

    def _shown(self) -> str:
        root = self.config.rootpath
        return self.path.relative_to(root).as_posix() if self.path.is_relative_to(root) else self.path.as_posix()

    def _loader(self) -> tuple[CaseLoader, Programs]:
        """A loader for the rules of this file, and for varianten of them; each program is made once per session."""
        from dsl.cache import Rules
        from dsl.rendering import render_text
        from dsl.severity import Severity
        from engine.dossier.loader import CaseLoader
        from engine.scenarios.programs import Programs

        folder = self._rules()
        loaders = self.config.stash.setdefault(_LOADERS, {})
        if folder not in loaders:
            rules = Rules(folder)
            program, findings = rules.program()
            if program is None:
                errors = [item for item in findings if item.severity is Severity.FOUT]
                raise self.CollectError(f"De regels in {folder} hebben fouten.\n{render_text(errors, rules.sources)}")
            programs = Programs(lambda name: rules.program((name,)))
            loaders[folder] = CaseLoader(program), programs
        return loaders[folder]

    def _rules(self) -> Path:
        from engine.paths import rules_dir

        given = self.config.getoption("--regels")
        if given:
            return Path(given).resolve()
        folder = next(parent for parent in self.path.parents if parent.name == _FOLDER)
        beside = folder.parent / "rules"
        return beside if beside.is_dir() else rules_dir()


class ScenarioFailure(Exception):
    """A scenario that did not come out as expected; the message is for a reader."""


class ScenarioItem(pytest.Item):
    """One scenario."""

    def __init__(self, *, program: Program, entry: Entry, sources: Sources, first: str, **options: Any) -> None:
        super().__init__(**options)
        self._program = program
        self._entry = entry
        self._sources = sources
        self._first = first

    def runtest(self) -> None:
        from engine.scenarios.report import failure_text
        from engine.scenarios.run import run_entry

        label = self._entry.label
        if self._first != f"{label.path}:{label.line}":
            raise ScenarioFailure(f"De id '{label.id}' is al gebruikt voor een ander scenario ({self._first}).")
        result: ScenarioResult = run_entry(self._program, self._entry)
        if not result.passed:
            raise ScenarioFailure(failure_text(result, self._sources))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, ScenarioFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self._entry.label.line - 1, self._entry.label.name
