"""What a mapping file means for a program: facts with their columns and units, roles with their keys; all that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from dsl.diagnostics import Diagnostic
from dsl.program import BoolType, NumType, Program, RoleInfo, TypeInfo
from dsl.suggest import did_you_mean, suggest
from engine.columns.population import ColumnName
from engine.dossier.report import Report, yaml_findings
from engine.dossier.values import read_value, wanted_attr
from engine.dossier.vocabulary import FactKey, RoleKey, Vocabulary
from engine.forms import check_form
from engine.normen.parsing import Refused
from engine.normen.sources.database import Address
from engine.population.mapping import REFUSE_WORD, FactForm, MappingForm, RoleForm, TableForm
from engine.population.mapping_units import factor_of, unit_needed, unit_words
from engine.population.mapping_values import STATES, FactColumn, cell_reader
from engine.safe_yaml import Mapping as Group
from engine.safe_yaml import Node, load_yaml
from engine.values import Scalar

_YEAR = re.compile(r"(19|20)[0-9]{2}")
_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class RoleColumns:
    """As RoleForm, of a role of the program."""

    info: RoleInfo
    column: str | None
    reference: str | None
    via: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]]
    unknown_if_empty: bool

    @property
    def nobody(self) -> bool:
        return self.column is None and self.reference is None


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The table of one object type: where it is, which rows are of the type, and what its columns say."""

    info: TypeInfo
    files: tuple[str, ...]
    address: Address | None
    table: str | None
    key: str | None
    only: Mapping[str, tuple[str, ...]]
    facts: tuple[FactColumn, ...]
    same: Mapping[ColumnName, Scalar]
    roles: tuple[RoleColumns, ...]
    no_other_kenmerk: bool
    nobody_else: bool

    @property
    def given(self) -> set[str]:
        """The facts and roles that the mapping names."""
        keys = {*self.same, *(fact.key for fact in self.facts)}
        return {key if isinstance(key, str) else key[0] for key in keys} | {role.info.name for role in self.roles}

    @property
    def others(self) -> list[str]:
        """The kenmerken that the mapping does not name and that no rule sets."""
        given = self.given
        return [
            name
            for name, one in self.info.attributes.items()
            if isinstance(one.type, BoolType) and not one.derived and name not in given
        ]

    @property
    def all_same(self) -> Mapping[ColumnName, Scalar]:
        """The facts that are the same for all rows."""
        return {**self.same, **(dict.fromkeys(self.others, False) if self.no_other_kenmerk else {})}


@dataclass(frozen=True, slots=True)
class Translation:
    """``root``: the object type whose objects are never split, with everybody whom their roles lead to."""

    name: str
    year: int | None
    root: str
    counts_for: int | None
    not_known: tuple[str, ...]
    tables: Mapping[str, TableColumns]


def read_translation(text: str, path: str, program: Program) -> tuple[Translation | None, list[Diagnostic]]:
    """The meaning of a mapping file, or everything that is wrong with it. Never raises for what stands in it."""
    loaded = load_yaml(text)
    report = Report(path, found=yaml_findings(loaded, path))
    if loaded.root is None:
        return None, report.found
    form, problems = check_form(MappingForm, loaded.root)
    for item in problems:
        report.add("TS561", item.node, remedy=item.remedy or None, problem=item.problem)
    if form is None:
        return None, report.found
    made = _Meaning(form, program, report, loaded.root, Path(path).parent).translation()
    return (None if report.has_errors else made), report.found


