"""An explanation as plain text, Markdown or JSON."""

from __future__ import annotations

import json
import re

from dsl.program import SourceRef
from engine.explain.tree import Explanation, Form, Part

_MARKED = re.compile(r"([\\`*_\[\]<>#|])")


def render(explanation: Explanation, form: Form) -> str:
    """The explanation in one of its forms; the same bytes for the same explanation. Ends with a line feed."""
    return {"tekst": _text, "markdown": _markdown, "json": _json}[form](explanation)


def source_text(source: SourceRef) -> str:
    """The source with the date of its text, unless the author wrote that already."""
    if source.text_date is None or "(tekst" in source.text:
        return source.text
    return f"{source.text} (tekst {source.text_date:%d-%m-%Y})"


def _text(explanation: Explanation) -> str:
    lines = [explanation.title, "=" * len(explanation.title)]
    for section in explanation.sections:
        lines.append("")
        if section.heading:
            lines += [section.heading, "-" * len(section.heading)]
        for part in section.parts:
            _text_part(part, 0, lines)
    return "\n".join(lines) + "\n"


def _text_part(part: Part, depth: int, lines: list[str]) -> None:
    bullet = "" if part.kind == "zin" and depth == 0 else "- "
    sources = [source_text(source) + (f" <{source.url}>" if source.url else "") for source in part.sources]
    lines.append("  " * depth + bullet + (_with_value(part) or "; ".join(sources)))
    if part.text:
        lines += ["  " * (depth + 1) + f"bron: {source}" for source in sources]
    for child in part.children:
        _text_part(child, depth + 1, lines)


def _with_value(part: Part) -> str:
    return part.text if part.value is None else f"{part.text}: {part.value}"


def _markdown(explanation: Explanation) -> str:
    lines = [f"# {_escaped(explanation.title)}"]
    for section in explanation.sections:
        lines.append("")
        if section.heading:
            lines += [f"## {_escaped(section.heading)}", ""]
        listed = False
        for part in section.parts:
            is_point = part.kind != "zin"
            if is_point and not listed and lines[-1] or not is_point and listed:
                lines.append("")
            listed = is_point
            _markdown_part(part, 0, lines)
    return "\n".join(lines) + "\n"


def _markdown_part(part: Part, depth: int, lines: list[str]) -> None:
    text = _escaped(part.text if part.value is None else part.text + ": ")
    if part.value is not None:
        text += f"**{_escaped(part.value)}**"
    if part.sources:
        sources = "; ".join(_markdown_source(source) for source in part.sources)
        text += f" ({sources})" if text else sources
    if part.kind == "zin" and depth == 0:
        lines.append(text)
        if part.children:
            lines.append("")
        for child in part.children:
            _markdown_part(child, 0, lines)
        return
    lines.append("  " * depth + "- " + text)
    for child in part.children:
        _markdown_part(child, depth + 1, lines)


def _markdown_source(source: SourceRef) -> str:
    shown = _escaped(source_text(source))
    return f"[{shown}]({source.url})" if source.url else shown


def _escaped(text: str) -> str:
    return _MARKED.sub(r"\\\1", text)


def _json(explanation: Explanation) -> str:
    document = {
        "niveau": explanation.level,
        "titel": explanation.title,
        "onderdelen": [
            {"kop": section.heading, "delen": [_json_part(part) for part in section.parts]}
            for section in explanation.sections
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _json_part(part: Part) -> dict[str, object]:
    out: dict[str, object] = {"soort": part.kind, "tekst": part.text}
    if part.value is not None:
        out["waarde"] = part.value
    if part.sources:
        out["bronnen"] = [
            {"tekst": source_text(source)} | ({"link": source.url} if source.url else {}) for source in part.sources
        ]
    if part.addresses:
        out["stappen"] = list(part.addresses)
    if part.children:
        out["delen"] = [_json_part(child) for child in part.children]
    return out
