"""Records counted with those of another registratie: from files, and by the law that each belongs to one at most."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsl.check import check
from dsl.notation import format_date
from dsl.parsing.corpus import load_corpus
from engine.normen.linking import count_linked
from engine.normen.periods import year
from engine.normen.survey import survey
from engine.normen.together import COMPOSED
from tests.rules.test_normen import law
from tests.rules.test_norms_measured import records_of

MAILINGS = "uitingnummer, onderdeel, dag van uitgaan, aantal geadresseerden"
CALLS = "gespreksnummer, onderdeel, gespreksdag, is beantwoord"


def write(path: Path, header: str, *rows: str) -> None:
    lines = [";".join(cell.strip() for cell in line.split(",")) for line in (header, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def response(folder: Path) -> tuple[Fraction | None, int]:
    found, problems = survey(law(), ["responspercentage Wmo"], str(folder), year(2024))
    assert not problems, problems
    (item,) = [one for one in found if one.registry == "uiting"]
    (norm,) = item.assessments
    assert norm.ours.tally is not None
    return (None if norm.ours.figure is None else norm.ours.figure.value), norm.ours.tally.unknown


def test_the_calls_that_follow_a_mailing_come_from_their_own_file(tmp_path: Path) -> None:
    write(tmp_path / "uitingen.csv", MAILINGS, "U1, Wmo, 01-02-2024, 100", "U2, Wmo, 01-06-2024, 100")
    assert response(tmp_path) == (None, 2)  # without calls nothing is known, so that it is not nought
    rows = (f"G{number}, Wmo, {day:02}-02-2024, ja" for number, day in enumerate((1, 15, 16)))
    write(tmp_path / "gesprekken.csv", CALLS, *rows)
    assert response(tmp_path) == (Fraction(2, 200), 0)


def test_calls_that_cannot_be_read_give_no_half_report(tmp_path: Path) -> None:
    write(tmp_path / "uitingen.csv", MAILINGS, "U1, Wmo, 01-02-2024, 100")
    write(tmp_path / "gesprekken.csv", "gespreksnummer, onderdeel", "G1, Wmo")
    found, problems = survey(law(), ["responspercentage Wmo"], str(tmp_path), year(2024))
    assert not found
    assert "TS542" in {problem.code for problem in problems}


def test_a_norm_of_norms_stands_beside_what_was_measured(tmp_path: Path) -> None:
    header = "klantnummer, afrekenjaar, dag van afrekening, is van een gezinslid, is van een gepensioneerde"
    write(tmp_path / "eindafrekeningen.csv", header, "K1, 2023, 01-05-2024, ja, nee")
    names = [
        norm.name for norm in law().norms.values() if norm.number is not None and norm.number.startswith("K-BTL-D")
    ]
    found, problems = survey(law(), names, str(tmp_path), year(2024))
    assert not problems
    (whole,) = [one for one in found if one.registry == COMPOSED]
    (umbrella,) = whole.assessments
    assert umbrella.norm.number == "K-BTL-D"
    assert umbrella.verdict.word == "niet behaald"
    assert "gezinsleden" in umbrella.verdict.reason


days = st.integers(0, 60).map(lambda number: date(2024, 1, 1) + timedelta(days=number))
where = st.sampled_from(("Wmo", "Wlz"))


@given(
    st.lists(st.tuples(where, days), min_size=1, max_size=6), st.lists(st.tuples(where, days), min_size=1, max_size=12)
)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_each_call_belongs_to_the_last_mailing_before_it(
    mailings: list[tuple[str, date]], calls: list[tuple[str, date]]
) -> None:
    sent = "\n".join(f"U{n}, {part}, {format_date(day)}, 10" for n, (part, day) in enumerate(mailings))
    rung = "\n".join(f"G{n}, {part}, {format_date(day)}, ja" for n, (part, day) in enumerate(calls))
    (column,) = [column for column in law().registries["uiting"].columns if column.link is not None]
    assert column.link is not None
    expected: Counter[str] = Counter()
    for part, day in calls:
        before = [(start, f"U{n}") for n, (own, start) in enumerate(mailings) if own == part and start <= day]
        if before and (day - max(before)[0]).days <= 14:
            expected[max(before)[1]] += 1
    found = count_linked(records_of("uiting", MAILINGS, sent), column.link, records_of("gesprek", CALLS, rung))
    assert dict(found) == dict(expected)


@pytest.mark.parametrize("word", ["hetzelfde", "dezelfde"])
def test_the_article_of_the_shared_column_is_free(word: str) -> None:
    text = f"""Regeling Proef
    bron: Proefplan 2024

Registratie de brief (mv: brieven)
    sleutel: briefnummer
    het briefnummer : tekst
    de briefdag : datum
    het aantal antwoorden : geheel getal, telt elke reactie met {word} briefnummer waarvan de reactiedag binnen 2 weken na de briefdag ligt

Registratie de reactie (mv: reacties)
    sleutel: reactienummer
    het reactienummer : tekst
    het briefnummer : tekst
    de reactiedag : datum
"""
    program, found = check(load_corpus({"proef": text}))
    assert program is not None, found
    (link,) = [column.link for column in program.registries["brief"].columns if column.link is not None]
    assert (link.over, link.same, link.day, link.since, link.days) == (
        "reactie",
        "briefnummer",
        "reactiedag",
        "briefdag",
        14,
    )
