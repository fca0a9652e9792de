"""Dossiers: from what people write in YAML or JSON to a checked Case."""

from engine.dossier.canonical import canonical_facts
from engine.dossier.history import SentDecision, Told, last_sent
from engine.dossier.loader import CaseLoader, Dossier, LoadedCase, load_case

__all__ = ["CaseLoader", "Dossier", "LoadedCase", "SentDecision", "Told", "canonical_facts", "last_sent", "load_case"]
