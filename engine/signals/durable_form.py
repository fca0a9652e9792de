"""The rules of the signal form as a ruleset of durable_rules, in the one form in which that engine is reliable.

durable_rules is fast and complete for correlating facts, and it crashes, hangs or errs on well-known triggers (B1 to
B13 below; each was reproduced with version 2.0.28). So rulesets are only built here, in a fixed shape, and everything
that goes to the engine is checked against the triggers first, also what this module built itself. A ruleset or fact that
is refused raises :class:`GuardError`, and the signals are then not judged.

- B1  deleting a session in which no action has started crashes: the first fact is the dossier, which fires a rule.
- B2  a join of which the last condition is false crashes: the equality join on the person is last; no or-conditions.
- B3  retracting crashes: never.
- B4  the threads of the stock host crash: our own host has none.
- B5  ids and sessions are compared by a 32-bit hash: ids of one case may not collide; one session at a time.
- B6  a bad number in a batch drops the rest: no batches, and only whole numbers up to 2^53.
- B7  one fact that nothing wants drops a batch: no batches.
- B8  "does not exist" alone loops: every pattern starts with its kind.
- B9  an action of more than ten seconds wedges the session: actions only collect, and time is watched.
- B10 an exception in an action is swallowed: our host runs none of the library's, and raises what collecting raises.
- B11 a rule without conditions or with an unknown alias never fires: refused.
- B12 dividing by zero kills the process: no arithmetic at all.
- B13 events stay pending and fire later: facts only, no state charts.

And one of order: a fact that may not exist is only seen when it is there before what precedes it in the rule. So the
fact that closes the case comes last, and stands in every rule between what must exist and what may not.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from engine.signals.form import COUNT, SUBJECT_ALIAS, FactPattern, FieldTest, RuleForm

MAX_RULES = 50
MAX_PATTERNS = 8
MAX_JOINS = 60
"""A fact that fits more than 64 places of a ruleset is refused by the engine (its error 303)."""
MAX_FIELDS = 200
MAX_WHOLE = 2**53
NOT = "$not"
KIND, PERSON = "soort", "persoon"
DOSSIER, CLOSING = "dossier", "peil"
CLOSING_ALIAS = "peil"

_OPERATORS = {"<>": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_COMPARISONS = frozenset(_OPERATORS.values())
_ARITHMETIC = frozenset({"$add", "$sub", "$mul", "$div"})
_RESERVED = frozenset(
    {"s", "m", "host", "post", "assert_fact", "retract_fact", "start_timer", "cancel_timer"}
    | {"get_facts", "delete_state", "renew_action_lease"}
)

Definition = dict[str, dict[str, Any]]


class GuardError(ValueError):
    """Something that the engine cannot be trusted with. ``guard`` is the trigger: B1 to B13, or "vorm"."""

    def __init__(self, guard: str, text: str) -> None:
        super().__init__(f"{guard}: {text}")
        self.guard = guard


# ---------------------------------------------------------------- building


def definitions_of(rules: Sequence[RuleForm]) -> list[Definition]:
    """The rules as rulesets, each of at most MAX_RULES and with no kind in more than MAX_JOINS places, without their actions."""
    return [_definition(part) for part in _parts(rules)]


def _parts(rules: Iterable[RuleForm]) -> Iterator[list[RuleForm]]:
    part: list[RuleForm] = []
    places: Counter[str] = Counter()
    for rule in rules:
        wanted = Counter((rule.subject, *(pattern.kind for pattern in rule.patterns)))
        full = any(places[kind] + count > MAX_JOINS for kind, count in wanted.items())
        if part and (full or len(part) >= MAX_RULES):
            yield part
            part, places = [], Counter()
        part.append(rule)
        places += wanted
    if part:
        yield part


def _definition(rules: Iterable[RuleForm]) -> Definition:
    out: Definition = {DOSSIER: {"all": [{DOSSIER: {KIND: DOSSIER}}]}}
    for rule in rules:
        wanted = [{pattern.alias: {"$and": _tests(pattern)}} for pattern in rule.patterns if not pattern.negated]
        unwanted = [{pattern.alias + NOT: {"$and": _tests(pattern)}} for pattern in rule.patterns if pattern.negated]
        closed = {CLOSING_ALIAS: {KIND: CLOSING}}
        out[rule.name] = {"all": [{SUBJECT_ALIAS: {KIND: rule.subject}}, *wanted, closed, *unwanted]}
    return out


def _tests(pattern: FactPattern) -> list[dict[str, Any]]:
    tests: list[dict[str, Any]] = [{KIND: pattern.kind}]
    if pattern.at_least is not None:
        tests.append({"$gte": {COUNT: pattern.at_least}})
    tests.extend(_test(test) for test in pattern.tests)
    tests.append({PERSON: {SUBJECT_ALIAS: PERSON}})
    return tests


def _test(test: FieldTest) -> dict[str, Any]:
    compared = {test.own: {test.alias: test.other}}
    return compared if test.op == "=" else {_OPERATORS[test.op]: compared}


# ---------------------------------------------------------------- guarding rulesets


def check_definition(name: str, definition: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Refuse a ruleset that could trigger a fault of the engine. Gives per kind of fact the fields it must have."""
    if "$" in name:
        raise GuardError("B13", "een toestandsdiagram laat gebeurtenissen liggen tot later")
    if DOSSIER not in definition:
        raise GuardError("B1", "de regel die met het dossier begint ontbreekt")
    if len(definition) > MAX_RULES + 1:
        raise GuardError("vorm", f"er staan meer dan {MAX_RULES} regels in")
    needed: dict[str, set[str]] = {}
    for rule, body in definition.items():
        _check_rule(rule, body, needed)
    return {kind: frozenset(found) for kind, found in needed.items()}


