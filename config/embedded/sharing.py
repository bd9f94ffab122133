"""Several processes share one server; the last that leaves stops it."""

import atexit
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.locks import PATIENCE, SharedUse
from config.embedded.places import Places
from config.embedded.postgres import Postgres, binaries
from config.embedded.runner import runner_for
from config.embedded.server import Server
from config.embedded.valkey import Valkey, program

_joined: dict[tuple[Path, str], tuple[SharedUse, Server]] = {}


def postgres_server(home: Path) -> Postgres:
    """The PostgreSQL below ``home``, running or not."""
    places = Places(home)
    data = places.postgres / "data"
    runner = runner_for([places.postgres, places.sockets], binaries() / "postgres", owned=data)
    return Postgres(places.postgres, places.sockets, places.logs / "postgres.log", runner)


def valkey_server(home: Path) -> Valkey:
    """The Valkey below ``home``, running or not."""
    places = Places(home)
    owned = places.valkey if places.valkey.exists() else places.postgres / "data"
    runner = runner_for([places.valkey, places.sockets], program(), owned=owned)
    return Valkey(places.valkey, places.valkey_socket, places.logs / "valkey.log", runner)


SERVERS: dict[str, Callable[[Path], Server]] = {"postgres": postgres_server, "valkey": valkey_server}


def ensure_running(home: Path, *, postgres: bool = True, valkey: bool = True, supervised: bool = False) -> None:
    """See that the servers below ``home`` run, and hold them until this process ends.

    Cheap when they run already, and safe to call again: a server killed meanwhile is started again. The last
    process to end stops them. With ``supervised`` a server that this call starts ends with this process, even
    by ``kill -9`` (Linux; elsewhere the next start finds and takes over what is left). Call that from the main
    thread. Raises EmbeddedServiceError.
    """
    with usable(home):
        for name, wanted in (("postgres", postgres), ("valkey", valkey)):
            if wanted:
                _join(home, name, supervised=supervised)


@contextmanager
def usable(home: Path) -> Iterator[None]:
    """Tell what the disk refuses (no right, no space) in words that say what to do."""
    try:
        yield
    except OSError as error:
        raise EmbeddedServiceError(
            f"{home} cannot be used for the embedded servers: {error}. Make it a folder of this user with free "
            "space, choose another with CASEFILES_HOME, or set DATABASE_URL and BROKER_URL."
        ) from error


def _join(home: Path, name: str, *, supervised: bool) -> None:
    key = (home, name)
    use, server = _joined.get(key, (None, None))
    if use is not None and use.process != os.getpid():
        use.forget()  # we are a forked child: the parent's hold is not ours
        use = None
    if use is None or server is None:
        use, server = _sharing(home, name)
    use.join()
    if not server.ready():
        with use.starting():
            server = SERVERS[name](home)  # the data's owner may have changed while we waited
            bring_up(server, end_with_parent=supervised)
    _joined[key] = (use, server)


def _sharing(home: Path, name: str) -> tuple[SharedUse, Server]:
    places = Places(home)
    places.logs.mkdir(parents=True, exist_ok=True)
    places.locks.mkdir(mode=0o700, exist_ok=True)
    return SharedUse(places.locks, name), SERVERS[name](home)


def bring_up(server: Server, *, end_with_parent: bool) -> None:
    """Have the server running and reachable; the caller holds its start lock."""
    deadline = time.monotonic() + PATIENCE
    while not server.ready() and server.pid() is not None:  # starting, stopping, or deaf
        if server.deaf():
            server.stop()
        if time.monotonic() > deadline:
            raise EmbeddedServiceError(
                f"{server.name} (process {server.pid()}) has been starting or stopping for {PATIENCE:.0f} seconds. "
                "Its log is in the folder logs; end it and try again."
            )
        time.sleep(0.01)
    if not server.ready():
        server.start(end_with_parent=end_with_parent)


@atexit.register
def release_all() -> None:
    """Leave every server this process uses, and stop those that nobody else uses."""
    for use, server in [_joined.pop(key) for key in list(_joined)]:
        if use.process != os.getpid():
            continue  # a forked child ends: its parent still uses the server
        with use.leaving() as last:
            if last:
                server.stop()


def stop(home: Path, *, now: bool = False) -> list[str]:
    """Stop the servers below ``home`` that nobody uses, or all of them ``now``; names those left running."""
    in_use = []
    with usable(home):
        for name in SERVERS:
            use, server = _sharing(home, name)
            with use.leaving() as unused:
                if unused or now:
                    server.stop()
                elif server.pid() is not None:
                    in_use.append(server.name)
    return in_use
