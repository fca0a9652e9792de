"""The handbook and the README stay true: their files are written, their commands run, their output compared.

A page is a story in one folder. ``text PATH`` and ``yaml PATH`` fences are files, ``diff PATH`` changes one, and a ``console``
fence holds commands (``$ toetssteen ...``) with all that they print; a line ``[...]`` stands for any number of lines.
After a change of the program ``python -m tests.test_handleiding`` writes what is printed now into both pages; read it before you
commit it.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.cli.console import Console

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "docs" / "handleiding.md"
ANY_LINES = "[...]"
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fence:
    kind: str
    path: str
    body: str
    start: int  # offset of the body in the page


@dataclass(frozen=True, slots=True)
class Command:
    words: str
    expected: str


def fences(page: str) -> Iterator[Fence]:
    for match in _FENCE.finditer(page):
        kind, _, path = match["info"].partition(" ")
        yield Fence(kind, path, match["body"], match.start("body"))


def commands(body: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        words, _, expected = part.partition("\n")
        yield Command(words, expected.rstrip("\n"))


def changed(text: str, diff: str) -> str:
    """The text after a diff without line numbers: each stretch of ' ' and '-' lines stands in the text exactly once."""
    lines = diff.splitlines()
    assert all(line[:1] in {" ", "-", "+", ""} for line in lines), diff
    old = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    new = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    assert text.count(old) == 1, f"this stands {text.count(old)} times in the file:\n{old}"
    return text.replace(old, new)


def ran(command: str) -> str:
    """All that the command prints, findings first, as a reader of a terminal sees it."""
    program, *arguments = shlex.split(command)
    assert program == "toetssteen", command
    console = Console(io.StringIO(), io.StringIO())
    main(arguments, console)
    assert isinstance(console.out, io.StringIO) and isinstance(console.err, io.StringIO)
    return (console.err.getvalue() + console.out.getvalue()).rstrip("\n")


def matches(printed: str, expected: str) -> bool:
    pattern = "\n".join(".*" if line == ANY_LINES else re.escape(line) for line in expected.split("\n"))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def played(page: str) -> Iterator[tuple[Fence, Command, str]]:
    """Play the page in the current folder: each command with what it printed."""
    for fence in fences(page):
        path = Path(fence.path)
        if fence.kind == "diff":
            path.write_text(changed(path.read_text(encoding="utf-8"), fence.body), encoding="utf-8")
        elif fence.kind == "console":
            for command in commands(fence.body):
                yield fence, command, ran(command.words)
        elif fence.path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.body, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOETSSTEEN_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_every_command_of_the_handbook_prints_what_it_says(folder: Path) -> None:
    seen = 0
    for _fence, command, printed in played(HANDBOOK.read_text(encoding="utf-8")):
        assert matches(printed, command.expected), f"$ {command.words}\n{printed}"
        seen += 1
    assert seen > 15


def test_the_handbook_shows_every_command() -> None:
    shown = {
        command.words.split()[1]
        for fence in fences(HANDBOOK.read_text(encoding="utf-8"))
        if fence.kind == "console"
        for command in commands(fence.body)
    }
    assert {"controleer", "opmaak", "besluit", "waarom-niet", "toets", "regelingen", "catalogus"} <= shown


def test_a_page_that_is_not_true_is_noticed() -> None:
    assert matches("a\nb\nc", "a\n[...]\nc")
    assert not matches("a\nb\nc", "a\n[...]\nd")
    assert not matches("a.c", "abc") and not matches("abc", "a.c")
    with pytest.raises(AssertionError, match="0 times"):
        changed("a\n", "-b\n+c\n")


def test_the_rules_in_the_readme_are_the_law_that_is_shipped() -> None:
    law = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "rules").rglob("*.regels")))
    excerpts = [
        fence.body for fence in fences((ROOT / "README.md").read_text(encoding="utf-8")) if fence.kind == "text"
    ]
    assert excerpts
    assert all(excerpt in law for excerpt in excerpts)


def test_every_command_of_the_readme_prints_what_it_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    played_commands = list(played((ROOT / "README.md").read_text(encoding="utf-8")))
    assert played_commands
    for _fence, command, printed in played_commands:
        assert matches(printed, command.expected), f"$ {command.words}\n{printed}"


def test_the_examples_of_dossier_and_scenario_fit_the_shipped_law(folder: Path) -> None:
    pages = {
        name: (ROOT / "docs" / "taal" / f"{name}.md").read_text(encoding="utf-8") for name in ("dossier", "scenario")
    }
    for name, page in pages.items():
        for number, example in enumerate(fence.body for fence in fences(page) if fence.kind == "yaml"):
            (folder / f"{name}{number or ''}.yaml").write_text(example, encoding="utf-8")
    decided = ran("toetssteen besluit 'Eigen bijdrage Wmo' --dossier dossier.yaml")
    assert "Status: nog niet vast te stellen" in decided and "[TS" not in decided, decided
    for example in ("scenario.yaml", "scenario1.yaml", "scenario2.yaml"):
        assert ran(f"toetssteen toets {example}").startswith("1 scenario: 1 geslaagd, 0 gefaald\n")


def test_the_page_of_signals_names_each_of_them() -> None:
    law = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "rules").rglob("*.regels"))
    page = (ROOT / "docs" / "recht" / "signalen.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| ([^|]+) \| een [^|]+ \| (?:laag|middel|hoog) \|", page, re.MULTILINE)
    assert sorted(named) == sorted(re.findall(r"^Signaal (.+)$", law, re.MULTILINE))


def test_every_file_that_a_page_for_builders_names_exists() -> None:
    pages = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *(ROOT / "docs" / "beslissingen").glob("*.md")]
    for page in pages:
        named = re.findall(
            r"`((?:dsl|engine|workbench|tests|docs|rules|scenarios|bench)/[\w./-]*)`", page.read_text(encoding="utf-8")
        )
        missing = [name for name in named if not (ROOT / name).exists()]
        assert not missing, f"{page.name}: {missing}"


def _rewrite(page: Path, folder: Path) -> None:
    """Put what the commands print now into the page; output with a line ``[...]`` is for its author to change."""
    text = page.read_text(encoding="utf-8")
    os.chdir(folder)
    bodies: dict[Fence, list[str]] = {}
    for fence, command, printed in played(text):
        kept = matches(printed, command.expected) or ANY_LINES in command.expected.split("\n")
        shown = command.expected if kept else printed
        bodies.setdefault(fence, []).append(f"$ {command.words}\n{shown}".rstrip("\n") + "\n")
    for fence in reversed(bodies):
        text = text[: fence.start] + "".join(bodies[fence]) + text[fence.start + len(fence.body) :]
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TOETSSTEEN_CACHE"] = f"{scratch}/cache"
        _rewrite(HANDBOOK, Path(scratch))
        _rewrite(ROOT / "README.md", ROOT)
