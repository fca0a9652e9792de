"""Where the periods of law begin, and from when a change counts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.program import EFFECT_UNITS, Effect
from engine.case import Case, Dated, Obj
from engine.time.effect import counts_from, in_effect
from engine.time.units import first_day, next_first_day, periods

ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("unit", "day", "first", "following"),
    [
        ("maand", date(2024, 2, 29), date(2024, 2, 1), date(2024, 3, 1)),
        ("maand", date(2025, 12, 31), date(2025, 12, 1), date(2026, 1, 1)),
        ("kwartaal", date(2026, 5, 31), date(2026, 4, 1), date(2026, 7, 1)),
        ("jaar", date(2024, 2, 29), date(2024, 1, 1), date(2025, 1, 1)),
        ("week", date(2026, 1, 1), date(2025, 12, 29), date(2026, 1, 5)),
        # Week 1 of 2019 begins on 31 December 2018; the thirteenth period of 2020 has five weeks, for that year has 53.
        ("bijdrageperiode", date(2019, 1, 1), date(2018, 12, 31), date(2019, 1, 28)),
        ("bijdrageperiode", date(2019, 12, 29), date(2019, 12, 2), date(2019, 12, 30)),
        ("bijdrageperiode", date(2021, 1, 3), date(2020, 11, 30), date(2021, 1, 4)),
        ("dag", date(2024, 2, 28), date(2024, 2, 28), date(2024, 2, 29)),
    ],
)
def test_a_period_begins_and_ends_where_the_law_has_it(unit: str, day: date, first: date, following: date) -> None:
    assert first_day(unit, day) == first
    assert next_first_day(unit, day) == following


@given(st.sampled_from(EFFECT_UNITS), st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(0, 900))
def test_periods_follow_each_other_and_leave_nothing_out(unit: str, start: date, days: int) -> None:
    end = start + timedelta(days=days)
    found = list(periods(unit, start, end))
    assert found[0][0] <= start <= found[0][1]
    assert found[-1][0] <= end <= found[-1][1]
    for (first, last), (following, _) in zip(found, found[1:], strict=False):
        assert first <= last and following == last + ONE
    assert all(first_day(unit, last) == first for first, last in found)


@pytest.mark.parametrize(
    ("effect", "changed", "counts"),
    [
        (Effect("dag"), date(2026, 3, 15), date(2026, 3, 15)),
        (Effect("maand"), date(2026, 3, 15), date(2026, 3, 1)),
        (Effect("maand", next=True), date(2026, 3, 15), date(2026, 4, 1)),
        (Effect("maand", next=True), date(2026, 3, 1), date(2026, 4, 1)),
        (Effect("maand", next=True, this_if_first=True), date(2026, 3, 1), date(2026, 3, 1)),
        (Effect("maand", next=True, this_if_first=True), date(2026, 3, 2), date(2026, 4, 1)),
        (Effect("maand", next=True), date(2024, 2, 29), date(2024, 3, 1)),
        (Effect("kwartaal", next=True), date(2026, 12, 31), date(2027, 1, 1)),
        (Effect("jaar"), date(2026, 12, 31), date(2026, 1, 1)),
        (Effect("jaar", next=True), date(2026, 1, 1), date(2027, 1, 1)),
        (Effect("dag", fixed=date(2021, 9, 1)), date(2020, 5, 5), date(2021, 9, 1)),
        (Effect("dag", fixed=date(2021, 9, 1)), date(2022, 5, 5), date(2022, 5, 5)),
    ],
)
def test_a_change_counts_from_the_day_that_the_law_says(effect: Effect, changed: date, counts: date) -> None:
    assert counts_from(effect, changed) == counts


EFFECTS = st.builds(Effect, st.sampled_from(EFFECT_UNITS), st.booleans(), st.booleans())


@given(EFFECTS, st.lists(st.dates(date(2024, 1, 1), date(2026, 1, 1)), min_size=1, max_size=6, unique=True), st.data())
def test_what_counts_on_a_day_is_the_last_change_that_counts_by_then(
    effect: Effect, changes: list[date], data: st.DataObject
) -> None:
    days = sorted(changes)
    items = [(None, days[0] - ONE, Fraction(0))]
    for number, (start, following) in enumerate(zip(days, [*days[1:], None], strict=True), start=1):
        items.append((start, None if following is None else following - ONE, Fraction(number)))  # type: ignore[arg-type]
    obj = Obj("a", "persoon", {"inkomen": Dated(tuple(items))})
    moved = in_effect(Case(obj, {"a": obj}), effect)
    on = data.draw(st.dates(date(2023, 6, 1), date(2027, 6, 1)))
    expected = sum(counts_from(effect, day) <= on for day in days)
    assert moved.root.fact("inkomen", on) == Fraction(expected)
    fact = moved.root.facts["inkomen"]
    assert isinstance(fact, Dated)
    for (_, last, _), (first, _, _) in zip(fact.items, fact.items[1:], strict=False):
        assert last is not None and first == last + ONE


def test_what_does_not_change_is_not_copied() -> None:
    child = Obj("b", "persoon", {"inkomen": Fraction(1)})
    obj = Obj("a", "persoon", {"inkomen": Fraction(2)}, {"kind": (child,)})
    case = Case(obj, {"a": obj, "b": child})
    assert in_effect(case, Effect("maand", next=True)) is case


def test_members_of_a_role_are_the_moved_objects() -> None:
    child = Obj("b", "persoon", {"inkomen": Dated(((date(2026, 3, 2), None, Fraction(1)),))})
    obj = Obj("a", "persoon", {}, {"kind": (child,)})
    child.roles["ouder"] = (obj,)
    moved = in_effect(Case(obj, {"a": obj, "b": child}), Effect("maand", next=True))
    (member,) = moved.root.roles["kind"]
    assert member is moved.objects["b"]
    assert member.roles["ouder"] == (moved.root,)
    assert member.fact("inkomen", date(2026, 3, 31)) is None
    assert member.fact("inkomen", date(2026, 4, 1)) == Fraction(1)
