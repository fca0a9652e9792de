"""Answers that follow a case through time: a besluit over a period, and where a traject is."""

from __future__ import annotations

from datetime import date
from typing import Any

from dsl.diagnostics import diagnose
from dsl.program import TrajectInfo
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean, suggest
from engine.time.effect import known_by
from engine.time.timeline import TooManyDecisionsError
from engine.time.timeline import timeline as timeline_of
from engine.time.timeline_json import timeline_json
from engine.trajecten import replay
from engine.trajecten.ics import calendar_file
from engine.trajecten.result_json import traject_json
from engine.trajecten.subject import subject_of
from workbench.service.asked import Asked, Content, Period, checked_period, open_asked, open_dossier
from workbench.service.law import Law, slug
from workbench.service.problems import RefusedError, wrong_at

Answer = dict[str, Any]
MOST_IDS = 10


def timeline(law: Law, asked: Asked, period: Period) -> Answer:
    """The besluit over a period: what holds from when to when, with the reason of each change."""
    if wrongs := checked_period(period):
        raise RefusedError(wrongs)
    opened = open_asked(law, asked, period[0])
    moment = opened.moment
    view = (moment.bekend_op, moment.bekend_bij)
    known = known_by(opened.dossier, moment.bekend_bij)
    try:
        told = timeline_of(law.program, opened.info.name, opened.case, *period, moment.verzonden_op, known, view)
    except TooManyDecisionsError:
        raise RefusedError([wrong_at(diagnose("TS823", NOWHERE, besluit=opened.info.name), "/tot")]) from None
    return timeline_json(law.program, told)


def traject(law: Law, name: str, content: Content, on: date | None, over: str | None) -> Answer:
    """The state of a traject on a day, the way to it and what falls due; under ``agenda`` the dates as iCalendar text."""
    info = _traject(law, name)
    dossier, _ = open_dossier(law, content)
    day = on or dossier.rekendatum
    if day is None:
        remedy = "Geef 'rekendatum', als veld of in het dossier."
        raise RefusedError([wrong_at(diagnose("TS808", NOWHERE, remedy=remedy), "/rekendatum")])
    subject = subject_of(info, dossier, over)
    if isinstance(subject, int):
        ids = [key for key, obj in dossier.objects.items() if obj.type == info.over][:MOST_IDS]
        choose = f"Kies bij 'over' uit: {', '.join(ids)}." if ids else None
        code = "TS523" if ids else "TS524"
        found = diagnose(code, NOWHERE, remedy=choose, besluit=info.name, name=info.over, count=subject)
        raise RefusedError([wrong_at(found, "/over" if ids else "/dossier")])
    case = dossier.case(subject)
    result = replay(law.program, info.name, case, day)
    return traject_json(result, law.program, case) | {"agenda": calendar_file(result)}


def _traject(law: Law, name: str) -> TrajectInfo:
    """By its name, that in an address, or the regeling that has no other."""
    known = law.program.trajecten
    wanted = slug(name)
    own = [one for one in known.values() if slug(one.name) == wanted]
    of_regeling = [one for one in known.values() if slug(one.regeling) == wanted]
    if own or len(of_regeling) == 1:
        return (own or of_regeling)[0]
    hint = did_you_mean([one.name for one in of_regeling] or suggest(name, known))
    raise RefusedError([wrong_at(diagnose("TS812", NOWHERE, name=name[:80], remedy=hint or None), "/traject")])
