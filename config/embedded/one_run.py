"""Servers for one test run, in a folder of their own that goes with them."""

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from config.embedded.errors import EmbeddedServiceError
from config.embedded.locks import SharedUse, open_lock, try_lock
from config.embedded.places import Places, broker_url, database_url
from config.embedded.places import home as default_home
from config.embedded.postgres import Postgres, binaries
from config.embedded.processes import server_lock
from config.embedded.runner import Runner, runner_for
from config.embedded.sharing import usable
from config.embedded.valkey import Valkey

_PREFIX = "casefiles-throwaway-"
_SHORT = Path("/tmp")  # noqa: S108 - mkdtemp makes an owner-only folder in it


class Addresses(NamedTuple):
    """Where a throw-away pair of servers listens."""

    database_url: str
    broker_url: str


@contextmanager
def throwaway(home: Path | None = None) -> Iterator[Addresses]:
    """A fresh PostgreSQL with an empty database, and a fresh Valkey, gone when the block ends.

    If the run is killed, the servers end with it (Linux), and the next run removes the folder. ``home`` keeps
    a fresh cluster to copy from. Raises EmbeddedServiceError.
    """
    places = Places(home or default_home())
    parent = _parent()
    with usable(places.home):
        _sweep(parent)
        folder, lock = _make_folder(parent)
    try:
        with usable(places.home):
            _start(places, folder)
        yield Addresses(database_url(folder), broker_url(folder))
    finally:
        for server in _servers(folder, Runner()):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _start(places: Places, folder: Path) -> None:
    """Both servers, on a copy of the fresh cluster that ``places`` keep."""
    runner = runner_for([folder.parent, places.templates], binaries() / "postgres")
    if runner.account:
        folder.chmod(0o711)  # to be walked through; what lies in it is owner-only
    places.locks.mkdir(mode=0o700, parents=True, exist_ok=True)
    with SharedUse(places.locks, "template").starting():
        template = _template(places, runner)
    postgres, valkey = _servers(folder, runner)
    runner.own_folder(postgres.folder)
    copied = runner.run(["cp", "-a", template / "data", postgres.data])
    if copied.returncode:
        raise EmbeddedServiceError(
            f"A fresh cluster could not be copied from {template} to {folder}: {copied.stderr.strip()} "
            "Free space there, or set DATABASE_URL and BROKER_URL to servers of your own."
        )
    postgres.start(end_with_parent=True)
    valkey.start(end_with_parent=True)


def _parent() -> Path:
    """The folder for temporary files, or ``/tmp`` when that one's path is too long for a socket."""
    usual = Path(tempfile.gettempdir())
    return usual if Places(usual / f"{_PREFIX}xxxxxxxx").sockets.is_relative_to(usual) else _SHORT


def _make_folder(parent: Path) -> tuple[Path, int]:
    """A folder whose lock this run holds; it gets its name once locked, lest another run sweeps it away."""
    fresh = Path(tempfile.mkdtemp(prefix="casefiles-new-", dir=parent))
    lock = open_lock(fresh / "lock")
    try_lock(lock, fcntl.LOCK_EX)
    return fresh.rename(parent / fresh.name.replace("casefiles-new-", _PREFIX)), lock


def _servers(folder: Path, runner: Runner) -> tuple[Postgres, Valkey]:
    places = Places(folder)
    return (
        Postgres(places.postgres, places.sockets, folder / "postgres.log", runner, careless=True),
        Valkey(places.valkey, places.valkey_socket, folder / "valkey.log", runner, careless=True),
    )


def _template(places: Places, runner: Runner) -> Path:
    """A cluster with an empty database, made once for this PostgreSQL and this owner."""
    program = (binaries() / "postgres").stat()
    owner = f"postgres-{runner.uid}"
    ready = places.templates / f"{owner}-{program.st_size:x}-{int(program.st_mtime):x}"
    if ready.exists():
        return ready
    places.templates.mkdir(parents=True, exist_ok=True)
    for old in places.templates.glob(f"{owner}-*"):
        shutil.rmtree(old, ignore_errors=True)
    fresh = runner.own_folder(places.templates / f"{owner}-new-{uuid.uuid4().hex}")
    with server_lock(fresh) as lock:
        maker = Postgres(fresh, fresh, fresh / "postgres.log", runner, careless=True)
        maker.initialise(lock, small_log=True)
    fresh.rename(ready)
    return ready


def _sweep(parent: Path) -> None:
    """Remove what killed runs of this user have left."""
    for folder in parent.glob(f"{_PREFIX}*"):
        if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
            continue
        lock = open_lock(folder / "lock")
        if try_lock(lock, fcntl.LOCK_EX):
            for server in _servers(folder, Runner()):
                server.stop()
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)
