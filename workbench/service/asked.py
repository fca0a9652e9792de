"""A question about a dossier, and the case that it comes to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import DecisionInfo
from dsl.severity import Severity
from dsl.source import NOWHERE
from engine.case import Case, Moment
from engine.dossier import Dossier
from engine.dossier.loader import LoadedCase
from workbench.service.law import Law
from workbench.service.pointers import pointer, tree
from workbench.service.problems import RefusedError, Wrong, wrong_at

Content = Mapping[str, Any]
"""A dossier as it was sent: groups, lists and texts. Numbers are whole, or Dutch text (``19,50``): never a binary float."""

_AT = "dossier"


@dataclass(frozen=True, slots=True)
class Asked:
    """``besluit``: its name, that in an address, or the only one of a regeling. The dates go before those of the dossier.
    ``bekend_op``, ``bekend_bij``: reckon with what was known on that day to that organisation (None: with everything; and the
    executor of the regeling, where the dossier tells who knew)."""

    besluit: str
    dossier: Content
    rekendatum: date | None = None
    verzonden_op: date | None = None
    bekend_op: date | None = None
    bekend_bij: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What was asked, found and read. ``warnings``: what is odd about the dossier and stands in the way of nothing."""

    info: DecisionInfo
    case: Case
    moment: Moment
    dossier: Dossier
    warnings: tuple[Wrong, ...]


def open_asked(law: Law, asked: Asked) -> Opened:
    """The case of a question. Raises RefusedError with everything that is wrong with the dossier."""
    info = law.besluit(asked.besluit)
    text = text_of(asked.dossier)
    loaded, found = law.loader.load(info.name, text, _AT)
    wrongs = located(found, text)
    if loaded is None:
        raise RefusedError(wrongs)
    view = _as_known(info, loaded, asked)
    moment = view.moment(asked.rekendatum, asked.verzonden_op)
    if moment is None:
        remedy = "Geef 'rekendatum', als veld of in het dossier."
        raise RefusedError([*wrongs, wrong_at(diagnose("TS808", NOWHERE, remedy=remedy), "/rekendatum")])
    assert view.dossier is not None
    return Opened(info, view.case, moment, view.dossier, tuple(wrongs))


def open_dossier(law: Law, content: Content) -> tuple[Dossier, tuple[Wrong, ...]]:
    """A dossier for no besluit in particular. Raises RefusedError with everything that is wrong with it."""
    text = text_of(content)
    dossier, found = law.loader.open(text, _AT)
    wrongs = located(found, text)
    if dossier is None:
        raise RefusedError(wrongs)
    return dossier, tuple(wrongs)


def _as_known(info: DecisionInfo, loaded: LoadedCase, asked: Asked) -> LoadedCase:
    assert loaded.dossier is not None
    tells = asked.bekend_op is not None or loaded.dossier.tells_who_knew
    by = asked.bekend_bij or (info.executor if tells else None)
    view = loaded.as_known(asked.bekend_op, by)
    if view is None:
        gone = diagnose("TS524", NOWHERE, besluit=info.name, name=info.over, count=0)
        raise RefusedError([wrong_at(gone, "/dossier")])
    return view


def text_of(content: Content) -> str:
    """The text that the reader of dossiers reads, and that its places are places in."""
    return json.dumps(content, ensure_ascii=False, separators=(", ", ": "))


def located(found: list[Diagnostic], text: str) -> list[Wrong]:
    """Findings with the place in what was sent, errors first."""
    if not found:
        return []
    root = tree(text)
    ordered = sorted(found, key=lambda one: one.severity is not Severity.FOUT)
    return [wrong_at(one, "/dossier" + (pointer(root, one.span.start) if one.span.file else "")) for one in ordered]
