"""Reading what goes with a value or a membership: over which days, said by whom, known to whom since when."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from datetime import date

from dsl.notation import format_date
from dsl.program import DateType, Program
from dsl.suggest import did_you_mean, suggest
from engine.dossier.origins import is_handler, near, spelled
from engine.dossier.report import Report, shortened
from engine.dossier.statements import AT_ONCE, Known, Saying
from engine.dossier.values import Wanted, read_value
from engine.dossier.vocabulary import folded
from engine.safe_yaml import Mapping, Node, Scalar, Sequence

Parts = MappingOf[str, tuple[Scalar, Node]]

VALUE, START, END, KNOWN, ORIGIN, INSTEAD = "waarde", "van", "tot en met", "bekend", "herkomst", "in plaats van"
SAYING_KEYS = {
    START: START,
    "vanaf": START,
    END: END,
    "t/m": END,
    KNOWN: KNOWN,
    ORIGIN: ORIGIN,
    INSTEAD: INSTEAD,
}
"""The keys of a saying, by how they may be written."""


@dataclass(frozen=True, slots=True)
class SayingReader:
    """Reads what goes with a statement about ``name`` (an attribute or role)."""

    name: str
    program: Program
    report: Report

    def read(self, parts: Parts, at: Node) -> Saying | None:
        """None, with a finding, when its period ends before it begins."""
        start, end = (self.day(parts.get(name)) for name in (START, END))
        if start is not None and end is not None and end < start:
            fields = {"first_date": format_date(start), "last_date": format_date(end)}
            self.report.add("TS516", at, name=self.name, **fields)
            return None
        origin = self._origin(parts)
        return Saying(start, end, origin, self._known(parts), self._instead(parts, origin))

    def day(self, part: tuple[Scalar, Node] | None) -> date | None:
        if part is None:
            return None
        key, node = part
        found = read_value(Wanted(key.text, DateType()), node, self.program, self.report)
        return found if isinstance(found, date) else None

    # --- who says it ----------------------------------------------------------------------------------------------

    def _origin(self, parts: Parts) -> str | None:
        node = parts[ORIGIN][1] if ORIGIN in parts else None
        if node is None:
            return None
        found = self._names((node,), ORIGIN)
        return found[0] if found else None

    def _names(self, nodes: Iterable[Node], key: str) -> list[str]:
        """Names of origins or organisations; what looks like a slip of the pen is a finding."""
        out = []
        for node in nodes:
            if not isinstance(node, Scalar) or not node.text.strip():
                self.report.add(
                    "TS527", node, name=self.name, why=f"Bij '{key}' hoort de naam van wie dit zegt of weet."
                )
                continue
            remedy = did_you_mean(near(node.text))
            if remedy:
                self.report.add("TS526", node, remedy=remedy, name=shortened(node.text))
            out.append(spelled(node.text))
        return out

    def _instead(self, parts: Parts, origin: str | None) -> frozenset[str]:
        if INSTEAD not in parts:
            return frozenset()
        key, node = parts[INSTEAD]
        if not is_handler(origin):
            self.report.add("TS530", key, name=self.name)
        return frozenset(self._names(node.items if isinstance(node, Sequence) else (node,), INSTEAD))

    # --- who knows it ---------------------------------------------------------------------------------------------

    def _known(self, parts: Parts) -> Known:
        if KNOWN not in parts:
            return AT_ONCE
        key, node = parts[KNOWN]
        if isinstance(node, Scalar):
            return Known(self.day((key, node)))
        if not isinstance(node, Mapping) or not node.entries:
            why = "Bij 'bekend' staat geen dag."
            self.report.add("TS527", node, name=self.name, why=why)
            return AT_ONCE
        days: dict[str, date] = {}
        for name, item in node.entries:
            for organisation in self._names((name,), KNOWN):
                day = self.day((name, item))
                if organisation in days:
                    self.report.add("TS507", name, key=shortened(name.text))
                elif day is not None:
                    days[organisation] = day
        return Known(None, tuple(sorted(days.items())))


def split(node: Mapping, keys: MappingOf[str, str]) -> tuple[dict[str, tuple[Scalar, Node]], list[tuple[Scalar, str]]]:
    """The entries of a group by the meaning of their keys; and the keys that do not belong there, with a remedy."""
    parts: dict[str, tuple[Scalar, Node]] = {}
    strange: list[tuple[Scalar, str]] = []
    for key, item in node.entries:
        meaning = keys.get(folded(key.text))
        if meaning is None:
            strange.append((key, did_you_mean(suggest(key.text, keys))))
        elif meaning in parts:
            strange.append((key, "Laat er een staan."))
        else:
            parts[meaning] = (key, item)
    return parts, strange
