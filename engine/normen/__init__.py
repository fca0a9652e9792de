"""Norms: measured from records or read from reported figures, and judged with their reasons."""
