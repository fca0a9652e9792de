"""One fact of a dossier, in each form in which it may be given.

Plain (``het inkomen: € 24.000``), stated to be unobtainable (``niet te verkrijgen``, with by whom and when), explicitly left
open (``onbekend``), per calendar year (``{2024: € 26.000}``), or dated (a list of values with ``van`` and ``tot en met``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dsl.dates import FIRST_YEAR, LAST_YEAR
from dsl.notation import format_date
from dsl.program import AttrInfo, DateType, EnumType, Program, TextType
from dsl.suggest import did_you_mean, suggest
from engine.case import ByYear, Dated, Fact, Unobtainable
from engine.dossier.report import Report, shortened
from engine.dossier.values import Wanted, read_value, wanted_attr
from engine.dossier.vocabulary import folded
from engine.dossier.words import type_words
from engine.safe_yaml import Mapping, Node, Scalar, Sequence
from engine.values import Scalar as ScalarValue

UNKNOWN = "onbekend"
UNOBTAINABLE = "niet te verkrijgen"
_NULL = "null"
_YEAR = re.compile(r"[0-9]{4}")
_DATED_KEYS = {"waarde": "waarde", "van": "van", "vanaf": "van", "tot en met": "tot en met", "t/m": "tot en met"}


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

    def read(self, key: Scalar, node: Node) -> Fact | None:
        """The fact, or None when it is left open or wrong (then with a finding)."""
        if self._says(node, UNKNOWN) or self._says(node, _NULL):
            return None
        if self._is_unobtainable(node):
            return self._unobtainable(key, node)
        if isinstance(node, Sequence):
            return self._dated(node)
        if isinstance(node, Mapping):
            return self._dated(node) if node.get("waarde") is not None else self._by_year(key, node)
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

    def _by_year(self, key: Scalar, node: Mapping) -> Fact | None:
        if not self.attr.per_year:
            remedy = "Schrijf een waarde, of een lijst van waarden met 'van' en 'tot en met'."
            self._wrong(node, "Hier staat een groep van gegevens.", remedy)
            return None
        years: dict[int, ScalarValue | Unobtainable] = {}
        for name, item in node.entries:
            year = int(name.text) if _YEAR.fullmatch(name.text) else 0
            if not FIRST_YEAR <= year <= LAST_YEAR:
                self._wrong(name, f"'{shortened(name.text)}' is geen jaar.", "Schrijf het jaar met vier cijfers: 2024.")
                continue
            value = self._value(key, item)
            if value is not None:
                years[year] = value
        return ByYear(dict(sorted(years.items()))) if years else None

    def _dated(self, node: Sequence | Mapping) -> Dated | None:
        if self.attr.per_year:
            remedy = f"Schrijf de waarde per jaar: '{self.attr.name}: {{2024: …}}'."
            self._wrong(node, "Hier staat een lijst van waarden.", remedy)
            return None
        items: list[tuple[date | None, date | None, ScalarValue | Unobtainable]] = []
        periods: list[tuple[date, date, Node]] = []
        for part in node.items if isinstance(node, Sequence) else (node,):
            if not isinstance(part, Mapping):
                self._wrong(part, "Dit is geen waarde met een periode.", "Schrijf: {waarde: …, van: …, tot en met: …}.")
                continue
            parts = self._parts(part)
            start, end = (self._day(parts.get(name)) for name in ("van", "tot en met"))
            if start is not None and end is not None and end < start:
                fields = {"first_date": format_date(start), "last_date": format_date(end)}
                self.report.add("TS516", part, name=self.attr.name, **fields)
                continue
            periods.append((start or date.min, end or date.max, part))
            if "waarde" not in parts:
                self._wrong(part, "Bij deze periode ontbreekt de waarde.", "Voeg 'waarde:' toe.")
                continue
            value = self._value(*parts["waarde"])
            if value is not None:
                items.append((start, end, value))
        self._no_overlap(periods)
        return Dated(tuple(sorted(items, key=lambda item: item[0] or date.min))) if items else None

    def _parts(self, node: Mapping) -> dict[str, tuple[Scalar, Node]]:
        parts: dict[str, tuple[Scalar, Node]] = {}
        for key, item in node.entries:
            meaning = _DATED_KEYS.get(folded(key.text))
            if meaning is None or meaning in parts:
                remedy = did_you_mean(suggest(key.text, _DATED_KEYS)) if meaning is None else "Laat er een staan."
                self._wrong(
                    key, f"'{shortened(key.text)}' hoort hier niet.", remedy or "Gebruik waarde, van en tot en met."
                )
            else:
                parts[meaning] = (key, item)
        return parts

    def _no_overlap(self, periods: list[tuple[date, date, Node]]) -> None:
        ordered = sorted(periods, key=lambda period: period[:2])
        for (_, end, _), (start, _, node) in zip(ordered, ordered[1:], strict=False):
            if start <= end:
                self.report.add(
                    "TS521", node, name=self.attr.name, day=format_date(start) if start > date.min else "het begin"
                )

    def _unobtainable(self, key: Scalar, node: Node) -> Unobtainable:
        details = node.entries[0][1] if isinstance(node, Mapping) else None
        by: str | None = None
        on: date | None = None
        if isinstance(details, Mapping):
            for name, item in details.entries:
                if name.text == "door" and isinstance(item, Scalar):
                    by = item.text.strip() or None
                elif name.text == "op":
                    on = self._day((name, item))
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
        if not isinstance(node, Scalar) or " ".join(node.text.split()).casefold() != word:
            return False
        kind = self.attr.type
        if word == _NULL or isinstance(kind, TextType):
            return not (node.quoted and self.report.quotes_mean_text)
        return not (isinstance(kind, EnumType) and word in self.program.enums.get(kind.name, ()))

    def _is_unobtainable(self, node: Node) -> bool:
        if isinstance(node, Mapping):
            return len(node.entries) == 1 and folded(node.entries[0][0].text) == UNOBTAINABLE
        return self._says(node, UNOBTAINABLE)

    def _day(self, part: tuple[Scalar, Node] | None) -> date | None:
        if part is None:
            return None
        key, node = part
        found = read_value(Wanted(key.text, DateType()), node, self.program, self.report)
        return found if isinstance(found, date) else None

    def _wrong(self, node: Node, why: str, remedy: str) -> None:
        expected = type_words(self.attr.type) + (" per kalenderjaar" if self.attr.per_year else "")
        self.report.add("TS503", node, name=self.attr.name, expected=expected, why=why, remedy=remedy)


def read_date(name: str, node: Node, program: Program, report: Report) -> date | None:
    """A date at a place of its own, such as ``rekendatum``."""
    found = read_value(Wanted(name, DateType()), node, program, report)
    return found if isinstance(found, date) else None
