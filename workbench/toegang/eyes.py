"""Who may not do something because of what they did before: decide on a bezwaar against their own besluit, approve their own text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from workbench.toegang.actor import SINGLE_USER_ID, Actor


def may_not_handle_objection(handler: str, decided_by: Iterable[str]) -> str | None:
    """Why somebody may not handle a bezwaar, None when they may. ``decided_by``: who took the besluit and its parts, by id and, where it
    is known, by name: a handler is written by hand, and small letters, spaces or signs that do not show make nobody another.

    Awb article 10:3 lid 3: mandate to decide on a bezwaar is not given to who took the besluit under mandate."""
    if _folded(handler) in {_folded(one) for one in decided_by}:
        return "U nam het besluit zelf. Een bezwaar behandelt een ander (Awb artikel 10:3 lid 3)."
    return None


def may_not_approve(approver: Actor, authors: Iterable[str]) -> str | None:
    """Why somebody may not approve a text, None when they may. ``authors``: everybody who wrote a part of it, by id. Who is alone on
    this machine is author and approver at once: then nobody is the second pair of eyes."""
    if approver.id == SINGLE_USER_ID:
        return "Goedkeuren vraagt een tweede persoon. In de stand 'eenpersoons' is die er niet."
    if approver.id in frozenset(authors):
        return "U schreef hieraan mee. Een ander keurt de versie goed."
    return None


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign) != "Cf")
