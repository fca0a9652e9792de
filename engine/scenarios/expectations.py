"""``verwacht:`` of a scenario, read against the besluit: outcomes, values, rules and signals must exist."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass
from fractions import Fraction

from dsl.notation import NotationError, parse_money, parse_percentage
from dsl.program import AttrInfo, DecisionInfo, Program
from dsl.suggest import did_you_mean, suggest
from engine.case import Case
from engine.decision import Status
from engine.dossier.report import Report, shortened
from engine.dossier.values import Wanted, read_unbounded
from engine.dossier.vocabulary import folded
from engine.safe_yaml import Mapping, Node, Scalar, Sequence
from engine.scenarios.model import Between, Check, Exactly, Expected, Intermediate, Without
from engine.scenarios.names import find_attribute, known_fact
from engine.scenarios.structure import OutcomeForm
from engine.values import Scalar as ScalarValue

_BOUNDS = ("minstens", "hoogstens")
_WITHOUT: dict[str, Without] = {
    word.word: word for word in (Without("niet van toepassing"), Without("onbekend"), Without("fout"))
}


@dataclass(frozen=True, slots=True)
class ExpectationReader:
    """``case`` is None when the facts could not be read; then what hangs on it is not looked at."""

    program: Program
    decision: DecisionInfo
    case: Case | None
    report: Report

    def read(self, node: Mapping, form: OutcomeForm) -> Expected:
        """What ``form``, the checked form of ``node``, asks for; what cannot be is a finding."""
        rules, signals = {rule.name for rule in self.program.rules}, self.program.signals
        missing = self._texts(node, "ontbreekt")
        for item in missing or ():
            if not known_fact(self.program, item.text):
                names = {name for info in self.program.types.values() for name in (*info.attributes, *info.roles)}
                self._unknown("TS709", item, names)
        return Expected(
            status=Status(form.status),
            values=tuple(self._values(node.get("uitkomst"))),
            legal=tuple(self._words(node.get("rechtsstatus"), form.rechtsstatus)),
            finality=tuple(self._words(node.get("finaliteit"), form.finaliteit)),
            intermediates=tuple(self._intermediates(node.get("tussenuitkomsten"))),
            tolerance=self._tolerance(node.get("tolerantie")),
            missing=None if missing is None else tuple(item.text for item in missing),
            questions=None if form.vragen is None else tuple(form.vragen),
            grounds=self._known(node, "gronden", "TS708", rules),
            signals=self._known(node, "signalen", "TS706", set(signals)),
        )

    # --- outcomes -------------------------------------------------------------------------------------------------

    def _outcome(self, name: Scalar) -> int | None:
        """The position of the outcome that a key names."""
        outcomes = self.decision.outcomes
        for number, outcome in enumerate(outcomes):
            if folded(name.text) in (folded(outcome.attr.name), folded(outcome.words)):
                return number
        self._unknown("TS703", name, {outcome.attr.name for outcome in outcomes}, besluit=self.decision.name)
        return None

    def _values(self, node: Node | None) -> list[tuple[int, Check]]:
        found: list[tuple[int, Check]] = []
        if isinstance(node, Mapping) and not _is_bounds(node):
            for key, value in node.entries:
                number = self._outcome(key)
                check = None if number is None else self._check(self.decision.outcomes[number].attr, value)
                if number is not None and check is not None:
                    found.append((number, check))
        elif node is not None:
            if len(self.decision.outcomes) != 1:
                self.report.add("TS701", node, problem="'uitkomst' zegt niet welke uitkomst van het besluit is bedoeld")
                return found
            check = self._check(self.decision.outcomes[0].attr, node)
            found += [] if check is None else [(0, check)]
        return found

    def _words(self, node: Node | None, form: abc.Mapping[str, str] | None) -> list[tuple[int | None, str]]:
        """Words per outcome, or for all outcomes when no outcome is named."""
        if not isinstance(node, Mapping):
            return [(None, word) for word in (form or {}).values()]
        numbers = [(self._outcome(key), value) for key, value in node.entries]
        return [(number, value.text) for number, value in numbers if number is not None and isinstance(value, Scalar)]

    def _intermediates(self, node: Node | None) -> list[Intermediate]:
        found: list[Intermediate] = []
        if not isinstance(node, Mapping) or self.case is None:
            return found
        for key, value in node.entries:
            place = find_attribute(self.program, self.case, key.text)
            if place is None or (place[1].owner, place[1].name) not in self.program.definitions:
                derived = {attr for _, attr in self.program.definitions}
                self._unknown("TS703", key, derived, besluit=self.decision.name)
                continue
            check = self._check(place[1], value)
            if check is not None:
                found.append(Intermediate(key.text, *place, check))
        return found

    # --- values ---------------------------------------------------------------------------------------------------

    def _check(self, attr: AttrInfo, node: Node) -> Check | None:
        if isinstance(node, Mapping):
            if not _is_bounds(node):
                self.report.add(
                    "TS701", node, problem="bij een uitkomst hoort een waarde, of 'minstens' en 'hoogstens'"
                )
                return None
            low, high = (self._value(attr, node.get(name)) for name in _BOUNDS)
            return Between(low, high)
        if isinstance(node, Scalar) and folded(node.text) in _WITHOUT:
            return _WITHOUT[folded(node.text)]
        value = self._value(attr, node)
        return None if value is None else Exactly(value)

    def _value(self, attr: AttrInfo, node: Node | None) -> ScalarValue | None:
        if node is None:
            return None
        return read_unbounded(Wanted(attr.name, attr.type), node, self.program, self.report)

    def _tolerance(self, node: Node | None) -> Fraction | None:
        if not isinstance(node, Scalar):
            return None
        try:
            return parse_percentage(node.text) if node.text.rstrip().endswith("%") else parse_money(node.text)
        except NotationError as error:
            self.report.add("TS701", node, problem=f"'tolerantie' is geen bedrag of getal. {error.cause}".rstrip("."))
            return None

    # --- names ----------------------------------------------------------------------------------------------------

    def _texts(self, node: Mapping, key: str) -> list[Scalar] | None:
        found = node.get(key)
        return [item for item in found.items if isinstance(item, Scalar)] if isinstance(found, Sequence) else None

    def _known(self, node: Mapping, key: str, code: str, names: set[str]) -> tuple[str, ...] | None:
        """Names that must exist, in the way they were declared."""
        texts = self._texts(node, key)
        if texts is None:
            return None
        declared = {folded(name): name for name in names}
        for item in texts:
            if folded(item.text) not in declared:
                self._unknown(code, item, names)
        return tuple(declared[folded(item.text)] for item in texts if folded(item.text) in declared)

    def _unknown(self, code: str, node: Scalar, names: set[str], **fields: object) -> None:
        near = () if self.report.full else suggest(folded(node.text), names)
        self.report.add(code, node, remedy=did_you_mean(near), name=shortened(node.text), **fields)


def _is_bounds(node: Mapping) -> bool:
    return bool(node.entries) and all(key.text in _BOUNDS for key, _ in node.entries)
