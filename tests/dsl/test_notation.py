from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.dates import FIRST_DAY, LAST_DAY
from dsl.notation import (
    Kind,
    NotationError,
    format_date,
    format_display,
    format_exact,
    format_money,
    format_number,
    format_percentage,
    parse_date,
    parse_money,
    parse_number,
    parse_percentage,
)

# Up to 15 digits on either side, so that what is printed stays within the length the readers accept.
fractions = st.builds(Fraction, st.integers(-(10**15), 10**15), st.integers(1, 10**15))
decimals = st.builds(lambda n, places: Fraction(n, 10**places), st.integers(-(10**15), 10**15), st.integers(0, 14))
values = fractions | decimals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("€ 1.234,56", "1234.56"),
        ("€1.234,56", "1234.56"),
        ("€\N{NO-BREAK SPACE}1.234,56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("1234", "1234"),
        ("1.234.567", "1234567"),
        ("€ 1.234", "1234"),
        ("€ 19", "19"),
        ("€ 19,-", "19"),
        ("-€ 5,00", "-5"),
        ("€ -5,00", "-5"),
        ("\N{MINUS SIGN}5,00", "-5"),
        ("€ 0,1373", "0.1373"),
        ("€ 3 1/3", "10/3"),
        ("-€ 1/3", "-1/3"),
        ("€ 1.234 1/3", "3703/3"),
    ],
)
def test_money_is_read_exactly(text: str, value: str) -> None:
    assert parse_money(text) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "€",
        "-",
        "€ -",
        "abc",
        "€ 12.34",
        "€ 1.23,4",
        "1,2,3",
        "1.23.456",
        "012.345",
        "1e5",
        "NaN",
        "inf",
        "--5",
    ]
    + ["-€ -5", "€ € 5", "1_000", "٣", "€ 1/", "1 2", ",5", "5,", "5.", "€ 19 per maand", "$ 5", "0x10", "1.234,56.7"],
)
def test_what_is_no_money_is_refused_in_dutch(text: str) -> None:
    with pytest.raises(NotationError) as error:
        parse_money(text)
    assert error.value.cause and error.value.remedy == error.value.remedy.strip()


@pytest.mark.parametrize("parse", [parse_money, parse_number])
def test_a_lone_point_before_three_digits_is_ambiguous_in_facts(parse) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotationError) as error:
        parse("1.234")
    assert error.value.cause == '"1.234" kan 1234 zijn, maar ook 1,234.'
    assert error.value.remedy == "Schrijf 1234 of 1,234."
    assert parse("1.234", strict_dutch=True) == 1234


def test_in_a_rule_file_a_point_is_never_a_decimal_sign() -> None:
    with pytest.raises(NotationError) as error:
        parse_number("1234.5", strict_dutch=True)
    assert error.value.remedy == "Gebruik een komma voor de decimalen: 1234,5."
    with pytest.raises(NotationError):
        parse_percentage("4.5%", strict_dutch=True)


def test_percentages() -> None:
    assert parse_percentage("4,273%") == Fraction(4273, 100000)
    assert parse_percentage("4,273 procent") == Fraction(4273, 100000)
    assert parse_percentage("-0,5 %") == Fraction(-1, 200)
    assert parse_percentage("4.5%") == Fraction(45, 1000)
    for text in ("4,273", "%", "procent", "4,2,7%", "1.234%", "5%%"):
        with pytest.raises(NotationError):
            parse_percentage(text)


def test_numbers_longer_than_anybody_writes_are_refused() -> None:
    for text in ("9" * 10_000, "1/" + "9" * 10_000, "€ " + "9" * 10_000):
        with pytest.raises(NotationError):
            parse_money(text)
    with pytest.raises(NotationError) as error:
        parse_number("1/0")
    assert "deelt door nul" in error.value.cause


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1234.56", "€ 1.234,56"),
        ("1234567", "€ 1.234.567,00"),
        ("-5", "-€ 5,00"),
        ("0", "€ 0,00"),
        ("0.1373", "€ 0,1373"),
        ("0.000000000001", "€ 0,000000000001"),
        ("10/3", "€ 3 1/3"),
        ("-1/3", "-€ 1/3"),
    ],
)
def test_money_is_printed_exactly(value: str, text: str) -> None:
    assert format_money(Fraction(value)) == text


def test_numbers_and_percentages_are_printed_without_needless_decimals() -> None:
    assert format_number(1234) == "1234"
    assert format_number(1234, grouped=True) == "1.234"
    assert format_number(Fraction(5, 2)) == "2,5"
    assert format_percentage(Fraction(4273, 100000)) == "4,273%"
    assert format_percentage(1) == "100%"
    assert format_percentage(Fraction(1, 3)) == "33 1/3%"


