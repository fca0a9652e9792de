"""A small program with types, roles and a besluit but hardly any rules, for tests of what reads dossiers."""

from datetime import date
from fractions import Fraction

from dsl.program import (
    AttrInfo,
    BoolType,
    DateType,
    DecisionInfo,
    EnumType,
    Judge,
    Literal_,
    NumType,
    Program,
    RoleInfo,
    TextType,
    Type,
    TypeInfo,
)
from dsl.source import NOWHERE

YEARLY = NumType((("euro", 1), ("jaar", -1)), Fraction(1), "bedrag")
MONTHLY = NumType((("euro", 1), ("maand", -1)), None, "bedrag")
HOURS = NumType((("maand", -1), ("uur", 1)), None, "aantal")
DAYS = NumType((("dag", 1),), Fraction(1), "aantal")
QUESTION = "hardheid: Is dit onredelijk?"


def attr(
    owner: str,
    name: str,
    kind: Type,
    low: Literal_ | None = None,
    high: Literal_ | None = None,
    **options: bool,
) -> AttrInfo:
    return AttrInfo(owner, name, "de", kind, options.pop("derived", False), low, high, **options)  # type: ignore[arg-type]


def object_type(name: str, plural: str, attributes: list[AttrInfo], roles: list[RoleInfo]) -> TypeInfo:
    return TypeInfo(name, "de", plural, {item.name: item for item in attributes}, {role.name: role for role in roles})


PERSON = object_type(
    "persoon",
    "personen",
    [
        attr("persoon", "geboortedatum", DateType()),
        attr("persoon", "inkomen", YEARLY, Fraction(0), Fraction(10_000_000), per_year=True),
        attr("persoon", "bijtelling", MONTHLY, Fraction(-100), Fraction(5000)),
        attr("persoon", "aantal uren zorg", HOURS, Fraction(0), Fraction(744)),
        attr("persoon", "aantal dagen", DAYS),
        attr("persoon", "leveringsvorm", EnumType("leveringsvorm")),
        attr("persoon", "gemeente", TextType()),
        attr("persoon", "korting", NumType((), Fraction(1, 1000), "percentage"), Fraction(0), Fraction(1)),
        attr("persoon", "peiljaar", NumType((("jaar", 1),), None, "jaartal")),
        attr("persoon", "lage bijdrage", MONTHLY, derived=True),
        attr("persoon", "draagkracht", MONTHLY, derived=True, may_be_given=True),
        attr("persoon", "is minderjarig", BoolType()),
        attr("persoon", "heeft de pensioengerechtigde leeftijd bereikt", BoolType()),
    ],
    [
        RoleInfo("persoon", "echtgenoot", None, "persoon", 1, False, "echtgenoot"),
        RoleInfo("persoon", "kind", "kinderen", "persoon", 3, False, "ouder"),
        RoleInfo("persoon", "ouder", None, "persoon", 1, False),
    ],
)
HOUSEHOLD = object_type(
    "leefeenheid",
    "leefeenheden",
    [attr("leefeenheid", "bijdrage", MONTHLY, derived=True, has_status=True)],
    [
        RoleInfo("leefeenheid", "cliënt", None, "persoon", 1, True),
        RoleInfo("leefeenheid", "huisgenoot", "huisgenoten", "persoon", 2, False),
    ],
)


def decision(name: str, over: str) -> DecisionInfo:
    return DecisionInfo(name, "Proef", None, over, None, (), None, None, None, None, (), (), NOWHERE)


PROGRAM = Program(
    digest="proef",
    nodes=(Judge(type=BoolType(), span=NOWHERE, question="Is dit onredelijk?", key=QUESTION),),
    types={"persoon": PERSON, "leefeenheid": HOUSEHOLD},
    enums={"leveringsvorm": ("verblijf", "volledig pakket thuis")},
    params={},
    tables={},
    calendars={},
    rules=(),
    definitions={},
    decisions={"Eigen bijdrage": decision("Eigen bijdrage", "leefeenheid"), "Toeslag": decision("Toeslag", "persoon")},
    signals={},
    regelingen={},
    texts={},
)
DAY = date(2024, 3, 1)
