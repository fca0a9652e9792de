"""The pages *Scenario's*: the suites that guard the rules, and what they say now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from dsl.cache import Rules
from engine.paths import scenarios_dir
from engine.scenarios.programs import Programs
from engine.scenarios.run import ScenarioResult, load_files, run_suite, scenario_paths
from engine.signals.remember import Remembered
from workbench.service.law import Law
from workbench.web.desk import desk_of
from workbench.web.frame import page
from workbench.web.scenario_new import router as of_a_case

router = APIRouter()
router.include_router(of_a_case)
MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Suite:
    """A file with scenarios: ``name`` without its ending, in an address and on the page."""

    folder: str
    name: str
    path: Path


@lru_cache(maxsize=1)
def _suites() -> tuple[Suite, ...]:
    root = scenarios_dir()
    paths, _ = scenario_paths([root])
    inside = ((path.relative_to(root), path) for path in paths)
    return tuple(Suite(inner.parent.as_posix(), inner.stem, path) for inner, path in inside if len(inner.parts) == 2)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a suite came to. ``covered``: per regeling how many rules, deviations and table rows it used, of how many; ``never`` what
    of these no scenario of this file used. A suite of a ``variant`` runs under the law with that variant, and covers none of the law
    itself."""

    variant: str | None
    results: tuple[ScenarioResult, ...]
    findings: tuple[str, ...]
    covered: tuple[tuple[str, str, str, str], ...]
    never: tuple[str, ...]

    @property
    def failed(self) -> int:
        return sum(not one.passed for one in self.results)


@router.get("/scenarios")
def suites(request: Request) -> HTMLResponse:
    folders: dict[str, list[Suite]] = {}
    for suite in _suites():
        folders.setdefault(suite.folder, []).append(suite)
    return page(request, "scenarios/lijst.html.j2", folders=folders)


@router.get("/scenarios/bestand/{folder}/{name}")
def suite(request: Request, folder: str, name: str) -> HTMLResponse:
    """Run the scenarios of a file under the rules of now."""
    found = next((one for one in _suites() if (one.folder, one.name) == (folder, name)), None)
    if found is None:
        raise HTTPException(404, "Dit bestand met scenario's is er niet.")
    outcome = _outcome(desk_of(request).law, found.path)
    return page(request, "scenarios/bestand.html.j2", suite=found, outcome=outcome, most=MOST_SHOWN)


_outcomes: Remembered[Outcome] = Remembered()


def _outcome(law: Law, path: Path) -> Outcome:
    """Run once for a program: files that ship do not change."""
    return _outcomes.get((law.program,), path, lambda: _run(law, path))


def _run(law: Law, path: Path) -> Outcome:
    rules = Rules.of(law.files)
    programs = Programs(lambda name: rules.program((name,)))
    files, _ = load_files(law.program, [path], programs)
    suite = run_suite(law.program, [path], programs=programs)
    return Outcome(
        next((file.variant for file in files), None),
        suite.results,
        tuple(one.cause for one in suite.diagnostics),
        tuple((one.regeling, _share(one.rules), _share(one.deviations), _share(one.rows)) for one in suite.coverage),
        tuple(f"{never.words} ({one.regeling})" for one in suite.coverage for never in one.never),
    )


def _share(pair: tuple[int, int]) -> str:
    return f"{pair[0]} van {pair[1]}"
