"""``python -m tests.workbench.api.fuzz --examples N [--postgres]``: requests of every kind against a running workbench, by its own
description: no answer of 500 or above, and none that is not as described."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services import postgres
from tests.workbench.api.server import serving

# What a dossier may hold is in no schema, so a request that fits the description may be refused with 400.
_LEFT_OUT = "positive_data_acceptance"


def fuzz(url: str, examples: int, phases: str, where: Path) -> subprocess.CompletedProcess[str]:
    """Run it against a workbench; the exit code is 0 when nothing was found."""
    program = Path(sys.executable).with_name("schemathesis")
    options = {
        "max-examples": str(examples),
        "phases": phases,
        "exclude-checks": _LEFT_OUT,
        "request-timeout": "60",
        "suppress-health-check": "all",
        "warnings": "off",
        "workers": "1",
        # Simulations would fill the machine with work that nobody waits for.
        "exclude-operation-id": "simuleer",
    }
    command = [str(program), "run", f"{url}/v1/openapi.json", *(f"--{name}={value}" for name, value in options.items())]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [*command, "--exclude-operation-id=meetNormen", "--no-color"],
        capture_output=True,
        text=True,
        cwd=where,
        env=environment,
        check=False,
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--postgres", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not args.postgres:
            with serving(folder) as server:
                return _told(server.url, args.examples, folder)
        with postgres.running() as database:
            address = database.address().replace("@", f":{database.password}@", 1)
            with serving(folder, address) as server:
                return _told(server.url, args.examples, folder)


def _told(url: str, examples: int, folder: Path) -> int:
    done = fuzz(url, examples, "examples,coverage,fuzzing,stateful", folder)
    print(done.stdout, done.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
