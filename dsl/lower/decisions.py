"""A Besluit: its outcomes, terms and duties, seen from the object that it is over."""

from __future__ import annotations

import re
from dataclasses import replace

from dsl.effects import READABLE, read_effect
from dsl.lower.conditions import STATUS_TYPE
from dsl.lower.context import Context, World, make_context
from dsl.lower.dates import calendar_name, lower_date
from dsl.lower.dispatch import lower_condition
from dsl.lower.drafts import find_type
from dsl.lower.paths import lower_attribute
from dsl.names.collect import term
from dsl.names.fold import folded
from dsl.names.paths import Binding
from dsl.names.sources import LawIds
from dsl.program import STATUS_SUFFIX, Apart, DecisionInfo, Derived, Effect, NumType, Outcome, Revision, Term, ToDo
from dsl.syntax import Besluit, Herziening, Module, Pad, Stap, TeDoen, Termijn

_AND = re.compile(r", | of | en ")
_ARTICLE = re.compile(r"^(?:een|de|het) ")
AGE = "leeftijd"
"""No fact: it is reckoned from the day on which is decided."""


def lower_decision(world: World, module: Module, written: Besluit, laws: LawIds) -> DecisionInfo | None:
    """A Besluit, or None when it has no object, outcome or start of changes; all mistakes in it are reported."""
    found = find_type(written.over, module.pad, world.symbols, world.names_known, world.findings)
    if found is None:
        return None
    ctx = make_context(world, found.name, module.pad, written.naam, (Binding(found.name, found.name),))
    if not written.uitkomsten:
        ctx.report("TS448", written.span, kind="Besluit", name=written.naam, part="uitkomst")
    effect = _effect(ctx, written)
    outcomes = [_outcome(ctx, pad) for pad in written.uitkomsten]
    if effect is not None and effect.lowering is not None and not any(_may_be_number(one) for one in outcomes):
        ctx.report("TS455", written.span, besluit=written.naam)
    todos = [_todo(ctx, todo, laws) for todo in written.te_doen]
    revisions = [_revision(ctx, revision, laws) for revision in written.herziening]
    return DecisionInfo(
        name=written.naam,
        regeling=module.regeling.naam,
        executor=module.regeling.uitvoerder,
        over=found.name,
        per=written.per,
        outcomes=tuple(outcome for outcome in outcomes if outcome is not None),
        takes_effect=written.werkt_door_vanaf,
        objection=_term(ctx, written.bezwaar),
        payment=_term(ctx, written.betaaltermijn),
        payment_text=written.betaaltermijn_tekst,
        todos=tuple(todo for todo in todos if todo is not None),
        revisions=tuple(revision for revision in revisions if revision is not None),
        sources=laws.sources(written.koppen.bronnen),
        span=written.span,
        effect=effect,
        days_in_year=written.dagen_per_jaar,
    )


def _may_be_number(outcome: Outcome | None) -> bool:
    """Whether an outcome is a number, or was reported for something else."""
    return outcome is None or isinstance(outcome.attr.type, NumType)


def _effect(ctx: Context, written: Besluit) -> Effect | None:
    words = written.werkt_door_vanaf
    if words is None:
        ctx.report("TS443", written.span, besluit=written.naam)
        return None
    effect = read_effect(words)
    if effect is None:
        forms = "; ".join(READABLE)
        ctx.report("TS453", written.span, besluit=written.naam, words=words, forms=forms)
        return None
    return replace(effect, apart=tuple(_apart(ctx, written, one) for one in effect.apart))


def _apart(ctx: Context, written: Besluit, apart: Apart) -> Apart:
    """What has an effect of its own, with the facts and roles that its words name."""
    found: list[str] = []
    for part in _AND.split(apart.words):
        bare = folded(_ARTICLE.sub("", part.strip()))
        names = [] if bare == AGE else _members(ctx, bare)
        found += names
        if not names and bare != AGE and ctx.world.names_known:
            ctx.report("TS454", written.span, besluit=written.naam, words=part.strip())
    return replace(apart, facts=tuple(dict.fromkeys(found)))


def _members(ctx: Context, bare: str) -> list[str]:
    """The attributes, kenmerken and roles with this name; of a kenmerk the verb may be left out."""
    return [
        member.info.name
        for symbol in ctx.world.symbols.object_types()
        for key, member in symbol.members.items()
        if bare == key or (member.kenmerk and key.partition(" ")[2] == bare)
    ]


def _outcome(ctx: Context, pad: Pad) -> Outcome | None:
    found = lower_attribute(ctx, pad)
    if found is None:
        return None
    obj, info = found
    if (info.owner, info.name) not in ctx.world.derived:
        if ctx.rules_known:
            ctx.report("TS410", pad.span, name=info.name)
        return None
    status: int | None = None
    if info.has_status:
        status = ctx.add(Derived(type=STATUS_TYPE, span=pad.span, obj=obj, attr=info.name + STATUS_SUFFIX))
    value = ctx.fact(obj, info, pad.span)
    return Outcome(value, status, path_words(pad), replace(info, derived=True))


def path_words(pad: Pad) -> str:
    """A path as its author names it: "de bijdrage van de leefeenheid"."""
    return " van ".join(f"{step.lidwoord} {step.naam}".strip() for step in pad.stappen)


def _todo(ctx: Context, written: TeDoen, laws: LawIds) -> ToDo | None:
    due = lower_date(ctx, written.uiterlijk, "uiterlijk")
    condition = lower_condition(ctx, written.voorwaarde) if written.voorwaarde is not None else None
    if due is None or (condition is None and written.voorwaarde is not None):
        return None
    return ToDo(written.tekst, due, condition, laws.source(written.bron) if written.bron is not None else None)


def _revision(ctx: Context, written: Herziening, laws: LawIds) -> Revision | None:
    since = lower_date(ctx, written.vanaf, "vanaf")
    if since is None:
        return None
    return Revision(
        written.soort, written.tekst, since, laws.source(written.bron) if written.bron is not None else None
    )


def _term(ctx: Context, written: Termijn | None) -> Term | None:
    if written is None:
        return None
    if written.kalender is None:
        return term(written)
    return replace(term(written), calendar=calendar_name(ctx, Stap(written.kalender, span=written.span)))
