"""What is printed of a value is read back as that value, whatever its type."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.dates import FIRST_YEAR, LAST_YEAR
from dsl.program import BoolType, DateType, EnumType, NumType, Type
from engine.dossier.report import Report
from engine.dossier.values import Wanted, read_unbounded
from engine.dossier.words import value_words
from engine.safe_yaml import Scalar
from engine.values import Scalar as ScalarValue
from tests.dossiers import DAYS, HOURS, MONTHLY, PROGRAM, YEARLY

NUMBERS = [
    MONTHLY,
    YEARLY,
    HOURS,
    DAYS,
    NumType(),
    NumType((), None, "percentage"),
    NumType((("euro", 1),), None, "bedrag"),
]
DATES = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


def read(kind: Type, text: str) -> ScalarValue | None:
    report = Report("d.yaml")
    value = read_unbounded(Wanted("x", kind), Scalar(text, 1, 1, 0, len(text), False), PROGRAM, report)
    assert report.found == []
    return value


@pytest.mark.parametrize("kind", NUMBERS, ids=str)
@given(value=st.fractions(max_denominator=10**9) | st.integers().map(Fraction))
def test_numbers_are_read_back(kind: NumType, value: Fraction) -> None:
    assert read(kind, value_words(kind, value)) == value


@given(DATES)
def test_dates_are_read_back(value: date) -> None:
    assert read(DateType(), value_words(DateType(), value)) == value


@pytest.mark.parametrize("value", [True, False])
def test_kenmerken_are_read_back(value: bool) -> None:
    assert read(BoolType(), value_words(BoolType(), value)) is value


@pytest.mark.parametrize("value", PROGRAM.enums["leveringsvorm"])
def test_enumeration_values_are_read_back(value: str) -> None:
    kind = EnumType("leveringsvorm")
    assert read(kind, value_words(kind, value)) == value
