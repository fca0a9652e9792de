"""Signals that no besluit shows (TS433): nobody would ever see them."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import Program, executor_of, shows
from dsl.suggest import did_you_mean, suggest


def signal_findings(program: Program) -> Iterator[Diagnostic]:
    for signal in program.signals.values():
        if any(shows(program, decision, signal) for decision in program.decisions.values()):
            continue
        own = executor_of(program, signal.regeling)
        executors = {
            name for it in program.decisions.values() if (name := executor_of(program, it.regeling)) is not None
        }
        besluiten = sorted(
            it.name for it in program.decisions.values() if own is None or executor_of(program, it.regeling) == own
        )
        remedy: str | None = None
        if own is not None and not besluiten:
            why = f"geen regeling van {own} heeft een Besluit"
            near = did_you_mean(suggest(own, executors))
            remedy = f"{near} Verbeter 'uitvoerder:' van de regeling." if near else None
        elif not besluiten:
            why = "er is geen Besluit"
        else:
            of = f" van {own}" if own is not None else ""
            why = f"het dossier van een besluit{of} kan geen {signal.over} bevatten"
            remedy = (
                f"Schrijf een Besluit met 'over: een {signal.over}', of geef een objecttype waarover een besluit{of} gaat een rol "
                f"voor '{signal.over}'."
            )
        yield diagnose("TS433", signal.span, signal=signal.name, why=why, over=signal.over, remedy=remedy)
