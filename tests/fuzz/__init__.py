"""Fuzzing of what reads text from people: rule files, dossiers, scenarios, and whole commands. ``make fuzz`` runs it for minutes."""
