"""What access control is told by the settings. Secrets come from the environment, through the settings, never from a file here."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit

from workbench.toegang.actor import Role


class Mode(Enum):
    """Who may come in: the one user of this machine, or who an identity provider vouches for."""

    EENPERSOONS = "eenpersoons"
    OIDC = "oidc"


class AccessError(Exception):
    """The settings contradict each other; the message is Dutch and names no secret."""


@dataclass(frozen=True, slots=True)
class Oidc:
    """An identity provider. ``audience`` is what an access token for the API must be meant for. ``roles_claim`` names the claim
    with roles (dots go down into objects), ``roles`` what its values mean here. ``algorithms`` are the only signatures that count:
    asymmetric ones. Times are in seconds."""

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    audience: str
    roles_claim: str = "roles"
    name_claim: str = "name"
    roles: tuple[tuple[str, Role], ...] = tuple((role.value, role) for role in Role)
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256", "EdDSA")
    skew: int = 60
    keys_for: int = 600
    timeout: float = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests a second with a burst, per client or actor; None: no limit. Sessions end after ``idle`` seconds without a
    request and in any case after ``absolute`` seconds; every ``roles`` seconds the provider says again which roles somebody has."""

    login_rate: float = 2.0
    login_burst: int = 100
    api_rate: float | None = None
    api_burst: int = 200
    idle: int = 30 * 60
    absolute: int = 10 * 60 * 60
    roles: int = 30 * 60
    form_bytes: int = 4_000_000


@dataclass(frozen=True, slots=True)
class AccessConfig:
    """``base_url`` is how a browser reaches the application (scheme, host, port); ``key`` at least 32 secret bytes, of which the
    tokens in forms are made."""

    base_url: str
    key: bytes = field(repr=False)
    mode: Mode = Mode.EENPERSOONS
    single_name: str = "Gebruiker van deze computer"
    oidc: Oidc | None = None
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise AccessError("Het adres van de toepassing moet beginnen met http:// of https:// en geen pad hebben.")
        if len(self.key) < 32:
            raise AccessError("De sleutel voor formulieren is te kort: er zijn ten minste 32 bytes nodig.")
        if self.mode is Mode.EENPERSOONS and not is_loopback(parts.hostname):
            raise AccessError(
                "De stand 'eenpersoons' mag alleen op deze computer zelf luisteren (127.0.0.1). "
                "Kies de stand 'oidc' als anderen erbij moeten."
            )
        if self.mode is Mode.OIDC and self.oidc is None:
            raise AccessError(
                "De stand 'oidc' heeft een inlogdienst nodig: geef het adres, de client en het doel (audience)."
            )
        if self.mode is Mode.OIDC and parts.scheme == "http" and not is_loopback(parts.hostname):
            raise AccessError("De stand 'oidc' heeft https nodig, behalve op deze computer zelf.")
        if self.oidc is not None:
            _check_provider(self.oidc)

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def origin(self) -> str:
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"


def _check_provider(oidc: Oidc) -> None:
    parts = urlsplit(oidc.issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise AccessError("De inlogdienst moet met https bereikbaar zijn, behalve op deze computer zelf.")
    if oidc.audience == oidc.client_id:
        raise AccessError(
            "Het doel (audience) van de API moet een ander zijn dan de client: anders opent een ID-token de API."
        )
    if not oidc.algorithms or any(name == "none" or name.startswith("HS") for name in oidc.algorithms):
        raise AccessError("Alleen handtekeningen met een openbare sleutel tellen: geen 'none' en geen 'HS...'.")


def is_loopback(host: str) -> bool:
    """Whether only this machine itself is reached there. A name other than localhost is not: it may point anywhere."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_to_bind(mode: Mode, host: str) -> None:
    """The single user has all roles, so nobody else may reach the port.

    :raises AccessError: the mode is eenpersoons and the address is not of this machine alone."""
    if mode is Mode.EENPERSOONS and not is_loopback(host):
        raise AccessError(
            f"De stand 'eenpersoons' luistert alleen op deze computer zelf, niet op {host!r}. "
            "Gebruik 127.0.0.1, of kies de stand 'oidc'."
        )
