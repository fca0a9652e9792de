"""Files with mistakes: each mistake is one finding, at its place, and what is good is still read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl import syntax as s
from dsl.diagnostics import Diagnostic
from dsl.parsing.corpus import load_corpus
from dsl.source import SourceFile

WORDS = """Regeling Proef

Objecttype de persoon (mv: personen)
    het inkomen : bedrag per jaar
    de bijdrage : bedrag per maand, met rechtsstatus
    de geboortedatum : datum
    kenmerk is minderjarig
    rol echtgenoot : hoogstens een persoon
    rol kind (mv: kinderen) : ten hoogste 9 personen

Parameter het tarief : bedrag per maand
    vanaf 01-01-2024: € 20,60
"""


def findings(text: str) -> list[Diagnostic]:
    return list(load_corpus({"proef": text}).diagnostics)


def found(body: str) -> list[tuple[str, str]]:
    """(code, text at the place) of every finding for a block after the declarations."""
    text = f"{WORDS}\n{body}\n"
    return [(d.code, text[d.span.start : d.span.end]) for d in findings(text)]


def rule(body: str) -> list[tuple[str, str]]:
    return found("Regel proef\n" + body)


SAYS = "    De bijdrage van een persoon moet gesteld worden op het tarief\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("    De bijdrage van een persoon moet worden gesteld het tarief", [("TS101", "moet worden gesteld")]),
        ("    De bijdrage van een persoon moet gesteld worden op", [("TS102", "")]),
        (SAYS + "    indien de persoon is minderjaarig", [("TS230", "is minderjaarig")]),
        (SAYS + "    indien de persoon minderjaarig is", [("TS230", "minderjaarig is")]),
        (SAYS + "    indien de persoon een voorziening heeft", [("TS230", "een voorziening heeft")]),
        (
            SAYS
            + "    indien de persoon minderjarig is en de persoon een kind heeft of de persoon een echtgenoot heeft",
            [("TS104", "of")],
        ),
        (SAYS + "    indien (de persoon minderjarig is en de persoon een kind heeft", [("TS116", "(")]),
        (SAYS + "    indien de persoon minderjarig is)", [("TS116", ")")]),
        (SAYS + "    indien aan alle volgende voorwaarden is voldaan:", [("TS102", "")]),
        (
            SAYS + "    indien aan alle volgende voorwaarden is voldaan:\n        •• de persoon is minderjarig",
            [("TS103", "•• ")],
        ),
        (
            SAYS + "    indien aan ten minste 3 van de volgende voorwaarden is voldaan:\n"
            "        • de persoon is minderjarig\n        • de persoon heeft een kind",
            [("TS115", "3")],
        ),
        (
            SAYS + "    indien (aan alle volgende voorwaarden is voldaan:) en de persoon minderjarig is",
            [("TS124", "aan alle volgende voorwaarden is voldaan")],
        ),
        (SAYS + "    indien de geboortedatum van de persoon na 31-04-2024 ligt", [("TS106", "31-04-2024")]),
        (SAYS + "    indien de geboortedatum van de persoon na 2024-01-01 ligt", [("TS109", "2024-01-01")]),
        (SAYS.replace("het tarief", "€ 20.6 per maand"), [("TS107", "€ 20.6")]),
        (SAYS.replace("het tarief", "4.5% van het tarief"), [("TS108", "4.5%")]),
        (SAYS.replace("het tarief", "het tarief × 2"), [("TS006", "×")]),
        (SAYS.replace("het tarief", "3 tot de macht 1,5"), [("TS121", "1,5")]),
        (SAYS.replace("het tarief", "3, rekenkundig afgerond op een veelvoud van 0"), [("TS122", "0")]),
        (SAYS.replace("het tarief", "3, rekenkundig afgerond op 99 decimalen"), [("TS123", "99")]),
        (SAYS + SAYS, [("TS102", "")]),
        (SAYS + "    Daarbij geldt:", [("TS102", "")]),
        (SAYS + "    ernst: hoog", [("TS113", "ernst: ")]),
        (SAYS + "    bron:", [("TS112", "")]),
        (SAYS + "    zekerheid: hoog\n    zekerheid: laag", [("TS111", "zekerheid: ")]),
        (SAYS + "    zekerheid: redelijk", [("TS114", "redelijk")]),
        (SAYS + "    geldig vanaf 01-01-2025 t/m 31-12-2024", [("TS129", "vanaf 01-01-2025 t/m 31-12-2024")]),
        (SAYS + "    latere vaststelling: tussen € 0 en € 5", [("TS131", "latere vaststelling: tussen € 0 en € 5")]),
        (SAYS + "    stelt buiten toepassing: iets", [("TS126", "stelt buiten toepassing: iets")]),
        (SAYS + '    uitleg: "U betaalt', [("TS105", '"U betaalt')]),
        (SAYS.replace("het tarief", "(" * 70 + "het tarief" + ")" * 70), [("TS005", "(")]),
        (SAYS.replace("het tarief", "10% van " * 70 + "het tarief"), [("TS005", "10%")]),
    ],
)
def test_a_mistake_in_a_rule(body: str, expected: list[tuple[str, str]]) -> None:
    assert rule(body) == expected


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("Variant bereikbaarheid\n    bron: Iets", [("TS102", "")]),
        ("Variant proef\n    vereist: minister", [("TS114", "minister")]),
        ("wijzigt Parameter het tarief\n    vanaf 01-01-2024: € 1", [("TS135", "wijzigt Parameter het tarief")]),
        ("Norm bereikbaarheid\n    meet: iets\n    norm: ten minste 80%", [("TS101", "iets")]),
        ("Objecttype de auto\n    de prijs : bedrag in euro", [("TS130", "bedrag in euro")]),
        ("Objecttype de auto\n    de prijs : bedrag, gratis", [("TS125", "gratis")]),
        ("Objecttype de auto\n    de prijs", [("TS102", "")]),
        ("Objecttype de auto\n    het aantal kinderen : getal", [("TS204", "aantal kinderen")]),
        ("Objecttype de auto\n    de bijdrage van het kind : bedrag", [("TS204", "bijdrage van het kind")]),
        ("Objecttype de auto\n    de bijdrage van kind : bedrag", []),
        ("Objecttype de auto\n    de rekendatum : datum", [("TS203", "rekendatum")]),
        ("Objecttype de auto\n    de 2e (x) prijs : datum", [("TS231", "2e (x) prijs")]),
        ("Parameter de grens : datum\n    vanaf 01-01-2024: ", [("TS102", "")]),
        ("Parameter de grens : datum", [("TS102", "")]),
        ("Parameter de grens : datum\n    Let op: dit verandert nog", [("TS120", "Let op: dit verandert nog")]),
        ("Regeling Nog een", [("TS133", "Regeling Nog een")]),
        (
            "Besluit B\n    over: een persoon\n    uitkomst: de bijdrage van de persoon\n    bezwaren: 6 weken",
            [("TS127", "bezwaren")],
        ),
        (
            "Beslistabel T\n    treffer: eerste\n    | het inkomen van een persoon | indien de persoon minderjarig is |\n"
            "    | € 1 per jaar | ja | nee |\n    | € 2 per jaar | nee |",
            [("TS119", "| € 1 per jaar | ja | nee |")],
        ),
        (
            "Beslistabel T\n    treffer: eerste\n    | indien de persoon minderjarig is | het inkomen van een persoon |\n"
            "    | ja | € 1 per jaar |",
            [("TS134", "het inkomen van een persoon"), ("TS134", "indien de persoon minderjarig is")],
        ),
    ],
)
def test_a_mistake_in_another_block(block: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(found(block)) == sorted(expected)


def test_every_planted_mistake_is_reported_and_nothing_else() -> None:
    text = (
        WORDS
        + """
