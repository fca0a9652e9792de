"""What the pages about a case say of what the engine gives."""

from __future__ import annotations

from engine.decision import Status

TONES = {
    Status.VASTGESTELD: "success",
    Status.NIET_VAN_TOEPASSING: "neutral",
    Status.ONBEKEND: "warning",
    Status.BEOORDELEN: "warning",
    Status.FOUT: "danger",
}
"""The look of a status; its word says it."""
