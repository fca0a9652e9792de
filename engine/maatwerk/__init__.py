"""Maatwerk: a person who departs from the standard outcome, or refuses to, in writing. Nothing here changes an outcome."""
