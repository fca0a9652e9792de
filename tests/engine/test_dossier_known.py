"""A dossier as known on a day to an organisation: corrections, contradictions, settlements, who is in a role when."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from textwrap import dedent

import pytest

from engine.case import ByYear, Dated, DatedRole, Disputed, Obj
from engine.dossier import CaseLoader, Dossier, canonical_facts
from tests.dossiers import PROGRAM, QUESTION

LOADER = CaseLoader(PROGRAM)


def opened(text: str) -> Dossier:
    dossier, found = LOADER.open(dedent(text), "dossier.yaml")
    assert dossier is not None, found
    assert not found
    return dossier


def person(text: str, on: date | None = None, by: str | None = None) -> Obj:
    return (
        opened("persoon:\n" + dedent(text).strip("\n").replace("\n", "\n  ").join(("  ", ""))).as_known(on, by).top[0]
    )


def problems(text: str) -> list[str]:
    text = "persoon:\n" + dedent(text).strip("\n").replace("\n", "\n  ").join(("  ", ""))
    return [item.code for item in LOADER.open(text, "dossier.yaml")[1]]


INCOME = """
inkomen:
  2024:
    - {waarde: € 24.000, herkomst: Belastingdienst, bekend: 01-06-2025}
    - {waarde: € 31.000, herkomst: Belastingdienst, bekend: 10-02-2026}
    - {waarde: € 30.500, herkomst: Belastingdienst, bekend: 11-02-2026}
  2023: € 20.000
"""


@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2025, 5, 31), None),
        (date(2025, 6, 1), 24_000),
        (date(2026, 2, 9), 24_000),
        (date(2026, 2, 10), 31_000),
        (None, 30_500),
    ],
)
def test_what_an_origin_says_later_corrects_what_it_said(on: date | None, value: int | None) -> None:
    found = person(INCOME, on)
    assert found.fact("inkomen", date(2024, 7, 1)) == (None if value is None else Fraction(value))
    assert found.fact("inkomen", date(2023, 7, 1)) == Fraction(20_000)


def test_a_correction_holds_for_the_days_that_it_is_about() -> None:
    text = """
    gemeente:
      - {waarde: Breda, herkomst: BRP}
      - {waarde: Tilburg, van: 15-03-2026, tot en met: 30-06-2026, herkomst: BRP, bekend: 20-04-2026}
      - {waarde: Breda, van: 01-06-2026, tot en met: 30-06-2026, herkomst: BRP, bekend: 01-07-2026}
      - {waarde: onbekend, van: 01-01-2027, herkomst: BRP, bekend: 01-01-2027}
    """
    assert person(text, date(2026, 4, 19)).facts["gemeente"] == "Breda"
    assert person(text).facts["gemeente"] == Dated(
        (
            (None, date(2026, 3, 14), "Breda"),
            (date(2026, 3, 15), date(2026, 5, 31), "Tilburg"),
            (date(2026, 6, 1), date(2026, 12, 31), "Breda"),
        )
    )


def test_each_organisation_knows_what_reached_it() -> None:
    text = "gemeente: {waarde: Breda, herkomst: BRP, bekend: {SVB: 20-03-2026, CAK: 01-09-2026}}"
    day = date(2026, 4, 1)
    assert person(text, day, "SVB").facts == {"gemeente": "Breda"}
    assert person(text, day, "CAK").facts == {}
    assert person(text, day, "zorgverzekeraar en CAK").facts == {}
    assert person(text, date(2026, 9, 1), "zorgverzekeraar en CAK").facts == {"gemeente": "Breda"}
    assert person(text, None, "UWV").facts == {}
    assert person(text, day).facts == {"gemeente": "Breda"}


DISPUTE = """
is minderjarig:
  - {waarde: nee, herkomst: BRP}
  - {waarde: ja, van: 15-03-2026, herkomst: opgave burger, bekend: 20-03-2026}
"""


def test_origins_that_contradict_each_other_are_kept_side_by_side() -> None:
    found = person(DISPUTE)
    assert found.fact("is minderjarig", date(2026, 3, 14)) is False
    assert found.fact("is minderjarig", date(2026, 3, 15)) == Disputed((("BRP", False), ("opgave burger", True)))
    assert person(DISPUTE, date(2026, 3, 19)).facts == {"is minderjarig": False}


def test_a_handler_settles_a_contradiction_until_an_origin_says_something_new() -> None:
    settled = DISPUTE + (
        "  - {waarde: ja, van: 15-03-2026, herkomst: behandelaar 12, bekend: 01-04-2026, "
        "in plaats van: [BRP, opgave burger]}\n"
    )
    day = date(2026, 5, 1)
    assert isinstance(person(settled, date(2026, 3, 31)).fact("is minderjarig", day), Disputed)
    assert person(settled).fact("is minderjarig", day) is True
    again = settled + "  - {waarde: nee, van: 15-03-2026, herkomst: BRP, bekend: 01-05-2026}\n"
    assert person(again).fact("is minderjarig", day) == Disputed((("BRP", False), ("behandelaar 12", True)))


MARRIAGE = """
echtgenoot:
  - {id: bert, van: 01-01-2000, herkomst: BRP, bekend: 01-02-2000}
  - {zie: bert, van: 01-01-2000, tot en met: 15-03-2026, herkomst: BRP, bekend: 20-07-2026}
  - {id: carla, van: 01-09-2026, herkomst: BRP, bekend: 02-09-2026}
