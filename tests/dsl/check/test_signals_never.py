"""What may never be a signal, each written as someone might try it: the checker refuses every one."""

from __future__ import annotations

import pytest

from dsl.lower.signal_facts import is_forbidden
from tests.dsl.check.texts import check_text

LAW = """Regeling Proef
    uitvoerder: CAK
    bron: Proefwet artikel 1

Opsomming de soort voorval
    gesprek
    laaggeletterd

Objecttype het voorval (mv: voorvallen)
    de datum : datum
    de soort : soort voorval

Objecttype het risicosignaal (mv: risicosignalen)
    de datum : datum

Objecttype de medewerker (mv: medewerkers)
    kenmerk heeft schulden

Objecttype de burger (mv: burgers)
    {fact}
    kenmerk is verhuisd
    rol voorval (mv: voorvallen) : ten hoogste 20 voorvallen
    rol risicosignaal (mv: risicosignalen) : ten hoogste 20 risicosignalen

Grondslag eigen administratie
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 2
    ontvanger: CAK
    doel: {purpose}
    gegevens: {name}, is verhuisd, voorval, risicosignaal, heeft schulden

{rest}
Signaal proef
    over: een {about}
    bron: Jaarplan par. 1
    grondslag: eigen administratie
    doel: ondersteunen
    ernst: hoog
    indien {condition}
    advies: "Bel."
"""


def text(
    condition: str,
    fact: str = "kenmerk heeft een vraag",
    *,
    about: str = "burger",
    purpose: str = "ondersteunen",
    rest: str = "",
    name: str | None = None,
) -> str:
    known = name or (
        fact.removeprefix("kenmerk ") if fact.startswith("kenmerk") else fact.split(" : ")[0].split(" ", 1)[1]
    )
    return LAW.format(condition=condition, fact=fact, about=about, purpose=purpose, rest=rest, name=known)


def codes(written: str) -> list[str]:
    return [code for code, _, _ in check_text(written)[1]]


def test_the_frame_itself_is_fine() -> None:
    assert codes(text("de burger een vraag heeft")) == []


ATTEMPTS = {
    "T-M23 hoog risico": ("de burger een hoog risico heeft", "kenmerk heeft een hoog risico"),
    "T-M24 keuzemodel": ("de selectiescore van de burger groter is dan 80", "de selectiescore : geheel getal ligt tussen 0 en 100"),
    "S-M31 opsporen": ("de burger een vroegsignaal heeft", "kenmerk heeft een vroegsignaal"),
    "M31 doelgroep": ('het doelgroepprofiel van de burger gelijk is aan "x"', "het doelgroepprofiel : tekst"),
    "M-36 laaggeletterd": ("de burger laaggeletterd is", "kenmerk is laaggeletterd"),
    "M24 taalniveau": ('het taalniveau van de burger gelijk is aan "A1"', "het taalniveau : tekst"),
    "nationaliteit": ('de nationaliteit van de burger gelijk is aan "x"', "de nationaliteit : tekst"),
    "tweede nationaliteit": ("de burger een tweede nationaliteit heeft", "kenmerk heeft een tweede nationaliteit"),
    "geboorteland": ('het geboorteland van de burger gelijk is aan "x"', "het geboorteland : tekst"),
    "verblijfsstatus": ('de verblijfsstatus van de burger gelijk is aan "x"', "de verblijfsstatus : tekst"),
    "geslacht": ('het geslacht van de burger gelijk is aan "x"', "het geslacht : tekst"),
    "gezondheid": ("de burger een slechte gezondheid heeft", "kenmerk heeft een slechte gezondheid"),
    "diagnose": ('de hoofddiagnose van de burger gelijk is aan "x"', "de hoofddiagnose : tekst"),
    "moedertaal": ('de moedertaal van de burger gelijk is aan "x"', "de moedertaal : tekst"),
    "postcode": ('de postcode van de burger gelijk is aan "1234 AB"', "de postcode : tekst"),
    "achternaam": ('de achternaam van de burger gelijk is aan "x"', "de achternaam : tekst"),
    "rangorde": ("de rangorde van de burger kleiner is dan 10", "de rangorde : geheel getal ligt tussen 1 en 1000"),
    "risicoprofiel": ('het risicoprofiel van de burger gelijk is aan "x"', "het risicoprofiel : tekst"),
}  # fmt: skip


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_fact_about_who_someone_is_or_a_score_is_refused(attempt: str) -> None:
    condition, fact = ATTEMPTS[attempt]
    assert codes(text(condition, fact)) == ["TS445"]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_rule_in_between_does_not_hide_it(attempt: str) -> None:
    condition, fact = ATTEMPTS[attempt]
    rule = f"""Regel zorgen
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    Een burger verdient aandacht
    indien {condition}
"""
    written = text(
        "de burger aandacht verdient", f"{fact}\n    kenmerk verdient aandacht", name="verdient aandacht", rest=rule
    )
    assert codes(written) == ["TS445"]


