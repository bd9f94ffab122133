"""An environment as docs/how-to/run-for-real.md has it."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SURFACES = ("public", "desk", "replay", "work", "fetch")
_PROJECT = Path(__file__).parents[2]
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "HOME")


def environment(surface: str, databases: Mapping[str, str], home: Path) -> dict[str, str]:
    """The variables of one process: no other's secret or login, but that the owner makes everybody's login.

    ``databases`` gives each surface's address, and the owner's.
    """
    logins = SURFACES if surface == "owner" else (surface,)
    return {
        "SURFACE": surface,
        f"SECRET_KEY_{surface.upper()}": secrets.token_urlsafe(50),
        **({"DATABASE_URL": databases["owner"]} if surface == "owner" else {}),
        **{f"DATABASE_URL_{name.upper()}": databases[name] for name in logins},
        "BROKER_URL": "redis://broker.newsroom.example:6379/0",
        "PUBLIC_URL": "https://dossiers.newsroom.example",
        "DESK_URL": "https://desk.newsroom.example",
        "REPLAY_URL": "https://archived-pages.example",
        "CASEFILES_HOME": str(home),
        "ARCHIVE_ROOT": str(home / "archive"),
        "NEWSROOM_NAME": "Example newsroom",
    }


def manage(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """``manage.py`` in a process that knows nothing of this one's environment but where programs are."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=_PROJECT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
