"""The mapping file (vertaling) of a population of one's own: which column of which table is which fact, and who belongs to whom.

This module knows the form of the file. What it means for a program is said in ``mapping_meaning``.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from engine.forms import Form, Text, Texts
from engine.normen.sources.settings import ConnectionForm

UNKNOWN_WORD, REFUSE_WORD, UNOBTAINABLE_WORD, NOBODY_WORD = "onbekend", "afkeuren", "niet te krijgen", "niemand"


def _one_or_more_facts(value: Any) -> Any:
    """A bare name is a fact without particulars; a group is one fact."""
    items = value if isinstance(value, list) else [value]
    return [{"gegeven": item} if isinstance(item, str) else item for item in items]


def _nobody(value: Any) -> Any:
    return {} if value == NOBODY_WORD else value


class FactForm(Form):
    """A fact that a column gives. ``leeg``: what an empty field means (a value, or one of the words above)."""

    gegeven: Text
    eenheid: Text | None = None
    jaar: Text | None = None
    maand: Text | None = None
    waarden: dict[Text, Text] | None = None
    leeg: Text = UNKNOWN_WORD
    afronden: Literal["naar beneden", "naar boven", "rekenkundig"] | None = None


class RoleForm(Form):
    """Who is in a role. ``kolom``: a column with the key of the member; ``verwijzing``: the column of the members with the key of the
    owner. With ``via`` that column, or key, is of who is in those other roles of the owner. ``als``: only members whose columns hold one
    of these texts. Without anything: nobody."""

    kolom: Text | None = None
    verwijzing: Text | None = None
    via: Texts | None = None
    als: dict[Text, Texts] | None = None
    leeg: Literal["niemand", "onbekend"] = "niemand"


class TableForm(Form):
    """The table of one object type. ``alleen``: only rows whose columns hold one of these texts are of this type.
    ``overige``: what is said of every kenmerk and role that the mapping does not name."""

    bestand: Texts | None = None
    verbinding: Text | None = None
    tabel: Text | None = None
    sleutel: Text | None = None
    alleen: dict[Text, Texts] = {}
    kolommen: dict[Text, Annotated[list[FactForm], BeforeValidator(_one_or_more_facts), Field(min_length=1)]] = {}
    zelfde: dict[Text, Text] = {}
    rollen: dict[Text, Annotated[RoleForm, BeforeValidator(_nobody)]] = {}
    overige_kenmerken: Literal["nee", "onbekend"] = Field("onbekend", alias="overige kenmerken")
    overige_rollen: Literal["niemand", "onbekend"] = Field("onbekend", alias="overige rollen")


class MappingForm(Form):
    """``telt voor``: for how many persons of the country the population stands; without it every row is itself."""

    naam: Text
    jaar: Text | None = None
    per: Text | None = None
    telt_voor: Text | None = Field(None, alias="telt voor")
    weet_niet: Texts | None = Field(None, alias="weet niet")
    verbindingen: dict[Text, ConnectionForm] = {}
    tabellen: dict[Text, TableForm] = Field(min_length=1)
