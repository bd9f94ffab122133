"""What one thread waits for while others work: their questions, which it alone may answer, and what a process says.

Whether a site is held stands in the database, and only the worker's own thread has a connection to it.
"""

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import IO

_PATIENCE = 10.0
"""Seconds to wait for an answer."""
_Asked = tuple[str, "queue.SimpleQueue[bool]"]


class Questions:
    """``held`` is called by whoever calls ``next_line``, and by nobody else."""

    def __init__(self, held: Callable[[str], bool]) -> None:
        self._held = held
        self._events: queue.SimpleQueue[_Asked | str | None] = queue.SimpleQueue()
        self._closed = threading.Event()

    def is_held(self, host: str) -> bool:
        """From any thread. A host is held while nobody says that it is not."""
        reply: queue.SimpleQueue[bool] = queue.SimpleQueue()
        if not self._closed.is_set():
            self._events.put((host, reply))
            with contextlib.suppress(queue.Empty):
                return reply.get(timeout=_PATIENCE)
        return True

    def listen(self, lines: IO[str]) -> threading.Thread:
        """Let ``next_line`` give what comes from ``lines``."""
        thread = threading.Thread(target=self._read, args=(lines,), daemon=True, name="lines")
        thread.start()
        return thread

    def next_line(self, seconds: float) -> str | None:
        """The next line, "" when there are no more; ``None`` when there was none for ``seconds``, or a question."""
        try:
            event = self._events.get(timeout=seconds)
        except queue.Empty:
            return None
        if event is None:
            return ""
        if isinstance(event, str):
            return event
        host, reply = event
        try:
            reply.put(self._held(host))
        except BaseException:
            reply.put(True)
            raise
        return None

    def close(self) -> None:
        """Answer no more: all is held."""
        self._closed.set()
        while True:
            try:
                event = self._events.get_nowait()
            except queue.Empty:
                return
            if isinstance(event, tuple):
                event[1].put(True)

    def _read(self, lines: IO[str]) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in lines:
                self._events.put(line)
        self._events.put(None)
