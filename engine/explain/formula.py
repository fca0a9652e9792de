"""A computation with its numbers filled in: ``10% × € 26.000,00 per jaar × 1/12``."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.notation import format_number
from dsl.program import Bound, Const, Convert, Derived, Input, Named, Power, Product, Quotient, Round, Sum, TableHit
from engine.explain.node_words import Key
from engine.explain.phrasing import rounding_text
from engine.explain.words import Words
from engine.values import Fault

_LOOSE = Sum | Bound | Round
"""What needs brackets inside a product or quotient."""


def filled_in(words: Words, key: Key) -> str:
    """The computation of a step with the values of what it reads; a step that computes nothing is its own value."""
    node = words.node(key)
    if isinstance(node, Sum):
        out = ""
        for sign, term in zip(node.signs, node.terms, strict=True):
            text = filled_in(words, words.at(term, key))
            out += (" + " if sign > 0 else " − ") + text if out else text if sign > 0 else f"−{text}"
        return out
    if isinstance(node, Product):
        return " × ".join(_tight(words, words.at(factor, key)) for factor in node.factors)
    if isinstance(node, Quotient):
        return " / ".join(_tight(words, words.at(part, key)) for part in (node.num, node.den))
    if isinstance(node, Power):
        return f"{_tight(words, words.at(node.base, key))} tot de macht {node.exponent}"
    if isinstance(node, Convert):
        inner = filled_in(words, words.at(node.of, key))
        return inner if node.factor == 1 else f"{_tight(words, words.at(node.of, key))} × {format_number(node.factor)}"
    if isinstance(node, Round):
        return f"{filled_in(words, words.at(node.of, key))}, {rounding_text(node)}"
    if isinstance(node, Bound):
        ends = []
        if node.low is not None:
            ends.append(f"ten minste {filled_in(words, words.at(node.low, key))}")
        if node.high is not None:
            ends.append(f"ten hoogste {filled_in(words, words.at(node.high, key))}")
        return f"{filled_in(words, words.at(node.of, key))}, {' en '.join(ends)}"
    if isinstance(node, Named):
        return filled_in(words, words.at(node.of, key))
    # The cause of a fout stands with the outcome; here it would hide the formula.
    return "fout" if isinstance(words.reading.value(key), Fault) else words.value(key)


def _tight(words: Words, key: Key) -> str:
    node = words.node(key)
    while isinstance(node, Named):
        key = words.at(node.of, key)
        node = words.node(key)
    text = filled_in(words, key)
    return f"({text})" if isinstance(node, _LOOSE) else text


def roundings(words: Words, key: Key) -> Iterator[str]:
    """What was rounded under a step, from what to what."""
    node = words.node(key)
    if isinstance(node, Round):
        of = words.at(node.of, key)
        yield f"{words.value(of)} is {rounding_text(node)}: {words.value(key)}"
    if not isinstance(node, Input | Derived | Const | TableHit):
        for operand in node.operands():
            yield from roundings(words, words.at(operand, key))
