"""Reading what is plain at once gives what the exact evaluator gives, whatever the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsl.program import Program
from engine.case import Case, Moment
from engine.general import Run
from engine.signals import planning
from engine.signals.members import Gap
from engine.signals.preparing import prepare
from engine.signals.quick import Around, quick, standing
from engine.values import Known, Unknown
from tests.engine.signal_cases import (
    DAY,
    SignalBuilder,
    conditions,
    event,
    house,
    own_conditions,
    people,
    person,
    programs_and_cases,
)

MOMENT = Moment(date(2024, 6, 1))


def told(program: Program, case: Case) -> object:
    """All that reading a case for its signals gives."""

    def missing(gap: Gap | None) -> object:
        return None if gap is None else (gap.facts, gap.questions, gap.reasons)

    ready = prepare(program, tuple(program.signals.values()), case, MOMENT)
    subjects = [*ready.together, *ready.alone()]
    return ready.closed, [
        (
            subject.plan.info.name,
            subject.about,
            missing(subject.condition),
            subject.open,
            {
                kind: (group.certain, group.possible, group.objects, missing(group.gap))
                for kind, group in subject.groups.items()
            },
        )
        for subject in subjects
    ]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs_and_cases(plain=False))
def test_the_facts_are_those_of_the_exact_evaluator(both: tuple[Program, Case]) -> None:
    program, case = both
    at_once = told(program, case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "quick", lambda program, node: lambda obj, around: None)
        patch.setattr(planning, "standing", lambda program, node: lambda obj, around: None)
        patch.setattr(planning, "_chosen", lambda program, local: iter(()))
        assert told(replace(program), case) == at_once


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_read_at_once_is_never_something_else(data: st.DataObject) -> None:
    b = SignalBuilder()
    node = data.draw(conditions(b, "betaling"))
    found = data.draw(people("persoon0", complete=False, plain=False))
    case, program = house(found), b.whole()
    run = Run(program, case, MOMENT)
    for element in found.roles.get("betaling", ()):  # type: ignore[union-attr]
        said = quick(program, node)(element, Around(run, found.key))
        exact = run.value(node, (found.key, element.key))
        assert said is None or exact == Known(said)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whether_a_condition_stands_is_never_something_else(data: st.DataObject) -> None:
    b = SignalBuilder()
    node = data.draw(own_conditions(b))
    found = data.draw(people("persoon0", complete=False, plain=False))
    case, program = house(found), b.whole()
    run = Run(program, case, MOMENT)
    said = standing(program, node)(found, Around(run, found.key))
    exact = run.value(node, (found.key,))
    if isinstance(said, bool):
        assert exact == Known(said)
    elif said is not None:
        assert isinstance(exact, Unknown) and exact.facts == said and not exact.questions and not exact.notes


def test_days_past_the_last_date_compare_as_days() -> None:
    """The last date of the calendar plus 42 days is later than any date."""
    b = SignalBuilder()
    join = b.join("betaling", "<=", "naheffing", "naheffing", "dag", 42)
    program = b.whole(b.signal("op tijd", (b.pattern("naheffing"), b.pattern("betaling", joins=(join,)))))
    case = house(person(naheffing=[event("naheffing", 1, dag=date.max)], betaling=[event("betaling", 1, dag=DAY)]))
    ready = prepare(program, tuple(program.signals.values()), case, MOMENT)
    assert not ready.closed
    last = max(number for fact in ready.together[0].certain for number in fact.fields.values())  # type: ignore[type-var]
    assert last == date.max.toordinal() + timedelta(days=42).days
