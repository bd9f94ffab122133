"""A newsroom as docs/how-to/run-for-real.md sets it up, by the paper's own lines."""

import http.client
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from config.embedded import Addresses
from config.grants import SURFACES
from tests.config.demonstration import free_ports
from tests.config.embedded_users import eventually, python_for
from tests.docs.papers import DOCS, PROJECT, blocks

PAPER = DOCS / "how-to" / "run-for-real.md"
PASSWORD = "wide river under pines"
PORTS = {"public": 8000, "desk": 8001, "replay": 8002}  # as the paper has them
HOSTS = {"public": "dossiers.newsroom.example", "desk": "desk.newsroom.example", "replay": "archived-pages.example"}
_COPIED = ("casefiles", "config", "static", "templates", "manage.py", "requirements.txt")
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "HOME")
_NOBODY = 65_534
_NOT_COPIED = ("test", "tests", "idlelib", "site-packages", "__pycache__")
_LINE = re.compile(r"^as (\w+) (.+)$", re.M)


def lines() -> list[str]:
    """The paper's process lines."""
    return [found for found in _steps()[-1].splitlines() if found]


def _did(*command: str) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def _steps() -> list[str]:
    """What the paper has a person run, one after the other."""
    return blocks(PAPER, "bash")


def python_for_all(folder: Path) -> str | None:
    """This Python, or a copy of it in ``folder`` that every user may run; None unless this is root, who makes users."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("useradd", "setpriv"))):
        return None
    if python_for(_NOBODY) == sys.executable:
        return sys.executable
    shutil.copytree(sys.base_prefix, folder, symlinks=True, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    return str(folder / Path(sys._base_executable).resolve().relative_to(Path(sys.base_prefix).resolve()))


@dataclass
class Machine:
    """A machine whose folders lie below ``folder``, with the checkout where the papers have it.

    ``tools`` is where other programs than the system's are to be found first.
    """

    folder: Path
    tools: Path | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        self.checkout = self.folder / "srv" / "casefiles"
        self.checkout.mkdir(parents=True)
        for name in _COPIED:
            source = PROJECT / name
            if source.is_dir():
                shutil.copytree(source, self.checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, self.checkout)
        (self.checkout / ".venv").symlink_to(sys.prefix)

    def run(self, step: str, said: str = "") -> str:
        """Run a step as a person at a shell does; what it printed. It must work."""
        done = subprocess.run(
            self.shell(step), input=said, capture_output=True, text=True, env=self.environment(), cwd=self.checkout
        )
        assert done.returncode == 0, f"{step}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def shell(self, step: str) -> list[str]:
        """The program that runs a step, ``as`` being defined."""
        return ["bash", "-euo", "pipefail", "-c", self.here(f"{_steps()[2]}\n{step}")]

    def environment(self) -> dict[str, str]:
        """Nothing of this run's but where programs are."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return kept | ({"PATH": f"{self.tools}:{kept['PATH']}"} if self.tools else {})

    def here(self, step: str) -> str:
        """The paper's line on this machine: other folders, and not another word."""
        for folder in ("/etc/casefiles", "/var/lib/casefiles", "/var/backups/casefiles", "/srv/casefiles"):
            step = step.replace(folder, f"{self.folder}{folder}")
        return step


