"""Read YAML (and so JSON) from people we do not know into nodes that remember their place.

Every scalar stays text: `nee`, `1.10` and `2024-01-01` arrive as they were written, and only the code that knows what
a field means turns them into a value. What could surprise or harm is refused with a Dutch finding: anchors and
aliases (with which a small file can describe a huge one), tags, keys that occur twice or are no text, deep nesting,
several documents, tabs and control characters. Nothing raises: the answer is a tree, or findings.

Nodes are built from the event stream with a stack of our own, so that nesting cannot exhaust Python's.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dsl.source import SourceFile
from engine.yaml_nodes import FindingKind, Loaded, Mapping, Node, Scalar, Sequence, YamlFinding

if TYPE_CHECKING:
    import yaml

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_FINDINGS",
    "MAX_NODES",
    "FindingKind",
    "Loaded",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "YamlFinding",
    "load_yaml",
]

MAX_BYTES = 5_000_000
MAX_DEPTH = 64
MAX_NODES = 500_000
MAX_FINDINGS = 100


def load_yaml(source: bytes | str, *, max_bytes: int = MAX_BYTES) -> Loaded:
    """Read one YAML or JSON document. Never raises for what `source` holds; a tree is only given without findings."""
    text, problem = _decoded(source, max_bytes)
    if problem is not None:
        return Loaded(None, (problem,), text)
    source_file = SourceFile("", text)
    readable = _without_json_tabs(text)
    findings = list(_unreadable_characters(readable, source_file))
    if findings:
        return Loaded(None, tuple(findings), text)
    builder = _Builder(source_file)
    builder.read(readable)
    findings = sorted(builder.findings, key=lambda finding: finding.start)
    return Loaded(None if findings else builder.root, tuple(findings), text)


# --- before parsing -----------------------------------------------------------------------------------------------

# What YAML calls printable, without what editors do not show: the line ends U+0085, U+2028 and U+2029 of YAML 1.1, and a
# byte order mark inside the text, which the two parsers read differently.
_UNREADABLE = re.compile("[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_JSON_STRING_OR_TAB = re.compile(r'"(?:[^"\\]|\\.)*"|\t')
_SAVE_AS_UTF8 = "Sla het bestand op als UTF-8."


def _decoded(source: bytes | str, max_bytes: int) -> tuple[str, YamlFinding | None]:
    """The text, and a finding when it is too large or no UTF-8."""
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(data) > max_bytes:
        cause = f"Het bestand is {len(data)} bytes groot. Het mag ten hoogste {max_bytes} bytes zijn."
        return "", YamlFinding(1, 1, 0, "too_large", cause, "Splits het bestand of verhoog de grens.")
    if isinstance(source, str):
        return source.removeprefix("\ufeff"), None
    try:
        return source.decode("utf-8").removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8").removeprefix("\ufeff")
        line, column = SourceFile("", before).position(len(before))
        cause = f"Het bestand is geen UTF-8: de byte {source[error.start]:#04x} hoort hier niet."
        return before, YamlFinding(line, column, 1, "not_utf8", cause, _SAVE_AS_UTF8, len(before))


def _without_json_tabs(text: str) -> str:
    """`text` with spaces for the tabs between the parts of a JSON document; other text unchanged.

    JSON allows tabs there and the YAML parser does not. No character moves.
    """
    if "\t" not in text or not text.lstrip().startswith(("{", "[")):
        return text
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return text
    return _JSON_STRING_OR_TAB.sub(lambda match: " " if match[0] == "\t" else match[0], text)


def _unreadable_characters(text: str, source_file: SourceFile) -> Iterator[YamlFinding]:
    """Each character that may not be in the file, the first of each line; tabs among them."""
    last_line = found = 0
    for match in _UNREADABLE.finditer(text):
        line, column = source_file.position(match.start())
        if line == last_line:
            continue
        last_line, found = line, found + 1
        if found > MAX_FINDINGS:
            return
        if match[0] == "\t":
            cause, remedy = "Hier staat een tab.", 'Vervang tabs door spaties. Schrijf een tab in een tekst als "\\t".'
            yield YamlFinding(line, column, 1, "tab", cause, remedy, match.start())
        else:
            cause = f"Hier staat een teken dat niet te lezen is (U+{ord(match[0]):04X})."
            yield YamlFinding(line, column, 1, "character", cause, "Verwijder dit teken.", match.start())


# --- parsing ------------------------------------------------------------------------------------------------------

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_PROPERTY = re.compile(r"[^\s,\[\]{}]+")


def _events(text: str) -> "Iterator[yaml.Event]":
    """The events of the parser, by the C library where there is one: it is twenty times faster.

    JSON writes characters such as emoji as two escapes, which only the Python parser accepts.
    """
    import yaml

    fast: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.SafeLoader if _SURROGATE_ESCAPE.search(text) else fast)
    return events


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been seen; a mapping has its keys and values in turn."""

    start: int
    is_mapping: bool
    children: list[Node]


