"""A choice: the facts of a dossier that it changes, in a file of its own.

    naam: Kiezen voor ongehuwd na een opname
    wijzigt:
      leefeenheid:
        is duurzaam gescheiden levend:
          - {waarde: nee, tot en met: 14-03-2026}
          - {waarde: ja, van: 15-03-2026, bekend: {SVB: 20-03-2026, CAK: 01-09-2026}}
    let op:
      - U kunt deze keuze een keer terugdraaien.

Under ``wijzigt`` stands what a dossier would say; each fact or role there takes the place of that of the dossier. Groups are laid
over each other key by key. In a list of groups those with the same ``id`` are one, and a new one is added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dsl.diagnostics import Diagnostic
from dsl.source import Span
from engine.dossier.report import Report, shortened, yaml_findings
from engine.dossier.vocabulary import folded
from engine.safe_yaml import Mapping, Node, Scalar, Sequence, load_yaml

CHANGES, NOTES = "wijzigt", "let op"
_KEYS = frozenset({"naam", "toelichting", CHANGES, NOTES})


@dataclass(frozen=True, slots=True)
class Choice:
    """``notes``: what has to be said with it, such as whether it can be undone. ``path``: of its file."""

    name: str
    notes: tuple[str, ...]
    changes: Mapping
    path: str


class TwoFiles(Report):
    """Findings in a dossier with a choice laid over it, each in the file that its node stands in."""

    def __init__(self, report: Report, choice: Choice) -> None:
        super().__init__(report.path, report.quotes_mean_text, report.found)
        self.other = choice.path
        self.chosen = {id(node) for node in _nodes(choice.changes)}

    def span(self, node: Node) -> Span:
        found = super().span(node)
        return Span(self.other, found.start, found.end) if id(node) in self.chosen else found


def read_choice(text: str | bytes, path: str) -> tuple[Choice | None, list[Diagnostic]]:
    """The choice in a file; None with findings. Never raises for what is in ``text``."""
    loaded = load_yaml(text)
    report = Report(path, found=yaml_findings(loaded, path))
    root = loaded.root
    if not isinstance(root, Mapping):
        if root is not None:
            report.add("TS514", root, reason=f"een keuze begint met 'naam:' en '{CHANGES}:'")
        return None, report.found
    parts = {folded(key.text): (key, value) for key, value in root.entries}
    for name, (key, _) in parts.items():
        if name not in _KEYS:
            known = "naam, toelichting, wijzigt en let op"
            report.add("TS514", key, reason=f"'{shortened(key.text)}' hoort niet in een keuze; daarin staan {known}")
    changes = parts[CHANGES][1] if CHANGES in parts else None
    if not isinstance(changes, Mapping):
        report.add("TS514", changes or root, reason=f"onder '{CHANGES}' horen de gegevens die de keuze verandert")
    named = parts["naam"][1] if "naam" in parts else None
    notes = _texts(parts[NOTES][1], report) if NOTES in parts else ()
    if report.has_errors or not isinstance(changes, Mapping):
        return None, report.found
    return Choice(named.text if isinstance(named, Scalar) else "", notes, changes, path), report.found


def _texts(node: Node, report: Report) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    found = [" ".join(item.text.split()) for item in items if isinstance(item, Scalar)]
    if len(found) < len(items):
        report.add("TS514", node, reason=f"onder '{NOTES}' horen zinnen")
    return tuple(found)


def chosen(root: Mapping, choice: Choice) -> Mapping:
    """The dossier as it is with the choice."""
    return _over(root, choice.changes)


def _over(base: Mapping, changes: Mapping) -> Mapping:
    """A group with the keys of another laid over it. Its depth is bounded by the YAML reader."""
    entries: dict[str, tuple[Scalar, Node]] = {folded(key.text): (key, value) for key, value in base.entries}
    for key, value in changes.entries:
        name = folded(key.text)
        held = entries[name][1] if name in entries else None
        entries[name] = (key, value if held is None else _laid(held, value))
    return Mapping(tuple(entries.values()), base.line, base.column, base.start, base.end)


def _laid(held: Node, value: Node) -> Node:
    if isinstance(held, Mapping) and isinstance(value, Mapping) and not _says(value):
        return _over(held, value)
    ids = [_id(item) for item in value.items] if isinstance(value, Sequence) else []
    if not isinstance(held, Sequence) or not isinstance(value, Sequence) or not ids or None in ids:
        return value
    new = {_id(item): item for item in value.items}
    items = [_laid(item, new.pop(_id(item))) if _id(item) in new else item for item in held.items]
    return Sequence((*items, *new.values()), held.line, held.column, held.start, held.end)


def _says(node: Mapping) -> bool:
    """Whether a group is the value of a fact, and no object."""
    return any(folded(key.text) in ("waarde", "niet te verkrijgen", "zie") for key, _ in node.entries)


def _id(node: Node) -> str | None:
    found = node.get("id") if isinstance(node, Mapping) else None
    return found.text if isinstance(found, Scalar) else None


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield key
            yield from _nodes(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _nodes(item)
