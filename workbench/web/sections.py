"""The parts of the workbench as the navigation shows them. A page maker adds a line here and a module with a ``router``."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.toegang.actor import Actor
from workbench.toegang.table import row_for


@dataclass(frozen=True, slots=True)
class Section:
    """``path`` is where it starts; every page of it lies under that. ``module`` has its routes as ``router``, a fastapi.APIRouter."""

    name: str
    path: str
    module: str
    about: str


SECTIONS = (
    Section("Zaak", "/zaken", "workbench.web.zaak", "Zoek een dossier, beslis en leg uit."),
    Section("Regels", "/regels", "workbench.web.regels", "Lees en schrijf regels, probeer ze uit en stel ze voor."),
    Section(
        "Scenario's",
        "/scenarios",
        "workbench.web.scenarios",
        "Bekijk welke gevallen de regels bewaken, en of zij kloppen.",
    ),
    Section(
        "Uitvoeringstoets", "/uitvoeringstoets", "workbench.web.uitvoeringstoets", "Reken door wat een wijziging doet."
    ),
    Section(
        "Normen", "/normen", "workbench.web.normen", "Bekijk welke normen gehaald zijn, en waaraan dat te zien is."
    ),
    Section("Register", "/register", "workbench.web.register", "Lees en controleer wat er is vastgelegd."),
)


def sections_for(actor: Actor | None) -> tuple[Section, ...]:
    """The parts whose first page the table of roles gives to somebody."""
    return tuple(one for one in SECTIONS if (row := row_for("GET", one.path)) is not None and row.allows(actor))
