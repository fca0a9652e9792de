"""Whole commands over a period: a herziening of what was sent, and a dossier of ten thousand events."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.cli.console import Console

RULES = """Regeling Proef in de tijd
    uitvoerder: CAK
    bron: Proefwet artikel 1

Objecttype de betaling (mv: betalingen)
    de datum : datum
    het bedrag : bedrag ligt tussen € 0 en € 10.000, in centen

Objecttype de persoon (mv: personen)
    het tarief : bedrag per maand ligt tussen € 0 en € 1.000, in centen
    de bijdrage : bedrag per maand, in centen
    het betaalde : bedrag, in centen
    rol betaling (mv: betalingen) : ten hoogste 20000 betalingen

Regel bijdrage
    geldig vanaf 01-01-2010
    bron: Proefwet artikel 2
    ruimte: gebonden, wet
    De bijdrage van een persoon moet gesteld worden op het tarief van de persoon

Regel betaald
    geldig vanaf 01-01-2010
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    Het betaalde van een persoon moet berekend worden als
        de som van het bedrag van de betalingen van de persoon waarvoor geldt dat de datum van de betaling op of voor de rekendatum ligt

Besluit Proefbijdrage
    over: een persoon
    bron: Proefwet artikel 2
    per: maand
    uitkomst: de bijdrage van de persoon
    wijziging werkt door vanaf: de maand na de wijziging, of die maand als dat op de eerste dag was
    hoger bedrag: "naheffing" vanaf de eerste dag van de maand van de verzenddatum min 36 maanden
    lager bedrag: "restitutie" vanaf de eerste dag van de maand van de verzenddatum min 36 maanden

Besluit Betaald
    over: een persoon
    bron: Proefwet artikel 3
    uitkomst: het betaalde van de persoon
    wijziging werkt door vanaf: de maand van de wijziging
"""
SENT = """persoon:
  tarief:
    - {waarde: "€ 15,00", herkomst: gemeente, bekend: 02-01-2026}
    - {waarde: "€ 18,00", van: 01-01-2026, herkomst: gemeente, bekend: 10-06-2026}
besluiten:
  - besluit: Proefbijdrage
    van: 01-01-2026
    tot en met: 30-06-2026
    uitkomst: {bijdrage: "€ 21,80"}
    verzonden op: 20-01-2026
"""
HALF = ("--van", "01-01-2026", "--tot", "30-06-2026")
REVISE = ("herziening", "Proefbijdrage", "--dossier", "d.yaml", *HALF, "--toen", "01-04-2026", "--nu", "01-07-2026")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOETSSTEEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "regels").mkdir()
    (tmp_path / "regels" / "proef.regels").write_text(RULES, "utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    console = Console(io.StringIO(), io.StringIO())
    code = main([*arguments, "--regels", "regels"], console)
    assert isinstance(console.out, io.StringIO)
    assert isinstance(console.err, io.StringIO)
    return code, console.out.getvalue(), console.err.getvalue()


def test_what_was_sent_is_what_a_herziening_begins_with(place: Path) -> None:
    (place / "d.yaml").write_text(SENT, "utf-8")
    code, out, err = run(*REVISE)
    assert (code, err) == (0, "")
    for told in (
        "was € 21,80 per maand (verzonden op 20 januari 2026), wordt € 18,00 per maand",
        "verzonden is € 21,80 per maand, uit wat toen bekend was volgt € 15,00 per maand",
        "Restitutie: € 22,80.",
        "Het verschil tussen wat verzonden was en wat volgt uit wat toen bekend was: -€ 40,80",
        "bekend sinds 10 juni 2026: +€ 18,00",
    ):
        assert told in out
    code, out, _ = run(*REVISE, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["uitkomst"] == [{"heet": "restitutie", "bedrag": "-114/5", "perioden": 6}]
    (deviating,) = found["anders verzonden dan toen bekend was"]
    assert (deviating["verzonden"]["bedrag"], deviating["uit wat toen bekend was"]["bedrag"]) == ("109/5", "15")


def test_a_besluit_that_was_sent_later_is_not_what_then_held(place: Path) -> None:
    (place / "d.yaml").write_text(SENT.replace("verzonden op: 20-01-2026", "verzonden op: 02-04-2026"), "utf-8")
    code, out, _ = run(*REVISE)
    assert code == 0
    assert "Naheffing: € 18,00." in out
    assert "21,80" not in out


def test_a_mistake_in_what_was_sent_stops_a_herziening(place: Path) -> None:
    (place / "d.yaml").write_text(SENT.replace("besluit: Proefbijdrage", "besluit: Proefbijdrag"), "utf-8")
    code, out, err = run(*REVISE)
    assert (code, out) == (1, "")
    assert "fout[TS802]: Er is geen regeling of besluit 'Proefbijdrag'." in err


EVENTS = 10_000


@pytest.fixture
def many(place: Path) -> Path:
    """A tariff that was corrected twice, and a payment on each of ten thousand lines, each known the day after."""
    lines = ["persoon:", "  tarief:", '    - {waarde: "€ 15,00", herkomst: gemeente, bekend: 02-01-2010}']
    for number in (1, 2):
        lines.append(
            f'    - {{waarde: "€ {15 + number},00", van: 01-0{number}-2026, herkomst: gemeente, bekend: 0{number}-06-2026}}'
        )
    lines.append("  betalingen:")
    for number in range(EVENTS):
        day = date(2012, 1, 1) + timedelta(days=number // 2)
        known = day + timedelta(days=1)
        lines.append(f"    - {{datum: {day}, bedrag: € 21,80, herkomst: CAK, bekend: {{CAK: {known}}}}}")
    (place / "d.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    return place


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("besluit", "Betaald", "--op", "31-12-2026"), "€ 218.000,00"),
        (("besluit", "Betaald", "--op", "31-12-2026", "--bekend", "02-01-2012", "--bij", "CAK"), "€ 43,60"),
        (("besluit", "Betaald", *HALF), "€ 218.000,00"),
        (("alles", *HALF), "€ 218.000,00"),
        (("herziening", "Proefbijdrage", *HALF, "--toen", "01-04-2026", "--nu", "01-07-2026"), "Naheffing: € 11,00."),
    ],
)
def test_a_dossier_of_ten_thousand_events_is_answered(many: Path, arguments: tuple[str, ...], told: str) -> None:
    code, out, err = run(*arguments, "--dossier", "d.yaml")
    assert (code, err) == (0, "")
    assert told in out
