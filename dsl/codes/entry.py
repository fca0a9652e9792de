"""What the registry knows of one code."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.severity import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem, with every text that a user may see of it (Dutch, B1).

    code         "TS" and three digits, the first of which is its group; stable, never given to another problem
    title        a few words, no full stop: the heading of its page
    cause        template of one sentence: what is wrong, with `{field}` for what differs per case
    remedy       template: what to do
    explanation  a paragraph: why this is a problem and how to prevent it
    wrong, right a small example with the problem, and the same without it
    language     of the examples: "regels", "yaml" or "console"
    """

    code: str
    title: str
    cause: str
    remedy: str
    explanation: str
    wrong: str
    right: str
    severity: Severity = Severity.FOUT
    language: str = "regels"
