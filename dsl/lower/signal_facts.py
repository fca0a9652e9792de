"""What a signal reads: which facts its grounds must allow, and which it may never use."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dsl.diagnostics import Related
from dsl.lower.context import Context
from dsl.lower.signal_places import Places
from dsl.names.fold import folded
from dsl.program import (
    Aggregate,
    AttrInfo,
    BasisInfo,
    Const,
    DataRead,
    Definition,
    Derived,
    EnumType,
    ForAll,
    HasRole,
    Input,
    Node,
    ObjectRef,
    RoleRead,
    Share,
    SignalInfo,
    not_covered,
)

FORBIDDEN = (
    *("nationaliteit", "geboorteland", "verblijfsstatus", "verblijfstitel", "geslacht", "gender", "taal", "postcode"),
    *("afkomst", "herkomstland", "etnisch", "etniciteit", "ras", "huidskleur", "geloof", "godsdienst", "religie"),
    *("gezondheid", "medisch", "diagnose", "ziekte", "stoornis", "handicap", "seksueel", "politiek", "strafrecht"),
    *("risico", "score", "rangorde", "ranglijst", "rangnummer", "profiel", "fraude", "vroegsignaal", "laaggeletterd"),
    *("medewerker", "ambtenaar", "werknemer"),
)
"""Words, and beginnings of words, of facts and objects that may play no part in a signal."""
_ENDINGS = ("naam", "score", "profiel", "risico", "taal", "diagnose")
_WHOLE = frozenset(("ras",))
"""Words that count only whole: a 'raster' is no race."""
_ALLOWED = ("betaal", "totaal")


@dataclass(frozen=True, slots=True)
class SignalReading:
    """The nodes under a signal, walked for one purpose or another."""

    ctx: Context
    info: SignalInfo
    definitions: Mapping[tuple[str, str], Definition]
    places: Places

    def report_forbidden(self) -> None:
        """Report facts, their kinds and objects that may play no part in a signal, also when a rule in between reads them."""
        reported: set[str] = set()
        for name, node, via in self._names():
            if is_forbidden(name) and name not in reported:
                reported.add(name)
                related = [Related(node.span, f"Hier wordt '{name}' gelezen.")] if node is not None and via else []
                self.ctx.report("TS445", self.places.at(via or name), signal=self.info.name, name=name, related=related)

    def _names(self) -> Iterator[tuple[str, Node | None, str]]:
        """What is read, with its node, and what the signal itself reads when a rule in between reads this."""
        yield self.info.over, None, ""
        for patterns in self.info.alternatives:
            for pattern in patterns:
                yield pattern.role, None, ""
                yield pattern.element, None, ""
        for node, via in self._nodes(lambda _owner, _name: False):
            if isinstance(node, Input | Derived):
                yield node.attr, node, via
            elif isinstance(node, HasRole | RoleRead | Aggregate | ForAll | Share):
                yield node.role, node, via
            elif isinstance(node, Const) and isinstance(node.type, EnumType):
                yield str(node.value), node, via

    def reads(self, bases: Sequence[BasisInfo]) -> dict[DataRead, str]:
        """Everything that a ground must allow, in order, each with what the signal itself reads when a rule in between reads it. What a
        rule derives counts as itself where a ground names it, and else as what the rule reads."""
        kinds = {basis.kind for basis in bases if basis.kind is not None}
        found = {DataRead(pattern.element, None): "" for patterns in self.info.alternatives for pattern in patterns}

        def named(owner: str, name: str) -> bool:
            return any(basis.covers(DataRead(owner, name)) for basis in bases)

        for node, via in self._nodes(named):
            if isinstance(node, Input) or (isinstance(node, Derived) and named(self._owner(node.obj), node.attr)):
                found.setdefault(DataRead(self._owner(node.obj), node.attr), via)
            elif isinstance(node, HasRole):
                found.setdefault(DataRead(self._owner(node.obj), node.role), via)
            elif isinstance(node, Aggregate | ForAll):
                element = self._target(self._owner(node.obj), node.role)
                found.setdefault(DataRead(element, None, as_list=self._has_kind(element, kinds)), via)
        return dict(sorted(found.items(), key=lambda it: (it[0].type, it[0].name or "", it[0].as_list)))

    def _has_kind(self, name: str, kinds: set[str]) -> bool:
        return any(
            isinstance(member.info, AttrInfo)
            and isinstance(member.info.type, EnumType)
            and member.info.type.name in kinds
            for member in self.ctx.object_type(name).attributes()
        )

    def _owner(self, obj: int) -> str:
        kind = self.ctx.type_of(obj)
        assert isinstance(kind, ObjectRef)
        return kind.name

    def _target(self, owner: str, role: str) -> str:
        return next(info.target for info in self.ctx.object_type(owner).roles() if info.name == role)

    def _nodes(self, stops: Callable[[str, str], bool]) -> Iterator[tuple[Node, str]]:
        """Every node under the signal; through what rules derive, but not below what ``stops`` (owner, name). With each node what the
        signal itself reads of which a rule reads this, or "" for a node of its own."""
        nodes = self.ctx.world.builder.nodes
        start: list[int | None] = [self.info.condition]
        for patterns in self.info.alternatives:
            for pattern in patterns:
                joined = [node for join in pattern.joins for node in (join.own, join.other)]
                start += [pattern.obj, pattern.local, pattern.distinct, *joined]
        waiting = deque((number, "") for number in start if number is not None)
        later: deque[tuple[int, str]] = deque()  # what rules read: after all that the signal reads itself
        seen: set[int] = set()
        while waiting or later:
            number, via = waiting.popleft() if waiting else later.popleft()
            if number in seen:
                continue
            seen.add(number)
            node = nodes[number]
            yield node, via
            (later if via else waiting).extend((operand, via) for operand in node.operands())
            if isinstance(node, Derived) and not stops(self._owner(node.obj), node.attr):
                definition = self.definitions.get((self._owner(node.obj), node.attr))
                if definition is not None:
                    later.append((definition.root, via or node.attr))

    def report_uncovered(self, reads: Mapping[DataRead, str], bases: Sequence[BasisInfo]) -> None:
        """Report, once per fact, what the signal reads and none of its grounds names."""
        for read in not_covered(reads, bases):
            if read.as_list and not not_covered([DataRead(read.type, None)], bases):
                self.ctx.report("TS486", self.info.span, signal=self.info.name, type=read.type)
            else:
                name = read.name or read.type
                self.ctx.report("TS483", self.places.at(reads[read] or name), signal=self.info.name, name=name)


def is_forbidden(name: str) -> bool:
    """Whether a fact or object of this name may play no part in a signal."""
    return any(_is_forbidden(word) for word in folded(name).split())


def _is_forbidden(word: str) -> bool:
    begins = any(word == stem if stem in _WHOLE else word.startswith(stem) for stem in FORBIDDEN)
    return begins or (word.endswith(_ENDINGS) and not word.endswith(_ALLOWED))
