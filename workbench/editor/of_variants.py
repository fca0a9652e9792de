"""The varianten that a change of the rules may matter to: those that it changes, those on top of these, and those of changed law."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dsl.names.fold import folded
from dsl.program import Program
from engine.dossier.loader import CaseLoader
from engine.scenarios.model import Entry
from engine.scenarios.reading import read_scenarios
from engine.scenarios.run import load_files, scenario_paths
from workbench.editor.reached import is_about, reached
from workbench.editor.workspace import Workspace

_NO_TIME = "De scenario's zijn niet gedraaid, want de tijd was om."


@dataclass(frozen=True, slots=True)
class WithVariant:
    """The law with a variant on top of it after a change, and the scenarios to run; ``new`` is None, and ``why`` says what stands in
    the way, where there is no such law. Of a variant that is changed itself ``old`` is what it was, or the law when it is new; it
    makes another thing of ``besluiten``, and the change of ``changed``."""

    name: str
    new: Program | None = None
    entries: tuple[Entry, ...] = ()
    why: str = ""
    old: Program | None = None
    besluiten: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changed:
    """Files with other ``texts``, of which those at ``paths`` are looked at; ``law`` is the program after it, ``besluiten`` of it stand
    on the change. ``proposed``: files with scenarios that are run as well, by name. Who is not ``patient`` only asks for the varianten
    in the files themselves."""

    texts: Mapping[str, str]
    paths: set[str]
    law: Program
    besluiten: frozenset[str]
    proposed: Mapping[str, str]
    patient: bool


class OfVariants:
    """``scenarios``: the folder with scenarios; which file is of which variant is looked up once."""

    def __init__(self, workspace: Workspace, scenarios: Path) -> None:
        self._workspace = workspace
        self._scenarios = scenarios
        self._files: dict[str, dict[Path, str]] | None = None

    def holds_all(self, paths: set[str], texts: Mapping[str, str]) -> bool:
        """Whether all of these files hold varianten, so that nothing of the law itself is changed."""
        written = self._workspace.variants(texts).written.values()
        return bool(paths) and paths <= {item.variant.span.file for item in written}

    def found(self, changed: Changed, until: float) -> Iterator[WithVariant]:
        """The varianten one by one, those that matter most first; after ``until`` (of the monotonic clock) without running any."""
        variants, paths = self._workspace.variants(changed.texts), changed.paths
        own = {key for key, item in variants.written.items() if item.variant.span.file in paths}
        above = {key for key in variants.written if own.intersection(variants.all_below(key))}
        added = _by_variant(changed)
        wanted, first = set(own), own | above
        if changed.patient:
            held = self._by_variant(changed.law)
            wanted |= added.keys() | (above & held.keys())
            wanted |= set() if self.holds_all(paths, changed.texts) else held.keys()
            # The others may stand on the change through what the variant itself adds.
            names = [name.casefold() for name in changed.besluiten]
            first |= {key for key, files in held.items() if any(name in it for it in files.values() for name in names)}
        for key in sorted(wanted & variants.written.keys(), key=lambda it: (it not in first, it)):
            name = variants.written[key].name
            if time.monotonic() <= until:
                found = self._with(changed, key, name, key in own, key in own | above, added.get(key, {}))
                if found is not None:
                    yield found
            elif key in first:
                yield WithVariant(name, why=_NO_TIME)

    def _with(
        self, changed: Changed, key: str, name: str, own: bool, whole: bool, added: Mapping[str, str]
    ) -> WithVariant | None:
        """One variant, with all its scenarios or those that the change may matter to; None for one without any."""
        program, problems = self._workspace.with_variant(changed.texts, name)
        if program is None:
            return WithVariant(name, why=problems[0].cause)
        loader = CaseLoader(program)
        read = [read_scenarios(loader, text, f"{place}.yaml") for place, text in added.items()]
        files, _ = load_files(program, self._by_variant(changed.law).get(key, {}))
        besluiten, trajecten = reached((program,), changed.paths, None)
        about = besluiten | changed.besluiten
        entries = [entry for file in read for entry in file.entries]
        entries += [entry for file in files for entry in file.entries if whole or is_about(entry, about, trajecten)]
        if not own:
            return WithVariant(name, program, tuple(entries)) if entries else None
        old = self._workspace.with_variant({}, name)[0] or self._workspace.settled().program
        assert old is not None  # who asks has a program of the law
        other = _touched(old, program)
        return WithVariant(name, program, tuple(entries), "", old, other | _touched(changed.law, program), other)

    def _by_variant(self, law: Program) -> Mapping[str, Mapping[Path, str]]:
        """The files with scenarios of each variant, by its folded name, with what stands in them."""
        if self._files is None:
            found: dict[str, dict[Path, str]] = defaultdict(dict)
            loader = CaseLoader(law)
            for place in scenario_paths([self._scenarios])[0]:
                text = place.read_text(encoding="utf-8", errors="replace")
                named = read_scenarios(loader, text, place.name).variant if "variant" in text else None
                if named is not None:
                    found[folded(named)][place] = " ".join(text.split()).casefold()
            self._files = dict(found)
        return self._files


def _by_variant(changed: Changed) -> Mapping[str, Mapping[str, str]]:
    """The proposed files with scenarios of each variant, by its folded name."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    loader = CaseLoader(changed.law)
    for place, text in sorted(changed.proposed.items()):
        named = read_scenarios(loader, text, place).variant
        if named is not None:
            found[folded(named)][place] = text
    return found


def _touched(old: Program, new: Program) -> frozenset[str]:
    """The besluiten that may come out otherwise."""
    from engine.variants.changes import changes_between

    changes = changes_between(old, new)
    return frozenset(info.name for info in (*changes.reached, *changes.added))
