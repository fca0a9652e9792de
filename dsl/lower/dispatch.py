"""Which function lowers which form of the language. The modules of this package register theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from dsl.lower.context import Context
from dsl.program import Type
from dsl.syntax import Expr, Voorwaarde

_EXPRESSIONS: dict[type, Callable[[Context, Any, Type | None], int | None]] = {}
_CONDITIONS: dict[type, Callable[[Context, Any], int | None]] = {}

_E = TypeVar("_E", bound=Callable[[Context, Any, Type | None], int | None])
_C = TypeVar("_C", bound=Callable[[Context, Any], int | None])


def expression(*kinds: type) -> Callable[[_E], _E]:
    def register(function: _E) -> _E:
        _EXPRESSIONS.update(dict.fromkeys(kinds, function))
        return function

    return register


def condition(*kinds: type) -> Callable[[_C], _C]:
    def register(function: _C) -> _C:
        _CONDITIONS.update(dict.fromkeys(kinds, function))
        return function

    return register


def lower_expr(ctx: Context, expr: Expr, expected: Type | None = None) -> int | None:
    """The node of an expression; None when something in it was reported.

    ``expected`` is what the place asks for. It tells apart enumeration values and gives questions their type; whether the
    result has that type is for the caller to check (:mod:`dsl.lower.fit`).
    """
    if not ctx.enter(expr.span):
        return None
    node = _EXPRESSIONS[type(expr)](ctx, expr, expected)
    ctx.leave()
    return node


def lower_condition(ctx: Context, written: Voorwaarde) -> int | None:
    """The node of a condition, of type ja/nee; None when something in it was reported."""
    if not ctx.enter(written.span):
        return None
    node = _CONDITIONS[type(written)](ctx, written)
    ctx.leave()
    return node
