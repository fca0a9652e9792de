"""One evaluation of a case in durable_rules. The only module that touches that library; it runs in the worker process.

The guards B1 to B13 are explained in engine.signals.durable_form. Those that are about what is done, rather than about
what is handed in, are kept here: whatever the engine cannot be trusted with is refused before it reaches it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NoReturn

import durable_rules_engine
from durable import engine

from engine.signals.durable_form import (
    CLOSING,
    CLOSING_ALIAS,
    DOSSIER,
    KIND,
    NOT,
    PERSON,
    Definition,
    GuardError,
    check_definition,
    check_facts,
)
from engine.signals.form import Match

SESSION = "1"
MAX_SECONDS = 5.0
"""Half of the ten seconds after which an action wedges its session."""

_NOT_HANDLED, _OBSERVED = 1, 2
_quoted = lru_cache(maxsize=4096)(
    json.JSONEncoder(ensure_ascii=False).encode
)  # names and ids of one case are those of the next


def text_of(fact: Mapping[str, int | str]) -> str:
    """A fact as JSON. A general encoder takes three times as long, for what a fact never has."""
    return "{" + ",".join([f"{_quoted(name)}:{_written(value)}" for name, value in fact.items()]) + "}"


def _written(value: int | str) -> str:
    if value.__class__ is int:
        return str(value)
    return _quoted(value)


Collect = Callable[[str, Mapping[str, Mapping[str, Any]]], None]
"""What is done when a rule fires: with its name, and the fact per alias."""


def _refused(guard: str, why: str) -> Any:
    def refuse(self: object, *args: object, **options: object) -> NoReturn:
        raise GuardError(guard, why)

    return refuse


class QuietHost(engine.Host):  # type: ignore[misc]
    """A host without threads that can only assert one fact at a time, in one session.

    It asks the engine itself (its C module) for what fired, and does not go through the library's own running of actions: that
    wraps each in objects, keeps its exceptions for itself, watches the clock and asserts the state again after it, which takes
    twice the time of the engine and is where B8, B9 and B10 come from."""

    def __init__(self) -> None:
        super().__init__()
        self.started = False
        self.collect: Collect | None = None

    def _run(self) -> None:
        """Nothing: no dispatch in the background."""

    def begin(self) -> None:
        if self.started:
            raise GuardError("B5", "er is al een dossier in behandeling")

    def assert_fact(self, ruleset_name: str, fact: Any, complete: Any = None) -> Any:
        if isinstance(fact, list):
            raise GuardError("B6", "een fout getal in een groep feiten neemt de rest mee")
        if fact.get("sid") != SESSION:
            raise GuardError("B5", "een tweede dossier kan met het eerste verward worden")
        if not self.started and fact.get(KIND) != DOSSIER:
            raise GuardError("B1", "het eerste feit is niet het dossier")
        before = time.monotonic()
        handle = self.get_ruleset(ruleset_name)._handle
        result, state = durable_rules_engine.assert_fact(handle, text_of(fact))
        if result == _OBSERVED:
            raise GuardError("B5", f"feit {fact.get('id')} is al eerder gegeven")
        if result == _NOT_HANDLED:
            if not self.started:
                raise GuardError("B1", "het dossier deed geen regel afgaan")
            return
        self._act(handle, state)
        if not self.started:
            raise GuardError("B1", "het dossier deed geen regel afgaan")
        if time.monotonic() - before > MAX_SECONDS:
            raise GuardError("B9", "een actie duurde zo lang dat latere feiten verloren kunnen gaan")

    def _act(self, handle: int, state: int) -> None:
        """Collect what fired, one by one."""
        first = durable_rules_engine.start_action_for_state(handle, state)
        message = None if first is None else first[1]
        while message is not None:
            self.started = True
            ((rule, bound),) = json.loads(message).items()
            if self.collect is not None:
                try:
                    self.collect(rule, bound)
                except Exception as error:
                    raise GuardError("B10", f"een actie mislukte: {error}") from error
            message = durable_rules_engine.complete_and_start_action(handle, state)

    def delete_state(self, ruleset_name: str, sid: str | None = None) -> None:
        if not self.started:
            raise GuardError("B1", "een dossier zonder begonnen actie kan niet gesloten worden")
        self.started = False
        super().delete_state(ruleset_name, sid)

    assert_facts = _refused("B7", "een groep feiten wordt niet betrouwbaar verwerkt")
    retract_fact = _refused("B3", "een feit intrekken kan het programma beëindigen")
    retract_facts = _refused("B3", "een feit intrekken kan het programma beëindigen")
    post = _refused("B13", "een gebeurtenis kan blijven liggen en later afgaan")
    post_batch = _refused("B13", "een gebeurtenis kan blijven liggen en later afgaan")
    update_state = _refused("B13", "een toestand wordt niet bijgehouden")


class Judge:
    """A ruleset in a host of its own. ``definition`` comes from definitions_of; it is checked again here."""

    def __init__(self, name: str, definition: Definition, host: QuietHost | None = None) -> None:
        self._name = name
        self._needed = check_definition(name, definition)
        self._host = host or QuietHost()
        check_host(self._host)
        self._host.collect = self._collect
        self._found: list[Match] = []
        self._aliases = {rule: _kept(body["all"]) for rule, body in definition.items() if rule != DOSSIER}
        self._host.register_rulesets(
            {name: {rule: {"all": body["all"], "run": _nothing} for rule, body in definition.items()}}
        )

    def _collect(self, rule: str, bound: Mapping[str, Mapping[str, Any]]) -> None:
        if rule != DOSSIER:
            self._found.append((rule, tuple((alias, bound[alias]["id"]) for alias in self._aliases[rule])))

    def evaluate(self, facts: Sequence[Mapping[str, Any]]) -> set[Match]:
        """The matches over these facts. Raises GuardError; other exceptions of the library pass through."""
        framed = [
            {"id": DOSSIER, KIND: DOSSIER, PERSON: 0},
            *(fact for fact in facts if fact.get(KIND) in self._needed),
            {"id": CLOSING, KIND: CLOSING, PERSON: 0},
        ]
        check_facts(framed, self._needed)
        self._host.begin()
        self._found.clear()
        try:
            for fact in framed:
                self._host.assert_fact(self._name, {**fact, "sid": SESSION})
        finally:
            if self._host.started:
                self._host.delete_state(self._name, SESSION)
        return set(self._found)


def _kept(conditions: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The aliases of which a match tells the fact."""
    aliases = [alias for condition in conditions for alias in condition]
    return tuple(alias for alias in aliases if not alias.endswith(NOT) and alias != CLOSING_ALIAS)


def _nothing(c: object) -> None:
    """The action that a rule must have; the host collects instead."""


def check_host(host: object) -> None:
    """Refuse a host that works in the background."""
    if getattr(type(host), "_run", None) is not QuietHost._run:
        raise GuardError("B4", "een host met eigen threads kan het programma beëindigen")
