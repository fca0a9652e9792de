"""Reading from when a change counts."""

from datetime import date

import pytest

from dsl.effects import read_effect
from dsl.program import Apart, Effect


@pytest.mark.parametrize(
    ("words", "effect"),
    [
        ("de dag van de wijziging", Effect("dag")),
        ("de dag waarop de bijdrage wordt vastgesteld", Effect("dag")),
        ("de ontvangst van de kennisgeving", Effect("dag")),
        ("de maand van de aanvraag", Effect("maand")),
        ("de maand", Effect("maand")),
        ("De  maand na de wijziging.", Effect("maand", next=True)),
        ("de eerste dag van de maand na de maand van de gebeurtenis", Effect("maand", next=True)),
        ("de eerste dag van het kwartaal na de wijziging", Effect("kwartaal", next=True)),
        ("de week na de wijziging", Effect("week", next=True)),
        ("de bijdrageperiode waarin dat bekend is", Effect("bijdrageperiode")),
        ("het jaar na de wijziging", Effect("jaar", next=True)),
        ("de eerste dag van het volgende jaar", Effect("jaar", next=True)),
        ("1 januari van het jaar waarvoor de verhoging geldt", Effect("jaar")),
        ("1 september 2021", Effect("dag", fixed=date(2021, 9, 1))),
        (
            "de maand na het ingangstijdstip, of die maand als dat op de eerste dag was",
            Effect("maand", next=True, this_if_first=True),
        ),
        ("de maand nadat het CAK van de wijziging weet", Effect("maand", next=True, when_known=True)),
        (
            "de maand nadat de SVB van de wijziging weet, of die maand als dat op de eerste dag was",
            Effect("maand", next=True, this_if_first=True, when_known=True),
        ),
        (
            "de maand na de wijziging; een leeftijd vanaf de dag van vaststelling",
            Effect("maand", next=True, apart=(Apart("een leeftijd", Effect("dag")),)),
        ),
        (
            "de maand na de wijziging; een leeftijd of de echtgenoot vanaf de dag van vaststelling; zorg vanaf de week van de zorg",
            Effect(
                "maand",
                next=True,
                apart=(Apart("een leeftijd of de echtgenoot", Effect("dag")), Apart("zorg", Effect("week"))),
            ),
        ),
        (
            "de maand van de wijziging bij een verhoging, de maand daarna bij een verlaging",
            Effect("maand", lowering=Effect("maand", next=True)),
        ),
        (
            "het kwartaal van de wijziging bij een verlaging, het kwartaal daarna bij een verhoging; een leeftijd vanaf de dag",
            Effect("kwartaal", next=True, lowering=Effect("kwartaal"), apart=(Apart("een leeftijd", Effect("dag")),)),
        ),
    ],
)
def test_words_of_law_become_data(words: str, effect: Effect) -> None:
    assert read_effect(words) == effect


@pytest.mark.parametrize(
    "words",
    [
        "",
        "zodra het uitkomt",
        "meteen",
        "de maand na de wijziging, of dat kwartaal als dat op de eerste dag was",
        "de maand van de wijziging, of die maand als dat op de eerste dag was",
        "de maandag na de wijziging",
        "31 februari 2024",
        "de maand na de wijziging; een leeftijd vanaf ooit",
        "de maand van de wijziging bij een verhoging",
        "de maand van de wijziging bij een verhoging, het kwartaal daarna bij een verlaging",
        "de maand van de wijziging bij een verhoging, de maand daarna bij een verhoging",
        "de maand na de wijziging bij een verhoging, de maand daarna bij een verlaging",
    ],
)
def test_what_cannot_be_read_is_not_guessed(words: str) -> None:
    assert read_effect(words) is None