@dataclass
class Newsroom(Machine):
    """The newsroom of the paper, with servers of this run in the place of its own."""

    servers: Addresses
    python: str | None = field(default=None, kw_only=True)
    """The Python that each surface's own user runs; without one no users are made, and all runs as this one's."""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._mark = f"cf{secrets.token_hex(3)}-"
        if self.python:
            self._install(self.python)
        first = free_ports(3)
        self.ports = {surface: first + number for number, surface in enumerate(PORTS)}

    def set_up(self) -> None:
        """Everything before the processes: database, environment, tables, the first administrator."""
        with psycopg.connect(self._superuser(), autocommit=True) as session:
            session.execute("DROP DATABASE casefiles")  # the servers of a run come with an empty one
            for statement in blocks(PAPER, "sql")[0].strip().split("\n"):
                session.execute(statement.encode())
        users, environment, _, tables, person, _ = _steps()
        if self.python:
            self.run(users)
            self._open_servers()
        for step in (environment, tables):
            self.run(step)
        self.run(person, said=f"{PASSWORD}\n")

    def environment(self) -> dict[str, str]:
        """Where the libraries of a copied Python are, too."""
        found = super().environment()
        return found | ({"LD_LIBRARY_PATH": str(Path(self.python).parents[1] / "lib")} if self.python else {})

    def user(self, surface: str) -> str:
        """Who a surface runs as on this machine: the paper's name, but for its beginning."""
        return f"{self._mark}{surface}"

    def _install(self, python: str) -> None:
        """A virtual environment with this run's packages."""
        place = self.checkout / ".venv"
        place.unlink()
        subprocess.run([python, "-m", "venv", "--without-pip", place], check=True, env=self.environment())
        (packages,) = place.glob("lib/python*/site-packages")
        (packages / "this_run.pth").write_text(sysconfig.get_path("purelib"))
        for name in ("granian", "celery"):
            program = (Path(sys.prefix) / "bin" / name).read_text().split("\n", 1)[1]
            (place / "bin" / name).write_text(f"#!{place}/bin/python\n{program}")
            (place / "bin" / name).chmod(0o755)

    def _open_servers(self) -> None:
        """The sockets of a run's own servers lie in owner-only folders; a newsroom's servers are on the network."""
        place = Path(urlsplit(self.servers.broker_url).path)
        for path in (place.parent, *place.parent.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o777)

    def start(self) -> None:
        """Every process line of the paper, each with its log."""
        for number, line in enumerate(lines()):
            with self.log(number).open("wb") as log:
                self.running[line] = subprocess.Popen(
                    self.shell(line),
                    env=self.environment(),
                    cwd=self.checkout,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

    def end(self) -> None:
        for process in self.running.values():
            os.killpg(process.pid, signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if self.python:
            self._forget_users()

    def _forget_users(self) -> None:
        for surface in SURFACES:  # a user whose last process has not quite ended cannot be deleted
            assert eventually(partial(_did, "userdel", self.user(surface)), seconds=30), surface
        assert _did("groupdel", self.user("archive"))

    def log(self, number: int) -> Path:
        """Where the process of a line says what it does."""
        return self.folder / f"{number}.log"

    def until(self, words: str, number: int) -> None:
        """Wait until the log of a process line says so."""
        found = eventually(lambda: words in self.log(number).read_text(errors="replace"), seconds=60)
        assert found, self.log(number).read_text(errors="replace")[-3000:]

    def ask(
        self,
        surface: str,
        path: str = "/",
        *,
        method: str = "GET",
        body: str = "",
        host: str = "",
        proto: str = "https",
        headers: Iterable[tuple[str, str]] = (),
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers and text, asked as the web server in front does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[surface], timeout=20)
        sent = {"Host": host or HOSTS[surface], "X-Forwarded-Proto": proto, **dict(headers)}
        try:
            connection.request(method, path, body=body or None, headers=sent)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def answers(self, surface: str) -> bool:
        try:
            return self.ask(surface)[0] < 500
        except (OSError, http.client.HTTPException):
            return False

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """One statement in the newsroom's database, as its superuser."""
        with psycopg.connect(self._superuser("casefiles"), autocommit=True) as session:
            cursor = session.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def _superuser(self, database: str = "postgres") -> str:
        return self.servers.database_url.replace("/casefiles?", f"/{database}?")

    def here(self, step: str) -> str:
        """Other servers, ports and users, too."""
        step = step.replace("casefiles-", self._mark)
        place = self.servers.database_url.partition("@")[2]
        step = step.replace("db.internal/casefiles", place)
        step = step.replace("redis://broker.internal:6379/0", self.servers.broker_url)
        for surface, port in PORTS.items():
            step = step.replace(f"--port {port}", f"--port {self.ports[surface]}")
        return super().here(step)
