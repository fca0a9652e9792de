"""One fact of a dossier, in each form in which it may be given.

Plain (``het inkomen: € 24.000``), stated to be unobtainable (``niet te verkrijgen``, with by whom and when), explicitly left
open (``onbekend``), per calendar year (``{2024: € 26.000}``), or dated (a list of values with ``van`` and ``tot en met``).
A value with a period or of a year may also tell who said it (``herkomst``) and since when it is known (``bekend``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dsl.dates import FIRST_YEAR, LAST_YEAR
from dsl.notation import format_date
from dsl.program import AttrInfo, DateType, EnumType, Program, TextType
from engine.case import ByYear, Dated, Fact, Unobtainable
from engine.dossier.origins import may_estimate
from engine.dossier.report import Report, shortened
from engine.dossier.sayings import END, SAYING_KEYS, START, VALUE, SayingReader, split
from engine.dossier.statements import ALWAYS, Saying, Statement, contradictions
from engine.dossier.values import Wanted, read_value, wanted_attr
from engine.dossier.vocabulary import folded
from engine.dossier.words import type_words
from engine.safe_yaml import Mapping, Node, Scalar, Sequence
from engine.values import Scalar as ScalarValue

UNKNOWN = "onbekend"
UNOBTAINABLE = "niet te verkrijgen"
_NULL = "null"
_YEAR = re.compile(r"[0-9]{4}")
_DATED_KEYS = {VALUE: VALUE} | SAYING_KEYS
_YEARLY_KEYS = {key: meaning for key, meaning in _DATED_KEYS.items() if meaning not in (START, END)}


@dataclass(frozen=True, slots=True)
class FactReader:
    """Reads facts of one attribute; a kenmerk in a denied form (``positive`` False) is turned round."""

    attr: AttrInfo
    positive: bool
    program: Program
    report: Report

    @property
    def wanted(self) -> Wanted:
        return wanted_attr(self.attr)

    def read(self, key: Scalar, node: Node) -> Fact | tuple[Statement, ...] | None:
        """The fact; or what is said of it, where that is more than values with a period; or None when it is left open or
        wrong (then with a finding)."""
        if self._says(node, UNKNOWN) or self._says(node, _NULL):
            return None
        if self._is_unobtainable(node):
            return self._unobtainable(key, node)
        if isinstance(node, Sequence):
            return self._dated(node)
        if isinstance(node, Mapping):
            return self._dated(node) if node.get(VALUE) is not None else self._by_year(key, node)
        if self.attr.per_year:
            self._wrong(
                node, "Hier staat een enkele waarde.", f"Schrijf de waarde per jaar: '{self.attr.name}: {{2024: …}}'."
            )
            return None
        return self._plain(node)

    # --- the forms ------------------------------------------------------------------------------------------------

    def _plain(self, node: Node) -> ScalarValue | None:
        value = read_value(self.wanted, node, self.program, self.report)
        return not value if isinstance(value, bool) and not self.positive else value

    def _value(self, key: Scalar, node: Node) -> ScalarValue | Unobtainable | None:
        """A value inside a dated or yearly fact."""
        if self._says(node, UNKNOWN) or self._says(node, _NULL):
            return None
        return self._unobtainable(key, node) if self._is_unobtainable(node) else self._plain(node)

    def _by_year(self, key: Scalar, node: Mapping) -> Fact | tuple[Statement, ...] | None:
        if not self.attr.per_year:
            remedy = "Schrijf een waarde, of een lijst van waarden met 'van' en 'tot en met'."
            self._wrong(node, "Hier staat een groep van gegevens.", remedy)
            return None
        told: list[tuple[Statement, Node]] = []
        for name, item in node.entries:
            year = int(name.text) if _YEAR.fullmatch(name.text) else 0
            if not FIRST_YEAR <= year <= LAST_YEAR:
                self._wrong(name, f"'{shortened(name.text)}' is geen jaar.", "Schrijf het jaar met vier cijfers: 2024.")
            else:
                told += self._of_year(key, item, year)
        statements = tuple(one for one, _ in told)
        if all(one.saying.is_plain for one in statements):
            years = {
                one.saying.start.year: one.value for one in statements if one.saying.start and one.value is not None
            }
            return ByYear(dict(sorted(years.items()))) if years else None
        self._no_contradiction(told)
        return statements

    def _of_year(self, key: Scalar, node: Node, year: int) -> list[tuple[Statement, Node]]:
        """What is said of one calendar year: a value, or values with who says so and since when that is known."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        parts = node.items if isinstance(node, Sequence) else (node,)
        if not isinstance(node, Sequence) and not (isinstance(node, Mapping) and node.get(VALUE) is not None):
            return [(Statement(self._value(key, node), Saying(first, last)), node)]
        out: list[tuple[Statement, Node]] = []
        for part in parts:
            for statement in self._statement(part, _YEARLY_KEYS):
                saying = replace(statement.saying, start=first, end=last)
                known = saying.known.since(None)
                if known is not None and ALWAYS < known < first and not may_estimate(saying.origin):
                    self.report.add("TS529", part, name=self.attr.name, year=year, day=format_date(known))
                out.append((Statement(statement.value, saying), part))
        return out

    def _dated(self, node: Sequence | Mapping) -> Fact | tuple[Statement, ...] | None:
        if self.attr.per_year:
            remedy = f"Schrijf de waarde per jaar: '{self.attr.name}: {{2024: …}}'."
            self._wrong(node, "Hier staat een lijst van waarden.", remedy)
            return None
        parts = node.items if isinstance(node, Sequence) else (node,)
        told = [(one, part) for part in parts for one in self._statement(part, _DATED_KEYS)]
        statements = tuple(one for one, _ in told)
        self._no_contradiction(told)
        if not all(one.saying.is_plain for one in statements):
            return statements
        items = [(one.saying.start, one.saying.end, one.value) for one in statements if one.value is not None]
        return Dated(tuple(sorted(items, key=lambda item: item[0] or date.min))) if items else None

    def _statement(self, part: Node, keys: dict[str, str]) -> Iterator[Statement]:
        """The one statement that a group makes; none, with a finding, when it is not whole."""
        if not isinstance(part, Mapping):
            self._wrong(part, "Dit is geen waarde met een periode.", "Schrijf: {waarde: …, van: …, tot en met: …}.")
            return
        parts, strange = split(part, keys)
        for key, remedy in strange:
            self._wrong(key, f"'{shortened(key.text)}' hoort hier niet.", remedy or f"Gebruik {_listed(keys)}.")
        saying = SayingReader(self.attr.name, self.program, self.report).read(parts, part)
        if VALUE not in parts:
            self._wrong(part, "Bij deze periode ontbreekt de waarde.", "Voeg 'waarde:' toe.")
        elif saying is not None:
            yield Statement(self._value(*parts[VALUE]), saying)

    def _no_contradiction(self, told: list[tuple[Statement, Node]]) -> None:
        """Report where one origin says two things of the same days that became known on the same day."""
        for first, second, day in contradictions(tuple(one for one, _ in told)):
            (one, before), (_, node) = told[first], told[second]
            shown = format_date(day) if day > date.min else "het begin"
            if one.saying.is_plain:
                self.report.add("TS521", node, name=self.attr.name, day=shown)
            else:
                origin = one.saying.origin or "een opgave zonder herkomst"
                fields = {"name": self.attr.name, "origin": origin, "day": shown}
                self.report.add_pair("TS528", node, before, "de andere waarde", **fields)

    def _unobtainable(self, key: Scalar, node: Node) -> Unobtainable:
        details = node.entries[0][1] if isinstance(node, Mapping) else None
        by: str | None = None
        on: date | None = None
        if isinstance(details, Mapping):
            for name, item in details.entries:
                if name.text == "door" and isinstance(item, Scalar):
                    by = item.text.strip() or None
                elif name.text == "op":
                    on = SayingReader(self.attr.name, self.program, self.report).day((name, item))
                else:
                    remedy = "Schrijf alleen 'door' (wie dit vaststelde) en 'op' (wanneer)."
                    self._wrong(name, f"'{shortened(name.text)}' hoort hier niet.", remedy)
        elif details is not None and not (isinstance(details, Scalar) and folded(details.text) in ("ja", "")):
            self._wrong(details, "Bij 'niet te verkrijgen' horen 'door' en 'op'.", "Schrijf: {door: …, op: …}.")
        missing = " en ".join(
            what for what, known in (("door wie", by is not None), ("op welke dag", on is not None)) if not known
        )
        if missing:
            self.report.add("TS517", key, name=self.attr.name, missing=missing)
        return Unobtainable(by, on)

    # --- what it takes --------------------------------------------------------------------------------------------

    def _says(self, node: Node, word: str) -> bool:
        """Whether a node is this word about the fact, and not a value that happens to be the same text."""
        # Nearly no value begins like it: to see that takes less time than to compare.
        if not isinstance(node, Scalar) or node.text.lstrip()[:1].casefold() != word[0]:
            return False
        if " ".join(node.text.split()).casefold() != word:
            return False
        kind = self.attr.type
        if word == _NULL or isinstance(kind, TextType):
            return not (node.quoted and self.report.quotes_mean_text)
        return not (isinstance(kind, EnumType) and word in self.program.enums.get(kind.name, ()))

    def _is_unobtainable(self, node: Node) -> bool:
        if isinstance(node, Mapping):
            return len(node.entries) == 1 and folded(node.entries[0][0].text) == UNOBTAINABLE
        return self._says(node, UNOBTAINABLE)

    def _wrong(self, node: Node, why: str, remedy: str) -> None:
        expected = type_words(self.attr.type) + (" per kalenderjaar" if self.attr.per_year else "")
        self.report.add("TS503", node, name=self.attr.name, expected=expected, why=why, remedy=remedy)


def _listed(keys: dict[str, str]) -> str:
    names = list(dict.fromkeys(keys.values()))
    return f"{', '.join(names[:-1])} en {names[-1]}"


def read_date(name: str, node: Node, program: Program, report: Report) -> date | None:
    """A date at a place of its own, such as ``rekendatum``."""
    found = read_value(Wanted(name, DateType()), node, program, report)
    return found if isinstance(found, date) else None
