"""A herziening as plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine.difference.words import division_json
from engine.revision.revise import Revision
from engine.time.amounts import Amount


def revision_json(revision: Revision) -> dict[str, Any]:
    """The same bytes for the same herziening. Amounts are exact fractions as text, dates ISO."""
    return {
        "besluit": revision.info.name,
        "regeling": revision.info.regeling,
        "verzonden op": revision.sent.isoformat(),
        "perioden": [
            {
                "van": row.start.isoformat(),
                "tot en met": row.end.isoformat(),
                "aantal": row.count,
                "was": _amount(row.old),
                "wordt": _amount(row.new),
                "verschil": _number(row.difference),
                "binnen de termijn": row.within,
            }
            for row in revision.rows
        ],
        "anders verzonden dan toen bekend was": [
            {
                "van": sent.start.isoformat(),
                "tot en met": sent.end.isoformat(),
                "verzonden": _amount(sent),
                "uit wat toen bekend was": _amount(reckoned),
            }
            for sent, reckoned in revision.deviating
        ],
        "termijnen": [
            {
                "soort": window.kind,
                "woorden": window.words,
                "vanaf": None if window.since is None else window.since.isoformat(),
                "vragen": list(window.questions),
                "bron": None if window.source is None else window.source.text,
            }
            for window in revision.windows
        ],
        "uitkomst": [
            {"heet": one.window.words, "bedrag": _number(one.total), "perioden": one.periods}
            for one in revision.settled
        ],
        "buiten de termijn": {"meer": _number(revision.too_late[0]), "minder": _number(revision.too_late[1])},
        "niet vast te stellen": {
            "meer": _number(revision.undecided[0]),
            "minder": _number(revision.undecided[1]),
            "perioden": revision.open_periods,
        },
        "verandert binnen een periode op": [day.isoformat() for day in revision.broken],
        "oorzaken": None if revision.division is None else division_json(revision.change, revision.division),
    }


def _amount(amount: Amount) -> dict[str, Any]:
    found: dict[str, Any] = {"bedrag": _number(amount.amount), "status": amount.status}
    if amount.portions:
        found["naar rato"] = [
            {
                "van": one.start.isoformat(),
                "tot en met": one.end.isoformat(),
                "bedrag per maand": _number(one.monthly),
                "bedrag": _number(one.due),
                "status": one.status,
            }
            for one in amount.portions
        ]
    return found if amount.sent is None else {**found, "verzonden op": amount.sent.isoformat()}


def _number(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
