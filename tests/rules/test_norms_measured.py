"""The norms that are hardest to word, measured over a few records each, with the figure by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest

from dsl.names.fold import folded
from dsl.program import NormInfo
from engine.normen.assess import Assessment, Read, measure
from engine.normen.linking import count_linked
from engine.normen.periods import parse_period, year
from engine.normen.records import Records, layout_of
from engine.normen.sources import Kind, RawBatch
from engine.normen.together import composed
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
    (found,) = [norm for norm in law().norms.values() if number in (norm.number, norm.name)]
    return found


def records_of(registry: str, header: str, rows: str) -> Records:
    """Columns are divided by commas, records by line ends."""
    table = Table(
        tuple(name.strip() for name in header.split(",")),
        [tuple(value.strip() for value in line.split(",")) for line in rows.strip().splitlines()],
    )
    layout, problems = layout_of(law().registries[registry], table)
    assert layout is not None, problems
    return Records(law(), law().registries[registry], table, layout)


def assessed(
    number: str,
    header: str,
    rows: str,
    period: str = "2024",
    until: date | None = None,
    linked: Mapping[str, Mapping[str, int]] | None = None,
) -> Assessment:
    """The assessment over all records. ``linked``: what was counted in another registratie."""
    norm = norm_of(number)
    assert norm.registry is not None
    records = records_of(norm.registry, header, rows)
    records.linked.update(linked or {})
    asked = parse_period(period)
    assert asked is not None
    found = measure(records, [norm], asked, until)
    assert not found.rejected.count, found.rejected.rows
    return found.assessments[0]


def value(read: Read) -> Fraction | None:
    return None if read.figure is None else read.figure.value


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
    # The third, third, third and (2, 3, 6 May) third: 1 May is no day off in the Netherlands, so that 6 May is the fourth.
    mean, worst = found.others
    assert (value(mean), value(worst)) == (Fraction(13, 4), 4)
    assert (mean.verdict.word, worst.verdict.word) == ("niet behaald", "niet behaald")


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
    tally = found.ours.tally
    assert tally is not None and (tally.skipped, tally.suspended) == (2, 1)  # D3 and D5; D4 was suspended
    assert found.legal is not None and share(found.legal) == (2, 2)  # the law gives 1 November itself


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


def test_provisional_settlements_stand_beside_the_last_day_of_the_law() -> None:
    found = assessed(
        "K-BTL-D2",
        "klantnummer, afrekenjaar, dag van afrekening, is van een gezinslid, is van een gepensioneerde",
        """K1, 2023, 31-08-2024, nee, ja
           K2, 2023, 01-09-2024, nee, ja
           K3, 2023, 30-09-2024, nee, ja
           K4, 2023, 01-10-2024, nee, ja
           K5, 2023, 01-02-2024, ja, nee""",
    )
    assert share(found.ours) == (1, 4)  # before 1 September
    assert found.legal is not None and share(found.legal) == (3, 4)  # by 30 September


def test_a_norm_that_compares_a_percentage_with_a_number_has_only_a_reading_beside_it() -> None:
    found = assessed(
        "K-ZVW-Q",
        "polisnummer, dag van melding, is uitgekeerd volgens het koppelvlak",
        """P1, 01-02-2024, ja
           P2, 01-02-2024, nee""",
    )
    assert found.verdict.word == "niet meetbaar zoals geformuleerd"
    assert [share(read) for read in found.others] == [(1, 2)]


def test_calls_within_two_weeks_of_a_mailing_are_its_response() -> None:
    mailings = ("uiting", "uitingnummer, onderdeel, dag van uitgaan, aantal geadresseerden")
    sent = """U1, Wmo, 01-02-2024, 50
              U2, Wmo, 10-02-2024, 50
              U3, Wlz, 01-02-2024, 100"""
    calls = records_of(
        "gesprek",
        "gespreksnummer, onderdeel, gespreksdag, is beantwoord",
        """G1, Wmo, 31-01-2024, ja
           G2, Wmo, 01-02-2024, ja
           G3, Wmo, 09-02-2024, nee
           G4, Wmo, 10-02-2024, ja
           G5, Wmo, 24-02-2024, ja
           G6, Wmo, 25-02-2024, ja
           G7, Wlz, 05-02-2024, ja""",
    )
    (column,) = [column for column in law().registries["uiting"].columns if column.link is not None]
    assert column.link is not None
    counts = count_linked(records_of(*mailings, sent), column.link, calls)
    # G1 came before, G6 more than fourteen days after; G4 and G5 belong to the later of two mailings.
    assert dict(counts) == {"U1": 2, "U2": 2, "U3": 1}
    found = assessed("K-WMO-C", mailings[1], sent, linked={column.attr: counts})
    assert value(found.ours) == Fraction(4, 100)
    assert found.verdict.word == "niet beoordeeld"
    assert "'ten minste': behaald; als 'ten hoogste': niet behaald" in found.verdict.remarks[0]


def test_a_response_that_nobody_counted_is_not_nought() -> None:
    found = assessed(
        "K-WMO-C", "uitingnummer, onderdeel, dag van uitgaan, aantal geadresseerden", "U1, Wmo, 01-02-2024, 50"
    )
    assert found.ours.tally is not None and (found.ours.tally.counted, found.ours.tally.unknown) == (0, 1)
    assert "0 van 0" in found.verdict.reason


def test_one_time_orders_and_advances_are_two_streams_of_one_norm() -> None:
    header = (
        "opdrachtnummer, dag van ontvangst, dag van betaling, betaalde bedrag, is een voorschot, is correct verwerkt"
    )
    rows = """O1, 01-02-2024, 22-02-2024, 10, nee, ja
              O2, 01-02-2024, 23-02-2024, 10, nee, ja
              O3, 01-02-2024, 07-03-2024, 10, ja, ja"""
    streams = [assessed(number, header, rows) for number in ("K-WLZ-J1", "K-WLZ-J2")]
    assert [share(found.ours) for found in streams] == [(1, 2), (1, 1)]
    whole = composed(norm_of("K-WLZ-J"), {folded(found.norm.name): found for found in streams}, year(2024))
    assert whole.verdict.word == "niet behaald"
    assert "tijdigheid eenmalige betaalopdrachten FI" in whole.verdict.reason
    assert "voorschotten" not in whole.verdict.reason


def test_the_stock_of_objections_is_what_came_in_less_what_went_out() -> None:
    rows = """Z1, Wlz, 01-11-2023, 15-01-2024, 01-02-2024, ja, nee
              Z2, Wlz, 01-02-2024, 15-02-2024, 01-05-2024, ja, nee
              Z3, Wlz, 20-03-2024, , 20-06-2024, ja, nee
              Z4, Wlz, 20-12-2024, , 20-03-2025, ja, nee
              Z5, Wmo, 20-03-2024, , 20-06-2024, ja, nee"""
    header = "zaaknummer, onderdeel, dag van binnenkomst, dag van afdoening, laatste dag van de termijn, is een bezwaar, is een klacht"
    stock = {period: assessed("K-WLZ-G", header, rows, period).ours.figure for period in ("2023", "2024-K1", "2024")}
    assert [figure.value for figure in stock.values() if figure is not None] == [1, 1, 2]
    year = assessed("K-WLZ-G", header, rows)
    assert "Begin 1, erbij 3, eraf 2, eind 2." in year.verdict.remarks


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


def test_an_objection_in_time_for_the_agency_may_be_late_by_law() -> None:
    header = (
        "zaaknummer, onderdeel, bekendmakingsdag, dag van binnenkomst, dag van afdoening, laatste dag van de termijn, "
        "is een bezwaar, is een klacht"
    )
    # Six weeks after Monday 1 January to object, six more to decide: Monday 25 March.
    found = assessed(
        "K-ZVW-A",
        header,
        """Z1, Zvw gemoedsbezwaarden, 01-01-2024, 20-01-2024, 25-03-2024, 30-04-2024, ja, nee
           Z2, Zvw gemoedsbezwaarden, 01-01-2024, 20-01-2024, 26-03-2024, 30-04-2024, ja, nee""",
    )
    assert share(found.ours) == (2, 2)
    assert found.legal is not None and share(found.legal) == (1, 2)


ANSWERS = "antwoordnummer, onderwerp, dag van antwoord, score"


def test_the_survey_of_employees_as_a_mean_and_against_last_year() -> None:
    rows = """A1, sociale veiligheid, 01-03-2023, 7
              A2, sociale veiligheid, 01-03-2023, 8
              A3, sociale veiligheid, 01-03-2024, 7
              A4, sociale veiligheid, 01-03-2024, 8
              A5, sociale veiligheid, 01-03-2024, 8
              A6, leiderschap, 01-03-2024, 1"""
    found = assessed("medewerkersonderzoek sociale veiligheid", ANSWERS, rows)
    assert value(found.ours) == Fraction(23, 3)  # 7,67 is not more than 7,8
    assert found.verdict.word == "niet behaald"
    by_name = {read.name: read.verdict.word for read in found.others}
    assert by_name == {"als drukfout": "niet behaald", "beter dan vorig jaar": "behaald"}  # 7,67 after 7,5


def test_the_budget_is_off_by_a_part_of_the_approved_one() -> None:
    found = assessed(
        "K-CAK-05",
        "postnummer, boekdag, gerealiseerde bedrag, goedgekeurde bedrag",
        """P1, 01-03-2024, 55, 50
           P2, 01-09-2024, 42, 50""",
    )
    assert value(found.ours) == Fraction(-3, 100)
    assert found.verdict.word == "behaald met kanttekening"
    assert found.verdict.off == Fraction(2, 100)


def test_allowances_settled_after_eight_months_have_no_course_in_the_source() -> None:
    rows = "\n".join(
        f"T{n}, 2020, {'01-05-2021' if n <= 64 else '01-11-2021' if n <= 90 else ''}" for n in range(1, 101)
    )
    header = "aanspraaknummer, toeslagjaar, dag van vaststelling"
    interim = assessed("T-K02", header, rows, "2021", date(2021, 8, 31))
    assert value(interim.ours) == Fraction(64, 100)
    assert interim.verdict.word == "jaarnorm zonder koers in de bron"
    assert value(assessed("T-K02", header, rows, "2021").ours) == Fraction(90, 100)


def test_the_age_of_messages_that_failed() -> None:
    rows = """U1, 01-12-2024, 20-12-2024
              U2, 01-12-2024,
              U3, 21-12-2024, 03-01-2025
              U4, 30-12-2024,"""
    found = assessed("K-WMO-I", "uitvalnummer, dag van uitval, dag van herstel", rows)
    # On 31 December U2 is 30 days old, U3 10 and U4 1.
    assert value(found.ours) == 10
    assert found.verdict.word == "niet beoordeeld"


PIECES = "stuknummer, soort, dag van afronding, vindplaats"


@pytest.mark.parametrize(
    ("done", "until", "word"),
    [
        ("29-02-2024", None, "behaald"),
        ("01-03-2024", None, "niet behaald"),
        ("01-03-2024", date(2024, 4, 1), "onherroepelijk gemist"),
        ("", date(2024, 2, 28), "niet beoordeeld"),
        ("", None, "niet behaald"),
    ],
)
def test_an_account_that_is_due_in_february(done: str, until: date | None, word: str) -> None:
    found = assessed("SOV-verantwoording Zvw/SOV", PIECES, f"S1, SOV-verantwoording, {done}, x", until=until)
    assert found.verdict.word == word


def test_a_signed_statement_needs_the_statement() -> None:
    name = "getekende in-control-verklaring digitale veiligheid"
    assert assessed(name, PIECES, "S1, in-control-verklaring, 01-12-2022, archief 12", "2022").verdict.word == "behaald"
    assert assessed(name, PIECES, "S1, in-control-verklaring, 01-12-2022, ", "2022").verdict.word == "niet behaald"
    assert (
        assessed(name, PIECES, "S1, SOV-verantwoording, 01-12-2022, archief 12", "2022").verdict.word
        == "niet beoordeeld"
    )


def test_once_in_every_three_months() -> None:
    name = "actualisatie strategische risico-inventarisatie en risicobeoordeling"
    rows = "\n".join(
        f"R{n}, risico-inventarisatie, {day}, x" for n, day in enumerate(("31-03-2024", "01-04-2024", "01-12-2024"))
    )
    found = assessed(name, PIECES, rows)
    assert value(found.ours) == Fraction(3, 4)
    assert found.verdict.word == "niet behaald"
    assert "Van 01-07-2024 tot en met 30-09-2024 is er geen." in found.verdict.remarks


def test_the_terms_of_the_law_are_met_when_every_part_is() -> None:
    umbrella = norm_of("K-BTL-D")
    header = "klantnummer, afrekenjaar, dag van afrekening, is van een gezinslid, is van een gepensioneerde"
    d1 = assessed("K-BTL-D1", header, "K1, 2023, 31-03-2024, ja, nee")
    claims = (
        "declaratienummer, dag van ontstaan, dag van afhandeling, is een vordering van het buitenland, "
        "is een vordering op het buitenland"
    )
    d3 = assessed("K-BTL-D3", claims, "V1, 01-01-2023, 01-07-2024, ja, nee")
    d4 = assessed("K-BTL-D4", claims, "V1, 01-06-2023, 31-05-2024, nee, ja")
    assert [one.verdict.word for one in (d1, d3, d4)] == ["behaald", "niet behaald", "behaald"]
    year = parse_period("2024")
    assert year is not None
    known = {one.norm.name.casefold(): one for one in (d1, d3, d4)}
    whole = composed(umbrella, known, year)
    assert whole.verdict.word == "niet behaald"
    assert "WUVV" in whole.verdict.reason
    rest = composed(umbrella, {name: one for name, one in known.items() if one is not d3}, year)
    assert rest.verdict.word == "niet beoordeeld"
