"""The catalogue: whole pages, living links, nothing from elsewhere, and no text that becomes markup."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.check import check
from dsl.files import read_rules
from dsl.parsing.corpus import load_corpus
from dsl.printer import print_module
from dsl.program import BoolType, DatedValue, NumType, Program
from dsl.source import NOWHERE
from engine.paths import rules_dir
from engine.reach import needs
from workbench.catalogus import build_site
from workbench.catalogus.chart import line_chart
from workbench.catalogus.markup import escaped, tag
from workbench.catalogus.model import Example
from workbench.cli import main
from workbench.cli.console import Console

VOID = {"meta", "link"}
RULES = """Regeling Proefbijdrage
    uitvoerder: CAK
    bron: Proefwet (BWBR0000001)

Objecttype de persoon (mv: personen)
    het inkomen : bedrag per jaar ligt tussen € 0 en € 100.000, in hele euro's
    de schoenmaat : getal
    de bijdrage : bedrag per jaar
    kenmerk is vrijgesteld, gevoelig

Parameter het deel : percentage
    bron: Proefwet artikel 9
    vanaf 01-01-2024: 10%
    vanaf 01-01-2025: 12% (zekerheid: laag)
    vanaf 01-01-2026: onbekend

// Twee bronnen verschillen & <hier> staat welke.
Regel bijdrage
    geldig vanaf 01-01-2024
    bron: Proefwet artikel 1
    ruimte: gebonden, wet
    De bijdrage van een persoon moet berekend worden als
        het deel maal het inkomen van de persoon, rekenkundig afgerond op centen
    uitleg: "U betaalt een <script>alert('deel')</script> & meer van uw inkomen."

Regel geen bijdrage
    geldig vanaf 01-01-2024
    bron: Proefwet artikel 2
    ruimte: gebonden, wet
    zekerheid: middel
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
SCENARIO = """regeling: Bijdrage
scenarios:
  - naam: wie vrijgesteld is
    id: vrij
    op: 01-03-2024
    herkomst: met de hand berekend
    bron: Proefwet artikel 2, voorbeeld
    feiten: {inkomen: € 20.000, is vrijgesteld: ja}
    verwacht: {status: vastgesteld, uitkomst: {bijdrage: € 0}}
"""
HOSTILE = Example(
    '"><img src=x onerror=alert(1)>\u202e',
    "Bijdrage",
    date(2024, 1, 1),
    "praktijk",
    ("</td><b>bron</b>",),
    "laag",
    "a.yaml, regel 1",
)


