"""``toetssteen register`` as who looks after a register meets it."""

from __future__ import annotations

import base64
import io
import json
import os
import sqlite3
from pathlib import Path

import pytest

from engine.register import Keys, Register
from engine.register.replay import decision_payload
from tests.engine.register.made import ANNA, FILES
from tests.engine.register.test_replay import CONTENT, answer_of
from tests.proefwet import program
from workbench.cli import main
from workbench.cli.console import Console


class Kept:
    """A register in a file, with a dossier and a decision about it."""

    def __init__(self, folder: Path) -> None:
        self.file, self.secret = folder / "register.db", folder / "sleutel"
        self.secret.write_bytes(base64.b64encode(bytes(32)))
        self.secret.chmod(0o600)
        register = Register.open(f"sqlite:///{self.file}", Keys([bytes(32)]))
        self.dossier = register.add_dossier(CONTENT, ANNA).id
        rules = register.record_rules(FILES, program(), ANNA)
        payload = decision_payload(answer_of(CONTENT), rules=rules, version=1)
        self.decision = register.record("besluit", self.dossier, payload, ANNA).id
        register.close()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    made = Kept(tmp_path)
    monkeypatch.setenv("TOETSSTEEN_DATABASE", f"sqlite:///{made.file}")
    monkeypatch.setenv("TOETSSTEEN_KEY_FILE", str(made.secret))
    monkeypatch.delenv("TOETSSTEEN_REGISTER_SLEUTEL", raising=False)
    return made


def run(*arguments: str) -> tuple[int, str, str]:
    console = Console(io.StringIO(), io.StringIO())
    code = main(["register", *arguments], console)
    return code, console.out.getvalue(), console.err.getvalue()  # type: ignore[attr-defined]


def test_it_is_checked_kept_and_put_back(kept: Kept, tmp_path: Path) -> None:
    code, out, _ = run("controleer")
    assert code == 0
    assert "5 inschrijvingen" in out
    head, copy = str(tmp_path / "kop.json"), str(tmp_path / "kopie.db")
    assert run("kop", "--uit", head)[0] == 0
    assert json.loads(run("kop")[1]) == json.loads(Path(head).read_text())
    assert run("controleer", "--kop", head)[0] == 0
    assert run("backup", copy)[0] == 0
    assert run("backup", copy)[0] == 1
    back = f"sqlite:///{tmp_path / 'terug.db'}"
    assert run("herstel", copy, "--kop", head, "--database", back)[0] == 0
    assert run("controleer", "--kop", head, "--database", back)[0] == 0
    assert "al een register" in run("herstel", copy, "--database", back)[2]
    erased = tmp_path / "gewist.json"
    erased.write_text(json.dumps([{"onderwerp": kept.dossier}]))
    back = f"sqlite:///{tmp_path / 'gewist.db'}"
    assert run("herstel", copy, "--gewist", str(erased), "--database", back)[0] == 0
    assert "1 niet meer mogelijk" in run("herhaal", "--database", back)[1]
    assert "geen lijst" in run("herstel", copy, "--gewist", str(kept.secret), "--database", back)[2]


def test_what_was_changed_is_named(kept: Kept) -> None:
    with sqlite3.connect(kept.file) as connection:
        connection.executescript("DROP TRIGGER entry_no_update; UPDATE entry SET actor = 'x' WHERE seq = 3")
    connection.close()
    code, out, err = run("controleer")
    assert (code, out) == (1, "")
    assert "TS861" in err
    assert "Inschrijving 3 van de 5" in err


def test_it_is_shown_and_who_reads_leaves_a_trace(kept: Kept) -> None:
    code, out, _ = run("toon")
    assert code == 0
    assert [line.split()[2] for line in out.splitlines()] == [
        "register",
        "sleutel",
        "dossier",
        "regelversie",
        "besluit",
    ]
    assert len(json.loads(run("toon", "--soort", "besluit", "--json")[1])) == 1
    shown = json.loads(run("toon", kept.decision)[1])
    assert shown["inhoud"]["besluit"]["besluit"] == "Proefbijdrage"
    (trace,) = json.loads(run("toon", "--soort", "inzage", "--json")[1])
    assert (trace["onderwerp"], trace["door"].partition(":")[0]) == (kept.dossier, "opdrachtregel")
    assert "--na" in run("toon", "--aantal", "2")[1]
    assert "TS863" in run("toon", "besluit-bestaat-niet")[2]


def test_decisions_are_made_again(kept: Kept) -> None:
    code, out, _ = run("herhaal")
    assert (code, out) == (0, "Besluiten opnieuw genomen: 1 gelijk.\n")
    register = Register.open(f"sqlite:///{kept.file}", Keys([bytes(32)]))
    answer = {**answer_of(CONTENT), "status": "beoordelen"}
    rules = register.record_rules(FILES, program(), ANNA)
    other = register.record("besluit", None, decision_payload(answer, rules=rules, content=CONTENT), ANNA).id
    register.close()
    code, out, err = run("herhaal", other)
    assert code == 1
    assert '/status: was "beoordelen", is nu "vastgesteld"' in out
    assert "TS862" in err


def test_a_dossier_is_held_released_and_erased(kept: Kept, tmp_path: Path) -> None:
    rules = tmp_path / "regels"
    rules.mkdir()
    (rules / "proef.regels").write_text(FILES[0].source.text)
    asked = ("wis", kept.dossier, "--grond", "bewaartermijn verstreken", "--regels", str(rules))
    assert "onbekend" in run(*asked, "--proef")[1]
    assert run("verlopen", "--regels", str(rules))[1].startswith("0 te wissen")
    assert "geen regel zegt hoe lang" in run(*asked)[2]
    register = Register.open(f"sqlite:///{kept.file}", Keys([bytes(32)]))
    other = register.add_dossier({}, ANNA).id
    register.close()
    asked = ("wis", other, "--grond", "ten onrechte vastgelegd", "--regels", str(rules))
    code, out, _ = run("blokkeer", other, "--grond", "bezwaar")
    held = out.split()[1].rstrip(":")
    assert code == 0
    assert "bezwaar" in run(*asked)[2]
    assert run("vrijgeven", held)[0] == 0
    assert run(*asked, "--proef")[:2] == (0, "Wissen kan.\n")
    assert run(*asked)[0] == 0
    assert "gewist" in run(*asked)[2]
    assert run("controleer")[0] == 0
    assert "vaste lijst" not in run("blokkeer", kept.dossier, "--grond", "zomaar")[1]


def test_without_a_register_or_a_key_it_says_so_and_makes_nothing(kept: Kept, tmp_path: Path) -> None:
    nothing = tmp_path / "er-is-niets.db"
    for arguments in (
        ("--database", f"sqlite:///{nothing}"),
        ("--database", "mysql://x"),
        ("--database", f"sqlite:///{tmp_path}"),
        ("--sleutel", str(nothing)),
        ("--kop", str(nothing)),
        ("--kop", str(kept.secret)),
    ):
        code, out, err = run("controleer", *arguments)
        assert (code, out) == (1, "")
        assert "TS860" in err
    assert not nothing.exists()


@pytest.mark.skipif(os.name != "posix", reason="file permissions are those of POSIX")
def test_a_key_that_others_can_read_is_refused(kept: Kept) -> None:
    kept.secret.chmod(0o644)
    assert "chmod 600" in run("controleer")[2]


def test_another_key_does_not_fit(kept: Kept) -> None:
    kept.secret.write_bytes(base64.b64encode(bytes(range(32))))
    code, _, err = run("controleer")
    assert code == 1
    assert "sleutel" in err
    assert run("toon", kept.decision)[0] == 1
