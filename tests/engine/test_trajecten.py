"""Replay of trajecten: the state on a day, the way to it, what became of each event, and what falls due."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from engine.case import Case, Obj, Unobtainable
from engine.dossier import CaseLoader
from engine.trajecten import Replay, TrajectResult, Verdict, replay
from engine.trajecten.ics import calendar_file
from engine.trajecten.model import Occurrence
from engine.trajecten.orders import orders_of
from engine.trajecten.result_json import traject_json
from engine.trajecten.subject import subject_of
from engine.trajecten.text_nl import describe_traject

RULES = """Regeling Proef
    uitvoerder: CAK
    bron: Proefwet (BWBR0000001)

Kalender Proefkalender
    bron: Proefwet artikel 9
    rustdagen: zaterdag, zondag
    vrij: Nieuwjaarsdag op 1 januari

Opsomming de soort bericht
    melding
    aflossing
    bezwaar

Objecttype het bericht (mv: berichten)
    de datum : datum
    de soort : soort bericht
    het bedrag : bedrag ligt tussen € 0 en € 100.000, in centen

Objecttype de persoon (mv: personen)
    de grens : bedrag ligt tussen € 0 en € 100.000, in centen
    de bezwaardatum : datum
    kenmerk heeft uitstel
    rol bericht (mv: berichten) : ten hoogste 20000 berichten

Traject Achterstand
    over: een persoon
    bron: Proefwet artikel 1
    begint als: niets
    volgorde op een dag: melding, aflossing

    Gebeurtenis melding
        is: een bericht van de persoon
        op: de datum van het bericht
        indien de soort van het bericht gelijk is aan melding

    Gebeurtenis aflossing
        is: een bericht van de persoon
        op: de datum van het bericht
        indien de soort van het bericht gelijk is aan aflossing

    Toestand niets
        zonder gevolg: aflossing
    Toestand gemeld
    Toestand aangeschreven
    Toestand gestopt
        eindtoestand

    Overgang melding
        van: niets
        naar: gemeld
        bij: melding
        indien het bedrag van het bericht ten minste de grens van de persoon is
        gaat in op: de eerste dag van de maand na de datum van het bericht
        bron: Proefwet artikel 2
        door: CAK
        brief: "Wij schrijven u, met een komma; en meer." uiterlijk de rekendatum plus 10 werkdagen op de kalender Proefkalender

    Overgang aanschrijving
        van: gemeld
        naar: aangeschreven
        na: 4 weken, kalender Proefkalender
        indien de persoon geen uitstel heeft
        bron: Proefwet artikel 3

    Overgang afmelding
        van: gemeld, aangeschreven
        naar: niets
        bij: aflossing
        bron: Proefwet artikel 4

    Overgang stop
        van: aangeschreven
        naar: gestopt
        na: 2 maanden, zonder kalender
        bron: Proefwet artikel 5
