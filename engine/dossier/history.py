"""What was decided and sent before (``besluiten`` in a dossier): the besluit, over which period, with what outcome, sent when.

A later besluit about the same days takes the place of an earlier one; what was not sent yet on a day is not known then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dsl.notation import format_date
from dsl.program import STATUSES, AttrInfo, DateType, DecisionInfo, Program
from engine.case import holds
from engine.dossier.report import Report, shortened
from engine.dossier.sayings import split
from engine.dossier.values import Wanted, read_value, wanted_attr
from engine.dossier.vocabulary import folded
from engine.safe_yaml import Mapping, Node, Scalar, Sequence
from engine.values import Scalar as ScalarValue

_START, _END, _SENT, _KNOWN = "van", "tot en met", "verzonden op", "bekend op"
_KEYS = {
    "besluit": "besluit",
    "over": "over",
    _START: _START,
    "vanaf": _START,
    _END: _END,
    "t/m": _END,
    "uitkomst": "uitkomst",
    "rechtsstatus": "rechtsstatus",
    _SENT: _SENT,
    _KNOWN: _KNOWN,
}
_NEEDED = ("besluit", _START, "uitkomst", _SENT)
NOT_APPLICABLE = "niet van toepassing"
WITHOUT_AMOUNT = ("niet verschuldigd", "niet opgelegd")


@dataclass(frozen=True, slots=True)
class Told:
    """One outcome of a besluit that was sent. ``value`` None: niet van toepassing, or nothing is owed. ``legal_status``: for an
    outcome that has one."""

    attr: AttrInfo
    value: ScalarValue | None
    legal_status: str | None


@dataclass(frozen=True, slots=True)
class SentDecision:
    """``over`` is the key of the object (None: the one that the dossier has); ``end`` None: until further notice. ``known_on``: with
    what was known on which day it was made, where the dossier says."""

    besluit: str
    over: str | None
    start: date
    end: date | None
    outcomes: tuple[Told, ...]
    sent: date
    known_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return holds(self.start, self.end, day)


def last_sent(
    history: tuple[SentDecision, ...], besluit: str, day: date, over: str | None = None
) -> SentDecision | None:
    """The besluit that was last sent about a day; None when none was. ``over``: the object, where there are several."""
    found = (
        one for one in history if one.besluit == besluit and one.holds_on(day) and over in (None, one.over or over)
    )
    return max(found, key=lambda one: one.sent, default=None)


@dataclass(frozen=True, slots=True)
class HistoryReader:
    """``decision`` finds a besluit by its name; ``objects`` are the keys that ``over`` may name."""

    program: Program
    report: Report
    decision: Callable[[str], DecisionInfo | None]
    objects: frozenset[str]

    def read(self, node: Node) -> tuple[SentDecision, ...]:
        """All besluiten in the order of the dossier; what is wrong in one is a finding, and it is left out."""
        if isinstance(node, Scalar) and folded(node.text) == "geen":
            return ()
        if not isinstance(node, Sequence):
            self.report.add(
                "TS514",
                node,
                reason="onder 'besluiten' hoort een lijst, elk met besluit, van, uitkomst en verzonden op",
            )
            return ()
        found = [(one, part) for part in node.items if (one := self._one(part)) is not None]
        self._no_overlap(found)
        return tuple(one for one, _ in found)

    def _one(self, node: Node) -> SentDecision | None:
        if not isinstance(node, Mapping):
            self.report.add(
                "TS514", node, reason="een besluit is een groep van gegevens: besluit, van, uitkomst, verzonden op"
            )
            return None
        parts, strange = split(node, _KEYS)
        for key, remedy in strange:
            self.report.add("TS532", key, remedy=remedy, why=f"'{shortened(key.text)}' hoort hier niet.")
        missing = [name for name in _NEEDED if name not in parts]
        if missing:
            self.report.add("TS532", node, why=f"Er ontbreekt: {', '.join(missing)}.")
            return None
        info = self._decision(parts["besluit"][1])
        days = {name: self._day(*parts[name]) for name in (_START, _END, _SENT, _KNOWN) if name in parts}
        start, end, sent = days[_START], days.get(_END), days[_SENT]
        if info is None or start is None or sent is None:
            return None
        if end is not None and end < start:
            fields = {"first_date": format_date(start), "last_date": format_date(end)}
            self.report.add("TS516", node, name=info.name, **fields)
            return None
        status = parts.get("rechtsstatus")
        outcomes = self._outcomes(info, parts["uitkomst"][1], None if status is None else status[1])
        return SentDecision(info.name, self._over(parts), start, end, outcomes, sent, days.get(_KNOWN))

    def _decision(self, node: Node) -> DecisionInfo | None:
        name = node.text if isinstance(node, Scalar) else ""
        info = self.decision(name)
        if info is None:
            remedy = self.report.near(name, self.program.decisions)
            self.report.add("TS802", node, remedy=remedy, name=shortened(name))
        return info

    def _day(self, key: Scalar, node: Node) -> date | None:
        found = read_value(Wanted(key.text, DateType()), node, self.program, self.report)
        return found if isinstance(found, date) else None

    def _over(self, parts: dict[str, tuple[Scalar, Node]]) -> str | None:
        if "over" not in parts:
            return None
        _, node = parts["over"]
        name = node.text if isinstance(node, Scalar) else ""
        if name in self.objects:
            return name
        fields = {"name": "over", "reference": shortened(name), "problem": "zo'n object staat niet in het dossier"}
        self.report.add("TS510", node, remedy=self.report.near(name, self.objects), **fields)
        return None

    # --- what was decided -----------------------------------------------------------------------------------------

    def _outcomes(self, info: DecisionInfo, node: Node, status: Node | None) -> tuple[Told, ...]:
        by_name = {folded(outcome.attr.name): outcome.attr for outcome in info.outcomes}
        if not isinstance(node, Mapping):
            if len(by_name) != 1:
                names = ", ".join(sorted(by_name))
                self.report.add(
                    "TS532", node, why=f"Dit besluit heeft meer uitkomsten: {names}. Geef ze elk bij hun naam."
                )
                return ()
            (attr,) = by_name.values()
            return self._told(attr, node, status)
        out: list[Told] = []
        for key, item in node.entries:
            found = by_name.get(folded(key.text))
            if found is None:
                remedy = self.report.near(folded(key.text), by_name)
                self.report.add(
                    "TS532", key, remedy=remedy, why=f"'{shortened(key.text)}' is geen uitkomst van dit besluit."
                )
                continue
            own = status.get(key.text) if isinstance(status, Mapping) else status
            out += self._told(found, item, own)
        return tuple(out)

    def _told(self, attr: AttrInfo, node: Node, status: Node | None) -> tuple[Told, ...]:
        legal = self._status(attr, status)
        if isinstance(node, Scalar) and folded(node.text) == NOT_APPLICABLE:
            return (Told(attr, None, legal),)
        if legal in WITHOUT_AMOUNT:
            self.report.add("TS532", node, why=f"Wat {legal} is, heeft geen bedrag: schrijf '{NOT_APPLICABLE}'.")
            return ()
        value = read_value(wanted_attr(attr), node, self.program, self.report)
        return () if value is None else (Told(attr, value, legal),)

    def _status(self, attr: AttrInfo, node: Node | None) -> str | None:
        if not attr.has_status or node is None:
            return None
        text = folded(node.text) if isinstance(node, Scalar) else ""
        if text in STATUSES:
            return text
        why = f"De rechtsstatus is een van: {', '.join(STATUSES)}."
        self.report.add("TS532", node, remedy=self.report.near(text, STATUSES), why=why)
        return None

    def _no_overlap(self, found: list[tuple[SentDecision, Node]]) -> None:
        """Report besluiten about the same days that were sent on the same day: neither takes the place of the other."""
        groups: dict[tuple[str, str | None, date], list[tuple[SentDecision, Node]]] = {}
        for one, node in found:
            groups.setdefault((one.besluit, one.over, one.sent), []).append((one, node))
        for group in groups.values():
            group.sort(key=lambda item: item[0].start)
            for (before, first), (after, second) in zip(group, group[1:], strict=False):
                if before.end is None or after.start <= before.end:
                    fields = {"name": after.besluit, "day": format_date(after.start)}
                    self.report.add_pair("TS533", second, first, "het andere besluit", **fields)
