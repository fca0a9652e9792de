"""Settings that hold for every test."""

import os

from hypothesis import settings

# Generated cases run beside other work on few cores, where a time limit per example says nothing: pytest's own limit
# per test catches a hang. In CI the same cases come every time, so that a failure is about the change under test.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")
