"""The page of one regeling."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from dsl.notation import format_date
from dsl.program import LookupInfo, ParamInfo
from dsl.syntax import Kalender, Norm, Objecttype, Opsomming, Registratie
from workbench.catalogus import decisions, figures, rules
from workbench.catalogus.markup import Html, Part, bullets, details, link, table, tag, terms
from workbench.catalogus.model import Block, Example, Law
from workbench.catalogus.parts import certainty, page, section, source_list, unbroken
from workbench.catalogus.trajecten import traject

_SECTIONS = (
    ("besluiten", "Wat deze regeling beslist"),
    ("trajecten", "Trajecten"),
    ("cijfers", "Cijfers"),
    ("tabellen", "Tabellen om op te zoeken"),
    ("regels", "Regels"),
    ("signalen", "Signalen"),
    ("open", "Wat weten wij niet zeker?"),
    ("scenarios", "Scenario's die dit toetsen"),
    ("normen", "Normen"),
    ("woorden", "Woorden, registraties en kalenders"),
)


_WORDS = Objecttype | Opsomming | Kalender | Registratie


def regeling_page(law: Law, name: str) -> str:
    """The page of a regeling of the law."""
    info = law.program.regelingen[name]
    made = dict(_content(law, name))
    sections = [(anchor, title, section(anchor, title, made.get(anchor))) for anchor, title in _SECTIONS]
    here = [(anchor, title, part) for anchor, title, part in sections if part]
    explained = [module.regeling.uitleg for module in law.modules[name] if module.regeling.uitleg]
    return page(
        name,
        law.program,
        tag("h1", name),
        [tag("p", words) for words in explained],
        terms([("Uitvoerder", law.executor(name)), ("Bron", source_list(info.sources))]),
        tag(
            "nav",
            bullets(link(f"#{anchor}", title) for anchor, title, _ in here),
            aria_label="Op deze bladzijde",
            class_="op",
        ),
        [part for _, _, part in here],
    )


def open_questions(law: Law, name: str) -> list[Part]:
    """All that a regeling states not to know, or not for certain."""
    mine = law.pages[name]
    found: list[Part] = []
    shown: list[ParamInfo | LookupInfo] = [*law.program.params.values(), *law.program.tables.values()]
    for figure in shown:
        if law.of(figure)[0] == mine:
            found += figures.gaps(law, figure)
    for block in law.blocks[name]:
        if rules.is_rule(block):
            found += rules.open_questions(law, block)
    for signal in law.program.signals.values():
        if law.of(signal)[0] == mine and certainty(signal.certainty):
            found.append(["signaal ", link(f"#{law.of(signal)[1]}", signal.name), ": ", certainty(signal.certainty)])
    for info in law.program.trajecten.values():
        page_name, anchor = law.of(info)
        for transition in info.transitions if page_name == mine else ():
            if certainty(transition.certainty):
                of = link(f"#{anchor}", info.name)
                found.append(["overgang ", transition.name, " van ", of, ": ", certainty(transition.certainty)])
    return found


def _content(law: Law, name: str) -> Iterable[tuple[str, Part]]:
    mine = law.pages[name]
    program = law.program
    blocks = law.blocks[name]
    yield "besluiten", [decisions.decision(law, info) for info in law.decisions(name)]
    yield "cijfers", [figures.parameter(law, info) for info in program.params.values() if law.of(info)[0] == mine]
    yield "tabellen", [figures.lookup(law, info) for info in program.tables.values() if law.of(info)[0] == mine]
    yield "regels", _rules(law, [block for block in blocks if rules.is_rule(block)])
    by_anchor = {block.anchor: block for block in blocks}
    signals = [(signal, law.of(signal)) for signal in program.signals.values()]
    yield "signalen", [rules.signal(law, info, by_anchor[at]) for info, (where, at) in signals if where == mine]
    trajecten = [(info, law.of(info)) for info in program.trajecten.values()]
    yield "trajecten", [traject(law, info, by_anchor[at]) for info, (where, at) in trajecten if where == mine]
    yield "open", bullets(open_questions(law, name))
    yield "scenarios", _examples(law, name)
    yield "normen", [_words(block) for block in blocks if isinstance(block.definition, Norm)]
    yield (
        "woorden",
        [_words(block) for block in blocks if isinstance(block.definition, _WORDS)],
    )


def _rules(law: Law, blocks: list[Block]) -> Part:
    if not blocks:
        return None
    contents = bullets(link(f"#{block.anchor}", law.program.rules[block.rules[0]].name) for block in blocks)
    parts: list[Part] = [details(f"Lijst van regels ({len(blocks)})", contents)]
    for module, own in groupby(blocks, key=lambda block: block.module):
        parts.append(tag("h3", tag("code", f"{module}.regels")))
        parts += [rules.rule(law, block) for block in own]
    return parts


def _words(block: Block) -> Html:
    kind = type(block.definition).__name__
    return tag("div", details(f"{kind} {block.definition.naam}", rules.text(block)), id=block.anchor)


def _examples(law: Law, name: str) -> Part:
    found = law.examples_of(name)
    if not found:
        return None
    shown = table(
        f"Scenario's van {name}",
        ("scenario", "besluit of traject", "op", "herkomst", "bron", "bestand"),
        [_example(law, e) for e in found],
    )
    return details(f"Alle scenario's ({len(found)})", shown, open_=len(found) <= 12)


def _example(law: Law, example: Example) -> tuple[Part, ...]:
    tested = law.program.trajecten if example.traject else law.program.decisions
    anchor = law.of(tested[example.besluit])[1]
    return (
        example.name,
        link(f"#{anchor}", example.besluit),
        unbroken(format_date(example.day)),
        [example.origin, " ", certainty(example.certainty)] if certainty(example.certainty) else example.origin,
        "; ".join(example.sources),
        tag("code", example.place),
    )
