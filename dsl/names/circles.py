"""Circles in a directed graph, each shown once, without recursion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", str, int, tuple[str, str])


def circles(graph: Mapping[Node, Sequence[Node]]) -> list[list[Node]]:
    """One circle for every back edge of a depth first walk in sorted order, each from its smallest node on.

    Empty exactly when the graph has no circle. Deterministic: the order of the mapping and of the edges does not count.
    """
    found: list[list[Node]] = []
    done: set[Node] = set()
    for start in sorted(graph):
        if start in done:
            continue
        path: list[Node] = [start]
        on_path = {start}
        edges = [iter(sorted(set(graph[start])))]
        while path:
            target = next(edges[-1], None)
            if target is None:
                edges.pop()
                last = path.pop()
                on_path.discard(last)
                done.add(last)
            elif target in on_path:
                circle = path[path.index(target) :]
                smallest = circle.index(min(circle))
                circle = circle[smallest:] + circle[:smallest]
                if circle not in found:
                    found.append(circle)
            elif target not in done and target in graph:
                path.append(target)
                on_path.add(target)
                edges.append(iter(sorted(set(graph[target]))))
    return found
