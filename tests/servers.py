"""A pytest plugin: a database server and a broker for this run alone, unless addresses of others are set.

It is named in ``pyproject.toml`` (``-p tests.servers``), for pytest-django reads the settings before any
``conftest.py`` is imported. Workers of pytest-xdist inherit the addresses of the process that started them.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from config import embedded
from config import services as services  # reads .env, which may have addresses

_running = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Start what no address replaces, and let every child process know where it is."""
    addresses = {"DATABASE_URL": "database_url", "BROKER_URL": "broker_url"}
    missing = [name for name in addresses if not os.environ.get(name)]
    if missing:
        started = _running.enter_context(embedded.throwaway())
        os.environ.update({name: getattr(started, addresses[name]) for name in missing})
    yield


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End the servers of this run."""
    _running.close()
