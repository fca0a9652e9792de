"""What statements amount to, against a naive reading day by day; and that the order in which they arrived never matters."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import Disputed, Held, holds
from engine.dossier.memberships import periods_of
from engine.dossier.statements import (
    Known,
    Membership,
    Saying,
    Statement,
    View,
    contradictions,
    stretches,
)

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
SEEDS = st.integers(0, 10**9)
ORIGINS = (None, "BRP", "opgave burger", "behandelaar 12")


def random_saying(rng: Random) -> Saying:
    start, end = sorted((rng.choice(DAYS), rng.choice(DAYS)))
    origin = rng.choice(ORIGINS)
    known = Known()
    if rng.random() < 0.7:
        known = Known(rng.choice(DAYS))
    elif rng.random() < 0.7:
        known = Known(None, tuple((name, rng.choice(DAYS)) for name in ("CAK", "SVB") if rng.random() < 0.7))
    instead = frozenset(rng.sample(ORIGINS[1:3], rng.randint(1, 2))) if origin == ORIGINS[3] else frozenset()  # type: ignore[type-var]
    return Saying(None if rng.random() < 0.2 else start, None if rng.random() < 0.2 else end, origin, known, instead)


def random_statements(rng: Random) -> list[Statement]:
    """Statements in which no origin contradicts itself on one day of knowledge."""
    out: list[Statement] = []
    for _ in range(rng.randint(1, 7)):
        one = Statement(rng.choice((Fraction(1), Fraction(2), Fraction(3), None)), random_saying(rng))
        if not contradictions((*out, one)):
            out.append(one)
    return out


def random_view(rng: Random) -> View:
    return View.of(rng.choice((None, *DAYS)), rng.choice(("CAK", "SVB", "UWV", "CAK en SVB")))


def naive(statements: list[Statement], view: View, day: date) -> Held | None:
    """What the statements amount to on one day, by the words of the rules."""
    said: dict[str | None, tuple[date, Statement]] = {}
    for one in statements:
        since = view.since(one.saying)
        if since is not None and holds(one.saying.start, one.saying.end, day):
            last = said.get(one.saying.origin)
            if last is None or last[0] < since:
                said[one.saying.origin] = since, one
    gone = {
        origin
        for since, one in said.values()
        for origin in one.saying.instead
        if origin in said and said[origin][0] <= since
    }
    claims = {origin: one.value for origin, (_, one) in said.items() if origin not in gone and one.value is not None}
    if not claims:
        return None
    if len(set(claims.values())) == 1:
        return next(iter(claims.values()))
    return Disputed(tuple(sorted(claims.items(), key=lambda claim: claim[0] or "")))


@settings(max_examples=400, deadline=None)
@given(SEEDS)
def test_stretches_say_of_every_day_what_the_rules_say(seed: int) -> None:
    rng = Random(seed)
    # An organisation on its own never has a tie; with two, one may know first what the other knows last.
    statements, view = random_statements(rng), View.of(rng.choice((None, *DAYS)), rng.choice(("CAK", "SVB", "UWV")))
    found = stretches(statements, view)
    for day in (date(1990, 1, 1), *DAYS, date(2040, 1, 1)):
        held = [value for start, end, value in found if holds(start, end, day)]
        assert held == [value for value in (naive(statements, view, day),) if value is not None]
    for (_, end, left), (start, _, right) in zip(found, found[1:], strict=False):
        assert end is not None
        assert start is not None
        assert end < start
        assert start - end > timedelta(days=1) or left != right


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_the_order_of_arrival_changes_nothing(seed: int) -> None:
    rng = Random(seed)
    statements, view = random_statements(rng), random_view(rng)
    shuffled = rng.sample(statements, len(statements))
    assert stretches(shuffled, view) == stretches(statements, view)
    assert bool(contradictions(tuple(shuffled))) == bool(contradictions(tuple(statements)))


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_the_order_of_arrival_changes_nothing_in_who_is_in_a_role(seed: int) -> None:
    rng = Random(seed)
    said = [Membership(rng.choice(("anna", "bert", "carla")), random_saying(rng)) for _ in range(rng.randint(1, 6))]
    view, maximum = random_view(rng), rng.randint(1, 3)
    found = periods_of(said, view, maximum)
    again = periods_of(rng.sample(said, len(said)), view, maximum)
    assert again.disputed == found.disputed
    assert sorted(map(repr, again.items)) == sorted(map(repr, found.items))


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_on_no_day_a_role_holds_more_than_it_can_unless_in_dispute(seed: int) -> None:
    rng = Random(seed)
    said = [Membership(rng.choice(("anna", "bert", "carla")), random_saying(rng)) for _ in range(rng.randint(1, 6))]
    found = periods_of(said, random_view(rng), 1)
    for day in DAYS:
        members = [key for start, end, key in found.items if holds(start, end, day)]
        assert len(members) == len(set(members))
        assert len(members) <= 1 or any(holds(start, end, day) for start, end, _ in found.disputed)
