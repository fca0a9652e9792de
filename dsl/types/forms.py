"""From a written type to a type."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dsl.diagnostics import Findings, diagnose
from dsl.names.fold import folded
from dsl.program import DateType, EnumType, NumType, TextType, Type
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Attribuut, TypeVorm
from dsl.types.units import EURO, base_unit, unit_of

_GRIDS = {"centen": Fraction(1, 100), "hele euro's": Fraction(1)}
_EVERYDAY_TYPES = {
    "euro": "bedrag",
    "euro's": "bedrag",
    "geld": "bedrag",
    "procent": "percentage",
    "nummer": "geheel getal",
    "integer": "geheel getal",
    "cijfer": "getal",
    "decimaal": "getal",
    "dag": "datum",
    "jaar": "jaartal",
    "jaren": "aantal jaren",
    "maanden": "aantal maanden",
    "dagen": "aantal dagen",
    "woord": "tekst",
    "string": "tekst",
}
_TYPE_WORDS = ("bedrag", "percentage", "getal", "geheel getal", "aantal", "datum", "tekst", "jaartal")


def declared_type(
    form: TypeVorm, enums: Mapping[str, str], name: str, where: Span, findings: Findings, grid: str | None = None
) -> Type | None:
    """The type that a declaration writes. ``enums`` maps the folded name of every visible enumeration to its own name;
    ``grid`` is "centen" or "hele euro's" where declared. None when it means nothing; that is then reported."""
    per = ((base_unit(form.per), -1),) if form.per else ()
    match form.soort:
        case "bedrag":
            return NumType(unit_of((EURO, 1), *per), _GRIDS[grid] if grid else None, "bedrag")
        case "percentage":
            return NumType(
                (), Fraction(1, 100 * 10**form.decimalen) if form.decimalen is not None else None, "percentage"
            )
        case "getal":
            return NumType((), Fraction(1, 10**form.decimalen) if form.decimalen is not None else None, "getal")
        case "geheel getal":
            return NumType((), Fraction(1), "getal")
        case "jaartal":
            return NumType((), Fraction(1), "jaartal")
        case "aantal":
            if form.eenheid is None:
                findings.add(diagnose("TS307", where, name=name))
                return None
            fine = Fraction(1, 10**form.decimalen) if form.decimalen is not None else None
            return NumType(unit_of((base_unit(form.eenheid), 1), *per), fine, "aantal")
        case "datum":
            return DateType()
        case "tekst":
            return TextType()
    enum = enums.get(folded(form.soort))
    if enum is None:
        meant = _EVERYDAY_TYPES.get(form.soort.casefold())
        near = did_you_mean([meant] if meant else suggest(form.soort, (*_TYPE_WORDS, *enums.values())))
        findings.add(diagnose("TS130", _place(form.span, where), text=form.soort, remedy=near or None))
        return None
    return EnumType(enum)


def _place(span: Span, otherwise: Span) -> Span:
    return span if span.file else otherwise


def attribute_type(decl: Attribuut, enums: Mapping[str, str], findings: Findings) -> Type | None:
    """The type of an attribute, with its grid. Reports a grid or a rechtsstatus on what is no amount."""
    kind = declared_type(decl.type, enums, decl.naam, decl.span, findings, decl.raster)
    if kind is None:
        return None
    amount = isinstance(kind, NumType) and kind.show == "bedrag"
    if not amount and (decl.raster or decl.met_rechtsstatus):
        what = f"een bedrag (want er staat '{'in ' + decl.raster if decl.raster else 'met rechtsstatus'}')"
        findings.add(diagnose("TS303", decl.span, expected=what, found=f"'{decl.type.soort}'"))
    return kind
