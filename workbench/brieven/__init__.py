"""The concept-beschikking: a decision as a letter that a person checks, signs and sends.

What is decided and why comes from the explanation for the citizen, so a letter says nothing that was not computed, and nothing that is
gevoelig or another person's figure. What only a person knows (to whom, from where, who was heard) is a form of its own. Four renderers
say the same: HTML, PDF, DOCX and ODT.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from workbench.brieven.compose import compose, undecided
from workbench.brieven.form import LetterForm, read_letter
from workbench.brieven.model import Letter

__all__ = ["KINDS", "Letter", "LetterForm", "compose", "read_letter", "undecided", "written"]

KINDS = ("html", "pdf", "docx", "odt")


def written(letter: Letter, kind: str) -> bytes:
    """The letter as a file of one of :data:`KINDS`. Raises ImportError when what makes such files is not installed."""
    make: Callable[[Letter], bytes] = import_module(f"workbench.brieven.as_{kind}").write
    return make(letter)
