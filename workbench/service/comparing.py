"""Answers that set one besluit beside another: with other facts, or with what was known before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsl.diagnostics import diagnose
from dsl.notation import format_date
from dsl.source import NOWHERE
from engine.difference.knowledge import NotThereError, knowledge_change
from engine.explain import Level
from engine.revision.revise import NoAmountError, revise
from engine.revision.revision_json import revision_json
from engine.revision.sent import History
from engine.revision.words import describe_revision
from engine.time.timeline import TooManyDecisionsError
from engine.whatif.changed import Change, find_place, read_change
from engine.whatif.nearest import TooManyLooksError
from engine.whatif.smallest import CannotLookError, smallest_change
from engine.whatif.words import describe_smallest, describe_what_if, is_private, place_text
from workbench.service.asked import Asked, Content, Period, checked_period, loaded_case, open_asked
from workbench.service.law import Law
from workbench.service.problems import RefusedError, Wrong, wrong_at

Answer = dict[str, Any]

WHY_NOT_SMALLEST = {
    "geen getal of datum": "dit feit is geen getal of datum",
    "niet bekend": "het dossier geeft dit feit niet als een vaste waarde",
    "uitkomst staat niet vast": "de uitkomst van nu staat nog niet vast",
    "geen grenzen": "de regels geven dit feit geen grenzen ('ligt tussen')",
}


def what_if(law: Law, asked: Asked, facts: Sequence[str], level: Level) -> Answer:
    """The besluit with other facts beside the one as it is. A fact reads ``inkomen van de cliënt in 2024 = € 20.000``."""
    opened = open_asked(law, asked)
    changes: list[Change] = []
    wrongs: list[Wrong] = []
    for number, text in enumerate(facts):
        change, found = read_change(law.program, opened.case, text)
        wrongs += [wrong_at(one, f"/feiten/{number}") for one in found]
        if change is None:
            continue
        if any(one.place == change.place for one in changes):
            name = place_text(law.program, opened.case, change.place)
            wrongs.append(wrong_at(diagnose("TS833", NOWHERE, name=name), f"/feiten/{number}"))
        changes.append(change)
    if wrongs:
        raise RefusedError(wrongs)
    told = describe_what_if(law.program, opened.info.name, opened.case, opened.moment, changes, level, "json")
    return {"uitleg": json.loads(told)}


def smallest(law: Law, asked: Asked, fact: str, only_status: bool, level: Level) -> Answer:
    """The smallest change of one fact that makes the outcome another one, in one sentence."""
    opened = open_asked(law, asked)
    place, found = find_place(law.program, opened.case, fact)
    if place is None:
        raise RefusedError(wrong_at(one, "/feit") for one in found)
    formal = level != "burger"
    if not formal and is_private(law.program, opened.case, place):
        remedy = "Kies het niveau behandelaar, of een gegeven van de burger zelf."
        raise RefusedError([wrong_at(diagnose("TS835", NOWHERE, name=place.attr.name, remedy=remedy), "/feit")])
    try:
        nearest = smallest_change(
            law.program, opened.info.name, opened.case, opened.moment, place, only_status=only_status
        )
    except CannotLookError as wrong:
        why = WHY_NOT_SMALLEST[wrong.why]
    except TooManyLooksError:
        why = "de uitkomst hangt te grillig van dit feit af"
    else:
        return {"tekst": describe_smallest(law.program, opened.case, nearest, formal)}
    raise RefusedError([wrong_at(diagnose("TS831", NOWHERE, why=why), "/feit")])


@dataclass(frozen=True, slots=True)
class Revision:
    """A herziening to make: of a period, what was known on ``then`` against what is known on ``now`` to ``by``."""

    besluit: str
    dossier: Content
    period: Period
    then: date
    now: date
    sent: date | None
    by: str | None
    subject: str | None = None


def revise_asked(law: Law, asked: Revision, level: Level) -> Answer:
    """What the besluit was and what it is now that more is known, with what made the difference and what may still be set right."""
    info = law.besluit(asked.besluit)
    wrongs = checked_period(asked.period)
    if asked.now < asked.then:
        then, now = format_date(asked.then), format_date(asked.now)
        remedy = "Zet bij 'toen' de vroegste van de twee dagen."
        wrongs.append(wrong_at(diagnose("TS825", NOWHERE, then=then, now=now, remedy=remedy), "/nu"))
    if wrongs:
        raise RefusedError(wrongs)
    loaded, _ = loaded_case(law, info, asked.dossier)
    assert loaded.dossier is not None
    dossier, over = loaded.dossier, loaded.case.root.key
    by = asked.by or (info.executor if dossier.tells_who_knew else None)
    try:
        change = knowledge_change(law.program, dossier, over, asked.then, asked.now, by)
        history = History(dossier.history, over).known(asked.then)
        revision = revise(change, info.name, *asked.period, asked.sent or asked.now, history)
    except NotThereError:
        found = diagnose("TS524", NOWHERE, besluit=info.name, name=info.over, count=0)
    except NoAmountError:
        found = diagnose("TS824", NOWHERE, besluit=info.name)
    except TooManyDecisionsError:
        found = diagnose("TS823", NOWHERE, besluit=info.name)
    else:
        then, now = (f"wat op {format_date(day, words=True)} bekend was" for day in (asked.then, asked.now))
        shown: Level = "burger" if level == "burger" else "behandelaar"
        told = json.loads(describe_revision(revision, then, now, shown, "json"))
        return revision_json(revision) | {"uitleg": told}
    raise RefusedError([wrong_at(found, "/dossier")])
