"""The symbol table of a whole corpus: every declared name with what it stands for and the file that declares it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dsl.morphology import role_predicate
from dsl.names.fold import folded
from dsl.program import AttrInfo, CalendarInfo, LookupInfo, ParamInfo, RoleInfo
from dsl.source import Span


@dataclass(frozen=True, slots=True)
class Member:
    """An attribute, kenmerk or role of an object type, with the file that declares it. ``valid`` is False when its type
    was reported: the name is known, reading it gives nothing more."""

    info: AttrInfo | RoleInfo
    file: str
    kenmerk: bool = False
    valid: bool = True


@dataclass(slots=True)
class TypeSymbol:
    """An object type with the members that all files together give it."""

    name: str
    article: str
    plural: str | None
    file: str
    span: Span
    members: dict[str, Member] = field(default_factory=dict)  # by folded name; a role also by its plural
    role_tests: dict[str, str] = field(default_factory=dict)  # "heeft een echtgenoot" -> "echtgenoot"

    def add_role(self, role: RoleInfo, file: str) -> None:
        member = Member(role, file)
        self.members[folded(role.name)] = member
        if role.plural is not None:
            self.members.setdefault(folded(role.plural), member)
        for word in (role.name, role.plural):
            if word is not None:
                self.role_tests[folded(role_predicate(word))] = role.name

    def attributes(self) -> Iterator[Member]:
        return (member for member in self.members.values() if isinstance(member.info, AttrInfo))

    def roles(self) -> Iterator[RoleInfo]:
        seen: set[str] = set()
        for member in self.members.values():
            if isinstance(member.info, RoleInfo) and member.info.name not in seen:
                seen.add(member.info.name)
                yield member.info


@dataclass(frozen=True, slots=True)
class EnumSymbol:
    name: str
    values: dict[str, str]  # folded -> as declared, in order of declaration
    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class ValueSymbol:
    """A parameter, a lookup table or a calendar."""

    info: ParamInfo | LookupInfo | CalendarInfo
    file: str


@dataclass(slots=True)
class Symbols:
    """All declarations by folded name. ``visible`` gives per file the files whose names it may use; ``broken`` are names
    that were declared with a mistake already reported, so that using them is no second mistake; ``lost_rules`` likewise, for
    the names and groups of rules."""

    visible: dict[str, frozenset[str]]
    types: dict[str, TypeSymbol] = field(default_factory=dict)  # by folded singular and plural
    enums: dict[str, EnumSymbol] = field(default_factory=dict)
    params: dict[str, ValueSymbol] = field(default_factory=dict)
    tables: dict[str, ValueSymbol] = field(default_factory=dict)
    calendars: dict[str, ValueSymbol] = field(default_factory=dict)
    enum_values: dict[str, list[str]] = field(default_factory=dict)  # folded value -> names of its enumerations
    broken: set[str] = field(default_factory=set)
    lost_rules: set[str] = field(default_factory=set)
    meanings: dict[Span, object] | None = None

    def mean(self, place: Span, meaning: object) -> None:
        """Note what a name in a text was found to mean, where somebody asked for it (:class:`Meanings`)."""
        if self.meanings is not None:
            self.meanings[place] = meaning

    def sees(self, file: str, home: str) -> bool:
        return home in self.visible[file]

    def object_types(self) -> Iterator[TypeSymbol]:
        """Every object type once, by name."""
        return iter(sorted({symbol.name: symbol for symbol in self.types.values()}.values(), key=lambda it: it.name))

    def enum_names(self, file: str) -> dict[str, str]:
        """The enumerations that a file can see: folded name to name."""
        return {key: symbol.name for key, symbol in self.enums.items() if self.sees(file, symbol.file)}

    def enum_table(self) -> dict[str, dict[str, str]]:
        return {symbol.name: symbol.values for symbol in self.enums.values()}

    def names_in_sight(self, file: str) -> Iterable[str]:
        """Everything that a path may be made of, for "bedoelde u ...?"."""
        for symbol in self.object_types():
            if self.sees(file, symbol.file):
                yield symbol.name
            for member in symbol.members.values():
                if self.sees(file, member.file):
                    yield member.info.name
        for group in (self.params, self.tables):
            for value in group.values():
                if self.sees(file, value.file):
                    yield value.info.name
        for enum in self.enums.values():
            if self.sees(file, enum.file):
                yield from enum.values.values()


@dataclass(slots=True)
class Meanings:
    """What the names in rule files mean, for whoever asks about a place in a text: per place the attribute, role, parameter, object
    type or binding that was found there. Filled while a program is made of them."""

    symbols: Symbols | None = None
    at: dict[Span, object] = field(default_factory=dict)

    def of(self, symbols: Symbols) -> None:
        self.symbols = symbols
        symbols.meanings = self.at
