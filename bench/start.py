"""How long a user waits: the start of the command on the whole corpus, and the check of 500 rules.

    python bench/start.py

The start of the command is set beside a bare interpreter and the reading of the same files in the same run, since machines
differ. Bars (package A): warm start under 0.4 s; 500 rules checked in under 1.5 s. Exits with 1 when one is missed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "rules"
DOSSIER = ROOT / "scenarios" / "dossiers" / "mevrouw-yilmaz.yaml"
RUNS = 11
WARM_BAR, CHECK_BAR = 0.4, 1.5


def seconds(*command: str, env: dict[str, str] | None = None) -> float:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} gaf {done.returncode}")
    return time.perf_counter() - start


def best(*command: str, env: dict[str, str] | None = None) -> tuple[float, float]:
    times = [seconds(*command, env=env) for _ in range(RUNS)]
    return min(times), median(times)


def generated_rules(count: int) -> str:
    """Rules of the size of the real ones: a path, a table of parameters, bounds, a list of conditions."""
    blocks = [
        "Regeling Meting\n    bron: Meetwet (BWBR0000001)\n",
        "Objecttype de persoon (mv: personen)\n"
        "    het inkomen : bedrag per jaar ligt tussen € 0 en € 1.000.000, in hele euro's\n"
        "    de ouderdom : geheel getal ligt tussen 0 en 120\n    kenmerk ontvangt zorg\n"
        + "".join(f"    het bedrag {n} : bedrag per maand\n" for n in range(count)),
        "Parameter het tarief : bedrag per maand\n    bron: Meetwet artikel 1\n    vanaf 01-01-2024: € 20,60\n",
    ]
    for n in range(count):
        before = f"het bedrag {n - 1} van de persoon" if n else "het tarief"
        blocks.append(
            f"Regel bedrag {n}\n    geldig vanaf 01-01-2024\n    bron: Meetwet artikel {n + 2}\n    ruimte: gebonden, wet\n"
            f"    Het bedrag {n} van een persoon moet berekend worden als\n"
            f"        (10% van het inkomen van de persoon, omgerekend naar een bedrag per maand) plus {before},\n"
            "        met een minimum van € 0 per maand en een maximum van het tarief, rekenkundig afgerond op centen\n"
            "    indien aan ten minste een van de volgende voorwaarden is voldaan:\n"
            f"        • de ouderdom van de persoon is ten minste {n % 100}\n        • de persoon ontvangt geen zorg\n"
            '    uitleg: "U krijgt dit bedrag."\n'
        )
    return "\n".join(blocks)


def check_500() -> float:
    from dsl.check import check
    from dsl.parsing.corpus import load_corpus

    text = generated_rules(500)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        program, found = check(load_corpus({"meting.regels": text}))
        times.append(time.perf_counter() - start)
        if program is None:
            raise SystemExit(f"de gemeten regels zijn niet goed: {found[:2]}")
    print(f"500 regels controleren ({len(text) / 1000:.0f} kB): {min(times):.2f} s (eerste keer {times[0]:.2f} s)")
    return times[0]


def main() -> int:
    sys.path.insert(0, str(ROOT))
    decide = "import sys; from workbench.cli import main; sys.exit(main(sys.argv[1:]))"
    arguments = ["besluit", "Eigen bijdrage Wmo", "--dossier", str(DOSSIER), "--op", "01-03-2024", "--uitleg", "burger"]
    with tempfile.TemporaryDirectory() as cache:
        # Compiled modules are part of a warm start; some machines switch their writing off.
        env = {**os.environ, "TOETSSTEEN_CACHE": cache, "PYTHONPYCACHEPREFIX": f"{cache}/pyc"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        bare, _ = best("-c", "pass")
        read, _ = best(
            "-c", f"from pathlib import Path; [p.read_text() for p in Path({str(RULES)!r}).rglob('*.regels')]"
        )
        cold = seconds("-c", decide, *arguments, env=env)
        listed, _ = best("-c", decide, "regelingen", env=env)
        warm, middle = best("-c", decide, *arguments, env=env)
    print(f"kale interpreter {bare:.3f} s; alle regelbestanden lezen {read:.3f} s")
    print(f"regelingen tonen, warm: {listed:.3f} s ({listed / read:.1f} keer het lezen)")
    print(f"een besluit, koud (zonder tussenopslag): {cold:.2f} s")
    print(
        f"een besluit, warm: {warm:.3f} s, mediaan {middle:.3f} s ({warm / read:.1f} keer het lezen), grens {WARM_BAR} s"
    )
    checked = check_500()
    missed = [
        name
        for name, value, bar in (("warme start", warm, WARM_BAR), ("500 regels", checked, CHECK_BAR))
        if value >= bar
    ]
    print(f"gemist: {', '.join(missed)}" if missed else "alle grenzen gehaald")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
