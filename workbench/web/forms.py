"""Forms that came in, read within bounds, and the errors that go back beside their fields. That a form comes from one of our own
pages was seen to by workbench.toegang before it got here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_BYTES = 1_000_000
MOST_FIELDS = 2_000
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form, in the order in which they were sent; files are not taken."""

    fields: tuple[tuple[str, str], ...]

    def text(self, name: str, otherwise: str = "") -> str:
        """What was filled in, without the space around it."""
        return next((value.strip() for key, value in self.fields if key == name), otherwise)

    def texts(self, name: str) -> list[str]:
        """What was filled in under a name that may come more than once."""
        return [value.strip() for key, value in self.fields if key == name]

    def starting_with(self, prefix: str) -> Iterator[tuple[str, str]]:
        """Fields of a repeated kind: the rest of their name, and what was filled in."""
        for key, value in self.fields:
            if key.startswith(prefix):
                yield key[len(prefix) :], value.strip()


@dataclass(slots=True)
class Errors:
    """What is wrong with a form, by field: all of it at once. The summary on top links each to its field."""

    by_field: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        self.by_field.setdefault(name, text)

    def of(self, name: str) -> str | None:
        return self.by_field.get(name)

    def __bool__(self) -> bool:
        return bool(self.by_field)


async def posted_form(request: Request, longest: int = LONGEST) -> Posted:
    """Read the form of a request; also a FastAPI dependency. Raises HTTPException 413 for too much and 400 for what is
    no form."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise HTTPException(413, "Dit formulier is te groot.")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise HTTPException(400)
    async with request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES) as form:
        fields = tuple((key, value) for key, value in form.multi_items() if isinstance(value, str))
    posted = Posted(fields)
    if any(len(value) > longest for _, value in fields):
        raise HTTPException(413, "Een van de velden is te lang.")
    return posted
