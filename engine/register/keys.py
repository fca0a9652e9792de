"""The secrets of a register, all derived from one or more master secrets that are never in the database.

The newest secret encrypts and seals; older ones still open and check, so that a secret can be replaced. Losing them all is losing
everything that is encrypted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.files import reason
from engine.register.trouble import WrongKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_BYTES = 32
ENVIRONMENT = "TOETSSTEEN_REGISTER_SLEUTEL"
"""The environment variable that holds the secrets themselves, or with ``_BESTAND`` behind it the path of a file with them."""


class Keys:
    """Master secrets, the newest first. Shows nothing of them when printed."""

    __slots__ = ("_sealing", "_secrets", "_wrap")

    def __init__(self, masters: Sequence[bytes]) -> None:
        if not masters or any(len(master) != KEY_BYTES for master in masters):
            raise WrongKey(f"Een sleutel van het register heeft {KEY_BYTES} bytes.")
        self._secrets = tuple(masters)
        self._wrap = tuple(_derived(master, "omhulling") for master in masters)
        self._sealing = tuple(_derived(master, "zegel") for master in masters)

    def __repr__(self) -> str:
        return f"<Keys: {len(self._secrets)}>"

    @classmethod
    def new(cls) -> Keys:
        return cls([secrets.token_bytes(KEY_BYTES)])

    @classmethod
    def of_text(cls, text: str) -> Keys:
        """Secrets in base64, one per line or word, the newest first. Raises WrongKey."""
        try:
            found = [base64.b64decode(word, validate=True) for word in text.split()]
        except (binascii.Error, ValueError):
            raise WrongKey("De sleutel van het register is niet te lezen: het hoort base64 te zijn.") from None
        return cls(found)

    @classmethod
    def of_file(cls, path: Path) -> Keys:
        """Secrets in a file that only its owner may read. Raises WrongKey."""
        try:
            with path.open("rb") as file:
                if os.name == "posix" and os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                    raise WrongKey(f"'{path}' met de sleutel van het register mag alleen u kunnen lezen: chmod 600.")
                data = file.read(10_000)
        except OSError as wrong:
            raise WrongKey(f"'{path}' met de sleutel van het register is niet te lezen: {reason(wrong)}.") from None
        return cls.of_text(data.decode("ascii", "replace"))

    @classmethod
    def made_file(cls, path: Path) -> Keys:
        """The secrets of a file; a new one where there is none yet. Raises WrongKey."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls.of_file(path)
        except OSError as wrong:
            raise WrongKey(f"'{path}' met de sleutel van het register is niet te maken: {reason(wrong)}.") from None
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return cls.of_file(path)

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] | None = None) -> Keys | None:
        """The secrets that the environment holds or names a file of; None when it does neither. Raises WrongKey."""
        known = os.environ if environment is None else environment
        if known.get(ENVIRONMENT):
            return cls.of_text(known[ENVIRONMENT])
        place = known.get(f"{ENVIRONMENT}_BESTAND")
        return cls.of_file(Path(place)) if place else None

    # --- what they are used for

    @property
    def wrapping(self) -> tuple[bytes, ...]:
        """Keys that wrap the keys of subjects, the newest first."""
        return self._wrap

    def seal(self, text: str) -> str:
        """What nobody without a secret can make of a hash."""
        return _mac(self._sealing[0], text)

    def sealed(self, text: str, seal: str) -> bool:
        """Whether one of the secrets made a seal."""
        return any(hmac.compare_digest(_mac(secret, text), seal) for secret in self._sealing)

    def masks(self, purpose: str, text: str) -> tuple[str, ...]:
        """What stands in the database for a text that may not: by the newest secret, then by the older ones."""
        return tuple(_mac(_derived(master, purpose), text) for master in self._secrets)

    def secrets_for(self, purpose: str) -> tuple[bytes, ...]:
        """Secrets for something beside the register: of the newest one, then of the older ones."""
        return tuple(_derived(master, purpose) for master in self._secrets)

    def signers(self) -> tuple[Ed25519PrivateKey, ...]:
        """They sign heads that leave the register, so that who has the public key can check one. The newest first."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return tuple(Ed25519PrivateKey.from_private_bytes(_derived(master, "kop")) for master in self._secrets)


def _derived(master: bytes, purpose: str) -> bytes:
    """A secret for one purpose (HKDF-Expand of RFC 5869 with SHA-256, for one block: a master secret is uniform already)."""
    return hmac.digest(master, b"toetssteen register " + purpose.encode() + b"\x01", hashlib.sha256)


def _mac(secret: bytes, text: str) -> str:
    return hmac.digest(secret, text.encode(), hashlib.sha256).hex()
