"""A dossier as text and as the plain data that JSON holds: where in the data a place in the text is."""

from __future__ import annotations

from typing import Any

from engine.safe_yaml import Mapping, Node, Scalar, Sequence, load_yaml


def tree(text: str) -> Node | None:
    """The nodes of a text; None for one that cannot be read."""
    return load_yaml(text).root


def pointer(root: Node | None, offset: int) -> str:
    """The JSON Pointer (RFC 6901) of the smallest value at an offset; a key counts as its value."""
    path = ""
    node = root
    while node is not None:
        if isinstance(node, Mapping):
            parts = [(_escaped(key.text), key.start, value) for key, value in node.entries]
        elif isinstance(node, Sequence):
            parts = [(str(number), value.start, value) for number, value in enumerate(node.items)]
        else:
            break
        inside = [(name, value) for name, start, value in parts if start <= offset < max(value.end, start + 1)]
        if not inside:
            break
        name, node = inside[0]
        path += f"/{name}"
    return path


def plain(node: Node) -> Any:
    """What a node holds: groups, lists, texts as they were written, and None for a value that was left out."""
    if isinstance(node, Scalar):
        return node.text if node.text or node.quoted else None
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
