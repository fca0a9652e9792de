"""The same decision in zen-engine and in Python written by hand, to measure against.

Both take plain facts: amounts in euros with two decimals (zen-engine computes with 28 digit decimals) or in whole cents.
Figures of 2025.
"""

from __future__ import annotations

import json
from typing import Any

ROWS: tuple[tuple[float, str | None, bool | None, int | None], ...] = (
    (1.25, "verblijf", True, 15_000),
    (2.5, "verblijf", True, 30_000),
    (6.75, "verblijf", True, 60_000),
    (10, "verblijf", True, None),
    (3.1, "verblijf", False, 15_000),
    (8.375, "verblijf", False, 45_000),
    (12.5, "verblijf", False, None),
    (1, "thuis", True, 40_000),
    (4.125, "thuis", False, 40_000),
    (7.5, "thuis", None, None),
    (0.75, "budget", True, None),
    (3.333, None, None, None),
)
"""The table: percentage, leveringsvorm, gehuwd, income at most; None is n.v.t."""

LAW = {
    "vrijstelling": 2625.50,
    "kinderbedrag": 1140,
    "kortingVast": 18.05,
    "laagste": 21,
    "hoogste": 1107.40,
}


def _cells(form: str | None, married: bool | None, most: int | None) -> dict[str, str]:
    return {
        "form": "" if form is None else f'"{form}"',
        "married": "" if married is None else str(married).lower(),
        "income": "" if most is None else f"<= {most}",
    }


def zen_content() -> str:
    """The decision as JDM: a decision table with hit policy first, and an expression node with the six amounts."""
    rules = [
        {"_id": f"r{number}", **_cells(form, married, most), "share": str(share)}
        for number, (share, form, married, most) in enumerate(ROWS)
    ]
    expressions = {
        "verzamelinkomen": f"inkomen + max([vermogensinkomsten - {LAW['vrijstelling']}, 0])",
        "aftrek": f"min([{LAW['kinderbedrag']} * kindertal, 4500])",
        "grondslag": "max([$.verzamelinkomen - $.aftrek, 0])",
        "bruto": "$.grondslag * deel / 100 / 12",
        "korting": f"huur * 0.125 + {LAW['kortingVast']}",
        "bijdrage": f"round(min([max([$.bruto - $.korting, {LAW['laagste']}]), {LAW['hoogste']}]), 2)",
    }
    table = {
        "hitPolicy": "first",
        "inputs": [
            {"id": "form", "name": "leveringsvorm", "field": "leveringsvorm"},
            {"id": "married", "name": "gehuwd", "field": "gehuwd"},
            {"id": "income", "name": "inkomen", "field": "inkomen"},
        ],
        "outputs": [{"id": "share", "name": "deel", "field": "deel"}],
        "rules": rules,
        "passThrough": True,
    }
    computed: dict[str, Any] = {
        "expressions": [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
    }
    nodes: list[dict[str, Any]] = [
        {"id": "in", "name": "Request", "type": "inputNode", "content": {}},
        {"id": "table", "name": "deel", "type": "decisionTableNode", "content": table},
        {"id": "amounts", "name": "bedragen", "type": "expressionNode", "content": computed},
        {"id": "out", "name": "Response", "type": "outputNode", "content": {}},
    ]
    edges = [
        {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"}
        for a, b in (("in", "table"), ("table", "amounts"), ("amounts", "out"))
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def by_hand(facts: dict[str, Any]) -> int:
    """The decision as a programmer would write it for this one law: whole cents in, whole cents out, exact."""
    income = facts["inkomen"]
    form = facts["leveringsvorm"]
    married = facts["gehuwd"]
    if form == "verblijf":
        if married:
            share = 1250 if income <= 1500000 else 2500 if income <= 3000000 else 6750 if income <= 6000000 else 10000
        else:
            share = 3100 if income <= 1500000 else 8375 if income <= 4500000 else 12500
    elif form == "thuis":
        share = 7500 if income > 4000000 else 1000 if married else 4125
    elif form == "budget" and married:
        share = 750
    else:
        share = 3333
    total = income + max(facts["vermogensinkomsten"] - 262550, 0)
    base = max(total - min(114000 * facts["kindertal"], 450000), 0)
    # In parts of a cent: 100.000 for the share, 12 months, 8 for an eighth of the rent.
    net = base * share - (facts["huur"] * 150000 + 1805 * 1200000)
    net = min(max(net, 2100 * 1200000), 110740 * 1200000)
    return (2 * net + 1200000) // 2400000
