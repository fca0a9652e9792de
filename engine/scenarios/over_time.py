"""Hold a besluit over a period, and a herziening of it, against what a scenario expects."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dsl.notation import format_date
from dsl.program import Program
from engine.case import Moment
from engine.difference.knowledge import NotThereError, knowledge_change
from engine.dossier.loader import LoadedCase
from engine.dossier.vocabulary import folded
from engine.explain.tree import Part
from engine.explain.values_nl import enumeration, euro_text, signed_text
from engine.general import Run
from engine.revision.revise import NoAmountError, Revision, revise
from engine.revision.sent import History
from engine.revision.windows import Window, short_name
from engine.scenarios.compare import differences
from engine.scenarios.coverage import Seen, seen_in
from engine.scenarios.differences import Difference, listed, set_differences
from engine.scenarios.model import Intermediate, RevisionExpected, StretchExpected, TimelineScenario
from engine.time.effect import known_by
from engine.time.timeline import Stretch, Timeline, TooManyDecisionsError, timeline
from engine.time.words import explain_timeline
from engine.values import Value

_WHY = 12


def timeline_differences(
    scenario: TimelineScenario, program: Program
) -> tuple[list[Difference], tuple[str, ...], Seen]:
    """In what a timeline, and its herziening, differ from what is expected, with lines that say what came, and what it has shown."""
    try:
        told = _told(scenario, program)
    except NotThereError:
        return [Difference("tijdlijn", "een besluit", "dan was nog niets bekend")], (), Seen()
    except TooManyDecisionsError:
        return [Difference("tijdlijn", "een besluit", "het besluit verandert te vaak")], (), Seen()
    _, shown = explain_timeline(program, told, formal=True).sections
    found = list(_stretches(scenario, program, told, shown.parts))
    why = [line for part in shown.parts for line in _lines(part)] if found else []
    seen = _seen(program, told)
    if scenario.revision is not None:
        try:
            revision = _revised(scenario, scenario.revision, program)
        except (NotThereError, NoAmountError):
            return [*found, Difference("herziening", "een herziening", "er is niets te herzien")], tuple(why), seen
        found += _of_revision(scenario.revision, revision)
        seen |= _seen(program, revision.old) | _seen(program, revision.new)
    more = len(why) - _WHY
    return found, tuple(why if more <= 0 else [*why[:_WHY], f"en nog {more} regels"]), seen


def _by(scenario: TimelineScenario, program: Program) -> str | None:
    """The organisation of which the knowledge counts: the one named, or the executor where the facts tell who knew."""
    dossier = scenario.loaded.dossier
    tells = dossier is not None and dossier.tells_who_knew
    return scenario.by or (program.decisions[scenario.besluit].executor if tells else None)


def _told(scenario: TimelineScenario, program: Program) -> Timeline:
    view: LoadedCase | None = scenario.loaded.as_known(scenario.known, _by(scenario, program))
    if view is None:
        raise NotThereError(scenario.besluit)
    known = None if view.dossier is None else known_by(view.dossier, _by(scenario, program))
    return timeline(program, scenario.besluit, view.case, scenario.start, scenario.end, scenario.sent, known)


def _seen(program: Program, told: Timeline) -> Seen:
    seen = Seen()
    for stretch in told.stretches:
        seen |= seen_in(program, stretch.decision)
    return seen


# --- stretches ----------------------------------------------------------------------------------------------------


def _stretches(
    scenario: TimelineScenario, program: Program, told: Timeline, shown: tuple[Part, ...]
) -> Iterator[Difference]:
    wanted = [(one.start, one.end) for one in scenario.stretches]
    actual = [(one.start, one.end) for one in told.stretches]
    if wanted != actual:
        yield Difference("stukken", listed([*map(_days, wanted)]), listed([*map(_days, actual)]))
    came = dict(zip(actual, zip(told.stretches, shown, strict=True), strict=True))
    for expected in scenario.stretches:
        if (expected.start, expected.end) in came:
            stretch, part = came[expected.start, expected.end]
            yield from _stretch(scenario, program, told, expected, stretch, part)


def _stretch(
    scenario: TimelineScenario,
    program: Program,
    told: Timeline,
    expected: StretchExpected,
    stretch: Stretch,
    part: Part,
) -> Iterator[Difference]:
    def value_of(item: Intermediate) -> Value:
        root = program.definitions[item.attr.owner, item.attr.name].root
        return Run(program, told.case, Moment(stretch.decision.rekendatum, scenario.sent)).value(root, (item.obj,))

    since = format_date(stretch.start)
    for item in differences(expected.expected, told.case, stretch.decision, program, value_of):
        yield Difference(f"vanaf {since}, {item.what}", item.expected, item.actual)
    reasons = [child.text for child in part.children]
    for words in expected.reasons or ():
        if not any(folded(words) in folded(reason) for reason in reasons):
            yield Difference(f"vanaf {since}, redenen", words, listed(reasons))


def _days(days: tuple[object, ...]) -> str:
    return " t/m ".join(format_date(day) for day in days)  # type: ignore[arg-type]


def _lines(part: Part) -> Iterator[str]:
    yield f"{part.text}: {part.value}"
    for child in part.children:
        yield f"    {child.text}"


# --- herziening ---------------------------------------------------------------------------------------------------


def _revised(scenario: TimelineScenario, expected: RevisionExpected, program: Program) -> Revision:
    dossier = scenario.loaded.dossier
    assert dossier is not None
    over = scenario.loaded.case.root.key
    change = knowledge_change(program, dossier, over, expected.then, expected.now, _by(scenario, program))
    history = History(dossier.history, over).known(expected.then)
    return revise(change, scenario.besluit, scenario.start, scenario.end, expected.sent, history)


def _of_revision(expected: RevisionExpected, revision: Revision) -> Iterator[Difference]:
    came: dict[str, Fraction] = {}
    for one in revision.settled:
        name = short_name(one.window.words)
        came[name] = came.get(name, Fraction(0)) + abs(one.total)
    wanted = dict(expected.amounts)
    for name in {**wanted, **came}:
        if wanted.get(name, Fraction(0)) != came.get(name, Fraction(0)):
            yield Difference(f"herziening, {name}", _euro(wanted.get(name)), _euro(came.get(name)))
    for what, pair, actual in (
        ("buiten de termijn", expected.too_late, revision.too_late),
        ("niet vast te stellen", expected.undecided, revision.undecided),
    ):
        # Without a word about it there must be nothing of the kind.
        more, less = pair or (Fraction(0), Fraction(0))
        if (more, -less) != actual:
            yield Difference(f"herziening, {what}", _pair(more, less), _pair(actual[0], -actual[1]))
    if (expected.open_periods or 0) != revision.open_periods:
        counts = str(expected.open_periods or 0), str(revision.open_periods)
        yield Difference("herziening, open perioden", *counts)
    if expected.windows is not None:
        actual_windows = [(_window(one),) for one in revision.windows]
        yield from set_differences("herziening, termijnen", expected.windows, actual_windows)
    if expected.causes is not None:
        yield from _causes(expected.causes, revision)


def _window(window: Window) -> str:
    if window.since is not None:
        return f"{window.kind} vanaf {format_date(window.since)}"
    return f"{window.kind}: {'er ontbreekt een feit' if window.missing else 'dat beoordeelt een mens'}"


def _causes(expected: tuple[tuple[str, Fraction], ...], revision: Revision) -> Iterator[Difference]:
    """Every cause with a part of the difference must be named, by words that it has, with that part."""
    names = {cause.key: cause.words for cause in revision.change.causes}
    shares = () if revision.division is None else revision.division.shares
    came = [(enumeration([names[key] for key in share.causes]), share.rounded) for share in shares if share.exact]
    left = list(came)
    for words, amount in expected:
        match = next((one for one in left if folded(words) in folded(one[0]) and one[1] == amount), None)
        if match is None:
            break
        left.remove(match)
    else:
        if not left:
            return
    shown = [[f"{words}: {_signed(amount)}" for words, amount in pairs] for pairs in (expected, came)]
    yield Difference("herziening, oorzaken", listed(shown[0]), listed(shown[1]))


def _euro(amount: Fraction | None) -> str:
    return euro_text(amount) if amount else "niets"


def _pair(more: Fraction, less: Fraction) -> str:
    return f"{_euro(more)} meer, {_euro(less)} minder"


def _signed(amount: Fraction) -> str:
    """As it is written in a scenario: without a plus."""
    return signed_text(amount).removeprefix("+")