def _check_rule(rule: str, body: Mapping[str, Any], needed: dict[str, set[str]]) -> None:
    if "all" not in body:
        guard = "B13" if {"to", "$chart"} & set(body) else "B2" if "any" in body else "B11"
        raise GuardError(guard, f"regel {rule} heeft geen voorwaarden die allemaal moeten gelden")
    if set(body) - {"all", "run"}:
        raise GuardError("vorm", f"regel {rule} heeft meer dan voorwaarden en een actie")
    conditions = body["all"]
    if not conditions:
        raise GuardError("B11", f"regel {rule} heeft geen voorwaarden")
    if len(conditions) > MAX_PATTERNS:
        raise GuardError("vorm", f"regel {rule} vraagt meer dan {MAX_PATTERNS} feiten")
    kinds: dict[str, str] = {}
    for position, condition in enumerate(conditions):
        ((alias, tests),) = condition.items()
        plain = alias.removesuffix(NOT)
        if "$" in plain or plain in _RESERVED or plain in kinds:
            raise GuardError("vorm", f"regel {rule} gebruikt de naam {alias} verkeerd")
        kind = _check_pattern(rule, alias, tests, kinds, needed, first=position == 0)
        if not alias.endswith(NOT):
            kinds[plain] = kind
    names = [next(iter(condition)) for condition in conditions]
    wanted = [name for name in names if not name.endswith(NOT)]
    if rule != DOSSIER and (names[: len(wanted)] != wanted or kinds[wanted[-1]] != CLOSING):
        raise GuardError("vorm", f"regel {rule} wacht niet tot alle feiten er zijn")


