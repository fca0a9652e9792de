"""The scoreboard of norms as one HTML file: a table per part of the agency, each verdict opening to its reasons and records.

It is made of the same data as ``--vorm json``, needs no script and no other file, and prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.catalogus.markup import Html, Part, bullets, details, joined, table, tag, terms

Entry = Mapping[str, Any]

_SIGNS = {
    "behaald": "✓",
    "behaald met kanttekening": "✓!",
    "op koers": "✓",
    "niet behaald": "✗",
    "onherroepelijk gemist": "✗",
    "niet op koers": "✗",
}
_GOOD = ("behaald", "behaald met kanttekening", "op koers")
_HEADS = ("norm", "gevraagd", "cijfer", "onze lezing", "volgens het document", "waarom")
_KEYS = 50
_STYLE = """
:root { color-scheme: light; font-family: system-ui, sans-serif; line-height: 1.4; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; color: #1a1a1a; background: #fff; }
.tabel { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1.5rem; }
caption { text-align: left; font-weight: bold; font-size: 1.2rem; padding: .5rem 0; }
th, td { border-bottom: 1px solid #b5b5b5; padding: .4rem .5rem; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #1a1a1a; }
tbody th { font-weight: normal; max-width: 20rem; }
.goed { color: #0b5a1e; font-weight: bold; }
.slecht { color: #9b1111; font-weight: bold; }
.open { color: #4a4a4a; }
summary { cursor: pointer; }
dt { font-weight: bold; }
dd { margin: 0 0 .4rem 0; }
@media print { details > *:not(summary) { display: block; } body { max-width: none; } tr { break-inside: avoid; } }
"""


def scoreboard_page(title: str, summary: str, entries: Sequence[Entry]) -> str:
    """The whole page. ``entries`` are assessments as JSON; those of reported figures also hold their ``opgave``."""
    parts: dict[str, list[Entry]] = {}
    for entry in entries:
        parts.setdefault(_part_of(entry), []).append(entry)
    body = joined(
        tag("h1", title),
        tag("p", "Elk oordeel is onze lezing. Andere lezingen staan bij 'waarom'."),
        tag("p", summary) if summary else None,
        [table(part, _HEADS, [_row(entry) for entry in rows]) for part, rows in sorted(parts.items())],
    )
    head = joined(
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        Html(f"<style>{_STYLE}</style>"),
    )
    return f"<!DOCTYPE html>\n{tag('html', tag('head', head), tag('body', tag('main', body)), lang='nl')}\n"


def _part_of(entry: Entry) -> str:
    return str(entry.get("uitsplitsing") or entry.get("onderdeel") or "Hele organisatie")


def _row(entry: Entry) -> Sequence[Part]:
    said = entry.get("opgave") or {}
    title = f"{entry['nummer']} {entry['norm']}" if entry["nummer"] else entry["norm"]
    return (
        title,
        entry["eis"] or "",
        said.get("gedrukt") or entry["cijfer"] or "geen",
        _verdict(entry["oordeel"]),
        said.get("oordeel") or "",
        details("toon", _reasons(entry, said)),
    )


def _verdict(word: str) -> Html:
    """A sign and the words, so that colour says nothing alone."""
    kind = "goed" if word in _GOOD else "slecht" if word in _SIGNS else "open"
    return tag("span", f"{_SIGNS.get(word, '·')} {word}", class_=kind)


def _reasons(entry: Entry, said: Mapping[str, Any]) -> Html | None:
    others = [f"{other['lezing']}: {other['oordeel']}. {other['reden']}" for other in entry["andere lezingen"]]
    counted = entry["telling"] or {}
    whole = f"{counted.get('teller')} van {counted.get('noemer')}" if counted.get("records") else None
    differs = "Ons oordeel is anders dan dat van het document." if said.get("gelijk aan ons oordeel") is False else None
    return terms(
        (
            ("Reden", entry["reden"]),
            ("Teller en noemer", whole),
            ("Let op", bullets(entry["let op"])),
            ("Onze lezing", f"{entry['lezing']}. {entry['reden van de lezing']}" if entry["lezing"] else None),
            ("Andere lezingen", bullets(others)),
            ("Verschil", differs),
            ("Toelichting", said.get("toelichting")),
            ("Tegen de norm", _keys(counted.get("tegen de norm"))),
            ("Open en te laat", _keys(counted.get("open en te laat"))),
            (
                "Per periode",
                bullets(f"{it['periode']}: {it['cijfer'] or 'geen'}, {it['oordeel']}" for it in entry["per periode"]),
            ),
            ("Wettelijke termijn", entry["wettelijke termijn"]),
            ("Bron", bullets(entry["bronnen"])),
            ("Gedrukt als", f"{said['document']}, {said['plaats']}: {said['citaat']}" if said.get("citaat") else None),
        )
    )


def _keys(keys: Mapping[str, Any] | None) -> Html | None:
    """The records by key, which is what they are found by in the register that they came from."""
    if not keys or not keys["aantal"]:
        return None
    shown = keys["sleutels"][:_KEYS]
    more = f" en nog {keys['aantal'] - len(shown)}" if keys["aantal"] > len(shown) else ""
    return details(f"{keys['aantal']} records", tag("p", ", ".join(shown) + more))
