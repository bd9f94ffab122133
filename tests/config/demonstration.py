"""A demonstration as a person at a terminal starts it."""

import http.client
import os
import queue
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from config.demo.plan import MARK

PROJECT = Path(__file__).parents[2]
NOT_OURS = ("DATABASE_URL", "BROKER_URL", "SECRET_KEY", "CASEFILES_", "DJANGO_")
_RUN = "TESTED_DEMONSTRATION"
"""In the environment of every process that one run started: another run in the same folder is another's."""


class Demonstration:
    """``python -m config.demo`` in ``home``, with its words read as they come."""

    def __init__(self, home: Path, port: int, **variables: str) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
        self.home, self.port = home, port
        self._run = uuid.uuid4().hex
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.demo"],
            cwd=PROJECT,
            env={**inherited, "CASEFILES_HOME": str(home), "CASEFILES_PORT": str(port), _RUN: self._run, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._coming: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for process in _with_variable(_RUN, self._run):
            process.kill()
        self._reader.join(5)
        if self.process.stdout:
            self.process.stdout.close()

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def until_ready(self, seconds: float) -> float:
        """Seconds it took from the start to the line ``Ready``."""
        deadline = self.began + seconds
        while True:
            line = self._coming.get(timeout=max(0.1, deadline - time.monotonic()))
            assert line is not None, self.said
            if line.strip() == "Ready":
                return time.monotonic() - self.began

    def end(self, number: signal.Signals) -> float:
        """Send a signal to the supervisor alone; seconds until it and all of its processes were gone."""
        children = self.children()
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        psutil.wait_procs(children, timeout=30)
        return time.monotonic() - began

    def until_ended(self, seconds: float) -> int:
        code = self.process.wait(seconds)
        self._reader.join(5)
        return code

    def children(self) -> list[psutil.Process]:
        """Every process of the demonstration in this folder but the supervisor, whichever run started it."""
        return _with_variable(MARK, str(self.home))

    def servers(self) -> list[psutil.Process]:
        """PostgreSQL and Valkey that work in its folder."""
        return [
            process for process in psutil.process_iter(["cmdline"]) if str(self.home) in str(process.info["cmdline"])
        ]

    def get(self, offset: int, path: str = "/", host: str = "127.0.0.1") -> tuple[int, str]:
        """Status and text of an address, the port counted from the first one."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port + offset, timeout=20)
        try:
            connection.request("GET", path, headers={"Host": f"{host}:{self.port + offset}"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            self._coming.put(line)
        self._coming.put(None)


def _with_variable(name: str, value: str) -> list[psutil.Process]:
    """Every process whose environment says so."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(name) == value:
                found.append(process)
        except (psutil.Error, OSError):  # it ended meanwhile
            continue
    return found


def free_ports(count: int = 4) -> int:
    """The first of ``count`` free ports in a row."""
    for _ in range(1_000):
        first = random.randrange(21_000, 30_000, 10)  # by chance: others look for some at the same time
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise AssertionError("no ports are free")