class _Meaning:
    def __init__(self, form: MappingForm, program: Program, report: Report, root: Node, folder: Path) -> None:
        self.form, self.program, self.report, self.root, self.folder = form, program, report, root, folder
        self.vocabulary = Vocabulary(program)
        self.names: dict[str, str] = {}
        self.year = self._year(form.jaar, "jaar")

    def wrong(self, problem: str, *keys: str, remedy: str = "") -> None:
        """A finding at the deepest of these keys that there is."""
        self.report.add("TS561", self._node(*keys)[0], remedy=remedy or None, problem=problem)

    def _node(self, *keys: str) -> tuple[Node, Node]:
        """The deepest of these keys that there is, and what stands there."""
        at = node = self.root
        for key in keys:
            entry = next(((k, v) for k, v in node.entries if k.text == key), None) if isinstance(node, Group) else None
            if entry is None:
                break
            at, node = entry
        return at, node

    def translation(self) -> Translation | None:
        for name in self.form.tabellen:
            info = self.vocabulary.type_named(name)
            if info is None:
                near = did_you_mean(suggest(name, self.vocabulary.type_names()))
                self.wrong(f"er is geen objecttype '{name}'", "tabellen", name, remedy=near)
            elif info.name in self.names:
                self.wrong(f"objecttype '{info.name}' staat er twee keer", "tabellen", name)
            else:
                self.names[info.name] = name
        tables = {owner: self._table(owner, name, self.form.tabellen[name]) for owner, name in self.names.items()}
        root = self._root(tables)
        counts = self._whole(self.form.telt_voor, "telt voor")
        if root is None:
            return None
        return Translation(
            self.form.naam, self.year, root, counts, tuple(self.form.weet_niet or ()), self._ordered(root, tables)
        )

    def _whole(self, text: str | None, key: str) -> int | None:
        if text is None:
            return None
        digits = text.replace(".", "")
        if not digits.isascii() or not digits.isdecimal() or not int(digits):
            self.wrong(f"'{key}' is geen aantal", key)
            return None
        return int(digits)

    def _year(self, text: str | None, *keys: str) -> int | None:
        if text is not None and not _YEAR.fullmatch(text):
            self.wrong("dit is geen jaar", *keys, remedy="Schrijf een jaar zoals 2024.")
            return None
        return None if text is None else int(text)

    # ------------------------------------------------------------ the shape of the whole

    def _root(self, tables: Mapping[str, TableColumns]) -> str | None:
        targets = {role.info.target for one in tables.values() for role in one.roles if not role.nobody}
        roots = [owner for owner in tables if owner not in targets]
        if self.form.per is not None:
            info = self.vocabulary.type_named(self.form.per)
            if info is None or info.name not in tables:
                self.wrong("'per' noemt geen objecttype met een tabel", "per")
                return None
            roots = [info.name]
        if len(roots) != 1:
            what = "geen enkel" if not roots else "meer dan één"
            shown = f" ({', '.join(sorted(roots))})" if roots else ""
            self.wrong(
                f"{what} objecttype staat bovenaan{shown}",
                "tabellen",
                remedy="Geef elk ander objecttype een plaats in een rol, of noem met 'per' het objecttype dat bovenaan staat.",
            )
            return None
        if tables[roots[0]].key is None:
            self.wrong(f"'{roots[0]}' heeft een sleutel nodig", "tabellen", self.names[roots[0]])
        return roots[0]

    def _ordered(self, root: str, tables: Mapping[str, TableColumns]) -> dict[str, TableColumns]:
        """Owners before those in their roles."""
        order, waiting = [root], [root]
        while waiting:
            for role in tables[waiting.pop(0)].roles:
                if not role.nobody and role.info.target not in order:
                    order.append(role.info.target)
                    waiting.append(role.info.target)
        for owner in tables:
            if owner not in order:
                self.wrong(f"niets leidt van '{root}' naar '{owner}'", "tabellen", self.names[owner])
        return {owner: tables[owner] for owner in order if owner in tables}

    # ------------------------------------------------------------ one table

    def _table(self, owner: str, name: str, form: TableForm) -> TableColumns:
        info = self.program.types[owner]
        facts: list[FactColumn] = []
        for column, items in form.kolommen.items():
            for item in items:
                fact = self._fact(info, name, column, item)
                if fact is not None:
                    facts.append(fact)
        same: dict[ColumnName, Scalar] = {}
        for text in form.zelfde:
            found = self._fact(info, name, "", FactForm(gegeven=text), for_all=True)
            if found is not None and self._not_twice(found.key, {*same, *(one.key for one in facts)}, name, text):
                node = self._node("tabellen", name, "zelfde", text)[1]
                value = read_value(wanted_attr(found.info), node, self.program, self.report)
                if value is not None:
                    same[found.key] = not value if found.negative else value
        known: set[ColumnName] = set()
        for fact in facts:
            if self._not_twice(fact.key, known, name, fact.column):
                known.add(fact.key)
        return TableColumns(
            info,
            tuple(form.bestand or ()),
            self._address(name, form),
            form.tabel,
            form.sleutel,
            {column: tuple(texts) for column, texts in form.alleen.items()},
            tuple(facts),
            same,
            tuple(self._roles(info, name, form)),
            form.overige_kenmerken == "nee",
            form.overige_rollen == "niemand",
        )

    def _address(self, name: str, form: TableForm) -> Address | None:
        if form.verbinding is None:
            return None
        found = self.form.verbindingen.get(form.verbinding)
        if found is None:
            self.wrong(
                f"verbinding '{form.verbinding}' staat niet onder 'verbindingen'", "tabellen", name, "verbinding"
            )
            return None
        if form.tabel is None or form.bestand is not None:
            self.wrong("bij een 'verbinding' hoort een 'tabel', en geen 'bestand'", "tabellen", name, "verbinding")
        return Address(found.adres, form.verbinding, True, found.wachtwoord_uit, self.folder)

    def _not_twice(self, key: ColumnName, known: set[ColumnName], name: str, at: str) -> bool:
        plain = key if isinstance(key, str) else key[0]
        clash = [one for one in known if (one if isinstance(one, str) else one[0]) == plain]
        if key not in known and all(isinstance(one, tuple) and len(one) == len(key) for one in clash):
            return True
        both = "staat er twee keer" if key in known else "staat er zowel met als zonder jaar of maand"
        group = "kolommen" if at in self.form.tabellen[name].kolommen else "zelfde"
        self.wrong(f"'{plain}' {both}", "tabellen", name, group, at)
        return False

    def _fact(self, info: TypeInfo, name: str, column: str, form: FactForm, for_all: bool = False) -> FactColumn | None:
        at = ("tabellen", name, "kolommen", column) if not for_all else ("tabellen", name, "zelfde", form.gegeven)
        found = self.vocabulary.key(info, form.gegeven)
        if not isinstance(found, FactKey):
            why = "is een rol" if isinstance(found, RoleKey) else f"is geen gegeven van '{info.name}'"
            remedy = "Zet haar onder 'rollen'." if found is not None else self.vocabulary.remedy(info, form.gegeven)
            self.wrong(f"'{form.gegeven}' {why}", *at, remedy=remedy)
            return None
        attribute = found.attr
        if attribute.derived and not attribute.may_be_given:
            self.wrong(f"'{attribute.name}' volgt uit de regels", *at, remedy="Laat dit gegeven weg.")
            return None
        key = self._period(attribute.name, attribute.per_year, form, at)
        factor = None if for_all else self._factor(attribute.type, form, at)
        if key is None or (factor is None and not for_all and isinstance(attribute.type, NumType)):
            return None
        fact = FactColumn(column, key, attribute, not found.positive, factor, form.waarden, form.leeg, form.afronden)
        self._check_words(fact, at)
        return fact

    def _check_words(self, fact: FactColumn, at: Sequence[str]) -> None:
        if fact.rounding is not None and not isinstance(fact.info.type, NumType):
            self.wrong("'afronden' hoort bij een getal", *at, "afronden")
        bare = FactColumn("", fact.key, fact.info, fact.negative, fact.factor, None, REFUSE_WORD, fact.rounding)
        read = cell_reader(self.program, bare)
        said = [("leeg", fact.empty)] if fact.empty != REFUSE_WORD else []
        for where, text in (*said, *(("waarden", text) for text in (fact.words or {}).values())):
            if text not in STATES:
                try:
                    read(text)
                except Refused as why:
                    self.wrong(f"'{text}' bij '{where}' {why}", *at, where)

    def _period(self, attr: str, per_year: bool, form: FactForm, at: Sequence[str]) -> ColumnName | None:
        if form.maand is not None:
            month = _MONTH.fullmatch(form.maand)
            if month is None or form.jaar is not None:
                self.wrong(
                    "'maand' is een jaar en een maand, zonder 'jaar' erbij", *at, remedy="Schrijf zoals 2024-03."
                )
                return None
            return attr, int(month[1]), int(month[2])
        if form.jaar is not None:
            year = self._year(form.jaar, *at, "jaar")
            return None if year is None else (attr, year)
        if not per_year:
            return attr
        if self.year is None:
            remedy = "Zet er 'jaar' bij, zoals 2024, of zet het boven in het bestand."
            self.wrong(f"'{attr}' geldt per kalenderjaar, en er staat geen jaar", *at, remedy=remedy)
            return None
        return attr, self.year

    def _factor(self, kind: object, form: FactForm, at: Sequence[str]) -> Fraction | None:
        if not isinstance(kind, NumType):
            if form.eenheid is not None:
                self.wrong(f"'{form.gegeven}' is geen getal en heeft geen eenheid", *at)
            return None
        if form.eenheid is None:
            if not unit_needed(kind):
                return Fraction(1)
            self.wrong(
                f"bij '{form.gegeven}' staat niet in welke eenheid de kolom is",
                *at,
                remedy=f"Schrijf bijvoorbeeld 'eenheid: {unit_words(kind)}'.",
            )
            return None
        factor = factor_of(form.eenheid, kind)
        if factor is None:
            fitting = unit_words(kind)
            remedy = f"Het gegeven is in: {fitting}." if fitting else "Het gegeven heeft geen eenheid; laat haar weg."
            self.wrong(f"eenheid '{form.eenheid}' past niet bij '{form.gegeven}'", *at, remedy=remedy)
        return factor

    # ------------------------------------------------------------ roles

    def _roles(self, info: TypeInfo, name: str, form: TableForm) -> list[RoleColumns]:
        found: list[RoleColumns] = []
        for text, role in form.rollen.items():
            at = ("tabellen", name, "rollen", text)
            key = self.vocabulary.key(info, text)
            if not isinstance(key, RoleKey):
                remedy = did_you_mean(suggest(text, info.roles))
                self.wrong(f"'{text}' is geen rol van '{info.name}'", *at, remedy=remedy)
            elif any(one.info.name == key.role.name for one in found):
                self.wrong(f"rol '{key.role.name}' staat er twee keer", *at)
            elif self._fits(key.role, info, role, form, at):
                via = tuple(self._via(info, one, found, at) for one in role.via or ())
                only = {column: tuple(texts) for column, texts in (role.als or {}).items()}
                found.append(RoleColumns(key.role, role.kolom, role.verwijzing, via, only, role.leeg == "onbekend"))
        return found

    def _via(self, info: TypeInfo, text: str, above: Sequence[RoleColumns], at: Sequence[str]) -> str:
        """A role whose members are known when those of this one are looked for."""
        key = self.vocabulary.key(info, text)
        if isinstance(key, RoleKey) and any(one.info.name == key.role.name and not one.nobody for one in above):
            return key.role.name
        self.wrong(f"'via' noemt '{text}', en dat is geen rol hierboven met een kolom of verwijzing", *at, "via")
        return text

    def _fits(self, role: RoleInfo, info: TypeInfo, form: RoleForm, table: TableForm, at: Sequence[str]) -> bool:
        problem = ""
        if form.kolom is None and form.verwijzing is None:
            if form.via or form.als:
                problem = "hier ontbreekt 'kolom' of 'verwijzing'"
            elif role.required:
                problem = f"er is altijd een {role.name}"
        elif form.kolom is not None and form.verwijzing is not None:
            problem = "'kolom' en 'verwijzing' horen niet bij elkaar"
        elif form.kolom is not None and form.als is not None:
            problem = "'als' hoort bij een 'verwijzing', niet bij een 'kolom'"
        elif role.target not in self.names:
            problem = f"er is geen tabel van '{role.target}'"
        elif form.kolom is not None and self.form.tabellen[self.names[role.target]].sleutel is None:
            problem = f"de tabel van '{role.target}' heeft geen 'sleutel' om naar te wijzen"
        elif form.verwijzing is not None and not form.via and table.sleutel is None:
            problem = f"de tabel van '{info.name}' heeft geen 'sleutel' om naar te wijzen"
        if problem:
            self.wrong(problem, *at)
        return not problem
