"""Deviations, tables, divisions, imports and circles, from rule text."""

from fractions import Fraction
from typing import Any

import pytest

from dsl.program import Program
from tests.dsl.check.test_order import BLOCKS
from tests.dsl.check.texts import HEAD, check_text
from tests.dsl.check.trees import sketch

PLAIN = HEAD.replace("UITKOMST", "bedrag")


def rule(name: str, *lines: str) -> str:
    heads = "    geldig vanaf 01-01-2020\n    bron: Proefwet artikel 1\n    ruimte: gebonden, wet\n"
    return f"\nRegel {name}\n{heads}" + "".join(f"    {line}\n" for line in lines)


def made(*blocks: str, head: str = PLAIN) -> Program:
    result, errors = check_text(head + "".join(blocks))
    assert result is not None, errors
    return result


def errors(*blocks: str, head: str = PLAIN) -> list[tuple[str, str]]:
    return [(code, cause) for code, cause, _ in check_text(head + "".join(blocks))[1]]


# --- deviations


def _candidates(program: Program, attr: str) -> dict[str, Any]:
    choice: Any = program.nodes[program.definitions["persoon", attr].root]
    return {program.rules[candidate.rule].name: candidate for candidate in choice.candidates}


def _toeslag(name: str, *heads: str) -> str:
    return rule(name, *heads, "De toeslag van een persoon moet gesteld worden op het tarief")


def test_deviation_reaches_through_others() -> None:
    program = made(_toeslag("A"), _toeslag("B", "in afwijking van: A"), _toeslag("C", "in afwijking van: B"))
    found = _candidates(program, "toeslag")
    assert set(found["A"].defeaters) == {found["B"].applies, found["C"].applies}
    assert found["B"].defeaters == (found["C"].applies,)


def test_a_group_stands_for_all_its_rules() -> None:
    program = made(
        _toeslag("A", "groep: hoofdregels"),
        _toeslag("B", "groep: hoofdregels"),
        _toeslag("C", "in afwijking van: hoofdregels"),
    )
    found = _candidates(program, "toeslag")
    assert found["A"].defeaters == found["B"].defeaters == (found["C"].applies,)


def test_putting_out_of_force_is_part_of_applying() -> None:
    program = made(*BLOCKS)
    numbers = {item.name: item for item in program.rules}
    off = numbers["toch toeslag"]
    assert off.attr is None and off.owner == "persoon"
    applies: Any = program.nodes[numbers["geen toeslag voor minderjarigen"].applies]
    assert applies.off == (off.applies,)


def test_rules_that_put_each_other_out_of_force_are_refused() -> None:
    found = errors(
        _toeslag("A"),
        rule("B", "stelt buiten toepassing: A", "stelt buiten toepassing: C", "indien de persoon minderjarig is"),
        rule("C", "stelt buiten toepassing: B", "indien de persoon minderjarig is"),
    )
    assert [code for code, _ in found] == ["TS405"]
    assert "B → C → B" in found[0][1]


def test_a_chain_of_putting_out_of_force_may_be_long() -> None:
    chain = [rule("A", "De toeslag van een persoon moet gesteld worden op het tarief")]
    for number in range(1, 60):
        name, before = f"uit {'i' * number}", "A" if number == 1 else f"uit {'i' * (number - 1)}"
        chain.append(rule(name, f"stelt buiten toepassing: {before}", "indien de persoon minderjarig is"))
    program = made(*chain)
    assert len(program.rules) == 61


def test_a_deviation_must_set_the_same() -> None:
    found = errors(_toeslag("A"), rule("B", "in afwijking van: A", "Een persoon heeft recht op toeslag"))
    assert [code for code, _ in found] == ["TS406"]


# --- circles


def test_values_in_a_circle_are_refused_with_the_circle() -> None:
    found = errors(
        rule("A", "De toeslag van een persoon moet berekend worden als de heffing van de persoon"),
        rule("B", "De heffing van een persoon moet berekend worden als de toeslag van de persoon"),
    )
    assert [code for code, _ in found] == ["TS404"]
    assert "'heffing' van persoon → 'toeslag' van persoon → 'heffing' van persoon" in found[0][1]


