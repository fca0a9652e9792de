"""What the words at a place stand for, where that is declared, and where else it is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dsl.names.fold import folded
from dsl.names.paths import Binding, ValueRoot
from dsl.names.symbols import EnumSymbol, Symbols, TypeSymbol
from dsl.parsing.tokens import Token
from dsl.program import AttrInfo, CalendarInfo, EnumType, LookupInfo, ParamInfo, RoleInfo
from dsl.source import Span
from dsl.syntax import Beslistabel, Grondslag, Module, Regel
from workbench.editor.places import NAMES_FILE, NAMES_RULES, Spot, all_tokens, spot, token_at
from workbench.editor.workspace import View


@dataclass(frozen=True, slots=True)
class RuleNamed:
    """A rule or group of rules, with every version or member of it."""

    name: str
    rules: tuple[tuple[Module, Regel | Beslistabel], ...]
    group: bool = False


@dataclass(frozen=True, slots=True)
class ValueNamed:
    """A value of an opsomming."""

    name: str
    enum: EnumSymbol


@dataclass(frozen=True, slots=True)
class FileNamed:
    name: str


@dataclass(frozen=True, slots=True)
class LocalNamed:
    """A name that a rule makes for itself."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class BasisNamed:
    definition: Grondslag


@dataclass(frozen=True, slots=True)
class SourceNamed:
    """A source of law, as it is written."""

    text: str


