"""The answers of the engine as plain data (what JSON can hold), each from a law and what was asked. No state."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from engine.decide import decide as decide_case
from engine.decision import Decision
from engine.decision_json import decision_json
from engine.explain import Level, describe
from engine.signals import judge
from workbench.service.asked import Asked, Opened, open_asked
from workbench.service.law import Law

Answer = dict[str, Any]


def decide(law: Law, asked: Asked, explained: tuple[Level, ...] = (), signals: bool = True) -> Answer:
    """The besluit with its trace; under ``uitleg`` the explanation at each level asked for."""
    opened = open_asked(law, asked)
    decision = _decided(law, opened, signals)
    return _told(law, opened, decision, explained)


def _decided(law: Law, opened: Opened, signals: bool) -> Decision:
    decision = decide_case(law.program, opened.info.name, opened.case, opened.moment)
    if not signals:
        return decision
    # The reference engine: a process that decides starts no processes of its own.
    return judge(decision, law.program, opened.case, opened.moment, motor="python")


def _told(law: Law, opened: Opened, decision: Decision, explained: tuple[Level, ...]) -> Answer:
    answer = decision_json(decision, law.program, opened.case)
    if explained:
        answer["uitleg"] = {
            level: json.loads(describe(decision, law.program, opened.case, level, "json")) for level in explained
        }
    answer["opmerkingen"] = [
        {"code": one.code, "pad": one.path, "oorzaak": one.cause, "oplossing": one.remedy} for one in opened.warnings
    ]
    return answer


ANSWERS: Mapping[str, Callable[..., Answer]] = {"decide": decide}
"""What may be asked of a worker, by name."""


def encoded(answer: Any) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
