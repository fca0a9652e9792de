"""Dutch for the nodes of a program, from the program alone: ``het inkomen van de echtgenoot van de leefeenheid``.

A key is a (node, environment) pair; here the environment is only carried along, so that :class:`engine.explain.words.Words`
can name the objects of a dossier in the same phrases.
"""

from __future__ import annotations

from collections.abc import Callable

from dsl import morphology
from dsl.program import (
    STATUS_SUFFIX,
    Aggregate,
    And,
    Applies,
    AtLeast,
    AttrInfo,
    BoolType,
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
    Named,
    Node,
    Not,
    NotApplicable,
    ObjectRef,
    Or,
    Param,
    Power,
    Product,
    Program,
    Quotient,
    RoleInfo,
    RoleRead,
    Round,
    Self,
    Share,
    Sum,
    TableHit,
    WorkDays,
    YearStart,
)
from engine.explain.people import YOU, article_of, possessive
from engine.explain.phrasing import MIRRORED, OPPOSITE, comparison_words, conjugated, rounding_text
from engine.explain.values_nl import enumeration, scalar_text

Key = tuple[int, tuple[str, ...]]


class NodeWords:
    """Phrases from the program alone."""

    def __init__(self, program: Program) -> None:
        self.program = program

    # ------------------------------------------------------------ hooks for a dossier

    def object(self, key: Key) -> str:
        """The object that a node denotes."""
        node = self.node(key)
        if isinstance(node, RoleRead):
            return f"{article_of(self.program, node.role)} {node.role} van {self.object(self.at(node.obj, key))}"
        if isinstance(node, Element):
            return f"{article_of(self.program, node.name)} {node.name}"
        assert isinstance(node.type, ObjectRef)
        return f"{article_of(self.program, node.type.name)} {node.type.name}"

    def moment(self, node: Input, key: Key, info: AttrInfo) -> str:
        """For which year or day a fact is read, when that is not the rekendatum."""
        if node.at is None:
            return ""
        return f" op {self.phrase(self.at(node.at, key))}"

    def date_of(self, at: int, key: Key) -> str:
        """The day on which a parameter is read."""
        return self.phrase(self.at(at, key))

    # ------------------------------------------------------------ looking around

    def node(self, key: Key) -> Node:
        return self.program.nodes[key[0]]

    def at(self, node: int, key: Key) -> Key:
        """The key of an operand: the environment cut to the level of the node."""
        return node, key[1][: self.program.nodes[node].level + 1]

    def info(self, node: Input | Derived) -> AttrInfo:
        kind = self.program.nodes[node.obj].type
        assert isinstance(kind, ObjectRef)
        return self.program.types[kind.name].attributes[node.attr.removesuffix(STATUS_SUFFIX)]

    def role(self, node: Aggregate | ForAll | Share) -> RoleInfo:
        kind = self.program.nodes[node.whole if isinstance(node, Share) else node.obj].type
        assert isinstance(kind, ObjectRef)
        return self.program.types[kind.name].roles[node.role]

    def members(self, node: Aggregate | ForAll | Share, key: Key) -> str:
        """The objects of a fold: ``de kinderen van de persoon``, ``uw kinderen``."""
        role = self.role(node)
        owner = self.object(self.at(node.whole if isinstance(node, Share) else node.obj, key))
        return possessive(owner, role.plural or role.name, "de")

    # ------------------------------------------------------------ things

    def phrase(self, key: Key) -> str:
        """What the value of a node is called, with its article."""
        node = self.node(key)
        found = _PHRASES.get(type(node))
        return found(self, node, key) if found else self.clause(key)

    def _all(self, parts: tuple[int, ...], key: Key) -> list[str]:
        return [self.phrase(self.at(part, key)) for part in parts]

    def _tight(self, part: int, key: Key) -> str:
        """An operand of maal or gedeeld door: in brackets when it would read otherwise."""
        text = self.phrase(self.at(part, key))
        return f"({text})" if isinstance(self.program.nodes[part], Sum | Bound | Round | Convert) else text

    def attribute(self, node: Input | Derived, key: Key) -> str:
        info = self.info(node)
        owner = self.object(self.at(node.obj, key))
        text = possessive(owner, info.name, info.article or article_of(self.program, info.name))
        return text + (self.moment(node, key, info) if isinstance(node, Input) else "")

    def _const(self, node: Const, key: Key) -> str:
        return scalar_text(node.value, node.type)

    def _context(self, node: Context, key: Key) -> str:
        return f"de {node.which}"

    def _param(self, node: Param, key: Key) -> str:
        info = self.program.params[node.name]
        at = "" if node.at is None else f" op {self.date_of(node.at, key)}"
        return f"{info.article or article_of(self.program, node.name)} {node.name}{at}"

    def _lookup(self, node: Lookup, key: Key) -> str:
        info = self.program.tables[node.table]
        keys = enumeration(self._all(node.keys, key))
        return f"{info.article or article_of(self.program, node.table)} {node.table} voor {keys}"

    def _of_object(self, node: Node, key: Key) -> str:
        return self.object(key)

    def _attribute_phrase(self, node: Input | Derived, key: Key) -> str:
        return self.clause(key) if isinstance(node.type, BoolType) else self.attribute(node, key)

    def _named(self, node: Named, key: Key) -> str:
        if node.name.split(" ", 1)[0] in ("de", "het"):
            return node.name
        return f"{article_of(self.program, node.name)} {node.name}"

    def _sum(self, node: Sum, key: Key) -> str:
        out = ""
        for sign, text in zip(node.signs, self._all(node.terms, key), strict=True):
            out += (" plus " if sign > 0 else " min ") + text if out else text if sign > 0 else f"min {text}"
        return out

    def _product(self, node: Product, key: Key) -> str:
        return " maal ".join(self._tight(factor, key) for factor in node.factors)

    def _quotient(self, node: Quotient, key: Key) -> str:
        return " gedeeld door ".join(self._tight(part, key) for part in (node.num, node.den))

    def _power(self, node: Power, key: Key) -> str:
        return f"{self._tight(node.base, key)} tot de macht {node.exponent}"

    def _convert(self, node: Convert, key: Key) -> str:
        return f"{self.phrase(self.at(node.of, key))}, {node.words}"

    def _bound(self, node: Bound, key: Key) -> str:
        ends = []
        if node.low is not None:
            ends.append(f"een minimum van {self.phrase(self.at(node.low, key))}")
        if node.high is not None:
            ends.append(f"een maximum van {self.phrase(self.at(node.high, key))}")
        return f"{self.phrase(self.at(node.of, key))}, met {enumeration(ends)}"

    def _round(self, node: Round, key: Key) -> str:
        return f"{self.phrase(self.at(node.of, key))}, {rounding_text(node)}"

    def _shift(self, node: DateShift, key: Key) -> str:
        day, amount = self._all((node.date, node.amount), key)
        return f"{day} {'plus' if node.sign > 0 else 'min'} {amount}"

    def _date_function(self, node: DateFunction, key: Key) -> str:
        article = "de" if node.period == "maand" else "het"
        edge = "laatste" if node.edge == "last" else "eerste"
        joined = "na" if node.edge == "first of next" else "van"
        return f"de {edge} dag van {article} {node.period} {joined} {self.phrase(self.at(node.date, key))}"

    def _date_part(self, node: DatePart, key: Key) -> str:
        return f"{'het' if node.part == 'jaar' else 'de'} {node.part} van {self.phrase(self.at(node.date, key))}"

    def _year_start(self, node: YearStart, key: Key) -> str:
        return f"1 januari van {self.phrase(self.at(node.year, key))}"

    def _date_diff(self, node: DateDiff, key: Key) -> str:
        born = self.node(self.at(node.start, key))
        end = self.phrase(self.at(node.end, key))
        if node.age and isinstance(born, Input):
            owner = self.object(self.at(born.obj, self.at(node.start, key)))
            return f"{possessive(owner, 'leeftijd', 'de')} op {end}"
        units = {"dag": "dagen", "week": "weken", "maand": "maanden", "kwartaal": "kwartalen", "jaar": "jaren"}
        return (
            f"het aantal hele {units.get(node.unit, node.unit)} tussen {self.phrase(self.at(node.start, key))} en {end}"
        )

    def _work_days(self, node: WorkDays, key: Key) -> str:
        day = self.phrase(self.at(node.date, key))
        if node.amount is None:
            return f"{day}, verlengd volgens de kalender {node.calendar}"
        return f"{day} plus {self.phrase(self.at(node.amount, key))} op de kalender {node.calendar}"

    def _aggregate(self, node: Aggregate, key: Key) -> str:
        members = self.members(node, key)
        where = "" if node.where is None else f" waarvoor geldt: {self.clause((node.where, ()))}"
        if node.how == "count":
            if node.distinct is not None:
                return f"het aantal verschillende waarden van {self.phrase((node.distinct, ()))} bij {members}{where}"
            role = self.role(node)
            owner = self.object(self.at(node.obj, key))
            whose = f"{role.plural or role.name} van {owner}" if owner != YOU else f"{role.plural or role.name}"
            return f"het aantal {whose}{where}"
        how = {"sum": "de som van", "max": "het grootste van", "min": "het kleinste van"}[node.how]
        value = "" if node.value is None else f" {self.phrase((node.value, ()))}"
        return f"{how}{value} over {members}{where}"

    def _choice(self, node: Choice, key: Key) -> str:
        info = self.program.types[node.owner].attributes[node.attr.removesuffix(STATUS_SUFFIX)]
        return f"{info.article or article_of(self.program, info.name)} {info.name}".strip()

    def _table(self, node: TableHit, key: Key) -> str:
        return f'de uitkomst van de tabel "{node.table}"'

    def _share(self, node: Share, key: Key) -> str:
        return f"het aandeel in {self.phrase(self.at(node.total, key))}"

    def _judge(self, node: Judge, key: Key) -> str:
        return f'het oordeel van de behandelaar over "{node.question}"'

    def _nothing(self, node: NotApplicable, key: Key) -> str:
        return "niet van toepassing"

    # ------------------------------------------------------------ conditions

    def clause(self, key: Key, holds: bool = True) -> str:
        """A condition as a clause with the verb second; with ``holds`` False what is true when it is not met."""
        node = self.node(key)
        found = _CLAUSES.get(type(node))
        if found is None:
            return f"{self.phrase(key)}{'' if holds else ' niet'}"
        return found(self, node, key, holds)

    def predicate(self, subject: str, vorm: str, holds: bool) -> str:
        """``u bent minderjarig``, ``de persoon heeft geen echtgenoot``."""
        words = morphology.phrase(vorm, holds, False)
        return f"{subject} {conjugated(subject, words)}"

    def _is(self, node: Input | Derived, key: Key, holds: bool) -> str:
        return self.predicate(self.object(self.at(node.obj, key)), self.info(node).name, holds)

    def _has_role(self, node: HasRole, key: Key, holds: bool) -> str:
        return self.predicate(self.object(self.at(node.obj, key)), morphology.role_predicate(node.role), holds)

    def _compare(self, node: Compare, key: Key, holds: bool) -> str:
        left, right, op = self.sides(node, key, holds)
        verb, than = comparison_words(self.node(left).type, op)
        return f"{self.phrase(left)} {verb} {than}{self.phrase(right)}"

    def sides(self, node: Compare, key: Key, holds: bool) -> tuple[Key, Key, str]:
        """What is compared, with what, and how, turned so that the constant stands last and the comparison is true."""
        left, right = self.at(node.left, key), self.at(node.right, key)
        op = node.op if holds else OPPOSITE[node.op]
        if isinstance(self.node(left), Const | Param) and not isinstance(self.node(right), Const | Param):
            return right, left, MIRRORED[op]
        return left, right, op

    def _and(self, node: And, key: Key, holds: bool) -> str:
        return self._joined(node.parts, key, holds, "en" if holds else "of")

    def _or(self, node: Or, key: Key, holds: bool) -> str:
        return self._joined(node.parts, key, holds, "of" if holds else "en")

    def _joined(self, parts: tuple[int, ...], key: Key, holds: bool, last: str) -> str:
        out = []
        for part in parts:
            nested = isinstance(self.program.nodes[part], And | Or | AtLeast)
            text = self.clause(self.at(part, key), holds)
            out.append(f"({text})" if nested else text)
        return enumeration(out, last)

    def _not(self, node: Not, key: Key, holds: bool) -> str:
        return self.clause(self.at(node.of, key), not holds)

    def _at_least(self, node: AtLeast, key: Key, holds: bool) -> str:
        parts = "; ".join(self.clause(self.at(part, key)) for part in node.parts)
        return f"{'ten minste' if holds else 'minder dan'} {node.minimum} van deze voorwaarden zijn vervuld: {parts}"

    def _is_unknown(self, node: IsUnknown, key: Key, holds: bool) -> str:
        return f"{self.phrase(self.at(node.of, key))} is {'' if holds else 'niet '}onbekend"

    def _is_applicable(self, node: IsApplicable, key: Key, holds: bool) -> str:
        return f"{self.phrase(self.at(node.of, key))} is {'' if holds else 'niet '}van toepassing"

    def _for_all(self, node: ForAll, key: Key, holds: bool) -> str:
        return f"{'' if holds else 'niet '}voor al {self.members(node, key)} geldt: {self.clause((node.holds, ()))}"

    def _applies(self, node: Applies, key: Key, holds: bool) -> str:
        return f'de regel "{self.program.rules[node.rule].name}" geldt{"" if holds else " niet"}'

    def _judged(self, node: Judge, key: Key, holds: bool) -> str:
        return f'het antwoord van de behandelaar op "{node.question}" is {"ja" if holds else "nee"}'

    def _fixed(self, node: Const, key: Key, holds: bool) -> str:
        return "altijd" if (node.value is True) == holds else "nooit"

    def _named_clause(self, node: Named, key: Key, holds: bool) -> str:
        return self.clause(self.at(node.of, key), holds)


