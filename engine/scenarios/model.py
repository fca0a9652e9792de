"""What a scenario is once it has been read: a case, a moment, and what the decision must say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.diagnostics import Diagnostic
from dsl.program import AttrInfo
from dsl.source import Span
from engine.case import Case, Moment
from engine.decision import Status
from engine.dossier.loader import LoadedCase
from engine.values import Scalar

Origin = Literal["officieel voorbeeld", "met de hand berekend", "praktijk"]
ORIGINS: tuple[Origin, ...] = ("officieel voorbeeld", "met de hand berekend", "praktijk")


@dataclass(frozen=True, slots=True)
class Exactly:
    """The value is known and this."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Between:
    """The value, or all that it can still turn out to be, lies within these bounds (None: open)."""

    low: Scalar | None
    high: Scalar | None


@dataclass(frozen=True, slots=True)
class Without:
    """There is no known value, for this reason."""

    word: Literal["niet van toepassing", "onbekend", "fout"]


Check = Exactly | Between | Without


@dataclass(frozen=True, slots=True)
class Intermediate:
    """A derived attribute of the object with this key, and what it must be; ``words`` is how the scenario names it."""

    words: str
    obj: str
    attr: AttrInfo
    check: Check


@dataclass(frozen=True, slots=True)
class Expected:
    """What the decision must say; None where the scenario does not look. Outcomes are meant by their position in the besluit,
    None for all of them together. Sets are exact."""

    status: Status
    values: tuple[tuple[int, Check], ...] = ()
    legal: tuple[tuple[int | None, str], ...] = ()
    finality: tuple[tuple[int | None, str], ...] = ()
    intermediates: tuple[Intermediate, ...] = ()
    tolerance: Fraction | None = None
    missing: tuple[str, ...] | None = None
    questions: tuple[str, ...] | None = None
    grounds: tuple[str, ...] | None = None
    signals: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What identifies a scenario in reports; present for one that could not be read, too. ``line`` is 1-based."""

    id: str
    name: str
    path: str
    line: int
    span: Span


@dataclass(frozen=True, slots=True)
class Scenario:
    label: Label
    besluit: str
    moment: Moment
    origin: Origin
    sources: tuple[str, ...]
    certainty: str | None
    case: Case
    expected: Expected


@dataclass(frozen=True, slots=True)
class TrajectExpected:
    """What the replay must say; None where the scenario does not look. A state None: it cannot be told. ``path``: the
    names of the transitions, in order. What falls due and what was refused are exact sets."""

    states: tuple[tuple[date, str | None], ...]
    since: date | None = None
    path: tuple[str, ...] | None = None
    refused: tuple[str, ...] | None = None
    due: tuple[date, ...] | None = None
    findings: int | None = None


@dataclass(frozen=True, slots=True)
class TrajectScenario:
    label: Label
    traject: str
    day: date
    origin: Origin
    sources: tuple[str, ...]
    certainty: str | None
    case: Case
    expected: TrajectExpected


@dataclass(frozen=True, slots=True)
class StretchExpected:
    """From ``start`` to ``end`` (both included) the besluit says ``expected``, and among the reasons why are these words."""

    start: date
    end: date
    expected: Expected
    reasons: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RevisionExpected:
    """What a herziening must come to; None where the scenario does not look. ``amounts``: per name of a direction what is set
    right. The pairs are more and less. ``causes``: words that a cause has, with its part of the difference; exact.
    ``windows``: every window of the law of that day, in words."""

    then: date
    now: date
    sent: date
    amounts: tuple[tuple[str, Fraction], ...]
    too_late: tuple[Fraction, Fraction] | None = None
    undecided: tuple[Fraction, Fraction] | None = None
    open_periods: int | None = None
    causes: tuple[tuple[str, Fraction], ...] | None = None
    windows: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class TimelineScenario:
    """A besluit over the days from ``start`` to ``end``, as known on a day to an organisation (None: everything). ``stretches`` are
    all of it, in order."""

    label: Label
    besluit: str
    start: date
    end: date
    sent: date | None
    known: date | None
    by: str | None
    origin: Origin
    sources: tuple[str, ...]
    certainty: str | None
    loaded: LoadedCase
    stretches: tuple[StretchExpected, ...]
    revision: RevisionExpected | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A scenario with mistakes in it: it is never run, and never counts as passed."""

    label: Label
    diagnostics: tuple[Diagnostic, ...]


Entry = Scenario | TrajectScenario | TimelineScenario | Unreadable


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """``diagnostics`` are about the file as a whole; those of one scenario stand with it. ``text`` is what spans point into.
    ``variant``: of which variant these are scenarios (None: of the law)."""

    path: str
    text: str
    entries: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())
    variant: str | None = None
