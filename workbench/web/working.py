"""What the pages have worked out by the processes that decide, within the time that the API has too.

Each is a function of the law and a question that goes to another process: nothing here knows of requests, pages or the register.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal

from dsl.cache import Rules
from dsl.program import DecisionInfo
from engine.case import Case, Moment
from engine.decide import decide
from engine.decision import Decision, Status
from engine.difference.knowledge import NotThereError, knowledge_change
from engine.dossier import Dossier
from engine.dossier.words import value_words
from engine.everything import Decided, Overview, decide_everything, is_right, viewpoint
from engine.explain.overview_nl import head_of, row_of
from engine.explain.people import People
from engine.explain.tree import Explanation, Section
from engine.explain.whynot_nl import explain_why_not
from engine.revision.revise import Row, revise
from engine.revision.sent import History
from engine.revision.words import explain_revision
from engine.scenarios.programs import Programs
from engine.scenarios.run import ScenarioResult, load_files, run_suite
from engine.scenarios.writing import NoScenarioError, scenario_text, wrong_with
from engine.signals import judge
from engine.time.amounts import Amount, amounts_of, money_outcome, whole_months
from engine.time.effect import known_by
from engine.time.timeline import TooManyDecisionsError, timeline
from engine.time.words import explain_timeline
from engine.whatif.changed import Change, Place, with_changes
from engine.whatif.nearest import TooManyLooksError
from engine.whatif.smallest import CannotLookError, smallest_change
from engine.whatif.words import describe_smallest
from engine.whynot import why_not
from workbench.service.law import Law
from workbench.web.places import Places

TooMany = Literal["te veel momenten"]
TOO_MANY: TooMany = "te veel momenten"
"""A period with more days to decide on than there is time for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A besluit about an object (by its key) of a dossier (its text), on a day; ``known`` and ``by``: as known on a day to an
    organisation."""

    text: str
    besluit: str
    over: str
    moment: Moment
    known: date | None
    by: str | None

    def dossier(self, law: Law) -> Dossier:
        """All of the dossier, whoever knew it."""
        return _opened(law, self.text)

    def view(self, law: Law) -> tuple[Dossier, Case]:
        """The dossier as it was known, and the case in it."""
        view = self.dossier(law).as_known(self.known, self.by)
        return view, view.case(next(one for one in view.objects_for(self.info(law)) if one.key == self.over))

    def info(self, law: Law) -> DecisionInfo:
        return law.program.decisions[self.besluit]


def _opened(law: Law, text: str) -> Dossier:
    dossier, _ = law.loader.open(text, "dossier")
    assert dossier is not None  # who asks has read it already
    return dossier


def taken(law: Law, question: Question, ordered: bool) -> Decision:
    """The besluit with its signals; ``ordered``: with what is missing in the order of asking, which takes longer than deciding."""
    _, case = question.view(law)
    decision = decide(law.program, question.besluit, case, question.moment, ordered=ordered)
    return judge(decision, law.program, case, question.moment, motor="python")


def changed(law: Law, question: Question, changes: Sequence[Change]) -> Decision:
    """The besluit with other facts."""
    _, case = question.view(law)
    return decide(law.program, question.besluit, with_changes(case, changes), question.moment, ordered=False)


_NO_SMALLEST = {
    "geen getal of datum": "Dit gegeven is geen getal of datum.",
    "niet bekend": "Dit gegeven is nog niet bekend.",
    "uitkomst staat niet vast": "De uitkomst van nu staat nog niet vast.",
    "geen grenzen": "De regels geven dit gegeven geen grenzen.",
}


def smallest(law: Law, question: Question, place: Place) -> str:
    """The nearest value of one fact that gives another outcome, in a sentence."""
    _, case = question.view(law)
    try:
        found = smallest_change(law.program, question.besluit, case, question.moment, place)
    except CannotLookError as wrong:
        return _NO_SMALLEST[wrong.why]
    except TooManyLooksError:
        return "De uitkomst hangt te grillig van dit gegeven af om de kleinste verandering te vinden."
    return describe_smallest(law.program, case, found)


def why(law: Law, question: Question, wanted: str) -> Explanation:
    """Why a rule or rechtsstatus is not so."""
    _, case = question.view(law)
    return explain_why_not(why_not(law.program, question.besluit, case, question.moment, wanted))


@dataclass(frozen=True, slots=True)
class Course:
    """A besluit over a period: the amounts of its money outcome, where it has one, and the changes with their reasons."""

    amounts: tuple[Amount, ...]
    sections: tuple[Section, ...]


def course(law: Law, question: Question, start: date, end: date) -> Course | TooMany:
    view, case = question.view(law)
    info, moment = question.info(law), question.moment
    outcome = money_outcome(info)
    if outcome is not None:
        start, end = whole_months(info, start, end)
    known = known_by(view, moment.bekend_bij)
    seen = moment.bekend_op, moment.bekend_bij
    try:
        told = timeline(law.program, info.name, case, start, end, moment.verzonden_op, known, seen)
    except TooManyDecisionsError:
        return TOO_MANY
    sections = explain_timeline(law.program, told, True).sections
    return Course(() if outcome is None else amounts_of(told, outcome), sections)


@dataclass(frozen=True, slots=True)
class Revised:
    """The periods of a herziening, and what made the difference."""

    rows: tuple[Row, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """What a herziening sets beside each other: what was known on two days (``words`` in the explanation), over a period, sent on a day."""

    start: date
    end: date
    then: date
    now: date
    by: str | None
    sent: date
    words: tuple[str, str]


NotKnownYet = Literal["toen nog niet bekend"]
NOT_KNOWN: NotKnownYet = "toen nog niet bekend"


def revised(law: Law, question: Question, between: Between) -> Revised | TooMany | NotKnownYet:
    dossier = question.dossier(law)
    try:
        change = knowledge_change(law.program, dossier, question.over, between.then, between.now, between.by)
        history = History(dossier.history, question.over).known(between.then)
        found = revise(change, question.besluit, between.start, between.end, between.sent, history)
    except NotThereError:
        return NOT_KNOWN
    except TooManyDecisionsError:
        return TOO_MANY
    explanation = explain_revision(found, *between.words, "behandelaar")
    return Revised(found.rows, tuple(one for one in explanation.sections if one.heading != "Per periode"))


def scenario_of(law: Law, question: Question, changes: Sequence[Change], number: str) -> tuple[str | None, str]:
    """The besluit as a scenario, with other facts where there are ``changes``; or None and why there is none. ``number``: what stands
    for the case."""
    _, case = question.view(law)
    decision = decide(law.program, question.besluit, with_changes(case, changes), question.moment, ordered=False)
    places = Places(law.loader.vocabulary, json.loads(question.text))
    other = ", met andere feiten" if changes else ""
    try:
        for change in changes:
            place = change.place
            assert isinstance(change.value, Fraction | date | str | bool)
            places.replace_fact(place.obj, place.attr, value_words(place.attr.type, change.value), place.year)
        text = scenario_text(
            law.program,
            decision,
            places.content,
            question.over,
            id=f"zaak-{number}",
            name=f"naar een zaak{other}: {decision.besluit}",
            source=f"zaak {number}{other}",
        )
    except KeyError:
        return None, "wat anders is, gaat over iemand die het dossier niet los noemt"
    except NoScenarioError as wrong:
        return None, str(wrong)
    return text, ""


def scenario_faults(law: Law, text: str) -> list[str]:
    """Why a text is no file with one scenario that passes; nothing when it is."""
    return wrong_with(law.program, text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a suite came to. ``covered``: per regeling how many rules, deviations and table rows it used, of how many; ``never`` what
    of these no scenario of this file used. A suite of a ``variant`` runs under the law with that variant, and covers none of the law
    itself."""

    variant: str | None
    results: tuple[ScenarioResult, ...]
    findings: tuple[str, ...]
    covered: tuple[tuple[str, str, str, str], ...]
    never: tuple[str, ...]

    @property
    def failed(self) -> int:
        return sum(not one.passed for one in self.results)


