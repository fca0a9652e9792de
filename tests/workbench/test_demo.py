"""The example dossiers, each with the outcome that was calculated by hand, and ``make demo`` that shows them.

The amounts stand in plain text on purpose: they come from the calculations in the dossiers, not from the engine.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench import demo
from workbench.cli import main
from workbench.cli.console import Console

WLZ, WMO, AOW = "Eigen bijdrage Wlz", "Eigen bijdrage Wmo", "Bedragen bij een keuze na opname"
PREMIE, TERMIJN = "Bestuursrechtelijke premie", "Termijn van herziening Wlz"
DEEL = "Eigen bijdrage Wlz over een deel van de maand"

OUTCOMES = [
    # 10% of 42.000 / 12 together; then alone (16.293,80 - 25% x (16.293,80 - 11.830,00)) / 12, where 16.293,80 is what
    # is left of his 26.000. In the mirror 10% of 43.000 / 12.
    ("meneer-bakker", WLZ, "01-03-2026", ["Uw eigen bijdrage is € 350,00 per maand."]),
    ("meneer-bakker", WLZ, "01-09-2026", ["Uw eigen bijdrage is € 1.264,82 per maand."]),
    ("meneer-bakker", AOW, "01-03-2026", ["Uw verschil bij een keuze na opname is € 515,45 per maand."]),
    ("mevrouw-bakker", WMO, "01-09-2026", ["Uw bijdrage is € 21,80 per maand."]),
    ("meneer-bakker-spiegel", WLZ, "01-03-2026", ["Uw eigen bijdrage is € 358,33 per maand."]),
    ("meneer-bakker-spiegel", WLZ, "01-09-2026", ["Uw eigen bijdrage is € 744,55 per maand."]),
    ("sanne", WLZ, "01-08-2025", ["Uw eigen bijdrage is € 29,20 per maand."]),
    ("sanne", WLZ, "01-08-2026", ["Uw eigen bijdrage is € 30,40 per maand."]),
    ("mevrouw-yilmaz", WMO, "01-03-2024", ["Uw bijdrage is € 19,00 per maand."]),
    ("mevrouw-yilmaz", WMO, "01-06-2024", ["Uw bijdrage is € 20,60 per maand."]),
    (
        "stapelfactuur",
        "Begin van de bijdrage Wmo",
        "10-06-2026",
        [
            "Een medewerker moet uw situatie nog beoordelen.",
            "Daarna hoort u meer over uw eerste bijdragemaand.",
            "Uw begin van de volle termijn is 1 augustus 2025.",
            "Uw begin van de kortste termijn is 1 mei 2026.",
        ],
    ),
    (
        "karim",
        "Stap bij achterstand zorgpremie",
        "01-04-2024",
        ["Uw stap bij achterstand is mededeling van het voornemen om te melden."],
    ),
    # 120% of the average premium of 146,00 until July 2024 and 110% after; in 2025 110% of 156,67.
    ("karim", PREMIE, "01-06-2024", ["Uw bestuursrechtelijke premie is € 175,20 per maand."]),
    ("karim", PREMIE, "01-07-2024", ["Uw bestuursrechtelijke premie is € 160,60 per maand."]),
    ("karim", PREMIE, "01-10-2024", ["U hoeft geen bestuursrechtelijke premie te betalen."]),
    ("karim", PREMIE, "01-03-2025", ["Uw bestuursrechtelijke premie is € 172,33 per maand."]),
    (
        "gedupeerde-ouder",
        "Schulden van een persoon na 2020",
        "01-06-2023",
        [
            "Uw kwijtgescholden schuld is € 1.314,00.",
            "Uw teruggave van aflossingen is € 300,00.",
            "Uw resterende schuld na kwijtschelding is € 850,00.",
        ],
    ),
    # 1.264,82 x 12 x 12 days / 365
    (
        "overlijden",
        DEEL,
        "12-03-2026",
        ["De eigen bijdrage over het deel van de maand van de overledene is € 499,00 per maand."],
    ),
]

REPAYMENTS = [
    ("15-09-2021", ["Uw restitutie voor de Wlz is 1 september 2018."]),
    ("15-09-2023", ["Uw restitutie voor de Wlz is 1 september 2020."]),
    (
        "15-09-2025",
        [
            "Uw herziening voor de Wlz is 1 september 2022.",
            "Een medewerker moet uw situatie nog beoordelen.",
            "Daarna hoort u meer over uw restitutie voor de Wlz.",
        ],
    ),
]

SIGNALS = [
    ("mevrouw-yilmaz", WMO, "01-06-2024", {"oud tarief betaald na indexatie"}),
    ("overlijden", WLZ, "11-05-2026", set()),
    ("overlijden", WLZ, "20-05-2026", {"nabestaanden wachten op de laatste factuur"}),
]


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOETSSTEEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def run(*args: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    assert main(args, Console(out, err)) == 0, err.getvalue()
    return out.getvalue()


def arguments(dossier: str, besluit: str, day: str) -> list[str]:
    return ["besluit", besluit, "--dossier", str(demo.path_of(dossier)), "--op", day]


@pytest.mark.parametrize(("dossier", "besluit", "day", "lines"), OUTCOMES)
def test_outcome_as_calculated_by_hand(dossier: str, besluit: str, day: str, lines: list[str]) -> None:
    letter = run(*arguments(dossier, besluit, day), "--uitleg", "burger").splitlines()
    assert [line for line in letter if line in lines] == lines


@pytest.mark.parametrize(("day", "lines"), REPAYMENTS)
def test_how_far_back_follows_the_law_of_the_day_of_repair(day: str, lines: list[str]) -> None:
    args = [*arguments("te-veel-betaald", TERMIJN, day), "--verzonden-op", day, "--uitleg", "burger"]
    letter = run(*args).splitlines()
    assert [line for line in letter if line in lines] == lines


@pytest.mark.parametrize(("dossier", "besluit", "day", "names"), SIGNALS)
def test_signals(dossier: str, besluit: str, day: str, names: set[str]) -> None:
    found: dict[str, Any] = json.loads(run(*arguments(dossier, besluit, day), "--json"))
    assert {signal["naam"] for signal in found["signalen"]["signalen"]} == names


def test_the_contribution_of_this_year_is_provisional() -> None:
    letter = run(*arguments("sanne", WLZ, "01-08-2025"), "--uitleg", "burger")
    assert "Dit besluit is voorlopig." in letter
    assert "Dit besluit is voorlopig." not in run(*arguments("sanne", WLZ, "01-08-2026"), "--uitleg", "burger")


def test_his_contribution_frees_her_until_the_choice() -> None:
    assert "Uw bijdrage is € 21,80" not in run(*arguments("meneer-bakker", WMO, "01-03-2026"), "--uitleg", "burger")


def test_demo_shows_the_norms_of_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.show_norms() == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "bereikbaarheid telefonie Zvw: 71%, gevraagd ten minste 80%: NIET BEHAALD" in shown
    assert (
        "sociale veiligheid: >7,7, gevraagd meer dan 7,8: NIET BEOORDEELD (document: niet (volledig) behaald)" in shown
    )


def test_demo_shows_every_outcome(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    asked_last: list[list[str]] = []

    def all_but_toets(args: list[str], console: Console | None = None) -> int:
        if args != ["toets"]:
            return main(args, console)
        asked_last.append(args)
        return 0

    monkeypatch.setattr(demo, "command", all_but_toets)
    monkeypatch.setattr(demo, "PEOPLE", 10_000)
    assert demo.main() == 0
    assert asked_last == [["toets"]]
    shown = capsys.readouterr().out
    lines = {line.strip() for line in shown.splitlines()}
    expected = [(text, lines) for *_, texts in OUTCOMES for text in texts] + [
        (text, lines) for _, texts in REPAYMENTS for text in texts
    ]
    assert [text for text, where in expected if text not in where] == []
    assert "nabestaanden wachten op de laatste factuur" in shown
    assert "oud tarief betaald na indexatie" in shown
    assert "Toestand: schuld niet betwist (sinds 6 februari 2024)" in lines
    assert "01-06-2024  'gemeld bij het CAK' gaat in (CAK)" in lines
    assert "Toestand: gemeld bij het CAK (sinds 1 maart 2025)" in lines
    assert "- Naheffing: € 2.744,46." in lines and "Samen: +€ 2.410,00." in lines
    assert f"Scorebord gemaakt: open {demo.SCOREBOARD / 'scorebord.html'}" in lines
    assert (tmp_path / demo.SCOREBOARD / "onderdeel-zvw.html").exists()
    assert (tmp_path / demo.SIMULATION / "rapport.html").exists()
    assert "huishoudens betalen meer" in " ".join(shown.split())
    assert "Afweging MA-2026-001 is in orde en afgerond." in lines
