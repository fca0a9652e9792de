"""One generated function: the statements of its nodes, operands first, with a nested loop per fold over a role."""

from __future__ import annotations

from typing import Any

from dsl.program import (
    Aggregate,
    And,
    Applies,
    AtLeast,
    Bound,
    Choice,
    Compare,
    Const,
    Context,
    Convert,
    DateDiff,
    DateFunction,
    DatePart,
    DateShift,
    Derived,
    Element,
    ForAll,
    HasRole,
    Input,
    IsApplicable,
    IsUnknown,
    Judge,
    Lookup,
    Node,
    Not,
    NotApplicable,
    NumType,
    Or,
    Param,
    Power,
    Product,
    Quotient,
    RoleRead,
    Round,
    Self,
    Share,
    Sum,
    TableHit,
    WorkDays,
    YearStart,
)
from engine.fast.analysis import POISON
from engine.fast.emit import CHUNK, Function, Layout, Module
from engine.fast.emit_folds import FoldTexts
from engine.fast.emit_values import Code
from engine.fast.segments import UnsupportedError, object_type

_VALUES: dict[type, str] = {
    Sum: "sum",
    Product: "product",
    Quotient: "quotient",
    Power: "power",
    Convert: "convert",
    Bound: "bound",
    Round: "round",
    Param: "param",
    Lookup: "lookup",
    Judge: "judge",
    Context: "context",
    DateShift: "date_shift",
    DateFunction: "date_function",
    DatePart: "date_part",
    YearStart: "year_start",
    DateDiff: "date_diff",
    WorkDays: "work_days",
    Compare: "compare",
    And: "both",
    Or: "both",
    Not: "negation",
    AtLeast: "at_least",
    IsApplicable: "is_applicable",
    Input: "input",
    IsUnknown: "is_unknown",
    RoleRead: "role_read",
    HasRole: "has_role",
    Derived: "derived",
    Applies: "applies",
}
_OWN_NONE = (And, Or, Not, AtLeast, IsApplicable, Applies)
_INLINABLE = (Sum, Product, Convert, Compare, And, Or, Not)
_INLINES_INTO = (*_INLINABLE, TableHit)
_MAX_INLINE = 10


