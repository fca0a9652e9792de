"""A weging op de hand: a few chapters of the uitvoeringstoets, and the list of what is not tested yet.

It says by itself that a full uitvoeringstoets is needed: everything that it leaves out stands in that list.
"""

from __future__ import annotations

from dataclasses import replace

from engine.explain.values_nl import enumeration
from engine.simulation.tally import Tallies
from workbench.rapport.chapters import VERDICT, chapters
from workbench.rapport.make import report_of
from workbench.rapport.material import Material
from workbench.rapport.model import Chapter, Report, Table, Text, Unknown

KEPT = ("samenvatting", "voorstel", "burgers", "uitvoering", "weetniet")
"""The chapters of a weging, in order."""
QUICK = (
    "Dit is een weging op de hand: snel, over weinig mensen, en niet volledig. Een uitvoeringstoets blijft nodig. Een oordeel over de "
    "uitvoerbaarheid hoort bij die toets, en staat hier niet."
)
WEIGHING = "weging"


def weighing(found: Material, tallies: Tallies) -> Report:
    full = chapters(found)
    report = report_of(found, tallies)
    report.kind = WEIGHING
    report.title = f"Weging op de hand: {enumeration([one.name for one in found.variants])}"
    kept = [chapter for chapter in full if chapter.key in KEPT]
    summary, *others, not_known = kept
    summary = replace(summary, parts=(Text(QUICK, strong=True), *(part for part in summary.parts if part != VERDICT)))
    report.chapters = [summary, *others, _untested(full), not_known]
    return report


def _untested(full: list[Chapter]) -> Chapter:
    rows = []
    for chapter in full:
        unknown = [part for part in chapter.parts if isinstance(part, Unknown)]
        if chapter.key not in KEPT:
            why = "; ".join(part.why for part in unknown) or "staat niet in een weging"
            rows.append((chapter.title, "het hele hoofdstuk", why, _needed(unknown) or "een uitvoeringstoets"))
        else:
            rows += [(chapter.title, "een deel", part.why, "; ".join(part.needed)) for part in unknown]
    return Chapter(
        "nietgetoetst",
        "Wat nog niet is getoetst",
        (Table("Nog niet getoetst", ("onderwerp", "wat", "waarom", "nodig"), tuple(rows)),),
    )


def _needed(parts: list[Unknown]) -> str:
    return "; ".join(need for part in parts for need in part.needed)


def told(report: Report) -> str:
    """The weging in a few lines for a terminal."""
    lines = [report.title, ""]
    lines += [part.text for part in report.chapters[0].parts if isinstance(part, Text)]
    untested = next(chapter for chapter in report.chapters if chapter.key == "nietgetoetst")
    lines.append("Nog niet getoetst:")
    for part in untested.parts:
        if isinstance(part, Table):
            lines += [f"- {title}: {why}" for title, _, why, _ in part.rows]
    return "\n".join(lines)
