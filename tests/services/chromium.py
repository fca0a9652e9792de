"""The system's Chromium, for tests that open pages in a real browser: found, or installed where we may.

By hand: ``python -m tests.services.chromium`` prints where it is.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.services.debian import Unavailable, found_or_installed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["ARGUMENTS", "Unavailable", "opened", "program"]

ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # root, in a container, has no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def program() -> Path:
    """The browser; installed when there is none and we may. Raises Unavailable."""
    return found_or_installed("Chromium", "chromium", _installed)


@contextmanager
def opened() -> Iterator[Browser]:
    """A browser for tests. Without one they are skipped, and fail in CI."""
    import pytest
    from playwright.sync_api import sync_playwright

    try:
        place = program()
    except Unavailable as wrong:
        if os.environ.get("CI"):
            pytest.fail(f"CI needs a browser: {wrong}")
        pytest.skip(f"no browser: {wrong}")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=place, args=list(ARGUMENTS))
        yield made
        made.close()


def _installed() -> Path | None:
    return next((Path(place) for name in _NAMES if (place := shutil.which(name)) is not None), None)


def main() -> int:
    try:
        print(program())
    except Unavailable as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
