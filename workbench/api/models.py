"""What goes into the API and what comes out, as pydantic models: they check, and they are the description."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from dsl.dates import FIRST_YEAR, LAST_YEAR
from engine.explain import Level
from engine.explain.tree import Form


def _day(value: Any) -> Any:
    """From JSON, which has no dates: a text in the one form of ISO 8601 that says which day, of the years that rules know."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
            raise ValueError(f"Gebruik een datum in de jaren {FIRST_YEAR} tot en met {LAST_YEAR}.")
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise ValueError("Dit is geen datum. Schrijf hem als 2024-03-01.")


EXAMPLE = {"rekendatum": "01-03-2026", "persoon": {"geboortedatum": "12-03-1960"}}
"""A small dossier, for the description."""

Name = Annotated[str, Field(min_length=1, max_length=200)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$", examples=["dossier-5f0c"])]
Day = Annotated[date, BeforeValidator(_day)]
DossierContent = Annotated[
    dict[str, Any],
    Field(
        examples=[EXAMPLE],
        description="Wat er bekend is, in de woorden van de regels; zie /regelingen/{regeling}/schema.",
    ),
]
Explanation = Annotated[dict[str, Any], Field(description="Een titel en afdelingen, met daarin delen met hun bronnen.")]


class Received(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True)


class Sent(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


# ---------------------------------------------------------------- questions


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


class WeighingQuestion(DossierSource):
    """Een ingevulde maatwerkafweging over een besluit."""

    afweging: dict[str, Any] = Field(description="Het formulier van /afwegingen/formulieren, ingevuld.")


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


class NewNormReport(Received):
    """Normen om te meten."""

    normen: list[Name] = Field(
        default_factory=list, max_length=100, description="Naam, nummer of regeling; anders alle."
    )
    registratie: FolderName | None = Field(None, description="Naam van een map met records; anders verzonnen records.")
    periode: str = Field(pattern=r"^[12][0-9]{3}(-(0[1-9]|1[0-2]|K[1-4]|T[1-3]))?$", examples=["2024-K1"])
    tot: Day | None = Field(None, description="Laatste dag waarover de cijfers gaan, als de periode nog loopt.")


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


class BsnQuestion(Received):
    """Een BSN, in de inhoud van het verzoek: nooit in een adres."""

    bsn: str = Field(pattern=r"^[0-9]{9}$")


class ReplayQuestion(Received):
    inschrijving: Id


# ---------------------------------------------------------------- answers


class RegelingSummary(Sent):
    id: str = Field(description="Naam in het adres.")
    naam: str
    uitvoerder: str | None
    besluiten: list[str] = Field(description="Namen van de besluiten die er zijn.")


class RegelingList(Sent):
    programma: str = Field(description="Kenmerk (sha256) van de regels.")
    regelingen: list[RegelingSummary]


class Source(Sent):
    tekst: str
    bwb: str | None
    artikel: str | None
    link: str | None


class OutcomeInfo(Sent):
    naam: str
    soort: str = Field(description="Soort en eenheid van de waarde.")


class BesluitInfo(Sent):
    id: str
    naam: str
    over: str = Field(description="Soort object waar het besluit over gaat.")
    per: str | None
    uitkomsten: list[OutcomeInfo]
    bronnen: list[Source]


class Regeling(Sent):
    id: str
    naam: str
    uitvoerder: str | None
    bronnen: list[Source]
    besluiten: list[BesluitInfo]
    trajecten: list[str]


class Version(Sent):
    """Regels die gelden vanaf een dag, of een programma waarmee besloten is."""

    geldig_vanaf: date
    regels: list[str] = Field(description="Namen van de regels die op deze dag beginnen of ophouden.")


class Versions(Sent):
    programma: str = Field(description="Kenmerk van de regels van nu.")
    programmas: list[str] = Field(description="Kenmerken van alle regels waarmee hier besloten is.")
    versies: list[Version]


class DossierRef(Sent):
    id: str
    versie: int
    etag: str
    gewijzigd: datetime


class DossierList(Sent):
    dossiers: list[DossierRef]


class Dossier(DossierRef):
    inhoud: dict[str, Any]
    bsn: dict[str, str]
    weggelaten: list[str] = Field(
        default_factory=list,
        description="Namen van gegevens waarvoor uw organisatie geen grondslag heeft; zij zijn niet geladen.",
    )


class Found(Sent):
    dossiers: list[str] = Field(description="Ids van de dossiers met dit BSN.")


class RegisterEntry(Sent):
    """Een inschrijving, zonder wat erin staat."""

    id: str
    nummer: int = Field(description="Plaats in het register, vanaf 1.")
    soort: str
    onderwerp: str | None
    op: datetime
    door: str
    hash: str
    gewist: bool


class RegisterEntries(Sent):
    inschrijvingen: list[RegisterEntry]


class RegisterCheck(Sent):
    in_orde: bool
    inschrijvingen: int = Field(description="Hoeveel er bekeken zijn.")
    eerste_fout: int | None = Field(description="Nummer van de eerste inschrijving die niet klopt.")
    id: str | None = Field(description="Het id daarvan, als dat bekend is.")
    waarom: str | None


class Difference(Sent):
    pad: str = Field(description="Waar in het besluit.")
    was: str | None
    wordt: str | None


class Replay(Sent):
    uitslag: Literal["gelijk", "anders", "niet meer mogelijk", "niet mogelijk"]
    waarom: str
    verschillen: list[Difference]


class Told(Sent):
    """Uitleg als boom."""

    uitleg: Explanation


class Explained(Sent):
    niveau: Level
    uitleg: Explanation | None
    tekst: str


class Sentence(Sent):
    tekst: str


class NeededFact(Sent):
    object: str
    feit: str
    op: date | None
    vraag: str | None
    waarom: str


class Judgement(Sent):
    sleutel: str = Field(description="Sleutel onder 'oordelen' in het dossier.")
    vraag: str


class NextQuestion(Sent):
    status: str
    vraag: NeededFact | None = Field(description="Wat het meest zegt; null als alles er is.")
    nog_nodig: list[NeededFact]
    oordelen: list[Judgement]


class WeighingForm(Sent):
    openingen: list[dict[str, Any]]
    bewijs: dict[str, str]
    formulier: str = Field(description="Een leeg formulier, in YAML.")


class Weighing(Sent):
    id: str
    kenmerk: str
    soort: Literal["afweging", "buikpijn"]
    wacht_op: list[str] = Field(description="Wat er nog moet gebeuren; leeg als de afweging is afgerond.")


class Remark(Sent):
    code: str
    pad: str
    oorzaak: str
    oplossing: str


class Decision(Sent):
    """Een besluit, zoals 'toetssteen besluit --json' het geeft."""

    model_config = ConfigDict(extra="allow")

    id: str
    besluit: str
    regeling: str
    uitvoerder: str | None
    rekendatum: date
    status: Literal["vastgesteld", "niet van toepassing", "nog niet vast te stellen", "beoordelen", "fout"]
    uitkomsten: list[dict[str, Any]]
    vragen: list[dict[str, Any]]
    bevindingen: list[dict[str, Any]]
    termijnen: list[dict[str, Any]]
    signalen: dict[str, Any] | None
    bewijs: dict[str, Any] = Field(description="Genoeg om het besluit te herhalen.")
    spoor: dict[str, Any] = Field(description="Elke rekenstap.")


class OneOfSeries(Sent):
    beslissing: dict[str, Any] | None
    fouten: list[Remark]


class SeriesAnswer(Sent):
    beslissingen: list[OneOfSeries]


class Signals(Sent):
    besluit: str
    signalen: dict[str, Any] | None


class Anything(Sent):
    """Een antwoord met de namen van de regels als sleutels."""

    model_config = ConfigDict(extra="allow")


class Job(Sent):
    """Werk dat langer duurt dan een verzoek."""

    id: str
    titel: str
    status: Literal["wacht", "loopt", "klaar", "mislukt", "gestopt", "afgebroken"]
    gedaan: int = Field(description="Zoveel delen van 'totaal'.")
    totaal: int
    gevraagd: str = Field(json_schema_extra={"format": "date-time"})
    melding: str = Field(description="Wat er misging.")
    bestanden: list[str]


class Jobs(Sent):
    taken: list[Job]


class Norm(Sent):
    naam: str
    nummer: str | None
    regeling: str
    uitvoerder: str | None


class Norms(Sent):
    normen: list[Norm]
