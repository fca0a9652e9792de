"""Every known fault of durable_rules is refused before it can happen, and a worker that dies is never silence."""

from __future__ import annotations

import json
import os
import signal
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.program import Program
from engine.case import Case
from engine.signals import oracle
from engine.signals.client import Worker
from engine.signals.durable_form import GuardError, check_definition, check_facts, definitions_of, hash32
from engine.signals.form import Fact, FactPattern, FieldTest, RuleForm
from engine.signals.outcome import WorkerFailure
from engine.signals.planning import SignalFormError, plan_signal
from tests.engine.signal_cases import SignalBuilder, house, person
from tests.engine.test_signals import broken_arrangement, levied, objected, report

START = {"dossier": {"all": [{"dossier": {"soort": "dossier"}}]}}
ABOUT = {"zelf": {"soort": "z"}}
CLOSED = {"peil": {"soort": "peil"}}
SAME = {"persoon": {"zelf": "persoon"}}


def one_rule(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {**START, "r": {"all": [ABOUT, *conditions]}}


def about(*tests: dict[str, Any], alias: str = "p0", kind: str = "a") -> dict[str, Any]:
    return {alias: {"$and": [{"soort": kind}, *tests]}}


RULESETS = {
    "B1 no dossier": ("B1", {"r": {"all": [ABOUT, CLOSED]}}),
    "B2 equality not last": ("B2", one_rule(about(SAME, {"$gt": {"dag": {"zelf": "dag"}}}), CLOSED)),
    "B2 or": ("B2", one_rule(about({"$or": [{"$gt": {"dag": {"zelf": "dag"}}}, {"dag": 1}]}, SAME), CLOSED)),
    "B2 any": ("B2", {**START, "r": {"any": [ABOUT, CLOSED]}}),
    "B8 no kind": ("B8", one_rule({"p0": {"$and": [SAME]}}, CLOSED)),
    "B8 does not exist": ("B8", one_rule(about({"$nex": {"dag": 1}}, SAME), CLOSED)),
    "B8 negation first": ("B8", {**START, "r": {"all": [{"p$not": {"$and": [{"soort": "a"}, SAME]}}, CLOSED]}}),
    "B11 empty": ("B11", {**START, "r": {"all": []}}),
    "B11 nothing": ("B11", {**START, "r": {}}),
    "B11 unknown alias": ("B11", one_rule(about({"dag": {"wie": "dag"}}, SAME), CLOSED)),
    "B12 division": ("B12", one_rule(about({"$lte": {"dag": {"$div": {"$l": {"zelf": "dag"}, "$r": 0}}}}, SAME), CLOSED)),
    "B12 product": ("B12", one_rule(about({"$lte": {"dag": {"$mul": {"$l": {"zelf": "dag"}, "$r": 2}}}}, SAME), CLOSED)),
    "B13 chart": ("B13", {**START, "r": {"to": "volgende"}}),
    "not closed": ("vorm", one_rule(about(SAME))),
    "negation before closing": ("vorm", one_rule({"p0$not": {"$and": [{"soort": "a"}, SAME]}}, CLOSED)),
    "regex": ("vorm", one_rule(about({"$mt": {"zaak": "a*"}}, SAME), CLOSED)),
    "reserved name": ("vorm", one_rule(about(SAME, alias="post"), CLOSED)),
    "counted": ("vorm", {**START, "r": {"all": [ABOUT, CLOSED], "count": 3}}),
    "nine facts": ("vorm", one_rule(*(about(SAME, alias=f"p{n}") for n in range(7)), CLOSED)),
    "too many rules": ("vorm", {**START, **{f"r{n}": {"all": [ABOUT, CLOSED]} for n in range(51)}}),
}  # fmt: skip


@pytest.mark.parametrize("case", RULESETS)
def test_a_ruleset_that_triggers_a_fault_is_refused(case: str) -> None:
    guard, definition = RULESETS[case]
    with pytest.raises(GuardError) as refused:
        check_definition("regels", definition)
    assert refused.value.guard == guard


def test_a_state_chart_is_refused_by_its_name() -> None:
    with pytest.raises(GuardError, match="B13"):
        check_definition("traject$state", {**START, "r": {"all": [ABOUT, CLOSED]}})


FACTS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "B5 same hash": ("B5", [{"id": "100562382", "soort": "a"}, {"id": "100779599", "soort": "a"}]),
    "B5 same id": ("B5", [{"id": "f1", "soort": "a"}, {"id": "f1", "soort": "b"}]),
    "B6 float": ("B6", [{"id": "f1", "soort": "a", "dag": 1e-7}]),
    "B6 too large": ("B6", [{"id": "f1", "soort": "a", "dag": 2**53 + 1}]),
    "B6 null": ("B6", [{"id": "f1", "soort": "a", "dag": None}]),
    "B6 yes": ("B6", [{"id": "f1", "soort": "a", "dag": True}]),
    "B6 list": ("B6", [{"id": "f1", "soort": "a", "dag": [1]}]),
    "missing field": ("vorm", [{"id": "f1", "soort": "b"}]),
    "accent apart": ("vorm", [{"id": "f1", "soort": "a", "zaak": "e\u0301"}]),
    "no id": ("vorm", [{"soort": "a"}]),
    "too many fields": ("vorm", [{"id": "f1", "soort": "a", **{f"v{n}": n for n in range(200)}}]),
}  # fmt: skip


