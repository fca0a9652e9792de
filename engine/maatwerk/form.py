"""The form of a maatwerkafweging and of a signal that a person raises by hand.

The steps follow what the agencies describe: from a professional's unease to an explicit account (SVB Jaarplan 2022, hoofdstuk 3:
ABBA, Perspectiefcirkel, Garage de Bedoeling), with the maatwerktafels and the Commissie Bijzonder Maatwerk of the CAK (CAK
Jaarplan 2024 par. 3.3). The plan of the SVB names three perspectives without saying which; the form asks for three, with for
and against.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from engine.forms import Form, Text, Texts

WEIGHING, UNEASE = "afweging", "buikpijn"
DEPART, KEEP = "afwijken", "niet afwijken"
Level = Literal["collega", "maatwerktafel", "commissie", "maatwerkplaats", "garage"]
LEVELS: tuple[Level, ...] = ("collega", "maatwerktafel", "commissie", "maatwerkplaats", "garage")
HIGHEST: tuple[Level, ...] = ("commissie", "maatwerkplaats", "garage")
"""Who may take up a case against the law."""


class Proof(Form):
    """What the standard outcome was made from, as its receipt says."""

    programma: Text
    feiten: Text
    uitkomst: Text


class Heard(Form):
    wie: Text
    op: Text
    wat: Text


class Perspective(Form):
    naam: Text
    voor: Texts
    tegen: Texts


class Step(Form):
    """A step of the ladder: who took the case up, and from which day."""

    niveau: Level
    eigenaar: Text
    op: Text
    uitkomst: Text | None = None


class Handover(Form):
    """A warme overdracht; done only when the receiver accepted."""

    aan: Text
    gevraagd_op: Text = Field(alias="gevraagd op")
    aanvaard_op: Text | None = Field(None, alias="aanvaard op")


class Duration(Form):
    van: Text
    tot_en_met: Text | None = Field(None, alias="tot en met")
    herbekijken_op: Text | None = Field(None, alias="herbekijken op")


class Signature(Form):
    door: Text
    op: Text


class WeighingForm(Form):
    soort: Literal["afweging"]
    kenmerk: Text
    besluit: Text
    rekendatum: Text
    verzonden_op: Text | None = Field(None, alias="verzonden op")
    bewijs: Proof
    standaarduitkomst: Text
    opening: Text
    regel: Text
    waar_wringt_het: Text = Field(alias="waar wringt het")
    gehoord: Annotated[list[Heard], Field(min_length=1)]
    perspectieven: Annotated[list[Perspective], Field(min_length=1)]
    oplossingen: Texts
    keuze: Literal["afwijken", "niet afwijken"]
    afwijkende_uitkomst: dict[str, Any] | None = Field(None, alias="afwijkende uitkomst")
    grondslag: Text | None = None
    motivering: Text
    duur: Duration | None = None
    vergelijkbaar: list[Text]
    trap: Annotated[list[Step], Field(min_length=1)]
    overdracht: Handover | None = None
    opgelost: Literal["voor dit geval", "structureel"] | None = None
    ondertekend: Signature | None = None
    geredigeerd: Signature | None = None


class UneaseForm(Form):
    """A signal that a person raises: this rule hurts here, and why."""

    soort: Literal["buikpijn"]
    kenmerk: Text
    regel: Text
    reden: Text
    door: Text
    op: Text
