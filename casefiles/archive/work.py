"""A worker's part: make the copy that a capture asks for, and hold its lease meanwhile."""

import datetime
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from casefiles.archive import life, policy, room, store
from casefiles.archive.browsing import chromium
from casefiles.archive.engines.base import Copy, Engine, Rules
from casefiles.archive.engines.browser import BrowserEngine, Machine
from casefiles.archive.engines.http import HttpEngine
from casefiles.archive.fetching.address import parse
from casefiles.archive.fetching.budget import Budget, Limits
from casefiles.archive.fetching.errors import Abandoned, BlockedByPolicy
from casefiles.archive.models import Capture
from casefiles.archive.signing import BadKey
from casefiles.archive.states import State
from casefiles.archive.warc_check import BadRecord
from casefiles.jobs.models import LeasedRow

logger = logging.getLogger(__name__)
_OUR_FAULT = "Something went wrong on our side; the administrator’s log has the details."


def perform(capture_id: UUID, *, engine: Engine | None = None) -> bool:
    """Make the copy of a capture if it is due and nobody else is at it. True: this call ended or put off a try."""
    engine = engine or present_engine()
    if room.is_full():
        life.wait_for_room(capture_id)
        return False
    capture = life.begin(capture_id, worker=worker_name())
    if capture is None:
        return False
    started_at = timezone.now()
    try:
        with LeaseKeeper(capture, life.renew) as lease:  # also while the copy is stored: a large one takes its time
            done = _tried(capture, engine, lease, started_at)
    except Abandoned:
        done = False
    if not done:
        life.abandon(capture)
    return done


def _tried(capture: Capture, engine: Engine, lease: "LeaseKeeper", started_at: datetime.datetime) -> bool:
    try:
        copy = _made(capture, engine, lease)
        return _ended(capture, copy, engine=copy.engine or engine.name, started_at=started_at)
    except OSError as error:
        if not store.is_full(error):
            raise
        logger.error("There is no room to store capture %s", capture.pk)  # noqa: TRY400 (nothing went wrong but that)
        return life.put_off_full(capture, started_at=started_at)


def _ended(capture: Capture, copy: Copy, *, engine: str, started_at: datetime.datetime) -> bool:
    """Store what the try brought; if that cannot be stored, that it is to be tried again."""
    try:
        return life.finish(capture, copy, engine=engine, started_at=started_at)
    except (OSError, BadKey, BadRecord) as error:
        if store.is_full(error):
            raise
        logger.exception("The copy for capture %s could not be stored", capture.pk)
        broken = Copy(State.FAILED, _OUR_FAULT, again=True)
        return life.finish(capture, broken, engine=engine, started_at=started_at)
    finally:
        copy.close()


def present_engine() -> Engine:
    """With a browser where the settings and this machine have one."""
    try:
        found = chromium.find(settings.ARCHIVE_BROWSER)
    except chromium.NoBrowser as error:
        return HttpEngine(without=error.reason)
    return BrowserEngine(
        Machine(
            chromium=found,
            folder=Path(settings.ARCHIVE_BROWSER_FOLDER),
            at_once=settings.ARCHIVE_BROWSERS_AT_ONCE,
            most_memory=settings.ARCHIVE_BROWSER_MEMORY,
            most_pixels=settings.ARCHIVE_SCREENSHOT_PIXELS,
        )
    )


def worker_name() -> str:
    """Who holds a lease: host and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _made(capture: Capture, engine: Engine, lease: "LeaseKeeper") -> Copy:
    rules = Rules(policy.guard(), settings.ARCHIVE_ALLOWED_PORTS, settings.ARCHIVE_USER_AGENT)
    budget = Budget(Limits(**settings.ARCHIVE_LIMITS), ours=lease.is_ours)
    try:
        address = parse(capture.cited_url.url, ports=rules.ports)
        return engine.capture(address, rules=rules, budget=budget)
    except BlockedByPolicy as error:
        return Copy(State.BLOCKED_POLICY, error.sentence)
    except (Abandoned, DatabaseError):
        raise
    except Exception as error:  # a page must not be able to stop the worker, whatever it makes a library do
        if store.is_full(error):
            raise
        logger.exception("Capture %s failed", capture.pk)
        return Copy(State.FAILED, _OUR_FAULT, again=True)


class LeaseKeeper:
    """Renews a lease every third of its length, in a thread of its own, while the work goes on."""

    def __init__(self, row: LeasedRow, renew: Callable[[Any], bool]) -> None:
        self._row = row
        self._renew = renew
        self._stop = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True, name="lease")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def is_ours(self) -> bool:
        """Is the capture still this worker's, as far as it knows?"""
        return not self._lost.is_set()

    def _keep(self) -> None:
        lease = settings.ARCHIVE_LEASE
        sure_until = time.monotonic() + lease
        try:
            while not self._stop.wait(lease / 3):
                try:
                    held = self._renew(self._row)
                    sure_until = time.monotonic() + lease
                except DatabaseError:
                    logger.warning("The lease of %s could not be renewed", self._row.pk)
                    held = time.monotonic() < sure_until
                if not held:
                    self._lost.set()
                    return
        finally:
            connection.close()
