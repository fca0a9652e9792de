"""What was computed with a variant says so first: it is no decision by the law."""

from __future__ import annotations

from dataclasses import replace

from dsl.program import Program
from engine.explain.tree import Explanation, Part, Section
from engine.explain.values_nl import enumeration


def noted(program: Program, explanation: Explanation) -> Explanation:
    """The explanation with a first line that names the varianten of the program; as it is when there are none."""
    if not program.applied:
        return explanation
    names = enumeration([f"'{name}'" for name in program.applied])
    words = f"variant {names}" if len(program.applied) == 1 else f"de varianten {names}"
    text = f"Let op: dit is berekend met {words}. Het is geen besluit volgens het geldende recht."
    return replace(explanation, sections=(Section("", (Part("zin", text),)), *explanation.sections))
