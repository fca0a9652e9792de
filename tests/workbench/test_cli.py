"""The command line as a user meets it: what it prints, on which stream, and its exit code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.cli.console import Console

ROOT = Path(__file__).parents[2]
RULES = """Regeling Proefbijdrage
    uitvoerder: CAK
    bron: Proefwet (BWBR0000001)

Objecttype de persoon (mv: personen)
    het inkomen : bedrag per jaar ligt tussen € 0 en € 100.000, in hele euro's
    de bijdrage : bedrag per jaar
    kenmerk is vrijgesteld

Regel bijdrage
    geldig vanaf 01-01-2024
    bron: Proefwet artikel 1
    ruimte: gebonden, wet
    De bijdrage van een persoon moet berekend worden als
        10% van het inkomen van de persoon, rekenkundig afgerond op centen
    uitleg: "U betaalt een tiende van uw inkomen."

Regel geen bijdrage
    geldig vanaf 01-01-2024
    bron: Proefwet artikel 2
    ruimte: gebonden, wet
    in afwijking van: bijdrage
    De bijdrage van een persoon moet gesteld worden op € 0 per jaar
    indien de persoon vrijgesteld is
    uitleg: "U bent vrijgesteld."

Besluit Bijdrage
    over: een persoon
    bron: Proefwet artikel 1
    per: jaar
    uitkomst: de bijdrage van de persoon
    wijziging werkt door vanaf: de maand na de wijziging
    bezwaar: 6 weken bij het CAK
