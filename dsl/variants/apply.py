"""Rules and varianten on top of them to other rules, as trees.

Nothing here knows types, units or nodes: what comes out is checked as any rule files are. What a variant names that is not there,
what it leaves as it was and what two varianten say against each other is found here, because the trees no longer tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from dsl.diagnostics import Diagnostic, diagnose
from dsl.names.fold import folded
from dsl.names.scope import visible_files
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import (
    Beslistabel,
    Bron,
    Definitie,
    Koppen,
    LaatVervallen,
    Module,
    Opzoektabel,
    Parameter,
    Regel,
    TabelRij,
    Variant,
    VariantDeel,
    Vervangt,
    VoegtToe,
    Waarde,
    WijzigtParameter,
    WijzigtTabel,
)
from dsl.variants.conflicts import Conflicts, Touched
from dsl.variants.periods import Period, as_written, outside, overlaid, same_values, validity, value_periods
from dsl.variants.stack import Variants, Written

_Rule = Regel | Beslistabel
_Place = tuple[int, int]
_T = TypeVar("_T", Parameter, Opzoektabel)


@dataclass(frozen=True, slots=True)
class Gap:
    """A rule that a variant takes away over a period: if nothing else gives what it gave, something is missing."""

    rule: _Rule
    regeling: str
    period: Period
    span: Span


@dataclass(frozen=True, slots=True)
class Applied:
    """``modules`` are the law as the varianten make it: the files with law, and one module per variant and regeling that it adds
    rules to. ``gone``: what was taken away; ``changed_values`` names the parameters and tables, ``changed_rules`` the rules (by
    regeling), that are not as they were; ``own``: the names of the files of the varianten."""

    modules: list[Module]
    findings: list[Diagnostic]
    gone: list[Gap]
    changed_values: set[str]
    changed_rules: set[tuple[str, str]]
    own: frozenset[str]


def apply_variants(law: Sequence[Module], stack: Sequence[Written], variants: Variants) -> Applied:
    """The law with the varianten of a stack, applied in that order."""
    applying = _Applying(list(law), variants)
    for item in stack:
        applying.variant(item)
    return applying.result()


@dataclass(slots=True)
class _Applying:
    law: list[Module]
    variants: Variants
    findings: list[Diagnostic] = field(default_factory=list)
    gone: list[Gap] = field(default_factory=list)
    changed_values: set[str] = field(default_factory=set)
    changed_rules: set[tuple[str, str]] = field(default_factory=set)
    _definitions: list[list[Definitie | None]] = field(default_factory=list)
    _values: dict[str, _Place] = field(default_factory=dict)
    _rules: dict[str, list[_Place]] = field(default_factory=lambda: defaultdict(list))
    _modules: dict[tuple[str, str], int] = field(default_factory=dict)
    _sees: dict[str, frozenset[str]] = field(default_factory=dict)
    _conflicts: Conflicts = field(init=False)

    def __post_init__(self) -> None:
        self._conflicts = Conflicts(self.variants)
        for module in list(self.law):
            self._definitions.append([])
            for definition in module.definities:
                self._put(len(self._definitions) - 1, definition)

    def result(self) -> Applied:
        modules = [
            replace(module, definities=tuple(item for item in definitions if item is not None))
            for module, definitions in zip(self.law, self._definitions, strict=True)
        ]
        findings = [*self.findings, *self._conflicts.findings]
        own = frozenset(self.law[number].pad for number in self._modules.values())
        return Applied(modules, findings, self.gone, self.changed_values, self.changed_rules, own)

    # --- where things are

    def _put(self, module: int, definition: Definitie) -> None:
        place = module, len(self._definitions[module])
        self._definitions[module].append(definition)
        if isinstance(definition, Parameter | Opzoektabel):
            self._values.setdefault(folded(definition.naam), place)
        elif isinstance(definition, Regel | Beslistabel):
            self._rules[folded(definition.naam)].append(place)

    def _module(self, item: Written, regeling: str) -> int:
        """The module with what a variant adds to a regeling."""
        key = item.name, folded(regeling)
        if key not in self._modules:
            head = replace(item.module.regeling, naam=regeling)
            self._modules[key] = len(self.law)
            self.law.append(replace(item.module, regeling=head, definities=(), comments=()))
            self._definitions.append([])
        return self._modules[key]

    def _regeling(self, place: _Place) -> str:
        return self.law[place[0]].regeling.naam

    def _named(self, place: _Place) -> _Rule:
        found = self._definitions[place[0]][place[1]]
        assert isinstance(found, Regel | Beslistabel)
        return found

    # --- one variant

    def variant(self, item: Written) -> None:
        self._module(item, item.module.regeling.naam)
        modules = [*self.law, replace(item.module, definities=())]
        self._sees = {item.module.pad: visible_files(modules)[item.module.pad]}
        for part in item.variant.delen:
            self._conflicts.now(item, part)
            self._part(item, part)

    def _part(self, item: Written, part: VariantDeel) -> None:
        match part:
            case WijzigtParameter():
                self._parameter(item.variant, part)
            case WijzigtTabel():
                self._table(item.variant, part)
            case VoegtToe():
                self._add(item, part)
            case Vervangt():
                self._replace(item, part)
            case LaatVervallen():
                self._drop(item, part)

    def _parameter(self, variant: Variant, part: WijzigtParameter) -> None:
        found = self._find(part.parameter.naam, Parameter, "parameter", part.parameter.span)
        if found is None:
            return
        place, param = found
        values = _sourced(part.waarden, part.bronnen, variant)
        self._touch_values(f"parameter '{param.naam}'", values)
        changed = overlaid(param.waarden, values)
        if same_values(param.waarden, changed):
            self._nothing(part.span, f"parameter '{param.naam}'", "de parameter heeft op die dagen al deze waarde")
        self._definitions[place[0]][place[1]] = replace(param, waarden=changed)
        self.changed_values.add(param.naam)

    def _table(self, variant: Variant, part: WijzigtTabel) -> None:
        found = self._find(part.tabel.naam, Opzoektabel, "tabel", part.tabel.span)
        if found is None:
            return
        place, table = found
        rows: dict[object, TabelRij] = {row.sleutels: row for row in table.rijen}
        for row in part.rijen:
            values = _sourced(row.waarden, part.bronnen, variant)
            self._touch_values(f"tabel '{table.naam}'", values, row.sleutels)
            old = rows.get(row.sleutels)
            changed = overlaid(old.waarden, values) if old is not None else values
            if old is not None and same_values(old.waarden, changed):
                what = f"deze rij van tabel '{table.naam}'"
                self._nothing(row.span, what, "de rij heeft op die dagen al deze waarde")
            rows[row.sleutels] = replace(row if old is None else old, waarden=changed)
        self._definitions[place[0]][place[1]] = replace(table, rijen=tuple(rows.values()))
        self.changed_values.add(table.naam)

    def _touch_values(self, what: str, values: Sequence[Waarde], row: object = None) -> None:
        for period, value in value_periods(values):
            self._conflicts.touch(Touched(what, (what, row), period, value.waarde))

    def _add(self, item: Written, part: VoegtToe) -> None:
        definition = part.definitie
        if isinstance(definition, Regel | Beslistabel):
            definition = _with_sources(definition, item.variant)
            self.changed_rules.add((item.module.regeling.naam, folded(definition.naam)))
        elif isinstance(definition, Parameter):
            values = _sourced(definition.waarden, definition.koppen.bronnen, item.variant)
            definition = replace(definition, waarden=values)
            self.changed_values.add(definition.naam)
        elif isinstance(definition, Opzoektabel):
            rows = tuple(
                replace(row, waarden=_sourced(row.waarden, definition.koppen.bronnen, item.variant))
                for row in definition.rijen
            )
            definition = replace(definition, rijen=rows)
            self.changed_values.add(definition.naam)
        self._put(self._module(item, item.module.regeling.naam), definition)

    def _replace(self, item: Written, part: Vervangt) -> None:
        new = _with_sources(part.definitie, item.variant)
        period = validity(new.koppen.geldig)
        old = self._versions(item, new.naam, part.span, "vervangen", period)
        if not old:
            return
        regeling = self._regeling(old[0])
        versions = [self._named(place) for place in old]
        if all(_says(version) == _says(new) for version in versions):
            covered = [validity(version.koppen.geldig) for version in versions]
            if not outside([period], covered):
                self._nothing(part.span, f"regel '{new.naam}'", "de regel zegt op die dagen al hetzelfde")
        self._conflicts.touch(Touched(f"regel '{new.naam}'", ("regel", regeling, folded(new.naam)), period, _says(new)))
        self._take(old, period, part.span)
        self._put(self._module(item, regeling), new)
        self.changed_rules.add((regeling, folded(new.naam)))

    def _drop(self, item: Written, part: LaatVervallen) -> None:
        period = Period() if part.per is None else Period(first=part.per)
        old = self._versions(item, part.regel.naam, part.regel.span, "laten vervallen", period)
        if not old:
            return
        regeling, name = self._regeling(old[0]), self._named(old[0]).naam
        self._conflicts.touch(Touched(f"regel '{name}'", ("regel", regeling, folded(name)), period, None))
        self._take(old, period, part.span)
        self.changed_rules.add((regeling, folded(name)))

    def _take(self, places: Sequence[_Place], period: Period, span: Span) -> None:
        """Let rules no longer hold in a period."""
        for module, index in places:
            rule = self._named((module, index))
            valid = validity(rule.koppen.geldig)
            lost = valid.common(period)
            if lost is None:
                continue
            self.gone.append(Gap(rule, self.law[module].regeling.naam, lost, span))
            parts = [_valid(rule, part) for part in valid.without(period)]
            self._definitions[module][index] = parts[0] if parts else None
            if not parts:
                self._rules[folded(rule.naam)].remove((module, index))
            for part in parts[1:]:
                self._put(module, part)

    # --- finding

    def _find(self, name: str, kind: type[_T], word: str, span: Span) -> tuple[_Place, _T] | None:
        place = self._values.get(folded(name))
        found = self._definitions[place[0]][place[1]] if place is not None else None
        if place is not None and isinstance(found, kind):
            return place, found
        known = [
            item.naam
            for module, index in self._values.values()
            if isinstance(item := self._definitions[module][index], kind)
        ]
        near = did_you_mean(suggest(name, known)) or None
        self.findings.append(diagnose("TS471", span, kind=word, name=name, remedy=near))
        return None

    def _versions(self, item: Written, name: str, span: Span, deed: str, period: Period) -> list[_Place]:
        """The versions of the rule that a variant means and that hold on some day of the period; none when reported."""
        places = self._rules.get(folded(name), [])
        if not places:
            near = did_you_mean(suggest(name, self._rule_names())) or None
            self.findings.append(diagnose("TS470", span, name=name, deed=deed, remedy=near))
            return []
        sees = self._sees[item.module.pad]
        nearest = [place for place in places if self.law[place[0]].pad in sees] or places
        regelingen = sorted({self._regeling(place) for place in nearest})
        if len(regelingen) > 1 and item.module.regeling.naam in regelingen:
            regelingen = [item.module.regeling.naam]
        if len(regelingen) > 1:
            named = ", ".join(f"'{regeling}'" for regeling in regelingen)
            self.findings.append(diagnose("TS477", span, name=name, regelingen=named))
            return []
        versions = [place for place in places if self._regeling(place) == regelingen[0]]
        valid = [place for place in versions if validity(self._named(place).koppen.geldig).common(period) is not None]
        if not valid:
            self.findings.append(diagnose("TS478", span, name=name, deed=deed, period=period.words))
        return valid

    def _rule_names(self) -> list[str]:
        return [self._named(places[0]).naam for places in self._rules.values() if places]

    def _nothing(self, span: Span, what: str, why: str) -> None:
        self.findings.append(diagnose("TS475", span, what=what[:1].upper() + what[1:], why=why))


def _valid(rule: _Rule, period: Period) -> _Rule:
    return replace(rule, koppen=replace(rule.koppen, geldig=as_written(period)))


def _says(rule: _Rule) -> _Rule:
    """A rule without its validity, sources and certainty: equal for rules that say the same."""
    bare = replace(rule.koppen, geldig=None, bronnen=(), zekerheid=None, uitleg=None)
    return replace(rule, koppen=bare)


def _sourced(values: Sequence[Waarde], sources: tuple[Bron, ...], variant: Variant) -> tuple[Waarde, ...]:
    """Values that say where they come from and how sure they are: what they do not say themselves, the variant says."""
    return tuple(
        replace(
            value,
            bronnen=value.bronnen or sources or variant.koppen.bronnen,
            zekerheid=value.zekerheid or variant.koppen.zekerheid,
        )
        for value in values
    )


def _with_sources(rule: _Rule, variant: Variant) -> _Rule:
    heads: Koppen = replace(
        rule.koppen,
        bronnen=rule.koppen.bronnen or variant.koppen.bronnen,
        zekerheid=rule.koppen.zekerheid or variant.koppen.zekerheid,
    )
    return replace(rule, koppen=heads)
