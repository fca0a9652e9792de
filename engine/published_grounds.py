"""Where executors made public that they decide automatically: a file beside the rules, written by people. Without it there are none."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from dsl.diagnostics import Diagnostic
from dsl.notation import NotationError, parse_date
from engine.dossier.report import Report, yaml_findings
from engine.forms import Form, Text, check_form
from engine.legal_effect import PublishedGround
from engine.safe_yaml import Mapping, Node, load_yaml

FILE = "geautomatiseerd-besluiten.yaml"


class _Row(Form):
    regeling: Text
    uitvoerder: Text
    grond: Text
    gepubliceerd: Text
    geldig_vanaf: Text = Field(alias="geldig vanaf")
    geldig_tm: Text | None = Field(None, alias="geldig t/m")
    waarborgen: Text


class _File(Form):
    rows: list[_Row] = Field(alias="geautomatiseerd besluiten")


def published_grounds(rules: Path) -> tuple[tuple[PublishedGround, ...], list[Diagnostic]]:
    """What the file in a folder with rules says, and everything that is wrong with it. With anything wrong none of it counts."""
    path = rules / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return (), []
    loaded = load_yaml(data)
    report = Report(str(path), found=yaml_findings(loaded, str(path)))
    if loaded.root is None:
        return (), report.found
    form, problems = check_form(_File, loaded.root)
    for problem in problems:
        report.add("TS954", problem.node, remedy=problem.remedy, problem=problem.problem)
    if form is None:
        return (), report.found
    found = [_ground(row, loaded.root, number, report) for number, row in enumerate(form.rows, 1)]
    grounds = tuple(ground for ground in found if ground is not None)
    return ((), report.found) if report.has_errors else (grounds, report.found)


def _ground(row: _Row, root: Node, number: int, report: Report) -> PublishedGround | None:
    node = root.entries[0][0] if isinstance(root, Mapping) else root
    try:
        start = parse_date(row.geldig_vanaf)
        end = None if row.geldig_tm is None else parse_date(row.geldig_tm)
    except NotationError as wrong:
        report.add("TS954", node, problem=f"rij {number}: {wrong.cause}")
        return None
    if end is not None and end < start:
        report.add("TS954", node, problem=f"rij {number}: 'geldig t/m' ligt voor 'geldig vanaf'")
        return None
    return PublishedGround(row.regeling, row.uitvoerder, row.grond, row.gepubliceerd, row.waarborgen, start, end)
