"""Two versions of the law as causes: the figures of one publication, the rules of one regeling.

A program in between is checked like any other, from the texts of both versions; one that does not check has no outcome, so that
its causes are told as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from dsl.files import EXTENSION
from dsl.program import ParamInfo, Program
from engine.difference.causes import Cause
from engine.difference.variants import variant_causes


class NoProgramError(Exception):
    """These texts of the two versions do not go together."""


def law_causes(old: Program, new: Program) -> tuple[tuple[Cause, ...], Callable[[frozenset[str]], Program]]:
    """The causes between two versions of the rules, and the program in which some of them hold. That raises NoProgramError when the
    rules of the two versions do not go together in that way. Two versions with other varianten must be of the same law."""
    if old.applied != new.applied:
        return variant_causes(old, new)
    figures = _figures(old, new)
    rules = _regelingen(old, new)
    causes = [
        Cause(f"cijfers {source}", "cijfers", f"de bedragen en percentages van {source}", tuple(sorted(names)))
        for source, names in sorted(figures.items())
    ]
    causes += [
        Cause(f"regels {name}", "regels", f"de gewijzigde regels van {name}", tuple(sorted(paths)))
        for name, paths in sorted(rules.items())
    ]
    made: dict[frozenset[str], Program] = {}

    def program(keys: frozenset[str]) -> Program:
        if keys not in made:
            chosen = {name for name in rules if f"regels {name}" in keys}
            files = {name for regeling in chosen for name in rules[regeling]}
            others = {name for regeling in rules.keys() - chosen for name in rules[regeling]}
            names = {name for source, group in figures.items() if f"cijfers {source}" in keys for name in group}
            made[keys] = _with_figures(_with_rules(old, new, files, others), old, new, names)
        return made[keys]

    return tuple(causes), program


def _figures(old: Program, new: Program) -> dict[str, set[str]]:
    """The names of the parameters that both versions have with other values, by the publication of what is new."""
    found: dict[str, set[str]] = {}
    for name in old.params.keys() & new.params.keys():
        one, other = old.params[name], new.params[name]
        if _values(one) != _values(other):
            found.setdefault(_publication(one, other), set()).add(name)
    return found


def _values(param: ParamInfo) -> list[object]:
    return [(item.start, item.end, item.value) for item in param.values]


def _publication(old: ParamInfo, new: ParamInfo) -> str:
    """Where the first value that is not in the old version stands; the source of the parameter when none is its own."""
    known = _values(old)
    for item in new.values:
        if (item.start, item.end, item.value) not in known and item.sources:
            return item.sources[0].text
    return (new.sources or old.sources)[0].text if new.sources or old.sources else new.name


def _regelingen(old: Program, new: Program) -> dict[str, set[str]]:
    """The files that differ in more than the values of parameters, by regeling."""
    before, after = _by_name(old), _by_name(new)
    regeling = {
        name: info.name for program in (old, new) for info in program.regelingen.values() for name in info.files
    }
    found: dict[str, set[str]] = {}
    for name in before.keys() | after.keys():
        one, other = before.get(name), after.get(name)
        if one != other and not _only_figures(one, other):
            found.setdefault(regeling[name], set()).add(name)
    return found


def _by_name(program: Program) -> dict[str, str]:
    """The texts of a program by the name that ``gebruikt`` calls a file, wherever it was read from."""
    names = sorted((name for info in program.regelingen.values() for name in info.files), key=len, reverse=True)
    found = {}
    for path, text in program.texts.items():
        bare = "/" + path.removesuffix(EXTENSION)
        found[next(name for name in names if bare.endswith("/" + name))] = text
    return found


def _only_figures(before: str | None, after: str | None) -> bool:
    """Whether two texts of a file are the same but for the lines with the values of parameters."""
    return before is not None and after is not None and list(_lines(before)) == list(_lines(after))


def _lines(text: str) -> Iterable[str]:
    in_parameter = False
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        if line[0] not in " \t":
            in_parameter = words[0] == "Parameter"
        if not (in_parameter and words[0] in ("vanaf", "bron:")):
            yield line


def _with_rules(old: Program, new: Program, names: set[str], others: set[str]) -> Program:
    """The program with these files of the new version; ``others`` are the files that differ as well."""
    if not names:
        return old
    if not others:
        return new
    # Imported here: only a mixture of two versions of the rules needs the parser.
    from dsl.check import check
    from dsl.parsing.corpus import load_corpus

    before, after = _by_name(old), _by_name(new)
    texts = {name: text for name, text in before.items() if name not in names}
    texts |= {name: after[name] for name in names if name in after}
    program, _ = check(load_corpus(texts))
    if program is None:
        raise NoProgramError
    return program


def _with_figures(program: Program, old: Program, new: Program, names: set[str]) -> Program:
    """The program with the values of these parameters as in the new version, and of the others as in the old."""
    params = dict(program.params)
    for name in old.params.keys() & new.params.keys() & params.keys():
        params[name] = new.params[name] if name in names else old.params[name]
    return program if params == program.params else replace(program, params=params)
