"""Columns say of every record what the exact evaluator says of it alone."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsl.check import check
from dsl.lawchecks.normen import NOT_PER_RECORD
from dsl.notation import format_date, format_number
from dsl.parsing.corpus import load_corpus
from dsl.program import NODE_KINDS, BoolType, DateType, NumType, RecordShare, Self, Total
from engine.case import Case, Moment, Obj, Unobtainable
from engine.general import Run
from engine.normen.column import Column, day_of, fraction, total
from engine.normen.frame import SUPPORTED
from engine.normen.records import Records, layout_of
from engine.values import Known
from tests.engine.normen.normlaw import HEAD, Row, Rows, program

RECEIVED, SENT, AMOUNT = (
    "de dag van ontvangst van de factuur",
    "de dag van verzending van de factuur",
    "het bedrag van de factuur",
)
CONDITIONS = (
    f"{RECEIVED} ligt voor {SENT}",
    f"het aantal dagen tussen {RECEIVED} en {SENT} is ten hoogste 30 dagen",
    f"het aantal hele maanden tussen {RECEIVED} en {SENT} is ten minste 2 maanden",
    f"{SENT} ligt op of voor {RECEIVED} plus 3 maanden",
    f"{SENT} ligt op of voor {RECEIVED} plus 5 werkdagen op de kalender Proefkalender",
    f"{SENT} ligt voor de eerste dag van de maand na {RECEIVED}",
    f"{SENT} ligt op of voor de 5e werkdag van de maand na {RECEIVED} op de kalender Proefkalender",
    f"{SENT} ligt op of voor de 12e werkdag van het jaar van {RECEIVED} op de kalender Proefkalender",
    f"{SENT} ligt voor de laatste dag van het kwartaal van de rekendatum",
    f"het jaar van {RECEIVED} is gelijk aan het jaar van de rekendatum min 1",
    f"{SENT} is onbekend",
    f"{AMOUNT} is groter dan € 10",
    f"{AMOUNT} maal 3 is ten minste {AMOUNT} plus € 20,05",
    "het cluster van de factuur is gelijk aan Wmo",
    "de factuur is niet gecorrigeerd",
)
NUMBERS = (
    AMOUNT,
    f"{AMOUNT} maal 1,21 min € 0,05",
    f"({AMOUNT} maal 1,21), rekenkundig afgerond op centen",
    f"({AMOUNT} gedeeld door 7), rekenkundig afgerond op centen",
    f"10% van {AMOUNT}",
    f"{AMOUNT}, met een minimum van € 5 en een maximum van € 50",
    f"het aantal dagen tussen {RECEIVED} en {SENT}",
    f"het aantal hele maanden tussen {RECEIVED} en {SENT}",
)


def norms() -> str:
    tests = [
        f"Norm test {number}\n    bron: Proefplan\n    over: een factuur\n    meet: aandeel\n    voldoet indien "
        + f"aan alle volgende voorwaarden is voldaan:\n        • {test}\n    norm: ten minste 1%\n"
        for number, test in enumerate(CONDITIONS)
    ]
    joined = "".join(f"\n        • {test}" for test in CONDITIONS[:4] + CONDITIONS[8:])
    tests.append(
        "Norm samen\n    bron: Proefplan\n    over: een factuur\n    meet: aandeel\n    voldoet indien "
        f"aan ten minste 3 van de volgende voorwaarden is voldaan:{joined}\n    norm: ten minste 1%\n"
    )
    tests += [
        f"Norm som {number}\n    bron: Proefplan\n    over: een factuur\n    meet: som van {value}\n"
        for number, value in enumerate(NUMBERS)
    ]
    return "\n".join(tests)


def roots() -> list[int]:
    found: list[int] = []
    for norm in program(norms()).norms.values():
        measure = norm.gauge.measure
        assert isinstance(measure, RecordShare | Total)
        found.append(measure.good if isinstance(measure, RecordShare) else measure.value)
    return found


days = st.integers(0, 900).map(lambda number: date(2023, 1, 1) + timedelta(days=number))
facts = st.tuples(
    st.sampled_from(("Wmo", "Wlz")),
    days,
    st.one_of(st.none(), days),
    st.one_of(st.none(), st.integers(-100_00, 100_00).map(lambda cents: Fraction(cents, 100))),
    st.one_of(st.none(), st.booleans()),
)


def text_row(number: int, fact: tuple) -> Row:  # type: ignore[type-arg]
    cluster, received, sent, amount, fixed = fact
    return (
        str(number),
        cluster,
        format_date(received),
        "" if sent is None else format_date(sent),
        "" if amount is None else format_number(amount),
        "" if fixed is None else "ja" if fixed else "nee",
    )


def exact(fact: tuple, moment: Moment) -> Run:  # type: ignore[type-arg]
    cluster, received, sent, amount, fixed = fact
    held = {
        "cluster": cluster,
        "dag van ontvangst": received,
        "dag van verzending": sent,
        "bedrag": amount,
        "is gecorrigeerd": fixed,
    }
    known = {name: Unobtainable() if value is None else value for name, value in held.items()}
    subject = Obj("factuur", "factuur", facts=known)
    return Run(program(norms()), Case(subject, {"factuur": subject}), moment)


def shown(column: Column, place: int, kind: object) -> object:
    """The value of one record; None where it has none."""
    if column.missing[place]:
        return None
    value = column.values[place]
    if isinstance(kind, NumType):
        return Fraction(value if isinstance(value, Fraction) else int(value)) / column.den
    if isinstance(kind, DateType):
        return day_of(value)
    return bool(value) if isinstance(kind, BoolType) else str(value)


@given(st.lists(facts, min_size=1, max_size=6), days)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_columns_agree_with_the_exact_evaluator(given_facts: list[tuple], today: date) -> None:  # type: ignore[type-arg]
    law = program(norms())
    table = Rows([text_row(number, fact) for number, fact in enumerate(given_facts)])
    layout, _ = layout_of(law.registries["factuur"], table)
    assert layout is not None
    ((frame, _),) = list(Records(law, law.registries["factuur"], table, layout).frames())
    for place, fact in enumerate(given_facts):
        run = exact(fact, Moment(today))
        for root in roots():
            alone = run.value(root)
            together = shown(frame.value(root, today), place, law.nodes[root].type)
            if together is not None:
                assert alone == Known(together), (law.nodes[root], fact)
            elif None not in fact:
                assert not isinstance(alone, Known)


def test_sums_never_lose_a_cent() -> None:
    huge = np.array([2**61, 2**61, 2**61], np.int64)
    assert total(Column(huge, np.zeros(3, bool), 100)) == Fraction(3 * 2**61, 100)


def test_every_kind_of_node_can_be_measured_or_is_refused() -> None:
    # Self is the record, whose columns are read by name.
    assert SUPPORTED | NOT_PER_RECORD.keys() | {Self} == set(NODE_KINDS)
    assert not SUPPORTED & NOT_PER_RECORD.keys()


@pytest.mark.parametrize(
    "test",
    [
        "het bedrag van de factuur op 01-01-2024 is groter dan € 10",
        "de dag van ontvangst van de factuur ligt voor de verzenddatum",
    ],
)
def test_a_value_of_another_day_is_refused(test: str) -> None:
    norm = (
        "Norm dag\n    bron: Proefplan\n    over: een factuur\n    meet: aandeel\n    voldoet indien aan alle volgende "
        f"voorwaarden is voldaan:\n        • {test}\n    norm: ten minste 1%\n"
    )
    _, found = check(load_corpus({"proef": HEAD + norm}))
    assert "TS499" in {item.code for item in found}


def test_a_figure_calculates_on_beyond_the_numbers_of_a_column() -> None:
    """A sum that fits in 64 bits is multiplied by 100 for a percentage, and by much more for a comparison."""
    most = 2**62
    found = total(Column(np.array([most], np.int64), None))
    assert type(found.numerator) is int
    assert found * 100 == most * 100
    assert fraction(np.int64(most), 100) * 10**6 == Fraction(most, 100) * 10**6
