"""Two programs of the same law beside each other: which figures, rules and facts are not the same, and what stands on those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from dsl.program import DatedValue, DecisionInfo, KeyRange, Literal_, LookupInfo, ParamInfo, Program, RuleInfo, Type
from dsl.source import Span
from engine.reach import Needs, needs

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A parameter, or a row of a table (``keys``), from ``start`` to ``end`` (None: for good). A value None is not known; ``since`` is
    None where there was or is no value at all."""

    name: str
    article: str
    type: Type
    keys: tuple[Literal_ | KeyRange, ...]
    start: date
    end: date | None
    old: DatedValue | None
    new: DatedValue | None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is new, that comes in the place of others of its name, or that is no longer there. ``texts``: what was written
    and what is, as blocks; the period is that in which it is so (None: open)."""

    kind: Literal["nieuw", "anders", "vervalt"]
    name: str
    regeling: str
    start: date | None
    end: date | None
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    """``facts``: the attributes and kenmerken that the second program asks for and the first does not know; ``reached``: the besluiten
    that may come out otherwise, by regeling and name; ``added``: the new ones."""

    figures: tuple[FigureChange, ...]
    rules: tuple[RuleChange, ...]
    facts: tuple[tuple[str, str], ...]
    reached: tuple[DecisionInfo, ...]
    added: tuple[DecisionInfo, ...]


def changes_between(old: Program, new: Program) -> Changes:
    """What is not the same. The programs are of the same law, with other varianten on top."""
    figures = [*_params(old, new), *_tables(old, new)]
    rules = _rules(old, new)
    names = {change.name for change in figures}
    names |= new.params.keys() ^ old.params.keys()
    reached = tuple(
        sorted(
            (info for info in new.decisions.values() if info.name in old.decisions and _reaches(old, new, info, names)),
            key=lambda info: (info.regeling, info.name),
        )
    )
    added = tuple(info for name, info in sorted(new.decisions.items()) if name not in old.decisions)
    return Changes(tuple(figures), tuple(rules), _facts(old, new), reached, added)


# --- figures


def _params(old: Program, new: Program) -> Iterable[FigureChange]:
    for name, info in sorted(new.params.items()):
        before = old.params[name].values if name in old.params else ()
        yield from _segments(info, (), before, info.values)


def _tables(old: Program, new: Program) -> Iterable[FigureChange]:
    for name, info in sorted(new.tables.items()):
        before = {row.keys: row.values for row in old.tables[name].rows} if name in old.tables else {}
        for row in info.rows:
            yield from _segments(info, row.keys, before.get(row.keys, ()), row.values)


def _segments(
    info: ParamInfo | LookupInfo,
    keys: tuple[Literal_ | KeyRange, ...],
    before: Sequence[DatedValue],
    after: Sequence[DatedValue],
) -> Iterable[FigureChange]:
    """The stretches of days on which the value is not the same, each with one value on either side."""
    if tuple(before) == tuple(after):
        return
    edges = {value.start for value in (*before, *after)}
    edges |= {value.end + _DAY for value in (*before, *after) if value.end is not None}
    ordered = sorted(edges)
    found: list[FigureChange] = []
    for start, following in zip(ordered, [*ordered[1:], None], strict=True):
        one, other = _on(before, start), _on(after, start)
        if _worth(one) == _worth(other):
            continue
        end = following - _DAY if following is not None else None
        last = found[-1] if found else None
        if last is not None and last.end == start - _DAY and (last.old, last.new) == (one, other):
            found[-1] = FigureChange(info.name, info.article, info.type, keys, last.start, end, one, other)
        else:
            found.append(FigureChange(info.name, info.article, info.type, keys, start, end, one, other))
    yield from found


def _on(values: Sequence[DatedValue], day: date) -> DatedValue | None:
    return next((it for it in values if it.start <= day and (it.end is None or day <= it.end)), None)


def _worth(value: DatedValue | None) -> tuple[bool, Literal_ | None]:
    return value is not None, None if value is None else value.value


# --- rules


@dataclass(slots=True)
class _Versions:
    old: list[RuleInfo] = field(default_factory=list)
    new: list[RuleInfo] = field(default_factory=list)


def _rules(old: Program, new: Program) -> list[RuleChange]:
    """Once per rule, whatever the number of its columns."""
    versions: dict[tuple[str, str], _Versions] = defaultdict(_Versions)
    for rule in old.rules:
        versions[rule.regeling, rule.name].old.append(rule)
    for rule in new.rules:
        versions[rule.regeling, rule.name].new.append(rule)
    found: list[RuleChange] = []
    for (regeling, name), both in sorted(versions.items()):
        known = {rule.span for rule in both.old}
        written: set[Span] = set()
        for rule in both.new:
            if rule.span in known or rule.span in written:
                continue
            written.add(rule.span)
            before = [one for one in both.old if _meet(one, rule)]
            kind: Literal["nieuw", "anders"] = "anders" if before else "nieuw"
            text = _text(old, before[-1]) if before else ""
            found.append(RuleChange(kind, name, regeling, rule.start, rule.end, text, _text(new, rule)))
        for rule in {one.span: one for one in both.old}.values():
            left = [one for one in both.new if one.span == rule.span]
            replaced = any(_meet(one, rule) for one in both.new if one.span != rule.span)
            ends = max((one.end or date.max for one in left), default=None)
            if replaced or ends == (rule.end or date.max):
                continue
            start = rule.start if ends is None else ends + _DAY
            found.append(RuleChange("vervalt", name, regeling, start, rule.end, _text(old, rule), ""))
    return found


def _meet(one: RuleInfo, other: RuleInfo) -> bool:
    first = max(one.start or date.min, other.start or date.min)
    return first <= min(one.end or date.max, other.end or date.max)


def _text(program: Program, rule: RuleInfo) -> str:
    """The block of a rule as written."""
    return program.texts[rule.span.file][rule.span.start : rule.span.end]


# --- what is asked, and what is reached


def _facts(old: Program, new: Program) -> tuple[tuple[str, str], ...]:
    found = []
    for owner, info in sorted(new.types.items()):
        known = old.types[owner].attributes if owner in old.types else {}
        for name, attr in sorted(info.attributes.items()):
            if not attr.derived and (name not in known or known[name].derived):
                found.append((owner, name))
    return tuple(found)


def _reaches(old: Program, new: Program, info: DecisionInfo, names: set[str]) -> bool:
    one, other = needs(old, old.decisions[info.name]), needs(new, info)
    figures = {*one.params, *one.tables, *other.params, *other.tables}
    return bool(figures & names) or _written(old, one) != _written(new, other)


def _written(program: Program, found: Needs) -> set[tuple[Span, date | None, date | None]]:
    rules = (program.rules[number] for number in found.rules)
    return {(rule.span, rule.start, rule.end) for rule in rules}
