"""Where else something is named."""

from __future__ import annotations

import re

from dsl.names.fold import folded
from dsl.parsing.vocabulary import WORD, fold
from dsl.program import AttrInfo, RoleInfo
from dsl.source import Span
from workbench.editor.meaning import (
    FileNamed,
    Found,
    LocalNamed,
    RuleNamed,
    SourceNamed,
    Target,
    by_name,
    key_of,
    target_of,
)
from workbench.editor.places import NAMES_FILE, NAMES_RULES, all_tokens, spot
from workbench.editor.workspace import View

_WORD = re.compile(WORD)


def references_of(view: View, name: str, found: Found) -> list[Span]:
    """Every place that names what stands here, its declaration included, in order of file and place."""
    places: set[Span] = set()
    for target in found.targets:
        if isinstance(target, LocalNamed):
            places |= _in_block(view, name, target)
        elif isinstance(target, RuleNamed | FileNamed):
            places |= _in_heads(view, target)
        elif isinstance(target, SourceNamed):
            places |= _of_source(view, target)
        else:
            places |= _in_tokens(view, target)
    return sorted(places)


def _in_block(view: View, name: str, target: LocalNamed) -> set[Span]:
    block = spot(view, name, target.span.start).block
    return {
        view.source(name).span(token.start, token.end)
        for other, _, token in all_tokens(view, name)
        if other is block and token.type == "NAAM" and folded(str(token.value)) == folded(target.name)
    }


def _in_heads(view: View, target: RuleNamed | FileNamed) -> set[Span]:
    keys = NAMES_RULES if isinstance(target, RuleNamed) else {NAMES_FILE}
    found = set()
    for one in view.scanned.values():
        for block in one.shape.blocks:
            for line in block.lines:
                if line.kind == "kop" and line.key in keys and line.body < line.end:
                    words = " ".join(one.source.text[line.body : line.end].split())
                    if folded(words) == folded(target.name):
                        found.add(one.source.span(line.body, line.end))
            head = " ".join(one.source.text[block.body : block.end].split())
            is_rule = isinstance(target, RuleNamed) and block.word in ("Regel", "Beslistabel") and not block.deed
            if is_rule and folded(head) == folded(target.name):
                found.add(one.source.span(block.body, block.end))
    return found


def _of_source(view: View, target: SourceNamed) -> set[Span]:
    return {
        one.source.span(line.body, line.end)
        for one in view.scanned.values()
        for block in one.shape.blocks
        for line in block.lines
        if line.key == "bron" and " ".join(one.source.text[line.body : line.end].split()) == target.text
    }


def _in_tokens(view: View, target: Target) -> set[Span]:
    """Tokens with the name, and of a member only those that the compiler read as this one (or could not read)."""
    wanted = key_of(target)
    name = getattr(target, "name", "")
    names = {folded(name), folded(getattr(target, "plural", None) or name)}
    # A verb may stand apart in another form of a kenmerk: its longest word is in all of them.
    needed = {max((fold(word) for word in _WORD.findall(one)), key=len, default="") for one in names}
    found: set[Span] = set()
    settled, symbols = view.settled.meanings, view.settled.meanings.symbols
    for file, one in view.scanned.items():
        lowered = fold(one.source.text)
        if not any(word in lowered for word in needed):
            continue
        at = settled.at if one.source.text == _settled_text(view, one.source.path) else view.meanings(file).at
        for _, _, token in all_tokens(view, file):
            if token.type == "KENMERK":
                named = folded(token.value[0])
                if named not in names and not (isinstance(target, RoleInfo) and _is_test_of(named, names)):
                    continue
            elif token.type != "NAAM" and not token.type.startswith("TABEL_") or folded(str(token.value)) not in names:
                continue
            place = one.source.span(token.start, token.end)
            meaning = at.get(place)
            if meaning is not None and symbols is not None and isinstance(target, AttrInfo | RoleInfo):
                read = target_of(meaning, token, symbols)
                if read is None or key_of(read) != wanted:
                    continue
            elif not any(key_of(other) == wanted for other in by_name(view, file, token)):
                continue
            found.add(place)
    return found


def _is_test_of(named: str, names: set[str]) -> bool:
    return any(named in (f"heeft een {name}", f"heeft {name}") for name in names)


def _settled_text(view: View, path: str) -> str | None:
    source = view.settled.corpus.sources.get(path)
    return source.text if source is not None else None
