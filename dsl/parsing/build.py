"""Parse trees of sentences to nodes of the syntax tree.

Recursion here follows brackets and sub-selections, whose depth is limited before parsing; the members of a sum, a product or a
chain of en or of lie beside each other in the tree, so their number does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from dsl import syntax as s
from dsl.parsing.tokens import Token
from dsl.source import Span

Condition: TypeAlias = s.Voorwaarde
Child: TypeAlias = Any  # a Token or a lark Tree


class Builder:
    """Builds the nodes of one clause. `bullets` are the conditions below it, for the quantifier that ends the clause."""

    def __init__(self, file: str, bullets: Sequence[Condition] = ()) -> None:
        self.file = file
        self.bullets = tuple(bullets)
        self.kwantor_seen = False

    # -- helpers

    def span(self, tree: Child) -> Span:
        """From the first to the last token that the tree kept."""
        first = tree
        while not isinstance(first, Token):
            first = first.children[0]
        last = tree
        while not isinstance(last, Token):
            last = last.children[-1]
        return Span(self.file, first.start, last.end)

    def build(self, tree: Child) -> Any:
        if isinstance(tree, Token):
            return tree.value
        handler: Callable[[Any, list[Child], Span], Any] = getattr(self, "_" + tree.data)
        return handler(tree, tree.children, self.span(tree))

    def _split_article(self, children: list[Child]) -> tuple[str, Token, Span]:
        """Optional article and name: the article as written in small letters."""
        name = children[-1]
        article = ""
        if len(children) == 2:
            article = "een" if children[0].type == "EEN" else str(children[0].value)
        return article, name, Span(self.file, children[0].start, name.end)

    # -- names and paths

    def _stap_naam(self, tree: Child, children: list[Child], span: Span) -> s.Stap:
        article, name, span = self._split_article(children)
        return s.Stap(name.value, article, name.known, span)

    def _pad(self, tree: Child, children: list[Child], span: Span) -> s.Pad:
        return s.Pad(tuple(self.build(child) for child in children), span)

    def _kaal(self, tree: Child, children: list[Child], span: Span) -> s.Pad:
        name = children[0]
        first = s.Stap(name.value, "", name.known, Span(self.file, name.start, name.end))
        return s.Pad((first, *(self.build(child) for child in children[1:])), span)

    def _opzoek(self, tree: Child, children: list[Child], span: Span) -> s.Opzoek:
        parts = [c for c in children if not (isinstance(c, Token) and c.type == "VOOR")]
        split = 1 if isinstance(parts[0], Token) and parts[0].type != "LIDW" else 2
        article, name, step_span = self._split_article(parts[:split])
        keys = tuple(self.build(child) for child in parts[split:])
        return s.Opzoek(s.Stap(name.value, article, True, step_span), keys, span)

    def _op_datum(self, tree: Child, children: list[Child], span: Span) -> s.OpDatum:
        return s.OpDatum(self.build(children[0]), self.build(children[1]), span)

    def _in_jaar(self, tree: Child, children: list[Child], span: Span) -> s.InJaar:
        return s.InJaar(self.build(children[0]), self.build(children[1]), span)

    # -- arithmetic

    def _keten(self, tree: Child, children: list[Child], span: Span) -> s.Expr:
        terms: list[tuple[Any, s.Expr]] = [(1, self.build(children[0]))]
        index = 1
        while index < len(children):
            sign, term = children[index], self.build(children[index + 1])
            index += 2
            if index < len(children) and isinstance(children[index], Token) and children[index].type == "OP_KALENDER":
                name = children[index + 1]
                whole = Span(self.file, span.start, name.end)
                calendar = s.Stap(name.value, "", name.known, Span(self.file, name.start, name.end))
                terms = [(1, s.WerkdagenVerder(self._sum(terms, span), term, calendar, whole))]
                index += 2
            else:
                terms.append((1 if sign.type == "PLUS" else -1, term))
        return self._sum(terms, span)

    def _sum(self, terms: list[tuple[Any, s.Expr]], span: Span) -> s.Expr:
        return terms[0][1] if len(terms) == 1 else s.Som(tuple(terms), span)

    def _factoren(self, tree: Child, children: list[Child], span: Span) -> s.Product:
        factors = [(False, self.build(children[0]))]
        for index in range(1, len(children), 2):
            factors.append((children[index].type == "GEDEELD", self.build(children[index + 1])))
        return s.Product(tuple(factors), span)

    def _tot_de_macht(self, tree: Child, children: list[Child], span: Span) -> s.Macht:
        exponent = children[2].value.waarde
        if exponent.denominator != 1:
            raise BuildError("TS121", self.span(children[2]), {})
        return s.Macht(self.build(children[0]), int(exponent), span)

    def _geld_per(self, tree: Child, children: list[Child], span: Span) -> s.Geld:
        return s.Geld(children[0].value.waarde, children[1].value, span)

    def _duur_per(self, tree: Child, children: list[Child], span: Span) -> s.Getal:
        amount = children[0].value
        return s.Getal(amount.waarde, amount.eenheid, children[1].value, span)

    def _percentage_van(self, tree: Child, children: list[Child], span: Span) -> s.PercentageVan:
        return s.PercentageVan(self.build(children[0]), self.build(children[1]), span)

    def _stappen(self, tree: Child, children: list[Child], span: Span) -> s.Expr:
        value: s.Expr = self.build(children[0])
        for step in children[1:]:
            whole = Span(self.file, span.start, self.span(step).end)
            value = self._step(step, value, whole)
        return value

    def _step(self, step: Child, value: s.Expr, span: Span) -> s.Expr:
        parts = step.children
        match step.data:
            case "met_minimum":
                maximum = self.build(parts[2]) if len(parts) > 2 else None
                return s.Begrensd(value, self.build(parts[1]), maximum, span)
            case "met_maximum":
                return s.Begrensd(value, None, self.build(parts[1]), span)
            case "omgerekend":
                return s.Omgerekend(
                    value, parts[1].value, "bedrag" if parts[0].type == "OMG_BEDRAG" else "aantal", span
                )
            case "afgerond":
                grid, form = self._grid(parts[1].children)
                return s.Afgerond(value, parts[0].value, grid, form, span)
            case "in_euros":
                return s.InEuros(value, parts[0].type == "IN_HELE_EUROS", span)
            case _:
                name = parts[-1]
                article = parts[1].value if len(parts) == 3 else ""
                calendar = s.Stap(name.value, article, name.known, Span(self.file, name.start, name.end))
                return s.Verlengd(value, calendar, span)

    def _grid(self, parts: list[Child]) -> tuple[Fraction, Any]:
        match parts[0].type:
            case "CENTEN":
                return Fraction(1, 100), "centen"
            case "HELE_EUROS":
                return Fraction(1), "hele euro's"
            case "GEHELEN":
                return Fraction(1), "gehelen"
            case "VEELVOUD":
                grid = parts[1].value.waarde
                if grid <= 0:
                    raise BuildError("TS122", self.span(parts[1]), {})
                return grid, "veelvoud"
            case _:
                digits = self._count(parts[0])
                if digits > 12:
                    raise BuildError("TS123", self.span(parts[0]), {"limit": 12})
                return Fraction(1, 10**digits), "decimalen"

    def _count(self, token: Token) -> int:
        """A whole number of 0 and more, written in digits or as a word."""
        if token.type == "EEN":
            return 1
        number = token.value.waarde if token.type == "GETAL" else Fraction(token.value)
        if number.denominator != 1 or number < 0:
            raise BuildError("TS121", self.span(token), {})
        return int(number)

    # -- dates

    def _context(self, tree: Child, children: list[Child], span: Span) -> s.Context:
        return s.Context(children[-1].value, span)

    def _deel_van_datum(self, tree: Child, children: list[Child], span: Span) -> s.DeelVanDatum:
        return s.DeelVanDatum(children[-2].value, self.build(children[-1]), span)

    def _datumfunctie(self, tree: Child, children: list[Child], span: Span) -> s.DatumFunctie:
        return s.DatumFunctie(children[-2].value, self.build(children[-1]), span)

    def _werkdag_van(self, tree: Child, children: list[Child], span: Span) -> s.WerkdagVan:
        rank, period, after = children[-4].value
        name = children[-1]
        calendar = s.Stap(name.value, "", name.known, Span(self.file, name.start, name.end))
        return s.WerkdagVan(rank, period, after, self.build(children[-3]), calendar, span)

    def _tijd_tussen(self, tree: Child, children: list[Child], span: Span) -> s.TijdTussen:
        return s.TijdTussen(children[-3].value, self.build(children[-2]), self.build(children[-1]), span)

    def _leeftijd(self, tree: Child, children: list[Child], span: Span) -> s.Leeftijd:
        return s.Leeftijd(self.build(children[-2]), self.build(children[-1]), span)

    # -- aggregation

    def _greep(self, tree: Child, children: list[Child], span: Span) -> s.Aggregatie:
        parts = [c for c in children if not (isinstance(c, Token) and c.type == "LIDW")]
        name = self.build(parts[2]) if len(parts) > 2 else None
        kind: Any = "aantal" if parts[0].type == "AANTAL" else parts[0].value
        return s.Aggregatie(kind, self.build(parts[1]), None, name, span)

    def _aggregatie(self, tree: Child, children: list[Child], span: Span) -> s.Aggregatie:
        bare = self.build(children[0])
        return s.Aggregatie(bare.soort, bare.pad, self.build(children[1]), bare.noem, span)

    def _noem(self, tree: Child, children: list[Child], span: Span) -> str:
        return str(children[-1].value)

    def _deel(self, tree: Child, children: list[Child], span: Span) -> Condition:
        return self.build(children[0])  # type: ignore[no-any-return]

    def _waardeoordeel(self, tree: Child, children: list[Child], span: Span) -> s.Beoordeling:
        return self._beoordeling(tree, children, span)

    def _beoordeling(self, tree: Child, children: list[Child], span: Span) -> s.Beoordeling:
        return s.Beoordeling(children[1].value.waarde, span)

    # -- conditions

    def _en(self, tree: Child, children: list[Child], span: Span) -> s.En:
        return s.En(tuple(self.build(child) for child in children), span)

    def _of(self, tree: Child, children: list[Child], span: Span) -> s.Of:
        return s.Of(tuple(self.build(child) for child in children), span)

    def _niet(self, tree: Child, children: list[Child], span: Span) -> s.Niet:
        return s.Niet(self.build(children[1]), span)

    def _vergelijking(self, tree: Child, children: list[Child], span: Span) -> s.Vergelijking:
        sign = children[1]
        told: tuple[Any, bool, Any] = sign.value if sign.type == "VERGELIJKER" else (sign.value, False, "")
        operator, time, word = told
        return s.Vergelijking(self.build(children[0]), operator, self.build(children[2]), time, word, span)

    def _tijdvergelijking(self, tree: Child, children: list[Child], span: Span) -> s.Vergelijking:
        return s.Vergelijking(self.build(children[0]), children[1].value, self.build(children[2]), True, "", span)

    def _een_van(self, tree: Child, children: list[Child], span: Span) -> s.EenVan:
        return s.EenVan(self.build(children[0]), self.build(children[2]), children[1].type == "IS_EEN_VAN", span)

    def _keuze(self, tree: Child, children: list[Child], span: Span) -> tuple[s.Expr, ...]:
        return tuple(self.build(child) for child in children)

    def _kenmerktest(self, tree: Child, children: list[Child], span: Span) -> s.KenmerkTest:
        kenmerk, positive = children[1].value
        return s.KenmerkTest(self.build(children[0]), kenmerk, positive, span)

    def _statustest(self, tree: Child, children: list[Child], span: Span) -> s.StatusTest:
        return s.StatusTest(self.build(children[0]), children[1].value, span)

    def _onbekendtest(self, tree: Child, children: list[Child], span: Span) -> s.OnbekendTest:
        return s.OnbekendTest(self.build(children[0]), children[1].value, span)

    def _toepassingtest(self, tree: Child, children: list[Child], span: Span) -> s.ToepassingTest:
        return s.ToepassingTest(self.build(children[0]), children[1].value, span)

    def _bestaat(self, tree: Child, children: list[Child], span: Span) -> s.Bestaat:
        minimum, positive = self.build(children[1])
        part: Condition | None = None
        different = name = None
        for child in children[3:]:
            match child.data:
                case "noem":
                    name = self.build(child)
                case "verschillend":
                    different = str(child.children[0].value)
                case _:
                    part = self.build(child)
        return s.Bestaat(self.build(children[2]), minimum, positive, part, different, name, span)

    def _telling(self, tree: Child, children: list[Child], span: Span) -> tuple[int, bool]:
        if children[0].type == "GEEN":
            return 1, False
        return (self._count(children[-1]) if len(children) > 1 else 1), True

    def _voor_alle(self, tree: Child, children: list[Child], span: Span) -> s.VoorAlle:
        name = self.build(children[2]) if len(children) > 3 else None
        return s.VoorAlle(self.build(children[1]), self.build(children[-1]), name, span)

    def _kwantor(self, tree: Child, children: list[Child], span: Span) -> s.Kwantor:
        self.kwantor_seen = True
        token = children[0]
        if token.type == "KWANTOR":
            return s.Kwantor(token.value, self.bullets, 1, span)
        minimum = self._count(token)
        if minimum > len(self.bullets) > 0:
            raise BuildError("TS115", span, {"needed": minimum, "given": len(self.bullets)})
        return s.Kwantor("ten minste", self.bullets, minimum, span)

    # -- what a rule says

    def _stelt(self, tree: Child, children: list[Child], span: Span) -> s.Stelt:
        computed = children[1].type == "MOET_BEREKEND"
        return s.Stelt(self.build(children[0]), self.build(children[2]), computed, span)

    def _kent_toe(self, tree: Child, children: list[Child], span: Span) -> s.KentToe:
        kenmerk, positive = children[1].value
        return s.KentToe(self.build(children[0]), kenmerk, positive, span)

    def _statusuitspraak(self, tree: Child, children: list[Child], span: Span) -> s.StatusUitspraak:
        return s.StatusUitspraak(self.build(children[0]), children[1].value, span)

    def _verdeelt(self, tree: Child, children: list[Child], span: Span) -> s.Verdeelt:
        total, over, weight, share, grid = children
        weights = None if isinstance(weight, Token) else self.build(weight)
        raster = Fraction(1, 100) if grid.type == "CENTEN" else Fraction(1)
        return s.Verdeelt(self.build(total), self.build(over), weights, self.build(share), raster, span)

    def _beoordeelt(self, tree: Child, children: list[Child], span: Span) -> s.Beoordeelt:
        return s.Beoordeelt(self.build(children[0]), self.build(children[1]).vraag, span)

    def _lokaal(self, tree: Child, children: list[Child], span: Span) -> s.LokaleNaam:
        article, name, _ = self._split_article(children[:-1])
        return s.LokaleNaam(article, name.value, self.build(children[-1]), span)

    def _tedoen(self, tree: Child, children: list[Child], span: Span) -> s.TeDoen:
        condition = self.build(children[2]) if len(children) > 2 else None
        return s.TeDoen(children[0].value.waarde, self.build(children[1]), condition, None, span)

    def _herziening(self, tree: Child, children: list[Child], span: Span) -> s.Herziening:
        return s.Herziening("hoger bedrag", children[0].value.waarde, self.build(children[2]), None, span)

    def _grenzen(self, tree: Child, children: list[Child], span: Span) -> tuple[s.Expr, s.Expr]:
        return self.build(children[0]), self.build(children[1])

    # -- table cells

    def _cel_waarde(self, tree: Child, children: list[Child], span: Span) -> s.Cel:
        return s.CelVergelijking("=", self.build(children[0]), "", span)

    def _cel_vergelijking(self, tree: Child, children: list[Child], span: Span) -> s.Cel:
        sign = children[0]
        told: tuple[Any, Any] = sign.value if sign.type == "DAN" else (sign.value, "")
        operator, word = told
        return s.CelVergelijking(operator, self.build(children[1]), word, span)

    def _cel_een_van(self, tree: Child, children: list[Child], span: Span) -> s.Cel:
        return s.CelEenVan(self.build(children[0]), span)

    def _cel_bereik(self, tree: Child, children: list[Child], span: Span) -> s.Cel:
        return s.Bereik(self.build(children[0]), self.build(children[2]), children[1].type == "TM", span)

    def _cel_vanaf(self, tree: Child, children: list[Child], span: Span) -> s.Cel:
        return s.Bereik(self.build(children[1]), None, True, span)

    def _cel_tot(self, tree: Child, children: list[Child], span: Span) -> s.Cel:
        return s.Bereik(None, self.build(children[1]), children[0].type == "TM", span)

    def _cel_ja_nee(self, tree: Child, children: list[Child], span: Span) -> s.Cel:
        return s.CelJaNee(children[0].type == "JA", span)

    def _cel_nvt(self, tree: Child, children: list[Child], span: Span) -> s.Cel:
        return s.CelNvt(span)


class BuildError(Exception):
    """Something in the tree has the right form but no meaning; carries what its diagnostic needs."""

    def __init__(self, code: str, span: Span, fields: dict[str, Any]) -> None:
        self.code = code
        self.span = span
        self.fields = fields
        super().__init__(code)
