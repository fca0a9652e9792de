"""Where in a signal something is named: a finding about what it reads points at those words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from dsl.lower.context import Context
from dsl.names.fold import folded
from dsl.source import Span
from dsl.syntax import Bestaat, KenmerkTest, Signaal, Stap


@dataclass(frozen=True, slots=True)
class Places:
    """The first place of each name in the written signal, by folded name as declared."""

    whole: Span
    named: dict[str, Span]

    @classmethod
    def of(cls, ctx: Context, written: Signaal) -> Places:
        roles: dict[str, set[str]] = {}  # a word as written -> the role and what is in it
        for symbol in ctx.world.symbols.object_types():
            for info in symbol.roles():
                for word in filter(None, (info.name, info.plural)):
                    roles.setdefault(folded(word), set()).update((folded(info.name), folded(info.target)))
            for words, role in symbol.role_tests.items():
                roles.setdefault(words, set()).add(folded(role))
        named: dict[str, Span] = {}
        for word, span in sorted(_named(written), key=lambda it: it[1].start):
            named.setdefault(folded(word), span)
        for word, span in [*named.items()]:
            for name in sorted(roles.get(word, ())):
                named.setdefault(name, span)
        return cls(written.span, named)

    def at(self, name: str) -> Span:
        """The place of a name; the signal as a whole when it does not stand there."""
        return self.named.get(folded(name), self.whole)


def _named(written: Signaal) -> Iterator[tuple[str, Span]]:
    yield written.over.naam, written.over.span
    waiting: list[Any] = [written.voorwaarde]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Stap):
            yield item.naam, item.span
        elif isinstance(item, tuple):
            waiting.extend(item)
        elif is_dataclass(item):
            if isinstance(item, KenmerkTest):
                yield item.kenmerk, item.span
            if isinstance(item, Bestaat) and item.verschillend is not None:
                yield item.verschillend, item.span
            waiting.extend(getattr(item, part.name) for part in fields(item) if part.name != "span")
