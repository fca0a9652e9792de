"""The register: an append-only chain of what was known and decided, on SQLite or PostgreSQL. Needs the extra ``web``."""

from engine.register.entries import Entry, StoredDossier
from engine.register.keys import Keys
from engine.register.register import Draft, Recording, Register

__all__ = ["Draft", "Entry", "Keys", "Recording", "Register", "StoredDossier"]
