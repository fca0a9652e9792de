"""From syntax trees to a program: names, types and units, nodes. What it finds goes to ``findings``; it is a program to use only when
nothing in there stands in its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from dsl.diagnostics import Findings, Related, diagnose
from dsl.digest import program_digest
from dsl.lower.builder import Builder
from dsl.lower.context import World
from dsl.lower.cycles import report_cycles
from dsl.lower.decisions import lower_decision
from dsl.lower.deviations import precedence
from dsl.lower.drafts import derived_attributes, draft_rules
from dsl.lower.grondslagen import Grounds, lower_basis
from dsl.lower.normen import lower_norm
from dsl.lower.registraties import lower_registratie
from dsl.lower.registry import enum_infos, regeling_infos, rule_infos, type_infos
from dsl.lower.rules import RuleLowering
from dsl.lower.signals import lower_signal
from dsl.lower.trajecten import lower_traject
from dsl.names.collect import collect, laws_by_regeling
from dsl.names.fold import folded
from dsl.names.sources import LawIds
from dsl.names.symbols import Meanings
from dsl.program import (
    BasisInfo,
    CalendarInfo,
    DecisionInfo,
    LookupInfo,
    NormInfo,
    ParamInfo,
    Program,
    RegistryInfo,
    SignalInfo,
    TrajectInfo,
)
from dsl.syntax import Besluit, Grondslag, Module, Norm, Registratie, Signaal, Traject


def make_program(
    modules: Sequence[Module],
    texts: Mapping[str, str],
    names_known: bool,
    findings: Findings,
    meanings: Meanings | None = None,
) -> Program:
    """The program of files, as far as it could be made. ``texts``: what they were read from, by path; ``names_known``: whether all
    files could be read whole, so that a name that is not found is none. ``meanings`` takes in what the names mean."""
    laws = laws_by_regeling(modules)
    symbols = collect(modules, laws, findings)
    if meanings is not None:
        meanings.of(symbols)
    drafts = draft_rules(modules, symbols, names_known, findings)
    order = precedence(drafts, symbols, names_known, findings)
    derived = derived_attributes(symbols, drafts)
    world = World(symbols, findings, Builder(), derived, names_known)
    rules = RuleLowering(world, order)
    definitions = rules.definitions()
    infos = rule_infos(rules, laws)
    decisions = _each(world, modules, laws, Besluit, lower_decision)
    bases = _each(world, modules, laws, Grondslag, lower_basis)
    grounds = Grounds.of(modules, bases)
    lower = partial(lower_signal, definitions=definitions, grounds=grounds)
    signals = _each(world, modules, laws, Signaal, lower)
    trajecten = _each(world, modules, laws, Traject, lower_traject)
    registries = _each(world, modules, laws, Registratie, lower_registratie)
    declared = {folded(it.naam) for module in modules for it in module.definities if isinstance(it, Registratie)}
    norms = _each(world, modules, laws, Norm, partial(lower_norm, registries=registries, declared=declared))
    nodes = tuple(world.builder.nodes)
    report_cycles(definitions, nodes, findings)
    names = {module.span.file: module.pad for module in modules}
    params = {it.info.name: it.info for it in symbols.params.values() if isinstance(it.info, ParamInfo)}
    tables = {it.info.name: it.info for it in symbols.tables.values() if isinstance(it.info, LookupInfo)}
    calendars = {it.info.name: it.info for it in symbols.calendars.values() if isinstance(it.info, CalendarInfo)}
    return Program(
        digest=program_digest({names.get(path, path): text for path, text in texts.items()}),
        nodes=nodes,
        types=type_infos(symbols, derived),
        enums=enum_infos(symbols),
        params=dict(sorted(params.items())),
        tables=dict(sorted(tables.items())),
        calendars=dict(sorted(calendars.items())),
        rules=infos,
        definitions=definitions,
        decisions=decisions,
        signals=signals,
        trajecten=trajecten,
        grondslagen=bases,
        registries=registries,
        norms=norms,
        regelingen=regeling_infos(modules, laws),
        texts=dict(texts),
    )


_Info = TypeVar("_Info", DecisionInfo, SignalInfo, BasisInfo, TrajectInfo, RegistryInfo, NormInfo)
_Kind = Besluit | Signaal | Grondslag | Traject | Registratie | Norm


def _each(
    world: World,
    modules: Sequence[Module],
    laws: dict[str, LawIds],
    kind: type[_Kind],
    lower: Callable[[World, Module, Any, LawIds], _Info | None],
) -> dict[str, _Info]:
    """All definitions of a kind by name. Reports a name that is given twice."""
    written = [(item.naam, module, item) for module in modules for item in module.definities if isinstance(item, kind)]
    written.sort(key=lambda item: (item[0], item[1].pad))
    seen: dict[str, _Kind] = {}
    result: dict[str, _Info] = {}
    for name, module, definition in written:
        if name in seen:
            related = [Related(seen[name].span, "Hier is de naam al beschreven.")]
            world.findings.add(diagnose("TS202", definition.span, name=name, related=related))
            continue
        seen[name] = definition
        info = lower(world, module, definition, laws[module.regeling.naam])
        if info is not None:
            result[name] = info
    return result
