"""The maatwerk signals of a case for the case handler: what stands, on what, with what advice; never an outcome."""

from __future__ import annotations

from itertools import groupby

from engine.explain.questions import question
from engine.explain.tree import Part
from engine.explain.values_nl import capital, enumeration, sentence
from engine.explain.words import Words
from engine.signals.outcome import FiredSignal, OpenSignal, SignalReport

MANY = 5
ENGINES = {"durable": "durable_rules", "python": "de eigen motor in Python"}


def signal_parts(words: Words, report: SignalReport) -> tuple[Part, ...]:
    """The signals that stand, those that may stand, and what was not judged. Not judged is never the same as none."""
    if not report.judged:
        return (Part("melding", sentence(report.reason or "signalen niet beoordeeld")),)
    parts = [_fired(words, signal) for signal in report.fired]
    for about, still_open in groupby(sorted(report.open, key=lambda one: one.about), key=lambda one: one.about):
        parts += _still_open(words, about, list(still_open))
    parts += [
        Part("melding", f'Signaal "{signal.name}": niet beoordeeld, geen grondslag voor {enumeration(signal.facts)}')
        for signal in report.baseless
    ]
    parts += [
        Part("vraag", f"Niet beoordeeld voor wie niet in het dossier staat: {question(words, fact) or fact.name}")
        for fact in report.silent_roles
    ]
    if not parts:
        parts = [Part("melding", "Er staan geen signalen.")]
    if report.engine is not None:
        parts.append(Part("melding", "beoordeeld door", ENGINES[report.engine]))
    if report.note:
        parts.append(Part("melding", sentence(report.note)))
    return tuple(parts)


def _fired(words: Words, signal: FiredSignal) -> Part:
    below = [Part("melding", sentence(signal.advice))]
    if signal.refer_to:
        below.append(Part("melding", "verwijs naar", enumeration(signal.refer_to)))
    below.append(Part("melding", "grondslag", signal.basis))
    if signal.certainty and signal.certainty != "hoog":
        below.append(Part("melding", "zekerheid", signal.certainty))
    if signal.status is not None:
        below.append(Part("melding", "status", signal.status))
    for match in signal.matches:
        for alias, keys in match.objects:
            named = enumeration([words.people.formal(key) for key in keys])
            if named:
                below.append(Part("feit", f"op grond van {alias}", named))
    about = words.people.formal(signal.about)
    head = f'Signaal "{signal.name}" voor {about} (ernst {signal.severity}, doel {signal.purpose})'
    return Part("melding", head, sources=signal.sources, children=tuple(below))


def _still_open(words: Words, about: str, signals: list[OpenSignal]) -> list[Part]:
    """Each on its own, unless there are so many that nobody would read them: then what they need together."""
    if len(signals) <= MANY:
        return [_open(words, signal) for signal in signals]
    needed = enumeration(sorted({fact.name for signal in signals for fact in signal.missing}))
    head = f"{len(signals)} signalen voor {words.people.formal(about)}: nog niet te beoordelen; nodig: {needed}"
    below = [Part("melding", sentence(capital(enumeration([signal.name for signal in signals]))))]
    below += [
        Part("vraag", f"te beoordelen: {key}") for key in sorted({key for one in signals for key in one.questions})
    ]
    below += [
        Part("melding", sentence(capital(text))) for text in sorted({text for one in signals for text in one.reasons})
    ]
    return [Part("melding", head, children=tuple(below))]


def _open(words: Words, signal: OpenSignal) -> Part:
    needed = enumeration([fact.name for fact in signal.missing])
    below = [Part("vraag", f"te beoordelen: {key}") for key in signal.questions]
    below += [Part("melding", sentence(capital(reason))) for reason in signal.reasons]
    about = words.people.formal(signal.about)
    text = f'Signaal "{signal.name}" voor {about}: nog niet te beoordelen' + (f"; nodig: {needed}" if needed else "")
    return Part("melding", text, children=tuple(below))
