"""What people read about maatwerk: the form for one case, and the overview per rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from dsl.notation import format_date
from dsl.program import Program
from engine.case import Case
from engine.decision import Decision, OutcomeResult
from engine.explain.values_nl import value_text
from engine.maatwerk.form import LEVELS, WeighingForm
from engine.maatwerk.openings import Opening, openings_of
from engine.maatwerk.records import Counted, Record
from engine.values import Known

_KINDS = {
    "vraag": "de wet vraagt uw oordeel",
    "regel": "de regel laat ruimte",
    "algemeen": "algemene grond",
    "tegen de wet": "geen ruimte in de wet, alleen naar boven",
}


def form_text(program: Program, decision: Decision, case: Case, earlier: Sequence[Record]) -> str:
    """An empty maatwerkafweging for this decision, as YAML with the openings and the comparable weighings in comments."""
    return "\n".join(_form(program, decision, openings_of(program, decision, case), earlier)) + "\n"


def _form(
    program: Program, decision: Decision, openings: Sequence[Opening], earlier: Sequence[Record]
) -> Iterator[str]:
    yield "# Maatwerkafweging. De standaarduitkomst blijft staan; deze afweging komt ernaast."
    yield "#"
    yield "# Openingen die de wet in deze zaak geeft:"
    for opening in openings:
        answered = ", al beoordeeld in het dossier" if opening.judged else ""
        yield f"#   opening: {_quoted(opening.name)}   ({_KINDS[opening.kind]}{answered})"
        yield f"#     regel: {_quoted(opening.rule)}"
        if opening.asks != opening.name:
            yield f"#     {opening.asks}"
        for source in opening.sources:
            yield f"#     bron: {source.text}"
    rules = {opening.rule.casefold() for opening in openings}
    same = [
        one.form
        for one in earlier
        if isinstance(one.form, WeighingForm)
        and one.form.besluit.casefold() == decision.besluit.casefold()
        and one.form.regel.casefold() in rules
    ]
    yield "#"
    yield (
        "# Vergelijkbare afwegingen, lees ze voordat u ondertekent:"
        if same
        else "# Er zijn geen vergelijkbare afwegingen gevonden."
    )
    for form in sorted(same, key=lambda one: one.kenmerk):
        yield f"#   {form.kenmerk}: {form.keuze}; regel {_quoted(form.regel)}; {_one_line(form.motivering)}"
    yield "soort: afweging"
    yield "kenmerk: "
    yield f"besluit: {_quoted(decision.besluit)}"
    yield f"rekendatum: {format_date(decision.rekendatum)}"
    if decision.verzonden_op is not None:
        yield f"verzonden op: {format_date(decision.verzonden_op)}"
    receipt = decision.receipt
    yield f"bewijs: {{programma: {receipt.program}, feiten: {receipt.facts}, uitkomst: {receipt.outcome}}}"
    yield f"standaarduitkomst: {_quoted('; '.join(_told(outcome) for outcome in decision.outcomes))}"
    yield "opening: "
    yield "regel: "
    yield "waar wringt het: "
    yield "gehoord:"
    yield "  - {wie: , op: , wat: }"
    yield "perspectieven:  # drie, elk met wat ervoor en wat ertegen spreekt"
    for _ in range(3):
        yield "  - {naam: , voor: , tegen: }"
    yield "oplossingen:"
    yield "  - "
    yield "keuze:   # afwijken of niet afwijken"
    yield "# Alleen als u afwijkt:"
    yield f"# afwijkende uitkomst: {{{', '.join(f'{outcome.attr.name}: ' for outcome in decision.outcomes)}}}"
    yield "# grondslag: "
    yield "# duur: {van: , tot en met: , herbekijken op: }"
    yield "motivering: "
    yield "vergelijkbaar: []"
    yield f"trap:  # {', '.join(LEVELS)}"
    yield "  - {niveau: collega, eigenaar: , op: }"
    yield "# overdracht: {aan: , gevraagd op: , aanvaard op: }   # klaar als de ander aanvaardt"
    yield "# opgelost: voor dit geval"
    yield "# ondertekend: {door: , op: }"


def _told(outcome: OutcomeResult) -> str:
    """An outcome in a few words: its status, what it is, and its rechtsstatus."""
    words = f"{outcome.words}: {outcome.status.value}"
    if isinstance(outcome.value, Known):
        words += f", {value_text(outcome.value, outcome.attr.type)}"
    if isinstance(outcome.legal_status, Known):
        words += f", {outcome.legal_status.value}"
    return words


def _quoted(text: str) -> str:
    """A text as YAML reads it back, on one line."""
    return json.dumps(_one_line(text), ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def overview_text(counted: Sequence[Counted], hidden: int, minimum: int) -> str:
    """Per rule how often people departed from it, refused to, or raised it: where the law hurts."""
    lines = []
    for one in counted:
        parts = f"{one.departed} keer afgeweken, {one.kept} keer niet afgeweken, {one.unease} keer aangekaart"
        lines.append(f"{one.rule}: {parts}")
        if one.cases:
            lines.append(f"  zaken die voor anderen leesbaar zijn gemaakt: {', '.join(one.cases)}")
    if not counted:
        lines.append("Over geen enkele regel zijn er genoeg afwegingen of signalen om te tonen.")
    if hidden:
        rules = "1 regel" if hidden == 1 else f"{hidden} regels"
        lines.append(
            f"{rules} niet getoond: daarover gaan minder dan {minimum} stukken, en een kleine groep kan naar een mens wijzen."
        )
    return "\n".join(lines) + "\n"
