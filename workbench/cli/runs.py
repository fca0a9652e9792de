"""A doorrekening over all parts of a population: on this machine or on a cluster, with how far it is."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE, Sources
from workbench.cli.console import Console

if TYPE_CHECKING:
    from engine.population.folder import Stored
    from engine.simulation.finished import Finished
    from engine.simulation.part import Machine
    from engine.simulation.runners import Missing, Runner, Standing
    from engine.simulation.tally import Tallies

FINISHED = ".delen"
"""The folder in that of the report for what is finished, until the report is there."""

_MOST_NAMED = 20
_EVERY = 10
"""Seconds between two lines where the error stream is a file."""


def run_over(args: Namespace, console: Console, machine: Machine, stored: Stored) -> tuple[Tallies, Finished] | None:
    """The numbers of all parts, and where each was kept; None after saying which parts are missing and why."""
    from engine.simulation.cluster import AddressError
    from engine.simulation.finished import Finished
    from engine.simulation.order import order_of
    from engine.simulation.runners import PartsMissingError, run_parts

    order = order_of(machine, Path(args.regels) if args.regels else None)
    finished = Finished(Path(args.uit) / FINISHED, order.key)
    if not args.hervat:
        finished.forget()
    meter = Meter(console)
    try:
        runner = _runner(args, machine, stored)
        if runner is None:
            console.findings([diagnose("TS547", NOWHERE, name="een cluster", extra="cluster")], Sources())
            return None
        return run_parts(runner, order, stored, finished, meter.shown), finished
    except PartsMissingError as wrong:
        meter.end()
        told = _told(wrong.missing)
        console.findings([diagnose("TS885", NOWHERE, missing=len(wrong.missing), total=wrong.of, what=told)], Sources())
    except (ConnectionError, AddressError) as wrong:
        console.findings([diagnose("TS886", NOWHERE, what=str(wrong))], Sources())
    except OSError as wrong:
        meter.end()
        console.findings([diagnose("TS806", NOWHERE, path=str(finished.folder), reason=reason(wrong))], Sources())
    except KeyboardInterrupt:
        meter.end()
        console.err.write("Afgebroken. Wat klaar is, is bewaard: ga verder met hetzelfde commando en --hervat.\n")
        raise
    return None


def _runner(args: Namespace, machine: Machine, stored: Stored) -> Runner | None:
    """Who runs the parts; None without the extra for a cluster."""
    from engine.simulation.runners import Here, worth

    if args.cluster:
        from engine.simulation.cluster import Dask

        try:
            return Dask(args.cluster)
        except ImportError:
            return None
    count = min(args.werkers or worth(len(stored.parts)), len(stored.parts))
    if count == 1:
        return Here(machine)
    from engine.simulation.processes import LocalProcesses

    return LocalProcesses(count, args.geheugen)


def _told(missing: tuple[Missing, ...]) -> str:
    named = [f"{one.part} ({one.why})" for one in missing[:_MOST_NAMED]]
    rest = len(missing) - len(named)
    return ", ".join(named) + (f", en nog {rest}" if rest else "")


class Meter:
    """How far a run is, how fast and how long still, on the error stream: in one line on a terminal, else now and then a line."""

    def __init__(self, console: Console) -> None:
        self.err = console.err
        self._live = console.err.isatty()
        self._started = monotonic()
        self._said = self._started
        self._open = False

    def shown(self, standing: Standing) -> None:
        now = monotonic()
        last = standing.done == standing.total
        if not self._live and not last and now - self._said < _EVERY:
            return
        if not self._live and last and now - self._started < _EVERY:
            return
        self._said = now
        text = progress_text(standing, now - self._started)
        self.err.write(f"\r{text:79}" if self._live else text + "\n")
        self._open = self._live
        if last:
            self.end()
        self.err.flush()

    def end(self) -> None:
        """Close the line."""
        if self._open:
            self.err.write("\n")
            self._open = False


def progress_text(standing: Standing, seconds: float) -> str:
    parts = [f"{standing.done} van {standing.total} delen"]
    if standing.kept:
        parts[0] += f" ({standing.kept} bewaard)"
    if standing.people and seconds > 0:
        rate = standing.people / seconds
        parts.append(f"{_number(rate)} personen per seconde")
        if standing.left:
            parts.append(f"nog ongeveer {_duration(standing.left / rate)}")
    return "; ".join(parts)


def _number(rate: float) -> str:
    if rate >= 1_000_000:
        return f"{rate / 1_000_000:.1f} miljoen".replace(".", ",")
    return f"{round(rate):,}".replace(",", ".")


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} minuten"
    return f"{seconds / 3600:.1f} uur".replace(".", ",")
