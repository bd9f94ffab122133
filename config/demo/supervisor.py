"""Start everything, wait until it works, watch it, and end it."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config import embedded
from config.demo import children
from config.demo.children import Child
from config.demo.database import refuse_a_newsrooms
from config.demo.errors import DemoError, Stopped
from config.demo.plan import Plan, Program
from config.embedded.processes import tail

_START_SECONDS = 60.0  # for one program to be ready, on a slow machine
_STEP_SECONDS = 600.0  # for the database to be made, or the case to be built
_LINES = 20  # of a log, shown when its program has ended
_PAUSE = 0.1


def say(line: str) -> None:
    """A line for the person at the terminal, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Supervisor:
    """One run of the demonstration, from the first process to the last."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.running: list[Child] = []
        self._steps: list[subprocess.Popen[bytes]] = []
        self._told_to_end = False

    def run(self, *, ready: Callable[[], None]) -> None:
        """Bring everything up, call ``ready``, and stay until told to end.

        Raises Stopped when told to, DemoError when something does not work; all processes have ended then.
        """
        with self._alone(), self._signals():
            try:
                self._bring_up()
                ready()
                while True:
                    self._breathe()
            finally:
                self._end()

    def _bring_up(self) -> None:
        if left := children.end_all(self.plan.home):
            say(f"  Ended {left} processes that a killed demonstration had left behind.")
        refuse_busy_ports(self.plan)
        with self._step("Database and broker"):
            embedded.ensure_running(
                self.plan.home,
                postgres=not os.environ.get("DATABASE_URL"),
                valkey=not os.environ.get("BROKER_URL"),
                supervised=True,
            )
            refuse_a_newsrooms()
        with self._step("Tables and logins"):
            self._do("migrate", self.plan.migrate(), surface="owner", log=self.plan.logs / "migrate.log")
        with self._step("Press desk, capture worker and clock"):
            self._start(self.plan.before())
            self._wait()
        with self._step("People and case"):
            say("")
            self._start(self.plan.faces())
            self._do("build_demonstration", self.plan.build(), surface="desk", log=None)
        with self._step("Readers' pages, desk, archived pages and task worker"):
            self._wait()

    def _start(self, programs: Iterable[Program]) -> None:
        for program in programs:
            log = self.plan.logs / f"{program.name.replace(' ', '-').replace(chr(39), '')}.log"
            self.running.append(children.start(program, self.plan.environment(program.surface), log))

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        for child in self.running:
            while not child.ready():
                self._breathe()
                if time.monotonic() > deadline:
                    raise DemoError(
                        f"The {child.program.name} did not get ready within {_START_SECONDS:.0f} seconds. "
                        f"{child.log} ends with:\n{tail(child.log, lines=_LINES)}"
                    )

    def _do(self, name: str, arguments: Iterable[str], *, surface: str, log: Path | None) -> None:
        """Run something to its end while watching everything else."""
        process = children.spawn(arguments, self.plan.environment(surface), log)
        self._steps.append(process)
        deadline = time.monotonic() + _STEP_SECONDS
        while process.poll() is None:
            self._breathe()
            if time.monotonic() > deadline:
                raise DemoError(f"{name} has not ended within {_STEP_SECONDS:.0f} seconds.")
        if process.returncode:
            said = f" {log} ends with:\n{tail(log, lines=_LINES)}" if log else ""
            raise DemoError(f"{name} failed (exit code {process.returncode}).{said}")

    def _breathe(self) -> None:
        """A moment's pause, in which somebody may tell us to end, or a program may have ended."""
        if self._told_to_end:
            raise Stopped
        for child in self.running:
            if not child.alive():
                raise DemoError(
                    f"The {child.program.name} has ended (exit code {child.process.returncode}). "
                    f"{child.log} ends with:\n{tail(child.log, lines=_LINES)}"
                )
        time.sleep(_PAUSE)

    def _end(self) -> None:
        children.end_all(self.plan.home, [*self._steps, *(child.process for child in self.running)])
        embedded.release_all()

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        sys.stdout.write(f"  {name} … ")
        sys.stdout.flush()
        began = time.monotonic()
        yield
        say(f"done in {time.monotonic() - began:.1f} s")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One demonstration in one folder. The kernel lets go of the lock however we end."""
        path = self.plan.home / "demo.lock"
        with path.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise DemoError(
                    f"A demonstration already runs in {self.plan.home} (process {lock.read().strip() or 'unknown'}). "
                    "End it with Ctrl-C, or choose another folder with CASEFILES_HOME and ports with CASEFILES_PORT."
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def note(_number: int, _frame: FrameType | None) -> None:
            self._told_to_end = True

        before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def refuse_busy_ports(plan: Plan) -> None:
    """Raises DemoError, naming each port that another program listens on."""
    busy = []
    for name, port in plan.ports.by_name().items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                busy.append(f"port {port} ({name})")
    if busy:
        raise DemoError(
            f"Another program uses {' and '.join(busy)} on this machine. "
            f"End it, or choose other ports: CASEFILES_PORT={plan.ports.public + 100} make demo"
        )
