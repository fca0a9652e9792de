"""The descriptions around the nodes: types, rules and regelingen as the program knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dsl.lower.deviations import Precedence
from dsl.lower.dispatch import lower_expr
from dsl.lower.drafts import Draft
from dsl.lower.fit import assigned
from dsl.lower.rules import RuleLowering, status_given
from dsl.names.sources import LawIds
from dsl.names.symbols import Symbols
from dsl.program import AttrInfo, Provisional, RegelingInfo, RuleInfo, SourceRef, TypeInfo
from dsl.syntax import Beslistabel, Expr, Module


def type_infos(symbols: Symbols, derived: set[tuple[str, str]]) -> dict[str, TypeInfo]:
    """Every object type by name, its members by name."""
    result: dict[str, TypeInfo] = {}
    for symbol in symbols.object_types():
        attributes = {
            member.info.name: replace(member.info, derived=(symbol.name, member.info.name) in derived)
            for member in sorted(symbol.attributes(), key=lambda member: member.info.name)
            if isinstance(member.info, AttrInfo)
        }
        roles = {role.name: role for role in sorted(symbol.roles(), key=lambda role: role.name)}
        result[symbol.name] = TypeInfo(symbol.name, symbol.article, symbol.plural, attributes, roles)
    return result


def rule_infos(lowering: RuleLowering, laws: dict[str, LawIds]) -> tuple[RuleInfo, ...]:
    """Every rule by number. Those with a mistake are left out, which only happens when there is no program."""
    infos: list[RuleInfo] = []
    for draft in lowering.order.drafts:
        applies = lowering.applies(draft)
        if applies is not None:
            infos.append(_rule(lowering, draft, applies, laws[draft.regeling], lowering.order))
    return tuple(infos)


def _rule(lowering: RuleLowering, draft: Draft, applies: int, laws: LawIds, order: Precedence) -> RuleInfo:
    heads = draft.koppen
    return RuleInfo(
        number=draft.number,
        name=draft.name,
        regeling=draft.regeling,
        kind="tabel" if isinstance(draft.form, Beslistabel) else "regel",
        owner=draft.owner,
        attr=draft.attr,
        start=draft.start,
        end=draft.end,
        sources=laws.sources(heads.bronnen),
        room=heads.ruimte,
        certainty=heads.zekerheid,
        sensitive=heads.gevoelig,
        groups=heads.groepen,
        deviates_from=order.deviates_from[draft.number],
        switches_off=order.switches_off[draft.number],
        explanation=heads.uitleg,
        provisional=_provisional(lowering, draft),
        final_by_law=heads.definitief_van_rechtswege,
        status=status_given(draft),
        applies=applies,
        span=draft.span,
    )


def _provisional(lowering: RuleLowering, draft: Draft) -> Provisional | None:
    written = draft.koppen.voorlopig
    if written is None:
        return None

    def end(expr: Expr | None) -> int | None:
        if expr is None or draft.target is None:
            return None
        ctx = lowering.context(draft)
        node = lower_expr(ctx.judging(draft.target), expr, draft.target.type)
        return node if assigned(ctx, node, draft.target.type, draft.target.name, expr.span) else None

    return Provisional(written.tekst, end(written.ondergrens), end(written.bovengrens))


def regeling_infos(modules: Sequence[Module], laws: dict[str, LawIds]) -> dict[str, RegelingInfo]:
    """Every regeling with what its files together say of it."""
    result: dict[str, RegelingInfo] = {}
    for name in sorted({module.regeling.naam for module in modules}):
        own = sorted((module for module in modules if module.regeling.naam == name), key=lambda module: module.pad)
        sources: dict[SourceRef, None] = {}
        for module in own:
            sources.update(dict.fromkeys(laws[name].sources(module.regeling.bronnen)))
        executors = [module.regeling.uitvoerder for module in own if module.regeling.uitvoerder is not None]
        files = tuple(module.pad for module in own)
        result[name] = RegelingInfo(name, executors[0] if executors else None, tuple(sources), files)
    return result


def enum_infos(symbols: Symbols) -> dict[str, tuple[str, ...]]:
    """Every enumeration with its values in the order declared."""
    ordered = sorted(symbols.enums.values(), key=lambda symbol: symbol.name)
    return {symbol.name: tuple(symbol.values.values()) for symbol in ordered}
