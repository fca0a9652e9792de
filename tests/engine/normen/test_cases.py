"""A record that counts against a norm becomes a dossier that the rules can read."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from engine.dossier.loader import load_case
from engine.normen.cases import OpenedCase, open_as_dossiers
from tests.rules.test_normen import law
from workbench.cli import main
from workbench.cli.console import Console

HEADER = (
    "zaaknummer;onderdeel;bekendmakingsdag;dag van binnenkomst;dag van afdoening;laatste dag van de termijn;is een bezwaar;"
    "is een klacht;heeft een adviescommissie;is verdaagd;aantal dagen opschorting"
)
ROWS = (
    "Z-1;Zvw gemoedsbezwaarden;01-01-2024;20-01-2024;25-03-2024;25-03-2024;ja;nee;nee;nee;0",
    "Z-2;Zvw gemoedsbezwaarden;01-01-2024;20-01-2024;26-03-2024;25-03-2024;ja;nee;nee;nee;0",
    "Z/2;Zvw gemoedsbezwaarden;01-01-2024;21-01-2024;;25-03-2024;ja;nee;;;",
)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "zaken.csv").write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    return folder


def opened(records: Path, *keys: str, as_type: str | None = None) -> list[OpenedCase]:
    cases, findings = open_as_dossiers(law(), {"zaak": set(keys)}, str(records), date(2024, 12, 31), as_type)
    assert not findings, findings
    return cases


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(list(arguments), Console(out, err)), out.getvalue(), err.getvalue()


def test_a_late_objection_is_a_dossier_with_its_steps(records: Path) -> None:
    late, waiting = opened(records, "Z-2", "Z/2")
    assert "  heeft een adviescommissie: nee\n" in late.text
    assert "{soort: bekendmaking van de beslissing, datum: 26-03-2024}" in late.text
    # What a record does not have is left out, so that it stays unknown.
    assert "beslissing" not in waiting.text
    assert "adviescommissie" not in waiting.text
    for case in (late, waiting):
        loaded, findings = load_case(law(), "Termijnen bij bezwaar", case.text, "dossier.yaml")
        assert loaded is not None and loaded.rekendatum == date(2024, 12, 31), findings


def test_a_registratie_may_open_more_than_one_kind(records: Path) -> None:
    (case,) = opened(records, "Z-1", as_type="klacht")
    assert case.type == "klacht"
    assert "ontvangst van de klacht: 20-01-2024" in case.text


@pytest.mark.parametrize(
    ("keys", "as_type", "code"),
    [({"Z-9"}, None, "TS559"), ({"Z-1"}, "persoon", "TS560"), ({"Z-1", "Z-9"}, None, "TS559")],
)
def test_what_cannot_be_opened_is_said_and_nothing_is(
    records: Path, keys: set[str], as_type: str | None, code: str
) -> None:
    cases, findings = open_as_dossiers(law(), {"zaak": keys}, str(records), date(2024, 12, 31), as_type)
    assert (cases, [item.code for item in findings]) == ([], [code])


def test_from_a_norm_to_the_term_of_the_law(records: Path, tmp_path: Path) -> None:
    asked = ("norm", "K-ZVW-A", "--registratie", str(records), "--periode", "2024", "--uit", str(tmp_path / "uit"))
    code, out, err = run(*asked, "--dossier", "alle")
    assert (code, err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "uit").iterdir()) == ["zaak-Z-2-2.yaml", "zaak-Z-2.yaml"]
    code, out, _ = run("besluit", "Termijnen bij bezwaar", "--dossier", str(tmp_path / "uit" / "zaak-Z-2.yaml"))
    assert code == 0
    assert "het einde van de bezwaartermijn van de bezwaarzaak: 12 februari 2024" in out
    # What the record does not say is asked: whether it is about the verdragsbijdrage, which has a term of its own.
    assert "tussen 25 maart 2024 en 13 mei 2024" in out
    assert "de verdragsbijdrage" in out
    code, _, err = run(*asked, "--dossier", "Z-9")
    assert code == 1 and "TS559" in err


def test_nothing_late_opens_nothing(records: Path, tmp_path: Path) -> None:
    (records / "zaken.csv").write_text(f"{HEADER}\n{ROWS[0]}\n", encoding="utf-8")
    code, out, _ = run("norm", "K-ZVW-A", "--registratie", str(records), "--periode", "2024", "--dossier", "alle")
    assert code == 0
    assert "Geen record telt" in out


REGISTER = """Regeling Proef
    bron: Proefplan 2024

Opsomming de soort stap
    begin
    einde

Objecttype de stap (mv: stappen)
    de datum : datum
    de soort : soort stap

Objecttype de proefzaak (mv: proefzaken)
    de binnenkomst : datum
    rol stap (mv: stappen) : ten hoogste 9 stappen

Registratie de brief (mv: brieven)
    sleutel: briefnummer
    opent: een proefzaak met {facts}
    het briefnummer : tekst
    de briefdag : datum
    kenmerk is dringend
"""


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ("de briefdag als de binnenkomst, de briefdag als de datum van een stap met de soort gelijk aan begin", set()),
        ("het briefnummer als de binnenkomst", {"TS303"}),
        ("de briefdag als de stap", {"TS303"}),
        ("de briefdag als de datum van een stap met de soort gelijk aan midden", {"TS303"}),
        ("de briefdag als de datum van een binnenkomst met de soort gelijk aan begin", {"TS303"}),
        ("de briefdag als de uitgang", {"TS201"}),
        ("de briefdag", {"TS102"}),
    ],
)
def test_what_a_record_opens_is_checked(facts: str, codes: set[str]) -> None:
    _, found = check(load_corpus({"proef": REGISTER.format(facts=facts)}))
    assert {item.code for item in found if item.severity.value == "fout"} == codes
