"""The fast form gives what the general form gives, to the byte, or nothing at all."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.program import NumType, Program
from engine.case import ByYear, Case, Moment, Unobtainable
from engine.fast.compiled import Fast
from engine.fast.run import plain_outcomes, run_fast
from engine.fast.runtime import FALLBACK
from engine.general.run import Run
from engine.values import NA, Known
from tests.engine.build import Builder, attr, case_of, obj, role
from tests.engine.random_programs import random_case, random_moment, random_program

CENTS = NumType((("euro", 1),), Fraction(1, 100), "bedrag")
SEEDS = st.integers(0, 2**40)


def outcome(program: Program) -> int:
    return program.decisions["besluit"].outcomes[0].value


def agrees(program: Program, fast: Fast, case: Case, moment: Moment) -> bool:
    """Whether the fast form decided; it has then to agree in value, trace and order of steps."""
    run = run_fast(fast, "besluit", case, moment)
    plain = plain_outcomes(fast, "besluit", case, moment)
    if run is None:
        return False
    general = Run(program, case, moment)
    at = outcome(program)
    assert run.value(at) == general.value(at)
    assert plain is None or plain == (general.value(at),)  # without slots there is no open form
    mine, theirs = run.trace(((at, None),)), general.trace(((at, None),))
    assert mine == theirs
    assert list(mine.steps) == list(theirs.steps)
    return True


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_equal_to_the_general_form(seed: int) -> None:
    rng = Random(seed)
    program = random_program(rng)
    fast = Fast(program)
    for holes in (0.0, 0.0, 0.1):
        agrees(program, fast, random_case(rng, holes), random_moment(rng))


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_known_outcome_without_the_fast_form_is_never_different(seed: int) -> None:
    """Without slots less is computed, so it may decide where the form with slots steps aside; never differently."""
    rng = Random(seed)
    program = random_program(rng)
    case, moment = random_case(rng), random_moment(rng)
    plain = plain_outcomes(Fast(program), "besluit", case, moment)
    if plain is not None:
        assert plain == (Run(program, case, moment).value(outcome(program)),)


def test_random_programs_reach_the_fast_form() -> None:
    """The comparison above says something: a good part of the cases is decided by generated code."""
    decided = 0
    for seed in range(120):
        rng = Random(seed)
        program = random_program(rng)
        decided += agrees(program, Fast(program), random_case(rng), random_moment(rng))
    assert decided > 20


def test_open_code_decides_where_facts_are_missing() -> None:
    """And says nothing else than the general form: of cases in which a fact in ten is missing, those that strict code left."""
    left = decided = 0
    for seed in range(150):
        rng = Random(seed)
        program = random_program(rng)
        fast, case, moment = Fast(program), random_case(rng, 0.1), random_moment(rng)
        if plain_outcomes(fast, "besluit", case, moment) is None:
            left += 1
            decided += agrees(program, fast, case, moment)
    assert left > 60
    assert decided > 15


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_law_is_constant_within_a_segment(seed: int) -> None:
    """One generated form serves every day of its segment, and no day outside it."""
    rng = Random(seed)
    program = random_program(rng)
    fast = Fast(program)
    case, moment = random_case(rng), random_moment(rng)
    compiled = fast.compiled("besluit", moment, slots=True)
    if compiled is None:
        return
    for day in (compiled.segment.start, compiled.segment.end):
        at = moment.rekendatum + timedelta(days=day - moment.rekendatum.toordinal())
        if 1900 < at.year < 2100:
            other = Moment(at, moment.verzonden_op)
            assert fast.compiled("besluit", other, slots=True) is compiled
            agrees(program, fast, case, other)


def test_text_of_generated_code_holds_nothing_that_a_user_wrote() -> None:
    for seed in range(20):
        rng = Random(seed)
        program = random_program(rng)
        moment = random_moment(rng)
        for slots in (True, False):
            compiled = Fast(program).compiled("besluit", moment, slots=slots)
            if compiled is not None:
                words = ("bedrag", "kleur", "rood", "kinderen", "staffel", "tarief", "huis", '"', "'")
                assert not [word for word in words if word in compiled.text]


def test_outcome_is_an_exact_fraction() -> None:
    for seed in range(60):
        rng = Random(seed)
        program = random_program(rng)
        run = run_fast(Fast(program), "besluit", random_case(rng), random_moment(rng))
        if run is not None:
            value = run.value(outcome(program))
            assert value == NA or (isinstance(value, Known) and type(value.value).__name__ == "Fraction")


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_shares_are_those_of_the_general_form(seed: int) -> None:
    """Every member of a house asks for its own share, by weight or in equal parts."""
    rng = Random(seed)
    b = Builder()
    b.type("huis", [attr("totaal", CENTS, low=-3, high=900)], [role("lid", "lid", 4)])
    b.type("lid", [attr("gewicht", CENTS, low=0, high=3)], [role("huis", "huis", required=True)])
    whole = b.role("lid", "huis")
    weight = b.input("lid", "gewicht", b.element("lid")) if rng.random() < 0.8 else None
    total = b.input("huis", "totaal", whole)
    b.rule("lid", "deel", b.share(total, whole, "lid", weight, rng.choice(("0.01", "1", "0.2"))))
    b.definition("lid", "deel")
    program = b.program({"besluit": b.decision("lid", "deel")})
    house = obj("h", "huis", {"totaal": Fraction(rng.randint(-300, 90_000), rng.choice((1, 100)))})
    members = [
        obj(f"m{at}", "lid", {"gewicht": Fraction(rng.randint(0, 300), 100)}, {"huis": [house]})
        for at in range(rng.randint(1, 4))
    ]
    house.roles["lid"] = tuple(members)
    fast, moment = Fast(program), random_moment(rng)
    for member in members:
        case = Case(member, {each.key: each for each in (house, *members)})
        decided = agrees(program, fast, case, moment)
        value = Run(program, case, moment).value(outcome(program))
        assert decided == isinstance(value, Known)


def test_a_fact_of_another_year_that_was_not_given_leaves_the_fast_form() -> None:
    """Whether a fact is onbekend is answered there only when it was given; silence and a stated gap are for the general form."""
    for year, decided in ((2023, True), (2022, False), (2021, False)):
        b = Builder()
        b.type("zaak", [attr("inkomen", low=0, high=9, per_year=True), attr("uitkomst", CENTS)])
        asked = b.is_unknown(b.input("zaak", "inkomen", at=b.const(date(year, 1, 1))))
        b.rule("zaak", "uitkomst", b.const(1), condition=b.no(asked))
        b.definition("zaak", "uitkomst")
        program = b.program({"besluit": b.decision("zaak", "uitkomst")})
        case = case_of(obj("z", "zaak", {"inkomen": ByYear({2023: Fraction(4), 2022: Unobtainable()})}))
        assert agrees(program, Fast(program), case, Moment(date(2024, 7, 1))) == decided


def test_a_case_that_left_the_fast_form_is_not_kept() -> None:
    """One exception serves every way out; with a traceback it would hold on to each case that it came through."""
    b = Builder()
    b.type("zaak", [attr("inkomen", low=0, high=9), attr("uitkomst", CENTS)])
    b.rule("zaak", "uitkomst", b.input("zaak", "inkomen"))
    b.definition("zaak", "uitkomst")
    fast = Fast(b.program({"besluit": b.decision("zaak", "uitkomst")}))
    case, moment = case_of(obj("z", "zaak", {})), Moment(date(2024, 7, 1))
    assert run_fast(fast, "besluit", case, moment) is None
    assert plain_outcomes(fast, "besluit", case, moment) is None
    assert FALLBACK.__traceback__ is None
