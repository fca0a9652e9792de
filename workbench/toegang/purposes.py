"""For what a role may use facts about a person, in the words of a Grondslag."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.toegang.actor import Actor, Role

PURPOSES: Mapping[Role, frozenset[str]] = {
    Role.BEHANDELAAR: frozenset({"uitvoeren", "ondersteunen"}),
    Role.CONTROLEUR: frozenset({"toezicht"}),
    Role.BELEID: frozenset({"onderzoek"}),
    Role.BEHEER: frozenset(),
}
"""Beheer keeps the register running and reads no facts in it."""


def purposes_of(actor: Actor) -> frozenset[str]:
    return frozenset[str]().union(*(PURPOSES[role] for role in actor.roles))
