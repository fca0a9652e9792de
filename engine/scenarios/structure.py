"""The form of a scenario file, apart from what the rules know."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from engine.forms import Form, Text, Texts

FinalityWord = Literal["voorlopig", "definitief", "van rechtswege definitief"]
LegalWord = Literal["verschuldigd", "op nihil gesteld", "niet verschuldigd", "niet opgelegd"]


def _one_for_all(value: Any) -> Any:
    """A bare text is meant for the only outcome."""
    return {"": value} if isinstance(value, str) else value


class OutcomeForm(Form):
    """What a decision must say. Values of outcomes stay as written: only their attribute says how to read them."""

    status: Literal["vastgesteld", "niet van toepassing", "nog niet vast te stellen", "beoordelen", "fout"]
    rechtsstatus: Annotated[dict[str, LegalWord], BeforeValidator(_one_for_all)] | None = None
    uitkomst: Annotated[dict[str, Any], BeforeValidator(_one_for_all)] | None = None
    tussenuitkomsten: dict[str, Any] | None = None
    tolerantie: Text | None = None
    finaliteit: Annotated[dict[str, FinalityWord], BeforeValidator(_one_for_all)] | None = None
    ontbreekt: list[Text] | None = None
    vragen: list[Text] | None = None
    gronden: list[Text] | None = None


class ExpectationForm(OutcomeForm):
    """``verwacht:``."""

    signalen: list[Text] | None = None


class ScenarioForm(Form):
    naam: Text
    id: Text
    regeling: Text | None = None
    op: Text
    verzonden_op: Text | None = Field(None, alias="verzonden op")
    bekend_op: Text | None = Field(None, alias="bekend op")
    bekend_bij: Text | None = Field(None, alias="bekend bij")
    herkomst: Literal["officieel voorbeeld", "met de hand berekend", "praktijk"]
    bron: Texts
    zekerheid: Literal["hoog", "middel", "laag"] | None = None
    toelichting: Text | None = None
    feiten: dict[str, Any]
    oordelen: dict[str, Any] | None = None
    verwacht: ExpectationForm


class StretchForm(OutcomeForm):
    """One stretch of ``verwacht:`` of a timeline."""

    van: Text
    tot_en_met: Text = Field(alias="tot en met")
    redenen: list[Text] | None = None


class RevisionForm(Form):
    """``herziening:`` of a timeline; what it comes to has the names that the besluit gives."""

    toen: Text
    nu: Text
    verzonden_op: Text = Field(alias="verzonden op")
    verwacht: dict[str, Any]


class TimelineForm(Form):
    naam: Text
    id: Text
    regeling: Text | None = None
    van: Text
    tot: Text
    verzonden_op: Text | None = Field(None, alias="verzonden op")
    bekend: Text | None = None
    bij: Text | None = None
    herkomst: Literal["officieel voorbeeld", "met de hand berekend", "praktijk"]
    bron: Texts
    zekerheid: Literal["hoog", "middel", "laag"] | None = None
    toelichting: Text | None = None
    feiten: dict[str, Any]
    oordelen: dict[str, Any] | None = None
    besluiten: list[Any] | None = None
    verwacht: Annotated[list[StretchForm], Field(min_length=1)]
    herziening: RevisionForm | None = None


class FileForm(Form):
    variant: Text | None = None
    regeling: Text | None = None
    traject: Text | None = None
    toelichting: Text | None = None
    scenarios: Annotated[list[Any], Field(min_length=1)] | None = None
    tijdlijnen: Annotated[list[Any], Field(min_length=1)] | None = None
