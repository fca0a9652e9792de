import pytest

from dsl.program import Aggregate
from tests.dsl.check.texts import check_text, condition_errors, condition_sketch, errors_of, value_sketch, with_value

P = "de aanvrager van de uitkomst"
PERSOON = "RoleRead:aanvrager(Self:)"


@pytest.mark.parametrize(
    ("expression", "kind", "nodes"),
    [
        ("het tarief maal 12 maanden", "bedrag", "Product:(Param:tarief, Const:12)"),
        (f"het inkomen van {P} gedeeld door 12", "bedrag per jaar", f"Quotient:(Input:inkomen({PERSOON}), Const:12)"),
        (
            f"het inkomen van {P}, omgerekend naar een bedrag per maand",
            "bedrag per maand",
            f"Convert:(Input:inkomen({PERSOON}))",
        ),
        (
            f"de duur van {P} maal de huur van {P}",
            "bedrag",
            f"Product:(Input:duur({PERSOON}), Input:huur({PERSOON}))",
        ),
        (
            f"het deel van {P} maal de huur van {P}",
            "bedrag per maand",
            f"Product:(Input:deel({PERSOON}), Input:huur({PERSOON}))",
        ),
        (f"10% van de huur van {P}", "bedrag per maand", f"Product:(Const:1/10, Input:huur({PERSOON}))"),
        (
            f"€ 1 per maand maal ((het inkomen van {P} in hele euro's) tot de macht 2)",
            "bedrag per maand",
            f"Product:(Const:1, Power:(Convert:(Input:inkomen({PERSOON}))))",
        ),
        ("het tarief op 01-01-2021", "bedrag per maand", "Param:tarief(Const:2021-01-01)"),
        (
            f"het inkomen van {P} in het peiljaar van {P}",
            "bedrag per jaar",
            f"Input:inkomen({PERSOON}, YearStart:(Input:peiljaar({PERSOON})))",
        ),
        (f"de opslag per gemeente voor de gemeente van {P}", "bedrag per maand", f"Lookup:(Input:gemeente({PERSOON}))"),
        (
            f"de leeftijd van {P} op de rekendatum",
            "aantal jaren",
            f"DateDiff:jaar(Input:geboortedatum({PERSOON}), Context:)",
        ),
        (
            "de rekendatum plus 2 maanden min 3 dagen",
            "datum",
            "DateShift:dag(DateShift:maand(Context:, Const:2), Const:3)",
        ),
        ("de rekendatum plus 10 werkdagen op de kalender kantoordagen", "datum", "WorkDays:(Context:, Const:10)"),
        (
            f"de ingang van {P}, met een minimum van 01-01-2021",
            "datum",
            f"Bound:(Input:ingang({PERSOON}), Const:2021-01-01)",
        ),
        (
            f"het kleinste van de geboortedatum van de kinderen van {P}",
            "datum",
            f"Aggregate:kind({PERSOON}, Input:geboortedatum(Element:kind))",
        ),
        ("koop", "woonvorm", "Const:koop"),
        ("€ 0", "bedrag per maand", "Const:0"),
    ],
)
def test_an_expression_becomes_nodes_of_the_right_type(expression: str, kind: str, nodes: str) -> None:
    assert value_sketch(expression, kind) == nodes


@pytest.mark.parametrize(
    ("expression", "kind", "code"),
    [
        (f"de huur van {P} plus het inkomen van {P}", "bedrag per maand", "TS301"),
        (f"de huur van {P} plus 20", "bedrag per maand", "TS301"),
        (f"het inkomen van {P}", "bedrag per maand", "TS302"),
        ("€ 20", "bedrag per maand", "TS302"),
        (f"de gemeente van {P}", "bedrag", "TS302"),
        ("de rekendatum plus 2 bijdrageperioden", "datum", "TS303"),
        ("het tarief plus de rekendatum", "bedrag per maand", "TS303"),
        (f"het inkomen van {P}, omgerekend naar een bedrag per week", "bedrag per week", "TS305"),
        (f"de huur van {P} tot de macht 2", "bedrag per maand", "TS306"),
        (f"de som van de huur van {P}", "bedrag per maand", "TS308"),
        (f"de huur van de kinderen van {P}", "bedrag per maand", "TS309"),
        (f"de factor van {P}, rekenkundig afgerond op centen", "getal", "TS310"),
        (f"de huur van {P} maal de huur van {P}", "bedrag", "TS311"),
        ("het tarief op € 3", "bedrag per maand", "TS314"),
        (f"de ingang van {P}, met een maximum van € 3", "datum", "TS314"),
        (f"de huur van {P}, met een maximum van 01-01-2021", "bedrag per maand", "TS303"),
        (f"de som van de geboortedatum van de kinderen van {P}", "datum", "TS303"),
        (f"de huur van {P} in hele euro's", "getal", "TS316"),
        ("het tarif", "bedrag per maand", "TS201"),
        (f"het inkomn van {P}", "bedrag per jaar", "TS209"),
        ("kop", "woonvorm", "TS211"),
        ("de huur van de aanvrager", "bedrag per maand", "TS213"),
        ("de huur van een persoon", "bedrag per maand", "TS213"),
        (f"de toeslag van {P} op de rekendatum", "bedrag per maand", "TS218"),
        (f"de som van de huur van de kinderen van de ouder van {P}", "bedrag per jaar", "TS302"),
    ],
)
def test_a_mistake_is_reported_once(expression: str, kind: str, code: str) -> None:
    extra = """
Regel toeslag
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 1
    ruimte: gebonden, wet
    De toeslag van een persoon moet gesteld worden op het tarief
"""
    assert [found for found, _, _ in check_text(with_value(expression, kind, extra))[1]] == [code]


