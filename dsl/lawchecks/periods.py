"""Periods: overlapping versions of a rule, gaps in a parameter while a rule uses it, texts that do not fit the period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dsl.dates import DateRangeError, add_days, add_months, add_quarters, add_weeks, add_years
from dsl.dates import first_day_of_month as month_start
from dsl.dates import first_day_of_year as year_start
from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.lawchecks.walk import candidates, condition_of, own_nodes, place_in
from dsl.notation import format_date
from dsl.program import (
    Choice,
    Const,
    Context,
    DatedValue,
    DateFunction,
    DatePart,
    DateShift,
    Derived,
    Named,
    Param,
    ParamInfo,
    Program,
    RuleInfo,
    Sum,
    YearStart,
)

FIRST, LAST = date(1800, 1, 1), date(2200, 12, 31)
Period = tuple[date, date]


def period_findings(program: Program) -> Iterator[Diagnostic]:
    yield from _undated(program)
    yield from _overlaps(program)
    yield from _gaps(program)
    yield from _texts(program)


def _period(rule: RuleInfo) -> Period:
    return rule.start or FIRST, rule.end or LAST


def _days(first: date, last: date) -> str:
    if first <= FIRST:
        return f"t/m {format_date(last)}"
    return f"vanaf {format_date(first)}" if last >= LAST else f"van {format_date(first)} t/m {format_date(last)}"


def _undated(program: Program) -> Iterator[Diagnostic]:
    """TS419: everything is dated. Once per rule, not per column of its table."""
    reported = set()
    for rule in program.rules:
        if rule.start is None and rule.end is None and rule.span not in reported:
            reported.add(rule.span)
            yield diagnose("TS419", rule.span, name=rule.name)


def _overlaps(program: Program) -> Iterator[Diagnostic]:
    versions: dict[tuple[str, str, str | None], list[RuleInfo]] = defaultdict(list)
    for rule in program.rules:
        versions[(rule.regeling, rule.name.casefold(), rule.attr)].append(rule)
    for rules in versions.values():
        rules.sort(key=lambda rule: (_period(rule), rule.span))
        for earlier, later in zip(rules, rules[1:], strict=False):
            first, last = max(_period(earlier)[0], _period(later)[0]), min(_period(earlier)[1], _period(later)[1])
            if first <= last and earlier.span != later.span:
                yield diagnose(
                    "TS401",
                    later.span,
                    name=later.name,
                    period=_days(first, last),
                    related=(Related(earlier.span, "de andere versie"),),
                )


# ---------------------------------------------------------------- gaps in parameters


def _gaps(program: Program) -> Iterator[Diagnostic]:
    """TS402 once per parameter and gap, at the first rule. A stated gap (onbekend) is the author's own word and no finding."""
    reported: set[tuple[str, date, date]] = set()
    for _, candidate in candidates(program):
        rule = program.rules[candidate.rule]
        if rule.start is None and rule.end is None:
            continue  # TS419 asks for the dates
        roots = (candidate.value, condition_of(program, candidate))
        for number in sorted({n for root in roots for n in own_nodes(program, root)}):
            node = program.nodes[number]
            if not isinstance(node, Param):
                continue
            info = program.params[node.name]
            for first, last in _missing(program, info, node.at, _period(rule)):
                if (node.name, first, last) in reported:
                    continue
                reported.add((node.name, first, last))
                yield diagnose(
                    "TS402",
                    place_in(rule, node.span),
                    parameter=node.name,
                    period=_days(first, last),
                    rule=rule.name,
                    related=(Related(info.span, "hier staan de waarden"),),
                )


def _missing(program: Program, info: ParamInfo, at: int | None, period: Period) -> list[Period]:
    """The parts of the period for which the parameter has no value on the date that is read."""
    if at is None:
        return _uncovered(info.values, period)
    # The date read follows from the rekendatum alone, or it is data and cannot be tested here. It moves with the rekendatum in
    # whole months at least, so the months in which a value begins or ends show every gap.
    gaps: list[Period] = []
    days = _month_starts(period, info.values)
    for day in days:
        read = _date_on(program, at, day)
        if not isinstance(read, date):
            return []
        if not any(_covers(value, read) for value in info.values):
            gaps.append((day, day))
    return [(gaps[0][0], gaps[-1][1])] if gaps else []


def _covers(value: DatedValue, day: date) -> bool:
    return value.start <= day and (value.end is None or day <= value.end)


