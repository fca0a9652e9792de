"""Norms: the registratie that they are about, and what they measure and ask in each lezing."""

from __future__ import annotations

from dsl.lower.context import World, make_context
from dsl.lower.drafts import find_type
from dsl.lower.maatstaven import GaugeLowering
from dsl.names.fold import folded
from dsl.names.paths import Binding
from dsl.names.sources import LawIds
from dsl.program import NormInfo, RegistryInfo
from dsl.syntax import Module, Norm


def lower_norm(
    world: World, module: Module, written: Norm, laws: LawIds, registries: dict[str, RegistryInfo], declared: set[str]
) -> NormInfo | None:
    """A norm, or None when something in it has a mistake; all mistakes are reported. ``declared``: folded names of all registraties."""
    registry: str | None = None
    ctx = make_context(world, "", module.pad, written.naam, ())
    if written.over is not None:
        found = find_type(written.over, module.pad, world.symbols, world.names_known, world.findings)
        if found is None:
            return None
        if found.name not in registries:
            if folded(found.name) not in declared:  # else what is wrong with it was reported
                ctx.report("TS493", written.over.span, name=found.name)
            return None
        registry = found.name
        ctx = make_context(world, found.name, module.pad, written.naam, (Binding(found.name, found.name),))
    lowering = GaugeLowering(ctx, registry)
    gauge = lowering.gauge(written.maatstaf, written.span, alone=not written.lezingen)
    readings = [lowering.reading(written.maatstaf, reading, laws) for reading in written.lezingen]
    lowering.choice(written)
    slices = [lowering.value(split) for split in written.splitsingen]
    legal = lowering.legal(gauge, written)
    points = lowering.points(written, gauge)
    if lowering.failed:
        return None
    valid = written.koppen.geldig
    return NormInfo(
        name=written.naam,
        regeling=module.regeling.naam,
        executor=module.regeling.uitvoerder,
        number=written.nummer,
        printed=written.gedrukt,
        part=written.onderdeel,
        kind=written.soort or "norm",
        period=written.periode,
        over_year=written.over_het_jaar,
        growing=written.verloop == "oplopend",
        course=written.koers,
        unit=written.eenheid,
        registry=registry,
        gauge=gauge,
        slices=tuple(node for node in slices if node is not None),
        parts=tuple(step.naam for step in written.samengesteld),
        legal_term=written.wettelijke_termijn,
        not_measurable=written.niet_meetbaar,
        remarks=written.kanttekeningen,
        readings=tuple(readings),
        start=valid.vanaf if valid is not None else None,
        end=valid.tot_en_met if valid is not None else None,
        certainty=written.koppen.zekerheid,
        sources=laws.sources(written.koppen.bronnen),
        explanation=written.koppen.uitleg,
        span=written.span,
        points=points,
        weight=1 if written.gewicht is None else written.gewicht,
        legal=legal,
    )
