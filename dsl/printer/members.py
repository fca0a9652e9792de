"""The line of a member of an object type."""

from __future__ import annotations

from dsl import syntax as s
from dsl.printer.expressions import SUM, expression
from dsl.printer.words import type_words, with_article


def member(node: s.Attribuut | s.Kenmerk | s.Rol) -> str:
    if isinstance(node, s.Rol):
        plural = f" (mv: {node.meervoud})" if node.meervoud else ""
        if node.maximum == 1 and node.meervoud is None:
            target = f"{'een' if node.verplicht else 'hoogstens een'} {node.doel}"
        else:
            target = f"ten hoogste {node.maximum} {node.doel}"
        inverse = f", omgekeerd: {node.omgekeerd}" if node.omgekeerd else ""
        return f"rol {node.naam}{plural} : {target}{inverse}"
    if isinstance(node, s.Kenmerk):
        words = f"kenmerk {node.vorm}"
    else:
        words = f"{with_article(node.lidwoord, node.naam)} : {type_words(node.type)}"
        if node.minimum is not None and node.maximum is not None:
            words += f" ligt tussen {expression(node.minimum, SUM)} en {expression(node.maximum, SUM)}"
        if node.raster:
            words += f", in {node.raster}"
        if node.met_rechtsstatus:
            words += ", met rechtsstatus"
        if node.per_kalenderjaar:
            words += ", per kalenderjaar"
    if node.mag_worden_opgegeven:
        words += ", mag worden opgegeven"
    if node.gevoelig:
        words += ", gevoelig"
    return words + (f", moeite {node.moeite}" if node.moeite is not None else "")
