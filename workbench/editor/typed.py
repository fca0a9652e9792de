"""What the script of an editor asks of a text while somebody types: answers as plain data, each a function over the process that judges.

Places are counted in the units of a script (UTF-16), from zero.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsl.diagnostics import Diagnostic
from dsl.source import Span
from workbench.editor.apart import Shelf
from workbench.editor.completion import complete
from workbench.editor.highlight import painted
from workbench.editor.hover import hover
from workbench.editor.meaning import definitions_of, found_at
from workbench.editor.places import spot
from workbench.editor.references import references_of
from workbench.editor.words import place_of
from workbench.editor.workspace import View

_MOST_ELSEWHERE = 50


class Wide:
    """Places of a script in a text: they count a sign outside the first 65.536 twice."""

    def __init__(self, text: str) -> None:
        self._wide = [at for at, letter in enumerate(text) if letter > "\uffff"]

    def out(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)

    def into(self, unit: int) -> int:
        offset = unit
        for number, at in enumerate(self._wide):
            if at + number < unit:
                offset = max(at + 1, unit - number - 1)
        return offset


@dataclass(frozen=True, slots=True)
class Typed:
    """A file among ``texts``, with the place of the cursor in it (``at``, of a script)."""

    texts: Mapping[str, str]
    name: str
    at: int = 0


class _Opened:
    def __init__(self, shelf: Shelf, typed: Typed) -> None:
        self.name = typed.name
        self.text = typed.texts[typed.name]
        self.view: View = shelf.view(typed.texts)
        self.wide = Wide(self.text)
        self.at = min(self.wide.into(typed.at), len(self.text))

    def finding(self, found: Diagnostic) -> dict[str, Any]:
        return {
            "van": self.wide.out(found.span.start),
            "tot": self.wide.out(found.span.end),
            "ernst": found.severity.value,
            "code": found.code,
            "oorzaak": found.cause,
            "oplossing": found.remedy,
            "plaats": place_of(self.view, found.span),
        }

    def places(self, spans: list[Span]) -> list[dict[str, Any]]:
        result = []
        for span in spans:
            name = self.view.name_of(span.file)
            if name is not None:
                source = self.view.source(name)
                line, _ = source.position(span.start)
                result.append(
                    {
                        "bestand": name,
                        "regel": line,
                        "tekst": source.line(line).strip(),
                        "van": self.wide.out(span.start) if name == self.name else None,
                    }
                )
        return result


def read(shelf: Shelf, typed: Typed) -> dict[str, Any]:
    """What is wrong with the text and with what reads it, and the colours of its words."""
    asked = _Opened(shelf, typed)
    found, out = asked.view.judged(asked.name), asked.wide.out
    return {
        "bevindingen": [asked.finding(it) for it in found.findings],
        "elders": [{**asked.finding(it), "van": 0, "tot": 0} for it in found.elsewhere[:_MOST_ELSEWHERE]],
        "kleuren": [[out(it.start), out(it.end), it.kind] for it in painted(asked.view, asked.name)],
    }


def fitting(shelf: Shelf, typed: Typed) -> list[dict[str, Any]]:
    """What fits at the cursor."""
    asked = _Opened(shelf, typed)
    return [
        {
            "tekst": it.label,
            "invoegen": it.insert,
            "van": asked.wide.out(it.start),
            "soort": it.kind,
            "toelichting": it.detail,
        }
        for it in complete(asked.view, asked.name, asked.at)
    ]


def explained(shelf: Shelf, typed: Typed, day: date) -> list[dict[str, Any]]:
    """What the words at a place stand for."""
    asked = _Opened(shelf, typed)
    return [
        {
            "van": asked.wide.out(it.span.start),
            "tot": asked.wide.out(it.span.end),
            "soort": it.kind,
            "titel": it.title,
            "regels": [{"naam": row.label, "tekst": row.text, "url": row.url} for row in it.rows],
        }
        for it in hover(asked.view, asked.name, asked.at, day)
    ]


def declared(shelf: Shelf, typed: Typed) -> list[dict[str, Any]]:
    """Where the words at a place are declared."""
    asked = _Opened(shelf, typed)
    found = found_at(asked.view, asked.name, asked.at)
    spans = [] if found is None else [it for target in found.targets for it in definitions_of(asked.view, target)]
    return asked.places(spans)


def named(shelf: Shelf, typed: Typed) -> list[dict[str, Any]]:
    """Every place that names what stands here."""
    asked = _Opened(shelf, typed)
    found = found_at(asked.view, asked.name, asked.at)
    return asked.places([] if found is None else list(references_of(asked.view, asked.name, found)))


def rule_at(shelf: Shelf, typed: Typed) -> str | None:
    """The rule or beslistabel that the cursor is in; None for what has no scenarios of its own."""
    asked = _Opened(shelf, typed)
    block = spot(asked.view, asked.name, asked.at).block
    if block is None or block.word not in ("Regel", "Beslistabel") or block.deed:
        return None
    return " ".join(asked.text[block.body : block.end].split())
