"""What a program says of varianten: of those that there are, and of those that it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dsl.digest import program_digest
from dsl.names.fold import folded
from dsl.names.sources import LawIds
from dsl.program import Program, VariantInfo
from dsl.source import Sources
from dsl.variants.stack import Variants, Written


def with_infos(program: Program, variants: Variants, sources: Sources) -> Program:
    """The program with a description of every variant that there is."""
    if not variants.written:
        return program
    infos = {item.name: variant_info(item, variants, sources) for item in variants.written.values()}
    return replace(program, variants=infos)


def variant_info(item: Written, variants: Variants, sources: Sources) -> VariantInfo:
    variant, module = item.variant, item.module
    laws = LawIds([module.regeling])
    return VariantInfo(
        name=item.name,
        regeling=module.regeling.naam,
        level=variant.vereist,
        below=tuple(variants.written[key].name for key in variants.all_below(folded(item.name))),
        explanation=variant.toelichting,
        certainty=variant.koppen.zekerheid,
        sources=laws.sources(variant.koppen.bronnen),
        file=module.pad,
        digest=program_digest({item.name: own_text(item, sources)}),
        span=variant.span,
    )


def own_text(item: Written, sources: Sources) -> str:
    """The block of a variant as written."""
    return sources.text(item.variant.span)


def with_stack(program: Program, stack: Sequence[Written], variants: Variants, sources: Sources) -> Program:
    """A program made with a stack of varianten, with a digest and texts that say so."""
    infos = {item.name: variant_info(item, variants, sources) for item in stack}
    names = {f"variant {info.name}": info.digest for info in infos.values()}
    texts = {item.variant.span.file: sources[item.variant.span.file].text for item in stack}
    return replace(
        program,
        digest=program_digest({"regels": program.digest, **names}),
        texts=dict(sorted({**program.texts, **texts}.items())),
        variants=infos,
        applied=tuple(infos),
    )
