"""Varianten: rules in trees, other trees out, judged by every pass as any rules are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.check import check, check_with
from dsl.diagnostics import Diagnostic, Findings
from dsl.files import read_rules
from dsl.lawchecks import all_checks
from dsl.making import make_program
from dsl.parsing.corpus import Corpus, load_corpus
from dsl.printer import print_module
from dsl.program import Program
from dsl.syntax import Geld, Module, Waarde
from dsl.variants.apply import Applied, apply_variants
from dsl.variants.judge import make_and_check, part_of
from dsl.variants.periods import Period, outside, overlaid, same_values, value_periods
from dsl.variants.relevant import Names
from dsl.variants.stack import collect_variants, split

GOLDEN = Path(__file__).parents[2] / "golden"
RULES = Path(__file__).parents[3] / "rules"
DAY = date(2020, 1, 1)


def golden(*more: Path) -> Corpus:
    files = [GOLDEN / "basis.regels", GOLDEN / "proefrecht.regels", GOLDEN / "good" / "variant.regels", *more]
    return load_corpus({path.stem: path.read_text(encoding="utf-8") for path in files})


def made(corpus: Corpus, *names: str) -> Program:
    program, found = check_with(corpus, names)
    assert program is not None, found
    return program


def values(program: Program, name: str) -> list[tuple[date, date | None, object]]:
    return [(value.start, value.end, value.value) for value in program.params[name].values]


# --- what a variant makes of the rules


def test_values_before_the_first_day_stay_and_the_last_holds_for_good() -> None:
    program = made(golden(), "hoger tarief")
    assert values(program, "tarief") == [
        (date(2024, 1, 1), date(2024, 12, 31), Fraction(206, 10)),
        (date(2025, 1, 1), date(2025, 12, 31), Fraction(22)),
        (date(2026, 1, 1), None, Fraction(23)),
    ]


def test_a_value_says_where_it_comes_from_and_how_sure_it_is() -> None:
    _, first, second = made(golden(), "hoger tarief").params["tarief"].values
    assert ([source.text for source in first.sources], first.certainty) == (["Proefvoorstel 1 par. 2"], "middel")
    assert ([source.text for source in second.sources], second.certainty) == (["Proefvoorstel 1"], None)


def test_a_row_of_a_table_changes_and_another_is_added() -> None:
    rows = {row.keys: row.values for row in made(golden(), "hoger tarief").tables["tarief per gemeente"].rows}
    assert [value.value for value in rows[("Drimmelen",)]] == [19, 20]
    assert [value.value for value in rows[("Goes",)]] == [21]


def test_a_replaced_rule_holds_up_to_the_day_before_and_keeps_its_regeling() -> None:
    program = made(golden(), "korting naar huishouden")
    found = [(rule.start, rule.end, rule.regeling) for rule in program.rules if rule.name == "toeslag"]
    assert found == [
        (date(2024, 1, 1), date(2024, 12, 31), "Proefregeling"),
        (date(2025, 1, 1), None, "Proefregeling"),
    ]
    assert [(rule.end, rule.certainty) for rule in program.rules if rule.name == "oude toeslag"] == [
        (date(2024, 12, 31), None)
    ]
    assert [rule.certainty for rule in program.rules if rule.name == "recht op een korting"] == ["middel"]


def test_what_is_below_is_applied_first_and_named() -> None:
    program = made(golden(), "korting naar huishouden")
    assert program.applied == ("hoger tarief", "korting naar huishouden")
    assert program.params["tarief"].values[-1].value == 23
    assert program.params["korting"].values[0].value == 5


def test_the_law_knows_its_varianten_and_holds_none() -> None:
    corpus = golden()
    program, _ = check(corpus)
    assert program is not None
    assert program.applied == () and sorted(program.variants) == ["hoger tarief", "korting naar huishouden"]
    assert program.variants["korting naar huishouden"].below == ("hoger tarief",)
    assert "korting" not in program.params and len(program.params["tarief"].values) == 1
    without = load_corpus({module.pad: corpus.sources[module.span.file].text for module in split(corpus.modules)[0]})
    alone, _ = check(without)
    assert alone is not None and alone.digest == program.digest


def test_the_digest_follows_the_text_of_the_variant_and_of_the_law() -> None:
    text = (GOLDEN / "good" / "variant.regels").read_text(encoding="utf-8")
    law = {name: (GOLDEN / f"{name}.regels").read_text(encoding="utf-8") for name in ("basis", "proefrecht")}
    digests = {
        made(load_corpus({**base, "variant": changed}), name).digest
        for name in ("hoger tarief", "korting naar huishouden")
        for base in (law, law | {"basis": law["basis"].replace("€ 20,60", "€ 20,70")})
        for changed in (text, text.replace("€ 22,00", "€ 22,50"))
    }
    assert len(digests) == 8


def test_two_varianten_are_one_stack_whatever_their_order_when_they_agree() -> None:
    other = "Regeling Proefregeling\n    gebruikt: basis\n\nVariant leeftijd\n    bron: Proef\n    vereist: wet\n\n"
    other += "    wijzigt Parameter de leeftijdsgrens\n        vanaf 01-01-2025: 21 jaar\n"
    texts = {
        path.stem: path.read_text(encoding="utf-8") for path in (GOLDEN / "basis.regels", GOLDEN / "proefrecht.regels")
    }
    texts["variant"] = (GOLDEN / "good" / "variant.regels").read_text(encoding="utf-8")
    corpus = load_corpus({**texts, "leeftijd": other})
    one, two = made(corpus, "leeftijd", "hoger tarief"), made(corpus, "hoger tarief", "leeftijd")
    assert (one.nodes, one.params, one.rules) == (two.nodes, two.params, two.rules)


def test_an_unknown_variant_is_a_finding_with_a_near_name() -> None:
    program, [finding] = check_with(golden(), ["hoger tarif"])
    assert program is None and finding.code == "TS472" and "hoger tarief" in finding.remedy


# --- the part of the law that is judged


def _corpora() -> Iterator[Corpus]:
    yield golden()
    for path in sorted((GOLDEN / "bad").glob("*.regels")):
        if "\nVariant " in (text := path.read_text(encoding="utf-8")) and "gebruikt: proefrecht" in text:
            corpus = golden(path)
            if not any(found.severity.value == "fout" for found in corpus.diagnostics):
                yield corpus
    yield load_corpus(read_rules(RULES)[0])


Identity = tuple[str, object, str]


def told(applied: Applied, modules: list[Module]) -> set[Identity]:
    """What is found in the law with varianten, apart from what nothing in it reads."""
    findings = Findings()
    make_and_check(applied, modules, {}, findings)
    return {(one.code, one.span, one.cause) for one in findings if one.code != "TS409"}


def test_the_relevant_part_of_the_law_tells_what_the_whole_tells() -> None:
    """What a variant gets wrong is found in the part that it can make a difference to, and nothing else is."""
    judged = 0
    for corpus in _corpora():
        law, own = split(sorted(corpus.modules, key=lambda module: module.pad))
        variants, _ = collect_variants(own, True)
        known = {(one.code, one.span, one.cause) for one in _found_in(law)}
        for item in variants.written.values():
            applied = apply_variants(law, variants.stack([item.name]), variants)
            part, whole = told(applied, part_of(applied, Names(law))), told(applied, applied.modules)
            assert part <= whole and whole - part <= known, item.name
            judged += 1
    assert judged > 10


def _found_in(law: list[Module]) -> list[Diagnostic]:
    findings = Findings()
    return [*all_checks(law, make_program(law, {}, True, findings)), *findings]


def test_a_small_variant_is_judged_in_a_small_part_of_the_law() -> None:
    corpus = load_corpus(read_rules(RULES)[0])
    law, own = split(sorted(corpus.modules, key=lambda module: module.pad))
    variants, _ = collect_variants(own, True)
    applied = apply_variants(law, variants.stack(["geen indexatie abonnementstarief 2024"]), variants)
    part = part_of(applied, Names(law))
    small, whole = (make_program(modules, {}, True, Findings()) for modules in (part, applied.modules))
    assert len(small.rules) * 4 < len(whole.rules)


# --- periods


periods = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
    lambda ends: Period(DAY + timedelta(min(ends)), DAY + timedelta(max(ends)))
)


def days(found: list[Period]) -> list[date]:
    return sorted(one.first + timedelta(n) for one in found for n in range((one.last - one.first).days + 1))


@given(periods, st.lists(periods, max_size=4))
def test_outside_is_every_day_that_is_in_none(whole: Period, taken: list[Period]) -> None:
    gone = set(days(taken))
    assert days(outside([whole], taken)) == [day for day in days([whole]) if day not in gone]


dated = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20), st.integers(1, 3)), max_size=4, unique_by=lambda item: item[0]
).map(
    lambda items: [
        Waarde(DAY + timedelta(start), Geld(Fraction(amount)), DAY + timedelta(start + length) if length else None)
        for start, length, amount in _apart(sorted(items))
    ]
)


def _apart(items: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Values as a rule file may have them: none runs into the next."""
    for index, (start, length, amount) in enumerate(items):
        room = items[index + 1][0] - start - 1 if index + 1 < len(items) else length
        yield start, min(length, max(room, 0)), amount


