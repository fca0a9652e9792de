"""What a dossier may say, and what comes of it."""

from datetime import date
from fractions import Fraction
from textwrap import dedent

import pytest

from dsl.severity import Severity
from engine.case import ByYear, Case, Dated, Moment, Obj, Unobtainable
from engine.dossier import CaseLoader, canonical_facts
from tests.dossiers import DAY, PROGRAM, QUESTION

LOADER = CaseLoader(PROGRAM)


def load(text: str, besluit: str = "Toeslag") -> Case:
    loaded, found = LOADER.load(besluit, dedent(text), "dossier.yaml")
    assert loaded is not None, found
    return loaded.case


def person(fact: str) -> Obj:
    return load(f"persoon:\n  {fact}\n").root


def problems(text: str, besluit: str = "Toeslag") -> list[str]:
    loaded, found = LOADER.load(besluit, dedent(text), "dossier.yaml")
    assert loaded is None
    return [item.code for item in found]


def refused(fact: str) -> tuple[str, str]:
    """The one code that a fact of a person gives, with the text that it points at."""
    text = f"persoon:\n  {fact}\n"
    loaded, found = LOADER.load("Toeslag", text, "dossier.yaml")
    assert loaded is None
    assert len(found) == 1, found
    assert found[0].span.file == "dossier.yaml"
    return found[0].code, text[found[0].span.start : found[0].span.end]


# --- values -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "name", "value"),
    [
        ("de geboortedatum: 12-03-1950", "geboortedatum", date(1950, 3, 12)),
        ("Geboortedatum: 1950-03-12", "geboortedatum", date(1950, 3, 12)),
        ("bijtelling: € 1.234,56", "bijtelling", Fraction(123456, 100)),
        ("bijtelling: € 19 per maand", "bijtelling", Fraction(19)),
        ("bijtelling: 19,50 euro per maand", "bijtelling", Fraction(39, 2)),
        ("bijtelling: 1234.56", "bijtelling", Fraction(123456, 100)),
        ("aantal uren zorg: 12,5 uren per maand", "aantal uren zorg", Fraction(25, 2)),
        ("aantal uren zorg: 12,5", "aantal uren zorg", Fraction(25, 2)),
        ("aantal dagen: 1 dag", "aantal dagen", Fraction(1)),
        ("korting: 4,2%", "korting", Fraction(42, 1000)),
        ("korting: 5 procent", "korting", Fraction(1, 20)),
        ("peiljaar: 2024", "peiljaar", Fraction(2024)),
        ("leveringsvorm: Volledig pakket thuis", "leveringsvorm", "volledig pakket thuis"),
        ("gemeente: Bergen (NH)", "gemeente", "Bergen (NH)"),
        ('gemeente: "onbekend"', "gemeente", "onbekend"),
        ("is minderjarig: ja", "is minderjarig", True),
        ("is niet minderjarig: ja", "is minderjarig", False),
        ("niet minderjarig is: nee", "is minderjarig", True),
        (
            "heeft de pensioengerechtigde leeftijd niet bereikt: ja",
            "heeft de pensioengerechtigde leeftijd bereikt",
            False,
        ),
        ("draagkracht: € 10", "draagkracht", Fraction(10)),
    ],
)
def test_a_value_is_read_in_the_notation_of_its_type(fact: str, name: str, value: object) -> None:
    found = person(fact).fact(name, DAY)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "fact", ["bijtelling: onbekend", "gemeente: onbekend", "inkomen: onbekend", "kinderen: onbekend"]
)
def test_what_is_said_to_be_unknown_is_not_given(fact: str) -> None:
    obj = person(fact)
    assert not obj.facts
    assert not obj.roles


