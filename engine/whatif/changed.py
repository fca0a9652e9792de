"""Facts that are different from those of a case: read from the words of a person, and put into a copy of the case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dsl.diagnostics import Diagnostic
from dsl.program import AttrInfo, Program
from dsl.suggest import did_you_mean, suggest
from engine.case import ByYear, Case, Fact, Held, Obj
from engine.dossier.report import Report, shortened
from engine.dossier.values import read_value, wanted_attr
from engine.safe_yaml import Scalar as Text
from engine.scenarios.names import find_attribute

_IN_YEAR = re.compile(r"(?P<words>.+?)\s+in\s+(?P<year>[12][0-9]{3})$")
ARGUMENT = "--feit"


@dataclass(frozen=True, slots=True)
class Place:
    """A fact: of which object, which attribute, and for one that is given per calendar year of which year."""

    obj: str
    attr: AttrInfo
    year: int | None = None

    def held(self, case: Case, day: date) -> Held | None:
        """What the case has there on a day; None when it is silent."""
        return case.objects[self.obj].fact(self.attr.name, day if self.year is None else date(self.year, 1, 1))


@dataclass(frozen=True, slots=True)
class Change:
    place: Place
    value: Held


def with_changes(case: Case, changes: Iterable[Change]) -> Case:
    """The case with these facts different, whatever they were and on all days; the case itself stays as it is."""
    objects = dict(case.objects)
    for change in changes:
        about, name, year = objects[change.place.obj], change.place.attr.name, change.place.year
        fact: Fact = change.value
        if year is not None:
            old = about.facts.get(name)
            years = dict(old.years) if isinstance(old, ByYear) else {}
            fact = ByYear(dict(sorted((years | {year: change.value}).items())))
        objects[about.key] = Obj(about.key, about.type, about.facts | {name: fact}, about.roles)
    return Case(objects[case.root.key], objects, case.answers)


def find_place(program: Program, case: Case, words: str) -> tuple[Place | None, list[Diagnostic]]:
    """The fact that words name: ``inkomen van de cliënt in 2024``."""
    report = Report(ARGUMENT)
    node = _node(words.strip(), 0)
    in_year = _IN_YEAR.fullmatch(words.strip())
    found = find_attribute(program, case, words.strip()) if in_year is None else None
    year = None
    if found is None and in_year is not None:
        found, year = find_attribute(program, case, in_year["words"]), int(in_year["year"])
    if found is None:
        names = [
            f"{attr} van {obj.key}" for obj in case.objects.values() for attr in program.types[obj.type].attributes
        ]
        report.add("TS826", node, remedy=did_you_mean(suggest(words, names)), name=shortened(words))
        return None, report.found
    key, attr = found
    if attr.derived and not attr.may_be_given:
        report.add("TS827", node, name=attr.name)
    elif attr.per_year and year is None:
        report.add("TS828", node, name=attr.name)
    return (None if report.has_errors else Place(key, attr, year)), report.found


def read_change(program: Program, case: Case, text: str) -> tuple[Change | None, list[Diagnostic]]:
    """A change as a person writes it: ``inkomen van de cliënt in 2024 = € 20.000``."""
    words, sign, value = text.partition("=")
    place, found = find_place(program, case, words)
    if place is None or not value.strip():
        if not value.strip():
            report = Report(ARGUMENT)
            report.add("TS829", _node(text, 0), text=shortened(text))
            found = [*found, *report.found]
        return None, found
    report = Report(ARGUMENT)
    read = read_value(wanted_attr(place.attr), _node(value.strip(), len(words) + 1), program, report)
    return (None if read is None else Change(place, read)), report.found


def _node(text: str, start: int) -> Text:
    return Text(text, 1, start + 1, start, start + len(text), quoted=False)
