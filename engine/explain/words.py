"""Dutch for the steps of one decision, in two voices.

The formal voice (behandelaar, juridisch) names objects as the law does. The plain voice (burger) says u, uses the words of
:data:`PLAIN_WORDS` and keeps the figures of other people to itself.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.program import (
    Aggregate,
    AttrInfo,
    BoolType,
    Bound,
    Compare,
    Const,
    Context,
    Convert,
    DateFunction,
    DatePart,
    DateShift,
    DateType,
    Derived,
    HasRole,
    Input,
    Judge,
    Lookup,
    NumType,
    ObjectRef,
    Param,
    Product,
    Quotient,
    Round,
    Sum,
    WorkDays,
    YearStart,
)
from engine.explain.node_words import Key, NodeWords
from engine.explain.people import People
from engine.explain.phrasing import comparison_words, conjugated
from engine.explain.reading import Atom, Reading
from engine.explain.values_nl import capital, scalar_text, sentence, value_text
from engine.values import Known

_COMPUTED = (
    Sum | Product | Quotient | Convert | Round | Bound | DateShift | DateFunction | DatePart | YearStart | WorkDays
)
"""A letter names what these read, not the computation."""

Voice = Literal["formal", "plain"]

PLAIN_WORDS = (
    ("pensioengerechtigde leeftijd", "AOW-leeftijd"),
    ("uw leefeenheid", "uw huishouden"),
    ("de leefeenheid", "uw huishouden"),
    ("op nihil gesteld", "vastgesteld op € 0"),
    ("een wanbetaler", "iemand met een betalingsachterstand"),
    ("wanbetalers", "mensen met een betalingsachterstand"),
    ("wanbetaler", "iemand met een betalingsachterstand"),
    ("de te verwachten rendementsgrondslag", "het te verwachten vermogen volgens de Belastingdienst"),
    ("de rendementsgrondslag", "het vermogen volgens de Belastingdienst"),
    ("te verwachten rendementsgrondslag", "te verwachten vermogen volgens de Belastingdienst"),
    ("rendementsgrondslag", "vermogen volgens de Belastingdienst"),
    ("verordeningsbedrag", "bedrag volgens de gemeente"),
    ("leveringsvorm", "soort zorg"),
    ("ingangstijdstip", "startdatum"),
    ("peiljaar", "jaar waarover het inkomen telt"),
    ("toekenning is toegekend", "aanvraag is toegekend"),
    ("toekenning is niet toegekend", "aanvraag is niet toegekend"),
    ("de rekendatum", "de datum van deze berekening"),
    ("de verzenddatum", "de datum van deze brief"),
)
"""Words of the law and what a letter says instead; the first that fits goes first."""


def plain_words(text: str) -> str:
    """The text with the words of the law replaced by plain ones."""
    for hard, plain in PLAIN_WORDS:
        text = re.sub(rf"(?<!\w){hard}(?!\w)", plain, text)
        text = re.sub(rf"(?<!\w){capital(hard)}(?!\w)", capital(plain), text)
    # Also at the front of a compound, such as echtgenootaandeel.
    return re.sub(r"(?<!\w)echtgenoot", "partner", re.sub(r"(?<!\w)Echtgenoot", "Partner", text))


class Words(NodeWords):
    """Phrases for the steps that ``reading`` reads."""

    def __init__(self, reading: Reading, people: People, voice: Voice) -> None:
        super().__init__(reading.program)
        self.reading = reading
        self.people = people
        self.voice = voice

    # ------------------------------------------------------------ things

    def object(self, key: Key) -> str:
        found = self.reading.object_key(key)
        if found is None:
            return super().object(key)
        return self.people.plain(found) if self.voice == "plain" else self.people.formal(found)

    def moment(self, node: Input, key: Key, info: AttrInfo) -> str:
        day = self.reading.today
        if node.at is not None:
            at = self.reading.value(self.at(node.at, key))
            if not isinstance(at, Known):
                return super().moment(node, key, info)
            assert isinstance(at.value, date)
            day = at.value
        if info.per_year:
            return f" in {day.year}"
        return "" if node.at is None else f" op {scalar_text(day, DateType())}"

    def date_of(self, at: int, key: Key) -> str:
        found = self.reading.value(self.at(at, key))
        return scalar_text(found.value, DateType()) if isinstance(found, Known) else super().date_of(at, key)

    def value(self, key: Key) -> str:
        """The value of a step in Dutch notation."""
        found = self.reading.value(key)
        kind = self.node(key).type
        if isinstance(kind, ObjectRef):
            return self.object(key)
        return "niet berekend" if found is None else value_text(found, kind)

    def hides_value(self, key: Key) -> bool:
        """Whether this voice may not show the value: in a letter, what was computed with the figures of another person."""
        if self.voice == "formal" or isinstance(self.node(key), Const | Param | Lookup | Context):
            return False
        return self.reading.sensitive_figure(key) or self.reading.rests_on("anderen", key, self._is_figure_of_other)

    def _is_figure_of_other(self, key: Key) -> bool:
        node = self.node(key)
        if not isinstance(node, Input | Derived) or isinstance(node.type, BoolType):
            return False
        owner = self.reading.object_key(self.at(node.obj, key))
        return owner is not None and self.people.is_other_person(owner)

    # ------------------------------------------------------------ conditions

    def condition(self, atom: Atom) -> str:
        """One true sentence for a condition that holds or does not, with the values in it; a letter may need two."""
        node = self.node(atom.key)
        if isinstance(node, Compare):
            text = self._comparison(node, atom.key, atom.holds)
        elif isinstance(node, Judge) and self.voice == "plain":
            text = "een medewerker heeft uw situatie beoordeeld"
        elif isinstance(node, HasRole) and self.voice == "plain":
            text = self.clause(atom.key, atom.holds).replace(
                f"{self.people.household} heeft", f"{self.people.you} heeft"
            )
        else:
            text = self.clause(atom.key, atom.holds)
        return plain_words(sentence(text)) if self.voice == "plain" else sentence(text)

    def _comparison(self, node: Compare, key: Key, holds: bool) -> str:
        left, right, op = self.sides(node, key, holds)
        kind = self.node(left).type
        verb, than = comparison_words(kind, op)
        counted = self.node(left)
        if isinstance(counted, Aggregate) and counted.how == "count" and isinstance(self.reading.value(left), Known):
            count = self._counted(counted, left)
            some = op in ("<", ">=") and self.reading.value(right) == Known(Fraction(1))
            return count if some or self.voice == "plain" else f"{count} ({than}{self.norm(right)})"
        if self.voice == "formal":
            if op == "=" and isinstance(self.node(right), Const):
                return f"{self.phrase(left)} is {self.value(left)}"
            return f"{self.phrase(left)} ({self.value(left)}) {verb} {than}{self.norm(right)}"
        if isinstance(counted, _COMPUTED) and not self.hides_value(left):
            return ". ".join(capital(f"{self.phrase(leaf)} is {self.value(leaf)}") for leaf in self._leaves(left))
        subject = self.phrase(left)
        if self.hides_value(left):
            return f"{subject} {verb} {than}{self.norm(right)}"
        if op == "=" or not isinstance(kind, DateType | NumType):
            return f"{subject} is {self.value(left)}"
        return f"{subject} is {self.value(left)}. Dat {verb} {than}{self.norm(right)}"

    def _leaves(self, key: Key) -> list[Key]:
        """The facts and outcomes that a computation reads, each once, as written."""
        if not isinstance(self.node(key), _COMPUTED):
            return [] if isinstance(self.node(key), Const | Context) else [key]
        found = [leaf for part in self.node(key).operands() for leaf in self._leaves(self.at(part, key))]
        return list(dict.fromkeys(found))

    def norm(self, key: Key) -> str:
        """The other side of a comparison: its value, and its name where it has one."""
        if self.hides_value(key):
            return self.phrase(key)
        if isinstance(self.node(key), Const) or (self.voice == "plain" and isinstance(self.node(key), _COMPUTED)):
            return self.value(key)
        return f"{self.phrase(key)} ({self.value(key)})"

    def compared(self, left: Key, op: str) -> str:
        """The words between a value and its norm, without a verb: ``lager dan ``."""
        return comparison_words(self.node(left).type, op)[1]

    def _counted(self, node: Aggregate, key: Key) -> str:
        """``u heeft 2 kinderen``; with a subselection ``bij 2 van uw kinderen geldt: het kind is minderjarig``."""
        role = self.role(node)
        owner = self.object(self.at(node.obj, key))
        owner = self.people.you if owner == self.people.household else owner
        number = self.reading.value(key)
        assert isinstance(number, Known) and isinstance(number.value, Fraction)
        many = str(number.value) if number.value else "geen"
        if node.where is None and node.distinct is None:
            noun = role.name if many == "1" else role.plural or role.name
            return f"{owner} {conjugated(owner, 'heeft')} {many} {noun}"
        if node.where is None:
            return f"{self.phrase(key)} is {self.value(key)}"
        return f"bij {many} van {self.members(node, key)} geldt: {self.clause((node.where, ()))}"
