from datetime import date
from fractions import Fraction
from typing import Any

from dsl.program import Applies, Choice, Const, NotApplicable, Param
from dsl.syntax import Geldig, KentToe, Stap, StatusUitspraak
from tests.dsl.check.trees import (
    MAAND,
    at,
    attr,
    besluit,
    codes,
    geld,
    heeft,
    kenmerk,
    module,
    objecttype,
    pad,
    parameter,
    program,
    regel,
    rol,
    sketch,
    stelt,
    value_of,
)

HOUSEHOLD = (
    objecttype(
        "de leefeenheid",
        attr("de bijdrage", met_rechtsstatus=True),
        rol("cliënt", "persoon", verplicht=True),
        rol("echtgenoot", "persoon"),
    ),
    objecttype("de persoon", kenmerk("is minderjarig"), kenmerk("heeft recht op zorg")),
    parameter("het abonnementstarief", MAAND, (2020, geld("19", None)), (2024, geld("20.60", None))),
)
BASE = regel(
    "hoogte van de bijdrage",
    stelt("de bijdrage van een leefeenheid", pad("het abonnementstarief")),
    heeft("de cliënt van de leefeenheid", "heeft recht op zorg"),
)
DECISION = besluit("Eigen bijdrage", "een leefeenheid", "de bijdrage van de leefeenheid")


def _named(step: str) -> tuple[Stap, ...]:
    return (Stap(step, span=at()),)


def _household_program(*extra: Any) -> Any:
    exception = regel(
        "geen bijdrage",
        StatusUitspraak(pad("de bijdrage van een leefeenheid"), "niet verschuldigd", at()),
        heeft("de leefeenheid", "heeft een echtgenoot"),
        in_afwijking_van=_named("hoogte van de bijdrage"),
    )
    return program(module(*HOUSEHOLD, BASE, exception, DECISION, *extra))


def test_a_value_and_a_status_are_two_choices_over_the_same_rules() -> None:
    made = _household_program()
    names = {rule.name: rule.number for rule in made.rules}
    amount: Any = made.nodes[made.definitions["leefeenheid", "bijdrage"].root]
    status: Any = made.nodes[made.definitions["leefeenheid", "bijdrage#status"].root]
    assert isinstance(amount, Choice) and isinstance(status, Choice)
    amounts = {candidate.rule: made.nodes[candidate.value] for candidate in amount.candidates}
    statuses = {candidate.rule: made.nodes[candidate.value] for candidate in status.candidates}
    assert isinstance(amounts[names["hoogte van de bijdrage"]], Param)
    assert isinstance(amounts[names["geen bijdrage"]], NotApplicable)
    assert statuses[names["hoogte van de bijdrage"]].value == "verschuldigd"
    assert statuses[names["geen bijdrage"]].value == "niet verschuldigd"


def test_a_deviation_defeats_its_base_and_not_the_other_way_round() -> None:
    made = _household_program()
    names = {rule.name: rule for rule in made.rules}
    choice: Any = made.nodes[made.definitions["leefeenheid", "bijdrage"].root]
    by_rule = {candidate.rule: candidate for candidate in choice.candidates}
    base, exception = names["hoogte van de bijdrage"], names["geen bijdrage"]
    assert by_rule[base.number].defeaters == (exception.applies,)
    assert by_rule[exception.number].defeaters == ()
    assert exception.deviates_from == (base.number,)


def test_an_outcome_is_seen_from_the_object_of_the_decision() -> None:
    made = _household_program()
    (outcome,) = made.decisions["Eigen bijdrage"].outcomes
    assert sketch(made, outcome.value) == "Derived:bijdrage(Self:)"
    assert outcome.status is not None and sketch(made, outcome.status) == "Derived:bijdrage#status(Self:)"
    assert outcome.words == "de bijdrage van de leefeenheid"


def test_a_condition_reads_through_a_role() -> None:
    made = _household_program()
    rule = next(rule for rule in made.rules if rule.name == "hoogte van de bijdrage")
    applies: Any = made.nodes[rule.applies]
    assert isinstance(applies, Applies)
    assert sketch(made, applies.condition) == "Input:heeft recht op zorg(RoleRead:cliënt(Self:))"


def test_parameter_values_end_where_the_next_begins() -> None:
    made = _household_program()
    values = made.params["abonnementstarief"].values
    assert [(value.start, value.end, value.value) for value in values] == [
        (date(2020, 1, 1), date(2023, 12, 31), Fraction(19)),
        (date(2024, 1, 1), None, Fraction("20.6")),
    ]


def test_a_kenmerk_that_no_rule_grants_is_nee() -> None:
    made = _household_program(regel("jong", KentToe(pad("een persoon"), "is minderjarig", True, at())))
    choice: Any = made.nodes[made.definitions["persoon", "is minderjarig"].root]
    default: Any = made.nodes[choice.default]
    assert isinstance(default, Const) and default.value is False
    assert value_of(made, "persoon", "is minderjarig") == made.nodes[choice.candidates[0].value]
    assert made.types["persoon"].attributes["is minderjarig"].derived
    assert not made.types["persoon"].attributes["heeft recht op zorg"].derived


def test_every_operand_comes_before_its_user() -> None:
    made = _household_program()
    for number, node in enumerate(made.nodes):
        assert all(operand < number for operand in node.operands())


def test_deviating_from_a_name_that_no_rule_has_is_reported() -> None:
    other = regel(
        "andere",
        stelt("de bijdrage van een leefeenheid", geld("5")),
        in_afwijking_van=_named("hoogte van bijdrage"),
    )
    assert codes(module(*HOUSEHOLD, BASE, other)) == ["TS403"]


def test_two_rules_that_deviate_from_each_other_are_refused() -> None:
    first = regel("A", stelt("de bijdrage van een leefeenheid", geld("5")), in_afwijking_van=_named("B"))
    second = regel("B", stelt("de bijdrage van een leefeenheid", geld("6")), in_afwijking_van=_named("A"))
    assert codes(module(*HOUSEHOLD, first, second)) == ["TS405"]


def test_versions_of_a_rule_are_rules_of_their_own() -> None:
    early = regel(
        "hoogte",
        stelt("de bijdrage van een leefeenheid", geld("5")),
        geldig=Geldig(date(2019, 1, 1), date(2019, 12, 31)),
    )
    late = regel("hoogte", stelt("de bijdrage van een leefeenheid", geld("6")))
    made = program(module(*HOUSEHOLD, late, early))
    assert [(rule.name, rule.start) for rule in made.rules] == [
        ("hoogte", date(2019, 1, 1)),
        ("hoogte", date(2020, 1, 1)),
    ]
