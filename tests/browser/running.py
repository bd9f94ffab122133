"""The three surfaces as a demonstration serves them, and the tests' own ways behind the pages."""

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import Any, LiteralString

import psutil
import psycopg

from config import embedded
from tests.config.demonstration import PROJECT, Demonstration

CASE, HOSTILE_CASE, HARD_CASE = "exchange-2021", "hostile-words", "hard-to-set"
"""Slugs of the demonstration's case and of those that are filled in besides."""
_SCRIPT_SECONDS = 120.0


@dataclass(frozen=True)
class Running:
    """A demonstration that answers."""

    demonstration: Demonstration

    @property
    def public(self) -> str:
        return self._at(0)

    @property
    def desk(self) -> str:
        return self._at(1)

    @property
    def replay(self) -> str:
        return self._at(2, "localhost")

    @property
    def press_desk(self) -> str:
        return self._at(3)

    def _at(self, offset: int, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.demonstration.port + offset}"

    def rows(self, query: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
        """What the owner of the database finds, or changes."""
        with psycopg.connect(embedded.database_url(self.demonstration.home), autocommit=True) as owner:
            cursor = owner.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def run(self, module: str, *arguments: str) -> Any:
        """What ``module`` prints as JSON, run with the environment and the rights of the desk."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env={**self._desk_environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
            capture_output=True,
            text=True,
            timeout=_SCRIPT_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout)

    @cached_property
    def _desk_environment(self) -> dict[str, str]:
        environments = (_environment(process) for process in self.demonstration.children())
        return next(variables for variables in environments if variables.get("SURFACE") == "desk")


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except psutil.Error:  # it ended meanwhile
        return {}
