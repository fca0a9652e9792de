"""Per article of law: which rules, figures, norms, signals, scenarios, letters and facts stand on it; and what nobody knows yet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dsl.notation import format_date
from dsl.program import DatedValue, Program, SourceRef, Type
from engine.explain.values_nl import scalar_text
from engine.reach import needs

_ARTICLE = re.compile(r"^(.*?)\s*(?:\(BWB[^)]*\)\s*)?\bart(?:ikel|\.)\s", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+|[^0-9]+")


@dataclass(slots=True)
class Article:
    """What hangs on an article, each as (name, file or page). ``law`` is its name as the sources call it."""

    law: str
    number: str
    url: str | None = None
    rules: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    besluiten: dict[str, str] = field(default_factory=dict)
    norms: dict[str, str] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    scenarios: dict[str, str] = field(default_factory=dict)


def articles(program: Program, scenarios: Path | None = None) -> list[Article]:
    """All articles that a source names, by law and number."""
    found: dict[tuple[str, str], Article] = {}

    def at(source: SourceRef) -> Article | None:
        if source.article is None:
            return None
        match = _ARTICLE.match(source.text)
        law = (match[1] if match else "").strip(" ,") or "zonder wet"
        one = found.setdefault((law.casefold(), source.article), Article(law, source.article))
        one.url = one.url or source.url
        return one

    of_rule: dict[int, list[Article]] = defaultdict(list)
    for rule in program.rules:
        for source in rule.sources:
            one = at(source)
            if one is not None:
                one.rules[rule.name] = rule.span.file
                of_rule[rule.number].append(one)
                if rule.explanation is not None:
                    one.letters[rule.explanation] = rule.span.file
                if rule.attr is not None:
                    one.facts[rule.attr.removesuffix("#status")] = rule.owner
    for name, info in program.params.items():
        for source in (*info.sources, *(it for value in info.values for it in value.sources)):
            one = at(source)
            if one is not None:
                one.figures[name] = info.span.file
    for table_name, table in program.tables.items():
        for source in table.sources:
            one = at(source)
            if one is not None:
                one.figures[table_name] = table.span.file
    for kind in ("signals", "norms"):
        for name, item in getattr(program, kind).items():
            for source in item.sources:
                one = at(source)
                if one is not None:
                    getattr(one, kind)[name] = item.span.file
    for traject in program.trajecten.values():
        for transition in traject.transitions:
            for source in transition.sources:
                one = at(source)
                if one is not None:
                    for letter in transition.letters:
                        one.letters[letter.text] = traject.span.file
    for decision in program.decisions.values():
        for source in decision.sources:
            one = at(source)
            if one is not None:
                one.besluiten[decision.name] = decision.span.file
        for todo in decision.todos:
            one = at(todo.source) if todo.source is not None else None
            if one is not None:
                one.letters[todo.text] = decision.span.file
        for number in needs(program, decision).rules:
            for one in of_rule[number]:
                one.besluiten.setdefault(decision.name, decision.span.file)
    if scenarios is not None:
        _scenarios(scenarios, found)
    return sorted(found.values(), key=lambda it: (it.law.casefold(), sortable(it.number)))


def _scenarios(folder: Path, found: dict[tuple[str, str], Article]) -> None:
    """Scenario files that name an article among the sources of their expectations."""
    for place in sorted(folder.rglob("*.yaml")):
        text = " ".join(place.read_text(encoding="utf-8", errors="replace").split())
        for one in found.values():
            if re.search(rf"{re.escape(one.law)}\s+art(?:ikel|\.)\s+{re.escape(one.number)}(?![0-9.:a-z])", text):
                one.scenarios[place.relative_to(folder).as_posix()] = ""


def sortable(number: str) -> tuple[tuple[int, int | str], ...]:
    """3.10 after 3.9, and 2.1.4a after 2.1.4."""
    return tuple((0, int(it)) if it.isdigit() else (1, it) for it in _NUMBER.findall(number))


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is not known, or not for sure. ``what``: onbekend, middel or laag; ``since`` in words."""

    regeling: str
    name: str
    kind: str
    what: str
    since: str
    value: str
    source: str
    file: str


def unknowns(program: Program) -> list[Unknown]:
    """The figures that are onbekend, and what is of zekerheid middel or laag, by regeling and name."""
    regeling_of = {rule.span.file: rule.regeling for rule in program.rules}
    regeling_of |= {info.span.file: info.regeling for info in program.decisions.values()}
    found = [*_unknown_figures(program), *_unsure_rules(program)]
    named = [Unknown(_regeling(program, it, regeling_of), *_rest(it)) for it in found]
    return sorted(named, key=lambda it: (it.regeling.casefold(), it.what != "onbekend", it.name.casefold(), it.since))


def _rest(it: Unknown) -> tuple[str, str, str, str, str, str, str]:
    return it.name, it.kind, it.what, it.since, it.value, it.source, it.file


def _regeling(program: Program, it: Unknown, known: dict[str, str]) -> str:
    """That of the file; of a file with figures only, what its first line says."""
    if it.file in known:
        return known[it.file]
    first = next((line for line in program.texts.get(it.file, "").split("\n") if line.startswith("Regeling ")), "")
    return first.removeprefix("Regeling ").strip() or it.file


def _unknown_figures(program: Program) -> Iterator[Unknown]:
    for name, info in program.params.items():
        yield from _of_values(name, "parameter", info.type, info.values, info.sources, info.span.file)
    for name, table in program.tables.items():
        for row in table.rows:
            yield from _of_values(name, "tabel", table.type, row.values, table.sources, table.span.file)


def _of_values(
    name: str, kind: str, type_: Type, values: tuple[DatedValue, ...], sources: tuple[SourceRef, ...], file: str
) -> Iterator[Unknown]:
    for value in values:
        if value.value is None or value.certainty in ("middel", "laag"):
            what = "onbekend" if value.value is None else str(value.certainty)
            shown = "" if value.value is None else scalar_text(value.value, type_)
            source = "; ".join(it.text for it in value.sources or sources)
            yield Unknown("", name, kind, what, f"vanaf {format_date(value.start)}", shown, source, file)


def _unsure_rules(program: Program) -> Iterator[Unknown]:
    seen: set[tuple[str, int]] = set()
    for rule in program.rules:
        key = rule.span.file, rule.span.start
        if rule.certainty in ("middel", "laag") and key not in seen:
            seen.add(key)
            since = f"vanaf {format_date(rule.start)}" if rule.start else ""
            source = "; ".join(it.text for it in rule.sources)
            yield Unknown(rule.regeling, rule.name, "regel", str(rule.certainty), since, "", source, rule.span.file)
