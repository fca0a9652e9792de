"""Dated values: what a parameter or a row of a lookup table is worth, and from when to when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from dsl.diagnostics import Findings, Related, diagnose
from dsl.names.sources import LawIds
from dsl.notation import format_date
from dsl.program import DatedValue, Literal_, Type
from dsl.syntax import Waarde
from dsl.types.literals import declared_value


def dated_values(
    name: str,
    written: Sequence[Waarde],
    kind: Type,
    enum_values: Mapping[str, Mapping[str, str]],
    laws: LawIds,
    findings: Findings,
) -> tuple[DatedValue, ...]:
    """The values by day, each ending where the next begins. Two values for one day are reported."""
    values: list[DatedValue] = []
    for item in written:
        literal: Literal_ | None = None
        if item.waarde is not None:
            literal = declared_value(item.waarde, kind, enum_values, findings)
        if item.tot_en_met is not None and item.tot_en_met < item.vanaf:
            first, last = format_date(item.vanaf), format_date(item.tot_en_met)
            findings.add(diagnose("TS420", item.span, first_date=first, last_date=last))
        sources = laws.sources(item.bronnen)
        values.append(DatedValue(item.vanaf, item.tot_en_met, literal, item.zekerheid, sources, item.span))
    for above, below in zip(values, values[1:], strict=False):
        if below.start < above.start:
            related = [Related(above.span, f"Deze waarde geldt vanaf {format_date(above.start)}.")]
            later, earlier_day = format_date(above.start), format_date(below.start)
            findings.add(diagnose("TS434", below.span, parameter=name, date=earlier_day, above=later, related=related))
    values.sort(key=lambda value: (value.start, value.span))
    for index, (value, after) in enumerate(zip(values, values[1:], strict=False)):
        if value.start == after.start or (value.end is not None and value.end >= after.start):
            earlier = Related(value.span, "De andere waarde staat hier.")
            findings.add(
                diagnose("TS421", after.span, parameter=name, date=format_date(after.start), related=[earlier])
            )
        if value.end is None:
            values[index] = replace(value, end=after.start - timedelta(days=1))
    return tuple(values)
