"""Costs as aantal maal normtijd maal tarief (PxQ), from a YAML file of the agency: each line with a source, and low, middle and high.

A line counts something that the assumptions give a number of, or says the number itself. Its price is a normtijd with a tarief, or a
price per piece.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dsl.diagnostics import Diagnostic
from engine.dossier.report import Report, yaml_findings
from engine.forms import Form, Text, check_form
from engine.safe_yaml import Node, load_yaml
from engine.safe_yaml import Sequence as Listing
from engine.simulation.figures import Figure
from engine.simulation.ranges import Range, Three, figure_of, product, rising, total

Kind = Literal["incidenteel", "structureel"]
KINDS: tuple[Kind, ...] = ("incidenteel", "structureel")
_NUMBERS = ("aantal", "normtijd", "tarief", "prijs")


class CostForm(Form):
    """``bij``: a line of the assumptions; or ``aantal``. ``normtijd`` in hours with ``tarief`` in euros per hour; or ``prijs`` in
    euros per piece."""

    naam: Text
    bij: Text | None = None
    aantal: Three | None = None
    normtijd: Three | None = None
    tarief: Three | None = None
    prijs: Three | None = None
    soort: Kind
    bron: Text


class CostsForm(Form):
    naam: Text
    regels: list[CostForm]


@dataclass(frozen=True, slots=True)
class Costs:
    """``digest`` is over the file as it stands."""

    form: CostsForm
    digest: str


@dataclass(frozen=True, slots=True)
class Cost:
    name: str
    count: Range
    how: str
    amount: Figure
    kind: Kind
    source: str


def load_costs(path: Path, counted: Collection[str]) -> tuple[Costs | None, list[Diagnostic], str]:
    """The costs in a file, or everything that is wrong with it; and its text. ``counted``: the lines that there is a number of. Raises
    OSError."""
    loaded = load_yaml(path.read_bytes())
    report = Report(str(path), found=yaml_findings(loaded, str(path)))
    if loaded.root is None:
        return None, report.found, loaded.text
    form, problems = check_form(CostsForm, loaded.root)
    for problem in problems:
        number = problem.key in _NUMBERS and not problem.missing
        what = f"bij '{problem.key}' hoort een getal, of drie met een puntkomma ertussen" if number else problem.problem
        report.add("TS883", problem.node, remedy=problem.remedy, what=what)
    lines: Node | None = loaded.root.get("regels") if hasattr(loaded.root, "get") else None
    nodes = lines.items if isinstance(lines, Listing) else ()
    for node in nodes:
        _judge(node, counted, report)
    if form is None or report.has_errors:
        return None, report.found, loaded.text
    return Costs(form, hashlib.sha256(loaded.text.encode()).hexdigest()), report.found, loaded.text


def _judge(node: Node, counted: Collection[str], report: Report) -> None:
    """What the form of a line by itself does not say. A line with a wrong form has its own finding already."""
    form, problems = check_form(CostForm, node)
    if form is None or problems:
        return
    if (form.bij is None) == (form.aantal is None):
        report.add("TS883", node, what=f"bij '{form.naam}' hoort 'bij' of 'aantal', en niet allebei")
    elif form.bij is not None and form.bij not in counted:
        known = ", ".join(f"'{one}'" for one in counted) or "geen"
        report.add("TS883", node, what=f"'{form.naam}' is bij '{form.bij}', en daarvan is geen aantal (wel: {known})")
    timed = form.normtijd is not None and form.tarief is not None
    half = (form.normtijd is None) != (form.tarief is None)
    if half or timed == (form.prijs is not None):
        report.add(
            "TS883", node, what=f"bij '{form.naam}' hoort een normtijd met een tarief, of een prijs, en niet allebei"
        )
    for key in _NUMBERS:
        found = getattr(form, key)
        if found is not None and not rising(found):
            report.add("TS883", node, what=f"bij '{form.naam}' lopen laag, midden en hoog van '{key}' niet op vanaf 0")


def costs_of(form: CostsForm, counts: Mapping[str, Range]) -> tuple[Cost, ...]:
    """What every line comes to: low times low, high times high. ``counts``: of the lines of the assumptions."""
    found = []
    for line in form.regels:
        count = counts[line.bij] if line.bij is not None else line.aantal
        assert count is not None
        if line.normtijd is not None and line.tarief is not None:
            price, how = product(line.normtijd, line.tarief), "aantal maal normtijd in uren maal tarief per uur"
        else:
            assert line.prijs is not None
            price, how = line.prijs, "aantal maal prijs per stuk"
        whole = product(count, price)
        figure = figure_of(f"{line.naam}: kosten", "euro", whole, f"{how}. Bron: {line.bron}")
        found.append(Cost(line.naam, count, how, figure, line.soort, line.bron))
    return tuple(found)


def totals_of(costs: tuple[Cost, ...]) -> tuple[tuple[Kind, Figure], ...]:
    """Per kind all costs together, of the kinds that there are."""
    found = []
    for kind in KINDS:
        mine = [one for one in costs if one.kind == kind]
        if mine:
            ranges = [_ends(one.amount) for one in mine]
            found.append((kind, figure_of(f"kosten, {kind}", "euro", total(ranges), "de regels hierboven opgeteld")))
    return tuple(found)


def _ends(figure: Figure) -> Range:
    assert figure.low is not None and figure.value is not None and figure.high is not None
    return figure.low, figure.value, figure.high
