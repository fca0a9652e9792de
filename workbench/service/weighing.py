"""Answers about maatwerkafwegingen: the empty form of a case, and whether a filled-in one is in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dsl.diagnostics import Diagnostic
from dsl.notation import parse_date
from engine.decide import decide
from engine.decision import Decision
from engine.maatwerk.form import WeighingForm
from engine.maatwerk.openings import openings_of
from engine.maatwerk.paper import form_text
from engine.maatwerk.records import Record, check_against, read_record, state_of
from workbench.service.asked import Asked, Content, Opened, located, open_asked, text_of
from workbench.service.law import Law
from workbench.service.problems import RefusedError, Wrong

Answer = dict[str, Any]
_AT = "afweging"


def form(law: Law, asked: Asked, earlier: Sequence[Content] = ()) -> Answer:
    """The openings that the law gives in this case, and an empty form for one of them (YAML)."""
    opened = open_asked(law, asked)
    decision = _decided(law, opened)
    read = _records(earlier)
    return {
        "openingen": [
            {
                "naam": one.name,
                "soort": one.kind,
                "regel": one.rule,
                "vraag": one.asks,
                "beoordeeld": one.judged,
                "bronnen": [{"tekst": source.text, "link": source.url} for source in one.sources],
            }
            for one in openings_of(law.program, decision, opened.case)
        ],
        "bewijs": {
            "programma": decision.receipt.program,
            "feiten": decision.receipt.facts,
            "uitkomst": decision.receipt.outcome,
        },
        "formulier": form_text(law.program, decision, opened.case, read),
    }


def check(law: Law, content: Content, dossier: Content, earlier: Sequence[Content] = ()) -> Answer:
    """Whether a filled-in afweging fits the besluit that it is about, and what it still waits for."""
    text = text_of(content)
    record, found = read_record(text, _AT)
    if record is None:
        raise RefusedError(_placed(found, text))
    about = record.form
    if not isinstance(about, WeighingForm):
        return {"kenmerk": about.kenmerk, "soort": about.soort, "wachtOp": []}
    asked = Asked(about.besluit, dossier, parse_date(about.rekendatum))
    if about.verzonden_op is not None:
        asked = replace(asked, verzonden_op=parse_date(about.verzonden_op))
    opened = open_asked(law, asked)
    found = check_against(record, law.program, _decided(law, opened), opened.case, _records(earlier))
    if found:
        raise RefusedError(_placed(found, text))
    return {"kenmerk": about.kenmerk, "soort": about.soort, "wachtOp": list(state_of(about))}


def _decided(law: Law, opened: Opened) -> Decision:
    return decide(law.program, opened.info.name, opened.case, opened.moment)


def _placed(found: list[Diagnostic], text: str) -> list[Wrong]:
    return located(found, text, "/afweging")


def _records(contents: Sequence[Content]) -> list[Record]:
    read = (read_record(text_of(content), _AT)[0] for content in contents)
    return [one for one in read if one is not None]
