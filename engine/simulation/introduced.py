"""An invoeringstoets: what was assumed and expected beforehand beside what was measured. It says what differs, not whose fault it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from dsl.diagnostics import Diagnostic
from dsl.notation import format_display
from engine.dossier.report import Report, yaml_findings
from engine.forms import Form, Text, check_form
from engine.safe_yaml import load_yaml
from engine.simulation.ranges import Number


class MeasuredForm(Form):
    naam: Text
    aantal: Number
    bron: Text


class MeasurementsForm(Form):
    naam: Text
    metingen: list[MeasuredForm]


class NotAReportError(ValueError):
    """JSON that is not a report of a simulation; the text says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Set:
    """One assumption or expectation with its measurement (None: there is none). ``said`` what was thought, ``verdict`` how they differ."""

    name: str
    said: str
    measured: str
    verdict: str
    source: str


def load_measurements(path: Path) -> tuple[MeasurementsForm | None, list[Diagnostic], str]:
    """The measurements in a file, or everything that is wrong with it; and its text. Raises OSError."""
    loaded = load_yaml(path.read_bytes())
    report = Report(str(path), found=yaml_findings(loaded, str(path)))
    if loaded.root is None:
        return None, report.found, loaded.text
    form, problems = check_form(MeasurementsForm, loaded.root)
    for problem in problems:
        what = problem.problem
        if problem.key == "aantal" and not problem.missing:
            what = "bij 'aantal' hoort een getal"
        report.add("TS881", problem.node, remedy=problem.remedy, what=what)
    return form, report.found, loaded.text


def set_beside(report: Any, measured: MeasurementsForm) -> list[Set]:
    """Every expectation and every assumed volume of a report with what was measured. Raises NotAReportError."""
    known = {one.naam: one for one in measured.metingen}
    try:
        if report["soort"] != "uitvoeringstoets":
            raise NotAReportError("dit is geen rapport van 'toetssteen simuleer'")
        expected = report["verwachtingen"].get("verwacht", [])
        found = [_expected(one, known.get(str(one["naam"]))) for one in expected]
        names = {one.name for one in found}
        for figure in report["getallen"].get("aannames", []):
            one = known.get(str(figure["naam"]))
            if one is not None and one.naam not in names:
                found.append(_assumed(figure, one))
    except (KeyError, TypeError, AttributeError, ValueError, ZeroDivisionError) as wrong:
        if isinstance(wrong, NotAReportError):
            raise
        raise NotAReportError("in dit rapport ontbreekt wat er vooraf werd verwacht, of het is beschadigd") from None
    return found


def _expected(one: Any, found: MeasuredForm | None) -> Set:
    name, source = str(one["naam"]), str(one["bron"])
    if one["aantal"] is not None:
        thought = Fraction(one["aantal"])
        said = format_display(thought)
        verdict = None if found is None else _apart(thought, found.aantal)
    else:
        before, way = one["vorig jaar"], str(one["richting"])
        said = way if before is None else f"{way} dan {format_display(Fraction(before))}"
        verdict = None
        if found is not None and before is not None:
            really = (
                "meer"
                if found.aantal > Fraction(before)
                else "minder"
                if found.aantal < Fraction(before)
                else "evenveel"
            )
            verdict = f"{really}: {'zoals verwacht' if really == way else 'anders dan verwacht'}"
    return _set(name, said, found, verdict, source)


def _assumed(figure: Any, found: MeasuredForm) -> Set:
    low, high = Fraction(figure["laagste"]), Fraction(figure["hoogste"])
    if low <= found.aantal <= high:
        verdict = "binnen het bereik van de aanname"
    else:
        verdict = "onder het bereik van de aanname" if found.aantal < low else "boven het bereik van de aanname"
    return _set(found.naam, str(figure["in woorden"]), found, verdict, str(figure["berekening"]))


def _set(name: str, said: str, found: MeasuredForm | None, verdict: str | None, source: str) -> Set:
    if found is None:
        return Set(name, said, "niet gemeten", "niet vast te stellen", source)
    return Set(
        name,
        said,
        format_display(found.aantal),
        verdict or "niet vast te stellen",
        f"{source.rstrip('.')}. Gemeten: {found.bron}",
    )


def _apart(thought: Fraction, really: Fraction) -> str:
    if thought == really:
        return "zoals verwacht"
    share = abs(really - thought) / thought
    tenths = Fraction(int(share * 1000 + Fraction(1, 2)), 1000)
    return f"{format_display(tenths, 'percentage')} {'meer' if really > thought else 'minder'} dan verwacht"


def told(title: str, measured: MeasurementsForm, sets: list[Set]) -> str:
    """The three questions of an invoeringstoets. Two of them are a person's."""
    lines = [
        f"Invoeringstoets bij: {title}",
        f"Metingen: {measured.naam}. Niet voor besluiten.",
        "",
        "1. Werkt het zoals bedoeld?",
        "   Niet vast te stellen, want dat vraagt een oordeel. Nodig: ervaringen van burgers en behandelaars.",
        "",
        "2. Klopten de aannames?",
    ]
    for one in sets:
        lines.append(f"   - {one.name}: verwacht {one.said}, gemeten {one.measured}: {one.verdict}.")
        lines.append(f"     Bron: {one.source}")
    if not sets:
        lines.append("   Niet vast te stellen, want het rapport bewaarde geen aannames waar een meting bij is.")
    lines += [
        "   Een verschil zegt niet waardoor het komt.",
        "",
        "3. Hoe goed is de uitvoering?",
        "   Dat staat in de normen van de uitvoerder: toetssteen norm. Het oordeel erover geeft een mens.",
    ]
    return "\n".join(lines)