class _Builder:
    """Turns events into nodes and collects what is wrong on the way."""

    def __init__(self, source_file: SourceFile) -> None:
        self.root: Node | None = None
        self.findings: list[YamlFinding] = []
        self._source_file = source_file
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self._at = 0

    def read(self, text: str) -> None:
        import yaml

        try:
            for event in _events(text):
                self._at = _offset(event.end_mark, self._at)
                if not self._take(event) or len(self.findings) >= MAX_FINDINGS:
                    return
        except yaml.YAMLError as error:
            self._syntax_error(error)
            return
        except (ValueError, OverflowError):
            # The Python parser lets these out for escapes and version numbers that are no characters or numbers.
            self._find(self._at, 0, "syntax", "Na dit punt staat een code voor een teken dat niet bestaat.", _LOOK_UP)
            return
        if self.root is None or (isinstance(self.root, Scalar) and not self.root.text and not self.root.quoted):
            self._find(0, 0, "empty", "Het bestand is leeg.", "Vul het bestand, of geef een ander bestand op.")

    def _find(self, start: int, length: int, kind: FindingKind, cause: str, remedy: str) -> None:
        if len(self.findings) >= MAX_FINDINGS:
            return
        line, column = self._source_file.position(start)
        self.findings.append(YamlFinding(line, column, length, kind, cause, remedy, start))

    def _take(self, event: "yaml.Event") -> bool:
        """Handle one event; False when reading on makes no sense."""
        import yaml

        start, end = _offset(event.start_mark, self._at), _offset(event.end_mark, self._at)
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                cause = "Het bestand bevat meer dan een document."
                self._find(
                    start, end - start, "several_documents", cause, 'Maak van elk deel na "---" een eigen bestand.'
                )
                return False
        elif isinstance(event, yaml.NodeEvent):
            self._nodes += 1
            if self._nodes > MAX_NODES:
                cause = f"Het bestand heeft meer dan {MAX_NODES} onderdelen."
                self._find(start, 0, "too_large", cause, "Splits het bestand.")
                return False
            self._refuse_properties(event, start)
            return self._take_node(event, start, end)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(end)
        return True

    def _take_node(self, event: "yaml.NodeEvent", start: int, end: int) -> bool:
        import yaml

        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) >= MAX_DEPTH:
                cause = f"Hier zitten meer dan {MAX_DEPTH} lijsten en groepen in elkaar."
                self._find(start, 1, "too_deep", cause, "Maak de indeling vlakker.")
                return False
            self._open.append(_Open(start, isinstance(event, yaml.MappingStartEvent), []))
            return True
        line, column = self._source_file.position(start)
        if isinstance(event, yaml.ScalarEvent):
            text = self._with_pairs_joined(event.value, start, end)
            self._add(Scalar(text, line, column, start, end, quoted=bool(event.style)))
        else:
            # An alias was refused already; an empty value in its place lets the rest be read.
            self._add(Scalar("", line, column, start, end, quoted=False))
        return True

    def _refuse_properties(self, event: "yaml.NodeEvent", start: int) -> None:
        """Anchors, aliases and tags; they stand at the start of their node."""
        anchor, tag = event.anchor, getattr(event, "tag", None)
        written = _PROPERTY.match(self._source_file.text, start)
        length = len(written[0]) if written else 1
        if anchor is not None:
            cause = f'Verwijzingen binnen het bestand ("&{anchor}" en "*{anchor}") zijn niet toegestaan.'
            remedy = "Schrijf de waarde voluit, of zet tekst die met & of * begint tussen aanhalingstekens."
            self._find(start, length, "anchor", cause, remedy)
        if tag is not None:
            remedy = "Haal het deel met het uitroepteken weg, of zet de tekst tussen aanhalingstekens."
            self._find(start, length, "tag", "Een YAML-tag (een woord met ! ervoor) is niet toegestaan.", remedy)

    def _with_pairs_joined(self, text: str, start: int, end: int) -> str:
        """`text` with each pair of surrogates, from two JSON escapes, as the one character it stands for."""
        try:
            return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            cause = "Deze tekst bevat een halve tekencode (\\ud800 tot en met \\udfff)."
            self._find(start, end - start, "character", cause, "Schrijf het teken zelf of beide helften van de code.")
            return ""

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node

    def _close(self, end: int) -> None:
        ended = self._open.pop()
        line, column = self._source_file.position(ended.start)
        if ended.is_mapping:
            entries = tuple(self._entries(ended.children))
            self._add(Mapping(entries, line, column, ended.start, end))
        else:
            self._add(Sequence(tuple(ended.children), line, column, ended.start, end))

    def _entries(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        first_lines: dict[str, int] = {}
        for key, value in self._with_decimals_joined(children):
            length = max(1, key.end - key.start)
            if not isinstance(key, Scalar):
                cause = "Een sleutel moet tekst zijn, maar hier staat een lijst of een groep."
                self._find(key.start, 1, "key_not_text", cause, "Schrijf voor de dubbele punt een naam.")
            elif not key.text:
                cause = "Voor de dubbele punt ontbreekt de sleutel."
                self._find(key.start, length, "key_not_text", cause, "Schrijf voor de dubbele punt een naam.")
            elif key.text in first_lines:
                cause = f'De sleutel "{_shortened(key.text)}" staat hier dubbel: hij staat ook op regel {first_lines[key.text]}.'
                self._find(key.start, length, "duplicate_key", cause, "Laat er een staan.")
            else:
                first_lines[key.text] = key.line
                yield key, value

    def _with_decimals_joined(self, children: list[Node]) -> list[tuple[Node, Node]]:
        """Keys with their values, where `{bijdrage: € 20,60}` is one key with one value.

        To YAML that comma ends the value, and a key without a value follows. A number and digits on either side of a comma
        without a space can only be a Dutch amount; JSON, where each key has a value, is not touched.
        """
        pairs: list[tuple[Node, Node]] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            before = pairs[-1][1] if pairs else None
            if before is not None and self._is_decimal_part(before, key, value):
                text = self._source_file.text[before.start : key.end]
                joined = Scalar(text, before.line, before.column, before.start, key.end, quoted=False)
                pairs[-1] = (pairs[-1][0], joined)
            else:
                pairs.append((key, value))
        return pairs

    def _is_decimal_part(self, before: Node, key: Node, value: Node) -> bool:
        if not (isinstance(before, Scalar) and isinstance(key, Scalar) and isinstance(value, Scalar)):
            return False
        plain = not (before.quoted or key.quoted or value.quoted or value.text)
        adjacent = self._source_file.text[before.end : key.start] == "," and key.end == value.start == value.end
        return plain and adjacent and before.text[-1:].isdigit() and key.text[:1].isdigit()

    def _syntax_error(self, error: "yaml.YAMLError") -> None:
        problem, context = getattr(error, "problem", None) or "", getattr(error, "context", None) or ""
        at = _offset(getattr(error, "problem_mark", None), self._at)
        if not self._source_file.text[at:].strip():
            # The text ended too early: the place to look at is where the open part began.
            opened = self._open[-1].start if self._open else at
            if "quoted" in context:
                at, problem = _offset(getattr(error, "context_mark", None), at), "unclosed"
            elif self._source_file.text.startswith(("[", "{"), opened):
                at, problem = opened, "unclosed"
        cause, remedy = next((words for part, words in _SYNTAX_WORDS if part in problem), _UNKNOWN_SYNTAX)
        self._find(at, 1, "syntax", cause, remedy)


def _offset(mark: "yaml.Mark | yaml._yaml.Mark | None", otherwise: int) -> int:
    """The offset of a place that the parser names."""
    return otherwise if mark is None else mark.index


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


_LOOK_UP = "Schrijf het teken zelf in plaats van een code met een schuine streep."
_QUOTE = "Zet tekst met bijzondere tekens tussen aanhalingstekens."
_INDENT = (
    "Laat regels die bij elkaar horen even ver inspringen, en schrijf na elke sleutel een dubbele punt en een spatie."
)
_UNKNOWN_SYNTAX = ("Dit is geen geldige YAML.", "Kijk op deze en de vorige regel naar inspringing en leestekens.")

# Parts of what the two parsers say, most telling first; their own words never reach a user.
_SYNTAX_WORDS: tuple[tuple[str, tuple[str, str]], ...] = (
    ("unclosed", ("Wat hier begint, wordt nergens gesloten.", "Zet het ontbrekende aanhalingsteken of haakje erbij.")),
    ("mapping values are not allowed", ("Hier mag geen dubbele punt met een waarde staan.", _QUOTE)),
    (
        "expected ',' or '}'",
        ("Hier ontbreekt een komma of een }.", "Zet een komma tussen de delen, of sluit af met }."),
    ),
    (
        "expected ',' or ']'",
        ("Hier ontbreekt een komma of een ].", "Zet een komma tussen de delen, of sluit af met ]."),
    ),
    ("cannot start any token", ("Een waarde mag niet met dit teken beginnen.", _QUOTE)),
    ("expected ':'", ("Na deze sleutel ontbreekt een dubbele punt.", _INDENT)),
    ("escape", ("Na een schuine streep staat hier een code die niet bestaat.", _LOOK_UP)),
    ("expected alphabetic or numeric", ("Een waarde mag niet met & of * beginnen.", _QUOTE)),
    ("<block end>", ("De inspringing klopt hier niet, of er ontbreekt een sleutel.", _INDENT)),
    ("expected key", ("De inspringing klopt hier niet, of er ontbreekt een sleutel.", _INDENT)),
    ("expected '-' indicator", ("De inspringing klopt hier niet, of er ontbreekt een streepje.", _INDENT)),
)
