"""Rule files to trees: whole files, with the vocabulary that they declare themselves."""

from hypothesis import given, settings

from dsl import syntax as s
from dsl.diagnostics import Diagnostic
from dsl.parse import load_corpus, parse_module
from dsl.printer import print_module
from dsl.source import SourceFile
from dsl.vocabulary import Vocabulary, scan_declarations
from tests.strategies.trees import modules

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


@settings(max_examples=60, deadline=None)
@given(modules())
def test_printing_and_parsing_gives_the_same_tree(module: s.Module) -> None:
    corpus = load_corpus({module.pad: print_module(module)})
    assert corpus.diagnostics == ()
    assert corpus.modules[0] == module
