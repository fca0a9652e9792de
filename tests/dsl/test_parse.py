"""Rule files to trees: whole files, with the vocabulary that they declare themselves."""

import re
from fractions import Fraction
from pathlib import Path

import lark
import pytest
from hypothesis import HealthCheck, given, settings

from dsl import syntax as s
from dsl.check import check
from dsl.diagnostics import Diagnostic
from dsl.files import RuleFile, read_rules
from dsl.parsing import sentences
from dsl.parsing.corpus import load_corpus, parse_module
from dsl.parsing.sentences import _Tokens
from dsl.parsing.vocabulary import Vocabulary, scan_declarations
from dsl.printer import print_module
from dsl.source import SourceFile
from dsl.storage import ENVIRONMENT, read_data
from tests.strategies.trees import VOCABULARY, modules, trajecten

FILE = """Regeling Eigen bijdrage Wmo
    uitvoerder: CAK

Objecttype de leefeenheid (mv: leefeenheden)
    de bijdrage : bedrag per maand, met rechtsstatus
    rol cliënt : een persoon
    rol echtgenoot : hoogstens een persoon

Objecttype de persoon (mv: personen)
    kenmerk heeft de pensioengerechtigde leeftijd bereikt

Parameter het abonnementstarief : bedrag per maand
    vanaf 01-01-2020: € 19,00

Regel hoogte van de bijdrage
    geldig vanaf 01-01-2020
    De bijdrage van een leefeenheid moet gesteld worden op het abonnementstarief
    indien aan alle volgende voorwaarden is voldaan:
        • de leefeenheid heeft een echtgenoot
        • aan ten minste een van de volgende voorwaarden is voldaan:
            •• de cliënt van de leefeenheid heeft de pensioengerechtigde leeftijd niet bereikt
            •• de echtgenoot van de leefeenheid heeft de pensioengerechtigde leeftijd niet bereikt

Besluit Eigen bijdrage Wmo
    over: een leefeenheid
    uitkomst: de bijdrage van de leefeenheid
"""


def parse(text: str) -> tuple[s.Module, list[Diagnostic]]:
    source = SourceFile("proef.regels", text)
    return parse_module(source, "proef", Vocabulary.of(scan_declarations(source)))


def test_a_file_of_declarations_a_rule_and_a_besluit() -> None:
    module, findings = parse(FILE)
    assert findings == []
    kinds = [type(definition).__name__ for definition in module.definities]
    assert kinds == ["Objecttype", "Objecttype", "Parameter", "Regel", "Besluit"]
    rule = module.definities[3]
    assert isinstance(rule, s.Regel) and isinstance(rule.voorwaarde, s.Kwantor)
    inner = rule.voorwaarde.delen[1]
    assert isinstance(inner, s.Kwantor) and (inner.soort, inner.minimum, len(inner.delen)) == ("ten minste", 1, 2)


def test_files_together_share_names_along_gebruikt() -> None:
    declared, rest = FILE.split("Parameter", 1)
    used = declared.replace("Eigen bijdrage Wmo", "Begrippen")
    using = "Regeling Eigen bijdrage Wmo\n    gebruikt: begrippen/huishouden\n\nParameter" + rest
    corpus = load_corpus({"wmo/bijdrage.regels": using, "begrippen/huishouden.regels": used})
    assert corpus.diagnostics == ()
    assert [module.pad for module in corpus.modules] == ["begrippen/huishouden", "wmo/bijdrage"]
    assert corpus.by_path()["wmo/bijdrage.regels"] == corpus.modules[1]


def test_unknown_and_circular_use() -> None:
    corpus = load_corpus(
        {
            "a": "Regeling A\n    gebruikt: b\n    gebruikt: cc\n",
            "b": "Regeling B\n    gebruikt: a\n",
        }
    )
    assert [(d.code, d.span.file) for d in corpus.diagnostics] == [("TS206", "a"), ("TS205", "a")]


_GOLDEN_NORMS = {"basis": "basis.regels", "norm": "good/norm.regels"}


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")  # large trees are what this is about
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(modules())
def test_printing_and_parsing_gives_the_same_tree(module: s.Module) -> None:
    corpus = load_corpus({module.pad: print_module(module)})
    assert corpus.diagnostics == ()
    assert corpus.modules[0] == module


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(trajecten())
def test_printing_and_parsing_gives_the_same_traject(traject: s.Traject) -> None:
    module = s.Module("proef", s.Regeling("Proef"), (*VOCABULARY, traject))
    corpus = load_corpus({module.pad: print_module(module)})
    assert corpus.diagnostics == ()
    assert corpus.modules[0] == module


