"""What goes into the API, as pydantic models: they check, and they are the description."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from engine.explain import Level
from engine.explain.tree import Form
from workbench.api.models import Day, DossierContent, Id, Name
from workbench.service.overview import Origin


class Received(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True)


class DossierSource(Received):
    """Een dossier: de inhoud zelf, of het id van een dossier dat hier is opgeslagen."""

    dossier: DossierContent | None = None
    dossier_id: Id | None = Field(None, description="In plaats van 'dossier'.")
    dossier_versie: int | None = Field(None, ge=1, le=1_000_000, description="Met 'dossierId'; anders de nieuwste.")


class Question(DossierSource):
    """Een vraag over een zaak."""

    besluit: Name = Field(
        examples=["AOW-leeftijd"], description="Naam van het besluit, of van de regeling als die er een heeft."
    )
    rekendatum: Day | None = Field(None, description="Over welke dag; anders die van het dossier.")
    verzonden_op: Day | None = Field(None, description="Dag waarop het besluit verzonden wordt.")
    bekend_op: Day | None = Field(None, description="Reken met wat op die dag bekend was; anders met alles.")
    bekend_bij: Name | None = Field(None, description="Bij welke organisatie bekend; anders de uitvoerder.")


class DecisionQuestion(Question):
    """Een besluit om te nemen."""

    rechtsgevolg: bool = Field(
        False,
        description="Het besluit wordt verzonden. Dat kan alleen als iemand ervoor instaat en de uitkomst vaststaat (AVG artikel 22).",
    )
    uitleg: list[Level] = Field(default_factory=list, max_length=3, description="Met uitleg op deze niveaus.")


class SeriesQuestion(Question):
    """Een van meer besluiten; een reeks heeft geen rechtsgevolg."""

    uitleg: list[Level] = Field(default_factory=list, max_length=3)


class Series(Received):
    """Meer besluiten in een keer."""

    vragen: list[SeriesQuestion] = Field(min_length=1, max_length=1000)


class ExplanationQuestion(Question):
    """Een besluit om uit te leggen."""

    niveau: Level = "burger"
    vorm: Form = Field("json", description="json geeft een boom, de andere geven een tekst.")


class WhyNotQuestion(Question):
    """Waarom iets niet zo is."""

    doel: Name = Field(examples=["AOW-leeftijd"], description="Naam van een regel, tabelrij, kenmerk of rechtsstatus.")


class WhatIfQuestion(Question):
    """Een besluit met andere feiten."""

    feiten: list[Name] = Field(min_length=1, max_length=20, examples=[["geboortedatum van de persoon = 12-03-1959"]])
    niveau: Level = "burger"


class SmallestQuestion(Question):
    """De kleinste wijziging van een feit die de uitkomst verandert."""

    feit: Name = Field(examples=["geboortedatum van de persoon"])
    alleen_status: bool = Field(False, description="Let niet op de hoogte van een bedrag, alleen op de status.")
    niveau: Level = "burger"


class TimelineQuestion(Question):
    """Een besluit over een periode."""

    van: Day = Field(description="Eerste dag.")
    tot: Day = Field(description="Laatste dag; telt mee.")


class RevisionQuestion(DossierSource):
    """Een herziening: wat toen bekend was naast wat nu bekend is."""

    besluit: Name
    van: Day = Field(description="Eerste dag van de periode die u herziet.")
    tot: Day = Field(description="Laatste dag; telt mee.")
    toen: Day = Field(description="Wat op deze dag bekend was, lag aan het oude besluit ten grondslag.")
    nu: Day = Field(description="Wat op deze dag bekend is, telt voor het nieuwe.")
    verzonden_op: Day | None = Field(None, description="Dag waarop het nieuwe besluit verzonden wordt; anders 'nu'.")
    bekend_bij: Name | None = None
    niveau: Level = "behandelaar"


class TrajectQuestion(DossierSource):
    """Waar een traject is."""

    traject: Name = Field(description="Naam van het traject, of van de regeling als die er een heeft.")
    rekendatum: Day | None = None
    over: Name | None = Field(None, description="Id van het object, als er meer van zijn in het dossier.")


class OverviewQuestion(Received):
    """Alle besluiten voor een huishouden, naast elkaar."""

    dossier: DossierContent | None = None
    herkomst: Origin = Field(
        description="'eigen opgave': de burger geeft dit zelf op, over zichzelf. 'verzonnen': deze mensen bestaan niet."
    )
    rekendatum: Day | None = Field(None, description="Over welke dag; anders die van het dossier.")
    verzonden_op: Day | None = None
    dossier_id: Id | None = Field(
        None, description="Wordt geweigerd: een opgeslagen dossier is van een organisatie, en die mag dit niet."
    )


class WeighingQuestion(DossierSource):
    """Een ingevulde maatwerkafweging over een besluit."""

    afweging: dict[str, Any] = Field(description="Het formulier van /afwegingen/formulieren, ingevuld.")


LongText = Annotated[str, Field(min_length=1, max_length=2_000)]
FolderName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]


class NewSimulation(Received):
    """Een of meer varianten, doorgerekend over een populatie."""

    varianten: list[Name] = Field(min_length=1, max_length=10, examples=[["opslag zorgpremie 0 procent"]])
    jaar: int = Field(ge=1900, le=2100, examples=[2025])
    populatie: FolderName | None = Field(None, description="Naam van een populatie; anders verzonnen mensen.")
    personen: int = Field(10_000, ge=10_000, le=1_000_000, description="Hoeveel verzonnen mensen.")
    besluiten: list[Name] = Field(default_factory=list, max_length=50, description="Anders alle die de variant raakt.")
    tegenover: list[Name] = Field(default_factory=list, max_length=10, description="Vergelijk met deze varianten.")
    peil: Literal["maand", "kwartaal", "jaar"] = "jaar"
    zaden: Literal[0, 20, 40] = Field(0, description="Hoeveel kleinere populaties het bereik geven.")
    druk: bool = Field(False, description="Reken ook uit wat er van € 1.000 meer inkomen overblijft.")


class ReportedFigure(Received):
    """Een cijfer zoals het in een verslag gedrukt staat: bij een norm, of een kengetal waar geen norm voor is."""

    norm: Name | None = Field(None, examples=["bereikbaarheid telefonie"])
    kengetal: Name | None = Field(None, description="In plaats van 'norm'.")
    onderdeel: Name | None = Field(None, examples=["Zvw"])
    periode: Name = Field(examples=["2024"])
    tot_en_met: Day | None = Field(None, description="Laatste dag waarover het cijfer gaat, als de periode nog liep.")
    waarde: Name | None = Field(
        None, examples=["71%"], description="Zoals gedrukt, ook '> 7,0' of '98% - 100%'; weggelaten: er is geen cijfer."
    )
    soort: Name = Field(
        "gedrukt",
        examples=["gedrukt", "exact", "ongeveer", "afgerond op 10"],
        description="gedrukt (afgerond op de decimalen die er staan), exact, ongeveer, ondergrens, bovengrens, of afgerond op een getal.",
    )
    plaats: Name | None = Field(None, description="Waar het in het verslag staat.")
    citaat: LongText | None = None
    oordeel_document: LongText | None = Field(None, description="Wat het verslag er zelf van zegt.")
    volgens_document: Literal["behaald", "niet behaald"] | None = None
    toelichting: LongText | None = Field(None, description="Waarom ons oordeel anders is.")


class NewStatement(Received):
    """De cijfers van een verslag."""

    opgave: Name = Field(examples=["Jaarverslag 2024"], description="Hoe het verslag heet.")
    organisatie: Name = Field(examples=["CAK"])
    cijfers: list[ReportedFigure] = Field(min_length=1, max_length=1_000)


class NewNormReport(Received):
    """Normen om te meten aan records, of te houden tegen cijfers die een ander opgaf."""

    normen: list[Name] = Field(
        default_factory=list, max_length=100, description="Naam, nummer of regeling; anders alle."
    )
    registratie: FolderName | None = Field(None, description="Naam van een map met records; anders verzonnen records.")
    periode: str = Field(pattern=r"^[12][0-9]{3}(-(0[1-9]|1[0-2]|K[1-4]|T[1-3]))?$", examples=["2024-K1"])
    tot: Day | None = Field(None, description="Laatste dag waarover de cijfers gaan, als de periode nog loopt.")
    opgaven: list[NewStatement] = Field(
        default_factory=list, max_length=20, description="Opgegeven cijfers, in plaats van records."
    )


class NewDossier(Received):
    inhoud: DossierContent
    bsn: dict[Name, Annotated[str, Field(pattern=r"^[0-9]{9}$")]] = Field(
        default_factory=dict, max_length=100, description="Per id van een object in het dossier."
    )


class ChangedDossier(Received):
    inhoud: DossierContent
    bsn: dict[Name, Annotated[str, Field(pattern=r"^[0-9]{9}$")]] | None = Field(
        None, max_length=100, description="Weggelaten: zoals het was."
    )


class AssignedTo(Received):
    """Wie iets behandelt."""

    behandelaar: Name | None = Field(
        description="Id van een behandelaar die hier werkt; null: niemand.", examples=["u-14"]
    )


class BsnQuestion(Received):
    """Een BSN, in de inhoud van het verzoek: nooit in een adres."""

    bsn: str = Field(pattern=r"^[0-9]{9}$")


class ReplayQuestion(Received):
    inschrijving: Id
