"""On which ground a signal reads: without one, on the day of the decision, it is not judged and nothing is read for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from engine.case import Case, Moment, Obj
from engine.decide import decide
from engine.explain.signals_nl import signal_parts
from engine.general import Run
from engine.signals import judge
from engine.signals.outcome import BaselessSignal, SignalReport
from tests.engine.build import case_of, obj

LAW = """Regeling Proef
    uitvoerder: CAK
    bron: Proefwet artikel 1

Opsomming de regelingsoort
    Wmo
    Wlz

Objecttype de schuld (mv: schulden)
    de soort : regelingsoort
    de datum : datum

Objecttype het gesprek (mv: gesprekken)
    de datum : datum

Objecttype de burger (mv: burgers)
    rol schuld (mv: schulden) : ten hoogste 9 schulden
    rol gesprek (mv: gesprekken) : ten hoogste 9 gesprekken
    de uitkomst : bedrag ligt tussen € 0 en € 10, in centen

Regel uitkomst
    geldig vanaf 01-01-2010
    bron: Proefwet artikel 1
    ruimte: gebonden, wet
    De uitkomst van een burger moet gesteld worden op € 1

Besluit Proef
    over: een burger
    uitkomst: de uitkomst van de burger
    wijziging werkt door vanaf: de dag van de wijziging

Grondslag gesprekken
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 2
    ontvanger: CAK
    doel: ondersteunen
    gegevens: gesprek

Grondslag schulden van de Wmo
    geldig vanaf 01-01-2021 t/m 31-12-2022
    bron: Proefwet artikel 3
    regeling: Wmo
    ontvanger: CAK, gemeente
    doel: ondersteunen, onderzoek
    gegevens: schuld

Grondslag schulden van beide
    geldig vanaf 01-01-2022
    bron: Proefwet artikel 4
    regeling: Wmo, Wlz
    ontvanger: CAK
    doel: ondersteunen
    gegevens: schuld

Signaal twee schulden zonder gesprek
    over: een burger
    bron: Jaarplan par. 1
    grondslag: schulden van de Wmo
    grondslag: schulden van beide
    grondslag: gesprekken
    doel: ondersteunen
    ernst: hoog
    status: proef
    indien aan alle volgende voorwaarden is voldaan:
        • er zijn ten minste 2 schulden van de burger
        • er is geen gesprek van de burger
    advies: "Bel."
    verwijs naar: maatwerktafel
"""


@pytest.fixture(scope="module")
def program() -> Program:
    made, found = check(load_corpus({"proef.regels": LAW}))
    assert made is not None, found
    return made


def burger(*kinds: str | None) -> Case:
    facts: list[dict[str, Any]] = [{"datum": date(2020, 1, 1), **({"soort": kind} if kind else {})} for kind in kinds]
    schulden = [obj(f"schuld{n}", "schuld", each) for n, each in enumerate(facts)]
    return case_of(obj("burger", "burger", {}, {"schuld": schulden, "gesprek": []}))


def report(program: Program, case: Case, year: int) -> SignalReport:
    moment = Moment(date(year, 6, 1))
    found = judge(decide(program, "Proef", case, moment), program, case, moment, "python").signals
    assert found is not None
    return found


def test_a_ground_holds_from_its_first_to_its_last_day(program: Program) -> None:
    case = burger("Wmo", "Wmo")
    assert [len(report(program, case, year).fired) for year in (2020, 2021, 2022, 2023)] == [0, 1, 1, 1]
    assert report(program, case, 2020).baseless == (
        BaselessSignal("twee schulden zonder gesprek", "Proef", ("schuld",)),
    )
    assert report(program, case, 2021).baseless == ()


@pytest.mark.parametrize(("year", "fires"), [(2021, False), (2022, True), (2023, True)])
def test_facts_of_another_regeling_are_not_read(program: Program, year: int, fires: bool) -> None:
    found = report(program, burger("Wmo", "Wlz"), year)
    assert bool(found.fired) is fires and not found.open


def test_of_which_regeling_a_fact_is_may_be_what_is_missing(program: Program) -> None:
    found = report(program, burger("Wmo", None), 2021)
    assert [fact.name for signal in found.open for fact in signal.missing] == ["soort"]


def test_without_a_ground_nothing_of_the_dossier_is_read(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    value = Run.value
    monkeypatch.setattr(Run, "value", lambda self, node, env: read.append(node) or value(self, node, env))
    moment = Moment(date(2020, 6, 1))
    decision = decide(program, "Proef", burger("Wmo", "Wmo"), moment)
    read.clear()
    silent = Obj("burger", "burger", {}, {})
    found = judge(decision, program, Case(silent, {"burger": silent}), moment, "durable").signals
    assert found is not None and found.engine == "python" and not found.fired and not found.open
    assert read == []


def test_that_there_is_no_ground_is_said_and_is_not_the_same_as_no_signal(program: Program) -> None:
    found = report(program, burger("Wmo", "Wmo"), 2020)
    told = found.to_json()["geen grondslag"]
    assert told == [{"naam": "twee schulden zonder gesprek", "regeling": "Proef", "gegevens": ["schuld"]}]
    texts = [part.text for part in signal_parts(None, found)]  # type: ignore[arg-type]
    assert 'Signaal "twee schulden zonder gesprek": niet beoordeeld, geen grondslag voor schuld' in texts
    assert "Er staan geen signalen." not in texts


def test_what_stands_says_on_which_ground_and_how_far_its_source_is(program: Program) -> None:
    (fired,) = report(program, burger("Wmo", "Wmo"), 2022).fired
    assert fired.basis == "schulden van de Wmo; schulden van beide; gesprekken"
    assert fired.status == "proef"
