"""Rules and signals on the page of their regeling: the text in the one layout, with where it comes from and what goes before it."""

from __future__ import annotations

from dsl.printer.layout import INDENT
from dsl.program import RuleInfo, SignalInfo
from dsl.syntax import Beslistabel, Regel
from engine.explain.values_nl import capital
from workbench.catalogus.markup import Html, Part, bullets, joined, link, tag, terms
from workbench.catalogus.model import Block, Law
from workbench.catalogus.parts import certainty, day, mark, source_list

_DEEPEST = 6
"""The deepest indent for which the style has a line."""


def rule(law: Law, block: Block) -> Html:
    """A rule or Beslistabel. The result columns of a table share their heads, so the first speaks for all."""
    infos = [law.program.rules[number] for number in block.rules]
    info = infos[0]
    from_ = sorted({other for one in infos for other in one.deviates_from})
    off = sorted({other for one in infos for other in one.switches_off})
    by = sorted({other for one in infos for other in law.deviations.get(one.number, ())} - set(block.rules))
    return tag(
        "article",
        tag("h4", capital(info.name), id=block.anchor),
        _marks(info),
        tag("p", info.explanation, class_="uitleg") if info.explanation else None,
        text(block),
        terms(
            [
                ("Bron", source_list(info.sources)),
                ("Wijkt af van", _rules(law, from_)),
                ("Stelt buiten toepassing", _rules(law, off)),
                ("Hiervan wijkt af", _rules(law, by)),
                ("Voorlopig tot", info.provisional.text if info.provisional else None),
            ]
        ),
    )


def signal(law: Law, info: SignalInfo, block: Block) -> Html:
    return tag(
        "article",
        tag("h3", capital(info.name), id=block.anchor),
        tag("p", certainty(info.certainty)) if certainty(info.certainty) else None,
        text(block),
        terms(
            [
                ("Over", f"een {info.over}"),
                ("Ernst", info.severity),
                ("Doel", info.purpose),
                ("Status", info.status),
                ("Grondslag", bullets(info.bases)),
                ("Advies", info.advice),
                ("Verwijs naar", bullets(info.refer_to)),
                ("Bron", source_list(info.sources)),
            ]
        ),
    )


def text(block: Block) -> Html:
    """The text as written. A table keeps its lines; another line may break where the page is narrow, and goes on below its own
    beginning."""
    if isinstance(block.definition, Beslistabel):
        return tag("pre", tag("code", block.text), class_="breed", tabindex="0")
    return tag("pre", tag("code", [_line(line) for line in block.text.split("\n")]))


def _line(line: str) -> Html:
    depth = min((len(line) - len(line.lstrip(" "))) // INDENT, _DEEPEST)
    return tag("span", f"{line}\n", class_=f"d{depth}")


def open_questions(law: Law, block: Block) -> list[Part]:
    """The line for the list of open questions, for a rule that is not certain or gives something that is not definite."""
    info = law.program.rules[block.rules[0]]
    found: list[Part] = []
    if certainty(info.certainty):
        found.append(["regel ", link(f"#{block.anchor}", info.name), ": ", certainty(info.certainty)])
    return found


def is_rule(block: Block) -> bool:
    return isinstance(block.definition, Regel | Beslistabel) and bool(block.rules)


def _marks(info: RuleInfo) -> Html | None:
    until = f" t/m {day(info.end)}" if info.end else ""
    valid = f"geldig vanaf {day(info.start)}{until}" if info.start else f"geldig{until}" if until else "altijd geldig"
    return tag(
        "p",
        joined(
            mark(valid, True),
            mark(info.room or "", bool(info.room)),
            mark("gevoelig", info.sensitive),
            mark("definitief van rechtswege", info.final_by_law),
            certainty(info.certainty),
        ),
        class_="merken",
    )


def _rules(law: Law, numbers: list[int]) -> Html | None:
    named: dict[str, str] = {}
    for number in numbers:
        named.setdefault(law.of_rule(number), law.program.rules[number].name)
    return bullets(link(address, name) for address, name in named.items())
