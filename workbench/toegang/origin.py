"""Whether a request was meant for this application: the name by which it was called, and the page it came from."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from workbench.toegang.config import AccessConfig, Mode, is_loopback
from workbench.toegang.refusals import Refusal

_WRONG_HOST = Refusal(421, "host", "Deze toepassing is niet bereikbaar onder deze naam.")
_FOREIGN = Refusal(403, "herkomst", "Dit verzoek kwam van een andere website. Het is niet uitgevoerd.")


def check_host(config: AccessConfig, headers: Headers) -> Refusal | None:
    """A name that somebody else points at this machine (DNS rebinding) is refused, and so is a second Host line."""
    hosts = headers.getlist("host")
    if len(hosts) != 1:
        return _WRONG_HOST
    asked = _split(hosts[0])
    if asked is None:
        return _WRONG_HOST
    name, port = asked
    if config.mode is Mode.EENPERSOONS:
        return None if is_loopback(name) else _WRONG_HOST
    own = urlsplit(config.base_url)
    default = 443 if own.scheme == "https" else 80
    return None if name == own.hostname and (port or default) == (own.port or default) else _WRONG_HOST


def check_origin(config: AccessConfig, headers: Headers, *, changes: bool) -> Refusal | None:
    """A browser says from which website a request comes. Programs say nothing, and reading by following a link is for everybody."""
    own = f"{urlsplit(config.base_url).scheme}://{headers['host'].lower()}"
    for origin in headers.getlist("origin"):
        if origin.lower() != own:
            return _FOREIGN
    if changes and headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return _FOREIGN
    return None


def _split(host: str) -> tuple[str, int | None] | None:
    try:
        parts = urlsplit(f"//{host}")
        if parts.netloc != host or parts.username is not None or parts.password is not None or not parts.hostname:
            return None
        return parts.hostname, parts.port
    except ValueError:
        return None
