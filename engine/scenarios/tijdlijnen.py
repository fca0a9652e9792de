"""Scenarios over a period: facts with their dates, and the stretches of a besluit that they must give; and what a herziening must
come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dsl.notation import format_date
from dsl.program import DecisionInfo, Program
from dsl.suggest import did_you_mean, suggest
from engine.dossier.facts import read_date
from engine.dossier.loader import LoadedCase
from engine.dossier.report import Report, shortened
from engine.dossier.values import Wanted, read_unbounded
from engine.dossier.vocabulary import folded
from engine.explain.values_nl import EURO
from engine.forms import check_form
from engine.revision.windows import DIRECTIONS, short_name
from engine.safe_yaml import Mapping, Node, Scalar, Sequence
from engine.scenarios.expectations import ExpectationReader
from engine.scenarios.model import RevisionExpected, StretchExpected
from engine.scenarios.structure import StretchForm

_ONE_DAY = timedelta(days=1)
_MORE, _LESS = "meer", "minder"
TOO_LATE, UNDECIDED = "buiten de termijn", "niet vast te stellen"
OPEN_PERIODS, CAUSES, WINDOWS = "open perioden", "oorzaken", "termijnen"
_OTHERS = (TOO_LATE, UNDECIDED, OPEN_PERIODS, CAUSES, WINDOWS)


@dataclass(frozen=True, slots=True)
class TimelineReader:
    """Reads what a timeline must give. ``loaded`` is None when the facts could not be read."""

    program: Program
    info: DecisionInfo
    loaded: LoadedCase | None
    report: Report

    def day(self, node: Mapping, name: str) -> date | None:
        found = node.get(name)
        if not isinstance(found, Scalar) or not found.text.strip():
            return None
        return read_date(name, found, self.program, self.report)

    # --- stretches ------------------------------------------------------------------------------------------------

    def stretches(self, node: Node | None, start: date | None, end: date | None) -> tuple[StretchExpected, ...]:
        """The stretches, which must follow each other from the first to the last day."""
        found: list[StretchExpected] = []
        following = start
        for item in node.items if isinstance(node, Sequence) else ():
            one = self._stretch(item)
            if one is None:
                following = None
                continue
            if following is not None and one.start != following:
                self._not_next(item, "van", following, one.start)
            if one.end < one.start:
                self._not_next(item, "tot en met", one.start, one.end)
            following = one.end + _ONE_DAY
            found.append(one)
        if found and isinstance(node, Sequence) and following is not None and end is not None and found[-1].end != end:
            self._not_next(node.items[-1], "tot en met", end, found[-1].end)
        return tuple(found)

    def _not_next(self, node: Node, key: str, wanted: date, got: date) -> None:
        at = (node.get(key) or node) if isinstance(node, Mapping) else node
        self.report.add("TS712", at, key=key, wanted=format_date(wanted), day=format_date(got))

    def _stretch(self, node: Node) -> StretchExpected | None:
        form, _ = check_form(StretchForm, node)
        if form is None or not isinstance(node, Mapping):
            return None
        case = None if self.loaded is None else self.loaded.case
        expected = ExpectationReader(self.program, self.info, case, self.report).read(node, form)
        start, end = self.day(node, "van"), self.day(node, "tot en met")
        if start is None or end is None:
            return None
        return StretchExpected(start, end, expected, None if form.redenen is None else tuple(form.redenen))

    # --- herziening -----------------------------------------------------------------------------------------------

    def revision(self, node: Node | None) -> RevisionExpected | None:
        wanted = node.get("verwacht") if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping) or not isinstance(wanted, Mapping):
            return None
        then, now, sent = (self.day(node, name) for name in ("toen", "nu", "verzonden op"))
        if then is not None and now is not None and now < then:
            self.report.add("TS701", node, problem="'nu' ligt voor 'toen'")
        names = {short_name(one.words) for one in self.info.revisions if one.kind in DIRECTIONS}
        amounts = []
        for key, value in wanted.entries:
            if folded(key.text) in names:
                amount = self._amount(key.text, value)
                amounts += [] if amount is None else [(folded(key.text), amount)]
            elif folded(key.text) not in _OTHERS:
                remedy = did_you_mean(suggest(folded(key.text), [*names, *_OTHERS]))
                self.report.add("TS713", key, remedy=remedy, name=shortened(key.text), besluit=self.info.name)
        too_late, undecided = (self._pair(name, wanted.get(name)) for name in (TOO_LATE, UNDECIDED))
        open_periods, causes = self._count(wanted.get(OPEN_PERIODS)), self._causes(wanted.get(CAUSES))
        windows = self._texts(WINDOWS, wanted.get(WINDOWS))
        if then is None or now is None or sent is None:
            return None
        return RevisionExpected(then, now, sent, tuple(amounts), too_late, undecided, open_periods, causes, windows)

    def _amount(self, name: str, node: Node) -> Fraction | None:
        value = read_unbounded(Wanted(name, EURO), node, self.program, self.report)
        return value if isinstance(value, Fraction) else None

    def _pair(self, name: str, node: Node | None) -> tuple[Fraction, Fraction] | None:
        """``{meer: €, minder: €}``; what is not named is nothing."""
        if node is None:
            return None
        if not isinstance(node, Mapping) or any(key.text not in (_MORE, _LESS) for key, _ in node.entries):
            self.report.add("TS701", node, problem=f"bij '{name}' hoort '{_MORE}', '{_LESS}' of allebei")
            return None
        found = {key.text: self._amount(key.text, value) or Fraction(0) for key, value in node.entries}
        return found.get(_MORE, Fraction(0)), found.get(_LESS, Fraction(0))

    def _count(self, node: Node | None) -> int | None:
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text.strip().isdecimal():
            return int(node.text[:6])
        self.report.add("TS701", node, problem=f"bij '{OPEN_PERIODS}' hoort een aantal")
        return None

    def _texts(self, name: str, node: Node | None) -> tuple[str, ...] | None:
        if node is None:
            return None
        if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
            return tuple(item.text for item in node.items if isinstance(item, Scalar))
        self.report.add("TS701", node, problem=f"bij '{name}' hoort een lijst")
        return None

    def _causes(self, node: Node | None) -> tuple[tuple[str, Fraction], ...] | None:
        if node is None:
            return None
        if isinstance(node, Scalar) and folded(node.text) == "geen":
            return ()
        if not isinstance(node, Mapping):
            self.report.add("TS701", node, problem=f"bij '{CAUSES}' hoort per oorzaak een bedrag, of 'geen'")
            return None
        found = ((key.text, self._amount(key.text, value)) for key, value in node.entries)
        return tuple((words, amount) for words, amount in found if amount is not None)
