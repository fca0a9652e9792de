import pytest

from dsl.morphology import forms, phrase, role_predicate


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


def test_no_form_both_affirms_and_denies() -> None:
    for vorm in ("is minderjarig", "heeft de leeftijd bereikt", "ontvangt bijstand", "heeft een kind"):
        signs: dict[tuple[str, ...], bool] = {}
        for form in forms(vorm):
            assert signs.setdefault(form.words, form.positive) == form.positive


def test_participle_may_stand_before_or_after_the_last_verb() -> None:
    words = {" ".join(f.words) for f in forms("heeft de leeftijd bereikt")}
    assert {"de leeftijd heeft bereikt", "de leeftijd bereikt heeft", "de leeftijd niet bereikt heeft"} <= words
