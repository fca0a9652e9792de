"""A dossier as text and as the plain data that JSON holds: where in the data a place in the text is."""

from __future__ import annotations

from collections.abc import Mapping as Mapping_
from typing import Any

from engine.safe_yaml import MAX_DEPTH, Mapping, Node, Scalar, Sequence, load_yaml


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


class _UnusualError(Exception):
    """Something that the reader of texts judges, and that it alone can tell about."""


def nodes(content: Mapping_[str, Any]) -> Mapping | None:
    """What reading the text of a dossier would give, without places: several times faster. None for what that reader may refuse."""
    try:
        return _group(content, MAX_DEPTH)
    except _UnusualError:
        return None


def _group(content: Mapping_[str, Any], depth: int) -> Mapping:
    return Mapping(tuple([(_scalar(key), _node(value, depth - 1)) for key, value in content.items()]), 1, 1, 0, 0)


def _node(value: Any, depth: int) -> Node:
    if isinstance(value, str):
        return _scalar(value) if value else Scalar("", 1, 1, 0, 0, True)
    if value is None or isinstance(value, (bool, int)):
        return Scalar("null" if value is None else str(value).lower(), 1, 1, 0, 0, False)
    if depth < 1:
        raise _UnusualError
    if isinstance(value, dict):
        return _group(value, depth)
    if isinstance(value, list):
        return Sequence(tuple([_node(item, depth - 1) for item in value]), 1, 1, 0, 0)
    raise _UnusualError


def _scalar(text: str) -> Scalar:
    if not text or not text.isprintable():
        raise _UnusualError
    return Scalar(text, 1, 1, 0, 0, True)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
