"""A dossier of 10,000 events: reading it, and showing it as an organisation knew it on a day.

    python -m bench.dossier

The floor of a view is making that many objects with their facts at all, measured in the same run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from engine.case import Obj
from engine.dossier import CaseLoader, Dossier

EVENTS = 10_000
ROUNDS = 7
MOST_OF_FLOOR = 12
MOST = 0.100
RULES = """Regeling Proef
    uitvoerder: CAK
    bron: Proefwet artikel 1

Objecttype de betaling (mv: betalingen)
    de datum : datum
    het bedrag : bedrag per maand ligt tussen € 0 en € 10.000

Objecttype de persoon (mv: personen)
    het inkomen : bedrag per jaar ligt tussen € 0 en € 1.000.000, per kalenderjaar
    rol betaling (mv: betalingen) : ten hoogste 20000 betalingen
"""


def written() -> str:
    """A dossier: an income that was corrected forty times, and payments that became known one after the other."""
    lines = ["persoon:", "  inkomen:", "    2024:"]
    for number in range(40):
        day = date(2025, 1, 1) + timedelta(days=number)
        lines.append(f"      - {{waarde: € {number}, herkomst: Belastingdienst, bekend: {day}}}")
    lines.append("  betalingen:")
    for number in range(EVENTS):
        day = date(2010, 1, 1) + timedelta(days=number // 2)
        lines.append(f"    - {{datum: {day}, bedrag: € 21,80, herkomst: CAK, bekend: {{CAK: {day}}}}}")
    return "\n".join(lines) + "\n"


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def floor(dossier: Dossier) -> dict[str, Obj]:
    return {key: Obj(key, obj.type, dict(obj.facts), {}) for key, obj in dossier.objects.items()}


def main() -> int:
    program, found = check(load_corpus({"proef.regels": RULES}))
    if program is None:
        raise SystemExit(f"de gemeten regels zijn niet goed: {found[:2]}")
    text = written()
    start = process_time()
    dossier, wrong = CaseLoader(program).open(text, "dossier.yaml")
    reading = process_time() - start
    if dossier is None:
        raise SystemExit(f"het gemeten dossier is niet goed: {wrong[:2]}")
    half = date(2016, 11, 1)
    view = dossier.as_known(half, "CAK")
    known = len(view.objects)
    if not 0 < known < len(dossier.objects):
        raise SystemExit("het aanzicht bevat niet de helft van de gebeurtenissen")
    lowest, taken = best(lambda: floor(dossier)), best(lambda: dossier.as_known(half, "CAK"))
    plain = replace(dossier, ledger=None)
    nothing = best(lambda: plain.as_known(half, "CAK"))
    print(f"{EVENTS} gebeurtenissen lezen ({len(text) / 1000:.0f} kB): {reading:.2f} s")
    print(
        f"zoals bekend op een dag ({known} objecten): {taken * 1000:.1f} ms; de objecten maken alleen {lowest * 1000:.1f} ms"
    )
    print(f"een dossier zonder herkomst en kennis: {nothing * 1e6:.1f} microseconden")
    missed = [
        name
        for name, value, bar in (("zoals bekend", taken, MOST), ("maal de ondergrens", taken / lowest, MOST_OF_FLOOR))
        if value > bar
    ]
    print(f"gemist: {', '.join(missed)}" if missed else "alle grenzen gehaald")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
