from itertools import product

import pytest

from dsl.morphology import forms, phrase, role_predicate
from tests.dsl.kenmerken_of_the_law import SHIPPED


@pytest.mark.parametrize(
    ("vorm", "positive", "verb_last", "expected"),
    [
        ("heeft de pensioengerechtigde leeftijd bereikt", True, True, "de pensioengerechtigde leeftijd heeft bereikt"),
        (
            "heeft de pensioengerechtigde leeftijd bereikt",
            False,
            False,
            "heeft de pensioengerechtigde leeftijd niet bereikt",
        ),
        (
            "heeft de pensioengerechtigde leeftijd bereikt",
            False,
            True,
            "de pensioengerechtigde leeftijd niet heeft bereikt",
        ),
        ("is minderjarig", False, False, "is niet minderjarig"),
        ("is minderjarig", False, True, "niet minderjarig is"),
        ("heeft recht op zorgtoeslag", False, False, "heeft geen recht op zorgtoeslag"),
        ("heeft recht op zorgtoeslag", True, True, "recht op zorgtoeslag heeft"),
        ("ontvangt bijstand", False, True, "geen bijstand ontvangt"),
        ("verblijft in een instelling", False, False, "verblijft niet in een instelling"),
        ("is veroorzaakt door de uitvoering", False, False, "is niet veroorzaakt door de uitvoering"),
        (role_predicate("echtgenoot"), False, False, "heeft geen echtgenoot"),
        (role_predicate("echtgenoot"), True, True, "een echtgenoot heeft"),
    ],
)
def test_the_form_that_is_printed_is_dutch(vorm: str, positive: bool, verb_last: bool, expected: str) -> None:
    assert phrase(vorm, positive, verb_last) == expected


@pytest.mark.parametrize(("vorm", "last", "denied", "denied_last"), SHIPPED)
def test_the_kenmerken_of_the_law_are_denied_in_dutch(vorm: str, last: str, denied: str, denied_last: str) -> None:
    assert [phrase(vorm, *how) for how in ((True, True), (False, False), (False, True))] == [last, denied, denied_last]


@pytest.mark.parametrize(
    ("vorm", "last", "denied", "denied_last"),
    [
        # Verbs that come apart.
        (
            "neemt deel aan een cursus",
            "deelneemt aan een cursus",
            "neemt niet deel aan een cursus",
            "niet deelneemt aan een cursus",
        ),
        ("vraagt een toeslag aan", "een toeslag aanvraagt", "vraagt geen toeslag aan", "geen toeslag aanvraagt"),
        (
            "betaalt de bijdrage terug",
            "de bijdrage terugbetaalt",
            "betaalt de bijdrage niet terug",
            "de bijdrage niet terugbetaalt",
        ),
        (
            "krijgt hulp voor ten minste 2 weken",
            "hulp voor ten minste 2 weken krijgt",
            "krijgt geen hulp voor ten minste 2 weken",
            "geen hulp voor ten minste 2 weken krijgt",
        ),
        # What is joined by of or en is denied as a whole.
        (
            "is minderjarig of overleden",
            "minderjarig of overleden is",
            "is niet minderjarig of overleden",
            "niet minderjarig of overleden is",
        ),
        (
            "heeft de leeftijd bereikt of overschreden",
            "de leeftijd heeft bereikt of overschreden",
            "heeft de leeftijd niet bereikt of overschreden",
            "de leeftijd niet heeft bereikt of overschreden",
        ),
        (
            "heeft een kind of een pleegkind",
            "een kind of een pleegkind heeft",
            "heeft geen kind of pleegkind",
            "geen kind of pleegkind heeft",
        ),
        (
            "bezit een huis en een auto",
            "een huis en een auto bezit",
            "bezit niet een huis en een auto",
            "niet een huis en een auto bezit",
        ),
        (
            "heeft zijn woning verlaten",
            "zijn woning heeft verlaten",
            "heeft zijn woning niet verlaten",
            "zijn woning niet heeft verlaten",
        ),
        # A verb alone has one place.
        ("rookt", "rookt", "rookt niet", "niet rookt"),
    ],
)
def test_other_shapes_are_denied_in_dutch(vorm: str, last: str, denied: str, denied_last: str) -> None:
    assert [phrase(vorm, *how) for how in ((True, True), (False, False), (False, True))] == [last, denied, denied_last]


def test_no_two_kenmerken_of_the_law_share_a_form() -> None:
    for (one, *_), (other, *_) in product(SHIPPED, SHIPPED):
        if one != other:
            assert not {form.words for form in forms(one)} & {form.words for form in forms(other)}


def test_no_form_both_affirms_and_denies() -> None:
    for vorm in (
        *(row[0] for row in SHIPPED),
        "neemt deel aan een cursus",
        "ontvangt bijstand",
        "heeft een kind",
        "rookt",
    ):
        signs: dict[tuple[str, ...], bool] = {}
        for form in forms(vorm):
            assert signs.setdefault(form.words, form.positive) == form.positive


def test_participle_may_stand_before_or_after_the_last_verb() -> None:
    words = {" ".join(f.words) for f in forms("heeft de leeftijd bereikt")}
    assert {"de leeftijd heeft bereikt", "de leeftijd bereikt heeft", "de leeftijd niet bereikt heeft"} <= words