class FunctionWriter(FoldTexts):
    """Writes the lines of one function; with slots, its layout too."""

    def __init__(self, module: Module, function: Function, owner: str) -> None:
        super().__init__(module)
        self.function = function
        self.owner = owner
        self.order = self._own_order(function.roots)
        self.inline_depth: dict[int, int] = {}

    def _own_order(self, roots: tuple[int, ...]) -> list[int]:
        """The nodes of this function, operands first."""
        wanted: set[int] = set()
        stack = list(roots)
        while stack:
            at = stack.pop()
            if at not in wanted:
                wanted.add(at)
                stack.extend(self.analysis.operands(at))
        return [at for at in self.analysis.order if at in wanted]

    def write(self) -> list[str]:
        function = self.function
        self.lines = [f"def f{function.number}(o, r):", " t = o.facts"]
        place = len(self.lines)
        own = [at for at in self.order if self.analysis.level(at) == 0]
        self.block(own, " ", function.layout)
        reads = sorted(function.reads)
        if reads and not self.analysis.is_open:
            self.lines.insert(place, f" if not o.full: check(t, ({''.join(f'{p}, ' for p in reads)}))")
        roots = "".join(f"{self.plain(root)}, " for root in function.roots)
        if self.module.slots:
            self.lines.append(f" return ({roots}{self.tuple_text(function.layout)}, {self.signature(own)})")
        else:
            self.lines.append(f" return ({roots})")
        return self.lines

    def signature(self, ats: list[int], *more: int) -> str:
        """What decides which steps the trace has and what their words are, beside the objects of folds: the rows that are hit, the
        rules that apply, who is in a role, and on what the words for a value depend. ``more``: conditions to hold beside it."""
        parts: dict[str, None] = dict.fromkeys(self.plain(one) for one in more)
        for at in ats:
            if at not in self.analysis.alias:
                parts |= dict.fromkeys(self.fixing(at, self.node(at)))
        return "(" + "".join(f"{part}, " for part in parts) + ")"

    def fixing(self, at: int, node: Node) -> list[str]:
        """What of a node belongs in the signature."""
        match node:
            case TableHit(policy=policy, rows=rows):
                conditions = [self.plain(condition) for _, condition, _ in rows if condition is not None]
                if policy == "enige":
                    return conditions
                # Where no row is surely hit, any of those that follow may be.
                doubtful = self.analysis.is_open and self.none_test(*(c for _, c, _ in rows if c is not None))
                return [f"(({', '.join(conditions)},) if h{at} < 0 else h{at})" if doubtful else f"h{at}"]
            case Choice(candidates=candidates, given=given):
                live = [c for c in candidates if c.rule in self.analysis.segment.valid]
                own = [] if given is None or not self.analysis.is_open else [f"{self.plain(given)} is M"]
                return own + [self.plain(part) for c in live for part in (c.applies, *c.defeaters)]
            case RoleRead():
                return [f"keyed(v{at})"]
            case Param(at=on) if on is not None:
                return [self.plain(on)]
            case Lookup():
                return [f"v{at}"]
            case WorkDays(date=day):
                return [self.plain(day), f"v{at}"]
        return []

    # ------------------------------------------------------------ statements

    def block(self, ats: list[int], pad: str, layout: Layout) -> None:
        for at in ats:
            node = self.node(at)
            if at in self.analysis.alias or at in self.analysis.constants or isinstance(node, NotApplicable):
                continue
            if isinstance(node, Element):
                continue  # the loop has set it
            self.statement(at, node, pad, layout)
            if self.module.slots:
                layout.fields.append(at)

    def statement(self, at: int, node: Node, pad: str, layout: Layout) -> None:
        match node:
            case Self():
                self.lines.append(f"{pad}v{at} = o")
            case Const():
                raise UnsupportedError(f"n{at}")
            case Aggregate() | ForAll():
                self.fold(at, node, pad, layout)
            case Choice():
                self.choice(at, node, pad)
            case TableHit():
                self.table_hit(at, node, pad)
            case Share():
                self.share(at, node, pad, layout)
            case _:
                self.simple(at, node, pad)

    def simple(self, at: int, node: Node, pad: str) -> None:
        pre, expression = self.code(at, node)
        none = "" if isinstance(node, _OWN_NONE) else self.none_test(*self.analysis.operands(at))
        if none:
            self.lines.append(f"{pad}if {none}: v{at} = {self.poison}")
            self.lines.append(f"{pad}else:")
            pad += " "
        elif not pre and self.inlines(at, node):
            self.inlined[at] = expression
            return
        self.lines += [pad + line for line in pre]
        if expression != f"v{at}":
            self.lines.append(f"{pad}v{at} = {expression}")

    def inlines(self, at: int, node: Node) -> bool:
        """Whether the expression of a node is written where it is read: read once, cheap, and without slots."""
        if (
            self.module.slots
            or not isinstance(node, _INLINABLE)
            or self.analysis.uses[at] != 1
            or self.analysis.flags[at]
        ):
            return False
        user = self.analysis.user.get(at)
        if (
            user is None
            or not isinstance(self.node(user), _INLINES_INTO)
            or self.analysis.level(user) != self.analysis.level(at)
        ):
            return False
        depth = 1 + max(
            (self.inline_depth.get(self.analysis.resolve(o), 0) for o in self.analysis.operands(at)), default=0
        )
        self.inline_depth[at] = depth
        return depth <= _MAX_INLINE

    def code(self, at: int, node: Node) -> Code:
        name = _VALUES.get(type(node))
        if name is None:
            raise UnsupportedError(type(node).__name__)
        handler: Any = getattr(self, name)
        code: Code = handler(at, node)
        return code

    # ------------------------------------------------------------ objects and facts

    def input(self, at: int, node: Input) -> Code:
        owner = object_type(self.program, node.obj)
        kind, scale = self.module.kind(owner, node.attr)
        if node.at is not None:
            arguments = (
                f"{self.module.reference(node.attr)}, {self.plain(node.at)}, {self.module.reference(kind)}, {scale}"
            )
            return self.read(at, f"r.fact_on({self.plain(node.obj)}, {arguments})")
        position = self.module.position(owner, node.attr)
        if self.analysis.is_self(node.obj):
            if self.analysis.level(at) == 0 and position not in self.function.reads:
                self.function.reads.append(position)
            return [], f"t[{position}]"
        return self.read(at, f"{self.plain(node.obj)}.facts[{position}]")

    def is_unknown(self, at: int, node: IsUnknown) -> Code:
        # At a fact that is missing or unobtainable strict code has left; in open code it is an operand that is MISSING.
        return [], "False"

    def role_read(self, at: int, node: RoleRead) -> Code:
        info = self.program.types[object_type(self.program, node.obj)].roles[node.role]
        pre = [f"v{at} = r.one({self.plain(node.obj)}, {self.module.reference(node.role)})"]
        if info.required:
            pre.append(f"if v{at} is None: raise F")
        return pre, f"v{at}"

    def has_role(self, at: int, node: HasRole) -> Code:
        return [], f"r.has({self.plain(node.obj)}, {self.module.reference(node.role)})"

    def derived(self, at: int, node: Derived) -> Code:
        number = self.module.attribute(node).number
        obj = self.plain(node.obj)
        pre = [
            f"w = {obj}.memo.get({number})",
            f"if w is None: w = {obj}.memo[{number}] = f{number}({obj}, r)",
        ]
        return pre, "w[0]"

    # ------------------------------------------------------------ rules

    def applies(self, at: int, node: Applies) -> Code:
        """Its condition, and none of the rules that put it out of force."""
        offs = [off for off in node.off if self.analysis.constant(off) is not False]
        condition = "True" if node.condition is None else self.plain(node.condition)
        operands = offs if node.condition is None else [node.condition, *offs]
        none = self.none_test(*operands)
        text = " and ".join([condition, *(f"not {self.plain(off)}" for off in offs)])
        if not none:
            return [], f"({text})"
        decided = " or ".join([f"{condition} is False", *(f"{self.plain(off)} is True" for off in offs)])
        return [], f"(False if {decided} else {self.poison} if {none} else True)"

    def choice(self, at: int, node: Choice, pad: str) -> None:
        out, v = self.lines, f"v{at}"
        is_number = isinstance(node.type, NumType)
        scale = self.analysis.scales.get(at)
        if node.given is not None:
            name, leave = self.module.reference(self.given_name(node.given)), "if"
            if self.analysis.is_open:
                out.append(
                    f"{pad}if {self.plain(node.given)} is not M: {v} = {self.value(node.given, scale, is_number)}"
                )
                leave = "elif"
            out.append(f"{pad}{leave} r.given(o, {name}): raise F")
            out.append(f"{pad}else:")
            pad += " "
        live = [c for c in node.candidates if c.rule in self.analysis.segment.valid]
        out.append(f"{pad}{v} = N")
        self.doubt_from(at, pad)
        for number, candidate in enumerate(live):
            defeaters = [d for d in candidate.defeaters if self.analysis.constant(d) is not False]
            if self.analysis.constant(candidate.applies) is False:
                continue
            parts = [self.plain(candidate.applies), *(f"not {self.plain(d)}" for d in defeaters)]
            word = "if"
            none = self.none_test(candidate.applies, *defeaters)
            if none:
                outs = [f"{parts[0]} is False", *(f"{self.plain(d)} is True" for d in defeaters)]
                out += [f"{pad}if {' or '.join(outs)}: pass", f"{pad}elif {none}: {self.doubt(at)}"]
                word = "elif"
            value = self.value(candidate.value, scale, is_number)
            out.append(f"{pad}{word} {' and '.join(parts)}:")
            if number == 0:
                out.append(f"{pad} {v} = {value}")
                continue
            out.append(f"{pad} w = {value}")
            out.append(f"{pad} if {v} is N: {v} = w")
            out.append(f"{pad} elif {self.differs(v, 'w', candidate.value)}: raise F")
        other = "None" if node.default is None else self.value(node.default, scale, is_number)
        out.append(f"{pad}if {v} is N: {v} = {other}")
        self.doubt_ends(at, pad)

    def differs(self, one: str, other: str, of: int) -> str:
        """A test that two values of an outcome may contradict each other; the second is that of node ``of``."""
        test = f"{one} != {other}"
        return f"{test} or {other} is {self.poison}" if self.analysis.may(of) & POISON else test

    def given_name(self, given: int) -> str:
        node = self.node(given)
        if not isinstance(node, Input):
            raise UnsupportedError(f"n{given}")
        return node.attr

    def table_hit(self, at: int, node: TableHit, pad: str) -> None:
        out, v = self.lines, f"v{at}"
        is_number = isinstance(node.type, NumType)
        scale = self.analysis.scales.get(at)
        rows = [(condition, self.value(value, scale, is_number)) for _, condition, value in node.rows]
        if node.policy == "enige":
            out.append(f"{pad}{v} = N")
            self.doubt_from(at, pad)
            for (condition, value), (_, _, of) in zip(rows, node.rows, strict=True):
                none = "" if condition is None else self.none_test(condition)
                if none:
                    out.append(f"{pad}if {none}: {self.doubt(at)}")
                word = "elif" if none else "if"
                out.append(f"{pad}{word} {'True' if condition is None else self.plain(condition)}:")
                out.append(f"{pad} if {v} is N: {v} = {value}")
                out.append(f"{pad} elif {self.differs(v, value, of)}: raise F")
            out.append(f"{pad}if {v} is N: {v} = None")
            self.doubt_ends(at, pad)
            return
        number = 0
        for start in range(0, len(rows), CHUNK):
            if start:
                out.append(f"{pad}else:")
                pad += " "
            word = "if"
            for condition, value in rows[start : start + CHUNK]:
                number += 1
                hit = f"; h{at} = {number}" if self.module.slots else ""
                if condition is None:
                    out.append(f"{pad}{'else' if word == 'elif' else 'if True'}: {v} = {value}{hit}")
                    return
                none = self.none_test(condition)
                if none:
                    leave = f"{v} = M; h{at} = -1" if self.analysis.is_open else "raise F"
                    out.append(f"{pad}{word} {none}: {leave}")
                    word = "elif"
                out.append(f"{pad}{word} {self.plain(condition)}: {v} = {value}{hit}")
                word = "elif"
        out.append(f"{pad}else: {v} = None{f'; h{at} = 0' if self.module.slots else ''}")


def module_text(module: Module) -> str:
    """The text of a module: the functions that its decision needs, then what flattens the facts they read."""
    lines: list[str] = []
    while module.queue:
        function, owner = module.queue.pop()
        lines += FunctionWriter(module, function, owner).write()
    for owner, names in module.inputs.items():
        lines += module.flattener(owner, names)
    return "\n".join(lines) + "\n"