"""
DOSSIER = "persoon:\n  inkomen: € 20.005\n  is vrijgesteld: nee\n"


class Ran:
    def __init__(self, code: int, console: Console) -> None:
        assert isinstance(console.out, io.StringIO)
        assert isinstance(console.err, io.StringIO)
        self.code, self.out, self.err = code, console.out.getvalue(), console.err.getvalue()


def run(*arguments: str | Path) -> Ran:
    console = Console(io.StringIO(), io.StringIO())
    return Ran(main([str(argument) for argument in arguments], console), console)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOETSSTEEN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "regels"
    folder.mkdir()
    (folder / "proef.regels").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    return path


def test_rechtsgevolg_asks_who_answers_for_it(rules: Path, dossier: Path, tmp_path: Path) -> None:
    of = ("besluit", "Bijdrage", "--dossier", dossier, "--regels", rules, "--rechtsgevolg")
    asked = (*of, "--op", "01-03-2024")
    alone = run(*asked)
    assert (alone.code, alone.out) == (1, "")
    assert "TS951" in alone.err
    named = run(*asked, "--behandelaar", "N. de Vries", "--json")
    assert named.code == 0
    assert json.loads(named.out)["rechtsgevolg"] == {"behandelaar": "N. de Vries"}
    period = run(*of, "--behandelaar", "N. de Vries", "--van", "01-01-2024", "--tot", "31-12-2024")
    assert "TS950" in period.err
    half = tmp_path / "half.yaml"
    half.write_text("persoon:\n  is vrijgesteld: nee\n")
    unknown = run(*(half if part is dossier else part for part in asked), "--behandelaar", "N. de Vries")
    assert "TS952" in unknown.err


# ---------------------------------------------------------------- controleer


def test_good_rules_are_good(rules: Path) -> None:
    ran = run("controleer", "--regels", rules)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "1 bestand gecontroleerd: geen fouten.\n"


def test_a_bad_file_shows_place_cause_and_remedy(rules: Path, tmp_path: Path) -> None:
    bad = tmp_path / "fout.regels"
    bad.write_text(RULES.replace("het inkomen van de persoon,", "het inkomn van de persoon,"), encoding="utf-8")
    ran = run("controleer", bad, "--regels", tmp_path / "leeg")
    assert ran.code == 1
    assert f"{bad}:15:" in ran.err
    assert "Bedoelde u 'inkomen'?" in ran.err
    assert "^" in ran.err


def test_only_the_files_asked_for_are_reported(rules: Path) -> None:
    (rules / "ander.regels").write_text("Regeling Ander\n\nRegel half\n", encoding="utf-8")
    assert run("controleer", rules / "proef.regels", "--regels", rules).code == 0
    assert run("controleer", "--regels", rules).code == 1


def test_a_copy_of_the_rules_takes_their_place(rules: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopie"
    copy.mkdir()
    (copy / "proef.regels").write_text(RULES, encoding="utf-8")
    ran = run("controleer", copy, "--regels", rules)
    assert (ran.code, ran.out) == (0, "1 bestand gecontroleerd: geen fouten.\n")
    (copy / "sub").mkdir()
    (copy / "proef.regels").rename(copy / "sub" / "proef.regels")
    moved = run("controleer", copy, "--regels", rules)
    assert (moved.code, moved.err.count("[TS")) == (0, 1), "once, and not for each name"
    assert "TS814" in moved.err and f"--regels {copy / 'sub'}" in moved.err


def test_a_copy_under_another_name_is_judged_in_the_place_of_its_original(rules: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mijn versie.regels"
    copy.write_text(RULES.replace("het inkomen van de persoon,", "het inkomn van de persoon,"), encoding="utf-8")
    ran = run("controleer", copy, "--regels", rules)
    assert "Bedoelde u 'inkomen'?" in ran.err and "TS814" in ran.err
    assert "al eerder beschreven" not in ran.err
    other = tmp_path / "nieuw.regels"
    other.write_text(
        RULES.split("Objecttype")[0] + "Objecttype de persoon\n    het inkomen : bedrag per jaar\n", encoding="utf-8"
    )
    clash = run("controleer", other, "--regels", rules)
    assert clash.code == 1 and "al eerder beschreven" in clash.err, "also when the other file is the later one"
    animals = "".join(f"\n\nObjecttype de {name}\n    de leeftijd : aantal jaren" for name in ("hond", "kat", "geit"))
    named_alike = f"{RULES.split('Objecttype')[0]}Besluit Bijdrage\n    over: een hond{animals}\n"
    other.write_text(named_alike, encoding="utf-8")
    assert "TS814" not in run("controleer", other, "--regels", rules).err, "one name alike makes no copy"


def test_findings_as_json(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Regeling X\n\nRegel half\n")))
    ran = run("controleer", "-", "--json", "--regels", rules)
    found = json.loads(ran.out)
    assert ran.code == 1
    assert {item["bestand"] for item in found} == {"-"}
    assert all(item["oorzaak"] and item["oplossing"] for item in found)


def test_a_path_that_is_not_there(rules: Path) -> None:
    ran = run("controleer", "weg.regels", "--regels", rules)
    assert ran.code == 1
    assert "'weg.regels' bestaat niet" in ran.err


def test_a_file_that_is_no_text(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "b.regels").write_bytes(b"Regel \xff")
    ran = run("controleer", tmp_path / "b.regels", "--regels", rules)
    assert ran.code == 1
    assert "TS002" in ran.err


# ---------------------------------------------------------------- opmaak


def test_layout_is_written_once(rules: Path) -> None:
    path = rules / "proef.regels"
    path.write_text(RULES.replace("    uitvoerder: CAK", "  uitvoerder:   CAK   // het CAK"), encoding="utf-8")
    assert run("opmaak", "--controleer", "--regels", rules).code == 1
    assert "// het CAK" in path.read_text(encoding="utf-8")
    first = run("opmaak", "--regels", rules)
    assert (first.code, first.err) == (0, "")
    assert "// het CAK" in path.read_text(encoding="utf-8")
    again = run("opmaak", "--controleer", "--regels", rules)
    assert (again.code, again.out) == (0, "")


def test_a_broken_file_is_left_as_it_was(rules: Path) -> None:
    path = rules / "proef.regels"
    broken = RULES + "\nRegel   half\n"
    path.write_text(broken, encoding="utf-8")
    ran = run("opmaak", "--regels", rules)
    assert ran.code == 1
    assert path.read_text(encoding="utf-8") == broken


# ---------------------------------------------------------------- besluit en waarom-niet


def test_a_decision_explains_itself(rules: Path, dossier: Path) -> None:
    ran = run(
        "besluit", "Bijdrage", "--dossier", dossier, "--op", "01-03-2024", "--uitleg", "burger", "--regels", rules
    )
    assert ran.code == 0
    assert "€ 2.000,50" in ran.out
    assert "U betaalt een tiende van uw inkomen." in ran.out


def test_the_regeling_names_its_only_besluit(rules: Path, dossier: Path) -> None:
    ran = run("besluit", "proefbijdrage", "--dossier", dossier, "--op", "1 maart 2024", "--regels", rules)
    assert ran.code == 0


def test_a_decision_as_json_holds_its_trace_and_proves_itself(rules: Path, dossier: Path) -> None:
    from engine.selfcheck import check_trace

    arguments = ("besluit", "Bijdrage", "--dossier", dossier, "--op", "01-03-2024", "--json", "--regels", rules)
    ran = run(*arguments)
    told = json.loads(ran.out)
    assert told["status"] == "vastgesteld"
    assert check_trace(told["spoor"]) == []
    assert run(*arguments).out == ran.out


def test_silence_is_no_answer(rules: Path, tmp_path: Path) -> None:
    silent = tmp_path / "stil.yaml"
    silent.write_text("persoon:\n  inkomen: € 20.000\n", encoding="utf-8")
    ran = run("besluit", "Bijdrage", "--dossier", silent, "--op", "01-03-2024", "--uitleg", "burger", "--regels", rules)
    assert ran.code == 0
    assert "nog niet vaststellen" in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Bijdrag", "--op", "01-03-2024"), "Bedoelde u 'Bijdrage'?"),
        (("Bijdrage", "--op", "30-02-2024"), "geen geldige datum"),
        (("Bijdrage",), "geen datum"),
    ],
)
def test_wrong_use_is_told(rules: Path, dossier: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = run("besluit", *arguments, "--dossier", dossier, "--regels", rules)
    assert ran.code == 2
    assert ran.out == ""
    assert says in ran.err


def test_no_partial_decision_on_a_bad_dossier(rules: Path, tmp_path: Path) -> None:
    bad = tmp_path / "fout.yaml"
    bad.write_text("persoon:\n  inkomn: € 20.000\n  is vrijgesteld: misschien\n", encoding="utf-8")
    ran = run("besluit", "Bijdrage", "--dossier", bad, "--op", "01-03-2024", "--regels", rules)
    assert (ran.code, ran.out) == (1, "")
    assert "2 fouten" in ran.err


def test_why_not_names_the_condition(rules: Path, dossier: Path) -> None:
    ran = run("waarom-niet", "Bijdrage", "geen bijdrage", "--dossier", dossier, "--op", "01-03-2024", "--regels", rules)
    assert ran.code == 0
    assert "vrijgesteld" in ran.out
    unknown = run(
        "waarom-niet", "Bijdrage", "geen bijdrag", "--dossier", dossier, "--op", "01-03-2024", "--regels", rules
    )
    assert unknown.code == 2
    assert "Bedoelde u 'geen bijdrage'?" in unknown.err


# ---------------------------------------------------------------- toets, regelingen, gebruik


def test_scenarios_pass_and_fail_with_a_difference(rules: Path, tmp_path: Path) -> None:
    suite = tmp_path / "scenario.yaml"
    text = """regeling: Bijdrage
