"""What is measured runs on servers of its own, which go when the run ends."""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import django

from bench import origin
from config import embedded
from config.demo import children
from config.demo import plan as plans
from config.demo.children import Child
from config.demo.plan import Plan
from config.embedded.processes import wait_until

_PATIENCE = 30.0  # seconds for a server to answer


@dataclass(frozen=True)
class Surroundings:
    """A folder, a plan of the demonstration for it, and where the cited site is."""

    plan: Plan
    origin_port: int


@contextmanager
def made() -> Iterator[Surroundings]:
    """An empty database, a broker, the cited site, and this process as the owner of the tables."""
    with embedded.throwaway() as servers, origin.running() as origin_port, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATABASE_URL": servers.database_url, "BROKER_URL": servers.broker_url}
        plan = plans.make(Path(folder), free_port())
        os.environ |= plan.environment("owner") | {
            "ARCHIVE_HOST_GAP": "0",
            "ARCHIVE_ALLOWED_PORTS": f"80,443,{plan.ports.press_desk},{origin_port}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "ERROR",
        }
        django.setup()
        yield Surroundings(plan, origin_port)


@contextmanager
def serving(plan: Plan, application: str = "", **variables: str) -> Iterator[int]:
    """The public pages, or another WSGI ``application`` with the same server and options; the port."""
    moved = replace(plan, ports=plans.Ports(free_port()))
    program = next(each for each in moved.faces() if each.surface == "public")
    if application:
        program = replace(program, name=application, arguments=(*program.arguments[:-1], application))
    environment = moved.environment("public") | variables
    child = children.start(program, environment, plan.logs / f"{program.name}.log")
    try:
        if not wait_until(lambda: child.ready() or not child.alive(), _PATIENCE) or not child.alive():
            raise RuntimeError(f"{program.name} did not start:\n{child.log.read_text()[-2000:]}")
        yield moved.ports.public
    finally:
        _end(child)


def free_port() -> int:
    """The first of four free ports in a row."""
    for first in range(31_000, 32_700, 10):
        probes = [socket.socket() for _ in range(4)]
        try:
            for number, probe in enumerate(probes):
                probe.bind(("127.0.0.1", first + number))
        except OSError:
            continue
        else:
            return first
        finally:
            for probe in probes:
                probe.close()
    raise RuntimeError("No ports are free.")


def _end(child: Child) -> None:
    child.process.terminate()
    if not wait_until(lambda: not child.alive(), 10):
        child.process.kill()
        child.process.wait()
