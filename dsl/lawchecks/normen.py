"""Norms: that they can be measured over records, are sourced, and are made of norms that exist."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics import Diagnostic, diagnose
from dsl.lawchecks.walk import own_nodes
from dsl.names.fold import folded
from dsl.program import (
    Aggregate,
    Applies,
    Choice,
    Classes,
    Context,
    Derived,
    Element,
    ForAll,
    Gauge,
    HasRole,
    Input,
    IsApplicable,
    Judge,
    Lookup,
    Mean,
    Milestone,
    NodeBase,
    NormInfo,
    NotApplicable,
    Param,
    Percentile,
    Program,
    Proof,
    Quantity,
    Ratio,
    RecordShare,
    RoleRead,
    Share,
    Stock,
    TableHit,
    Timeliness,
    Total,
    WorkdayRank,
)
from dsl.suggest import did_you_mean, suggest

NOT_PER_RECORD: dict[type[NodeBase], str] = {
    Derived: "de uitkomst van een regel",
    Judge: "een vraag aan een behandelaar",
    Aggregate: "een telling over een lijst",
    ForAll: "een voorwaarde over een lijst",
    RoleRead: "een ander object",
    HasRole: "een ander object",
    Lookup: "een tabel",
    Applies: "het gelden van een regel",
    Choice: "de uitkomst van een regel",
    TableHit: "een beslistabel",
    Share: "een verdeling",
    Element: "een element van een lijst",
    IsApplicable: "een waarde die niet van toepassing kan zijn",
    NotApplicable: "een waarde die niet van toepassing is",
}


def norm_findings(program: Program) -> Iterator[Diagnostic]:
    for norm in program.norms.values():
        yield from _not_per_record(program, norm)
        if not norm.sources:
            yield diagnose("TS440", norm.span, kind="Norm", name=norm.name)
    known = {folded(name) for name in program.norms}
    for norm in program.norms.values():
        others = (gauge.demand.of for gauge in _gauges(norm) if gauge.demand is not None)
        for part in (*norm.parts, *(name for name in dict.fromkeys(others) if name is not None)):
            if folded(part) not in known:
                near = did_you_mean(suggest(part, program.norms))
                yield diagnose("TS232", norm.span, name=part, remedy=near or None)
    for owner, attr in sorted(program.definitions):
        if owner in program.registries:
            yield diagnose("TS431", program.registries[owner].span, name=attr)


def gauge_nodes(gauge: Gauge) -> Iterator[int]:
    """The nodes that a measurement starts from."""
    yield from _given(gauge.counts, gauge.on, *(gauge.term or ()))
    if gauge.suspension is not None:
        yield from _given(gauge.suspension.when, gauge.suspension.start, gauge.suspension.end)
    if gauge.demand is not None:
        yield from gauge.demand.nodes
    match gauge.measure:
        case RecordShare(good, weight):
            yield from _given(good, weight)
        case Timeliness(start, done, due, _, _, weight):
            yield from _given(start, done, due, weight)
        case Total(value):
            yield value
        case Mean(value, weight):
            yield from (*_quantity_nodes(value), *_given(weight))
        case Percentile(value, _):
            yield from _quantity_nodes(value)
        case Ratio(value, per, _):
            yield from (value, per)
        case Classes(classes):
            yield from (node for _, node in classes)
        case Stock(start, done):
            yield from (start, done)
        case Milestone(done, due, _):
            yield from (done, due)
        case Proof(evidence):
            yield evidence


def _given(*nodes: int | None) -> tuple[int, ...]:
    return tuple(node for node in nodes if node is not None)


def _quantity_nodes(value: Quantity) -> tuple[int, ...]:
    match value:
        case int():
            return (value,)
        case WorkdayRank(day, _):
            return (day,)
    return (value.start, value.done)


def _gauges(norm: NormInfo) -> Iterator[Gauge]:
    yield from (norm.gauge, *(reading.gauge for reading in norm.readings))
    if norm.legal is not None:
        yield norm.legal


def norm_nodes(norm: NormInfo) -> Iterator[int]:
    for gauge in _gauges(norm):
        yield from gauge_nodes(gauge)
    yield from norm.slices


def _not_per_record(program: Program, norm: NormInfo) -> Iterator[Diagnostic]:
    """TS499, once per kind of thing."""
    reported: set[str] = set()
    for root in norm_nodes(norm):
        for number in own_nodes(program, root):
            node = program.nodes[number]
            what = NOT_PER_RECORD.get(type(node))
            if isinstance(node, Input | Param) and node.at is not None:
                what = "een waarde op een andere dag"
            elif isinstance(node, Context) and node.which != "rekendatum":
                what = "de verzenddatum van een besluit"
            if what is not None and what not in reported:
                reported.add(what)
                yield diagnose("TS499", node.span, norm=norm.name, what=what)
