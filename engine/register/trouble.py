"""What can go wrong with the register, each with a Dutch message that may be shown: none tells anything of a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dsl.diagnostics import Diagnostic


class RegisterError(Exception):
    """``str()`` is a Dutch sentence for the user."""


class NotFound(RegisterError):
    """There is no such dossier, version or entry."""


class Conflict(RegisterError):
    """Somebody else changed the dossier first. ``current``: the etag that it has now."""

    def __init__(self, current: str) -> None:
        super().__init__("Dit dossier is intussen gewijzigd. Bekijk de nieuwe versie en doe uw wijziging opnieuw.")
        self.current = current


class Reused(RegisterError):
    """An idempotency key that came before with something else."""

    def __init__(self) -> None:
        super().__init__("Deze Idempotency-Key hoort al bij een ander verzoek. Gebruik een nieuwe.")


class NotStorable(RegisterError):
    """Data that has no fixed form."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Dit is niet op te slaan: {reason}.")
        self.reason = reason


class Refused(RegisterError):
    """A dossier that is not in order; ``found``: all that is wrong with it."""

    def __init__(self, found: Iterable[Diagnostic]) -> None:
        self.found = tuple(found)
        super().__init__("Het dossier klopt niet: " + " ".join(item.cause for item in self.found))


class Erased(RegisterError):
    """What was asked for has been erased."""

    def __init__(self) -> None:
        super().__init__("Deze gegevens zijn gewist. Dat is niet terug te draaien.")


class NotErasable(RegisterError):
    """Why something may not be erased (now)."""


class WrongKey(RegisterError):
    """The key does not belong to this register, or there is none."""


class Broken(RegisterError):
    """The register is not as it was written."""


class Unavailable(RegisterError):
    """The database does not answer or does not write. Nothing was half-written; what was being written may be there or not, and asking
    again with the same idempotency key tells."""