_PHRASES: dict[type[Node], Callable[..., str]] = {
    Const: NodeWords._const,
    Context: NodeWords._context,
    Param: NodeWords._param,
    Lookup: NodeWords._lookup,
    Self: NodeWords._of_object,
    Element: NodeWords._of_object,
    RoleRead: NodeWords._of_object,
    Input: NodeWords._attribute_phrase,
    Derived: NodeWords._attribute_phrase,
    Named: NodeWords._named,
    Sum: NodeWords._sum,
    Product: NodeWords._product,
    Quotient: NodeWords._quotient,
    Power: NodeWords._power,
    Convert: NodeWords._convert,
    Bound: NodeWords._bound,
    Round: NodeWords._round,
    DateShift: NodeWords._shift,
    DateFunction: NodeWords._date_function,
    DatePart: NodeWords._date_part,
    YearStart: NodeWords._year_start,
    DateDiff: NodeWords._date_diff,
    WorkDays: NodeWords._work_days,
    Aggregate: NodeWords._aggregate,
    Choice: NodeWords._choice,
    TableHit: NodeWords._table,
    Share: NodeWords._share,
    Judge: NodeWords._judge,
    NotApplicable: NodeWords._nothing,
}
_CLAUSES: dict[type[Node], Callable[..., str]] = {
    Const: NodeWords._fixed,
    Input: NodeWords._is,
    Derived: NodeWords._is,
    HasRole: NodeWords._has_role,
    Compare: NodeWords._compare,
    And: NodeWords._and,
    Or: NodeWords._or,
    Not: NodeWords._not,
    AtLeast: NodeWords._at_least,
    IsUnknown: NodeWords._is_unknown,
    IsApplicable: NodeWords._is_applicable,
    ForAll: NodeWords._for_all,
    Applies: NodeWords._applies,
    Judge: NodeWords._judged,
    Named: NodeWords._named_clause,
}
