"""The replay of a traject in Dutch, for whoever handles the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dsl.notation import format_date
from dsl.program import Judge, Program, SourceRef
from engine.case import Case
from engine.explain.people import People, article_of
from engine.explain.values_nl import capital
from engine.trajecten.model import Accounted, Need, Step, TrajectResult, Verdict
from engine.values import FactRef

_HEADINGS = {
    Verdict.GEWEIGERD: "Kon op die dag niet",
    Verdict.ONZEKER: "Hangt af van wat nog niet bekend is",
    Verdict.ZONDER_DAG: "Zonder bekende dag",
    Verdict.NIET_BEOORDEELD: "Niet beoordeeld",
    Verdict.ZONDER_GEVOLG: "Zonder gevolg",
    Verdict.NA_DE_DATUM: "Na deze datum",
    Verdict.ANDERS: "Hoort niet bij dit traject",
}
_WIDTH = 12


def describe_traject(result: TrajectResult, program: Program, case: Case) -> str:
    """State, way, refused and unknown events, and what falls due."""
    words = _Words(program, case)
    lines = [f"{result.traject.name}: {words.object(result.over)}, op {format_date(result.on, words=True)}", ""]
    lines += words.state(result)
    if result.findings:
        lines += ["", "Let op", *(f"  {finding}" for finding in result.findings)]
    if result.path:
        lines += ["", "De weg hierheen" if result.state is not None else "Wat zeker is", *words.path(result.path)]
    for verdict, heading in _HEADINGS.items():
        found = [event for event in result.events if event.verdict is verdict]
        if found:
            lines += ["", heading, *(line for event in found for line in words.event(event))]
    if result.due:
        lines += ["", "Wat nu komt", *(_due_line(item.day, item.kind, item.what, item.by) for item in result.due)]
    return "\n".join(lines) + "\n"


def need_lines(need: Need, program: Program, case: Case) -> tuple[str, ...]:
    """What is needed, in words, in a fixed order."""
    return tuple(_Words(program, case).need(need))


def _due_line(day: date, kind: str, what: str, by: str | None) -> str:
    said = f"{kind}: {what}" if kind in ("brief", "taak", "te doen") else what
    return f"  {format_date(day):<{_WIDTH}}{said}{f' ({by})' if by else ''}"


def _sources(sources: Iterable[SourceRef]) -> str:
    return "; ".join(source.text for source in sources)


class _Words:
    def __init__(self, program: Program, case: Case) -> None:
        self.program = program
        self.people = People(program, case)
        self.questions = {node.key: node.question for node in program.nodes if isinstance(node, Judge)}

    def object(self, key: str) -> str:
        return self.people.formal(key)

    def state(self, result: TrajectResult) -> Iterator[str]:
        if result.state is not None:
            since = "vanaf het begin" if result.from_start else "sinds wanneer is niet vast te stellen"
            if result.since is not None:
                since = f"sinds {format_date(result.since, words=True)}"
            yield f"Toestand: {result.state} ({since})"
            explanation = result.traject.states[result.state].explanation
            if explanation:
                yield f"  {explanation}"
            return
        which = "" if result.possible is None else f" Mogelijk is: {' of '.join(result.possible)}."
        yield f"Toestand: niet vast te stellen.{which}"
        needed = list(self.need(result.need))
        if needed:
            yield "  Nodig:"
            yield from (f"  - {item}" for item in needed)

    def need(self, need: Need) -> Iterator[str]:
        for fact in sorted(need.facts, key=lambda it: (it.obj, it.name, it.at or date.min)):
            yield self.fact(fact)
        for key in sorted(need.questions):
            yield f"antwoord op: {self.questions.get(key, key)}"

    def fact(self, fact: FactRef) -> str:
        if not fact.obj:
            return f"de {fact.name}"
        on = "" if fact.at is None else f" op {format_date(fact.at)}"
        kind = self.people.kind(fact.obj)
        info = self.program.types.get(kind) if kind is not None else None
        if info is not None and fact.kind == "rol" and fact.name in info.roles:
            role = info.roles[fact.name]
            return f"welke {role.plural or role.name} er zijn van {self.object(fact.obj)}"
        attr = info.attributes.get(fact.name) if info is not None else None
        article = attr.article if attr is not None else article_of(self.program, fact.name)
        called = f"{article} {fact.name} van" if article else f"'{fact.name}' van"
        return f"{called} {self.object(fact.obj)}{on}"

    def path(self, path: tuple[Step, ...]) -> Iterator[str]:
        for step in path:
            effect = "op een dag die nog niet vaststaat" if step.effect is None else f"op {format_date(step.effect)}"
            begins = "" if step.effect == step.day else f", gaat in {effect}"
            head = f"{capital(step.transition.name)}: van '{step.from_state}' naar '{step.to}'{begins}"
            yield f"  {format_date(step.day):<{_WIDTH}}{head}"
            indent = " " * (_WIDTH + 2)
            if step.event is not None:
                yield f"{indent}door: {step.event.event} ({self.object(step.event.key)})"
            elif step.last_day is not None:
                yield f"{indent}door: de termijn eindigde op {format_date(step.last_day)}"
            if step.transition.sources:
                yield f"{indent}bron: {_sources(step.transition.sources)}"
            for letter in step.letters:
                last = (
                    "de laatste dag staat nog niet vast"
                    if letter.due is None
                    else f"uiterlijk {format_date(letter.due)}"
                )
                who = f" ({letter.by})" if letter.by else ""
                yield f"{indent}{letter.kind}: {letter.text} {capital(last)}{who}."

    def event(self, event: Accounted) -> Iterator[str]:
        day = "" if event.day is None else format_date(event.day)
        called = self.object(event.key) if event.event is None else f"{event.event} ({self.object(event.key)})"
        yield f"  {day:<{_WIDTH}}{called}: {event.why}"
        needed = list(self.need(event.need))
        if needed:
            yield f"{' ' * (_WIDTH + 2)}nodig: {', '.join(needed)}"
