from itertools import product

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


# The kenmerken of the shipped law with, for each, the forms with the verb last, denied, and denied with the verb last.
SHIPPED = [
    (
        "bestaat uit toeslagpartners",
        "uit toeslagpartners bestaat",
        "bestaat niet uit toeslagpartners",
        "niet uit toeslagpartners bestaat",
    ),
    (
        "had recht op zorgtoeslag in het peiljaar",
        "recht op zorgtoeslag in het peiljaar had",
        "had geen recht op zorgtoeslag in het peiljaar",
        "geen recht op zorgtoeslag in het peiljaar had",
    ),
    (
        "had vorig jaar toeslagpartners",
        "vorig jaar toeslagpartners had",
        "had vorig jaar geen toeslagpartners",
        "vorig jaar geen toeslagpartners had",
    ),
    (
        "heeft de maximumduur van het Zvw-verblijf bereikt",
        "de maximumduur van het Zvw-verblijf heeft bereikt",
        "heeft de maximumduur van het Zvw-verblijf niet bereikt",
        "de maximumduur van het Zvw-verblijf niet heeft bereikt",
    ),
    (
        "heeft de pensioengerechtigde leeftijd bereikt",
        "de pensioengerechtigde leeftijd heeft bereikt",
        "heeft de pensioengerechtigde leeftijd niet bereikt",
        "de pensioengerechtigde leeftijd niet heeft bereikt",
    ),
    (
        "heeft recht op de lage bijdrage",
        "recht op de lage bijdrage heeft",
        "heeft geen recht op de lage bijdrage",
        "geen recht op de lage bijdrage heeft",
    ),
    ("heeft recht op toeslag", "recht op toeslag heeft", "heeft geen recht op toeslag", "geen recht op toeslag heeft"),
    (
        "heeft toestemming gegeven voor overzicht over regelingen",
        "toestemming gegeven voor overzicht over regelingen heeft",
        "heeft geen toestemming gegeven voor overzicht over regelingen",
        "geen toestemming gegeven voor overzicht over regelingen heeft",
    ),
    ("is afgerond", "afgerond is", "is niet afgerond", "niet afgerond is"),
    (
        "is bedoeld als correctie",
        "bedoeld als correctie is",
        "is niet bedoeld als correctie",
        "niet bedoeld als correctie is",
    ),
    (
        "is duurzaam gescheiden levend",
        "duurzaam gescheiden levend is",
        "is niet duurzaam gescheiden levend",
        "niet duurzaam gescheiden levend is",
    ),
    (
        "is een Wlz-bijdrage verschuldigd",
        "een Wlz-bijdrage verschuldigd is",
        "is geen Wlz-bijdrage verschuldigd",
        "geen Wlz-bijdrage verschuldigd is",
    ),
    (
        "is een bijdrage kwijtgescholden wegens late oplegging",
        "een bijdrage kwijtgescholden wegens late oplegging is",
        "is geen bijdrage kwijtgescholden wegens late oplegging",
        "geen bijdrage kwijtgescholden wegens late oplegging is",
    ),
    (
        "is een bijdrage voor beschermd wonen verschuldigd",
        "een bijdrage voor beschermd wonen verschuldigd is",
        "is geen bijdrage voor beschermd wonen verschuldigd",
        "geen bijdrage voor beschermd wonen verschuldigd is",
    ),
    ("is gehuwd voor de Wlz", "gehuwd voor de Wlz is", "is niet gehuwd voor de Wlz", "niet gehuwd voor de Wlz is"),
    ("is gehuwd voor de Wmo", "gehuwd voor de Wmo is", "is niet gehuwd voor de Wmo", "niet gehuwd voor de Wmo is"),
    (
        "is gezocht door het CAK",
        "gezocht door het CAK is",
        "is niet gezocht door het CAK",
        "niet gezocht door het CAK is",
    ),
    (
        "is ingeschreven op hetzelfde adres",
        "ingeschreven op hetzelfde adres is",
        "is niet ingeschreven op hetzelfde adres",
        "niet ingeschreven op hetzelfde adres is",
    ),
    ("is minderjarig", "minderjarig is", "is niet minderjarig", "niet minderjarig is"),
    (
        "is pensioengerechtigd voor de Wlz",
        "pensioengerechtigd voor de Wlz is",
        "is niet pensioengerechtigd voor de Wlz",
        "niet pensioengerechtigd voor de Wlz is",
    ),
    (
        "is uitgesloten van algemene bijstand",
        "uitgesloten van algemene bijstand is",
        "is niet uitgesloten van algemene bijstand",
        "niet uitgesloten van algemene bijstand is",
    ),
    (
        "is uitgesloten van de eerste vier maanden",
        "uitgesloten van de eerste vier maanden is",
        "is niet uitgesloten van de eerste vier maanden",
        "niet uitgesloten van de eerste vier maanden is",
    ),
    ("is verbroken", "verbroken is", "is niet verbroken", "niet verbroken is"),
    (
        "is veroorzaakt door de uitvoering",
        "veroorzaakt door de uitvoering is",
        "is niet veroorzaakt door de uitvoering",
        "niet veroorzaakt door de uitvoering is",
    ),
    (
        "is verzekerd volgens de Zorgverzekeringswet",
        "verzekerd volgens de Zorgverzekeringswet is",
        "is niet verzekerd volgens de Zorgverzekeringswet",
        "niet verzekerd volgens de Zorgverzekeringswet is",
    ),
    (
        "kwam van buiten Nederland",
        "van buiten Nederland kwam",
        "kwam niet van buiten Nederland",
        "niet van buiten Nederland kwam",
    ),
    (
        "ontvangt algemene bijstand",
        "algemene bijstand ontvangt",
        "ontvangt geen algemene bijstand",
        "geen algemene bijstand ontvangt",
    ),
    ("ontvangt een Wlz-budget", "een Wlz-budget ontvangt", "ontvangt geen Wlz-budget", "geen Wlz-budget ontvangt"),
    (
        "ontvangt een andere voorziening dan een rolstoel",
        "een andere voorziening dan een rolstoel ontvangt",
        "ontvangt geen andere voorziening dan een rolstoel",
        "geen andere voorziening dan een rolstoel ontvangt",
    ),
    (
        "ontvangt een modulair pakket thuis",
        "een modulair pakket thuis ontvangt",
        "ontvangt geen modulair pakket thuis",
        "geen modulair pakket thuis ontvangt",
    ),
    (
        "ontvangt een volledig pakket thuis",
        "een volledig pakket thuis ontvangt",
        "ontvangt geen volledig pakket thuis",
        "geen volledig pakket thuis ontvangt",
    ),
    (
        "ontvangt een woningaanpassing",
        "een woningaanpassing ontvangt",
        "ontvangt geen woningaanpassing",
        "geen woningaanpassing ontvangt",
    ),
    (
        "ontvangt ondersteuning onder het abonnementstarief",
        "ondersteuning onder het abonnementstarief ontvangt",
        "ontvangt geen ondersteuning onder het abonnementstarief",
        "geen ondersteuning onder het abonnementstarief ontvangt",
    ),
    (
        "ontvangt thuiszorg met korting",
        "thuiszorg met korting ontvangt",
        "ontvangt geen thuiszorg met korting",
        "geen thuiszorg met korting ontvangt",
    ),
    ("ontvangt zorg", "zorg ontvangt", "ontvangt geen zorg", "geen zorg ontvangt"),
    (
        "telt als verzekerde voor de zorgtoeslag",
        "als verzekerde voor de zorgtoeslag telt",
        "telt niet als verzekerde voor de zorgtoeslag",
        "niet als verzekerde voor de zorgtoeslag telt",
    ),
    (
        "valt onder de jaarlijkse herberekening",
        "onder de jaarlijkse herberekening valt",
        "valt niet onder de jaarlijkse herberekening",
        "niet onder de jaarlijkse herberekening valt",
    ),
    (
        "valt onder een inkomensgrens van de gemeente",
        "onder een inkomensgrens van de gemeente valt",
        "valt niet onder een inkomensgrens van de gemeente",
        "niet onder een inkomensgrens van de gemeente valt",
    ),
    (
        "valt onder een verordening over woningaanpassingen voor minderjarigen",
        "onder een verordening over woningaanpassingen voor minderjarigen valt",
        "valt niet onder een verordening over woningaanpassingen voor minderjarigen",
        "niet onder een verordening over woningaanpassingen voor minderjarigen valt",
    ),
    (
        "valt onder het abonnementstarief",
        "onder het abonnementstarief valt",
        "valt niet onder het abonnementstarief",
        "niet onder het abonnementstarief valt",
    ),
    (
        "verblijft deeltijds in een instelling",
        "deeltijds in een instelling verblijft",
        "verblijft niet deeltijds in een instelling",
        "niet deeltijds in een instelling verblijft",
    ),
    (
        "verblijft in een instelling",
        "in een instelling verblijft",
        "verblijft niet in een instelling",
        "niet in een instelling verblijft",
    ),
    (
        "verblijft maximaal twee weken per twee maanden",
        "maximaal twee weken per twee maanden verblijft",
        "verblijft niet maximaal twee weken per twee maanden",
        "niet maximaal twee weken per twee maanden verblijft",
    ),
    (
        "verblijft rechtmatig in Nederland",
        "rechtmatig in Nederland verblijft",
        "verblijft niet rechtmatig in Nederland",
        "niet rechtmatig in Nederland verblijft",
    ),
    (
        "verwacht een terugkeer binnen vier maanden",
        "een terugkeer binnen vier maanden verwacht",
        "verwacht geen terugkeer binnen vier maanden",
        "geen terugkeer binnen vier maanden verwacht",
    ),
    (
        "voert een gezamenlijke huishouding",
        "een gezamenlijke huishouding voert",
        "voert geen gezamenlijke huishouding",
        "geen gezamenlijke huishouding voert",
    ),
    (
        "was bij vestiging al aangewezen op zorg",
        "bij vestiging al aangewezen op zorg was",
        "was niet bij vestiging al aangewezen op zorg",
        "niet bij vestiging al aangewezen op zorg was",
    ),
    ("was eerder verzekerd", "eerder was verzekerd", "was niet eerder verzekerd", "niet eerder was verzekerd"),
    ("woont beschermd", "beschermd woont", "woont niet beschermd", "niet beschermd woont"),
    (
        "woont in een woonzorginitiatief",
        "in een woonzorginitiatief woont",
        "woont niet in een woonzorginitiatief",
        "niet in een woonzorginitiatief woont",
    ),
    (
        "zit in de eerste vier maanden van verblijf",
        "in de eerste vier maanden van verblijf zit",
        "zit niet in de eerste vier maanden van verblijf",
        "niet in de eerste vier maanden van verblijf zit",
    ),
    ("heeft een kind ten laste", "een kind ten laste heeft", "heeft geen kind ten laste", "geen kind ten laste heeft"),
    (
        "heeft een gezamenlijk of erkend kind",
        "een gezamenlijk of erkend kind heeft",
        "heeft geen gezamenlijk of erkend kind",
        "geen gezamenlijk of erkend kind heeft",
    ),
    (
        "heeft een huwelijk of geregistreerd partnerschap",
        "een huwelijk of geregistreerd partnerschap heeft",
        "heeft geen huwelijk of geregistreerd partnerschap",
        "geen huwelijk of geregistreerd partnerschap heeft",
    ),
    (
        "heeft een notarieel samenlevingscontract",
        "een notarieel samenlevingscontract heeft",
        "heeft geen notarieel samenlevingscontract",
        "geen notarieel samenlevingscontract heeft",
    ),
    (
        "heeft een verzoek om vrijstelling",
        "een verzoek om vrijstelling heeft",
        "heeft geen verzoek om vrijstelling",
        "geen verzoek om vrijstelling heeft",
    ),
]


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