def test_local_names_in_a_circle_are_refused() -> None:
    local = "Daarbij geldt:\n        • de grond is de basis maal 2\n        • de basis is de grond maal 2"
    found = errors(rule("A", "De toeslag van een persoon moet berekend worden als de grond", local))
    assert {code for code, _ in found} == {"TS404"}


# --- tables


TABLE = """
Beslistabel vormen
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 3
    ruimte: gebonden, wet
    treffer: eerste
    | de toeslag van een persoon | indien de huur van de persoon | indien de persoon minderjarig is |
    | € 10 | ten minste € 100 | ja |
    | € 5 | € 50 t/m € 60 | n.v.t. |
    | € 1 | n.v.t. | n.v.t. |
"""


def test_a_table_is_a_rule_with_its_rows() -> None:
    program = made(TABLE)
    (table,) = [item for item in program.rules if item.kind == "tabel"]
    applies: Any = program.nodes[table.applies]
    assert applies.condition is None  # the last row always fits
    hit: Any = program.nodes[_candidates(program, "toeslag")["vormen"].value]
    rows = [(row, sketch(program, test) if test is not None else None) for row, test, _ in hit.rows]
    assert rows == [
        (1, "And:(Compare:>=(Input:huur(Self:), Const:100), Input:is minderjarig(Self:))"),
        (2, "And:(Compare:>=(Input:huur(Self:), Const:50), Compare:<=(Input:huur(Self:), Const:60))"),
        (3, None),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [("| € 10 | koop | ja |", "TS303"), ("| € 10 | 5 | ja |", "TS301"), ("| koop | n.v.t. | n.v.t. |", "TS302")],
)
def test_cells_must_fit_their_column(row: str, code: str) -> None:
    assert {found for found, _ in errors(TABLE + f"    {row}\n")} == {code}


LOOKUP = """
Tabel de korting : bedrag per maand
    bron: Proefwet artikel 3
    sleutel: bedrag per jaar
    bij € 0 t/m € 20.000:
        vanaf 01-01-2020: € 5,00
    bij {second}:
        vanaf 01-01-2020: € 3,00
"""


def test_ranges_of_a_lookup_table_may_touch_but_not_overlap() -> None:
    said = rule("A", "De toeslag van een persoon moet berekend worden als de korting voor het inkomen van de persoon")
    overlapping = errors(LOOKUP.format(second="€ 20.000 t/m € 30.000"), said)
    assert [code for code, _ in overlapping] == ["TS427"]
    program = made(LOOKUP.format(second="€ 20.000,01 t/m € 30.000"), said)
    lows = [row.keys[0].low for row in program.tables["korting"].rows]  # type: ignore[union-attr]
    assert lows == [Fraction(0), Fraction("20000.01")]


# --- division


HOUSE = """
Objecttype het gezin (mv: gezinnen)
    de last : bedrag per maand ligt tussen € 0 en € 10.000
    rol lid (mv: leden) : ten hoogste 10 leden{inverse}

Objecttype het lid (mv: leden)
    het loon : bedrag per jaar ligt tussen € 0 en € 10.000
    het aandeel : bedrag per maand, in centen
    rol gezin : hoogstens een gezin
"""
DIVIDED = (
    "De last van een gezin wordt verdeeld over de leden van het gezin, naar rato van het loon van het lid, "
    "als het aandeel van het lid, afgerond op centen"
)


def test_a_division_is_seen_from_the_part() -> None:
    program = made(
        HOUSE.format(inverse=", omgekeerd: gezin"),
        rule("A", DIVIDED, "indien de last van het gezin groter is dan € 1 per maand"),
    )
    choice: Any = program.nodes[program.definitions["lid", "aandeel"].root]
    (candidate,) = choice.candidates
    share: Any = program.nodes[candidate.value]
    assert share.role == "lid" and share.grid == Fraction(1, 100) and share.level == 0
    assert sketch(program, share.total) == "Input:last(RoleRead:gezin(Self:))"
    assert sketch(program, share.weight) == "Input:loon(Element:lid)"
    applies: Any = program.nodes[candidate.applies]
    assert sketch(program, applies.condition) == "Compare:>(Input:last(RoleRead:gezin(Self:)), Const:1)"


