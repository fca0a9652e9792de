"""All files of the site: a page per regeling, the list of them, and the style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from dsl.program import Program
from dsl.syntax import Module
from workbench.catalogus.markup import Part, bullets, link, table, tag
from workbench.catalogus.model import INDEX, SHARED, Example, Law
from workbench.catalogus.parts import STYLE, page
from workbench.catalogus.regeling import open_questions, regeling_page


def build_site(program: Program, modules: Iterable[Module], examples: Sequence[Example]) -> dict[str, str]:
    """The texts of all files by name. ``modules`` are the trees that the program was made from. The same law and examples
    give the same bytes."""
    law = Law(program, modules, examples)
    site = {law.pages[name]: regeling_page(law, name) for name in law.pages}
    style = Path(__file__).with_name(STYLE).read_text(encoding="utf-8")
    return {INDEX: _index(law), STYLE: style, **site}


def _index(law: Law) -> str:
    by_executor: dict[str, list[str]] = {}
    for name in law.pages:
        by_executor.setdefault(law.executor(name), []).append(name)
    order = sorted(by_executor, key=lambda executor: (executor == SHARED, executor))
    return page(
        "Catalogus van regelingen",
        law.program,
        tag("h1", "Catalogus van regelingen"),
        tag(
            "p",
            f"{len(law.pages)} regelingen met {len(law.program.decisions)} besluiten, {len(law.program.trajecten)} trajecten, "
            f"{len(law.program.rules)} regels, "
            f"{len(law.program.params)} cijfers per datum en {len(law.examples)} scenario's.",
        ),
        [_of_executor(law, executor, by_executor[executor]) for executor in order],
        _variants(law),
        is_index=True,
    )


def _of_executor(law: Law, executor: str, names: list[str]) -> Part:
    rows = [_row(law, name) for name in names]
    return tag(
        "section",
        tag("h2", executor),
        table(
            "Regelingen zonder eigen uitvoerder" if executor == SHARED else f"Regelingen van {executor}",
            ("regeling", "beslist", "regels", "open vragen", "scenario's"),
            rows,
            "overzicht",
        ),
    )


def _variants(law: Law) -> Part | None:
    """The varianten that there are on top of the law. Their rules stand on no page: they are not the law."""
    if not law.program.variants:
        return None
    rows: list[tuple[Part, ...]] = [
        (
            info.name,
            info.level,
            ", ".join(info.below) or "-",
            info.certainty or "-",
            info.explanation or "-",
            bullets(source.text for source in info.sources),
        )
        for info in law.program.variants.values()
    ]
    heads = ("variant", "vereist", "bovenop", "zekerheid", "wat anders wordt", "bron")
    return tag("section", tag("h2", "Varianten"), table("Varianten op het recht", heads, rows, "varianten"))


def _row(law: Law, name: str) -> tuple[Part, ...]:
    decisions = law.decisions(name)
    count = sum(1 for rule in law.program.rules if rule.regeling == name)
    return (
        link(law.pages[name], name),
        bullets(link("#".join(law.of(decision)), decision.name) for decision in decisions),
        str(count),
        str(len(open_questions(law, name))),
        str(len(law.examples_of(name))),
    )