scenarios:
  - naam: een tiende
    id: proef-1
    op: 01-03-2024
    herkomst: met de hand berekend
    bron: Proefwet artikel 1
    feiten: {inkomen: € 20.005, is vrijgesteld: nee}
    verwacht:
      status: vastgesteld
      uitkomst: {bijdrage: "€ 2.000,50"}
"""
    suite.write_text(text, encoding="utf-8")
    good = run("toets", suite, "--regels", rules, "--junit", tmp_path / "junit.xml", "--dekking", "--grenzen")
    assert good.code == 0, good.out + good.err
    assert "geen bijdrage" in good.out  # the rule that never fired
    assert "grenzen: 0 van 0 van beide kanten gezien, 0 niet" in good.out
    assert 'failures="0"' in (tmp_path / "junit.xml").read_text(encoding="utf-8")
    suite.write_text(text.replace("2.000,50", "2.000,51"), encoding="utf-8")
    bad = run("toets", suite, "--regels", rules)
    assert bad.code == 1
    assert "2.000,51" in bad.out and "2.000,50" in bad.out


def test_demands_on_coverage_and_boundaries_fail_the_suite_until_they_are_met(rules: Path, tmp_path: Path) -> None:
    suite = tmp_path / "proef.yaml"
    paid = """regeling: Bijdrage
scenarios:
  - naam: een tiende
    id: proef-1
    op: 01-03-2024
    herkomst: met de hand berekend
    bron: Proefwet artikel 1
    feiten: {inkomen: € 20.005, is vrijgesteld: nee}
    verwacht: {status: vastgesteld, uitkomst: {bijdrage: "€ 2.000,50"}}
