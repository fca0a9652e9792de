"""What only a person knows of a letter: to whom it goes, from whom, and whether the addressee was heard before.

kenmerk: WLZ-2026-0042
afzender: {organisatie: CAK, adres: [Postbus 1, 1234 AB Voorbeeldstad], contact: [www.voorbeeld.nl, 0800 0000]}
aan: {naam: de heer A. Voorbeeld, adres: [Dorpsstraat 1, 1234 AB Voorbeeldstad], als: betrokkene}
zienswijze: {gevraagd: nee, grond: financieel besluit}
bezwaar naar: [Postbus 2, 1234 AB Voorbeeldstad]
ondertekend: {door: B. Handelaar, functie: behandelaar}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dsl.diagnostics import Diagnostic
from dsl.notation import NotationError, parse_date
from engine.dossier.report import Report, yaml_findings
from engine.forms import Form, Text, Texts, check_form
from engine.safe_yaml import Mapping as Group
from engine.safe_yaml import Node, load_yaml

Capacity = Literal["betrokkene", "gemachtigde", "bewindvoerder", "curator", "erven"]
REPRESENTATIVES: tuple[Capacity, ...] = ("gemachtigde", "bewindvoerder", "curator")
NOT_ASKED = {
    "financieel besluit": (
        "Wij hebben u niet vooraf om een reactie gevraagd. Dat mag bij een besluit over geld waartegen u bezwaar kunt maken, als de "
        "gevolgen daarna helemaal te herstellen zijn (Algemene wet bestuursrecht artikel 4:12).",
    ),
    "spoed": (
        "Wij hebben u niet vooraf om een reactie gevraagd, omdat er haast bij was (Algemene wet bestuursrecht artikel 4:11).",
    ),
    "al eerder gehoord": (
        "U heeft al eerder kunnen reageren. Sindsdien zijn er geen nieuwe feiten (Algemene wet bestuursrecht artikel 4:11).",
    ),
    "eigen gegevens": (
        "Wij hebben u niet vooraf om een reactie gevraagd, omdat dit besluit berust op gegevens die u ons zelf gaf (Algemene wet "
        "bestuursrecht artikelen 4:7 en 4:8).",
    ),
}
"""Why somebody need not be heard, in the words of the letter."""

MAX_FORM = 100_000


class Sender(Form):
    organisatie: Text
    adres: Texts
    contact: Texts


class Addressee(Form):
    """``als``: in what capacity. Whoever is not the person themself is addressed for them (``namens``)."""

    naam: Text
    adres: Texts
    als: Capacity
    namens: Text | None = None


class Heard(Form):
    """Whether a zienswijze was asked; if so when and what was said, if not on which ground."""

    gevraagd: Literal["ja", "nee"]
    op: Text | None = None
    gezegd: Text | None = None
    onze_reactie: Text | None = Field(None, alias="onze reactie")
    grond: Literal["financieel besluit", "spoed", "al eerder gehoord", "eigen gegevens"] | None = None


class Signed(Form):
    door: Text
    functie: Text


class LetterForm(Form):
    kenmerk: Text
    afzender: Sender
    aan: Addressee
    afschrift_aan: Annotated[list[Addressee], Field(default_factory=list, alias="afschrift aan", max_length=10)]
    zienswijze: Heard
    bezwaar_naar: Texts = Field(alias="bezwaar naar")
    ondertekend: Signed

    @property
    def receivers(self) -> tuple[Addressee, ...]:
        return (self.aan, *self.afschrift_aan)


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form that is right in itself, with the places of its parts, for what the decision has to say about it."""

    path: str
    form: LetterForm
    root: Group


def read_letter(text: str | bytes, path: str) -> tuple[WrittenForm | None, list[Diagnostic]]:
    """Read the form of a letter from YAML. Never raises for what is in ``text``; all that is wrong is told at once (TS921)."""
    loaded = load_yaml(text)
    report = Report(path, found=yaml_findings(loaded, path))
    root = loaded.root
    if root is None:
        return None, report.found
    form, problems = check_form(LetterForm, root)
    for item in problems:
        report.add("TS921", item.node, remedy=item.remedy, problem=item.problem)
    if form is not None and isinstance(root, Group):
        for node, problem in _lacking(form, root):
            report.add("TS921", node, problem=problem)
    if form is None or report.has_errors or not isinstance(root, Group):
        return None, report.found
    return WrittenForm(path, form, root), report.found


def _lacking(form: LetterForm, root: Group) -> Iterator[tuple[Node, str]]:
    heard = form.zienswijze
    place = root.get("zienswijze") or root
    if heard.gevraagd == "ja":
        for name, value in (("op", heard.op), ("gezegd", heard.gezegd), ("onze reactie", heard.onze_reactie)):
            if value is None:
                yield place, f"bij 'zienswijze' ontbreekt '{name}', want er is om een reactie gevraagd"
        if heard.grond is not None:
            yield place, "bij 'zienswijze' staat een 'grond' om niets te vragen, maar er is om een reactie gevraagd"
        if heard.op is not None and day_of(heard.op) is None:
            yield place, "bij 'op' hoort een datum, zoals 01-03-2026"
    elif heard.grond is None:
        grounds = ", ".join(f"'{one}'" for one in NOT_ASKED)
        yield place, f"bij 'zienswijze' ontbreekt 'grond': waarom niemand is gehoord. Kies uit {grounds}"
    for index, one in enumerate(form.receivers):
        if one.als in REPRESENTATIVES and one.namens is None:
            where = root.get("aan" if index == 0 else "afschrift aan") or root
            yield where, f"'namens' ontbreekt: voor wie {one.naam} {one.als} is"


def day_of(text: str) -> date | None:
    try:
        return parse_date(text)
    except NotationError:
        return None
