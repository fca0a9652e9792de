"""The one form in which the register writes plain data: the same data is the same bytes, in every version and on every machine."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import orjson

from engine.register.trouble import NotStorable

MOST_DEPTH = 100
MOST_BYTES = 64_000_000
"""The largest body of one entry, before it is packed."""

_SORTED = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def canonical_json(plain: object) -> bytes:
    """Keys sorted, no white space, UTF-8. Raises NotStorable for what has no one form: a float, a key that is no text, half a sign,
    other things than JSON knows, more levels than MOST_DEPTH or more than MOST_BYTES."""
    _judge(plain, MOST_DEPTH)
    try:
        data = _written(plain)
    except UnicodeEncodeError:
        raise NotStorable("een tekst bevat een half teken") from None
    if len(data) > MOST_BYTES:
        raise NotStorable(f"het zijn meer dan {MOST_BYTES // 1_000_000} miljoen bytes")
    return data


def own_json(plain: object) -> bytes:
    """As :func:`canonical_json`, of data that this program made in the right form itself: it is not judged, which takes most of the
    time."""
    return _written(plain)


def _written(plain: object) -> bytes:
    """The same bytes by the fast writer and by the one that knows no limits to a number."""
    try:
        return orjson.dumps(plain, option=_SORTED)
    except orjson.JSONEncodeError:
        return _encode(plain).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest_of(plain: object) -> str:
    """sha256 (hex) over the canonical form."""
    return sha256(canonical_json(plain))


def read_json(data: bytes) -> Any:
    """What :func:`canonical_json` wrote. Raises ValueError."""
    return json.loads(data)


def _judge(plain: object, depth: int) -> None:
    if not depth:
        raise NotStorable(f"er zijn meer dan {MOST_DEPTH} lagen")
    if plain is None or isinstance(plain, (str, bool, int)):
        return
    if isinstance(plain, float):
        raise NotStorable("een getal met een komma is niet exact; schrijf het als tekst, zoals '€ 19,50'")
    if isinstance(plain, dict):
        for key, value in plain.items():
            if not isinstance(key, str):
                raise NotStorable("een naam is geen tekst")
            _judge(value, depth - 1)
    elif isinstance(plain, (list, tuple)):
        for value in plain:
            _judge(value, depth - 1)
    else:
        raise NotStorable(f"'{type(plain).__name__}' is geen gegeven dat kan worden opgeslagen")
