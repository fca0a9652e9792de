"""A Traject: what its words name, and its conditions and dates as nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from dsl.diagnostics import Related
from dsl.lower import fit, folds
from dsl.lower.context import Context, World, make_context
from dsl.lower.dates import calendar_name, lower_date
from dsl.lower.dispatch import lower_condition, lower_expr
from dsl.lower.drafts import find_type
from dsl.names.fold import folded
from dsl.names.paths import Binding
from dsl.names.sources import LawIds
from dsl.program import Countdown, EventInfo, Letter, StateInfo, TrajectInfo, TransitionInfo
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Brief, Expr, Gebeurtenis, Geldig, Looptijd, Module, Overgang, Stap, Toestand, Traject, Voorwaarde
from dsl.types.units import DATE_UNITS, single
from dsl.types.words import type_words

_WORKING_DAY = "werkdag"
_TERM = "een aantal dagen, weken, maanden, kwartalen, jaren of werkdagen"
_TWICE = "Hier is de naam al beschreven."

_Part = TypeVar("_Part", Gebeurtenis, Toestand)


def lower_traject(world: World, module: Module, written: Traject, laws: LawIds) -> TrajectInfo | None:
    """A traject, or None when it has no object or a part of it has a mistake; all mistakes are reported."""
    found = find_type(written.over, module.pad, world.symbols, world.names_known, world.findings)
    if found is None:
        return None
    ctx = make_context(world, found.name, module.pad, written.naam, (Binding(found.name, found.name),))
    lowering = _Lowering(ctx, laws, _named(ctx, written, Gebeurtenis), _named(ctx, written, Toestand))
    events = [lowering.event(event) for event in lowering.events.values()]
    first = lowering.state(written.begint_als)
    since = lowering.date(ctx, written.begint_op, "begint op")
    order = [lowering.event_name(step) for step in written.volgorde]
    states = [lowering.state_info(state) for state in lowering.states.values()]
    transitions = [lowering.transition(part) for part in _versions(ctx, written)]
    if lowering.failed or first is None:
        return None
    return TrajectInfo(
        name=written.naam,
        regeling=module.regeling.naam,
        executor=module.regeling.uitvoerder,
        over=found.name,
        begins_as=first,
        begins_on=since,
        same_day=_known(order),
        events={event.name: event for event in _known(events)},
        states={state.name: state for state in _known(states)},
        transitions=_known(transitions),
        sources=laws.sources(written.koppen.bronnen),
        explanation=written.koppen.uitleg,
        span=written.span,
    )


_Known = TypeVar("_Known")


def _known(items: Iterable[_Known | None]) -> tuple[_Known, ...]:
    return tuple(item for item in items if item is not None)


def _named(ctx: Context, written: Traject, kind: type[_Part]) -> dict[str, _Part]:
    """The parts of one kind by folded name. Reports a name that is given twice."""
    result: dict[str, _Part] = {}
    for part in written.delen:
        if not isinstance(part, kind):
            continue
        earlier = result.setdefault(folded(part.naam), part)
        if earlier is not part:
            ctx.report("TS202", part.span, name=part.naam, related=[Related(earlier.span, _TWICE)])
    return result


def _versions(ctx: Context, written: Traject) -> list[Overgang]:
    """The transitions. Those of one name are versions of each other: reports a day on which two of them are law."""
    result: list[Overgang] = []
    for part in written.delen:
        if isinstance(part, Overgang):
            same = (one for one in result if folded(one.naam) == folded(part.naam))
            earlier = next((one for one in same if _overlap(one.koppen.geldig, part.koppen.geldig)), None)
            if earlier is not None:
                ctx.report("TS202", part.span, name=part.naam, related=[Related(earlier.span, _TWICE)])
            result.append(part)
    return result


def _overlap(one: Geldig | None, other: Geldig | None) -> bool:
    return not _ends_before(one, other) and not _ends_before(other, one)


def _ends_before(one: Geldig | None, other: Geldig | None) -> bool:
    if one is None or other is None or one.tot_en_met is None or other.vanaf is None:
        return False
    return one.tot_en_met < other.vanaf


@dataclass(slots=True)
class _Lowering:
    """``failed``: something was reported, so that there is no traject."""

    ctx: Context
    laws: LawIds
    events: dict[str, Gebeurtenis]
    states: dict[str, Toestand]
    failed: bool = False
    _inside: dict[str, Context] = field(default_factory=dict)  # per event, the place where its object has a name

    # --- names

    def state(self, step: Stap) -> str | None:
        return self._name(step, self.states, "TS460")

    def event_name(self, step: Stap) -> str | None:
        return self._name(step, self.events, "TS461")

    def _name(self, step: Stap, declared: Mapping[str, Gebeurtenis] | Mapping[str, Toestand], code: str) -> str | None:
        found = declared.get(folded(step.naam))
        if found is None:
            self.failed = True
            near = did_you_mean(suggest(step.naam, [part.naam for part in declared.values()]))
            self.ctx.report(code, step.span, name=step.naam, remedy=near or None)
            return None
        return found.naam

    # --- nodes that may fail

    def date(self, ctx: Context, written: Expr | None, keyword: str) -> int | None:
        if written is None:
            return None
        node = lower_date(ctx, written, keyword)
        self.failed = self.failed or node is None
        return node

    def condition(self, ctx: Context, written: Voorwaarde | None) -> int | None:
        if written is None:
            return None
        node = lower_condition(ctx, written)
        self.failed = self.failed or node is None
        return node

    # --- parts

    def event(self, written: Gebeurtenis) -> EventInfo | None:
        ctx = replace(self.ctx, owner=written.naam)
        found = folds.elements(ctx, written.bron, None)
        if found is None or not folds.objects_only(ctx, found, written.bron):
            self.failed = True
            return None
        self._inside[folded(written.naam)] = found.inner
        day = self.date(found.inner, written.op, "op")
        condition = self.condition(found.inner, written.voorwaarde)
        if day is None:
            return None
        role = found.role
        return EventInfo(written.naam, found.obj, role.name, role.target, day, condition, written.span)

    def state_info(self, written: Toestand) -> StateInfo:
        ignored = _known(self.event_name(step) for step in written.zonder_gevolg)
        sources = self.laws.sources(written.koppen.bronnen)
        return StateInfo(written.naam, written.einde, ignored, sources, written.koppen.uitleg, written.span)

    def transition(self, written: Overgang) -> TransitionInfo | None:
        ctx = replace(self.ctx, owner=written.naam)
        event = self.event_name(written.bij) if written.bij is not None else None
        if event is not None:
            inside = self._inside.get(folded(event))
            if inside is None:
                return None  # the event itself has a mistake
            ctx = replace(inside, owner=written.naam)
        from_states = _known(self.state(step) for step in written.van)
        to = self.state(written.naar)
        after = self._countdown(ctx, written.na) if written.na is not None else None
        after_day = self.date(ctx, written.na_afloop_van, "na afloop van")
        condition = self.condition(ctx, written.voorwaarde)
        effect = self.date(ctx, written.gaat_in_op, "gaat in op")
        letters = _known([self._letter(ctx, letter) for letter in written.brieven])
        if to is None:
            return None
        heads = written.koppen
        return TransitionInfo(
            name=written.naam,
            from_states=from_states,
            to=to,
            event=event,
            after=after,
            after_day=after_day,
            condition=condition,
            effect=effect,
            by=written.door,
            letters=letters,
            start=heads.geldig.vanaf if heads.geldig is not None else None,
            end=heads.geldig.tot_en_met if heads.geldig is not None else None,
            sources=self.laws.sources(heads.bronnen),
            room=heads.ruimte,
            certainty=heads.zekerheid,
            explanation=heads.uitleg,
            span=written.span,
        )

    def _countdown(self, ctx: Context, written: Looptijd) -> Countdown | None:
        amount = lower_expr(ctx.judging(None), written.duur)
        kind = fit.number(ctx, amount, written.duur.span, _TERM)
        calendar = calendar_name(ctx, written.kalender) if written.kalender is not None else None
        if amount is None or kind is None or (calendar is None and written.kalender is not None):
            self.failed = True
            return None
        unit = single(kind.unit)
        if unit is None or unit not in (*DATE_UNITS, _WORKING_DAY):
            ctx.report("TS303", written.duur.span, expected=_TERM, found=type_words(kind))
            self.failed = True
            return None
        if calendar is None and (unit == _WORKING_DAY or not written.zonder_kalender):
            ctx.report("TS465", written.span, traject=self.ctx.owner)
            self.failed = True
        return Countdown(amount, unit, calendar)

    def _letter(self, ctx: Context, written: Brief) -> Letter | None:
        due = self.date(ctx, written.wat.uiterlijk, "uiterlijk")
        condition = self.condition(ctx, written.wat.voorwaarde)
        if due is None:
            return None
        return Letter(written.soort, written.wat.tekst, due, condition)
