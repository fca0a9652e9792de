"""One evaluation of a case in durable_rules. The only module that touches that library; it runs in the worker process.

The guards B1 to B13 are explained in engine.signals.durable_form. Those that are about what is done, rather than about
what is handed in, are kept here: whatever the engine cannot be trusted with is refused before it reaches it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from durable import engine

from engine.signals.durable_form import (
    CLOSING,
    CLOSING_ALIAS,
    DOSSIER,
    KIND,
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


def _refused(guard: str, why: str) -> Any:
    def refuse(self: object, *args: object, **options: object) -> NoReturn:
        raise GuardError(guard, why)

    return refuse


class QuietHost(engine.Host):  # type: ignore[misc]
    """A host without threads that can only assert one fact at a time, in one session."""

    def __init__(self) -> None:
        super().__init__()
        self.started = False

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
        try:
            result = super().assert_fact(ruleset_name, fact, complete)
            self.started = True
        except engine.MessageNotHandledException:
            if fact.get(KIND) == DOSSIER:
                raise GuardError("B1", "het dossier deed geen regel afgaan") from None
            return None
        except engine.MessageObservedException:
            raise GuardError("B5", f"feit {fact.get('id')} is al eerder gegeven") from None
        if time.monotonic() - before > MAX_SECONDS:
            raise GuardError("B9", "een actie duurde zo lang dat latere feiten verloren kunnen gaan")
        self._raise_swallowed(ruleset_name)
        return result

    def _raise_swallowed(self, ruleset_name: str) -> None:
        state = super().get_state(ruleset_name, SESSION)
        if state.get("exception"):
            raise GuardError("B10", f"een actie mislukte: {state['exception']}")

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
        self._found: list[Match] = []
        with_actions = {
            rule: {"all": body["all"], "run": self._collector(rule, body["all"])} for rule, body in definition.items()
        }
        self._host.register_rulesets({name: with_actions})

    def _collector(self, rule: str, conditions: Sequence[Mapping[str, Any]]) -> Any:
        aliases = [alias for condition in conditions for alias in condition if not alias.endswith("$not")]
        kept = [alias for alias in aliases if alias not in (DOSSIER, CLOSING_ALIAS)]

        def collect(c: Any) -> None:
            if rule != DOSSIER:
                self._found.append((rule, tuple((alias, getattr(c, alias).id) for alias in kept)))

        return collect

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


def check_host(host: object) -> None:
    """Refuse a host that works in the background."""
    if getattr(type(host), "_run", None) is not QuietHost._run:
        raise GuardError("B4", "een host met eigen threads kan het programma beëindigen")
