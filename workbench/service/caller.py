"""Who asks something, and of which trace (W3C Trace Context) the question is a part."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from workbench.toegang.actor import Actor

_PARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Trace:
    """``trace`` (16 bytes) and ``span`` (8 bytes) in hexadecimal digits; ``parent`` is the span of who asked."""

    trace: str = field(default_factory=lambda: secrets.token_hex(16))
    span: str = field(default_factory=lambda: secrets.token_hex(8))
    parent: str | None = None

    @classmethod
    def following(cls, header: str | None) -> Trace:
        """The part of a trace that a request with this ``traceparent`` is; a new trace without a proper one."""
        found = _PARENT.fullmatch((header or "").strip())
        if found is None or not int(found[1], 16) or not int(found[2], 16):
            return cls()
        return cls(found[1], parent=found[2])

    @property
    def header(self) -> str:
        return f"00-{self.trace}-{self.span}-01"

    @property
    def instance(self) -> str:
        """A name for a request in an answer."""
        return f"urn:uuid:{UUID(self.trace)}"


@dataclass(frozen=True, slots=True)
class Caller:
    actor: Actor
    trace: Trace = field(default_factory=Trace)
