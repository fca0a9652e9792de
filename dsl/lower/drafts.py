"""Rules before lowering: what each one sets, on which object type, under which number.

A Beslistabel gives one draft per result column. Numbers follow the canonical order (regeling, name, validity, attribute), so
that they do not depend on where a rule stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dsl.diagnostics import Findings, diagnose
from dsl.names.fold import folded
from dsl.names.paths import Environment, PathReader
from dsl.names.symbols import Symbols, TypeSymbol
from dsl.program import AttrInfo, RoleInfo
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import (
    Beoordeelt,
    Beslistabel,
    BuitenToepassing,
    KentToe,
    Koppen,
    Module,
    Pad,
    Regel,
    Stap,
    StatusUitspraak,
    Stelt,
    Verdeelt,
)

_BEGINNING = date.min


@dataclass(frozen=True, slots=True)
class Draft:
    """One rule, or one result column of a table. ``target`` is None for a rule that only puts others out of force; its
    ``owner`` is then found from those. ``share_role`` is the role over whose objects a verdeling goes."""

    name: str
    regeling: str
    file: str
    koppen: Koppen
    form: Regel | Beslistabel
    owner: str
    target: AttrInfo | None
    span: Span
    number: int = -1
    column: int = 0
    share_role: RoleInfo | None = None

    @property
    def attr(self) -> str | None:
        return self.target.name if self.target is not None else None

    @property
    def start(self) -> date | None:
        return self.koppen.geldig.vanaf if self.koppen.geldig is not None else None

    @property
    def end(self) -> date | None:
        return self.koppen.geldig.tot_en_met if self.koppen.geldig is not None else None

    @property
    def switches(self) -> tuple[Stap, ...]:
        said = self.form.uitspraak if isinstance(self.form, Regel) else None
        return said.regels if isinstance(said, BuitenToepassing) else ()


def draft_rules(modules: Iterable[Module], symbols: Symbols, names_known: bool, findings: Findings) -> list[Draft]:
    """All rules in canonical order, numbered. Rules whose target means nothing are reported and left out."""
    drafts: list[Draft] = []
    for module in modules:
        drafter = _Drafter(module, symbols, findings, names_known)
        for definition in module.definities:
            if not isinstance(definition, Regel | Beslistabel):
                continue
            made = drafter.rule(definition) if isinstance(definition, Regel) else drafter.table(definition)
            if not made:
                symbols.lost_rules.update(map(folded, (definition.naam, *definition.koppen.groepen)))
            drafts += made
    drafts.sort(key=_canonical)
    return [replace(draft, number=number) for number, draft in enumerate(drafts)]


def _canonical(draft: Draft) -> tuple[str, str, date, str, str, str, int]:
    # The last two only decide between versions that start together, which is an error of its own.
    start = draft.start or _BEGINNING
    return draft.regeling, draft.name, start, draft.owner, draft.attr or "", draft.file, draft.span.start


@dataclass(frozen=True, slots=True)
class _Drafter:
    module: Module
    symbols: Symbols
    findings: Findings
    names_known: bool

    def rule(self, rule: Regel) -> list[Draft]:
        said = rule.uitspraak
        base = self._base(rule)
        if isinstance(said, BuitenToepassing):
            return [base]
        if isinstance(said, KentToe):
            owner = self._subject(said.doel)
            target = self._kenmerk(owner, said) if owner is not None else None
            return [replace(base, owner=owner.name, target=target)] if owner is not None and target is not None else []
        if isinstance(said, Verdeelt):
            return self._division(base, said)
        owner = self._subject(said.doel)
        target = self._attribute(owner, said.doel) if owner is not None else None
        if owner is None or target is None:
            return []
        if isinstance(said, StatusUitspraak):
            if not target.has_status:
                self._report("TS426", said.span, attribute=target.name, status=said.status)
                return []
            if said.status == "verschuldigd":
                expected = "'niet verschuldigd', 'op nihil gesteld' of 'niet opgelegd'"
                self._report("TS303", said.span, expected=expected, found="'verschuldigd'")
                return []
        assert isinstance(said, Stelt | StatusUitspraak | Beoordeelt)
        return [replace(base, owner=owner.name, target=target)]

    def table(self, table: Beslistabel) -> list[Draft]:
        drafts: list[Draft] = []
        first: TypeSymbol | None = None
        for column, goal in enumerate(table.doelen):
            owner = self._subject(goal, first)
            target = self._attribute(owner, goal) if owner is not None else None
            if owner is None or target is None:
                continue
            first = first or owner
            drafts.append(replace(self._base(table), owner=owner.name, target=target, column=column))
        return drafts

    def _base(self, form: Regel | Beslistabel) -> Draft:
        return Draft(form.naam, self.module.regeling.naam, self.module.pad, form.koppen, form, "", None, form.span)

    def _report(self, code: str, span: Span, **fields: object) -> None:
        self.findings.add(diagnose(code, span, **fields))  # type: ignore[arg-type]

    def _subject(self, goal: Pad, earlier: TypeSymbol | None = None) -> TypeSymbol | None:
        """The object type that the rule is about: ``een T``, the last word of what it sets."""
        step = goal.stappen[-1]
        found = find_type(step, self.module.pad, self.symbols, self.names_known, self.findings)
        if found is None:
            return None
        if step.lidwoord != "een" and earlier is None:
            remedy = f"Schrijf 'een {found.name}': zo wordt het onderwerp van de regel genoemd."
            self._report("TS213", step.span, name=step.naam, remedy=remedy)
            return None
        if earlier is not None and found is not earlier:
            self._report("TS220", step.span, first=earlier.name, second=found.name)
            return None
        return found

    def _reader(self) -> PathReader:
        return PathReader(Environment(self.symbols, self.module.pad, (), frozenset(), self.names_known), self.findings)

    def _attribute(self, owner: TypeSymbol, goal: Pad) -> AttrInfo | None:
        """The attribute of the subject itself that the rule sets."""
        if len(goal.stappen) != 2:
            self._report("TS221", goal.span, owner=owner.name)
            return None
        member = self._reader().member(owner, goal.stappen[0])
        if member is None or not member.valid:
            return None
        if isinstance(member.info, RoleInfo) or member.kenmerk:
            what = "een rol" if isinstance(member.info, RoleInfo) else "een kenmerk"
            self._report("TS303", goal.stappen[0].span, expected="een attribuut", found=what)
            return None
        return member.info

    def _kenmerk(self, owner: TypeSymbol, said: KentToe) -> AttrInfo | None:
        member = owner.members.get(folded(said.kenmerk))
        if member is not None and member.kenmerk and isinstance(member.info, AttrInfo):
            if self.symbols.sees(self.module.pad, member.file):
                self.symbols.mean(said.span, member.info)
                return member.info
            self._report("TS210", said.span, name=member.info.name, file=member.file)
            return None
        if not self.names_known:
            return None
        if folded(said.kenmerk) in owner.role_tests:
            self._report("TS303", said.span, expected="een kenmerk", found="een rol, die uit het dossier komt")
            return None
        near = did_you_mean(suggest(said.kenmerk, [it.info.name for it in owner.attributes() if it.kenmerk]))
        self._report("TS209", said.span, name=said.kenmerk, owner=owner.name, remedy=near or None)
        return None

    def _division(self, base: Draft, said: Verdeelt) -> list[Draft]:
        """A verdeling sets the share on the objects over which is divided."""
        whole = self._subject(said.totaal)
        if whole is None:
            return []
        if len(said.over.stappen) != 2 or folded(said.over.stappen[1].naam) != folded(whole.name):
            self._report("TS308", said.over.span, name=said.over.stappen[0].naam)
            return []
        member = self._reader().member(whole, said.over.stappen[0])
        if member is None:
            return []
        if not isinstance(member.info, RoleInfo) or not member.info.many:
            self._report("TS308", said.over.span, name=said.over.stappen[0].naam)
            return []
        part = self.symbols.types[folded(member.info.target)]
        target = self._attribute(part, said.aandeel)
        if target is None:
            return []
        return [replace(base, owner=part.name, target=target, share_role=member.info)]


def find_type(step: Stap, file: str, symbols: Symbols, names_known: bool, findings: Findings) -> TypeSymbol | None:
    """The object type that a step names; None when reported."""
    found = symbols.types.get(folded(step.naam))
    if found is None:
        if not (step.bekend and not names_known):
            near = did_you_mean(suggest(step.naam, [it.name for it in symbols.object_types()]))
            remedy = near or _as_member(step, file, symbols)
            findings.add(diagnose("TS208", step.span, name=step.naam, remedy=remedy))
        return None
    if not symbols.sees(file, found.file):
        findings.add(diagnose("TS210", step.span, name=found.name, file=found.file))
        return None
    symbols.mean(step.span, found)
    return found


def _as_member(step: Stap, file: str, symbols: Symbols) -> str | None:
    """What to write for the name of something that an object has."""
    for owner in symbols.object_types():
        member = owner.members.get(folded(step.naam))
        if member is None or not symbols.sees(file, member.file):
            continue
        if isinstance(member.info, RoleInfo):
            return f"'{step.naam}' is een rol van {owner.name}. Noem het objecttype: '{member.info.target}'."
        return f"'{step.naam}' is een gegeven van {owner.name}. Schrijf '{step.naam} van een {owner.name}'."
    return None


def derived_attributes(symbols: Symbols, drafts: Sequence[Draft]) -> set[tuple[str, str]]:
    """Which attributes and kenmerken some rule sets; and those that may be given and that no rule sets: when a dossier does not give
    them, they are niet van toepassing (a kenmerk: nee)."""
    set_by_rule = {(draft.owner, draft.target.name) for draft in drafts if draft.target is not None}
    return set_by_rule | {(info.owner, info.name) for info in optional_facts(symbols)}


def optional_facts(symbols: Symbols) -> Iterator[AttrInfo]:
    """The attributes and kenmerken that may be given."""
    for symbol in symbols.object_types():
        for member in symbol.attributes():
            if isinstance(member.info, AttrInfo) and member.info.may_be_given:
                yield member.info
