"""What people add to a report, from a YAML file: randvoorwaarden with owner and date, risico's with a measure, and texts for chapters that
the engine cannot fill. Each says where it comes from. Never the oordeel: that is given on the report itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from dsl.diagnostics import Diagnostic
from dsl.notation import parse_date
from dsl.suggest import did_you_mean, suggest
from engine.dossier.report import Report, yaml_findings
from engine.forms import Form, Text, check_form
from engine.safe_yaml import Node, load_yaml
from engine.safe_yaml import Sequence as Listing

RISKS = (
    "opeenvolgend nieuw beleid",
    "stapeling van wijzigingen in de gegevensverwerking",
    "tekort aan gekwalificeerd personeel",
    "naleving van wet- en regelgeving",
    "stelselwijzigingen",
    "herstel van vertrouwen",
)
"""The six dimensions of Dienst Toeslagen (Voortgangsrapportage 2021, paragraaf 3.6)."""
CHAPTERS = (
    "keten",
    "uitvoering",
    "gegevens",
    "kosten",
    "planning",
    "handhaving",
    "rechtsbescherming",
    "grondslag",
    "doenvermogen",
)
"""The chapters that a person may add a text to."""


def _day(value: object) -> object:
    return parse_date(value.strip()) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day)]


class ConditionForm(Form):
    voorwaarde: Text
    eigenaar: Text
    datum: Day
    stand: Text | None = None
    bron: Text


class RiskForm(Form):
    risico: Text
    inschatting: Text
    maatregel: Text | None = None
    eigenaar: Text | None = None
    bron: Text


class ChapterForm(Form):
    hoofdstuk: Text
    tekst: Text
    bron: Text


class ContributedForm(Form):
    naam: Text
    variant: Text
    randvoorwaarden: list[ConditionForm] = []
    risicos: list[RiskForm] = []
    teksten: list[ChapterForm] = []


@dataclass(frozen=True, slots=True)
class Contributed:
    """``digest`` is over the file as it stands."""

    form: ContributedForm
    digest: str


def load_contributed(path: Path) -> tuple[Contributed | None, list[Diagnostic], str]:
    """What a file adds, or everything that is wrong with it; and its text. Raises OSError."""
    loaded = load_yaml(path.read_bytes())
    report = Report(str(path), found=yaml_findings(loaded, str(path)))
    if loaded.root is None:
        return None, report.found, loaded.text
    form, problems = check_form(ContributedForm, loaded.root)
    for problem in problems:
        what = problem.problem
        if problem.key == "datum" and not problem.missing:
            what = "bij 'datum' hoort een datum"
        report.add("TS884", problem.node, remedy=problem.remedy, what=what)
    for part, key, known, asked in (
        ("risicos", "risico", RISKS, "risico"),
        ("teksten", "hoofdstuk", CHAPTERS, "hoofdstuk"),
    ):
        for node in _items(loaded.root, part):
            held = _get(node, key)
            said = getattr(held, "text", None)
            if held is None or said is None or said in known:
                continue
            remedy = did_you_mean(suggest(said, known)) or f"Kies uit: {', '.join(known)}."
            if said == "oordeel":
                remedy = "Het oordeel geeft een mens op het rapport zelf; een bestand vult het niet in."
            report.add("TS884", held, remedy=remedy, what=f"'{said}' is geen {asked} dat hier kan")
    if form is None or report.has_errors:
        return None, report.found, loaded.text
    return Contributed(form, hashlib.sha256(loaded.text.encode()).hexdigest()), report.found, loaded.text


def shipped_contribution(variants: tuple[str, ...], folder: Path) -> Path | None:
    """The shipped file about one of these varianten, if there is one."""
    for path in sorted(folder.glob("*.yaml")):
        found, _, _ = load_contributed(path)
        if found is not None and found.form.variant in variants:
            return path
    return None


def _items(root: Node, part: str) -> tuple[Node, ...]:
    found = _get(root, part)
    return tuple(found.items) if isinstance(found, Listing) else ()


def _get(node: Node, key: str) -> Node | None:
    find = getattr(node, "get", None)
    found: Node | None = None if find is None else find(key)
    return found