def test_the_examples_of_the_page_on_norms_parse_without_findings() -> None:
    page = Path(__file__).parents[2].joinpath("docs/taal/norm.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", page, re.DOTALL)
    whole = [block for block in blocks if not block.startswith(" ")]  # the others show some lines only
    program, found = check(load_corpus({"naslag": "Regeling Voorbeeld\n\n" + "\n".join(whole)}))
    assert program is not None, found
    assert list(program.norms) == ["brieven binnen acht weken"]


def test_printing_and_parsing_gives_the_same_norms() -> None:
    golden = Path(__file__).parents[1] / "golden"
    texts = {name: golden.joinpath(place).read_text(encoding="utf-8") for name, place in _GOLDEN_NORMS.items()}
    first = load_corpus(texts)
    assert first.diagnostics == ()
    again = load_corpus({module.pad: print_module(module) for module in first.modules})
    assert again.modules == first.modules


def test_the_examples_of_the_reference_parse_without_findings() -> None:
    page = Path(__file__).parents[2].joinpath("docs/taal/index.md").read_text(encoding="utf-8")
    examples = [block for block in re.findall(r"```\n(.*?)```", page, re.DOTALL) if not block.startswith("    ")]
    corpus = load_corpus({"naslag": "\n".join(examples), "begrippen/huishouden": "Regeling Begrippen\n"})
    assert corpus.diagnostics == ()
    assert {type(d).__name__ for d in corpus.by_path()["naslag"].definities} == {
        "Objecttype",
        "Opsomming",
        "Parameter",
        "Opzoektabel",
        "Regel",
        "Beslistabel",
        "Besluit",
        "Signaal",
        "Grondslag",
        "Kalender",
        "Traject",
    }


def test_the_example_of_the_page_on_varianten_is_a_variant_of_the_shipped_law() -> None:
    page = Path(__file__).parents[2].joinpath("docs/taal/variant.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```\n(.*?)```", page, re.DOTALL)
    below = "Variant hoger tarief\n    bron: Voorstel 2026\n    vereist: wet\n\n    wijzigt Parameter het abonnementstarief\n"
    text = f"Regeling Eigen bijdrage Wmo\n    gebruikt: wmo/bijdrage\n\n{below}        vanaf 01-01-2027: € 23,00\n\n{example}"
    files, _ = read_rules(Path(__file__).parents[2] / "rules")
    program, found = check(load_corpus([*files, RuleFile("varianten/naslag", SourceFile("naslag", text))]))
    assert [finding.cause for finding in found if finding.span.file == "naslag"] == []
    assert program is not None and program.variants["hoger tarief met korting"].below == ("hoger tarief",)


def test_the_shipped_law_parses_without_findings() -> None:
    files, findings = read_rules(Path(__file__).parents[2] / "rules")
    assert not findings and load_corpus(files).diagnostics == ()


def test_order_of_files_and_a_cache_change_nothing() -> None:
    declared, rest = FILE.split("Parameter", 1)
    files = {"a": declared, "b": "Regeling B\n    gebruikt: a\n\nParameter" + rest}
    cache: dict[str, tuple[s.Module, list[Diagnostic]]] = {}
    first = load_corpus(files, cache=cache)
    assert load_corpus(dict(reversed(files.items())), cache=cache).modules == first.modules
    assert len(cache) == 2


def test_comments_go_before_the_line_that_they_belong_to() -> None:
    text = "// vooraf\nRegeling A\n\nObjecttype de auto // achteraan\n    // bij de prijs\n    de prijs : bedrag\n// einde\n"
    module, findings = parse(text)
    assert findings == []
    assert [(c.tekst, c.anker) for c in module.comments] == [
        ("vooraf", 0),
        ("achteraan", 1),
        ("bij de prijs", 2),
        ("einde", 3),
    ]


