"""The files that people give with a run: assumptions, costs and what they add. All that is wrong in any of them is said at once."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import reason
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.console import Console

if TYPE_CHECKING:
    from engine.simulation.assumptions import Assumptions
    from engine.simulation.contributed import Contributed
    from engine.simulation.costs import Costs
    from engine.simulation.effects import Effects
    from workbench.rapport.material import Agency

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """None: there is no such file, asked for or shipped."""

    assumptions: Assumptions | None
    costs: Costs | None
    contributed: Contributed | None


def given_files(args: Namespace, console: Console, named: tuple[str, ...]) -> Given | None:
    """The files that were asked for, or the shipped ones about the variant; None after saying what is wrong with them."""
    from engine.paths import scenarios_dir
    from engine.simulation.assumptions import load_assumptions, shipped_for
    from engine.simulation.contributed import load_contributed, shipped_contribution
    from engine.simulation.costs import load_costs

    root = scenarios_dir()
    wrong = _Wrong(console)
    assumptions = wrong.read(
        Path(args.aannames) if args.aannames else shipped_for(named, root / "aannames"), load_assumptions
    )
    counted = () if assumptions is None else tuple(line.naam for line in assumptions.form.regels)
    costs = wrong.read(Path(args.kosten) if args.kosten else None, lambda path: load_costs(path, counted))
    contributed = wrong.read(
        Path(args.inbreng) if args.inbreng else shipped_contribution(named, root / "inbreng"), load_contributed
    )
    return None if wrong.any else Given(assumptions, costs, contributed)


class _Wrong:
    """Reads files one after the other, and says of each what is wrong."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.any = False

    def read(self, path: Path | None, load: Callable[[Path], tuple[T | None, list[Diagnostic], str]]) -> T | None:
        if path is None:
            return None
        try:
            found, findings, text = load(path)
        except OSError as wrong:
            self.any = True
            self.console.findings([diagnose("TS801", NOWHERE, path=str(path), reason=reason(wrong))], Sources())
            return None
        if found is None:
            self.any = True
            self.console.findings(findings, {str(path): SourceFile(str(path), text)})
        return found


def agency_from(given: Given, effects: Sequence[Effects]) -> Agency:
    from workbench.rapport.agency import agency_of
    from workbench.rapport.material import NOTHING_ASSUMED

    held = given.assumptions
    if held is None or all(one.asked.besluit != held.form.besluit for one in effects):
        return NOTHING_ASSUMED
    return agency_of(held, effects, given.costs)
