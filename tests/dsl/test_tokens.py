"""Text to tokens: which words are one token, and what a token means."""

import unicodedata
from datetime import date
from fractions import Fraction

import pytest

from dsl.parsing.tokens import Lexer, Token
from dsl.parsing.vocabulary import Vocabulary, scan_declarations, trie_of_names
from dsl.source import SourceFile
from dsl.syntax import Datum, Geld, Getal, Procent, Tekst

DECLARED = """Regeling Proef
Objecttype de persoon (mv: personen)
    het recht op vergoeding : tekst
    het inkomen : bedrag
    het inkomen en vermogen : bedrag
    de leeftijd op 1 januari : getal
    het café-inkomen : bedrag
    kenmerk heeft de pensioengerechtigde leeftijd bereikt
    kenmerk is minderjarig
    rol echtgenoot : hoogstens een persoon
    rol kind (mv: kinderen) : ten hoogste 9 personen
Tabel het tarief per gemeente en jaar : bedrag
    sleutel: tekst
    sleutel: jaartal
"""
VOCABULARY = Vocabulary.of(scan_declarations(SourceFile("proef", DECLARED)))


def lex(text: str, codes: list[str] | None = None) -> list[Token]:
    lexer = Lexer(SourceFile("zin", text), VOCABULARY.trie)
    tokens = lexer.tokens(0, len(text))
    assert [d.code for d in lexer.diagnostics] == (codes or [])
    return tokens


def kinds(text: str) -> str:
    return " ".join(token.type for token in lex(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("het inkomen", "LIDW NAAM"),
        ("het inkomen en vermogen", "LIDW NAAM"),
        ("het inkomen en het inkomen", "LIDW NAAM _EN LIDW NAAM"),
        ("Het RECHT op Vergoeding van een persoon", "LIDW NAAM _VAN EEN NAAM"),
        ("de leeftijd op 1 januari", "LIDW NAAM"),
        ("de leeftijd op 1 januari op 1 januari 2024", "LIDW NAAM _OP DATUM"),
        ("het aantal kinderen van de persoon", "LIDW AANTAL NAAM _VAN LIDW NAAM"),
        ("de persoon heeft een echtgenoot", "LIDW NAAM KENMERK"),
        ("de persoon een echtgenoot heeft", "LIDW NAAM KENMERK"),
        ("de persoon de pensioengerechtigde leeftijd niet heeft bereikt", "LIDW NAAM KENMERK"),
        ("Een kind heeft de pensioengerechtigde leeftijd bereikt", "EEN NAAM KENMERK"),
        ("Een echtgenoot heeft een kind", "EEN NAAM KENMERK"),
        (
            "indien een kind een echtgenoot heeft en een kind heeft een kind",
            "_INDIEN EEN NAAM KENMERK _EN EEN NAAM KENMERK",
        ),
        ("is ten minste 2 jaar", "VERGELIJKER DUUR"),
        ("6 weken", "DUUR"),
        ("€ 1 per maand", "GELD _PER EENHEID"),
        ("het tarief per gemeente en jaar voor x en 2024", "LIDW TABEL_2 VOOR NAAM _EN GETAL"),
        ("n.v.t.", "NVT"),
        ("t/m 3", "TM GETAL"),
        ("het inkomen // de rest\n plus 3", "LIDW NAAM PLUS GETAL"),
        ("in hele euro's", "IN_HELE_EUROS"),
    ],
)
def test_the_longest_run_of_words_is_one_token(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("€ 1.234,56", Geld(Fraction(123456, 100))),
        ("-€ 5,00", Geld(Fraction(-5))),
        ("4,273%", Procent(Fraction(4273, 100000))),
        ("1,5", Getal(Fraction(3, 2))),
        ("-3", Getal(Fraction(-3))),
        ("2 1/3", Getal(Fraction(7, 3))),
        ("18 jaar", Getal(Fraction(18), "jaar")),
        ("01-02-2024", Datum(date(2024, 2, 1))),
        ("1 februari 2024", Datum(date(2024, 2, 1))),
        ('"een: tekst, (met) tekens"', Tekst("een: tekst, (met) tekens")),
        ('"over\n    twee regels"', Tekst("over twee regels")),
    ],
)
def test_literals_are_exact(text: str, value: object) -> None:
    [token] = lex(text)
    assert token.value == value


def test_a_kenmerk_knows_its_sign() -> None:
    signs = [lex(f"de persoon {form}")[-1].value for form in ("minderjarig is", "niet minderjarig is")]
    assert signs == [("is minderjarig", True), ("is minderjarig", False)]


def test_a_name_is_given_as_it_was_declared() -> None:
    assert lex("het INKOMEN En vermogen")[1].value == "inkomen en vermogen"
    assert lex(unicodedata.normalize("NFD", "het CAFÉ-inkomen"))[1].value == "café-inkomen"


def test_unknown_words_are_one_unknown_name() -> None:
    tokens = lex("het grote inkomen van de onbekende aanvrager")
    assert [(t.value, t.known) for t in tokens if t.type == "NAAM"] == [
        ("grote inkomen", False),
        ("onbekende aanvrager", False),
    ]


def test_local_names_count_only_where_they_are_given() -> None:
    text = "de grondslag"
    source = SourceFile("zin", text)
    local = trie_of_names(["grondslag"])
    assert not Lexer(source, VOCABULARY.trie).tokens(0, len(text))[1].known
    assert Lexer(source, VOCABULARY.trie).tokens(0, len(text), local)[1].known


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("€ 20.6", "TS107"),
        ("4.273%", "TS108"),
        ("1.5", "TS108"),
        ("31-04-2024", "TS106"),
        ("30 februari 2024", "TS106"),
        ("2024-01-01", "TS109"),
        ("1-1-24", "TS109"),
        ("inkomen × 2", "TS006"),
    ],
)
def test_what_is_written_wrongly_has_its_code(text: str, code: str) -> None:
    lex(text, [code])


def test_the_vocabulary_hash_follows_the_words_only() -> None:
    moved = Vocabulary.of(scan_declarations(SourceFile("elders", "\n\n" + DECLARED)))
    assert moved.hash == VOCABULARY.hash
    more = Vocabulary.of(scan_declarations(SourceFile("elders", DECLARED + "Parameter het x : getal\n")))
    assert more.hash != VOCABULARY.hash