@pytest.mark.parametrize(
    ("fact", "code", "at"),
    [
        ("inkommen: € 5", "TS501", "inkommen"),
        ("cliënt: {}", "TS501", "cliënt"),
        ("bijtelling: € 100 per jaar", "TS502", "€ 100 per jaar"),
        ("korting: € 5", "TS502", "€ 5"),
        ("peiljaar: 12 maanden", "TS502", "12 maanden"),
        ("aantal dagen: 3 weken", "TS502", "3 weken"),
        ("bijtelling: 5 schapen", "TS503", "5 schapen"),
        ("bijtelling: 1.234", "TS503", "1.234"),
        ("bijtelling:", "TS503", ""),
        ("bijtelling: [1]", "TS503", "1"),
        ("bijtelling: {2024: 1}", "TS503", "{2024: 1}"),
        ("inkomen: € 5", "TS503", "€ 5"),
        ("inkomen: {24: € 5}", "TS503", "24"),
        ("is minderjarig: misschien", "TS503", "misschien"),
        ("geboortedatum: onlangs", "TS503", "onlangs"),
        ("geboortedatum: 30-02-1950", "TS506", "30-02-1950"),
        ("bijtelling: € 5.000,01", "TS504", "€ 5.000,01"),
        ("lage bijdrage: € 5", "TS505", "lage bijdrage"),
        ("bijtelling: 0,001", "TS511", "0,001"),
        ("inkomen: {2024: '5,50'}", "TS511", "'5,50'"),
        ("leveringsvorm: verblijven", "TS519", "verblijven"),
        ("gemeente: [{waarde: A, van: 01-05-2024, tot en met: 30-04-2024}]", "TS516", None),
        ("gemeente: [{waarde: A, van: 01-01-2024}, {waarde: B, van: 01-05-2024}]", "TS521", None),
        ("gemeente: [{van: 01-01-2024}]", "TS503", None),
        ("{is minderjarig: ja, is niet minderjarig: nee}", "TS507", "is niet minderjarig"),
        ("kinderen: [{}, {}, {}, {}]", "TS509", "kinderen"),
        ("echtgenoot: [{}, {}]", "TS509", "echtgenoot"),
        ("echtgenoot: bert", "TS514", "bert"),
        ("echtgenoot: {zie: bert}", "TS510", "bert"),
        ("kinderen: [{id: kees}, {id: kees}]", "TS513", "kees"),
        ("kinderen: [{ouder: {}}]", "TS520", "kinderen"),
    ],
)
def test_a_wrong_fact_is_refused_at_its_place(fact: str, code: str, at: str | None) -> None:
    found, text = refused(fact)
    assert found == code
    if at is not None:
        assert text == at


def test_everything_wrong_is_said_at_once() -> None:
    text = """
        persoon:
          inkommen: € 5
          bijtelling: € 100 per jaar
          kinderen:
            - geboortedatum: 31-04-2010
            - lage bijdrage: € 5
        huis: {}
        rekendatum: morgen
        oordelen: {is dit leuk: ja}
    """
    assert problems(text) == ["TS501", "TS502", "TS506", "TS505", "TS512", "TS503", "TS525"]


def test_a_near_name_is_suggested() -> None:
    _, found = LOADER.load("Toeslag", "persoon: {inkommen: € 5}", "d.yaml")
    assert found[0].remedy == "Bedoelde u 'inkomen'?"
    _, found = LOADER.load("Toeslach", "", "d.yaml")
    assert (found[0].code, found[0].remedy) == ("TS802", "Bedoelde u 'Toeslag'?")


# --- forms of facts -----------------------------------------------------------------------------------------------


def test_facts_per_year_are_read_by_the_year_of_the_date() -> None:
    obj = person("inkomen: {2023: € 1.000, 2024: niet te verkrijgen, 2025: onbekend}")
    assert obj.facts["inkomen"] == ByYear({2023: Fraction(1000), 2024: Unobtainable()})
    assert obj.fact("inkomen", date(2023, 12, 31)) == 1000
    assert obj.fact("inkomen", date(2025, 1, 1)) is None


def test_dated_facts_are_sorted() -> None:
    obj = person("gemeente: [{waarde: B, vanaf: 01-05-2024}, {waarde: A, van: 01-01-2024, t/m: 30-04-2024}]")
    assert obj.facts["gemeente"] == Dated(((date(2024, 1, 1), date(2024, 4, 30), "A"), (date(2024, 5, 1), None, "B")))


def test_unobtainable_wants_to_know_by_whom_and_when() -> None:
    obj = person("bijtelling: {niet te verkrijgen: {door: behandelaar 12, op: 01-02-2024}}")
    assert obj.facts["bijtelling"] == Unobtainable("behandelaar 12", date(2024, 2, 1))
    loaded, found = LOADER.load("Toeslag", "persoon: {bijtelling: niet te verkrijgen}", "d.yaml")
    assert loaded is not None
    assert [(item.code, item.severity) for item in found] == [("TS517", Severity.WAARSCHUWING)]


# --- objects and roles --------------------------------------------------------------------------------------------


def test_roles_give_objects_with_names_by_place_or_id() -> None:
    case = load("leefeenheid: {cliënt: {kinderen: [{}, {id: kees}]}, huisgenoten: geen}", "Eigen bijdrage")
    assert list(case.objects) == ["leefeenheid", "leefeenheid.cliënt", "leefeenheid.cliënt.kind[1]", "kees"]
    client = case.objects["leefeenheid.cliënt"]
    assert case.root.roles == {"cliënt": (client,), "huisgenoot": ()}
    assert client.roles["kind"] == (case.objects["leefeenheid.cliënt.kind[1]"], case.objects["kees"])


def test_a_to_one_inverse_is_filled_in_and_a_to_many_one_is_not() -> None:
    case = load("persoon: {kinderen: [{id: kees}], ouder: {id: oma}, echtgenoot: {id: bert}}")
    assert case.objects["kees"].roles == {"ouder": (case.root,)}
    assert case.objects["bert"].roles == {"echtgenoot": (case.root,)}
    assert case.objects["oma"].roles == {}


