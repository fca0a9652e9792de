"""Norms: that they can be measured over records, are sourced, and are made of norms that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    NodeBase,
    NormInfo,
    NotApplicable,
    Param,
    Percentile,
    Program,
    Ratio,
    RecordShare,
    RoleRead,
    Share,
    TableHit,
    Timeliness,
    Total,
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
        for part in norm.parts:
            if folded(part) not in known:
                near = did_you_mean(suggest(part, program.norms))
                yield diagnose("TS232", norm.span, name=part, remedy=near or None)
    for owner, attr in sorted(program.definitions):
        if owner in program.registries:
            yield diagnose("TS431", program.registries[owner].span, name=attr)


def gauge_nodes(gauge: Gauge) -> Iterator[int]:
    """The nodes that a measurement starts from."""
    yield from (node for node in (gauge.counts, gauge.on) if node is not None)
    match gauge.measure:
        case RecordShare(good, weight):
            yield good
            if weight is not None:
                yield weight
        case Timeliness(start, done, due):
            yield from (start, done, due)
        case Total(value) | Mean(value) | Percentile(value, _):
            yield value
        case Ratio(value, per):
            yield from (value, per)
        case Classes(classes):
            yield from (node for _, node in classes)


def norm_nodes(norm: NormInfo) -> Iterator[int]:
    gauges: Iterable[Gauge] = (norm.gauge, *(reading.gauge for reading in norm.readings))
    for gauge in gauges:
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
