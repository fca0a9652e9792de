"""The scoreboard of norms for a browser and for a spreadsheet. Nothing in it asks the network."""

from workbench.scorebord.site import Pages, build_scoreboard

__all__ = ["Pages", "build_scoreboard"]
