"""What each rule takes of the kernel of a besluit, measured.

A fused kernel has no place where one rule ends and the next begins: what two rules read is computed once, and LLVM mixes the rest. So the
time of a rule is that of a kernel of its own, cut out of the very instructions of the fused one, over the same rows:

- *with all it reads*: a kernel that computes what the rule gives and nothing that this does not need. Rules share what they read, so
  these times do not add up to that of the besluit.
- *by itself*: a kernel that gives the rule and what it reads from other rules, less a kernel that gives only what it reads. A fact that
  nothing it reads had loaded counts as its own, so a fact that two rules load counts twice.

Beside the rules stand the choices between them: for an attribute that several rules can set, which of these stands. What a rule gives is
added up with everything else of its kernel, one addition per value, so that nothing can be left out; the rows of a kernel that gives
nothing are taken off. LLVM makes other code of two kernels that differ a little, so a rule may take less than nothing by itself: with
it the loop came out faster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import process_time

from dsl.program import STATUS_SUFFIX, Applies, Candidate, Choice, Program
from engine.case import Moment
from engine.columns.builder import Builder
from engine.columns.form import Decided, Form, Ins, Kind, Output, keep_live, walk
from engine.columns.kernel import Kernel
from engine.columns.lower import Env, Lowering
from engine.columns.native import NativeRunner
from engine.columns.population import Population, Shape, shape_of

Part = tuple[str, str]
"""Of a besluit: ``regel`` and its name, or ``keuze`` and the attribute that it is about."""

_WORD, _MOST = 2**31, 2**40
_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class RuleCost:
    """Nanoseconds of processor time per person of the population, with all it reads and by itself; ``spread``: how far the latter lies
    apart in two halves of the measurement. ``instructions`` are those with all it reads."""

    besluit: str
    sort: str
    name: str
    instructions: int
    inclusive: float
    own: float
    spread: float


@dataclass(frozen=True, slots=True)
class RuleCosts:
    """Of one besluit, most costly first. ``kernel``: all rules and choices in one kernel, measured in the same way. ``free``: parts that
    give every row the same, and so take nothing."""

    besluit: str
    kernel: float
    free: int
    parts: tuple[RuleCost, ...]


class Cut:
    """The instructions of a besluit, and which of them are what a rule or a choice gives. Instructions are numbered alike in every
    cut of one besluit, so numbers of one hold in another."""

    def __init__(self, law: Program, besluit: str, moment: Moment, shape: Shape, cap: int | None) -> None:
        self.builder = Builder()
        self.low = Lowering(law, moment, shape, cap, self.builder)
        self.besluit, self.law = law.decisions[besluit], law
        env = Env(self.builder.row)
        for outcome in self.besluit.outcomes:
            self.low.value(outcome.value, env)
            if outcome.status is not None:
                self.low.value(outcome.status, env)
        self.made = {ins.number: ins for ins in walk(self.builder.rows)}
        self.gives: dict[Part, set[int]] = {}
        self.first: dict[int, Part] = {}
        laid = list(self.low.laid())
        rules = self._rules_by_value({at for at, _ in laid})
        for at, value in laid:
            for part in self._parts(at, rules):
                numbers = {ins.number for ins in (value.x, value.na, value.bad) if not ins.is_const}
                self.gives.setdefault(part, set()).update(numbers)
                for number in numbers:
                    self.first.setdefault(number, part)

    def _rules_by_value(self, laid: set[int]) -> dict[int, list[int]]:
        """Per node of a value the rules that give it, of those that are valid and read here."""
        found: dict[int, list[int]] = {}
        for at in sorted(laid):
            node = self.law.nodes[at]
            for one in self._valid(node) if isinstance(node, Choice) else ():
                found.setdefault(one.value, []).append(one.rule)
        return found

    def _valid(self, node: Choice) -> list[Candidate]:
        return [one for one in node.candidates if self.law.rules[one.rule].valid_on(self.low.today)]

    def _parts(self, at: int, rules: dict[int, list[int]]) -> Iterator[Part]:
        node = self.law.nodes[at]
        if isinstance(node, Applies) and self.law.rules[node.rule].valid_on(self.low.today):
            yield self._rule(node.rule)
        for rule in rules.get(at, ()):
            yield self._rule(rule)
        if isinstance(node, Choice) and len(self._valid(node)) > 1:
            attr = node.attr.removesuffix(STATUS_SUFFIX)
            yield "keuze", f"{attr} van {node.owner}" + (", rechtsstatus" if attr != node.attr else "")

    def _rule(self, number: int) -> Part:
        info = self.law.rules[number]
        return "regel", f"{info.name} ({info.regeling})"

    def own(self, part: Part) -> set[int]:
        """What a part gives that no other part gave before it."""
        return {number for number in self.gives[part] if self.first[number] == part}

    def read(self, part: Part) -> set[int]:
        """What a part reads that other parts give."""
        found = self.gives[part] - self.own(part)
        seen, waiting = set[int](), [self.made[number] for number in self.own(part)]
        while waiting:
            ins = waiting.pop()
            if ins.number in seen:
                continue
            seen.add(ins.number)
            if self.first.get(ins.number, part) != part:
                found.add(ins.number)
            else:
                waiting.extend(ins.args)
        return found

    def form(self, numbers: Iterable[int]) -> Form:
        """Only what these instructions need, with one outcome: all of them added up. Uses up the cut."""
        b = self.builder
        total = _together(b, [_to_rows(b, self.made[number]) for number in sorted(numbers)])
        output = Output("som", "number", total, b.word(1), 1, (), "int64")
        keep_live(b.rows, [total, output.code, b.fine])
        read = {ins.data for ins in walk(b.rows) if ins.op == "load"}
        types = self.law.types.values()
        return Form(
            self.besluit.over,
            b.rows,
            b.row,
            (Decided(self.besluit.name, self.low.today, b.fine, (output,)),),
            tuple(source for source in b.sources if source in read),
            tuple(held for _, held in b.tables.values()),
            {(one.name, role.name): role.target for one in types for role in one.roles.values()},
            self.low.cap,
        )


def _to_rows(b: Builder, ins: Ins) -> Ins:
    """An instruction in a loop over a role as one of the rows: all that it is in the loop, taken together."""
    while ins.region.depth:
        body = ins.region
        assert body.parent is not None
        (loop,) = [one for one in body.parent.body if one.data is body]
        how = "or" if ins.kind in "bs" else "sum"
        ins = b.make("fold", (loop, ins), ins.kind, -1, 1, (how, 0), region=body.parent)
    return ins


def _together(b: Builder, parts: Sequence[Ins]) -> Ins:
    """All instructions as one number: conditions or reasons by or, numbers added up, each in its own kind."""
    by_kind: dict[Kind, Ins] = {}
    for part in parts:
        kind = part.kind
        before = by_kind.get(kind)
        if before is None:
            by_kind[kind] = part
        elif kind in "bs":
            # Not or: LLVM would skip what follows a part that is known to be there.
            by_kind[kind] = b.make("xor", (before, part), kind, 0, 127)
        else:
            by_kind[kind] = b.make("add", (before, part), kind, -_WORD, _WORD - 1)
    total = b.const(0, "l")
    for part in by_kind.values():
        wide = part if part.kind == "l" else b.make("cvt", (part,), "l", -_MOST, _MOST)
        total = b.make("add", (total, wide), "l", -_MOST, _MOST)
    return total


Timed = Callable[[], float]


def rule_costs(law: Program, besluit: str, moment: Moment, population: Population, cap: int | None) -> RuleCosts:
    """What the parts of a besluit take over a population. ``cap``: that of its fused kernel."""
    shape = shape_of(population)
    persons = population.tables["persoon"].rows

    def cut() -> Cut:
        return Cut(law, besluit, moment, shape, cap)

    def timed(numbers: Iterable[int]) -> tuple[int, Timed]:
        form = cut().form(numbers)
        kernel = Kernel(form, shape, NativeRunner(form, 10**9), "llvm")
        kernel.part(population, threads=1)

        def once() -> float:
            before = process_time()
            kernel.part(population, threads=1)
            return (process_time() - before) / persons * 1e9

        return form.size, once

    whole = cut()
    everything = {number for numbers in whole.gives.values() for number in numbers}
    empty = timed(())[1]
    floor, kernel = map(min, _in_turns(empty, timed(everything)[1]))
    parts = []
    for part, gives in whole.gives.items():
        if not gives:
            continue
        own, read = whole.own(part), whole.read(part)
        size, alone = timed(gives)
        both = alone if own | read == gives else timed(own | read)[1]
        without = timed(read)[1] if own and read else empty if own else both
        took, with_it, less = _in_turns(alone, both, without)
        halves = [min(with_it[half::2]) - min(less[half::2]) for half in (0, 1)]
        parts.append(
            RuleCost(
                besluit, *part, size, max(0.0, min(took) - floor), min(with_it) - min(less), abs(halves[0] - halves[1])
            )
        )
    parts.sort(key=lambda one: (-one.own, -one.inclusive, one.name))
    free = sum(not gives for gives in whole.gives.values())
    return RuleCosts(besluit, kernel - floor, free, tuple(parts))


def _in_turns(*kernels: Timed) -> list[list[float]]:
    """What each takes in every round, in turns, so that what else the machine does meets all of them alike."""
    rounds = [[one() for one in kernels] for _ in range(_ROUNDS)]
    return [list(times) for times in zip(*rounds, strict=True)]
