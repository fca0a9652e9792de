"""Printing of expressions and conditions on one line.

Brackets are printed where the grammar needs them: a child that binds weaker than its place asks for is put in brackets.
"""

from __future__ import annotations

from dsl import syntax as s
from dsl.morphology import phrase
from dsl.printer.words import (
    COMPARISONS,
    PLURALS,
    STATUS_LAST,
    STATUS_SECOND,
    called,
    listed,
    literal,
    money,
    path,
    quoted,
    step,
)

# How strongly an expression binds, from weak to strong.
OPEN, STEPS, SUM, PRODUCT, POWER, ATOM = range(6)

_STEP_NODES = (s.Begrensd, s.Omgerekend, s.Afgerond, s.InEuros, s.Verlengd)
_LITERALS = (s.Getal, s.Geld, s.Procent, s.Datum, s.Tekst)


def binding(node: s.Expr) -> int:
    if isinstance(node, _STEP_NODES):
        return STEPS
    if isinstance(node, s.Som | s.WerkdagenVerder):
        return SUM
    if isinstance(node, s.Product):
        return PRODUCT
    if isinstance(node, s.Macht):
        return POWER
    if isinstance(node, s.Aggregatie) and node.deel is not None:
        return OPEN
    return ATOM


def expression(node: s.Expr, place: int = OPEN) -> str:
    """The expression as text; in brackets when it binds weaker than ``place``."""
    text = _expression(node)
    return text if binding(node) >= place else f"({text})"


def _expression(node: s.Expr) -> str:
    if isinstance(node, _LITERALS):
        return literal(node)
    if isinstance(node, s.Pad):
        return path(node)
    if isinstance(node, s.Context):
        return f"de {node.welke}"
    if isinstance(node, s.Som):
        return _sum(node)
    if isinstance(node, s.Product):
        return _product(node)
    if isinstance(node, s.Macht):
        return f"{expression(node.basis, ATOM)} tot de macht {node.exponent}"
    if isinstance(node, s.PercentageVan):
        percentage = (
            literal(node.percentage) if isinstance(node.percentage, s.Procent) else f"({expression(node.percentage)})"
        )
        return f"{percentage} van {expression(node.van, ATOM)}"
    if isinstance(node, _STEP_NODES):
        lines = step_chain(node)
        return ", ".join([expression(lines[0], SUM), *(step_words(part) for part in lines[1:])])
    if isinstance(node, s.Beoordeling):
        return f"beoordelen door behandelaar: {quoted(node.vraag)}"
    if isinstance(node, s.Aggregatie):
        return _aggregation(node)
    return _reading(node)


def _sum(node: s.Som) -> str:
    words = []
    for index, (sign, term) in enumerate(node.termen):
        text = expression(term, PRODUCT)
        words.append(text if index == 0 else f"{'plus' if sign == 1 else 'min'} {text}")
    return " ".join(words)


def _product(node: s.Product) -> str:
    words = []
    for index, (divides, factor) in enumerate(node.factoren):
        text = expression(factor, POWER)
        words.append(text if index == 0 else f"{'gedeeld door' if divides else 'maal'} {text}")
    return " ".join(words)


def step_chain(node: s.Expr) -> list[s.Expr]:
    """The base of a chain of steps, then its steps in order."""
    chain: list[s.Expr] = []
    while isinstance(node, _STEP_NODES):
        chain.append(node)
        node = node.van
    return [node, *reversed(chain)]


def step_words(node: s.Expr) -> str:
    """What one step adds, without its operand."""
    if isinstance(node, s.Begrensd):
        low = f"een minimum van {expression(node.minimum, SUM)}" if node.minimum is not None else ""
        high = f"een maximum van {expression(node.maximum, SUM)}" if node.maximum is not None else ""
        return "met " + " en ".join(part for part in (low, high) if part)
    if isinstance(node, s.Omgerekend):
        return f"omgerekend naar {f'een bedrag per {node.per}' if node.soort == 'bedrag' else PLURALS[node.per]}"
    if isinstance(node, s.InEuros):
        return "in hele euro's" if node.heel else "in euro's"
    if isinstance(node, s.Verlengd):
        return f"verlengd volgens de kalender {node.kalender.naam}"
    assert isinstance(node, s.Afgerond)
    return f"{node.wijze} afgerond op {grid_words(node)}"


def grid_words(node: s.Afgerond) -> str:
    if node.raster_vorm == "veelvoud":
        return f"een veelvoud van {money(node.raster)}"
    if node.raster_vorm == "decimalen":
        places = len(str(node.raster.denominator)) - 1
        return f"{places} {'decimaal' if places == 1 else 'decimalen'}"
    return node.raster_vorm


def _aggregation(node: s.Aggregatie) -> str:
    head = {
        "aantal": "het aantal",
        "som": "de som van",
        "grootste": "het grootste van",
        "kleinste": "het kleinste van",
    }[node.soort]
    return f"{head} {path(node.pad)}{_called(node.noem)}{_where(node.deel)}"


def _called(name: str | None) -> str:
    return f" (noem: {name})" if name else ""


def _where(part: s.Voorwaarde | None) -> str:
    return f" waarvoor geldt dat {_that(part)}" if part is not None else ""


