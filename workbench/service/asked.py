"""A question about a dossier, and the case that it comes to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from dsl.diagnostics import Diagnostic, diagnose
from dsl.notation import format_date
from dsl.program import DecisionInfo
from dsl.severity import Severity
from dsl.source import NOWHERE
from engine.case import Case, Moment
from engine.dossier import Dossier
from engine.dossier.loader import LoadedCase
from engine.register.canonical import canonical_json
from engine.safe_yaml import Mapping as Group
from workbench.service.law import Law
from workbench.service.pointers import nodes, pointer, tree
from workbench.service.problems import RefusedError, Wrong, wrong_at

T = TypeVar("T")

Content = Mapping[str, Any]
"""A dossier as it was sent: groups, lists and texts. Numbers are whole, or Dutch text (``19,50``): never a binary float."""

_AT = "dossier"


@dataclass(frozen=True, slots=True)
class Asked:
    """``besluit``: its name, that in an address, or the only one of a regeling. The dates go before those of the dossier.
    ``bekend_op``, ``bekend_bij``: reckon with what was known on that day to that organisation (None: with everything; and the
    executor of the regeling, where the dossier tells who knew). ``subject`` and ``version``: of a stored dossier, where it is."""

    besluit: str
    dossier: Content
    rekendatum: date | None = None
    verzonden_op: date | None = None
    bekend_op: date | None = None
    bekend_bij: str | None = None
    subject: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What was asked, found and read. ``warnings``: what is odd about the dossier and stands in the way of nothing."""

    info: DecisionInfo
    case: Case
    moment: Moment
    dossier: Dossier
    warnings: tuple[Wrong, ...]


Period = tuple[date, date]
"""The first and the last day (both belong to it)."""

MOST_DAYS = 366 * 20
"""A longer period than this is a mistake in a date."""


def open_asked(law: Law, asked: Asked, first: date | None = None) -> Opened:
    """The case of a question; ``first``: the day to decide on where no other is given. Raises RefusedError with everything that is
    wrong with the dossier."""
    info = law.besluit(asked.besluit)
    loaded, warnings = loaded_case(law, info, asked.dossier)
    view = _as_known(info, loaded, asked)
    moment = view.moment(asked.rekendatum or first, asked.verzonden_op)
    if moment is None:
        remedy = "Geef 'rekendatum', als veld of in het dossier."
        raise RefusedError([wrong_at(diagnose("TS808", NOWHERE, remedy=remedy), "/rekendatum")])
    assert view.dossier is not None
    return Opened(info, view.case, moment, view.dossier, warnings)


def loaded_case(law: Law, info: DecisionInfo, content: Content) -> tuple[LoadedCase, tuple[Wrong, ...]]:
    """A dossier for a besluit, with what is odd about it. Raises RefusedError with everything that is wrong with it."""
    loaded, wrongs = _read(partial(law.loader.load, info.name), content, "/dossier")
    if loaded is None:
        raise RefusedError(wrongs)
    return loaded, wrongs


def open_dossier(law: Law, content: Content, within: str = "/dossier") -> tuple[Dossier, tuple[Wrong, ...]]:
    """A dossier for no besluit in particular. Raises RefusedError with everything that is wrong with it."""
    dossier, wrongs = _read(law.loader.open, content, within)
    if dossier is None:
        raise RefusedError(wrongs)
    return dossier, wrongs


def _read(
    reader: Callable[[str | Group, str], tuple[T | None, list[Diagnostic]]], content: Content, within: str
) -> tuple[T | None, tuple[Wrong, ...]]:
    """What a reader makes of a dossier. Only when it has something to say, it reads a text: that has places."""
    read = nodes(json.loads(canonical_json(content)))
    if read is not None:
        made, found = reader(read, _AT)
        if made is not None and not found:
            return made, ()
    text = text_of(content)
    made, found = reader(text, _AT)
    return made, tuple(located(found, text, within))


def checked_period(period: Period) -> list[Wrong]:
    """What is wrong with a period."""
    start, end = period
    if start <= end and (end - start).days <= MOST_DAYS:
        return []
    first, last = format_date(start), format_date(end)
    return [wrong_at(diagnose("TS821", NOWHERE, first=first, last=last, years=MOST_DAYS // 366), "/tot")]


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
    """The text that the reader of dossiers reads, and that its places are places in: in the one form that the register keeps, so that
    making a decision again reads the same. Raises NotStorable for what has no such form."""
    return canonical_json(content).decode()


def located(found: list[Diagnostic], text: str, within: str = "/dossier") -> list[Wrong]:
    """Findings with the place in what was sent (``within``: where the text stood in it), errors first."""
    if not found:
        return []
    root = tree(text)
    ordered = sorted(found, key=lambda one: one.severity is not Severity.FOUT)
    return [wrong_at(one, within + (pointer(root, one.span.start) if one.span.file else "")) for one in ordered]
