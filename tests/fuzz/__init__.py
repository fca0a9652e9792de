"""Fuzzing of what reads text from people: rule files, dossiers, scenarios, and whole commands with their files. ``make fuzz`` runs it for minutes."""