WORDS = """Regeling Proef
Objecttype de persoon (mv: personen)
    het inkomen : bedrag per jaar
    de bijdrage : bedrag per maand, met rechtsstatus
    de geboortedatum : datum
    kenmerk is minderjarig
    rol kind (mv: kinderen) : ten hoogste 9 personen
"""


def condition_of(text: str) -> s.Voorwaarde:
    says = "    De bijdrage van een persoon wordt op nihil gesteld\n"
    module, findings = parse(f"{WORDS}\nRegel proef\n{says}    indien {text}\n")
    assert findings == [], text
    rule = module.definities[-1]
    assert isinstance(rule, s.Regel) and rule.voorwaarde is not None
    return rule.voorwaarde


X = "het inkomen van de persoon"
D = "de geboortedatum van de persoon"


@pytest.mark.parametrize(
    ("second", "last"),
    [
        (f"{X} is gelijk aan € 1", f"{X} gelijk is aan € 1"),
        (f"{X} is niet gelijk aan € 1", f"{X} niet gelijk is aan € 1"),
        (f"{X} is groter dan € 1", f"{X} groter is dan € 1"),
        (f"{X} is hoger dan € 1", f"{X} hoger is dan € 1"),
        (f"{X} is meer dan € 1", f"{X} meer is dan € 1"),
        (f"{X} in 2024 is onbekend", f"{X} in 2024 onbekend is"),
        (f"{X} op 01-01-2024 is niet onbekend", f"{X} op 01-01-2024 niet onbekend is"),
        (f"{X} is lager dan € 1", f"{X} lager is dan € 1"),
        (f"{X} is ten minste € 1", f"{X} ten minste € 1 is"),
        (f"{X} is ten hoogste € 1", f"{X} ten hoogste € 1 is"),
        (f"{D} ligt voor 01-01-2024", f"{D} voor 1 januari 2024 ligt"),
        (f"{D} ligt na de rekendatum", f"{D} na de rekendatum ligt"),
        (f"{D} ligt op of voor de rekendatum", f"{D} op of voor de rekendatum ligt"),
        (f"{D} ligt op of na de rekendatum", f"{D} op of na de rekendatum ligt"),
        ("de persoon is minderjarig", "de persoon minderjarig is"),
        ("de persoon is niet minderjarig", "de persoon niet minderjarig is"),
        ("de persoon heeft geen kind", "de persoon geen kind heeft"),
        ("de bijdrage van de persoon is verschuldigd", "de bijdrage van de persoon verschuldigd is"),
        ("de bijdrage van de persoon is niet verschuldigd", "de bijdrage van de persoon niet verschuldigd is"),
        ("de bijdrage van de persoon is op nihil gesteld", "de bijdrage van de persoon op nihil is gesteld"),
        ("de bijdrage van de persoon is niet opgelegd", "de bijdrage van de persoon niet is opgelegd"),
        (f"{X} is onbekend", f"{X} onbekend is"),
        (f"{X} is niet onbekend", f"{X} niet onbekend is"),
        (f"{X} is van toepassing", f"{X} van toepassing is"),
        (f"{X} is niet van toepassing", f"{X} niet van toepassing is"),
        ("er is een kind van de persoon", "er een kind van de persoon is"),
        ("er is geen kind van de persoon", "er geen kind van de persoon is"),
        ("er zijn ten minste twee kinderen van de persoon", "er ten minste 2 kinderen van de persoon zijn"),
        (
            "er zijn ten minste 2 kinderen van de persoon met een verschillende bijdrage",
            "er ten minste 2 kinderen van de persoon zijn met een verschillende bijdrage",
        ),
        (
            "er is een kind van de persoon (noem: het jongste kind) waarvoor geldt dat het jongste kind is minderjarig",
            "er een kind van de persoon (noem: het jongste kind) is waarvoor geldt dat het jongste kind minderjarig is",
        ),
    ],
)
def test_verb_second_and_verb_last_say_the_same(second: str, last: str) -> None:
    assert condition_of(second) == condition_of(last)


