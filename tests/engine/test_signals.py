"""What signals mean: fired, certainly not, or open; and never silent when they were not judged."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from dsl.program import Program
from engine.case import Case, Moment, Obj
from engine.decide import decide
from engine.signals import judge
from engine.signals.client import Worker
from engine.signals.outcome import SignalReport
from engine.values import FactRef
from tests.engine.signal_cases import DAY, SignalBuilder, event, house, person, programs_and_cases

MOMENT = Moment(date(2024, 6, 1))


def report(program: Program, case: Case, motor: str = "python", worker: Worker | None = None) -> SignalReport:
    decision = judge(decide(program, "Besluit", case, MOMENT), program, case, MOMENT, motor, worker)  # type: ignore[arg-type]
    assert decision.signals is not None
    return decision.signals


def names(found: SignalReport) -> list[str]:
    return [signal.name for signal in found.fired]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    pytest.importorskip("durable.engine")
    made = Worker()
    yield made
    made.close()


# ---------------------------------------------------------------- meaning


def broken_arrangement(b: SignalBuilder) -> Program:
    """A wrong naheffing, followed within 42 days by a bezwaar on the same zaak, and no betaling after it."""
    wrong = b.pattern("naheffing", local=b.of("naheffing", "onjuist"))
    objection = b.pattern(
        "bezwaar",
        joins=(
            b.join("bezwaar", ">=", "naheffing", "naheffing", "dag"),
            b.join("bezwaar", "<=", "naheffing", "naheffing", "dag", 42),
            b.join("bezwaar", "=", "naheffing", "naheffing", "zaak"),
        ),
    )
    unpaid = b.pattern("betaling", negated=True, joins=(b.join("betaling", ">", "naheffing", "naheffing", "dag"),))
    return b.whole(b.signal("bezwaar na fout", (wrong, objection, unpaid)))


def levied(days: int = 0, **facts: object) -> Obj:
    return event("naheffing", 1, **{"dag": DAY, "zaak": "A", "onjuist": True, "bedrag": 1} | facts)


def objected(days: int, number: int = 1, zaak: str = "A") -> Obj:
    return event("bezwaar", number, dag=DAY + timedelta(days=days), zaak=zaak)


def paid(days: int | None) -> Obj:
    return event("betaling", 1, **({} if days is None else {"dag": DAY + timedelta(days=days)}))


@pytest.mark.parametrize("motor", ["python", "durable"])
def test_a_signal_fires_on_facts_that_hang_together(motor: str, worker: Worker) -> None:
    program = broken_arrangement(SignalBuilder())
    case = house(person(naheffing=[levied()], bezwaar=[objected(43, 1), objected(42, 2)], betaling=[paid(-3)]))
    found = report(program, case, motor, worker)
    assert found.judged and found.engine == motor
    (fired,) = found.fired
    assert fired.about == "persoon1"
    assert fired.advice == "Bel de burger." and fired.refer_to == ("maatwerktafel",)
    assert [match.objects for match in fired.matches] == [(("naheffing", ("naheffing1",)), ("bezwaar", ("bezwaar2",)))]


@pytest.mark.parametrize(
    ("objections", "payments"),
    [([], [paid(-3)]), ([objected(43)], []), ([objected(3, zaak="B")], []), ([objected(3)], [paid(1)])],
    ids=["no bezwaar", "too late", "other zaak", "paid since"],
)
def test_a_signal_does_not_fire_on_facts_that_do_not(objections: list[Obj], payments: list[Obj]) -> None:
    program = broken_arrangement(SignalBuilder())
    found = report(program, house(person(naheffing=[levied()], bezwaar=objections, betaling=payments)))
    assert found.judged and not found.fired and not found.open


def test_facts_of_one_person_do_not_join_with_those_of_another(worker: Worker) -> None:
    program = broken_arrangement(SignalBuilder())
    one = person(naheffing=[levied()], bezwaar=[], betaling=[])
    other = Obj("persoon2", "persoon", {}, {"naheffing": (), "bezwaar": (objected(3),), "betaling": ()})
    for motor in ("python", "durable"):
        assert names(report(program, house(one, other), motor, worker)) == []


def test_what_may_not_exist_keeps_the_signal_open_when_it_could() -> None:
    program = broken_arrangement(SignalBuilder())
    facts = {"naheffing": [levied()], "bezwaar": [objected(3)]}
    (silent,) = report(program, house(person(**facts))).open
    assert silent.missing == (FactRef("persoon1", "betaling", kind="rol"),)
    (undated,) = report(program, house(person(**facts, betaling=[paid(None)]))).open
    assert undated.missing == (FactRef("betaling1", "dag"),)
    assert names(report(program, house(person(**facts, betaling=[])))) == ["bezwaar na fout"]


def test_an_unknown_fact_keeps_a_signal_open_only_while_it_matters() -> None:
    program = broken_arrangement(SignalBuilder())
    unknown = levied()
    del unknown.facts["onjuist"]
    (open_signal,) = report(program, house(person(naheffing=[unknown], bezwaar=[objected(3)], betaling=[]))).open
    assert open_signal.missing == (FactRef("naheffing1", "onjuist"),)
    settled = report(program, house(person(naheffing=[unknown], bezwaar=[objected(50)], betaling=[])))
    assert not settled.open and not settled.fired


@pytest.mark.parametrize(("wrong", "fired"), [(2, []), (3, ["herhaald"])])
def test_a_number_is_counted(wrong: int, fired: list[str]) -> None:
    b = SignalBuilder()
    program = b.whole(b.signal("herhaald", (b.pattern("naheffing", minimum=3, local=b.of("naheffing", "onjuist")),)))
    events = [event("naheffing", n, onjuist=n < wrong) for n in range(4)]
    assert names(report(program, house(person(naheffing=events)))) == fired


def test_a_number_with_different_values_counts_values() -> None:
    b = SignalBuilder()
    program = b.whole(b.signal("stapeling", (b.pattern("naheffing", minimum=2, distinct=b.of("naheffing", "zaak")),)))
    same = [event("naheffing", n, zaak="A") for n in range(3)]
    assert names(report(program, house(person(naheffing=same)))) == []
    assert names(report(program, house(person(naheffing=[*same, event("naheffing", 9, zaak="B")])))) == ["stapeling"]
    # The zaak of the last one is not known: it may be a second one.
    unknown = report(program, house(person(naheffing=[*same, event("naheffing", 9)])))
    assert [signal.missing for signal in unknown.open] == [(FactRef("naheffing9", "zaak"),)]


@pytest.mark.parametrize("motor", ["python", "durable"])
def test_a_number_that_is_compared_names_all_its_facts_once(motor: str, worker: Worker) -> None:
    b = SignalBuilder()
    later = (b.join("betaling", ">", "naheffing", "naheffing", "dag"),)
    pattern = b.pattern("betaling", minimum=2, joins=later)
    program = b.whole(b.signal("betaalt", (b.pattern("naheffing"), pattern)))
    payments = [event("betaling", n, dag=DAY + timedelta(days=n)) for n in range(4)]
    (fired,) = report(program, house(person(naheffing=[levied()], betaling=payments)), motor, worker).fired
    (match,) = fired.matches
    assert dict(match.objects)["betaling"] == ("betaling1", "betaling2", "betaling3")


def test_the_condition_on_the_person_decides_too() -> None:
    b = SignalBuilder()
    program = b.whole(b.signal("let op", (), condition=b.input("persoon", "let op")))
    assert names(report(program, house(person({"let op": True})))) == ["let op"]
    assert report(program, house(person({"let op": False}))).open == ()
    assert [one.missing for one in report(program, house(person())).open] == [(FactRef("persoon1", "let op"),)]


def test_who_may_be_there_is_named_when_the_dossier_does_not_say() -> None:
    b = SignalBuilder()
    program = b.whole(b.signal("leeg", ()))
    silent = Case(Obj("huis1", "huis"), {})
    silent.objects["huis1"] = silent.root
    assert report(program, silent).silent_roles == (FactRef("huis1", "bewoner", kind="rol"),)
    assert report(program, house()).silent_roles == ()


def test_amounts_are_compared_exactly(worker: Worker) -> None:
    b = SignalBuilder()
    program = b.whole(
        b.signal(
            "gelijk",
            (b.pattern("naheffing"), b.pattern("betaling", joins=(b.join("betaling", "=", "naheffing", "naheffing", "bedrag"),))),
        )
    )  # fmt: skip
    owed = event("naheffing", 1, bedrag=Fraction(1, 3) + Fraction(1, 10**12))
    for motor in ("python", "durable"):
        exact = house(person(naheffing=[owed], betaling=[event("betaling", 1, bedrag=owed.facts["bedrag"])]))
        nearly = house(person(naheffing=[owed], betaling=[event("betaling", 1, bedrag=Fraction(1, 3))]))
        assert names(report(program, exact, motor, worker)) == ["gelijk"]
        assert names(report(program, nearly, motor, worker)) == []


def test_a_number_that_no_engine_holds_exactly_leaves_the_signal_open() -> None:
    b = SignalBuilder()
    join = b.join("betaling", "<", "naheffing", "naheffing", "bedrag")
    program = b.whole(b.signal("minder", (b.pattern("naheffing"), b.pattern("betaling", joins=(join,)))))
    vast = house(person(naheffing=[event("naheffing", 1, bedrag=2**60)], betaling=[event("betaling", 1, bedrag=1)]))
    (open_signal,) = report(program, vast).open
    assert "te groot" in open_signal.reasons[0]


def test_too_many_combinations_leave_the_signal_open() -> None:
    b = SignalBuilder()
    join = b.join("betaling", ">", "naheffing", "naheffing", "dag")
    program = b.whole(b.signal("veel", (b.pattern("naheffing"), b.pattern("betaling", minimum=4, joins=(join,)))))
    payments = [event("betaling", n, dag=DAY + timedelta(days=n)) for n in range(50)]
    (open_signal,) = report(program, house(person(naheffing=[levied()], betaling=payments))).open
    assert "te veel combinaties" in open_signal.reasons[0]


def test_a_signal_outside_the_form_is_open_and_the_others_are_judged() -> None:
    b = SignalBuilder()
    text_order = b.join("betaling", "<", "naheffing", "naheffing", "zaak")
    bad = b.signal("volgorde", (b.pattern("naheffing"), b.pattern("betaling", joins=(text_order,))))
    good = b.signal("let op", (), condition=b.input("persoon", "let op"))
    found = report(b.whole(bad, good), house(person({"let op": True})))
    assert names(found) == ["let op"]
    assert [(one.name, one.reasons) for one in found.open] == [
        ("volgorde", ("teksten van 'betaling' hebben geen volgorde",))
    ]


def test_no_signals_for_the_besluit_costs_no_library() -> None:
    """Without signals, and with signals that nothing in the dossier could fire, durable_rules and its worker stay away."""
    b = SignalBuilder()
    case = house(person(naheffing=[]))
    decision = decide(b.whole(), "Besluit", case, MOMENT)
    assert judge(decision, b.whole(), case, MOMENT).signals is None
    code = "import engine.signals, sys; print([m for m in sys.modules if 'durable' in m or 'subprocess' in m])"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "."}
    )
    assert out.stdout.strip() == "[]"
    idle = Worker()
    program = broken_arrangement(SignalBuilder())
    assert report(program, house(person(naheffing=[], bezwaar=[], betaling=[])), "durable", idle).judged
    assert idle.pid is None


def test_what_may_not_exist_blocks_only_when_it_surely_does() -> None:
    """A payment nobody told of, and no naheffing of the same day: the naheffing that is there has some day, the payment may have
    another, so the signal may still come to stand."""
    b = SignalBuilder()
    paid_once = b.pattern("betaling")
    none_that_day = b.pattern(
        "naheffing", negated=True, joins=(b.join("naheffing", "=", "betaling", "betaling", "dag"),)
    )
    program = b.whole(b.signal("betaling zonder naheffing", (paid_once, none_that_day)))
    found = report(program, house(person(naheffing=[levied()])))
    assert [signal.name for signal in found.open] == ["betaling zonder naheffing"]
    assert not found.fired


# ---------------------------------------------------------------- laws


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs_and_cases())
def test_both_engines_say_the_same(worker: Worker, both: tuple[Program, Case]) -> None:
    program, case = both
    here = report(program, case, "python")
    there = report(program, case, "durable", worker)
    assert there.judged
    assert (here.fired, here.open) == (there.fired, there.open)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs_and_cases())
def test_the_order_of_facts_does_not_matter(worker: Worker, both: tuple[Program, Case]) -> None:
    program, case = both
    before = report(program, case, "durable", worker)
    for resident in case.root.roles["bewoner"]:
        resident.roles = {name: members[::-1] for name, members in reversed(resident.roles.items())}
    after = report(program, case, "durable", worker)

    def told(found: SignalReport) -> object:
        counted = [
            (one.name, one.about, sorted((m.alternative, [(a, sorted(k)) for a, k in m.objects]) for m in one.matches))
            for one in found.fired
        ]
        return counted, found.open

    assert told(before) == told(after)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs_and_cases())
def test_what_fired_or_did_not_holds_for_every_completion(both: tuple[Program, Case]) -> None:
    """Fill what is missing in a few ways: a signal that fired still does, one that was neither fired nor open never does."""
    program, case = both
    before = report(program, case)
    fired = {(one.name, one.about) for one in before.fired}
    still_open = {(one.name, one.about) for one in before.open}
    for flag, zaak, days, silent in itertools.product((True, False), ("B", "C"), (0, 90), (0, 3)):
        full = {"dag": DAY + timedelta(days=days), "bedrag": Fraction(3), "zaak": zaak, "onjuist": flag}
        after = {(one.name, one.about) for one in report(program, _completed(case, full, silent)).fired}
        assert fired <= after
        assert after <= fired | still_open


def _completed(case: Case, full: dict[str, object], silent: int) -> Case:
    people = []
    for resident in case.root.roles["bewoner"]:
        roles = {}
        for kind in ("betaling", "naheffing", "bezwaar"):
            members = resident.roles.get(kind)
            if members is None:
                members = tuple(Obj(f"{resident.key}.{kind}{n}", kind) for n in range(silent))
            roles[kind] = tuple(Obj(one.key, kind, {**full, **one.facts}) for one in members)  # type: ignore[dict-item]
        facts = {"let op": bool(full["onjuist"]), **resident.facts}
        people.append(Obj(resident.key, "persoon", facts, roles))
    return house(*people)
