"""From the declarations of all files to one symbol table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dsl.calendars import WEEKDAY_NAMES
from dsl.diagnostics import Findings, Related, diagnose
from dsl.names.fold import folded
from dsl.names.scope import visible_files
from dsl.names.sources import LawIds
from dsl.names.symbols import EnumSymbol, Member, Symbols, TypeSymbol, ValueSymbol
from dsl.names.tables import table_rows
from dsl.names.values import dated_values
from dsl.program import (
    AttrInfo,
    BoolType,
    CalendarInfo,
    FreeDay,
    Literal_,
    LookupInfo,
    NumType,
    ParamInfo,
    RoleInfo,
    Term,
    Type,
)
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import (
    Attribuut,
    Expr,
    Kalender,
    Kenmerk,
    Module,
    Objecttype,
    Opsomming,
    Opzoektabel,
    Parameter,
    Registratie,
    Rol,
    Termijn,
)
from dsl.types.forms import attribute_type, declared_type
from dsl.types.literals import declared_value
from dsl.types.units import base_unit

_DEFAULT_EFFORT = 5
_EARLIER = "Hier is de naam al beschreven."


def laws_by_regeling(modules: Sequence[Module]) -> dict[str, LawIds]:
    """The laws of every regeling, over all its files."""
    heads = defaultdict(list)
    for module in modules:
        heads[module.regeling.naam].append(module.regeling)
    return {name: LawIds(regelingen) for name, regelingen in heads.items()}


def collect(modules: Sequence[Module], laws: dict[str, LawIds], findings: Findings) -> Symbols:
    """Every declaration of every file. Reports names declared twice and declarations that mean nothing."""
    ordered = sorted(modules, key=lambda module: module.pad)
    symbols = Symbols(visible_files(ordered))
    collector = _Collector(symbols, laws, findings)
    # Enumerations and object types first: members and parameters are declared in terms of them.
    passes: tuple[tuple[type, Callable[..., None]], ...] = (
        (Opsomming, collector.enumeration),
        (Parameter, collector.parameter),
        (Opzoektabel, collector.table),
        (Kalender, collector.calendar),
    )
    collector.object_types(ordered)
    for kind, collect_one in passes[:1]:
        _each(ordered, kind, collect_one)
    collector.members(ordered)
    for kind, collect_one in passes[1:]:
        _each(ordered, kind, collect_one)
    return symbols


def _each(modules: Sequence[Module], kind: type, collect_one: Callable[..., None]) -> None:
    for module in modules:
        for definition in module.definities:
            if isinstance(definition, kind):
                collect_one(module, definition)


def term(written: Termijn) -> Term:
    return Term(written.aantal, base_unit(written.eenheid), written.bij, written.kalender)


@dataclass(slots=True)
class _Collector:
    symbols: Symbols
    laws: dict[str, LawIds]
    findings: Findings

    # --- object types

    def object_types(self, modules: Sequence[Module]) -> None:
        """One symbol per name. A file that uses the file of an object type may add members to it."""
        declared: dict[str, list[tuple[Module, Objecttype | Registratie]]] = defaultdict(list)
        for module in modules:
            for definition in module.definities:
                if isinstance(definition, Objecttype | Registratie):
                    declared[folded(definition.naam)].append((module, definition))
        for key, places in declared.items():
            base_module, base = self._base(places)
            symbol = TypeSymbol(base.naam, base.lidwoord, base.meervoud, base_module.pad, base.span)
            self.symbols.types[key] = symbol
            for module, definition in places:
                if not self.symbols.sees(module.pad, base_module.pad) or (
                    module is base_module and definition is not base
                ):
                    self._twice(definition.naam, definition.span, base.span)
                if symbol.plural is None:
                    symbol.plural = definition.meervoud
        for symbol in self.symbols.object_types():
            if symbol.plural is not None:
                self.symbols.types.setdefault(folded(symbol.plural), symbol)

    def _base(self, places: list[tuple[Module, Objecttype | Registratie]]) -> tuple[Module, Objecttype | Registratie]:
        """The declaration that all others can see; the first one when there is no such."""
        for module, definition in places:
            if all(self.symbols.sees(other.pad, module.pad) for other, _ in places):
                return module, definition
        return places[0]

    def members(self, modules: Sequence[Module]) -> None:
        for module in modules:
            enums = self.symbols.enum_names(module.pad)
            for definition in module.definities:
                if isinstance(definition, Objecttype | Registratie):
                    symbol = self.symbols.types[folded(definition.naam)]
                    for member in definition.leden:
                        self._member(module, symbol, member, enums)

    def _member(
        self, module: Module, symbol: TypeSymbol, written: Attribuut | Kenmerk | Rol, enums: dict[str, str]
    ) -> None:
        name = written.vorm if isinstance(written, Kenmerk) else written.naam
        earlier = symbol.members.get(folded(name))
        if earlier is not None:
            self._twice(name, written.span, earlier.info.span)
            return
        if isinstance(written, Rol):
            self._role(module, symbol, written)
            return
        kind: Type | None = BoolType()
        if isinstance(written, Attribuut):
            kind = attribute_type(written, enums, self.findings)
        info = AttrInfo(
            owner=symbol.name,
            name=name,
            article=written.lidwoord if isinstance(written, Attribuut) else "",
            type=kind or NumType(),
            derived=False,
            may_be_given=written.mag_worden_opgegeven,
            sensitive=written.gevoelig,
            effort=_DEFAULT_EFFORT if written.moeite is None else written.moeite,
            span=written.span,
        )
        if isinstance(written, Attribuut) and kind is not None:
            low, high = self._range(written, kind)
            info = replace(
                info, low=low, high=high, has_status=written.met_rechtsstatus, per_year=written.per_kalenderjaar
            )
        member = Member(info, module.pad, isinstance(written, Kenmerk), kind is not None)
        symbol.members[folded(name)] = member

    def _range(self, written: Attribuut, kind: Type) -> tuple[Literal_ | None, Literal_ | None]:
        low, high = (self._literal(end, kind) for end in (written.minimum, written.maximum))
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            self.findings.add(diagnose("TS416", written.span, minimum=low, maximum=high))
        return low, high

    def _literal(self, expr: Expr | None, kind: Type) -> Literal_ | None:
        return None if expr is None else declared_value(expr, kind, self.symbols.enum_table(), self.findings)

    def _role(self, module: Module, symbol: TypeSymbol, written: Rol) -> None:
        target = self.symbols.types.get(folded(written.doel))
        if target is None:
            known = sorted({name.name for name in self.symbols.types.values()})
            near = did_you_mean(suggest(written.doel, known))
            self.findings.add(diagnose("TS208", written.span, name=written.doel, remedy=near or None))
            self.symbols.broken.add(folded(written.naam))
            return
        if not self.symbols.sees(module.pad, target.file):
            self.findings.add(diagnose("TS210", written.span, name=target.name, file=target.file))
        role = RoleInfo(
            symbol.name,
            written.naam,
            written.meervoud,
            target.name,
            written.maximum,
            written.verplicht,
            written.omgekeerd,
            written.span,
        )
        symbol.add_role(role, module.pad)

    # --- enumerations, parameters, tables, calendars

    def enumeration(self, module: Module, written: Opsomming) -> None:
        key = folded(written.naam)
        if key in self.symbols.enums:
            self._twice(written.naam, written.span, self.symbols.enums[key].span)
            return
        values: dict[str, str] = {}
        for value in written.waarden:
            if folded(value.naam) in values:
                self._twice(value.naam, value.span, written.span)
            values.setdefault(folded(value.naam), value.naam)
        self.symbols.enums[key] = EnumSymbol(written.naam, values, module.pad, written.span)
        for value_key in values:
            self.symbols.enum_values.setdefault(value_key, []).append(written.naam)

    def _free(self, name: str, span: Span) -> bool:
        """Whether a parameter or table may have this name; reported when not."""
        for group in (self.symbols.params, self.symbols.tables):
            earlier = group.get(folded(name))
            if earlier is not None:
                self._twice(name, span, earlier.info.span)
                return False
        return True

    def parameter(self, module: Module, written: Parameter) -> None:
        enums = self.symbols.enum_names(module.pad)
        kind = declared_type(written.type, enums, written.naam, written.span, self.findings)
        if kind is None or not self._free(written.naam, written.span):
            self.symbols.broken.add(folded(written.naam))
            return
        laws = self.laws[module.regeling.naam]
        values = dated_values(written.naam, written.waarden, kind, self.symbols.enum_table(), laws, self.findings)
        sources = laws.sources(written.koppen.bronnen)
        info = ParamInfo(written.naam, written.lidwoord, kind, values, sources, written.span)
        self.symbols.params[folded(written.naam)] = ValueSymbol(info, module.pad)

    def table(self, module: Module, written: Opzoektabel) -> None:
        enums = self.symbols.enum_names(module.pad)
        forms = (written.type, *written.sleutels)
        kinds = [declared_type(form, enums, written.naam, written.span, self.findings) for form in forms]
        known = [kind for kind in kinds if kind is not None]
        if len(known) < len(kinds) or not self._free(written.naam, written.span):
            self.symbols.broken.add(folded(written.naam))
            return
        laws = self.laws[module.regeling.naam]
        key_types = tuple(known[1:])
        rows = table_rows(written, known[0], key_types, self.symbols.enum_table(), laws, self.findings)
        sources = laws.sources(written.koppen.bronnen)
        info = LookupInfo(written.naam, written.lidwoord, known[0], key_types, rows, sources, written.span)
        self.symbols.tables[folded(written.naam)] = ValueSymbol(info, module.pad)

    def calendar(self, module: Module, written: Kalender) -> None:
        earlier = self.symbols.calendars.get(folded(written.naam))
        if earlier is not None:
            self._twice(written.naam, written.span, earlier.info.span)
            return
        rest: set[int] = set()
        for day in written.rustdagen:
            if day in WEEKDAY_NAMES:
                rest.add(WEEKDAY_NAMES.index(day))
            else:
                self.findings.add(diagnose("TS303", written.span, expected="een dag van de week", found=f"'{day}'"))
        if len(rest) == len(WEEKDAY_NAMES):
            found = "een week zonder werkdagen"
            self.findings.add(diagnose("TS303", written.span, expected="ten minste één werkdag", found=found))
        free = tuple(
            FreeDay(
                day.naam,
                day.soort,
                day.dag,
                day.maand,
                day.offset,
                day.datum,
                day.op_zondag,
                day.vanaf,
                day.tot_en_met,
            )
            for day in written.vrij
        )
        sources = self.laws[module.regeling.naam].sources(written.koppen.bronnen)
        least = written.werkdagen_in_termijn
        info = CalendarInfo(
            name=written.naam,
            rest_days=tuple(sorted(rest)),
            free=free,
            not_above=tuple(term(item) for item in written.niet_boven),
            working_days_in_term=(least[0], term(least[1])) if least is not None else None,
            sources=sources,
            span=written.span,
        )
        self.symbols.calendars[folded(written.naam)] = ValueSymbol(info, module.pad)

    def _twice(self, name: str, span: Span, earlier: Span) -> None:
        self.findings.add(diagnose("TS202", span, name=name, related=[Related(earlier, _EARLIER)]))