@pytest.mark.parametrize("case", FACTS)
def test_a_fact_that_triggers_a_fault_is_refused(case: str) -> None:
    guard, facts = FACTS[case]
    with pytest.raises(GuardError) as refused:
        check_facts(facts, {"b": frozenset({"dag"})})
    assert refused.value.guard == guard


@given(st.text(max_size=8), st.text(max_size=8))
def test_facts_with_different_hashes_are_let_through(one: str, other: str) -> None:
    if hash32(one) != hash32(other):
        check_facts([{"id": one, "soort": "a"}, {"id": other, "soort": "a"}], {})


# ---------------------------------------------------------------- guards on what is done


@pytest.fixture(scope="module")
def session() -> Any:
    pytest.importorskip("durable.engine")
    from engine.signals import session

    return session


@pytest.fixture
def judged(session: Any) -> Any:
    """A ruleset in its own host, with one rule that fires on every person."""
    return session.Judge("regels", one_rule(CLOSED))


DOSSIER = {"id": "dossier", "soort": "dossier", "persoon": 0, "sid": "1"}


ACTS: list[tuple[str, Any]] = [
    ("B1", lambda host: host.assert_fact("regels", {"id": "f", "soort": "z", "sid": "1"})),
    ("B1", lambda host: host.delete_state("regels", "1")),
    ("B3", lambda host: host.retract_fact("regels", DOSSIER)),
    ("B3", lambda host: host.retract_facts("regels", [DOSSIER])),
    ("B5", lambda host: host.assert_fact("regels", {**DOSSIER, "sid": "2"})),
    ("B6", lambda host: host.assert_fact("regels", [DOSSIER])),
    ("B7", lambda host: host.assert_facts("regels", [DOSSIER])),
    ("B13", lambda host: host.post("regels", DOSSIER)),
    ("B13", lambda host: host.post_batch("regels", [DOSSIER])),
    ("B13", lambda host: host.update_state("regels", {"sid": "1"})),
]


@pytest.mark.parametrize(("guard", "act"), ACTS)
def test_an_act_that_triggers_a_fault_is_refused(judged: Any, guard: str, act: Any) -> None:
    with pytest.raises(GuardError) as refused:
        act(judged._host)
    assert refused.value.guard == guard


def test_a_host_with_threads_is_refused(session: Any) -> None:
    class Busy(session.QuietHost):  # type: ignore[misc]
        def _run(self) -> None:
            """As the stock host: it would start threads here."""

    with pytest.raises(GuardError, match="B4"):
        session.Judge("regels", one_rule(CLOSED), Busy())


def test_a_second_dossier_waits_for_the_first(judged: Any) -> None:
    judged._host.assert_fact("regels", DOSSIER)
    with pytest.raises(GuardError, match="B5"):
        judged.evaluate([])
    judged._host.delete_state("regels", "1")
    assert judged.evaluate([{"id": "f1", "soort": "z", "persoon": 0}]) == {("r", (("zelf", "f1"),))}


def test_a_fact_given_twice_is_an_error(judged: Any) -> None:
    judged._host.assert_fact("regels", DOSSIER)
    judged._host.assert_fact("regels", {"id": "f1", "soort": "z", "persoon": 0, "sid": "1"})
    with pytest.raises(GuardError, match="B5"):
        judged._host.assert_fact("regels", {"id": "f1", "soort": "z", "persoon": 0, "sid": "1"})
    judged._host.delete_state("regels", "1")


def test_a_slow_action_is_noticed(judged: Any, session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "MAX_SECONDS", -1.0)
    with pytest.raises(GuardError, match="B9"):
        judged.evaluate([])


