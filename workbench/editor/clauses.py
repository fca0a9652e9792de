"""Which part of the grammar a place in a rule file belongs to, and where the words of its clause begin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dsl.parsing.blocks import Block, Line, layout
from dsl.parsing.headwords import ALL_HEADS, PART_OF
from dsl.parsing.modules import parse_module
from dsl.parsing.sentences import Start
from dsl.parsing.vocabulary import Vocabulary
from dsl.source import SourceFile
from workbench.editor.places import FREE_TEXT, NAMES_FILE, NAMES_RULES, local_trie
from workbench.editor.workspace import View

_BARE = ("gevoelig", "van rechtswege definitief", "eindtoestand")
_STARTS: dict[str, Start] = {
    "uitkomst": "eindpad",
    "is": "eindpad",
    "te doen": "tedoen",
    "brief": "tedoen",
    "taak": "tedoen",
    "latere vaststelling": "grenzen",
    "hoger bedrag": "herziening",
    "lager bedrag": "herziening",
    "korter naar oordeel": "herziening",
    "langer naar oordeel": "herziening",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """Words from ``at`` on are read from the rule ``start`` of the grammar. ``verb_last``: the verb of a condition stands last."""

    start: Start
    at: int
    verb_last: bool = False


def clause_of(view: View, name: str, block: Block, line: Line, offset: int) -> Clause | None:
    """The clause that an offset is in; None where the words are no sentence of the language."""
    if line.kind == "punt":
        daarbij = [other for other in block.lines if other.kind == "daarbij" and other.start < line.start]
        if daarbij and line.depth == 1:
            return Clause("lokaal", line.body)
        return Clause("punt", line.body)
    if line.kind == "zin" and block.word in ("Regel", "Signaal"):
        cut = _condition_in(view, name, block, line, offset)
        return Clause("uitspraak", line.start) if cut is None else Clause("indien", cut, verb_last=True)
    if line.kind == "indien":
        return Clause("indien", line.start if block.word not in ("Norm", "Lezing") else line.body, verb_last=True)
    if line.kind == "rij":
        return _cell(view, name, block, line, offset)
    if line.kind == "kop" and line.key not in FREE_TEXT | NAMES_RULES | {NAMES_FILE}:
        return Clause(_STARTS.get(line.key, "uitdrukking"), line.body)
    return None


def _condition_in(view: View, name: str, block: Block, line: Line, offset: int) -> int | None:
    """Where `indien` stands in a statement, before the offset."""
    from dsl.parsing.tokens import Lexer

    lexer = Lexer(view.source(name), view.vocabularies[name].trie)
    tokens = lexer.tokens(line.start, min(offset, line.end), local_trie(view, name, block))
    return next((token.start for token in tokens if token.type == "_INDIEN"), None)


def _cell(view: View, name: str, block: Block, line: Line, offset: int) -> Clause:
    """The cell of a beslistabel: a head that says what a column is, or a cell under it."""
    text = view.source(name).text
    rows = [other for other in block.lines if other.kind == "rij"]
    at = text.rfind("|", line.start, offset) + 1 or line.start
    if rows and rows[0] is line:
        condition = text[at:offset].strip().lower().startswith("indien")
        return Clause("kolom" if condition else "eindpad", at, verb_last=True)
    head = text[rows[0].start : rows[0].end].strip("| ").split("|")
    outcomes = sum(not cell.strip().lower().startswith("indien") for cell in head)
    number = text.count("|", line.start, offset) - 1
    return Clause("uitdrukking" if number < outcomes else "cel", at)


@cache
def heads_of(word: str) -> tuple[str, ...]:
    """The head lines that a block may have, as its own reader says."""
    empty = Vocabulary()
    owner = {"Traject": "Traject t\n", "Norm": "Norm n\n"}.get(PART_OF.get(word, ""), "")
    found = []
    for key in dict.fromkeys((*ALL_HEADS, *_BARE, "geldig")):
        line = f"{key}" if key in _BARE else "geldig vanaf 01-01-2024" if key == "geldig" else f"{key}: x"
        text = f"Regeling r\n{line}\n" if word == "Regeling" else f"Regeling r\n{owner}{word} x\n    {line}\n"
        source = SourceFile("", text)
        last = layout(source).blocks[-1].lines
        if not last or last[-1].kind != "kop" or last[-1].key != key:
            continue
        _, findings = parse_module(source, "", empty)
        if not any(it.code in ("TS113", "TS120", "TS127", "TS110") for it in findings):
            found.append(key)
    return tuple(found)
