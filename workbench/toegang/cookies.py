"""Cookies of this application: for this host alone, out of reach of scripts, not sent along by forms of other websites."""

from __future__ import annotations

from starlette.datastructures import Headers

from workbench.toegang.config import AccessConfig


def cookie_name(config: AccessConfig, name: str = "toetssteen") -> str:
    """With https a name that a browser accepts from this host alone, for all paths."""
    return f"__Host-{name}" if config.secure else name


def read_cookie(headers: Headers, name: str) -> str | None:
    """The value of a cookie; None when it is not there, or more than once (then somebody else added one)."""
    pairs = (part.strip().partition("=") for line in headers.getlist("cookie") for part in line.split(";"))
    found = [value for key, _, value in pairs if key == name]
    return found[0] if len(found) == 1 else None


def set_cookie(config: AccessConfig, name: str, value: str, *, seconds: int | None = None) -> str:
    """A Set-Cookie line, until the browser closes or for some seconds (0: remove it now)."""
    line = f"{name}={value}; Path=/; HttpOnly; SameSite=Lax"
    return line + ("" if seconds is None else f"; Max-Age={seconds}") + ("; Secure" if config.secure else "")
