"""What judging the signals of a case gives. A signal flags and advises; it never changes an outcome and never ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from dsl.program import SourceRef
from engine.values import FactRef

NOT_JUDGED = "signalen niet beoordeeld, want "


class WorkerFailure(Exception):
    """The worker gave no answer. The message says why, in Dutch, to follow on "want"."""


class DurableAbsent(WorkerFailure):
    """durable_rules cannot be used on this machine."""


@dataclass(frozen=True, slots=True)
class SignalMatch:
    """The facts on which a signal rests. ``alternative`` counts from 0. ``objects``: per alias of the signal, in its order,
    the keys of the objects in the dossier; nothing for what may not exist."""

    alternative: int
    objects: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class FiredSignal:
    """A signal that stands for the object ``about`` (its key), on at least one match, with what its author wrote."""

    name: str
    regeling: str
    about: str
    severity: str
    purpose: str
    basis: str
    advice: str
    refer_to: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    certainty: str | None
    matches: tuple[SignalMatch, ...]
    status: str | None = None


@dataclass(frozen=True, slots=True)
class OpenSignal:
    """A signal that may or may not stand: which facts and answers (keys of questions) would settle it, and in ``reasons``
    what else keeps it open, in Dutch."""

    name: str
    regeling: str
    about: str
    missing: tuple[FactRef, ...]
    questions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BaselessSignal:
    """A signal that was not judged, because on the day there is no ground for using ``facts``; none of them was read."""

    name: str
    regeling: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignalReport:
    """``judged`` False: nothing is known about any signal, for the ``reason`` (it starts with :data:`NOT_JUDGED`); that is
    never the same as no signal. ``engine``: which one judged, None when none did. ``fired`` and ``open`` are sorted
    by name, then by object. ``silent_roles``: roles of which nobody said who is in them, so that signals about whoever
    may be there are not judged either. ``baseless``: signals that may not be
    judged, by name. ``note``: something about the engine that the reader should know."""

    judged: bool
    engine: Literal["durable", "python"] | None
    reason: str | None = None
    fired: tuple[FiredSignal, ...] = ()
    open: tuple[OpenSignal, ...] = ()
    silent_roles: tuple[FactRef, ...] = ()
    baseless: tuple[BaselessSignal, ...] = ()
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The report as plain data, with Dutch keys."""
        return {
            "beoordeeld": self.judged,
            "motor": self.engine,
            "reden": self.reason,
            "opmerking": self.note,
            "signalen": [_fired_json(signal) for signal in self.fired],
            "niet te beoordelen": [_open_json(signal) for signal in self.open],
            "geen grondslag": [
                {"naam": signal.name, "regeling": signal.regeling, "gegevens": list(signal.facts)}
                for signal in self.baseless
            ],
            "onbekend wie": [_fact_json(fact) for fact in self.silent_roles],
        }


def _fired_json(signal: FiredSignal) -> dict[str, Any]:
    return {
        "naam": signal.name,
        "regeling": signal.regeling,
        "over": signal.about,
        "ernst": signal.severity,
        "doel": signal.purpose,
        "grondslag": signal.basis,
        "advies": signal.advice,
        "verwijs naar": list(signal.refer_to),
        "bronnen": [{"tekst": source.text, "link": source.url} for source in signal.sources],
        "zekerheid": signal.certainty,
        "status": signal.status,
        "feiten": [{alias: list(keys) for alias, keys in match.objects} for match in signal.matches],
    }


def _open_json(signal: OpenSignal) -> dict[str, Any]:
    return {
        "naam": signal.name,
        "regeling": signal.regeling,
        "over": signal.about,
        "ontbrekende feiten": [_fact_json(fact) for fact in signal.missing],
        "vragen": list(signal.questions),
        "redenen": list(signal.reasons),
    }


def _fact_json(fact: FactRef) -> dict[str, Any]:
    return {"object": fact.obj, "feit": fact.name, "op": None if fact.at is None else fact.at.isoformat()}
