"""Literals of declarations: values of parameters, ends of ranges, keys of tables. They take the unit of their type."""

from __future__ import annotations

from collections.abc import Mapping

from dsl.diagnostics import Findings, diagnose
from dsl.names.fold import folded
from dsl.program import DateType, EnumType, Literal_, NumType, TextType, Type
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Datum, Expr, Geld, Getal, Pad, Procent, Tekst
from dsl.types.units import EURO, base_unit, unit_of
from dsl.types.words import example_words, type_words


def literal_type(expr: Expr) -> Type | None:
    """The type that a literal has by itself; None for what is no literal (or an enumeration value)."""
    if isinstance(expr, Getal):
        if expr.eenheid is None:
            return NumType()
        return NumType(unit_of((base_unit(expr.eenheid), 1), *_per(expr)), None, "aantal")
    if isinstance(expr, Geld):
        return NumType(unit_of((EURO, 1), *_per(expr)), None, "bedrag")
    if isinstance(expr, Procent):
        return NumType((), None, "percentage")
    if isinstance(expr, Datum):
        return DateType()
    if isinstance(expr, Tekst):
        return TextType()
    return None


def _per(expr: Getal | Geld) -> tuple[tuple[str, int], ...]:
    return ((base_unit(expr.per), -1),) if expr.per else ()


def declared_value(
    expr: Expr, kind: Type, enum_values: Mapping[str, Mapping[str, str]], findings: Findings
) -> Literal_ | None:
    """The value of a literal in a declaration of type ``kind``: an amount without period takes the declared one, a bare
    number the declared unit. ``enum_values``: per enumeration its values by folded name. None when reported."""
    if isinstance(kind, EnumType) and isinstance(expr, Pad) and len(expr.stappen) == 1:
        values = enum_values.get(kind.name, {})
        found = values.get(folded(expr.stappen[0].naam))
        if found is None:
            allowed = ", ".join(values.values())
            near = did_you_mean(suggest(expr.stappen[0].naam, values.values())) or None
            findings.add(
                diagnose("TS211", expr.span, remedy=near, value=expr.stappen[0].naam, domain=kind.name, allowed=allowed)
            )
        return found
    own = literal_type(expr)
    if own is not None and isinstance(expr, Getal | Geld | Procent | Datum | Tekst) and _fits(expr, own, kind):
        return expr.waarde
    found_words = type_words(own) if own is not None else "geen vaste waarde"
    remedy = f"Schrijf {example_words(kind)}."
    if isinstance(kind, EnumType) and isinstance(expr, Tekst) and folded(expr.waarde) in enum_values.get(kind.name, {}):
        remedy = f"Schrijf {expr.waarde} zonder aanhalingstekens: het is een waarde van de opsomming."
    findings.add(diagnose("TS303", expr.span, remedy=remedy, expected=type_words(kind), found=found_words))
    return None


def _fits(expr: Expr, own: Type, kind: Type) -> bool:
    if not isinstance(own, NumType) or not isinstance(kind, NumType):
        return own == kind
    if isinstance(expr, Geld):
        return own.unit == kind.unit or (expr.per is None and (EURO, 1) in kind.unit)
    if isinstance(expr, Getal):
        bare = expr.eenheid is None and (EURO, 1) not in kind.unit and kind.show != "percentage"
        return bare or (own.unit == kind.unit and expr.eenheid is not None)
    return kind.unit == () and kind.show != "jaartal"
