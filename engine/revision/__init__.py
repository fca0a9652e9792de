"""Herziening: what a besluit was, what it is now that more is known, and what may still be set right."""
