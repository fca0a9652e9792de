"""The shape of a rule file: blocks, the lines in them, and comments.

Nothing here knows words or grammar. A line whose first word is a head word begins a block; in a block the first words of a
line say what kind of line it is. A line that begins nothing goes on with the sentence or bullet before it. This is what makes
every mistake local: whatever stands in one line, the next bullet, head line or block is found all the same.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from dsl.diagnostics import Diagnostic, diagnose
from dsl.parsing.everyday import opens_condition
from dsl.parsing.headwords import (
    BLOCK,
    IN_NORM,
    MEMBER_BLOCKS,
    NORM_CLAUSE,
    PART_OF,
    REGISTER_HEAD,
    WITH_CONDITION,
    block_meant,
    heads_of,
    member_word,
    open_heads,
)
from dsl.source import SourceFile

LineKind = Literal["kop", "zin", "indien", "daarbij", "punt", "rij", "lid", "waarde", "tabelrij"]

ON_THE_SAME_LINE = "zelfde regel"
"""The key of a bullet that stands behind Daarbij geldt on one line."""
# What word processors make of a bullet or a hyphen counts as one too.
_BULLETS = "•·●-–—*"
_BULLET = re.compile(r"([•·●](?:\s*[•·●])*|[-–—]+(?=\s|[^\W\d_])|\*+(?=\s))\s*")
PRIVATE_BULLETS = "\uf0b7\uf0a7"
"""Bullets of a word processor that have no meaning elsewhere: they are reported as characters that nobody sees."""
_NUMBERED = re.compile(r"(?:(?:[0-9]{1,2}|[a-z])[.)]|o|[\uf0b7\uf0a7\u25aa\u25e6\u2023\u27a2\u2713])\s+")
_CLAUSE = re.compile(r"(indien)(?=\s|$)|(daarbij\s+(?:geldt\b|gel\w*(?=\s*:))(?:\s+dat\b)?)\s*:?\s*", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+(?=\s)")
_BLANK_BEFORE = re.compile(r"(?:\A|(?:\n|\r)[^\S\r\n]*(?:\r\n|\n|\r))[^\S\r\n]*\Z")
_OUTDENTED = re.compile(r"(?:\n|\r)[ \t]+[^\r\n]*(?:\r\n|\n|\r)\Z")
_INDENTED_NEXT = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)[ \t]+\S")
_DAARBIJ = re.compile(r"daarbij\s+geldt\s*:?\s*", re.IGNORECASE)
_HASH = re.compile(r"#+\s*")
_SINCE = re.compile(r"vanaf\s", re.IGNORECASE)
_ROW = re.compile(r"bij\s+", re.IGNORECASE)
_LEAST = re.compile(r"ten\s+minste\s+", re.IGNORECASE)
_LIKE_HEAD = re.compile(r"([a-z][a-z ]{2,30}?)\s*:(?:\s+|$)")
_LIKENESS = 0.75  # of a misspelled head word to a real one
_COMMENT = re.compile(r'"[^"]*"|(?<!\S)//(.*)')
_STRING_OPENING = re.compile(r'"[^"]*"|"')
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_SPACES = re.compile(r"[^\S\r\n]*")

# Lines of these kinds go on over the next line when that begins nothing of its own.
_OPEN_KINDS = frozenset(("zin", "indien", "punt"))


@dataclass(slots=True)
class Line:
    """One line of a block with its continuation lines: offsets `start` to `end`, content from `body`.

    `key` is the head word in small letters ("in afwijking van"); for a bullet its depth is in `depth`.
    """

    kind: LineKind
    key: str
    start: int
    body: int
    end: int
    depth: int = 0


@dataclass(slots=True)
class Block:
    """A block head (`word`, rest of the line from `body` to `end`) and its lines; `stop` is where the next block begins. `deed`
    is what a part of a Variant does to such a block ("wijzigt")."""

    word: str
    start: int
    body: int
    end: int
    stop: int
    lines: list[Line] = field(default_factory=list)
    deed: str = ""

    @property
    def owner(self) -> str | None:
        """The word of the block that this one is a part of."""
        return "Variant" if self.deed else PART_OF.get(self.word)


@dataclass(frozen=True, slots=True)
class RawComment:
    """`// text` at an offset; `alone` says that nothing else stands on its line."""

    text: str
    start: int
    end: int
    alone: bool


@dataclass(slots=True)
class Layout:
    blocks: list[Block]
    stray: list[Line]  # lines before the first block
    comments: list[RawComment]
    diagnostics: list[Diagnostic]


def layout(source: SourceFile) -> Layout:
    """Divide a file into blocks and lines. Reports texts that are not closed (TS105)."""
    result = Layout([], [], [], [])
    text = source.text
    block: Block | None = None
    for start, end in _logical_lines(source, result):
        begun = _begun(source, start, end, block.word if block else "", result)
        if begun:
            if block:
                block.stop = start
            deed, word, after = begun
            body = _after_spaces(text, after, end)
            block = Block(word, start, body, end, len(text), deed=deed)
            result.blocks.append(block)
            continue
        lines = block.lines if block else result.stray
        line = _classify(text, start, end, block.word if block else "")
        if block and line.kind == "zin" and block.word in WITH_CONDITION - {"Regel"}:
            _take_for_condition(text, line, block)
        _misspelled(source, line, block.word if block else "", result)
        if line.kind == "zin" and lines and _goes_on(lines[-1], block.word if block else ""):
            lines[-1].end = end
        else:
            lines.append(line)
        if line.kind == "daarbij" and line.body < line.end:
            # What stands behind it is read as the first of the list that it should be.
            lines.append(Line("punt", ON_THE_SAME_LINE, line.body, line.body, line.end, 1))
            line.end = line.body
    return result


def _begun(source: SourceFile, start: int, end: int, above: str, result: Layout) -> tuple[str, str, int] | None:
    """Deed and word of the block that a line begins, and where the word ends. Reports a word that is misspelled (TS137)."""
    word = BLOCK.match(source.text, start, end)
    if word:
        return " ".join((word["deed"] or "").casefold().split()), word["word"], word.end()
    # A blank line goes before a block, or it stands further to the left: nothing else is taken for one that is misspelled.
    at = _above_notes(source.text, start)
    before = max(0, at - 200)
    if not _BLANK_BEFORE.search(source.text, before, at) and not _OUTDENTED.search(source.text, before, start):
        return None
    if above == "Opsomming" and not _INDENTED_NEXT.match(source.text, end):
        return None  # a value may be like the word of a block; what a block holds is further to the right
    meant = block_meant(source.text, start, end, above)
    if meant is None:
        return None
    deed, name, first, after = meant
    found = source.text[first:after]
    result.diagnostics.append(diagnose("TS137", source.span(first, after), found=found, meant=f"{deed} {name}".strip()))
    return deed, name, after


def _above_notes(text: str, start: int) -> int:
    """Where the comments begin that stand directly above a line, or the line itself."""
    at = text.rfind("\n", 0, start) + 1
    while at:
        above = text.rfind("\n", 0, at - 1) + 1
        if not text[above:at].lstrip().startswith("//"):
            break
        start = at = above
    return start


def _misspelled(source: SourceFile, line: Line, word: str, result: Layout) -> None:
    """Report the first word of a line that is taken for another (TS137)."""
    text = source.text[line.start : line.body or line.end]
    found, meant = "", ""
    if line.kind == "lid" and word != "Opsomming":
        kind, size, right = member_word(source.text[line.start : line.end])
        if kind and not right:
            content = source.text[line.start : line.end]
            first = content.split()[0]
            found, meant = (content[:size].strip(), kind) if size else (first, f"{kind} {first}")
    elif line.kind == "indien" and word in WITH_CONDITION and text.rstrip().casefold() != "indien":
        found, meant = text.rstrip(), "indien"
    elif line.kind == "daarbij" and not _DAARBIJ.fullmatch(text):
        found, meant = text.rstrip(" \t:"), "Daarbij geldt:"
    elif line.kind == "punt" and _NUMBERED.match(text) and text[0] not in PRIVATE_BULLETS:
        found, meant = text.strip(), "•"
    if meant:
        span = source.span(line.start, line.start + len(found))
        result.diagnostics.append(diagnose("TS137", span, found=found, meant=meant))


def _take_for_condition(text: str, line: Line, block: Block) -> None:
    """Read a line that begins with another word for `indien` as the condition, in a block that says nothing else in a sentence."""
    word = _WORDS.match(text, line.start, line.end)
    if word and opens_condition(word[0]) and all(it.kind != "indien" for it in block.lines):
        line.kind, line.body = "indien", _after_spaces(text, word.end(), line.end)


def _goes_on(previous: Line, word: str) -> bool:
    return previous.kind in _OPEN_KINDS or (previous.kind == "kop" and previous.key in open_heads(word))


def _classify(text: str, start: int, end: int, word: str) -> Line:
    if word == "Registratie":
        own = REGISTER_HEAD.match(text, start, end)
        if own:
            return Line("kop", own[1].casefold(), start, own.end(), end)
    if word in MEMBER_BLOCKS:
        return Line("lid", "", start, start, end)
    if word in IN_NORM:
        test = NORM_CLAUSE.match(text, start, end)
        if test:
            return Line("indien", " ".join(test[1].split()), start, test.end(), end)
    first = text[start]
    if first in _BULLETS:
        bullet = _BULLET.match(text, start, end)
        if bullet:
            depth = sum(character in _BULLETS for character in bullet[1])
            return Line("punt", "", start, bullet.end(), end, depth)
    number = _NUMBERED.match(text, start, end) if word in WITH_CONDITION else None
    if number:
        return Line("punt", "", start, number.end(), end, 1)
    if first == "|":
        return Line("rij", "", start, start, end)
    names, heads = heads_of(word)
    head = heads.match(text, start, end)
    if head:
        key = " ".join((head[1] or head[2] or head[3]).casefold().split())
        return Line("kop", key, start, head.end(), end)
    if word == "Kalender":
        least = _LEAST.match(text, start, end)
        if least:
            return Line("kop", "ten minste", start, least.end(), end)
    if word in ("Parameter", "Tabel"):
        if _SINCE.match(text, start, end):
            return Line("waarde", "vanaf", start, start, end)
        if word == "Tabel" and _ROW.match(text, start, end):
            return Line("tabelrij", "bij", start, start + 3, end)
    clause = _CLAUSE.match(text, start, end) if word in WITH_CONDITION else None
    if clause:
        return Line("indien" if clause[1] else "daarbij", "", start, clause.end(), end)
    nearly = _LIKE_HEAD.match(text, start, end)
    if nearly:
        words = " ".join(nearly[1].casefold().split())
        if difflib.get_close_matches(words, names, 1, _LIKENESS):
            return Line("kop", words, start, nearly.end(), end)
    return Line("zin", "", start, start, end)


def _logical_lines(source: SourceFile, result: Layout) -> Iterator[tuple[int, int]]:
    """Start and end of every line that is not empty, without comment and outer space; a text may run over several."""
    text = source.text
    position = 0
    size = len(text)
    while position < size:
        raw = _LINE.match(text, position)
        assert raw is not None  # the pattern also matches nothing
        following, line = raw.end(), raw[0]
        start = position + len(line) - len(line.lstrip())
        end = position + len(line.rstrip())
        position = following
        if start >= end:
            continue
        if '"' in line and _opening(text, start, end) is not None:
            closing = _closing(text, following)
            opening = _opening(text, start, end)
            assert opening is not None
            if closing is None:
                result.diagnostics.append(diagnose("TS105", source.span(opening, end)))
            else:
                rest = _LINE.match(text, closing)
                assert rest is not None
                position = rest.end()
                end = closing + len(rest[0].rstrip())
        if text[start] == "#":
            start = _without_hash(source, start, end, result)
        if "//" in text[start:end]:
            end = _without_comment(text, start, end, result)
        if start < end:
            yield start, end


def _opening(text: str, start: int, end: int) -> int | None:
    """Offset of a quote that is not closed on its line."""
    for match in _STRING_OPENING.finditer(text, start, end):
        if len(match[0]) == 1:
            comment = next((m for m in _COMMENT.finditer(text, start, end) if m[0].startswith("/")), None)
            return None if comment and comment.start() < match.start() else match.start()
    return None


def _after_spaces(text: str, position: int, end: int) -> int:
    found = _SPACES.match(text, position, end)
    assert found is not None
    return found.end()


def _closing(text: str, position: int) -> int | None:
    """Offset just after the quote that ends a text begun on an earlier line; None when a block begins before it."""
    while position < len(text):
        raw = _LINE.match(text, position)
        assert raw is not None
        if BLOCK.match(text, _after_spaces(text, position, len(text))):
            return None
        quote = text.find('"', position, raw.end())
        if quote >= 0:
            return quote + 1
        position = raw.end()
    return None


def _without_hash(source: SourceFile, start: int, end: int, result: Layout) -> int:
    """Where a line begins after the sign of a heading; a line that begins no block is meant as a comment."""
    sign = _HASH.match(source.text, start, end)
    assert sign is not None
    heading = BLOCK.match(source.text, sign.end(), end)
    remedy = (
        "Haal het teken weg: een blok begint met zijn hoofdwoord." if heading else "Schrijf '//' voor een opmerking."
    )
    result.diagnostics.append(
        diagnose("TS006", source.span(start, start + 1), character="#", codepoint="U+0023", remedy=remedy)
    )
    return sign.end() if heading else end


def _without_comment(text: str, start: int, end: int, result: Layout) -> int:
    for match in _COMMENT.finditer(text, start, end):
        if match[0].startswith("/"):
            comment = RawComment(match[1].strip(), match.start(), match.end(), match.start() == start)
            result.comments.append(comment)
            return start + len(text[start : match.start()].rstrip())
    return end