def suite_outcome(law: Law, path: Path) -> Outcome:
    """Run the scenarios of a file."""
    rules = Rules.of(law.files)
    programs = Programs(lambda name: rules.program((name,)))
    files, _ = load_files(law.program, [path], programs)
    suite = run_suite(law.program, [path], programs=programs)
    return Outcome(
        next((file.variant for file in files), None),
        suite.results,
        tuple(one.cause for one in suite.diagnostics),
        tuple((one.regeling, _share(one.rules), _share(one.deviations), _share(one.rows)) for one in suite.coverage),
        tuple(f"{never.words} ({one.regeling})" for one in suite.coverage for never in one.never),
    )


def _share(pair: tuple[int, int]) -> str:
    return f"{pair[0]} van {pair[1]}"


@dataclass(frozen=True, slots=True)
class Line:
    """One besluit that a dossier says something about; ``over``: the key of its object, None where there is one only. ``trouble``: what
    went wrong, where something did."""

    besluit: str
    regeling: str
    head: str
    over: str | None
    status: Status
    words: str
    outcomes: tuple[tuple[str, str], ...]
    missing: int
    asked: str | None
    trouble: str | None
    claimed: bool


def overview(law: Law, text: str, day: date, everything: bool) -> tuple[Line, ...]:
    """Every besluit that the dossier says something about, or only those that were asked for."""
    dossier, program = _opened(law, text), law.program
    moment = Moment(day, dossier.verzonden_op)
    found = decide_everything(program, dossier, moment) if everything else _asked_for(law, dossier, moment)
    names = None if found.viewpoint is None else People(program, found.viewpoint)
    lines = []
    for one in found.decided:
        row, key = row_of(program, one, formal=True), one.case.root.key
        lines.append(
            Line(
                one.info.name,
                one.info.regeling,
                head_of(one.info, key, one.others, names, True),
                key if one.others > 1 else None,
                one.decision.status,
                row.status,
                row.outcomes,
                row.missing,
                row.question,
                next((it.text for it in one.decision.findings), None) if one.decision.status is Status.FOUT else None,
                bool(one.claimed),
            )
        )
    return tuple(lines)


def _asked_for(law: Law, dossier: Dossier, moment: Moment) -> Overview:
    found = []
    for name in sorted(dossier.claimed or ()):
        info = law.program.decisions[name]
        over = dossier.objects_for(info)
        for root in over:
            case = dossier.case(root)
            decision = decide(law.program, name, case, moment, ordered=False)
            found.append(Decided(info, case, decision, is_right(info, decision), True, len(over)))
    return Overview(tuple(found), (), viewpoint(dossier))
