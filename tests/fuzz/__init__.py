"""Fuzzing of what reads text from people: rule files, dossiers and scenarios. ``make fuzz`` runs it for minutes."""
