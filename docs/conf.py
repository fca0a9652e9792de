"""How Sphinx builds the documentation: Dutch Markdown pages, every warning an error (see `make docs`)."""

import logging

project = "Toetssteen"
author = "de makers van Toetssteen"
copyright = author
language = "nl"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}

html_theme = "furo"
html_title = "Toetssteen"
html_show_sourcelink = False
html_copy_source = False


def setup(app: object) -> None:
    """Let a part of the table of contents be empty; Sphinx gives that warning no type by which to suppress it."""
    logger = logging.getLogger("sphinx.sphinx.directives.other")
    logger.addFilter(lambda record: getattr(record, "subtype", "") != "empty_glob")
