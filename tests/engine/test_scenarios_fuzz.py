"""Whatever is done to the text of a scenario file: it gives scenarios or findings, never an exception."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dossier import CaseLoader
from engine.scenarios.model import Scenario
from engine.scenarios.reading import read_scenarios
from engine.scenarios.run import run_entry
from tests.proefwet import KLASSE, ONBEKEND, TARIEF, TE_JONG, program, suite_text

LOADER = CaseLoader(program())
GOOD = suite_text(TARIEF, TE_JONG, ONBEKEND, KLASSE)
WORDS = sorted(set(GOOD.replace(":", " : ").split()))


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """The good file with lines dropped, doubled or moved, and words put in the place of others."""
    lines = GOOD.splitlines()
    for _ in range(draw(st.integers(1, 5))):
        number = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["drop", "double", "indent", "word", "cut"]))
        line = lines[number]
        if how == "drop" and len(lines) > 1:
            del lines[number]
        elif how == "double":
            lines.insert(number, line)
        elif how == "indent":
            lines[number] = "  " + line if draw(st.booleans()) else line[2:]
        elif how == "word":
            start = draw(st.integers(0, len(line)))
            lines[number] = line[:start] + draw(st.sampled_from(WORDS) | st.text(max_size=4))
        else:
            start, end = sorted((draw(st.integers(0, len(line))), draw(st.integers(0, len(line)))))
            lines[number] = line[:start] + line[end:]
    return "\n".join(lines) + "\n"


@given(mutations() | st.text() | st.binary())
@settings(max_examples=200)
def test_a_damaged_file_gives_scenarios_or_findings(text: str | bytes) -> None:
    found = read_scenarios(LOADER, text, "proef.yaml")
    assert found.entries or found.diagnostics
    for entry in found.entries:
        result = run_entry(program(), entry)
        assert result.crash is None
        assert isinstance(entry, Scenario) or not result.passed


def test_the_text_that_is_damaged_was_good() -> None:
    found = read_scenarios(LOADER, GOOD, "proef.yaml")
    assert [run_entry(program(), entry).passed for entry in found.entries] == [True] * 4
