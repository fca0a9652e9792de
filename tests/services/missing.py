"""What a test does when a service that it talks to cannot be had: it is skipped with the reason; in CI that is a failure."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def unavailable(why: str, service: str = "PostgreSQL") -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"CI needs {service}: {why}")
    pytest.skip(f"no {service}: {why}")
