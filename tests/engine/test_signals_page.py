"""The page of signals: what became of every candidate from the documents."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from dsl.cache import load_program
from dsl.program import Program
from engine.paths import rules_dir

CLASSES = {
    "signaal": 79,
    "wet": 12,
    "toegang": 10,
    "met de hand": 19,
    "beleid": 39,
    "dubbel": 12,
    "verouderd": 6,
    "nooit": 10,
}
"""How many candidates are of each class; some are of two."""


def candidates() -> dict[str, tuple[list[str], list[str], str]]:
    """Per candidate its classes, the signals it became, and the note."""
    page = (rules_dir().parent / "docs" / "recht" / "signalen.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([TS]?-?M-?\d\d) \| (.*?) \| (.*?) ?\| (.*?) ?\|$", page, re.MULTILINE)
    found = {
        name: (classes.split(", "), [one for one in signals.split("; ") if one], note)
        for name, classes, signals, note in rows
    }
    assert len(found) == len(rows), "a candidate is on the page twice"
    return found


@lru_cache(maxsize=1)
def program() -> Program:
    found, findings, _ = load_program(rules_dir())
    assert found is not None, findings
    return found


def numbered(prefix: str, *spans: tuple[int, int]) -> set[str]:
    return {f"{prefix}{number:02d}" for first, last in spans for number in range(first, last + 1)}


def test_every_candidate_is_on_the_page_in_its_class() -> None:
    found = candidates()
    plan, report = numbered("M-", (1, 51)), numbered("M", (1, 18), (20, 32), (40, 55))
    assert set(found) == plan | report | numbered("T-M", (1, 43)) | numbered("S-M", (1, 42))
    assert len(found) == 183
    assert Counter(name for classes, _, _ in found.values() for name in classes) == CLASSES


def test_every_signal_on_the_page_exists_and_every_signal_is_on_it() -> None:
    found = candidates()
    named = {signal for _, signals, _ in found.values() for signal in signals}
    assert named == set(program().signals)
    for name, (classes, signals, note) in found.items():
        assert signals or note, f"{name} says neither what it became nor why not"
        assert bool(signals) or "signaal" not in classes, f"{name} should be a signal"
        assert not (signals and "nooit" in classes), f"{name} may never be a signal"


def test_the_page_lists_every_ground() -> None:
    page = (rules_dir().parent / "docs" / "recht" / "signalen.md").read_text(encoding="utf-8")
    section = page.partition("## Grondslagen")[2].partition("\n## ")[0]
    named = re.findall(r"^\| (.+?) \| ", section, re.MULTILINE)[1:]
    assert sorted(named) == sorted(program().grondslagen)


def test_every_signal_says_how_far_its_source_is_and_where_to_go() -> None:
    for name, signal in program().signals.items():
        assert signal.status is not None and signal.refer_to and signal.start is not None, name
        assert all(basis in program().grondslagen for basis in signal.bases) and signal.reads, name
