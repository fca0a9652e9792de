"""One rule file to its tree, with a given vocabulary.

A block with a finding that is an error gives no definition; the other blocks do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import islice
from typing import Any

from dsl import syntax as s
from dsl.diagnostics import Diagnostic, Severity, diagnose
from dsl.files import MAX_BYTES
from dsl.parsing.assembly import Assembly
from dsl.parsing.blocks import PRIVATE_BULLETS, Block, Layout, layout
from dsl.parsing.comments import anchored
from dsl.parsing.declared import check_declarations
from dsl.parsing.definitions import read_objecttype, read_opsomming, read_parameter, read_tabel
from dsl.parsing.grondslagen import read_grondslag
from dsl.parsing.heads import Misread, Part, read_bron, read_string
from dsl.parsing.normen import read_lezing, read_norm
from dsl.parsing.reader import BlockReader
from dsl.parsing.registraties import read_registratie
from dsl.parsing.special import read_beslistabel, read_kalender, read_signaal
from dsl.parsing.statements import read_besluit, read_regel
from dsl.parsing.trajecten import read_gebeurtenis, read_overgang, read_toestand, read_traject
from dsl.parsing.varianten import read_part, read_variant
from dsl.parsing.vocabulary import Vocabulary, declarations_of
from dsl.source import SourceFile

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_MOST_EXPLAINED = (
    100  # in a text that is no rule file every sentence does not fit; looking for what was meant takes time
)
_MOST_HIDDEN = 100  # in a binary file more of the same tells nobody anything

_READERS: dict[str, Callable[[BlockReader], Any]] = {
    "Objecttype": read_objecttype,
    "Opsomming": read_opsomming,
    "Parameter": read_parameter,
    "Tabel": read_tabel,
    "Regel": read_regel,
    "Beslistabel": read_beslistabel,
    "Besluit": read_besluit,
    "Signaal": read_signaal,
    "Grondslag": read_grondslag,
    "Kalender": read_kalender,
    "Traject": read_traject,
    "Gebeurtenis": read_gebeurtenis,
    "Toestand": read_toestand,
    "Overgang": read_overgang,
    "Registratie": read_registratie,
    "Norm": read_norm,
    "Lezing": read_lezing,
    "Variant": read_variant,
}


def parse_module(
    source: SourceFile,
    pad: str,
    vocabulary: Vocabulary,
    *,
    max_bytes: int = MAX_BYTES,
    shape: Layout | None = None,
) -> tuple[s.Module, list[Diagnostic]]:
    """The tree of a file and all its findings, in order of the text. `pad` is the name of the module; `shape` is the
    layout of the file for a caller that has it.

    With errors the module holds the blocks that are good. Never raises for what stands in the file.
    """
    refused = check_text(source, max_bytes)
    if any(found.severity is Severity.FOUT and found.code in ("TS003", "TS004") for found in refused):
        return s.Module(pad, s.Regeling(""), ()), refused
    shape = layout(source) if shape is None else shape
    findings = [*refused, *shape.diagnostics]
    regeling = _regeling(source, shape, vocabulary, findings)
    # What else is wrong on a line with a character that nobody sees, is wrong because of that.
    earlier = [*shape.diagnostics, *(found for found in refused if found.code == "TS008")]
    assembly = Assembly()
    findings.extend(check_declarations(source, declarations_of(source, shape.blocks), vocabulary))
    for block in shape.blocks:
        if block.word != "Regeling" or block.deed:
            if assembly.misplaced(block):
                word = f"{block.deed} {block.word}".strip()
                findings.append(
                    diagnose("TS135", source.span(block.start, block.end), word=word, owner=block.owner or "")
                )
            assembly.add(block, _definition(source, block, vocabulary, findings, earlier))
    assembly.close()
    module = s.Module(pad, regeling, tuple(assembly.found), (), source.span(0, len(source.text)))
    comments = anchored(module, shape.comments, source)
    return s.Module(pad, regeling, module.definities, comments, module.span), sorted(set(findings))


def check_text(source: SourceFile, max_bytes: int = MAX_BYTES) -> list[Diagnostic]:
    """Findings about the text as such: empty (TS003), too large (TS004), characters that nobody sees (TS008)."""
    text = source.text
    place = source.span(0, 0)
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        return [diagnose("TS004", place, path=source.path, size=size, limit=max_bytes)]
    if not text.strip():
        return [diagnose("TS003", place, path=source.path)]
    hidden = {character for character in set(text) if _is_hidden(character)}
    if not hidden:
        return []
    places = (offset for offset, character in enumerate(text) if character in hidden)
    found = []
    for offset in islice(places, _MOST_HIDDEN):
        if offset or text[0] != "\ufeff":
            remedy = (
                "Dit is een opsommingsteken van een tekstverwerker. Schrijf •."
                if text[offset] in PRIVATE_BULLETS
                else None
            )
            place = source.span(offset, offset + 1)
            found.append(diagnose("TS008", place, codepoint=f"U+{ord(text[offset]):04X}", remedy=remedy))
    return found


def _is_hidden(character: str) -> bool:
    """Whether a reader cannot see the character, such as one that turns the direction of reading."""
    return character not in "\t\n\r" and unicodedata.category(character) in _HIDDEN


def _definition(
    source: SourceFile, block: Block, vocabulary: Vocabulary, findings: list[Diagnostic], earlier: list[Diagnostic]
) -> s.Definitie | s.TrajectDeel | s.Lezing | s.VariantDeel | None:
    """The definition of a block, or None when the block has an error."""
    reader = BlockReader(source, block, vocabulary)
    if len(findings) > _MOST_EXPLAINED:
        reader.meaning.give_up()
    definition = None
    try:
        read = _READERS.get(block.word)
        if block.deed:
            definition = read_part(reader, read)
        elif read is not None:
            definition = read(reader)
    except Misread as misread:
        reader.found.append(misread.diagnostic)
    unclosed = [d.span.start for d in earlier if block.start <= d.span.start < block.stop]
    # What stands behind a head line that was not seen as one is no sentence either.
    heads = {source.position(d.span.start)[0] for d in reader.found if d.code == "TS138"}
    own = [d for d in reader.lexer.diagnostics if source.position(d.span.start)[0] not in heads] + reader.found
    if any(d.severity is Severity.FOUT for d in own):
        own += reader.meaning.unknown_names()
    if unclosed:
        # What follows the quote is no text, but not because of what stands there.
        lines = {source.position(offset)[0] for offset in unclosed}
        own = [d for d in own if source.position(d.span.start)[0] not in lines]
    findings.extend(own)
    return None if unclosed or any(d.severity is Severity.FOUT for d in own) else definition


def _regeling(source: SourceFile, shape: Layout, vocabulary: Vocabulary, findings: list[Diagnostic]) -> s.Regeling:
    """The head of the file; the first block, and only that."""
    for line in shape.stray:
        findings.append(diagnose("TS120", source.span(line.start, line.end)))
    if not shape.blocks:
        if not shape.stray:
            findings.append(diagnose("TS003", source.span(0, 0), path=source.path))
        return s.Regeling("")
    first = shape.blocks[0]
    if first.word != "Regeling":
        head = " ".join(source.text[first.start : first.end].split())
        findings.append(diagnose("TS110", source.span(first.start, first.end), found=head))
    for block in shape.blocks[1:]:
        if block.word == "Regeling":
            findings.append(diagnose("TS133", source.span(block.start, block.end)))
    if first.word != "Regeling":
        return s.Regeling("")
    reader = BlockReader(source, first, vocabulary)
    reader.collect(frozenset(("uitvoerder", "bron", "gebruikt", "uitleg")))
    reader.strays(frozenset())
    if not reader.head.words:
        reader.missing("een naam")
    regeling = s.Regeling(
        reader.head.words,
        reader.one("uitvoerder", lambda part: part.words),
        reader.all("bron", read_bron),
        reader.all("gebruikt", _used),
        reader.one("uitleg", read_string),
        span=reader.span,
    )
    findings.extend([*reader.lexer.diagnostics, *reader.found])
    return regeling


def _used(part: Part) -> str:
    return part.words
