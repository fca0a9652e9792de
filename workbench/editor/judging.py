"""What one text comes to with everything that it reads, without judging the rest of the law again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dsl.collecting import nothing_collected
from dsl.diagnostics import Diagnostic, Findings
from dsl.lawchecks import all_checks
from dsl.making import make_program
from dsl.names.fold import folded
from dsl.names.symbols import Meanings
from dsl.program import Program
from dsl.syntax import Attribuut, Definitie, Kenmerk, Module, Objecttype, Registratie, Rol
from dsl.variants.judge import judge_variants
from dsl.variants.relevant import Key, Names, relevant
from dsl.variants.stack import collect_variants, split

if TYPE_CHECKING:
    from workbench.editor.workspace import View

_NEEDS_ALL = frozenset(("TS409",))
"""Findings that only the whole law can give: what nothing reads here may be read elsewhere."""
_OF_NAMES = "TS2"
"""Codes of names that are not found, which say what may be meant."""


@dataclass(frozen=True)
class Judged:
    """``findings`` of the file itself, and ``elsewhere`` what its change does to files that read it. ``program`` holds the part of the
    law that was judged, where nothing stands in its way."""

    findings: tuple[Diagnostic, ...]
    elsewhere: tuple[Diagnostic, ...]
    meanings: Meanings
    program: Program | None


@nothing_collected()
def judge_part(view: View, name: str) -> Judged:
    """Judge a file with all that it reads and, of what was changed in it, all that reads that."""
    path = view.source(name).path
    module = view.corpus.by_path()[path]
    findings = Findings(view.corpus.diagnostics)
    names_known = not findings.has_errors
    law, own = split(sorted(view.corpus.modules, key=lambda module: module.pad))
    meanings = Meanings()
    program: Program | None = None
    if module in own:
        meanings = view.settled.meanings
        variants, found = collect_variants(own, names_known)
        findings.extend(found)
        if not findings.has_errors:
            names = _names_of(view, law)
            findings.extend(judge_variants(law, variants, (), names, lambda item: item.module is module))
    else:
        names = _names_of(view, law)
        touched = _touched(names, view.settled.corpus.by_path().get(path), module)

        def make(all_names: bool) -> tuple[list[Module], Findings, Meanings, Program]:
            part = relevant(law, touched, frozenset([name]), names, all_names)
            made, meant = Findings(view.corpus.diagnostics), Meanings()
            return part, made, meant, make_program(part, {}, names_known, made, meant)

        part, made, meanings, program = make(all_names=False)
        if any(it.code.startswith(_OF_NAMES) for it in made):
            # Once more, with every name that may be meant.
            part, made, meanings, program = make(all_names=True)
        if not made.has_errors:
            made.extend(all_checks(part, program))
        program = None if made.has_errors else program
        findings = Findings(made)
    told = [item for item in findings.sorted() if item.code not in _NEEDS_ALL]
    known = set(view.settled.findings)
    return Judged(
        tuple(item for item in told if item.span.file == path),
        tuple(item for item in told if item.span.file != path and item not in known),
        meanings,
        program,
    )


def _names_of(view: View, law: Sequence[Module]) -> Names:
    """The names of the law as it was settled, with those of the files that were read again since."""
    before = view.settled.corpus.by_path()
    names = view.settled.names.copy()
    names.extend([module for module in law if before.get(module.span.file) is not module])
    return names


def _touched(names: Names, before: Module | None, after: Module) -> set[Key]:
    """The names that mean something else than before, or are new or gone."""
    old = before.definities if before is not None else ()
    touched: set[Key] = set()
    changed = [
        *((before or after, it) for it in old if it not in after.definities),
        *((after, it) for it in after.definities if it not in old),
    ]
    for module, definition in changed:
        touched |= names.given_in(module, definition)
    was, now = _members(old), _members(after.definities)
    touched |= {(after.pad, key[1]) for key in was.keys() | now.keys() if was.get(key) != now.get(key)}
    return touched


def _members(definitions: Sequence[Definitie]) -> dict[tuple[str, str], Attribuut | Kenmerk | Rol]:
    """The members of object types and registraties by the name of both."""
    return {
        (folded(it.naam), folded(member.vorm if isinstance(member, Kenmerk) else member.naam)): member
        for it in definitions
        if isinstance(it, Objecttype | Registratie)
        for member in it.leden
    }
