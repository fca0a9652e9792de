"""What goes into the API and what comes out, as pydantic models: they check, and they are the description."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from engine.explain import Level
from workbench.service.asked import Asked

Name = Annotated[str, Field(min_length=1, max_length=200)]


def _day(value: Any) -> Any:
    """Only text is a date: pydantic would take a number for seconds since 1970."""
    if isinstance(value, (int, float)):
        raise ValueError("date")
    return value


Day = Annotated[date, BeforeValidator(_day)]
DossierContent = Annotated[
    dict[str, Any],
    Field(
        description="Wat er over het geval bekend is, in de woorden van de regels; zie /regelingen/{regeling}/schema."
    ),
]


class Received(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", strict=False)


class Sent(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Question(Received):
    """Over which dossier what is asked, on which dates."""

    besluit: Name = Field(description="Naam van het besluit, of van de regeling als die er een heeft.")
    dossier: DossierContent
    rekendatum: Day | None = Field(None, description="Over welke dag; anders die van het dossier.")
    verzonden_op: Day | None = Field(None, description="Dag waarop het besluit verzonden wordt.")
    bekend_op: Day | None = Field(None, description="Reken met wat op die dag bekend was; anders met alles.")
    bekend_bij: Name | None = Field(None, description="Bij welke organisatie bekend; anders de uitvoerder.")

    def asked(self) -> Asked:
        return Asked(self.besluit, self.dossier, self.rekendatum, self.verzonden_op, self.bekend_op, self.bekend_bij)


class DecisionQuestion(Question):
    """Een besluit om te nemen."""

    uitleg: list[Level] = Field(default_factory=list, max_length=3, description="Met uitleg op deze niveaus.")


class RegelingSummary(Sent):
    id: str = Field(description="Naam in het adres.")
    naam: str
    uitvoerder: str | None
    besluiten: list[str] = Field(description="Namen van de besluiten die er zijn.")


class RegelingList(Sent):
    programma: str = Field(description="Kenmerk (sha256) van de regels.")
    regelingen: list[RegelingSummary]


class Health(Sent):
    status: Literal["in orde"] = "in orde"