Target = (
    AttrInfo
    | RoleInfo
    | ParamInfo
    | LookupInfo
    | CalendarInfo
    | TypeSymbol
    | EnumSymbol
    | ValueNamed
    | RuleNamed
    | FileNamed
    | LocalNamed
    | BasisNamed
    | SourceNamed
)
"""What words can stand for."""


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a text with all that they can stand for here: one thing, or more where the sentence could not be read."""

    span: Span
    targets: tuple[Target, ...]


def found_at(view: View, name: str, offset: int) -> Found | None:
    """What stands at an offset; None where there is nothing that means something by itself."""
    here = spot(view, name, offset)
    if here.line is not None and here.line.kind == "kop":
        return _in_head(view, name, here, offset)
    block = here.block
    if here.line is None and block is not None and block.word in ("Regel", "Beslistabel"):
        if not block.body <= offset <= block.end:
            return None
        span = view.source(name).span(block.body, block.end)
        return _rules(view, span, view.source(name).text[block.body : block.end], name)
    return _of_token(view, name, offset)


def _in_head(view: View, name: str, here: Spot, offset: int) -> Found | None:
    line = here.line
    assert line is not None
    source = view.source(name)
    if offset < line.body:
        return None
    span = source.span(line.body, line.end)
    words = " ".join(source.text[line.body : line.end].split())
    if line.key in NAMES_RULES:
        return _rules(view, span, words, name)
    if line.key == NAMES_FILE:
        return Found(span, (FileNamed(words),)) if words in view.scanned else None
    if line.key == "grondslag":
        bases = [it for it in _definitions(view, Grondslag) if folded(it.naam) == folded(words)]
        return Found(span, tuple(BasisNamed(it) for it in bases)) if bases else None
    if line.key == "bron":
        return Found(span, (SourceNamed(words),)) if words else None
    return _of_token(view, name, offset)


def _definitions(view: View, kind: type[Grondslag]) -> Iterator[Grondslag]:
    for module in view.corpus.modules:
        yield from (it for it in module.definities if isinstance(it, kind))


def _rules(view: View, span: Span, words: str, name: str) -> Found | None:
    """The rules of a name, or of a group; those of the same regeling go before others."""
    key = folded(" ".join(words.split()))
    own = view.corpus.by_path()[view.source(name).path].regeling.naam
    for is_group in (False, True):
        rules = [
            (module, it)
            for module in view.corpus.modules
            for it in module.definities
            if isinstance(it, Regel | Beslistabel)
            and key in ([folded(group) for group in it.koppen.groepen] if is_group else [folded(it.naam)])
        ]
        near = [pair for pair in rules if pair[0].regeling.naam == own]
        if rules:
            return Found(span, (RuleNamed(" ".join(words.split()), tuple(near or rules), is_group),))
    return None


def _of_token(view: View, name: str, offset: int) -> Found | None:
    token = token_at(view, name, offset)
    if token is None or not (token.type in ("NAAM", "KENMERK") or token.type.startswith("TABEL_")):
        return None
    span = view.source(name).span(token.start, token.end)
    meant = _meant(view, name, token)
    if meant is not None:
        return Found(span, (meant,))
    targets = tuple(by_name(view, name, token))
    return Found(span, targets) if targets else None


def _meant(view: View, name: str, token: Token) -> Target | None:
    """What the compiler found here; None where the sentence could not be read."""
    meanings = view.meanings(name)
    path = view.source(name).path
    holding = [
        (place.end - place.start, place.start, meaning)
        for place, meaning in meanings.at.items()
        if place.file == path and place.start <= token.start and token.end <= place.end
    ]
    if not holding or meanings.symbols is None:
        return None
    _, _, meaning = min(holding, key=lambda it: it[:2])
    is_test = isinstance(meaning, AttrInfo | RoleInfo) and folded(meaning.name) != folded(str(token.value))
    if token.type == "NAAM" and is_test and not _plural_of(meaning, token):
        return None
    return target_of(meaning, token, meanings.symbols)


def _plural_of(meaning: object, token: Token) -> bool:
    return isinstance(meaning, RoleInfo) and folded(meaning.plural or "") == folded(str(token.value))


def target_of(meaning: object, token: Token, symbols: Symbols) -> Target | None:
    """What a meaning of the compiler is for an editor."""
    if isinstance(meaning, Binding):
        return symbols.types.get(folded(meaning.type))
    if isinstance(meaning, ValueRoot):
        if isinstance(meaning.value, EnumType):
            enum = symbols.enums.get(folded(meaning.value.name))
            return ValueNamed(meaning.word, enum) if enum is not None else None
        return meaning.value if isinstance(meaning.value, ParamInfo) else None
    if isinstance(meaning, AttrInfo | RoleInfo | TypeSymbol):
        return meaning
    return None


def by_name(view: View, name: str, token: Token) -> Iterator[Target]:
    """Everything in sight of a file that a token can name."""
    for known in (view.meanings(name).symbols, view.symbols(name)):
        found = list(_named(known, name, token)) if known is not None else []
        if found:
            yield from found
            return
    local = _local(view, name, token)
    if local is not None:
        yield local


def _named(symbols: Symbols, file: str, token: Token) -> Iterator[Target]:
    if file not in symbols.visible:
        return
    words = token.value[0] if token.type == "KENMERK" else str(token.value)
    key = folded(words)
    if token.type != "KENMERK":
        kind = symbols.types.get(key)
        if kind is not None and symbols.sees(file, kind.file):
            yield kind
        for group in (symbols.params, symbols.tables, symbols.calendars):
            value = group.get(key)
            if value is not None and symbols.sees(file, value.file):
                yield value.info
        enum = symbols.enums.get(key)
        if enum is not None and symbols.sees(file, enum.file):
            yield enum
        for one in symbols.enum_values.get(key, ()):
            owner = symbols.enums[folded(one)]
            if symbols.sees(file, owner.file):
                yield ValueNamed(owner.values[key], owner)
    for kind in symbols.object_types():
        member = kind.members.get(key)
        if member is not None and symbols.sees(file, member.file):
            yield member.info
        role = kind.role_tests.get(key) if token.type == "KENMERK" else None
        if role is not None:
            yield kind.members[folded(role)].info


def _local(view: View, name: str, token: Token) -> LocalNamed | None:
    """A name under Daarbij geldt, or one that a selection gives to what it is about."""
    here = spot(view, name, token.start)
    if here.block is None or not token.known:
        return None
    for block, _, other in all_tokens(view, name):
        if block is here.block and other.type == "NAAM" and folded(str(other.value)) == folded(str(token.value)):
            below = [line for line in block.lines if line.kind == "daarbij"]
            if not below or other.start >= below[0].start:
                return LocalNamed(str(token.value), view.source(name).span(other.start, other.end))
    return None


def definitions_of(view: View, target: Target) -> list[Span]:
    """Where something is declared: more than one place where a rule has versions."""
    match target:
        case AttrInfo() | RoleInfo() | ParamInfo() | LookupInfo() | CalendarInfo() | TypeSymbol() | LocalNamed():
            return [target.span]
        case EnumSymbol():
            return [target.span]
        case ValueNamed():
            return [target.enum.span]
        case RuleNamed():
            return [rule.span for _, rule in target.rules]
        case FileNamed():
            return [view.source(target.name).span(0, 0)]
        case BasisNamed():
            return [target.definition.span]
        case SourceNamed():
            return []


def key_of(target: Target) -> tuple[str, ...]:
    """Two things are the same when their keys are, also when one text changed in between."""
    match target:
        case AttrInfo() | RoleInfo():
            return "lid", folded(target.owner), folded(target.name)
        case ValueNamed():
            return "waarde", folded(target.enum.name), folded(target.name)
        case LocalNamed():
            return "plaatselijk", target.span.file, str(target.span.start)
        case BasisNamed():
            return "grondslag", folded(target.definition.naam)
        case SourceNamed():
            return "bron", target.text
        case TypeSymbol() | EnumSymbol():
            return "type", folded(target.name)
        case RuleNamed():
            return "regel", folded(target.name)
        case FileNamed():
            return "bestand", target.name
        case _:
            return "naam", folded(target.name)
