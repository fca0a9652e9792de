"""The norms that are hardest to word, measured over a few records each, with the figure by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dsl.program import NormInfo
from engine.normen.assess import Assessment, Read, measure
from engine.normen.periods import parse_period
from engine.normen.records import Records, layout_of
from engine.normen.sources import Kind, RawBatch
from tests.rules.test_normen import law


@dataclass(frozen=True)
class Table:
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    name: str = "proef"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return ("tekst",) * len(self.header)

    def read(self, columns: Sequence[int]) -> Iterator[RawBatch]:
        yield RawBatch(tuple([row[column] for row in self.rows] for column in columns), range(2, 2 + len(self.rows)))


def norm_of(number: str) -> NormInfo:
    (found,) = [norm for norm in law().norms.values() if norm.number == number]
    return found


def assessed(number: str, header: str, rows: str, period: str = "2024") -> Assessment:
    """The assessment over all records; columns are divided by commas, records by line ends."""
    norm = norm_of(number)
    assert norm.registry is not None
    table = Table(
        tuple(name.strip() for name in header.split(",")),
        [tuple(value.strip() for value in line.split(",")) for line in rows.strip().splitlines()],
    )
    registry = law().registries[norm.registry]
    layout, problems = layout_of(registry, table)
    assert layout is not None, problems
    asked = parse_period(period)
    assert asked is not None
    found = measure(Records(law(), registry, table, layout), [norm], asked, None)
    assert not found.rejected.count, found.rejected.rows
    return found.assessments[0]


def share(read: Read) -> tuple[int, int]:
    assert read.tally is not None
    return read.tally.good, read.tally.counted


def test_messages_within_thirty_days_as_a_share_and_as_a_mean() -> None:
    found = assessed(
        "K-WMO-D",
        "berichtnummer, startdatum van de zorg, dag van aanmaak, is een startbericht",
        """B1, 01-01-2024, 30-01-2024, ja
           B2, 01-01-2024, 31-01-2024, ja
           B3, 01-01-2024, 01-12-2024, nee""",
    )
    assert share(found.ours) == (1, 2)  # 29 days; 30 days is not less than 30
    (mean,) = found.others
    assert mean.figure is not None and mean.figure.value == Fraction(59, 2)
    assert (found.verdict.word, mean.verdict.word) == ("niet behaald", "behaald")


def test_the_ledger_closes_on_the_third_working_day_of_every_month() -> None:
    rows = "\n".join(
        f"M{month:02}, {month}, 2024-{month:02}-{last}, {closed}"
        for month, last, closed in (
            (1, 31, "05-02-2024"),  # Thursday 1, Friday 2, Monday 5 February
            (2, 29, "05-03-2024"),
            (3, 31, "04-04-2024"),  # 1 April is Easter Monday: 2, 3, 4 April
            (4, 30, "06-05-2024"),  # 1, 2, 3 May were the first three: one weekend too late
        )
    )
    found = assessed("K-WLZ-I", "boekmaand, maand, laatste boekdag, dag van sluiten", rows)
    assert found.ours.tally is not None
    assert found.ours.tally.against.kept == ["M04"]
    assert found.verdict.word == "niet behaald"


def test_a_claim_of_the_half_year_is_done_before_november() -> None:
    found = assessed(
        "K-ZVW-C",
        "declaratienummer, onderdeel, dag van inlezen, dag van verwerking, is opgeschort",
        """D1, Zvw gemoedsbezwaarden, 30-06-2024, 31-10-2024, nee
           D2, Zvw gemoedsbezwaarden, 30-06-2024, 01-11-2024, nee
           D3, Zvw gemoedsbezwaarden, 01-07-2024, 01-12-2024, nee
           D4, Zvw gemoedsbezwaarden, 01-02-2024, 01-12-2024, ja
           D5, Zvw SOV, 01-02-2024, 01-12-2024, nee""",
    )
    assert share(found.ours) == (1, 2)
    assert found.ours.tally is not None and found.ours.tally.skipped == 3


def test_thirteen_weeks_run_on_through_a_suspension() -> None:
    found = assessed(
        "K-ZVW-F",
        "declaratienummer, onderdeel, dag van inlezen, dag van verwerking, is opgeschort",
        """D1, Zvw OVV, 01-01-2024, 01-04-2024, ja
           D2, Zvw OVV, 01-01-2024, 02-04-2024, ja""",
    )
    assert share(found.ours) == (1, 2)


def test_name_and_definition_of_one_norm_contradict_each_other() -> None:
    found = assessed(
        "K-ZVW-J",
        "beschikkingsnummer, onderdeel, dag van melding, dag van verwerking",
        """B1, Zvw onverzekerden, 10-01-2024, 31-01-2024
           B2, Zvw onverzekerden, 10-01-2024, 01-02-2024
           B3, Zvw onverzekerden, 10-01-2024, 08-02-2024""",
    )
    by_name = {read.name: share(read) for read in (found.ours, *found.others)}
    assert by_name == {"volgens de omschrijving": (1, 3), "volgens de naam": (2, 3)}


def test_final_settlements_of_last_year_before_april() -> None:
    found = assessed(
        "K-BTL-D1",
        "klantnummer, afrekenjaar, dag van afrekening, is van een gezinslid, is van een gepensioneerde",
        """K1, 2023, 31-03-2024, ja, nee
           K2, 2023, 01-04-2024, ja, nee
           K3, 2022, 01-02-2024, ja, nee
           K4, 2023, 01-02-2024, nee, ja""",
    )
    assert share(found.ours) == (1, 2)


def test_a_norm_that_compares_a_percentage_with_a_number_has_only_a_reading_beside_it() -> None:
    found = assessed(
        "K-ZVW-Q",
        "polisnummer, dag van melding, is uitgekeerd volgens het koppelvlak",
        """P1, 01-02-2024, ja
           P2, 01-02-2024, nee""",
    )
    assert found.verdict.word == "niet meetbaar zoals geformuleerd"
    assert [share(read) for read in found.others] == [(1, 2)]


def test_responses_to_letters_have_no_direction() -> None:
    found = assessed(
        "K-WMO-C",
        "uitingnummer, dag van uitgaan, aantal geadresseerden, gesprekken",
        """U1, 01-02-2024, 1000, 40
           U2, 01-03-2024, 1000, 54""",
    )
    assert found.ours.figure is not None and found.ours.figure.value == Fraction(47, 1000)
    assert found.verdict.word == "niet beoordeeld"
    assert "'ten minste': behaald; als 'ten hoogste': niet behaald" in found.verdict.remarks[0]


def test_one_time_orders_and_advances_are_two_streams_of_one_norm() -> None:
    found = assessed(
        "K-WLZ-J",
        "opdrachtnummer, dag van ontvangst, dag van betaling, betaalde bedrag, is een voorschot, is correct verwerkt",
        """O1, 01-02-2024, 22-02-2024, 10, nee, ja
           O2, 01-02-2024, 23-02-2024, 10, nee, ja
           O3, 01-02-2024, 07-03-2024, 10, ja, ja""",
    )
    assert [share(read) for read in (found.ours, *found.others)] == [(1, 2), (1, 1)]


def test_the_stock_of_objections_is_what_came_in_less_what_went_out() -> None:
    rows = """Z1, Wlz, 01-11-2023, 15-01-2024, 01-02-2024, ja, nee
              Z2, Wlz, 01-02-2024, 15-02-2024, 01-05-2024, ja, nee
              Z3, Wlz, 20-03-2024, , 20-06-2024, ja, nee
              Z4, Wlz, 20-12-2024, , 20-03-2025, ja, nee
              Z5, Wmo, 20-03-2024, , 20-06-2024, ja, nee"""
    header = "zaaknummer, onderdeel, dag van binnenkomst, dag van afdoening, laatste dag van de termijn, is een bezwaar, is een klacht"
    stock = {period: assessed("K-WLZ-G", header, rows, period).ours.figure for period in ("2023", "2024-K1", "2024")}
    assert [figure.value for figure in stock.values() if figure is not None] == [1, 1, 2]


def test_an_objection_that_is_open_and_late_stands_beside_the_score() -> None:
    header = "zaaknummer, onderdeel, dag van binnenkomst, dag van afdoening, laatste dag van de termijn, is een bezwaar, is een klacht"
    found = assessed(
        "K-ZVW-O",
        header,
        """Z1, Zvw wanbetalers, 01-01-2024, 01-02-2024, 01-03-2024, ja, nee
           Z2, Zvw wanbetalers, 01-01-2024, , 01-03-2024, ja, nee""",
    )
    assert share(found.ours) == (1, 1)
    assert found.verdict.word == "behaald"
    assert found.ours.tally is not None and found.ours.tally.open_late.kept == ["Z2"]
    assert any("al te laat" in remark for remark in found.verdict.remarks)


def test_classes_of_handling_time_nest() -> None:
    (norm,) = [norm for norm in law().norms.values() if norm.name == "doorlooptijd internationale gevallen"]
    assert norm.number is not None
    found = assessed(
        norm.number,
        "gevalsnummer, dag van aanvraag, dag van afhandeling, is internationaal",
        """G1, 01-02-2022, 10-02-2022, ja
           G2, 01-02-2022, 01-03-2022, ja
           G3, 01-02-2022, 15-03-2022, ja
           G4, 01-02-2022, 01-06-2022, ja
           G5, 01-02-2022, 01-06-2022, nee""",
        "2022",
    )
    assert found.ours.tally is not None
    assert dict(found.ours.tally.classes) == {"< 10 werkdagen": 1, "< 6 weken": 2, "6-12 weken": 1, "> 12 weken": 1}


def test_serious_disruptions_only_add_up() -> None:
    rows = "\n".join(f"S{number}, {number:02}-03-2021, {'ja' if number < 8 else 'nee'}" for number in range(1, 10))
    found = assessed("T-K06", "storingsnummer, dag van ontstaan, is ernstig", rows, "2021")
    assert found.ours.figure is not None and found.ours.figure.value == 7
    assert found.verdict.word == "niet behaald"
