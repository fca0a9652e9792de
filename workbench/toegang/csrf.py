"""Proof that a form came from a page of this application: a token bound to the cookie of the browser that got the page."""

from __future__ import annotations

import hashlib
import hmac
import secrets

FIELD = "_csrf"
HEADER = "x-csrf-token"


def token_for(key: bytes, secret: str) -> str:
    """The token for a browser: ``secret`` is its session id, or without a session the value of its own cookie. A mask of its
    own per page keeps the token itself out of what compression could give away."""
    mask = secrets.token_bytes(16)
    return (mask + bytes(a ^ b for a, b in zip(_mac(key, secret), mask * 2, strict=True))).hex()


def is_token(key: bytes, secret: str, given: str) -> bool:
    """Whether the token was made for this browser; in constant time."""
    try:
        raw = bytes.fromhex(given)
    except ValueError:
        return False
    if len(raw) != 48:
        return False
    mask, masked = raw[:16], raw[16:]
    return hmac.compare_digest(bytes(a ^ b for a, b in zip(masked, mask * 2, strict=True)), _mac(key, secret))


def _mac(key: bytes, secret: str) -> bytes:
    return hmac.new(key, b"csrf\0" + secret.encode(), hashlib.sha256).digest()
