"""Varianten beside each other, or parts of one, that say something else about the same (TS474)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.names.fold import folded
from dsl.source import Span
from dsl.syntax import VariantDeel
from dsl.variants.periods import Period
from dsl.variants.stack import Variants, Written


@dataclass(frozen=True, slots=True)
class Touched:
    """What a variant says of ``key`` over a period: ``said`` is equal for what says the same. ``what`` names the key."""

    what: str
    key: tuple[object, ...]
    period: Period
    said: object


@dataclass(slots=True)
class Conflicts:
    """Collects what every variant says, and holds it against what those said that are not below it."""

    variants: Variants
    findings: list[Diagnostic] = field(default_factory=list)
    _said: dict[tuple[object, ...], list[tuple[Written, Span, Touched]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _item: Written | None = None
    _span: Span | None = None

    def now(self, item: Written, part: VariantDeel) -> None:
        """What follows is said by this part."""
        self._item, self._span = item, part.span

    def touch(self, touched: Touched) -> None:
        assert self._item is not None and self._span is not None
        below = set(self.variants.all_below(folded(self._item.name)))
        for other, span, earlier in self._said[touched.key]:
            common = earlier.period.common(touched.period)
            same_part = other is self._item and span == self._span
            if same_part or folded(other.name) in below or common is None or earlier.said == touched.said:
                continue
            remedy = "Laat een van de twee delen weg." if other is self._item else None
            self.findings.append(
                diagnose(
                    "TS474",
                    self._span,
                    one=other.name,
                    other=self._item.name,
                    what=touched.what,
                    period=common.words,
                    remedy=remedy,
                    related=[Related(span, f"Hier staat wat '{other.name}' zegt.")],
                )
            )
        self._said[touched.key].append((self._item, self._span, touched))
