"""The form of a name by which it is found."""

from unicodedata import normalize


def folded(name: str) -> str:
    """A name as names are compared: capitals do not count, nor how an accent is coded."""
    return name.lower() if name.isascii() else normalize("NFC", normalize("NFC", name).casefold())
