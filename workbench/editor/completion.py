"""What can stand at a place: names of the closed vocabulary, fixed phrases, head lines, words that begin a block.

The grammar itself says which kinds of word fit behind the words of the clause; the names are those that the file may use, and of a
path only those that lead somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dsl.morphology import phrase
from dsl.names.fold import folded
from dsl.names.symbols import Symbols, TypeSymbol
from dsl.parsing.blocks import Block, Line
from dsl.parsing.headwords import BLOCK_WORDS
from dsl.parsing.keywords import PHRASES
from dsl.parsing.sentences import accepted
from dsl.parsing.tokens import Lexer, Token
from dsl.parsing.vocabulary import local_names
from dsl.program import AttrInfo, EnumType, LookupInfo, ParamInfo, RoleInfo
from dsl.syntax import Beslistabel, Grondslag, Regel
from dsl.types.words import type_words
from workbench.editor.clauses import Clause, clause_of, heads_of
from workbench.editor.places import NAMES_FILE, NAMES_RULES, local_trie, spot
from workbench.editor.workspace import View

ItemKind = Literal["naam", "type", "parameter", "waarde", "kenmerk", "woord", "kop", "blok", "regel", "bestand", "bron"]
_MOST = 200
_MOST_WORDS = 7
"""A name that is being typed has no more words than this before the cursor."""
_WORDS = re.compile(r"[\w'’/€%-]+")
_TYPES = (
    "bedrag", "bedrag per maand", "bedrag per jaar", "percentage", "getal", "geheel getal", "aantal dagen",
    "aantal weken", "aantal maanden", "aantal jaren", "aantal uren per maand", "jaartal", "datum", "tekst",
)  # fmt: skip
_EXTRAS = (
    "in centen", "in hele euro's", "met rechtsstatus", "per kalenderjaar", "mag worden opgegeven", "gevoelig",
    "ligt tussen",
)  # fmt: skip
_TWO_ORDERS = frozenset(("STATUS", "IS_ONBEKEND", "VAN_TOEPASSING", "VERGELIJKER"))
_VERBS = frozenset(("is", "zijn", "ligt"))
_CHOICES = {
    "zekerheid": ("hoog", "middel", "laag"),
    "ruimte": tuple(
        f"{room}, {by}"
        for room in ("gebonden", "beoordelingsruimte")
        for by in ("wet", "AMvB", "regeling", "verordening", "beleidsregel")
    ),
    "treffer": ("eerste", "enige"),
    "per": ("dag", "week", "maand", "kwartaal", "jaar"),
    "ernst": ("laag", "middel", "hoog"),
    "doel": ("ondersteunen",),
    "status": ("in gebruik", "proef", "voornemen", "uitgangspunt"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """``insert`` takes the place of the characters from ``start`` up to the cursor."""

    label: str
    kind: ItemKind
    start: int
    insert: str
    detail: str = ""


def complete(view: View, name: str, offset: int) -> list[Item]:
    """What fits at an offset, what is nearest to what was typed first."""
    text = view.source(name).text
    offset = max(0, min(offset, len(text)))
    here = spot(view, name, offset)
    row = text.rfind("\n", 0, offset) + 1
    typed = text[row:offset]
    if here.block is None or (here.line is None and (here.block.end < row or not typed.strip())):
        return _line_start(here.block, typed, row)
    if here.line is None:
        return _in_block_head(view, name, here.block, offset)
    begins = here.line.start >= row and here.line.kind == "zin" and " " not in typed.strip()
    found = _line_start(here.block, typed, row) if begins else []
    if here.line.kind == "kop":
        named = _in_head(view, name, here.line, offset)
        if named is not None:
            return named
    if here.line.kind == "lid" and here.block.word in ("Objecttype", "Registratie"):
        return _member(view, name, here.line, offset)
    clause = clause_of(view, name, here.block, here.line, offset)
    return found if clause is None else (found + _in_clause(view, name, here.block, clause, offset))[:_MOST]


# --- lines and heads


def _line_start(block: Block | None, typed: str, row: int) -> list[Item]:
    """What a line may begin with."""
    at = row + len(typed) - len(typed.lstrip())
    wanted = folded(typed.strip())
    found: list[Item] = []
    if block is not None:
        for key in heads_of(block.word):
            insert = key if key in ("gevoelig", "van rechtswege definitief", "eindtoestand") else f"{key}: "
            found.append(Item(key, "kop", at, "geldig vanaf " if key == "geldig" else insert))
        if block.word in ("Regel", "Signaal"):
            for words in ("indien ", "indien aan alle volgende voorwaarden is voldaan:", "Daarbij geldt:", "• "):
                found.append(Item(words.strip(), "woord", at, words))
        if block.word in ("Parameter", "Tabel"):
            found.append(Item("vanaf", "woord", at, "vanaf "))
        if block.word == "Objecttype":
            found += [Item(words, "woord", at, f"{words} ") for words in ("de", "het", "kenmerk", "rol")]
    indent = at if not typed.strip() else row
    found += [
        Item(word, "blok", min(at, indent), f"{word} ")
        for word in BLOCK_WORDS
        if block is not None or word == "Regeling"
    ]
    return [item for item in found if folded(item.label).startswith(wanted)]


def _in_block_head(view: View, name: str, block: Block, offset: int) -> list[Item]:
    """Behind the colon of a Parameter or Tabel stands a type."""
    text = view.source(name).text
    colon = text.find(":", block.body, offset)
    if block.word in ("Parameter", "Tabel") and colon >= 0:
        return _types(view, name, text, colon + 1, offset)
    return []


def _types(view: View, name: str, text: str, start: int, offset: int) -> list[Item]:
    at = start + len(text[start:offset]) - len(text[start:offset].lstrip())
    enums = view.symbols(name).enum_names(name).values()
    words = [*((it, "woord") for it in _TYPES), *((it, "type") for it in enums)]
    wanted = folded(text[at:offset])
    return [Item(it, kind, at, it) for it, kind in words if folded(it).startswith(wanted)]  # type: ignore[arg-type]


def _member(view: View, name: str, line: Line, offset: int) -> list[Item]:
    """A line of an object type: a type behind the colon, what may be added behind a comma."""
    text = view.source(name).text
    colon = text.find(":", line.start, offset)
    comma = text.rfind(",", line.start, offset)
    if comma >= 0:
        at = comma + 1 + len(text[comma + 1 : offset]) - len(text[comma + 1 : offset].lstrip())
        wanted = folded(text[at:offset])
        return [Item(it, "woord", at, it) for it in _EXTRAS if folded(it).startswith(wanted)]
    if colon < 0:
        return []
    if not text[line.start : colon].lower().startswith("rol "):
        return _types(view, name, text, colon + 1, offset)
    at = colon + 1 + len(text[colon + 1 : offset]) - len(text[colon + 1 : offset].lstrip())
    wanted = folded(text[at:offset])
    types = _types_in_sight(view.symbols(name), name)
    found = [f"{how} {it.name}" for it in types for how in ("een", "hoogstens een")]
    found += [f"ten hoogste 20 {it.plural}" for it in types if it.plural]
    return [Item(it, "type", at, it) for it in found if folded(it).startswith(wanted)]


def _in_head(view: View, name: str, line: Line, offset: int) -> list[Item] | None:
    """Behind a head word that names something else than the words of a sentence; None for one that holds a sentence."""
    text = view.source(name).text
    wanted = folded(text[line.body : offset].lstrip())
    at = line.body
    words: Iterable[tuple[str, ItemKind, str]]
    if offset < line.body:
        return []
    if line.key == NAMES_FILE:
        words = (
            (it, "bestand", view.corpus.by_path()[one.source.path].regeling.naam) for it, one in view.scanned.items()
        )
    elif line.key in NAMES_RULES:
        words = _rule_names(view, name)
    elif line.key == "bron":
        words = _sources(view, name)
    elif line.key == "grondslag":
        words = (
            (it.naam, "regel", "grondslag")
            for m in view.corpus.modules
            for it in m.definities
            if isinstance(it, Grondslag)
        )
    elif line.key == "over":
        words = ((f"een {it.name}", "type", "") for it in _types_in_sight(view.symbols(name), name))
    elif line.key in _CHOICES:
        words = ((it, "woord", "") for it in _CHOICES[line.key])
    else:
        return None
    return [Item(it, kind, at, it, detail) for it, kind, detail in words if wanted in folded(it)][:_MOST]


def _rule_names(view: View, name: str) -> Iterator[tuple[str, ItemKind, str]]:
    """Rules and groups, those of this regeling first."""
    own = view.corpus.by_path()[view.source(name).path].regeling.naam
    seen: set[str] = set()
    for module in sorted(view.corpus.modules, key=lambda it: it.regeling.naam != own):
        for it in module.definities:
            if isinstance(it, Regel | Beslistabel):
                for words, detail in ((it.naam, module.pad), *((group, "groep") for group in it.koppen.groepen)):
                    if folded(words) not in seen:
                        seen.add(folded(words))
                        yield words, "regel", detail


def _sources(view: View, name: str) -> Iterator[tuple[str, ItemKind, str]]:
    """The sources that this file names already, then those of its regeling."""
    own = view.corpus.by_path()[view.source(name).path].regeling.naam
    seen: set[str] = set()
    for module in sorted(view.corpus.modules, key=lambda it: it.pad != name):
        if module.regeling.naam != own:
            continue
        heads = [getattr(it, "koppen", None) for it in module.definities]
        for bron in [*module.regeling.bronnen, *(one for it in heads if it is not None for one in it.bronnen)]:
            if bron.tekst not in seen:
                seen.add(bron.tekst)
                yield bron.tekst, "bron", module.pad


def _types_in_sight(symbols: Symbols, file: str) -> list[TypeSymbol]:
    return [it for it in symbols.object_types() if symbols.sees(file, it.file)]


# --- sentences


def _in_clause(view: View, name: str, block: Block, clause: Clause, offset: int) -> list[Item]:
    """Names and phrases that begin with the last words that were typed, and fit behind the words before these."""
    text = view.source(name).text
    row = max(text.rfind("\n", 0, offset) + 1, clause.at)
    words = [match.start() + row for match in _WORDS.finditer(text[row:offset])][-_MOST_WORDS:]
    ended = offset == row or text[offset - 1].isspace() or text[offset - 1] in "(),:|"
    starts = [*words, offset] if ended else words
    lexer = Lexer(view.source(name), view.vocabularies[name].trie)
    local = local_trie(view, name, block)
    found: dict[tuple[str, str], Item] = {}
    for start in starts:
        typed = folded(" ".join(text[start:offset].split())) + (" " if ended and start < offset else "")
        tokens = lexer.tokens(clause.at, start, local)
        if start < offset and not _begins_something(view, name, block, typed):
            continue
        kinds = accepted(clause.start, tokens)
        for item in _fitting(view, name, block, clause, tokens, kinds, start):
            if folded(item.label).startswith(typed) or folded(item.insert).startswith(typed):
                found.setdefault((item.label, item.kind), item)
    return list(found.values())[:_MOST]


def _begins_something(view: View, name: str, block: Block, typed: str) -> bool:
    """Whether any name or phrase begins with these words, with or without its article."""
    without = re.sub(r"^(de|het|een)( |$)", "", typed)
    known = view.vocabularies[name].declaraties
    names = (folded(it.naam) for it in known if it.soort != "kenmerk")
    kenmerken = view.vocabularies[name].predicates
    if any(it.startswith((typed, without)) for it in names) or any(folded(it).startswith(typed) for it in kenmerken):
        return True
    own = local_names(view.source(name), block)
    return any(" ".join(it).startswith(typed) for it in PHRASES) or any(
        folded(it).startswith((typed, without)) for it in own
    )


def _fitting(
    view: View, name: str, block: Block, clause: Clause, tokens: list[Token], kinds: frozenset[str], start: int
) -> Iterator[Item]:
    before = tokens[-1] if tokens else None
    article = str(before.value) if before is not None and before.type == "LIDW" else ""
    any_one = before is not None and before.type == "EEN"
    if "NAAM" in kinds:
        path = tokens[:-1] if article or any_one else tokens
        yield from _names(view, name, block, path, article, any_one, start)
    if "KENMERK" in kinds:
        yield from _kenmerken(view, name, tokens, clause.verb_last, start)
    if any(kind.startswith("TABEL_") for kind in kinds):
        symbols = view.symbols(name)
        for table in symbols.tables.values():
            if symbols.sees(name, table.file) and isinstance(table.info, LookupInfo):
                yield _value_item(table.info, article, start)
    for words, (kind, _) in PHRASES.items():
        if kind not in kinds or kind in ("LIDW", "EEN") or any("’" in word for word in words):
            continue
        if kind not in _TWO_ORDERS or (words[0] in _VERBS) != clause.verb_last:
            yield Item(" ".join(words), "woord", start, " ".join(words))


def _names(
    view: View, name: str, block: Block, path: list[Token], article: str, any_one: bool, start: int
) -> Iterator[Item]:
    symbols = view.symbols(name)
    types = _types_in_sight(symbols, name)
    if path and path[-1].type == "_VAN" and len(path) > 1 and path[-2].type == "NAAM":
        yield from _owners(symbols, name, types, folded(str(path[-2].value)), article, any_one, start)
        return
    enum = _compared_enum(symbols, path)
    if enum is not None:
        yield from (Item(value, "waarde", start, value, enum) for value in symbols.enums[folded(enum)].values.values())
    for own in local_names(view.source(name), block):
        yield Item(own, "naam", start, own, "naam in deze regel")
    subject = _subject(symbols, path)
    for kind in sorted(types, key=lambda it: it.name != subject):
        for member in kind.members.values():
            if isinstance(member.info, AttrInfo) and not member.kenmerk and symbols.sees(name, member.file):
                info = member.info
                if article in ("", info.article) or not info.article:
                    insert = info.name if article or any_one else f"{info.article} {info.name}".strip()
                    yield Item(info.name, "naam", start, insert, f"van {kind.name}: {type_words(info.type)}")
            elif isinstance(member.info, RoleInfo) and symbols.sees(name, member.file):
                yield _with_article(member.info.name, "de", article, any_one, start, f"rol van {kind.name}", "naam")
    for value in symbols.params.values():
        if any_one or not isinstance(value.info, ParamInfo) or not symbols.sees(name, value.file):
            continue
        if article in ("", value.info.article):
            yield _value_item(value.info, article, start)
    for kind in types:
        yield _with_article(kind.name, kind.article, article, any_one, start, "objecttype", "type")


def _value_item(info: ParamInfo | LookupInfo, article: str, start: int) -> Item:
    insert = info.name if article else f"{info.article} {info.name}".strip()
    return Item(info.name, "parameter", start, insert, type_words(info.type))


def _with_article(name: str, own: str, article: str, any_one: bool, start: int, detail: str, kind: ItemKind) -> Item:
    return Item(name, kind, start, name if article or any_one else f"{own or 'de'} {name}", detail)


def _owners(
    symbols: Symbols, file: str, types: list[TypeSymbol], member: str, article: str, any_one: bool, start: int
) -> Iterator[Item]:
    """What can stand behind ``het inkomen van``: who has it, or a role that leads to who has it."""
    having = {it.name for it in types if member in it.members}
    for kind in types:
        if kind.name in having:
            yield _with_article(kind.name, kind.article, article, any_one, start, "objecttype", "type")
        for role in kind.roles():
            if role.target in having and symbols.sees(file, kind.members[folded(role.name)].file):
                yield _with_article(role.name, "de", article, any_one, start, f"rol van {kind.name}", "naam")
                if role.plural:
                    yield _with_article(role.plural, "de", article, any_one, start, f"rol van {kind.name}", "naam")


def _kenmerken(view: View, name: str, tokens: list[Token], last: bool, start: int) -> Iterator[Item]:
    """The kenmerken of what the path before names, affirmed and denied."""
    symbols = view.symbols(name)
    first = _path_begin(tokens)
    named = folded(str(first.value)) if first is not None else ""
    targets = {it.name for it in symbols.object_types() if folded(it.name) == named}
    targets |= {role.target for it in symbols.object_types() for role in it.roles() if folded(role.name) == named}
    for kind in symbols.object_types():
        if kind.name not in targets:
            continue
        for member in kind.members.values():
            if member.kenmerk and symbols.sees(name, member.file):
                for positive in (True, False):
                    words = phrase(member.info.name, positive, last)
                    yield Item(words, "kenmerk", start, words, f"van {kind.name}")
        for role_test in kind.role_tests:
            for positive in (True, False):
                words = phrase(role_test, positive, last)
                yield Item(words, "kenmerk", start, words, f"van {kind.name}")


def _path_begin(tokens: list[Token]) -> Token | None:
    """The first name of the path that the tokens end in: what the whole path is."""
    first = None
    for token in reversed(tokens):
        if token.type == "NAAM":
            first = token
        elif token.type not in ("_VAN", "LIDW", "EEN"):
            break
    return first


def _compared_enum(symbols: Symbols, path: list[Token]) -> str | None:
    """The opsomming of the attribute that stands before a comparison."""
    places = [at for at, token in enumerate(path) if token.type in ("VERGELIJKER", "IS_EEN_VAN", "IS_GEEN_VAN")]
    if not places:
        return None
    first = _path_begin(path[: places[-1]])
    key = folded(str(first.value)) if first is not None else ""
    for kind in symbols.object_types():
        member = kind.members.get(key)
        if member is not None and isinstance(member.info, AttrInfo) and isinstance(member.info.type, EnumType):
            return member.info.type.name
    return None


def _subject(symbols: Symbols, path: list[Token]) -> str | None:
    """The object type that a rule is about, as far as it was said: ``een T``."""
    for before, token in zip(path, path[1:], strict=False):
        if before.type == "EEN" and token.type == "NAAM":
            kind = symbols.types.get(folded(str(token.value)))
            if kind is not None:
                return kind.name
    return None