def on(written: list[Waarde] | tuple[Waarde, ...], day: date) -> object:
    return next((value.waarde for period, value in value_periods(written) if period.first <= day <= period.last), None)


@given(dated, dated)
def test_on_every_day_the_variant_goes_before_and_the_base_fills_the_rest(
    base: list[Waarde], over: list[Waarde]
) -> None:
    found = overlaid(base, over)
    for number in range(-1, 90):
        day = DAY + timedelta(number)
        covered = any(period.first <= day <= period.last for period, _ in value_periods(over))
        assert on(found, day) == (on(over, day) if covered else on(base, day))
    assert same_values(overlaid(found, over), found)
    assert same_values(overlaid(base, []), base)


@pytest.mark.parametrize("name", ["hoger tarief", "korting naar huishouden"])
def test_a_program_with_a_variant_says_of_every_source_where_it_stands(name: str) -> None:
    program = made(golden(), name)
    for rule in program.rules:
        assert program.texts[rule.span.file][rule.span.start : rule.span.end]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_stands_in_a_variant_is_told_and_never_crashes(seed: int) -> None:
    """Lines left out, doubled, moved, cut off or taken from another variant: findings or programs, and the layout keeps the tree."""
    random = Random(seed)
    law = {name: (GOLDEN / f"{name}.regels").read_text(encoding="utf-8") for name in ("basis", "proefrecht")}
    paths = [GOLDEN / "good" / "variant.regels", *sorted((GOLDEN / "bad").glob("TS47*.regels"))]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    for _ in range(15):
        lines = random.choice(texts).splitlines()
        for _ in range(random.randint(1, 4)):
            at, other = random.randrange(len(lines)), random.choice(random.choice(texts).splitlines())
            kind = random.randrange(4)
            lines[at : at + 1] = [[], [lines[at], other], [other], [lines[at][: random.randint(0, len(lines[at]))]]][
                kind
            ]
            lines = lines or [other]
        corpus = load_corpus({**law, "proef": "\n".join(lines) + "\n"})
        program, _ = check(corpus)
        for name in program.variants if program is not None else ():
            made(corpus, name)
        if not corpus.diagnostics:
            printed = print_module(corpus.by_path()["proef"])
            assert load_corpus({**law, "proef": printed}).by_path()["proef"] == corpus.by_path()["proef"]
