"""The catalogue: all law of a folder with rule files as a static site, one page per regeling. Nothing in it asks the network."""

from workbench.catalogus.site import build_site

__all__ = ["build_site"]
