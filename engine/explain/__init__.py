"""Explaining a decision in Dutch at three levels, as text, Markdown or JSON."""

from __future__ import annotations

from dsl.program import Program
from engine.case import Case
from engine.decision import Decision
from engine.explain import behandelaar, burger, juridisch
from engine.explain.render import render
from engine.explain.tree import Explanation, Form, Level
from engine.explain.variant_nl import noted

__all__ = ["Explanation", "Form", "Level", "describe", "explain"]

_LEVELS = {"burger": burger.explain, "behandelaar": behandelaar.explain, "juridisch": juridisch.explain}


def explain(decision: Decision, program: Program, case: Case, level: Level = "burger") -> Explanation:
    """The explanation as a tree, for whoever wants to show it in another way."""
    return noted(program, _LEVELS[level](program, decision, case))


def describe(decision: Decision, program: Program, case: Case, level: Level = "burger", form: Form = "tekst") -> str:
    """The explanation of a decision, with its trace, as text; the same bytes for the same decision."""
    return render(explain(decision, program, case, level), form)