@dataclass
class Page(HTMLParser):
    """What stands on a page; parsing it fails where the elements do not fit in each other."""

    text: str
    ids: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    headings: list[int] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.text)
        self.close()
        assert not self._open

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(name, attrs)
        if name not in VOID:
            self._open.append(name)

    def handle_startendtag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(name, attrs)

    def handle_endtag(self, name: str) -> None:
        assert self._open, name
        assert self._open.pop() == name

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def _note(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[name] += 1
        if re.fullmatch("h[1-6]", name):
            self.headings.append(int(name[1]))
        for key, value in attrs:
            self.attributes.append((name, key, value or ""))
            if key == "id":
                self.ids[value or ""] += 1
            if key == "href" and name == "a":
                self.links.append(value or "")

    @property
    def said(self) -> str:
        return "".join(self.words)


def site_of(files: Mapping[str, str] | Path, *examples: Example) -> tuple[Program, dict[str, str]]:
    corpus = load_corpus(read_rules(files, files.name)[0] if isinstance(files, Path) else files)
    program, found = check(corpus)
    assert program is not None, found
    return program, build_site(program, corpus.modules, examples)


@pytest.fixture(scope="module")
def shipped() -> tuple[Program, dict[str, str]]:
    return site_of(rules_dir())


@pytest.fixture(scope="module")
def pages(shipped: tuple[Program, dict[str, str]]) -> dict[str, Page]:
    return {name: Page(text) for name, text in shipped[1].items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def proef() -> tuple[Program, dict[str, str]]:
    return site_of({"proef": RULES}, HOSTILE)


def test_every_regeling_has_a_page_that_the_index_links(
    shipped: tuple[Program, dict[str, str]], pages: dict[str, Page]
) -> None:
    assert len(pages) == len(shipped[0].regelingen) + 1
    assert {link.split("#")[0] for link in pages["index.html"].links} >= set(pages) - {"index.html"}


def test_no_internal_link_is_dead_and_no_name_stands_twice(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert all(count == 1 for count in page.ids.values()), name
        for link in page.links:
            if link.startswith("https://wetten.overheid.nl/"):
                continue
            file, _, anchor = link.partition("#")
            target = pages[file or name]
            assert not anchor or target.ids[anchor] == 1, f"{name}: {link}"


def test_a_page_asks_nothing_from_elsewhere_and_runs_nothing(
    shipped: tuple[Program, dict[str, str]], pages: dict[str, Page]
) -> None:
    assert not re.search(r"url\(|@import|https?:", shipped[1]["catalogus.css"])
    for name, page in pages.items():
        assert not page.tags.keys() & {"script", "img", "iframe", "object", "embed", "form", "base", "style"}, name
        for element, key, value in page.attributes:
            assert not key.startswith("on") and key not in {"src", "style", "srcset"}
            assert element != "link" or key != "href" or value == "catalogus.css"


def test_a_page_can_be_read_by_ear(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert ("html", "lang", "nl") in page.attributes
        assert page.links[0] == "#inhoud" and page.ids["inhoud"] == 1
        assert page.headings.count(1) == 1 and page.headings[0] == 1, name
        assert all(b <= a + 1 for a, b in zip(page.headings, page.headings[1:], strict=False)), (name, page.headings)
        assert page.tags["caption"] == page.tags["table"]
        assert sum(key == "scope" for _, key, _ in page.attributes) == page.tags["th"]
        roles = sum((element, key, value) == ("svg", "role", "img") for element, key, value in page.attributes)
        assert roles == page.tags["svg"] == page.tags["title"] - 1


def test_all_that_the_law_says_is_there(shipped: tuple[Program, dict[str, str]], pages: dict[str, Page]) -> None:
    program, _ = shipped
    said = "".join(page.said for page in pages.values())
    for rule in program.rules:
        assert rule.explanation is None or rule.explanation in said, rule.name
        assert all(source.text in said for source in rule.sources), rule.name
    for named in (*program.params, *program.tables, *program.decisions, *program.signals, *program.trajecten):
        assert named in said
    for info in program.trajecten.values():
        assert all(state.explanation is None or state.explanation in said for state in info.states.values())
        assert all(source.text in said for it in info.transitions for source in it.sources)
    links = {link for page in pages.values() for link in page.links}
    assert {ref.url for rule in program.rules for ref in rule.sources if ref.url} <= links


def test_the_same_law_gives_the_same_bytes(proef: tuple[Program, dict[str, str]]) -> None:
    assert site_of({"proef": RULES}, HOSTILE)[1] == proef[1]


def test_no_text_of_a_rule_or_scenario_becomes_markup(proef: tuple[Program, dict[str, str]]) -> None:
    page = Page(proef[1]["proefbijdrage.html"])
    assert not page.tags.keys() & {"script", "img", "b", "hier"}
    assert "U betaalt een <script>alert('deel')</script> & meer van uw inkomen." in page.said
    assert HOSTILE.name.replace("\u202e", "\N{REPLACEMENT CHARACTER}") in page.said and HOSTILE.sources[0] in page.said
    assert "\u202e" not in page.text
    assert "// Twee bronnen verschillen & <hier> staat welke." in page.said


def test_a_traject_is_drawn_and_told(shipped: tuple[Program, dict[str, str]], pages: dict[str, Page]) -> None:
    for info in shipped[0].trajecten.values():
        (page,) = [page for page in pages.values() if f"Toestanden en overgangen van {info.name};" in page.said]
        svg = page.text[page.text.index("schema") :]
        svg = svg[: svg.index("</svg>")]
        assert svg.count('class="doos') == len(info.states)
        pairs = {(name, it.to) for it in info.transitions for name in it.from_states if name != it.to}
        assert svg.count('class="pijl"') == svg.count('class="punt"') == len(pairs)
        boxes = re.findall(r'<rect x="(\d+)" y="(\d+)"', svg)
        assert len(set(boxes)) == len(info.states)
        assert f"Toestanden van {info.name}" in page.said and f"Overgangen van {info.name}" in page.said


@given(st.text())
def test_any_text_comes_back_as_text(text: str) -> None:
    page = Page(tag("p", text, title=text))
    assert set(page.tags) == {"p"}
    assert page.said == Page(f"<p>{escaped(text)}</p>").said
    assert len(page.said) == len(text)


def test_the_facts_of_a_besluit_are_those_that_its_rules_read(proef: tuple[Program, dict[str, str]]) -> None:
    program, site = proef
    found = needs(program, program.decisions["Bijdrage"])
    assert [fact.name for fact in found.facts] == ["inkomen", "is vrijgesteld"]
    assert found.params == ("deel",)
    said = Page(site["proefbijdrage.html"]).said
    assert "tussen € 0,00 en € 100.000,00 per jaar" in said and "gevoelig" in said
    assert "6 weken bij het CAK" in said


def test_what_is_not_known_stands_together(proef: tuple[Program, dict[str, str]]) -> None:
    text = Page(proef[1]["proefbijdrage.html"]).said
    open_ = text[text.rindex("Wat weten wij niet zeker?") : text.rindex("Scenario's die dit toetsen")]
    assert "deel: 12% vanaf 01-01-2025 t/m 31-12-2025, zekerheid laag" in open_
    assert "deel: onbekend vanaf 01-01-2026" in open_
    assert "regel geen bijdrage: zekerheid middel" in open_
    assert "regel bijdrage" not in open_


def test_a_rule_stands_there_as_the_layout_prints_it(proef: tuple[Program, dict[str, str]]) -> None:
    (module,) = load_corpus({"proef": RULES}).modules
    said = Page(proef[1]["proefbijdrage.html"]).said
    for block in print_module(module).split("\n\n"):
        if re.search("^(Regel |Objecttype )", block, re.MULTILINE):
            assert block in said


def test_a_rule_links_what_it_deviates_from_and_back(proef: tuple[Program, dict[str, str]]) -> None:
    page = Page(proef[1]["proefbijdrage.html"])
    assert "proefbijdrage.html#regel-bijdrage" in page.links
    assert "proefbijdrage.html#regel-geen-bijdrage" in page.links


def dated(start: date, value: Fraction | None, end: date | None = None) -> DatedValue:
    return DatedValue(start, end, value, None, (), NOWHERE)


def test_the_line_breaks_where_nothing_is_known() -> None:
    values = [
        dated(date(2020, 1, 1), Fraction(1)),
        dated(date(2021, 1, 1), Fraction(2)),
        dated(date(2022, 1, 1), None),
        dated(date(2023, 1, 1), Fraction(3)),
    ]
    drawn = line_chart("Proef", values, NumType())
    assert drawn is not None
    (line,) = re.findall(r' d="([^"]*)"', drawn)
    assert line.count("M") == 2
    heights = [Fraction(part.split()[1]) for part in re.split(" (?=[ML])", line)]
    assert heights == sorted(heights, reverse=True) and len(set(heights)) == 3


def test_there_is_no_line_without_two_numbers() -> None:
    assert line_chart("Proef", [dated(date(2020, 1, 1), Fraction(1))], NumType()) is None
    assert line_chart("Proef", [dated(date(2020, 1, 1), Fraction(1))] * 2, BoolType()) is None
    level = [dated(date(2020, 1, 1), Fraction(1)), dated(date(2021, 1, 1), Fraction(1))]
    assert line_chart("Proef", level, NumType()) is not None


def run(*arguments: str) -> tuple[int, str]:
    console = Console(io.StringIO(), io.StringIO())
    code = main(["catalogus", *arguments], console)
    assert isinstance(console.out, io.StringIO) and isinstance(console.err, io.StringIO)
    return code, console.err.getvalue() + console.out.getvalue()


def test_the_command_writes_the_site_and_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "regels").mkdir()
    (tmp_path / "regels" / "proef.regels").write_text(RULES, encoding="utf-8")
    (tmp_path / "uit").mkdir()
    (tmp_path / "uit" / "eigen.txt").write_text("van mij", encoding="utf-8")
    code, printed = run("--regels", str(tmp_path / "regels"), "--uit", str(tmp_path / "uit"))
    assert code == 0, printed
    assert printed == f"1 regeling beschreven: open {tmp_path / 'uit' / 'index.html'}\n"
    names = {path.name for path in (tmp_path / "uit").iterdir()}
    assert names == {"index.html", "proefbijdrage.html", "catalogus.css", "bestanden.txt", "eigen.txt"}


def test_a_page_of_what_is_no_longer_there_goes_away(tmp_path: Path) -> None:
    """Only what an earlier catalogue wrote: not a page of somebody else, nor one outside the folder."""
    rules, out = tmp_path / "rules", tmp_path / "uit"
    rules.mkdir()
    (rules / "proef.regels").write_text(RULES, encoding="utf-8")
    assert run("--regels", str(rules), "--uit", str(out))[0] == 0
    (out / "eigen.html").write_text("van mij", encoding="utf-8")
    (tmp_path / "buiten.html").write_text("van mij", encoding="utf-8")
    with (out / "bestanden.txt").open("a", encoding="utf-8") as file:
        file.write("../buiten.html\n")
    (rules / "proef.regels").write_text(
        RULES.replace("Regeling Proefbijdrage", "Regeling Nieuwe naam"), encoding="utf-8"
    )
    assert run("--regels", str(rules), "--uit", str(out))[0] == 0
    names = {path.name for path in out.iterdir()}
    assert names == {"index.html", "nieuwe-naam.html", "catalogus.css", "bestanden.txt", "eigen.html"}
    assert (tmp_path / "buiten.html").exists()


def test_the_scenarios_beside_the_rules_are_told_with_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("regels", "scenarios/proef", "elders"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "regels" / "proef.regels").write_text(RULES, encoding="utf-8")
    (tmp_path / "scenarios" / "proef" / "vrij.yaml").write_text(SCENARIO, encoding="utf-8")
    pages = []
    for here in (tmp_path, tmp_path / "elders"):
        monkeypatch.chdir(here)
        code, printed = run("--regels", str(tmp_path / "regels"), "--uit", "uit")
        assert code == 0, printed
        pages.append((here / "uit" / "proefbijdrage.html").read_bytes())
    assert pages[0] == pages[1]
    said = Page(pages[0].decode()).said
    for words in (
        "wie vrijgesteld is",
        "met de hand berekend",
        "Proefwet artikel 2, voorbeeld",
        "proef/vrij.yaml, regel 3",
    ):
        assert words in said


def test_rules_with_a_mistake_give_no_site(tmp_path: Path) -> None:
    (tmp_path / "fout.regels").write_text(RULES.replace("het deel maal", "het niets maal"), encoding="utf-8")
    code, printed = run("--regels", str(tmp_path), "--uit", str(tmp_path / "uit"))
    assert code == 1 and "[TS" in printed
    assert not (tmp_path / "uit").exists()


def test_a_folder_that_cannot_be_made_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "regels").mkdir()
    (tmp_path / "regels" / "proef.regels").write_text(RULES, encoding="utf-8")
    (tmp_path / "uit").write_text("een bestand", encoding="utf-8")
    code, printed = run("--regels", str(tmp_path / "regels"), "--uit", str(tmp_path / "uit"))
    assert code == 1 and "TS806" in printed
