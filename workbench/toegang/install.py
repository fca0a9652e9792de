"""Puts the gate around an application, with the way to sign in that the settings ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from workbench.toegang.actor import Actor, single_user
from workbench.toegang.config import AccessConfig, AccessError, Mode
from workbench.toegang.gate import Gate
from workbench.toegang.identify import SignedIn, SingleUser
from workbench.toegang.login import login_router
from workbench.toegang.provider import Provider
from workbench.toegang.sessions import Sessions
from workbench.toegang.table import TABLE, Row

if TYPE_CHECKING:
    from engine.register.sessions import Sessions as Kept


class NotSignedIn(HTTPException):
    """An endpoint that is open asked who somebody is, and nobody is signed in."""

    def __init__(self) -> None:
        super().__init__(401, "Log eerst in.", {"WWW-Authenticate": "Bearer"})


def install(app: FastAPI, config: AccessConfig, table: tuple[Row, ...] = TABLE, *, kept: Kept | None = None) -> None:
    """Everything that comes in passes the gate from now on. Call it after all other middleware is added. ``kept``: where it is kept
    who is signed in; without a provider nobody signs in, and nothing is kept."""
    if config.oidc is None or config.mode is Mode.EENPERSOONS:
        app.add_middleware(
            Gate, config=config, identifier=SingleUser(config, single_user(config.single_name)), table=table
        )
        return
    if kept is None:
        raise AccessError("De stand 'oidc' heeft een register nodig: daarin staat wie er is ingelogd.")
    provider, sessions = Provider(config.oidc), Sessions(kept, config.limits)
    config = replace(config, key=kept.secret("formulieren"))
    # in front: what is mounted at / takes every path that comes after it
    app.router.routes[:0] = login_router(config, provider, sessions, kept).routes
    app.add_middleware(Gate, config=config, identifier=SignedIn(config, provider, sessions), table=table)


def actor(connection: HTTPConnection) -> Actor:
    """FastAPI dependency: who asks. The gate has already held them to the table.

    :raises NotSignedIn: nobody is signed in, which is possible on open pages alone."""
    found = getattr(connection.state, "actor", None)
    if not isinstance(found, Actor):
        raise NotSignedIn
    return found


def actor_or_none(connection: HTTPConnection) -> Actor | None:
    """FastAPI dependency for open pages: who asks, None when nobody is signed in."""
    found = getattr(connection.state, "actor", None)
    return found if isinstance(found, Actor) else None


def is_signed_in(connection: HTTPConnection) -> bool:
    """Whether somebody signed in with this browser, and so can sign out in it."""
    return bool(getattr(connection.state, "signed_in", False))


def csrf_token(connection: HTTPConnection) -> str:
    """What a form puts in its hidden field ``_csrf`` and a script in the header ``X-CSRF-Token``; empty when no cookie is in play."""
    make = getattr(connection.state, "csrf", None)
    return str(make()) if make is not None else ""
