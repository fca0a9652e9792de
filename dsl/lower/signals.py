"""Signals: which patterns of facts a signal looks for, how they hang together, and what it may not look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from dsl.lower import fit, folds
from dsl.lower.conditions import all_of, lower_sides
from dsl.lower.context import MAX_DEPTH, Context, World, make_context
from dsl.lower.dispatch import lower_condition
from dsl.lower.drafts import find_type
from dsl.lower.grondslagen import Grounds
from dsl.lower.signal_facts import SignalReading
from dsl.lower.signal_places import Places
from dsl.names.fold import folded
from dsl.names.paths import Binding
from dsl.names.sources import LawIds
from dsl.program import AttrInfo, DateType, Definition, EnumType, Join, Pattern, SignalInfo
from dsl.syntax import (
    Bestaat,
    En,
    Expr,
    Getal,
    Kwantor,
    Module,
    Niet,
    Of,
    Pad,
    Signaal,
    Som,
    Vergelijker,
    Vergelijking,
    Voorwaarde,
)
from dsl.types.units import base_unit

PURPOSE = "ondersteunen"
MAX_ALTERNATIVES = 16

_DAYS = {"dag": 1, "week": 7}
_FLIPPED: dict[Vergelijker, Vergelijker] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def lower_signal(
    world: World,
    module: Module,
    written: Signaal,
    laws: LawIds,
    *,
    definitions: Mapping[tuple[str, str], Definition],
    grounds: Grounds,
) -> SignalInfo | None:
    """A signal in its form of patterns, or None when a part is missing; all mistakes are reported."""
    found = find_type(written.over, module.pad, world.symbols, world.names_known, world.findings)
    if found is None:
        return None
    ctx = make_context(world, found.name, module.pad, written.naam, (Binding(found.name, found.name),))
    advice, severity = written.advies, written.ernst
    if not written.grondslagen:
        ctx.report("TS444", written.span, signal=written.naam)
    if written.doel is not None and written.doel != PURPOSE:
        ctx.report("TS447", written.span, signal=written.naam, found=written.doel)
    parts = {"doel": written.doel, "ernst": severity, "advies": advice, "indien": written.voorwaarde}
    for part, value in parts.items():
        if value is None:
            ctx.report("TS448", written.span, kind="Signaal", name=written.naam, part=part)
    if written.voorwaarde is None:
        return None
    if _depth(written.voorwaarde) > MAX_DEPTH:
        ctx.report("TS005", written.span, limit=MAX_DEPTH)
        return None
    bases = grounds.named_by(ctx, module, written)
    shape = _Shape(ctx, {basis.kind for basis in bases if basis.kind is not None})
    shape.read(written.voorwaarde)
    if shape.failed or advice is None or severity is None or written.doel is None:
        return None
    valid = written.koppen.geldig
    info = SignalInfo(
        name=written.naam,
        regeling=module.regeling.naam,
        over=found.name,
        condition=shape.condition(),
        alternatives=tuple(shape.alternatives),
        bases=tuple(basis.name for basis in bases),
        purpose=written.doel,
        severity=severity,
        advice=advice,
        refer_to=written.verwijs_naar,
        sources=laws.sources(written.koppen.bronnen),
        start=valid.vanaf if valid is not None else None,
        end=valid.tot_en_met if valid is not None else None,
        certainty=written.koppen.zekerheid,
        span=written.span,
        status=written.status,
    )
    reading = SignalReading(ctx, info, definitions, Places.of(ctx, written))
    reading.report_forbidden()
    reads = reading.reads(bases)
    if bases:
        reading.report_uncovered(reads, bases)
    return replace(info, reads=tuple(reads))


# --- the form of the condition


@dataclass(frozen=True, slots=True)
class _Part:
    """One conjunct; ``always`` when it stands outside every choice between alternatives."""

    written: Voorwaarde
    always: bool


@dataclass(slots=True)
class _Found:
    """A pattern under construction, with the place where its element has its name."""

    written: Bestaat
    elements: folds.Elements
    local: list[int] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    distinct: int | None = None

    @property
    def alias(self) -> str:
        return self.elements.element.name

    @property
    def can_be_referred_to(self) -> bool:
        return self.written.positief and self.written.minimum == 1


@dataclass(slots=True)
class _Shape:
    ctx: Context
    kinds: set[str]  # enumerations of regelingen that a ground may limit the facts to
    alternatives: list[tuple[Pattern, ...]] = field(default_factory=list)
    failed: bool = False
    _conditions: dict[int, Voorwaarde] = field(
        default_factory=dict
    )  # by identity: the same one is in every alternative
    _condition_nodes: list[int] = field(default_factory=list)

    def read(self, written: Voorwaarde) -> None:
        expanded = _expand(written, True)
        if len(expanded) > MAX_ALTERNATIVES:
            self._refuse(written, f"meer dan {MAX_ALTERNATIVES} combinaties van mogelijkheden")
            return
        for parts in expanded:
            self._alternative(parts)
        for condition in self._conditions.values():
            node = lower_condition(self.ctx, condition)
            if node is None:
                self.failed = True
            else:
                self._condition_nodes.append(node)

    def condition(self) -> int | None:
        nodes = tuple(self._condition_nodes)
        return all_of(self.ctx, nodes, self.ctx.world.builder.nodes[nodes[0]].span) if nodes else None

    def _alternative(self, parts: Sequence[_Part]) -> None:
        patterns: dict[str, _Found] = {}
        for part in parts:
            if isinstance(part.written, Bestaat):
                self._pattern(part.written, patterns)
        if self.failed:
            return  # a missing pattern would make its word unknown in what follows
        for part in parts:
            if isinstance(part.written, Bestaat):
                continue
            if part.always and not roots(part.written) & patterns.keys():
                self._conditions[id(part.written)] = part.written
            else:
                self._between(part.written, patterns)
        self.alternatives.append(tuple(self._finished(found) for found in patterns.values()))

    def _pattern(self, written: Bestaat, patterns: dict[str, _Found]) -> None:
        elements = folds.elements(self.ctx, written.pad, written.noem)
        if elements is None or not folds.objects_only(self.ctx, elements, written.pad):
            self.failed = True
            return
        found = _Found(written, elements)
        key = folded(found.alias)
        if key in patterns:
            self.ctx.report("TS219", written.pad.span, name=found.alias)
            self.failed = True
            return
        if written.verschillend is not None:
            found.distinct = folds.distinct_value(elements, written.verschillend, written.span)
            self.failed = self.failed or found.distinct == folds.FAILED
        for part in _conjuncts(written.deel) if written.deel is not None else ():
            self._within(part, found, patterns)
        patterns[key] = found

    def _within(self, written: Voorwaarde, own: _Found, earlier: Mapping[str, _Found]) -> None:
        """A condition of a pattern: on its element alone, or a comparison with the element of an earlier pattern."""
        others = [earlier[name] for name in sorted(roots(written) & earlier.keys() - {folded(own.alias)})]
        if not others:
            node = lower_condition(own.elements.inner, written)
            if node is None:
                self.failed = True
            else:
                own.local.append(node)
            return
        if len(others) > 1 or not isinstance(written, Vergelijking):
            self._refuse(written, "een voorwaarde over meer elementen die geen vergelijking van twee ervan is")
            return
        self._join(written, own, others[0])

    def _between(self, written: Voorwaarde, patterns: Mapping[str, _Found]) -> None:
        """A conjunct beside the patterns that speaks of their elements belongs to the last of these."""
        names = roots(written)
        own = next((found for key, found in reversed(list(patterns.items())) if key in names), None)
        if own is None:
            self._refuse(written, "een voorwaarde over de burger zelf naast een keuze tussen patronen")
        elif not own.can_be_referred_to:
            self._refuse_reference(written, own)
        else:
            self._within(written, own, patterns)

    def _join(self, written: Vergelijking, own: _Found, other: _Found) -> None:
        if not other.can_be_referred_to:
            self._refuse_reference(written, other)
            return
        left, left_days = _with_days(written.links)
        right, right_days = _with_days(written.rechts)
        op = written.op
        if folded(other.alias) in roots(left):
            left, left_days, right, right_days, op = right, right_days, left, left_days, _FLIPPED[op]
        if folded(other.alias) in roots(left) or folded(own.alias) in roots(right):
            self._refuse(written, "een vergelijking met beide elementen aan dezelfde kant")
            return
        mine, theirs = lower_sides(own.elements.inner, left, right, other.elements.inner)
        days = right_days - left_days
        if mine is None or theirs is None:
            self.failed = True
            return
        if not fit.comparable(self.ctx, mine, theirs, written.span, op):
            self.failed = True
        elif days and not isinstance(self.ctx.type_of(mine), DateType):
            self._refuse(written, "een aantal dagen bij iets dat geen datum is")
        else:
            own.joins.append(Join(mine, op, other.alias, theirs, days))

    def _finished(self, found: _Found) -> Pattern:
        written = found.written
        local = all_of(found.elements.inner, tuple(found.local), written.span) if found.local else None
        return Pattern(
            alias=found.alias,
            obj=found.elements.obj,
            role=found.elements.role.name,
            element=found.elements.role.target,
            minimum=written.minimum,
            negated=not written.positief,
            local=local,
            joins=tuple(found.joins),
            distinct=found.distinct,
            span=written.span,
            regeling=self._regeling(found),
        )

    def _regeling(self, found: _Found) -> int | None:
        """The node that says of which regeling an element is, where it has one and a ground asks."""
        for info in sorted(self.ctx.object_type(found.elements.role.target).attributes(), key=lambda it: it.info.name):
            if (
                isinstance(info.info, AttrInfo)
                and isinstance(info.info.type, EnumType)
                and info.info.type.name in self.kinds
            ):
                element = found.elements.inner.bound(found.elements.element, found.written.span)
                return found.elements.inner.fact(element, info.info, found.written.span)
        return None

    def _refuse(self, written: Voorwaarde, form: str) -> None:
        self.ctx.report("TS446", written.span, form=form)
        self.failed = True

    def _refuse_reference(self, written: Voorwaarde, other: _Found) -> None:
        why = "daarvan mag er geen zijn" if not other.written.positief else "daarvan zijn er meer"
        self._refuse(written, f"verwijzen naar '{other.alias}', want {why}")


def _conjuncts(written: Voorwaarde) -> Iterator[Voorwaarde]:
    if isinstance(written, En) or (isinstance(written, Kwantor) and written.soort == "alle"):
        for part in written.delen:
            yield from _conjuncts(part)
    elif isinstance(written, Niet) and isinstance(written.deel, Bestaat):
        yield replace(written.deel, positief=not written.deel.positief)
    elif (
        isinstance(written, Kwantor)
        and written.soort == "geen"
        and all(isinstance(it, Bestaat) for it in written.delen)
    ):
        for part in written.delen:
            assert isinstance(part, Bestaat)
            yield replace(part, positief=not part.positief)
    else:
        yield written


def _expand(written: Voorwaarde, always: bool) -> list[list[_Part]]:
    """The alternatives of a condition: choices are spread out only where they choose between patterns."""
    alternatives: list[list[_Part]] = [[]]
    for part in _conjuncts(written):
        choice = isinstance(part, Of) or (
            isinstance(part, Kwantor) and part.soort == "ten minste" and part.minimum == 1
        )
        if choice and isinstance(part, Of | Kwantor) and _has_pattern(part):
            options = [option for choice_part in part.delen for option in _expand(choice_part, False)]
            # One more than allowed is enough to refuse; more would only cost time.
            alternatives = [[*had, *new] for had in alternatives for new in options][: MAX_ALTERNATIVES + 1]
        else:
            for alternative in alternatives:
                alternative.append(_Part(part, always))
    return alternatives


def _depth(written: Voorwaarde) -> int:
    """How deep conditions stand in each other."""
    deepest = 0
    waiting = [(written, 1)]
    while waiting:
        item, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = item.delen if isinstance(item, En | Of | Kwantor) else (getattr(item, "deel", None),)
        waiting.extend((part, depth + 1) for part in inner if part is not None)
    return deepest


def _has_pattern(written: Of | Kwantor) -> bool:
    return any(isinstance(part, Bestaat) for option in written.delen for part in _conjuncts(option)) or any(
        _has_pattern(part) for option in written.delen for part in _conjuncts(option) if isinstance(part, Of | Kwantor)
    )


def _with_days(expr: Expr) -> tuple[Expr, int]:
    """An expression without the constant days and weeks that it adds, and these as days."""
    if not isinstance(expr, Som) or expr.termen[0][0] != 1:
        return expr, 0
    days = 0
    rest = [expr.termen[0]]
    for sign, term in expr.termen[1:]:
        size = _DAYS.get(base_unit(term.eenheid or "")) if isinstance(term, Getal) else None
        if size is None or not isinstance(term, Getal) or term.waarde.denominator != 1:
            rest.append((sign, term))
        else:
            days += sign * size * int(term.waarde)
    return (rest[0][1] if len(rest) == 1 else replace(expr, termen=tuple(rest))), days


def roots(written: Any) -> set[str]:
    """The last words of all paths in a piece of tree: where each of them begins."""
    found: set[str] = set()
    waiting = [written]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Pad):
            found.add(folded(item.stappen[-1].naam))
        elif isinstance(item, tuple):
            waiting.extend(item)
        elif is_dataclass(item):
            waiting.extend(getattr(item, part.name) for part in fields(item) if part.name != "span")
    return found
