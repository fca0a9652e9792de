"""From syntax trees with known names to typed nodes of the program."""

# These register how each form of the language is lowered (dsl.lower.dispatch).
from dsl.lower import conditions, dates, folds, numbers, paths

__all__ = ["conditions", "dates", "folds", "numbers", "paths"]
