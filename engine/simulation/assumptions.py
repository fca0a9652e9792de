"""What the agency notices of a variant, by explicit assumptions from a YAML file: each with its source, and low, middle and high.

Nothing of it comes from the rules. A number of citizens comes from the simulation, times what the file says per citizen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from dsl.diagnostics import Diagnostic
from dsl.notation import format_display
from engine.dossier.report import Report, yaml_findings
from engine.forms import Form, Text, check_form
from engine.safe_yaml import load_yaml
from engine.simulation.effects import Effects, tarief
from engine.simulation.figures import Figure, written
from engine.simulation.ranges import Number, Range, Three, figure_of, product, rising, total

FIXED, WITH_AMOUNT, CHANGED = "vast", "huishouden met een bedrag", "huishouden met een ander bedrag"
_NUMBERS = {
    "aantal",
    "jaar",
    "vorig jaar",
    "bedrag ervoor",
    "bedrag erna",
    "aantal ervoor",
    "aantal erna",
}
VOLUMES = ("beschikkingen", "herzieningen", "naheffingen", "contacten", "bezwaren", "betalingsregelingen", "correcties")
"""What an agency asks the number of."""


class LineForm(Form):
    naam: Text
    per: Text
    aantal: Three
    eenheid: Text
    soort: Literal[
        "beschikkingen",
        "herzieningen",
        "naheffingen",
        "contacten",
        "bezwaren",
        "betalingsregelingen",
        "correcties",
        "anders",
    ] = "anders"
    bron: Text
    zonder_variant: Literal["ja", "nee"] = Field("nee", alias="zonder variant")


class BaseForm(Form):
    bedrag_ervoor: Number = Field(alias="bedrag ervoor")
    aantal_ervoor: Number = Field(alias="aantal ervoor")
    aantal_erna: Number = Field(alias="aantal erna")
    bedrag_erna: Number | None = Field(None, alias="bedrag erna")
    bron: Text


class ExpectedForm(Form):
    naam: Text
    aantal: Number | None = None
    richting: Literal["meer", "minder"] | None = None
    vorig_jaar: Number | None = Field(None, alias="vorig jaar")
    bron: Text


class KnownCostForm(Form):
    """What a document says something costs as a whole. It is not attributed to the variant."""

    naam: Text
    bedrag: Number
    soort: Literal["incidenteel", "structureel"]
    bron: Text


class AssumptionsForm(Form):
    naam: Text
    variant: Text
    besluit: Text
    jaar: Number
    regels: list[LineForm]
    uitgangspunt: BaseForm | None = None
    bekende_kosten: list[KnownCostForm] = Field([], alias="bekende kosten")
    verwacht: list[ExpectedForm] = []


@dataclass(frozen=True, slots=True)
class Assumptions:
    """``digest`` is over the file as it stands."""

    form: AssumptionsForm
    digest: str
    file: str


@dataclass(frozen=True, slots=True)
class Volume:
    """A line of the file with what it comes to; ``range`` None where that may not be shown."""

    line: LineForm
    count: Figure
    range: Range | None


def load_assumptions(path: Path) -> tuple[Assumptions | None, list[Diagnostic], str]:
    """The assumptions in a file, or everything that is wrong with it; and its text. Raises OSError."""
    loaded = load_yaml(path.read_bytes())
    report = Report(str(path), found=yaml_findings(loaded, str(path)))
    if loaded.root is None:
        return None, report.found, loaded.text
    form, problems = check_form(AssumptionsForm, loaded.root)
    for problem in problems:
        what = problem.problem
        if problem.key in _NUMBERS and not problem.missing:
            what = f"bij '{problem.key}' hoort een getal, of drie met een puntkomma ertussen: laag, midden en hoog"
        report.add("TS881", problem.node, remedy=problem.remedy, what=what)
    if form is None:
        return None, report.found, loaded.text
    known = {FIXED, WITH_AMOUNT, CHANGED}
    for line in form.regels:
        if line.per not in known:
            report.add("TS881", loaded.root, what=f"'{line.naam}' is per '{line.per}', maar dat staat er niet boven")
        if not rising(line.aantal):
            report.add("TS881", loaded.root, what=f"bij '{line.naam}' lopen laag, midden en hoog niet op vanaf 0")
        known.add(line.naam)
    if report.has_errors:
        return None, report.found, loaded.text
    return Assumptions(form, hashlib.sha256(loaded.text.encode()).hexdigest(), path.name), report.found, loaded.text


def shipped_for(variants: Sequence[str], folder: Path) -> Path | None:
    """The shipped file about one of these varianten, if there is one."""
    for path in sorted(folder.glob("*.yaml")):
        found, _, _ = load_assumptions(path)
        if found is not None and found.form.variant in variants:
            return path
    return None


# ---------------------------------------------------------------- what follows


def volumes_of(form: AssumptionsForm, effects: Effects) -> tuple[Volume, ...]:
    """Low, middle and high of every line: low times low, high times high."""
    people = effects.people
    known: dict[str, Range | None] = {
        FIXED: (Fraction(1), Fraction(1), Fraction(1)),
        WITH_AMOUNT: _ends(people.with_amount),
        CHANGED: None
        if people.higher.hidden or people.lower.hidden
        else total([_shown(people.higher), _shown(people.lower)]),
    }
    found = []
    for line in form.regels:
        per = known[line.per]
        how = f"{range_words(line.aantal)} per {line.per}" if line.per != FIXED else "staat zo in de bron"
        how = f"{how}. Bron: {line.bron}"
        count = known[line.naam] = None if per is None else product(per, line.aantal)
        figure = (
            Figure(line.naam, "aantal", None, None, None, how, hidden=True)
            if count is None
            else figure_of(line.naam, "aantal", count, how)
        )
        found.append(Volume(line, figure, count))
    return tuple(found)


def from_before(form: BaseForm, effects: Effects) -> tuple[Figure, ...] | None:
    """From the amount of the year before to that of this year: what the tariff does, the growth in numbers that there would be anyhow,
    and what is left over. None when nobody has an amount in both."""
    tally = effects.tally
    both = tally.of("bedrag", "beide", "basis")
    if both == 0:
        return None
    rate = 1 + tarief(tally) * tally.scale / both
    with_rate = form.bedrag_ervoor * rate
    grown = with_rate * form.aantal_erna / form.aantal_ervoor
    steps = [
        ("bedrag van het jaar ervoor", form.bedrag_ervoor, f"bron: {form.bron}"),
        (
            "met het nieuwe tarief",
            with_rate,
            f"plus {written(rate - 1, 'aandeel', Fraction(1, 10_000))} (precies: maal {rate}), het tarief volgens de doorrekening",
        ),
        (
            "waarvan door de variant",
            with_rate - form.bedrag_ervoor,
            "met het nieuwe tarief min het bedrag van het jaar ervoor",
        ),
        (
            "en met meer mensen",
            grown,
            f"maal {format_display(form.aantal_erna)} gedeeld door {format_display(form.aantal_ervoor)} mensen; niet aan de variant "
            "toegerekend",
        ),
    ]
    if form.bedrag_erna is not None:
        steps.append(("bedrag dat gemeten is", form.bedrag_erna, f"bron: {form.bron}"))
        steps.append(("niet verklaard", form.bedrag_erna - grown, "gemeten min wat tarief en groei verklaren"))
    return tuple(Figure(name, "euro", value, None, None, how, Fraction(100_000)) for name, value, how in steps)


def _ends(figure: Figure) -> Range | None:
    return None if figure.hidden else _shown(figure)


def _shown(figure: Figure) -> Range:
    value = figure.value or Fraction(0)
    return (
        value if figure.low is None else figure.low,
        value,
        value if figure.high is None else figure.high,
    )


def range_words(found: Range) -> str:
    """``1, 1 of 1,7``, small shares in percents."""
    share = any(0 < one < Fraction(1, 10) for one in found)
    low, middle, high = (format_display(one, "percentage") if share else format_display(one) for one in found)
    return middle if low == high else f"{low}, {middle} of {high}"


def plain(form: AssumptionsForm) -> dict[str, Any]:
    """As JSON, so that a later report can set measurements beside it."""
    return {
        "naam": form.naam,
        "variant": form.variant,
        "besluit": form.besluit,
        "jaar": int(form.jaar),
        "verwacht": [
            {
                "naam": one.naam,
                "aantal": None if one.aantal is None else str(one.aantal),
                "richting": one.richting,
                "vorig jaar": None if one.vorig_jaar is None else str(one.vorig_jaar),
                "bron": one.bron,
            }
            for one in form.verwacht
        ],
    }
