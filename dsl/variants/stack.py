"""Which varianten there are, and in which order they are applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.names.circles import circles
from dsl.names.fold import folded
from dsl.source import NOWHERE, Span
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Module, Variant


@dataclass(frozen=True, slots=True)
class Written:
    """A variant with the file that it stands in."""

    module: Module
    variant: Variant

    @property
    def name(self) -> str:
        return self.variant.naam


class UnknownVariantError(Exception):
    """There is no variant of that name; carries the finding."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.cause)


@dataclass(frozen=True, slots=True)
class Variants:
    """All varianten of a corpus by folded name, in order of name. ``below``: per name the names directly below it, in the order
    written; names that are none are left out, and so is what closes a circle."""

    written: Mapping[str, Written]
    below: Mapping[str, tuple[str, ...]]

    def stack(self, names: Iterable[str]) -> list[Written]:
        """The named varianten with all that is below them, each once and after what is below it. Raises UnknownVariantError."""
        order: dict[str, Written] = {}
        for name in names:
            key = folded(name)
            if key not in self.written:
                near = did_you_mean(suggest(name, self.names)) or None
                raise UnknownVariantError(diagnose("TS472", NOWHERE, name=name, remedy=near))
            for one in [*self.all_below(key), key]:
                order.setdefault(one, self.written[one])
        return list(order.values())

    def all_below(self, key: str) -> list[str]:
        """Everything below a variant, directly or not, what is lowest first."""
        found: dict[str, None] = {}
        todo = [(key, False)]
        while todo:
            current, done = todo.pop()
            if done:
                found.setdefault(current)
            elif current not in found:
                todo.append((current, True))
                todo.extend((lower, False) for lower in reversed(self.below[current]))
        return [name for name in found if name != key]

    @property
    def names(self) -> list[str]:
        return [item.name for item in self.written.values()]


def split(modules: Sequence[Module]) -> tuple[list[Module], list[Module]]:
    """The files with law, and those with varianten."""
    law = [module for module in modules if not _has_variant(module)]
    return law, [module for module in modules if _has_variant(module)]


def _has_variant(module: Module) -> bool:
    return any(isinstance(definition, Variant) for definition in module.definities)


def collect_variants(modules: Sequence[Module], names_known: bool) -> tuple[Variants, list[Diagnostic]]:
    """The varianten of files that have any. Reports names that are given twice (TS202), blocks beside a variant (TS476), names of
    varianten that there are not (TS472) and circles (TS473)."""
    findings: list[Diagnostic] = []
    written: dict[str, Written] = {}
    for module in sorted(modules, key=lambda module: module.pad):
        for definition in module.definities:
            if not isinstance(definition, Variant):
                findings.append(diagnose("TS476", definition.span, word=_word(definition)))
            elif (earlier := written.get(folded(definition.naam))) is not None:
                related = [Related(earlier.variant.span, "Hier is de naam al beschreven.")]
                findings.append(diagnose("TS202", definition.span, name=definition.naam, related=related))
            else:
                written[folded(definition.naam)] = Written(module, definition)
    written = dict(sorted(written.items()))
    known = [item.name for item in written.values()]
    below: dict[str, tuple[str, ...]] = {}
    for key, item in written.items():
        for step in item.variant.bovenop:
            if folded(step.naam) not in written and names_known:
                near = did_you_mean(suggest(step.naam, known)) or None
                findings.append(diagnose("TS472", step.span, name=step.naam, remedy=near))
        below[key] = tuple(dict.fromkeys(folded(step.naam) for step in item.variant.bovenop))
        below[key] = tuple(name for name in below[key] if name in written)
    for members in circles(below):
        first = written[members[0]]
        cycle = " → ".join(f"'{written[key].name}'" for key in [*members, members[0]])
        findings.append(diagnose("TS473", _first_step(first), cycle=cycle))
        below |= {key: tuple(name for name in below[key] if name not in members) for key in members}
    return Variants(written, below), findings


def _first_step(item: Written) -> Span:
    return item.variant.bovenop[0].span if item.variant.bovenop else item.variant.span


def _word(definition: object) -> str:
    name = type(definition).__name__
    return {"Opzoektabel": "Tabel"}.get(name, name)
