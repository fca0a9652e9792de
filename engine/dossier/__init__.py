"""Dossiers: from what people write in YAML or JSON to a checked Case."""

from engine.dossier.canonical import canonical_facts
from engine.dossier.loader import CaseLoader, Dossier, LoadedCase, load_case

__all__ = ["CaseLoader", "Dossier", "LoadedCase", "canonical_facts", "load_case"]