"""


def program_of(text: str = RULES) -> Program:
    program, found = check(load_corpus({"proef": text}))
    assert program is not None, found
    return program


PROGRAM = program_of()


def case_of(text: str, program: Program = PROGRAM) -> Case:
    dossier, found = CaseLoader(program).open(text, "dossier.yaml")
    assert dossier is not None, found
    over = subject_of(program.trajecten["Achterstand"], dossier)
    assert isinstance(over, Obj)
    return dossier.case(over)


def on(text: str, day: date, program: Program = PROGRAM) -> TrajectResult:
    return replay(program, "Achterstand", case_of(text, program), day)


BEGIN = "persoon:\n  grens: € 600\n  heeft uitstel: nee\n"
ONE = BEGIN + "  berichten:\n    - {id: m, soort: melding, datum: 12-03-2026, bedrag: € 600}\n"


def verdicts(result: TrajectResult) -> dict[str, Verdict]:
    return {event.key: event.verdict for event in result.events}


# ---------------------------------------------------------------- state and way


def test_without_events_it_is_as_it_began() -> None:
    result = on(BEGIN + "  berichten: geen\n", date(2026, 1, 1))
    assert (result.state, result.since, result.path, result.events) == ("niets", None, (), ())
    assert result.from_start


@pytest.mark.parametrize(
    ("day", "state", "since"),
    [
        (date(2026, 3, 11), "niets", None),
        (date(2026, 3, 12), "niets", None),  # happened, but has effect from the next month
        (date(2026, 3, 31), "niets", None),
        (date(2026, 4, 1), "gemeld", date(2026, 4, 1)),
        (date(2026, 4, 9), "gemeld", date(2026, 4, 1)),  # the last day of four weeks from 12 March
        (date(2026, 4, 10), "aangeschreven", date(2026, 4, 10)),
        (date(2026, 6, 10), "aangeschreven", date(2026, 4, 10)),
        (date(2026, 6, 11), "gestopt", date(2026, 6, 11)),
        (date(2199, 1, 1), "gestopt", date(2026, 6, 11)),
    ],
)
def test_the_state_on_any_day(day: date, state: str, since: date | None) -> None:
    result = on(ONE, day)
    assert (result.state, result.since) == (state, since)


def test_a_later_transition_overtakes_one_that_had_yet_to_take_effect() -> None:
    text = ONE + "    - {id: a, soort: aflossing, datum: 20-03-2026, bedrag: € 600}\n"
    for day in (date(2026, 3, 25), date(2026, 4, 1), date(2026, 5, 1)):
        result = on(text, day)
        assert result.state == "niets"
        assert [step.transition.name for step in result.path] == ["melding", "afmelding"]
    assert [item.kind for item in on(text, date(2026, 3, 25)).due] == ["brief"]


def test_the_way_names_reasons_and_sources() -> None:
    (step, timed) = on(ONE, date(2026, 5, 1)).path
    assert step.event is not None
    assert (step.event.key, step.day, step.effect) == ("m", date(2026, 3, 12), date(2026, 4, 1))
    assert [source.text for source in step.transition.sources] == ["Proefwet artikel 2"]
    assert [(letter.due, letter.by) for letter in step.letters] == [(date(2026, 3, 26), "CAK")]
    assert (timed.event, timed.last_day, timed.day) == (None, date(2026, 4, 9), date(2026, 4, 10))


def test_a_term_whose_condition_is_nee_passes_without_effect() -> None:
    text = ONE.replace("uitstel: nee", "uitstel: ja")
    assert on(text, date(2026, 12, 1)).state == "gemeld"


MOVING = """
Objecttype de zaak (mv: zaken)
    de start : datum
    de laatste dag : datum ligt tussen 01-05-2026 en 31-12-2026
    kenmerk kent een laatste dag
    de einddag : datum
    rol bericht (mv: berichten) : ten hoogste 5 berichten

Regel einddag
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 1
    ruimte: gebonden, wet
    De einddag van een zaak moet gesteld worden op de laatste dag van de zaak
    indien de zaak een laatste dag kent

Traject Zaak
    over: een zaak
    bron: Proefwet artikel 1
    begint als: loopt
    begint op: de start van de zaak

    Gebeurtenis bezwaar
        is: een bericht van de zaak
        op: de datum van het bericht

    Toestand loopt
    Toestand klaar
        eindtoestand

    Overgang einde
        van: loopt
        naar: klaar
        na afloop van: de einddag van de zaak
        bron: Proefwet artikel 1

    Overgang gestopt
        van: loopt
        naar: klaar
        bij: bezwaar
        bron: Proefwet artikel 1
        te doen: "Ruim op." uiterlijk de rekendatum plus 2 weken
