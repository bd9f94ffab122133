"""Work on bytes that cannot be trusted, done in a process of its own, which may die of it.

That process has its seconds and its memory, writes no file, and knows no secret and no address of a database.
"""

import contextlib
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SECONDS = 10
"""Of processor time, for one piece of work."""
MEMORY = 1_000_000_000
"""Bytes of address space, the interpreter's own included."""
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What an interpreter may need to start at all."""
_PROJECT = Path(__file__).resolve().parents[2]


def ask(module: str, said: bytes, *, seconds: float = SECONDS) -> bytes | None:
    """What ``module``, which ends with ``answer``, makes of ``said``; ``None`` if it dies of it or takes too long."""
    with contextlib.suppress(subprocess.SubprocessError, OSError):
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-Es", "-m", module],
            input=said,
            capture_output=True,
            cwd=_PROJECT,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            timeout=min(seconds, 2 * SECONDS),
            check=True,
        )
        return done.stdout
    return None


def answer(work: Callable[[bytes], bytes]) -> None:
    """Be that process: read all that is asked, and print what ``work`` makes of it within the limits."""
    for limit, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # not every system has each
            resource.setrlimit(limit, (most, most))
    sys.stdout.buffer.write(work(sys.stdin.buffer.read()))