Regel een
    geldig vanaf 31-02-2024
    zekerheid: redelijk
    De bijdrage van een persoon moet gesteld worden
    indien aan alle volgende voorwaarden is voldaan:
        • de persoon is minderjaarig
        • het inkomen van de persoon is hoger dan
        • de persoon heeft een kind

Regel twee
    De bijdrage van een persoon is niet verschuldigd
    indien de persoon minderjarig is en de persoon een kind heeft of de persoon een echtgenoot heeft
    uitleg: "U betaalt

Parameter de grens : bedrag
    vanaf 01-01-2024: € 20.6

Variant iets

Regel drie
    De bijdrage van een persoon moet gesteld worden op (het tarief plus € 1 per maand

Regel goed
    De bijdrage van een persoon moet gesteld worden op het tarief
"""
    )
    corpus = load_corpus({"proef": text})
    source = SourceFile("proef", text)
    first = source.line_starts.index(text.index("Regel een"))
    places = [(d.code, source.position(d.span.start)[0] - first) for d in corpus.diagnostics]
    assert places == [
        ("TS106", 2),
        ("TS114", 3),
        ("TS101", 4),
        ("TS230", 6),
        ("TS102", 7),
        ("TS104", 12),
        ("TS105", 13),
        ("TS107", 16),
        ("TS102", 18),
        ("TS116", 21),
    ]
    assert [d.naam for d in corpus.modules[0].definities if isinstance(d, s.Regel)] == ["goed"]


def test_what_is_missing_at_the_start_of_a_line_is_told_at_the_end_of_the_line_before() -> None:
    text = (
        WORDS
        + "\nRegel proef\n    De bijdrage van een persoon moet gesteld worden op het tarief plus\n    indien de persoon minderjarig is\n"
    )
    [finding] = findings(text)
    assert (finding.code, finding.span.start) == ("TS102", text.index("plus") + 4)


def test_expected_words_are_dutch() -> None:
    [finding] = findings(WORDS + "\nRegel proef\n    De bijdrage van een persoon kan € 5\n")
    assert "MOET" not in finding.cause and "_" not in finding.cause and "NAAM" not in finding.cause
    assert "moet berekend worden als" in finding.cause


def test_a_near_kenmerk_is_suggested() -> None:
    [finding] = findings(WORDS + "\nRegel proef\n" + SAYS + "    indien de persoon is minderjaarig\n")
    assert finding.remedy.startswith("Bedoelde u 'is minderjarig'")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["TS003"]),
        ("// niets\n", ["TS003"]),
        ("Objecttype de auto\n", ["TS110"]),
        ("zomaar iets\n", ["TS120"]),
        ("Regeling A\u202eB\n", ["TS008"]),
        ("Regeling A\x00\n", ["TS008"]),
    ],
)
def test_a_file_that_is_no_rule_file(text: str, codes: list[str]) -> None:
    assert sorted({d.code for d in findings(text)}) == codes


def test_a_file_over_the_limit_is_not_read() -> None:
    corpus = load_corpus({"a": WORDS}, max_bytes=10)
    assert [d.code for d in corpus.diagnostics] == ["TS004"]


@pytest.mark.parametrize("word", ["plus", "maal", "en"])
def test_ten_thousand_terms_are_one_node(word: str) -> None:
    if word == "en":
        body = SAYS + "    indien " + " en ".join(["de persoon minderjarig is"] * 10_000)
    else:
        body = SAYS.replace("het tarief", f" {word} ".join(["het tarief"] * 10_000))
    corpus = load_corpus({"a": f"{WORDS}\nRegel proef\n{body}\n"})
    assert corpus.diagnostics == ()
    made = corpus.modules[0].definities[-1]
    assert isinstance(made, s.Regel) and isinstance(made.uitspraak, s.Stelt)
    node = made.voorwaarde if word == "en" else made.uitspraak.waarde
    parts = node.delen if isinstance(node, s.En) else node.termen if isinstance(node, s.Som) else ()
    if isinstance(node, s.Product):
        assert len(node.factoren) == 10_000
    else:
        assert len(parts) == 10_000


FULL = (
    WORDS
    + "\nRegel proef\n    geldig vanaf 01-01-2024\n"
    + SAYS
    + """    indien aan alle volgende voorwaarden is voldaan:
        • er is een kind van de persoon waarvoor geldt dat (het kind minderjarig is)
        • aan ten minste 2 van de volgende voorwaarden is voldaan:
            •• het inkomen van de persoon is een van: € 1, € 2 of € 3
            •• beoordelen door behandelaar: "klopt dit?"
    Daarbij geldt:
        • de grondslag is 10% van het inkomen van de persoon, met een minimum van € 1, rekenkundig afgerond op centen
    uitleg: "tekst"

Beslistabel T
    treffer: eerste
    | het inkomen van een persoon | indien de persoon minderjarig is |
    | € 1 per jaar | ja |

Kalender K
    rustdagen: zaterdag, zondag
    vrij: Goede Vrijdag, 2 dagen voor Pasen
"""
)
PIECES = sorted(set(FULL.split())) + ["\n", "    • ", "(", ")", '"', "//", "|", ":", ",", "\u0301", "€", "-", "''"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_mutation_raises(data: st.DataObject) -> None:
    text = FULL
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        put = data.draw(st.sampled_from(PIECES) | st.text(max_size=4))
        text = text[:start] + put + text[end:]
    corpus = load_corpus({"proef": text})
    for finding in corpus.diagnostics:
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.cause and finding.remedy


@pytest.mark.parametrize(
    ("body", "place", "meant"),
    [
        ("De bijdrage van een persoon wordt berekend als het tarief", "wordt berekend als", "moet berekend worden als"),
        ("De bijdrage van een persoon wordt gesteld op het tarief", "wordt gesteld op", "moet gesteld worden op"),
        ("De bijdrage van een persoon is het tarief", "is", "moet gesteld worden op"),
        (
            "De bijdrage van een persoon moet bereknd worden als het tarief",
            "moet bereknd worden als",
            "moet berekend worden als",
        ),
        (f"{SAYS}    indein de persoon minderjarig is", "indein", "indien"),
        (f"{SAYS}    als de persoon minderjarig is", "als", "indien"),
        (SAYS.replace("het tarief", "het tarief keer 2"), "keer", "maal"),
        (SAYS.replace("het tarief", "het tarief gedeelt door 2"), "gedeelt door", "gedeeld door"),
        (
            SAYS.replace("het tarief", "het tarief, rekenkundig afgrond op centen"),
            "rekenkundig afgrond op",
            "rekenkundig afgerond op",
        ),
        (f"{SAYS}    indien het inkomen van de persoon is tenminste € 5 per jaar", "is tenminste", "is ten minste"),
        (f"{SAYS}    indien de persoon minderjarig heft", "minderjarig heft", None),
        (
            SAYS.replace("het tarief", "de zorg kosten in de gemete"),
            "de zorg kosten in de gemete",
            "zorgkosten in de gemeente",
        ),
        (
            SAYS.replace("het tarief", "zorgkoste in de gemeente plus € 1 per maand"),
            "zorgkoste in de gemeente",
            "zorgkosten in de gemeente",
        ),
        (f"{SAYS}    indien de persoon woont in de gemete", "woont in de gemete", "woont in de gemeente"),
        (f"{SAYS}    indien de persoon in de gemeente wont", "in de gemeente wont", "in de gemeente woont"),
        (
            f"{SAYS}    indien de persoon geen in de gemeente woont",
            "geen in de gemeente woont",
            "niet in de gemeente woont",
        ),
        (f"{SAYS}    indien de persoon heeft niet een knd", "heeft niet een knd", "heeft geen kind"),
    ],
)
def test_what_was_meant(body: str, place: str, meant: str | None) -> None:
    words = WORDS.replace("    rol echt", "    kenmerk woont in de gemeente\n    rol echt", 1)
    text = f"{words}\nParameter de zorgkosten in de gemeente : bedrag per maand\n    vanaf 01-01-2024: € 5\n\nRegel proef\n{body}\n"
    [finding] = findings(text)
    assert text[finding.span.start : finding.span.end].removeprefix("de ") == place.removeprefix("de ")
    assert meant is None or finding.remedy == f"Bedoelde u '{meant}'?"


def test_a_value_of_an_opsomming_may_be_like_the_word_of_a_block() -> None:
    text = f"{WORDS}\nOpsomming de bron van een afspraak\nVerdrag\n\nRegels van de buurt\nNormen van het vak\n"
    assert findings(text) == []


def test_more_mistakes_in_one_clause_are_all_told() -> None:
    says = "    De bijdrage van een persoon moet berekent worden als het tarif maal 2 gedeelt door 4, rekenkundig afgrond op centen"
    text = f"{WORDS}\nRegel proef\n{says}\n    indien de persoon minderjaarig is en de persoon een knd heeft\n"
    assert [(text[it.span.start : it.span.end], it.remedy) for it in findings(text)] == [
        ("moet berekent worden als", "Bedoelde u 'moet berekend worden als'?"),
        ("tarif", "Bedoelde u 'tarief'?"),
        ("gedeelt door", "Bedoelde u 'gedeeld door'?"),
        ("rekenkundig afgrond op", "Bedoelde u 'rekenkundig afgerond op'?"),
        ("minderjaarig is", "Bedoelde u 'minderjarig is'?"),
        ("een knd heeft", "Bedoelde u 'een kind heeft'?"),
    ]
