"""Proof 5: one decision side by side, in one run: this engine, zen-engine, and Python written by hand.

    python -m bench.besluit [--cases 20000] [--json FILE]

The decision is besluit.regels: a table of twelve rows with hit policy first, and six amounts. All must give the same cents in
every case. Times are from validated facts (for zen-engine and Python by hand: from their own facts) to the outcome.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from time import perf_counter_ns
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._peers import by_hand, zen_content
from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from engine.case import Case, Moment, Obj
from engine.decide import decide
from engine.decision import Decision
from engine.fast.compiled import Fast
from engine.fast.expand import expand
from engine.values import Known

BESLUIT = "Proefbijdrage"
MOMENT = Moment(date(2025, 3, 1))
FORMS = ("verblijf", "thuis", "budget")
CENT = Fraction(1, 100)
WARM = 200
BLOCK = 200
MOST_IN_BLOCKS = 4_000
ROUNDS = 3
"""Each is measured this many times in turn and its best round counts, since other work shares the machine."""


@dataclass(frozen=True)
class Facts:
    """The same person in the form of each engine."""

    case: Case
    zen: dict[str, Any]
    cents: dict[str, Any]


def random_facts(rng: Random) -> Facts:
    amounts = {
        "inkomen": rng.randrange(rng.choice((2_000_000, 6_000_000, 20_000_000))),
        "vermogensinkomsten": rng.randrange(rng.choice((300_000, 5_000_000))),
        "huur": rng.randrange(250_001),
    }
    children, form, married = rng.randrange(9), rng.choice(FORMS), rng.random() < 0.5
    facts: dict[str, Any] = {name: cents * CENT for name, cents in amounts.items()}
    facts |= {"kindertal": Fraction(children), "leveringsvorm": form, "is gehuwd": married}
    root = Obj("verzekerde", "verzekerde", facts)
    others = {"kindertal": children, "leveringsvorm": form, "gehuwd": married}
    return Facts(
        Case(root, {root.key: root}),
        {**{name: cents / 100 for name, cents in amounts.items()}, **others},
        {**amounts, **others},
    )


@dataclass(frozen=True)
class Measured:
    """Microseconds per decision at the median and the 99th percentile, and decisions per second without a clock in between: the
    median over blocks."""

    name: str
    p50: float
    p99: float
    per_second: float


def measure(name: str, decide_one: Callable[[Facts], object], people: list[Facts]) -> Measured:
    for facts in people[:WARM]:
        decide_one(facts)
    times = []
    for facts in people:
        start = perf_counter_ns()
        decide_one(facts)
        times.append(perf_counter_ns() - start)
    rates = []
    size = min(BLOCK, len(people))
    for block in range(0, min(len(people), MOST_IN_BLOCKS) - size + 1, size):
        some = people[block : block + size]
        start = perf_counter_ns()
        for facts in some:
            decide_one(facts)
        rates.append(size * 1e9 / (perf_counter_ns() - start))
    times.sort()
    rates.sort()
    at99 = times[len(times) * 99 // 100]
    return Measured(name, times[len(times) // 2] / 1000, at99 / 1000, rates[len(rates) // 2])


def best(rounds: list[Measured]) -> Measured:
    first = rounds[0]
    return Measured(
        first.name, min(r.p50 for r in rounds), min(r.p99 for r in rounds), max(r.per_second for r in rounds)
    )


def bench_program() -> Program:
    """The program of besluit.regels."""
    place = Path(__file__).with_suffix(".regels")
    program, findings = check(load_corpus({place.name: place.read_text(encoding="utf-8")}))
    if program is None or findings:
        raise SystemExit(f"besluit.regels heeft {len(findings)} bevindingen.")
    return program


def contenders(program: Program, content: str) -> dict[str, tuple[Callable[[Facts], object], Callable[[Facts], int]]]:
    """Per engine how it decides, and the cents that it gives."""
    import zen

    fast = Fast(program)
    slots, plain = (fast.compiled(BESLUIT, MOMENT, slots=with_slots) for with_slots in (True, False))
    if slots is None or plain is None:
        raise SystemExit("De snelle vorm is voor dit besluit niet te maken.")
    run_slots, run_plain = slots.values, plain.values
    peer = zen.ZenEngine().create_decision(zen.ZenDecisionContent(content))

    def raw_cents(found: Any) -> int:
        return int(found[0])

    def decided_cents(decision: Decision) -> int:
        value = decision.outcomes[0].value
        assert isinstance(value, Known) and isinstance(value.value, Fraction)
        return int(value.value * 100)

    def written_out(facts: Facts) -> object:
        return expand(fast, BESLUIT, facts.case, MOMENT)

    def whole_decision(facts: Facts) -> object:
        return decide(program, BESLUIT, facts.case, MOMENT)

    def zen_cents(facts: Facts) -> int:
        return round(peer.evaluate(facts.zen)["result"]["bijdrage"] * 100)

    return {
        "zonder spoor": (lambda f: run_plain(f.case, MOMENT), lambda f: raw_cents(run_plain(f.case, MOMENT))),
        "met slots": (lambda f: run_slots(f.case, MOMENT), lambda f: raw_cents(run_slots(f.case, MOMENT))),
        "spoor uitgeschreven, met bewijs": (
            written_out,
            lambda f: decided_cents(expand(fast, BESLUIT, f.case, MOMENT).decision),
        ),
        "zen-engine zonder spoor": (lambda f: peer.evaluate(f.zen), zen_cents),
        "zen-engine met spoor": (lambda f: peer.evaluate(f.zen, {"trace": True}), zen_cents),
        "Python met de hand": (lambda f: by_hand(f.cents), lambda f: by_hand(f.cents)),
        "heel besluit (bezwaar, bevindingen)": (
            whole_decision,
            lambda f: decided_cents(decide(program, BESLUIT, f.case, MOMENT)),
        ),
    }


def bars(found: dict[str, Measured]) -> list[tuple[str, float, str, float, bool]]:
    """The bars of the design: name, measured, comparison, bar, whether it is met."""
    out = found["spoor uitgeschreven, met bewijs"].p50
    ratio = out / found["zen-engine met spoor"].p50
    return [
        ("met slots, p50 in microseconden", found["met slots"].p50, "<=", 25, found["met slots"].p50 <= 25),
        ("uitgeschreven met bewijs, p50 in microseconden", out, "<=", 60, out <= 60),
        ("uitgeschreven met bewijs, maal zen-engine met spoor", ratio, "<=", 2, ratio <= 2),
        (
            "zonder spoor, besluiten per seconde",
            found["zonder spoor"].per_second,
            ">=",
            400_000,
            found["zonder spoor"].per_second >= 400_000,
        ),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Meet een enkel besluit naast zen-engine en Python met de hand.")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rng = Random(20250301)
    people = [random_facts(rng) for _ in range(options.cases)]
    engines = contenders(bench_program(), zen_content())
    wrong = different(engines, people)
    # The cases themselves are no garbage: for none of the engines the collector should walk them again and again.
    gc.collect()
    gc.freeze()
    measured: dict[str, list[Measured]] = {name: [] for name in engines}
    for _ in range(ROUNDS):
        for name, (decide_one, _) in engines.items():
            few = people if "heel besluit" not in name else people[: max(1, len(people) // 20)]
            measured[name].append(measure(name, decide_one, few))
    found = {name: best(rounds) for name, rounds in measured.items()}
    report(found, len(people), wrong)
    met = bars(found)
    for name, value, sign, bar, good in met:
        print(f"{'gehaald     ' if good else 'NIET GEHAALD'} {name}: {value:,.2f} ({sign} {bar:,})")
    if options.json:
        told = {
            "machine": platform.platform(),
            "python": platform.python_version(),
            "cases": len(people),
            "different": wrong,
            "measured": [asdict(one) for one in found.values()],
            "bars": [
                {"name": name, "value": value, "bar": f"{sign} {bar}", "met": good}
                for name, value, sign, bar, good in met
            ],
        }
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0 if not wrong and all(good for *_, good in met) else 1


def different(engines: dict[str, tuple[Callable[[Facts], object], Callable[[Facts], int]]], people: list[Facts]) -> int:
    """In how many cases not all engines give the same cents; the whole decision is compared in every twentieth."""
    wrong = 0
    for number, facts in enumerate(people):
        asked = (cents for name, (_, cents) in engines.items() if number % 20 == 0 or "heel besluit" not in name)
        wrong += len({cents(facts) for cents in asked}) != 1
    return wrong


def report(found: dict[str, Measured], cases: int, wrong: int) -> None:
    hand = found["Python met de hand"].p50
    print(f"{cases} willekeurige gevallen; {wrong} met verschillende centen. Tijden in microseconden.")
    print(f"{'':38}{'p50':>10}{'p99':>10}{'per seconde':>14}{'x met de hand':>15}")
    for one in found.values():
        print(f"{one.name:38}{one.p50:10.2f}{one.p99:10.2f}{one.per_second:14,.0f}{one.p50 / hand:15.1f}")


if __name__ == "__main__":
    sys.exit(main())
