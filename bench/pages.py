"""The public case page beside a bare view that returns as many bytes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command

from bench import load
from bench.figures import Series
from bench.surroundings import Surroundings, serving
from casefiles.archive.models import Capture
from casefiles.archive.work import perform
from casefiles.demonstration.build import build
from casefiles.demonstration.press_desk.server import PressDeskServer
from casefiles.editions.models import Edition

_BARE = "bench.bare:application"
_PATIENCE = 60.0  # seconds for the case to be built without progress


@dataclass(frozen=True)
class Pages:
    """What was measured, and on which case."""

    items: int
    size: int  # bytes of the page
    bare: Series
    page: Series
    drawn: Series  # anew each time
    unchanged: Series


def publish(surroundings: Surroundings) -> Edition:
    """The demonstration's case in an empty database: compiled, archived, approved, published and corrected.

    A case of realistic size, made by the same actions that people use.
    """
    call_command("migrate", verbosity=0)
    with _press_desk(surroundings.plan.ports.press_desk) as address:
        return build(press_desk=address, say=lambda _: None, patience=_PATIENCE, pause=_archive)[-1]


def measure(surroundings: Surroundings, edition: Edition, *, rounds: int, seconds: float) -> Pages:
    """Alternate the bare view, the page as it is kept, drawn anew and unchanged: all see the same machine."""
    path = f"/cases/{edition.slug}/"
    with serving(surroundings.plan) as public, serving(surroundings.plan, PAGES_KEPT_BYTES="0") as keeping_none:
        body, etag = load.fetch(public, path)
        copied = Path(surroundings.plan.home) / "body.html"
        copied.write_bytes(body)
        with serving(surroundings.plan, _BARE, BENCH_BODY=str(copied)) as bare:
            if load.fetch(bare, "/")[0] != body:
                raise RuntimeError("The bare view does not return the page's bytes.")
            targets = [
                load.Target(bare, "/"),
                load.Target(public, path),
                load.Target(keeping_none, path),
                load.Target(public, path, status=304, etag=etag),
            ]
            rates = [[load.rate(target, seconds) for target in targets] for _ in range(rounds)]
    return Pages(edition.rows.count(), len(body), *(Series(column) for column in zip(*rates, strict=True)))


@contextmanager
def _press_desk(port: int) -> Iterator[str]:
    server = PressDeskServer(port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _archive(_seconds: float) -> None:
    """Take the part of the worker, instead of waiting for one."""
    for pk in Capture.objects.due().values_list("pk", flat=True):
        perform(pk)