"""


def zaak(facts: str, day: date) -> TrajectResult:
    program = program_of(RULES + MOVING)
    dossier, found = CaseLoader(program).open(f"zaak:\n  start: 01-01-2026\n{facts}", "dossier.yaml")
    assert dossier is not None, found
    over = subject_of(program.trajecten["Zaak"], dossier)
    assert isinstance(over, Obj)
    return replay(program, "Zaak", dossier.case(over), day)


def test_a_last_day_that_moves_takes_its_transition_along() -> None:
    facts = "  kent een laatste dag: ja\n  berichten: []\n  laatste dag:\n"
    facts += "    - {waarde: 10-05-2026, tot en met: 05-05-2026}\n    - {waarde: 20-06-2026, van: 06-05-2026}\n"
    assert zaak(facts, date(2026, 6, 20)).state == "loopt"
    assert (zaak(facts, date(2026, 7, 1)).state, zaak(facts, date(2026, 7, 1)).since) == ("klaar", date(2026, 6, 21))


def test_a_last_day_that_is_not_known_leaves_the_state_open_from_its_earliest_day() -> None:
    facts = "  kent een laatste dag: ja\n  berichten: []\n"
    assert zaak(facts, date(2026, 5, 1)).state == "loopt"
    result = zaak(facts, date(2026, 5, 2))
    assert result.state is None
    assert {fact.name for fact in result.need.facts} == {"laatste dag"}


def test_a_term_that_cannot_be_computed_is_a_finding() -> None:
    parameter = "\nParameter de termijn : aantal weken\n    bron: Proefwet artikel 7\n    vanaf 01-01-2027: 4 weken\n"
    text = RULES.replace("\nTraject Achterstand", f"{parameter}\nTraject Achterstand").replace(
        "na: 4 weken", "na: de termijn"
    )
    result = on(ONE, date(2026, 4, 2), program_of(text))
    assert (result.state, result.need.facts) == (None, frozenset())
    (finding,) = result.findings
    assert finding.startswith("De termijn bij 'aanschrijving' is niet te berekenen: ")


def test_a_term_that_does_not_apply_never_ends() -> None:
    assert zaak("  kent een laatste dag: nee\n  berichten: []\n", date(2190, 1, 1)).state == "loopt"


def test_what_is_to_be_done_lapses_when_the_state_changes_and_a_letter_does_not() -> None:
    facts = "  kent een laatste dag: nee\n  berichten:\n    - {datum: 01-03-2026}\n"
    assert [item.day for item in zaak(facts, date(2026, 3, 2)).due] == [date(2026, 3, 15)]
    text = ONE + "    - {id: a, soort: aflossing, datum: 20-03-2026, bedrag: € 600}\n"
    assert [item.kind for item in on(text, date(2026, 3, 25)).due] == ["brief"]


# ---------------------------------------------------------------- events that may not, or change nothing


def test_an_event_that_the_state_does_not_allow_is_refused_and_never_waits() -> None:
    text = ONE + "    - {id: m2, soort: melding, datum: 13-03-2026, bedrag: € 900}\n"
    text += "    - {id: a, soort: aflossing, datum: 20-03-2026, bedrag: € 1}\n"
    result = on(text, date(2026, 8, 1))
    assert result.state == "niets"  # the second melding did not come back after the aflossing
    refused = next(event for event in result.events if event.key == "m2")
    assert refused.verdict is Verdict.GEWEIGERD
    assert "'gemeld'" in refused.why
    assert "aflossing" in refused.why


def test_a_refused_event_says_which_condition_it_lacked() -> None:
    text = BEGIN + "  berichten:\n    - {id: m, soort: melding, datum: 12-03-2026, bedrag: € 599,99}\n"
    result = on(text, date(2026, 8, 1))
    (event,) = result.events
    assert (result.state, event.verdict) == ("niets", Verdict.GEWEIGERD)
    assert "het bedrag van het bericht ten minste de grens van de persoon" in event.why


def test_every_object_is_accounted_for() -> None:
    text = ONE + "    - {id: b, soort: bezwaar, datum: 13-03-2026, bedrag: € 900}\n"
    text += "    - {id: z, soort: aflossing, datum: 01-03-2026, bedrag: € 1}\n"
    text += "    - {id: later, soort: aflossing, datum: 01-12-2026, bedrag: € 1}\n"
    assert verdicts(on(text, date(2026, 4, 1))) == {
        "m": Verdict.GEBRUIKT,
        "b": Verdict.ANDERS,
        "z": Verdict.ZONDER_GEVOLG,
        "later": Verdict.NA_DE_DATUM,
    }


# ---------------------------------------------------------------- what is not known


def test_a_role_that_the_dossier_does_not_name_leaves_the_state_open() -> None:
    result = on(BEGIN, date(2026, 1, 1))
    assert (result.state, result.possible) == (None, None)
    assert {fact.name for fact in result.need.facts} == {"bericht"}


def test_an_event_without_a_day_leaves_the_state_open() -> None:
    result = on(BEGIN + "  berichten:\n    - {id: m, soort: melding, bedrag: € 600}\n", date(2026, 1, 1))
    assert result.state is None
    assert {(fact.obj, fact.name) for fact in result.need.facts} == {("m", "datum")}
    assert verdicts(result) == {"m": Verdict.ZONDER_DAG}


def test_an_event_without_a_day_that_no_state_waits_for_changes_nothing() -> None:
    result = on(ONE + "    - {id: a, soort: bezwaar, bedrag: € 1}\n", date(2026, 4, 2))
    assert (result.state, verdicts(result)["a"]) == ("gemeld", Verdict.ANDERS)


def test_a_condition_that_is_not_known_leaves_both_ways_open() -> None:
    text = ONE.replace("  grens: € 600\n", "")
    result = on(text, date(2026, 4, 2))
    assert (result.state, result.possible) == (None, ("gemeld", "niets"))
    assert {fact.name for fact in result.need.facts} == {"grens"}
    assert verdicts(result) == {"m": Verdict.ONZEKER}


def test_what_does_not_depend_on_the_unknown_stays_definite() -> None:
    text = ONE.replace("  grens: € 600\n", "") + "    - {id: a, soort: aflossing, datum: 01-05-2026, bedrag: € 1}\n"
    assert on(text, date(2026, 4, 30)).state is None
    assert on(text, date(2026, 5, 1)).state == "niets"


def test_many_open_conditions_leave_the_states_that_they_lead_to() -> None:
    text = BEGIN.replace("  grens: € 600\n", "").replace("uitstel: nee", "uitstel: ja") + "  berichten:\n"
    for week in range(60):
        day = date(2026, 1, 1) + timedelta(weeks=2 * week)
        kind = "aflossing" if week % 3 == 2 else "melding"
        text += f"    - {{soort: {kind}, datum: {day:%d-%m-%Y}, bedrag: € {week}}}\n"
    assert on(text, date(2030, 1, 1)).possible == ("niets",)  # the last one was an aflossing
    assert on(text, date(2028, 4, 5)).possible == ("gemeld", "niets")


def test_since_when_is_not_told_when_it_is_not_the_same_in_every_way() -> None:
    text = ONE.replace("  grens: € 600\n", "") + "    - {id: a, soort: aflossing, datum: 01-05-2026, bedrag: € 1}\n"
    case = case_of(text)
    result = replay(PROGRAM, "Achterstand", case, date(2026, 5, 1))
    assert (result.state, result.since, result.from_start) == ("niets", None, False)
    assert "sinds wanneer is niet vast te stellen" in describe_traject(result, PROGRAM, case)


def test_a_fact_that_cannot_be_had_is_not_a_no() -> None:
    case = case_of(ONE)
    case.root.facts["grens"] = Unobtainable()
    result = replay(PROGRAM, "Achterstand", case, date(2026, 4, 2))
    assert result.state is None


# ---------------------------------------------------------------- one day


def test_a_declared_order_decides_on_one_day() -> None:
    text = BEGIN + (
        "  berichten:\n    - {id: a, soort: aflossing, datum: 12-03-2026, bedrag: € 1}\n"
        "    - {id: m, soort: melding, datum: 12-03-2026, bedrag: € 600}\n"
    )
    result = on(text, date(2026, 4, 1))
    assert [step.transition.name for step in result.path] == ["melding", "afmelding"]
    assert not result.findings


def test_without_a_declared_order_it_is_a_finding_and_the_state_is_open() -> None:
    program = program_of(RULES.replace("    volgorde op een dag: melding, aflossing\n", ""))
    text = BEGIN + (
        "  berichten:\n    - {id: a, soort: aflossing, datum: 12-03-2026, bedrag: € 1}\n"
        "    - {id: m, soort: melding, datum: 12-03-2026, bedrag: € 600}\n"
    )
    result = on(text, date(2026, 4, 1), program)
    assert (result.state, result.possible) == (None, ("gemeld", "niets"))
    (finding,) = result.findings
    assert "12-03-2026" in finding


def test_equal_events_on_one_day_need_no_order() -> None:
    text = ONE + "    - {id: n, soort: melding, datum: 12-03-2026, bedrag: € 600}\n"
    result = on(text, date(2026, 4, 1))
    assert (result.state, result.findings) == ("gemeld", ())
    assert verdicts(result) == {"m": Verdict.GEBRUIKT, "n": Verdict.GEWEIGERD}


def test_many_equal_events_on_one_day_need_no_order_either() -> None:
    text = ONE + "".join(f"    - {{id: n{i}, soort: melding, datum: 12-03-2026, bedrag: € 600}}\n" for i in range(400))
    result = on(text, date(2026, 4, 1))
    assert (result.state, result.findings) == ("gemeld", ())


@pytest.mark.parametrize("count", [6, 200])
def test_too_many_orders_of_one_day_are_a_finding(count: int) -> None:
    program = program_of(RULES.replace("    volgorde op een dag: melding, aflossing\n", ""))
    text = BEGIN + "  berichten:\n"
    for i in range(count):
        text += f"    - {{soort: melding, datum: 12-03-2026, bedrag: € {600 + i}}}\n"
        text += f"    - {{soort: aflossing, datum: 12-03-2026, bedrag: € {i}}}\n"
    result = on(text, date(2026, 4, 1), program)
    assert (result.state, len(result.findings)) == (None, 1)
    assert {event.verdict for event in result.events} == {Verdict.NIET_BEOORDEELD}


occurrences = st.lists(st.sampled_from("abcd"), max_size=5).map(
    lambda names: [Occurrence(name, f"{name}{number}", date(2026, 1, 1)) for number, name in enumerate(names)]
)


@given(occurrences, st.permutations("abcd"), st.integers(0, 4))
def test_the_orders_of_a_day_are_all_that_the_declared_order_leaves(drawn, declared, count) -> None:  # type: ignore[no-untyped-def]
    rank = {name: number for number, name in enumerate(declared[:count])}
    found = orders_of(drawn, rank, lambda event: event.event)

    def allowed(order: tuple[str, ...]) -> bool:
        ranks = [rank[name] for name in order if name in rank]
        return ranks == sorted(ranks)

    wanted = {order for order in permutations(event.event for event in drawn) if allowed(order)}
    assert found is not None
    assert {tuple(event.event for event in order) for order in found} == wanted
    assert len(found) == len(wanted)


# ---------------------------------------------------------------- what falls due, and its forms


def test_what_falls_due_next() -> None:
    due = on(ONE, date(2026, 3, 20)).due
    assert [(item.day, item.kind) for item in due] == [
        (date(2026, 3, 26), "brief"),
        (date(2026, 4, 1), "ingang"),
        (date(2026, 4, 9), "termijn"),
    ]
    assert on(ONE, date(2026, 7, 1)).due == ()


def test_text_and_json_say_the_same_things() -> None:
    case = case_of(ONE)
    result = replay(PROGRAM, "Achterstand", case, date(2026, 4, 2))
    text = describe_traject(result, PROGRAM, case)
    assert "Toestand: gemeld (sinds 1 april 2026)" in text
    assert "bron: Proefwet artikel 2" in text
    found = traject_json(result, PROGRAM, case)
    assert (found["toestand"], found["sinds"]) == ("gemeld", "2026-04-01")
    assert [step["overgang"] for step in found["weg"]] == ["melding"]
    assert [event["gevolg"] for event in found["gebeurtenissen"]] == ["gebruikt"]


def test_an_open_state_says_what_is_needed() -> None:
    case = case_of(BEGIN)
    text = describe_traject(replay(PROGRAM, "Achterstand", case, date(2026, 4, 2)), PROGRAM, case)
    assert "niet vast te stellen" in text
    assert "welke berichten er zijn van de persoon" in text


def test_the_calendar_file_is_escaped_folded_and_the_same_every_time() -> None:
    result = on(ONE, date(2026, 3, 20))
    text = calendar_file(result)
    assert text == calendar_file(on(ONE, date(2026, 3, 20)))
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Brief: Wij schrijven u\\, met een komma\\; en meer." in unfolded
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 3
    uids = [line for line in unfolded.split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == 3


# ---------------------------------------------------------------- laws

START = date(2026, 1, 1)
events = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(["melding", "aflossing", "bezwaar"]),
        st.sampled_from([None, Fraction(500), Fraction(600), Fraction(700)]),
        st.booleans(),
    ),
    max_size=7,
)


def built(drawn: list[tuple[int, str, Fraction | None, bool]], grens: Fraction | None, order: list[int]) -> Case:
    members = []
    for number, (week, kind, amount, dated) in enumerate(drawn):
        facts: dict[str, object] = {"soort": kind}
        if dated or number % 3:
            facts["datum"] = START + timedelta(days=5 * week)
        if amount is not None:
            facts["bedrag"] = amount
        members.append(Obj(f"e{number}", "bericht", facts))  # type: ignore[arg-type]
    told: dict[str, object] = {"heeft uitstel": False}
    if grens is not None:
        told["grens"] = grens
    root = Obj("p", "persoon", told, {"bericht": tuple(members[number] for number in order)})  # type: ignore[arg-type]
    return Case(root, {obj.key: obj for obj in (root, *members)})


def comparable(result: TrajectResult) -> tuple[object, ...]:
    return (
        result.state, result.since, result.from_start, result.possible, result.need, result.path, result.events, result.due, result.findings
    )  # fmt: skip


limits = st.sampled_from([None, Fraction(600)])
days = st.integers(0, 300).map(lambda days: START + timedelta(days=days))


@settings(max_examples=150, deadline=None)
@given(events, limits, days, st.randoms())
def test_the_order_of_the_dossier_does_not_count(drawn, grens, day, random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(drawn)))
    first = replay(PROGRAM, "Achterstand", built(drawn, grens, order), day)
    random.shuffle(order)
    assert comparable(replay(PROGRAM, "Achterstand", built(drawn, grens, order), day)) == comparable(first)


@settings(max_examples=150, deadline=None)
@given(events, limits, days, days)
def test_replay_to_a_day_and_then_on_equals_replay_at_once(drawn, grens, one, other) -> None:  # type: ignore[no-untyped-def]
    case = built(drawn, grens, list(range(len(drawn))))
    going = Replay(PROGRAM, "Achterstand", case)
    going.until(min(one, other))
    at_once = replay(PROGRAM, "Achterstand", case, max(one, other))
    assert comparable(going.until(max(one, other))) == comparable(at_once)


@settings(max_examples=150, deadline=None)
@given(events, limits, days)
def test_every_event_is_accounted_for_once(drawn, grens, day) -> None:  # type: ignore[no-untyped-def]
    result = replay(PROGRAM, "Achterstand", built(drawn, grens, list(range(len(drawn)))), day)
    assert sorted(event.key for event in result.events) == sorted(f"e{number}" for number in range(len(drawn)))
    used = {event.key for event in result.events if event.verdict is Verdict.GEBRUIKT}
    on_path = {step.event.key for step in result.path if step.event is not None}
    assert on_path >= used or result.state is None or any(e.verdict is Verdict.ONZEKER for e in result.events)
    assert all((event.verdict is Verdict.NA_DE_DATUM) == (event.day is not None and event.day > day)
               for event in result.events if event.verdict is not Verdict.ANDERS)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(events, st.lists(st.sampled_from([Fraction(500), Fraction(600), Fraction(700)]), min_size=7, max_size=7), days)
def test_an_open_state_holds_every_state_that_completing_could_give(drawn, amounts, day) -> None:  # type: ignore[no-untyped-def]
    """Soundness: what is not known may turn out any way, and none of these contradicts what was told."""
    order = list(range(len(drawn)))
    told = replay(PROGRAM, "Achterstand", built(drawn, None, order), day)
    filled = [(week, kind, amount or amounts[i], True) for i, (week, kind, amount, _) in enumerate(drawn)]
    for grens in (Fraction(0), Fraction(600), Fraction(10_000)):
        completed = built(filled, grens, order)
        result = replay(PROGRAM, "Achterstand", completed, day)
        if told.possible is not None and result.state is not None:
            assert result.state in told.possible


def test_ten_thousand_events() -> None:
    members = tuple(
        Obj(f"e{n:05d}", "bericht", {"soort": "melding" if n % 2 else "aflossing", "datum": START + timedelta(days=n),
                                     "bedrag": Fraction(600)})
        for n in range(10_000)
    )  # fmt: skip
    root = Obj("p", "persoon", {"grens": Fraction(600), "heeft uitstel": False}, {"bericht": members})
    case = Case(root, {obj.key: obj for obj in (root, *members)})
    result = replay(PROGRAM, "Achterstand", case, START + timedelta(days=20_000))
    assert len(result.events) == 10_000
    assert result.state == "gestopt"
    assert len(result.path) == 10_000 - 1 + 2


def test_terms_without_end_are_a_finding() -> None:
    text = RULES.replace(
        "        na: 2 maanden, zonder kalender", "        na afloop van: de bezwaardatum van de persoon"
    )
    text = text.replace("        naar: gestopt\n", "        naar: gemeld\n").replace(
        "    Toestand gestopt\n        eindtoestand\n", ""
    )
    text = text.replace(
        "        na: 4 weken, kalender Proefkalender\n", "        na afloop van: de bezwaardatum van de persoon\n"
    )
    result = on(ONE + "  bezwaardatum: 01-01-2020\n", date(2026, 8, 1), program_of(text))
    assert result.state is None
    assert "komt niet tot rust" in result.findings[0]
