"""Diagnostics as a user sees them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from dsl.diagnostics import Diagnostic, Related, Severity, diagnose
from dsl.rendering import render_json, render_text
from dsl.source import NOWHERE, SourceFile, Sources, Span


def at(file: SourceFile, words: str) -> Span:
    start = file.text.index(words)
    return file.span(start, start + len(words))


def caret_line(text: str) -> str:
    return next(line for line in text.splitlines() if "^" in line)


def test_a_whole_report() -> None:
    file = SourceFile("wmo/a.regels", "Regel een\n    het abbonement\n\nRegel een\n    geldig\tvanaf\n")
    found = [
        diagnose("TS417", at(file, "\t"), name="x"),
        diagnose(
            "TS202",
            file.span(file.text.rindex("een"), file.text.rindex("een") + 3),
            name="een",
            related=[Related(at(file, "een"), "eerste plaats")],
        ),
        diagnose("TS201", at(file, "abbonement"), name="abbonement", remedy="Bedoelde u 'abonnement'?"),
    ]
    assert (
        render_text(found, Sources([file]))
        == """\
fout[TS201]: 'abbonement' is nergens beschreven.
 --> wmo/a.regels:2:9
  |
2 |     het abbonement
  |         ^^^^^^^^^^
  = oplossing: Bedoelde u 'abonnement'?

fout[TS202]: 'een' is al eerder beschreven.
 --> wmo/a.regels:4:7
  |
4 | Regel een
  |       ^^^
  = oplossing: Geef een van de twee een andere naam, of haal er een weg.
  = zie ook: eerste plaats
 --> wmo/a.regels:1:7
  |
1 | Regel een
  |       ---

waarschuwing[TS417]: 'x' heeft geen bereik.
 --> wmo/a.regels:5:11
  |
5 |     geldig  vanaf
  |           ^^
  = oplossing: Zet erachter wat er mogelijk is, bijvoorbeeld 'ligt tussen € 0 en € 10.000.000'.

2 fouten, 1 waarschuwing
"""
    )


def test_wide_and_combining_characters_take_their_cells() -> None:
    file = SourceFile("a.regels", "漢字 e\u0301\u0301n fout")
    assert (
        caret_line(render_text([diagnose("TS417", at(file, "fout"), name="x")], {file.path: file}))
        == "  | " + " " * 8 + "^^^^"
    )


def test_a_long_line_is_cut_around_the_caret() -> None:
    file = SourceFile("a.regels", "a " * 500 + "fout" + " b" * 500)
    lines = render_text([diagnose("TS417", at(file, "fout"), name="x")], {file.path: file}).splitlines()
    shown, underline = lines[3], lines[4]
    assert len(shown) < 120
    assert shown.startswith("1 | …")
    assert shown.endswith("…")
    assert shown[underline.index("^") : underline.rindex("^") + 1] == "fout"


def test_a_missing_part_is_pointed_at_behind_the_last_character() -> None:
    file = SourceFile("a.regels", "Regel\r\nx")
    assert (
        caret_line(render_text([diagnose("TS417", at(file, "Regel").at_end(), name="x")], {file.path: file}))
        == "  |      ^"
    )


def test_several_lines_are_underlined_to_the_end_of_the_first() -> None:
    file = SourceFile("a.regels", "Regel een\nRegel twee")
    assert caret_line(render_text([diagnose("TS417", Span("a.regels", 6, 19), name="x")], {file.path: file})) == (
        "  |       ^^^ (t/m regel 2)"
    )


def test_places_that_are_not_in_a_known_file() -> None:
    text = render_text([diagnose("TS801", NOWHERE, path="x"), diagnose("TS003", Span("x.regels", 0, 0), path="x")], {})
    assert "--> x.regels\n" in text
    assert text.count("-->") == 1


def test_text_from_outside_cannot_steer_the_terminal() -> None:
    file = SourceFile("a.regels", "naam \x1b[31m\u202e fout")
    found = diagnose("TS201", at(file, "fout"), name="\x1b[2J\n")
    text = render_text([found], {file.path: file})
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "'\N{REPLACEMENT CHARACTER}[2J '" in text


def test_colour_changes_nothing_but_colour() -> None:
    file = SourceFile("a.regels", "een twee")
    found = [diagnose("TS417", at(file, "twee"), name="x")]
    colored = render_text(found, {file.path: file}, color=True)
    assert "\x1b[1;33m" in colored
    plain = colored
    for number in ("0", "1", "1;31", "1;33", "1;34", "1;36"):
        plain = plain.replace(f"\x1b[{number}m", "")
    assert plain == render_text(found, {file.path: file})


def test_nothing_found_is_nothing_said() -> None:
    assert render_text([], {}) == ""
    assert render_json([], {}) == []


def test_json_is_plain_data_with_one_based_places() -> None:
    file = SourceFile("a.regels", "een\ntwee drie")
    related = [Related(at(file, "een"), "eerste plaats")]
    found = diagnose("TS201", Span("a.regels", 4, 8), name="twee", related=related)
    assert json.loads(json.dumps(render_json([found, found], {file.path: file}))) == [
        {
            "code": "TS201",
            "ernst": "fout",
            "bestand": "a.regels",
            "regel": 2,
            "kolom": 1,
            "eind_regel": 2,
            "eind_kolom": 5,
            "oorzaak": found.cause,
            "oplossing": found.remedy,
            "verwant": [
                {
                    "bestand": "a.regels",
                    "regel": 1,
                    "kolom": 1,
                    "eind_regel": 1,
                    "eind_kolom": 4,
                    "tekst": "eerste plaats",
                }
            ],
        }
    ]
    assert render_json([diagnose("TS801", NOWHERE, path="x")], {})[0]["bestand"] is None


@given(st.text(max_size=250), st.integers(0, 260), st.integers(0, 260))
def test_any_text_and_place_can_be_shown(text: str, start: int, length: int) -> None:
    file = SourceFile("a.regels", text)
    found = Diagnostic("TS101", Severity.FOUT, Span("a.regels", start, start + length), text, text)
    assert "^" in caret_line(render_text([found], {file.path: file}).partition("-->")[2])


def test_many_findings_on_one_long_line_do_not_take_their_product() -> None:
    """A line of 200,000 characters with 300 findings: what is measured is what comes in sight, so this ends at once."""
    text = "a " * 50_000 + "fout" + " b" * 50_000
    file = SourceFile("a.regels", text)
    found = [diagnose("TS417", Span("a.regels", at, at + 1), name="x") for at in range(99_000, 99_300)]
    found.append(diagnose("TS417", at(file, "fout"), name="x"))
    shown = render_text(found, {file.path: file}).splitlines()
    line = next(
        row for row in shown if "fout" in row and row.startswith("1 |") and "^^^^" in shown[shown.index(row) + 1]
    )
    underline = shown[shown.index(line) + 1]
    assert line[underline.index("^") : underline.rindex("^") + 1] == "fout"
    assert all(len(row) < 160 for row in shown)
