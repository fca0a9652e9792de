"""Reading a body: JSON within limits, with exact numbers, and nothing that two readers could read differently."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from workbench.api.problems import Problem
from workbench.service.problems import Wrong
from workbench.settings import Settings

_JSON = "application/json"
_MOST_DIGITS = 40


class LimitedRoute(APIRoute):
    """A route of which the body is read by :func:`read_json`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def limited(request: Request) -> Response:
            return await handle(_Limited(request.scope, request.receive))

        return limited


class _Limited(Request):
    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = await _bounded(self, self.app.state.settings)
        return self._body

    async def json(self) -> Any:
        return read_json(await self.body(), self.app.state.settings)


async def _bounded(request: Request, settings: Settings) -> bytes:
    """The body, of which no more is taken in than may come. Raises Problem 413, and 415 for what is no JSON."""
    limit = settings.max_body
    said = request.headers.get("content-length", "")
    too_large = Problem(413, f"Stuur ten hoogste {limit} bytes.")
    if said.isdecimal() and int(said[:20]) > limit:
        raise too_large
    read = bytearray()
    try:
        async with asyncio.timeout(settings.seconds):
            async for chunk in request.stream():
                read += chunk
                if len(read) > limit:
                    raise too_large
    except TimeoutError:
        raise Problem(408, "De inhoud kwam te langzaam binnen. Stuur haar opnieuw.") from None
    if said and "transfer-encoding" in request.headers:
        # Two readers on the way could see another end of it: the way to hide one request in another.
        raise Problem(
            400, "Stuur Content-Length of Transfer-Encoding, en niet allebei.", headers={"Connection": "close"}
        )
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem(
            415, "Stuur de inhoud zoals zij is, zonder Content-Encoding.", headers={"Accept-Encoding": "identity"}
        )
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if read and kind != _JSON:
        raise Problem(415, f"Stuur de inhoud als {_JSON}.", headers={"Accept": _JSON})
    return bytes(read)


def read_json(body: bytes, settings: Settings) -> Any:
    """What a body holds; a number with a fraction is Dutch text (``19,50``), so that none becomes a binary float. Raises Problem 400
    for what is no JSON, has a key twice, or is too deep or too much."""
    try:
        found = json.loads(
            body.decode("utf-8"),
            parse_float=_exact,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError as wrong:
        raise _invalid(f"De inhoud is geen UTF-8 (byte {wrong.start}).") from None
    except json.JSONDecodeError as wrong:
        raise _invalid(f"Dit is geen JSON: er gaat iets mis op regel {wrong.lineno}, teken {wrong.colno}.") from None
    except _RefusedError as wrong:
        raise _invalid(str(wrong)) from None
    except RecursionError:
        raise _invalid(_too_deep(settings.max_depth)) from None
    _within(found, settings)
    return found


class _RefusedError(Exception):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        # A body can have hundreds of thousands of keys: each is looked at once.
        last = {key: place for place, (key, _) in enumerate(pairs)}
        double = next(key for place, (key, _) in enumerate(pairs) if last[key] != place)
        raise _RefusedError(f"De sleutel {double[:60]!r} staat twee keer in dezelfde groep.")
    return found


def _exact(text: str) -> str:
    value = Decimal(text)
    if len(text) > _MOST_DIGITS or abs(value.adjusted()) > _MOST_DIGITS:
        raise _RefusedError(f"Het getal {text[:20]}… heeft te veel cijfers.")
    return format(value, "f").replace(".", ",")


def _whole(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise _RefusedError(f"Het getal {text[:20]}… heeft te veel cijfers.")
    return int(text)


def _no_number(text: str) -> Any:
    raise _RefusedError(f"{text} is geen getal.")


def _within(found: Any, settings: Settings) -> None:
    """Refuse what is nested too deeply, holds too many values, or text that cannot be written."""
    waiting = [(found, 1)]
    count = 0
    while waiting:
        node, depth = waiting.pop()
        if depth > settings.max_depth:
            raise _invalid(_too_deep(settings.max_depth))
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        for text in (*(node if isinstance(node, dict) else ()), node if isinstance(node, str) else ""):
            if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
                raise _invalid("Er staat een halve tekencode (\\ud800 tot en met \\udfff) in de inhoud.")
        count += len(children)
        if count > settings.max_values:
            raise Problem(413, f"Stuur ten hoogste {settings.max_values} waarden.")
        waiting += [(child, depth + 1) for child in children]


def _too_deep(limit: int) -> str:
    return f"Er zitten meer dan {limit} lijsten en groepen in elkaar."


def _invalid(cause: str) -> Problem:
    wrong = Wrong("INVOER", "", cause, "Stuur een geldig JSON-document, als UTF-8.")
    return Problem(400, cause, [wrong])