def test_display_says_when_it_rounded() -> None:
    assert format_display(Fraction(10, 3), "bedrag") == "ongeveer € 3,33"
    assert format_display(Fraction(-2, 3), "bedrag") == "ongeveer -€ 0,67"
    assert format_display(Fraction("0.1373"), "bedrag") == "€ 0,1373"
    assert format_display(Fraction("1234.5"), "bedrag") == "€ 1.234,50"
    assert format_display(Fraction("0.0050001"), "bedrag") == "ongeveer € 0,01"
    assert format_display(Fraction(-1, 10**9), "bedrag") == "ongeveer € 0,00"
    assert format_display(Fraction(1, 3), "percentage") == "ongeveer 33,3333%"
    assert format_display(12345) == "12.345"


def test_very_long_values_can_be_printed() -> None:
    assert format_number(10**6000) == "1" + "0" * 6000


@given(values)
def test_reading_what_was_printed_gives_the_value_back(value: Fraction) -> None:
    assert parse_money(format_money(value)) == value
    assert parse_number(format_number(value)) == value
    assert parse_percentage(format_percentage(value)) == value


@given(values)
def test_the_same_holds_for_a_rule_file_with_grouped_thousands(value: Fraction) -> None:
    assert parse_money(format_money(value), strict_dutch=True) == value
    assert parse_number(format_number(value, grouped=True), strict_dutch=True) == value
    assert parse_percentage(format_percentage(value, grouped=True), strict_dutch=True) == value


@given(values, st.sampled_from(["bedrag", "getal", "percentage"]))
def test_display_is_exact_or_within_half_of_its_last_digit(value: Fraction, kind: Kind) -> None:
    parse = {"bedrag": parse_money, "getal": parse_number, "percentage": parse_percentage}[kind]
    shown = format_display(value, kind)
    read = parse(shown.removeprefix("ongeveer "), strict_dutch=True)
    if shown.startswith("ongeveer "):
        last_digit = {"bedrag": 100, "getal": 10**4, "percentage": 10**6}[kind]
        assert abs(read - value) <= Fraction(1, 2 * last_digit)
        assert "/" in format_exact(value, kind) or abs(read - value) > 0
    else:
        assert read == value


@given(st.text(alphabet="0123456789.,-€%/ proc") | st.text())
def test_any_text_is_a_value_or_a_dutch_refusal(text: str) -> None:
    for parse in (parse_money, parse_number, parse_percentage, parse_date):
        try:
            parse(text)
        except NotationError as error:
            assert error.cause.endswith(".") and error.remedy.endswith(".")


@pytest.mark.parametrize(
    "text", ["01-01-2024", "1-1-2024", "1 januari 2024", "1  Januari 2024", "2024-01-01", " 01-01-2024 "]
)
def test_dates_in_every_form(text: str) -> None:
    assert parse_date(text) == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("30 februari 2024", "30 februari bestaat niet: februari heeft 28 of 29 dagen."),
        ("29-02-2023", "29 februari 2023 bestaat niet: 2023 is geen schrikkeljaar."),
        ("29-02-1900", "29 februari 1900 bestaat niet: 1900 is geen schrikkeljaar."),
        ("2024-04-31", "31 april bestaat niet: april heeft 30 dagen."),
        ("00-01-2024", "0 januari bestaat niet: januari heeft 31 dagen."),
        ("01-13-2024", "Maand 13 bestaat niet: een jaar heeft de maanden 1 tot en met 12."),
        ("01-01-1799", "Het jaar 1799 ligt buiten de jaren waarmee gerekend wordt."),
        ("01-01-24", 'In "01-01-24" heeft het jaar geen vier cijfers.'),
        ("1 january 2024", 'In "1 january 2024" is "january" geen maand.'),
        ("gisteren", '"gisteren" is geen datum.'),
        ("", '"" is geen datum.'),
        ("2024-1-1", '"2024-1-1" is geen datum.'),
    ],
)
def test_dates_that_do_not_exist_say_why(text: str, cause: str) -> None:
    with pytest.raises(NotationError) as error:
        parse_date(text)
    assert error.value.cause == cause


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_dates_survive_printing(day: date) -> None:
    assert parse_date(format_date(day)) == day
    assert parse_date(format_date(day, words=True)) == day
    assert parse_date(day.isoformat()) == day


def test_dates_are_printed_in_two_forms() -> None:
    assert format_date(date(2024, 1, 1)) == "01-01-2024"
    assert format_date(date(2024, 3, 1), words=True) == "1 maart 2024"
