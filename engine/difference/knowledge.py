"""What became known between two days as causes: all that one origin told an organisation on one day is one delivery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dsl.notation import format_date
from dsl.program import Program
from engine.case import Case
from engine.difference.causes import Cause, Change, Place, State
from engine.difference.corrections import Corrections
from engine.dossier import Dossier
from engine.dossier.ledger import Ledger, objects_known
from engine.dossier.statements import Membership, Saying, Statement, View
from engine.explain.people import People
from engine.time.effect import known_in

_NOBODY = ""
"""Stands for the object of an answer of the case handler, which is about the case."""

Delivery = tuple[date, str | None]
"""Since when it is known, and who told it."""


@dataclass(frozen=True, slots=True)
class Deliveries(View):
    """What is known on a day, and of what came later only these deliveries."""

    later: frozenset[Delivery] = frozenset()

    def since(self, saying: Saying) -> date | None:
        day = saying.known.since(self.by)
        if day is None or self.on is None or day <= self.on:
            return day
        return day if (day, saying.origin) in self.later else None


class NotThereError(Exception):
    """On the first of the two days it was not known that there is such an object as the besluit is over."""


def knowledge_change(program: Program, dossier: Dossier, over: str, then: date, now: date, by: str | None) -> Change:
    """From what an organisation (None: whoever) knew on ``then`` to what it knew on ``now``, for a besluit over the object with this
    key. Raises NotThereError when that object was not known of on ``then``."""
    before = View.of(then, by)
    ledger = dossier.ledger
    found = {} if ledger is None else _deliveries(ledger, before, View.of(now, by))

    deliveries = {_key(one): one for one in found}
    corrections = None if ledger is None else _corrections(ledger, found, _case(dossier, before, over), before)

    def state(keys: frozenset[str]) -> State:
        def view() -> View:
            return Deliveries(then, before.by, frozenset(deliveries[key] for key in keys if key in deliveries))

        def known(obj: str, name: str, day: date) -> date:
            return known_in(ledger, view())(obj, name, day)

        return State(program, _case(dossier, view(), over) if corrections is None else corrections.case(keys), known)

    people = People(program, _case(dossier, View.of(now, by), over))
    moments = [tuple(told) for _, told in groupby(sorted(found, key=_key), key=lambda one: one[0])]
    causes = tuple(tuple(_cause(people, program, one, found[one]) for one in moment) for moment in moments)
    return Change(causes, state)


def _case(dossier: Dossier, view: View, over: str) -> Case:
    objects, answers = dossier.objects, dossier.answers
    if dossier.ledger is not None:
        answers = dossier.ledger.answers_known(answers, view)
        objects = objects_known(dossier.objects, dossier.top, dossier.ledger.known(view), view)
    if over not in objects:
        raise NotThereError(over)
    return Case(objects[over], objects, answers)


def _deliveries(
    ledger: Ledger, before: View, after: View
) -> dict[Delivery, list[tuple[Place, Statement | Membership]]]:
    found: dict[Delivery, list[tuple[Place, Statement | Membership]]] = {}
    for place, said in _everything(ledger):
        day = after.since(said.saying)
        if day is not None and before.since(said.saying) is None:
            found.setdefault((day, said.saying.origin), []).append((place, said))
    return found


def _corrections(
    ledger: Ledger, found: Mapping[Delivery, Sequence[tuple[Place, Statement | Membership]]], base: Case, view: View
) -> Corrections | None:
    """The states worked out one from the other; None when more was told than later values of facts."""
    causes: dict[str, list[tuple[date, Place, Statement]]] = {}
    for delivery, told in found.items():
        for place, one in told:
            if not isinstance(one, Statement) or place not in ledger.facts:
                return None
            causes.setdefault(_key(delivery), []).append((delivery[0], place, one))
    made = Corrections(ledger, base, view, causes)
    return made if made.simple else None


def _everything(ledger: Ledger) -> Iterator[tuple[Place, Statement | Membership]]:
    for place, statements in ledger.facts.items():
        for statement in statements:
            yield place, statement
    for place, memberships in ledger.roles.items():
        for membership in memberships:
            yield place, membership
    for key, answers in ledger.answers.items():
        for answer in answers:
            yield (_NOBODY, key), answer


def _key(delivery: Delivery) -> str:
    day, origin = delivery
    return f"{day.isoformat()} {origin or ''}"


def _cause(
    people: People, program: Program, delivery: Delivery, said: list[tuple[Place, Statement | Membership]]
) -> Cause:
    day, origin = delivery
    told = f"nieuwe gegevens van {organisation_words(origin)}" if origin else "nieuwe gegevens"
    details = sorted({_words(people, program, place, one) for place, one in said})
    about_objects = all(place[0] != _NOBODY for place, _ in said)
    places = frozenset(place for place, _ in said) if about_objects else None
    return Cause(
        _key(delivery), "gegevens", f"{told}, bekend sinds {format_date(day, words=True)}", tuple(details), day, places
    )


_WITH_ARTICLE = frozenset(
    ("BRP", "Polisadministratie", "Belastingdienst", "SVB", "UWV", "Dienst Toeslagen", "gemeente")
)


def organisation_words(origin: str) -> str:
    """An organisation or origin inside a sentence: ``het CAK``, ``de Belastingdienst``."""
    if origin == "opgave burger":
        return "de burger zelf"
    if origin == "CAK":
        return "het CAK"
    return f"de {origin}" if origin in _WITH_ARTICLE or origin.startswith("behandelaar") else origin


def _words(people: People, program: Program, place: Place, said: Statement | Membership) -> str:
    key, name = place
    if key == _NOBODY:
        return f"het oordeel: {name}"
    text = f"{name} van {people.formal(key)}"
    if isinstance(said, Membership):
        return text
    kind = people.kind(key)
    per_year = kind is not None and program.types[kind].attributes[name].per_year
    return f"{text}, {said.saying.start.year}" if per_year and said.saying.start is not None else text