def test_a_forbidden_kind_of_event_is_refused() -> None:
    condition = "er een voorval van de burger is waarvoor geldt dat de soort van het voorval gelijk is aan {}"
    assert codes(text(condition.format("gesprek"))) == []
    assert codes(text(condition.format("laaggeletterd"))) == ["TS445"]


def test_risk_signals_are_no_events() -> None:
    """T-M25: also when they are only counted."""
    assert codes(text("er een risicosignaal van de burger is")) == ["TS445"]
    assert codes(text("het aantal risicosignalen van de burger groter is dan 2")) == ["TS445"]


def test_a_signal_about_an_employee_is_refused() -> None:
    """M54 and M55."""
    assert codes(text("de medewerker schulden heeft", about="medewerker")) == ["TS445"]


@pytest.mark.parametrize("purpose", ["toezicht", "onderzoek", "uitvoeren", "toezicht, uitvoeren"])
def test_facts_for_another_purpose_are_refused(purpose: str) -> None:
    """S-M18 and T-M25: what is held for supervision is no ground for a signal."""
    assert codes(text("de burger verhuisd is", purpose=purpose)) == ["TS484"]


@pytest.mark.parametrize("purpose", ["toezicht", "opsporen", "handhaven", "rangschikken"])
def test_a_signal_has_no_other_purpose_than_support(purpose: str) -> None:
    written = text("de burger verhuisd is").replace(
        "    doel: ondersteunen\n    ernst", f"    doel: {purpose}\n    ernst"
    )
    assert codes(written) == ["TS447"]


def test_a_signal_reads_nothing_without_a_ground() -> None:
    """S-M18 without a ground, and sharing that no row allows."""
    whole = text("de burger verhuisd is")
    assert codes(whole.replace("    grondslag: eigen administratie\n", "")) == ["TS444"]
    assert codes(whole.replace(", is verhuisd, voorval", ", voorval")) == ["TS483"]


@pytest.mark.parametrize(
    "line", ["ernst: 9", "ernst: zeer hoog", "volgorde: 1", "score: 80", "uitkomst: de rangorde van de burger"]
)
def test_a_signal_gives_no_number_and_no_order(line: str) -> None:
    written = text("de burger verhuisd is").replace("    ernst: hoog\n", f"    {line}\n")
    made, found = check_text(written)
    assert made is None and found


USES = {
    "a rule": 'Regel straf\n    geldig vanaf 01-01-2020\n    bron: Proefwet artikel 3\n    ruimte: gebonden, wet\n'
    "    Een burger verdient aandacht\n    indien {use}\n",
    "another signal": "Signaal tweede\n    over: een burger\n    bron: Jaarplan par. 2\n    grondslag: eigen administratie\n"
    '    doel: ondersteunen\n    ernst: laag\n    indien {use}\n    advies: "Bel."\n',
    "a besluit": "Besluit Straf\n    over: een burger\n    uitkomst: het signaal proef van de burger\n"
    "    wijziging werkt door vanaf: de dag van de wijziging\n",
}  # fmt: skip


@pytest.mark.parametrize("place", USES)
@pytest.mark.parametrize(
    "use",
    ["het signaal proef van de burger ja is", "de burger het signaal proef heeft", "er een proef van de burger is"],
)
def test_a_signal_is_no_input_of_anything(place: str, use: str) -> None:
    """There is no way to say it: a signal has no value, no kenmerk and no role."""
    more = USES[place].format(use=use)
    made, found = check_text(text("de burger verhuisd is", "kenmerk verdient aandacht", rest=more))
    assert made is None and {code for code, _, _ in found} & {"TS101", "TS102", "TS201", "TS209", "TS213", "TS230"}, (
        found
    )


@pytest.mark.parametrize(
    "name", ["het totaal", "de rasterwaarde", "de betaaldatum", "de maandelijkse woonlast", "is verhuisd"]
)
def test_a_word_that_only_looks_like_one_is_allowed(name: str) -> None:
    assert not is_forbidden(name)