def test_a_failing_action_is_noticed(judged: Any, session: Any) -> None:
    class Broken(list[Any]):
        def append(self, item: Any) -> None:
            raise ValueError("stuk")

    judged._found = Broken()
    with pytest.raises(GuardError, match="B10"):
        judged.evaluate([{"id": "f1", "soort": "z", "persoon": 0}])


def test_each_known_fault_has_a_trigger_here_that_is_refused() -> None:
    """B4, B9 and B10 are about a host and an action; they have a test of their own above."""
    tried = {guard for guard, _ in [*RULESETS.values(), *FACTS.values(), *ACTS]} | {"B4", "B9", "B10"}
    assert tried >= {f"B{number}" for number in range(1, 14)}


@given(
    fact=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    )
)
def test_a_fact_is_handed_over_as_it_is(session: Any, fact: dict[str, Any]) -> None:
    assert json.loads(session.text_of(fact)) == fact


# ---------------------------------------------------------------- the form


def test_what_may_not_exist_is_seen_whatever_the_order_of_facts(worker: Worker) -> None:
    """The library looks back only once: without the closing fact before it, a negation misses what comes later."""
    rule = RuleForm("r", "z", (FactPattern("p0", "a"), FactPattern("p1", "b", negated=True)))
    facts = [Fact("f1", "z", 0, {}), Fact("f2", "a", 0, {}), Fact("f3", "b", 0, {})]
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]):
        assert worker.evaluate([rule], [facts[i] for i in order]) == set()
    assert worker.evaluate([rule], facts[:2]) == oracle.evaluate([rule], facts[:2]) != set()


def test_more_rules_than_one_ruleset_may_hold_are_divided(worker: Worker) -> None:
    rules = [RuleForm(f"r{n}", f"z{n % 2}", ()) for n in range(120)]
    assert [len(definition) for definition in definitions_of(rules)] == [51, 51, 21]
    facts = [Fact("f1", "z1", 0, {})]
    assert worker.evaluate(rules, facts) == oracle.evaluate(rules, facts)


@pytest.mark.parametrize(
    ("why", "make"),
    [
        ("niet eerder", lambda b: (b.pattern("betaling", joins=(b.join("betaling", "=", "x", "betaling", "dag"),)),)),
        ("twee punten", lambda b: (b.pattern("betaling"), b.pattern("betaling"))),
        ("tegelijk", lambda b: tuple(b.pattern("betaling", alias=f"b{n}") for n in range(7))),
        ("ten minste een", lambda b: (b.pattern("betaling", minimum=0),)),
        ("geen is", lambda b: (b.pattern("betaling", minimum=2, negated=True),)),
        (
            "enkel feit",
            lambda b: (
                b.pattern("naheffing", minimum=2),
                b.pattern("betaling", joins=(b.join("betaling", "=", "naheffing", "naheffing", "dag"),)),
            ),
        ),
        (
            "geen datum",
            lambda b: (
                b.pattern("naheffing"),
                b.pattern("betaling", joins=(b.join("betaling", "=", "naheffing", "naheffing", "bedrag", 7),)),
            ),
        ),
    ],
)
def test_a_signal_that_the_form_cannot_hold_says_why(why: str, make: Any) -> None:
    b = SignalBuilder()
    info = b.signal("fout", make(b))
    with pytest.raises(SignalFormError, match=why):
        plan_signal(b.whole(info), info, 0)


# ---------------------------------------------------------------- the worker


@pytest.fixture
def worker() -> Iterator[Worker]:
    pytest.importorskip("durable.engine")
    made = Worker()
    yield made
    made.close()


@pytest.fixture
def firing() -> tuple[Program, Case]:
    """A program and a case in which a signal stands."""
    program = broken_arrangement(SignalBuilder())
    return program, house(person(naheffing=[levied()], bezwaar=[objected(3)], betaling=[]))


