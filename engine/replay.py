"""Making a decision again from its receipt."""

from __future__ import annotations

from dsl.program import Program
from engine.case import Case, Moment
from engine.decide import decide
from engine.decision import Receipt
from engine.dossier import LoadedCase
from engine.receipt import digest_of_facts
from engine.version import ENGINE_VERSION


def verify(receipt: Receipt, program: Program, besluit: str, case: Case | LoadedCase) -> bool:
    """Whether this program and these facts give the decision of the receipt: the hashes agree, and deciding again on its dates
    gives the same outcome. A case with its dossier is looked at as it was known then. Raises KeyError when the program has no
    such Besluit."""
    if isinstance(case, LoadedCase):
        view = case.as_known(receipt.bekend_op, receipt.bekend_bij)
        if view is None:
            return False
        case = view.case
    if (receipt.program, receipt.facts, receipt.engine) != (program.digest, digest_of_facts(case), ENGINE_VERSION):
        return False
    moment = Moment(receipt.rekendatum, receipt.verzonden_op, receipt.bekend_op, receipt.bekend_bij)
    return decide(program, besluit, case, moment).receipt == receipt
