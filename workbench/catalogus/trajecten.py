"""A traject on the page of its regeling: a drawing, its states and transitions as tables, and the text."""

from __future__ import annotations

from dsl.program import Program, StateInfo, TrajectInfo, TransitionInfo
from engine.explain.values_nl import capital
from engine.trajecten.reasons import excerpt
from workbench.catalogus.drawing import drawing
from workbench.catalogus.markup import Html, Part, bullets, details, table, tag, terms
from workbench.catalogus.model import Block, Law
from workbench.catalogus.parts import certainty, mark, source_list
from workbench.catalogus.rules import text

_TRANSITION_HEADS = ("overgang", "van", "naar", "aanleiding", "gaat in", "wie, brieven en taken", "bron")


def traject(law: Law, info: TrajectInfo, block: Block) -> Html:
    program = law.program
    return tag(
        "article",
        tag("h3", info.name, id=block.anchor),
        tag("p", info.explanation, class_="uitleg") if info.explanation else None,
        terms(
            [
                ("Over", f"een {info.over}"),
                ("Begint als", info.begins_as),
                ("Begint op", None if info.begins_on is None else excerpt(program, info.begins_on)),
                ("Gebeurtenissen", bullets(_event(program, info, name) for name in info.events)),
                ("Volgorde op een dag", ", ".join(info.same_day)),
                ("Bron", source_list(info.sources)),
            ]
        ),
        tag("div", drawing(info), class_="tabel"),
        table(
            f"Toestanden van {info.name}", ("toestand", "uitleg", "zonder gevolg"), map(_state, info.states.values())
        ),
        details(
            f"Overgangen ({len(info.transitions)})",
            table(
                f"Overgangen van {info.name}", _TRANSITION_HEADS, [_transition(program, it) for it in info.transitions]
            ),
            open_=len(info.transitions) <= 12,
        ),
        details("De tekst van dit traject", text(block)),
    )


def _event(program: Program, info: TrajectInfo, name: str) -> str:
    event = info.events[name]
    when = "" if event.condition is None else f", als {excerpt(program, event.condition)}"
    return f"{name}: een {event.role}, op {excerpt(program, event.on)}{when}"


def _state(state: StateInfo) -> tuple[Part, ...]:
    return (
        state.name,
        [state.explanation, mark("eindtoestand", state.final)],
        ", ".join(state.ignores),
    )


def _transition(program: Program, info: TransitionInfo) -> tuple[Part, ...]:
    effect = "die dag" if info.effect is None else excerpt(program, info.effect)
    duties = [f"{it.kind}: {it.text} Uiterlijk {excerpt(program, it.due)}" for it in info.letters]
    return (
        [capital(info.name), " ", certainty(info.certainty)],
        bullets(info.from_states),
        info.to,
        _trigger(program, info),
        effect,
        [info.by, bullets(duties)],
        source_list(info.sources),
    )


def _trigger(program: Program, info: TransitionInfo) -> Part:
    if info.event is not None:
        set_off = f"bij {info.event}"
    elif info.after is not None:
        calendar = f", kalender {info.after.calendar}" if info.after.calendar else ""
        set_off = f"na {excerpt(program, info.after.amount)}{calendar}"
    else:
        assert info.after_day is not None
        set_off = f"na afloop van {excerpt(program, info.after_day)}"
    if info.condition is None:
        return set_off
    return [set_off, tag("p", f"indien {excerpt(program, info.condition)}")]
