"""The form in which signals are evaluated, by either engine: rules over flat facts.

Every rule starts at the fact that says about whom it is (kind ``RuleForm.subject``); every other fact is about the same
``person``. Fields hold whole numbers or texts and are compared with fields of facts that were matched before; there is
no arithmetic, no retraction and no order among the facts.

The worker that judges loads this on its own, so nothing of the language is needed here; :mod:`engine.signals.planning` makes the
rules of a signal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Operator = Literal["=", "<>", "<", "<=", ">", ">="]

MAX_FACTS = 8
"""Facts in one rule, with the one about whom it is and the one that closes the case."""

SUBJECT_ALIAS = "zelf"
COUNT = "aantal"
NUMBER = "nr"


@dataclass(frozen=True, slots=True)
class FieldTest:
    """The field ``own`` compared with the field ``other`` of the fact that ``alias`` is matched to."""

    own: str
    op: Operator
    alias: str
    other: str


@dataclass(frozen=True, slots=True)
class FactPattern:
    """A fact of a kind, for the same person. ``at_least`` (None: not counted) is tested on the field ``aantal``."""

    alias: str
    kind: str
    negated: bool = False
    at_least: int | None = None
    tests: tuple[FieldTest, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleForm:
    name: str
    subject: str
    patterns: tuple[FactPattern, ...]
    kinds: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """The kinds of facts that it looks at, each once."""

    @property
    def correlating(self) -> bool:
        """Whether it looks for more than one fact."""
        return len(self.patterns) > 1

    def __post_init__(self) -> None:
        kinds = tuple(dict.fromkeys((self.subject, *(pattern.kind for pattern in self.patterns))))
        object.__setattr__(self, "kinds", kinds)


class Fact(NamedTuple):
    """A flat fact. ``id`` is unique in the case and says nothing about the real object; ``person`` numbers the objects that
    signals are about. A field of which the value is unknown is left out, which only the lenient reading allows."""

    id: str
    kind: str
    person: int
    fields: dict[str, int | str]


Match = tuple[str, tuple[tuple[str, str], ...]]
"""A rule that fired: its name, and (alias, id of the fact) for each pattern that must exist, in order."""
