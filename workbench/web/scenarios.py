"""The pages *Scenario's*: the suites that guard the rules, and what they say now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from engine.paths import scenarios_dir
from engine.scenarios.run import scenario_paths
from engine.signals.remember import Remembered
from workbench.service.workbench import Workbench
from workbench.web.desk import desk_of
from workbench.web.frame import page
from workbench.web.scenario_new import router as of_a_case
from workbench.web.working import Outcome, suite_outcome

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
    outcome = _outcome(desk_of(request).bench, found.path)
    return page(request, "scenarios/bestand.html.j2", suite=found, outcome=outcome, most=MOST_SHOWN)


_outcomes: Remembered[Outcome] = Remembered()


def _outcome(bench: Workbench, path: Path) -> Outcome:
    """Run once for a program: files that ship do not change."""
    return _outcomes.get((bench.law.program,), path, lambda: bench.work(suite_outcome, path))