"""
    free = """  - naam: vrijgesteld
    id: proef-2
    op: 01-03-2024
    herkomst: met de hand berekend
    bron: Proefwet artikel 2
    feiten: {inkomen: € 20.005, is vrijgesteld: ja}
    verwacht: {status: vastgesteld, uitkomst: {bijdrage: "€ 0"}}
"""
    suite.write_text(paid, encoding="utf-8")
    short = run("toets", suite, "--regels", rules, "--eis-dekking")
    assert short.code == 1
    assert "per regeling): niet gehaald\n    dekking Proefbijdrage: 1 van 1 regels (100%), 0 van 1" in short.out
    suite.write_text(paid + free, encoding="utf-8")
    met = run("toets", suite, "--regels", rules, "--eis-dekking", "--eis-grenzen")
    assert met.code == 0, met.out + met.err
    assert "per regeling): gehaald" in met.out

    rule = "\n\nRegel vrijgesteld\n    geldig vanaf 01-01-2024\n    bron: Proefwet artikel 2\n    ruimte: gebonden, wet"
    rule += "\n    Een persoon is vrijgesteld\n    indien het inkomen van de persoon kleiner is dan € 20.000 per jaar\n"
    changed = RULES.replace("\n\nBesluit", rule + "\nBesluit")
    (rules / "proef.regels").write_text(changed, encoding="utf-8")
    suite.write_text(paid.replace(", is vrijgesteld: nee", ""), encoding="utf-8")
    one_side = run("toets", suite, "--regels", rules, "--eis-grenzen")
    assert one_side.code == 1
    assert "van beide kanten): niet gehaald, 1 van 1 niet" in one_side.out


def test_a_regeling_without_scenarios_does_not_meet_the_demand(rules: Path, tmp_path: Path) -> None:
    other = RULES.replace("Proefbijdrage", "Vergeten").replace("persoon", "ander").replace("personen", "anderen")
    other = other.replace("Regel bijdrage", "Regel vergeten").replace("Regel geen bijdrage", "Regel niets")
    other = other.replace("in afwijking van: bijdrage", "in afwijking van: vergeten").replace(
        "Besluit B", "Besluit Andere b"
    )
    (rules / "vergeten.regels").write_text(other, encoding="utf-8")
    suite = tmp_path / "proef.yaml"
    suite.write_text(
        "regeling: Bijdrage\nscenarios:\n"
        + "".join(
            f"""  - naam: {word}
    id: proef-{word}
    op: 01-03-2024
    herkomst: met de hand berekend
    bron: Proefwet
    feiten: {{inkomen: € 20.000, is vrijgesteld: {word}}}
    verwacht: {{status: vastgesteld}}
"""
            for word in ("ja", "nee")
        ),
        encoding="utf-8",
    )
    ran = run("toets", suite, "--regels", rules, "--eis-dekking")
    assert ran.code == 1, ran.err
    assert "niet gehaald\n    dekking Vergeten: 0 van 1 regels (0%), 0 van 1 afwijkingen (0%)" in ran.out


def test_the_list_of_regelingen(rules: Path) -> None:
    assert "Proefbijdrage (CAK)\n    Bijdrage:" in run("regelingen", "--regels", rules).out
    [item] = json.loads(run("regelingen", "--json", "--regels", rules).out)
    assert item["besluit"] == "Bijdrage"


KNOWN = """persoon:
  inkomen:
    - {waarde: € 10.000, herkomst: Belastingdienst, bekend: 01-02-2024}
    - {waarde: € 20.000, herkomst: Belastingdienst, bekend: {CAK: 01-06-2024}}
  is vrijgesteld: nee
