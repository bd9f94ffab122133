"""How long readers' answers may be kept, and what besides the record they are made from."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

KEPT_SECONDS = 15
"""How long a reader's cache may show an answer without asking again."""

_DRAWN_BY = ("casefiles", "config", "templates")
_ASIDE = {".pyc", ".pyo"}


def face() -> str:
    """Changes when answers are drawn otherwise, so that a deployed change reaches every reader: for ETags.

    All code and templates count, the desk's too: what is forgotten here, readers would not get.
    """
    named = (settings.PUBLIC_URL, settings.REPLAY_URL, settings.NEWSROOM_NAME)
    return hashlib.sha256("\0".join((_code(), *named)).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    """Digest of what this process runs, read once."""
    drawn = hashlib.sha256()
    for path in _files(Path(settings.BASE_DIR)):
        drawn.update(hashlib.sha256(path.read_bytes()).digest())
    return drawn.hexdigest()


def _files(base: Path) -> Iterator[Path]:
    found = (path for name in _DRAWN_BY for path in (base / name).rglob("*"))
    packages = base / "requirements.txt"  # other versions of the packages draw otherwise
    yield from (path for path in (*sorted(found), packages) if path.is_file() and path.suffix not in _ASIDE)
