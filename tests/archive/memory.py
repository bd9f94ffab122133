"""How much memory something takes at its most."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_RESET = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


@dataclass
class Growth:
    """By how many bytes the process was larger than before, at its largest; known once the block has ended."""

    most: int = 0


@contextmanager
def growth() -> Iterator[Growth]:
    """Measures the block. Without Linux it sees only what exceeds all that came before."""
    if _RESET.exists():
        _RESET.write_text("5")  # forget the largest size so far
    before, found = _largest(), Growth()
    yield found
    found.most = _largest() - before


def _largest() -> int:
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
