"""What comes out of the API, as pydantic models: they are the description."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from dsl.dates import FIRST_YEAR, LAST_YEAR
from engine.explain import Level


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

Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$", examples=["dossier-5f0c"])]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Kenmerk (sha256) van de regels.")]
Day = Annotated[date, BeforeValidator(_day)]
DossierContent = Annotated[
    dict[str, Any],
    Field(
        examples=[EXAMPLE],
        description="Wat er bekend is, in de woorden van de regels; zie /regelingen/{regeling}/schema.",
    ),
]
Explanation = Annotated[dict[str, Any], Field(description="Een titel en afdelingen, met daarin delen met hun bronnen.")]


class Sent(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


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


class DossierRow(DossierRef):
    behandelaar: str | None = Field(description="Id van wie het dossier behandelt; null: niemand.")


class DossierList(Sent):
    dossiers: list[DossierRow]


class ObjectionAssignment(Sent):
    bezwaar: str = Field(description="Id van de inschrijving van het bezwaar.")
    behandelaar: str | None
    sinds: datetime
    door: str


class Assignment(Sent):
    behandelaar: str | None = Field(description="Id van wie het dossier behandelt; null: niemand.")
    sinds: datetime | None = Field(description="Sinds wanneer; null: het is nooit toegewezen.")
    door: str | None = Field(description="Id van wie het toewees.")
    bezwaren: list[ObjectionAssignment] = Field(description="Wie de bezwaren in dit dossier behandelt.")


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


class OverviewOutcome(Sent):
    naam: str
    uitkomst: str = Field(description="In woorden.")


class OverviewRow(Sent):
    """Een besluit over een object van het dossier."""

    model_config = ConfigDict(extra="allow")

    regeling: str
    besluit: str
    uitvoerder: str | None
    object: str
    per: str | None
    status: str
    uitkomsten: list[OverviewOutcome]
    nodig: int = Field(description="Hoeveel feiten er nog nodig zijn.")
    recht: str | None = Field(description="Of de burger iets krijgt; null als dat niet blijkt.")


class Overview(Sent):
    """Alle besluiten waar het dossier iets over zegt; bedragen worden niet opgeteld."""

    model_config = ConfigDict(extra="allow")

    waarschuwing: str
    totaal: str
    rekendatum: date
    besluiten: list[OverviewRow]


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
