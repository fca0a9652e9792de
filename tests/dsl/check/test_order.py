"""The order of rules and files decides nothing: not ids, not rule numbers, not findings."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.program import NodeBase, Program
from dsl.source import NOWHERE
from tests.dsl.check.texts import HEAD, RULE, check_text

BLOCKS = (
    """
Regel toeslag
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 1
    ruimte: gebonden, wet
    De toeslag van een persoon moet berekend worden als 10% van de huur van de persoon
    indien de persoon een kind heeft
""",
    """
Regel geen toeslag voor minderjarigen
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 2
    ruimte: gebonden, wet
    in afwijking van: toeslag
    De toeslag van een persoon moet gesteld worden op € 5 per maand
    indien de persoon minderjarig is
""",
    """
Regel toch toeslag
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    stelt buiten toepassing: geen toeslag voor minderjarigen
    indien de huur van de persoon groter is dan € 100 per maand
""",
    """
Regel recht
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 4
    ruimte: gebonden, wet
    Een persoon heeft recht op toeslag
    indien de huur van de persoon groter is dan € 100 per maand
""",
    """
Regel heffing
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 5
    ruimte: gebonden, wet
    De heffing van een persoon moet gesteld worden op het tarief
    indien de persoon niet minderjarig is
""",
)


def _without_places(made: Program) -> tuple[object, ...]:
    def placeless(node: NodeBase) -> NodeBase:
        return replace(node, span=NOWHERE)

    rules = [replace(rule, span=NOWHERE) for rule in made.rules]
    return [placeless(node) for node in made.nodes], rules, made.definitions, sorted(made.types)  # type: ignore[return-value]


def _made(blocks: list[str], split: int) -> Program:
    head = HEAD.replace("UITKOMST", "bedrag")
    other = "Regeling Proef\n    bron: Proefwet (BWBR0000001) artikel 1\n    gebruikt: deel0\n"
    made, errors = check_text(head + "".join(blocks[:split]), other + "".join(blocks[split:]) if split < 5 else other)
    assert made is not None, errors
    return made


REFERENCE = _without_places(_made(list(BLOCKS), 5))


@settings(max_examples=25)
@given(st.permutations(BLOCKS), st.integers(0, 5))
def test_order_of_rules_and_files_changes_nothing(blocks: list[str], split: int) -> None:
    assert _without_places(_made(blocks, split)) == REFERENCE


def test_a_value_read_twice_is_one_node() -> None:
    made = _made(list(BLOCKS), 5)
    reads = [node for node in made.nodes if getattr(node, "attr", None) == "huur"]
    assert len(reads) == 1


def test_what_is_about_other_types_stays_apart() -> None:
    extra = RULE + "    De uitkomst van een uitkomst moet gesteld worden op het tarief\n"
    text = HEAD.replace("UITKOMST", "bedrag per maand") + extra + BLOCKS[4]
    made, errors = check_text(text)
    assert made is not None, errors
    assert len([node for node in made.nodes if getattr(node, "name", None) == "tarief"]) == 2
