"""From plain data to the bytes that an entry keeps, and back: canonical, packed, and encrypted where it is about a person."""

from __future__ import annotations

import secrets
import zlib
from dataclasses import dataclass, field
from typing import Any

from isal import isal_zlib

from engine.register.canonical import MOST_BYTES, canonical_json, read_json
from engine.register.keys import KEY_BYTES, Keys
from engine.register.trouble import Broken, WrongKey

OPEN, ENCRYPTED = "open", "versleuteld"
_NONCE = 12
_PACKED_FROM = 512
_PLAIN, _PACKED = b"0", b"1"


@dataclass(frozen=True, slots=True)
class Packed:
    """Canonical JSON with a first byte that says whether it is compressed (in the form of zlib). Packing takes time, so whoever has
    that may do it."""

    body: bytes = field(repr=False)

    @classmethod
    def of(cls, data: bytes) -> Packed:
        """Of canonical JSON."""
        return cls(_PLAIN + data if len(data) < _PACKED_FROM else _PACKED + isal_zlib.compress(data, 1))

    @property
    def data(self) -> bytes:
        """The canonical JSON."""
        return _inflated(self.body)


def packed(plain: object) -> Packed:
    """Raises NotStorable."""
    return plain if isinstance(plain, Packed) else Packed.of(canonical_json(plain))


def unpacked(data: bytes) -> Any:
    """Raises Broken."""
    try:
        return read_json(_inflated(data))
    except (ValueError, zlib.error):
        raise Broken("Een inschrijving van het register is beschadigd.") from None


def _inflated(data: bytes) -> bytes:
    form, rest = data[:1], data[1:]
    if form == _PLAIN:
        return rest
    machine = zlib.decompressobj()
    found = machine.decompress(rest, MOST_BYTES)
    if form != _PACKED or not machine.eof:
        raise ValueError("not whole, or more than there can be")
    return found


# --- encryption: AES-256-GCM with a key per subject. What the bytes belong to is bound into them, so that they are of use nowhere else.


def encrypted(key: bytes, data: bytes, bound: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, bound.encode())


def decrypted(key: bytes, data: bytes, bound: str) -> bytes:
    """Raises Broken when the bytes are not those of this key and place."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], bound.encode())
    except (InvalidTag, ValueError):
        raise Broken("Een versleutelde inschrijving van het register is beschadigd.") from None


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def wrapped(keys: Keys, subject: str, key: bytes) -> bytes:
    """The key of a subject as the database holds it."""
    return encrypted(keys.wrapping[0], key, f"sleutel {subject}")


def unwrapped(keys: Keys, subject: str, data: bytes) -> bytes:
    """Raises WrongKey when none of the secrets wrapped it."""
    for wrapping in keys.wrapping:
        try:
            return decrypted(wrapping, data, f"sleutel {subject}")
        except Broken:
            continue
    raise WrongKey("De sleutel hoort niet bij deze gegevens van het register.")
