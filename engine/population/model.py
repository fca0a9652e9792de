"""What invented households are made of: shares to begin with, margins with their source, assumptions, facts that are the same for
all. Read from a YAML file, so that somebody who knows better replaces a number and not a program."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from dsl.diagnostics import Diagnostic
from dsl.notation import NotationError, parse_number
from dsl.program import Program
from dsl.suggest import did_you_mean, suggest
from engine.dossier.report import Report, yaml_findings
from engine.dossier.values import read_value, wanted_attr
from engine.forms import Form, Text, check_form
from engine.population.raking import UnreachableError, rake
from engine.safe_yaml import Mapping, Node, load_yaml
from engine.values import Scalar as Value

KINDS = ("alleen", "paar", "paar met kinderen", "eenouder", "alleen met medebewoner")
ADULTS = np.array([1, 2, 2, 1, 1])
WITH_CHILDREN = np.array([False, False, True, True, False])
OTHERS = np.array([0, 0, 0, 0, 1])
CARE = ("geen", "Wmo", "Wlz in een instelling", "Wlz thuis")
AOW_AGE = 67


def _numbers(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [parse_number(part.strip()) for part in value.replace(", ", ";").split(";")]


def _listed(value: object) -> object:
    return [part.strip() for part in value.split(", ")] if isinstance(value, str) else value


Numbers = Annotated[list[Fraction], BeforeValidator(_numbers), Field(min_length=1)]
Names = Annotated[list[str], BeforeValidator(_listed)]


class SharesForm(Form):
    toelichting: Text
    leeftijd: dict[str, Numbers]
    soort: dict[str, Numbers]
    zorg: dict[str, Numbers]


class MarginForm(Form):
    naam: Text
    aantal: Numbers
    eenheid: Text
    bron: Text
    zekerheid: Text | None = None
    leeftijd: Names | None = None
    soort: Names | None = None
    zorg: Names | None = None


class AssumptionForm(Form):
    waarde: Numbers
    toelichting: Text


class ModelForm(Form):
    naam: Text
    jaar: Numbers
    huishoudens: SharesForm
    marges: list[MarginForm]
    aannames: dict[str, AssumptionForm]
    overal_gelijk: dict[str, dict[str, str]] = Field(alias="overal gelijk")
    weet_niet: list[Text] = Field(alias="weet niet")


@dataclass(frozen=True, slots=True)
class Margin:
    """``counts`` says how much one household of a cell adds to it; ``target`` is for the whole country."""

    name: str
    unit: str
    source: str
    certainty: str
    target: Fraction
    counts: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """``cells`` are the households of the country per age group, kind and care, after raking. ``ages``: first and last age of each
    group. ``same``: per object type the facts that are the same for all."""

    name: str
    year: int
    ages: tuple[tuple[int, int], ...]
    cells: NDArray[np.float64]
    persons: float
    margins: tuple[Margin, ...]
    assumptions: Pairs[str, tuple[float, ...]]
    explanations: Pairs[str, str]
    same: Pairs[str, Pairs[str, Value]]
    not_known: tuple[str, ...]


def load_model(path: Path, program: Program) -> tuple[Model | None, list[Diagnostic], str]:
    """The model in a file, or everything that is wrong with it; and its text. Raises OSError."""
    loaded = load_yaml(path.read_bytes())
    report = Report(str(path), found=yaml_findings(loaded, str(path)))
    if loaded.root is None:
        return None, report.found, loaded.text
    try:
        form, problems = check_form(ModelForm, loaded.root)
    except NotationError as wrong:
        report.add("TS894", loaded.root, what=wrong.cause)
        return None, report.found, loaded.text
    for problem in problems:
        report.add("TS894", problem.node, remedy=problem.remedy, what=problem.problem)
    if form is None:
        return None, report.found, loaded.text
    same = _same(loaded.root, program, report)
    model = None if report.has_errors else _model(form, same, loaded.root, report)
    return model, report.found, loaded.text


def _same(root: Node, program: Program, report: Report) -> dict[str, dict[str, Value]]:
    """The facts that are the same for all, of the types that the program gives them."""
    out: dict[str, dict[str, Value]] = {}
    held = root.get("overal gelijk") if isinstance(root, Mapping) else None
    for owner, facts in held.entries if isinstance(held, Mapping) else ():
        if owner.text not in program.types:
            report.add("TS894", owner, what=f"er is geen objecttype '{owner.text}'")
            continue
        attributes = program.types[owner.text].attributes
        for name, value in facts.entries if isinstance(facts, Mapping) else ():
            if name.text not in attributes:
                hint = did_you_mean(suggest(name.text, list(attributes)))
                report.add("TS894", name, remedy=hint, what=f"'{owner.text}' heeft geen gegeven '{name.text}'")
                continue
            found = read_value(wanted_attr(attributes[name.text]), value, program, report)
            if found is not None:
                out.setdefault(owner.text, {})[name.text] = found
    return out


def _model(form: ModelForm, same: dict[str, dict[str, Value]], root: Node, report: Report) -> Model | None:
    def wrong(what: str) -> None:
        report.add("TS894", root.entries[0][0] if isinstance(root, Mapping) else root, what=what)

    groups = list(form.huishoudens.leeftijd)
    for part, table, width in (("soort", form.huishoudens.soort, KINDS), ("zorg", form.huishoudens.zorg, CARE)):
        if list(table) != groups or any(len(row) != len(width) for row in table.values()):
            wrong(f"bij '{part}' hoort voor elke leeftijdsgroep een rij van {len(width)} aandelen")
    if report.has_errors:
        return None
    ages = tuple((int(first), int(last)) for first, _, last in (group.partition("-") for group in groups))
    start = np.array([float(form.huishoudens.leeftijd[group][0]) for group in groups])[:, None, None]
    start = (
        start * _shares(form.huishoudens.soort, groups)[:, :, None] * _shares(form.huishoudens.zorg, groups)[:, None, :]
    )
    children = [float(share) for share in form.aannames["kinderen per gezin"].waarde]
    mean = float(np.dot(children, range(1, len(children) + 1)) / sum(children))
    margins = tuple(_margin(one, groups, ages, mean) for one in form.marges)
    flat = start.ravel() / start.sum() * float(margins[0].target) / 2
    try:
        cells = rake(
            flat,
            np.array([one.counts.ravel() for one in margins]),
            np.array([float(one.target) for one in margins]),
        ).reshape(start.shape)
    except UnreachableError:
        wrong("de marges zijn samen niet te halen")
        return None
    persons = float((cells * _people(ages, mean)).sum())
    return Model(
        form.naam,
        int(form.jaar[0]),
        ages,
        cells,
        persons,
        margins,
        {name: tuple(float(value) for value in one.waarde) for name, one in form.aannames.items()},
        {name: one.toelichting for name, one in form.aannames.items()},
        same,
        tuple(form.weet_niet),
    )


def _shares(table: dict[str, list[Fraction]], groups: list[str]) -> NDArray[np.float64]:
    rows = np.array([[float(share) for share in table[group]] for group in groups])
    shares: NDArray[np.float64] = rows / rows.sum(axis=1, keepdims=True)
    return shares


def _people(ages: tuple[tuple[int, int], ...], children: float) -> NDArray[np.float64]:
    """How many people there are in a household of each cell."""
    per_kind = ADULTS + OTHERS + WITH_CHILDREN * children
    return np.broadcast_to(per_kind[None, :, None].astype(float), (len(ages), len(KINDS), len(CARE)))


def _margin(form: MarginForm, groups: list[str], ages: tuple[tuple[int, int], ...], children: float) -> Margin:
    counts = np.ones((len(groups), len(KINDS), len(CARE)))
    if form.eenheid.startswith("personen"):
        counts = counts * _people(ages, children)
    elif form.eenheid.startswith("mensen van"):
        counts = counts * ADULTS[None, :, None]
    for chosen, known, axis in ((form.leeftijd, groups, 0), (form.soort, KINDS, 1), (form.zorg, CARE, 2)):
        if chosen is not None:
            inside = np.array([name in chosen for name in known], float)
            counts = counts * np.moveaxis(inside[:, None, None], 0, axis)
    return Margin(form.naam, form.eenheid, form.bron, form.zekerheid or "", form.aantal[0], counts)
