"""What invented households are made of: shares to begin with, margins with their source, assumptions, facts that are the same for
all. Read from a YAML file, so that somebody who knows better replaces a number and not a program."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, replace
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
TREATY_IN_EUROPE, TREATY_ELSEWHERE = "verdrag EU", "verdrag elders"
INSURANCE = (
    "verzekerd",
    "gemeld 0-12 maanden",
    "gemeld 13-24 maanden",
    "gemeld langer",
    "onverzekerd",
    "gemoedsbezwaard",
    TREATY_IN_EUROPE,
    TREATY_ELSEWHERE,
)
"""How the client is insured: with how many months in the regeling for arrears of premium; or, living abroad, by a treaty."""
ABROAD = np.array([name in (TREATY_IN_EUROPE, TREATY_ELSEWHERE) for name in INSURANCE])
AOW_AGE = 67
OLDEST = 110
ASSUMPTIONS = {
    "kinderen per gezin": 0,
    "aandeel Wmo-huishoudens dat in een maand betaalt": 1,
    "aandeel met werk onder de AOW-leeftijd": 1,
    "jaarinkomen uit werk": 2,
    "jaarinkomen zonder werk": 2,
    "partners met inkomen zonder werk": 1,
    "AOW van een alleenstaande en van een partner": 2,
    "aanvullend pensioen": 3,
    "groei van het inkomen per jaar": 1,
    "belasting": 2,
    "vermogen": 3,
    "huurders": 1,
    "kale huur per maand": 2,
    "kinderopvang": 4,
    "leveringsvorm van Wlz thuis": 3,
    "maanden Wlz-zorg": 2,
    "maandpremie voor de zorgverzekering": 1,
    "maandpremies achterstand na een melding": 1,
    "maanden na een melding langer dan 24": 2,
    "dagen sinds de aanmaning van een onverzekerde": 1,
    "inkomen van verdragsgerechtigden": 2,
    "woonlanden binnen de EU, de EER en Zwitserland": 5,
    "woonlanden elders": 2,
}
"""The assumptions that a model has to make, and how many values each has; 0 is any number."""
SHARES = (
    "kinderen per gezin",
    "leveringsvorm van Wlz thuis",
    "maanden Wlz-zorg",
    "woonlanden binnen de EU, de EER en Zwitserland",
    "woonlanden elders",
)


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
    verzekering: dict[str, Numbers]


class MarginForm(Form):
    naam: Text
    aantal: Numbers
    eenheid: Text
    bron: Text
    zekerheid: Text | None = None
    leeftijd: Names | None = None
    soort: Names | None = None
    zorg: Names | None = None
    verzekering: Names | None = None


class AssumptionForm(Form):
    waarde: Numbers
    toelichting: Text
    bron: Text | None = None


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
    """``cells`` are the households of the country per age group, kind, care and insurance, after raking. ``ages``: first and last age
    of each group. ``persons``: how many people live in them. ``sources``: of the assumptions that have one. ``same``: per object type
    the facts that are the same for all."""

    name: str
    year: int
    ages: tuple[tuple[int, int], ...]
    cells: NDArray[np.float64]
    persons: float
    margins: tuple[Margin, ...]
    assumptions: Pairs[str, tuple[float, ...]]
    explanations: Pairs[str, str]
    sources: Pairs[str, str]
    same: Pairs[str, Pairs[str, Value]]
    not_known: tuple[str, ...]

    @property
    def people(self) -> int:
        """For how many people a population of this model stands."""
        return round(self.persons)

    def in_year(self, year: int) -> Model:
        """The same people in another year: nothing grows, only the years of the facts are others."""
        if year == self.year:
            return self
        told = f"Wat er tussen {self.year} en {year} veranderde: mensen, inkomens en huren van {self.year} staan hier in {year}."
        return replace(self, year=year, not_known=(*self.not_known, told))


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
    _check_parts(form, groups, wrong)
    said = form.huishoudens
    tables = (("soort", said.soort, KINDS), ("zorg", said.zorg, CARE), ("verzekering", said.verzekering, INSURANCE))
    for part, table, width in tables:
        if list(table) != groups or any(len(row) != len(width) for row in table.values()):
            wrong(f"bij '{part}' hoort voor elke leeftijdsgroep een rij van {len(width)} aandelen")
    if report.has_errors:
        return None
    ages = tuple((int(first), int(last)) for first, last in (group.split("-") for group in groups))
    start = np.array([float(said.leeftijd[group][0]) for group in groups])[:, None, None, None]
    start = start * _shares(said.soort, groups)[:, :, None, None] * _shares(said.zorg, groups)[:, None, :, None]
    start = start * _shares(said.verzekering, groups)[:, None, None, :] * _possible()
    children = [float(share) for share in form.aannames["kinderen per gezin"].waarde]
    mean = float(np.dot(children, range(1, len(children) + 1)) / sum(children))
    margins = tuple(_margin(one, groups, mean) for one in form.marges)
    flat = start.ravel() / start.sum() * float(margins[0].target) / 2
    try:
        cells = rake(
            flat,
            np.array([one.counts.ravel() for one in margins]),
            np.array([float(one.target) for one in margins]),
        ).reshape(start.shape)
    except UnreachableError:
        wrong("de marges zijn met deze aandelen samen niet te halen")
        return None
    persons = float((cells * _people(len(groups), mean)).sum())
    return Model(
        form.naam,
        int(form.jaar[0]),
        ages,
        cells,
        persons,
        margins,
        {name: tuple(float(value) for value in one.waarde) for name, one in form.aannames.items()},
        {name: one.toelichting for name, one in form.aannames.items()},
        {name: one.bron for name, one in form.aannames.items() if one.bron},
        same,
        tuple(form.weet_niet),
    )


def _check_parts(form: ModelForm, groups: list[str], wrong: Callable[[str], None]) -> None:
    """Names of groups, amounts that are no shares, and assumptions that are missing or of another length."""
    for group in groups:
        first, line, last = group.partition("-")
        if not (first.isdecimal() and line and last.isdecimal() and 18 <= int(first) <= int(last) <= OLDEST):
            wrong(f"'{group}' is geen leeftijdsgroep van 18 tot en met {OLDEST} jaar, zoals 25-44")
    said = form.huishoudens
    for table in (said.leeftijd, said.soort, said.zorg, said.verzekering):
        for group, row in table.items():
            if min(row) < 0 or sum(row) <= 0:
                wrong(f"bij '{group}' zijn de aandelen samen nul, of is er een kleiner dan nul")
    for margin in form.marges:
        chosen = (
            (margin.leeftijd, groups),
            (margin.soort, KINDS),
            (margin.zorg, CARE),
            (margin.verzekering, INSURANCE),
        )
        for names, known in chosen:
            for name in names or ():
                if name not in known:
                    wrong(f"marge '{margin.naam}': '{name}' is geen van: {'; '.join(known)}")
        if len(margin.aantal) != 1 or margin.aantal[0] <= 0:
            wrong(f"marge '{margin.naam}': het aantal is een getal boven nul")
    if not form.marges:
        wrong("er is geen enkele marge")
    for name, length in ASSUMPTIONS.items():
        if name not in form.aannames:
            wrong(f"de aanname '{name}' ontbreekt")
        elif length and len(form.aannames[name].waarde) != length:
            wrong(f"de aanname '{name}' heeft {length} {'waarde' if length == 1 else 'waarden'}")
    for name, one in form.aannames.items():
        if name not in ASSUMPTIONS:
            wrong(f"met de aanname '{name}' doet het model niets")
        if min(one.waarde) < 0 or (name in SHARES and sum(one.waarde) <= 0):
            wrong(f"de aanname '{name}' heeft een waarde onder nul, of aandelen die samen nul zijn")


def _shares(table: dict[str, list[Fraction]], groups: list[str]) -> NDArray[np.float64]:
    rows = np.array([[float(share) for share in table[group]] for group in groups])
    shares: NDArray[np.float64] = rows / rows.sum(axis=1, keepdims=True)
    return shares


def _possible() -> NDArray[np.float64]:
    """Which cells there are: who lives abroad by a treaty is alone or with a partner, and has no care from here."""
    possible = np.ones((len(KINDS), len(CARE), len(INSURANCE)))
    possible[:, 1:, ABROAD] = 0
    possible[2:, :, ABROAD] = 0
    return possible


def _shape(groups: int) -> tuple[int, ...]:
    return (groups, len(KINDS), len(CARE), len(INSURANCE))


def _people(groups: int, children: float) -> NDArray[np.float64]:
    """How many people there are in a household of each cell."""
    per_kind = ADULTS + OTHERS + WITH_CHILDREN * children
    return np.broadcast_to(per_kind[None, :, None, None].astype(float), _shape(groups))


def _margin(form: MarginForm, groups: list[str], children: float) -> Margin:
    counts = np.ones(_shape(len(groups)))
    if form.eenheid.startswith("personen"):
        counts = counts * _people(len(groups), children)
    elif form.eenheid.startswith("mensen van"):
        counts = counts * ADULTS[None, :, None, None]
    chosen = (form.leeftijd, form.soort, form.zorg, form.verzekering)
    for axis, (names, known) in enumerate(zip(chosen, (groups, KINDS, CARE, INSURANCE), strict=True)):
        if names is not None:
            inside = np.array([name in names for name in known], float)
            counts = counts * np.moveaxis(inside[:, None, None, None], 0, axis)
    return Margin(form.naam, form.eenheid, form.bron, form.zekerheid or "", form.aantal[0], counts)
