"""A herziening in Dutch: what was and what is, what may still be set right, and what made the difference."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dsl.notation import format_date
from dsl.program import AttrInfo, SourceRef
from engine.difference.words import cause_part
from engine.explain.burger import to_the_heirs
from engine.explain.people import People
from engine.explain.render import render
from engine.explain.tree import Explanation, Form, Level, Part, Section
from engine.explain.values_nl import enumeration, euro_text, scalar_text, sentence, signed_text
from engine.revision.revise import Revision, Row
from engine.revision.windows import Window, short_name
from engine.time.amounts import Amount, Portion, money_outcome
from engine.time.words import period_text

_WHICH = {"korter naar oordeel": "kortere", "langer naar oordeel": "langere"}


def describe_revision(revision: Revision, then: str, now: str, level: Level, form: Form = "tekst") -> str:
    """The herziening as text. ``then`` and ``now`` say in words what was set beside what."""
    return render(explain_revision(revision, then, now, level), form)


def explain_revision(revision: Revision, then: str, now: str, level: Level) -> Explanation:
    """The herziening as a tree. At the level of the citizen without causes in figures of others and without windows that only a
    person may choose."""
    teller = _Teller(revision, level)
    people = People(revision.change.state(frozenset()).program, revision.new.case)
    opening = (
        *(to_the_heirs(people) if level == "burger" else ()),
        Part("zin", sentence(f"Toen: {then}")),
        Part("zin", sentence(f"Nu: {now}")),
        Part("zin", f"Besluit verzonden op {format_date(revision.sent, words=True)}."),
    )
    sections = (
        Section("", opening),
        Section("Per periode", teller.rows()),
        Section("Anders verzonden dan toen bekend was", teller.deviating()),
        Section("Wat er nu gebeurt", teller.settled()),
        Section("Waardoor", teller.causes()),
        Section("Hoe ver terug", teller.windows()),
    )
    shown = tuple(section for section in sections if section.parts)
    return Explanation(level, f"Herziening {revision.info.name}", shown)


class _Teller:
    def __init__(self, revision: Revision, level: Level) -> None:
        self.revision = revision
        self.formal = level != "burger"
        outcome = money_outcome(revision.info)
        assert outcome is not None
        self.attr: AttrInfo = revision.info.outcomes[outcome].attr

    def rows(self) -> tuple[Part, ...]:
        changed = [row for row in self.revision.rows if row.difference != 0 or row.old.status != row.new.status]
        if not changed:
            return (Part("melding", "Er verandert niets."),)
        return tuple(self._row(row) for row in changed)

    def deviating(self) -> tuple[Part, ...]:
        """Where what was sent is not what the knowledge of then gives. For the handler: the citizen reads of it as a cause."""
        if not self.formal:
            return ()
        return tuple(
            Part(
                "punt",
                period_text(sent.start, sent.end),
                f"verzonden is {self._amount(sent)}, uit wat toen bekend was volgt {self._amount(reckoned)}",
            )
            for sent, reckoned in self.revision.deviating
        )

    def _row(self, row: Row) -> Part:
        was, now = self._amount(row.old), self._amount(row.new)
        sent = "" if row.old.sent is None else f" (verzonden op {format_date(row.old.sent, words=True)})"
        text = f"was {was}{sent}, wordt {now}"
        if row.difference is None:
            text += "; het verschil is nog niet vast te stellen"
        elif row.difference:
            more = "meer" if row.difference > 0 else "minder"
            text += f"; dat is {scalar_text(abs(row.difference), self.attr.type)} {more}"
            text += {True: "", False: ", buiten de termijn", None: ", of dit nog mag is niet vast te stellen"}[
                row.within
            ]
        many = f" ({row.count} keer)" if row.count > 1 else ""
        return Part("punt", f"{period_text(row.start, row.end)}{many}", text)

    def _amount(self, amount: Amount) -> str:
        if amount.portions:
            days = self.revision.info.days_in_year
            parts = enumeration([self._portion(one) for one in amount.portions])
            total = "" if amount.amount is None else f"{euro_text(amount.amount)}, "
            return f"{total}naar rato van {days} dagen per jaar ({parts})"
        if amount.amount is None:
            return amount.status
        if amount.amount == 0 and amount.status not in ("verschuldigd", "vastgesteld", "op nihil gesteld"):
            return amount.status
        text = scalar_text(amount.amount, self.attr.type)
        return f"{text} ({amount.status})" if amount.status == "op nihil gesteld" else text

    def _portion(self, portion: Portion) -> str:
        """What is due over some days of a month."""
        days = "1 dag" if portion.days == 1 else f"{portion.days} dagen"
        if portion.due is None or not portion.monthly:
            return f"{days} {portion.status}"
        return f"{days} van {scalar_text(portion.monthly, self.attr.type)} is {euro_text(portion.due)}"

    def settled(self) -> tuple[Part, ...]:
        parts = [
            Part("punt", sentence(f"{one.window.words}: {euro_text(abs(one.total))}"), sources=_sources(one.window))
            for one in self.revision.settled
        ]
        late = [amount for amount in self.revision.too_late if amount]
        if late:
            told = enumeration([f"{euro_text(abs(one))} {'meer' if one > 0 else 'minder'}" for one in late])
            parts.append(Part("melding", f"Buiten de termijn van de wet, dus niet herzien: {told}."))
        open_ = [amount for amount in self.revision.undecided if amount]
        if open_:
            told = enumeration([f"{euro_text(abs(one))} {'meer' if one > 0 else 'minder'}" for one in open_])
            parts.append(Part("melding", f"Of dit nog herzien mag, is niet vast te stellen: {told}."))
        if self.revision.open_periods:
            count = self.revision.open_periods
            periods = "1 periode is" if count == 1 else f"{count} perioden zijn"
            parts.append(Part("melding", f"{periods} nog niet vast te stellen."))
        if self.revision.broken:
            days = enumeration([format_date(day, words=True) for day in self.revision.broken])
            parts.append(
                Part(
                    "melding",
                    f"Binnen een periode verandert de uitkomst op {days}. Die periode telt hier zoals zij op haar eerste dag is. Over de"
                    " rest van die periode beslist een medewerker apart.",
                )
            )
        return tuple(parts)

    # ------------------------------------------------------------ what made the difference

    def causes(self) -> tuple[Part, ...]:
        division = self.revision.division
        if division is None:
            return ()
        names = self.revision.change.by_key
        parts = [cause_part(names, share, self.formal) for share in division.shares if share.exact or self.formal]
        total = sum((share.rounded for share in division.shares), Fraction(0))
        return (*parts, Part("zin", f"Samen: {signed_text(total)}."))

    # ------------------------------------------------------------ how far back

    def windows(self) -> tuple[Part, ...]:
        if not self.formal:
            return ()
        return tuple(self._window(window) for window in self.revision.windows if not self._says_nothing(window))

    def _says_nothing(self, window: Window) -> bool:
        """A longer window that in this case is no longer than that of the law."""
        usual = [one.since for one in self.revision.windows if one.kind == "lager bedrag"]
        return window.kind == "langer naar oordeel" and window.since in usual

    def _window(self, window: Window) -> Part:
        if window.kind not in ("korter naar oordeel", "langer naar oordeel"):
            since = self._since(window)
            text = f"{window.kind} ({short_name(window.words)}): {since}"
            return Part("termijn", sentence(text), sources=_sources(window))
        if window.since is None:
            return Part(
                "vraag",
                f"{window.words} Een {_WHICH[window.kind]} termijn: {self._since(window)}.",
                sources=_sources(window),
            )
        more, less = (self.revision.total_since(higher, window.since) for higher in (True, False))
        results = [f"{euro_text(abs(one))} {'meer' if one > 0 else 'minder'}" for one in (more, less) if one]
        then = enumeration(results) if results else "niets te herzien"
        when = _month(window.since)
        return Part("vraag", f"{window.words} Zo ja, dan kan het vanaf {when}: {then}.", sources=_sources(window))

    def _since(self, window: Window) -> str:
        if window.since is not None:
            return f"vanaf {_month(window.since)}"
        return "nog niet vast te stellen, er ontbreekt een feit" if window.missing else "dat beoordeelt u"


def _sources(window: Window) -> tuple[SourceRef, ...]:
    return () if window.source is None else (window.source,)


def _month(day: date) -> str:
    return period_text(day, day) if day.day != 1 else format_date(day, words=True).removeprefix("1 ")