"""


@pytest.mark.parametrize(
    ("known", "on", "who"),
    [
        (date(2000, 1, 1), date(2026, 1, 1), []),
        (date(2026, 7, 19), date(2026, 4, 1), ["bert"]),
        (date(2026, 7, 20), date(2026, 3, 15), ["bert"]),
        (date(2026, 7, 20), date(2026, 3, 16), []),
        (date(2026, 9, 2), date(2026, 9, 1), ["carla"]),
    ],
)
def test_who_is_in_a_role_has_a_period_that_can_be_corrected(known: date, on: date, who: list[str]) -> None:
    me = person(MARRIAGE, known)
    members = me.members("echtgenoot", on)
    assert members is not None
    assert [one.key for one in members] == who
    # The other side of the marriage has the same periods.
    assert all(other.members("echtgenoot", on) == (me,) for other in members)


def test_a_role_that_origins_contradict_each_other_about_is_in_dispute_on_those_days() -> None:
    text = """
    echtgenoot:
      - {id: bert, tot en met: 15-03-2026, herkomst: BRP}
      - {zie: bert, tot en met: 01-02-2026, herkomst: opgave burger}
    """
    role = person(text).roles["echtgenoot"]
    assert isinstance(role, DatedRole)
    assert role.disputed == ((date(2026, 2, 2), date(2026, 3, 15), ("BRP", "opgave burger")),)
    assert role.on(date(2026, 2, 2)) is None
    assert [one.key for one in role.on(date(2026, 2, 1)) or ()] == ["bert"]
    assert role.on(date(2026, 3, 16)) == ()


def test_two_spouses_at_once_from_two_origins_are_in_dispute() -> None:
    text = """
    echtgenoot:
      - {id: bert, herkomst: BRP}
      - {id: carla, van: 01-01-2026, herkomst: opgave burger}
    """
    me = person(text)
    assert me.members("echtgenoot", date(2026, 1, 1)) is None
    assert [one.key for one in me.members("echtgenoot", date(2025, 12, 31)) or ()] == ["bert"]


def test_an_object_that_nobody_knew_of_is_not_there() -> None:
    text = """
    persoon:
      kinderen:
        - {id: dirk, bekend: 01-01-2026, inkomen: {2024: € 5}}
        - {id: eva}
    """
    dossier = opened(text)
    assert list(dossier.objects) == ["persoon", "dirk", "eva"]
    before = dossier.as_known(date(2025, 1, 1))
    assert list(before.objects) == ["persoon", "eva"]
    assert [one.key for one in before.top[0].members("kind", date(2024, 1, 1)) or ()] == ["eva"]
    assert before.objects["eva"].members("ouder", date(2024, 1, 1)) == (before.top[0],)
    # The view is another set of objects: the dossier itself stays as it was.
    assert list(dossier.objects) == ["persoon", "dirk", "eva"]
    assert dossier.objects["eva"].members("ouder", date(2024, 1, 1)) == (dossier.top[0],)


def test_a_name_that_the_objecttype_declares_is_a_fact_of_the_object() -> None:
    own = replace(PROGRAM.types["persoon"].attributes["gemeente"], name="herkomst")
    kind = PROGRAM.types["persoon"]
    types = PROGRAM.types | {"persoon": replace(kind, attributes=kind.attributes | {"herkomst": own})}
    loader = CaseLoader(replace(PROGRAM, types=types))
    text = "persoon: {echtgenoot: {id: bert, herkomst: Utrecht, van: 01-01-2020}}"
    dossier, found = loader.open(text, "dossier.yaml")
    assert dossier is not None, found
    assert dossier.objects["bert"].facts == {"herkomst": "Utrecht"}
    assert dossier.top[0].members("echtgenoot", date(2019, 12, 31)) == ()


def test_a_view_of_a_view_holds_what_is_known_in_both() -> None:
    dossier = opened("persoon:\n" + INCOME.replace("\n", "\n  "))
    early, late = date(2025, 7, 1), date(2026, 3, 1)

    def facts(view: Dossier) -> object:
        return canonical_facts(view.case(view.top[0]))

    assert facts(dossier.as_known(early).as_known(late)) == facts(dossier.as_known(early))
    assert facts(dossier.as_known(late).as_known(early)) == facts(dossier.as_known(early))
    assert facts(dossier.as_known(early)) != facts(dossier.as_known(late))
    assert dossier.as_known(late).as_known(early).bekend_op == early


ANSWERED = """
leefeenheid: {}
oordelen:
  Is dit onredelijk?:
    - {waarde: nee, bekend: 01-02-2026}
    - {waarde: ja, bekend: {CAK: 01-06-2026}, herkomst: behandelaar 12}