@pytest.mark.parametrize(
    ("condition", "nodes"),
    [
        (f"de vorm van {P} gelijk is aan koop", f"Compare:=(Input:vorm({PERSOON}), Const:koop)"),
        (f"koop gelijk is aan de vorm van {P}", f"Compare:=(Const:koop, Input:vorm({PERSOON}))"),
        (f"{P} niet minderjarig is", f"Not:(Input:is minderjarig({PERSOON}))"),
        (f"{P} een partner heeft", f"HasRole:partner({PERSOON})"),
        (
            f"er een kind van {P} is waarvoor geldt dat het kind minderjarig is",
            f"Compare:>=(Aggregate:kind({PERSOON}, Input:is minderjarig(Element:kind)), Const:1)",
        ),
        (f"er geen kind van {P} is", f"Not:(Compare:>=(Aggregate:kind({PERSOON}), Const:1))"),
        (
            f"voor alle kinderen van {P} geldt dat het kind minderjarig is",
            f"ForAll:kind({PERSOON}, Input:is minderjarig(Element:kind))",
        ),
        (
            f"de vorm van {P} is geen van: huur of koop",
            f"Not:(Or:(Compare:=(Input:vorm({PERSOON}), Const:huur), Compare:=(Input:vorm({PERSOON}), Const:koop)))",
        ),
        (
            f"de heffing van {P} niet verschuldigd is",
            f"Compare:=(Derived:heffing#status({PERSOON}), Const:niet verschuldigd)",
        ),
        (f"de partner van {P} van toepassing is", f"IsApplicable:(RoleRead:partner({PERSOON}))"),
        (f"de huur van {P} onbekend is", f"IsUnknown:(Input:huur({PERSOON}))"),
        (
            f"het inkomen van {P} in het peiljaar van {P} onbekend is",
            f"IsUnknown:(Input:inkomen({PERSOON}, YearStart:(Input:peiljaar({PERSOON}))))",
        ),
        (
            f"de huur van {P} op 01-01-2021 niet onbekend is",
            f"Not:(IsUnknown:(Input:huur({PERSOON}, Const:2021-01-01)))",
        ),
        (
            f"de duur van {P} gedeeld door 1 jaar lager is dan 3 maanden per jaar",
            f"Compare:<(Quotient:(Input:duur({PERSOON}), Const:1), Const:3)",
        ),
    ],
)
def test_a_condition_becomes_nodes(condition: str, nodes: str) -> None:
    assert condition_sketch(condition) == nodes


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (f"de leeftijd van {P} op de rekendatum ten minste 18 is", "TS301"),
        (f'de gemeente van {P} groter is dan "Breda"', "TS303"),
        (f"de huur van {P} voor de rekendatum ligt", "TS314"),
        (f"de vorm van {P} gelijk is aan kop", "TS211"),
        (f"de huur van {P} niet verschuldigd is", "TS426"),
        (f"de heffing van {P} onbekend is", "TS313"),
        (f"de heffing van {P} op 01-01-2021 onbekend is", "TS313"),
        ("het tarief op 01-01-2021 onbekend is", "TS303"),
        (f"de duur van {P} gelijk is aan 3 maanden per jaar", "TS301"),
        (f"er een kind van {P} is waarvoor geldt dat er een kind van het kind is", "TS219"),
    ],
)
def test_a_mistaken_condition_is_reported_once(condition: str, code: str) -> None:
    assert condition_errors(condition) == [code]


def test_an_element_of_an_inner_fold_may_be_held_against_that_of_the_outer() -> None:
    higher = "de huur van het kleinkind groter is dan de huur van het kind"
    inner = f"(er een kind van het kind (noem: het kleinkind) is waarvoor geldt dat {higher})"
    made, errors = check_text(with_value(f"het aantal kinderen van {P} waarvoor geldt dat {inner}", "geheel getal"))
    assert made is not None, errors
    levels = {(node.depth, node.level) for node in made.nodes if isinstance(node, Aggregate)}
    # The inner fold stands inside the element of the outer; the outer stands inside nothing.
    assert levels == {(2, 1), (1, 0)}


def test_the_remedy_names_what_was_probably_meant() -> None:
    (error,) = check_text(with_value("het tarif"))[1]
    assert error[2] == "Bedoelde u 'tarief'?"


def test_everything_wrong_is_reported_at_once() -> None:
    wrong = f"(de huur van {P} plus 20) maal (het tarif) plus het inkomn van {P}"
    assert sorted(errors_of(wrong)) == ["TS201", "TS209", "TS301"]
