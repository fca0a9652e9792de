"""Writes in a register for as long as it runs, and says what was acknowledged: for tests that end it in the middle.

``python -m tests.engine.register.writer ADDRESS [--threads N] [--most-bytes N]``: a line per acknowledged entry, ``+ ID``; or ``! WHY``
when the register refuses.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading

from engine.register import Register
from engine.register.trouble import RegisterError
from tests.engine.register.made import ANNA, KEYS

_PAYLOAD = {"tekst": "x" * 2000}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--most-bytes", type=int, help="no file may grow over this, as if the disk were full")
    options = parser.parse_args()
    register = Register.open(options.address, KEYS)
    if options.most_bytes:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (options.most_bytes, options.most_bytes))
    stopped = threading.Event()

    def write() -> None:
        while not stopped.is_set():
            try:
                made = register.record("besluit", None, {**_PAYLOAD, "ruis": os.urandom(2000).hex()}, ANNA)
                line = f"+ {made.id}\n"
            except RegisterError as wrong:
                line = f"! {wrong}\n"
                stopped.set()
            os.write(sys.stdout.fileno(), line.encode())

    threads = [threading.Thread(target=write) for _ in range(options.threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