def imposter(tmp_path: Path, body: str) -> Worker:
    """A worker that greets as it should and then runs ``body`` for the first request."""
    script = tmp_path / "worker.py"
    greeting = "import os, sys, time\nprint('{\"gereed\": true}', flush=True)\nsys.stdin.readline()\n"
    script.write_text(greeting + textwrap.dedent(body), encoding="utf-8")
    return Worker([sys.executable, str(script)], answer_seconds=1.0)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("os.kill(os.getpid(), 11)", "SIGSEGV"),
        ("os.kill(os.getpid(), 8)", "SIGFPE"),
        ("sys.exit(3)", "code 3"),
        ('os.write(1, b\'{"nr": 1, "treff\')\nos.kill(os.getpid(), 9)', "SIGKILL"),
        ("time.sleep(60)", "niet binnen 1 seconden"),
        ('print(\'{"nr": 9, "treffers": []}\', flush=True)', "andere vraag"),
        ("print('onzin', flush=True)", "onleesbaar"),
        ("print('[]', flush=True)", "onleesbaar"),
    ],
)
@pytest.mark.parametrize("motor", ["auto", "durable"])
def test_a_worker_that_fails_leaves_signals_unjudged(
    tmp_path: Path, firing: tuple[Program, Case], motor: str, body: str, why: str
) -> None:
    found = report(*firing, motor, imposter(tmp_path, body))
    assert not found.judged and found.engine is None and not found.fired and not found.open
    assert found.reason is not None
    assert found.reason.startswith("signalen niet beoordeeld, want ") and why in found.reason


def test_a_worker_that_takes_no_question_is_not_waited_for(tmp_path: Path) -> None:
    """More than a pipe holds, to a process that greets and then reads nothing."""
    script = tmp_path / "worker.py"
    script.write_text("import time\nprint('{\"gereed\": true}', flush=True)\ntime.sleep(60)\n", encoding="utf-8")
    deaf = Worker([sys.executable, str(script)], answer_seconds=0.5)
    facts = [Fact(f"f{number}", "z", 0, {}) for number in range(20_000)]
    with pytest.raises(WorkerFailure, match="niet binnen 0.5 seconden"):
        deaf.evaluate([RuleForm("r", "z", ())], facts)
    assert deaf.pid is None


def test_an_answer_may_come_in_parts(tmp_path: Path) -> None:
    answer = '{"nr": 1, "treffers": [["r", [["zelf", "f1"]]]]}'
    parts = "".join(f"os.write(1, {part.encode()!r}); time.sleep(0.05)\n" for part in (answer[:20], answer[20:], "\n"))
    slow = imposter(tmp_path, parts + "time.sleep(60)")
    assert slow.evaluate([RuleForm("r", "z", ())], [Fact("f1", "z", 0, {})]) == {("r", (("zelf", "f1"),))}
    slow.close()


def test_a_worker_that_cannot_load_the_library_gives_way_in_auto_only(
    tmp_path: Path, firing: tuple[Program, Case]
) -> None:
    script = tmp_path / "worker.py"
    script.write_text('print(\'{"gereed": false, "waarom": "ImportError"}\', flush=True)', encoding="utf-8")
    absent = Worker([sys.executable, str(script)])
    found = report(*firing, "auto", absent)
    assert found.judged and found.engine == "python" and len(found.fired) == 1
    assert found.note is not None and "durable_rules" in found.note
    assert not report(*firing, "durable", absent).judged


def test_a_worker_that_does_not_start_leaves_signals_unjudged(firing: tuple[Program, Case]) -> None:
    assert not report(*firing, "durable", Worker(["/bestaat/niet"])).judged


def test_a_killed_worker_is_started_again(worker: Worker, firing: tuple[Program, Case]) -> None:
    assert len(report(*firing, "durable", worker).fired) == 1
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    # Either it is noticed before the question (and started again) or the question fails; it is never "no signal".
    found = report(*firing, "durable", worker)
    assert not found.judged or len(found.fired) == 1
    assert len(report(*firing, "durable", worker).fired) == 1
    assert worker.pid != first


def test_one_worker_serves_many_programs(worker: Worker, firing: tuple[Program, Case]) -> None:
    pids = set()
    for number in range(3):
        rule = RuleForm(f"r{number}", "z", ())
        assert len(worker.evaluate([rule], [Fact("f1", "z", 0, {})])) == 1
        pids.add(worker.pid)
    assert len(pids) == 1


def test_a_fact_that_misses_a_field_fails_loudly_and_the_worker_goes_on(worker: Worker) -> None:
    rule = RuleForm("r", "z", (FactPattern("p0", "a", tests=(FieldTest("dag", ">", "zelf", "dag"),)),))
    incomplete = [Fact("f1", "z", 0, {}), Fact("f2", "a", 0, {"dag": 1})]
    with pytest.raises(WorkerFailure, match="mist dag"):
        worker.evaluate([rule], incomplete)
    whole = [Fact("f1", "z", 0, {"dag": 0}), Fact("f2", "a", 0, {"dag": 1})]
    assert worker.evaluate([rule], whole) == oracle.evaluate([rule], whole)