def _that(part: s.Voorwaarde) -> str:
    text = condition(part, last=True)
    return f"({text})" if isinstance(part, s.En | s.Of) else text


def _reading(node: s.Expr) -> str:
    if isinstance(node, s.OpDatum):
        return f"{path(node.pad)} op {expression(node.datum, ATOM)}"
    if isinstance(node, s.InJaar):
        return f"{path(node.pad)} in {expression(node.jaar, ATOM)}"
    if isinstance(node, s.Opzoek):
        keys = " en ".join(expression(key, ATOM) for key in node.sleutels)
        return f"{step(node.tabel)} voor {keys}"
    if isinstance(node, s.DatumFunctie):
        soort = node.soort if node.soort.endswith(" na") else f"{node.soort} van"
        return f"de {soort} {expression(node.van, ATOM)}"
    if isinstance(node, s.WerkdagVan):
        period = f"{'de' if node.periode == 'maand' else 'het'} {node.periode} {'na' if node.na else 'van'}"
        return f"de {node.rang}e werkdag van {period} {expression(node.van, ATOM)} op de kalender {node.kalender.naam}"
    if isinstance(node, s.DeelVanDatum):
        article = "het" if node.deel == "jaar" else "de"
        return f"{article} {node.deel} van {expression(node.van, ATOM)}"
    if isinstance(node, s.TijdTussen):
        return f"het aantal hele {PLURALS[node.eenheid]} tussen {expression(node.van, ATOM)} en {expression(node.tot, ATOM)}"
    if isinstance(node, s.Leeftijd):
        return f"de leeftijd van {path(node.van)} op {expression(node.op, ATOM)}"
    assert isinstance(node, s.WerkdagenVerder)
    amount = node.aantal
    count = literal(amount) if isinstance(amount, s.Getal) else expression(amount, ATOM)
    return f"{expression(node.van, ATOM)} plus {count} op de kalender {node.kalender.naam}"


# ---------------------------------------------------------------- conditions


def condition(node: s.Voorwaarde, last: bool) -> str:
    """A condition on one line; ``last`` puts the verb last (after indien, en, of, dat), else second (in a bullet)."""
    if isinstance(node, s.En | s.Of):
        word = " en " if isinstance(node, s.En) else " of "
        return word.join(_part(part) for part in node.delen)
    if isinstance(node, s.Niet):
        return f"niet ({condition(node.deel, last=True)})"
    if isinstance(node, s.Vergelijking):
        second, before, after = (called(words, node.woord) for words in COMPARISONS[(node.op, node.tijd)])
        left, right = expression(node.links, SUM), expression(node.rechts, SUM)
        return f"{left} {before} {right} {after}".rstrip() if last else f"{left} {second} {right}"
    if isinstance(node, s.EenVan):
        values = listed([expression(value, SUM) for value in node.waarden], "of")
        return f"{expression(node.links, SUM)} {'is een van' if node.positief else 'is geen van'}: {values}"
    if isinstance(node, s.KenmerkTest):
        return f"{path(node.pad)} {phrase(node.kenmerk, node.positief, last)}"
    if isinstance(node, s.StatusTest):
        return f"{path(node.pad)} {(STATUS_LAST if last else STATUS_SECOND)[node.status]}"
    if isinstance(node, s.OnbekendTest):
        return _verbal(expression(node.pad), "onbekend", node.positief, last)
    if isinstance(node, s.ToepassingTest):
        return _verbal(path(node.pad), "van toepassing", node.positief, last)
    if isinstance(node, s.Bestaat):
        return _exists(node, last)
    if isinstance(node, s.VoorAlle):
        return f"voor alle {path(node.pad)}{_called(node.noem)} geldt dat {_that(node.deel)}"
    if isinstance(node, s.Beoordeling):
        return f"beoordelen door behandelaar: {quoted(node.vraag)}"
    raise TypeError(f"{type(node).__name__} has bullets and takes more than one line")


def _part(node: s.Voorwaarde) -> str:
    text = condition(node, last=True)
    return f"({text})" if isinstance(node, s.En | s.Of) else text


def _verbal(subject: str, rest: str, positive: bool, last: bool) -> str:
    denied = rest if positive else f"niet {rest}"
    return f"{subject} {denied} is" if last else f"{subject} is {denied}"


def _exists(node: s.Bestaat, last: bool) -> str:
    if not node.positief:
        count, verb = "geen", "is"
    elif node.minimum == 1 and node.verschillend is None:
        count, verb = "een", "is"
    else:
        count, verb = f"ten minste {node.minimum}", "zijn"
    what = f"{count} {path(node.pad)}{_called(node.noem)}"
    distinct = f" met een verschillende {node.verschillend}" if node.verschillend else ""
    words = f"er {what} {verb}{distinct}" if last else f"er {verb} {what}{distinct}"
    return words + _where(node.deel)


def has_bullets(node: s.Voorwaarde | s.Expr | None) -> bool:
    """Whether the condition is, or holds, a list with bullets."""
    if isinstance(node, s.Kwantor):
        return True
    if isinstance(node, s.Bestaat | s.VoorAlle | s.Aggregatie):
        return has_bullets(node.deel)
    return False
