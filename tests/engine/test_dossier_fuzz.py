"""Whatever is done to the text of a dossier: the answer is a case or findings, never an exception."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from engine.case import Obj
from engine.dossier import CaseLoader, canonical_facts
from tests.dossiers import PROGRAM

LOADER = CaseLoader(PROGRAM)
GOOD = """\
leefeenheid:
  cliënt:
    id: anna
    de geboortedatum: 12-03-1950
    inkomen: {2023: € 24.000, 2024: niet te verkrijgen}
    bijtelling: -€ 12,50 per maand
    is niet minderjarig: ja
    leveringsvorm: volledig pakket thuis
    korting: 4,2%
    aantal uren zorg: [{waarde: 12 uren per maand, van: 01-01-2024, tot en met: 31-12-2024}]
    kinderen:
      - gemeente: Drimmelen
      - id: kees
        ouder: {zie: anna}
    peiljaar: {niet te verkrijgen: {door: ik, op: 01-01-2024}}
    gemeente:
      - {waarde: Breda, herkomst: BRP, bekend: {SVB: 20-03-2026, CAK: 01-09-2026}}
      - {waarde: Tilburg, van: 01-01-2024, herkomst: opgave burger}
      - {waarde: Tilburg, herkomst: behandelaar 1, in plaats van: [BRP, opgave burger]}
    echtgenoot:
      - {id: bert, van: 01-01-2000, herkomst: BRP}
      - {zie: bert, van: 01-01-2000, tot en met: 15-03-2026, herkomst: BRP, bekend: 20-04-2026}
  huisgenoten: geen
besluiten:
  - {besluit: Toeslag, van: 01-01-2024, uitkomst: {}, verzonden op: 20-01-2024, over: bert}
oordelen: {Is dit onredelijk?: [{waarde: nee, bekend: 01-02-2024}, {waarde: ja, bekend: {CAK: 01-03-2024}}]}
rekendatum: 01-03-2024
"""
PIECES = st.sampled_from(
    [
        "geen",
        "onbekend",
        "zie: anna",
        "id: anna",
        "{",
        "}",
        "[",
        "]",
        ": ",
        "- ",
        "\n",
        "  ",
        "&a",
        "*a",
        "!x",
        "€ ",
        "%",
        "é",
        "0" * 90,
    ]
    + [
        "niet te verkrijgen",
        "ja",
        "2024",
        "per jaar",
        "inkomen",
        "waarde",
        "van",
        "null",
        "'",
        '"',
        "#",
        "1/0",
        "1/3",
        "herkomst: BRP",
        "bekend: 01-02-2024",
        "in plaats van",
        "tot en met: 01-01-2024",
        "besluiten",
        "9" * 50,
    ]
)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    text = GOOD
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 30))
        text = text[:start] + draw(PIECES | st.text(max_size=3) | st.just("")) + text[start + length :]
    return text


def check(text: str | bytes) -> None:
    for besluit in PROGRAM.decisions:
        loaded, found = LOADER.load(besluit, text, "dossier.yaml")
        assert (loaded is None) == any(item.severity.value == "fout" for item in found)
        assert list(found) == list(LOADER.load(besluit, text, "dossier.yaml")[1])
        length = len(text)
        assert all(0 <= item.span.start <= item.span.end <= length for item in found)
        if loaded is not None:
            assert loaded.case.objects[loaded.case.root.key] is loaded.case.root
            assert all(
                member.key in loaded.case.objects for obj in loaded.case.objects.values() for member in members(obj)
            )
            canonical_facts(loaded.case)
            for on in (None, date(2024, 2, 1)):
                view = loaded.as_known(on, "CAK")
                if view is not None:
                    assert set(view.case.objects) <= set(loaded.case.objects)
                    canonical_facts(view.case)


def members(obj: Obj) -> list[Obj]:
    return [member for role in obj.roles for member in obj.ever(role)]


@given(mutations())
def test_a_damaged_dossier_gives_a_case_or_findings(text: str) -> None:
    check(text)


@given(st.text() | st.binary())
def test_any_text_gives_a_case_or_findings(text: str | bytes) -> None:
    check(text)


def test_the_text_that_is_damaged_was_good() -> None:
    loaded, found = LOADER.load("Eigen bijdrage", GOOD, "dossier.yaml")
    assert loaded is not None
    assert [item.code for item in found] == ["TS517"]
