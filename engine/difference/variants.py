"""A variant as causes: the figures of one publication, and its other rules together.

No program in between needs to be checked again: figures are values of parameters and tables, which go from one program to another as
they are, and the rules of a variant hold with the old figures as they do with the new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from dsl.program import DatedValue, LookupInfo, ParamInfo, Program, RuleInfo, SourceRef
from dsl.source import Span
from engine.difference.causes import Cause

_Figure = ParamInfo | LookupInfo
_Same = TypeVar("_Same", ParamInfo, LookupInfo)
_Identity = tuple[str, str, Span, date | None, date | None, str | None]


def variant_causes(old: Program, new: Program) -> tuple[tuple[Cause, ...], Callable[[frozenset[str]], Program]]:
    """The causes between two programs of the same law with other varianten, and the program in which some of them hold."""
    figures = _figures(old, new)
    causes = [
        Cause(f"cijfers {source}", "cijfers", f"de bedragen en percentages van {source}", tuple(sorted(names)))
        for source, names in sorted(figures.items())
    ]
    rules = _changed_rules(old, new)
    if rules:
        causes.append(Cause("regels variant", "regels", f"de regels van {_which(old, new)}", rules))

    def program(keys: frozenset[str]) -> Program:
        chosen = {name for source, names in figures.items() if f"cijfers {source}" in keys for name in names}
        if len(keys) == len(causes):
            return new
        base = new if "regels variant" in keys else old
        params = {name: _pick(info, name in chosen, old.params, new.params) for name, info in base.params.items()}
        tables = {name: _pick(info, name in chosen, old.tables, new.tables) for name, info in base.tables.items()}
        return base if params == base.params and tables == base.tables else replace(base, params=params, tables=tables)

    return tuple(causes), program


def _pick(info: _Same, chosen: bool, old: dict[str, _Same], new: dict[str, _Same]) -> _Same:
    """The figure of the new program when it is chosen, else of the old; what only one of them has stays as it is."""
    if info.name not in old or info.name not in new:
        return info
    return new[info.name] if chosen else old[info.name]


def _figures(old: Program, new: Program) -> dict[str, set[str]]:
    """The parameters and tables that both programs have with other values, by the publication of what is new."""
    found: dict[str, set[str]] = {}
    pairs: list[tuple[_Figure, _Figure]] = [
        (old.params[name], new.params[name]) for name in old.params.keys() & new.params
    ]
    pairs += [(old.tables[name], new.tables[name]) for name in old.tables.keys() & new.tables]
    for one, other in pairs:
        known = _values(one)
        added = [(key, value) for key, value in _values(other).items() if key not in known]
        if added or known.keys() != _values(other).keys():
            sources = [value.sources for _, value in added if value.sources] or [other.sources]
            found.setdefault(_text(sources[0], other.name), set()).add(other.name)
    return found


def _text(sources: tuple[SourceRef, ...], name: str) -> str:
    return sources[0].text if sources else name


def _values(info: _Figure) -> dict[tuple[object, ...], DatedValue]:
    if isinstance(info, ParamInfo):
        return {(item.start, item.end, item.value): item for item in info.values}
    return {(row.keys, item.start, item.end, item.value): item for row in info.rows for item in row.values}


def _changed_rules(old: Program, new: Program) -> tuple[str, ...]:
    """The names of the rules that only one of the programs has, or that hold in another period."""
    one, other = ({_identity(rule) for rule in program.rules} for program in (old, new))
    return tuple(sorted({name for name, *_ in one ^ other}))


def _identity(rule: RuleInfo) -> _Identity:
    return rule.name, rule.regeling, rule.span, rule.start, rule.end, rule.attr


def _which(old: Program, new: Program) -> str:
    names = [name for name in new.applied if name not in old.applied]
    names = names or [name for name in old.applied if name not in new.applied]
    listed = " en ".join(f"'{name}'" for name in names)
    return f"variant {listed}" if len(names) < 2 else f"de varianten {listed}"
