"""A change is judged with the part of the law that it reads, and comes to what judging everything comes to."""

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsl.check import check
from dsl.diagnostics import Diagnostic
from dsl.files import RuleFile
from dsl.parsing.corpus import load_corpus
from dsl.source import SourceFile
from workbench.editor.workspace import Workspace

FILES = ("wmo/bijdrage", "wmo/begrippen", "wlz/verdeling", "toeslagen/awir", "svb/aow-leeftijd", "varianten/wmo")


def changed(text: str, row: int, how: str, word: str) -> str:
    rows = text.split("\n")
    at = row % len(rows)
    words = rows[at].split(" ")
    match how:
        case "weg":
            del rows[at]
        case "dubbel":
            rows.insert(at, rows[at])
        case "woord":
            words[row % len(words)] = word
            rows[at] = " ".join(words)
        case _:
            rows[at] = rows[at][: row % (len(rows[at]) + 1)] + word
    return "\n".join(rows)


def whole(workspace: Workspace, name: str, text: str) -> list[Diagnostic]:
    """What judging every file from its text finds."""
    path = workspace.files[name].source.path
    files = [RuleFile(name, SourceFile(path, text)) if it.name == name else it for it in workspace.files.values()]
    return check(load_corpus(files, cache=CACHE))[1]


CACHE: dict[str, object] = {}


def existing(workspace: Workspace) -> list[str]:
    return [name for name in FILES if name in workspace.files] or sorted(workspace.files)[:3]


@given(
    number=st.integers(0, 5),
    row=st.integers(0, 400),
    how=st.sampled_from(("weg", "dubbel", "woord", "half")),
    word=st.sampled_from(
        ("bijdrage", "geboortedatum", "€ 5", "indien", "of", "per jaar", "persoon", "Regel", ":", '"')
    ),
)
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_part_is_judged_as_the_whole(workspace: Workspace, number: int, row: int, how: str, word: str) -> None:
    names = existing(workspace)
    name = names[number % len(names)]
    text = changed(workspace.files[name].source.text, row, how, word)
    path = workspace.files[name].source.path
    quick = workspace.view({name: text}).judged(name).findings
    slow = [it for it in whole(workspace, name, text) if it.span.file == path]
    # Whether anything still uses a name only the whole law can say.
    assert sorted(quick) == sorted(it for it in slow if it.code != "TS409")


def test_a_shipped_file_has_no_findings(workspace: Workspace) -> None:
    assert workspace.unread == ()
    assert workspace.settled().findings == ()
    assert workspace.view().judged("wmo/bijdrage").findings == ()


def test_a_change_is_told_where_it_breaks_another_file(workspace: Workspace) -> None:
    text = workspace.files["wmo/tarief"].source.text.replace("bedrag per maand", "bedrag per jaar", 1)
    judged = workspace.view({"wmo/tarief": text}).judged("wmo/tarief")
    assert any(it.span.file.endswith("wmo/bijdrage.regels") for it in judged.elsewhere)


def test_a_new_file_is_judged_with_what_it_uses(workspace: Workspace) -> None:
    text = (
        "Regeling proef\n    gebruikt: wmo/begrippen\n\nRegel proef\n    geldig vanaf 01-01-2024\n    bron: Wmo 2015 artikel 1\n"
        "    De bijdrag van een leefeenheid moet gesteld worden op € 5 per maand\n"
    )
    found = workspace.view({"proef/nieuw": text}).judged("proef/nieuw").findings
    assert ["TS201" in {it.code for it in found} or "TS209" in {it.code for it in found}] == [True]
    assert "bijdrage" in "".join(it.remedy for it in found)


def test_settling_takes_over_what_was_typed(workspace: Workspace) -> None:
    other = Workspace(workspace.files.values())
    name = "wmo/tarief"
    text = (
        workspace.files[name].source.text
        + "\nParameter het niet gebruikte bedrag : bedrag\n    vanaf 01-01-2024: € 5\n"
    )
    other.settle({name: text})
    assert "TS409" in {it.code for it in other.settled().findings}
    assert other.view({name: workspace.files[name].source.text}).judged(name).findings == ()


def test_typing_is_answered_at_once(workspace: Workspace) -> None:
    """Work, not waiting: the machine may be busy with something else."""
    spent = []
    for name in list(workspace.files)[::12]:
        text = workspace.files[name].source.text
        at = text.find("\n", len(text) // 2)
        began = time.process_time()
        workspace.view({name: text[:at] + "x" + text[at:]}).judged(name)
        spent.append(time.process_time() - began)
    assert sorted(spent)[len(spent) // 2] < 0.5
    assert max(spent) < 1.5
