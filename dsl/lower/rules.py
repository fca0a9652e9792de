"""Rules as nodes: when each applies, what it gives, and the choice between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from dsl.lower import fit, tables
from dsl.lower.conditions import STATUS_TYPE, YES_NO
from dsl.lower.context import Context, World, make_context
from dsl.lower.deviations import Precedence
from dsl.lower.dispatch import lower_condition, lower_expr
from dsl.lower.division import lower_division, whole_binding
from dsl.lower.drafts import Draft, optional_facts
from dsl.lower.numbers import judge
from dsl.lower.paths import local_value
from dsl.names.fold import folded
from dsl.names.paths import Binding
from dsl.program import (
    STATUS_SUFFIX,
    Applies,
    AttrInfo,
    Candidate,
    Choice,
    Const,
    Definition,
    Input,
    NotApplicable,
    ObjectRef,
    Self,
    Type,
)
from dsl.source import Span
from dsl.syntax import Beoordeelt, Beoordeling, Beslistabel, KentToe, Regel, StatusUitspraak, Stelt, Verdeelt

DUE = "verschuldigd"
NIL = "op nihil gesteld"


@dataclass(slots=True)
class RuleLowering:
    """Lowers rules once each, whoever asks first."""

    world: World
    order: Precedence
    _applies: dict[int, int | None] = field(default_factory=dict)
    _contexts: dict[int, Context] = field(default_factory=dict)

    # --- the choice of one attribute

    def definitions(self) -> dict[tuple[str, str], Definition]:
        """All definitions, laid out by owner and attribute. Definitions with a mistake are left out."""
        targets: dict[tuple[str, str], list[Draft]] = {}
        for draft in self.order.drafts:
            if draft.target is not None:
                targets.setdefault((draft.owner, draft.target.name), []).append(draft)
        infos = {(info.owner, info.name): info for info in optional_facts(self.world.symbols)}
        infos |= {key: drafts[0].target for key, drafts in targets.items() if drafts[0].target is not None}
        result: dict[tuple[str, str], Definition] = {}
        for owner, attr in sorted(infos):
            drafts = targets.get((owner, attr), [])
            target = infos[owner, attr]
            for name, kind in self._parts(target):
                root = self._choice(owner, name, kind, target, drafts)
                if root is not None:
                    result[owner, name] = Definition(owner, name, root)
        for draft in self.order.drafts:
            self.applies(draft)
            if draft.owner:
                self._locals(draft)
        return result

    def _locals(self, draft: Draft) -> None:
        """Lower the local names that nothing reads too, so that their mistakes are found."""
        ctx = self.context(draft)
        for key, written in ctx.locals.written.items():
            local_value(ctx, key, written.span)

    @staticmethod
    def _parts(target: AttrInfo) -> list[tuple[str, Type]]:
        parts: list[tuple[str, Type]] = [(target.name, target.type)]
        if target.has_status:
            parts.append((target.name + STATUS_SUFFIX, STATUS_TYPE))
        return parts

    def _choice(self, owner: str, name: str, kind: Type, target: AttrInfo, drafts: list[Draft]) -> int | None:
        status = name != target.name
        given: int | None = None
        builder = self.world.builder
        if target.may_be_given and not status:
            subject = builder.add(owner, Self(type=ObjectRef(owner), span=target.span))
            given = builder.add(owner, Input(type=kind, span=target.span, obj=subject, attr=name))
        candidates: list[Candidate] = []
        failed = False
        for draft in drafts:
            applies = self.applies(draft)
            value = self._status(draft) if status else self._value(draft)
            defeaters = [self.applies(self.order.drafts[number]) for number in self.order.defeaters[draft.number]]
            known = fit.every(defeaters)
            if applies is None or value is None or known is None:
                failed = True
                continue
            candidates.append(Candidate(draft.number, applies, value, known))
        if failed:
            return None
        default: int | None = None
        if kind == YES_NO:
            default = builder.add(owner, Const(type=YES_NO, span=target.span, value=False))
        return builder.add(
            owner,
            Choice(
                type=kind,
                span=target.span,
                owner=owner,
                attr=name,
                candidates=tuple(candidates),
                default=default,
                given=given,
            ),
        )

    # --- one rule

    def context(self, draft: Draft) -> Context:
        """The place at the start of a rule; made once, so that its local names are lowered once."""
        known = self._contexts.get(draft.number)
        if known is None:
            symbol = self.world.symbols.types[folded(draft.owner)]
            bindings: tuple[Binding, ...] = (Binding(symbol.name, symbol.name),)
            if draft.share_role is not None:
                bindings = whole_binding(self.world.symbols, draft.share_role)
            local_names = draft.form.daarbij if isinstance(draft.form, Regel) else ()
            known = make_context(self.world, symbol.name, draft.file, draft.name, bindings, local_names)
            self._contexts[draft.number] = known
        return known

    def applies(self, draft: Draft) -> int | None:
        """The Applies node of a rule; None when its condition was reported."""
        if draft.number not in self._applies:
            for number in self._switchers_first(draft.number):
                one = self.order.drafts[number]
                self._applies[number] = self._new_applies(one) if one.owner else None
        return self._applies[draft.number]

    def _switchers_first(self, number: int) -> list[int]:
        """A rule after the rules that put it out of force, and these after theirs, without recursion. Of a circle (which
        is reported) somebody comes too early."""
        order: list[int] = []
        seen = {number}
        path = [(number, iter(self.order.switched_off_by[number]))]
        while path:
            current, users = path[-1]
            user = next((it for it in users if it not in seen and it not in self._applies), None)
            if user is None:
                path.pop()
                order.append(current)
            else:
                seen.add(user)
                path.append((user, iter(self.order.switched_off_by[user])))
        return order

    def _new_applies(self, draft: Draft) -> int | None:
        ctx = self.context(draft)
        condition: int | None = None
        if isinstance(draft.form, Beslistabel):
            fits, condition = tables.condition(ctx, draft.form)
            if not fits:
                return None
        elif draft.form.voorwaarde is not None:
            condition = lower_condition(ctx, draft.form.voorwaarde)
            if condition is None:
                return None
        off = fit.every([self._applies.get(user) for user in self.order.switched_off_by[draft.number]])
        if off is None:
            return None
        return ctx.add(Applies(type=YES_NO, span=draft.span, rule=draft.number, condition=condition, off=off))

    def _value(self, draft: Draft) -> int | None:
        ctx = self.context(draft)
        target = draft.target
        assert target is not None
        if isinstance(draft.form, Beslistabel):
            return tables.column_value(ctx.judging(target), draft.form, draft.column, target)
        said = draft.form.uitspraak
        if isinstance(said, Stelt):
            node = lower_expr(ctx.judging(target), said.waarde, target.type)
            if not fit.assigned(ctx, node, target.type, target.name, said.waarde.span):
                return None
            if node is not None and target.has_status and fit.constant_zero(ctx, node):
                ctx.report("TS425", said.waarde.span, attribute=target.name)
                return None
            return node
        if isinstance(said, KentToe):
            return ctx.const(said.positief, YES_NO, said.span)
        if isinstance(said, StatusUitspraak):
            if said.status == NIL:
                return ctx.const(Fraction(0), target.type, said.span)
            return ctx.add(NotApplicable(type=target.type, span=said.span))
        if isinstance(said, Beoordeelt):
            return judge(ctx.judging(target), Beoordeling(said.vraag, said.span), target.type)
        assert isinstance(said, Verdeelt) and draft.share_role is not None
        return lower_division(ctx, said, draft.share_role, target)

    def _status(self, draft: Draft) -> int | None:
        ctx = self.context(draft)
        return ctx.const(status_given(draft) or DUE, STATUS_TYPE, said_span(draft))


def status_given(draft: Draft) -> str | None:
    """The rechtsstatus that a rule gives; None when its attribute has none."""
    if draft.target is None or not draft.target.has_status:
        return None
    said = draft.form.uitspraak if isinstance(draft.form, Regel) else None
    return said.status if isinstance(said, StatusUitspraak) else DUE


def said_span(draft: Draft) -> Span:
    return draft.form.uitspraak.span if isinstance(draft.form, Regel) else draft.span