def test_sub_selections_take_one_condition_or_a_list() -> None:
    plain = condition_of(
        "er een kind van de persoon is waarvoor geldt dat het kind minderjarig is en de persoon minderjarig is"
    )
    assert isinstance(plain, s.En)
    grouped = condition_of(
        "voor alle kinderen van de persoon geldt dat (het kind minderjarig is of het kind een kind heeft)"
    )
    assert isinstance(grouped, s.VoorAlle) and isinstance(grouped.deel, s.Of)
    listed = condition_of(
        "er een kind van de persoon is waarvoor geldt dat aan alle volgende voorwaarden is voldaan:\n"
        "        - het kind is minderjarig\n        - het kind heeft geen kind"
    )
    assert isinstance(listed, s.Bestaat) and isinstance(listed.deel, s.Kwantor) and len(listed.deel.delen) == 2


def value_of(text: str) -> s.Expr:
    module, findings = parse(
        f"{WORDS}\nRegel proef\n    Het inkomen van een persoon moet berekend worden als\n        {text}\n"
    )
    assert findings == [], text
    rule = module.definities[-1]
    assert isinstance(rule, s.Regel) and isinstance(rule.uitspraak, s.Stelt)
    return rule.uitspraak.waarde


def test_strength_of_the_operators() -> None:
    value = value_of(
        "1 plus 2 maal 3 min 4 gedeeld door 2 tot de macht 2, met een maximum van 9, rekenkundig afgerond op centen"
    )
    assert isinstance(value, s.Afgerond) and isinstance(value.van, s.Begrensd) and isinstance(value.van.van, s.Som)
    one, product, quotient = (term for _, term in value.van.van.termen)
    assert one == s.Getal(Fraction(1)) and isinstance(product, s.Product) and isinstance(quotient, s.Product)
    assert quotient.factoren[1] == (True, s.Macht(s.Getal(Fraction(2)), 2))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("10% van het inkomen van de persoon", s.PercentageVan),
        ("(1 plus 2) van € 3", s.PercentageVan),
        ("€ 1 per maand, omgerekend naar een bedrag per jaar", s.Omgerekend),
        ("6 weken omgerekend naar dagen", s.Omgerekend),
        ("het inkomen van de persoon in hele euro's", s.InEuros),
        ("het inkomen van de persoon op 01-01-2024", s.OpDatum),
        ("het inkomen van de persoon in het jaar van de rekendatum", s.InJaar),
        ("het aantal kinderen van de persoon waarvoor geldt dat het kind minderjarig is", s.Aggregatie),
        ("de som van het inkomen van de kinderen van de persoon", s.Aggregatie),
        ("het grootste van het inkomen van de kinderen van de persoon", s.Aggregatie),
        ("het aantal hele maanden tussen de rekendatum en de verzenddatum", s.TijdTussen),
        ("de leeftijd van de persoon op 1 januari 2024", s.Leeftijd),
        ("de eerste dag van de maand na de rekendatum", s.DatumFunctie),
        ("de laatste dag van het kwartaal van de rekendatum", s.DatumFunctie),
        ("de rekendatum plus 10 werkdagen op de kalender K", s.WerkdagenVerder),
        ("de 5e werkdag van de maand na de rekendatum op de kalender K", s.WerkdagVan),
        ("de 1e werkdag van het jaar van (de rekendatum plus 1 maand) op de kalender K", s.WerkdagVan),
        ("de rekendatum plus 6 weken, verlengd volgens de kalender K", s.Verlengd),
        ('beoordelen door behandelaar: "wat is redelijk?"', s.Beoordeling),
        ("(het aantal kinderen van de persoon waarvoor geldt dat het kind minderjarig is) maal 2", s.Product),
    ],
)
def test_every_form_of_value_has_its_node(text: str, kind: type[object]) -> None:
    assert isinstance(value_of(text), kind)


def test_a_conflict_in_the_grammar_is_refused() -> None:
    rules = "?start: start PLUS start | GETAL\n%declare PLUS GETAL"
    with pytest.raises(lark.exceptions.GrammarError):
        lark.Lark(rules, parser="lalr", lexer=_Tokens, strict=True)


def test_the_kept_grammar_is_the_grammar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables from disk read a file as those that were just made do; a damaged file is made again."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    sentences.grammar.cache_clear()
    made = parse(FILE)
    (place,) = tmp_path.iterdir()
    for damage in (False, True):
        if damage:
            place.write_bytes(place.read_bytes()[:-9])
        sentences.grammar.cache_clear()
        assert parse(FILE) == made
        assert read_data(place, sentences._MAGIC, sentences._find) is not None
    sentences.grammar.cache_clear()
