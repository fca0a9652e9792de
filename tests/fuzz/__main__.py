"""Run the readers on mutated real texts for some time. Ends with 1 on the first exception or hang, with the text that did it.

python -m tests.fuzz --seconds 120 [--seed 1]
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import tempfile
import time
import traceback
from datetime import date
from pathlib import Path
from random import Random

from dsl.check import check
from dsl.files import RuleFile, read_rules
from dsl.parsing.corpus import Parsed, load_corpus
from dsl.program import Program
from dsl.rendering import render_text
from dsl.source import SourceFile, Sources
from engine.dossier import CaseLoader
from engine.paths import rules_dir, scenarios_dir
from engine.scenarios.reading import read_scenarios
from tests.fuzz.commands import Commands
from tests.fuzz.mutate import mutate

HANG = 20.0  # seconds for one text
KNOWN = """\
rekendatum: 01-10-2026
leefeenheid:
  gemeente: Drimmelen
  is duurzaam gescheiden levend:
    - {waarde: nee, herkomst: BRP}
    - {waarde: ja, van: 15-03-2026, herkomst: opgave burger, bekend: {SVB: 20-03-2026, CAK: 01-09-2026}}
    - {waarde: ja, herkomst: behandelaar 12, bekend: 01-10-2026, in plaats van: [BRP, opgave burger]}
  cliënt:
    geboortedatum: 12-03-1950
    inkomen:
      2024: [{waarde: € 24.000, herkomst: Belastingdienst, bekend: 01-06-2025}, {waarde: € 31.000, bekend: 10-02-2026}]
    maatwerkvoorzieningen: [{soort: huishoudelijke hulp, van: 01-03-2026, bekend: {CAK: 15-05-2026}, herkomst: gemeente}]
  echtgenoot:
    - {id: bert, van: 01-01-2000, herkomst: BRP, bekend: 01-02-2000}
    - {zie: bert, van: 01-01-2000, tot en met: 15-03-2026, herkomst: BRP, bekend: 20-07-2026}
besluiten:
  - {besluit: Eigen bijdrage Wmo, van: 01-01-2026, uitkomst: {bijdrage: € 21,80}, rechtsstatus: verschuldigd, verzonden op: 20-01-2026}
"""
"""A dossier that tells who said what and since when it is known."""


class Fuzzer:
    def __init__(self) -> None:
        self.files, _ = read_rules(rules_dir())
        self.parsed: dict[str, Parsed] = {}
        program, findings = check(load_corpus(self.files, cache=self.parsed))
        if program is None:
            raise SystemExit(f"de meegeleverde regels zijn niet goed: {findings[:3]}")
        self.program: Program = program
        self.loader = CaseLoader(program)
        self.scenarios = [path.read_text(encoding="utf-8") for path in sorted(scenarios_dir().rglob("*.yaml"))]
        self.scenarios += [KNOWN] * 10
        self.commands = Commands(program)

    def rules(self, random: Random) -> str:
        """One file mutated, beside the files that it may use."""
        victim = random.randrange(len(self.files))
        text = mutate(self.files[victim].source.text, random)
        files = [
            RuleFile(file.name, SourceFile(file.source.path, text)) if number == victim else file
            for number, file in enumerate(self.files)
        ]
        corpus = load_corpus(files, cache=dict(self.parsed))
        _, found = check(corpus)
        render_text(found, corpus.sources)
        return text

    def scenario(self, random: Random) -> str:
        text = mutate(random.choice(self.scenarios), random)
        read = read_scenarios(self.loader, text, "proef.yaml")
        render_text(read.diagnostics, Sources([SourceFile("proef.yaml", text)]))
        return text

    def dossier(self, random: Random) -> str:
        text = mutate(random.choice(self.scenarios), random)
        loaded, found = self.loader.load(random.choice(list(self.program.decisions)), text, "proef.yaml")
        render_text(found, Sources([SourceFile("proef.yaml", text)]))
        if loaded is not None:
            loaded.as_known(date(2025, 6, 1), "CAK")
        return text

    def command(self, random: Random) -> str:
        return self.commands.run(random)


KINDS = ("rules", "scenario", "dossier", "command")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args()
    fuzzer = Fuzzer()
    stop = time.monotonic() + args.seconds
    number = 0
    counts = dict.fromkeys(KINDS, 0)
    slowest = (0.0, "")
    print(f"zaad {args.seed}")
    while time.monotonic() < stop:
        seed = f"{args.seed}:{number}"
        kind = KINDS[number % len(KINDS)]
        start = time.monotonic()
        faulthandler.dump_traceback_later(HANG, exit=True)
        try:
            getattr(fuzzer, kind)(Random(seed))
        except Exception:
            traceback.print_exc()
            place = Path(tempfile.gettempdir()) / f"toetssteen-fuzz-{kind}.txt"
            place.write_text(seed, encoding="utf-8")
            print(f"uitzondering bij {kind}, zaad {seed} (in {place})", file=sys.stderr)
            return 1
        faulthandler.cancel_dump_traceback_later()
        slowest = max(slowest, (time.monotonic() - start, f"{kind} {seed}"))
        counts[kind] += 1
        number += 1
    told = ", ".join(f"{count} keer {kind}" for kind, count in counts.items())
    print(f"{told}: geen uitzondering, geen hang (langste {slowest[0]:.2f} s: {slowest[1]})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