"""


@pytest.mark.parametrize(
    ("on", "by", "answers"),
    [
        (date(2026, 1, 31), None, {}),
        (date(2026, 2, 1), None, {QUESTION: False}),
        (date(2026, 6, 1), "CAK", {QUESTION: True}),
        (date(2026, 6, 1), "SVB", {QUESTION: False}),
        (None, None, {QUESTION: True}),
    ],
)
def test_an_answer_of_the_handler_is_known_since_a_day_too(
    on: date | None, by: str | None, answers: dict[str, bool]
) -> None:
    assert opened(ANSWERED).as_known(on, by).answers == answers


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ("[{waarde: nee, bekend: 01-02-2026}, {waarde: ja, bekend: 01-02-2026}]", ["TS528"]),
        ("{bekend: 01-02-2026}", ["TS514"]),
        ("{waarde: ja, van: 01-02-2026}", ["TS514"]),
        ("[ja]", ["TS514"]),
        ("{waarde: misschien}", ["TS503"]),
    ],
)
def test_an_answer_that_cannot_be_meant_is_a_finding(answer: str, codes: list[str]) -> None:
    text = f"leefeenheid: {{}}\noordelen:\n  Is dit onredelijk?: {answer}\n"
    assert [item.code for item in LOADER.open(text, "dossier.yaml")[1]] == codes


def test_ten_thousand_events_where_there_can_be_three_are_one_finding() -> None:
    events = ", ".join(f"{{id: k{number}, bekend: 01-02-2026}}" for number in range(10_000))
    assert problems(f"kinderen: [{events}]") == ["TS509"]


def test_a_year_without_statements_reads_as_before() -> None:
    assert person("inkomen: {2024: € 5, 2025: {waarde: € 6}}").facts == {
        "inkomen": ByYear({2024: Fraction(5), 2025: Fraction(6)})
    }


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("gemeente: {waarde: Breda, herkomst: BRB}", ["TS526"]),
        ("gemeente: {waarde: Breda, herkomst: kapper Jansen}", []),
        ("gemeente: {waarde: Breda, herkomst: [BRP]}", ["TS527"]),
        ("gemeente: {waarde: Breda, bekend: [01-01-2024]}", ["TS527"]),
        ("gemeente: {waarde: Breda, bekend: {}}", ["TS527"]),
        ("gemeente: {waarde: Breda, bekend: gisteren}", ["TS503"]),
        ("gemeente: {waarde: Breda, bekend: 01-01-0202}", ["TS506"]),
        ("gemeente: {waarde: Breda, bekend: {SVB: 01-01-2024, svb: 02-01-2024}}", ["TS507"]),
        ("gemeente: {waarde: Breda, herkomst: BRP, in plaats van: opgave burger}", ["TS530"]),
        ("gemeente: [{waarde: Breda, herkomst: BRP}, {waarde: Tilburg, herkomst: BRP}]", ["TS528"]),
        ("gemeente: [{waarde: Breda, herkomst: BRP}, {waarde: Breda, herkomst: BRP}]", []),
        ("gemeente: [{waarde: Breda}, {waarde: Tilburg, van: 01-01-2024}]", ["TS521"]),
        ("inkomen: {2026: {waarde: € 5, herkomst: Belastingdienst, bekend: 31-12-2025}}", ["TS529"]),
        ("inkomen: {2026: {waarde: € 5, herkomst: Belastingdienst, bekend: 01-01-2026}}", []),
        ("inkomen: {2026: {waarde: € 5, herkomst: opgave burger, bekend: 31-12-2025}}", []),
        ("inkomen: {2026: {waarde: € 5, van: 01-01-2026}}", ["TS503"]),
        ("echtgenoot: [{id: bert, van: 01-01-2020}, {id: carla, van: 01-01-2021}]", ["TS509"]),
        ("echtgenoot: [{id: bert, van: 01-01-2020}, {zie: bert, van: 01-01-2021}]", ["TS531"]),
        ("echtgenoot: {id: bert, van: 02-01-2020, tot en met: 01-01-2020}", ["TS516"]),
        ("echtgenoot: {id: bert, vann: 02-01-2020}", ["TS501"]),
        ("van: 01-01-2020", ["TS501"]),
        ("echtgenoot: {id: bert, van: 01-01-2020, vanaf: 01-01-2021}", ["TS507"]),
        ("gemeente: {waarde: Breda, van: 01-01-2020, vanaf: 01-01-2021}", ["TS503"]),
    ],
)
def test_what_cannot_be_meant_is_a_finding(text: str, codes: list[str]) -> None:
    assert problems(text) == codes
