"""``python -m config.embedded status|stop|run``: look after the embedded servers by hand."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from typing import TextIO

from config.embedded.errors import EmbeddedServiceError
from config.embedded.places import broker_url, database_url, home
from config.embedded.sharing import SERVERS, ensure_running, release_all, stop, usable

_LOOK_AFTER = 2.0  # seconds between two looks whether both servers still run


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; 0 when all is well, 1 when not, 2 for a wrong command line."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("status", help="say which servers run, and where")
    stopping = commands.add_parser("stop", help="stop the servers unless a process uses them")
    stopping.add_argument("--now", action="store_true", help="stop them although they are in use")
    commands.add_parser("run", help="run both servers until Ctrl-C")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "status":
            with usable(home()):
                return _status(home())
        if chosen.command == "stop":
            return _stop(home(), now=chosen.now)
        return _run(home())
    except EmbeddedServiceError as error:
        _say(str(error), sys.stderr)
        return 1


def _status(folder: Path) -> int:
    _say(f"Home: {folder}")
    running = 0
    for name, address in (("postgres", database_url(folder)), ("valkey", broker_url(folder))):
        server = SERVERS[name](folder)
        if server.ready():
            running += 1
            _say(f"{server.name}: running (process {server.pid()}) at {address}")
        elif pid := server.pid():
            _say(f"{server.name}: starting or stopping (process {pid})")
        else:
            _say(f"{server.name}: not running")
    return 0 if running == len(SERVERS) else 1


def _stop(folder: Path, *, now: bool) -> int:
    in_use = stop(folder, now=now)
    for name in in_use:
        _say(f"{name} is in use by another process and goes on. End that first, or add --now.", sys.stderr)
    return 1 if in_use else 0


def _run(folder: Path) -> int:
    asked_to_end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked_to_end.set())
    ensure_running(folder, supervised=True)
    _say(f"DATABASE_URL={database_url(folder)}\nBROKER_URL={broker_url(folder)}")
    while not asked_to_end.wait(_LOOK_AFTER):
        ensure_running(folder, supervised=True)
    release_all()
    return 0


def _say(text: str, out: TextIO | None = None) -> None:
    print(text, file=out or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
