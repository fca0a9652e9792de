"""Lines of a printed file. A line that belongs to a line item of the tree (a definition head, a member, a head line with a
place of its own, a sentence, a bullet, a row) names that node: comments are anchored to those, counted in print order."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsl import syntax as s
from dsl.printer.expressions import (
    OPEN,
    POWER,
    PRODUCT,
    SUM,
    condition,
    expression,
    has_bullets,
    step_chain,
    step_words,
)
from dsl.source import Span

WIDTH = 120
INDENT = 4
BULLET_INDENT = 8


@dataclass(frozen=True, slots=True)
class Line:
    """``item`` is the span of the node that this line begins, or None for a continuation or an empty line."""

    indent: int
    text: str
    item: Span | None = None


@dataclass(slots=True)
class Lines:
    """Collects lines; ``add`` begins a line item, ``more`` continues it."""

    lines: list[Line] = field(default_factory=list)

    def add(self, span: Span, text: str, indent: int = INDENT) -> None:
        self.lines.append(Line(indent, text, span))

    def more(self, text: str, indent: int = INDENT) -> None:
        self.lines.append(Line(indent, text))

    def blank(self) -> None:
        self.lines.append(Line(0, ""))


def fits(text: str, indent: int) -> bool:
    return len(text) + indent <= WIDTH


def put_value(out: Lines, value: s.Expr, indent: int) -> None:
    """An expression on continuation lines of its own: whole when it fits, else one step or term a line."""
    text = expression(value)
    if has_bullets(value) and isinstance(value, s.Aggregatie) and isinstance(value.deel, s.Kwantor):
        head = expression(s.Aggregatie(value.soort, value.pad, None, value.noem))
        out.more(f"{head} waarvoor geldt dat {quantor_words(value.deel)}", indent)
        put_bullets(out, value.deel, 1, indent)
        return
    if fits(text, indent):
        out.more(text, indent)
        return
    base, *steps = step_chain(value)
    tail = [step_words(part) for part in steps]
    head_lines = _base_lines(base, bracketed=bool(steps))
    for index, line in enumerate(head_lines):
        comma = "," if tail and index == len(head_lines) - 1 else ""
        out.more(line + comma, indent)
    for index, line in enumerate(tail):
        out.more(line + ("," if index < len(tail) - 1 else ""), indent)


def _base_lines(base: s.Expr, bracketed: bool) -> list[str]:
    """The base of a chain of steps, one term or factor a line."""
    if isinstance(base, s.Som):
        parts = [("plus" if sign == 1 else "min", expression(term, PRODUCT)) for sign, term in base.termen]
    elif isinstance(base, s.Product):
        parts = [
            ("gedeeld door" if divides else "maal", expression(factor, POWER)) for divides, factor in base.factoren
        ]
    else:
        return [expression(base, SUM if bracketed else OPEN)]
    return [text if index == 0 else f"{word} {text}" for index, (word, text) in enumerate(parts)]


def quantor_words(node: s.Kwantor) -> str:
    if node.soort == "alle":
        return "aan alle volgende voorwaarden is voldaan:"
    if node.soort == "geen":
        return "aan geen van de volgende voorwaarden is voldaan:"
    return f"aan ten minste {'een' if node.minimum == 1 else node.minimum} van de volgende voorwaarden is voldaan:"


def condition_head(node: s.Voorwaarde, last: bool) -> tuple[str, s.Kwantor | None]:
    """The first line of a condition, and the list that follows it, if any."""
    if isinstance(node, s.Kwantor):
        return quantor_words(node), node
    if isinstance(node, s.Bestaat) and isinstance(node.deel, s.Kwantor):
        bare = s.Bestaat(node.pad, node.minimum, node.positief, None, node.verschillend, node.noem)
        return f"{condition(bare, last)} waarvoor geldt dat {quantor_words(node.deel)}", node.deel
    if isinstance(node, s.VoorAlle) and isinstance(node.deel, s.Kwantor):
        called = f" (noem: {node.noem})" if node.noem else ""
        return f"voor alle {expression(node.pad)}{called} geldt dat {quantor_words(node.deel)}", node.deel
    return condition(node, last), None


def put_condition(out: Lines, node: s.Voorwaarde, opening: str, indent: int = INDENT) -> None:
    """``indien`` and the condition, with its bullets below."""
    head, bullets = condition_head(node, last=True)
    out.add(node.span, f"{opening} {head}", indent)
    if bullets is not None:
        put_bullets(out, bullets, 1, indent)


def put_bullets(out: Lines, node: s.Kwantor, depth: int, indent: int) -> None:
    for part in node.delen:
        head, inner = condition_head(part, last=False)
        out.add(part.span, f"{'•' * depth} {head}", indent + 4 * depth)
        if inner is not None:
            put_bullets(out, inner, depth + 1, indent)