def _uncovered(values: Iterable[DatedValue], period: Period) -> list[Period]:
    first, last = period
    gaps: list[Period] = []
    ordered = sorted(values, key=lambda value: value.start)
    for value, following in zip(ordered, [*ordered[1:], None], strict=True):
        # A value without an end holds until the next one begins.
        until = value.end or (following.start - timedelta(days=1) if following else LAST)
        if value.start > first:
            gaps.append((first, min(last, value.start - timedelta(days=1))))
        first = max(first, until + timedelta(days=1) if until < LAST else LAST)
        if first > last or until >= LAST:
            return [gap for gap in gaps if gap[0] <= gap[1]]
    return [gap for gap in [*gaps, (first, last)] if gap[0] <= gap[1]]


def _month_starts(period: Period, values: Iterable[DatedValue]) -> list[date]:
    """First days of the months of the period, as far as ten years past the last change of a value."""
    edges = [value.start for value in values] + [value.end for value in values if value.end]
    if not edges:
        return [max(period[0], month_start(period[0]))]
    day = max(period[0], add_years(min(edges), -10))
    stop = min(period[1], add_years(max(edges), 3))
    days = []
    while day <= stop:
        days.append(day)
        day = add_months(month_start(day), 1)
    return days


_SHIFTS = {"dag": add_days, "week": add_weeks, "maand": add_months, "kwartaal": add_quarters, "jaar": add_years}


def _date_on(program: Program, number: int, day: date) -> date | int | None:
    """The date (or year number) that a node gives on a rekendatum when it depends on nothing else; else None."""
    node = program.nodes[number]
    if isinstance(node, Context):
        return day if node.which == "rekendatum" else None
    if isinstance(node, Const):
        if isinstance(node.value, date):
            return node.value
        return None if isinstance(node.value, str | bool) or node.value.denominator != 1 else int(node.value)
    if isinstance(node, Named):
        return _date_on(program, node.of, day)
    if isinstance(node, Derived):
        definition = program.definitions.get((_owner(program, node), node.attr))
        choice = program.nodes[definition.root] if definition else None
        if isinstance(choice, Choice):
            valid = [c for c in choice.candidates if program.rules[c.rule].valid_on(day)]
            if len(valid) == 1 and condition_of(program, valid[0]) is None:
                return _date_on(program, valid[0].value, day)
        return None
    if isinstance(node, Sum):
        parts = [_date_on(program, term, day) for term in node.terms]
        numbers = [part for part in parts if isinstance(part, int)]
        if len(numbers) < len(parts):
            return None
        return sum(sign * part for sign, part in zip(node.signs, numbers, strict=True))
    if isinstance(node, DateShift | DateFunction | DatePart | YearStart):
        return _calendar_step(program, node, day)
    return None


def _owner(program: Program, node: Derived) -> str:
    from dsl.program import ObjectRef

    kind = program.nodes[node.obj].type
    return kind.name if isinstance(kind, ObjectRef) else ""


def _calendar_step(
    program: Program, node: DateShift | DateFunction | DatePart | YearStart, day: date
) -> date | int | None:
    try:
        if isinstance(node, YearStart):
            year = _date_on(program, node.year, day)
            return date(year, 1, 1) if isinstance(year, int) and 1 <= year <= 9999 else None
        base = _date_on(program, node.date, day)
        if not isinstance(base, date):
            return None
        if isinstance(node, DatePart):
            return {"jaar": base.year, "maand": base.month, "dag": base.day}[node.part]
        if isinstance(node, DateFunction):
            start = year_start(base) if node.period == "jaar" else month_start(base)
            return start if node.edge == "first" and node.period != "kwartaal" else None
        amount = _date_on(program, node.amount, day)
        return _SHIFTS[node.unit](base, node.sign * amount) if isinstance(amount, int) else None
    except (DateRangeError, ValueError):
        return None


# ---------------------------------------------------------------- dates of texts


def _texts(program: Program) -> Iterator[Diagnostic]:
    """A text of a later date than the last day of the rule was not the law when the rule held (TS441). An earlier text may
    still have been in force, so it is no finding."""
    for rule in program.rules:
        for source in rule.sources:
            if source.text_date is not None and rule.end is not None and source.text_date > rule.end:
                yield diagnose(
                    "TS441",
                    rule.span,
                    source=source.text,
                    text_date=format_date(source.text_date),
                    first_date=format_date(rule.start) if rule.start else "het begin",
                    last_date=format_date(rule.end),
                )