def test_a_reference_may_come_before_its_object() -> None:
    case = load("leefeenheid: {huisgenoten: [{zie: anna}], cliënt: {id: anna}}", "Eigen bijdrage")
    assert case.root.roles["huisgenoot"] == case.root.roles["cliënt"]


def test_a_reference_must_be_of_the_right_type() -> None:
    text = "leefeenheid: {id: thuis, cliënt: {zie: thuis}}"
    assert problems(text, "Eigen bijdrage") == ["TS510"]


def test_an_inverse_may_be_given_on_both_sides_when_they_agree() -> None:
    case = load("persoon: {id: anna, kinderen: [{ouder: {zie: anna}}]}")
    assert case.objects["anna.kind[1]"].roles["ouder"] == (case.root,)


def test_a_role_that_must_be_filled_cannot_be_empty() -> None:
    assert problems("leefeenheid: {cliënt: geen}", "Eigen bijdrage") == ["TS522"]


def test_the_besluit_picks_its_object() -> None:
    assert load("leefeenheid: {cliënt: {id: anna}}").root.key == "anna"
    assert load("persoon: {id: anna}\nleefeenheid: {cliënt: {zie: anna}}", "Eigen bijdrage").root.key == "leefeenheid"
    assert load("feiten: {id: anna}").root.key == "anna"
    assert problems("leefeenheid: {}") == ["TS524"]
    assert problems("personen: [{}, {}]") == ["TS523"]


# --- the rest of a dossier ----------------------------------------------------------------------------------------


def test_dates_and_answers() -> None:
    text = f'persoon: {{}}\nrekendatum: 01-03-2024\nverzonden op: 2 maart 2024\noordelen: {{"{QUESTION}": nee}}'
    loaded, _ = LOADER.load("toeslag", text, "d.yaml")
    assert loaded is not None
    assert loaded.moment() == Moment(date(2024, 3, 1), date(2024, 3, 2))
    assert loaded.moment(DAY.replace(day=9)) == Moment(date(2024, 3, 9), date(2024, 3, 2))
    assert loaded.case.answers == {QUESTION: False}
    assert load("persoon: {}\noordelen: {Is dit onredelijk?: ja}").answers == {QUESTION: True}


def test_without_a_rekendatum_there_is_no_moment() -> None:
    loaded, _ = LOADER.load("Toeslag", "persoon: {}", "d.yaml")
    assert loaded is not None
    assert loaded.moment() is None


def test_json_is_read_as_well() -> None:
    text = (
        '{"persoon": {"bijtelling": 12.50, "is minderjarig": true, "gemeente": "onbekend", "inkomen": {"2024": "€ 5"}}}'
    )
    assert load(text).root.facts == {
        "bijtelling": Fraction(25, 2),
        "is minderjarig": True,
        "inkomen": ByYear({2024: Fraction(5)}),
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "TS003"),
        ("[]", "TS514"),
        ("persoon: &x {}", "TS508"),
        ("persoon: {a: 1, a: 2}", "TS507"),
        ("persoon: [" * 70, "TS518"),
        ("persoon: {", "TS514"),
        ("persoon: 5", "TS514"),
    ],
)
def test_a_file_that_is_no_dossier_is_refused(text: str, code: str) -> None:
    assert code in problems(text)


def test_bytes_that_are_no_utf8_are_refused() -> None:
    loaded, found = LOADER.load("Toeslag", b"persoon: \xff", "d.yaml")
    assert loaded is None
    assert found[0].code == "TS002"


def test_canonical_facts_do_not_depend_on_how_it_was_written() -> None:
    one = load("persoon: {id: a, gemeente: X, bijtelling: '€ 10', is niet minderjarig: ja, echtgenoot: {id: b}}")
    other = load(
        '{"persoon": {"echtgenoot": {"id": "b"}, "is minderjarig": false, "bijtelling": 10.0, "gemeente": "X", "id": "a"}}'
    )
    assert canonical_facts(one) == canonical_facts(other)
    assert list(canonical_facts(one)["objecten"]["a"]["feiten"]) == ["bijtelling", "gemeente", "is minderjarig"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bijtelling: 10", "bijtelling: 11"),
        ("bijtelling: niet te verkrijgen", "bijtelling: onbekend"),
        ("kinderen: geen", "kinderen: onbekend"),
        ("kinderen: [{id: a}, {id: b}]", "kinderen: [{id: b}, {id: a}]"),
        ("inkomen: {2024: 1}", "inkomen: {2025: 1}"),
    ],
)
def test_different_facts_differ_in_canonical_form(one: str, other: str) -> None:
    assert canonical_facts(load(f"persoon: {{{one}}}")) != canonical_facts(load(f"persoon: {{{other}}}"))