def _check_pattern(
    rule: str,
    alias: str,
    tests: Mapping[str, Any],
    kinds: Mapping[str, str],
    needed: dict[str, set[str]],
    *,
    first: bool,
) -> str:
    where = f"regel {rule}, {alias}"
    if alias.endswith(NOT) and first:
        raise GuardError("B8", f"{where} is een ontkenning zonder iets ervoor")
    listed = tests.get("$and", [tests])
    for test in listed:
        _refuse_words(where, test)
    kind = listed[0].get(KIND)
    if not isinstance(kind, str):
        raise GuardError("B8", f"{where} begint niet met de soort van het feit")
    fields = needed.setdefault(kind, set())
    joins = 0
    for test in listed[1:]:
        ((key, value),) = test.items()
        compared = value if key in _COMPARISONS else test
        ((own, other),) = compared.items()
        fields.add(own)
        if isinstance(other, Mapping):
            joins += 1
            ((target, theirs),) = other.items()
            if target not in kinds:
                raise GuardError("B11", f"{where} verwijst naar {target}, dat er niet is")
            needed[kinds[target]].add(theirs)
        elif not isinstance(other, int) or isinstance(other, bool):
            raise GuardError("vorm", f"{where} vergelijkt {own} niet met een geheel getal")
    if (joins or not (first or kind == CLOSING)) and listed[-1] != {PERSON: {SUBJECT_ALIAS: PERSON}}:
        raise GuardError("B2", f"{where} eindigt niet met de gelijkheid van de persoon")
    return kind


def _refuse_words(where: str, test: Any) -> None:
    """Refuse every construct but comparisons, at any depth."""
    if not isinstance(test, Mapping):
        return
    for key, value in test.items():
        if key in _ARITHMETIC:
            raise GuardError("B12", f"{where} rekent; delen door nul beëindigt het programma")
        if key in ("$or", "any"):
            raise GuardError("B2", f"{where} heeft een of-voorwaarde")
        if key in ("$nex", "$ex"):
            raise GuardError("B8", f"{where} vraagt of een veld bestaat")
        if key.startswith("$") and key not in _COMPARISONS:
            raise GuardError("vorm", f"{where} gebruikt {key}")
        _refuse_words(where, value)


# ---------------------------------------------------------------- guarding facts


def check_facts(facts: Sequence[Mapping[str, Any]], needed: Mapping[str, frozenset[str]]) -> None:
    """Refuse facts that the engine could misread. ``needed``: what check_definition gave."""
    seen: dict[int, str] = {}
    for fact in facts:
        identity, kind = fact.get("id"), fact.get(KIND)
        if not isinstance(identity, str) or not isinstance(kind, str):
            raise GuardError("vorm", "een feit heeft geen eigen kenmerk of geen soort")
        code = hash32(identity)
        if code in seen:
            raise GuardError("B5", f"de engine houdt feit {identity} en feit {seen[code]} niet uit elkaar")
        seen[code] = identity
        if len(fact) > MAX_FIELDS:
            raise GuardError("vorm", f"feit {identity} heeft meer dan {MAX_FIELDS} velden")
        fields = needed.get(kind, frozenset())
        if not fields <= fact.keys():
            raise GuardError("vorm", f"feit {identity} mist {', '.join(sorted(fields - fact.keys()))}")
        for name, value in fact.items():
            if value.__class__ is not int or not -MAX_WHOLE <= value <= MAX_WHOLE:
                _check_value(identity, name, value)


def _check_value(identity: str, name: str, value: object) -> None:
    if isinstance(value, str):
        if not value.isascii() and not unicodedata.is_normalized("NFC", value):
            raise GuardError("vorm", f"feit {identity}: {name} is geen genormaliseerde tekst")
    elif isinstance(value, bool) or not isinstance(value, int) or abs(value) > MAX_WHOLE:
        raise GuardError("B6", f"feit {identity}: {name} is geen geheel getal tot 2^53 en geen tekst")


@lru_cache(maxsize=4096)  # the ids of one case are those of the next
def hash32(text: str) -> int:
    """The 32-bit FNV-1a hash by which the engine knows ids and sessions."""
    code = 2166136261
    for byte in text.encode():
        code = ((code ^ byte) * 16777619) & 0xFFFFFFFF
    return code
