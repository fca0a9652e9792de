"""The head of a register on paper: signed, so that it can lie anywhere and still tell that an end was cut off."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from engine.register.canonical import canonical_json
from engine.register.chain import Head
from engine.register.keys import Keys
from engine.register.trouble import Broken

MAX_HEAD = 10_000


def head_json(keys: Keys, register: str, head: Head) -> dict[str, Any]:
    """``register``: the id of its first entry. Whoever knows the public key (Ed25519) can check the signature over the canonical JSON of
    the rest."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    signer = keys.signers()[0]
    told = {
        "register": register,
        "inschrijvingen": head.seq,
        "op": head.at,
        "hash": head.hash,
        "publieke sleutel": _text(signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)),
    }
    return {**told, "handtekening": _text(signer.sign(canonical_json(told)))}


def read_head(keys: Keys, register: str, text: str) -> Head:
    """A head that :func:`head_json` wrote for this register with one of these secrets. Raises Broken."""
    from cryptography.exceptions import InvalidSignature

    try:
        told = json.loads(text)
        signature = base64.b64decode(told.pop("handtekening"), validate=True)
        head = Head(told["inschrijvingen"], told["op"], told["hash"])
        other = told["register"] != register
        signed = canonical_json(told)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error):
        raise Broken("Dit is geen kop van een register.") from None
    if other:
        raise Broken("Deze kop is van een ander register.")
    for signer in keys.signers():
        try:
            signer.public_key().verify(signature, signed)
        except InvalidSignature:
            continue
        return head
    raise Broken("De handtekening onder deze kop klopt niet.")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