def test_a_division_needs_the_way_back() -> None:
    assert [code for code, _ in errors(HOUSE.format(inverse=""), rule("A", DIVIDED))] == ["TS222"]


# --- files


def test_a_file_sees_what_it_uses_and_nothing_else() -> None:
    own = "Regeling Anders\n    bron: Proefwet (BWBR0000001)\n"
    block = rule("B", "De toeslag van een persoon moet gesteld worden op het tarief")
    used, found = check_text(PLAIN, own + "    gebruikt: deel0\n" + block)
    assert used is not None, found
    blind = [code for code, _, _ in check_text(PLAIN, own + block)[1]]
    assert blind and set(blind) <= {"TS201", "TS208", "TS210"}


def test_a_file_may_add_members_to_a_type_that_it_uses() -> None:
    own = "Regeling Anders\n    bron: Proefwet (BWBR0000001)\n    gebruikt: deel0\n"
    more = "\nObjecttype de persoon\n    de bonus : bedrag per maand ligt tussen € 0 en € 10\n"
    block = rule("B", "De bonus van een persoon moet gesteld worden op € 1 per maand")
    program, found = check_text(PLAIN, own + more + block)
    assert program is not None, found
    assert program.types["persoon"].attributes["bonus"].derived
    twice = [code for code, _, _ in check_text(PLAIN, own + more + more.replace("bonus", "huur") + block)[1]]
    assert "TS202" in twice


def test_a_short_source_takes_the_id_of_its_law() -> None:
    program = made(_toeslag("A"))
    (source,) = next(item for item in program.rules if item.name == "A").sources
    assert source.bwb == "BWBR0000001"


def test_a_question_has_the_range_of_what_it_decides() -> None:
    program = made(rule("A", 'De toeslag van een persoon: beoordelen door behandelaar: "Hoeveel?"'))
    (judge,) = [node for node in program.nodes if type(node).__name__ == "Judge"]
    assert (judge.key, judge.low, judge.high) == ("A: Hoeveel?", 0, 10_000)  # type: ignore[union-attr]


def test_a_given_value_stands_beside_the_rules() -> None:
    program = made(rule("A", "Een persoon heeft recht op toeslag"))
    choice: Any = program.nodes[program.definitions["persoon", "heeft recht op toeslag"].root]
    assert sketch(program, choice.given) == "Input:heeft recht op toeslag(Self:)"


def test_nothing_owed_may_not_be_written_as_zero() -> None:
    found = errors(rule("A", "De heffing van een persoon moet gesteld worden op € 0 per maand"))
    assert [code for code, _ in found] == ["TS425"]


def test_a_local_name_may_not_hide_another() -> None:
    twice = "Daarbij geldt:\n        • de grond is € 1 per maand\n        • de grond is € 2 per maand"
    hiding = "Daarbij geldt:\n        • het tarief is € 1 per maand"
    says = "De toeslag van een persoon moet gesteld worden op"
    assert "TS202" in [code for code, _ in errors(rule("A", f"{says} de grond", twice))]
    assert "TS202" in [code for code, _ in errors(rule("A", f"{says} het tarief", hiding))]


def test_a_mistake_in_a_local_name_that_nothing_reads_is_found() -> None:
    local = "Daarbij geldt:\n        • de grond is de huur van de persoon plus 20"
    assert [code for code, _ in errors(rule("A", "Een persoon heeft recht op toeslag", local))] == ["TS301"]


def test_a_rule_that_is_wrong_causes_no_second_mistake() -> None:
    heads = ("over: een persoon", "uitkomst: de toeslag van de persoon", "wijziging werkt door vanaf: de maand")
    decision = "\nBesluit Proef\n" + "".join(f"    {head}\n" for head in heads)
    found = errors(
        rule("A", "De toeslag van de persoon moet gesteld worden op het tarief"),
        rule("B", "in afwijking van: A", "Een persoon heeft recht op toeslag"),
        decision,
    )
    assert [code for code, _ in found] == ["TS213"]


def test_being_owed_is_not_for_a_rule_to_say() -> None:
    assert [code for code, _ in errors(rule("A", "De heffing van een persoon is verschuldigd"))] == ["TS303"]
