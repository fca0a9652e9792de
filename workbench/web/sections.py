"""The parts of the workbench as the navigation shows them. A page maker adds a line here and a module with a ``router``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """``path`` is where it starts; every page of it lies under that. ``module`` has its routes as ``router``, a fastapi.APIRouter."""

    name: str
    path: str
    module: str
    about: str


SECTIONS = (
    Section("Zaak", "/zaken", "workbench.web.zaak", "Zoek een dossier, beslis en leg uit."),
    Section(
        "Normen", "/normen", "workbench.web.normen", "Bekijk welke normen gehaald zijn, en waaraan dat te zien is."
    ),
)
