"""What the agency notices of a variant, by explicit assumptions from a YAML file: each with its source, and low, middle and high.

Nothing of it comes from the rules. A number of citizens comes from the simulation, times what the file says per citizen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from dsl.diagnostics import Diagnostic
from dsl.notation import format_display, parse_money, parse_number, parse_percentage
from engine.dossier.report import Report, yaml_findings
from engine.forms import Form, Text, check_form
from engine.safe_yaml import load_yaml
from engine.simulation.effects import Effects, tarief
from engine.simulation.figures import Figure

FIXED, WITH_AMOUNT, CHANGED = "vast", "huishouden met een bedrag", "huishouden met een ander bedrag"
_NUMBERS = {
    "aantal",
    "normtijd",
    "tarief",
    "jaar",
    "vorig jaar",
    "bedrag ervoor",
    "bedrag erna",
    "aantal ervoor",
    "aantal erna",
}
Range = tuple[Fraction, Fraction, Fraction]


def _number(text: str) -> Fraction:
    if "€" in text:
        return parse_money(text)
    return parse_percentage(text) if text.endswith("%") else parse_number(text)


def _one(value: object) -> object:
    return _number(value.strip()) if isinstance(value, str) else value


def _three(value: object) -> object:
    """``1; 1; 1,7``, or one number for all three."""
    if not isinstance(value, str):
        return value
    found = [_number(part.strip()) for part in value.split(";")]
    if len(found) not in (1, 3):
        raise ValueError("laag, midden en hoog")
    return tuple(found * 3 if len(found) == 1 else found)


Number = Annotated[Fraction, BeforeValidator(_one)]
Three = Annotated[Range, BeforeValidator(_three)]


class LineForm(Form):
    naam: Text
    per: Text
    aantal: Three
    eenheid: Text
    bron: Text
    zonder_variant: Literal["ja", "nee"] = Field("nee", alias="zonder variant")
    normtijd: Three | None = Field(None, description="uren per stuk")
    tarief: Three | None = Field(None, description="euro's per uur")
    bron_kosten: Text | None = Field(None, alias="bron kosten")
    kosten: Literal["incidenteel", "structureel"] = "incidenteel"


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


class AssumptionsForm(Form):
    naam: Text
    variant: Text
    besluit: Text
    jaar: Number
    regels: list[LineForm]
    uitgangspunt: BaseForm | None = None
    verwacht: list[ExpectedForm] = []


@dataclass(frozen=True, slots=True)
class Assumptions:
    """``digest`` is over the file as it stands."""

    form: AssumptionsForm
    digest: str
    file: str


@dataclass(frozen=True, slots=True)
class Volume:
    """A line of the file with what it comes to."""

    line: LineForm
    count: Figure
    cost: Figure | None


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
        if list(line.aantal) != sorted(line.aantal) or line.aantal[0] < 0:
            report.add("TS881", loaded.root, what=f"bij '{line.naam}' lopen laag, midden en hoog niet op vanaf 0")
        if (line.normtijd is None) != (line.tarief is None) or (line.tarief is not None and line.bron_kosten is None):
            report.add("TS881", loaded.root, what=f"bij '{line.naam}' horen normtijd, tarief en bron kosten bij elkaar")
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
    changed = [effects.people.higher, effects.people.lower]
    known: dict[str, Range] = {
        FIXED: (Fraction(1), Fraction(1), Fraction(1)),
        WITH_AMOUNT: _ends(effects.people.with_amount),
        CHANGED: _sum([_ends(one) for one in changed]),
    }
    found = []
    for line in form.regels:
        count = known[line.naam] = _product(known[line.per], line.aantal)
        cost = None
        if line.normtijd is not None and line.tarief is not None:
            whole = _product(_product(count, line.normtijd), line.tarief)
            cost = _figure(f"{line.naam}: kosten", "euro", whole, "aantal maal normtijd in uren maal tarief per uur")
        how = f"{_words(line.aantal)} per {line.per}" if line.per != FIXED else "staat zo in de bron"
        found.append(Volume(line, _figure(line.naam, "aantal", count, f"{how}. Bron: {line.bron}"), cost))
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
        ("met het nieuwe tarief", with_rate, f"maal {rate}, het tarief volgens de doorrekening"),
        (
            "waarvan door de variant",
            with_rate - form.bedrag_ervoor,
            "met het nieuwe tarief min het bedrag van het jaar ervoor",
        ),
        ("en met meer mensen", grown, f"maal {form.aantal_erna}/{form.aantal_ervoor}; niet aan de variant toegerekend"),
    ]
    if form.bedrag_erna is not None:
        steps.append(("bedrag dat gemeten is", form.bedrag_erna, f"bron: {form.bron}"))
        steps.append(("niet verklaard", form.bedrag_erna - grown, "gemeten min wat tarief en groei verklaren"))
    return tuple(Figure(name, "euro", value, None, None, how, Fraction(100_000)) for name, value, how in steps)


def _ends(figure: Figure) -> Range:
    value = figure.value or Fraction(0)
    return (
        value if figure.low is None else figure.low,
        value,
        value if figure.high is None else figure.high,
    )


def _sum(ranges: Sequence[Range]) -> Range:
    low, middle, high = (sum((one[place] for one in ranges), Fraction(0)) for place in range(3))
    return low, middle, high


def _product(one: Range, other: Range) -> Range:
    return one[0] * other[0], one[1] * other[1], one[2] * other[2]


def _figure(name: str, sort: Literal["euro", "aantal"], found: Range, how: str) -> Figure:
    return Figure(name, sort, found[1], found[0], found[2], how)


def _words(found: Range) -> str:
    low, middle, high = (format_display(one) for one in found)
    return middle if low == high else f"{low}, {middle} of {high}"


def plain(form: AssumptionsForm) -> dict[str, Any]:
    """As JSON, so that a later report can set measurements beside it."""
    return {
        "naam": form.naam,
        "variant": form.variant,
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
