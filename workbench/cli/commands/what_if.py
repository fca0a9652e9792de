"""``toetssteen wat-als``: the decision with other facts, and the smallest change that makes it another one."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, diagnose
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.cases import Asked, read_case
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import Corpus, load

if TYPE_CHECKING:
    from engine.whatif.changed import Change

_WHY = {
    "geen getal of datum": "dit feit is geen getal of datum",
    "niet bekend": "het dossier geeft dit feit niet als een vaste waarde",
    "uitkomst staat niet vast": "de uitkomst van nu staat nog niet vast",
    "geen grenzen": "de regels geven dit feit geen grenzen ('ligt tussen')",
}


def run(args: Namespace, console: Console) -> int:
    if not args.feit and not args.kleinste:
        console.findings([diagnose("TS830", NOWHERE)], Sources())
        return USAGE
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    asked = read_case(args, console, loaded)
    if isinstance(asked, int):
        return asked
    return _changed(args, console, loaded, asked) or (
        _smallest(args, console, loaded, asked) if args.kleinste else GOOD
    )


def _changed(args: Namespace, console: Console, loaded: Corpus, asked: Asked) -> int:
    if not args.feit:
        return GOOD
    from engine.whatif.changed import ARGUMENT, read_change
    from engine.whatif.words import describe_what_if, place_text

    changes: list[Change] = []
    code = GOOD
    for text in args.feit:
        change, found = read_change(loaded.program, asked.case, text)
        code = console.findings(found, Sources([SourceFile(ARGUMENT, text)])) or code
        if change is None:
            continue
        if any(one.place == change.place for one in changes):
            name = place_text(loaded.program, asked.case, change.place)
            code = console.findings([diagnose("TS833", NOWHERE, name=name)], Sources())
        changes.append(change)
    if code:
        return code
    program = loaded.program
    console.print(describe_what_if(program, asked.besluit, asked.case, asked.moment, changes, args.uitleg, args.vorm))
    return GOOD


def _smallest(args: Namespace, console: Console, loaded: Corpus, asked: Asked) -> int:
    from engine.whatif.changed import ARGUMENT, find_place
    from engine.whatif.nearest import TooManyLooksError
    from engine.whatif.smallest import CannotLookError, smallest_change
    from engine.whatif.words import describe_smallest, is_private

    place, found = find_place(loaded.program, asked.case, args.kleinste)
    if place is None:
        return console.findings(found, Sources([SourceFile(ARGUMENT, args.kleinste)])) or FINDINGS
    formal = args.uitleg != "burger"
    if not formal and is_private(loaded.program, asked.case, place):
        return console.findings([diagnose("TS835", NOWHERE, name=place.attr.name)], Sources()) or FINDINGS
    problem: Diagnostic | None = None
    try:
        smallest = smallest_change(
            loaded.program, asked.besluit, asked.case, asked.moment, place, only_status=args.alleen_status
        )
        console.print(describe_smallest(loaded.program, asked.case, smallest, formal))
    except CannotLookError as wrong:
        problem = diagnose("TS831", NOWHERE, why=_WHY[wrong.why])
    except TooManyLooksError:
        problem = diagnose("TS831", NOWHERE, why="de uitkomst hangt te grillig van dit feit af")
    return GOOD if problem is None else console.findings([problem], Sources())
