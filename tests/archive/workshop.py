"""Capture workers as the demonstration starts them, on this test's database and a broker of its own, to be killed."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import pytest
import redis
from celery import Celery
from django.db import connection
from pytest_django.fixtures import Settings

from casefiles.archive import dispatch
from config import services
from config.demo import plan
from config.demo.children import Child, start
from config.embedded.places import Places, broker_url
from config.embedded.runner import Runner
from config.embedded.valkey import Valkey
from tests import logins
from tests.waiting import wait_until

_PATIENCE = 40.0
"""Seconds that a worker may take to start, on a busy machine."""


@dataclass
class Workshop:
    """Starts and kills; ``variables`` are the settings that differ from the demonstration's."""

    home: Path
    variables: dict[str, str]
    children: list[Child] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plan = plan.make(self.home, 20_000)  # nothing listens on its ports
        self.programs = {program.name: program for program in self.plan.before()}

    @property
    def broker(self) -> str:
        return broker_url(self.home)

    def start(self, name: str) -> Child:
        """A process of the plan, once it says that it is ready."""
        program = self.programs[name]
        log = self.home / "logs" / f"{len(self.children)}.log"
        child = start(program, self._environment(program.surface), log)
        self.children.append(child)
        wait_until(lambda: child.ready() or not child.alive(), _PATIENCE)
        assert child.alive(), log.read_text()
        return child

    def kill(self, child: Child) -> None:
        """``kill -9`` of its whole process group; returns once nobody of it is left."""
        group = psutil.Process(child.process.pid)
        members = [group, *group.children(recursive=True)]
        assert {os.getpgid(member.pid) for member in members} == {child.process.pid}
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        _, alive = psutil.wait_procs(members, timeout=10)
        assert not alive

    def flush_broker(self) -> None:
        with redis.Redis(unix_socket_path=str(Places(self.home).valkey_socket)) as client:
            client.flushall()

    def close(self) -> None:
        for child in self.children:
            if child.alive():
                self.kill(child)

    def _environment(self, surface: str) -> dict[str, str]:
        addresses = {f"DATABASE_URL_{name.upper()}": services.surface_database_url(name) for name in plan.SURFACES}
        addresses["DATABASE_URL"] = services.database_url()
        own = {name: _of_this_test(address) for name, address in addresses.items()}
        environment = {**self.plan.environment(surface), **own, "BROKER_URL": self.broker}
        return environment | self.variables


@contextmanager
def workshop(home: Path, **variables: str) -> Iterator[Workshop]:
    logins.databases()
    places = Places(home)
    valkey = Valkey(places.valkey, places.valkey_socket, home / "valkey.log", Runner(), careless=True)
    with ExitStack() as stack:
        stack.callback(valkey.stop)
        valkey.start(end_with_parent=True)
        opened = Workshop(home, variables)
        stack.callback(opened.close)
        yield opened


@contextmanager
def told_of_requests(
    home: Path, port: int, settings: Settings, monkeypatch: pytest.MonkeyPatch, **variables: str
) -> Iterator[Workshop]:
    """A workshop whose workers may visit ``port``, and hear of the captures that this test asks for."""
    settings.ARCHIVE_ALLOWED_PORTS = [port]
    settings.ARCHIVE_ROOT = home / "archive"
    with (
        workshop(home, ARCHIVE_ALLOWED_PORTS=str(port), **variables) as opened,
        Celery("test", broker=opened.broker, set_as_current=False) as app,
    ):
        monkeypatch.setattr(dispatch, "current_app", app)
        yield opened


def _of_this_test(address: str) -> str:
    """The same server and login, but the database that this test writes to."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{connection.settings_dict['NAME']}"))