"""


@pytest.mark.parametrize(
    ("options", "amount", "known"),
    [
        ((), "2000", (None, "CAK")),
        (("--bekend", "31-05-2024"), "1000", ("2024-05-31", "CAK")),
        (("--bekend", "01-06-2024"), "2000", ("2024-06-01", "CAK")),
        (("--bij", "SVB"), "1000", (None, "SVB")),
    ],
)
def test_a_decision_is_made_with_what_was_known(
    rules: Path, dossier: Path, options: tuple[str, ...], amount: str, known: tuple[str | None, str]
) -> None:
    dossier.write_text(KNOWN, encoding="utf-8")
    ran = run("besluit", "Bijdrage", "--dossier", dossier, "--op", "01-03-2024", "--regels", rules, "--json", *options)
    found = json.loads(ran.out)
    assert found["uitkomsten"][0]["waarde"] == {"getal": f"{amount}/1"}
    assert (found["bewijs"]["bekend op"], found["bewijs"]["bekend bij"]) == known


def test_a_decision_before_anything_was_known_or_on_no_date(rules: Path, dossier: Path) -> None:
    dossier.write_text(KNOWN, encoding="utf-8")
    asked = ("besluit", "Bijdrage", "--dossier", dossier, "--op", "01-03-2024", "--regels", rules)
    assert "nog niet vast te stellen" in run(*asked, "--bekend", "31-01-2024").out
    ran = run(*asked, "--bekend", "gisteren")
    assert ran.code == 2
    assert "TS803" in ran.err
    ran = run(*asked, "--bij", "CKA")
    assert ran.code == 2
    assert "Bedoelde u 'CAK'" in ran.err


def test_the_schema_of_a_dossier(rules: Path) -> None:
    schema = json.loads(run("schema", "--regels", rules).out)
    assert schema["properties"]["persoon"]["anyOf"][0] == {"$ref": "#/$defs/persoon"}
    assert set(schema["$defs"]["persoon"]["properties"]) >= {"inkomen", "is vrijgesteld", "is niet vrijgesteld"}


def test_all_that_argparse_says_is_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help").code == 0
    assert run("besluit").code == 2
    assert run("onzin").code == 2
    assert run("toets", "--werkers", "veel").code == 2
    said = capsys.readouterr()
    words = (said.out + said.err).lower()
    assert "gebruik: toetssteen" in words
    for english in ("usage", "error", "required", "invalid", "options:", "positional", "show this"):
        assert english not in words


def test_a_warm_decision_imports_nothing_heavy(rules: Path, dossier: Path, tmp_path: Path) -> None:
    """The cold start of the command is what it imports: no parser, no pandas, no pydantic, no signal engine without signals."""
    arguments = ["besluit", "Bijdrage", "--dossier", str(dossier), "--op", "01-03-2024", "--regels", str(rules)]
    run(*arguments)
    code = (
        "import sys; from workbench.cli import main; code = main(sys.argv[1:]);"
        "print('HEAVY', sorted({m.split('.')[0] for m in sys.modules} & {'lark', 'pandas', 'numpy', 'pydantic', 'durable', 'rich'}), code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert ran.stdout.splitlines()[-1] == "HEAVY [] 0", ran.stderr


# ---------------------------------------------------------------- alles


def test_all_besluiten_of_a_dossier_begin_with_whose_data_it_is_for(rules: Path, dossier: Path) -> None:
    ran = run("alles", "--dossier", dossier, "--op", "01-03-2024", "--regels", rules)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Dit overzicht legt gegevens van verschillende wetten bij elkaar.")
    assert "- Bijdrage (per jaar): bijdrage: € 2.000,50 per jaar" in ran.out
    assert "Waarom?" not in ran.out
    letters = run("alles", "--dossier", dossier, "--op", "01-03-2024", "--regels", rules, "--uitleg", "burger")
    assert letters.out.startswith(ran.out)
    assert "U betaalt een tiende van uw inkomen." in letters.out


def test_all_besluiten_as_json(rules: Path, tmp_path: Path) -> None:
    part = tmp_path / "deel.yaml"
    part.write_text("aangevraagd: geen\npersoon:\n  is vrijgesteld: nee\n", encoding="utf-8")
    ran = run("alles", "--dossier", part, "--op", "01-03-2024", "--regels", rules, "--json")
    told = json.loads(ran.out)
    (bijdrage,) = told["besluiten"]
    assert ran.code == 0
    assert next(iter(told)) == "waarschuwing"
    assert (bijdrage["status"], bijdrage["nodig"]) == ("nog niet vast te stellen", 1)
    assert bijdrage["eerste vraag"] == "Hoe hoog is het inkomen van de persoon?"


def test_all_besluiten_of_a_wrong_dossier_or_without_a_date(rules: Path, dossier: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "fout.yaml"
    wrong.write_text("persoon:\n  inkomn: 1\naangevraagd: [Niets]\n", encoding="utf-8")
    ran = run("alles", "--dossier", wrong, "--op", "01-03-2024", "--regels", rules)
    assert ran.code == 1
    assert "inkomn" in ran.err
    assert "TS802" in ran.err
    assert run("alles", "--dossier", dossier, "--regels", rules).code == 2
    assert run("alles", "--dossier", dossier, "--op", "gisteren", "--regels", rules).code == 2


@pytest.fixture
def changing(tmp_path: Path) -> Path:
    path = tmp_path / "verandert.yaml"
    changes = "[{waarde: nee, tot en met: 14-05-2024}, {waarde: ja, van: 15-05-2024}]"
    path.write_text(f"persoon:\n  inkomen: € 20.005\n  is vrijgesteld: {changes}\n", encoding="utf-8")
    return path


PERIOD = ("--van", "01-01-2024", "--tot", "31-12-2024")


def test_a_besluit_over_a_period_says_what_holds_when_and_why(rules: Path, changing: Path) -> None:
    ran = run("besluit", "Bijdrage", "--dossier", str(changing), *PERIOD, "--regels", str(rules))
    assert ran.code == 0, ran.err
    assert "januari t/m mei 2024: € 2.000,50 per jaar" in ran.out
    assert "juni t/m december 2024: € 0,00 per jaar" in ran.out
    assert "De persoon is vrijgesteld vanaf 15 mei 2024." in ran.out
    letter = run(
        "besluit", "Bijdrage", "--dossier", str(changing), *PERIOD, "--regels", str(rules), "--uitleg", "burger"
    )
    assert "U bent vrijgesteld vanaf 15 mei 2024." in letter.out


def test_a_besluit_over_a_period_as_json(rules: Path, changing: Path) -> None:
    ran = run("besluit", "Bijdrage", "--dossier", str(changing), *PERIOD, "--regels", str(rules), "--json")
    told = json.loads(ran.out)
    assert [(one["van"], one["tot en met"]) for one in told["stukken"]] == [
        ("2024-01-01", "2024-05-31"),
        ("2024-06-01", "2024-12-31"),
    ]
    (reason,) = told["stukken"][1]["redenen"]
    assert (reason["soort"], reason["vanaf"]) == ("feit", "2024-05-15")
    assert told["doorwerking"]["eenheid"] == "maand" and told["doorwerking"]["de volgende"] is True


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--van", "01-01-2024"), "TS820"),
        (("--tot", "01-01-2024"), "TS820"),
        (("--van", "02-01-2024", "--tot", "01-01-2024"), "TS821"),
        (("--van", "01-01-1924", "--tot", "01-01-2024"), "TS821"),
        (("--van", "31-02-2024", "--tot", "01-04-2024"), "TS803"),
        ((*PERIOD, "--op", "01-01-2024"), "TS822"),
    ],
)
def test_a_wrong_period_is_told(rules: Path, changing: Path, options: tuple[str, ...], code: str) -> None:
    ran = run("besluit", "Bijdrage", "--dossier", str(changing), *options, "--regels", str(rules))
    assert ran.code == 2
    assert code in ran.err and ran.out == ""


def test_all_besluiten_over_a_period(rules: Path, changing: Path) -> None:
    ran = run("alles", "--dossier", str(changing), *PERIOD, "--regels", str(rules))
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Dit overzicht legt gegevens van verschillende wetten bij elkaar.")
    assert "januari t/m mei 2024: € 2.000,50 per jaar" in ran.out
    told = json.loads(run("alles", "--dossier", str(changing), *PERIOD, "--regels", str(rules), "--json").out)
    assert [len(one["stukken"]) for one in told["besluiten"]] == [2]


def test_the_consequences_of_a_choice(rules: Path, dossier: Path, tmp_path: Path) -> None:
    choice = tmp_path / "keuze.yaml"
    choice.write_text(
        "naam: Vrijstelling vragen\nwijzigt:\n  persoon:\n    is vrijgesteld: ja\nlet op:\n  - Dit kan een keer.\n",
        encoding="utf-8",
    )
    arguments = ("gevolgen", "--dossier", str(dossier), "--keuze", str(choice), *PERIOD, "--regels", str(rules))
    ran = run(*arguments)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Belasting: niet vast te stellen.")
    assert "verschil: - € 2.000,50 per jaar" in ran.out
    assert "Let op: Dit kan een keer." in ran.out
    told = json.loads(run(*arguments, "--json").out)
    assert told["besluiten"][0]["stukken"][0]["verschillen"] == [{"uitkomst": "bijdrage", "meer": "-4001/2"}]
    choice.write_text("wijzigt:\n  persoon:\n    is vrijgesteldd: ja\n", encoding="utf-8")
    wrong = run(*arguments)
    assert (wrong.code, wrong.out) == (1, "")
    assert "TS501" in wrong.err and "keuze.yaml:3" in wrong.err
