"""The file ``bronnen.yaml``: per registratie where its records are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from dsl.diagnostics import Diagnostic
from dsl.files import read_text
from dsl.program import Program
from dsl.suggest import did_you_mean, suggest
from engine.dossier.report import Report, yaml_findings
from engine.dossier.vocabulary import folded
from engine.forms import Form, Text, Texts, check_form
from engine.normen.sources.database import Address
from engine.safe_yaml import Mapping as Group
from engine.safe_yaml import Node, load_yaml

NAME = "bronnen.yaml"


class ConnectionForm(Form):
    adres: Text
    wachtwoord_uit: Text | None = Field(None, alias="wachtwoord uit")


class PlaceForm(Form):
    bestand: Texts | None = None
    verbinding: Text | None = None
    tabel: Text | None = None


class SettingsForm(Form):
    verbindingen: dict[str, ConnectionForm] = {}
    registraties: dict[str, PlaceForm]


@dataclass(frozen=True, slots=True)
class TableAt:
    """A table or view; ``schema`` is None for where the database itself looks first."""

    address: Address
    schema: str | None
    table: str


@dataclass(frozen=True, slots=True)
class FilesAt:
    paths: tuple[Path, ...]


Place = TableAt | FilesAt


def read_settings(path: Path, program: Program) -> tuple[Mapping[str, Place], list[Diagnostic]]:
    """The places by registratie, or everything that is wrong. Never raises for what stands in the file."""
    read = read_text(path, str(path))
    if isinstance(read, Diagnostic):
        return {}, [read]
    loaded = load_yaml(read.text)
    report = Report(read.path, found=yaml_findings(loaded, read.path))
    root = loaded.root
    if root is None:
        return {}, report.found
    form, problems = check_form(SettingsForm, root)
    for item in problems:
        report.add("TS556", item.node, remedy=item.remedy or None, problem=item.problem)
    if form is None:
        return {}, report.found
    addresses = {
        name: Address(one.adres, name, True, one.wachtwoord_uit, path.parent) for name, one in form.verbindingen.items()
    }
    known = {
        folded(name): registry.name
        for registry in program.registries.values()
        for name in (registry.name, program.types[registry.name].plural or registry.name)
    }
    places: dict[str, Place] = {}
    for name, one in form.registraties.items():
        at = _node(root, "registraties", name)
        wanted = folded(name)
        if wanted not in known:
            near = did_you_mean(suggest(name, known)) or None
            report.add("TS556", at, remedy=near, problem=f"er is geen registratie '{name}'")
        elif known[wanted] in places:
            report.add("TS556", at, problem=f"registratie '{known[wanted]}' staat er twee keer")
        else:
            place = _place(one, addresses, path.parent)
            if isinstance(place, str):
                report.add("TS556", at, problem=f"bij '{name}' {place}")
            else:
                places[known[wanted]] = place
    return ({}, report.found) if report.has_errors else (places, report.found)


def _place(one: PlaceForm, addresses: Mapping[str, Address], folder: Path) -> Place | str:
    """The place, or what is wrong (Dutch, the end of a sentence)."""
    if one.bestand is not None and one.verbinding is None and one.tabel is None:
        return FilesAt(tuple(folder / name for name in one.bestand))
    if one.bestand is not None or one.verbinding is None or one.tabel is None:
        return "hoort een 'bestand', of een 'verbinding' met een 'tabel'"
    address = addresses.get(one.verbinding)
    if address is None:
        return f"staat verbinding '{one.verbinding}', maar die staat niet onder 'verbindingen'"
    schema, point, table = one.tabel.partition(".")
    return TableAt(address, schema if point else None, table if point else one.tabel)


def _node(root: Node, group: str, name: str) -> Node:
    """The key of a part within a group, for a finding."""
    inner = root.get(group) if isinstance(root, Group) else None
    keys = [key for key, _ in inner.entries if key.text == name] if isinstance(inner, Group) else []
    return keys[0] if keys else root
