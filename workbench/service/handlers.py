"""Who handles cases here: those that the settings name, and else those that did something in a case before, by what the register knows.

The register knows ids alone. A name is what the settings say, or that of who asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.register import Entry, Register
from engine.register.assignments import ASSIGNED
from engine.register.replay import DECISION
from workbench.toegang.actor import Actor

_ACTS = (DECISION, "afweging", "bezwaar", ASSIGNED)
_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Handler:
    """``id`` is what the register writes down; ``name`` is for people, and the id where there is none."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Staff:
    """``handlers`` by name; ``complete``: there are no others, for the settings name them all."""

    handlers: tuple[Handler, ...]
    complete: bool

    def named(self, id: str) -> Handler:
        """Who has this id, also when they no longer work here."""
        return next((one for one in self.handlers if one.id == id), Handler(id, id))


def staff(register: Register, named: Mapping[str, str], who: Actor) -> Staff:
    """Who there is to choose from. ``named``: names by id, from the settings."""
    if named:
        names = dict(named)
    else:
        acted = register.entries(_ACTS, limit=_LOOKED_AT, newest_first=True, payload=False)
        names = {one.by: one.by for one in acted} | {who.id: who.name or who.id}
    found = sorted((Handler(id, name) for id, name in names.items()), key=lambda one: (one.name.casefold(), one.id))
    return Staff(tuple(found), bool(named))


def who_took(decision: Entry, others: list[Entry]) -> tuple[str, ...]:
    """The ids of who took a besluit: of every entry of it about the same dossier, for it may have been taken in parts."""
    name = _name(decision)
    return tuple(dict.fromkeys(one.by for one in (decision, *others) if one.kind == DECISION and _name(one) == name))


def _name(decision: Entry) -> object:
    said = decision.payload.get("besluit") if isinstance(decision.payload, Mapping) else None
    return said.get("besluit") if isinstance(said, Mapping) else None
