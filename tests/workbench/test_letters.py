"""A concept-beschikking: what every form of it says, and what keeps a decision from becoming one."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.decide import decide
from engine.dossier import load_case
from engine.paths import rules_dir
from workbench.brieven import Letter, compose, read_letter, written
from workbench.brieven.as_html import page
from workbench.brieven.model import CONCEPT
from workbench.cli import main
from workbench.cli.console import Console

ROOT = Path(__file__).resolve().parents[2]
DOSSIERS = ROOT / "scenarios" / "dossiers"
FORM = (ROOT / "scenarios" / "brieven" / "mevrouw-yilmaz.yaml").read_text("utf-8")
SENT = date(2024, 6, 10)


@pytest.fixture(scope="module")
def program() -> Program:
    loaded, _, _ = load_program(rules_dir())
    assert loaded is not None
    return loaded


def codes(
    program: Program, dossier: str, besluit: str, form: str, sent: date | None = SENT
) -> tuple[Letter | None, list[str]]:
    """The letter of a dossier, and what was found, each as its code and the cause."""
    case, found = load_case(program, besluit, (DOSSIERS / f"{dossier}.yaml").read_text("utf-8"), dossier)
    assert case is not None and case.dossier is not None and not found
    view = case.as_known(None, None)
    assert view is not None
    moment = view.moment(None, sent)
    read, findings = read_letter(form, "brief.yaml")
    if read is None:
        return None, [f"{one.code} {one.cause}" for one in findings]
    letter, findings = compose(decide(program, besluit, view.case, moment), program, view.case, read)
    return letter, [f"{one.code} {one.cause}" for one in findings]


@pytest.fixture(scope="module")
def letter(program: Program) -> Letter:
    made, found = codes(program, "mevrouw-yilmaz", "Eigen bijdrage Wmo", FORM)
    assert made is not None and not found
    return made


def texts(letter: Letter) -> list[str]:
    """Everything that a reader must find in the letter."""
    said = [*letter.sender, *letter.addressee, letter.subject, letter.salutation, *letter.closing, *letter.copies]
    said += [text for pair in letter.particulars for text in pair]
    for chapter in letter.chapters:
        said += [chapter.heading, *(line.text for line in chapter.lines)]
    return [text for text in said if text]


def test_a_letter_holds_what_the_law_asks(letter: Letter) -> None:
    told = {chapter.heading: " ".join(line.text for line in chapter.lines) for chapter in letter.chapters}
    assert "€ 20,60 per maand" in told[""]
    objection = told["Bent u het er niet mee eens?"]
    assert "bij het CAK" in objection and "uiterlijk 22 juli 2024" in objection and "Postbus 2" in objection
    assert "Wmo 2015 artikel 2.1.4a lid 4" in told["Welke regels gelden hier?"]
    assert "vaste bedrag" in told["Waarom?"]
    assert "artikel 4:12" in told["Wat wij u vooraf vroegen"]


def test_every_form_says_all_of_it(letter: Letter) -> None:
    from docx import Document
    from odf.opendocument import load
    from odf.teletype import extractText

    letter = replace(letter, copies=("C. Curator, curator van mevrouw E. Yilmaz",))
    html = re.sub(r"<br>", "\n", written(letter, "html").decode())
    document = Document(io.BytesIO(written(letter, "docx")))
    word = "\n".join(
        [
            *(one.text for one in document.paragraphs),
            *(cell.text for table in document.tables for row in table.rows for cell in row.cells),
        ]
    )
    odt = load(io.BytesIO(written(letter, "odt")))
    open_text = extractText(odt.text)
    for text in texts(letter):
        assert text in html and text in word and text in open_text
    for whole in (html, document.sections[0].header.paragraphs[0].text, extractText(odt.masterstyles)):
        assert CONCEPT in whole
    assert written(letter, "pdf").startswith(b"%PDF-")


def test_what_a_person_wrote_stays_text(letter: Letter) -> None:
    hostile = '<script>alert(1)</script><img src="http://elders/x">'
    shown = page(replace(letter, salutation=hostile, addressee=(hostile,), copies=(hostile,)))
    assert "<script" not in shown and "<img" not in shown and shown.count("&lt;script&gt;") == 3


def test_everything_that_is_wrong_with_the_form_is_told_at_once(program: Program) -> None:
    form = FORM.replace("  als: betrokkene", "  als: buurman").replace("kenmerk: WMO-2024-0117\n", "")
    _, found = codes(program, "mevrouw-yilmaz", "Eigen bijdrage Wmo", form)
    assert len(found) == 2 and all(one.startswith("TS921") for one in found)
    lacking = FORM.replace("  grond: financieel besluit\n", "").replace("  als: betrokkene", "  als: gemachtigde")
    _, found = codes(program, "mevrouw-yilmaz", "Eigen bijdrage Wmo", lacking)
    assert ["'grond'" in one or "'namens'" in one for one in found] == [True, True]
    asked = FORM.replace("  gevraagd: nee\n  grond: financieel besluit\n", "  gevraagd: ja\n  op: gisteren\n")
    _, found = codes(program, "mevrouw-yilmaz", "Eigen bijdrage Wmo", asked)
    assert [one for one in found if "hoort een datum" in one] and len(found) == 3


def test_who_was_heard_is_told(program: Program) -> None:
    heard = (
        "  gevraagd: ja\n  op: 01-05-2024\n  gezegd: ik kan dit niet betalen\n  onze reactie: u kunt in delen betalen\n"
    )
    made, _ = codes(
        program,
        "mevrouw-yilmaz",
        "Eigen bijdrage Wmo",
        FORM.replace("  gevraagd: nee\n  grond: financieel besluit\n", heard),
    )
    assert made is not None
    told = texts(made)
    assert "Op 1 mei 2024 kon u reageren op wat wij van plan waren." in told
    assert "U zei: ik kan dit niet betalen." in told


def test_the_dead_get_no_letter(program: Program) -> None:
    _, found = codes(program, "overlijden", "Eigen bijdrage Wlz", FORM, None)
    assert len(found) == 1 and found[0].startswith("TS923") and "erven" in found[0]
    made, found = codes(
        program, "overlijden", "Eigen bijdrage Wlz", FORM.replace("als: betrokkene", "als: erven"), None
    )
    assert made is not None and made.salutation == "Geachte erfgenamen,"
    assert ("Datum", "nog niet verzonden") in made.particulars
    _, found = codes(program, "mevrouw-yilmaz", "Eigen bijdrage Wmo", FORM.replace("als: betrokkene", "als: erven"))
    assert len(found) == 1 and "leeft" in found[0]


def test_what_is_not_decided_is_no_besluit(tmp_path: Path) -> None:
    dossier = tmp_path / "zaak.yaml"
    whole = (DOSSIERS / "zorgtoeslag.yaml").read_text("utf-8")
    dossier.write_text(re.sub(r"(?m)^(\s*)geboortedatum:.*\n", "", whole), encoding="utf-8")
    form, to = tmp_path / "brief.yaml", tmp_path / "brief.html"
    form.write_text(FORM, encoding="utf-8")
    console = Console(io.StringIO(), io.StringIO())
    arguments = ["brief", "zorgtoeslag", "--dossier", dossier, "--gegevens", form, "--uit", to]
    assert main([str(one) for one in arguments], console) == 1
    assert "TS922" in console.err.getvalue() and "gegevens" in console.err.getvalue()  # type: ignore[attr-defined]
    assert not to.exists()


@pytest.mark.parametrize("name", ["brief.doc", "brief", "brief.exe"])
def test_a_form_that_is_not_known_is_wrong_use(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(io.StringIO(), io.StringIO())
    arguments = ["brief", "zorgtoeslag", "--dossier", "x.yaml", "--gegevens", "y.yaml", "--uit", name]
    assert main(arguments, console) == 2
    assert "TS924" in console.err.getvalue()  # type: ignore[attr-defined]
