"""A process and everything that came of it: how much memory that takes, and how it is ended to the last one.

A browser is many processes in sessions of their own, and a page can make any of them hang. So they are found by
descent and by session, and killed, not asked.
"""

import contextlib
import os
import signal
import subprocess
import time

import psutil

_PATIENCE = 5.0
"""Seconds for the kernel to end what was killed."""


class Family:
    """What ``head`` has started, and that in turn. ``head`` is the leader of a session of its own."""

    def __init__(self, head: "subprocess.Popen[str]") -> None:
        self._head = head
        self._sessions = {head.pid}

    def know(self) -> None:
        """Remember the sessions of all that there are now."""
        self._look()

    def memory(self) -> int:
        """Bytes that they hold beside what they share."""
        total = 0
        for process in self._look():
            with contextlib.suppress(psutil.Error):
                used = process.memory_info()
                total += max(0, used.rss - getattr(used, "shared", 0))
        return total

    def end(self) -> bool:
        """Kill all of them. True: none is left."""
        ends = time.monotonic() + _PATIENCE
        while True:
            members = {process.pid for process in self._look()} | set(self._in_sessions())
            for pid in members:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            if self._head.poll() is not None and not members:
                return True
            if time.monotonic() > ends:
                return False
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._head.wait(0.02)
            if members:
                time.sleep(0.01)

    def _look(self) -> list[psutil.Process]:
        """The living, by descent; their sessions are remembered, for when the descent is broken."""
        if self._head.returncode is not None:
            return []
        try:
            head = psutil.Process(self._head.pid)
            found = [head, *head.children(recursive=True)]
        except psutil.Error:
            return []
        for process in found:
            with contextlib.suppress(OSError):
                self._sessions.add(os.getsid(process.pid))
        self._sessions.discard(os.getsid(0))
        return [process for process in found if _is_alive(process)]

    def _in_sessions(self) -> list[int]:
        found = []
        for pid in psutil.pids():
            with contextlib.suppress(OSError, psutil.Error):
                if os.getsid(pid) in self._sessions and _is_alive(psutil.Process(pid)):
                    found.append(pid)
        return found


def _is_alive(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False
