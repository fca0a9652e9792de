"""What a signed token says, and only when it is real: signed with a key of the provider in an algorithm of our choice, by the issuer
we know, for us, now."""

from __future__ import annotations

import base64
import binascii
import json
import re
import time
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from engine.register.bsn import is_bsn
from workbench.toegang.actor import Actor, Role
from workbench.toegang.config import Oidc
from workbench.toegang.provider import Provider

_LONGEST = 16_000
_ID = re.compile(r"[A-Za-z0-9._:@|~+=/-]{1,200}")


class TokenError(Exception):
    """The token does not count. The message is a fixed text for the log, without anything of the token."""


async def claims_of(provider: Provider, token: str, audience: str) -> Mapping[str, Any]:
    """The claims of a token that is real, of the issuer, for the audience, and in force now (with the allowed skew).

    :raises TokenError: it is not. :raises ProviderError: the keys are not to be had."""
    oidc = provider.oidc
    header = _header(token)
    if header.get("alg") not in oidc.algorithms:
        raise TokenError("algoritme")
    kid = header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise TokenError("sleutel")
    keys = await provider.keys(kid)
    registry = jwt.JWTClaimsRegistry(
        leeway=oidc.skew,
        iss={"essential": True, "value": oidc.issuer},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        exp={"essential": True},
    )
    try:
        read = jwt.decode(
            token, keys, algorithms=list(oidc.algorithms), registry=JWSRegistry(algorithms=list(oidc.algorithms))
        )
        registry.validate(read.claims)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise TokenError(type(wrong).__name__) from None
    return read.claims


async def access_claims(provider: Provider, token: str) -> Mapping[str, Any]:
    """The claims of an access token for the API. An ID token is none: it says who signed in to a client, and opens nothing."""
    kind = _header(token).get("typ", "JWT")
    if not isinstance(kind, str) or kind.lower().removeprefix("application/") not in ("jwt", "at+jwt"):
        raise TokenError("soort")
    claims = await claims_of(provider, token, provider.oidc.audience)
    if "nonce" in claims or claims.get("token_use") == "id":
        raise TokenError("soort")
    return claims


async def id_claims(provider: Provider, token: str, nonce: str, max_age: int) -> Mapping[str, Any]:
    """The claims of an ID token (OpenID Connect Core 3.1.3.7) that answers the sign-in with this nonce. A provider that tells when
    somebody signed in there, must tell of no longer than ``max_age`` seconds ago."""
    client = provider.oidc.client_id
    claims = await claims_of(provider, token, client)
    if claims.get("nonce") != nonce:
        raise TokenError("nonce")
    audiences = claims["aud"]
    several = isinstance(audiences, list) and len(audiences) > 1
    if claims.get("azp", None if several else client) != client:
        raise TokenError("azp")
    signed_in = claims.get("auth_time", time.time())
    if not isinstance(signed_in, int | float) or time.time() - signed_in > max_age + provider.oidc.skew:
        raise TokenError("auth_time")
    return claims


def actor_of(oidc: Oidc, claims: Mapping[str, Any]) -> Actor:
    """Who the claims are about. A role that is not in the settings is no role here.

    :raises TokenError: the subject is a BSN or of a form that does not belong in the register."""
    subject = claims["sub"]
    if not isinstance(subject, str) or _ID.fullmatch(subject) is None or is_bsn(subject):
        raise TokenError("onderwerp")
    name = claims.get(oidc.name_claim)
    shown = "".join(letter for letter in name if letter.isprintable())[:100] if isinstance(name, str) else ""
    return Actor(subject, shown or "Onbekende naam", _roles(oidc, claims))


def _roles(oidc: Oidc, claims: Mapping[str, Any]) -> frozenset[Role]:
    found: object = claims
    for part in oidc.roles_claim.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    given = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return frozenset(role for name, role in oidc.roles if name in given)


def _header(token: str) -> Mapping[str, Any]:
    """The header, before anything is trusted: only to choose a key and to refuse early."""
    parts = token.split(".")
    if len(token) > _LONGEST or len(parts) != 3 or not token.isascii():
        raise TokenError("vorm")
    try:
        header = json.loads(base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raise TokenError("vorm") from None
    if not isinstance(header, dict) or "crit" in header:
        raise TokenError("vorm")
    return header
