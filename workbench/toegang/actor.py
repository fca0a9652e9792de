"""Who is at work: a pseudonymous id, a name to show, and roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What somebody does here, in the words that users see."""

    BELEID = "beleid"
    BEHANDELAAR = "behandelaar"
    CONTROLEUR = "controleur"
    BEHEER = "beheer"


ALL_ROLES = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who signed in. ``id`` is the pseudonymous subject of the identity provider, never a BSN: the register keeps it.
    ``name`` is for the page alone."""

    id: str
    name: str
    roles: frozenset[Role]

    def has(self, *roles: Role) -> bool:
        """Whether the actor has one of these roles."""
        return any(role in self.roles for role in roles)


SINGLE_USER_ID = "eenpersoons"


def single_user(name: str) -> Actor:
    """The one user of the embedded default: all roles, on this machine alone."""
    return Actor(SINGLE_USER_ID, name, ALL_ROLES)
