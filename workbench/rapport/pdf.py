"""The page on paper: the same HTML, laid out by weasyprint. It asks for nothing outside the page."""

from __future__ import annotations


def pdf(html: str) -> bytes:
    """The report as PDF, with bookmarks of the chapters. Raises ImportError without weasyprint."""
    from weasyprint import HTML  # type: ignore[import-untyped]

    def nothing_else(url: str) -> object:
        raise ValueError("the report asks for no other file")

    made: bytes = HTML(string=html, url_fetcher=nothing_else).write_pdf(pdf_tags=True)
    return made
