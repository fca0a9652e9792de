"""A decision as the register keeps it, and making it again: from the rules and the facts of then, to the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from engine.register.canonical import canonical_json
from engine.register.entries import Entry
from engine.register.trouble import Broken, Erased, NotFound

if TYPE_CHECKING:
    from dsl.program import Program
    from engine.case import Case
    from engine.register.register import Register

DECISION = "besluit"
MOST_DIFFERENCES = 50
_AT_ONCE = 50


class Outcome(Enum):
    """How making a decision again ended, in the words that users see."""

    SAME = "gelijk"
    DIFFERENT = "anders"
    GONE = "niet meer mogelijk"
    IMPOSSIBLE = "niet mogelijk"


@dataclass(frozen=True, slots=True)
class Difference:
    """``path``: where in the decision. ``was`` and ``now``: JSON as text (None: nothing is there)."""

    path: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Replay:
    """``why``: one Dutch sentence. ``differences``: at most MOST_DIFFERENCES of them."""

    entry: str
    outcome: Outcome
    why: str
    differences: tuple[Difference, ...] = ()


def decision_payload(
    answer: Mapping[str, Any],
    *,
    rules: str,
    version: int | None = None,
    content: Mapping[str, Any] | None = None,
    over: str | None = None,
    variants: Sequence[str] = (),
) -> dict[str, Any]:
    """What the register keeps of a decision, for :meth:`Register.record` with the dossier as its subject.

    ``answer``: as of ``decision_json``; ``rules``: as :meth:`Register.record_rules` named them; the facts are those of a ``version`` of
    the dossier, or else the ``content`` of a dossier that is not stored. ``over``: the key of the object that it is over, where the
    dossier has several of its type. ``variants``: the names that were asked for, in that order.
    """
    if (version is None) == (content is None):
        raise ValueError("a decision is made from a version of a dossier or from a content, and from one of these")
    return {
        "besluit": dict(answer),
        "regels": rules,
        "dossierversie": version,
        "feiten": None if content is None else dict(content),
        "over": over,
        "varianten": list(variants),
    }


def replay(register: Register, entry: Entry) -> Replay:
    """Never raises for what the register holds or no longer holds."""
    if entry.kind != DECISION:
        return Replay(entry.id, Outcome.IMPOSSIBLE, "Deze inschrijving is geen besluit.")
    if entry.erased:
        return _gone(entry)
    kept = entry.payload
    if not isinstance(kept, dict) or "regels" not in kept or "bewijs" not in kept.get("besluit", {}):
        return Replay(entry.id, Outcome.IMPOSSIBLE, "Bij dit besluit staat niet waarmee het is gemaakt.")
    was = kept["besluit"]
    try:
        program = register.rules_program(kept["regels"], kept["varianten"])
        content = kept["feiten"]
        if content is None:
            content = register.dossier(entry.subject or "", kept["dossierversie"]).content
    except Erased:
        return _gone(entry)
    except (NotFound, Broken) as wrong:
        return Replay(entry.id, Outcome.IMPOSSIBLE, str(wrong))
    now = _decided(program, was, content, kept["over"])
    if now is None:
        return Replay(entry.id, Outcome.IMPOSSIBLE, "Het dossier van toen is met deze regels niet meer te lezen.")
    # What was told beside the decision (an explanation, remarks about the dossier) is no part of it.
    was = {name: was.get(name) for name in now}
    if canonical_json(was) == canonical_json(now):
        return Replay(entry.id, Outcome.SAME, "Hetzelfde besluit, tot op de letter.")
    found = []
    for difference in _differences("", was, now):
        found.append(difference)
        if len(found) == MOST_DIFFERENCES:
            break
    return Replay(entry.id, Outcome.DIFFERENT, _reason(was["bewijs"], now["bewijs"]), tuple(found))


def replays(register: Register, ids: Iterable[str] | None = None) -> Iterator[Replay]:
    """Decisions made again: these, or all in the order of the register. Raises NotFound."""
    if ids is not None:
        for id_ in ids:
            yield replay(register, register.entry(id_))
        return
    page = register.entries(DECISION, limit=_AT_ONCE)
    while page:
        for entry in page:
            yield replay(register, entry)
        page = register.entries(DECISION, after=page[-1].id, limit=_AT_ONCE)


def _gone(entry: Entry) -> Replay:
    return Replay(entry.id, Outcome.GONE, "Niet meer mogelijk: de gegevens van dit dossier zijn gewist.")


def _decided(program: Program, was: Mapping[str, Any], content: Mapping[str, Any], over: str | None) -> Any:
    from engine.case import Moment
    from engine.decide import decide
    from engine.decision_json import decision_json
    from engine.signals import judge

    if was["besluit"] not in program.decisions:
        return None
    known = _day(was["bekend op"]), was["bekend bij"]
    case = _case(program, was["besluit"], content, over, *known)
    if case is None:
        return None
    moment = Moment(date.fromisoformat(was["rekendatum"]), _day(was["verzonden op"]), *known)
    decision = decide(program, was["besluit"], case, moment)
    signals = was.get("signalen")
    if signals is not None:
        decision = judge(decision, program, case, moment, motor="python" if signals["motor"] == "python" else "auto")
    return decision_json(decision, program, case)


def _case(
    program: Program, besluit: str, content: Mapping[str, Any], over: str | None, on: date | None, by: str | None
) -> Case | None:
    from engine.dossier import CaseLoader

    loader, text = CaseLoader(program), canonical_json(content).decode()
    if over is None:
        loaded, _ = loader.load(besluit, text, "dossier")
        view = None if loaded is None else loaded.as_known(on, by)
        return None if view is None else view.case
    dossier, _ = loader.open(text, "dossier")
    known = None if dossier is None else dossier.as_known(on, by)
    root = None if known is None else known.objects.get(over)
    return None if known is None or root is None else known.case(root)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _reason(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What in the receipt explains that a decision came out otherwise."""
    if was.get("feiten") != now.get("feiten"):
        return "De feiten zijn niet die waarmee dit besluit is gemaakt."
    if was.get("versie") != now.get("versie"):
        return (
            f"Het besluit is met versie {was.get('versie')} van het programma gemaakt, en nu met {now.get('versie')}."
        )
    if was.get("programma") != now.get("programma"):
        return "Dit programma maakt van dezelfde regels iets anders dan toen."
    if was.get("uitkomst") != now.get("uitkomst"):
        return "Het besluit komt nu anders uit."
    return "De uitkomst is dezelfde, de toelichting niet."


def _differences(path: str, was: Any, now: Any) -> Iterator[Difference]:
    if isinstance(was, dict) and isinstance(now, dict):
        for name in sorted({*was, *now}):
            yield from _differences(f"{path}/{name}", was.get(name), now.get(name))
    elif isinstance(was, list) and isinstance(now, list):
        for place in range(max(len(was), len(now))):
            yield from _differences(
                f"{path}/{place}",
                was[place] if place < len(was) else None,
                now[place] if place < len(now) else None,
            )
    elif was != now:
        yield Difference(path, _shown(was), _shown(now))


def _shown(value: Any) -> str | None:
    return None if value is None else canonical_json(value).decode()[:200]
