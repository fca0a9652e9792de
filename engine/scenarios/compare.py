"""Hold a decision against what a scenario expects, and say in Dutch where and why they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from dsl.notation import format_date
from dsl.program import Program, Type
from engine.case import Case
from engine.decision import Decision, OutcomeResult, Status
from engine.dossier.words import value_words
from engine.scenarios.differences import Difference, listed, set_differences
from engine.scenarios.model import Between, Check, Exactly, Expected, Intermediate, Without
from engine.scenarios.names import names_fact
from engine.values import FactRef, Fault, Known, NotApplicableValue, Unknown, Value

_WHY_LINES = 6


def differences(
    expected: Expected, case: Case, decision: Decision, program: Program, value_of: Callable[[Intermediate], Value]
) -> list[Difference]:
    """Everything in which the decision on a case differs. ``value_of`` gives the value of an intermediate outcome."""
    return list(_Comparison(expected, case, decision, program).all(value_of))


@dataclass(frozen=True, slots=True)
class _Comparison:
    expected: Expected
    case: Case
    decision: Decision
    program: Program

    def all(self, value_of: Callable[[Intermediate], Value]) -> Iterator[Difference]:
        expected, decision = self.expected, self.decision
        if decision.status is not expected.status:
            yield Difference("status", expected.status.value, decision.status.value)
        for number, word in expected.legal:
            for outcome in self._outcomes(number):
                yield from _different("rechtsstatus", outcome, word, legal_words(outcome.legal_status))
        for number, check in expected.values:
            outcome = decision.outcomes[number]
            yield from self._value(outcome.words, outcome.attr.type, check, outcome.value)
        for number, word in expected.finality:
            for outcome in self._outcomes(number):
                yield from _different("finaliteit", outcome, word, outcome.finality or "nog niet vastgesteld")
        for item in expected.intermediates:
            yield from self._value(item.words, item.attr.type, item.check, value_of(item))
        yield from self._missing()
        if expected.questions is not None:
            asked = [(item.text, item.key) for item in decision.questions]
            yield from set_differences("vragen", expected.questions, asked)
        if expected.grounds is not None:
            rules = sorted({self.program.rules[n].name for outcome in decision.outcomes for n in outcome.grounds})
            yield from set_differences("gronden", expected.grounds, [(name,) for name in rules])
        if expected.signals is not None:
            yield from self._signals(expected.signals)

    def _outcomes(self, number: int | None) -> tuple[OutcomeResult, ...]:
        outcomes = self.decision.outcomes
        return outcomes if number is None else (outcomes[number],)

    def _value(self, what: str, kind: Type, check: Check, value: Value) -> Iterator[Difference]:
        if not holds(check, value, self.expected.tolerance):
            yield Difference(what, check_words(kind, check, self.expected.tolerance), actual_words(kind, value))

    def _missing(self) -> Iterator[Difference]:
        """The needed facts must be those that the scenario names, and no others."""
        wanted = self.expected.missing
        if wanted is None:
            return
        needed = [item.fact for item in self.decision.missing if item.needed]

        def named(words: str, fact: FactRef) -> bool:
            return names_fact(self.program, self.case, words, fact.obj, fact.name)

        complete = all(any(named(words, fact) for words in wanted) for fact in needed)
        if not complete or not all(any(named(words, fact) for fact in needed) for words in wanted):
            yield Difference("ontbreekt", listed(wanted), listed([fact_words(fact) for fact in needed]))

    def _signals(self, wanted: tuple[str, ...]) -> Iterator[Difference]:
        """Signals that were not judged are never the same as no signals."""
        report = self.decision.signals
        if report is not None and not report.judged:
            yield Difference("signalen", listed(wanted), report.reason or "niet beoordeeld")
            return
        fired = sorted({signal.name for signal in report.fired}) if report is not None else []
        yield from set_differences("signalen", wanted, [(name,) for name in fired])


def _different(what: str, outcome: OutcomeResult, expected: str, actual: str) -> Iterator[Difference]:
    if expected != actual:
        yield Difference(f"{what} van {outcome.words}", expected, actual)


# --- values -------------------------------------------------------------------------------------------------------


def holds(check: Check, value: Value, tolerance: Fraction | None) -> bool:
    """Whether a value is as expected. A tolerance widens what is expected of numbers on both sides."""
    match check:
        case Without(word):
            kinds = {"niet van toepassing": NotApplicableValue, "onbekend": Unknown, "fout": Fault}
            return isinstance(value, kinds[word])
        case Exactly(wanted):
            if not isinstance(value, Known):
                return False
            if isinstance(wanted, Fraction) and isinstance(value.value, Fraction):
                return abs(wanted - value.value) <= (tolerance or 0)
            return wanted == value.value
        case Between(low, high):
            return _within(low, high, value, tolerance or Fraction(0))


def _within(low: object, high: object, value: Value, tolerance: Fraction) -> bool:
    if isinstance(value, Known):
        least = most = value.value if not isinstance(value.value, (str, bool)) else None
    elif isinstance(value, Unknown):
        least, most = value.bounds.low, value.bounds.high
    else:
        return False
    return _ordered(low, least, tolerance) and _ordered(most, high, tolerance)


def _ordered(less: object, more: object, tolerance: Fraction) -> bool:
    """Whether ``less`` is not above ``more``; the expected one may be None (open), the actual one may not."""
    if isinstance(less, Fraction) and isinstance(more, Fraction):
        return less <= more + tolerance
    if less is None or more is None:
        return less is more or less is None
    return type(less) is type(more) and less <= more  # type: ignore[operator]


def check_words(kind: Type, check: Check, tolerance: Fraction | None) -> str:
    match check:
        case Without(word):
            return word
        case Exactly(value):
            margin = f" (verschil ten hoogste {value_words(kind, tolerance)})" if tolerance else ""
            return value_words(kind, value) + margin
        case Between(low, high):
            return range_words(kind, low, high)


def range_words(kind: Type, low: object, high: object) -> str:
    """A range in words; None is an open end."""
    least = "" if low is None else f"minstens {value_words(kind, low)}"  # type: ignore[arg-type]
    most = "" if high is None else f"hoogstens {value_words(kind, high)}"  # type: ignore[arg-type]
    return " en ".join(part for part in (least, most) if part) or "zonder grenzen"


def actual_words(kind: Type, value: Value) -> str:
    match value:
        case Known(known):
            return value_words(kind, known)
        case Unknown(bounds=bounds):
            return f"onbekend ({range_words(kind, bounds.low, bounds.high)})"
        case Fault(text=text):
            return f"fout: {text}"
    return "niet van toepassing"


def legal_words(value: Value | None) -> str:
    if value is None:
        return "geen rechtsstatus"
    if isinstance(value, Known):
        return str(value.value)
    return {Unknown: "onbekend", Fault: "fout"}.get(type(value), "niet van toepassing")


# --- why ----------------------------------------------------------------------------------------------------------


def reasons(decision: Decision, program: Program) -> list[str]:
    """The first lines of why the decision is as it is: faults, what is missing, questions, the rules that gave it."""
    lines: list[str] = []
    for outcome in decision.outcomes:
        for value in (outcome.value, outcome.legal_status):
            if isinstance(value, Fault) and f"fout: {value.text}" not in lines:
                lines.append(f"fout: {value.text}")
    lines += [f"nodig: {fact_words(item.fact)}" for item in decision.missing if item.needed]
    lines += [f"vraag: {item.text}" for item in decision.questions]
    for number in sorted({n for outcome in decision.outcomes for n in outcome.grounds}):
        rule = program.rules[number]
        sources = "; ".join(source.text for source in rule.sources)
        lines.append(f"grond: {rule.name}" + (f" ({sources})" if sources else ""))
    lines += [f"let op: {item.text}" for item in decision.findings]
    lines += _not_yet_or_no_longer(decision, program)
    more = len(lines) - _WHY_LINES
    return lines if more <= 0 else [*lines[:_WHY_LINES], f"en nog {more} regels"]


def _not_yet_or_no_longer(decision: Decision, program: Program) -> list[str]:
    """For outcomes that no rule gives: the rules that would, on another date."""
    day = decision.rekendatum
    return [
        f"regel '{rule.name}' geldt niet op {format_date(day)}"
        for outcome in decision.outcomes
        if outcome.status is Status.NIET_VAN_TOEPASSING
        for rule in program.rules
        if (rule.owner, rule.attr) == (outcome.attr.owner, outcome.attr.name) and not rule.valid_on(day)
    ]


def fact_words(fact: FactRef) -> str:
    on = "" if fact.at is None else f" op {format_date(fact.at)}"
    return f"{fact.name} van {fact.obj}{on}"
