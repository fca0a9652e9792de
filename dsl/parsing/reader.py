"""What the readers of all kinds of block share: one block, its file, its names and its findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Literal, TypeVar, cast

from dsl import syntax as s
from dsl.diagnostics import Diagnostic, diagnose
from dsl.parsing.blocks import Block, Line
from dsl.parsing.everyday import HEADS
from dsl.parsing.heads import Misread, Part, read_bron, read_choice, read_geldig, read_ruimte, read_string
from dsl.parsing.headwords import ALL_HEADS
from dsl.parsing.meant import Meaning
from dsl.parsing.sentences import Start, parse_clause
from dsl.parsing.tokens import Lexer, Token
from dsl.parsing.vocabulary import Vocabulary, local_names, split_article, trie_of_names
from dsl.source import SourceFile, Span
from dsl.suggest import did_you_mean, suggest

T = TypeVar("T")
Certainty = Literal["hoog", "middel", "laag"]
SHARED_HEADS = frozenset(
    (
        "geldig",
        "bron",
        "ruimte",
        "zekerheid",
        "gevoelig",
        "groep",
        "in afwijking van",
        "voorlopig tot",
        "latere vaststelling",
        "van rechtswege definitief",
        "uitleg",
    )
)
_REPEATED = frozenset(
    (
        "bron",
        "groep",
        "in afwijking van",
        "gebruikt",
        "sleutel",
        "uitkomst",
        "te doen",
        "korter naar oordeel",
        "langer naar oordeel",
        "verwijs naar",
        "grondslag",
        "gegevens",
        "vrij",
        "stelt buiten toepassing",
        "van",
        "zonder gevolg",
        "brief",
        "taak",
        "uitgesplitst naar",
        "samengesteld uit",
        "kanttekening",
        "opent",
        "bovenop",
    )
)
_KNOWN_HEADS = SHARED_HEADS | {*ALL_HEADS, "ten minste", "eindtoestand", "opent"}
_WITHOUT_CONTENT = frozenset(("gevoelig", "van rechtswege definitief", "eindtoestand"))
_WITH_LOCAL_NAMES = frozenset(("Regel", "Signaal", "Besluit", "Beslistabel", "Traject", "Gebeurtenis", "Overgang"))


_EURO_IN_WORDS = re.compile(r"(?:EUR|euro)\s*([0-9.,-]+)|([0-9.,-]+)\s*(?:EUR|euro)", re.IGNORECASE)
_NOT_KNOWN = frozenset(
    (
        "n.n.b.",
        "nnb",
        "n.t.b.",
        "ntb",
        "p.m.",
        "pm",
        "?",
        "-",
        "–",
        "nog niet bekend",
        "niet bekend",
        "nader te bepalen",
    )
)
_HERE = {
    "Parameter": "Een waarde begint met 'vanaf' en een datum: 'vanaf 01-01-2024: € 20,60'. Zet '//' voor een opmerking.",
    "Tabel": "Een rij begint met 'bij' en haar sleutel, een waarde daaronder met 'vanaf' en een datum. Zet '//' voor een opmerking.",
    "Beslistabel": "Elke rij begint en eindigt met |. Zet '//' voor een opmerking.",
}
"""What a line that does not belong in a block may have been meant as."""


def read_certainty(part: Part) -> Certainty:
    return cast(Certainty, read_choice(part, "zekerheid", ("hoog", "middel", "laag")))


@dataclass(slots=True)
class Clause:
    """A line with the bullets below it."""

    line: Line
    below: list[Clause] = field(default_factory=list)


def _announces(tokens: Sequence[Token]) -> bool:
    return any(it.type in ("KWANTOR", "_AAN_TEN_MINSTE") for it in tokens) and tokens[-1].type == "_DUBBELEPUNT"


class BlockReader:
    """Reads one block. Findings go to `found`; when there is any, the block gives no definition."""

    def __init__(self, source: SourceFile, block: Block, vocabulary: Vocabulary) -> None:
        self.source = source
        self.block = block
        self.vocabulary = vocabulary
        self.lexer = Lexer(source, vocabulary.trie)
        names = local_names(source, block) if block.word in _WITH_LOCAL_NAMES else ()
        self.local = trie_of_names(names) if names else None
        self.meaning = Meaning(source, block.word, vocabulary, self.local)
        self.found: list[Diagnostic] = []
        self.heads: dict[str, list[Line]] = {}

    # -- findings

    def report(self, code: str, span: Span, **fields: Any) -> None:
        self.found.append(diagnose(code, span, **fields))

    def attempt(self, read: Callable[..., T], *arguments: Any) -> T | None:
        """The result of a reader, or None after noting its finding."""
        try:
            return read(*arguments)
        except Misread as misread:
            self.found.append(misread.diagnostic)
            return None

    def missing(self, expected: str) -> None:
        """A part of the block is not there. Not said of a block with other findings: those may be why."""
        if not self.found and not self.lexer.diagnostics:
            head = Span(self.source.path, self.block.start, self.block.end)
            self.report(
                "TS102",
                head.at_end(),
                after=" ".join(self.source.text[head.start : head.end].split()),
                expected=expected,
            )

    # -- places

    def part(self, start: int, end: int) -> Part:
        return Part(self.source, start, end).cut(0, end - start)

    def body(self, line: Line) -> Part:
        return self.part(line.body, line.end)

    def line_span(self, line: Line) -> Span:
        return Span(self.source.path, line.start, line.end)

    @property
    def head(self) -> Part:
        """What follows the head word."""
        return self.part(self.block.body, self.block.end)

    @property
    def head_word(self) -> Span:
        """The place of the word that begins the block, with the verb of a part of a variant."""
        text = self.source.text[self.block.start : self.block.body]
        return Span(self.source.path, self.block.start, self.block.start + len(text.rstrip()))

    @property
    def span(self) -> Span:
        end = self.block.lines[-1].end if self.block.lines else self.block.end
        return Span(self.source.path, self.block.start, end)

    # -- sentences

    def tokens(self, start: int, end: int) -> list[Token]:
        return self.lexer.tokens(start, end, self.local)

    def clause(self, start: Start, tokens: Sequence[Token], at: int, bullets: Sequence[Any] = ()) -> Any:
        """The node of a clause, or None when it has a finding."""
        node, finding = parse_clause(self.source, start, tokens, at, bullets)
        wrong = self.meaning.findings(start, tokens, bullets, finding)
        self.found += wrong
        return None if wrong else node

    def sentence(self, start: Start, part: Part) -> Any:
        return self.clause(start, self.tokens(part.start, part.end), part.start)

    def literal(self, part: Part, tokens: Sequence[Token] | None = None) -> s.Expr | None:
        """A value that stands by itself: an amount, number, percentage, date, text or a value of an opsomming."""
        tokens = self.tokens(part.start, part.end) if tokens is None else tokens
        if not tokens:
            raise part.lacks("een waarde")
        first = tokens[0]
        if len(tokens) == 1 and first.type in ("GELD", "GETAL", "DUUR", "PROCENT", "DATUM", "TEKST"):
            return first.value  # type: ignore[no-any-return]
        if len(tokens) == 3 and tokens[1].type == "_PER" and tokens[2].type == "EENHEID":
            if first.type == "GELD":
                return s.Geld(first.value.waarde, tokens[2].value, part.span)
            if first.type == "DUUR":
                return s.Getal(first.value.waarde, first.value.eenheid, tokens[2].value, part.span)
        if len(tokens) == 1 and first.type == "NAAM":
            return s.Pad((s.Stap(first.value, "", first.known, part.span),), part.span)
        if part.words.casefold() in _NOT_KNOWN:
            self.lexer.diagnostics = [it for it in self.lexer.diagnostics if not part.start <= it.span.start < part.end]
            raise part.fail(
                "TS101", remedy="Schrijf 'onbekend'.", found=part.words, expected="een waarde of 'onbekend'"
            )
        euro = _EURO_IN_WORDS.fullmatch(part.words)
        raise part.fail(
            "TS101",
            remedy=f"Schrijf € {euro[1] or euro[2]}." if euro else None,
            found=part.words,
            expected="een bedrag, getal, percentage, datum, tekst of waarde van een opsomming",
        )

    # -- bullets

    def nest(self, lines: Iterable[Line], level: int = 1) -> list[Clause]:
        """Bullets under the bullet that they belong to; `level` is the least depth. Reports a level that is passed over."""
        roots: list[Clause] = []
        stack: list[Clause] = []
        for line in lines:
            depth = line.depth - level
            if line.depth > 64:
                self.report("TS005", self.line_span(line), limit=64)
                continue
            if depth > len(stack):
                self.report(
                    "TS103",
                    Span(self.source.path, line.start, line.body),
                    found=line.depth,
                    expected=len(stack) + level,
                )
                depth = len(stack)
            del stack[max(depth, 0) :]
            clause = Clause(line)
            (stack[-1].below if stack else roots).append(clause)
            stack.append(clause)
        return roots

    def bullets(self, clauses: Sequence[Clause]) -> list[Any]:
        """The conditions of bullets; None stands for one that has a finding."""
        found: list[Any] = []
        for clause, following in zip_longest(clauses, clauses[1:]):
            tokens = self.tokens(clause.line.body, clause.line.end)
            if not clause.below and following is not None and _announces(tokens):
                # Its list stands beside it: which of the bullets that follow belong to it is for the writer to say.
                deeper = "•" * (clause.line.depth + 1)
                remedy = f"Zet '{deeper}' voor elke voorwaarde die hierbij hoort."
                place = self.source.span(tokens[-1].end, tokens[-1].end)
                words = f"een opsomming met {deeper} op de volgende regel"
                self.found.append(diagnose("TS102", place, remedy=remedy, after="is voldaan:", expected=words))
                return found
            found.append(self.with_bullets("punt", tokens, clause.line.body, clause.below))
        return found

    def with_bullets(self, start: Start, tokens: Sequence[Token], at: int, below: Sequence[Clause]) -> Any:
        """A clause and the bullets under it. The clause has to announce them."""
        conditions = self.bullets(below)
        node = self.clause(start, tokens, at, conditions)
        if node is not None and below and not any(t.type in ("KWANTOR", "_AAN_TEN_MINSTE") for t in tokens):
            line = below[0].line
            self.report(
                "TS103", Span(self.source.path, line.start, line.body), found=line.depth, expected=line.depth - 1
            )
        return node

    # -- head lines

    def collect(self, allowed: frozenset[str]) -> None:
        """Sort the head lines by kind; reports the double, the empty and the ones that do not belong here."""
        for line in self.block.lines:
            if line.kind != "kop":
                continue
            span = Span(self.source.path, line.start, max(line.body, line.start + len(line.key)))
            if line.key not in _KNOWN_HEADS:
                meant = [f"{word}:" for word in suggest(line.key, ALL_HEADS)]
                near = did_you_mean([HEADS[line.key]] if line.key in HEADS else meant)
                place = Span(self.source.path, line.start, line.start + len(line.key))
                self.found.append(diagnose("TS127", place, head=line.key, remedy=near or None))
            elif line.key not in allowed:
                self.report("TS113", span, head=line.key, block=f"'{f'{self.block.deed} {self.block.word}'.strip()}'")
            elif line.body >= line.end and line.key not in _WITHOUT_CONTENT:
                self.report("TS112", self.line_span(line).at_end(), head=f"{line.key}:")
            elif line.key in self.heads and line.key not in _REPEATED:
                self.report("TS111", span, head=line.key)
            else:
                self.heads.setdefault(line.key, []).append(line)

    def all(self, key: str, read: Callable[[Part], T]) -> tuple[T, ...]:
        """What every head line of a kind says."""
        read_all = [self.attempt(read, self.body(line)) for line in self.heads.get(key, ())]
        return tuple(value for value in read_all if value is not None)

    def one(self, key: str, read: Callable[[Part], T]) -> T | None:
        values = self.all(key, read)
        return values[0] if values else None

    def koppen(self, bronnen: Iterable[Line] | None = None) -> s.Koppen:
        """The shared head lines; `bronnen` are the source lines of the block itself where others belong to a part of it."""
        sources = self.heads.get("bron", ()) if bronnen is None else bronnen
        read_sources = [self.attempt(read_bron, self.body(line)) for line in sources]
        return s.Koppen(
            geldig=self.one("geldig", read_geldig),
            bronnen=tuple(source for source in read_sources if source),
            ruimte=self.one("ruimte", read_ruimte),
            zekerheid=self.one("zekerheid", read_certainty),
            gevoelig="gevoelig" in self.heads,
            groepen=self.all("groep", lambda part: part.words),
            in_afwijking_van=self.all("in afwijking van", self.step),
            uitleg=self.one("uitleg", read_string),
            voorlopig=self._voorlopig(),
            definitief_van_rechtswege="van rechtswege definitief" in self.heads,
        )

    def step(self, part: Part) -> s.Stap:
        """A name on a line of its own, with its article."""
        article, name = split_article(part.text)
        return s.Stap(name, article, True, part.span)

    def _voorlopig(self) -> s.Voorlopig | None:
        until = self.one("voorlopig tot", read_string)
        bounds = self.one("latere vaststelling", lambda part: self.sentence("grenzen", part))
        if until is None:
            if bounds and "voorlopig tot" not in self.heads:
                line = self.heads["latere vaststelling"][0]
                self.report("TS131", self.line_span(line))
            return None
        low, high = bounds if bounds else (None, None)
        return s.Voorlopig(until, low, high, self.line_span(self.heads["voorlopig tot"][0]))

    def strays(self, kinds: frozenset[str]) -> None:
        """Report lines of kinds that this block does not have."""
        for line in self.block.lines:
            if line.kind == "kop" or line.kind in kinds:
                continue
            remedy = _HERE.get(self.block.word)
            self.found.append(diagnose("TS120", self.line_span(line), remedy=remedy))
