"""Costs and what people add: numbers go through every line, and everything that is wrong is said at once."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

from engine.paths import scenarios_dir
from engine.simulation.contributed import RISKS, load_contributed, shipped_contribution
from engine.simulation.costs import costs_of, load_costs, totals_of
from engine.simulation.effects import effects_of
from engine.simulation.later import Limit
from engine.simulation.tally import Tally
from engine.simulation.work import Asked

COUNTED = ("extra beschikkingen", "extra telefoongesprekken")
ASKED = Asked("Zorgtoeslag", "r", "Dienst Toeslagen", "leefeenheid", "de toeslag", 0, False, "krijgt", False)
COSTS = """naam: proef
regels:
    -   naam: bellen
        bij: extra telefoongesprekken
        normtijd: 0,1; 0,2; 0,3
        tarief: € 60,00
        soort: incidenteel
        bron: raming
    -   naam: brieven
        bij: extra beschikkingen
        prijs: € 0,80; € 1,00; € 1,20
        soort: incidenteel
        bron: raming
    -   naam: beheer
        aantal: 1
        prijs: € 10.000,00
        soort: structureel
        bron: raming
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_costs_are_number_times_time_times_rate(tmp_path: Path) -> None:
    found, findings, _ = load_costs(written(tmp_path / "k.yaml", COSTS), COUNTED)
    assert found is not None and findings == []
    three = (Fraction(100), Fraction(200), Fraction(300))
    costs = costs_of(found.form, dict.fromkeys(COUNTED, three))
    calls, letters, fixed = (one.amount for one in costs)
    assert (calls.low, calls.value, calls.high) == (600, 2_400, 5_400)
    assert (letters.low, letters.value, letters.high) == (80, 200, 360)
    assert fixed.value == 10_000
    totals = dict(totals_of(costs))
    assert (totals["incidenteel"].low, totals["incidenteel"].high) == (680, 5_760)
    assert totals["structureel"].value == 10_000


def test_all_that_is_wrong_with_costs_is_said_at_once(tmp_path: Path) -> None:
    text = (
        COSTS.replace("tarief: € 60,00\n        soort", "soort")
        .replace("bij: extra beschikkingen", "bij: brieven")
        .replace("aantal: 1\n", "aantal: 3; 2; 1\n")
    )
    found, findings, _ = load_costs(written(tmp_path / "k.yaml", text), COUNTED)
    told = [one.cause for one in findings]
    assert found is None and all(one.code == "TS883" for one in findings)
    for said in ("normtijd met een tarief", "'brieven' is bij 'brieven'", "lopen laag, midden en hoog van 'aantal'"):
        assert any(said in one for one in told), told
    found, findings, _ = load_costs(
        written(tmp_path / "k.yaml", COSTS.replace("soort: structureel", "soort: soms").replace("0,80", "veel")),
        COUNTED,
    )
    assert found is None and len(findings) == 2
    assert any("incidenteel" in one.cause for one in findings) and any("'prijs'" in one.cause for one in findings)


def test_the_shipped_contribution_is_whole_and_found_by_its_variant() -> None:
    folder = scenarios_dir() / "inbreng"
    path = shipped_contribution(("indexatie abonnementstarief 2024",), folder)
    assert path is not None and shipped_contribution(("iets anders",), folder) is None
    found, findings, _ = load_contributed(path)
    assert found is not None and findings == []
    assert all(one.eigenaar and one.datum and one.bron for one in found.form.randvoorwaarden)
    assert {one.risico for one in found.form.risicos} <= set(RISKS)


def test_a_file_does_not_fill_in_the_verdict_and_all_else_is_said_too(tmp_path: Path) -> None:
    text = (
        "naam: een\nvariant: x\nrandvoorwaarden:\n    - {voorwaarde: v, eigenaar: e, datum: morgen, bron: b}\n"
        "risicos:\n    - {risico: stelselwijziging, inschatting: i, bron: b}\n"
        "teksten:\n    - {hoofdstuk: oordeel, tekst: uitvoerbaar, bron: b}\n"
    )
    found, findings, _ = load_contributed(written(tmp_path / "i.yaml", text))
    assert found is None and {one.code for one in findings} == {"TS884"}
    told = [f"{one.cause} {one.remedy}" for one in findings]
    for said in ("'datum' hoort een datum", "'stelselwijzigingen'", "geeft een mens"):
        assert any(said in one for one in told), told


def test_what_is_asked_back_later_has_the_limit_of_the_law() -> None:
    tally = Tally(1, Counter({("later", "rijen"): 900, ("later", "boven de grens"): 300, ("met bedrag",): 900}))
    found = effects_of(ASKED, tally, Fraction(2), (), Limit("terugvordering", Fraction(116), "Awir")).later
    assert found is not None and found.above is not None
    assert (found.count.value, found.above.value) == (1_800, 600)
    none = effects_of(ASKED, tally, Fraction(2), (), Limit("naheffing", None, "")).later
    assert none is not None and none.above is None
    assert effects_of(ASKED, tally, Fraction(2), ()).later is None


def real(**rows: int) -> Tally:
    tally = Tally(1)
    for name, number in rows.items():
        tally.add(number, *name.split("__"))
    return tally


def test_few_real_people_are_not_shown_and_not_to_be_computed() -> None:
    """One class of three people is hidden, and the next smallest too, or it would be what is left of the total."""
    tally = real(klasse__7=3, klasse__8=40, klasse__9=400, hoger__rijen=443, met_bedrag=443)
    tally.add(443, "met bedrag")
    shown = {one.low: one.count.hidden for one in effects_of(ASKED, tally, Fraction(1), ()).classes}
    assert shown == {0: True, 12: True, 60: False}
    tally = real(lager__rijen=7, lager__bedrag=-700)
    people = effects_of(ASKED, tally, Fraction(1), ()).people
    assert people.lower.hidden and people.mean_lower.hidden and people.lower.words().startswith("minder dan 25")


def test_a_group_beside_the_only_small_one_is_hidden_too() -> None:
    tally = Tally(1)
    for group, rows in (("met kinderen", 4), ("zonder kinderen", 90)):
        tally.add(rows, "groep", "kinderen", group, "met bedrag")
        tally.add(rows, "groep", "kinderen", group, "hoger")
    assert [one.figures for one in effects_of(ASKED, tally, Fraction(1), ()).groups] == [None, None]
    tally.add(60, "groep", "kinderen", "met kinderen", "met bedrag")
    assert all(one.figures for one in effects_of(ASKED, tally, Fraction(1), ()).groups)


def test_how_a_hidden_figure_was_computed_does_not_name_it() -> None:
    tally = real(lager__rijen=7)
    hidden = [one for one in effects_of(ASKED, tally, Fraction(1), ()).figures if one.hidden]
    assert hidden and all("7" not in one.how for one in hidden)
