"""The bijdragen of one month together, set beside what a household lives on and the bestaansminimum, over a population.

It is the view of ``engine/time/stacking.py`` for many households at once, on the last day of decision. Counted is only a household of
which the bijdragen, the norm and the income are all known; of the others is counted why not. The norm is that of the AIO-aanvulling,
for those who have reached the pension age; the rules know no other. The income is what the population gives as income minus tax:
toeslagen, rent and the premium of a health insurance are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dsl.program import DecisionInfo, Effect, Outcome, Program, Round
from engine.case import Moment
from engine.columns.compile import Code, compile_form
from engine.columns.errors import ColumnsError
from engine.columns.kernel import DecisionArrays, Kernel, OutcomeArrays, compile_kernel
from engine.columns.population import KNOWN, NOBODY, Column, Population, Same, Shape, ToOne
from engine.columns.routed import case_of
from engine.columns.totals import has_value
from engine.decide import decide
from engine.simulation.groups import HOUSEHOLD, PERSON
from engine.simulation.reasons import why_undecided
from engine.simulation.tally import Tally
from engine.time.stacking import NORM, NORM_AGE, PER_YEAR, computed_from, owed

STACK = "stapeling van bijdragen"
"""The name of its numbers, beside those of the besluiten."""
INCOME, TAX = "inkomen", "belasting"
NO_NORM = "de regels hebben voor dit huishouden geen norm"
NO_INCOME = "de populatie geeft geen inkomen en belasting"
_NOT_DECIDED = "de uitkomst van '{}' is niet vast te stellen"
EXAMPLE = "voorbeeld"
"""Under it stand reasons why a bijdrage is not known, of one row of each part."""
SIDES = ("basis", "variant")
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def not_decided(besluit: str) -> str:
    return _NOT_DECIDED.format(besluit)


def contributions(program: Program) -> list[tuple[DecisionInfo, int]]:
    """The besluiten about a household of which an outcome is a bijdrage, with the place of that outcome. One that is computed from
    another is no second bijdrage."""
    found = [
        (info, place, outcome)
        for info in program.decisions.values()
        if info.over == HOUSEHOLD
        for place, outcome in enumerate(info.outcomes)
        if owed(program, outcome.attr, info)
    ]
    names = {(outcome.attr.owner, outcome.attr.name) for _, _, outcome in found}
    return [
        (info, place)
        for info, place, outcome in found
        if not computed_from(program, outcome.value, names - {(outcome.attr.owner, outcome.attr.name)})
    ]


def concerned(program: Program, besluiten: tuple[str, ...]) -> bool:
    """Whether one of these besluiten gives a bijdrage, and there is a norm to set it beside."""
    return with_norm(program) is not None and any(info.name in besluiten for info, _ in contributions(program))


@dataclass(frozen=True, slots=True)
class _Side:
    """One kernel for all bijdragen and the norm, which share most of what they read. ``parts``: per bijdrage which outcome it is, and
    how often it is owed in a year, in the order of the decisions of the kernel; after these come who the norm is for, and the norm."""

    kernel: Kernel
    parts: tuple[tuple[int, int], ...]

    @property
    def scales(self) -> list[int]:
        decisions = self.kernel.form.decisions
        found = [decision.outputs[place].scale for decision, (place, _) in zip(decisions, self.parts, strict=False)]
        return [*found, decisions[-1].outputs[0].scale]


class Stacking:
    """Kernels of all bijdragen and the norm, by both programs, made once for a shape of population."""

    def __init__(self, programs: tuple[Program, Program], moment: Moment, shape: Shape) -> None:
        self.left: set[str] = set()
        self.programs, self.moment = programs, moment
        self.sides = [self._side(program, moment, shape) for program in programs]
        self.scale = lcm(*(12 * scale for side in self.sides for scale in side.scales))

    def _side(self, program: Program, moment: Moment, shape: Shape) -> _Side:
        known = with_norm(program)
        assert known is not None
        names, parts = [], []
        for info, place in contributions(program):
            try:
                compile_form(program, [info.name], moment, shape)
            except ColumnsError:
                self.left.add(info.name)
                continue
            names.append(info.name)
            parts.append((place, next(PER_YEAR[base] for base, power in _unit(info, place) if power == -1)))
        # As numpy: making machine code of this much takes longer than a million households do.
        kernel = compile_kernel(known, [*names, NORM_AGE, NORM], moment, shape, "numpy")
        return _Side(kernel, tuple(parts))

    # ------------------------------------------------------------ counting

    def counted(self, population: Population, year: int, threads: int, rows: int) -> Tally:
        """The numbers of the first ``rows`` households of a part. A row that a kernel leaves is not known here."""
        tally = Tally(self.scale)
        tally.add(rows, "rijen")
        for name in self.left:
            tally.most(1, "niet meegerekend", name)
        totals, norms, no_norm = [], [], np.zeros(rows, bool)
        undecided: dict[str, Flags] = {}
        for name, program, side in zip(SIDES, self.programs, self.sides, strict=True):
            total, count = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
            decisions = side.kernel.run(population, 0, rows, threads).decisions
            for decision, (place, a_year) in zip(decisions, side.parts, strict=False):
                amounts = self._amounts(decision.outcomes[place], a_year)
                bad = decision.reason != 0
                if bad.any():
                    why = self._example(program, population, decision.besluit, place, int(bad.argmax()))
                    tally.most(1, EXAMPLE, not_decided(decision.besluit), why)
                    undecided[decision.besluit] = undecided.get(decision.besluit, False) | bad
                total += amounts
                count += amounts != 0
            totals.append(total)
            tally.add(int(np.count_nonzero(count > 0)), "met bijdrage", name)
            tally.add(int(np.count_nonzero(count > 1)), "met meer dan een bijdrage", name)
            norm, bad = self._norm(*decisions[-2:])
            norms.append(norm)
            no_norm |= bad
        wanted = np.logical_or.reduce([totals[0] != 0, totals[1] != 0, *undecided.values()])
        income = _income(population, year, self.scale, rows)
        no_income = np.ones(rows, bool) if income is None else income[1]
        left = wanted.copy()
        told = [(not_decided(name), where) for name, where in sorted(undecided.items())]
        for why, where in (*told, (NO_NORM, no_norm), (NO_INCOME, no_income)):
            tally.add(int(np.count_nonzero(left & where)), "niet vast te stellen", why)
            left &= ~where
        tally.add(int(np.count_nonzero(left)), "vergeleken")
        if income is not None:
            self._compared(tally, income[0], totals, norms, left)
        return tally

    def _compared(
        self, tally: Tally, income: Numbers, totals: list[Numbers], norms: list[Numbers], rows: Flags
    ) -> None:
        below = []
        for name, total, norm in zip(SIDES, totals, norms, strict=True):
            before, after = rows & (income < norm), rows & (income - total < norm)
            below.append(after)
            tally.add(int(np.count_nonzero(before)), "al eronder", name)
            tally.add(int(np.count_nonzero(after & ~before)), "eronder", name)
            tally.add(int((norm - income + total)[after & ~before].sum()), "tekort", name)
        tally.add(int(np.count_nonzero(below[1] & ~below[0])), "erbij door de variant")
        tally.add(int(np.count_nonzero(below[0] & ~below[1])), "eraf door de variant")

    def _example(self, program: Program, population: Population, besluit: str, place: int, row: int) -> str:
        """Why a row is not decided, as the exact evaluator says it."""
        case = case_of(program, population, HOUSEHOLD, row)
        return why_undecided(decide(program, besluit, case, self.moment, ordered=False), place)

    def _amounts(self, held: OutcomeArrays, a_year: int) -> Numbers:
        """Per row the amount of a month over the common denominator, 0 where there is none."""
        times = self.scale * a_year // (12 * held.output.scale)
        return np.where(has_value(held.codes), held.values.astype(np.int64) * times, 0)

    def _norm(self, meant: DecisionArrays, norm: DecisionArrays) -> tuple[Numbers, Flags]:
        """The norm of a month, and of whom there is none."""
        whom, held = meant.outcomes[0], norm.outcomes[0]
        known = (meant.reason == 0) & (whom.codes == Code.VASTGESTELD) & (whom.values != 0)
        known &= (norm.reason == 0) & (held.codes == Code.VASTGESTELD)
        return held.values.astype(np.int64) * (self.scale // held.output.scale), ~known


def _unit(info: DecisionInfo, place: int) -> list[tuple[str, int]]:
    kind: Any = info.outcomes[place].attr.type
    return list(kind.unit)


def with_norm(program: Program) -> Program | None:
    """The program in which the norm, and whether it is meant for a household, can be asked as besluiten; None where it has neither."""
    added = {}
    nodes = list(program.nodes)
    for attr in (NORM_AGE, NORM):
        definition = program.definitions.get((HOUSEHOLD, attr))
        if definition is None:
            return None
        info = program.types[HOUSEHOLD].attributes[attr]
        root = definition.root
        if attr == NORM:
            # In cents: a norm that is shared with others is a quotient, and what is divided and not rounded no kernel decides.
            of = nodes[root]
            nodes.append(
                Round(type=of.type, span=of.span, level=of.level, of=root, mode="rekenkundig", grid=Fraction(1, 100))
            )
            root = len(nodes) - 1
        outcome = Outcome(root, None, attr, info)
        added[attr] = DecisionInfo(
            attr, "", None, HOUSEHOLD, "maand", (outcome,), None, None, None, None, (), (), info.span,
            effect=Effect("maand"),
        )  # fmt: skip
    return replace(program, nodes=tuple(nodes), decisions={**program.decisions, **added})


def _income(population: Population, year: int, scale: int, rows: int) -> tuple[Numbers, Flags] | None:
    """What a household has a month after tax over the common denominator, and where the population does not say; None where it never
    does."""
    persons = population.tables.get(PERSON)
    household = population.tables[HOUSEHOLD]
    client, partner = household.roles.get("cliënt"), household.roles.get("echtgenoot")
    if persons is None or not isinstance(client, ToOne) or client.index is None:
        return None
    total, unknown = np.zeros(persons.rows, np.int64), np.zeros(persons.rows, bool)
    for name, sign in ((INCOME, 1), (TAX, -1)):
        held = persons.columns.get((name, year))
        if isinstance(held, Same) and isinstance(held.value, Fraction) and (held.value * scale / 12).denominator == 1:
            total += sign * int(held.value * scale / 12)
            continue
        if not isinstance(held, Column) or held.words is not None or scale % (12 * (held.scale or 1)):
            return None
        total += sign * held.values.astype(np.int64) * (scale // (12 * (held.scale or 1)))
        if held.state is not None:
            unknown |= held.state != KNOWN
    found, bad = np.zeros(rows, np.int64), np.zeros(rows, bool)
    for role in (client, partner):
        if not isinstance(role, ToOne) or role.index is None:
            continue
        index = role.index[:rows]
        somebody = index != NOBODY
        found[somebody] += total[index[somebody]]
        bad[somebody] |= unknown[index[somebody]]
        if role.state is not None:
            bad |= role.state[:rows] != KNOWN
    return found, bad
