"""Waiting for what another thread or process does, no longer than it takes."""

import time
from collections.abc import Callable


def wait_until(done: Callable[[], bool], seconds: float = 10.0) -> None:
    """Return once ``done`` says so; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"not within {seconds:g} seconds"
        time.sleep(0.01)
