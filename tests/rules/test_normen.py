"""The norms of the documents: every row has a place, our verdicts are as the figures say, and the pages tell it.

``python -m tests.rules.test_normen`` writes the scoreboards in docs/normen again; read them before you commit them.
"""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest

from dsl.cache import load_program
from dsl.notation import NotationError
from dsl.program import Demand, NormInfo, Program
from engine.normen.figures import meets
from engine.normen.opgave import Reported, Statement, read_figure, read_statement
from engine.normen.periods import year
from engine.normen.reported import Judged, agrees, judge_all
from engine.normen.reported_nl import counts, scoreboard
from engine.paths import rules_dir, scenarios_dir

FOLDER = scenarios_dir() / "normen"
PAGES = Path(__file__).parents[2] / "docs" / "normen"
BOARDS = {
    "cak-2024": ("CAK", 2024, "Het CAK in 2024"),
    "toeslagen-2021": ("Toeslagen", 2021, "Toeslagen in 2021, na acht maanden"),
    "svb-2022": ("SVB", 2022, "De SVB in 2022"),
}
Row = dict[str, str]


@lru_cache
def law() -> Program:
    program, findings, _ = load_program(rules_dir())
    assert program is not None, findings
    return program


@lru_cache
def rows() -> tuple[Row, ...]:
    with (FOLDER / "dekking.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter=";"))


@lru_cache
def statements() -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for path in sorted((FOLDER / "opgaven").glob("*.yaml")):
        statement, problems = read_statement(path.read_text(encoding="utf-8"), str(path), law())
        assert statement is not None, problems
        found[statement.name] = statement
    return found


def board(name: str) -> list[Judged]:
    organisation, number, _ = BOARDS[name]
    norms = [norm for norm in law().norms.values() if norm.executor == organisation]
    mine = [statement for statement in statements().values() if statement.organisation == organisation]
    return judge_all(norms, mine, year(number))


# ---------------------------------------------------------------- every row


def test_every_row_of_the_documents_has_a_place() -> None:
    assert len(rows()) == 313
    places = Counter(row["plaats"] for row in rows())
    assert set(places) == {"norm", "norm en opgave", "opgave", "geen"}
    assert sum(places.values()) == 313
    assert all(row["naam of reden"] for row in rows())


@pytest.mark.parametrize(
    "row", [row for row in rows() if "norm" in row["plaats"]], ids=lambda row: row["naam of reden"][:50]
)
def test_the_norm_of_a_row_is_there_with_its_value_and_source(row: Row) -> None:
    norm = law().norms[row["naam of reden"]]
    assert any(row["document"] in it.text and f"regel {row['regel']}" in it.text for it in norm.sources)
    if row["norm"] and "kalendermaand" not in row["eenheid"]:
        assert asked(row) in {value for demand in demands(norm) for value in (demand.low, demand.high)} | derived(norm)
    if row["teken"] == "" and row["norm"]:
        words = {demand.word for demand in demands(norm)}
        assert norm.gauge.direction_unknown or norm.readings or words & {"ja", "ten minste", "gelijk aan"}


def demands(norm: NormInfo) -> list[Demand]:
    return [gauge.demand for gauge in (norm.gauge, *(it.gauge for it in norm.readings)) if gauge.demand is not None]


def derived(norm: NormInfo) -> set[Fraction | None]:
    """What is asked in words: on the third working day, the ledger of every month is closed."""
    if norm.number == "K-WLZ-I":
        return {Fraction(3)}
    if norm.number == "K-WLZ-J":  # each of its two streams asks it
        return {demand.low for name in norm.parts for demand in demands(law().norms[name])}
    # The report prints 5% of € 147.275.948 in whole euros.
    return {Fraction(7_363_797)} if norm.name == "egalisatiereserve in euro's" else set()


def asked(row: Row) -> Fraction:
    number = Fraction(row["norm"].split(";")[-1])
    unit = row["eenheid"]
    if "%" in unit:
        return number / 100
    return number * {"€ miljoen": 1_000_000, "€ 1.000": 1_000}.get(unit, 1)


@pytest.mark.parametrize("row", [row for row in rows() if "opgave" in row["plaats"]], ids=lambda row: row["kpi"][:50])
def test_the_figure_of_a_row_is_reported_as_it_was_printed(row: Row) -> None:
    found = [
        one
        for one in statements()[row["document"]].figures
        if one.name == row["naam of reden"] and one.place is not None and one.place.startswith(f"regel {row['regel']}")
    ]
    assert found
    assert any(printed_alike(row, one) for one in found), [one.printed for one in found]


def printed_alike(row: Row, one: Reported) -> bool:
    try:
        wanted = Fraction(row["realisatie"].lstrip(">"))
    except ValueError:
        return one.printed == "ja"  # tijdig en goedkeurend
    if "%" in row["eenheid"]:
        wanted /= 100
    wanted *= {"€ miljoen": 1_000_000, "€ 1.000": 1_000, "miljard euro": 1_000_000_000}.get(row["eenheid"], 1)
    return one.figure is not None and wanted in (one.figure.low, one.figure.high)


def test_a_row_without_a_place_has_neither_norm_nor_figure() -> None:
    kept = [row for row in rows() if row["plaats"] == "geen"]
    legal = [row for row in kept if row["norm"]]
    assert {row["kpi"].split()[0] for row in legal} == {"bewaartermijn", "actieve"}
    assert not [row for row in kept if row["realisatie"]]


# ---------------------------------------------------------------- our verdicts


def word(name: str, norm: str, part: str | None = None) -> str:
    found = [it for it in board(name) if it.assessment.norm.name == norm and part in (None, it.assessment.slice)]
    assert found, norm
    return found[0].assessment.verdict.word


def test_toeslagen_after_eight_months() -> None:
    kpis = [item for item in board("toeslagen-2021") if item.assessment.norm.number is not None]
    assert counts(kpis) == {
        "behaald": 7,
        "onherroepelijk gemist": 1,
        "jaarnorm zonder koers in de bron": 1,
        "niet beoordeeld": 5,
    }
    assert word("toeslagen-2021", "definitief vaststellen toeslagen") == "jaarnorm zonder koers in de bron"
    differing = [item.assessment.norm.number for item in kpis if agrees(item) is False]
    assert differing == ["T-K02"]
    # Asked of a year, at eight months: neither good nor bad news makes it a verdict over the year.
    assert word("toeslagen-2021", "externe inhuur Toeslagen (Roemernorm)") == "jaarnorm zonder koers in de bron"


def test_the_employee_survey_in_both_readings() -> None:
    literal = {"sociale veiligheid": None, "rolduidelijkheid": True, "leiderschap": True, "mate van invloed": True}
    misprint = {"sociale veiligheid": False, "rolduidelijkheid": True, "leiderschap": True, "mate van invloed": False}
    for item in board("cak-2024"):
        aspect = item.assessment.norm.name.removeprefix("medewerkersonderzoek ")
        if aspect not in literal:
            continue
        reads = {read.name: read.verdict.word for read in (item.assessment.ours, *item.assessment.others)}
        told = {True: ("behaald", "behaald met kanttekening"), False: ("niet behaald",), None: ("niet beoordeeld",)}
        assert reads["zoals gedrukt"] in told[literal[aspect]]
        assert reads["als drukfout"] in told[misprint[aspect]]


@pytest.mark.parametrize(
    ("norm", "part", "verdict"),
    [
        ("bereikbaarheid telefonie", "Zvw", "niet behaald"),
        ("bereikbaarheid telefonie", "Wmo", "behaald"),
        ("financiële beheersing budget", None, "behaald met kanttekening"),
        ("verzuimpercentage volgens het jaarplan", None, "niet behaald"),
        ("verzuimpercentage volgens het jaarverslag", None, "niet behaald"),
        ("externe inhuur als aandeel van de personele kosten", None, "niet behaald"),
        ("externe inhuur in fte (1 op 4)", None, "behaald met kanttekening"),
        ("externe inhuur in medewerkers (1 op 4)", None, "niet behaald"),
        ("overhead als aandeel van de totale kosten", None, "niet beoordeeld"),
        ("IT-ontwikkeling (geplande productie versus realisatie)", None, "niet beoordeeld"),
        ("compensatie zorgverzekeraars volgens koppelvlak", None, "niet meetbaar zoals geformuleerd"),
        ("doorlooptijd afhandeling klachten Wmo", None, "niet gerapporteerd"),
        ("% klanten bij deurwaarder vs totaal aantal klanten Buitenland", None, "niet gerapporteerd"),
    ],
)
def test_what_the_report_of_2024_comes_down_to(norm: str, part: str | None, verdict: str) -> None:
    assert word("cak-2024", norm, part) == verdict


def test_where_the_document_says_otherwise_the_reason_is_given() -> None:
    for name in BOARDS:
        for item in board(name):
            if agrees(item) is False:
                assert item.reported is not None and item.reported.why


def test_a_norm_without_a_printed_comparator_gets_no_default() -> None:
    bare = [norm for norm in law().norms.values() if any(demand.word == "" for demand in demands(norm))]
    assert len(bare) > 40
    for norm in bare:
        assert norm.gauge.direction_unknown
        assert all(reading.chosen or norm.not_measurable or len(norm.readings) > 1 for reading in norm.readings)


# ---------------------------------------------------------------- the pages


def page(name: str) -> str:
    title = BOARDS[name][2]
    return f"# {title}\n\n{INTRODUCTION}\n{scoreboard(board(name))}"


INTRODUCTION = """Deze bladzijde is gemaakt door `toetssteen norm --vorm markdown` uit de cijfers die in de documenten zelf staan.
Elk oordeel is onze lezing. Waar een norm op meer manieren te lezen is, staan de andere lezingen onder de tabel. Hoe u dit leest, staat bij
[Normen](index.md).
"""


@pytest.mark.parametrize("name", BOARDS)
def test_the_scoreboard_in_the_documentation_is_that_of_now(name: str) -> None:
    assert (PAGES / f"{name}.md").read_text(encoding="utf-8") == page(name)


def test_printed_figures_are_read_as_printed() -> None:
    kind = demands(law().norms["bereikbaarheid telefonie"])[0].type
    score = demands(law().norms["medewerkersonderzoek leiderschap"])[0].type
    assert read_figure(">7,7", score).high is None
    assert read_figure("82,9% - 85,7%", kind).high == Fraction(857, 1000)
    assert read_figure("ongeveer 8%", kind).kind == "ongeveer"
    assert read_figure("-2,6%", kind).value == Fraction(-26, 1000)
    with pytest.raises(NotationError):
        read_figure("veel", kind)
    demand = demands(law().norms["bereikbaarheid telefonie"])[0]
    assert meets(demand, read_figure("79% - 81%", kind)) is None


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("gedrukt", "behaald met kanttekening"),  # 80% as printed may be 79,6%
        ("exact", "behaald"),
        ("ongeveer", "behaald met kanttekening"),
        ("ondergrens", "behaald"),
        ("bovengrens", "niet beoordeeld"),
        ("afgerond op 5%", "behaald met kanttekening"),
    ],
)
def test_what_a_source_says_of_a_figure_in_words_counts(kind: str, verdict: str) -> None:
    text = (
        "opgave: Proef\norganisatie: CAK\ncijfers:\n"
        f"  - {{norm: bereikbaarheid telefonie, onderdeel: Wmo, periode: 2024, waarde: 80%, soort: {kind}}}\n"
    )
    statement, problems = read_statement(text, "proef.yaml", law())
    assert statement is not None, problems
    (found,) = judge_all([law().norms["bereikbaarheid telefonie"]], [statement], year(2024))
    assert found.assessment.verdict.word == verdict


@pytest.mark.parametrize("kind", ["heel precies", "afgerond op 0%", "afgerond op veel"])
def test_a_kind_of_figure_that_is_none_is_refused(kind: str) -> None:
    text = f"opgave: P\norganisatie: CAK\ncijfers:\n  - {{norm: bereikbaarheid telefonie, periode: 2024, waarde: 80%, soort: {kind}}}\n"
    statement, problems = read_statement(text, "proef.yaml", law())
    assert statement is None
    assert [item.code for item in problems] == ["TS545"]


if __name__ == "__main__":
    for board_name in BOARDS:
        (PAGES / f"{board_name}.md").write_text(page(board_name), encoding="utf-8")
