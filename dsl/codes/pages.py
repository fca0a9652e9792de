"""The documentation pages of the registry (Dutch, MyST markdown): one per code, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from dsl.codes import REGISTRY
from dsl.codes.entry import Code
from dsl.severity import Severity

GROUPS = {
    "0": "Bestanden lezen",
    "1": "De vorm van de tekst",
    "2": "Namen",
    "3": "Soorten waarden en eenheden",
    "4": "Regels, tabellen en wet",
    "5": "Dossier en feiten",
    "6": "Beslissen",
    "7": "Scenario's",
    "8": "Gebruik van de opdrachten",
    "9": "Maatwerk",
}

_SEVERITIES = {
    Severity.FOUT: "Fout: het programma gaat niet verder tot dit is opgelost.",
    Severity.WAARSCHUWING: "Waarschuwing: het programma gaat verder, maar kijk hiernaar.",
    Severity.OPMERKING: "Opmerking: een suggestie.",
}


def write_pages(directory: Path) -> list[Path]:
    """Write all pages to a directory, which is made if needed, and remove pages of codes that no longer exist.

    Returns the paths written. Raises OSError when the directory cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    pages = {f"{entry.code}.md": page(entry) for entry in REGISTRY.values()}
    pages["index.md"] = index(REGISTRY.values())
    for old in directory.glob("TS[0-9][0-9][0-9].md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (directory / name).write_text(text, encoding="utf-8", newline="\n")
    return [directory / name for name in pages]


def page(entry: Code) -> str:
    """The page of one code."""
    return f"""# {entry.code}: {entry.title}

{_SEVERITIES[entry.severity]}

**Melding:** {_blanks(entry.cause)}

**Oplossing:** {_blanks(entry.remedy)}

## Uitleg

{entry.explanation}

## Voorbeeld

Zo gaat het mis:

{_example(entry.wrong, entry.language)}

Zo is het goed:

{_example(entry.right, entry.language)}
"""


def index(entries: Iterable[Code]) -> str:
    """The index page: a table per group, and the table of contents for Sphinx."""
    ordered = sorted(entries, key=lambda entry: entry.code)
    parts = ["# Diagnoses", "Elke melding heeft een vaste code. Deze pagina's leggen ze uit."]
    for group, members in groupby(ordered, key=lambda entry: entry.code[2]):
        rows = [f"| [{entry.code}]({entry.code}.md) | {entry.title} | {entry.severity.value} |" for entry in members]
        parts.append("\n".join([f"## {GROUPS[group]}\n", "| code | melding | ernst |", "|---|---|---|", *rows]))
    parts.append("\n".join(["```{toctree}", ":hidden:", "", *(entry.code for entry in ordered), "```"]))
    return "\n\n".join(parts) + "\n"


def _blanks(template: str) -> str:
    """A template for reading: an ellipsis where a case fills something in, and no accidental markup."""
    text = re.sub(r"\{[a-z_]+\}", "…", template)
    return re.sub(r"([*_<\\`\[\]])", r"\\\1", text)


def _example(text: str, language: str) -> str:
    # "regels" has no highlighter; an unknown language would be a warning in Sphinx.
    return f"```{'text' if language == 'regels' else language}\n{text}\n```"
