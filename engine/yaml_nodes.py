"""What was read from YAML: nodes that remember their place, and what was wrong with the text."""

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal[
    "too_large",
    "not_utf8",
    "empty",
    "character",
    "tab",
    "anchor",
    "tag",
    "duplicate_key",
    "key_not_text",
    "too_deep",
    "several_documents",
    "syntax",
]


@dataclass(frozen=True, slots=True)
class YamlFinding:
    """One problem. Line and column are 1-based and count characters, as `start`, the offset in the text, does.

    `cause` and `remedy` are Dutch sentences for the user.
    """

    line: int
    column: int
    length: int
    kind: FindingKind
    cause: str
    remedy: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it was written. `quoted`: between quotation marks or as a block of text, so surely meant as text.

    A value that was left out is an unquoted empty text. `line` and `column` are 1-based; `start` to `end` are
    offsets in the text, for all nodes.
    """

    text: str
    line: int
    column: int
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    line: int
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values in the order of the file; no two keys have the same text."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int
    column: int
    start: int
    end: int

    def get(self, key: str) -> "Node | None":
        """The value of a key, or None when the mapping lacks it."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Loaded:
    """The tree, or None with at least one finding. `text` is what was read, without a byte order mark."""

    root: Node | None
    findings: tuple[YamlFinding, ...]
    text: str
