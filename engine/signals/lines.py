"""Lines to and from a process, each within a time: what it does not take or say by then is a TimeoutError."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import time

CHUNK = 65536


class Lines:
    """The pipes of a process that was started with both, unbuffered. Waiting happens in the thread that asks: handing a line over from
    another thread costs more than the answer."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._to, self._from = process.stdin, process.stdout
        # A process that takes nothing must not keep us waiting for longer than it may.
        os.set_blocking(self._to.fileno(), False)
        self._room, self._news = select.poll(), select.poll()
        self._room.register(self._to, select.POLLOUT)
        self._news.register(self._from, select.POLLIN)
        self._rest = b""

    def send(self, line: bytes, until: float) -> None:
        """Send a line (without its end). ``until`` is a time of time.monotonic. Raises TimeoutError, and another OSError when the
        process has ended."""
        left = memoryview(line + b"\n")
        while left:
            try:
                left = left[os.write(self._to.fileno(), left) :]
            except BlockingIOError:
                self._wait(self._room, until)

    def receive(self, until: float) -> bytes | None:
        """The next line; None when there will be none. Raises TimeoutError."""
        while b"\n" not in self._rest:
            self._wait(self._news, until)
            found = os.read(self._from.fileno(), CHUNK)
            if not found:
                return None
            self._rest += found
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def close(self) -> None:
        """No more of either."""
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):  # what was not taken is lost with the process
                pipe.close()

    @staticmethod
    def _wait(poll: select.poll, until: float) -> None:
        if not poll.poll(max(0.0, (until - time.monotonic()) * 1000)):
            raise TimeoutError
