"""The token in a form that was sent: read before the application does, which then reads the same bytes."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from workbench.toegang.csrf import FIELD
from workbench.toegang.refusals import Refusal


async def read_form_token(headers: Headers, receive: Receive, most: int) -> Refusal | tuple[str, Receive]:
    """The token (empty when there is none), and from where the application reads the request. At most ``most`` bytes."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return Refusal(400, "afgebroken", "Het verzoek is afgebroken.")
        body += message.get("body", b"")
        if len(body) > most:
            return Refusal(
                413, "te groot", f"Het formulier is te groot: het mag ten hoogste {most // 1_000_000} MB zijn."
            )
        if not message.get("more_body", False):
            break
    try:
        token = await _token(headers, bytes(body))
    except (MultiPartException, HTTPException, ClientDisconnect, ValueError, KeyError):
        return Refusal(400, "formulier", "Het formulier is niet te lezen.")
    return token, _again(bytes(body), receive)


async def _token(headers: Headers, body: bytes) -> str:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body
        yield b""

    multipart = headers.get("content-type", "").lower().startswith("multipart/")
    form = await (MultiPartParser(headers, stream()) if multipart else FormParser(headers, stream())).parse()
    try:
        token = form.get(FIELD, "")
        return token if isinstance(token, str) else ""
    finally:
        await form.close()


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
