"""Reading a path: ``het inkomen van de echtgenoot van de leefeenheid``, from the last step to the first.

The last step says where to begin: the subject of the rule, the element of an enclosing aggregation, or (as the only step) a
local name, a parameter or an enumeration value. Every step before it is a role of what was reached, the first step may
also be an attribute. Of all roles at most one may hold more objects, and only where such a list is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl.diagnostics import Findings, diagnose
from dsl.names.fold import folded
from dsl.names.symbols import Member, Symbols, TypeSymbol
from dsl.program import AttrInfo, EnumType, ParamInfo, RoleInfo, Type
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Pad, Stap


@dataclass(frozen=True, slots=True)
class Binding:
    """A word that stands for an object in this place: the subject (level 0) or the element of an aggregation (level 1 and
    up). ``via`` is the to-one role from the object of the definition to the subject, where these differ."""

    name: str
    type: str
    level: int = 0
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Environment:
    """What the words of one place can mean. ``bindings`` innermost last; ``locals`` are the names under Daarbij geldt."""

    symbols: Symbols
    file: str
    bindings: tuple[Binding, ...] = ()
    locals: frozenset[str] = frozenset()
    names_known: bool = True  # False: some file could not be read whole, so a missing name may be there


@dataclass(frozen=True, slots=True)
class ValueRoot:
    """A path of one step that is no object: a local name, a parameter or an enumeration value."""

    value: str | ParamInfo | EnumType
    word: str


@dataclass(frozen=True, slots=True)
class Path:
    """A path with its meaning, from root to end. ``many`` is the place in ``roles`` of the role with more objects."""

    root: Binding | ValueRoot
    span: Span
    roles: tuple[tuple[RoleInfo, Span], ...] = ()
    attribute: AttrInfo | None = None
    many: int | None = None
    end_type: str = ""  # the object type reached by the roles


@dataclass(slots=True)
class PathReader:
    """Reads paths in one environment and reports what is wrong with them."""

    env: Environment
    findings: Findings
    _vocabulary: Mapping[str, None] | None = field(default=None)

    def read(self, pad: Pad, *, many: bool = False, expected: Type | None = None) -> Path | None:
        """The meaning of a path; None when reported. ``many`` allows one role with more objects."""
        root = self._root(pad, expected)
        if root is not None:
            self.env.symbols.mean(pad.stappen[-1].span, root)
        if root is None or isinstance(root, ValueRoot):
            if root is not None and len(pad.stappen) > 1:
                self._not_an_object(pad.stappen[-1], pad.stappen[-2])
                return None
            return Path(root, pad.span) if root is not None else None
        return self._walk(pad, root, many)

    def _walk(self, pad: Pad, root: Binding, many: bool) -> Path | None:
        symbols = self.env.symbols
        current = symbols.types[folded(root.type)]
        roles: list[tuple[RoleInfo, Span]] = []
        many_at: int | None = None
        attribute: AttrInfo | None = None
        for index in range(len(pad.stappen) - 2, -1, -1):
            step = pad.stappen[index]
            member = self.member(current, step)
            if member is None:
                return None
            if isinstance(member.info, AttrInfo):
                if index > 0:
                    self._not_an_object(step, pad.stappen[index - 1])
                    return None
                if member.kenmerk:
                    self.findings.add(diagnose("TS312", step.span, name=member.info.name))
                    return None
                if not member.valid:
                    return None
                attribute = member.info
                continue
            if step.lidwoord == "een" and not (many and index == 0):
                self._no_article_een(step)
                return None
            if member.info.many:
                if not many or many_at is not None:
                    self.findings.add(diagnose("TS309", step.span, name=step.naam))
                    return None
                many_at = len(roles)
            roles.append((member.info, step.span))
            current = symbols.types[folded(member.info.target)]
        if many and many_at is None:
            self.findings.add(diagnose("TS308", pad.span, name=pad.stappen[0].naam))
            return None
        return Path(root, pad.span, tuple(roles), attribute, many_at, current.name)

    def member(self, owner: TypeSymbol, step: Stap) -> Member | None:
        """The attribute, kenmerk or role of an object type that a step names; None when reported."""
        member = owner.members.get(folded(step.naam))
        symbols = self.env.symbols
        if member is None:
            if self._excused(step):
                return None
            mine = [it.info.name for it in owner.members.values() if symbols.sees(self.env.file, it.file)]
            near = did_you_mean(suggest(step.naam, mine))
            elsewhere = any(folded(step.naam) in symbol.members for symbol in symbols.types.values())
            if near or elsewhere:
                remedy = near or None
                self.findings.add(diagnose("TS209", step.span, name=step.naam, owner=owner.name, remedy=remedy))
            else:
                self._unknown(step)
            return None
        if not symbols.sees(self.env.file, member.file):
            self.findings.add(diagnose("TS210", step.span, name=member.info.name, file=member.file))
            return None
        symbols.mean(step.span, member.info)
        return member

    # --- where a path begins

    def _root(self, pad: Pad, expected: Type | None) -> Binding | ValueRoot | None:
        step = pad.stappen[-1]
        key = folded(step.naam)
        alone = len(pad.stappen) == 1
        if alone and not step.lidwoord and isinstance(expected, EnumType):
            value = self._enum_value(expected, key)
            if value is not None:
                return ValueRoot(expected, value)
        for binding in reversed(self.env.bindings):
            if folded(binding.name) == key:
                if step.lidwoord == "een":
                    self._no_article_een(step)
                    return None
                return binding
        if key in self.env.locals:
            return ValueRoot(key, step.naam)
        param = self.env.symbols.params.get(key)
        if param is not None and isinstance(param.info, ParamInfo):
            if self.env.symbols.sees(self.env.file, param.file):
                return ValueRoot(param.info, step.naam)
            self.findings.add(diagnose("TS210", step.span, name=param.info.name, file=param.file))
            return None
        if alone and not step.lidwoord and key in self.env.symbols.enum_values:
            return self._bare_enum(step, key, expected)
        if alone and isinstance(expected, EnumType) and not step.lidwoord and not self._excused(step):
            self._wrong_enum_value(step, expected)
            return None
        self._report_root(step, key, alone)
        return None

    def _enum_value(self, kind: EnumType, key: str) -> str | None:
        symbol = self.env.symbols.enums.get(folded(kind.name))
        return symbol.values.get(key) if symbol is not None else None

    def _bare_enum(self, step: Stap, key: str, expected: Type | None) -> ValueRoot | None:
        if isinstance(expected, EnumType):
            self._wrong_enum_value(step, expected)
            return None
        names = self.env.symbols.enum_values[key]
        if len(names) > 1:
            options = ", ".join(f"een waarde van '{name}'" for name in sorted(names))
            self.findings.add(diagnose("TS207", step.span, name=step.naam, options=options))
            return None
        kind = EnumType(names[0])
        return ValueRoot(kind, self._enum_value(kind, key) or step.naam)

    def _wrong_enum_value(self, step: Stap, kind: EnumType) -> None:
        symbol = self.env.symbols.enums[folded(kind.name)]
        near = did_you_mean(suggest(step.naam, symbol.values.values()))
        allowed = ", ".join(symbol.values.values())
        self.findings.add(
            diagnose("TS211", step.span, value=step.naam, domain=kind.name, allowed=allowed, remedy=near or None)
        )

    # --- what is wrong

    def _report_root(self, step: Stap, key: str, alone: bool) -> None:
        symbols = self.env.symbols
        if self._excused(step):
            return
        for binding in reversed(self.env.bindings):
            member = symbols.types[folded(binding.type)].members.get(key)
            if member is not None:
                named_alike = symbols.types.get(key)  # a role is mostly called after what is in it
                article = getattr(member.info, "article", "") or (named_alike.article if named_alike else "") or "de"
                subject = symbols.types[folded(binding.type)]
                whose = subject.article if binding.level == 0 else "de"
                remedy = f"Schrijf '{article} {member.info.name} van {whose or 'de'} {binding.name}'."
                self.findings.add(diagnose("TS213", step.span, name=step.naam, remedy=remedy))
                return
        table = symbols.tables.get(key)
        if table is not None and alone:
            remedy = f"Zeg voor welke sleutel: '{step.naam} voor ...'."
            self.findings.add(
                diagnose("TS303", step.span, expected="een waarde", found=f"de tabel '{step.naam}'", remedy=remedy)
            )
            return
        if key in symbols.types or any(key in symbol.members for symbol in symbols.types.values()):
            self.findings.add(diagnose("TS213", step.span, name=step.naam))
            return
        self._unknown(step)

    def _unknown(self, step: Stap) -> None:
        near = did_you_mean(suggest(step.naam, self.vocabulary()))
        self.findings.add(diagnose("TS201", step.span, name=step.naam, remedy=near or None))

    def vocabulary(self) -> Mapping[str, None]:
        """All names of this place, gathered only when one is not found."""
        if self._vocabulary is None:
            names = [*self.env.symbols.names_in_sight(self.env.file), *self.env.locals]
            names += [binding.name for binding in self.env.bindings]
            self._vocabulary = dict.fromkeys(names)
        return self._vocabulary

    def _excused(self, step: Stap) -> bool:
        """Whether the name was declared with a mistake that is reported already."""
        return folded(step.naam) in self.env.symbols.broken or (step.bekend and not self.env.names_known)

    def _no_article_een(self, step: Stap) -> None:
        self.findings.add(diagnose("TS216", step.span, name=step.naam))

    def _not_an_object(self, step: Stap, before: Stap) -> None:
        self.findings.add(diagnose("TS217", step.span, name=step.naam, part=before.naam))
