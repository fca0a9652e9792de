"""Figures that others report, as printed: a number, a bound, a range, about a number; with where they stand and what their source
says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from dsl.diagnostics import Diagnostic
from dsl.notation import NotationError, parse_date, parse_money, parse_number, parse_percentage
from dsl.program import NormInfo, NumType, Program
from dsl.suggest import did_you_mean, suggest
from engine.dossier.report import Report, yaml_findings
from engine.dossier.vocabulary import folded
from engine.forms import Form, Text, check_form
from engine.normen.figures import Figure
from engine.normen.opgave_csv import load_csv
from engine.normen.periods import Period, parse_period
from engine.safe_yaml import Mapping, Node, Scalar, load_yaml
from engine.safe_yaml import Sequence as Listing

_RANGE = re.compile(r"(.+?)\s+(?:-|–|t/m|tot en met)\s+(.+)")
_SIGNS: tuple[tuple[str, str, bool], ...] = (
    ("≥", "ondergrens", True),
    (">=", "ondergrens", True),
    (">", "ondergrens", False),
    ("meer dan ", "ondergrens", False),
    ("ruim ", "ondergrens", True),
    ("≤", "bovengrens", True),
    ("<=", "bovengrens", True),
    ("<", "bovengrens", False),
    ("minder dan ", "bovengrens", False),
    ("±", "ongeveer", True),
    ("circa ", "ongeveer", True),
    ("ongeveer ", "ongeveer", True),
)
_DECIMALS = re.compile(r",([0-9]+)")


class FigureForm(Form):
    """``soort``: gedrukt (rounded to the decimals that it shows), exact (not rounded, such as a count), ongeveer, ondergrens, bovengrens,
    or afgerond op a number."""

    norm: Text | None = None
    kengetal: Text | None = None
    onderdeel: Text | None = None
    periode: Text
    tot_en_met: Text | None = Field(None, alias="tot en met")
    waarde: Text | None = None
    soort: Text = "gedrukt"
    plaats: Text | None = None
    citaat: Text | None = None
    oordeel_document: Text | None = Field(None, alias="oordeel document")
    volgens_document: Literal["behaald", "niet behaald"] | None = Field(None, alias="volgens document")
    toelichting: Text | None = None


class StatementForm(Form):
    opgave: Text
    organisatie: Text
    cijfers: Annotated[list[FigureForm], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Reported:
    """One reported figure. ``norm`` is None for a kengetal; ``figure`` None when the source says that there is none. ``said`` is
    what the document itself says of it, ``met`` what that comes down to; ``why`` explains where ours differs."""

    name: str
    norm: NormInfo | None
    part: str | None
    period: Period | None
    period_text: str
    until: date | None
    printed: str | None
    figure: Figure | None
    place: str | None
    quote: str | None
    said: str | None
    met: bool | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    name: str
    organisation: str
    path: str
    figures: tuple[Reported, ...]


def read_statement(text: str | bytes, path: str, program: Program) -> tuple[Statement | None, list[Diagnostic]]:
    """Read an opgave, in YAML or (by the end of ``path``) CSV. Never raises for what is in ``text``."""
    loaded = load_csv(text) if path.casefold().endswith(".csv") else load_yaml(text)
    report = Report(path, found=yaml_findings(loaded, path))
    root = loaded.root
    if root is None:
        return None, report.found
    form, problems = check_form(StatementForm, root)
    for item in problems:
        report.add("TS545", item.node, remedy=item.remedy or None, problem=item.problem)
    if form is None or not isinstance(root, Mapping):
        return None, report.found
    listing = root.get("cijfers")
    nodes: Sequence[Node] = listing.items if isinstance(listing, Listing) else ()
    known = {folded(norm.name): norm for norm in program.norms.values()}
    figures = [_reported(one, node, known, report) for one, node in zip(form.cijfers, nodes, strict=True)]
    if report.has_errors:
        return None, report.found
    return Statement(form.opgave, form.organisatie, path, tuple(item for item in figures if item)), report.found


def _reported(form: FigureForm, node: Node, known: dict[str, NormInfo], report: Report) -> Reported | None:
    if (form.norm is None) == (form.kengetal is None):
        report.add("TS545", node, problem="schrijf bij elk cijfer 'norm' of 'kengetal', en niet allebei")
        return None
    norm = None if form.norm is None else known.get(folded(form.norm))
    if form.norm is not None and norm is None:
        remedy = did_you_mean(suggest(form.norm, [item.name for item in known.values()]))
        report.add("TS546", _part(node, "norm"), remedy=remedy or None, name=form.norm)
        return None
    period = parse_period(form.periode)
    if period is None and norm is not None:
        report.add("TS545", _part(node, "periode"), problem=f"'{form.periode}' is geen periode")
    until: date | None = None
    if form.tot_en_met is not None:
        try:
            until = parse_date(form.tot_en_met)
        except NotationError as wrong:
            report.add(
                "TS545", _part(node, "tot en met"), remedy=wrong.remedy, problem="bij 'tot en met' hoort een datum"
            )
    figure: Figure | None = None
    if form.waarde is not None:
        kind = _type_of(norm, form.waarde)
        try:
            figure = _of_kind(read_figure(form.waarde, kind, rounded=form.soort == "gedrukt"), form.soort, kind)
        except NotationError as wrong:
            if norm is not None:
                report.add("TS545", _part(node, "waarde"), remedy=wrong.remedy, problem=wrong.cause.rstrip("."))
    return Reported(
        form.norm or form.kengetal or "",
        norm,
        form.onderdeel,
        period,
        form.periode,
        until,
        form.waarde,
        figure,
        form.plaats,
        form.citaat,
        form.oordeel_document,
        None if form.volgens_document is None else form.volgens_document == "behaald",
        form.toelichting,
    )


def _part(node: Node, key: str) -> Node:
    found = node.get(key) if isinstance(node, Mapping) else None
    return found if isinstance(found, Scalar) else node


def _type_of(norm: NormInfo | None, text: str) -> NumType:
    """What a figure of a norm is; of one without, what its text looks like."""
    demand = None if norm is None else (norm.gauge.demand or next((r.gauge.demand for r in norm.readings), None))
    if demand is not None and demand.low is not None and demand.of is None and not demand.of_former:
        return demand.type
    if "%" in text:
        return NumType(show="percentage")
    return NumType(show="bedrag") if "€" in text else NumType()


def read_figure(text: str, kind: NumType, rounded: bool = True) -> Figure:
    """A figure as printed: "90%", ">7,7", "82,9% - 85,7%", "ongeveer 8%", "ja". ``rounded``: it may have been rounded to the decimals that
    it shows. Raises NotationError."""
    words = " ".join(text.split())
    if words.casefold() in ("ja", "nee"):
        value = Fraction(words.casefold() == "ja")
        return Figure(value, value)
    spread = _RANGE.fullmatch(words)
    if spread and not words.startswith("-"):
        return Figure(_number(spread[1], kind), _number(spread[2], kind), "bereik")
    for sign, name, closed in _SIGNS:
        if words.startswith(sign):
            value = _number(words.removeprefix(sign).strip(), kind)
            if name == "ondergrens":
                return Figure(value, None, "ondergrens", low_in=closed)
            if name == "bovengrens":
                return Figure(None, value, "bovengrens", high_in=closed)
            return Figure(value, value, "ongeveer")
    value = _number(words, kind)
    return Figure(value, value, step=_step(words, kind) if rounded else None)


_ROUNDED = re.compile(r"afgerond op\s+(.+)")


def _of_kind(figure: Figure, words: str, kind: NumType) -> Figure:
    """The figure with what the source says of it in words. Raises NotationError."""
    plain = " ".join(words.split()).casefold()
    if plain in ("gedrukt", "exact"):
        return figure
    if plain == "ongeveer":
        return replace(figure, kind="ongeveer", step=None)
    if plain == "ondergrens":
        return replace(figure, kind="ondergrens", high=None, step=None)
    if plain == "bovengrens":
        return replace(figure, kind="bovengrens", low=None, step=None)
    match = _ROUNDED.fullmatch(plain)
    if match is None:
        remedy = "Kies gedrukt, exact, ongeveer, ondergrens, bovengrens of 'afgerond op' met een getal."
        raise NotationError(f"'{words}' is geen soort waarde.", remedy)
    step = _number(match[1], kind)
    if step <= 0:
        raise NotationError(f"'{match[1]}' is geen stap om op af te ronden.", "Schrijf een getal boven nul.")
    return replace(figure, step=step)


def _number(text: str, kind: NumType) -> Fraction:
    """Documents write numbers as Dutch does: a point divides thousands."""
    if kind.show == "percentage":
        return parse_percentage(text if text.endswith(("%", "procent")) else f"{text}%", strict_dutch=True)
    return parse_money(text, strict_dutch=True) if kind.show == "bedrag" else parse_number(text, strict_dutch=True)


def _step(text: str, kind: NumType) -> Fraction:
    found = _DECIMALS.search(text)
    step = Fraction(1, 10 ** (len(found[1]) if found else 0))
    return step / 100 if kind.show == "percentage" else step
