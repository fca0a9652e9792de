"""The letter on paper: the same page, laid out by weasyprint. It asks for nothing outside the page."""

from __future__ import annotations

from workbench.brieven.as_html import page
from workbench.brieven.model import Letter
from workbench.rapport.pdf import pdf


def write(letter: Letter) -> bytes:
    return pdf(page(letter))
