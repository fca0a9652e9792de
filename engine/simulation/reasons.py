"""Why rows are not counted, in words that are the same for every row that lacks the same."""

from __future__ import annotations

from engine.decision import Decision, Status
from engine.values import Fault

ABOVE_CAP = "meer dan het hoogste aantal per deel"
MOST_NAMED = 3


def why_undecided(found: Decision, position: int) -> str:
    """Of an outcome that the exact evaluator does not settle: its status, with the figure that the law has and the rules do not, or
    the facts that nobody gave. Never what somebody has, nor who."""
    outcome = found.outcomes[position]
    status = str(outcome.status.value)
    if (
        outcome.status is Status.FOUT
        and isinstance(outcome.value, Fault)
        and outcome.value.kind == "parameter ontbreekt"
    ):
        # The second sentence is for who writes the rules.
        return f"{status}: {outcome.value.text.partition('. ')[0]}"
    names = sorted({missing.fact.name for missing in found.missing})
    if outcome.status is Status.ONBEKEND and names:
        more = "" if len(names) <= MOST_NAMED else f" en {len(names) - MOST_NAMED} andere"
        return f"{status}: niet bekend is {', '.join(names[:MOST_NAMED])}{more}"
    return status
