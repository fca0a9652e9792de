"""What an editor is told of a place: meaning, value, what fits, where it is declared and named."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsl.printer import print_module
from dsl.source import SourceFile
from workbench.editor.completion import complete
from workbench.editor.highlight import painted
from workbench.editor.hover import Hover, hover
from workbench.editor.meaning import definitions_of, found_at
from workbench.editor.outline import formatted, outline
from workbench.editor.references import references_of
from workbench.editor.units import Units
from workbench.editor.workspace import View, Workspace

NAME = "wmo/bijdrage"
STATEMENT = (
    "    De bijdrage van een leefeenheid moet gesteld worden op het abonnementstarief\n"
    "    indien de leefeenheid ondersteuning onder het abonnementstarief ontvangt"
)
SAYS = "    De bijdrage van een leefeenheid moet gesteld worden op het abonnementstarief\n"


def offered(workspace: Workspace, typed: str) -> dict[str, str]:
    """What completion would put in place of what is typed, with what it says of it; the first statement gives way to the typed."""
    text = workspace.files[NAME].source.text
    at = text.index(STATEMENT)
    view = workspace.view({NAME: text[:at] + typed + text[at + len(STATEMENT) :]})
    return {item.insert: item.detail for item in complete(view, NAME, at + len(typed))}


@pytest.mark.parametrize(
    "typed, fits, fits_not",
    [
        ("    De bijd", "de bijdrage", "bijdrageperiode"),
        ("    De bijdrage van een ", "leefeenheid", "persoon"),
        ("    De bijdrage van een leefeenheid ", "moet gesteld worden op", "plus"),
        ("    De bijdrage van een leefeenheid moet gesteld worden op het abo", "het abonnementstarief", "de bijdrage"),
        (SAYS + "    indien de leefeenheid ondersteuning o", "ondersteuning onder het abonnementstarief ontvangt", "ontvangt"),
        (SAYS + "    indien het verordeningsbedrag van de ", "de leefeenheid", "de persoon"),
        (SAYS + "    indien het verordeningsbedrag van de leefeenheid ", "kleiner is dan", "is kleiner dan"),
        ("    in afwijking van: geen bijdrage onder", "geen bijdrage onder de pensioengerechtigde leeftijd", "bijdrage"),
        ("    zekerheid: ", "middel", "de bijdrage"),
        ("    zek", "zekerheid: ", "uitkomst: "),
    ],
)  # fmt: skip
def test_only_what_fits_is_offered(workspace: Workspace, typed: str, fits: str, fits_not: str) -> None:
    found = {
        insert.removeprefix("het ").removeprefix("de "): detail for insert, detail in offered(workspace, typed).items()
    }
    assert fits.removeprefix("het ").removeprefix("de ") in found
    assert fits_not not in found


def told(view: View, words: str, skip: int = 0) -> Hover:
    text = view.source(NAME).text
    (found,) = hover(view, NAME, text.index(words) + skip, date(2025, 6, 1))
    return found


def test_a_parameter_is_told_with_its_value_on_the_day(law: View) -> None:
    found = told(law, "abonnementstarief\n", 3)
    rows = {row.label: row.text for row in found.rows}
    assert (found.kind, found.title) == ("parameter", "abonnementstarief")
    assert rows["Op 1 juni 2025"].startswith("€ 21,00 per maand")
    assert "middel" in rows["Vanaf 01-01-2026"]
    assert any(row.url and "BWBR0035362" in row.url for row in found.rows)


def test_a_rule_is_told_with_what_it_sets_and_what_goes_before_it(law: View) -> None:
    rows = {row.label: row.text for row in told(law, "hoogte van de bijdrage").rows}
    assert rows["Bepaalt"] == "de bijdrage van een leefeenheid"
    assert "nihil zonder gegevens" in rows["Wijkt voor"]


def test_a_derived_fact_names_its_rules_and_a_given_one_does_not(law: View) -> None:
    rows = [row for row in told(law, "De bijdrage van een", 3).rows if row.label == "Bepaald door"]
    assert any("hoogte van de bijdrage" in row.text for row in rows)
    assert ("Komt uit", "het dossier") in [
        (row.label, row.text) for row in told(law, "levering van inkomensgegevens", 2).rows
    ]


def test_a_name_leads_to_its_declaration_and_back(law: View) -> None:
    text = law.source(NAME).text
    found = found_at(law, NAME, text.index("abonnementstarief\n") + 2)
    assert found is not None
    (place,) = [span for target in found.targets for span in definitions_of(law, target)]
    assert place.file.endswith("wmo/tarief.regels")
    places = references_of(law, NAME, found)
    assert found.span in places and {span.file.split("/", 1)[1] for span in places} >= {
        "wmo/tarief.regels",
        "wmo/kostprijs.regels",
    }
    assert all(law.corpus.sources.text(span).casefold() == "abonnementstarief" for span in places)


def test_of_names_that_are_alike_only_the_same_one_is_found(law: View) -> None:
    """`bijdrage` of a leefeenheid in the Wmo is another one than that of the Wlz."""
    text = law.source(NAME).text
    found = found_at(law, NAME, text.index("De bijdrage van een") + 4)
    assert found is not None
    assert not [span for span in references_of(law, NAME, found) if "/wlz/" in span.file]


def test_a_rule_that_is_deviated_from_leads_to_all_who_do(law: View) -> None:
    text = law.source(NAME).text
    found = found_at(law, NAME, text.index("in afwijking van: hoogte") + 20)
    assert found is not None
    assert [law.corpus.sources.text(span) for span in references_of(law, NAME, found)].count(
        "hoogte van de bijdrage"
    ) >= 2


def test_every_word_has_one_colour(law: View) -> None:
    text = law.source(NAME).text
    found = painted(law, NAME)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    kinds = {text[it.start : it.end]: it.kind for it in found}
    assert kinds["abonnementstarief"] == "parameter" and kinds["Regel"] == "blok" and kinds["leefeenheid"] == "type"
    assert "onbekend" not in kinds.values()


def test_layout_is_that_of_the_printer_and_refuses_what_it_cannot_read(workspace: Workspace) -> None:
    text = workspace.files[NAME].source.text
    untidy = text.replace("    De bijdrage", "  De bijdrage").replace("        • ", "  - ")
    view = workspace.view({NAME: untidy})
    assert formatted(view, NAME) == text == print_module(workspace.settled().corpus.by_path()[view.source(NAME).path])
    assert formatted(workspace.view({NAME: text.replace("moet gesteld", "moet gezet", 1)}), NAME) is None


def test_the_outline_holds_blocks_and_members(law: View) -> None:
    found = outline(law, "wmo/begrippen")
    members = [child.name for it in found if it.name.startswith("de leefeenheid") for child in it.children]
    assert "verordeningsbedrag" in members


def test_a_file_that_is_new_or_holds_a_variant_gets_help_too(workspace: Workspace) -> None:
    text = "Regeling proef\n    gebruikt: wmo/begrippen\n\nRegel x\n    De bijd"
    found = complete(workspace.view({"proef/nieuw": text}), "proef/nieuw", len(text))
    assert [it.insert for it in found] == ["de bijdrage"]
    text = workspace.files["varianten/woonlasten-vpt"].source.text
    assert complete(workspace.view(), "varianten/woonlasten-vpt", text.index("indien") + 10)


SMALL = ("wmo/bijdrage", "begrippen/personen", "varianten/woonlasten-vpt", "begrippen/kalenders", "wmo/signalen")


@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_prefix_of_a_file_is_too_much(workspace: Workspace, data: st.DataObject) -> None:
    """Typing a file, or garbage in it, never raises; what is found lies within the text."""
    name = data.draw(st.sampled_from([it for it in SMALL if it in workspace.files]))
    text = workspace.files[name].source.text
    end = data.draw(st.integers(0, len(text)))
    garbage = data.draw(st.text(max_size=12))
    typed = text[:end] + garbage
    view = workspace.view({name: typed})
    for offset in {len(typed), end, data.draw(st.integers(0, len(typed)))}:
        for item in complete(view, name, offset):
            assert 0 <= item.start <= offset
        found = found_at(view, name, offset)
        for shown in hover(view, name, offset, date(2026, 1, 1)):
            assert shown.rows is not None and found is not None
        if found is not None:
            assert 0 <= found.span.start <= found.span.end <= len(typed)
            assert all(span.file for target in found.targets for span in definitions_of(view, target))
    assert all(0 <= it.start < it.end <= len(typed) for it in painted(view, name))
    assert all(it.span.end <= len(typed) for it in outline(view, name))
    assert all(it.span.end <= len(typed) for it in view.judged(name).findings)
    formatted(view, name)


@given(text=st.text(alphabet="ab\n\r€é😀", max_size=20), encoding=st.sampled_from(("utf-8", "utf-16", "utf-32")))
def test_places_of_the_protocol_lead_back(text: str, encoding: str) -> None:
    units = Units(SourceFile("x", text), encoding)
    for offset in range(len(text) + 1):
        line, _ = units.source.position(offset)
        if offset - units.source.line_starts[line - 1] <= len(units.source.line(line)):
            assert units.offset(*units.position(offset)) == offset
