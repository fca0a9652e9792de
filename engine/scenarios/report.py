"""The result of a suite as Dutch text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from dsl.program import Program
from dsl.rendering import render_text
from dsl.source import SourceFile, Sources
from engine.scenarios.boundaries import thresholds_of
from engine.scenarios.coverage import RegelingCoverage, whole_coverage
from engine.scenarios.model import ORIGINS
from engine.scenarios.run import ScenarioResult, SuiteResult


def result_text(suite: SuiteResult) -> str:
    """What failed and why, the totals, where the expectations come from, and how much of the rules was seen at work.

    Findings about whole files are not in it: they are shown as findings.
    """
    failures = [failure_text(result, suite.sources) for result in suite.failures]
    return "\n".join([*failures, _totals(suite), *_origins(suite.results), *map(_seen, suite.coverage)])


def coverage_text(suite: SuiteResult, program: Program) -> str:
    """Each rule, deviation and table row that no scenario showed at work, with its place."""
    sources = Sources(SourceFile(path, text) for path, text in program.texts.items())
    lines: list[str] = []
    for item in suite.coverage:
        if item.never:
            lines.append(f"Nooit toegepast in {item.regeling}:")
        for never in item.never:
            source = sources.get(never.span.file)
            line = f":{source.position(never.span.start)[0]}" if source is not None else ""
            lines.append(f"    {never.words}  {never.span.file}{line}")
    return "\n".join(lines or ["Elke regel, afwijking, tabelrij en overgang en elk signaal is toegepast."])


def boundaries_text(suite: SuiteResult, program: Program) -> str:
    """Each threshold of the regelingen that was not seen from both sides, with the side that misses and its place."""
    sources = Sources(SourceFile(path, text) for path, text in program.texts.items())
    found = thresholds_of(program, suite.seen.sides, [item.regeling for item in suite.coverage])
    left = [item for item in found if not item.both]
    lines: list[str] = []
    for regeling, items in groupby(sorted(left, key=lambda item: item.regeling), key=lambda item: item.regeling):
        lines.append(f"Niet van beide kanten gezien in {regeling}:")
        for item in items:
            side = "ook boven de grens" if item.below else "ook onder de grens" if item.above else "aan beide kanten"
            source = sources.get(item.span.file)
            line = f":{source.position(item.span.start)[0]}" if source is not None else ""
            lines.append(f"    {item.words} (nodig: {side})  {item.span.file}{line}")
    both = len(found) - len(left)
    return "\n".join([*lines, f"grenzen: {both} van {len(found)} van beide kanten gezien, {len(left)} niet"])


def coverage_verdict(suite: SuiteResult, program: Program) -> tuple[bool, str]:
    """Whether every regeling of the program is covered enough, and that in words. A regeling without any scenario is not."""
    short = [_seen(item) for item in whole_coverage(program, suite.seen) if not item.sufficient]
    wanted = "alle regels, afwijkingen en overgangen en 95% van de tabelrijen, per regeling"
    if short:
        return False, "\n".join([f"eis aan de dekking ({wanted}): niet gehaald", *(f"    {line}" for line in short)])
    return True, f"eis aan de dekking ({wanted}): gehaald"


def boundaries_verdict(suite: SuiteResult, program: Program) -> tuple[bool, str]:
    """Whether every threshold of the program was seen from both sides, and that in words."""
    every = thresholds_of(program, suite.seen.sides, {rule.regeling for rule in program.rules})
    left = sum(not item.both for item in every)
    if left:
        return False, f"eis aan de grenzen (elke grens van beide kanten): niet gehaald, {left} van {len(every)} niet"
    return True, f"eis aan de grenzen (elke grens van beide kanten): gehaald, {len(every)} grenzen"


def failure_text(result: ScenarioResult, sources: Sources) -> str:
    """One failed scenario: what was expected, what came, and why."""
    lines = [f"GEFAALD {_title(result)}"]
    if result.crash:
        lines.append(f"    Het programma zelf liep vast: {result.crash}")
    if result.diagnostics:
        lines += ["    " + line for line in render_text(result.diagnostics, sources).rstrip("\n").splitlines()]
    width = max((len(item.what) for item in result.differences), default=0)
    for item in result.differences:
        lines.append(f"    {item.what:<{width}}  verwacht:  {item.expected}")
        lines.append(f"    {'':<{width}}  werkelijk: {item.actual}")
    lines += [f"    {'waarom:' if first else '       '} {why}" for first, why in _with_first(result.why)]
    return "\n".join(lines)


def _title(result: ScenarioResult) -> str:
    label = result.label
    return f"{label.path}:{label.line}  {' '.join(label.name.split())} ({label.id})"


def _with_first(items: Iterable[str]) -> Iterator[tuple[bool, str]]:
    return ((number == 0, item) for number, item in enumerate(items))


def _totals(suite: SuiteResult) -> str:
    failed = len(suite.failures)
    count = len(suite.results)
    words = f"{count} scenario" if count == 1 else f"{count} scenario's"
    return f"{words}: {count - failed} geslaagd, {failed} gefaald"


def _origins(results: Iterable[ScenarioResult]) -> list[str]:
    counts = Counter(result.origin for result in results if result.origin is not None)
    total = counts.total()
    if not total:
        return []
    parts = (f"{origin} {counts[origin]} ({_percent(counts[origin], total)})" for origin in ORIGINS)
    return [f"herkomst: {', '.join(parts)}"]


def _seen(item: RegelingCoverage) -> str:
    named = (
        ("regels", item.rules),
        ("afwijkingen", item.deviations),
        ("tabelrijen", item.rows),
        ("signalen", item.signals),
        ("overgangen", item.transitions),
    )
    parts = [f"{seen} van {count} {words} ({_percent(seen, count)})" for words, (seen, count) in named if count]
    return f"dekking {item.regeling}: {', '.join(parts) or 'geen regels'}"


def _percent(part: int, whole: int) -> str:
    """Rounded down, so that 100% means all of them."""
    return f"{100 * part // whole}%"
