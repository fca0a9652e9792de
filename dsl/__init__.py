"""The language: text in, checked program out. Knows nothing of evaluation."""
