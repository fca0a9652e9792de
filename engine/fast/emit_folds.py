"""Folds over the objects in a role: a loop with the statements of one element, nested as deep as the folds are."""

from __future__ import annotations

from dsl.program import Aggregate, Element, ForAll, Share
from engine.fast.emit import Layout, Module
from engine.fast.emit_values import ValueTexts
from engine.fast.runtime import share_of


class FoldTexts(ValueTexts):
    """Writes folds. ``order`` are the nodes of the function, operands first; ``lines`` what was written so far."""

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self.order: list[int] = []
        self.lines: list[str] = []

    def block(self, ats: list[int], pad: str, layout: Layout) -> None:
        """Write the statements of these nodes."""
        raise NotImplementedError

    def doubt_from(self, at: int, pad: str) -> None:
        """From here on :meth:`doubt` can be told of a node, until :meth:`doubt_ends`."""
        if self.analysis.is_open:
            self.lines.append(f"{pad}q{at} = False")

    def doubt(self, at: int) -> str:
        """What to do where only the general form can tell what a node is."""
        return f"q{at} = True" if self.analysis.is_open else "raise F"

    def doubt_ends(self, at: int, pad: str) -> None:
        if self.analysis.is_open:
            self.lines.append(f"{pad}if q{at}: v{at} = M")

    def signature(self, ats: list[int], *more: int) -> str:
        """What decides which steps the trace has for these nodes."""
        raise NotImplementedError

    def tuple_text(self, layout: Layout) -> str:
        return "(" + "".join(f"v{f}, " if isinstance(f, int) else f"g{f[0]}, " for f in layout.fields) + ")"

    def inner_nodes(self, node: Aggregate | ForAll | Share) -> list[int]:
        """The nodes that are computed per element of a fold, operands first."""
        wanted: set[int] = set()
        stack = list(node.operands()[2 if isinstance(node, Share) else 1 :])
        while stack:
            at = stack.pop()
            if at not in wanted:
                wanted.add(at)
                stack.extend(self.analysis.operands(at))
        return [at for at in self.order if at in wanted and self.analysis.level(at) == node.depth]

    def fold(self, at: int, node: Aggregate | ForAll, pad: str, layout: Layout) -> None:
        out, v = self.lines, f"v{at}"
        inner = self.inner_nodes(node)
        inside = Layout()
        slots = self.module.slots
        if slots:
            out.append(f"{pad}g{at} = []")
        none = self.none_test(node.obj)
        if none:
            out.append(f"{pad}if {none}: {v} = {self.poison}")
            out.append(f"{pad}else:")
            pad += " "
        start = self.fold_start(at, node)
        out.append(f"{pad}{v} = {start}")
        if isinstance(node, Aggregate):
            self.doubt_from(at, pad)
        out.append(f"{pad}for e{at} in r.many({self.plain(node.obj)}, {self.module.reference(node.role)}):")
        body = pad + " "
        mark = len(out)
        for element in inner:
            if isinstance(self.node(element), Element):
                out.append(f"{body}v{element} = e{at}")
        self.block(inner, body, inside)
        if isinstance(node, ForAll):
            self.for_all_step(at, node, body)
        else:
            self.aggregate_step(at, node, body)
        if slots:
            where = [] if isinstance(node, ForAll) or node.where is None else [node.where]
            out.append(f"{body}g{at}.append((e{at}, {self.tuple_text(inside)}, {self.signature(inner, *where)}))")
            layout.add_fold(at, inside)
        if len(out) == mark:
            out.append(f"{body}pass")
        if isinstance(node, Aggregate) and node.distinct is not None:
            out.append(f"{pad}{v} = len({v})")
        if isinstance(node, Aggregate):
            self.doubt_ends(at, pad)

    def share(self, at: int, node: Share, pad: str, layout: Layout) -> None:
        """The weights of all members, and of these the share of the object itself."""
        out, inside = self.lines, Layout()
        none = self.none_test(node.total, node.whole)
        if none:
            out.append(f"{pad}if {none}: raise F")
        out.append(f"{pad}m{at} = r.many({self.plain(node.whole)}, {self.module.reference(node.role)})")
        weights = "None"
        if node.weight is not None:
            weights = f"w{at}"
            out += [f"{pad}w{at} = []", f"{pad}g{at} = []", f"{pad}for e{at} in m{at}:"]
            inner = self.inner_nodes(node)
            out += [f"{pad} v{one} = e{at}" for one in inner if isinstance(self.node(one), Element)]
            self.block(inner, pad + " ", inside)
            out.append(f"{pad} w{at}.append({self.plain(node.weight)})")
            if self.module.slots:
                out.append(f"{pad} g{at}.append((e{at}, {self.tuple_text(inside)}, {self.signature(inner)}))")
                layout.add_fold(at, inside)
        total = self.number(node.total, None)
        name = self.module.helper("share_of", share_of)
        out.append(f"{pad}v{at} = {name}(o, m{at}, {total}, {weights}, {self.module.reference(node.grid)})")

    def fold_start(self, at: int, node: Aggregate | ForAll) -> str:
        if isinstance(node, ForAll):
            return "True"
        if node.how in ("max", "min"):
            return "None"
        if node.distinct is not None:
            return "set()"
        return "0" if self.analysis.scales.get(at) is not None else "Fr(0)"

    def for_all_step(self, at: int, node: ForAll, pad: str) -> None:
        out, v, holds = self.lines, f"v{at}", self.plain(node.holds)
        none = self.none_test(node.holds)
        if none:
            out.append(f"{pad}if {holds} is False: {v} = False")
            out.append(f"{pad}elif ({none}) and {v} is True: {v} = {self.poison}")
        else:
            out.append(f"{pad}if not {holds}: {v} = False")

    def aggregate_step(self, at: int, node: Aggregate, pad: str) -> None:
        out, v = self.lines, f"v{at}"
        if node.where is not None:
            none = self.none_test(node.where)
            if none:
                out.append(f"{pad}if {none}: {self.doubt(at)}")
            out.append(f"{pad}{'elif' if none else 'if'} {self.plain(node.where)}:")
            pad += " "
        counted = node.distinct if node.how == "count" else node.value
        if counted is None:
            out.append(f"{pad}{v} += 1")
            return
        none = self.none_test(counted)
        if none:
            out += [f"{pad}if {none}: {self.doubt(at)}", f"{pad}else:"]
            pad += " "
        value = self.plain(counted)
        if node.how == "count":
            out.append(f"{pad}{v}.add({value})")
        elif node.how == "sum":
            out.append(f"{pad}{v} += {value}")
        else:
            out.append(f"{pad}if {v} is None or {value} {'>' if node.how == 'max' else '<'} {v}: {v} = {value}")
