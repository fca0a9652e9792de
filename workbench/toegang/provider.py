"""The identity provider: where its pages are (OpenID Connect Discovery) and the keys with which it signs now.

Keys are kept for a while. A token with a key that is not known makes us look again, at most every half minute: that is how keys are
rotated, and made-up key names cannot make us ask all the time.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from workbench.toegang.config import Oidc, is_loopback

_LARGEST = 1_000_000
_AGAIN_AFTER = 30.0


class ProviderError(Exception):
    """The provider does not answer, or not as it should. The message is for the log and holds no secret."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Addresses of the provider; ``end_session`` None when one cannot sign out there."""

    authorization: str
    token: str
    jwks: str
    end_session: str | None


class Provider:
    def __init__(self, oidc: Oidc, clock: Callable[[], float] = time.monotonic) -> None:
        self.oidc = oidc
        self._clock = clock
        self._metadata: Metadata | None = None
        self._keys: KeySet | None = None
        self._keys_at = self._asked_at = float("-inf")
        self._busy = asyncio.Lock()

    async def metadata(self) -> Metadata:
        """Raises ProviderError."""
        if self._metadata is None:
            self._metadata = self._read(await self._get(self.oidc.issuer.rstrip("/") + _DISCOVERY))
        return self._metadata

    async def keys(self, kid: str | None) -> KeySet:
        """The keys in use, of which one is called ``kid`` if the provider has such a key. Raises ProviderError."""
        async with self._busy:
            now = self._clock()
            old = now - self._keys_at > self.oidc.keys_for
            strange = self._keys is None or (kid is not None and all(key.kid != kid for key in self._keys))
            if self._keys is None or ((old or strange) and now - self._asked_at > _AGAIN_AFTER):
                self._asked_at = now
                await self._look_again(now)
            assert self._keys is not None
            return self._keys

    async def exchange(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        """What the token endpoint gives for a code. Raises ProviderError."""
        where = (await self.metadata()).token
        secret = self.oidc.client_secret
        basic = () if secret is None else (_quoted(self.oidc.client_id), _quoted(secret))
        given = dict(form) | ({"client_id": self.oidc.client_id} if secret is None else {})
        async with self._client() as client:
            try:
                answer = await client.post(
                    where, data=given, auth=basic or httpx.USE_CLIENT_DEFAULT, headers={"accept": "application/json"}
                )
            except httpx.HTTPError as wrong:
                raise ProviderError(f"token endpoint: {type(wrong).__name__}") from None
        return _object(answer)

    async def _look_again(self, now: float) -> None:
        try:
            found = await self._get((await self.metadata()).jwks)
            try:
                self._keys = KeySet.import_key_set({"keys": _public(found.get("keys"))})
            except (JoseError, ValueError, TypeError, KeyError):
                raise ProviderError("jwks: no keys to be read") from None
            self._keys_at = now
        except ProviderError:
            # what we have stays good for a while, so that a provider that restarts throws nobody out
            if self._keys is None or now - self._keys_at > 6 * self.oidc.keys_for:
                raise

    async def _get(self, where: str) -> Mapping[str, Any]:
        async with self._client() as client:
            try:
                answer = await client.get(where, headers={"accept": "application/json"})
            except httpx.HTTPError as wrong:
                raise ProviderError(f"{urlsplit(where).path}: {type(wrong).__name__}") from None
        return _object(answer)

    def _client(self) -> httpx.AsyncClient:
        # never follows a redirect: who could make the provider redirect could make us ask anything inside the network
        return httpx.AsyncClient(timeout=self.oidc.timeout, follow_redirects=False, verify=_trusted())

    def _read(self, found: Mapping[str, Any]) -> Metadata:
        if found.get("issuer") != self.oidc.issuer:
            raise ProviderError("discovery: another issuer than the settings name")
        end = found.get("end_session_endpoint")
        return Metadata(
            _address(found, "authorization_endpoint"),
            _address(found, "token_endpoint"),
            _address(found, "jwks_uri"),
            None if end is None else _address(found, "end_session_endpoint"),
        )


@cache
def _trusted() -> ssl.SSLContext:
    """Whom https is believed from. Reading that list takes longer than asking the provider something."""
    return httpx.create_ssl_context()


_DISCOVERY = "/.well-known/openid-configuration"


def _object(answer: httpx.Response) -> Mapping[str, Any]:
    if answer.status_code != 200 or len(answer.content) > _LARGEST:
        raise ProviderError(f"{answer.request.url.path}: status {answer.status_code}")
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProviderError(f"{answer.request.url.path}: no JSON object")
    return found


def _address(found: Mapping[str, Any], name: str) -> str:
    given = found.get(name)
    parts = urlsplit(given) if isinstance(given, str) else urlsplit("")
    if parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return str(given)
    raise ProviderError(f"discovery: {name} is no https address")


def _public(keys: object) -> list[Any]:
    """The asymmetric keys that are there to sign with. A secret in a public list is a mistake that would let anybody sign."""
    listed = keys if isinstance(keys, list) else []
    return [
        key
        for key in listed
        if isinstance(key, dict) and key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"
    ]


def _quoted(text: str) -> str:
    """RFC 6749 2.3.1: the parts of Basic are form-encoded first."""
    return quote_plus(text)
